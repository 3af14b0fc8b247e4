//! Sentences as tokens: what cue patterns are matched against.

use rustc_hash::FxHashMap;

use crate::text::{Span, is_invisible};

/// Stands in prose for what is no words (inline code, a formula). No pattern matches it.
pub const PLACEHOLDER: char = '\u{fffc}';

/// The longest word that patterns may speak of, in bytes; a longer one equals none.
const MAX_WORD: usize = 48;
/// What the last of the common words weighs, and what the first weighs more.
const COMMON_WEIGHT: usize = 25;
const FIRST_WEIGHT: usize = 4000;

/// A word in any case, as a number: the FNV-1a hash of it in lower case. So a sentence is split
/// once for the patterns of all rules and languages. Words of one number count as one word; that
/// two differ is as likely as any accident of 64 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Word(u64);

impl Word {
    /// No word of any pattern.
    const UNKNOWN: Self = Self(0);
    /// The beginning of every word.
    const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    /// The number of `word`, which is lower case.
    #[must_use]
    pub fn of(word: &str) -> Self {
        word.bytes().fold(Self::EMPTY, Self::and)
    }

    /// The number of a word in any case, with either apostrophe.
    #[must_use]
    pub fn of_written(written: &str) -> Self {
        written.chars().filter(|&c| !is_invisible(c)).fold(Self::EMPTY, |word, c| match c {
            '’' => word.and(b'\''),
            c if c.is_ascii() => word.and(c.to_ascii_lowercase() as u8),
            c => word.and_char(c),
        })
    }

    /// The number as it is.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }

    fn and(self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }

    fn and_char(self, c: char) -> Self {
        c.to_lowercase().fold(self, |word, c| {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().fold(word, Self::and)
        })
    }
}

/// The words that patterns speak of.
#[derive(Debug, Default)]
pub struct Vocabulary {
    written: FxHashMap<Word, Box<str>>,
    /// The most common words of the language and their rank, from 1.
    common: FxHashMap<Word, usize>,
}

impl Vocabulary {
    /// The vocabulary of a language in which `common` are the most common words, commonest first.
    pub(super) fn new<'w>(common: impl Iterator<Item = &'w str>) -> Self {
        let common = common.zip(1..).map(|(word, rank)| (Word::of(word), rank));
        Self { written: FxHashMap::default(), common: common.collect() }
    }

    /// How often the word is met, against 1 for a rare one: a word's frequency falls with its rank.
    pub(super) fn weight(&self, word: Word) -> usize {
        self.common.get(&word).map_or(1, |rank| COMMON_WEIGHT + FIRST_WEIGHT / rank)
    }

    /// Adds `written`, which is lower case.
    pub(super) fn add(&mut self, written: &str) -> Word {
        let word = Word::of(written);
        self.written.entry(word).or_insert_with(|| written.into());
        word
    }

    /// Whether a pattern speaks of the word, or it is one of the most common.
    #[must_use]
    pub fn has(&self, word: Word) -> bool {
        self.written.contains_key(&word) || self.common.contains_key(&word)
    }

    /// A word that was added, as it is written.
    #[must_use]
    pub fn written(&self, word: Word) -> &str {
        self.written.get(&word).map_or("", |written| written)
    }
}

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenKind {
    /// A word.
    Word(Word),
    /// A number in digits.
    Number,
    /// A comma, semicolon, colon, dash or bracket: what parts clauses.
    Comma,
    /// What ends a sentence.
    Stop,
    /// A quotation mark.
    Mark,
    /// Anything else.
    Other,
}

/// A word or mark of a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// Its bytes in the text that was split.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it is a word with a capital where no sentence begins.
    pub name: bool,
}

/// Calls `found(word, start, end)` for all that letters and digits make, wherever it stands, and
/// for every other character that is neither ASCII nor a blank.
pub fn each_word(text: &str, mut found: impl FnMut(Word, usize, usize)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(skipped) = bytes[at..].iter().position(|&byte| IN_WORD[usize::from(byte)] != NEVER) {
        let start = at + skipped;
        at = start;
        let mut word = Word::EMPTY;
        loop {
            let rest = &bytes[at..];
            let mut length = 0;
            for &byte in rest {
                let folded = IN_WORD[usize::from(byte)];
                if folded <= MAYBE {
                    break;
                }
                word = word.and(folded);
                length += 1;
            }
            at += length;
            let more =
                rest.get(length).filter(|byte| !byte.is_ascii()).and_then(|_| text[at..].chars().next());
            let Some(c) = more.filter(|c| c.is_alphanumeric()) else { break };
            word = word.and_char(c);
            at += c.len_utf8();
        }
        if at > start {
            found(word, start, at);
        } else if let Some(symbol) = text[at..].chars().next() {
            at += symbol.len_utf8();
            if !symbol.is_whitespace() {
                found(Word::EMPTY.and_char(symbol), start, at);
            }
        }
    }
}

/// For each byte what it is in a word, in lower case; [`NEVER`] if it is in none, [`MAYBE`] if
/// that takes more than one byte to tell.
const IN_WORD: [u8; 256] = {
    let mut table = [NEVER; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            ascii if ascii.is_ascii_alphanumeric() => ascii.to_ascii_lowercase(),
            0x80.. => MAYBE,
            _ => NEVER,
        };
        byte += 1;
    }
    table
};
const NEVER: u8 = 0;
const MAYBE: u8 = 1;

/// Splits a sentence, the bytes `sentence` of `text`.
#[must_use]
pub fn split(text: &str, sentence: Span) -> Vec<Token> {
    let source = sentence.of(text);
    // English has a word or mark for every five bytes.
    let mut tokens = Vec::with_capacity(source.len() / 5 + 2);
    let mut begun = false;
    let mut at = 0;
    while let Some(first) = char_at(source, at) {
        if first.is_whitespace() || is_invisible(first) {
            at += first.len_utf8();
            continue;
        }
        let (end, kind) = if first.is_alphanumeric() {
            word_at(source, at, first)
        } else {
            (at + first.len_utf8(), mark(first))
        };
        let is_word = matches!(kind, TokenKind::Word(_));
        let name = begun && is_word && first.is_uppercase();
        begun |= is_word;
        tokens.push(Token { span: Span::new(at, end).shifted(sentence.start()), kind, name });
        at = end;
    }
    tokens
}

/// The end of the word or number that begins at `start` with `first`, and which it is.
///
/// A word is letters and digits, and apostrophe, hyphen, full stop or comma right between two of
/// them (`it's`, `so-called`, `U.S`, `1,700`).
fn word_at(source: &str, start: usize, first: char) -> (usize, TokenKind) {
    let mut word = Word::EMPTY;
    let mut digits = first.is_ascii_digit();
    let mut at = start;
    while let Some(&byte) = source.as_bytes().get(at) {
        match byte {
            b'0'..=b'9' => word = word.and(byte),
            b'a'..=b'z' | b'A'..=b'Z' => {
                word = word.and(byte.to_ascii_lowercase());
                digits = false;
            }
            b'\'' | b'-' | b'.' if char_at(source, at + 1).is_some_and(char::is_alphanumeric) => {
                word = word.and(byte);
                digits &= byte == b'.';
            }
            b',' if parts_digits(source.as_bytes(), at) => word = word.and(byte),
            0..=0x7f => break,
            _ => {
                let Some(c) = char_at(source, at) else { break };
                match c {
                    '’' if char_at(source, at + c.len_utf8()).is_some_and(char::is_alphanumeric) => {
                        word = word.and(b'\'');
                    }
                    c if is_invisible(c) => {}
                    c if c.is_alphanumeric() => word = word.and_char(c),
                    _ => break,
                }
                digits = false;
                at += c.len_utf8();
                continue;
            }
        }
        at += 1;
    }
    let known = if at - start > MAX_WORD { Word::UNKNOWN } else { word };
    (at, if digits { TokenKind::Number } else { TokenKind::Word(known) })
}

fn char_at(source: &str, at: usize) -> Option<char> {
    match source.as_bytes().get(at) {
        Some(&byte) if byte.is_ascii() => Some(char::from(byte)),
        _ => source.get(at..)?.chars().next(),
    }
}

fn parts_digits(source: &[u8], at: usize) -> bool {
    let is_digit = |at: usize| source.get(at).is_some_and(u8::is_ascii_digit);
    at.checked_sub(1).is_some_and(is_digit) && is_digit(at + 1)
}

fn mark(c: char) -> TokenKind {
    match c {
        ',' | ';' | ':' | '—' | '–' | '-' | '(' | ')' | '[' | ']' | '，' | '、' | '،' | '；' | '：' => {
            TokenKind::Comma
        }
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '।' => TokenKind::Stop,
        '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '‘' | '’' | '‚' | '「' | '」' | '『'
        | '』' => TokenKind::Mark,
        _ => TokenKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        split(text, Span::new(0, text.len())).iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn words_keep_what_stands_inside_them() {
        assert_eq!(
            shown("It's the U.S. army’s so-called plan"),
            ["It's", "the", "U.S", ".", "army’s", "so-called", "plan"]
        );
        assert_eq!(shown("critics' 1,700 wagons, 2."), ["critics", "'", "1,700", "wagons", ",", "2", "."]);
        assert_eq!(shown("so — “yes”"), ["so", "—", "“", "yes", "”"]);
    }

    #[test]
    fn a_word_is_found_in_any_case_and_with_invisible_characters_in_it() {
        let text = "IT’S I\u{200b}t's its ÉLAN";
        let kinds: Vec<_> = split(text, Span::new(0, text.len())).iter().map(|token| token.kind).collect();
        assert_eq!(kinds, ["it's", "it's", "its", "élan"].map(|word| TokenKind::Word(Word::of(word))));
    }

    #[test]
    fn a_capital_where_no_sentence_begins_makes_a_name() {
        let text = "“Many at Oxford say";
        let tokens = split(text, Span::new(0, text.len()));
        let names: Vec<_> =
            tokens.iter().filter(|token| token.name).map(|token| token.span.of(text)).collect();
        assert_eq!(names, ["Oxford"]);
    }
}
