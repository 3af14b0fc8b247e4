//! One quotation at two times of its source.

use schemars::JsonSchema;
use serde::Deserialize;

use super::source_quotation::shortened;
use crate::document::MediaTime;
use crate::rule::{Check, Hit, Kind, Severity, Subject};
use crate::text::Span;
use crate::vault::LocatorConflict;

pub(super) const KIND: Kind =
    Kind::of::<ConflictingLocator>("conflicting-locator", &["time", "other", "path", "more"]);

/// Reports quotations that another document on the same source cites at another time. Times that are sixty times too large are one finding in a document.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ConflictingLocator {}

impl Check for ConflictingLocator {
    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        if subject.document.quotations.is_empty() {
            return;
        }
        let conflicts = subject.vault.locator_conflicts(subject.id);
        let (shifted, others): (Vec<_>, Vec<_>) = conflicts.partition(|conflict| conflict.shifted);
        for conflict in others {
            let hit = hit(subject, conflict).value("more", "");
            hits.push(if conflict.agreeing > 1 {
                hit
            } else {
                let other = subject.vault.document(conflict.other);
                hit.label(
                    other,
                    conflict.other_locator,
                    format!("here it is {}", time(conflict.other_seconds)),
                )
            });
        }
        let Some((first, more)) = shifted.split_first() else { return };
        let text = match more.len() {
            0 => String::new(),
            1 => "; so is 1 more time in this document".to_owned(),
            count => format!("; so are {count} more times in this document"),
        };
        let hit = hit(subject, first)
            .value("more", format!(", and 60 times as late{text}"))
            .because("60 times too late: minutes and seconds were written as hours and minutes");
        // Where the vault proves it, another rule says so and mends it.
        let hit = Hit { severity: Some(Severity::Info), ..hit };
        hits.push(more.iter().fold(hit, |hit, conflict| {
            hit.label(
                subject.document,
                conflict.locator,
                format!("elsewhere {}", time(conflict.other_seconds)),
            )
        }));
    }
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
