//! The same words, cited at times or pages of one source that lie apart.
//!
//! A hash join over the words of quotations: no pair of documents is compared. What another
//! document bears out is right, and where one stands against several, the one is wrong.

use rustc_hash::FxHashMap;

use super::cited::{HOUR, repeats_its_last_field};
use super::index::DocumentId;
use super::quotations::followed;
use super::quoted::Quoting;
use crate::document::{Document, Locators, Quotation};
use crate::lexicon::{folded_word, is_rare, word_key};
use crate::text::Span;

/// Fewer words, or fewer that are not common, are said more than once in a talk.
const FEWEST: usize = 6;
const FEWEST_RARE: usize = 4;
/// Longer quotations are taken for one by so many words.
const MOST: usize = 80;
/// So many seconds apart, two times are two places: people cite the beginning of a passage, or its end.
const TOLERANCE: u32 = 90;

/// So many times at which one document cites the same words are enough.
const MOST_TIMES: usize = 16;

/// So many pages apart, two pages are two places: a quotation may run over from one to the next.
const PAGES: u32 = 1;

/// What a place in a source is counted in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LocatorUnit {
    /// Seconds of a medium.
    Seconds,
    /// Pages.
    Pages,
}

/// A quotation that another document on its source cites at another place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct LocatorConflict {
    /// The document of the quotation.
    pub document: DocumentId,
    /// Where its time or page is written.
    pub locator: Span,
    /// The quotation.
    pub quotation: Span,
    /// What the places are counted in.
    pub unit: LocatorUnit,
    /// The time or page.
    pub at: u32,
    /// Another document that quotes the same.
    pub other: DocumentId,
    /// Where that one writes its place.
    pub other_locator: Span,
    /// That time or page.
    pub other_at: u32,
    /// How many documents agree on the other place.
    pub agreeing: usize,
    /// Whether the time is sixty times the other.
    pub shifted: bool,
}

/// A place where a wording is quoted, with its times or pages.
struct Place {
    document: DocumentId,
    quotation: Span,
    unit: LocatorUnit,
    /// Each time and where it is written; the first and the last page.
    times: Vec<(u32, Span)>,
}

impl Place {
    fn of(quoting: &Quoting<'_>, locators: &Locators<'_>, quotation: &Quotation) -> Option<Self> {
        let found = locators.of(quotation).into_iter();
        let own = found.filter(|locator| locator.is_of(quoting.document, quoting.key));
        let times: Vec<_> = own.map(|locator| (locator.time.seconds(), locator.span)).collect();
        let (unit, times) = match quotation.pages(quoting.document).filter(|_| times.is_empty()) {
            Some(pages) => (LocatorUnit::Pages, vec![(pages.first, pages.span), (pages.last, pages.span)]),
            None => (LocatorUnit::Seconds, times),
        };
        (!times.is_empty()).then_some(Self { document: quoting.id, quotation: quotation.span, unit, times })
    }

    /// Whether the two have a time in common, or had if both are sixty times too large.
    fn agrees(&self, other: &Self) -> bool {
        if self.unit == LocatorUnit::Pages {
            let first = |place: &Self| place.times.iter().map(|&(page, _)| page).min().unwrap_or_default();
            let last = |place: &Self| place.times.iter().map(|&(page, _)| page).max().unwrap_or_default();
            return first(self) <= last(other) + PAGES && first(other) <= last(self) + PAGES;
        }
        self.pairs(other).any(|(time, other)| {
            let shaped = repeats_its_last_field(time) || repeats_its_last_field(other);
            let scaled = shaped && time.min(other) >= HOUR;
            time.abs_diff(other) <= TOLERANCE || scaled && (time / 60).abs_diff(other / 60) <= TOLERANCE
        })
    }

    /// Whether one of its times is sixty times one of the other's.
    fn is_shifted(&self, other: &Self) -> bool {
        self.unit == LocatorUnit::Seconds
            && self.pairs(other).any(|(time, other)| {
                let slack = match repeats_its_last_field(time) {
                    true if time >= HOUR => TOLERANCE,
                    shaped if time >= HOUR || shaped => TOLERANCE / 9,
                    _ => return false,
                };
                time / 60 > 0 && time.abs_diff(other) > TOLERANCE && (time / 60).abs_diff(other) <= slack
            })
    }

    fn pairs(&self, other: &Self) -> impl Iterator<Item = (u32, u32)> {
        self.times.iter().flat_map(|&(time, _)| other.times.iter().map(move |&(other, _)| (time, other)))
    }
}

/// The conflicts between what documents quote from one source; sorted.
pub(super) fn conflicts(quoting: &[Quoting<'_>]) -> Vec<LocatorConflict> {
    if quoting.len() < 2 {
        return Vec::new();
    }
    let mut wordings: FxHashMap<(u64, LocatorUnit), usize> = FxHashMap::default();
    let mut places: Vec<Vec<Place>> = Vec::new();
    for one in quoting {
        let (id, document) = (one.id, one.document);
        let locators = Locators::new(document);
        for quoted in one.quotations.iter().filter(|quoted| quoted.sure) {
            let quotation = &quoted.quotation;
            if quotation.words.len() < 2 * FEWEST {
                continue;
            }
            let Some(place) = Place::of(one, &locators, quotation) else { continue };
            let Some(wording) = wording(document, quotation) else { continue };
            let at = *wordings.entry((wording, place.unit)).or_insert(places.len());
            match places.get_mut(at) {
                // What a document quotes twice it may find twice.
                Some(same) => match same.iter_mut().find(|same| same.document == id) {
                    Some(same) if same.times.len() < MOST_TIMES => same.times.extend(place.times),
                    Some(_) => {}
                    None => same.push(place),
                },
                None => places.push(vec![place]),
            }
        }
    }
    let mut found: Vec<_> = places.iter().flat_map(|same| among(same)).collect();
    found.sort_unstable();
    found
}

/// What a quotation says, if it is long and rare enough to be said once.
fn wording(document: &Document, quotation: &Quotation) -> Option<u64> {
    let words = quotation.word_spans(document, MOST);
    let words = || words.iter().map(|&word| document.slice(word));
    let rare = words().filter(|word| is_rare(&folded_word(word))).take(FEWEST_RARE).count();
    let long = words().len() >= FEWEST && rare >= FEWEST_RARE;
    long.then(|| words().map(word_key).fold(0, followed))
}

/// So many documents on one wording are enough to see who agrees with whom.
const MOST_PLACES: usize = 24;

/// The places of one wording that no other bears out, each with the one that it stands against.
fn among(places: &[Place]) -> Vec<LocatorConflict> {
    let places = &places[..places.len().min(MOST_PLACES)];
    let mut found = Vec::new();
    let mut sound = Vec::new();
    for place in places {
        match places.iter().find(|other| place.is_shifted(other)) {
            Some(other) => found.push(conflict(place, other, 1, true)),
            None => sound.push(place),
        }
    }
    let agreeing = |place: &Place| sound.iter().filter(|other| place.agrees(other)).count();
    let agreeing: Vec<usize> = sound.iter().map(|place| agreeing(place)).collect();
    let most = agreeing.iter().copied().max().unwrap_or_default();
    for (at, place) in sound.iter().enumerate().filter(|&(at, _)| agreeing[at] == 1) {
        let mut others =
            sound.iter().enumerate().filter(|&(other, _)| other != at && agreeing[other] == most);
        if let Some((_, other)) = others.next() {
            found.push(conflict(place, other, most, false));
        }
    }
    found
}

fn conflict(place: &Place, other: &Place, agreeing: usize, shifted: bool) -> LocatorConflict {
    let ((at, locator), (other_at, other_locator)) = (place.times[0], other.times[0]);
    LocatorConflict {
        document: place.document,
        locator,
        quotation: place.quotation,
        unit: place.unit,
        at,
        other: other.document,
        other_locator,
        other_at,
        agreeing,
        shifted,
    }
}
