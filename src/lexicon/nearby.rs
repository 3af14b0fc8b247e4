//! The words around a place of a text, as far as its bytes tell them.

use super::token::{self, Token, TokenKind, Word};
use crate::text::Span;

/// The words before and after a place. They are read from the source and not from its prose, at a
/// fraction of the cost; so where markup stands, they end. Each is read when it is asked for.
#[derive(Debug)]
pub struct Nearby<'t> {
    text: &'t str,
    before: Side,
    after: Side,
}

/// The words on one side, nearest first.
#[derive(Debug, Default, PartialEq, Eq)]
struct Side {
    words: Vec<Word>,
    /// Where the next one is looked for.
    at: usize,
    end: End,
}

/// Whether there are more words.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum End {
    /// They have not been read.
    #[default]
    Open,
    /// The paragraph ends.
    Paragraph,
    /// Something stands there that is not read.
    Unknown,
}

impl<'t> Nearby<'t> {
    /// The words of `text` around no place yet.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, before: Side::default(), after: Side::default() }
    }

    /// Goes to the word at `span`.
    pub fn go_to(&mut self, span: Span) {
        self.before.go_to(span.start());
        self.after.go_to(span.end());
    }

    /// Whether one of the next `within` words before the place, or after it, may be one that `fits`.
    pub(super) fn may_hold(&mut self, before: bool, within: usize, fits: impl Fn(Word) -> bool) -> bool {
        let side = if before { &mut self.before } else { &mut self.after };
        for number in 0..within {
            while number == side.words.len() && side.end == End::Open {
                if before { side.read_back(self.text) } else { side.read_on(self.text) }
            }
            match side.words.get(number) {
                Some(&word) if fits(word) => return true,
                Some(_) => {}
                None => return side.end == End::Unknown,
            }
        }
        false
    }
}

impl Side {
    fn go_to(&mut self, at: usize) {
        self.words.clear();
        (self.at, self.end) = (at, End::Open);
    }

    /// Reads a word, or passes over what parts words.
    fn read_on(&mut self, text: &str) {
        let rest = &text.as_bytes()[self.at..];
        match parting(rest.iter().copied()) {
            Some(length) => self.at += length,
            None if rest.is_empty() || rest.starts_with(b"\n\n") => self.end = End::Paragraph,
            None if rest[0] == b'\n' => self.at += 1,
            None => match token::word_from(text, self.at) {
                Some(word) => {
                    self.words.push(number_of(word));
                    self.at = word.span.end();
                }
                None => self.end = End::Unknown,
            },
        }
    }

    /// The same to the left.
    fn read_back(&mut self, text: &str) {
        let rest = &text.as_bytes()[..self.at];
        match parting(rest.iter().rev().copied()) {
            Some(length) => self.at -= length,
            None if rest.is_empty() || rest.ends_with(b"\n\n") => self.end = End::Paragraph,
            None if rest.ends_with(b"\n") => self.at -= 1,
            None => match token::word_to(text, self.at) {
                Some(word) => {
                    self.words.push(number_of(word));
                    self.at = word.span.start();
                }
                None => self.end = End::Unknown,
            },
        }
    }
}

/// The length of what parts words of prose at the beginning of `bytes`; of markup and citations it is
/// not known whether they do.
fn parting(bytes: impl Iterator<Item = u8>) -> Option<usize> {
    let parts = |byte: &u8| matches!(byte, b' ' | b',' | b';' | b':' | b'.' | b'!' | b'?' | b'"');
    let length = bytes.take_while(parts).count();
    (length > 0).then_some(length)
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

    fn shown(nearby: &mut Nearby<'_>, before: bool) -> (Vec<Word>, End) {
        nearby.may_hold(before, usize::MAX, |_| false);
        let side = if before { &nearby.before } else { &nearby.after };
        (side.words.clone(), side.end)
    }

    fn words(text: &str, end: End) -> (Vec<Word>, End) {
        (text.split_whitespace().map(Word::of).collect(), end)
    }

    #[test]
    fn words_are_read_up_to_markup_or_the_end_of_the_paragraph() {
        use End::{Paragraph, Unknown};
        for (text, before, after) in [
            ("One so-called plan, *said* it. Or", words("", Unknown), words("", Unknown)),
            (
                "One so-called plan, said it. Or",
                words("plan so-called one", Paragraph),
                words("it or", Paragraph),
            ),
            ("No.\n\nOne\nplan said it’s\n\nso", words("plan one", Paragraph), words("", Unknown)),
            (
                "[1] one plan said the U.S plan (so)",
                words("plan one", Unknown),
                words("the u.s plan", Unknown),
            ),
            ("é plan said plané", words("plan", Unknown), words("", Unknown)),
        ] {
            let at = text.find("said").unwrap();
            let mut nearby = Nearby::new(text);
            nearby.go_to(Span::new(at, at + 4));
            assert_eq!((shown(&mut nearby, true), shown(&mut nearby, false)), (before, after), "{text}");
        }
    }
}
