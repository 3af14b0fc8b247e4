//! Findings for people and machines, one module a format.

use crate::engine::InternalError;
use crate::rule::Finding;
use crate::vault::{Problem, Vault};

/// What a report shows.
#[derive(Debug)]
pub struct Report<'a> {
    /// The vault, for the text around findings.
    pub vault: &'a Vault,
    /// The findings to show, sorted.
    pub findings: &'a [Finding],
    /// What kept the tool from doing all it was asked.
    pub problems: &'a [Problem],
    /// Checks that panicked.
    pub internal_errors: &'a [InternalError],
    /// How many documents were looked at.
    pub documents: usize,
    /// How many findings were suppressed.
    pub suppressed: usize,
    /// What stands before a path of the vault to make it relative to the current folder:
    /// empty, `notes/` or `../`.
    pub prefix: &'a str,
}
