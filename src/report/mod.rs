//! What a run found, shown to people and machines, one module a format.

mod concise;
mod coverage;
mod full;
mod github;
mod json;
mod links;
mod place;
mod problem;
mod snippet;
mod sources;
mod summary;
mod window;
mod words;

use std::io;

use clap::ValueEnum;

pub use coverage::{coverage_schema, write_coverage, write_coverage_json};
pub use full::write_file_error;
pub use json::findings_schema;
pub use links::{write_graph, write_wanted, write_wanted_json};
pub use problem::{write_problem, write_problems};
pub use sources::{lock_schema, sources_schema, write_relocked, write_sources, write_sources_json};
pub use summary::{write_statistics, write_summary};

use crate::engine::InternalError;
use crate::rule::Finding;
use crate::vault::{Problem, Shown, Vault};

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
    /// How paths of the vault are shown.
    pub shown: &'a Shown,
}

/// How findings are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum Format {
    /// A picture of each finding, for people; advice that repeats itself is counted
    #[default]
    Full,
    /// A line a finding: `path:line:column: severity rule message`
    Concise,
    /// One JSON document, described by `schemas/findings.schema.json`
    Json,
    /// Annotations for GitHub Actions
    Github,
}

impl Format {
    /// Whether people read it, so that a summary or statistics may follow.
    #[must_use]
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Full | Format::Concise)
    }
}

/// What the place that a report is written to can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// Whether colours are understood.
    pub color: bool,
    /// Whether links are understood.
    pub hyperlinks: bool,
    /// Whether characters beyond ASCII can be drawn with.
    pub unicode: bool,
    /// How many columns there are.
    pub width: usize,
}

/// Writes the findings, and no summary or problems, but where they are part of the format.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write(report: &Report<'_>, format: Format, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Full => full::write(report, style, out),
        Format::Concise => concise::write(report, style, out),
        Format::Json => json::write(report, out),
        Format::Github => github::write(report, out),
    }
}
