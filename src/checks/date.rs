//! Dates that no calendar has, or that fall on another weekday than the one named.

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::shown_wrong::is_shown_as_wrong;
use crate::document::{DateForm, DateMention, Document};
use crate::rule::{Check, Confidence, Hit, Kind, Severity, Subject};
use crate::text::Span;
use crate::yaml::tree::Entry;

pub(super) const KIND: Kind = Kind::of::<DateCheck>("date", &["date", "why", "named", "actual"]);

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
            Report::ImpossibleDate => {
                let found = document.dates.iter().filter_map(impossible);
                hits.extend(found.filter(|hit| !is_shown_as_wrong(document, hit.span)));
                let fields = document.front_matter.iter().flat_map(|head| &head.fields);
                hits.extend(fields.filter_map(impossible_in_field));
            }
            Report::WeekdayMismatch => {
                let mut dated = None;
                for (date, named) in document.dates.iter().filter_map(|date| Some((date, date.weekday?.0))) {
                    let hit = match date.year {
                        Some(year) => in_year(date, year, named),
                        None => {
                            let dated = dated.get_or_insert_with(|| Dated::of(document));
                            dated.as_ref().and_then(|dated| dated.mismatch(date, named))
                        }
                    };
                    hits.extend(hit);
                }
            }
        }
    }
}

/// The days that a date can mean in `year`.
pub(super) fn days(date: &DateMention, year: i16) -> impl Iterator<Item = Date> + use<> {
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
    Some(mismatch(date, days(date, year).next()?, WEEKDAYS[usize::from(named)]))
}

fn mismatch(date: &DateMention, day: Date, named: &str) -> Hit {
    Hit::at(date.span)
        .value("date", day.strftime("%-d %B %Y").to_string())
        .value("named", named)
        .value("actual", WEEKDAYS[usize::from(weekday(day))])
}

/// The year a document belongs to, and why.
pub(super) struct Dated<'d> {
    document: &'d Document,
    year: i16,
    /// By day of the month and weekday: dates of different months that fall on it in that year.
    right: FxHashMap<(u8, u8), Vec<&'d DateMention>>,
    /// The day of publication, if it is known.
    published: Option<Date>,
    /// Whether a weekday named in the document shows the year to be right.
    confirmed: bool,
    reason: String,
}

impl<'d> Dated<'d> {
    /// The year of publication, or the one year of all full dates.
    pub(super) fn of(document: &'d Document) -> Option<Self> {
        let mut full = document.dates.iter().filter(|date| date.day.is_some() && date.year.is_some());
        let first = full.next();
        let shared = first
            .and_then(|date| date.year)
            .filter(|_| full.all(|date| date.year == first.and_then(|first| first.year)));
        let published = published(document);
        let (year, reason) = match (published, first, shared) {
            // Where full dates are of other years too, an event may be of any of them.
            (Some((day, text)), _, shared) if first.is_none() || shared == Some(day.year()) => {
                (day.year(), format!("the document is dated `{text}`"))
            }
            (None, Some(first), Some(year)) => {
                let text = document.slice(first.date);
                (year, format!("every full date in the document is in {year}, such as `{text}`"))
            }
            _ => return None,
        };
        let named = document.dates.iter().filter_map(|date| Some((date, date.weekday?.0)));
        let mut named = named.filter(|(date, _)| date.year.is_none_or(|written| written == year));
        let (mut fitting, mut wrong) = (0, 0);
        let mut right: FxHashMap<_, Vec<&DateMention>> = FxHashMap::default();
        named.by_ref().for_each(|(date, named)| {
            if !falls_on(date, year, named) {
                wrong += 1;
                return;
            }
            fitting += 1;
            let Some(day) = date.day else { return };
            let same = right.entry((day, named)).or_default();
            if same.iter().all(|other| other.month != date.month) {
                same.push(date);
            }
        });
        // Several weekdays that do not fit, and none that does, show the year to be wrong.
        let refuted = fitting < wrong && wrong > 1;
        (!refuted).then_some(Self {
            document,
            year,
            right,
            published: published.map(|(day, _)| day),
            confirmed: fitting > 0,
            reason,
        })
    }

    /// Whether a date of this document without a year is hardly of another one.
    fn is_near(&self, day: Date) -> bool {
        let days = self.published.and_then(|published| day.since(published).ok()).map(|span| span.get_days());
        days.is_some_and(|days| days.abs() <= NEWS_DAYS)
    }

    /// A weekday beside a date without a year. The document's year is the most likely and not
    /// the only one: a date that fits the year before or after is left alone, unless the same
    /// day of another month, named with the same weekday, shows which year is meant.
    pub(super) fn mismatch(&self, date: &DateMention, named: u8) -> Option<Hit> {
        let (document, year) = (self.document, self.year);
        let years = (year.checked_sub(1)?)..=(year.checked_add(1)?);
        if year < GREGORIAN_EVERYWHERE || falls_on(date, year, named) {
            return None;
        }
        let day = days(date, year).next()?;
        let same = self.right.get(&(date.day?, named));
        let other = same.and_then(|same| same.iter().find(|other| other.month != date.month));
        let likely = self.confirmed || self.is_near(day);
        if other.is_none() && (!likely || years.clone().any(|year| falls_on(date, year, named))) {
            return None;
        }
        let named = WEEKDAYS[usize::from(named)];
        let hit = mismatch(date, day, named).because(format!("the year {year} is inferred: {}", self.reason));
        let hit = match other {
            // Evidence and no label: nothing is wrong at that place.
            Some(other) => {
                let line = document.source().position(other.span.start()).line;
                let text = document.slice(other.span);
                hit.because(format!(
                    "`{text}` in line {line} is a {named}: {} {} {year}",
                    other.day?,
                    month(other.month)
                ))
            }
            None => hit.because(format!("nor is it a {named} in {} or {}", years.start(), years.end())),
        };
        Some(Hit { severity: Some(Severity::Warning), confidence: Some(Confidence::Medium), ..hit })
    }
}

/// Whoever leaves the year out of a date this close to the day of publication means that year.
const NEWS_DAYS: i32 = 60;

/// The day of publication and the text that states it.
fn published(document: &Document) -> Option<(Date, &str)> {
    let span = document.provenance.published?.span;
    let text = document.slice(span).trim_matches(['"', '\'', ' ']);
    let iso = text.get(..10).and_then(|day| day.parse().ok());
    let day = iso.or_else(|| {
        let date = document.dates.iter().find(|date| date.span.overlaps(span))?;
        days(date, date.year?).next()
    });
    day.map(|day| (day, text))
}

/// A field whose value is a day as ISO writes it, and no such day. Versions may be numbered so.
fn impossible_in_field(field: &Entry) -> Option<Hit> {
    const NO_DATES: [&str; 4] = ["version", "build", "release", "id"];
    let text = field.value.text()?.trim();
    let (number, rest) = text.split_at_checked(10)?;
    let mut parts = number.split('-').map(str::parse::<u8>);
    let year: i16 = number.get(..4)?.parse().ok()?;
    let (Ok(month_number), Ok(day)) = (parts.nth(1)?, parts.next()?) else { return None };
    let shaped = number.as_bytes()[4] == b'-' && number.as_bytes()[7] == b'-';
    let ended = !rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '_'));
    let version = NO_DATES.iter().any(|name| field.key.to_ascii_lowercase().ends_with(name));
    let exists = Date::new(year, i8::try_from(month_number).ok()?, i8::try_from(day).ok()?).is_ok();
    // `0000-00-00` is to be filled in; of `2023-31-12` the parts are in another order.
    let empty = month_number == 0 || day == 0;
    let turned = month_number > 12 && day <= 12;
    if !shaped || !ended || version || exists || empty || turned || year < REGULAR_MONTHS {
        return None;
    }
    let why = why_impossible(year, month_number, day);
    Some(Hit::at(field.value.span).value("date", number).value("why", why))
}

fn why_impossible(year: i16, number: u8, day: u8) -> String {
    match (number, day) {
        (13.., _) => format!("there is no month {number}"),
        (2, 29) => format!("{year} is no leap year"),
        _ => format!("{} has no day {day}", month(number)),
    }
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
    let hit = Hit::at(date.date).value("why", why_impossible(year, date.month, day));
    let certain = date.year.is_some() || date.weekday.is_some();
    let severity =
        (!certain || (date.form == DateForm::Numeric && date.month > 12)).then_some(Severity::Warning);
    Some(Hit { severity, ..hit })
}
