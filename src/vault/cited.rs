//! The media times that the documents on one source cite, gathered once.
//!
//! What is wrong in one document shows beside the others, so this table holds only what is
//! credible: no document whose times are all whole minutes or look sixty times too large.

use std::sync::Arc;

use super::DocumentId;
use crate::document::Document;

/// A document with fewer different times says nothing of the source's length.
const FEWEST: usize = 3;
/// So many documents that agree are as good as any number.
const MANY: usize = 8;
/// From here on a time can be minutes and seconds written as hours and minutes.
pub(super) const HOUR: u32 = 3600;

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
    /// How many of them end within a fifth of it, that one among them; counted up to eight.
    pub agreeing: usize,
}

impl CitedTimes {
    pub(super) fn of(documents: &[Arc<Document>], ids: &[DocumentId]) -> Self {
        let mut lists: Vec<(DocumentId, Vec<u32>)> = ids
            .iter()
            .map(|&id| (id, distinct(&documents[id.index()])))
            .filter(|(_, times)| times.len() >= FEWEST && !is_rounded(times))
            .collect();
        let raw = merged(&lists);
        let told =
            |lists: &[(DocumentId, Vec<u32>)]| lists.iter().map(|(_, times)| times.len()).sum::<usize>();
        let all = told(&lists);
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
        let times = if told(&lists) == all { raw } else { merged(&lists) };
        Self { times, ends }
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
                let near = |&other: &u32| other >= end / 5 * 4;
                let agreeing = 1 + ends.take(MANY - 1).take_while(near).count();
                return Some(ShownLength { end, documents, agreeing });
            }
        }
        None
    }
}

/// Whether minutes and seconds are one number, or there are no seconds.
#[must_use]
pub fn repeats_its_last_field(seconds: u32) -> bool {
    seconds.is_multiple_of(60) || seconds % 60 == seconds / 60 % 60
}

/// The different times of a document, 0 left out; those of links may be of other sources.
fn distinct(document: &Document) -> Vec<u32> {
    let own = document.own_timestamps();
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
    // Each list is sorted, which only a stable sort makes use of.
    all.sort();
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

#[cfg(test)]
mod tests {
    use crate::vault::{Vault, repeats_its_last_field};

    const KEY: &str = "youtube:abcdefghijk";

    fn vault(notes: &[&str]) -> Vault {
        let text = |times: &&str| {
            let marks: Vec<String> = times.split(' ').map(|time| format!("[{time}]")).collect();
            format!("---\nvideoId: abcdefghijk\n---\n{}\n", marks.join(" and "))
        };
        let texts: Vec<(String, String)> =
            notes.iter().enumerate().map(|(at, times)| (format!("{at}.md"), text(times))).collect();
        Vault::from_texts(texts.iter().map(|(path, text)| (&**path, &**text)))
    }

    fn shown(notes: &[&str], reader: usize) -> Option<(u32, usize)> {
        let vault = vault(notes);
        let reader = vault.ids().nth(reader)?;
        vault.cited_on(KEY)?.shown_to(reader).map(|shown| (shown.end, shown.agreeing))
    }

    const SHORT: &str = "00:01:12 00:02:05 00:03:44 00:09:40";
    const OTHER: &str = "00:00:51 00:02:05 00:06:02 00:09:38";

    #[test]
    fn other_documents_show_the_length() {
        assert_eq!(shown(&[SHORT, OTHER], 0), Some((578, 1)));
        assert_eq!(shown(&[SHORT, OTHER, SHORT], 1), Some((580, 2)));
        assert_eq!(shown(&[SHORT], 0), None);
    }

    #[test]
    fn what_is_not_credible_shows_nothing() {
        for odd in [
            "01:12:00 02:05:00 03:44:00 09:40:00",
            "01:12:07 02:05:11 03:44:31 09:40:22",
            "00:01:12 00:02:05 00:03:44 05:09:37",
            "00:01:12 00:02:05 00:03:44 09:40:00",
        ] {
            let end = shown(&[SHORT, OTHER, odd, SHORT], 0).map(|(end, _)| end);
            assert_eq!(end, Some(580), "{odd}");
        }
    }

    #[test]
    fn a_last_field_that_says_nothing() {
        assert!(repeats_its_last_field(93 * 60) && repeats_its_last_field(2 * 3600 + 14 * 60 + 14));
        assert!(!repeats_its_last_field(93));
    }
}
