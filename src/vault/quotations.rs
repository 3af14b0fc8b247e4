//! Quotations of one source that are nearly the same words.
//!
//! A hash join: each quotation is entered under what is left of it without each of its words,
//! so that two which differ in one place meet under one key. No pair is ever compared that
//! does not share all other words, and each text takes part once however often it is quoted.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rapidfuzz::distance::osa;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::index::DocumentId;
use crate::document::{Document, Quotation};
use crate::lexicon::{folded_word, is_content, is_negation, is_rare, plain_words};
use crate::text::Span;

/// The fewest and the most words of a quotation that is compared.
const WORDS: Range<usize> = 4..81;
/// The fewest words that both must share, those among them that are not common, and how many
/// shared words permit a second word to differ.
const SHARED: usize = 3;
const RARE: usize = 2;
const SHARED_FOR_TWO: usize = 7;
/// So many wordings of one place are a form that is filled in, and no quotation gone wrong.
const MAX_WORDINGS: usize = 4;

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
    /// How often the first wording is met on the source, and how often the other.
    pub counts: (u32, u32),
}

/// A word of a quotation.
#[derive(Clone, Debug)]
struct Word {
    folded: Box<str>,
    span: Span,
}

/// A wording and where it stands.
#[derive(Debug)]
struct Text {
    words: Vec<Word>,
    /// Documents, and the number of the quotation in each.
    places: Vec<(DocumentId, usize)>,
}

impl Text {
    /// Whether one document quotes both: it means two things by them.
    fn is_beside(&self, other: &Self) -> bool {
        self.places.iter().any(|&(id, _)| other.places.binary_search_by_key(&id, |&(id, _)| id).is_ok())
    }
}

/// What is altered in the quotations of `documents`, which rest on one source; sorted.
pub(super) fn alterations(documents: &[(DocumentId, &Document)]) -> Vec<Alteration> {
    let texts = texts(documents);
    let mut by_rest: FxHashMap<u64, Vec<(u32, u32, u32)>> = FxHashMap::default();
    for (at, text) in (0_u32..).zip(&texts) {
        for (from, taken, key) in rests(&text.words) {
            let same = by_rest.entry(key).or_default();
            if same.len() <= MAX_WORDINGS {
                same.push((at, from, taken));
            }
        }
    }
    let mut pairs = Vec::new();
    for same in by_rest.values().filter(|same| same.len() <= MAX_WORDINGS) {
        for (at, &(a, from, taken)) in same.iter().enumerate() {
            for &(b, other_from, other_taken) in same[at + 1..].iter().filter(|other| other.0 != a) {
                pairs.push(((a, b), taken + other_taken, (from, taken), (other_from, other_taken)));
            }
        }
    }
    // Of the ways to see what differs between two, the smallest.
    pairs.sort_unstable();
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    for ((a, b), _, cut, other_cut) in pairs {
        let (first, second) = (&texts[a as usize], &texts[b as usize]);
        if seen.contains(&(a, b)) || first.is_beside(second) {
            continue;
        }
        let range = |(from, taken): (u32, u32)| from as usize..(from + taken) as usize;
        let (cut, other_cut) = aligned(range(cut), range(other_cut));
        if differ(&first.words, cut.clone(), &second.words, other_cut.clone()) {
            seen.insert((a, b));
            pair(documents, (first, cut), (second, other_cut), &mut found);
        }
    }
    found.sort_unstable();
    found.dedup_by_key(|altered| (altered.document, altered.words));
    found
}

/// The cuts with the empty one where the other is: the whole of one quotation is in the other.
fn aligned(cut: Range<usize>, other: Range<usize>) -> (Range<usize>, Range<usize>) {
    if cut.is_empty() || other.is_empty() {
        let from = cut.start.max(other.start);
        return (from..from + cut.len(), from..from + other.len());
    }
    (cut, other)
}

/// Reports both wordings at all their places.
fn pair(
    documents: &[(DocumentId, &Document)],
    (first, cut): (&Text, Range<usize>),
    (second, other_cut): (&Text, Range<usize>),
    found: &mut Vec<Alteration>,
) {
    for ((one, cut), (two, other_cut)) in
        [((first, cut.clone()), (second, other_cut.clone())), ((second, other_cut), (first, cut))]
    {
        let count = |text: &Text| u32::try_from(text.places.len()).unwrap_or(u32::MAX);
        let counts = (count(one), count(two));
        let span = |text: &Text, place: (DocumentId, usize), cut: &Range<usize>| {
            let at = documents.binary_search_by_key(&place.0, |&(id, _)| id).ok()?;
            let document = documents[at].1;
            let words = words(document, &document.quotations[place.1]);
            Some(underlined(&words, cut)).filter(|_| words.len() == text.words.len())
        };
        let Some(other_words) = two.places.first().and_then(|&place| span(two, place, &other_cut)) else {
            continue;
        };
        for &place in &one.places {
            if let Some(words) = span(one, place, &cut) {
                let (document, other) = (place.0, two.places[0].0);
                found.push(Alteration { document, words, other, other_words, counts });
            }
        }
    }
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

/// The different wordings of the quotations in `documents`.
fn texts(documents: &[(DocumentId, &Document)]) -> Vec<Text> {
    let mut texts: Vec<Text> = Vec::new();
    let mut known: FxHashMap<Box<str>, usize> = FxHashMap::default();
    for &(id, document) in documents {
        for (number, quotation) in document.quotations.iter().enumerate() {
            let words = words(document, quotation);
            if !WORDS.contains(&words.len()) {
                continue;
            }
            let wording = words.iter().map(|word| &*word.folded).collect::<Vec<_>>().join(" ");
            let at = *known.entry(wording.into()).or_insert(texts.len());
            match texts.get_mut(at) {
                Some(text) => text.places.push((id, number)),
                None => texts.push(Text { words, places: vec![(id, number)] }),
            }
        }
    }
    texts
}

/// The folded words of a quotation, citations left out; none past the longest that is compared.
fn words(document: &Document, quotation: &Quotation) -> Vec<Word> {
    let mut found = Vec::new();
    let span = quotation.words;
    let first = document.text_runs.partition_point(|run| run.end <= span.start);
    for run in document.text_runs[first..].iter().take_while(|run| run.start < span.end) {
        let run = Span::new(run.start().max(span.start()), run.end().min(span.end()));
        for (at, word) in plain_words(document.slice(run)) {
            let span = Span::new(at, at + word.len()).shifted(run.start());
            if !is_cited(document, span) {
                found.push(Word { folded: folded_word(word), span });
            }
            if found.len() >= WORDS.end {
                return found;
            }
        }
    }
    found
}

fn is_cited(document: &Document, span: Span) -> bool {
    let next = document.citations.partition_point(|citation| citation.span.end <= span.start);
    document.citations.get(next).is_some_and(|citation| citation.span.start <= span.start)
}

/// What is left of a quotation without none, one or two of its words: where they stood, how many.
fn rests(words: &[Word]) -> impl Iterator<Item = (u32, u32, u64)> + '_ {
    let hashes: Vec<u64> = words.iter().map(|word| hash(&word.folded)).collect();
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    // Polynomial sums from the front, so that the rest without any range is two products.
    let mut sums = vec![0_u64];
    let mut powers = vec![1_u64];
    for &word in &hashes {
        sums.push(sums[sums.len() - 1].wrapping_mul(BASE).wrapping_add(word));
        powers.push(powers[powers.len() - 1].wrapping_mul(BASE));
    }
    let count = words.len();
    (0..=2_usize).flat_map(move |taken| {
        let last = if taken == 0 { 0 } else { count - taken };
        let (sums, powers) = (sums.clone(), powers.clone());
        (0..=last).map(move |from| {
            let tail = count - from - taken;
            let suffix = sums[count].wrapping_sub(sums[from + taken].wrapping_mul(powers[tail]));
            let key = sums[from].wrapping_mul(powers[tail]).wrapping_add(suffix);
            (from as u32, taken as u32, key)
        })
    })
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish() | 1
}

/// Whether two quotations that are the same without the words in the cuts say something else.
fn differ(first: &[Word], cut: Range<usize>, second: &[Word], other_cut: Range<usize>) -> bool {
    if cut.start != other_cut.start || (cut.is_empty() && other_cut.is_empty()) {
        return false;
    }
    let shared = || first[..cut.start].iter().chain(&first[cut.end..]);
    let rest = second[..other_cut.start].iter().chain(&second[other_cut.end..]);
    if !shared().map(|word| &word.folded).eq(rest.map(|word| &word.folded)) {
        return false;
    }
    let count = shared().count();
    let most = if count >= SHARED_FOR_TWO { 2 } else { 1 };
    let rare = shared().filter(|word| is_rare(&word.folded)).count();
    if count < SHARED || rare < RARE || cut.len().max(other_cut.len()) > most {
        return false;
    }
    is_alteration(&first[cut], &second[other_cut])
}

/// Whether other words change what is said: a negation come or gone, another number, another
/// word that carries meaning and is no other form of the same.
fn is_alteration(first: &[Word], second: &[Word]) -> bool {
    let negated = |words: &[Word]| words.iter().filter(|word| is_negation(&word.folded)).count();
    if negated(first) != negated(second) {
        return true;
    }
    let of = |words: &[Word], holds: fn(&str) -> bool| -> Vec<Box<str>> {
        words.iter().map(|word| word.folded.clone()).filter(|word| holds(word)).collect()
    };
    let (numbers, other_numbers) = (of(first, is_number), of(second, is_number));
    if !numbers.is_empty() && !other_numbers.is_empty() {
        return numbers != other_numbers;
    }
    let (content, other) = (of(first, is_content), of(second, is_content));
    let other_form = |word: &str| other.iter().any(|other| same_word(word, other));
    !content.is_empty()
        && !other.is_empty()
        && !content.iter().any(|word| other_form(word))
        && first.len() == second.len()
}

/// Whether two words are forms or spellings of one.
fn same_word(first: &str, second: &str) -> bool {
    let shared = first.chars().zip(second.chars()).take_while(|(a, b)| a == b).count();
    let (shorter, longer) = {
        let (a, b) = (first.chars().count(), second.chars().count());
        (a.min(b), a.max(b))
    };
    let ending = shared + 3 >= longer && shared + 2 >= shorter;
    let one_stem = shared >= 3 && (ending || shared + 1 >= shorter && shared + 5 >= longer);
    let spelling = shorter >= 4 && osa::distance(first.chars(), second.chars()) <= 1;
    one_stem || spelling
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::vault::Vault;

    /// What differs, in two notes on one source that quote these words.
    fn altered(one: &str, two: &str) -> Option<(String, String)> {
        let note =
            |words: &str| format!("---\nsource: https://example.org/talk\n---\nShe said \"{words}\".\n");
        let (one, two) = (note(one), note(two));
        let vault = Vault::from_texts([("a.md", one.as_str()), ("b.md", two.as_str())]);
        let ids: Vec<_> = vault.ids().collect();
        let found = vault.altered_quotations(ids[0]);
        assert_eq!(found.len(), vault.altered_quotations(ids[1]).len(), "each is the other's");
        let altered = found.first()?;
        let (here, there) = (vault.document(ids[0]), vault.document(altered.other));
        Some((here.slice(altered.words).to_owned(), there.slice(altered.other_words).to_owned()))
    }

    #[test]
    fn what_is_said_differs() {
        for (one, two, expected) in [
            ("the brass lamp of winter", "the brass lamp of summer", Some(("winter", "summer"))),
            (
                "the lamp never reached the harbour wall",
                "the lamp reached the harbour wall",
                Some(("never", "lamp reached")),
            ),
            ("the lamp isn't near the harbour", "the lamp is near the harbour", Some(("isn't", "is"))),
            ("the keeper climbed 112 iron steps", "The keeper climbed 121 iron steps", Some(("112", "121"))),
            ("the keeper climbed 1,120 iron steps", "The keeper climbed 1120 iron steps", None),
            ("the keeper trims every lamp", "the keeper trimmed every lamp", None),
            ("the keeper wraps every lamp", "the keeper wrapping every lamp", None),
            ("the keeper's former grey lamp", "the keeper’s former gray lamp", None),
            ("the keeper of lamps and bells", "the keeper of lamps and of bells", None),
            ("a lamp for the night", "a bell for the night", None),
            ("the brass lamp", "the brass bell", None),
            ("the brass lamp of the northern harbour", "the brass bell of the southern harbour", None),
        ] {
            let expected = expected.map(|(one, two)| (one.to_owned(), two.to_owned()));
            assert_eq!(altered(one, two), expected, "{one} / {two}");
        }
    }

    #[test]
    fn a_form_filled_in_many_ways_and_a_flood_are_read() {
        let words = |at: usize| format!("\"the brass lamp of number{at} harbour\" ");
        let head = "---\nsource: https://example.org/talk\n---\n";
        let notes: Vec<_> =
            (0..2000).map(|at| (format!("{at}.md"), format!("{head}{}", words(at).repeat(20)))).collect();
        let vault = Vault::from_texts(notes.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        assert!(vault.ids().all(|id| vault.altered_quotations(id).is_empty()));
    }
}
