//! Sentences as tokens: what cue patterns are matched against.

use rustc_hash::FxHashMap;

use crate::text::Span;

/// Stands in prose for what is no words (inline code, a formula). No pattern matches it.
pub const PLACEHOLDER: char = '\u{fffc}';

/// The longest word that is looked up, in bytes; a longer one is unknown.
const MAX_WORD: usize = 48;
/// What the last of the common words weighs, and what the first weighs more.
const COMMON_WEIGHT: usize = 25;
const FIRST_WEIGHT: usize = 4000;

/// The words that patterns speak of, numbered from 1.
#[derive(Debug, Default)]
pub struct Vocabulary {
    numbers: FxHashMap<Box<str>, u32>,
    words: Vec<Box<str>>,
    /// Words up to this number are the most common of the language.
    common: u32,
}

impl Vocabulary {
    /// Makes the words added so far the common ones.
    pub(super) fn these_are_common(&mut self) {
        self.common = u32::try_from(self.words.len()).unwrap_or(0);
    }

    /// How often the word is met, against 1 for a rare one. The common words are numbered by
    /// rank, and a word's frequency falls with its rank.
    pub(super) fn weight(&self, number: u32) -> usize {
        let rank = number as usize;
        if number <= self.common { COMMON_WEIGHT + FIRST_WEIGHT / rank.max(1) } else { 1 }
    }

    /// The number of `word`, which is lower case; a new one if it has none.
    pub(super) fn add(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = u32::try_from(self.words.len() + 1).unwrap_or(0);
        self.words.push(word.into());
        self.numbers.insert(word.into(), number);
        number
    }

    /// The word with this number.
    #[must_use]
    pub fn word(&self, number: u32) -> &str {
        (number as usize).checked_sub(1).and_then(|at| self.words.get(at)).map_or("", |word| word)
    }

    /// The number of a word as written; 0 if no pattern speaks of it.
    fn number(&self, written: &str, folded: &mut String) -> u32 {
        if written.len() > MAX_WORD {
            return 0;
        }
        folded.clear();
        for c in written.chars().filter(|&c| !is_invisible(c)) {
            match c {
                '’' => folded.push('\''),
                c if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
                c => folded.extend(c.to_lowercase()),
            }
        }
        self.numbers.get(folded.as_str()).copied().unwrap_or(0)
    }
}

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenKind {
    /// A word with its number in the vocabulary, 0 if it is in no pattern.
    Word(u32),
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

/// Splits a sentence, the bytes `sentence` of `text`, into `tokens`, which are emptied first.
pub fn split(text: &str, sentence: Span, vocabulary: &Vocabulary, tokens: &mut Vec<Token>) {
    tokens.clear();
    let mut folded = String::new();
    let source = sentence.of(text);
    let mut begun = false;
    let mut chars = source.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if first.is_whitespace() || is_invisible(first) {
            continue;
        }
        let mut end = start + first.len_utf8();
        let kind = if first.is_alphanumeric() {
            let mut digits = first.is_ascii_digit();
            while let Some(&(at, c)) = chars.peek() {
                if !continues_word(source, at, c) {
                    break;
                }
                digits &= c.is_ascii_digit() || matches!(c, ',' | '.');
                end = at + c.len_utf8();
                chars.next();
            }
            if digits {
                TokenKind::Number
            } else {
                TokenKind::Word(vocabulary.number(&source[start..end], &mut folded))
            }
        } else {
            mark(first)
        };
        let name = begun && matches!(kind, TokenKind::Word(_)) && first.is_uppercase();
        begun |= matches!(kind, TokenKind::Word(_));
        tokens.push(Token { span: Span::new(start, end).shifted(sentence.start()), kind, name });
    }
}

/// Whether the character at `at`, which follows a character of a word, belongs to the word:
/// letters and digits, and apostrophe, hyphen, full stop or comma right between two of them
/// (`it's`, `so-called`, `U.S`, `1,700`).
fn continues_word(source: &str, at: usize, c: char) -> bool {
    if c.is_alphanumeric() || is_invisible(c) {
        return true;
    }
    let next = || source[at + c.len_utf8()..].chars().next();
    match c {
        '\'' | '’' | '-' | '.' => next().is_some_and(char::is_alphanumeric),
        ',' => {
            source[..at].ends_with(|c: char| c.is_ascii_digit()) && next().is_some_and(|c| c.is_ascii_digit())
        }
        _ => false,
    }
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

/// Characters without width that may stand inside words.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        split(text, Span::new(0, text.len()), &Vocabulary::default(), &mut tokens);
        tokens.iter().map(|token| token.span.of(text)).collect()
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
        let mut vocabulary = Vocabulary::default();
        let number = vocabulary.add("it's");
        let mut tokens = Vec::new();
        split("IT’S I\u{200b}t's its", Span::new(0, 18), &vocabulary, &mut tokens);
        assert_eq!(
            tokens.iter().map(|token| token.kind).collect::<Vec<_>>(),
            [TokenKind::Word(number), TokenKind::Word(number), TokenKind::Word(0)]
        );
    }

    #[test]
    fn a_capital_where_no_sentence_begins_makes_a_name() {
        let mut tokens = Vec::new();
        let text = "“Many at Oxford say";
        split(text, Span::new(0, text.len()), &Vocabulary::default(), &mut tokens);
        let names: Vec<_> =
            tokens.iter().filter(|token| token.name).map(|token| token.span.of(text)).collect();
        assert_eq!(names, ["Oxford"]);
    }
}
