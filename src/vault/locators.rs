//! The same words, cited at times or pages of one source that lie apart.
//!
//! A hash join over the words of quotations: no pair of documents is compared. What another
//! document bears out is right, and where one stands against several, the one is wrong.

use rustc_hash::FxHashMap;

use super::cited::{HOUR, repeats_its_last_field};
use super::index::DocumentId;
use super::quotations::followed;
use super::quoted::Quoting;
use crate::document::{Document, LocatorUnit, Locators, Quotation, are_parted};
use crate::lexicon::{has_word_of, is_rare_written, word_key};
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
    pub at: u64,
    /// Another document that quotes the same.
    pub other: DocumentId,
    /// Where that one writes its place.
    pub other_locator: Span,
    /// That time or page.
    pub other_at: u64,
    /// How many documents agree on the other place.
    pub agreeing: usize,
    /// Whether the time is sixty times the other.
    pub shifted: bool,
}

/// A place where a wording is quoted, with its times or pages.
struct Place {
    document: DocumentId,
    quotation: Quotation,
    unit: LocatorUnit,
    /// Each time and where it is written; the first and the last page.
    times: Vec<(u64, Span)>,
}

impl Place {
    /// Those of a quotation, at most one of each kind; a time comes before all others.
    fn of(quoting: &Quoting<'_>, locators: &Locators<'_>, quotation: &Quotation) -> Vec<Self> {
        let found = locators.of(quotation).into_iter();
        let own = found.filter(|locator| locator.is_of(quoting.document, quoting.key));
        let times: Vec<_> = own.map(|locator| (u64::from(locator.time.seconds()), locator.span)).collect();
        let place = |unit, times| Self { document: quoting.id, quotation: *quotation, unit, times };
        if !times.is_empty() {
            return vec![place(LocatorUnit::Seconds, times)];
        }
        let pages = quotation.pages(quoting.document).into_iter();
        pages.map(|it| place(it.unit, vec![(it.first, it.span), (it.last, it.span)])).collect()
    }

    /// Whether the two have a time in common, or had if both are sixty times too large.
    fn agrees(&self, other: &Self) -> bool {
        if self.unit != LocatorUnit::Seconds {
            let ends = |place: &Self| {
                let pages = || place.times.iter().map(|&(page, _)| page);
                (pages().min().unwrap_or_default(), pages().max().unwrap_or_default())
            };
            return self.unit.meet(ends(self), ends(other));
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

    /// The times of the two, each with each.
    fn pairs(&self, other: &Self) -> impl Iterator<Item = (u32, u32)> {
        let seconds = |&(time, _): &(u64, Span)| u32::try_from(time).unwrap_or(u32::MAX);
        let pair = move |one| other.times.iter().map(move |other| (seconds(one), seconds(other)));
        self.times.iter().flat_map(pair)
    }
}

/// The conflicts between what documents quote from one source; sorted.
pub(super) fn conflicts(quoting: &[Quoting<'_>]) -> Vec<LocatorConflict> {
    let mut wordings: FxHashMap<(u64, LocatorUnit), usize> = FxHashMap::default();
    let mut places: Vec<Vec<Place>> = Vec::new();
    for same in repeated(quoting).chunk_by(|(one, _), (other, _)| one.id == other.id) {
        let document = same[0].0.document;
        let locators = Locators::new(document);
        for &(one, quotation) in same {
            let Some(wording) = wording(document, quotation) else { continue };
            for place in Place::of(one, &locators, quotation) {
                let at = *wordings.entry((wording, place.unit)).or_insert(places.len());
                match places.get_mut(at) {
                    Some(same) => add(same, place, document),
                    None => places.push(vec![place]),
                }
            }
        }
    }
    let mut found: Vec<_> = places.iter().flat_map(|same| among(same)).collect();
    found.sort_unstable_by_key(|conflict| (conflict.document, conflict.quotation, conflict.unit));
    // Of the page and the chapter, the page.
    found.dedup_by_key(|conflict| (conflict.document, conflict.quotation));
    found.sort_unstable();
    found
}

/// The quotations whose source is known that are long enough to be said once.
fn long<'q>(quoting: &Quoting<'q>) -> impl Iterator<Item = &'q Quotation> + use<'q> {
    let sure = quoting.quotations.iter().filter(|quoted| quoted.sure).map(|quoted| &quoted.quotation);
    sure.filter(|quotation| quotation.words.len() >= 2 * FEWEST)
}

/// The quotations that begin as another does, in order: hardly any needs a closer look.
pub(super) fn repeated<'q>(quoting: &'q [Quoting<'q>]) -> Vec<(&'q Quoting<'q>, &'q Quotation)> {
    let all: Vec<_> =
        quoting.iter().flat_map(|one| long(one).map(move |quotation| (one, quotation))).collect();
    if all.len() < 2 {
        return Vec::new();
    }
    let mut begun: Vec<_> =
        (0..).zip(&all).map(|(at, (one, quotation))| (beginning(one.document, quotation), at)).collect();
    begun.sort_unstable();
    let repeated = begun.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1);
    let mut repeated: Vec<usize> = repeated.flatten().map(|&(_, at)| at).collect();
    repeated.sort_unstable();
    repeated.into_iter().map(|at| all[at]).collect()
}

/// The first letters and digits of a quotation, as a number.
fn beginning(document: &Document, quotation: &Quotation) -> u64 {
    const LETTERS: usize = 16;
    let words = document.slice(quotation.words).bytes().filter(u8::is_ascii_alphanumeric);
    let letters = words.take(LETTERS).map(|byte| byte.to_ascii_lowercase());
    letters.fold(0, |sum, byte| followed(sum, u64::from(byte)))
}

/// Adds a place to those of the same words. What a document quotes twice in a sentence it finds twice.
fn add(places: &mut Vec<Place>, place: Place, document: &Document) {
    let own = |same: &&mut Place| {
        let one = same.document == place.document;
        let meant = || says_again(document, place.quotation.span);
        one && (same.agrees(&place) || !are_parted(document, same.quotation, place.quotation) || meant())
    };
    let full = places.len() >= MOST_PLACES;
    match places.iter_mut().find(own) {
        Some(same) if same.times.len() < MOST_TIMES => same.times.extend(place.times),
        None if !full => places.push(place),
        _ => {}
    }
}

/// Whether the words around a quotation tell that it was said before: `Later he repeats that "…"`.
fn says_again(document: &Document, quotation: Span) -> bool {
    const NEAR: usize = 100;
    let Some((_, block)) = document.block_of(quotation) else { return false };
    let text = document.text();
    let from = text.floor_char_boundary(quotation.start().saturating_sub(NEAR)).max(block.span.start());
    let until = text.floor_char_boundary((quotation.end() + NEAR).min(block.span.end())).max(quotation.end());
    let (before, after) = (Span::new(from, quotation.start()), Span::new(quotation.end(), until));
    [before, after].into_iter().any(|span| has_word_of("again", span.of(text)))
}

/// What a quotation says, if it is long and rare enough to be said once.
pub(super) fn wording(document: &Document, quotation: &Quotation) -> Option<u64> {
    let words = quotation.word_spans(document, MOST);
    let words = || words.iter().map(|&word| document.slice(word));
    let rare = words().filter(|word| is_rare_written(word)).take(FEWEST_RARE).count();
    let long = words().len() >= FEWEST && rare >= FEWEST_RARE;
    long.then(|| words().map(word_key).fold(0, followed))
}

/// So many documents on one wording are enough to see who agrees with whom.
const MOST_PLACES: usize = 24;

/// The places of one wording that no other bears out, each with the one that it stands against.
fn among(places: &[Place]) -> Vec<LocatorConflict> {
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
        // Of two in one document the later.
        let told = |other: &Place| {
            most > 1 || other.document != place.document || other.quotation.span < place.quotation.span
        };
        if let Some((_, other)) = others.next().filter(|(_, other)| told(other)) {
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
        quotation: place.quotation.span,
        unit: place.unit,
        at,
        other: other.document,
        other_locator,
        other_at,
        agreeing,
        shifted,
    }
}
