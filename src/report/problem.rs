//! What kept the tool from doing all it was asked.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

use super::words::{Palette, emit, shown};
use super::{Report, Style};
use crate::rule::Severity;
use crate::vault::{Problem, Shown};

impl Report<'_> {
    /// The problems, and the internal errors put into words.
    pub(super) fn all_problems(&self) -> Vec<Cow<'_, Problem>> {
        let internal = self.internal_errors.iter().map(|error| {
            Cow::Owned(Problem {
                path: error.path.to_string(),
                message: format!("internal error: the check of {} failed on this file", error.rule),
                help: Some("please report it; everything else was checked".to_owned()),
            })
        });
        self.problems.iter().map(Cow::Borrowed).chain(internal).collect()
    }
}

/// Writes everything that kept the tool from doing all it was asked, internal errors included.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_problems(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    report.all_problems().iter().try_for_each(|problem| write_problem(problem, report.shown, style, out))
}

/// Writes one problem, its path as `paths` shows those of its vault.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_problem(
    problem: &Problem,
    paths: &Shown,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let palette = Palette::new(style);
    let (error, strong, key) = (palette.severity(Severity::Error), palette.strong(), palette.key());
    let mut text = format!("{error}error{error:#}: ");
    if !problem.path.is_empty() {
        let _ = write!(text, "{strong}{}{strong:#}: ", shown(&paths.path(&problem.path)));
    }
    let _ = writeln!(text, "{}", shown(&problem.message));
    if let Some(help) = &problem.help {
        let _ = writeln!(text, "  {key}help{key:#}: {}", shown(help));
    }
    emit(&text, out)
}
