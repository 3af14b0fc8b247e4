//! Runs rules over a vault.

mod coverage;
mod examples;
mod fix;
#[cfg(test)]
mod fix_tests;
mod run;

pub use coverage::{Counts, Coverage, DocumentCoverage, SectionCoverage, coverage};
pub use examples::run_examples;
pub use fix::{Fixed, apply, fix};
pub use run::{InternalError, Outcome, Scope, lint};
