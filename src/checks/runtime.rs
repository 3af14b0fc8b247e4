//! Times later than their source lasts: minutes and seconds written as hours and minutes, or
//! merely too late.

use schemars::JsonSchema;
use serde::Deserialize;

mod length;
mod neighbours;
mod odds;

use length::Length;
use neighbours::Neighbours;
use odds::Odds;

use crate::document::{Document, MediaTime, Timestamp, TimestampField, TimestampForm};
use crate::rule::{Applicability, Check, Confidence, Edit, Fix, Hit, Kind, Severity, Subject};
use crate::text::Span;
use crate::vault::repeats_its_last_field;

pub(super) const KIND: Kind = Kind::of::<Runtime>("runtime", &["time", "meant", "end", "more"]);

/// Reports times later than their source lasts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Runtime {
    /// What is reported.
    report: Report,
    /// How many times a document must have before their shape alone says anything.
    #[serde(default = "fewest")]
    fewest: usize,
    /// From how many hours on a time is unlikely where nothing shows how long the source lasts.
    #[serde(default = "unlikely_hours")]
    unlikely_hours: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Report {
    /// Minutes and seconds written as hours and minutes.
    ShiftedScale,
    /// Later than the end, and not explained by that.
    BeyondRuntime,
}

fn fewest() -> usize {
    5
}

fn unlikely_hours() -> u32 {
    5
}

const HOUR: u32 = 3600;
/// One in this many (a power of ten) is no chance.
const PROOF: f64 = 6.0;
/// So many times that only one other document bears out are no chance.
const ENOUGH: usize = 3;
/// So few times must fit in where they stand: what most of a document has in common proves nothing of them.
const FEW: usize = 3;

/// A time of the document, and what speaks for its being sixty times too large.
struct Stamp<'a> {
    timestamp: &'a Timestamp,
    field: TimestampField,
    seconds: u32,
    /// Its last field is 0 or repeats the one before.
    shaped: bool,
    /// Another document cites a sixtieth of it, and not the time itself.
    matched: bool,
    late: bool,
    /// Whether a sixtieth of it lies within the source.
    fits: bool,
}

/// What is held against a document's times.
struct Case<'a> {
    document: &'a Document,
    stamps: Vec<Stamp<'a>>,
    length: Option<Length<'a>>,
    odds: Odds,
}

impl Check for Runtime {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let Some(case) = Case::of(subject) else { return };
        hits.extend(match self.report {
            Report::ShiftedScale => self.shifted(&case),
            Report::BeyondRuntime => beyond(&case),
        });
    }
}

impl<'a> Case<'a> {
    fn of(subject: &Subject<'a>) -> Option<Self> {
        let document = subject.document;
        // Nothing under a minute can be sixty times too large.
        let own = document.own_timestamps();
        let timed = own.filter_map(|timestamp| {
            let field = timestamp.fields().find(|field| field.time.is_some())?;
            Some((timestamp, *field, field.time?.seconds()))
        });
        if document.provenance.several_sources || !timed.clone().any(|(.., seconds)| seconds >= 60) {
            return None;
        }
        let key = document.provenance.source_key.as_deref();
        let cited = key.and_then(|key| subject.vault.cited_on(key));
        let length = Length::of(subject, cited);
        // Most documents have no time that is late, or that could be shifted.
        let least = length.as_ref().map_or(HOUR, |length| length.limit.saturating_add(1));
        if !timed.clone().any(|(.., seconds)| seconds >= least) {
            return None;
        }
        let stamps: Vec<_> = timed
            .map(|(timestamp, field, seconds)| Stamp {
                timestamp,
                field,
                seconds,
                shaped: repeats_its_last_field(seconds),
                matched: cited.is_some_and(|cited| {
                    cited.cites(seconds / 60, subject.id) && !cited.cites(seconds, subject.id)
                }),
                late: length.as_ref().is_some_and(|length| seconds > length.limit),
                fits: length.as_ref().is_none_or(|length| seconds / 60 <= length.far),
            })
            .collect();
        let odds = Odds::of(&stamps, cited, length.as_ref());
        Some(Self { document, stamps, length, odds })
    }

    /// The late times that a shift explains; none if it does not explain most of them.
    fn explained(&self) -> Vec<&Stamp<'a>> {
        // One document alone may rest on the beginning of its source.
        if !self.length.as_ref().is_some_and(|length| length.sure) && self.odds.power < PROOF {
            return Vec::new();
        }
        let late = self.stamps.iter().filter(|stamp| stamp.late && stamp.fits);
        let (explained, other): (Vec<_>, Vec<_>) = late.partition(|stamp| {
            let likely = stamp.shaped || (stamp.matched && self.odds.power >= PROOF / 2.0);
            stamp.can_be_shifted(self.document) && (self.odds.power >= PROOF || likely)
        });
        if explained.len() < other.len() {
            return Vec::new();
        }
        if explained.len() > FEW {
            return explained;
        }
        let neighbours = Neighbours::of(&self.stamps);
        let fits_in = |stamp: &&Stamp<'_>| match stamp.label() {
            Some(seconds) if seconds != stamp.seconds => seconds == stamp.seconds / 60,
            _ => neighbours.have_room_for(stamp),
        };
        explained.into_iter().filter(fits_in).collect()
    }

    /// Whether the vault proves that these times are too late.
    fn is_proved(&self, shifted: &[&Stamp<'_>]) -> bool {
        let Some(length) = &self.length else { return false };
        let overwhelming = self.odds.power >= PROOF;
        let far = length.certain && shifted.iter().all(|stamp| stamp.seconds > length.far);
        if length.sure { overwhelming || far } else { overwhelming && self.odds.matched >= ENOUGH }
    }
}

impl Stamp<'_> {
    /// What the label shows.
    fn label(&self) -> Option<u32> {
        Some(self.timestamp.label?.time?.seconds())
    }

    /// Whether it has the three fields that a shifted time has.
    fn can_be_shifted(&self, document: &Document) -> bool {
        self.seconds >= 60
            && self.fits
            && self.field.until.is_none()
            && document.slice(self.field.span).bytes().filter(|&byte| byte == b':').count() == 2
    }
}

impl Runtime {
    fn shifted(&self, case: &Case<'_>) -> Option<Hit> {
        let suspects = case.stamps.iter().filter(|stamp| stamp.can_be_shifted(case.document));
        let shifted: Vec<&Stamp<'_>> = if case.length.is_none() {
            let suspects: Vec<_> = suspects.filter(|stamp| stamp.seconds >= HOUR && stamp.shaped).collect();
            self.is_unlikely(case, &suspects).then_some(suspects)?
        } else {
            case.explained()
        };
        let first = shifted.first()?;
        let document = case.document;
        let mut hit = Hit::at(first.field.span)
            .value("time", document.slice(first.field.span))
            .value("meant", scaled(document, &first.field))
            .value("more", more(shifted.len()));
        for stamp in &shifted[1..] {
            hit = hit.label(document, stamp.field.span, format!("`{}`", scaled(document, &stamp.field)));
        }
        hit.evidence = case.odds.facts();
        hit.evidence.extend(case.length.as_ref().map(Length::reason));
        let error = case.is_proved(&shifted);
        let overwhelming = case.odds.power >= PROOF;
        let sure = |stamp: &&Stamp<'_>| {
            error && if overwhelming { stamp.shaped || stamp.matched } else { stamp.shaped && stamp.matched }
        };
        let (certain, guessed): (Vec<_>, Vec<_>) = shifted.iter().copied().partition(sure);
        hit.fixes.extend(mend(document, Applicability::Safe, &certain));
        hit.fixes.extend(mend(document, Applicability::Unsafe, &guessed));
        if error {
            return Some(hit);
        }
        Some(Hit { severity: Some(Severity::Warning), confidence: Some(Confidence::Medium), ..hit })
    }

    /// Whether times say by themselves that they are shifted: nearly all end in one way, few
    /// begin in the first hour, and they go on for longer than recordings do.
    fn is_unlikely(&self, case: &Case<'_>, suspects: &[&Stamp<'_>]) -> bool {
        let latest = suspects.iter().map(|stamp| stamp.seconds).max().unwrap_or_default();
        let timed = case.stamps.iter().filter(|stamp| stamp.seconds > 0).count();
        // Bare times in a document without a source may be how long something took.
        let of_a_medium = case.document.provenance.source_key.is_some()
            || suspects.iter().any(|stamp| stamp.timestamp.form != TimestampForm::Bare);
        of_a_medium
            && suspects.len() >= self.fewest
            && case.odds.power >= PROOF
            && suspects.len() * 10 >= timed * 8
            // A clock that strikes, or the plan of a day.
            && suspects.iter().any(|stamp| stamp.seconds % HOUR != 0)
            && latest >= self.unlikely_hours.saturating_mul(HOUR)
    }
}

fn more(count: usize) -> String {
    match count {
        0 | 1 => String::new(),
        2 => ", and so is 1 more".to_owned(),
        _ => format!(", and so are {} more", count - 1),
    }
}

/// The time of a field divided by sixty, in its form.
fn scaled(document: &Document, field: &TimestampField) -> String {
    let seconds = field.time.map_or(0, MediaTime::seconds);
    MediaTime::new(seconds / 60).written_like(document.slice(field.span))
}

/// One fix that divides the times of all these stamps, value and label alike.
fn mend(document: &Document, applicability: Applicability, stamps: &[&Stamp<'_>]) -> Option<Fix> {
    let mut edits = Vec::new();
    for stamp in stamps {
        for field in stamp.timestamp.fields() {
            // A label that shows something else even then is another rule's business.
            let scaled_alike = field.time.is_some_and(|time| time.seconds() / 60 == stamp.seconds / 60);
            if scaled_alike && field.until.is_none() {
                let replacement = scaled(document, field);
                edits.push(Edit { path: document.path().clone(), span: field.span, replacement });
            }
        }
    }
    let title = match stamps {
        [] => return None,
        [one] => format!("write `{}`", scaled(document, &one.field)),
        many => format!("divide {} times by 60", many.len()),
    };
    Some(Fix { title, applicability, edits })
}

/// Times that are too late and do not look shifted.
fn beyond(case: &Case<'_>) -> Option<Hit> {
    let length = case.length.as_ref().filter(|length| length.certain)?;
    let explained = case.explained();
    let late: Vec<_> = case
        .stamps
        .iter()
        .filter(|stamp| {
            let told = explained.binary_search_by_key(&stamp.field.span, |other| other.field.span);
            stamp.seconds > length.far && told.is_err()
        })
        .collect();
    let document = case.document;
    let first = late.first()?;
    let hit = Hit::at(first.field.span)
        .value("time", document.slice(first.field.span))
        .value("end", length.named_end())
        .value("more", more(late.len()))
        .because(length.reason());
    let label = |hit: Hit, stamp: &&Stamp<'_>| hit.label(document, stamp.field.span, "too late, too");
    Some(late[1..].iter().fold(hit, label))
}
