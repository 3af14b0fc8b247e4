//! The words around a place of a text, as far as its bytes tell them.

use super::token::{self, Token, TokenKind, Word};
use crate::text::Span;

/// So many words are read on either side.
const MOST: usize = 12;
/// What may part words is markup or a citation: beyond that nothing is known.
const PARTS: [char; 14] = [' ', ',', ';', ':', '.', '!', '?', '"', '“', '”', '‘', '’', '–', '—'];

/// The words before and after a place. They are read from the source and not from its prose, at a
/// fraction of the cost; so where markup stands, they end.
#[derive(Debug, Default)]
pub struct Nearby {
    /// Nearest first.
    before: Side,
    after: Side,
}

/// The words on one side, nearest first.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Side {
    words: Vec<Word>,
    /// Whether the paragraph ends where they do.
    complete: bool,
}

impl Nearby {
    /// Reads the words around the word at `span`.
    pub fn read(&mut self, text: &str, span: Span) {
        self.before.clear();
        self.before.read_back(&text[..span.start()]);
        self.after.clear();
        self.after.read_on(&text[span.end()..]);
    }

    pub(super) fn side(&self, before: bool) -> &Side {
        if before { &self.before } else { &self.after }
    }
}

impl Side {
    /// Whether one of the next `within` words, if there are so many, may be one that `fits`.
    pub(super) fn may_hold(&self, within: usize, fits: impl Fn(Word) -> bool) -> bool {
        let known = within <= self.words.len() || self.complete;
        !known || self.words.iter().take(within).any(|&word| fits(word))
    }

    fn clear(&mut self) {
        self.words.clear();
        self.complete = false;
    }

    fn read_on(&mut self, text: &str) {
        let mut at = 0;
        while self.words.len() < MOST {
            let rest = text[at..].trim_start_matches(PARTS);
            at = text.len() - rest.len();
            if let Some(next) = rest.strip_prefix('\n') {
                self.complete = next.is_empty() || next.starts_with('\n');
                if self.complete {
                    return;
                }
                at += 1;
                continue;
            }
            let Some(word) = token::word_from(text, at) else {
                self.complete = rest.is_empty();
                return;
            };
            self.words.push(number_of(word));
            at = word.span.end();
        }
    }

    fn read_back(&mut self, text: &str) {
        let mut end = text.len();
        while self.words.len() < MOST {
            let rest = text[..end].trim_end_matches(PARTS);
            end = rest.len();
            if let Some(before) = rest.strip_suffix('\n') {
                self.complete = before.is_empty() || before.ends_with('\n');
                if self.complete {
                    return;
                }
                end -= 1;
                continue;
            }
            let Some(word) = token::word_to(text, end) else {
                self.complete = rest.is_empty();
                return;
            };
            self.words.push(number_of(word));
            end = word.span.start();
        }
    }
}

/// The word; of a number, what is none.
fn number_of(token: Token) -> Word {
    match token.kind {
        TokenKind::Word(word) => word,
        _ => Word::UNKNOWN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, complete: bool) -> Side {
        Side { words: text.split_whitespace().map(Word::of).collect(), complete }
    }

    #[test]
    fn words_are_read_up_to_markup_or_the_end_of_the_paragraph() {
        for (text, before, after) in [
            ("One so-called plan, *said* it. Or", words("", false), words("", false)),
            ("One so-called plan, “said it. Or", words("plan so-called one", true), words("it or", true)),
            ("No.\n\nOne\nplan said it’s\n\nso", words("plan one", true), words("", false)),
            ("[1] one plan said the U.S plan (so)", words("plan one", false), words("the u.s plan", false)),
            ("é plan said plané", words("plan", false), words("", false)),
        ] {
            let at = text.find("said").unwrap();
            let mut nearby = Nearby::default();
            nearby.read(text, Span::new(at, at + 4));
            assert_eq!((&nearby.before, &nearby.after), (&before, &after), "{text}");
        }
    }
}
