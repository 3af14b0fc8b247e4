//! One quotation at two times or pages of its source.

use schemars::JsonSchema;
use serde::Deserialize;

use super::shift;
use super::source_quotation::shortened;
use crate::document::MediaTime;
use crate::rule::{Check, Hit, Kind, Severity, Subject};
use crate::text::{Span, counted};
use crate::vault::{LocatorConflict, LocatorUnit};

pub(super) const KIND: Kind =
    Kind::of::<ConflictingLocator>("conflicting-locator", &["time", "other", "path", "more"]);

/// Reports quotations that another document on the same source cites at another time or page. Those of a document that are all off by one amount, or sixty times too large, are one finding.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ConflictingLocator {}

impl Check for ConflictingLocator {
    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        let conflicts = subject.vault.locator_conflicts(subject.id).copied();
        let (sixtyfold, others): (Vec<_>, Vec<_>) = conflicts.partition(|conflict| conflict.shifted);
        let (pages, times): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|conflict| conflict.unit == LocatorUnit::Pages);
        for (others, spread) in [(times, shift::SPREAD), (pages, 0)] {
            let differences: Vec<i64> = others.iter().map(difference).collect();
            for group in shift::groups(&differences, spread) {
                let mut group: Vec<_> = group.into_iter().map(|at| others[at]).collect();
                // Two quotations may share one time.
                group.dedup_by_key(|conflict| conflict.locator);
                let shift = shifted_by(&group[0]);
                hits.extend(told_once(subject, &group, &shift).map(|hit| match group.len() {
                    1 => hit,
                    count => {
                        let name = name(group[0].unit);
                        hit.because(format!("{count} {name}s in this document are off by about as much"))
                    }
                }));
            }
        }
        hits.extend(told_once(subject, &sixtyfold, "60 times as late").map(|hit| {
            let hit = hit.because("60 times too late: minutes and seconds were written as hours and minutes");
            // Where the vault proves it, another rule says so and mends it.
            Hit { severity: Some(Severity::Info), ..hit }
        }));
    }
}

/// One hit for times of a document that are all shifted in one way.
fn told_once(subject: &Subject<'_>, conflicts: &[LocatorConflict], shift: &str) -> Option<Hit> {
    let (first, more) = conflicts.split_first()?;
    let text = match more.len() {
        0 if !first.shifted => String::new(),
        0 => format!(", and {shift}"),
        1 => format!(", and {shift}; so is 1 more {} in this document", name(first.unit)),
        count => format!(", and {shift}; so are {count} more {}s in this document", name(first.unit)),
    };
    let mut hit = hit(subject, first).value("more", text);
    if more.is_empty() && !first.shifted && first.agreeing <= 1 {
        let other = subject.vault.document(first.other);
        hit =
            hit.label(other, first.other_locator, format!("here it is {}", told(first.unit, first.other_at)));
    }
    Some(more.iter().fold(hit, |hit, conflict| {
        let text = format!("elsewhere {}", told(conflict.unit, conflict.other_at));
        hit.label(subject.document, conflict.locator, text)
    }))
}

fn difference(conflict: &LocatorConflict) -> i64 {
    i64::from(conflict.at) - i64::from(conflict.other_at)
}

fn hit(subject: &Subject<'_>, conflict: &LocatorConflict) -> Hit {
    let (document, other) = (subject.document, subject.vault.document(conflict.other));
    let hit = Hit::at(conflict.locator)
        .value("time", told(conflict.unit, conflict.at))
        .value("other", told(conflict.unit, conflict.other_at))
        .value("path", &**other.path())
        .because(format!("both quote {}", shortened(document.slice(conflict.quotation))));
    match conflict.agreeing {
        0 | 1 => hit,
        count => {
            hit.because(format!("{count} documents agree on {}", told(conflict.unit, conflict.other_at)))
        }
    }
}

fn told(unit: LocatorUnit, at: u32) -> String {
    match unit {
        LocatorUnit::Seconds => MediaTime::new(at).to_string(),
        LocatorUnit::Pages => format!("p. {at}"),
    }
}

fn name(unit: LocatorUnit) -> &'static str {
    match unit {
        LocatorUnit::Seconds => "time",
        LocatorUnit::Pages => "page",
    }
}

fn shifted_by(conflict: &LocatorConflict) -> String {
    let difference = difference(conflict);
    match conflict.unit {
        LocatorUnit::Seconds => shift::told(difference),
        LocatorUnit::Pages => {
            let by = counted(usize::try_from(difference.unsigned_abs()).unwrap_or(usize::MAX), "page");
            format!("{by} {}", if difference < 0 { "earlier" } else { "later" })
        }
    }
}
