//! Sentences as tokens: what cue patterns are matched against.

use rustc_hash::FxHashMap;

use super::head::Head;
use crate::text::block::{blocks, in_words};
use crate::text::lanes::{few, lanes, letters_and_digits, lower, not_ascii};
use crate::text::letters::{in_lower_case, is_letter_or_digit};
use crate::text::{Span, is_invisible};

/// Stands in prose for what is no words (inline code, a formula). No pattern matches it.
pub const PLACEHOLDER: char = '\u{fffc}';

/// The longest word that patterns may speak of, in bytes; a longer one equals none.
const MAX_WORD: usize = 48;
/// What the most common word weighs.
const FIRST_WEIGHT: usize = 4000;

/// A word in any case, as a number: a hash of its bytes in lower case. So a sentence is split
/// once for the patterns of all rules and languages. Words of one number count as one word: of
/// words up to eight bytes no two are of one, of longer ones as rarely as any accident of 64 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Word(u64);

impl Word {
    /// No word of any pattern.
    pub(super) const UNKNOWN: Self = Self(0);

    /// The number of `word`, of which only letters of ASCII may be in upper case.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let (chunks, rest) = word.as_bytes().as_chunks::<8>();
        let number = chunks.iter().fold(0, |number, &chunk| mix(number, lower(u64::from_le_bytes(chunk))));
        Self::finished(mix(number, lower(few(rest))))
    }

    /// [`Word::of`] for letters and digits, the bytes of `text` from `start` to `end`; none if they
    /// are not all ASCII.
    #[inline]
    fn of_plain(text: &[u8], start: usize, end: usize) -> Option<Self> {
        // The bit that all digits and small letters have.
        const SMALL: u64 = 0x2020_2020_2020_2020;
        let (mut number, mut at, mut all) = (0, start, 0);
        while end - at >= 8 {
            let eight = lanes(text, at);
            (number, all) = (mix(number, eight | SMALL), all | eight);
            at += 8;
        }
        let rest = !(u64::MAX << (8 * (end - at)));
        let last = lanes(text, at) & rest;
        (not_ascii(all | last) == 0).then(|| Self::finished(mix(number, last | SMALL & rest)))
    }

    fn finished(number: u64) -> Self {
        Self(number ^ number >> 32)
    }

    /// The number of a word in any case, with either apostrophe.
    #[must_use]
    pub fn of_written(written: &str) -> Self {
        if written.is_ascii() {
            return Self::of(written);
        }
        let written = written.chars().filter(|&c| !is_invisible(c));
        Self::of_chars(written.map(|c| if c == '’' { '\'' } else { c }))
    }

    /// [`Word::of`] for characters in any case.
    fn of_chars(chars: impl Iterator<Item = char>) -> Self {
        let (mut number, mut eight, mut length) = (0, 0, 0);
        let mut add = |byte: u8| {
            eight |= u64::from(byte) << (8 * (length % 8));
            length += 1;
            if length % 8 == 0 {
                number = mix(number, lower(eight));
                eight = 0;
            }
        };
        for c in chars {
            in_lower_case(c, |c| c.encode_utf8(&mut [0; 4]).bytes().for_each(&mut add));
        }
        Self::finished(mix(number, lower(eight)))
    }

    /// The number as it is.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }
}

/// A multiplication for every eight bytes, as in FxHash.
fn mix(number: u64, bytes: u64) -> u64 {
    (number.rotate_left(5) ^ bytes).wrapping_mul(0xf135_7aea_2e62_a9c5)
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
        self.common.get(&word).map_or(1, |rank| FIRST_WEIGHT / rank)
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

/// What stands beside a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Beside {
    /// This word, and whether it begins with a capital.
    Word(Word, bool),
    /// A number.
    Number,
    /// A mark, or the end of the sentence.
    Nothing,
    /// What only a closer look can tell.
    Unknown,
}

impl Beside {
    /// What stands before and after the word at `span` of `block`, as far as the bytes next to it tell: a
    /// mark, or one blank and a word of ASCII.
    #[must_use]
    pub fn both(text: &str, span: Span, block: Span) -> (Self, Self) {
        (Self::before(text.as_bytes(), span, block.start()), Self::after(text.as_bytes(), span, block.end()))
    }

    fn before(bytes: &[u8], span: Span, floor: usize) -> Self {
        let rest = &bytes[floor..span.start()];
        // Where a line ends, a block may.
        let Some(rest) = rest.strip_suffix(b" ") else {
            return if rest.is_empty() || rest.ends_with(b"\"") { Self::Nothing } else { Self::Unknown };
        };
        let length = rest.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let (before, word) = rest.split_at(rest.len() - length);
        match (word, before) {
            // What stands for a character, such as a blank, ends in a semicolon.
            ([], [.., b',' | b':' | b'.' | b'!' | b'?' | b'"'] | [.., 0xE2, 0x80, 0x9C | 0x9D]) => {
                Self::Nothing
            }
            ([_, ..], [.., b' ' | b'\n']) => Self::word(word),
            _ => Self::Unknown,
        }
    }

    fn after(bytes: &[u8], span: Span, edge: usize) -> Self {
        match &bytes[span.end()..edge] {
            [] | [b',' | b';' | b':' | b'!' | b'?' | b'"', ..] | [b'.', b' ', ..] | [b'.'] => Self::Nothing,
            [b' ', b'"', ..] | [b' ', 0xE2, 0x80, 0x93 | 0x94 | 0x9C | 0x9D, ..] => Self::Nothing,
            [b' ', rest @ ..] => {
                let (word, after) = rest.split_at(end_of_letters(rest, 0));
                match (word, after) {
                    ([_, ..], [] | [b' ' | b'\n', ..]) => Self::word(word),
                    ([_, ..], [b',' | b'.' | b';' | b':', b' ' | b'\n', ..]) => Self::word(word),
                    _ => Self::Unknown,
                }
            }
            _ => Self::Unknown,
        }
    }

    fn word(written: &[u8]) -> Self {
        match Word::of_plain(written, 0, written.len()) {
            Some(word) if !written[0].is_ascii_digit() => Self::Word(word, written[0].is_ascii_uppercase()),
            _ => Self::Unknown,
        }
    }
}

/// Calls `found(word, start, end)` for all that letters and digits make, wherever it stands, and
/// for every other character that is neither ASCII nor a blank. Words of ASCII are left out if they
/// are not `wanted` by their head and where they begin.
#[inline]
pub fn each_word(
    text: &str,
    wanted: impl Fn(Head, usize) -> bool,
    mut found: impl FnMut(Word, usize, usize),
) {
    let bytes = text.as_bytes();
    // The run that goes on over the end of a block, if one does: where it begins.
    let mut open = None;
    for (number, block) in blocks(bytes).enumerate() {
        let (bits, plain) = (in_words(&block), block.is_ascii());
        let place = |edges: u64| 64 * number + edges.trailing_zeros() as usize;
        let before = bits << 1 | u64::from(open.is_some());
        let (mut starts, mut ends) = (bits & !before, before & !bits);
        if let Some(start) = open.filter(|_| ends > 0) {
            word_or_run(text, (start, place(ends)), false, &wanted, &mut found);
            ends &= ends - 1;
            open = None;
        }
        while ends > 0 {
            word_or_run(text, (place(starts), place(ends)), plain, &wanted, &mut found);
            (starts, ends) = (starts & (starts - 1), ends & (ends - 1));
        }
        open = open.or_else(|| (starts > 0).then(|| place(starts)));
    }
}

/// [`each_word`] for what stands between two edges. It is all there is to the loop over the words of a text.
#[inline(always)]
fn word_or_run(
    text: &str,
    (start, end): (usize, usize),
    plain: bool,
    wanted: &impl Fn(Head, usize) -> bool,
    found: &mut impl FnMut(Word, usize, usize),
) {
    let bytes = text.as_bytes();
    if !plain && !bytes[start..end].is_ascii() {
        each_word_of_run(text, start, end, found);
    } else if wanted(Head::of(bytes, start, end), start)
        && let Some(word) = Word::of_plain(bytes, start, end)
    {
        found(word, start, end);
    }
}

/// [`each_word`] for a run of letters, digits and characters that are not ASCII.
#[cold]
fn each_word_of_run(text: &str, start: usize, end: usize, found: &mut dyn FnMut(Word, usize, usize)) {
    let mut at = start;
    while let Some(first) = text[at..end].chars().next() {
        let rest = &text[at..end];
        let length = rest.find(|c| !is_letter_or_digit(c)).unwrap_or(rest.len());
        if length > 0 {
            let word = &rest[..length];
            let word = match word.is_ascii() {
                true => Word::of(word),
                false => Word::of_chars(word.chars()),
            };
            found(word, at, at + length);
            at += length;
            continue;
        }
        let length = first.len_utf8();
        if !first.is_whitespace() {
            found(Word::of(&rest[..length]), at, at + length);
        }
        at += length;
    }
}

/// Splits a sentence, the bytes `sentence` of `text`.
#[must_use]
pub fn split(text: &str, sentence: Span) -> Vec<Token> {
    let source = sentence.of(text);
    // English has a word or mark for every five bytes.
    let mut tokens = Vec::with_capacity(source.len() / 5 + 2);
    let mut begun = false;
    let mut at = 0;
    while let Some(first) = char_at(source, at) {
        if first == ' ' || first.is_whitespace() || is_invisible(first) {
            at += first.len_utf8();
            continue;
        }
        let (end, kind) = if is_letter_or_digit(first) {
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

/// The word or number that begins at `start`, if there is one.
pub(super) fn word_from(text: &str, start: usize) -> Option<Token> {
    let first = char_at(text, start).filter(|&first| is_letter_or_digit(first))?;
    let (end, kind) = word_at(text, start, first);
    Some(Token { span: Span::new(start, end), kind, name: false })
}

/// The word or number of ASCII that ends at `end`, if there is one.
pub(super) fn word_to(text: &str, end: usize) -> Option<Token> {
    let bytes = &text.as_bytes()[..end];
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'\'' | b'-' | b'.' | b',');
    let run = bytes.len() - bytes.iter().rev().take(MAX_WORD).take_while(|byte| inner(byte)).count();
    let start = run + bytes[run..].iter().position(u8::is_ascii_alphanumeric)?;
    // A longer word, or one of other letters, may go on to the left.
    let begins = bytes[..run].last().is_none_or(|byte| byte.is_ascii() && !inner(byte));
    word_from(&text[..end], start).filter(|word| begins && word.span.end() == end)
}

/// The end of the word or number that begins at `start` with `first`, and which it is.
///
/// A word is letters and digits, and apostrophe, hyphen, full stop or comma right between two of
/// them (`it's`, `so-called`, `U.S`, `1,700`).
fn word_at(source: &str, start: usize, first: char) -> (usize, TokenKind) {
    let bytes = source.as_bytes();
    let mut at = end_of_letters(bytes, start);
    let run = at;
    let mut plain = true;
    loop {
        let joins = |at: usize| char_at(source, at).is_some_and(is_letter_or_digit);
        match bytes.get(at) {
            Some(b'\'' | b'-' | b'.') if joins(at + 1) => at += 1,
            Some(b',') if parts_digits(bytes, at) => at += 1,
            None | Some(0..=0x7f) => break,
            Some(_) => {
                let Some(c) = char_at(source, at) else { break };
                let inside = is_letter_or_digit(c) || is_invisible(c) || c == '’' && joins(at + c.len_utf8());
                if !inside {
                    break;
                }
                plain = false;
                at += c.len_utf8();
            }
        }
        at = end_of_letters(bytes, at);
    }
    let is_digit = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',');
    if plain && first.is_ascii_digit() && bytes[start..at].iter().all(is_digit) {
        return (at, TokenKind::Number);
    }
    let word = match at {
        _ if at - start > MAX_WORD => Word::UNKNOWN,
        at if at == run => Word::of_plain(bytes, start, at).unwrap_or(Word::UNKNOWN),
        _ => Word::of_written(&source[start..at]),
    };
    (at, TokenKind::Word(word))
}

/// Where the letters and digits of ASCII end that begin at `at`.
fn end_of_letters(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let length = letters_and_digits(lanes(bytes, at));
        at += length;
        if length < 8 {
            return at;
        }
    }
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
