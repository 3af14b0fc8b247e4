//! Notes that are wanted and not there, and the names that come near theirs.

use std::cell::LazyCell;
use std::sync::{Arc, OnceLock};

use rapidfuzz::distance::osa;
use rustc_hash::FxHashMap;

use super::index::{DocumentId, UnsoundLink};
use super::names::{folded, percent_decoded, without_extension};
use super::resolve::Resolution;
use crate::document::{Document, LinkSyntax};

/// How many names are looked at for suggestions in all; on a large vault with many links to
/// nowhere the rest go without.
const MAX_COMPARISONS: usize = 4_000_000;

/// The longest name, in characters, that a near one is looked for.
const MAX_NAME: usize = 120;

/// A note that links ask for and that is not there.
#[derive(Debug)]
pub struct WantedNote {
    /// The name, as the first link writes it.
    pub name: Box<str>,
    /// How many links ask for it.
    pub references: u32,
    /// How many notes those links stand in.
    pub notes: u32,
    /// The last of those notes.
    last: usize,
    /// Whether its share of the comparisons is paid for.
    compared: bool,
    near: OnceLock<Option<DocumentId>>,
}

/// A note that there is.
#[derive(Debug)]
struct Known {
    name: Box<str>,
    pairs: u128,
    id: DocumentId,
}

/// All wanted notes.
#[derive(Debug, Default)]
pub struct WantedNotes {
    /// In the order of the first links to them.
    notes: Vec<WantedNote>,
    by_name: FxHashMap<Box<str>, u32>,
    /// The notes there are, by the length of their folded names in characters.
    by_length: FxHashMap<usize, Vec<Known>>,
}

impl WantedNotes {
    /// Counts what the links of each document want, and notes it down at the links.
    pub(super) fn of(documents: &[Arc<Document>], unsound: &mut [Box<[UnsoundLink]>]) -> Self {
        let mut wanted = Self::default();
        for (at, (document, unsound)) in documents.iter().zip(unsound).enumerate() {
            for unsound in unsound.iter_mut().filter(|unsound| unsound.resolution == Resolution::Missing) {
                let link = &document.links[unsound.link as usize];
                let target = document.slice(link.target);
                unsound.wanted = match link.syntax {
                    LinkSyntax::Wiki => wanted.add(target, at),
                    _ => wanted.add(&percent_decoded(target), at),
                };
            }
        }
        if !wanted.notes.is_empty() {
            wanted.pay_for_comparisons(documents);
        }
        wanted
    }

    /// Counts a link to `name` in the note that is number `at`; the number of the note it wants.
    fn add(&mut self, name: &str, at: usize) -> u32 {
        let name = without_extension(name);
        let key = folded(name);
        if let Some(&known) = self.by_name.get(&*key) {
            let note = &mut self.notes[known as usize];
            note.references += 1;
            note.notes += u32::from(note.last != at);
            note.last = at;
            return known;
        }
        let number = u32::try_from(self.notes.len()).unwrap_or(u32::MAX);
        self.by_name.insert(key.into(), number);
        let near = OnceLock::new();
        self.notes.push(WantedNote {
            name: name.into(),
            references: 1,
            notes: 1,
            last: at,
            compared: false,
            near,
        });
        number
    }

    /// Gives each wanted note its comparisons while there are some left: those wanted least
    /// first, since a name that is asked for once is likely a slip.
    fn pay_for_comparisons(&mut self, documents: &[Arc<Document>]) {
        for (at, document) in documents.iter().enumerate() {
            let name: Box<str> = folded(document.stem()).into();
            let known = Known { pairs: pairs(&name), id: DocumentId::new(at), name };
            self.by_length.entry(known.name.chars().count()).or_default().push(known);
        }
        let references = |at: u32| self.notes[at as usize].references;
        let mut order: Vec<(u32, &str, u32)> =
            self.by_name.iter().map(|(key, &at)| (references(at), &**key, at)).collect();
        order.sort_unstable();
        let mut left = MAX_COMPARISONS;
        for (_, key, at) in order {
            let cost: usize =
                lengths_near(key).map(|length| self.by_length.get(&length).map_or(0, Vec::len)).sum();
            if cost <= left {
                left -= cost;
                self.notes[at as usize].compared = true;
            }
        }
    }

    /// The note that a link wants, if it wants one that is not there.
    #[must_use]
    pub fn note(&self, link: &UnsoundLink) -> Option<&WantedNote> {
        self.notes.get(link.wanted as usize)
    }

    /// All of them, in the order of the first links to them.
    pub fn iter(&self) -> impl Iterator<Item = &WantedNote> {
        self.notes.iter()
    }

    /// The only existing note whose name comes nearest to that of `note`, which is one of these,
    /// if one comes near at all.
    #[must_use]
    pub fn near(&self, note: &WantedNote) -> Option<DocumentId> {
        note.compared.then(|| *note.near.get_or_init(|| self.nearest(&folded(&note.name))))?
    }

    fn nearest(&self, key: &str) -> Option<DocumentId> {
        // Hardly any name comes so near that it is compared.
        let scorer = LazyCell::new(|| osa::BatchComparator::new(key.chars()));
        let (wanted, most) = (pairs(key), max_distance(key));
        let mut best: Option<(usize, DocumentId)> = None;
        let mut tied = false;
        for known in lengths_near(key).filter_map(|length| self.by_length.get(&length)).flatten() {
            let cutoff = best.map_or(most, |(distance, _)| distance);
            // One slip changes six pairs at most (two letters swapped: three pairs go, three come):
            // nearly all names are told apart without a comparison.
            if (wanted ^ known.pairs).count_ones() as usize > 6 * cutoff {
                continue;
            }
            let distance =
                scorer.distance_with_args(known.name.chars(), &osa::Args::default().score_cutoff(cutoff));
            // Names that differ only in digits are a series, not a slip: `Log 1` and `Log 2`.
            let Some(distance) = distance.filter(|_| !same_but_digits(key, &known.name)) else { continue };
            tied = best.is_some_and(|(before, _)| before == distance);
            best = Some((distance, known.id));
        }
        best.filter(|_| !tied).map(|(_, id)| id)
    }
}

/// How many slips a name of that length may hold: one in five characters, three at most.
fn max_distance(key: &str) -> usize {
    let length = key.chars().count();
    if length > MAX_NAME { 0 } else { (length / 5).min(3) }
}

fn lengths_near(key: &str) -> std::ops::RangeInclusive<usize> {
    let (length, distance) = (key.chars().count(), max_distance(key));
    if distance == 0 {
        // An empty range: a name this short, or this long, comes near to nothing.
        #[expect(clippy::reversed_empty_ranges, reason = "the empty range is meant")]
        return 1..=0;
    }
    length.saturating_sub(distance)..=length + distance
}

/// The set of pairs of letters in a name, its two ends included, spread over the bits.
fn pairs(name: &str) -> u128 {
    let mut before = 0_u32;
    name.chars().map(u32::from).chain(std::iter::once(0)).fold(0, |set, c| {
        let bit = (before.wrapping_mul(31).wrapping_add(c)).wrapping_mul(0x9e37_79b9) >> 25;
        before = c;
        set | 1 << bit
    })
}

fn same_but_digits(a: &str, b: &str) -> bool {
    let letters = |text: &'_ str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    a != b && letters(a) == letters(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_changes_six_pairs_at_most() {
        let name = "the harbour log of 1894";
        for slip in [
            "the harbour lgo of 1894",
            "the harbuor log of 1894",
            "the harbor log of 1894",
            "te harbour log of 1894",
            "xthe harbour log of 1894",
            "the harbour log of 1895",
        ] {
            let changed = (pairs(name) ^ pairs(slip)).count_ones();
            assert!(changed <= 6, "{slip}: {changed}");
        }
        assert!((pairs(name) ^ pairs("quite another name here")).count_ones() > 18);
    }

    #[test]
    fn a_series_is_no_slip() {
        assert!(same_but_digits("log 1", "log 12") && !same_but_digits("log 1", "lag 1"));
    }
}
