//! Ranges of years and days that end before they begin.

use memchr::{memchr_iter, memmem};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{DateMention, Document};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<ReversedRange>("reversed-range", &["first", "last"]);

/// Reports lives and reigns in brackets, `(1911–1850)`, and ranges of whole dates whose end is before their
/// beginning.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReversedRange {
    /// What may stand before the first year in the brackets.
    began: Vec<String>,
    /// What may stand before the last.
    ended: Vec<String>,
    /// Words that lead from the first date to the last.
    until: Vec<String>,
    /// Marks of an age whose years count down; nothing is said of the years of a document with one.
    counting_down: Vec<String>,
}

/// The longest text between brackets that is read, in bytes.
const MAX_BRACKETED: usize = 40;

/// The longest text between two dates of a range, in bytes.
const MAX_BETWEEN: usize = 12;

/// Nobody lives or reigns longer: years further apart are other numbers.
const MAX_YEARS: u16 = 130;

const DASHES: [char; 3] = ['-', '–', '—'];

impl Check for ReversedRange {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let before = hits.len();
        for region in document.regions() {
            for at in memchr_iter(b'(', region.of(document.text()).as_bytes()) {
                hits.extend(self.years(document, region, region.start() + at));
            }
        }
        if hits.len() > before && self.counts_down(document) {
            hits.truncate(before);
        }
        hits.extend(document.dates.windows(2).filter_map(|pair| self.days(document, &pair[0], &pair[1])));
        hits.sort_by_key(|hit| hit.span);
    }
}

impl ReversedRange {
    /// `(1911–1850)`, `(born 1911, died 1850)`, where the bracket opens at `at`.
    fn years(&self, document: &Document, region: Span, at: usize) -> Option<Hit> {
        let text = &document.text()[..region.end()];
        // What is called or cited, `f(1911-1850)`, `12(1911-1850)`, is no life.
        let apart = text[region.start()..at].ends_with(|c: char| c.is_whitespace());
        let rest = &text[at + 1..text.floor_char_boundary(text.len().min(at + MAX_BRACKETED))];
        let inner = rest.split_once(')').map(|(inner, _)| inner).filter(|_| apart)?;
        let (first, between) = year(after_word(inner, &self.began))?;
        let parted = between.trim_start();
        let (last, rest) = match parted.strip_prefix(DASHES) {
            Some(rest) => year(after_word(rest, &self.ended))?,
            None => {
                let rest = parted.strip_prefix([',', ';']).unwrap_or(parted);
                let led = after_word(rest, &self.ended);
                year(led).filter(|_| led.len() < rest.trim_start().len())?
            }
        };
        let reversed = last < first && first - last <= MAX_YEARS && rest.trim().is_empty();
        let hit = Hit::at(Span::new(at + 1, at + 1 + inner.len()));
        reversed.then(|| hit.value("first", first.to_string()).value("last", last.to_string()))
    }

    fn counts_down(&self, document: &Document) -> bool {
        let body = document.slice(document.body).as_bytes();
        self.counting_down.iter().any(|mark| memmem::find(body, mark.as_bytes()).is_some())
    }

    /// `10 November 2023 – 3 October 2023`, `from 10 November to 3 October 2023`.
    fn days(&self, document: &Document, first: &DateMention, last: &DateMention) -> Option<Hit> {
        let between = Span::new(first.span.end(), last.span.start().max(first.span.end()));
        let sure = |date: &DateMention| !date.ambiguous && !date.doubtful && date.day.is_some();
        if between.len() > MAX_BETWEEN || !sure(first) || !sure(last) {
            return None;
        }
        let joined = document.slice(between).trim_matches([' ', '\t']);
        let leads = || self.until.iter().any(|word| word.eq_ignore_ascii_case(joined));
        let dash = joined.chars().count() == 1 && joined.starts_with(DASHES);
        // Without its year, the last day may be one of the next year.
        let reversed = (last.year?, last.month, last.day) < (first.year?, first.month, first.day);
        let said = |date: &DateMention| document.slice(date.date).to_owned();
        (reversed && (dash || leads())).then(|| {
            Hit::at(first.span.cover(last.span)).value("first", said(first)).value("last", said(last))
        })
    }
}

/// The text without one of the words that it begins with.
fn after_word<'t>(text: &'t str, words: &[String]) -> &'t str {
    let text = text.trim_start();
    let rest = words.iter().find_map(|word| text.strip_prefix(word.as_str()));
    rest.map_or(text, str::trim_start)
}

/// The year of four digits that the text begins with, and what follows it.
fn year(text: &str) -> Option<(u16, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let year = text[..digits].parse().ok().filter(|year| digits == 4 && (1000..2100).contains(year))?;
    Some((year, &text[digits..]))
}
