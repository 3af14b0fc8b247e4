//! What a run found, shown to people and machines, one module a format.

use std::io;

use clap::ValueEnum;

use crate::engine::InternalError;
use crate::rule::{FileError, Finding};
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

/// How findings are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum Format {
    /// A picture of each finding, for people
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
    /// How many columns there are.
    pub width: usize,
}

/// Writes the findings, and nothing else: see [`write_summary`] and [`write_problems`].
///
/// # Errors
/// If `out` cannot be written to.
pub fn write(report: &Report<'_>, format: Format, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let _ = (report, format, style, out);
    Ok(())
}

/// Writes one line that sums up the run. Only for formats that [`Format::is_for_people`].
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_summary(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let _ = (report, style, out);
    Ok(())
}

/// Writes how many findings each rule made, the most first.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_statistics(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let _ = (report, style, out);
    Ok(())
}

/// Writes everything that kept the tool from doing all it was asked, internal errors included.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_problems(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let _ = (report, style, out);
    Ok(())
}

/// Writes one problem. `prefix` stands before its path, as in [`Report::prefix`].
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_problem(
    problem: &Problem,
    prefix: &str,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let _ = (problem, prefix, style, out);
    Ok(())
}

/// Writes a mistake in a rule or config file, on its line.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_file_error(error: &FileError, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let _ = (error, style, out);
    Ok(())
}

/// The JSON Schema of what [`Format::Json`] writes, as it is kept in the repository.
#[must_use]
pub fn findings_schema() -> String {
    String::new()
}
