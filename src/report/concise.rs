//! A line a finding, for people, editors and `grep`.

use std::fmt::Write as _;
use std::io;

use super::place::position;
use super::words::{Palette, in_order, shown};
use super::{Report, Style};

pub(super) fn write(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let palette = Palette::new(style);
    let strong = palette.strong();
    in_order(report.findings, out, |findings, lines| {
        for in_file in findings.chunk_by(|one, next| one.path == next.path) {
            let path = report.path(&in_file[0].path);
            let path = shown(&path);
            let source = report.source(&in_file[0].path);
            for finding in in_file {
                let start = position(source, finding.span.start());
                let severity = palette.severity(finding.severity);
                let _ = writeln!(
                    lines,
                    "{strong}{path}{strong:#}:{}:{}: {severity}{}{severity:#} {} {}",
                    start.line,
                    start.column,
                    finding.severity.name(),
                    shown(&finding.rule),
                    shown(&finding.message),
                );
            }
        }
    })
}
