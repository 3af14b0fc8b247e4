//! Dates without a year in documents that tell none.

use memchr::memmem;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{DateForm, DateMention, Document};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<MissingYear>("missing-year", &["date", "more"]);

/// How far around a date a word is looked for that makes it one of every year, in bytes.
const AROUND: usize = 48;

/// Reports dates that nothing in their document can place; once a document.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MissingYear {
    /// Words beside a date that comes back every year, lower case.
    recurring: Vec<String>,
}

impl Check for MissingYear {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let yearless = |date: &&DateMention| {
            let written = date.form == DateForm::Written && date.year.is_none() && date.day.is_some();
            written && !date.doubtful && !self.comes_back(document, date)
        };
        let mut dates = document.dates.iter().filter(yearless);
        let Some(first) = dates.next() else { return };
        if tells_a_year(document.text()) || tells_a_year(document.path()) {
            return;
        }
        let mut hit = Hit::at(first.span).value("date", document.slice(first.span));
        for date in dates {
            hit = hit.label(document, date.span, "nor has this one");
        }
        let more = match hit.labels.len() + hit.unlabelled {
            0 => String::new(),
            1 => "; nor has 1 more".to_owned(),
            count => format!("; nor have {count} more"),
        };
        hits.push(hit.value("more", more));
    }
}

impl MissingYear {
    /// Whether the words around say that the date is one of every year.
    fn comes_back(&self, document: &Document, date: &DateMention) -> bool {
        let text = document.text();
        let start = text.floor_char_boundary(date.span.start().saturating_sub(AROUND));
        let end = text.floor_char_boundary(date.span.end() + AROUND);
        let mut words = text[start..end].split(|c: char| !c.is_alphanumeric());
        words.any(|word| self.recurring.iter().any(|recurring| word.eq_ignore_ascii_case(recurring)))
    }
}

/// Whether a number from 1800 to 2099 stands somewhere by itself.
fn tells_a_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    let year = |at: usize| {
        let digits = bytes.get(at..at + 4).is_some_and(|year| year.iter().all(u8::is_ascii_digit));
        let before = at.checked_sub(1).is_none_or(|at| !bytes[at].is_ascii_alphanumeric());
        digits && before && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit)
    };
    ["18", "19", "20"].iter().any(|century| memmem::find_iter(bytes, century.as_bytes()).any(year))
}
