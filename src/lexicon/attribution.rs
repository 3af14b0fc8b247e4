//! Words that name who says a thing.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::pattern::{Compiler, Pattern, by_anchor};
use super::token::{Token, TokenKind, Vocabulary, Word, split};
use super::{Lexicon, all};
use crate::text::Span;

/// How a language names who says a thing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attributions {
    /// Patterns of it.
    #[serde(default)]
    pub patterns: Vec<String>,
    /// Patterns that make one of those, where they overlap it, name nobody.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// Whether the sentence, bytes of `text`, names who says it, in any language.
///
/// # Panics
/// Never: a test compiles every embedded pattern.
#[must_use]
pub fn attributes(text: &str, sentence: Span) -> bool {
    static ALL: OnceLock<Vec<Speech>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let known = all().iter().filter(|(_, lexicon)| !lexicon.attributions.patterns.is_empty());
        known
            .map(|(code, lexicon)| {
                Speech::new(lexicon).unwrap_or_else(|error| panic!("lexicons/{code}.yaml: {error}"))
            })
            .collect()
    });
    let tokens = split(text, sentence);
    all.iter().any(|speech| speech.is_in(text, tokens.clone()))
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
    fn new(lexicon: &Lexicon) -> Result<Self, String> {
        let mut compiler = Compiler::new(lexicon);
        let mut compile = |sources: &[String]| -> Result<Vec<Pattern>, String> {
            sources.iter().map(|source| compiler.compile(source)).collect()
        };
        let (patterns, unless) =
            (compile(&lexicon.attributions.patterns)?, compile(&lexicon.attributions.unless)?);
        let vocabulary = compiler.finish();
        let by_anchor = by_anchor(patterns.iter(), &vocabulary);
        Ok(Self { vocabulary, patterns, unless, by_anchor })
    }

    fn is_in(&self, text: &str, mut tokens: Vec<Token>) -> bool {
        // A sentence may begin with a name: a word with a capital that no pattern speaks of.
        for token in &mut tokens {
            if let TokenKind::Word(word) = token.kind {
                let name = !self.vocabulary.has(word) && token.span.of(text).starts_with(char::is_uppercase);
                token.name |= name;
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
