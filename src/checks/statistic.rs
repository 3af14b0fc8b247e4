//! Figures that nothing is cited for.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{BlockKind, Document};
use crate::lexicon;
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<Statistic>("statistic", &["figure"]);

/// The most letters of the word that is counted.
const MAX_WORD: usize = 24;

/// Reports large counts and percentages in sentences that do not say who counted, in paragraphs
/// that cite nothing. A list and the paragraph before it count as one, and a technical document
/// is its own source.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Statistic {}

impl Check for Statistic {
    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        if document.is_technical() {
            return;
        }
        // The sentence last looked at, by block and number.
        let mut last = None;
        let (mut passage, mut cited) = (0..0, false);
        for (at, block) in document.blocks.iter().enumerate() {
            if block.quoted || !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem) {
                continue;
            }
            if !passage.contains(&at) {
                passage = passage_from(document, at);
                let end = document.blocks[passage.end - 1].span.end();
                cited = document.is_cited_in(Span::new(block.span.start(), end.max(block.span.start())));
            }
            if cited {
                continue;
            }
            for &run in document.runs(block) {
                for figure in figures(document.slice(run)) {
                    let span = figure.shifted(run.start());
                    if document.quotation_around(span).is_none() && is_bare(subject, at, span, &mut last) {
                        hits.push(Hit::at(span).value("figure", document.slice(span)));
                    }
                }
            }
        }
    }
}

/// The blocks that say one thing together: the one at `at` and the items of a list after it.
fn passage_from(document: &Document, at: usize) -> Range<usize> {
    let rest = &document.blocks[at + 1..];
    at..at + 1 + rest.iter().take_while(|block| block.kind == BlockKind::ListItem).count()
}

/// Whether the sentence around `span` is a statement that neither attributes nor supposes a case. It is told once for all its figures: one citation would do for them.
fn is_bare(subject: &Subject<'_>, block: usize, span: Span, last: &mut Option<(usize, usize)>) -> bool {
    let prose = subject.prose(block);
    let Some(number) = prose.place(span.start()).and_then(|place| prose.sentence_at(place)) else {
        return false;
    };
    if last.replace((block, number)) == Some((block, number)) {
        return false;
    }
    let sentence = &prose.sentences[number];
    let text = sentence.prose.of(&prose.text);
    // Who says this sentence may be named in the one before it.
    let told = || {
        let before = number.checked_sub(1).map(|before| prose.sentences[before].prose);
        before.is_some_and(|before| lexicon::attributes(&prose.text, before))
    };
    text.ends_with(['.', '!', '"', '”', '»', ')'])
        && !lexicon::says_who(text)
        && !lexicon::has_word_of("supposes", text)
        && !told()
}

/// Numbers of four digits and more in groups, with the word that is counted, and percentages.
fn figures(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut past = 0;
    // Each of them has one of two marks right after a digit, and most digits have none.
    for mark in memchr::memchr2_iter(b',', b'%', bytes) {
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        if mark <= past || !digit(mark - 1) || (bytes[mark] == b',' && !digit(mark + 1)) {
            continue;
        }
        let number = |byte: &&u8| byte.is_ascii_digit() || matches!(byte, b',' | b'.');
        let mut start = mark - bytes[past..mark].iter().rev().take_while(number).count();
        while !digit(start) {
            start += 1;
        }
        let mut end = mark + bytes[mark..].iter().take_while(number).count();
        while !digit(end - 1) {
            end -= 1;
        }
        past = end;
        found.extend(figure(text, Span::new(start, end)));
    }
    found
}

/// The figure whose digits are at `number`.
fn figure(text: &str, number: Span) -> Option<Span> {
    let before = text[..number.start()].chars().next_back();
    let alone = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '~' | '$' | '€' | '£'));
    let rest = &text[number.end()..];
    let rate = text[..number.start()].trim_end().ends_with("per");
    if !alone || rate {
        return None;
    }
    if let Some(sign) = before.filter(|c| matches!(c, '$' | '€' | '£') && is_grouped(number.of(text))) {
        return Some(Span::new(number.start() - sign.len_utf8(), number.end()));
    }
    if rest.starts_with('%') {
        // All and nothing need not be counted.
        if matches!(number.of(text), "0" | "100") {
            return None;
        }
        return Some(Span::new(number.start(), number.end() + 1));
    }
    let counted = rest.strip_prefix(' ').filter(|_| is_grouped(number.of(text)))?;
    let word: usize = counted.chars().take_while(|c| c.is_lowercase()).map(char::len_utf8).sum();
    (3..=MAX_WORD).contains(&word).then(|| Span::new(number.start(), number.end() + 1 + word))
}

/// Whether the digits stand in groups of three after the first.
fn is_grouped(number: &str) -> bool {
    let mut groups = number.split(',');
    groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
        && number.contains(',')
        && groups.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_counts_and_percentages() {
        for (text, expected) in [
            ("They blocked 1,700 wagons.", &["1,700 wagons"][..]),
            ("Some 12.5% left, 3% stayed.", &["12.5%", "3%"]),
            ("In 1893, 12 lamps and 1,2 or 12,3456 more", &[]),
            ("Over 2,400,000 people, a 10,000 mark and 1,000 m", &["2,400,000 people", "10,000 mark"]),
            ("Up by 1,000%, to 2,000 in 2023", &["1,000%"]),
            ("Three per 1,000 people", &[]),
            ("It cost $1,200 while", &["$1,200"]),
            ("v1,000 things; x5%", &[]),
            ("100% wool, 0% wit, 100.5%", &["100.5%"]),
            ("", &[]),
        ] {
            let found: Vec<_> = figures(text).iter().map(|span| span.of(text)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn endless_digits_are_read() {
        for unit in ["1", "1,", "1 ", ",1", "é1%", "1,000 "] {
            let text = unit.repeat(100_000);
            assert!(figures(&text).len() <= text.len());
        }
    }
}
