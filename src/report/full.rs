//! Findings as pictures, for people.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, absolute};

use anstyle::Style as Paint;
use rustc_hash::FxHashMap;

use super::snippet::{Mark, draw};
use super::words::{Palette, columns_of, emit, in_order, shown, wrap};
use super::{Report, Style};
use crate::rule::{Applicability, FileError, Finding, Severity};
use crate::text::{SourceFile, Span};

/// Of the places that belong to a finding, this many are shown.
const MAX_LABELS: usize = 6;

/// The same advice, in the same words, is drawn this many times.
const MAX_REPEATS: usize = 5;

/// Wider lines are hard to read, however wide the screen.
const MAX_WIDTH: usize = 120;

/// Narrower screens get lines that do not fit.
const MIN_WIDTH: usize = 40;

pub(super) fn write(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let page = Page::new(style);
    let root = style.hyperlinks.then(|| absolute(report.vault.root()).ok()).flatten();
    let (drawn, counted) = without_repeats(report.findings);
    in_order(&drawn, out, |findings, text| {
        for finding in findings {
            page.finding(report, root.as_deref(), finding, text);
            text.push('\n');
        }
    })?;
    let mut text = String::new();
    for (finding, more) in counted {
        page.header(&mut text, finding.severity, Some(&finding.rule), &finding.message);
        page.footer(&mut text, "see", [not_shown(more) + "; `--format concise` lists all"]);
        text.push('\n');
    }
    emit(&text, out)
}

/// The findings to draw, and the advice that is given too often to be drawn each time, with how many
/// times it is left out. Errors and warnings are to be mended one by one, so they are all drawn.
fn without_repeats(findings: &[Finding]) -> (Vec<&Finding>, Vec<(&Finding, usize)>) {
    let mut places: FxHashMap<(&str, &str), usize> = FxHashMap::default();
    let mut seen: Vec<(&Finding, usize)> = Vec::new();
    let drawn = findings.iter().filter(|finding| {
        if finding.severity != Severity::Info {
            return true;
        }
        let place = *places.entry((&finding.rule, &finding.message)).or_insert(seen.len());
        if place == seen.len() {
            seen.push((finding, 0));
        }
        seen[place].1 += 1;
        seen[place].1 <= MAX_REPEATS
    });
    let drawn = drawn.collect();
    let counted = seen.into_iter().filter(|&(_, times)| times > MAX_REPEATS);
    (drawn, counted.map(|(finding, times)| (finding, times - MAX_REPEATS)).collect())
}

/// `3 more places, not shown`
fn not_shown(more: usize) -> String {
    let places = if more == 1 { "place" } else { "places" };
    format!("{more} more {places}, not shown")
}

/// Writes a mistake in a rule or config file, on its line.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_file_error(error: &FileError, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let page = Page::new(style);
    let path = error.path.to_string_lossy();
    let source = SourceFile::new(&*path, error.text.as_str());
    let link = style.hyperlinks.then(|| absolute(&error.path).ok()).flatten();
    let name = name(&path, link.as_deref());
    let mut text = String::new();
    page.header(&mut text, Severity::Error, None, &error.message);
    let mark = Mark { source: &source, name, span: error.span, text: None };
    text.push_str(&draw(Severity::Error, &[mark], page.style));
    page.footer(&mut text, "help", error.help.iter());
    text.push('\n');
    emit(&text, out)
}

/// How text is laid out.
struct Page {
    style: Style,
    palette: Palette,
}

impl Page {
    fn new(style: Style) -> Self {
        let width = style.width.clamp(MIN_WIDTH, MAX_WIDTH);
        Self { style: Style { width, ..style }, palette: Palette::new(style) }
    }

    /// Appends the finding to `text`.
    fn finding(&self, report: &Report<'_>, root: Option<&Path>, finding: &Finding, text: &mut String) {
        self.header(text, finding.severity, Some(&finding.rule), &finding.message);
        let mark = |path: &str, span: Span, text| {
            let source = report.source(path)?;
            let name = name(&report.path(path), root.map(|root| root.join(path)).as_deref());
            Some(Mark { source, name, span, text })
        };
        let mut marks: Vec<_> = mark(&finding.path, finding.span, None).into_iter().collect();
        let mut unread = Vec::new();
        for label in finding.labels.iter().take(MAX_LABELS) {
            let same = label.span == finding.span && label.path == finding.path;
            if let Some(first) = marks.first_mut().filter(|first| same && first.text.is_none()) {
                first.text = Some(&label.text);
                continue;
            }
            match mark(&label.path, label.span, Some(label.text.as_str())) {
                Some(mark) => marks.push(mark),
                None => unread.push(format!("{}: {}", report.path(&label.path), label.text)),
            }
        }
        if !marks.is_empty() {
            text.push_str(&draw(finding.severity, &marks, self.style));
        }
        self.footer(text, "see", &unread);
        if let Some(more) = finding.labels.len().checked_sub(MAX_LABELS).filter(|&more| more > 0) {
            self.footer(text, "see", [not_shown(more)]);
        }
        self.footer(text, "evidence", &finding.evidence);
        self.footer(text, "help", &finding.help);
        for fix in &finding.fixes {
            let key = match fix.applicability {
                Applicability::Safe => "fix (safe)",
                Applicability::Unsafe => "fix (unsafe)",
                Applicability::Manual => "fix (manual)",
            };
            self.footer(text, key, [&fix.title]);
        }
    }

    /// `severity[rule]: message`
    fn header(&self, out: &mut String, severity: Severity, rule: Option<&str>, message: &str) {
        let key = match rule {
            Some(rule) => Cow::Owned([severity.name(), "[", &shown(rule), "]"].concat()),
            None => Cow::Borrowed(severity.name()),
        };
        self.entry(out, "", &key, self.palette.severity(severity), message, self.palette.strong());
    }

    /// `  key: text` for each text.
    fn footer(&self, out: &mut String, key: &str, texts: impl IntoIterator<Item = impl AsRef<str>>) {
        for text in texts {
            self.entry(out, "  ", key, self.palette.key(), text.as_ref(), Paint::new());
        }
    }

    fn entry(&self, out: &mut String, indent: &str, key: &str, paint: Paint, text: &str, plain: Paint) {
        let used = indent.len() + columns_of(key) + 2;
        let text = shown(text);
        let text = wrap(&text, used, indent.len() + 2, self.style.width);
        out.push_str(indent);
        self.painted(out, paint, &[key]);
        self.painted(out, plain, &[": ", &text]);
        out.push('\n');
    }

    fn painted(&self, out: &mut String, paint: Paint, parts: &[&str]) {
        if self.style.color {
            let _ = write!(out, "{paint}");
        }
        out.extend(parts.iter().copied());
        if self.style.color {
            let _ = write!(out, "{paint:#}");
        }
    }
}

/// What a file is called: a link to it where there is something to link to.
fn name(path: &str, link: Option<&Path>) -> String {
    let path = shown(path);
    match link.and_then(|link| url::Url::from_file_path(link).ok()) {
        Some(url) => format!("\u{1b}]8;;{url}\u{1b}\\{path}\u{1b}]8;;\u{1b}\\"),
        None => path.into_owned(),
    }
}
