//! What a language brings: the names in its calendar and the words that attribute.
//!
//! One file a language, in `lexicons/`. A language is added by adding its file.

mod attribution;
mod calendar;
mod classes;
mod head;
mod nearby;
mod pattern;
mod token;
mod wording;
mod written_out;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;
use serde::Deserialize;

pub use attribution::{Phrases, attributes, is_order, names_one, refutes, tells_sources};
pub use calendar::{CalendarNames, Meaning, Role, Words, words};
pub use classes::{ends_in, has_word_of, knows, says_who};
pub use head::{Head, Heads};
pub use nearby::Nearby;
pub use pattern::{Compiler, Match, Pattern, by_anchor};
pub use token::{Beside, PLACEHOLDER, Token, TokenKind, Vocabulary, Word, each_word, split};
pub use wording::{
    are_confusable, are_contrary, are_forms, first_name, folded_word, is_common, is_content, is_filler,
    is_hedge, is_negation, is_rare, is_rare_written, language, plain_words, spelling, word_key,
};

pub use written_out::{is_number_word, same_written_out, written_out};

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}
pub(crate) use embedded::{FIELDS, HEADS, LABELS, LENGTHS, RULE_HEADS, RULES, SCHEMAS};

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
