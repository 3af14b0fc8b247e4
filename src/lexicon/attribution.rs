//! Sentences that name who says a thing, and sentences that tell somebody to do one.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::pattern::{Compiler, Pattern, by_anchor};
use super::token::{Token, TokenKind, Vocabulary, Word, split};
use super::{Lexicon, all};
use crate::text::Span;

/// How a language says a certain thing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    /// Patterns of it.
    #[serde(default)]
    pub patterns: Vec<String>,
    /// Patterns that make one of those, where they overlap it, say something else.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// Whether the sentence, bytes of `text`, names who says it, in any language.
///
/// # Panics
/// Never: a test compiles every embedded pattern.
#[must_use]
pub fn attributes(text: &str, sentence: Span) -> bool {
    static ALL: LazyLock<Vec<Speech>> = LazyLock::new(|| speech_of(|lexicon| &lexicon.attributions));
    is_in(&ALL, text, sentence)
}

/// Whether the sentence, bytes of `text`, tells somebody to do something, in any language.
///
/// # Panics
/// Never: a test compiles every embedded pattern.
#[must_use]
pub fn is_order(text: &str, sentence: Span) -> bool {
    static ALL: LazyLock<Vec<Speech>> = LazyLock::new(|| speech_of(|lexicon| &lexicon.bids));
    is_in(&ALL, text, sentence)
}

/// Whether the words at `span`, bytes of `text`, name by a name somebody who says a thing or belongs to
/// those that do, in any language.
///
/// # Panics
/// Never: a test compiles every embedded pattern.
#[must_use]
pub fn names_one(text: &str, span: Span) -> bool {
    static ALL: LazyLock<Vec<Speech>> = LazyLock::new(|| speech_of(|lexicon| &lexicon.namings));
    is_in(&ALL, text, span)
}

/// Whether the words at `span`, bytes of `text`, tell that what was said before them is not so, in any
/// language.
///
/// # Panics
/// Never: a test compiles every embedded pattern.
#[must_use]
pub fn refutes(text: &str, span: Span) -> bool {
    static ALL: LazyLock<Vec<Speech>> = LazyLock::new(|| speech_of(|lexicon| &lexicon.refutals));
    is_in(&ALL, text, span)
}

/// Whether the sentence, bytes of `text`, tells what the whole text rests on, in any language.
///
/// # Panics
/// Never: a test compiles every embedded pattern.
#[must_use]
pub fn tells_sources(text: &str, sentence: Span) -> bool {
    static ALL: LazyLock<Vec<Speech>> = LazyLock::new(|| speech_of(|lexicon| &lexicon.sourcings));
    is_in(&ALL, text, sentence)
}

fn is_in(all: &[Speech], text: &str, sentence: Span) -> bool {
    let tokens = split(text, sentence);
    all.iter().any(|speech| speech.is_in(text, tokens.clone()))
}

fn speech_of(phrases: fn(&'static Lexicon) -> &'static Phrases) -> Vec<Speech> {
    let known = all().iter().map(|(code, lexicon)| (code, lexicon, phrases(lexicon)));
    let known = known.filter(|(.., phrases)| !phrases.patterns.is_empty());
    known
        .map(|(code, lexicon, phrases)| {
            Speech::new(lexicon, phrases).unwrap_or_else(|error| panic!("lexicons/{code}.yaml: {error}"))
        })
        .collect()
}

/// The patterns of one language.
#[derive(Debug)]
struct Speech {
    vocabulary: Vocabulary,
    patterns: Vec<Pattern>,
    unless: Vec<Pattern>,
    /// The patterns to try at a word.
    by_anchor: FxHashMap<Word, Vec<u32>>,
}

impl Speech {
    fn new(lexicon: &Lexicon, phrases: &Phrases) -> Result<Self, String> {
        let mut compiler = Compiler::new(lexicon);
        let mut compile = |sources: &[String]| -> Result<Vec<Pattern>, String> {
            sources.iter().map(|source| compiler.compile(source)).collect()
        };
        let (patterns, unless) = (compile(&phrases.patterns)?, compile(&phrases.unless)?);
        let vocabulary = compiler.finish();
        let by_anchor = by_anchor(patterns.iter(), &vocabulary);
        Ok(Self { vocabulary, patterns, unless, by_anchor })
    }

    fn is_in(&self, text: &str, mut tokens: Vec<Token>) -> bool {
        // A sentence may begin with a name: a word with a capital that no pattern speaks of.
        for token in &mut tokens {
            if let TokenKind::Word(word) = token.kind {
                let name = !self.vocabulary.has(word) && token.span.of(text).starts_with(char::is_uppercase);
                // With a capital a group begins a sentence as well: `Anarchists say`.
                token.name |= name && !token.span.of(text).ends_with("ists");
                break;
            }
        }
        tokens.iter().enumerate().any(|(at, token)| {
            let TokenKind::Word(word) = token.kind else { return false };
            let near = self.by_anchor.get(&word).into_iter().flatten();
            near.into_iter().any(|&pattern| {
                let found = self.patterns[pattern as usize].match_near(&tokens, at);
                found.is_some_and(|found| {
                    !self.unless.iter().any(|unless| unless.match_over(&tokens, found).is_some())
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_it_is_named() {
        for text in [
            "Hill said that the lamp went out.",
            "The lamp went out, said Jane Hill.",
            "The lamp, he recalls, went out.",
            "According to the keeper, the lamp went out.",
            "According to Hill it went out.",
            "In 1893 the author argued that it went out.",
            "As Jane Hill of the harbour office wrote, it went out.",
            "The report says that it went out.",
            "Laut Jana Berg ging die Lampe aus.",
            "Sie ging aus, sagte er.",
        ] {
            assert!(attributes(text, Span::new(0, text.len())), "{text}");
        }
    }

    #[test]
    fn an_order_begins_with_what_is_to_be_done() {
        for text in [
            "Close the valve.",
            "Please wait.",
            "Do not touch the lamp.",
            "Never run it dry.",
            "Turn the key to the left, then press the button.",
            "To dim the lamp, lower the wick.",
            "If it smokes, open the window.",
            "Then remove screws from the lid.",
            "Let it rest.",
            "Schließen Sie das Ventil.",
        ] {
            assert!(is_order(text, Span::new(0, text.len())), "{text}");
        }
        for text in [
            "The valve leaks.",
            "Close friends of the keeper left.",
            "Water boils at 100 degrees.",
            "Open source won the day.",
            "Light travels fast, and the lamp is hot.",
            "Plans to leave were dropped.",
            "Use of the lamp is free.",
            "Note that the lamp is hot.",
            "Order was restored, and the gates were shut.",
            "To the north, cut stones lie about.",
            "He told them to close the valve.",
            "Sie schließen das Ventil.",
        ] {
            assert!(!is_order(text, Span::new(0, text.len())), "{text}");
        }
    }

    #[test]
    fn one_of_a_group_is_named() {
        let named = |text: &str| names_one(text, Span::new(0, text.len()));
        for text in [
            "Jane Hill calls it a mistake.",
            "Hill, for one, thinks otherwise.",
            "For example, Hill argued that it leaks.",
            "Lenin took this line.",
        ] {
            assert!(named(text), "{text}");
        }
        for text in
            ["They say that it leaks.", "Others argue that it does not.", "Anarchists argue so.", "It leaks."]
        {
            assert!(!named(text), "{text}");
        }
    }

    #[test]
    fn what_was_said_is_not_so() {
        let refuted = |text: &str| refutes(text, Span::new(0, text.len()));
        for text in
            ["However, it burns.", "This is not true.", "In fact it burns.", "That was a myth.", "Not so."]
        {
            assert!(refuted(text), "{text}");
        }
        for text in ["It burns.", "This is the lamp.", "The keeper did not go."] {
            assert!(!refuted(text), "{text}");
        }
    }

    #[test]
    fn a_text_tells_what_it_rests_on() {
        let told = |text: &str| tells_sources(text, Span::new(0, text.len()));
        for text in [
            "Source: Hill, *Lamps*, unless noted.",
            "All figures from the harbour office unless otherwise stated.",
            "This article is based on the letters of Hill.",
            "The following account draws on the harbour books.",
        ] {
            assert!(told(text), "{text}");
        }
        for text in ["Source: Hill.", "The lamp is based on a rock.", "Unless it rains, it burns."] {
            assert!(!told(text), "{text}");
        }
    }

    #[test]
    fn nobody_is_named() {
        for text in [
            "The lamp went out.",
            "Some critics say that it went out.",
            "Experts say so.",
            "It is said that it went out.",
            "In France critics argue that it went out.",
            "According to some reports it went out.",
            "The lamp is believed to have gone out.",
            "The United States went to war.",
            "Studies suggest that it went out.",
            "It says nothing.",
            "Einige Kritiker meinen, sie ging aus.",
            "Laut Medienberichten ging sie aus.",
        ] {
            assert!(!attributes(text, Span::new(0, text.len())), "{text}");
        }
    }
}
