//! Which dates a closer look at their sentences can pay for.
//!
//! Two sentences of one wording have the same words before their first dates. Words that stand there in
//! plain letters and blanks are compared without a look for the sentence; hardly any are met twice.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use crate::document::{DateMention, Document};

/// So many words before a date are compared, each of so many bytes at the most.
const WORDS: usize = 4;
const MAX_WORD: usize = 32;

/// The words before a date, the last one first: what the first of them come to, the first two and so on.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    words: [u64; WORDS],
    /// How many there are; if fewer than [`WORDS`], it is not known what stands before them.
    count: usize,
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
    let before: Vec<Before> = (0..document.dates.len()).map(|at| Before::of(document, at)).collect();
    let mut same: FxHashMap<(usize, u64), Same> = FxHashMap::default();
    let of =
        |before: &Before, count: usize| (count, count.checked_sub(1).map_or(0, |last| before.words[last]));
    for before in &before {
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
    dates.map(|(date, before)| several && without_year(date) || alike(before)).collect()
}

impl Before {
    fn of(document: &Document, at: usize) -> Self {
        let date = document.dates[at].span;
        let run = document.text_runs.partition_point(|run| run.end <= date.start);
        let Some(run) = document.text_runs.get(run).filter(|run| run.start <= date.start) else {
            return Self::default();
        };
        let mark = document.citations.partition_point(|citation| citation.span.start < date.start);
        let marks = document.citations[..mark].iter().rev().take(1);
        let ends =
            marks.map(|mark| mark.span.end).chain(at.checked_sub(1).map(|at| document.dates[at].span.end));
        let floor = ends.fold(run.start, u32::max).min(date.start) as usize;
        let mut text = &document.text().as_bytes()[floor..date.start()];
        let mut before = Self::default();
        let mut hasher = FxHasher::default();
        while before.count < WORDS {
            let Some((rest, word)) = last_word(text) else { break };
            word.iter().for_each(|byte| hasher.write_u8(byte | 0x20));
            hasher.write_u8(0);
            before.words[before.count] = hasher.finish();
            before.count += 1;
            text = rest;
        }
        before
    }
}

/// The word of letters that `text` ends in, but for blanks and commas, and what stands before it; none if
/// it may be no whole word.
fn last_word(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let blank = |byte: &u8| matches!(byte, b' ' | b',');
    let blanks = text.iter().rev().take_while(|byte| blank(byte)).take(MAX_WORD).count();
    let text = &text[..text.len() - blanks];
    let letters = text.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).take(MAX_WORD).count();
    let (rest, word) = text.split_at(text.len() - letters);
    (blanks > 0 && letters > 0 && rest.last().is_some_and(blank)).then_some((rest, word))
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
            // What stands before these words is not known, or before `lamp` here.
            (format!("{there} {here} It was the *old* lamp on 5 June 2020."), vec![true, true, true]),
            (format!("{there} {here} 5 June 2020."), vec![true, true, true]),
            (format!("{there} {here} Old lamp on 5 June 2020."), vec![true, false, true]),
            (format!("{there} On Monday, 5 May, and on Monday, 5 June."), vec![true, true, true]),
        ] {
            assert_eq!(alike(&text), expected, "{text}");
        }
    }
}
