//! The literals that rules look for, found in one pass over the words of a document.
//!
//! Nearly all of them hold a whole word, so that a look-up for each word of the text finds
//! where they may be. That takes no automaton: one for all literals takes longer to build than
//! a run over a small file lasts, and is no quicker on a large one.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::lexicon::{self, Head, Heads, Word};

/// Literals and the rules that want them.
#[derive(Debug, Default)]
pub(super) struct Literals {
    literals: Vec<Literal>,
    by_word: FxHashMap<Word, Vec<u32>>,
    /// Those without a whole word, by the first bytes of the word that they begin.
    by_beginning: FxHashMap<u32, Vec<u32>>,
    /// Those without either, by a byte of them: the last of the marks that they begin with, or else the first.
    others: BTreeMap<u8, Vec<u32>>,
    /// A bit for the head of each word that literals are found by: most words of a text are in none.
    heads: Heads<512>,
    /// The same for those before which a literal has a mark and no blank: `.the`.
    marked: Heads<512>,
}

#[derive(Debug)]
struct Literal {
    /// In lower case.
    text: String,
    /// Where in it the word stands that it is found by; what stands before that is ASCII.
    key: usize,
    /// Whether it may be the beginning of a longer word.
    open: bool,
    /// Whether it is that word and nothing more, so that the word is all there is to find.
    whole: bool,
    /// The rules that look for it.
    wanted_by: Vec<u32>,
}

impl Literals {
    /// Literals, each with the rules that want it; one that ends in `*` may begin a longer word.
    pub(super) fn new(by_text: BTreeMap<String, Vec<u32>>) -> Self {
        let mut literals = Self::default();
        for (text, mut wanted_by) in by_text {
            wanted_by.dedup();
            let (text, open) = match text.strip_suffix('*') {
                Some(beginning) => (beginning.to_owned(), true),
                None => (text, false),
            };
            if !text.is_empty() {
                literals.add(text, open, wanted_by);
            }
        }
        literals
    }

    fn add(&mut self, text: String, open: bool, wanted_by: Vec<u32>) {
        let number = u32::try_from(self.literals.len()).unwrap_or(u32::MAX);
        let (mut first, mut whole) = (None, None);
        lexicon::each_word(
            &text,
            |_, _| true,
            |word, start, end| {
                first.get_or_insert((word, start, end));
                // The longest word is the one seldom met.
                let found = whole.map_or(0, |(_, start, end)| end - start);
                if end - start > found && text[..start].is_ascii() && !(open && end == text.len()) {
                    whole = Some((word, start, end));
                }
            },
        );
        let begun = first.and_then(|(_, start, end)| Some((start, beginning(&text.as_bytes()[start..end])?)));
        let key = match (whole, begun) {
            (Some((word, start, end)), _) => {
                let marked = start > 0 && text.as_bytes()[start - 1] != b' ';
                let heads = if marked { &mut self.marked } else { &mut self.heads };
                heads.add(&text[start..end], end - start..=end - start);
                self.by_word.entry(word).or_default().push(number);
                start
            }
            (None, Some((start, beginning))) => {
                self.heads.add(&text[start..], Head::LONG.min(text.len() - start)..=Head::LONG);
                self.by_beginning.entry(beginning).or_default().push(number);
                start
            }
            _ => {
                // Of marks in a row, the first is the one often met.
                let marks = text.bytes().take_while(u8::is_ascii_punctuation).count();
                let key = marks.saturating_sub(1);
                self.others.entry(text.as_bytes()[key]).or_default().push(number);
                key
            }
        };
        let whole = whole.is_some_and(|(_, start, end)| end - start == text.len());
        self.literals.push(Literal { text, key, open, whole, wanted_by });
    }

    /// Calls `found(rule, start, end)` for every literal in `text` and every rule that wants it.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(usize, usize, usize)) {
        let bytes = text.as_bytes();
        if !self.by_word.is_empty() || !self.by_beginning.is_empty() {
            let wanted = |head, start: usize| {
                self.heads.may_hold(head)
                    || start > 0 && bytes[start - 1] != b' ' && self.marked.may_hold(head)
            };
            lexicon::each_word(text, wanted, |word, start, end| {
                self.find_by(text, word, (start, end), &mut found);
            });
        }
        for (&first, literals) in &self.others {
            for start in memchr::memchr2_iter(first, first.to_ascii_uppercase(), bytes) {
                self.find_at(text, literals, (start, start), &mut found);
            }
        }
    }

    /// Tells of those that a word begins or stands for. Few words are worth the call: it stays out
    /// of the loop over all words, which is small without it.
    #[inline(never)]
    fn find_by(
        &self,
        text: &str,
        word: Word,
        place: (usize, usize),
        found: &mut impl FnMut(usize, usize, usize),
    ) {
        let begun = beginning(&text.as_bytes()[place.0..place.1]);
        let begun = begun.and_then(|begun| self.by_beginning.get(&begun));
        for literals in self.by_word.get(&word).into_iter().chain(begun) {
            self.find_at(text, literals, place, found);
        }
    }

    /// Tells of those of `literals` whose word begins and ends there.
    fn find_at(
        &self,
        text: &str,
        literals: &[u32],
        (word, end): (usize, usize),
        found: &mut impl FnMut(usize, usize, usize),
    ) {
        for literal in literals.iter().map(|&number| &self.literals[number as usize]) {
            let place = if literal.whole { Some((word, end)) } else { literal.around(text, word) };
            if let Some((start, end)) = place {
                literal.wanted_by.iter().for_each(|&rule| found(rule as usize, start, end));
            }
        }
    }
}

impl Literal {
    /// The place of the literal in `text` if the word at `word` is its own.
    fn around(&self, text: &str, word: usize) -> Option<(usize, usize)> {
        let start = word.checked_sub(self.key)?;
        let before = text.as_bytes().get(start..word)?;
        if !before.eq_ignore_ascii_case(&self.text.as_bytes()[..self.key]) {
            return None;
        }
        let end = word + length_of(&self.text[self.key..], &text[word..])?;
        is_bounded(text, start, end, self.open).then_some((start, end))
    }
}

/// How many bytes of `text` it begins with are `wanted` in any case; none if it does not.
fn length_of(wanted: &str, text: &str) -> Option<usize> {
    if text.get(..wanted.len()).is_some_and(|head| head.eq_ignore_ascii_case(wanted)) {
        return Some(wanted.len());
    }
    if wanted.is_ascii() {
        return None;
    }
    let mut chars = text.chars();
    for wanted in wanted.chars() {
        let c = chars.next()?;
        if c != wanted && !c.to_lowercase().eq([wanted]) {
            return None;
        }
    }
    Some(text.len() - chars.as_str().len())
}

/// The first four bytes of a word, letters of ASCII in lower case; none if it is shorter.
fn beginning(word: &[u8]) -> Option<u32> {
    let bytes = word.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*bytes) | 0x2020_2020)
}

/// Whether a literal that begins or ends with a letter or digit is a word of its own,
/// or the beginning of one.
fn is_bounded(text: &str, start: usize, end: usize, open: bool) -> bool {
    let joins = |left: Option<char>, right: Option<char>| {
        left.is_some_and(char::is_alphanumeric) && right.is_some_and(char::is_alphanumeric)
    };
    let inner = &text[start..end];
    !joins(text[..start].chars().next_back(), inner.chars().next())
        && (open || !joins(inner.chars().next_back(), text[end..].chars().next()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LITERALS: [&str; 14] = [
        "oil*",
        "oil",
        "some",
        "some say",
        "élan",
        "](http://*",
        "†source",
        "†l*",
        "\u{e200}*",
        "io*",
        "://",
        "[cite needed]",
        ".oil",
        "(some",
    ];

    fn literals() -> Literals {
        Literals::new(
            LITERALS.into_iter().zip(0..).map(|(text, rule)| (text.to_owned(), vec![rule])).collect(),
        )
    }

    fn found(text: &str) -> Vec<(usize, usize, usize)> {
        let mut found = Vec::new();
        literals().find(text, |rule, start, end| found.push((start, end, rule)));
        found.sort_unstable();
        found
    }

    /// The same, by looking at every place for every literal.
    fn looked_for(text: &str) -> Vec<(usize, usize, usize)> {
        let mut found = Vec::new();
        for (rule, literal) in LITERALS.iter().enumerate() {
            let (literal, open) =
                literal.strip_suffix('*').map_or((*literal, false), |literal| (literal, true));
            for (start, _) in text.char_indices() {
                let rest: String = text[start..].chars().take(literal.chars().count()).collect();
                let end = start + rest.len();
                if rest.to_lowercase() == literal && is_bounded(text, start, end, open) {
                    found.push((start, end, rule));
                }
            }
        }
        found.sort_unstable();
        found
    }

    #[test]
    fn an_open_word_begins_others() {
        assert_eq!(found("oil, oilcan, foil"), [(0, 3, 0), (0, 3, 1), (5, 8, 0)]);
    }

    #[test]
    fn literals_are_found_in_any_case() {
        let places = [(0, 4, 2), (0, 8, 3), (18, 23, 4), (25, 30, 4)];
        assert_eq!(found("Some say handsome Élan, élan."), places);
    }

    proptest! {
        #[test]
        fn nothing_is_missed(text in "(oil|some|Some say|say|[ .(]|élan|É|\\]\\(http://|://|†|source|l|\u{e200}|io|\\[cite needed\\]|x){0,24}") {
            prop_assert_eq!(found(&text), looked_for(&text));
        }
    }
}
