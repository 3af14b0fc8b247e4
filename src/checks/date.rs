//! Dates that no calendar has, or that fall on another weekday than the one named.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{DateForm, DateMention, Document};
use crate::rule::{Check, Confidence, Hit, Kind, Severity, Subject};
use crate::text::Span;

pub(super) const KIND: Kind =
    Kind::of::<DateCheck>("date", &["date", "why", "year", "month", "named", "actual"]);

/// Reports dates that cannot be.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Date")]
struct DateCheck {
    /// What is reported.
    report: Report,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Report {
    /// The weekday named beside a date is not the day's.
    WeekdayMismatch,
    /// There is no such day.
    ImpossibleDate,
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Greece was the last country to leave the Julian calendar, in 1923; a weekday before may be right in it.
const GREGORIAN_EVERYWHERE: i16 = 1924;
/// Before, even the number of days in a month may have been another: Sweden had a 30 February in 1712.
const REGULAR_MONTHS: i16 = 1753;

impl Check for DateCheck {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        match self.report {
            Report::ImpossibleDate => hits.extend(document.dates.iter().filter_map(impossible)),
            Report::WeekdayMismatch => {
                let mut dated = None;
                for (date, named) in document.dates.iter().filter_map(|date| Some((date, date.weekday?.0))) {
                    let hit = match date.year {
                        Some(year) => in_year(date, year, named),
                        None => {
                            let dated = dated.get_or_insert_with(|| Dated::of(document));
                            dated.as_ref().and_then(|dated| inferred(document, date, named, dated))
                        }
                    };
                    hits.extend(hit);
                }
            }
        }
    }
}

/// The days that a date can mean in `year`.
fn days(date: &DateMention, year: i16) -> impl Iterator<Item = Date> + use<> {
    date.readings().filter_map(move |(day, month)| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    })
}

fn weekday(day: Date) -> u8 {
    u8::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default()
}

/// Whether a reading of the date in `year` falls on the weekday `named`.
fn falls_on(date: &DateMention, year: i16, named: u8) -> bool {
    days(date, year).any(|day| weekday(day) == named)
}

/// A weekday beside a date with its year.
fn in_year(date: &DateMention, year: i16, named: u8) -> Option<Hit> {
    if year < GREGORIAN_EVERYWHERE || falls_on(date, year, named) {
        return None;
    }
    Some(mismatch(date, days(date, year).next()?, named))
}

fn mismatch(date: &DateMention, day: Date, named: u8) -> Hit {
    Hit::at(date.span)
        .value("date", day.strftime("%-d %B %Y").to_string())
        .value("named", WEEKDAYS[usize::from(named)])
        .value("actual", WEEKDAYS[usize::from(weekday(day))])
}

/// The year a document belongs to, and why.
struct Dated {
    year: i16,
    reason: String,
}

impl Dated {
    /// The year of publication, or the one year of all full dates.
    fn of(document: &Document) -> Option<Self> {
        if let Some(published) = document.provenance.published {
            let text = document.slice(published.span).trim_matches(['"', '\'', ' ']);
            let year = iso_year(text).or_else(|| {
                document
                    .dates
                    .iter()
                    .find(|date| date.span.overlaps(published.span))
                    .and_then(|date| date.year)
            });
            if let Some(year) = year {
                return Some(Self { year, reason: format!("the document is dated `{text}`") });
            }
        }
        let mut full = document.dates.iter().filter(|date| date.day.is_some());
        let mut years = full.by_ref().filter_map(|date| Some((date, date.year?)));
        let (first, year) = years.next()?;
        let same = years.all(|(_, other)| other == year);
        same.then(|| Self {
            year,
            reason: format!(
                "every full date in the document is in {year}, such as `{}`",
                document.slice(first.date)
            ),
        })
    }
}

/// The year of `2023-11-10` and anything after it.
fn iso_year(text: &str) -> Option<i16> {
    let year = text.get(..4).filter(|_| text.as_bytes().get(4) == Some(&b'-'))?;
    year.parse().ok()
}

/// A weekday beside a date without a year. The document's year is the most likely and not
/// the only one: a date that fits the year before or after is left alone, unless the same
/// day of another month, named with the same weekday, shows which year is meant.
fn inferred(document: &Document, date: &DateMention, named: u8, dated: &Dated) -> Option<Hit> {
    let year = dated.year;
    let years = (year.checked_sub(1)?)..=(year.checked_add(1)?);
    if year < GREGORIAN_EVERYWHERE || falls_on(date, year, named) {
        return None;
    }
    let day = days(date, year).next()?;
    let other = document.dates.iter().find(|other| {
        let same = other.day == date.day && other.month != date.month;
        let right = other.weekday.is_some_and(|(weekday, _)| weekday == named);
        same && right && other.year.is_none_or(|written| written == year) && falls_on(other, year, named)
    });
    if other.is_none() && years.clone().any(|year| falls_on(date, year, named)) {
        return None;
    }
    let hit = mismatch(date, day, named).because(format!("the year {year} is inferred: {}", dated.reason));
    let hit = match other {
        Some(other) => hit.label(
            document,
            other.span,
            format!(
                "here {} fits: {} {} {year}",
                WEEKDAYS[usize::from(named)],
                other.day?,
                month(other.month)
            ),
        ),
        None => hit.because(format!(
            "nor is it a {} in {} or {}",
            WEEKDAYS[usize::from(named)],
            years.start(),
            years.end()
        )),
    };
    Some(Hit { severity: Some(Severity::Warning), confidence: Some(Confidence::Medium), ..hit })
}

fn month(number: u8) -> &'static str {
    MONTHS.get(usize::from(number).wrapping_sub(1)).copied().unwrap_or_default()
}

/// A day that is in no calendar, whatever the order of its parts.
fn impossible(date: &DateMention) -> Option<Hit> {
    let day = date.day.filter(|_| !date.doubtful)?;
    if date.year.is_some_and(|year| year < REGULAR_MONTHS) {
        return None;
    }
    // A leap year stands for any year.
    let year = date.year.unwrap_or(2000);
    if days(date, year).next().is_some() || (date.month == 2 && day == 29 && year % 100 == 0) {
        return None;
    }
    let why = match (date.month, day) {
        (13.., _) => format!("there is no month {}", date.month),
        (2, 29) => format!("{year} is no leap year"),
        (number, day) => format!("{} has no day {day}", month(number)),
    };
    let hit = Hit::at(date.date).value("why", why);
    let certain = date.year.is_some() || date.weekday.is_some();
    let severity =
        (!certain || (date.form == DateForm::Numeric && date.month > 12)).then_some(Severity::Warning);
    Some(Hit { severity, ..hit })
}
