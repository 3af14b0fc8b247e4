//! Where sentences end.
//!
//! Made for prose without markup: one pass, no state but the sentence that is open, no look
//! further back than a word, so that any text takes time in proportion to its length.

use crate::lexicon;
use crate::text::Span;

/// The longest abbreviation, in bytes.
const MAX_ABBREVIATION: usize = 16;

/// The sentences of `text`, in order, without the white space around them.
pub(super) fn split(text: &str) -> Vec<Span> {
    // Few sentences are shorter.
    let mut sentences = Vec::with_capacity(text.len() / 64 + 1);
    let mut start = 0;
    let mut skip_to = 0;
    for at in terminators(text) {
        if at < skip_to {
            continue;
        }
        let run = length_while(&text[at..], is_terminator);
        let end = at + run + length_while(&text[at + run..], is_closing);
        skip_to = end;
        if ends_sentence(text, start, at, run, end) {
            push(&mut sentences, text, start, end);
            start = end;
        }
    }
    push(&mut sentences, text, start, text.len());
    sentences
}

/// Where the terminators of `text` are.
fn terminators(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    let is_ascii = text.is_ascii();
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = &bytes[from..];
            let next = match is_ascii {
                true => memchr::memchr3(b'.', b'!', b'?', rest),
                false => rest.iter().position(|&byte| BEGINS_TERMINATOR[byte as usize]),
            };
            let at = from + next?;
            from = at + 1;
            if bytes[at].is_ascii() || text[at..].starts_with(is_terminator) {
                return Some(at);
            }
        }
    })
}

/// What ends sentences.
const TERMINATORS: [char; 9] = ['.', '!', '?', '…', '。', '！', '？', '।', '۔'];

/// The bytes that terminators begin with, as UTF-8 has it of two and three bytes.
const BEGINS_TERMINATOR: [bool; 256] = {
    let mut begins = [false; 256];
    let mut at = 0;
    while at < TERMINATORS.len() {
        let c = TERMINATORS[at] as usize;
        let first = match c {
            0..0x80 => c,
            0x80..0x800 => 0xC0 | c >> 6,
            _ => 0xE0 | c >> 12,
        };
        begins[first] = true;
        at += 1;
    }
    begins
};

fn push(sentences: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let span = Span::new(start, end).trimmed(text);
    if !span.is_empty() {
        sentences.push(span);
    }
}

fn length_while(text: &str, holds: impl Fn(char) -> bool) -> usize {
    text.find(|c| !holds(c)).unwrap_or(text.len())
}

fn is_terminator(c: char) -> bool {
    TERMINATORS.contains(&c)
}

/// What may stand between the terminator and the end of its sentence.
fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '“' | '’' | '»' | '«' | '›' | ')' | ']' | '」' | '』')
}

/// What may stand between the end of a sentence and the first word of the next.
fn is_opening(c: char) -> bool {
    c.is_whitespace()
        || is_closing(c)
        || matches!(c, '„' | '‘' | '‹' | '(' | '[' | '¿' | '¡' | '-' | '–' | '—' | '「' | '『')
}

/// Whether the terminators at `at`, `run` bytes of them, closed at `end`, end the sentence
/// that begins at `start`.
fn ends_sentence(text: &str, start: usize, at: usize, run: usize, end: usize) -> bool {
    let marks = &text[at..at + run];
    if marks.contains(['。', '！', '？', '।', '۔']) {
        return true;
    }
    let rest = &text[end..];
    if !rest.starts_with(char::is_whitespace) {
        return rest.is_empty();
    }
    let next = rest.chars().take(8).find(|&c| !is_opening(c));
    if next.is_some_and(|next| next.is_lowercase() || matches!(next, ',' | ';' | ':')) {
        return false;
    }
    marks != "." || end > at + 1 || !is_abbreviated(&text[start..at])
}

/// Whether the full stop after `head` marks an abbreviation, an initial or a number in a
/// list and not the end of a sentence.
fn is_abbreviated(head: &str) -> bool {
    let within = |&(_, c): &(usize, char)| c.is_ascii_alphanumeric() || !c.is_whitespace() && !is_opening(c);
    let before = head.char_indices().rev().take(MAX_ABBREVIATION + 1).take_while(within);
    let word = before.last().map_or("", |(from, _)| &head[from..]);
    if word.len() > MAX_ABBREVIATION || word.is_empty() {
        return false;
    }
    let initial = word.chars().nth(1).is_none() && word.starts_with(char::is_uppercase) && word != "I";
    let dotted = word.contains('.') && word.chars().all(|c| c.is_alphabetic() || c == '.');
    let marker = head.trim_start() == word && word.chars().all(|c| c.is_ascii_digit());
    initial || dotted || marker || lexicon::is_abbreviation(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        split(text).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_sees_it() {
        for (text, expected) in [
            ("One. Two! Three? Four", &["One.", "Two!", "Three?", "Four"][..]),
            (
                "Dr. Ada Lovelace met Mr. Babbage. They talked.",
                &["Dr. Ada Lovelace met Mr. Babbage.", "They talked."],
            ),
            ("J. R. Ewing and the U.S. Army left.", &["J. R. Ewing and the U.S. Army left."]),
            ("Pi is 3.14 about. Yes.", &["Pi is 3.14 about.", "Yes."]),
            (
                "“Why not?” analysts ask. “Well.” He left.",
                &["“Why not?” analysts ask.", "“Well.”", "He left."],
            ),
            ("See e.g. the report. (It is long.) Done.", &["See e.g. the report.", "(It is long.)", "Done."]),
            ("1. First things first. Then more.", &["1. First things first.", "Then more."]),
            (
                "He wondered … and left. See fig. 3 for it.",
                &["He wondered … and left.", "See fig. 3 for it."],
            ),
            ("文書です。次の文。", &["文書です。", "次の文。"]),
            ("", &[]),
            (" . ", &["."]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
