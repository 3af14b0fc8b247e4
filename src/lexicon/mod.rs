//! What a language brings: the names in its calendar and the words that attribute.
//!
//! One file a language, in `lexicons/`. A language is added by adding its file.

mod calendar;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

pub use calendar::{CalendarNames, Meaning, Role, Words, words};

use crate::yaml::typed;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}
pub(crate) use embedded::RULES as EMBEDDED_RULES;

/// One language's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// The language's own name for itself.
    pub language: String,
    /// Names of months and weekdays.
    pub calendar: CalendarNames,
    /// Word classes for token patterns: the name of a class and the words or phrases in it.
    #[serde(default)]
    pub classes: BTreeMap<String, Vec<String>>,
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
            .map(|&(code, text)| {
                let lexicon = typed::from_str(text)
                    .unwrap_or_else(|error| panic!("lexicons/{code}.yaml: {}", error.message));
                (code, lexicon)
            })
            .collect()
    })
}
