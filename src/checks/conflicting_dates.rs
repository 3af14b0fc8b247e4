//! One event dated two ways in one document.
//!
//! Two sentences about one thing are easily about two events, so only what leaves no doubt counts:
//! a sentence that stands twice and differs in nothing but its date, and one weekday and number
//! of the day in two months that cannot both have it.

mod alike;

use std::hash::Hasher;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use schemars::JsonSchema;
use serde::Deserialize;

use super::date::{Dated, days};
use crate::document::{BlockKind, DateMention, Document, Prose};
use crate::lexicon::{TokenKind, folded_word, is_rare, plain_words};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<ConflictingDates>("conflicting-dates", &["date", "other"]);

/// Reports dates of one event that differ: the later one in the document.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ConflictingDates {
    /// The fewest words of a sentence that stands twice, and of those the fewest that are not common.
    #[serde(default = "eight")]
    min_words: usize,
    /// How many words that are not common two sentences must share besides, or name, to be about one event.
    #[serde(default = "four")]
    min_shared: usize,
}

fn eight() -> usize {
    8
}

fn four() -> usize {
    4
}

/// A sentence with dates, without them.
struct Told<'d> {
    /// What all its other words come to, and how many they are.
    wording: u64,
    words: usize,
    prose: &'d Prose,
    /// Its bytes in the prose.
    sentence: Span,
    /// The dates, and their bytes in the prose.
    dates: Vec<(&'d DateMention, Span)>,
}

impl Check for ConflictingDates {
    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        if subject.document.dates.len() < 2 {
            return;
        }
        let sentences = sentences(subject);
        let mut found = self.in_one_wording(subject.document, &sentences);
        found.extend(self.on_one_weekday(subject.document, &sentences));
        found.sort_unstable_by_key(|(date, _)| date.span);
        found.dedup_by_key(|(date, _)| date.span);
        hits.extend(found.into_iter().map(|(date, other)| hit(subject.document, date, other)));
    }
}

fn hit(document: &Document, date: &DateMention, other: &DateMention) -> Hit {
    let text = |date: &DateMention| document.slice(date.span);
    Hit::at(date.span).value("date", text(date)).value("other", text(other)).label(
        document,
        other.span,
        format!("here it is `{}`", text(other)),
    )
}

type Pair<'d> = (&'d DateMention, &'d DateMention);

impl ConflictingDates {
    /// Sentences of one wording that are dated in two ways. In three, they are a series.
    fn in_one_wording<'d>(&self, document: &'d Document, sentences: &[Told<'d>]) -> Vec<Pair<'d>> {
        let mut by_wording: FxHashMap<u64, Vec<&Told<'d>>> = FxHashMap::default();
        let long = |sentence: &&Told<'d>| sentence.words >= self.min_words;
        for sentence in sentences.iter().filter(long) {
            by_wording.entry(sentence.wording).or_default().push(sentence);
        }
        let mut found = Vec::new();
        for sentence in sentences {
            let Some(same) = by_wording.remove(&sentence.wording) else { continue };
            if same.len() < 2 || same[0].rare().len() < self.min_shared {
                continue;
            }
            let same_dates = |a: &Told<'_>, b: &Told<'_>| {
                a.dates.len() == b.dates.len() && a.dates().zip(b.dates()).all(|(a, b)| agree(a, b))
            };
            let mut others = same[1..].iter().filter(|other| !same_dates(same[0], other));
            let Some(other) = others.next() else { continue };
            if same[0].dates.len() != other.dates.len() || !others.all(|third| same_dates(other, third)) {
                continue;
            }
            let pairs = same[0].dates().zip(other.dates());
            let apart = |a, b| are_titles(document, a, b) || are_entries(document, a, b);
            found.extend(pairs.filter(|(a, b)| !agree(a, b) && !apart(a, b)).map(|(a, b)| (b, a)));
        }
        found
    }

    /// One weekday and number of the day in two months that no year has both, in sentences that
    /// name the same. Where the year is known, another rule says which of the two is wrong.
    fn on_one_weekday<'d>(&self, document: &'d Document, sentences: &[Told<'d>]) -> Vec<Pair<'d>> {
        let mut by_day: FxHashMap<(u8, u8), Vec<Placed<'_, 'd>>> = FxHashMap::default();
        let mut order = Vec::new();
        for sentence in sentences {
            for date in sentence.dates() {
                let (Some((weekday, _)), Some(day), None) = (date.weekday, date.day, date.year) else {
                    continue;
                };
                let same = by_day.entry((weekday, day)).or_default();
                if same.is_empty() {
                    order.push((weekday, day));
                }
                if same.iter().all(|(other, _)| other.month != date.month) {
                    same.push((date, sentence));
                }
            }
        }
        let mut found = Vec::new();
        let mut year = None;
        for same in order.iter().filter_map(|day| by_day.get(day)) {
            let [(first, one), (second, other)] = same[..] else { continue };
            let shared = || one.rare().intersection(&other.rare()).count();
            let apart = !first.ambiguous && !second.ambiguous && !share_a_year(first, second);
            let mut known = || {
                let year = year.get_or_insert_with(|| Dated::of(document));
                year.as_ref().is_some_and(|year| {
                    let named = |date: &DateMention| date.weekday.map(|(named, _)| named);
                    [first, second]
                        .iter()
                        .any(|date| named(date).is_some_and(|named| year.mismatch(date, named).is_some()))
                })
            };
            if apart && shared() >= self.min_shared && !known() {
                found.push((second, first));
            }
        }
        found
    }
}

/// A date and the sentence it stands in.
type Placed<'s, 'd> = (&'d DateMention, &'s Told<'d>);

/// Whether the two can be one day, as far as they are told.
fn agree(a: &DateMention, b: &DateMention) -> bool {
    let years = a.year.is_none() || b.year.is_none() || a.year == b.year;
    let days = match (a.day, b.day) {
        (Some(_), Some(_)) => a.readings().any(|day| b.readings().any(|other| day == other)),
        _ => a.month == b.month,
    };
    years && days
}

/// Whether the dates stand in the texts of two links that lead to two places: they tell these apart.
fn are_titles(document: &Document, a: &DateMention, b: &DateMention) -> bool {
    let leads_to = |date: &DateMention| {
        let link = document.link_around(date.span)?;
        link.display.filter(|shown| shown.contains(date.span)).map(|_| document.slice(link.target))
    };
    matches!((leads_to(a), leads_to(b)), (Some(a), Some(b)) if a != b)
}

/// Whether the dates are those of two entries of a log, or stand in two such entries or under two headings
/// with dates of their own.
fn are_entries(document: &Document, a: &DateMention, b: &DateMention) -> bool {
    match (heads_entry(document, a), heads_entry(document, b)) {
        (true, true) => true,
        _ => matches!((head(document, a), head(document, b)), (Some(a), Some(b)) if !agree(a, b)),
    }
}

/// Whether the date opens its paragraph, and a mark or a column parts it from the text.
fn heads_entry(document: &Document, date: &DateMention) -> bool {
    let block = document.block_of(date.span).map(|(_, block)| block.span);
    let before = block.map_or("", |block| &document.text()[block.start()..date.span.start()]);
    let written = &document.text()[date.span.end()..];
    let after = written.trim_start_matches(['*', '_', ']', ')', '`', ' ']);
    let before = before.trim_start_matches(|c: char| !c.is_alphanumeric());
    // `Tue Jun 10 17:40:44 1997  Jane Hill`
    let name = written.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '\t' | ':'));
    let between = &written[..written.len() - name.len()];
    let column = between.ends_with("  ") || between.ends_with('\t');
    before.is_empty() && (column || after.starts_with([':', '-', '–', '—', '|', '\n', '\r']))
}

/// The date of the heading that a date stands under, or of the entry of a log.
fn head<'d>(document: &'d Document, date: &DateMention) -> Option<&'d DateMention> {
    const FARTHEST: usize = 100;
    let (at, _) = document.block_of(date.span)?;
    for block in document.blocks[..=at].iter().rev().take(FARTHEST) {
        let next = document.dates.partition_point(|other| other.span.end <= block.span.start);
        let first = document.dates.get(next).filter(|other| block.span.contains(other.span));
        let heading = block.kind == BlockKind::Heading;
        if heading || first.is_some_and(|first| heads_entry(document, first)) {
            return first;
        }
    }
    None
}

/// Whether the days of two dates without a year fall on one weekday in some kind of year.
fn share_a_year(a: &DateMention, b: &DateMention) -> bool {
    let in_year = |date: &DateMention, year: i16| days(date, year).next().map(Date::weekday);
    // A common year and a leap year stand for all.
    [2023, 2024].into_iter().any(|year| in_year(a, year).is_none() || in_year(a, year) == in_year(b, year))
}

/// The sentences of paragraphs that hold dates, where one of the block's may be told twice.
fn sentences<'d>(subject: &'d Subject<'d>) -> Vec<Told<'d>> {
    let document = subject.document;
    let mut found: Vec<Told<'d>> = Vec::new();
    let candidates = alike::candidates(document);
    let mut dates = document.dates.iter().zip(candidates).peekable();
    while let Some((date, _)) = dates.peek() {
        let Some((at, block)) = document.block_of(date.span) else {
            dates.next();
            continue;
        };
        let mut of_block = Vec::new();
        let mut alike = false;
        while let Some((date, candidate)) = dates.next_if(|(date, _)| date.span.start < block.span.end) {
            of_block.push(date);
            alike |= candidate;
        }
        if alike && block.kind == BlockKind::Paragraph && !block.quoted {
            in_block(subject, at, &of_block, &mut found);
        }
    }
    found
}

/// Adds the sentences of one block that hold `dates`.
fn in_block<'d>(
    subject: &'d Subject<'d>,
    block: usize,
    dates: &[&'d DateMention],
    found: &mut Vec<Told<'d>>,
) {
    let prose = subject.prose(block);
    let places = dates.iter().filter_map(|&date| {
        let start = prose.place(date.span.start())?;
        Some((date, Span::new(start, start + date.span.len())))
    });
    let mut by_sentence: Vec<(usize, Vec<(&'d DateMention, Span)>)> = Vec::new();
    for (date, place) in places {
        let Some(at) = prose.sentence_at(place.start()) else { continue };
        match by_sentence.last_mut() {
            Some((last, dates)) if *last == at => dates.push((date, place)),
            _ => by_sentence.push((at, vec![(date, place)])),
        }
    }
    found.extend(by_sentence.into_iter().map(|(at, dates)| Told::of(prose, at, dates)));
}

impl<'d> Told<'d> {
    fn of(prose: &'d Prose, sentence: usize, dates: Vec<(&'d DateMention, Span)>) -> Self {
        let mut hasher = FxHasher::default();
        let mut words = 0;
        for token in prose.tokens(sentence) {
            if is_dated(&dates, token.span) {
                hasher.write_u8(0);
            } else if let TokenKind::Word(word) = token.kind {
                hasher.write_u64(word.number());
                words += 1;
            } else if token.kind == TokenKind::Number {
                hasher.write(token.span.of(&prose.text).as_bytes());
                words += 1;
            }
        }
        let sentence = prose.sentences[sentence].prose;
        Self { wording: hasher.finish(), words, prose, sentence, dates }
    }

    fn dates(&self) -> impl Iterator<Item = &'d DateMention> + '_ {
        self.dates.iter().map(|&(date, _)| date)
    }

    /// Its words that are not common, those of the dates left out.
    fn rare(&self) -> FxHashSet<Box<str>> {
        let words = plain_words(self.sentence.of(&self.prose.text)).filter(|&(at, word)| {
            let place = Span::new(at, at + word.len()).shifted(self.sentence.start());
            !is_dated(&self.dates, place)
        });
        words.map(|(_, word)| folded_word(word)).filter(|word| is_rare(word)).collect()
    }
}

/// Whether the bytes are of one of the dates, which are sorted.
fn is_dated(dates: &[(&DateMention, Span)], place: Span) -> bool {
    let next = dates.partition_point(|(_, date)| date.end <= place.start);
    dates.get(next).is_some_and(|(_, date)| date.overlaps(place))
}
