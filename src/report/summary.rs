//! What a run comes to: one line, or a table by rule.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::words::{Palette, emit, shown};
use super::{Report, Style};
use crate::rule::{Applicability, Finding, Severity};
use crate::text::counted;

/// How much was looked at and found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Summary {
    /// How many documents were looked at.
    documents: usize,
    /// How many findings are errors.
    errors: usize,
    /// How many findings are warnings.
    warnings: usize,
    /// How many findings are neither.
    info: usize,
    /// How many findings were suppressed. They are not among the findings.
    suppressed: usize,
    /// How many findings `--fix` mends.
    fixable: usize,
}

impl Summary {
    /// Counts the findings of a report.
    pub(super) fn of(report: &Report<'_>) -> Self {
        let count = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
        Self {
            documents: report.documents,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            info: count(Severity::Info),
            suppressed: report.suppressed,
            fixable: fixable(report, Applicability::Safe),
        }
    }
}

fn fixable(report: &Report<'_>, limit: Applicability) -> usize {
    report.findings.iter().filter(|finding| finding.fix_up_to(limit).is_some()).count()
}

/// Writes one line that sums up the run. Only for formats that [`super::Format::is_for_people`].
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_summary(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let palette = Palette::new(style);
    let summary = Summary::of(report);
    let mut line = counted(summary.documents, "document");
    let by_severity = [
        (Severity::Error, summary.errors, counted(summary.errors, "error")),
        (Severity::Warning, summary.warnings, counted(summary.warnings, "warning")),
        (Severity::Info, summary.info, format!("{} info", summary.info)),
    ];
    let mut separator = ": ";
    for (severity, count, words) in by_severity {
        if count > 0 {
            let paint = palette.severity(severity);
            let _ = write!(line, "{separator}{paint}{words}{paint:#}");
            separator = ", ";
        }
    }
    if report.findings.is_empty() {
        let paint = if report.documents > 0 { palette.good() } else { anstyle::Style::new() };
        let words = if report.documents > 0 { "nothing found" } else { "nothing to check" };
        let _ = write!(line, "{separator}{paint}{words}{paint:#}");
    }
    if summary.suppressed > 0 {
        let _ = write!(line, ", {} suppressed", summary.suppressed);
    }
    let more = fixable(report, Applicability::Unsafe).saturating_sub(summary.fixable);
    let _ = match (summary.fixable, more) {
        (0, 0) => Ok(()),
        (safe, 0) => write!(line, " ({safe} fixable with --fix)"),
        (0, more) => write!(line, " ({more} fixable with --unsafe-fixes)"),
        (safe, more) => write!(line, " ({safe} fixable with --fix, {more} more with --unsafe-fixes)"),
    };
    line.push('\n');
    emit(&line, out)
}

/// Writes how many findings each rule made, the most first.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_statistics(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let palette = Palette::new(style);
    let mut by_rule: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in report.findings {
        by_rule.entry(&finding.rule).or_default().push(finding);
    }
    let mut rows: Vec<_> = by_rule.into_iter().collect();
    rows.sort_by_key(|(_, findings)| std::cmp::Reverse(findings.len()));
    let digits = rows.first().map_or(0, |(_, findings)| findings.len().to_string().len());
    let mut text = String::new();
    for (rule, findings) in rows {
        let worst = findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Info);
        let paint = palette.severity(worst);
        let fixable = findings.iter().filter(|finding| finding.fix_up_to(Applicability::Safe).is_some());
        let _ =
            write!(text, "{:digits$}  {paint}{:7}{paint:#}  {}", findings.len(), worst.name(), shown(rule));
        let _ = match fixable.count() {
            0 => writeln!(text),
            count => writeln!(text, " ({count} fixable)"),
        };
    }
    emit(&text, out)
}
