//! A line a finding, for people, editors and `grep`.

use std::fmt::Write as _;
use std::io;

use super::words::{Palette, in_order, shown};
use super::{Report, Style};

pub(super) fn write(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let palette = Palette::new(style);
    let strong = palette.strong();
    in_order(report.findings, out, |finding, lines| {
        let start = report.start(&finding.path, finding.span);
        let severity = palette.severity(finding.severity);
        let _ = writeln!(
            lines,
            "{strong}{}{strong:#}:{}:{}: {severity}{}{severity:#} {} {}",
            shown(&report.path(&finding.path)),
            start.line,
            start.column,
            finding.severity.name(),
            shown(&finding.rule),
            shown(&finding.message),
        );
    })
}
