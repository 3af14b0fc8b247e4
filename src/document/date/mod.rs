//! Calendar dates and times of day in running text.
//!
//! Every date and time has a digit, so one pass visits the digits and looks at the words
//! beside them. Digits of media times are passed over.

mod clock_time;
mod nearby;
mod numeric;
mod parted;
mod weekday;
mod written;

pub use clock_time::{ClockContext, ClockTime};

use super::Document;
use crate::text::Span;

/// How a date is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateForm {
    /// `2023-11-10`, with or without a time
    Iso,
    /// `10.11.2023`, `10/11/2023`
    Numeric,
    /// `9 November 2023`, `November 9`
    Written,
}

/// A date as written; its parts may not make a real day.
#[derive(Clone, Debug)]
pub struct DateMention {
    /// The date with its weekday, if it has one.
    pub span: Span,
    /// The date alone.
    pub date: Span,
    /// How it is written.
    pub form: DateForm,
    /// The year, if given.
    pub year: Option<i16>,
    /// 1 to 12 if it is a month at all.
    pub month: u8,
    /// 1 to 31; none for a month alone.
    pub day: Option<u8>,
    /// The weekday named beside it (0 is Monday) and the text that names it.
    pub weekday: Option<(u8, Span)>,
    /// Whether day and month may be the other way round: `10/11/2023`.
    pub ambiguous: bool,
    /// Whether this may be something else: a number that counts the next word (`in February
    /// 30 people`), or parts of a version (`30.2.2023`).
    pub doubtful: bool,
}

impl DateMention {
    /// The day and month that it can mean, as it is written first.
    pub fn readings(&self) -> impl Iterator<Item = (u8, u8)> + use<> {
        let day = self.day;
        let first = day.map(|day| (day, self.month));
        let other = day.filter(|_| self.ambiguous).map(|day| (self.month, day));
        first.into_iter().chain(other)
    }
}

/// A run of digits, with what bounds the search around it.
#[derive(Clone, Copy)]
struct Digits<'t> {
    text: &'t str,
    span: Span,
    /// Where readable text begins that no date or time has taken yet.
    floor: usize,
    /// Where it ends.
    limit: usize,
}

impl Digits<'_> {
    fn len(&self) -> usize {
        self.span.len()
    }

    fn number(&self) -> Option<u16> {
        self.span.of(self.text).parse().ok()
    }

    /// The byte before, within readable text.
    fn before(&self) -> Option<u8> {
        (self.span.start() > self.floor).then(|| self.text.as_bytes()[self.span.start() - 1])
    }

    /// The byte at `at`, within readable text.
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes()[..self.limit].get(at).copied()
    }
}

/// The dates and times of day in the body of a document, each sorted by place.
pub(super) fn extract(document: &Document) -> (Vec<DateMention>, Vec<ClockTime>) {
    let (mut dates, mut times) = (Vec::new(), Vec::new());
    let mut marks = document.timestamps.iter().map(|timestamp| timestamp.span).peekable();
    for region in document.regions() {
        let mut start = region.start();
        while start < region.end() {
            while marks.peek().is_some_and(|mark| mark.end() <= start) {
                marks.next();
            }
            let mark = marks.peek().filter(|mark| mark.start() < region.end());
            let end = mark.map_or(region.end(), |mark| mark.start().max(start));
            scan(document.text(), Span::new(start, end), &mut dates, &mut times);
            start = mark.map_or(region.end(), |mark| mark.end().max(start));
        }
    }
    (dates, times)
}

fn scan(text: &str, region: Span, dates: &mut Vec<DateMention>, times: &mut Vec<ClockTime>) {
    let bytes = text.as_bytes();
    let (mut at, mut floor) = (region.start(), region.start());
    while let Some(start) = next_digit(&bytes[at..region.end()]).map(|found| found + at) {
        let length = bytes[start..region.end()].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let span = Span::new(start, start + length);
        at = span.end();
        let digits = Digits { text, span, floor, limit: region.end() };
        // The end of a word is no part of a date; what is parted by `T` is.
        if digits.before().is_some_and(|byte| byte.is_ascii_alphanumeric() && byte != b'T') {
            continue;
        }
        if let Some(date) = date(&digits) {
            at = date.span.end().max(at);
            floor = at;
            dates.push(date);
        } else if let Some(time) = clock_time::read(&digits, dates.last()) {
            at = time.span.end();
            floor = at;
            times.push(time);
        }
    }
}

/// The place of the first digit. Whole chunks are tested without a branch, which is several
/// times as fast as byte by byte.
fn next_digit(bytes: &[u8]) -> Option<usize> {
    const CHUNK: usize = 32;
    let digits =
        |chunk: &[u8; CHUNK]| chunk.iter().fold(0, |any, byte| any | u8::from(byte.is_ascii_digit()));
    let skipped = bytes.as_chunks().0.iter().take_while(|chunk| digits(chunk) == 0).count() * CHUNK;
    bytes[skipped..].iter().position(u8::is_ascii_digit).map(|found| found + skipped)
}

fn date(digits: &Digits<'_>) -> Option<DateMention> {
    let mut date = match digits.len() {
        4 => numeric::year_first(digits)
            .or_else(|| written::month_and_year(digits))
            .or_else(|| parted::with_characters(digits))
            .or_else(|| parted::year_first(digits)),
        1 | 2 => numeric::year_last(digits)
            .or_else(|| written::with_day(digits))
            .or_else(|| parted::day_first(digits)),
        _ => None,
    }?;
    weekday::find(digits, &mut date);
    Some(date)
}

#[cfg(test)]
mod tests;
