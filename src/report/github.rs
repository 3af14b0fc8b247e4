//! Annotations for GitHub Actions: workflow commands, which the runner reads off the log.

use std::io;

use super::Report;
use super::words::shown;
use crate::rule::{Finding, Severity};

pub(super) fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    report.findings.iter().try_for_each(|finding| writeln!(out, "{}", annotation(report, finding)))?;
    report.all_problems().iter().try_for_each(|problem| {
        let file = match problem.path.as_str() {
            "" => String::new(),
            path => format!("file={},", property(&report.path(path))),
        };
        writeln!(out, "::error {file}title=wherefrom::{}", data(&problem.message))
    })
}

fn annotation(report: &Report<'_>, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let (start, end) = report.positions(&finding.path, finding.span);
    // The runner rejects columns where an annotation spans lines.
    let place = if start.line == end.line {
        format!("line={},col={},endLine={},endColumn={}", start.line, start.column, end.line, end.column)
    } else {
        format!("line={},endLine={}", start.line, end.line)
    };
    let file = property(&report.path(&finding.path));
    format!("::{level} file={file},{place},title={}::{}", property(&finding.rule), data(&finding.message))
}

/// Text after the second `::`, as the runner unescapes it.
fn data(text: &str) -> String {
    shown(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
