//! Quotations of one source that are nearly the same words.
//!
//! A hash join: each quotation is entered under what is left of it without each of its words,
//! so that two which differ in one place meet under one key. No pair is ever compared that
//! does not share all other words, and each text takes part once however often it is quoted.
//! Those that differ in two places are found by [`apart`].

mod apart;
mod differing;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use self::differing::differ;
use super::cited::repeats_its_last_field;
use super::index::DocumentId;
use super::quoted::{QuotedWords, Quoting};
use crate::document::{Document, Locators, Pages, Quotation, are_parted};
use crate::lexicon::{folded_word, word_key};
use crate::text::Span;

/// So many places show at which times a wording is cited.
const MOST_PLACES: usize = 16;

/// The fewest and the most words of a quotation that is compared.
const WORDS: Range<usize> = 4..81;
/// The fewest words that both must share, and those among them that are not common.
const SHARED: usize = 3;
const RARE: usize = 2;
/// So many wordings of one place are a form that is filled in, and no quotation gone wrong.
const MAX_WORDINGS: usize = 4;

/// So many seconds apart, two times are of two utterances.
const UTTERANCE: u32 = 60;

/// A quotation that stands elsewhere, on the same source, in other words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Alteration {
    /// The document of the quotation.
    pub document: DocumentId,
    /// Its words that differ; if it lacks one, the words on either side.
    pub words: Span,
    /// The document of the other quotation.
    pub other: DocumentId,
    /// The words of the other that differ.
    pub other_words: Span,
    /// The words of both as they are told: where one lacks a word, with those on either side.
    pub told: (Span, Span),
    /// How often the first wording is met on the source, and how often the other.
    pub counts: (u32, u32),
}

/// A word of a quotation. Words with one key are one word.
#[derive(Clone, Copy, Debug)]
struct Word {
    key: u64,
    span: Span,
}

/// A wording and where it stands.
#[derive(Debug)]
struct Text<'d> {
    /// The first document that has it, in which its words stand.
    document: &'d Document,
    words: Vec<Word>,
    /// Documents, and the quotation in each.
    places: Vec<(DocumentId, Quotation)>,
    /// Whether the source is cited beside each of them.
    cited: bool,
}

/// What is left of a quotation without some of its words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Rest {
    key: u64,
    /// The number of the text.
    text: u32,
    /// Where the words stood that it lacks, and how many they are.
    from: u32,
    taken: u32,
}

impl<'d> Text<'d> {
    /// Whether one document quotes both and means two things by them: unless it cites the source beside
    /// each, in two sentences.
    fn is_beside(&self, other: &Self, quoting: &[Quoting<'_>]) -> bool {
        self.places.iter().any(|&(id, quotation)| {
            let at = other.places.partition_point(|&(other, _)| other < id);
            let beside = other.places[at..].iter().take_while(|&&(other, _)| other == id);
            let document =
                quoting.binary_search_by_key(&id, |quoting| quoting.id).map(|at| quoting[at].document);
            let meant = |&(_, other_quotation): &(DocumentId, Quotation)| {
                !document.is_ok_and(|document| are_parted(document, quotation, other_quotation))
            };
            let mut beside = beside.take(MOST_PLACES).peekable();
            beside.peek().is_some() && (!self.cited || !other.cited || beside.any(meant))
        })
    }

    /// The times and the pages at which the documents cite it; times that may be shifted show nothing.
    fn places_cited(&self, quoting: &[Quoting<'_>]) -> (Vec<u32>, Vec<Pages>) {
        let places = self.places.iter().take(MOST_PLACES).filter_map(|&(id, quotation)| {
            let at = quoting.binary_search_by_key(&id, |quoting| quoting.id).ok()?;
            Some((quoting[at].document, quotation))
        });
        let (mut times, mut pages) = (Vec::new(), Vec::new());
        for (document, quotation) in places {
            let cited = Locators::new(document).of(&quotation);
            times.extend(cited.into_iter().map(|locator| locator.time.seconds()));
            pages.extend(quotation.pages(document));
        }
        times.retain(|&seconds| !repeats_its_last_field(seconds));
        times.truncate(MOST_PLACES);
        (times, pages)
    }

    fn folded(&self, range: Range<usize>) -> Vec<String> {
        self.words[range].iter().map(|word| folded_word(self.document.slice(word.span)).into()).collect()
    }
}

/// What is altered in what documents quote from one source; sorted.
pub(super) fn alterations(quoting: &[Quoting<'_>]) -> Vec<Alteration> {
    // What one document quotes in two ways it means in two ways, unless it cites both.
    let cited = |quotations: &[QuotedWords]| quotations.iter().filter(|it| it.cited).nth(1).is_some();
    if quoting.len() < 2 && !quoting.iter().any(|quoting| cited(quoting.quotations)) {
        return Vec::new();
    }
    let texts = texts(quoting);
    let mut rests = Vec::new();
    for (at, text) in (0_u32..).zip(&texts) {
        add_rests(at, &text.words, &mut rests);
    }
    rests.sort_unstable();
    let mut pairs = Vec::new();
    let groups = rests.chunk_by(|one, other| one.key == other.key);
    for same in groups.filter(|same| same.len() <= MAX_WORDINGS) {
        for (at, a) in same.iter().enumerate() {
            for b in same[at + 1..].iter().filter(|other| other.text != a.text) {
                pairs.push(((a.text, b.text), a.taken + b.taken, (a.from, a.taken), (b.from, b.taken)));
            }
        }
    }
    // Of the ways to see what differs between two, the smallest.
    pairs.sort_unstable();
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    for ((a, b), _, cut, other_cut) in pairs {
        let (first, second) = (&texts[a as usize], &texts[b as usize]);
        if seen.contains(&(a, b)) || first.is_beside(second, quoting) {
            continue;
        }
        let range = |(from, taken): (u32, u32)| from as usize..(from + taken) as usize;
        let (cut, other_cut) = aligned(range(cut), range(other_cut));
        if differ(first, cut.clone(), second, other_cut.clone())
            && !are_two_utterances(&first.places_cited(quoting), &second.places_cited(quoting))
        {
            seen.insert((a, b));
            pair(quoting, (first, cut), (second, other_cut), &mut found);
        }
    }
    apart::pairs(&texts, &seen, quoting, |first, second, place| {
        if !are_two_utterances(&first.places_cited(quoting), &second.places_cited(quoting)) {
            pair(quoting, (first, place.clone()), (second, place), &mut found);
        }
    });
    found.sort_unstable();
    found.dedup_by_key(|altered| (altered.document, altered.words));
    found
}

/// Whether both are cited at times or at pages, and at none of the other's.
fn are_two_utterances(places: &(Vec<u32>, Vec<Pages>), others: &(Vec<u32>, Vec<Pages>)) -> bool {
    let near = |time: &u32| others.0.iter().any(|&other| time.abs_diff(other) <= UTTERANCE);
    let apart = !places.0.is_empty() && !others.0.is_empty() && !places.0.iter().any(near);
    let meet = |one: &Pages, other: &Pages| one.unit.meet((one.first, one.last), (other.first, other.last));
    apart
        || places.1.iter().any(|one| {
            let others = || others.1.iter().filter(|other| other.unit == one.unit);
            let own = || places.1.iter().filter(|own| own.unit == one.unit);
            others().next().is_some() && !own().any(|own| others().any(|other| meet(own, other)))
        })
}

/// The cuts with the empty one where the other is: the whole of one quotation is in the other.
fn aligned(cut: Range<usize>, other: Range<usize>) -> (Range<usize>, Range<usize>) {
    if cut.is_empty() || other.is_empty() {
        let from = cut.start.max(other.start);
        return (from..from + cut.len(), from..from + other.len());
    }
    (cut, other)
}

/// Reports both wordings at all their places; where more have the one, only the other.
fn pair(
    quoting: &[Quoting<'_>],
    (first, cut): (&Text<'_>, Range<usize>),
    (second, other_cut): (&Text<'_>, Range<usize>),
    found: &mut Vec<Alteration>,
) {
    for ((one, cut), (two, other_cut)) in
        [((first, cut.clone()), (second, other_cut.clone())), ((second, other_cut), (first, cut))]
    {
        if one.places.len() > two.places.len() {
            continue;
        }
        let lacks = cut.is_empty() || other_cut.is_empty();
        let count = |text: &Text<'_>| u32::try_from(text.places.len()).unwrap_or(u32::MAX);
        let counts = (count(one), count(two));
        let span = |text: &Text<'_>, place: (DocumentId, Quotation), cut: &Range<usize>| {
            let at = quoting.binary_search_by_key(&place.0, |quoting| quoting.id).ok()?;
            let document = quoting[at].document;
            let words = words(document, &place.1);
            let told =
                if lacks { underlined(&words, &around(cut, words.len())) } else { underlined(&words, cut) };
            Some((underlined(&words, cut), told)).filter(|_| words.len() == text.words.len())
        };
        let Some((other_words, other_told)) =
            two.places.first().and_then(|&place| span(two, place, &other_cut))
        else {
            continue;
        };
        for &place in &one.places {
            if let Some((words, told)) = span(one, place, &cut) {
                let (document, other, told) = (place.0, two.places[0].0, (told, other_told));
                found.push(Alteration { document, words, other, other_words, told, counts });
            }
        }
    }
}

/// The words in `cut` with those on either side.
fn around(cut: &Range<usize>, count: usize) -> Range<usize> {
    cut.start.saturating_sub(1)..(cut.end + 1).min(count)
}

/// The span of the words in `cut`; where there are none, of those on either side.
fn underlined(words: &[Word], cut: &Range<usize>) -> Span {
    let (first, last) = if cut.is_empty() {
        (cut.start.saturating_sub(1), cut.start.min(words.len() - 1))
    } else {
        (cut.start, cut.end - 1)
    };
    words[first].span.cover(words[last].span)
}

/// The different wordings of what is quoted.
fn texts<'d>(quoting: &[Quoting<'d>]) -> Vec<Text<'d>> {
    let mut texts: Vec<Text<'d>> = Vec::new();
    let mut known: FxHashMap<u64, usize> = FxHashMap::default();
    for &Quoting { id, document, quotations, .. } in quoting {
        for quoted in quotations {
            let words = words(document, &quoted.quotation);
            if !WORDS.contains(&words.len()) {
                continue;
            }
            let wording = words.iter().fold(0, |sum, word| followed(sum, word.key));
            let at = *known.entry(wording).or_insert(texts.len());
            match texts.get_mut(at) {
                Some(text) => {
                    text.places.push((id, quoted.quotation));
                    text.cited &= quoted.cited;
                }
                None => {
                    let places = vec![(id, quoted.quotation)];
                    texts.push(Text { document, words, places, cited: quoted.cited });
                }
            }
        }
    }
    texts
}

/// The words of a quotation; none past the longest that is compared.
fn words(document: &Document, quotation: &Quotation) -> Vec<Word> {
    let spans = quotation.word_spans(document, WORDS.end);
    spans.into_iter().map(|span| Word { key: word_key(document.slice(span)), span }).collect()
}

/// The base of a polynomial over the keys of words.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// What words come to, one after the other.
pub(super) fn followed(sum: u64, key: u64) -> u64 {
    sum.wrapping_mul(BASE).wrapping_add(key)
}

/// What is left of a quotation without none, one or two of its words.
fn add_rests(text: u32, words: &[Word], rests: &mut Vec<Rest>) {
    // Polynomial sums from the front, so that the rest without any range is two products.
    let count = words.len();
    let (mut sums, mut powers) = ([0_u64; WORDS.end], [1_u64; WORDS.end]);
    for (at, word) in words.iter().enumerate() {
        sums[at + 1] = followed(sums[at], word.key);
        powers[at + 1] = powers[at].wrapping_mul(BASE);
    }
    rests.reserve(3 * count);
    for taken in 0..=2 {
        let last = if taken == 0 { 0 } else { count - taken };
        for from in 0..=last {
            let tail = count - from - taken;
            let suffix = sums[count].wrapping_sub(sums[from + taken].wrapping_mul(powers[tail]));
            let key = sums[from].wrapping_mul(powers[tail]).wrapping_add(suffix);
            rests.push(Rest { key, text, from: from as u32, taken: taken as u32 });
        }
    }
}

#[cfg(test)]
mod tests;
