//! The words of a source's text, ordered so that a passage is found without reading them all.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::lexicon::{plain_words, word_key};
use crate::text::Span;

/// A text of more words is not searched: days of talk.
const MOST_WORDS: usize = 2_000_000;
/// So many words in a row are looked up at once.
const GRAM: usize = 3;
/// So many places of words that all texts are full of are tried.
const MOST_PLACES: usize = 2_000;
/// A word at more places says nothing of where a passage is.
const FREQUENT: usize = 60;
/// Sounds that transcripts write down or leave out as they please.
const FILLERS: [&str; 8] = ["uh", "um", "er", "ah", "eh", "hm", "hmm", "mm"];

/// A word as a number, by which passages are compared.
pub type Key = u32;

/// The key of a word; none for a sound that is no word.
#[must_use]
pub fn key(word: &str) -> Option<Key> {
    let filler = word.len() <= 3 && FILLERS.iter().any(|filler| word.eq_ignore_ascii_case(filler));
    // The low half of a hash is a hash.
    (!filler).then(|| word_key(word) as Key)
}

/// The words of a text with their keys, what stands in brackets (`[Music]`) left out.
pub(super) fn keyed_words(text: &str) -> impl Iterator<Item = (Span, Key)> {
    let mut inside = false;
    let mut last = 0;
    plain_words(text).filter_map(move |(at, word)| {
        for mark in text[last..at].bytes() {
            match mark {
                b'[' => inside = true,
                b']' | b'\n' => inside = false,
                _ => {}
            }
        }
        last = at + word.len();
        let key = key(word).filter(|_| !inside)?;
        Some((Span::new(at, last), key))
    })
}

/// Where a passage is looked for.
#[derive(Debug, Default)]
pub struct Passages {
    keys: Vec<Key>,
    /// Where each word begins and ends in the text.
    words: Vec<Span>,
    /// The places of the words, ordered by the word and the two after it.
    order: Vec<u32>,
}

/// What became of a search.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Search {
    /// The places where the words stand, by number of the first word.
    At(Vec<usize>),
    /// There are too many places to try them all.
    Everywhere,
}

impl Passages {
    /// The words of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut found = Self::default();
        for (word, key) in keyed_words(text) {
            if found.keys.len() == MOST_WORDS {
                return Self::default();
            }
            found.keys.push(key);
            found.words.push(word);
        }
        found.order = (0..found.keys.len() as u32).collect();
        let keys = &found.keys;
        found.order.sort_unstable_by_key(|&at| (gram(keys, at), at));
        found
    }

    /// Whether there is nothing to search.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Where the words stand, all of them and nothing between; three of them at least.
    #[must_use]
    pub fn find(&self, words: &[Key]) -> Search {
        let grams = (0..words.len().saturating_sub(GRAM - 1)).map(|from| {
            let gram = [words[from], words[from + 1], words[from + 2]];
            (self.places(|at| self.gram(at).cmp(&gram)), from)
        });
        let Some((rarest, from)) = grams.min_by_key(|(places, _)| places.len()) else {
            return Search::At(Vec::new());
        };
        if rarest.len() > MOST_PLACES {
            return Search::Everywhere;
        }
        let starts = self.order[rarest].iter().filter_map(|&at| (at as usize).checked_sub(from));
        let mut at: Vec<usize> =
            starts.filter(|&at| self.keys.get(at..at + words.len()) == Some(words)).collect();
        at.sort_unstable();
        Search::At(at)
    }

    /// The part of the text that has the most of the words in their order, and how many of them.
    #[must_use]
    pub fn closest(&self, words: &[Key]) -> Option<(Range<usize>, usize)> {
        let mut votes: FxHashMap<usize, usize> = FxHashMap::default();
        let width = words.len().max(4);
        for (at, &word) in words.iter().enumerate() {
            let places = self.places(|place| self.keys[place].cmp(&word));
            if places.len() <= FREQUENT {
                for &place in &self.order[places] {
                    let bucket = (place as usize).saturating_sub(at) / width;
                    *votes.entry(bucket).or_default() += 1;
                    *votes.entry(bucket + 1).or_default() += 1;
                }
            }
        }
        let best = votes.into_iter().max_by_key(|&(bucket, count)| (count, std::cmp::Reverse(bucket)))?;
        let from = best.0.saturating_sub(1) * width;
        let to = (from + 3 * width).min(self.keys.len());
        aligned(words, self.keys.get(from..to)?)
            .map(|(part, count)| (from + part.start..from + part.end, count))
    }

    /// How many of the words stand anywhere in the text.
    #[must_use]
    pub fn known(&self, words: &[Key]) -> usize {
        let known = |word: &&Key| !self.places(|place| self.keys[place].cmp(word)).is_empty();
        words.iter().filter(known).count()
    }

    /// The bytes of these words.
    #[must_use]
    pub fn span(&self, words: Range<usize>) -> Span {
        match self.words.get(words) {
            Some([only]) => *only,
            Some([first, .., last]) => first.cover(*last),
            _ => Span::default(),
        }
    }

    /// The places in the order at which `compare` says that they are equal.
    fn places(&self, compare: impl Fn(usize) -> std::cmp::Ordering) -> Range<usize> {
        let from = self.order.partition_point(|&at| compare(at as usize).is_lt());
        let count = self.order[from..].partition_point(|&at| compare(at as usize).is_eq());
        from..from + count
    }

    fn gram(&self, at: usize) -> [Key; GRAM] {
        gram(&self.keys, at as u32)
    }
}

/// The word at a place and the two after it; 0 where the text ends.
fn gram(keys: &[Key], at: u32) -> [Key; GRAM] {
    let at = at as usize;
    [0, 1, 2].map(|next| keys.get(at + next).copied().unwrap_or_default())
}

/// The shortest part of `text` that holds the longest common subsequence with `words`, and its length.
fn aligned(words: &[Key], text: &[Key]) -> Option<(Range<usize>, usize)> {
    // Row by row: the length so far, and where in the text it began.
    let mut row: Vec<(usize, usize)> = (0..=text.len()).map(|at| (0, at)).collect();
    let mut ends = (0, 0..0);
    for &word in words {
        let mut diagonal = row[0];
        for at in 1..=text.len() {
            let above = row[at];
            let left = row[at - 1];
            let met = (text[at - 1] == word)
                .then(|| (diagonal.0 + 1, if diagonal.0 == 0 { at - 1 } else { diagonal.1 }));
            let longer = |a: (usize, usize), b: (usize, usize)| if (b.0, b.1) > (a.0, a.1) { b } else { a };
            row[at] = longer(above, left);
            if let Some(met) = met {
                row[at] = longer(row[at], met);
            }
            if row[at].0 > ends.0 && text[at - 1] == word {
                ends = (row[at].0, row[at].1..at);
            }
            diagonal = above;
        }
    }
    (ends.0 > 0).then_some((ends.1, ends.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        plain_words(text).filter_map(|(_, word)| key(word)).collect()
    }

    const TALK: &str = "so the lamp was lit [Music] and uh the lens had stopped\nthe lamp was never out \
                        that is what he wrote in the journal and the lamp was lit again";

    #[test]
    fn a_passage_is_found_at_all_its_places() {
        let passages = Passages::of(TALK);
        let find = |text: &str| match passages.find(&keys(text)) {
            Search::At(places) => {
                let words = |at: usize| passages.span(at..at + keys(text).len()).of(TALK).to_owned();
                places.into_iter().map(words).collect::<Vec<_>>()
            }
            Search::Everywhere => panic!("few words"),
        };
        assert_eq!(find("The lamp was lit"), ["the lamp was lit", "the lamp was lit"]);
        assert_eq!(find("“…lit, and the LENS had stopped.”"), ["lit [Music] and uh the lens had stopped"]);
        assert_eq!(find("the lamp was out"), [""; 0]);
        assert_eq!(find("lamp was"), [""; 0]);
        assert_eq!(find("was lit again and again"), [""; 0]);
    }

    #[test]
    fn the_closest_passage_has_most_of_the_words() {
        let passages = Passages::of(TALK);
        let closest = |text: &str| {
            passages
                .closest(&keys(text))
                .map(|(part, count)| (passages.span(part).of(TALK).to_owned(), count))
        };
        assert_eq!(closest("the lamp was out"), Some(("the lamp was never out".to_owned(), 4)));
        assert_eq!(
            closest("that's what he wrote in a journal"),
            Some(("what he wrote in the journal".to_owned(), 5))
        );
        assert_eq!(closest("nothing of it"), None);
        assert_eq!(passages.known(&keys("lamp rope journal")), 2);
    }

    #[test]
    fn one_word_without_end_is_not_tried_at_every_place() {
        let passages = Passages::of(&"la ".repeat(100_000));
        assert_eq!(passages.find(&keys("la la la la")), Search::Everywhere);
        assert_eq!(passages.closest(&keys("la la la la")), None);
        assert!(Passages::of("").is_empty() && Passages::of("").closest(&[1, 2, 3]).is_none());
    }

    proptest! {
        #[test]
        fn every_passage_of_a_text_is_found(text in "([abc]{1,2} ){3,60}", from in 0_usize..60, length in 3_usize..9) {
            let passages = Passages::of(&text);
            let all = keys(&text);
            let from = from.min(all.len() - 3);
            let words = &all[from..(from + length).min(all.len())];
            let Search::At(places) = passages.find(words) else { return Ok(()) };
            prop_assert!(places.contains(&from));
            if let Some((part, count)) = passages.closest(words) {
                prop_assert!(part.len() >= count && count <= words.len());
            }
        }
    }
}
