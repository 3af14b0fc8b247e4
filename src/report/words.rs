//! Words fit for a terminal: harmless, wrapped, coloured.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

use anstyle::{AnsiColor, Color};
use rayon::prelude::*;

use super::Style;
use crate::rule::Severity;
use crate::text::printable;

/// Longer texts are cut: a link target may be megabytes long.
const MAX_CHARACTERS: usize = 1000;

/// Text from a stranger as it may be shown: on one line, nothing that acts on a terminal, cut if
/// it is overlong.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    shown_up_to(text, MAX_CHARACTERS)
}

/// [`shown`], cut after `limit` characters.
pub(super) fn shown_up_to(text: &str, limit: usize) -> Cow<'_, str> {
    if text.len() <= limit {
        return printable(text);
    }
    match text.char_indices().nth(limit) {
        Some((end, _)) => Cow::Owned(format!("{}…", printable(&text[..end]))),
        None => printable(text),
    }
}

/// How many columns a terminal gives the character, or one more: good enough to know what fits.
pub(super) fn columns(c: char) -> usize {
    match c {
        '\t' => super::snippet::TAB,
        c if c < '\u{1100}' => 1,
        _ => 2,
    }
}

/// How many [`columns`] the text takes.
pub(super) fn columns_of(text: &str) -> usize {
    if is_plain(text) { text.len() } else { text.chars().map(columns).sum() }
}

/// Whether every byte takes one column.
pub(super) fn is_plain(text: &str) -> bool {
    text.is_ascii() && memchr::memchr(b'\t', text.as_bytes()).is_none()
}

/// Breaks `text` at spaces so that no line exceeds `width` columns, words permitting. Lines after
/// the first are indented by `indent`; the first has `used` columns taken.
pub(super) fn wrap(text: &str, used: usize, indent: usize, width: usize) -> Cow<'_, str> {
    let text = text.trim_end();
    if used + columns_of(text) <= width {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut column = used;
    for (at, word) in text.split(' ').enumerate() {
        let length = columns_of(word);
        if at > 0 && column + 1 + length > width && !word.is_empty() {
            out.truncate(out.trim_end_matches(' ').len());
            let _ = write!(out, "\n{:indent$}", "");
            column = indent;
        } else if at > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    Cow::Owned(out)
}

/// The colours, or none.
#[derive(Clone, Copy)]
pub(super) struct Palette {
    color: bool,
}

impl Palette {
    /// The colours that `style` allows.
    pub(super) fn new(style: Style) -> Self {
        Self { color: style.color }
    }

    /// For the severity and what belongs to it.
    pub(super) fn severity(self, severity: Severity) -> anstyle::Style {
        self.bold(match severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Info => AnsiColor::Blue,
        })
    }

    /// For the word that says what comes next.
    pub(super) fn key(self) -> anstyle::Style {
        self.bold(AnsiColor::Cyan)
    }

    /// For good news.
    pub(super) fn good(self) -> anstyle::Style {
        self.bold(AnsiColor::Green)
    }

    /// For what is read first.
    pub(super) fn strong(self) -> anstyle::Style {
        if self.color { anstyle::Style::new().bold() } else { anstyle::Style::new() }
    }

    fn bold(self, color: AnsiColor) -> anstyle::Style {
        if self.color { self.strong().fg_color(Some(Color::Ansi(color))) } else { anstyle::Style::new() }
    }
}

/// How many findings one thread puts into words at a time, and how many are put into words before
/// they are written.
const CHUNK: usize = 64;
const BATCH: usize = 64 * CHUNK;

/// Writes what `render` makes of the findings, some at a time and in their order, by all threads:
/// with many findings it is most of the time of a report.
pub(super) fn in_order<F: Sync>(
    findings: &[F],
    out: &mut dyn io::Write,
    render: impl Fn(&[F], &mut String) + Sync,
) -> io::Result<()> {
    for batch in findings.chunks(BATCH) {
        let parts: Vec<String> = batch
            .par_chunks(CHUNK)
            .map(|findings| {
                let mut text = String::new();
                render(findings, &mut text);
                match without_log_commands(&text) {
                    Cow::Borrowed(_) => text,
                    Cow::Owned(broken) => broken,
                }
            })
            .collect();
        parts.iter().try_for_each(|text| out.write_all(text.as_bytes()))?;
    }
    Ok(())
}

/// Writes finished lines. What CI systems would take for a command in their logs is broken: the
/// text around findings comes from strangers.
pub(super) fn emit(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(without_log_commands(text).as_bytes())
}

/// Breaks `::command` at the beginning of a line (GitHub) and `##[command`, `##vso[command`
/// anywhere (GitHub, Azure), by one `�` for one character.
fn without_log_commands(text: &str) -> Cow<'_, str> {
    let mut broken: Vec<usize> = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), "##") {
        let name = text[at + 2..].trim_start_matches(|c: char| c.is_ascii_lowercase());
        if name.starts_with('[') && name[1..].starts_with(|c: char| c.is_ascii_lowercase()) {
            broken.push(at + 1);
        }
    }
    for at in memchr::memmem::find_iter(text.as_bytes(), "::") {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        if text[line..at].trim().is_empty() {
            broken.push(at);
        }
    }
    if broken.is_empty() {
        return Cow::Borrowed(text);
    }
    broken.sort_unstable();
    let mut out = String::with_capacity(text.len() + 2 * broken.len());
    let mut from = 0;
    for at in broken {
        out.push_str(&text[from..at]);
        out.push('\u{fffd}');
        from = at + 1;
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_commands_are_broken() {
        assert_eq!(without_log_commands("::add-mask::x\n  ::x"), "�:add-mask::x\n  �:x");
        assert_eq!(without_log_commands("a ##[group]b ##vso[task.x]"), "a #�[group]b #�vso[task.x]");
        assert!(matches!(without_log_commands("a ::b ## [[c]] ##[[d]]\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrap("one two  three", 2, 4, 10), "one two\n    three");
        assert_eq!(wrap("文書の段落 文書", 0, 1, 12), "文書の段落\n 文書");
        assert_eq!(wrap("averylongwordthatdoesnotfit", 0, 2, 5), "averylongwordthatdoesnotfit");
    }

    #[test]
    fn overlong_text_is_cut() {
        assert_eq!(shown(&"x".repeat(5000)).chars().count(), MAX_CHARACTERS + 1);
        assert_eq!(shown("a\u{1b}[0m\nb"), "a\u{fffd}[0m b");
    }
}
