//! Dates of origin, held against today, and those of the front matter against each other.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::claim_date;
use super::retrieval::{Retrieval, retrievals, year_of_entry};
use crate::document::{Document, is_field_name};
use crate::rule::{Check, Hit, Kind, Severity, Subject};
use crate::text::Span;
use crate::yaml::tree::Entry;

pub(super) const FUTURE: Kind = Kind::of::<FutureDate>("future-date", &["field", "date"]);
pub(super) const ZERO: Kind = Kind::of::<ZeroDate>("zero-date", &["field", "date"]);
pub(super) const ORDER: Kind = Kind::of::<DateOrder>("date-order", &["first", "earlier", "then", "later"]);

/// Two dates so many days apart may be one, on clocks around the world.
pub(super) const ONE_DAY: i32 = 1;

/// A page may be written so many days before it goes out.
const FEW_DAYS: i32 = 7;

/// Reports publications and retrievals after today.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FutureDate {
    /// Fields that say when the source was published: lower case, without `-`, `_` and blanks.
    published: Vec<String>,
    /// Fields that say when it was looked at; a day to come is an error there.
    retrieved: Vec<String>,
    /// Words in the text that say when a cited work was looked at.
    cited: Vec<String>,
}

/// Reports fields with a day that a program writes for none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ZeroDate {
    /// Fields that say when a page was published: lower case, without `-`, `_` and blanks.
    published: Vec<String>,
    /// Fields that say when something was looked at or changed.
    retrieved: Vec<String>,
    /// The days, as ISO writes them.
    #[serde(deserialize_with = "days")]
    #[schemars(with = "Vec<String>")]
    days: Vec<Date>,
}

fn days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Date>, D::Error> {
    let days = Vec::<String>::deserialize(deserializer)?;
    days.iter().map(|day| day.parse().map_err(serde::de::Error::custom)).collect()
}

/// Reports fields whose days are in the wrong order.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DateOrder {
    /// Fields, and what cannot be before them.
    pairs: Vec<Pair>,
    /// Words in the text that say when a cited work was looked at.
    cited: Vec<String>,
    /// Fields whose day cannot be before the one that the address of the source names.
    not_before_address: Vec<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Pair {
    /// Fields that state the earlier day: lower case, without `-`, `_` and blanks.
    first: Vec<String>,
    /// Fields that state the later one.
    then: Vec<String>,
}

/// A field of the front matter that states a day.
pub(super) struct Stated<'a> {
    pub(super) entry: &'a Entry,
    pub(super) day: Date,
}

impl Stated<'_> {
    fn key(&self) -> String {
        self.entry.key.to_string()
    }

    fn words(&self) -> String {
        in_words(self.day)
    }
}

impl Check for FutureDate {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        for (names, severity) in [(&self.published, None), (&self.retrieved, Some(Severity::Error))] {
            let ahead = stated(subject.document, names)
                .filter(|stated| days_between(subject.today, stated.day) > ONE_DAY);
            hits.extend(ahead.map(|stated| {
                ahead_of(subject.today, stated.entry.value.span, stated.key(), stated.day, severity)
            }));
        }
        let (document, provenance) = (subject.document, &subject.document.provenance);
        for (found, severity) in [(provenance.published, None), (provenance.retrieved, Some(Severity::Error))]
        {
            let Some((date, day)) = claim_date::stated(document, found) else { continue };
            if days_between(subject.today, day) > ONE_DAY {
                let name = found.map(|found| found.name()).filter(|name| !name.overlaps(date.span));
                let field = name.map_or("date", |name| document.slice(name)).to_owned();
                hits.push(ahead_of(subject.today, date.span, field, day, severity));
            }
        }
        for Retrieval { word, date, day, .. } in retrievals(document, &self.cited) {
            let told = hits.iter().any(|hit| hit.span == date.span);
            if days_between(subject.today, day) > ONE_DAY && !told {
                let field = word.to_lowercase();
                hits.push(ahead_of(subject.today, date.span, field, day, Some(Severity::Error)));
            }
        }
    }
}

/// A hit on a day that has not come yet.
fn ahead_of(today: Date, span: Span, field: String, day: Date, severity: Option<Severity>) -> Hit {
    let hit = Hit::at(span)
        .value("field", field)
        .value("date", in_words(day))
        .because(format!("today is {}", in_words(today)));
    Hit { severity, ..hit }
}

/// `4 November 2023`
pub(super) fn in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

impl Check for DateOrder {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        self.fields(document, hits);
        self.addresses(document, hits);
        self.cited(document, hits);
    }
}

impl DateOrder {
    fn fields(&self, document: &Document, hits: &mut Vec<Hit>) {
        for pair in &self.pairs {
            let Some(first) = stated(document, &pair.first).next() else { continue };
            let wrong =
                stated(document, &pair.then).filter(|then| days_between(then.day, first.day) > ONE_DAY);
            hits.extend(wrong.map(|then| {
                Hit::at(then.entry.value.span)
                    .value("first", first.key())
                    .value("earlier", first.words())
                    .value("then", then.key())
                    .value("later", then.words())
                    .label(document, first.entry.value.span, "the other day")
            }));
        }
    }

    /// News and blogs name the day on which a page was made in its address: `/2021/05/10/`.
    fn addresses(&self, document: &Document, hits: &mut Vec<Hit>) {
        let Some((span, day)) = day_of_address(document) else { return };
        let early = stated(document, &self.not_before_address)
            .filter(|stated| days_between(stated.day, day) > FEW_DAYS);
        hits.extend(early.map(|stated| {
            Hit::at(stated.entry.value.span)
                .value("first", document.slice(span))
                .value("earlier", in_words(day))
                .value("then", stated.key())
                .value("later", stated.words())
                .label(document, span, "the address names this day")
        }));
    }

    fn cited(&self, document: &Document, hits: &mut Vec<Hit>) {
        hits.extend(retrievals(document, &self.cited).filter_map(|retrieval| {
            let (span, year) = year_of_entry(document, retrieval.entry)?;
            (retrieval.day.year() < year).then(|| {
                Hit::at(retrieval.date.span)
                    .value("first", "published")
                    .value("earlier", year.to_string())
                    .value("then", retrieval.word.to_lowercase())
                    .value("later", in_words(retrieval.day))
                    .label(document, span, "the year of the work")
            })
        }));
    }
}

/// The day that the address of the source names, and the digits that name it.
fn day_of_address(document: &Document) -> Option<(Span, Date)> {
    let source = document.provenance.source?.span;
    let (_, path) = document.slice(source).split_once("://")?;
    let start = source.end() - path.len();
    path.match_indices('/').find_map(|(at, _)| {
        let digits = path.get(at + 1..at + 11)?;
        let sound = matches!(digits.as_bytes(), [_, _, _, _, b'/' | b'-', _, _, b'/' | b'-', _, _]);
        let ends = !path[at + 11..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let day = digits.replace('/', "-").parse().ok().filter(|_| sound && ends)?;
        Some((Span::new(at + 1, at + 11).shifted(start), day))
    })
}

impl Check for ZeroDate {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        // Of a book, the first day of a year may stand for the year.
        let page = document.provenance.source_key.as_deref().is_some_and(|key| key.starts_with("http"));
        let published = if page { &self.published[..] } else { &[] };
        for names in [published, &self.retrieved] {
            let zero = stated(document, names).filter(|stated| self.days.contains(&stated.day));
            hits.extend(zero.map(|stated| {
                Hit::at(stated.entry.value.span).value("field", stated.key()).value("date", stated.words())
            }));
        }
    }
}

/// How many days `to` comes after `from`; negative if before.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    to.since(from).map_or(0, |span| span.get_days())
}

/// The top-level fields of these names that state a day, as ISO writes it.
pub(super) fn stated<'a>(document: &'a Document, names: &[String]) -> impl Iterator<Item = Stated<'a>> {
    let fields = document.front_matter.as_ref().map_or(&[][..], |front_matter| &front_matter.fields);
    fields.iter().filter(|entry| names.iter().any(|name| is_field_name(&entry.key, name))).filter_map(
        |entry| {
            let text = entry.value.text()?.trim();
            let day = text.get(..10)?.parse().ok()?;
            let ends = !text[10..].starts_with(|c: char| c.is_ascii_digit());
            ends.then_some(Stated { entry, day })
        },
    )
}
