//! A line a finding, for people, editors and `grep`.

use std::fmt::Write as _;
use std::io;

use super::place::position;
use super::words::{Palette, in_order, shown};
use super::{Report, Style};
use crate::rule::Severity;

pub(super) fn write(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let palette = Palette::new(style);
    let strong = palette.strong();
    let named = |severity: Severity| {
        let paint = palette.severity(severity);
        format!("{paint}{}{paint:#} ", severity.name())
    };
    let named =
        [Severity::Error, Severity::Warning, Severity::Info].map(|severity| (severity, named(severity)));
    in_order(report.findings, out, |findings, lines| {
        for in_file in findings.chunk_by(|one, next| one.path == next.path) {
            let path = report.path(&in_file[0].path);
            let path = format!("{strong}{}{strong:#}:", shown(&path));
            let source = report.source(&in_file[0].path);
            for finding in in_file {
                let start = position(source, finding.span.start());
                lines.push_str(&path);
                let _ = write!(lines, "{}:{}: ", start.line, start.column);
                let severity = named.iter().find(|(severity, _)| *severity == finding.severity);
                lines.extend(severity.map(|(_, name)| name.as_str()));
                lines.extend([&*shown(&finding.rule), " ", &*shown(&finding.message), "\n"]);
            }
        }
    })
}
