//! What a language brings: the names in its calendar and the words that attribute.
//!
//! One file a language, in `lexicons/`. A language is added by adding its file.

mod attribution;
mod calendar;
mod nearby;
mod pattern;
mod token;
mod wording;
mod written_out;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

pub use attribution::{Phrases, attributes, is_order, names_one, refutes, tells_sources};
pub use calendar::{CalendarNames, Meaning, Role, Words, words};
pub use nearby::Nearby;
pub use pattern::{Compiler, Match, Pattern, by_anchor};
pub use token::{Beside, Head, PLACEHOLDER, Token, TokenKind, Vocabulary, Word, each_word, split};
pub use wording::{
    are_confusable, are_contrary, are_forms, first_name, folded_word, is_common, is_content, is_filler,
    is_hedge, is_negation, is_rare, is_rare_written, language, plain_words, spelling, word_key,
};

pub use written_out::{is_number_word, same_written_out, written_out};

use crate::text::Visible;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}
pub(crate) use embedded::{FIELDS, LABELS, RULE_HEADS, RULES, SCHEMAS};

/// One language's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// The language's own name for itself.
    pub language: String,
    /// Names of months and weekdays.
    pub calendar: CalendarNames,
    /// Words that a full stop may follow without ending a sentence, separated by spaces,
    /// lower case and without the full stop.
    #[serde(default)]
    pub abbreviations: String,
    /// The most common words, separated by spaces, the commonest first: what a search had
    /// better not begin with.
    #[serde(default)]
    pub common: String,
    /// Words that deny, separated by spaces.
    #[serde(default)]
    pub negations: String,
    /// Words for numbers and their values, separated by commas: `twenty 20`. What joins the
    /// parts of one has the value 0.
    #[serde(default)]
    pub values: String,
    /// Contractions and what they are short for, separated by commas: `won't will not`. One that begins
    /// with a dash is an ending, and each word behind it is one that it may be short for.
    #[serde(default)]
    pub contractions: String,
    /// Pairs of common words that turn what is said when one stands for the other, separated
    /// by commas.
    #[serde(default)]
    pub contraries: String,
    /// Names that are spelt in several ways, the spellings of one separated by spaces, the names by
    /// commas.
    #[serde(default)]
    pub spellings: String,
    /// Words that soften or narrow what is said, separated by spaces: without one it says more.
    #[serde(default)]
    pub hedges: String,
    /// The same of first names: two people of one last name may bear different ones of another name.
    #[serde(default)]
    pub first_names: String,
    /// Forms of one word that no ending makes, those of one separated by spaces, the words by commas.
    #[serde(default)]
    pub irregular: String,
    /// Pairs of words that look alike and are no spellings or forms of one word, separated by
    /// commas: `casual causal`. Endings that both may take are left out.
    #[serde(default)]
    pub confusable: String,
    /// Words that speech is full of and a writer leaves out, separated by spaces.
    #[serde(default)]
    pub fillers: String,
    /// Word classes for cue patterns: the name of a class and what is in it, separated by
    /// commas: words, phrases, and other classes as `{class}`; lower case.
    #[serde(default)]
    pub classes: BTreeMap<String, String>,
    /// How it names who says a thing.
    #[serde(default)]
    pub attributions: Phrases,
    /// How it tells somebody to do something.
    #[serde(default)]
    pub bids: Phrases,
    /// How it names one of those whom it has left unnamed.
    #[serde(default)]
    pub namings: Phrases,
    /// How it tells that what was just said is not so.
    #[serde(default)]
    pub refutals: Phrases,
    /// How it tells what a whole text rests on.
    #[serde(default)]
    pub sourcings: Phrases,
}

/// All lexicons, by language code, parsed when first asked for.
///
/// # Panics
/// Never: a test parses every embedded lexicon.
#[must_use]
pub fn all() -> &'static BTreeMap<&'static str, Lexicon> {
    static ALL: OnceLock<BTreeMap<&'static str, Lexicon>> = OnceLock::new();
    ALL.get_or_init(|| {
        embedded::LEXICONS
            .iter()
            .map(|&(code, json)| {
                let lexicon = serde_json::from_str(json)
                    .unwrap_or_else(|error| panic!("lexicons/{code}.yaml: {error}"));
                (code, lexicon)
            })
            .collect()
    })
}

/// Whether a full stop after `word` may be its own and not the sentence's, in any language.
#[must_use]
pub fn is_abbreviation(word: &str) -> bool {
    static ALL: OnceLock<FxHashSet<Word>> = OnceLock::new();
    let known = ALL.get_or_init(|| {
        let words = all().values().flat_map(|lexicon| lexicon.abbreviations.split_whitespace());
        words.map(Word::of).collect()
    });
    known.contains(&Word::of_written(word))
}

/// Whether a word of `text`, or several that follow each other, are in one of the classes of that name,
/// in any language.
#[must_use]
pub fn has_word_of(class: &str, text: &str) -> bool {
    /// What may follow the first word of an entry, by that word; and how these words begin.
    #[derive(Default)]
    struct Entries {
        rests: FxHashMap<&'static str, Vec<&'static str>>,
        begun: [u64; 16],
    }
    /// A bit for the first two letters of ASCII, in any case: most words of a text are in no class.
    fn beginning(word: &str) -> Option<(usize, u64)> {
        let (first, rest) = word.as_bytes().split_first()?;
        let second = rest.first().map_or(0, |byte| byte & 31);
        first.is_ascii().then_some((usize::from(first & 15), 1 << (second | (first & 16) << 1)))
    }
    static ALL: OnceLock<FxHashMap<&'static str, Entries>> = OnceLock::new();
    let known = ALL.get_or_init(|| {
        let mut known: FxHashMap<_, Entries> = FxHashMap::default();
        for (class, entries) in all().values().flat_map(|lexicon| &lexicon.classes) {
            let entries = entries.split(',').map(str::trim).filter(|entry| !entry.contains('{'));
            for (first, rest) in entries.map(|entry| entry.split_once(' ').unwrap_or((entry, ""))) {
                let entries = known.entry(class.as_str()).or_default();
                entries.rests.entry(first).or_default().push(rest);
                if let Some((row, bit)) = beginning(first) {
                    entries.begun[row] |= bit;
                }
            }
        }
        known
    });
    let visible = Visible::of(text);
    let text = visible.as_ref().map_or(text, Visible::text);
    let Some(known) = known.get(class) else { return false };
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        if beginning(word).is_some_and(|(row, bit)| known.begun[row] & bit == 0) {
            continue;
        }
        let small = || known.rests.get(word.to_lowercase().as_str());
        let rests = known.rests.get(word).or_else(|| word.starts_with(char::is_uppercase).then(small)?);
        let follows = |rest: &&str| {
            let mut next = words.clone();
            rest.split(' ').all(|word| {
                word.is_empty() || next.next().is_some_and(|next| next.eq_ignore_ascii_case(word))
            })
        };
        if rests.is_some_and(|rests| rests.iter().any(follows)) {
            return true;
        }
    }
    false
}

/// Whether the text ends in words of one of the classes of that name, in any case and language.
#[must_use]
pub fn ends_in(class: &str, text: &str) -> bool {
    let entries = all().values().filter_map(|lexicon| lexicon.classes.get(class));
    entries.flat_map(|entries| entries.split(',').map(str::trim)).any(|entry| {
        let at = text.len().checked_sub(entry.len());
        let words = at.and_then(|at| Some((text.get(..at)?, text.get(at..)?)));
        words.is_some_and(|(rest, words)| {
            words.eq_ignore_ascii_case(entry) && !rest.ends_with(char::is_alphanumeric)
        })
    })
}

/// Whether the language that `text` is written in has a class of that name.
#[must_use]
pub fn knows(class: &str, text: &str) -> bool {
    let language = language(text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()));
    language.is_some_and(|code| all().get(code).is_some_and(|lexicon| lexicon.classes.contains_key(class)))
}

/// Whether a word of `text` tells that somebody says something.
#[must_use]
pub fn says_who(text: &str) -> bool {
    has_word_of("tells", text) || has_word_of("attributes", text)
}
