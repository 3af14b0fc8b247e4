//! A line a finding, for people, editors and `grep`.

use std::fmt::Write as _;
use std::io;

use super::words::{Palette, emit, shown};
use super::{Report, Style};

pub(super) fn write(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let palette = Palette::new(style);
    let strong = palette.strong();
    let mut line = String::new();
    report.findings.iter().try_for_each(|finding| {
        let (start, _) = report.positions(&finding.path, finding.span);
        let severity = palette.severity(finding.severity);
        line.clear();
        let _ = writeln!(
            line,
            "{strong}{}{strong:#}:{}:{}: {severity}{}{severity:#} {} {}",
            shown(&report.path(&finding.path)),
            start.line,
            start.column,
            finding.severity.name(),
            shown(&finding.rule),
            shown(&finding.message),
        );
        emit(&line, out)
    })
}
