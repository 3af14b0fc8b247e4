//! One quotation at two times of its source.

use schemars::JsonSchema;
use serde::Deserialize;

use super::shift;
use super::source_quotation::shortened;
use crate::document::MediaTime;
use crate::rule::{Check, Hit, Kind, Severity, Subject};
use crate::text::Span;
use crate::vault::LocatorConflict;

pub(super) const KIND: Kind =
    Kind::of::<ConflictingLocator>("conflicting-locator", &["time", "other", "path", "more"]);

/// Reports quotations that another document on the same source cites at another time. Times of a document that are all off by one amount, or sixty times too large, are one finding.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ConflictingLocator {}

impl Check for ConflictingLocator {
    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        if subject.document.quotations.is_empty() {
            return;
        }
        let conflicts = subject.vault.locator_conflicts(subject.id).copied();
        let (sixtyfold, others): (Vec<_>, Vec<_>) = conflicts.partition(|conflict| conflict.shifted);
        let differences: Vec<i64> = others.iter().map(difference).collect();
        for group in shift::groups(&differences) {
            let group: Vec<_> = group.into_iter().map(|at| others[at]).collect();
            let shift = shift::told(difference(&group[0]));
            hits.extend(told_once(subject, &group, &shift).map(|hit| match group.len() {
                1 => hit,
                count => hit.because(format!("{count} times in this document are off by about as much")),
            }));
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
        1 => format!(", and {shift}; so is 1 more time in this document"),
        count => format!(", and {shift}; so are {count} more times in this document"),
    };
    let mut hit = hit(subject, first).value("more", text);
    if more.is_empty() && !first.shifted && first.agreeing <= 1 {
        let other = subject.vault.document(first.other);
        hit = hit.label(other, first.other_locator, format!("here it is {}", time(first.other_seconds)));
    }
    Some(more.iter().fold(hit, |hit, conflict| {
        let text = format!("elsewhere {}", time(conflict.other_seconds));
        hit.label(subject.document, conflict.locator, text)
    }))
}

fn difference(conflict: &LocatorConflict) -> i64 {
    i64::from(conflict.seconds) - i64::from(conflict.other_seconds)
}

fn hit(subject: &Subject<'_>, conflict: &LocatorConflict) -> Hit {
    let (document, other) = (subject.document, subject.vault.document(conflict.other));
    let hit = Hit::at(conflict.locator)
        .value("time", time(conflict.seconds))
        .value("other", time(conflict.other_seconds))
        .value("path", &**other.path())
        .because(format!("both quote {}", shortened(document.slice(conflict.quotation))));
    match conflict.agreeing {
        0 | 1 => hit,
        count => hit.because(format!("{count} documents agree on {}", time(conflict.other_seconds))),
    }
}

fn time(seconds: u32) -> String {
    MediaTime::new(seconds).to_string()
}
