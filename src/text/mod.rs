//! Text and places in it: spans, lines and columns, and the file they belong to.
//!
//! Everything inside the tool is a byte span on character boundaries. Lines and
//! columns exist only in reports, and are converted once, here.

pub(crate) mod block;
mod counted;
mod digits;
mod invisible;
pub(crate) mod lanes;
pub(crate) mod letters;
mod line_index;
mod lines;
mod nearest;
mod print;
mod source_file;
mod span;

pub use counted::counted;
pub(crate) use digits::is_digits;
pub use invisible::{Visible, is_invisible};
pub use line_index::{LineIndex, Position};
pub use lines::{Line, lines, lines_backwards};
pub use nearest::nearest;
pub use print::printable;
pub(crate) use print::{is_printable, replacement};
pub use source_file::{Encoding, SourceFile};
pub use span::Span;
