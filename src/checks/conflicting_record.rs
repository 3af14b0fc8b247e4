//! Notes on one source that disagree about it: when it was published, by whom, how long it lasts.

use jiff::civil::Date;
use rapidfuzz::distance::osa;
use schemars::JsonSchema;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

use super::origin_date::{ONE_DAY, days_between, in_words, stated as stated_days};
use crate::document::{Document, MediaTime, is_field_name};
use crate::lexicon::folded_word;
use crate::rule::{Check, Hit, Kind, Severity, Subject};
use crate::text::Span;
use crate::vault::DocumentId;

pub(super) const KIND: Kind =
    Kind::of::<ConflictingRecord>("conflicting-record", &["field", "value", "other", "path"]);

/// So many other notes on a source are heard.
const MAX_WITNESSES: usize = 8;
/// Lengths so many seconds apart may be one, rounded; long ones are cut and announced otherwise.
const SLIGHT: u32 = 60;
/// The part of a length that may be missing.
const SLIGHT_PART: u32 = 20;
/// Shorter names differ by a letter and are others, in letters.
const SHORTEST_NAME: usize = 6;
/// From so many letters on, two of a name may be slips.
const LONG_NAME: usize = 10;

/// Reports what a note says of its source where other notes on it, and not fewer than agree, say otherwise. A
/// page may change, so that two notes on one address are compared if they give it one title.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ConflictingRecord {
    /// Fields that say when the source was published: lower case, without `-`, `_` and blanks.
    published: Vec<String>,
    /// Fields that name the channel or show that published it.
    publisher: Vec<String>,
    /// Fields that name its author, or the note's: only slips in a name are told.
    author: Vec<String>,
}

/// What a note says of its source in one field.
struct Stated<'d> {
    field: &'d str,
    span: Span,
    value: Value,
}

impl Stated<'_> {
    /// Whether the other says the same of the source, in a field of the same name or in any for its length.
    fn is_like(&self, other: &Self) -> bool {
        let letters = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let named = || letters(self.field).eq_ignore_ascii_case(&letters(other.field));
        std::mem::discriminant(&self.value) == std::mem::discriminant(&other.value)
            && (matches!(self.value, Value::Seconds(_)) || named())
    }
}

enum Value {
    Published(Date),
    /// Letters and digits in lower case.
    Publisher(String),
    /// The same.
    Author(String),
    Seconds(u32),
}

impl Value {
    fn contradicts(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Published(one), Self::Published(two)) => days_between(*one, *two).abs() > ONE_DAY,
            (Self::Publisher(one), Self::Publisher(two)) => !one.contains(&**two) && !two.contains(&**one),
            (Self::Author(one), Self::Author(two)) => {
                let letters = one.chars().count().min(two.chars().count());
                let most = if letters < LONG_NAME { 1 } else { 2 };
                letters >= SHORTEST_NAME && (1..=most).contains(&osa::distance(one.chars(), two.chars()))
            }
            (Self::Seconds(one), Self::Seconds(two)) => {
                one.abs_diff(*two) > SLIGHT.max(one.max(two) / SLIGHT_PART)
            }
            _ => false,
        }
    }

    /// The value as a reader compares it, if that is not how it is written.
    fn shown(&self, written: &str) -> String {
        match self {
            Self::Published(day) => in_words(*day),
            Self::Seconds(seconds) => MediaTime::new(*seconds).to_string(),
            Self::Publisher(_) | Self::Author(_) => format!("`{}`", written.trim_matches(['"', '\''])),
        }
    }
}

impl Check for ConflictingRecord {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let Some(key) = key(document) else { return };
        let mut witnesses = witnesses(subject, key).take(MAX_WITNESSES).peekable();
        if witnesses.peek().is_none() {
            return;
        }
        let own = self.all(document);
        if own.is_empty() {
            return;
        }
        let said: Vec<_> = witnesses.map(|id| (id, self.all(subject.vault.document(id)))).collect();
        hits.extend(own.iter().filter_map(|own| told(subject, key, own, &said)));
    }
}

impl ConflictingRecord {
    fn all<'d>(&self, document: &'d Document) -> Vec<Stated<'d>> {
        let published = stated_days(document, &self.published).take(1).map(|stated| Stated {
            field: &stated.entry.key,
            span: stated.entry.value.span,
            value: Value::Published(stated.day),
        });
        let publisher = name(document, &self.publisher, Value::Publisher);
        let author = name(document, &self.author, Value::Author);
        let length = document.stated_length().map(|(seconds, span)| {
            let fields = document.front_matter.iter().flat_map(|front_matter| &front_matter.fields);
            let named = fields.into_iter().find(|entry| entry.value.span == span);
            let field = named.map_or("length", |entry| &entry.key);
            Stated { field, span, value: Value::Seconds(seconds) }
        });
        published.into_iter().chain(publisher).chain(author).chain(length).collect()
    }
}

/// The first field of these names, as a name without blanks and marks.
fn name<'d>(document: &'d Document, names: &[String], value: fn(String) -> Value) -> Option<Stated<'d>> {
    let fields = &document.front_matter.as_ref()?.fields;
    let entry = fields.iter().find(|entry| names.iter().any(|name| is_field_name(&entry.key, name)))?;
    let letters: String = entry.value.text()?.nfd().filter(|c| c.is_alphanumeric()).collect();
    let folded = folded_word(&letters).into_string();
    let link = entry.value.text()?.contains("[[");
    (!folded.is_empty() && !link).then(|| Stated {
        field: &entry.key,
        span: entry.value.span,
        value: value(folded),
    })
}

/// The key of the one source of a document.
fn key(document: &Document) -> Option<&str> {
    let provenance = &document.provenance;
    provenance.source_key.as_deref().filter(|_| !provenance.several_sources)
}

/// The other documents on the source and nothing else.
fn witnesses<'s>(subject: &'s Subject<'_>, wanted: &'s str) -> impl Iterator<Item = DocumentId> + 's {
    let page = wanted.starts_with("http");
    subject.vault.on_source(wanted).iter().copied().filter(move |&id| {
        let other = subject.vault.document(id);
        id != subject.id && key(other) == Some(wanted) && (!page || has_one_title(subject.document, other))
    })
}

fn has_one_title(one: &Document, two: &Document) -> bool {
    let title = |document: &Document| {
        let title = document.slice(document.provenance.title?.span).to_lowercase();
        Some(title.chars().filter(|c| c.is_alphanumeric()).collect::<String>())
    };
    title(one).is_some_and(|title_of_one| title(two).is_some_and(|title_of_two| title_of_one == title_of_two))
}

/// The hit on what other notes contradict, unless more of them agree.
fn told(
    subject: &Subject<'_>,
    key: &str,
    own: &Stated<'_>,
    said: &[(DocumentId, Vec<Stated<'_>>)],
) -> Option<Hit> {
    let of_one_kind = said.iter().flat_map(|(id, all)| all.iter().map(move |stated| (*id, stated)));
    // A day of upload and one of broadcast may be two.
    let alike = of_one_kind.filter(|(_, stated)| own.is_like(stated));
    let (against, with): (Vec<_>, Vec<_>) =
        alike.partition(|(_, stated)| own.value.contradicts(&stated.value));
    let &(id, first) = against.first()?;
    if against.len() <= with.len() {
        return None;
    }
    let other = subject.vault.document(id);
    let shown = |document: &Document, stated: &Stated<'_>| stated.value.shown(document.slice(stated.span));
    let mut hit = Hit::at(own.span)
        .value("field", own.field)
        .value("value", shown(subject.document, own))
        .value("other", shown(other, first))
        .value("path", &**other.path())
        .because(format!("both rest on {key}"));
    for &(id, stated) in &against {
        let document = subject.vault.document(id);
        hit = hit.label(document, stated.span, "the same source");
    }
    // A page changes, and a paper comes out on the web and in print.
    let dated_twice = ["http", "doi:", "arxiv:", "isbn:", "pmid:"].iter().any(|kind| key.starts_with(kind));
    Some(Hit { severity: dated_twice.then_some(Severity::Info), ..hit })
}
