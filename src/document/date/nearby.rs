//! The words beside a place, as dates need them: short, near, and on the same line or the next.

use crate::lexicon::{Meaning, Role, words};
use crate::text::Span;
use crate::text::letters::{is_letter, is_letter_or_digit};

/// No word of a calendar is longer, in bytes.
const MAX_WORD: usize = 40;
/// The most blanks between two parts of a date, in bytes.
const MAX_BLANK: usize = 12;

/// A word and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'t> {
    pub(super) span: Span,
    pub(super) text: &'t str,
    /// What it can mean, looked up once.
    pub(super) meanings: &'static [Meaning],
}

impl<'t> Word<'t> {
    fn new(start: usize, text: &'t str) -> Self {
        Self { span: Span::new(start, start + text.len()), text, meanings: words().meanings(text) }
    }

    /// Whether the word can mean a thing of that sort.
    pub(super) fn has(&self, fits: impl Fn(Role) -> bool) -> bool {
        self.meanings.iter().any(|meaning| fits(meaning.role))
    }

    pub(super) fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
}

/// The word that begins at `at`; none if there is no letter, or too many.
pub(super) fn word_at(text: &str, at: usize, limit: usize, hyphens: bool) -> Option<Word<'_>> {
    let rest = &text[at..limit];
    if !rest.starts_with(char::is_alphabetic) {
        return None;
    }
    let length = rest.char_indices().take(MAX_WORD + 1).find(|&(_, c)| !joins(c, hyphens)).map(|(at, _)| at);
    let length = length.or_else(|| (rest.len() <= MAX_WORD).then_some(rest.len()))?;
    let text = rest[..length].trim_end_matches(|c: char| !c.is_alphanumeric());
    (text.len() <= MAX_WORD).then(|| Word::new(at, text))
}

/// The word that ends at `at`.
pub(super) fn word_before(text: &str, at: usize, floor: usize, hyphens: bool) -> Option<Word<'_>> {
    let rest = &text[floor..at];
    if !rest.ends_with(is_letter) {
        return None;
    }
    let mut start = rest.len();
    for (offset, c) in rest.char_indices().rev() {
        if !joins(c, hyphens) {
            break;
        }
        if rest.len() - offset > MAX_WORD {
            return None;
        }
        start = offset;
    }
    let text = rest[start..].trim_start_matches(|c: char| !c.is_alphanumeric());
    Some(Word::new(at - text.len(), text))
}

fn joins(c: char, hyphens: bool) -> bool {
    is_letter_or_digit(c) || matches!(c, '\'' | '’' | 'ʼ') || (hyphens && c == '-')
}

/// Past the blanks at `at`: white space, at most one line end, marks of emphasis.
pub(super) fn skip(text: &str, at: usize, limit: usize) -> usize {
    let mut lines = 0;
    let rest = &text[at..limit];
    let length = rest.char_indices().take(MAX_BLANK).find(|&(_, c)| !is_blank(c, &mut lines));
    length.map_or(limit.min(at + blank_length(rest)), |(length, _)| at + length)
}

/// The end of the text before `at`, blanks left out.
pub(super) fn skip_back(text: &str, at: usize, floor: usize) -> usize {
    let mut lines = 0;
    let rest = &text[floor..at];
    let kept = rest.char_indices().rev().take(MAX_BLANK).find(|&(_, c)| !is_blank(c, &mut lines));
    kept.map_or(at, |(offset, c)| floor + offset + c.len_utf8())
}

fn blank_length(rest: &str) -> usize {
    rest.chars().take(MAX_BLANK).map(char::len_utf8).sum()
}

fn is_blank(c: char, lines: &mut usize) -> bool {
    if c == '\n' {
        *lines += 1;
    }
    *lines < 2 && (matches!(c, ' ' | '\t' | '\r' | '\n' | '*' | '_' | '\u{a0}' | '\u{2009}' | '\u{202f}'))
}

/// Whether a line ends between the two places.
pub(super) fn breaks(text: &str, from: usize, to: usize) -> bool {
    text.as_bytes()[from..to].iter().any(|byte| matches!(byte, b'\n' | b'\r'))
}
