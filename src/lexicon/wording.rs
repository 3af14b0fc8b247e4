//! Words as they are compared: without case and marks, and by what they carry.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Lexicon, Word, all};
use crate::text::is_invisible;
use crate::text::letters::{is_letter, is_letter_or_digit};

/// The words and numbers of a text and where each begins. `isn't`, `3.5` and `1,120` are one.
pub fn plain_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        // Most characters are ASCII and need no decoding.
        let decoded = |at: usize| text[at..].chars().next().unwrap_or_default();
        let plain = |at: usize| bytes.get(at).is_some_and(u8::is_ascii);
        while at < bytes.len() && !bytes[at].is_ascii_alphanumeric() {
            let c = if plain(at) { ' ' } else { decoded(at) };
            if is_letter_or_digit(c) {
                break;
            }
            at += c.len_utf8();
        }
        let start = at;
        while at < bytes.len() {
            if !bytes[at].is_ascii_alphanumeric() {
                let c = decoded(at);
                let parts = plain(at) && !matches!(bytes[at], b'\'' | b'.' | b',');
                if parts || !is_letter_or_digit(c) && !is_inner(text, at, c) {
                    break;
                }
                at += c.len_utf8() - 1;
            }
            at += 1;
        }
        (start < at).then(|| (start, &text[start..at]))
    })
}

/// Whether `c` stands inside a word or number: an apostrophe, the point of a decimal.
fn is_inner(text: &str, at: usize, c: char) -> bool {
    let before = || text[..at].chars().next_back();
    let after = || text[at + c.len_utf8()..].chars().next();
    let between = |holds: fn(char) -> bool| before().is_some_and(holds) && after().is_some_and(holds);
    match c {
        '\'' | '’' => between(is_letter_or_digit),
        '.' | ',' => between(|c| c.is_ascii_digit()),
        c => is_invisible(c),
    }
}

/// A word as it is compared: lower case, one apostrophe, no commas in numbers.
#[must_use]
pub fn folded_word(word: &str) -> Box<str> {
    let lower = word.chars().filter(|&c| c != ',' && !is_invisible(c)).flat_map(char::to_lowercase);
    lower.map(|c| if c == '’' { '\'' } else { c }).collect::<String>().into()
}

/// One number for all words that are one when folded; never 0.
#[must_use]
pub fn word_key(word: &str) -> u64 {
    let plain = if word.bytes().any(|byte| byte == b',') {
        Cow::Owned(word.replace(',', ""))
    } else {
        Cow::Borrowed(word)
    };
    Word::of_written(&plain).number() | 1
}

/// Whether a folded word carries meaning of its own.
#[must_use]
pub fn is_content(word: &str) -> bool {
    word.chars().nth(2).is_some() && word.chars().all(is_letter) && !common().contains(&Word::of(word))
}

/// Whether a folded word, met in two texts, makes it likely that they are about one thing.
#[must_use]
pub fn is_rare(word: &str) -> bool {
    word.chars().nth(3).is_some() && is_content(word)
}

/// [`is_rare`] of a word that is not folded yet.
#[must_use]
pub fn is_rare_written(word: &str) -> bool {
    match word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        true => word.len() > 3 && !common().contains(&Word::of(word)),
        false => is_rare(&folded_word(word)),
    }
}

/// Whether the word, in any case, is one of the most common of a language.
#[must_use]
pub fn is_common(word: &str) -> bool {
    common().contains(&Word::of(&folded_word(word)))
}

/// The language of the words, by how many of them are among its most common ones; none where too few
/// are to tell.
#[must_use]
pub fn language<'w>(words: impl Iterator<Item = &'w str>) -> Option<&'static str> {
    const FEWEST: usize = 3;
    static COMMON: OnceLock<Vec<(&'static str, FxHashSet<Word>)>> = OnceLock::new();
    let common = COMMON.get_or_init(|| {
        let words = |lexicon: &'static Lexicon| lexicon.common.split_whitespace().map(Word::of).collect();
        all().iter().map(|(&code, lexicon)| (code, words(lexicon))).collect()
    });
    let mut counts: Vec<(usize, &'static str)> = common.iter().map(|&(code, _)| (0, code)).collect();
    for word in words.map(Word::of_written) {
        let known = common.iter().map(|(_, common)| usize::from(common.contains(&word)));
        counts.iter_mut().zip(known).for_each(|((count, _), known)| *count += known);
    }
    counts.sort_unstable();
    let (most, code) = counts.pop()?;
    let second = counts.last().map_or(0, |(count, _)| *count);
    (most >= FEWEST && most >= 2 * second).then_some(code)
}

/// The number of the name that the word is a known spelling of, in any language.
#[must_use]
pub fn spelling(word: &str) -> Option<u64> {
    static ALL: OnceLock<FxHashMap<Word, u64>> = OnceLock::new();
    ALL.get_or_init(|| numbered(|lexicon| &lexicon.spellings)).get(&Word::of_written(word)).copied()
}

/// The same of a first name: `Jon` and `John` are one, if the last name is.
#[must_use]
pub fn first_name(word: &str) -> Option<u64> {
    static ALL: OnceLock<FxHashMap<Word, u64>> = OnceLock::new();
    ALL.get_or_init(|| numbered(|lexicon| &lexicon.first_names)).get(&Word::of_written(word)).copied()
}

/// Whether two folded words are forms of one, in a way that no ending tells: `go` and `went`.
#[must_use]
pub fn are_forms(first: &str, second: &str) -> bool {
    static ALL: OnceLock<FxHashMap<Word, u64>> = OnceLock::new();
    let known = ALL.get_or_init(|| numbered(|lexicon| &lexicon.irregular));
    let of = |word: &str| known.get(&Word::of_written(word));
    let number = |word: &str| of(word).or_else(|| of(word.strip_suffix('s')?));
    number(first).is_some_and(|form| number(second) == Some(form))
}

/// The number of the name for each spelling that all languages list in a field of their lexicons.
fn numbered(field: fn(&'static Lexicon) -> &'static str) -> FxHashMap<Word, u64> {
    let names = all().values().flat_map(|lexicon| field(lexicon).split(','));
    let numbered =
        names.zip(1..).flat_map(|(name, number)| name.split_whitespace().map(move |word| (word, number)));
    numbered.map(|(word, number)| (Word::of(word), number)).collect()
}

/// Whether a folded word denies.
#[must_use]
pub fn is_negation(word: &str) -> bool {
    static ALL: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    word.ends_with("n't") || ALL.get_or_init(|| words_of(|lexicon| &lexicon.negations)).contains(word)
}

/// Whether a folded word softens or narrows what is said.
#[must_use]
pub fn is_hedge(word: &str) -> bool {
    static ALL: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    ALL.get_or_init(|| words_of(|lexicon| &lexicon.hedges)).contains(word)
}

/// Whether a folded word is one that is left out where speech is written down.
#[must_use]
pub fn is_filler(word: &str) -> bool {
    static ALL: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    ALL.get_or_init(|| words_of(|lexicon| &lexicon.fillers)).contains(word)
}

/// Pairs of words.
type Pairs = FxHashSet<(&'static str, &'static str)>;

/// Whether one of two folded words says the contrary of the other.
#[must_use]
pub fn are_contrary(first: &str, second: &str) -> bool {
    static ALL: OnceLock<Pairs> = OnceLock::new();
    is_pair(ALL.get_or_init(|| pairs_of(|lexicon| &lexicon.contraries)), first, second)
}

/// Whether two folded words look like slips or forms of one, and are two: `casual` and `causal`,
/// `adapted` and `adopted`.
#[must_use]
pub fn are_confusable(first: &str, second: &str) -> bool {
    static ALL: OnceLock<Pairs> = OnceLock::new();
    let known = ALL.get_or_init(|| pairs_of(|lexicon| &lexicon.confusable));
    let tails = first.bytes().rev().zip(second.bytes().rev());
    let shared = tails.take(MAX_ENDING).take_while(|(a, b)| a == b && a.is_ascii()).count();
    (0..=shared).any(|end| is_pair(known, &first[..first.len() - end], &second[..second.len() - end]))
}

/// The longest ending, in letters, that two words may both have: `ing`.
const MAX_ENDING: usize = 3;

fn is_pair(known: &Pairs, first: &str, second: &str) -> bool {
    known.contains(&(first, second)) || known.contains(&(second, first))
}

/// The pairs that all languages list in a field of their lexicons.
fn pairs_of(field: fn(&'static Lexicon) -> &'static str) -> Pairs {
    let pairs = all().values().flat_map(|lexicon| field(lexicon).split(','));
    pairs.filter_map(|pair| pair.trim().split_once(' ')).collect()
}

/// The words of all languages that carry little meaning.
fn common() -> &'static FxHashSet<Word> {
    static ALL: OnceLock<FxHashSet<Word>> = OnceLock::new();
    ALL.get_or_init(|| words_of(|lexicon| &lexicon.common).into_iter().map(Word::of).collect())
}

/// The words that all languages list in a field of their lexicons.
fn words_of(field: fn(&'static Lexicon) -> &'static str) -> FxHashSet<&'static str> {
    all().values().flat_map(|lexicon| field(lexicon).split_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        let words: Vec<_> = plain_words("“It isn’t 1,120 m,” (3.5 of) Ärzte's… a").collect();
        assert_eq!(
            words,
            [
                (3, "It"),
                (6, "isn’t"),
                (14, "1,120"),
                (20, "m"),
                (27, "3.5"),
                (31, "of"),
                (35, "Ärzte's"),
                (47, "a")
            ]
        );
        let plain = |text: &'static str| plain_words(text).map(|(_, word)| word).collect::<Vec<_>>();
        assert_eq!(
            plain("é,é 'a' 1,a b.c ’’ 1,2, x\u{ad}y \u{ad}z '"),
            ["é", "é", "a", "1", "a", "b", "c", "1,2", "x\u{ad}y", "z"]
        );
        assert_eq!(&*folded_word("ISN’T"), "isn't");
        for word in ["Lamp", "The", "ICE", "isn’t", "Ärzte", "1,120", "Which", &"a".repeat(40), "la,mp", ""]
        {
            assert_eq!(is_rare_written(word), is_rare(&folded_word(word)), "{word}");
        }
        assert_eq!(&*folded_word("1,120"), "1120");
        assert!(are_confusable("causal", "casual") && are_confusable("adapted", "adopted"));
        assert!(!are_confusable("colours", "colors") && !are_confusable("s", "s"));
        assert!(is_negation("isn't") && is_content("lamp") && !is_content("the") && !is_rare("ice"));
    }
}
