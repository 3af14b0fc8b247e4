//! The words around a place of a text, as far as its bytes tell them.

use super::token::{self, Token, TokenKind, Word};
use crate::text::Span;

/// Marks that are not ASCII.
const WIDE_MARKS: [&str; 4] = ["“", "”", "—", "–"];

/// The words before and after a place, in its block. They are read from the source and not from its
/// prose, at a fraction of the cost; so where markup stands, they end. Each is read when it is asked for.
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
    /// How many of them stand before the first mark, if one has been read.
    unmarked: Option<usize>,
    /// Where the next one is looked for.
    at: usize,
    /// Where the block ends.
    edge: usize,
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

    /// Goes to the word at `span`, which `block` holds.
    pub fn go_to(&mut self, span: Span, block: Span) {
        self.before.go_to(span.start(), block.start());
        self.after.go_to(span.end(), block.end());
    }

    /// Whether one of the next `within` words before the place, or after it, may be one that `fits`;
    /// if not `across` marks, only of those before the first.
    pub(super) fn may_hold(
        &mut self,
        (before, within, across): (bool, usize, bool),
        fits: impl Fn(Word) -> bool,
    ) -> bool {
        let side = if before { &mut self.before } else { &mut self.after };
        for number in 0..within {
            while number == side.words.len() && side.end == End::Open {
                if before { side.read_back(self.text) } else { side.read_on(self.text) }
            }
            if !across && side.unmarked.is_some_and(|unmarked| unmarked <= number) {
                return false;
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
    fn go_to(&mut self, at: usize, edge: usize) {
        self.words.clear();
        (self.unmarked, self.at, self.edge, self.end) = (None, at, edge, End::Open);
    }

    /// Reads a word, or passes over what parts words.
    fn read_on(&mut self, text: &str) {
        let rest = &text.as_bytes()[self.at..self.edge];
        match parting(rest.iter(), wide_mark(|mark| rest.starts_with(mark))) {
            Some((length, marked)) => self.pass(self.at + length, marked),
            None if rest.is_empty() || rest.starts_with(b"\n\n") => self.end = End::Paragraph,
            None if rest[0] == b'\n' => self.at += 1,
            // The words of a link go on behind it.
            None if rest.starts_with(b"]]") && !joins(rest.get(2)) => self.at += 2,
            None if is_stress(rest[0]) => match stress(rest.iter(), text.as_bytes()[..self.at].last()) {
                Some(length) => self.at += length,
                None => self.end = End::Unknown,
            },
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
        let rest = &text.as_bytes()[self.edge..self.at];
        match parting(rest.iter().rev(), wide_mark(|mark| rest.ends_with(mark))) {
            Some((length, marked)) => self.pass(self.at - length, marked),
            None if rest.is_empty() || rest.ends_with(b"\n\n") => self.end = End::Paragraph,
            None if rest.ends_with(b"\n") => self.at -= 1,
            None if rest.last().is_some_and(|&byte| is_stress(byte)) => {
                match stress(rest.iter().rev(), text.as_bytes().get(self.at)) {
                    Some(length) => self.at -= length,
                    None => self.end = End::Unknown,
                }
            }
            None => match token::word_to(text, self.at) {
                Some(word) => {
                    self.words.push(number_of(word));
                    self.at = word.span.start();
                }
                None => self.end = End::Unknown,
            },
        }
    }

    fn pass(&mut self, to: usize, marked: bool) {
        self.at = to;
        if marked {
            self.unmarked.get_or_insert(self.words.len());
        }
    }
}

/// The length of what parts words of prose at the beginning of `bytes`, where a mark that is not ASCII is
/// `wide`, and whether a mark is among it; of markup and citations it is not known whether they part.
fn parting<'b>(bytes: impl Iterator<Item = &'b u8>, wide: usize) -> Option<(usize, bool)> {
    if wide > 0 {
        return Some((wide, true));
    }
    let (mut length, mut marked) = (0, false);
    for byte in bytes {
        match byte {
            // What stands for a blank may end in a semicolon.
            b' ' | b';' => {}
            b',' | b':' | b'.' | b'!' | b'?' | b'"' => marked = true,
            _ => break,
        }
        length += 1;
    }
    (length > 0).then_some((length, marked))
}

fn is_stress(byte: u8) -> bool {
    matches!(byte, b'*' | b'_')
}

/// The length of the marks of stress at the beginning of `bytes`; none if they stand within a word, with
/// `behind` on their other side.
fn stress<'b>(mut bytes: impl Iterator<Item = &'b u8>, behind: Option<&u8>) -> Option<usize> {
    let mut length = 0;
    let next = bytes.find(|&&byte| {
        length += usize::from(is_stress(byte));
        !is_stress(byte)
    });
    (!joins(behind) || !joins(next)).then_some(length)
}

/// Whether a letter may be part of a word that goes on behind markup.
fn joins(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
}

/// The length of the mark that is not ASCII and is `there`.
fn wide_mark(there: impl Fn(&[u8]) -> bool) -> usize {
    WIDE_MARKS.iter().find(|mark| there(mark.as_bytes())).map_or(0, |mark| mark.len())
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
        nearby.may_hold((before, usize::MAX, true), |_| false);
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
            (
                "One so-called plan, *said* it. Or",
                words("plan so-called one", Paragraph),
                words("it or", Paragraph),
            ),
            ("See [[one plan said]] so*so* it", words("plan one", Unknown), words("so", Unknown)),
            (
                "One so-called plan, said it. Or",
                words("plan so-called one", Paragraph),
                words("it or", Paragraph),
            ),
            ("No.\n\nOne\nplan said it’s\n\nso", words("plan one", Paragraph), words("it's", Paragraph)),
            (
                "[1] one plan said the U.S plan (so)",
                words("plan one", Unknown),
                words("the u.s plan", Unknown),
            ),
            ("é plan said plané", words("plan", Unknown), words("plané", Paragraph)),
        ] {
            let at = text.find("said").unwrap();
            let mut nearby = Nearby::new(text);
            nearby.go_to(Span::new(at, at + 4), Span::new(0, text.len()));
            assert_eq!((shown(&mut nearby, true), shown(&mut nearby, false)), (before, after), "{text}");
        }
    }
}
