//! Quotations of one source that differ in two words apart: two that are swapped, or two others in a
//! long one.
//!
//! Two with the same words in another order have one sum. Of two long ones of as many words with two
//! other words, one of the three parts is the same. So no pair is compared that shares neither.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{MAX_WORDINGS, RARE, SHARED, Text, Word, followed};
use crate::lexicon::{folded_word, is_content, is_rare};
use crate::vault::other_words::{is_alteration, is_number, same_word};
use crate::vault::quoted::Quoting;

/// Into so many parts a long quotation is cut, and the fewest words of one.
const PARTS: usize = 3;
const LONG: usize = 12;

/// The pairs that may differ in two words apart, by number and sorted.
pub(super) fn candidates(texts: &[Text<'_>]) -> Vec<(u32, u32)> {
    let mut keys: Vec<(u64, u32)> = Vec::new();
    for (number, text) in (0_u32..).zip(texts) {
        let count = text.words.len() as u64;
        let sum = text.words.iter().fold(count, |sum, word| sum.wrapping_add(mixed(word.key)));
        keys.push((sum, number));
        if text.words.len() >= LONG {
            let size = text.words.len() / PARTS;
            for part in 0..PARTS {
                let end = if part + 1 == PARTS { text.words.len() } else { (part + 1) * size };
                let words = &text.words[part * size..end];
                let key = words.iter().fold(count << 2 | part as u64, |sum, word| followed(sum, word.key));
                keys.push((mixed(key), number));
            }
        }
    }
    keys.sort_unstable();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for same in keys.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() <= MAX_WORDINGS) {
        for (at, &(_, one)) in same.iter().enumerate() {
            pairs.extend(same[at + 1..].iter().map(|&(_, other)| (one, other)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The bits of a key, spread: sums of keys as they are have sums in common.
fn mixed(key: u64) -> u64 {
    let key = (key ^ key >> 32).wrapping_mul(super::BASE);
    key ^ key >> 29
}

/// The places at which two quotations of as many words say something else: two, or, if a slip or
/// another form is the second difference, one.
pub(super) fn differing(first: &Text<'_>, second: &Text<'_>) -> Vec<Range<usize>> {
    if first.words.len() != second.words.len() {
        return Vec::new();
    }
    let pairs = || first.words.iter().zip(&second.words).enumerate();
    let places: Vec<usize> =
        pairs().filter(|(_, (one, other))| one.key != other.key).map(|(at, _)| at).take(3).collect();
    let &[at, later] = places.as_slice() else { return Vec::new() };
    let shared = first.words.len() - 2;
    let word = |text: &Text<'_>, at: usize| folded_word(text.document.slice(text.words[at].span));
    let others = (0..first.words.len()).filter(|&other| other != at && other != later);
    let rare = others.filter(|&other| is_rare(&word(first, other))).take(RARE).count();
    if shared < SHARED || rare < RARE || later == at + 1 {
        return Vec::new();
    }
    let key = |words: &[Word], at: usize| words[at].key;
    let swapped = key(&first.words, at) == key(&second.words, later)
        && key(&first.words, later) == key(&second.words, at);
    if swapped {
        let (one, other) = (word(first, at), word(first, later));
        let says = |word: &str| is_content(word) || is_number(word);
        // `lamps and bells`, `bells and lamps`
        let listed = later == at + 2 && !is_content(&word(first, at + 1));
        let sound = listed || !says(&one) || !says(&other) || same_word(&one, &other);
        return if sound { Vec::new() } else { vec![at..at + 1, later..later + 1] };
    }
    if first.words.len() < LONG {
        return Vec::new();
    }
    let altered = |&at: &usize| is_alteration(&[word(first, at).into()], &[word(second, at).into()]);
    places.iter().filter(|at| altered(at)).map(|&at| at..at + 1).collect()
}

/// Adds those pairs that are not `seen`, each with the places that differ.
pub(super) fn pairs(
    texts: &[Text<'_>],
    seen: &FxHashSet<(u32, u32)>,
    quoting: &[Quoting<'_>],
    mut found: impl FnMut(&Text<'_>, &Text<'_>, Range<usize>),
) {
    for pair in candidates(texts).into_iter().filter(|pair| !seen.contains(pair)) {
        let (first, second) = (&texts[pair.0 as usize], &texts[pair.1 as usize]);
        if !first.is_beside(second, quoting) {
            differing(first, second).into_iter().for_each(|place| found(first, second, place));
        }
    }
}
