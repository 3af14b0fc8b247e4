//! Quotations held against the text of their source.

mod elsewhere;

use std::ops::Range;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;

use self::elsewhere::{Elsewhere, moved};
use super::shift;
use crate::document::{
    Document, Key, Locator, Locators, MediaTime, Passages, Quotation, Search, SectionTime, Timestamp,
    Transcript, key,
};
use crate::lexicon::{is_rare_written, language, plain_words, same_written_out, written_out};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;
use crate::vault::{CopiedText, QuotedWords, Table};

pub(super) const KIND: Kind =
    Kind::of::<SourceQuotation>("source-quotation", &["words", "path", "time", "found", "more"]);

/// Reports quotations by where they stand in what is kept of their source, cited beside them or the document's own: its transcripts and, for words that stand nowhere, its copies.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SourceQuotation {
    /// What is reported.
    report: Report,
    /// The fewest words of a quotation that is looked for; fewer are a term or a turn of phrase.
    #[serde(default = "five")]
    min_words: usize,
    /// By how many seconds the time that is cited may miss the words: people cite the beginning of a passage.
    #[serde(default = "tolerance")]
    tolerance: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Report {
    /// The words stand nowhere in it.
    NotInSource,
    /// The words stand in it, and at another time than the one that is cited.
    Elsewhere,
}

fn five() -> usize {
    5
}

fn tolerance() -> u32 {
    60
}

/// The most words of a quotation that are looked for.
const MOST_WORDS: usize = 200;
/// The fewest words that are not common, in a quotation that is looked for.
const FEWEST_RARE: usize = 2;
/// The fewest words in a row that are looked for; what an ellipsis leaves shorter says nothing.
const FEWEST_IN_A_ROW: usize = 3;
/// So many words may be left out where an ellipsis stands.
const MOST_LEFT_OUT: usize = 400;
/// Of more files on one source nothing is told: each quotation is looked for in all of them.
/// A video has two hundred when every language is kept.
const MOST_TEXTS: usize = 256;
/// The closest passage is looked for in so many of them.
const MOST_COMPARED: usize = 8;
/// So many words at each end of the closest passage may be written otherwise in the quotation.
const MOST_AT_EDGE: usize = 8;
/// Places so many milliseconds apart, in several transcripts of one source, are one.
const ONE_PLACE: u32 = 10_000;

impl Check for SourceQuotation {
    fn tables(&self) -> &'static [Table] {
        &[Table::Quotations]
    }

    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        for (key, quotations) in subject.vault.quoted_by(subject.id) {
            if (1..=MOST_TEXTS).contains(&subject.vault.stored(key).len()) {
                self.run_on(subject, key, quotations, hits);
            }
        }
    }
}

impl SourceQuotation {
    /// Looks for what is quoted from one source in what is kept of it.
    fn run_on(&self, subject: &Subject<'_>, key: &str, quotations: &[QuotedWords], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let transcripts: Vec<&Transcript> = subject.vault.transcripts(key).map(|found| &**found).collect();
        let texts: Vec<Text<'_>> = match self.report {
            Report::NotInSource => {
                let copies = subject.vault.copies(key, subject.id).map(Text::copied);
                transcripts.iter().map(|transcript| Text::spoken(transcript)).chain(copies).collect()
            }
            Report::Elsewhere => Vec::new(),
        };
        let quoted = self.quoted(document, quotations);
        if self.report == Report::NotInSource {
            hits.extend(quoted.iter().filter_map(|quoted| not_in_source(document, quoted, &texts)));
            return;
        }
        let locators = Locators::new(document);
        let cited = quoted.iter().map(|quoted| {
            let found = locators.of(quoted.quotation).into_iter();
            found.filter(|locator| locator.is_of(document, key)).collect()
        });
        let cited: Vec<Vec<Locator<'_>>> = cited.collect();
        let mut shared: FxHashMap<Span, usize> = FxHashMap::default();
        cited.iter().flatten().for_each(|locator| *shared.entry(locator.span).or_default() += 1);
        let own = |locator: &Locator<'_>| shared.get(&locator.span).is_none_or(|&count| count == 1);
        let found = quoted
            .iter()
            .zip(&cited)
            .filter_map(|(quoted, cited)| self.elsewhere(document, quoted, cited, &transcripts, own));
        let found: Vec<Elsewhere> = found.collect();
        let untimed = quoted.iter().zip(&cited).filter(|(_, cited)| cited.is_empty());
        hits.extend(untimed.filter_map(|(quoted, _)| {
            let section = locators.section(quoted.quotation)?;
            self.out_of_section(document, quoted, section, &transcripts)
        }));
        let differences: Vec<i64> = found.iter().map(Elsewhere::difference).collect();
        hits.extend(
            shift::groups(&differences, shift::SPREAD)
                .iter()
                .filter_map(|group| Elsewhere::told_once(document, group.iter().map(|&at| &found[at]))),
        );
    }

    /// The quotations that are looked for. One inside another is the other's affair.
    fn quoted<'q>(&self, document: &Document, quotations: &'q [QuotedWords]) -> Vec<Quoted<'q>> {
        let mut past = 0;
        let all = quotations.iter().filter(|quoted| quoted.sure).map(|quoted| &quoted.quotation);
        let outer = all.filter(|quotation| {
            let inner = quotation.span.start() < past;
            past = past.max(quotation.span.end());
            !inner
        });
        outer.filter_map(|quotation| Quoted::of(document, quotation, self.min_words)).collect()
    }
}

/// A quotation as it is looked for.
struct Quoted<'d> {
    quotation: &'d Quotation,
    keys: Vec<Key>,
    /// The words in a row between ellipses and additions in brackets; the longest, and all.
    longest: Range<usize>,
    rows: Vec<Range<usize>>,
}

impl<'d> Quoted<'d> {
    fn of(document: &Document, quotation: &'d Quotation, min_words: usize) -> Option<Self> {
        let spans = quotation.word_spans(document, MOST_WORDS + 1);
        if spans.len() < min_words || spans.len() > MOST_WORDS {
            return None;
        }
        let (mut keys, mut rows, mut begun, mut rare) = (Vec::new(), Vec::new(), 0, 0);
        let (mut at, mut inside) = (quotation.words.start(), false);
        for span in spans {
            let between = document.slice(Span::new(at.min(span.start()), span.start()));
            let parted = inside || between.contains(['[', '…']) || between.contains("...");
            inside = match between.rfind(['[', ']']) {
                Some(mark) => between[mark..].starts_with('['),
                None => inside,
            };
            at = span.end();
            if parted && keys.len() > begun {
                rows.push(begun..keys.len());
                begun = keys.len();
            }
            let word = document.slice(span);
            if let Some(key) = key(word).filter(|_| !inside) {
                keys.push(key);
                rare += usize::from(is_rare_written(word));
            }
        }
        rows.push(begun..keys.len());
        let longest = rows.iter().max_by_key(|row| row.len()).cloned()?;
        let enough = keys.len() >= min_words && rare >= FEWEST_RARE && longest.len() >= FEWEST_IN_A_ROW;
        enough.then_some(Self { quotation, keys, longest, rows })
    }

    /// Where one of its rows stands in a text with the others around it, by number of the
    /// first word; none if there are too many places to tell.
    fn places(&self, anchor: &Range<usize>, passages: &Passages) -> Option<Vec<usize>> {
        let mut found = self.places_of_row(anchor, passages)?;
        for row in self.rows.iter().filter(|row| row.len() >= FEWEST_IN_A_ROW && *row != anchor) {
            let starts = self.places_of_row(row, passages)?;
            let is_near = |at: usize| {
                let near = (at + row.start).saturating_sub(anchor.start);
                let range = near.saturating_sub(MOST_LEFT_OUT)..=near + MOST_LEFT_OUT;
                let next = starts.partition_point(|start| start < range.start());
                starts.get(next).is_some_and(|start| range.contains(start))
            };
            found.retain(|&at| is_near(at));
        }
        Some(found)
    }

    fn places_of_row(&self, row: &Range<usize>, passages: &Passages) -> Option<Vec<usize>> {
        match passages.find(&self.keys[row.clone()]) {
            Search::At(found) => Some(found),
            _ => None,
        }
    }

    /// Where its first words are spoken, in order, and where the others are, if it is in pieces: what is
    /// left out may be minutes long.
    fn spoken<'t>(&self, transcripts: &[&'t Transcript]) -> Option<(Vec<Place<'t>>, Vec<Place<'t>>)> {
        let anchor = self.rows.first()?;
        if self.rows.iter().any(|row| row.len() < FEWEST_IN_A_ROW) {
            return None;
        }
        let (mut places, mut others): (Vec<Place<'_>>, Vec<Place<'_>>) = Default::default();
        for &transcript in transcripts {
            let passages = transcript.passages();
            places.extend(spoken(anchor, self.places(anchor, passages)?, transcript)?);
            for row in self.rows.iter().filter(|_| self.is_in_pieces()) {
                others.extend(spoken(row, self.places_of_row(row, passages)?, transcript)?);
            }
        }
        places.sort_unstable_by_key(|&(start, ..)| start);
        Some((places, others))
    }

    fn is_in_pieces(&self) -> bool {
        self.rows.len() > 1
    }
}

/// A place in a transcript: when its first words begin and its last end, in milliseconds.
type Place<'t> = (u32, u32, &'t Transcript);

/// When the words of a row that stand at these places are spoken; none where nothing is timed.
fn spoken<'t>(row: &Range<usize>, at: Vec<usize>, transcript: &'t Transcript) -> Option<Vec<Place<'t>>> {
    let place = |at: usize| {
        let first = transcript.passages().span(at..at + 1);
        let end = at + row.len();
        let last = transcript.passages().span(end - 1..end);
        let begin = transcript.cue_at(first.start()).filter(|cue| cue.timed)?;
        let end = transcript.cue_at(last.start()).unwrap_or(begin);
        Some((begin.start, end.end.max(begin.end), transcript))
    };
    at.into_iter().map(place).collect()
}

/// By so many words the language of a text is told.
const MOST_TOLD_BY: usize = 500;

/// Whether the words are of the language of the text: a quotation may be translated.
fn shares_language(document: &Document, quoted: &Quoted<'_>, text: &Text<'_>) -> bool {
    let of = |words: &str| language(plain_words(words).take(MOST_TOLD_BY).map(|(_, word)| word));
    text.passages.known(&quoted.keys) * 5 >= quoted.keys.len() * 3
        || of(document.slice(quoted.quotation.words)).is_some_and(|own| of(text.text) == Some(own))
}

/// What is kept of a source.
struct Text<'v> {
    path: &'v str,
    text: &'v str,
    passages: &'v Passages,
    spoken: Option<&'v Transcript>,
}

impl<'v> Text<'v> {
    fn spoken(transcript: &'v Transcript) -> Self {
        let (path, text, passages) = (transcript.path(), transcript.text(), transcript.passages());
        Self { path, text, passages, spoken: Some(transcript) }
    }

    fn copied((path, copied): (&'v str, &'v CopiedText)) -> Self {
        Self { path, text: copied.text(), passages: copied.passages(), spoken: None }
    }

    /// ` at 0:01:20`, where the text has times.
    fn at(&self, span: Span) -> String {
        let cue = self.spoken.and_then(|transcript| transcript.cue_at(span.start())).filter(|cue| cue.timed);
        cue.map_or(String::new(), |cue| format!(" at {}", MediaTime::new(cue.start / 1000)))
    }
}

fn not_in_source(document: &Document, quoted: &Quoted<'_>, texts: &[Text<'_>]) -> Option<Hit> {
    let mut closest: Option<(usize, &Text<'_>, Range<usize>)> = None;
    let (mut compared, mut count_compared) = (None, 0);
    for text in texts {
        if text.passages.is_empty() || !quoted.places(&quoted.longest, text.passages)?.is_empty() {
            return None;
        }
        if count_compared < MOST_COMPARED && shares_language(document, quoted, text) {
            count_compared += 1;
            compared.get_or_insert(text);
            let closer =
                |(_, count): &(Range<usize>, usize)| closest.as_ref().is_none_or(|(most, ..)| count > most);
            if let Some((part, count)) = text.passages.closest(&quoted.keys).filter(closer) {
                closest = Some((count, text, part));
            }
        }
    }
    let compared = compared?;
    let hit = Hit::at(quoted.quotation.words)
        .value("words", shortened(document.slice(quoted.quotation.words)))
        .value("path", compared.path)
        .value("more", "");
    let half = |(count, ..): &(usize, &Text<'_>, Range<usize>)| count * 2 >= quoted.keys.len();
    let fact = match closest.filter(half) {
        Some((_, text, part)) if is_written_otherwise(document, quoted, text, &part) => return None,
        Some((count, text, part)) => {
            let span = text.passages.span(part);
            let (passage, all, at) = (shortened(span.of(text.text)), quoted.keys.len(), text.at(span));
            format!("closest passage, with {count} of {all} words{at}: \"{passage}\"")
        }
        None => "no passage has half of its words".to_owned(),
    };
    Some(hit.because(fact))
}

/// Whether the words stand at `part` of the text or close to it, contractions written out and numbers
/// in digits.
fn is_written_otherwise(
    document: &Document,
    quoted: &Quoted<'_>,
    text: &Text<'_>,
    part: &Range<usize>,
) -> bool {
    if quoted.is_in_pieces() {
        return false;
    }
    let of = |text| written_out(plain_words(text).map(|(_, word)| word).filter(|word| key(word).is_some()));
    let end = (part.end + MOST_AT_EDGE).min(text.passages.len());
    let near = text.passages.span(part.start.saturating_sub(MOST_AT_EDGE)..end);
    let (words, near) = (of(document.slice(quoted.quotation.words)), of(near.of(text.text)));
    let same = |near: &[Box<str>]| near.iter().zip(&words).all(|(near, word)| same_written_out(near, word));
    !words.is_empty() && near.windows(words.len()).any(same)
}

impl SourceQuotation {
    /// Whether one of the places is at most the tolerance away from what is between two times.
    fn is_near<'p>(
        &self,
        (from, until): (u32, u32),
        mut places: impl Iterator<Item = &'p Place<'p>>,
    ) -> bool {
        let slack = self.tolerance.saturating_mul(1000);
        let (from, until) = (from.saturating_mul(1000), until.saturating_mul(1000));
        places
            .any(|&(start, end, _)| start.saturating_sub(slack) <= until && from <= end.saturating_add(slack))
    }

    /// A quotation that has no time of its own, in a section whose heading has one that is not its.
    fn out_of_section(
        &self,
        document: &Document,
        quoted: &Quoted<'_>,
        section: SectionTime,
        transcripts: &[&Transcript],
    ) -> Option<Hit> {
        let (places, others) = quoted.spoken(transcripts)?;
        let until = section.until.map_or(u32::MAX, MediaTime::seconds);
        let range = (section.from.seconds(), until);
        let &(start, _, transcript) = places.first()?;
        if self.is_near(range, places.iter().chain(&others)) {
            return None;
        }
        let hit = Hit::at(quoted.quotation.words)
            .value("words", shortened(document.slice(quoted.quotation.words)))
            .value("path", &**transcript.path())
            .value("time", section.from.to_string())
            .value("found", MediaTime::new(start / 1000).to_string())
            .value("more", "");
        let fact = format!("`{}` has these words at {}", transcript.path(), listed(&places));
        Some(hit.because(fact).because(format!("the heading above says `{}`", document.slice(section.span))))
    }

    fn elsewhere(
        &self,
        document: &Document,
        quoted: &Quoted<'_>,
        cited: &[Locator<'_>],
        transcripts: &[&Transcript],
        is_own: impl Fn(&Locator<'_>) -> bool,
    ) -> Option<Elsewhere> {
        let first = cited.first()?;
        let (places, others) = quoted.spoken(transcripts)?;
        let is_near = |seconds: u32| self.is_near((seconds, seconds), places.iter().chain(&others));
        let last = transcripts.iter().filter_map(|transcript| transcript.end()).max();
        // Minutes and seconds written as hours and minutes are told of once, by another rule.
        let is_shifted =
            |seconds: u32| last.is_some_and(|last| seconds > last.seconds()) && is_near(seconds / 60);
        let near =
            |locator: &Locator<'_>| is_near(locator.time.seconds()) || is_shifted(locator.time.seconds());
        let &(start, _, transcript) = places.first().filter(|_| !cited.iter().any(near))?;
        let found = MediaTime::new(start / 1000);
        let unique = places.iter().all(|&(other, ..)| other.abs_diff(start) <= ONE_PLACE);
        let mut fields = first.timestamp.into_iter().flat_map(Timestamp::fields);
        let ranges = fields.any(|field| field.until.is_some());
        // A time that two quotations share cannot be right for both, and moving it would never end.
        let movable = unique && !quoted.is_in_pieces() && cited.len() == 1 && !ranges && is_own(first);
        Some(Elsewhere {
            span: first.span,
            words: shortened(document.slice(quoted.quotation.words)),
            cited: first.time,
            found,
            fact: format!("`{}` has these words at {}", transcript.path(), listed(&places)),
            path: transcript.path().to_string(),
            fix: movable.then(|| moved(document, first, found)),
        })
    }
}

/// The times of the places, a few of them.
fn listed(places: &[(u32, u32, &Transcript)]) -> String {
    const MOST: usize = 5;
    let mut times: Vec<String> =
        places.iter().map(|(start, ..)| MediaTime::new(start / 1000).to_string()).collect();
    times.dedup();
    let more = times.len().saturating_sub(MOST);
    times.truncate(MOST);
    let listed = times.join(", ");
    if more == 0 { listed } else { format!("{listed} and {more} more") }
}

/// The first words of a text, in one line.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 100;
    let mut short = String::new();
    for word in text.split_whitespace() {
        if short.len() + word.len() > MOST {
            short.push('…');
            return short;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}
