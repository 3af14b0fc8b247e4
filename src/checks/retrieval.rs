//! Days on which a cited work was looked at, in the text: `(accessed 3 May 2021)`, `Retrieved May 3, 2021, from …`.

use jiff::civil::Date;

use super::claim_date::day;
use crate::document::{DateMention, Document};
use crate::text::Span;

/// A day on which something was looked at.
pub(super) struct Retrieval<'d> {
    /// The word that says so.
    pub(super) word: &'d str,
    /// The date as written.
    pub(super) date: &'d DateMention,
    /// The day that it can only mean.
    pub(super) day: Date,
    /// What the block says before the word, from the end of the retrieval before it.
    pub(super) entry: Span,
}

/// What may stand between the word and the date.
const JOINERS: [&str; 6] = ["on", "am", "le", "el", "il", "em"];

/// The retrievals of works that the text cites: each after one of the `words`, which are lower case and begin
/// a sentence or a bracket, or follow a comma.
pub(super) fn retrievals<'d>(
    document: &'d Document,
    words: &[String],
) -> impl Iterator<Item = Retrieval<'d>> {
    let mut past = 0;
    document.dates.iter().filter_map(move |date| {
        let (_, block) = document.block_of(date.span)?;
        let before = Span::new(block.span.start().max(past), date.span.start());
        let text = before.of(document.text()).trim_end_matches([' ', ':', '\n', '\r', '*', '_']);
        let text =
            JOINERS.iter().find_map(|joiner| text.strip_suffix(*joiner)?.strip_suffix(' ')).unwrap_or(text);
        let length =
            text.bytes().rev().take_while(|&byte| byte.is_ascii_alphabetic() || byte >= 0x80).count();
        let (entry, word) = text.split_at_checked(text.len() - length)?;
        let apart = entry.trim_end();
        let apart =
            ["last", "Last"].iter().find_map(|word| apart.strip_suffix(word)).unwrap_or(apart).trim_end();
        let placed = apart.is_empty()
            || apart.ends_with(['(', '[', '.', ',', ';', ')', ']', '>', '*', '_', '”', '"', '/']);
        let named = placed && words.iter().any(|known| known.eq_ignore_ascii_case(word));
        let day = named.then(|| day(date)).flatten()?;
        past = date.span.end();
        let entry = Span::new(before.start(), before.start() + entry.len());
        Some(Retrieval { word, date, day, entry })
    })
}

/// The year in brackets that the entry begins with after its authors: `Hill, J. (2023, May 3)`, `Hill, J. (2023a).`
pub(super) fn year_of_entry(document: &Document, entry: Span) -> Option<(Span, i16)> {
    let text = entry.of(document.text());
    let mut found = text.match_indices('(').filter_map(|(at, _)| {
        let digits = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let rest = text[at + 1 + digits..].trim_start_matches(|c: char| c.is_ascii_lowercase());
        let year = text[at + 1..at + 1 + digits]
            .parse()
            .ok()
            .filter(|year| digits == 4 && (1800..2200).contains(year))?;
        (rest.starts_with([')', ',']))
            .then(|| (Span::new(at + 1, at + 1 + digits).shifted(entry.start()), year))
    });
    // With two of them there are two works, or a reprint.
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
