//! The settings of a run: `wherefrom.yaml`, laid over by the command line.

mod file;
mod schema;
mod selection;

pub use file::{Config, FILE_NAMES, Files};
pub use schema::schema;
pub use selection::{Known, Selection, UnknownRule};
