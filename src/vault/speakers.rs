//! The same words of one source, in the mouths of two people.

use rustc_hash::FxHashMap;

use super::index::DocumentId;
use super::locators::{repeated, wording};
use super::quoted::Quoting;
use crate::document::{Document, named_speaker};
use crate::lexicon::folded_word;
use crate::text::Span;

/// So many documents on one wording are heard.
const MOST: usize = 16;

/// A quotation that another document gives to somebody else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SpeakerConflict {
    /// The document of the quotation.
    pub document: DocumentId,
    /// Whose words they are there.
    pub speaker: Span,
    /// Another document that quotes the same.
    pub other: DocumentId,
    /// Whose words they are in that one.
    pub other_speaker: Span,
}

/// What documents give to different speakers, sorted. Where more give it to one of them, those are right.
pub(super) fn conflicts(quoting: &[Quoting<'_>]) -> Vec<SpeakerConflict> {
    let mut wordings: FxHashMap<u64, usize> = FxHashMap::default();
    let mut named: Vec<Vec<(&Quoting<'_>, Span)>> = Vec::new();
    for (one, quotation) in repeated(quoting) {
        let Some(wording) = wording(one.document, quotation) else { continue };
        let Some(speaker) = named_speaker(one.document, quotation) else { continue };
        let at = *wordings.entry(wording).or_insert(named.len());
        match named.get_mut(at) {
            Some(same) if same.len() < MOST => same.push((one, speaker)),
            Some(_) => {}
            None => named.push(vec![(one, speaker)]),
        }
    }
    let mut found: Vec<_> = named.iter().flat_map(|same| among(same)).collect();
    found.sort_unstable();
    found.dedup_by_key(|conflict| (conflict.document, conflict.speaker));
    found
}

/// Those of one wording whom no more agree with than with another.
fn among(named: &[(&Quoting<'_>, Span)]) -> Vec<SpeakerConflict> {
    let agree = |one: &(&Quoting<'_>, Span), two: &(&Quoting<'_>, Span)| {
        is_one(words(one.0.document, one.1), words(two.0.document, two.1))
    };
    let support = |one: &(&Quoting<'_>, Span)| named.iter().filter(|two| agree(one, two)).count();
    let supports: Vec<usize> = named.iter().map(support).collect();
    let mut found = Vec::new();
    for (at, one) in named.iter().enumerate() {
        let against = named.iter().enumerate().find(|&(other, two)| {
            !agree(one, two) && supports[other] >= supports[at] && two.0.id != one.0.id
        });
        found.extend(against.map(|(_, two)| SpeakerConflict {
            document: one.0.id,
            speaker: one.1,
            other: two.0.id,
            other_speaker: two.1,
        }));
    }
    found
}

fn words(document: &Document, name: Span) -> Vec<Box<str>> {
    document.slice(name).split([' ', '-']).map(folded_word).collect()
}

/// Whether two names may be one person's: they have a word in common, or nearly.
fn is_one(one: Vec<Box<str>>, two: Vec<Box<str>>) -> bool {
    one.iter().any(|word| {
        two.iter().any(|other| {
            word == other
                || rapidfuzz::distance::osa::distance(word.chars(), other.chars()) <= word.chars().count() / 3
        })
    })
}
