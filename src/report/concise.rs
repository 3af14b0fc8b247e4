//! A line a finding, for people, editors and `grep`.

use std::fmt::Write as _;
use std::io;

use rayon::prelude::*;

use super::words::{Palette, emit, shown};
use super::{Report, Style};

pub(super) fn write(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let palette = Palette::new(style);
    let strong = palette.strong();
    // Columns are counted in characters: with many findings, most of the time of a report.
    let parts: Vec<String> = report
        .findings
        .par_chunks(256)
        .map(|findings| {
            let mut lines = String::new();
            for finding in findings {
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
            }
            lines
        })
        .collect();
    parts.iter().try_for_each(|lines| emit(lines, out))
}
