//! Which dates a closer look at their sentences can pay for.
//!
//! Two sentences of one wording have the same words before their first dates. Those are compared without
//! a look for the sentence; hardly any are met twice.

use rustc_hash::FxHashMap;

use crate::document::{DateMention, Document};
use crate::text::Span;

/// So many words before a date are compared, and so many pieces of running text looked at.
const WORDS: usize = 4;
const MAX_RUNS: usize = 8;

/// The base of a polynomial over bytes.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// The words before a date, the last one first: what the first of them come to, the first two and so on.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    words: [u64; WORDS],
    /// How many there are; if fewer than [`WORDS`], it is not known what stands before them.
    count: usize,
    /// What the bytes so far come to, the last one first.
    word: u64,
    in_word: bool,
    /// Whether something stands between the words and the date.
    parted: bool,
}

/// How many dates have the same words before them, and whether one of them may have any before those.
#[derive(Default)]
struct Same {
    dates: usize,
    open: bool,
}

/// For each date of a document, whether it may stand in a sentence that is there twice but for its dates,
/// or is the first date of one; and for those with a weekday and no year, whether there are several.
pub(super) fn candidates(document: &Document) -> Vec<bool> {
    let before: Vec<Option<Before>> = (0..document.dates.len()).map(|at| Before::of(document, at)).collect();
    let mut same: FxHashMap<(usize, u64), Same> = FxHashMap::default();
    let of =
        |before: &Before, count: usize| (count, count.checked_sub(1).map_or(0, |last| before.words[last]));
    for before in before.iter().flatten() {
        for count in 0..=before.count {
            let same = same.entry(of(before, count)).or_default();
            same.dates += 1;
            same.open |= count == before.count && count < WORDS;
        }
    }
    let has = |before: &Before, count: usize, found: fn(&Same) -> bool| {
        same.get(&of(before, count)).is_some_and(found)
    };
    let without_year = |date: &DateMention| date.weekday.is_some() && date.year.is_none();
    let several = document.dates.iter().filter(|date| without_year(date)).nth(1).is_some();
    let alike = |before: &Before| {
        has(before, before.count, |same| same.dates > 1)
            || (0..before.count).any(|count| has(before, count, |same| same.open))
    };
    let dates = document.dates.iter().zip(&before);
    dates.map(|(date, before)| several && without_year(date) || before.as_ref().is_some_and(alike)).collect()
}

impl Before {
    /// Those of the date of that number, of the running text of its block as a [`crate::document::Prose`] has
    /// it, as far back as a citation, the date before it or what cannot be told; none if it stands elsewhere.
    fn of(document: &Document, at: usize) -> Option<Self> {
        let date = document.dates[at].span;
        let (_, block) = document.block_of(date)?;
        let runs = document.runs(block);
        let next = runs.partition_point(|run| run.start <= date.start);
        runs[..next].last().filter(|run| run.end > date.start)?;
        let previous = at.checked_sub(1).map_or(0, |at| document.dates[at].span.end());
        let floor = previous.max(last_mark(document, block.span, date)).min(date.start());
        let mut before = Self::default();
        let mut end = date.start();
        for run in runs[..next].iter().rev().take(MAX_RUNS) {
            let gap = Span::new(run.end().min(end), end);
            let opaque = gap.first_overlap(&document.opaque).map(|opaque| document.slice(opaque));
            let comment = opaque.is_some_and(|opaque| opaque.starts_with("<!--"));
            let parts = opaque.is_some() || document.slice(gap).contains(['\n', '\r']);
            if comment || parts && !before.add(b' ') {
                break;
            }
            let piece = run.start().max(floor)..gap.start().max(floor);
            let mut bytes = document.text().as_bytes()[piece].iter().rev();
            if !bytes.all(|&byte| before.add(byte)) || run.start() < floor {
                break;
            }
            end = run.start();
        }
        Some(before)
    }

    /// Adds the byte before those that were added; whether that is told and there is room for more.
    fn add(&mut self, byte: u8) -> bool {
        match byte {
            b'.' | b'!' | b'?' | b'&' | b';' => return false,
            byte if byte.is_ascii_alphanumeric() => {
                // What stands at the very date may be a word with it.
                self.word = self.word.wrapping_add(byte.to_ascii_lowercase().into()).wrapping_mul(BASE);
                self.in_word = true;
                return self.parted;
            }
            byte if !byte.is_ascii() => return false,
            // A word is whole once it is known what stands before it.
            _ if self.in_word => {
                self.word = (self.word ^ self.word >> 29).wrapping_mul(BASE);
                self.words[self.count] = self.word;
                self.count += 1;
                self.in_word = false;
            }
            _ => self.parted = true,
        }
        self.count < WORDS
    }
}

/// Where the last mark that cites ends in the block before the date, or what may be one.
fn last_mark(document: &Document, block: Span, date: Span) -> usize {
    let next = document.citations.partition_point(|citation| citation.span.start < date.start);
    let before = document.citations[..next].iter().rev();
    let mut before = before.take_while(|citation| citation.span.start >= block.start).enumerate();
    let mark = before.find(|(at, citation)| citation.is_mark() || at + 1 == MAX_RUNS);
    mark.map_or(0, |(_, citation)| citation.span.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(text: &str) -> Vec<bool> {
        candidates(&Document::from_text("a.md", text))
    }

    #[test]
    fn dates_after_other_words_are_left_out() {
        let (there, here) =
            ("They lit the old lamp on 5 May 2020.", "They put out the new lamp on 6 May 2020.");
        for (text, expected) in [
            (format!("{there} {here}"), vec![false, false]),
            (format!("{there} {here} {there}"), vec![true, false, true]),
            (format!("{there} THEY lit the old, lamp on 9 June 2020."), vec![true, true]),
            (format!("{there} {here} It was an *old* lamp on 5 June 2020."), vec![false, false, false]),
            (format!("{there} {here} They lit the *old* `a` lamp on 5 June 2020."), vec![true, false, true]),
            (
                format!("{there} {here} They lit the\nold [lamp](https://a.example) on 5 June 2020."),
                vec![true, false, true],
            ),
            // What stands before these is not known.
            (format!("{there} {here} 5 June 2020."), vec![true, true, true]),
            (format!("{there} {here} Old lamp on 5 June 2020."), vec![true, false, true]),
            (format!("{there} {here} An [@hill] old lamp on 5 June 2020."), vec![true, false, true]),
            (format!("{there} {here} é old lamp on 5 June 2020."), vec![true, false, true]),
            (format!("{there} On Monday, 5 May, and on Monday, 5 June."), vec![true, true, true]),
        ] {
            assert_eq!(alike(&text), expected, "{text}");
        }
    }
}
