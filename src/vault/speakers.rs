//! The same words of one source, in the mouths of two people.

use rustc_hash::FxHashMap;

use super::index::DocumentId;
use super::locators::{repeated, wording};
use super::quoted::Quoting;
use crate::document::{Document, named_speaker};
use crate::lexicon::folded_word;
use crate::text::Span;

/// So many documents on one wording are heard.
const MOST: usize = 8;

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

/// A quotation in a document, with its speaker.
struct Said {
    document: DocumentId,
    speaker: Span,
    /// The words of the name, folded.
    name: Vec<Box<str>>,
}

/// What documents give to different speakers, sorted. Where more give it to one of them, those are right.
pub(super) fn conflicts(quoting: &[Quoting<'_>]) -> Vec<SpeakerConflict> {
    let mut wordings: FxHashMap<u64, usize> = FxHashMap::default();
    let mut all: Vec<Vec<Said>> = Vec::new();
    for (one, quotation) in repeated(quoting) {
        // Few have a name beside them, which is told sooner than what they say.
        let Some(speaker) = named_speaker(one.document, quotation) else { continue };
        let Some(wording) = wording(one.document, quotation) else { continue };
        let at = *wordings.entry(wording).or_insert(all.len());
        if at == all.len() {
            all.push(Vec::new());
        }
        if all[at].len() < MOST {
            let name = words(one.document, speaker);
            all[at].push(Said { document: one.id, speaker, name });
        }
    }
    let differ = |said: &&Vec<Said>| said.iter().any(|one| one.name != said[0].name);
    let mut found: Vec<_> = all.iter().filter(differ).flat_map(|said| among(said)).collect();
    found.sort_unstable();
    found.dedup_by_key(|conflict| (conflict.document, conflict.speaker));
    found
}

/// Those of one wording whom no more agree with than with another.
fn among(said: &[Said]) -> Vec<SpeakerConflict> {
    let support = |one: &Said| said.iter().filter(|two| is_one(&one.name, &two.name)).count();
    let supports: Vec<usize> = said.iter().map(support).collect();
    let mut found = Vec::new();
    for (at, one) in said.iter().enumerate() {
        let against = said.iter().enumerate().find(|&(other, two)| {
            supports[other] >= supports[at] && two.document != one.document && !is_one(&one.name, &two.name)
        });
        found.extend(against.map(|(_, two)| SpeakerConflict {
            document: one.document,
            speaker: one.speaker,
            other: two.document,
            other_speaker: two.speaker,
        }));
    }
    found
}

fn words(document: &Document, name: Span) -> Vec<Box<str>> {
    document.slice(name).split([' ', '-']).map(folded_word).collect()
}

/// Whether two names may be one person's: they have a word in common, or nearly.
fn is_one(one: &[Box<str>], two: &[Box<str>]) -> bool {
    one.iter().any(|word| {
        two.iter().any(|other| {
            word == other
                || rapidfuzz::distance::osa::distance(word.chars(), other.chars()) <= word.chars().count() / 3
        })
    })
}
