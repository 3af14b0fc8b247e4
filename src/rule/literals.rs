//! The words that rules look for, found in one pass over a document.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// From this many bytes on, an automaton that is slower to build and quicker to run pays.
const LARGE: usize = 1 << 20;

/// Words and the rules that want them.
#[derive(Debug, Default)]
pub(super) struct Literals {
    patterns: Vec<String>,
    /// For each pattern, whether it may be the beginning of a longer word.
    open: Vec<bool>,
    /// For each pattern, the rules that look for it.
    wanted_by: Vec<Vec<u32>>,
    /// Built by the first document that needs it: a run is either small or large.
    small: OnceLock<Option<AhoCorasick>>,
    large: OnceLock<Option<AhoCorasick>>,
}

impl Literals {
    /// Words, each with the rules that want it; one that ends in `*` may begin a longer word.
    pub(super) fn new(by_text: BTreeMap<String, Vec<u32>>) -> Self {
        let mut literals = Self::default();
        // Case is folded for ASCII only; other scripts also begin sentences with a capital.
        for (text, mut rules) in by_text {
            rules.dedup();
            let (text, open) = match text.strip_suffix('*') {
                Some(beginning) => (beginning.to_owned(), true),
                None => (text, false),
            };
            if let Some(first) = text.chars().next().filter(|first| !first.is_ascii() && first.is_lowercase())
            {
                literals.patterns.push(first.to_uppercase().chain(text.chars().skip(1)).collect());
                literals.open.push(open);
                literals.wanted_by.push(rules.clone());
            }
            literals.patterns.push(text);
            literals.open.push(open);
            literals.wanted_by.push(rules);
        }
        literals
    }

    /// Calls `found(rule, start, end)` for every word in `text` and every rule that wants it.
    /// `input` is how many bytes the whole run looks at.
    pub(super) fn find(&self, text: &str, input: usize, mut found: impl FnMut(usize, usize, usize)) {
        if self.patterns.is_empty() {
            return;
        }
        let (cell, kind) = if input < LARGE {
            (&self.small, AhoCorasickKind::ContiguousNFA)
        } else {
            (&self.large, AhoCorasickKind::DFA)
        };
        let Some(automaton) = cell.get_or_init(|| self.build(kind)) else { return };
        for literal in automaton.find_overlapping_iter(text) {
            let pattern = literal.pattern().as_usize();
            let bounded = is_bounded(text, literal.start(), literal.end(), self.open[pattern]);
            for &rule in self.wanted_by[pattern].iter().filter(|_| bounded) {
                found(rule as usize, literal.start(), literal.end());
            }
        }
    }

    fn build(&self, kind: AhoCorasickKind) -> Option<AhoCorasick> {
        let mut builder = AhoCorasick::builder();
        builder.ascii_case_insensitive(true).match_kind(MatchKind::Standard).kind(Some(kind));
        builder.build(&self.patterns).ok()
    }
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
    use super::*;

    #[test]
    fn an_open_word_begins_others() {
        let words = [("oil*", vec![0]), ("oil", vec![1])];
        let literals =
            Literals::new(words.map(|(word, rules)| (word.to_owned(), rules)).into_iter().collect());
        let mut found = Vec::new();
        literals.find("oil, oilcan, foil", 0, |rule, start, _| found.push((rule, start)));
        found.sort_unstable();
        assert_eq!(found, [(0, 0), (0, 5), (1, 0)]);
    }

    #[test]
    fn small_and_large_runs_find_the_same() {
        let words = [("some", vec![0]), ("some say", vec![0, 1]), ("élan", vec![2])];
        let literals =
            Literals::new(words.map(|(word, rules)| (word.to_owned(), rules)).into_iter().collect());
        let found = |input: usize| {
            let mut found = Vec::new();
            literals.find("Some say handsome Élan, élan.", input, |rule, start, end| {
                found.push((rule, start, end));
            });
            found
        };
        assert_eq!(found(0), found(LARGE));
        assert_eq!(found(0), [(0, 0, 4), (0, 0, 8), (1, 0, 8), (2, 18, 23), (2, 25, 30)]);
    }
}
