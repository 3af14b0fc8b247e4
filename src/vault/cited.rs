//! The media times that the documents on one source cite, gathered once.
//!
//! What is wrong in one document shows beside the others, so this table holds only what is
//! credible: no document whose times are all whole minutes or look sixty times too large.

use std::sync::Arc;

use super::DocumentId;
use crate::document::Document;

/// A document with fewer different times says nothing of the source's length.
const FEWEST: usize = 3;
/// From here on a time can be minutes and seconds written as hours and minutes.
const HOUR: u32 = 3600;

/// A time, and up to two documents that cite it: enough to know of one that is not the reader's own.
#[derive(Clone, Copy, Debug)]
struct Cited {
    seconds: u32,
    by: DocumentId,
    also: Option<DocumentId>,
}

/// Times cited for one source.
#[derive(Debug, Default)]
pub struct CitedTimes {
    /// By time, each once.
    times: Vec<Cited>,
    /// The last time that each document cites, the latest first.
    ends: Vec<(u32, DocumentId)>,
}

/// How long a source lasts at least, as documents on it show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ShownLength {
    /// The last time that a document cites and another comes near.
    pub end: u32,
    /// How many documents cite times.
    pub documents: usize,
    /// Whether a second one ends within a fifth of it.
    pub agreed: bool,
}

impl CitedTimes {
    pub(super) fn of(documents: &[Arc<Document>], ids: &[DocumentId]) -> Self {
        let mut lists: Vec<(DocumentId, Vec<u32>)> = ids
            .iter()
            .map(|&id| (id, distinct(&documents[id.index()])))
            .filter(|(_, times)| times.len() >= FEWEST && !is_rounded(times))
            .collect();
        let raw = merged(&lists);
        for (id, times) in &mut lists {
            let scaled = |seconds: u32| seconds >= HOUR && cites(&raw, seconds / 60, *id);
            let direct = times.iter().filter(|&&seconds| cites(&raw, seconds, *id)).count();
            let shifted = times.iter().filter(|&&seconds| scaled(seconds)).count();
            if shifted > 2 * direct + 2 {
                times.clear();
            } else {
                times.retain(|&seconds| {
                    seconds < HOUR
                        || cites(&raw, seconds, *id)
                        || !(scaled(seconds) || repeats_its_last_field(seconds))
                });
            }
        }
        lists.retain(|(_, times)| times.len() >= FEWEST);
        let mut ends: Vec<_> = lists.iter().filter_map(|(id, times)| Some((*times.last()?, *id))).collect();
        ends.sort_unstable_by(|a, b| b.cmp(a));
        Self { times: merged(&lists), ends }
    }

    /// Whether a document other than `reader` cites the time.
    #[must_use]
    pub fn cites(&self, seconds: u32, reader: DocumentId) -> bool {
        cites(&self.times, seconds, reader)
    }

    /// How many different times are cited.
    #[must_use]
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether no time is cited.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// What documents other than `reader` show of the source's length. A time twice as late as
    /// any of another document shows nothing.
    #[must_use]
    pub fn shown_to(&self, reader: DocumentId) -> Option<ShownLength> {
        let mut ends = self.ends.iter().filter(|(_, id)| *id != reader).map(|&(end, _)| end).peekable();
        let own = self.ends.iter().any(|(_, id)| *id == reader);
        let documents = self.ends.len() - usize::from(own);
        while let Some(end) = ends.next() {
            let next = ends.peek().copied();
            if next.is_none_or(|next| next >= end / 2) {
                let agreed = next.is_some_and(|next| next >= end / 5 * 4);
                return Some(ShownLength { end, documents, agreed });
            }
        }
        None
    }
}

/// Whether minutes and seconds are one number, or there are no seconds.
#[must_use]
pub fn repeats_its_last_field(seconds: u32) -> bool {
    seconds % 60 == 0 || seconds % 60 == seconds / 60 % 60
}

/// The different times of a document, 0 left out; those of links may be of other sources.
fn distinct(document: &Document) -> Vec<u32> {
    let own = document.timestamps.iter().filter(|timestamp| timestamp.address.is_none());
    let mut times: Vec<u32> = own
        .filter_map(|timestamp| Some(timestamp.time()?.seconds()))
        .filter(|&seconds| seconds > 0)
        .collect();
    times.sort_unstable();
    times.dedup();
    times
}

/// Whether so many times are whole minutes, or have one number of seconds, that the rest is no witness either.
fn is_rounded(times: &[u32]) -> bool {
    let mut counts = [0_usize; 60];
    for seconds in times {
        counts[(seconds % 60) as usize] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    counts[0] * 4 > times.len() || (most * 4 > times.len() && times.len() >= 8)
}

fn merged(lists: &[(DocumentId, Vec<u32>)]) -> Vec<Cited> {
    let mut all: Vec<(u32, DocumentId)> =
        lists.iter().flat_map(|(id, times)| times.iter().map(|&seconds| (seconds, *id))).collect();
    all.sort_unstable();
    let mut merged: Vec<Cited> = Vec::with_capacity(all.len());
    for (seconds, by) in all {
        match merged.last_mut().filter(|last| last.seconds == seconds) {
            Some(last) => last.also = last.also.or(Some(by)),
            None => merged.push(Cited { seconds, by, also: None }),
        }
    }
    merged
}

fn cites(times: &[Cited], seconds: u32, reader: DocumentId) -> bool {
    times
        .binary_search_by_key(&seconds, |cited| cited.seconds)
        .is_ok_and(|at| times[at].by != reader || times[at].also.is_some())
}
