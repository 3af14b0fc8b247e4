//! Timestamps that state no time, or more than one.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Document, Fault, MarkDamage, MediaTime, Timestamp, TimestampField};
use crate::rule::{Applicability, Check, Fix, Hit, Kind, Severity, Subject};
use crate::text::{Span, counted};

pub(super) const KIND: Kind = Kind::of::<TimestampCheck>("timestamp", &["why", "first", "second"]);

/// So few seconds apart, two times lead to one place, if not to the same word.
const SLIGHT: u32 = 3;

/// Reports timestamps by what is wrong with their times.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Timestamp")]
struct TimestampCheck {
    /// What is reported.
    report: Report,
    /// By how many seconds a link may lead elsewhere than it shows: people link to a moment
    /// before the one they mean.
    #[serde(default = "lead")]
    lead: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Report {
    /// A mark whose value is not a time, or that is itself damaged.
    Malformed,
    /// A form for a time that was never filled in: `HH:MM:SS`.
    Placeholder,
    /// The value, the label and the address state different times.
    LabelMismatch,
    /// A time before the one that stands before it.
    OutOfOrder,
}

fn lead() -> u32 {
    5
}

impl Check for TimestampCheck {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        if self.report == Report::OutOfOrder {
            hits.extend(out_of_order(document));
            return;
        }
        let found = document.timestamps.iter().filter_map(|timestamp| match self.report {
            Report::LabelMismatch => self.mismatch(document, timestamp),
            report => malformed(document, timestamp, report == Report::Placeholder),
        });
        hits.extend(found);
    }
}

/// Each time that is before the one that stands before it.
fn out_of_order(document: &Document) -> impl Iterator<Item = Hit> {
    let own = document.own_timestamps();
    let mut last: Option<(MediaTime, Span)> = None;
    own.filter_map(move |timestamp| {
        let field = timestamp.fields().find(|field| field.time.is_some())?;
        let time = field.time?;
        let (before, span) = last.replace((time, field.span))?;
        (time < before).then(|| {
            Hit::at(field.span)
                .value("first", format!("`{}`", document.slice(field.span)))
                .value("second", format!("`{}`", document.slice(span)))
        })
    })
}

/// What is wrong with a mark: a placeholder in it, or anything but that.
fn malformed(document: &Document, timestamp: &Timestamp, placeholder: bool) -> Option<Hit> {
    let Some(field) = timestamp.fields().find(|field| field.time.is_none()) else {
        if placeholder {
            return None;
        }
        let Some(damage) = timestamp.damage else { return reversed(document, timestamp) };
        let hit = Hit::at(timestamp.span).value("why", damaged(damage));
        return Some(Hit { severity: Some(Severity::Warning), ..hit });
    };
    let text = document.slice(field.span);
    let fault = Fault::of(text).filter(|&fault| (fault == Fault::Placeholder) == placeholder)?;
    let span = if field.span.is_empty() { timestamp.span } else { field.span };
    let why = if fault == Fault::Empty { fault.to_string() } else { format!("`{text}`: {fault}") };
    let mut hit = Hit::at(span).value("why", why);
    if timestamp.value.as_ref() == Some(field) {
        if let Some(label) = timestamp.label.as_ref().filter(|label| !label.span.is_empty()) {
            hit = hit.label(document, label.span, "what is shown");
        }
        if let Some(fix) = repair(document, timestamp, field, fault) {
            hit = hit.fix(fix);
        }
    }
    Some(hit)
}

/// A range that ends before it begins, both ends written alike: `[05:20-04:10]`.
fn reversed(document: &Document, timestamp: &Timestamp) -> Option<Hit> {
    let label = timestamp.label.filter(|label| label.until < label.time && label.until.is_some())?;
    let text = document.slice(label.span);
    let (first, last) = text.split_once(['-', '–', '—'])?;
    let shape = |end: &str| end.trim().split(':').map(str::len).collect::<Vec<_>>();
    let alone = !text.contains([',', ';', '|']);
    (alone && shape(first) == shape(last))
        .then(|| Hit::at(label.span).value("why", format!("`{text}`: the range ends before it begins")))
}

fn damaged(damage: MarkDamage) -> &'static str {
    match damage {
        MarkDamage::OpenTag => "its tag is not closed with `>`",
        MarkDamage::OpenAnchor => "`</a>` is missing",
        MarkDamage::NoValue => "it has no `data-t`",
        MarkDamage::Class => "its `class` is not closed",
        MarkDamage::OpenValue => "the quotation mark after the time is missing",
        MarkDamage::OpenBracket => "its bracket is not closed",
    }
}

/// What the value should be. Certain only if what does not belong is no letter or digit,
/// and what is left is what the label shows.
fn repair(document: &Document, timestamp: &Timestamp, value: &TimestampField, fault: Fault) -> Option<Fix> {
    let shown = timestamp.label.filter(|label| label.until.is_none());
    if let Fault::Stray { before, after } = fault {
        let inner = Span::new(value.span.start() + before, value.span.end() - after);
        let text = document.slice(inner);
        let marks = document.slice(value.span).chars().all(|c| !c.is_alphabetic());
        let agrees = match &timestamp.label {
            None => false,
            Some(label) if label.time == MediaTime::of(text) => true,
            Some(_) => return None,
        };
        let applicability = if agrees && marks { Applicability::Safe } else { Applicability::Unsafe };
        return Some(Fix::replace(applicability, format!("write `{text}`"), document, value.span, text));
    }
    let label = shown.filter(|label| label.time.is_some())?;
    let text = document.slice(label.span);
    let title = format!("write `{text}`, as the label does");
    Some(Fix::replace(Applicability::Unsafe, title, document, value.span, text))
}

/// One of the places that state a timestamp's time.
#[derive(Clone, Copy)]
struct Stated {
    name: &'static str,
    field: TimestampField,
    time: MediaTime,
}

impl Stated {
    fn new(name: &'static str, field: TimestampField) -> Option<Self> {
        field.time.map(|time| Self { name, field, time })
    }

    fn text(&self, document: &Document) -> String {
        format!("the {} `{}`", self.name, document.slice(self.field.span))
    }

    /// Whether the two are one time, or one lies in the other's range.
    fn agrees(&self, other: &Self, lead: u32) -> bool {
        let near = self.time.seconds().abs_diff(other.time.seconds()) <= lead;
        let holds = |range: &Self, time: MediaTime| {
            range.field.until.is_some_and(|until| (range.time..=until).contains(&time) || until == time)
        };
        near || holds(self, other.time) || holds(other, self.time)
    }
}

impl TimestampCheck {
    fn mismatch(&self, document: &Document, timestamp: &Timestamp) -> Option<Hit> {
        let value = timestamp.value.and_then(|field| Stated::new("value", field));
        let label = timestamp.label.and_then(|field| Stated::new("label", field));
        let address = timestamp.address.as_ref().and_then(|address| Stated::new("address", address.field));
        match (value, label, address) {
            (Some(value), Some(label), None) => {
                (!value.agrees(&label, 0)).then(|| pair(document, &value, &label))
            }
            (Some(other), None, Some(address)) | (None, Some(other), Some(address)) => {
                (!other.agrees(&address, self.lead)).then(|| pair(document, &address, &other))
            }
            (Some(value), Some(label), Some(address)) => self.three(document, value, label, address),
            _ => None,
        }
    }

    /// Where two of three agree, the third is wrong.
    fn three(&self, document: &Document, value: Stated, label: Stated, address: Stated) -> Option<Hit> {
        let (shown, linked) = (value.agrees(&label, 0), self.lead);
        match (shown, address.agrees(&label, linked), address.agrees(&value, linked)) {
            (true, true, _) | (true, _, true) => None,
            (true, false, false) => Some(odd(document, &address, &label, &value)),
            (false, true, false) => Some(odd(document, &value, &label, &address)),
            (false, false, true) => Some(odd(document, &label, &value, &address)),
            _ => Some(pair(document, &value, &label).label(document, address.field.span, "the address")),
        }
    }
}

fn odd(document: &Document, wrong: &Stated, right: &Stated, witness: &Stated) -> Hit {
    let hit = disagreement(document, wrong, right)
        .label(document, witness.field.span, format!("the {} agrees", witness.name))
        .because(format!("{} and {} agree", right.text(document), witness.text(document)));
    let exact = right.time == witness.time && wrong.field.until.is_none();
    let applicability = if exact { Applicability::Safe } else { Applicability::Manual };
    hit.fix(take(document, applicability, wrong, right))
}

fn pair(document: &Document, first: &Stated, second: &Stated) -> Hit {
    let hit = disagreement(document, first, second);
    let (a, b) = (first.time.seconds(), second.time.seconds());
    let scaled = |large: u32, small: u32| small > 0 && small.checked_mul(60) == Some(large);
    let (larger, smaller) = match (scaled(a, b), scaled(b, a)) {
        (true, _) => (first, second),
        (_, true) => (second, first),
        _ => {
            let manual = Applicability::Manual;
            return hit
                .because(format!("they are {} apart", counted(a.abs_diff(b) as usize, "second")))
                .fix(take(document, manual, first, second))
                .fix(take(document, manual, second, first));
        }
    };
    let hit = hit.because(format!("the {} is 60 times the {}", larger.name, smaller.name)).fix(take(
        document,
        Applicability::Unsafe,
        larger,
        smaller,
    ));
    // `01:33` beside `01:33:00` may mean hours and minutes.
    let fields = document.slice(smaller.field.span).matches(':').count();
    Hit { severity: (fields == 1).then_some(Severity::Warning), ..hit }
}

fn disagreement(document: &Document, first: &Stated, second: &Stated) -> Hit {
    let hit = Hit::at(first.field.span)
        .value("first", first.text(document))
        .value("second", second.text(document))
        .label(document, second.field.span, format!("the {} says {}", second.name, second.time));
    let slight = first.time.seconds().abs_diff(second.time.seconds()) <= SLIGHT;
    Hit { severity: slight.then_some(Severity::Warning), ..hit }
}

/// The fix that writes the time of `right` where `wrong` stands, in its form.
fn take(document: &Document, applicability: Applicability, wrong: &Stated, right: &Stated) -> Fix {
    let pattern = document.slice(wrong.field.span);
    let text = if pattern.contains(':') {
        right.time.written_like(pattern)
    } else {
        format!("{}{}", right.time.seconds(), if pattern.ends_with('s') { "s" } else { "" })
    };
    let title = format!("write `{text}`, as the {} does", right.name);
    Fix::replace(applicability, title, document, wrong.field.span, text)
}
