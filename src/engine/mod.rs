//! Runs rules over a vault.

mod examples;
mod fix;
mod run;

pub use examples::run_examples;
pub use fix::{Fixed, apply, fix};
pub use run::{InternalError, Outcome, Scope, lint};
