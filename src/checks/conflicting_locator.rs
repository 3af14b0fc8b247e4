//! One quotation at two times or pages of its source.

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Deserialize;

use super::shift;
use super::source_quotation::shortened;
use crate::document::{LocatorUnit, MediaTime};
use crate::rule::{Check, Hit, Kind, Severity, Subject};
use crate::text::{Span, counted};
use crate::vault::{DocumentId, LocatorConflict, Table};

pub(super) const KIND: Kind =
    Kind::of::<ConflictingLocator>("conflicting-locator", &["time", "other", "path", "more"]);

/// Reports quotations that another document on the same source cites at another time, page or section, or at another place in the same document. Those of a document that are all off by one amount or one factor, or sixty times too large, are one finding; if two documents stand against each other so, the one that stands against more others has it, else the later.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ConflictingLocator {}

impl Check for ConflictingLocator {
    fn tables(&self) -> &'static [Table] {
        &[Table::Quotations]
    }

    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        let mut conflicts = subject.vault.locator_conflicts(subject.id).copied().peekable();
        if conflicts.peek().is_none() {
            return;
        }
        let mut opponents = Opponents::new(subject);
        let (sixtyfold, others): (Vec<_>, Vec<_>) = conflicts.partition(|conflict| conflict.shifted);
        let of = |unit: LocatorUnit| move |conflict: &LocatorConflict| conflict.unit == unit;
        let (mut times, others): (Vec<_>, Vec<_>) = others.into_iter().partition(of(LocatorUnit::Seconds));
        let (pages, others): (Vec<_>, Vec<_>) = others.into_iter().partition(of(LocatorUnit::Pages));
        hits.extend(
            others.iter().filter_map(|conflict| told_once(subject, std::slice::from_ref(conflict), "")),
        );
        if let Some((factor, group)) = scaled(&mut times) {
            let factor = format!("{factor:.2}");
            let factor = factor.trim_end_matches('0').trim_end_matches('.');
            let because = |count| format!("{count} times in this document are {factor} times as late");
            hits.extend(told_of_pair(&mut opponents, group, &format!("{factor} times as late"), because));
        }
        for (others, spread) in [(times, shift::SPREAD), (pages, 0)] {
            let differences: Vec<i64> = others.iter().map(difference).collect();
            for group in shift::groups(&differences, spread) {
                let group: Vec<_> = group.into_iter().map(|at| others[at]).collect();
                let (shift, name) = (shifted_by(&group[0]), name(group[0].unit));
                let because = |count| format!("{count} {name}s in this document are off by about as much");
                hits.extend(told_of_pair(&mut opponents, group, &shift, because));
            }
        }
        hits.extend(told_once(subject, &sixtyfold, "60 times as late").map(|hit| {
            let hit = hit.because("60 times too late: minutes and seconds were written as hours and minutes");
            // Where the vault proves it, another rule says so and mends it.
            Hit { severity: Some(Severity::Info), ..hit }
        }));
    }
}

/// Takes out those that are late by one factor.
fn scaled(conflicts: &mut Vec<LocatorConflict>) -> Option<(f64, Vec<LocatorConflict>)> {
    let times: Vec<_> = conflicts.iter().map(numbers).collect();
    let (factor, numbers) = shift::scaled(&times)?;
    let group = numbers.iter().map(|&at| conflicts[at]).collect();
    let mut at = 0..;
    conflicts.retain(|_| at.next().is_some_and(|at| numbers.binary_search(&at).is_err()));
    Some((factor, group))
}

/// One hit for a group of conflicts, without those that the other document of a pair tells.
fn told_of_pair(
    opponents: &mut Opponents<'_>,
    mut group: Vec<LocatorConflict>,
    shift: &str,
    because: impl Fn(usize) -> String,
) -> Option<Hit> {
    // Two quotations may share one time.
    group.dedup_by_key(|conflict| conflict.locator);
    if group.len() > 1 {
        let mut there: FxHashMap<DocumentId, usize> = FxHashMap::default();
        for conflict in group.iter().filter(|conflict| opponents.tells(conflict)) {
            *there.entry(conflict.other).or_default() += 1;
        }
        let pair = |conflict: &LocatorConflict| there.get(&conflict.other).is_some_and(|&count| count > 1);
        group.retain(|conflict| !(pair(conflict) && opponents.tells(conflict)));
    }
    let hit = told_once(opponents.subject, &group, shift)?;
    Some(if group.len() > 1 { hit.because(because(group.len())) } else { hit })
}

/// The documents that stand against one.
struct Opponents<'s> {
    subject: &'s Subject<'s>,
    rank: (usize, DocumentId),
    /// Where each of them stands against it, and how likely it is that it is wrong itself.
    known: FxHashMap<DocumentId, (FxHashSet<Span>, (usize, DocumentId))>,
}

impl<'s> Opponents<'s> {
    fn new(subject: &'s Subject<'s>) -> Self {
        Self { subject, rank: rank(subject, subject.id), known: FxHashMap::default() }
    }

    /// Whether the other document has the same conflict, and is the one of the two that tells it.
    fn tells(&mut self, conflict: &LocatorConflict) -> bool {
        let subject = self.subject;
        let (places, rank) = self.known.entry(conflict.other).or_insert_with(|| {
            let all = subject.vault.locator_conflicts(conflict.other);
            let mutual = all.filter(|other| other.other == subject.id && !other.shifted);
            (mutual.map(|other| other.other_locator).collect(), rank(subject, conflict.other))
        });
        *rank > self.rank && places.contains(&conflict.locator)
    }
}

/// Which of two documents is more likely wrong: the one that stands against more others, else the later.
fn rank(subject: &Subject<'_>, id: DocumentId) -> (usize, DocumentId) {
    let others: FxHashSet<_> = subject.vault.locator_conflicts(id).map(|conflict| conflict.other).collect();
    (others.len(), id)
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
    let (at, other_at) = numbers(conflict);
    at - other_at
}

/// The two places as numbers.
fn numbers(conflict: &LocatorConflict) -> (i64, i64) {
    let number = |at: u64| i64::try_from(at).unwrap_or(i64::MAX);
    (number(conflict.at), number(conflict.other_at))
}

fn hit(subject: &Subject<'_>, conflict: &LocatorConflict) -> Hit {
    let (document, other) = (subject.document, subject.vault.document(conflict.other));
    let hit = Hit::at(conflict.locator)
        .value("time", told(conflict.unit, conflict.at))
        .value("other", told(conflict.unit, conflict.other_at))
        .value("path", if conflict.other == subject.id { "this document" } else { &**other.path() })
        .because(format!("both quote {}", shortened(document.slice(conflict.quotation))));
    match conflict.agreeing {
        0 | 1 => hit,
        count => hit.because(format!("{count} places agree on {}", told(conflict.unit, conflict.other_at))),
    }
}

fn told(unit: LocatorUnit, at: u64) -> String {
    match unit {
        LocatorUnit::Seconds => MediaTime::new(u32::try_from(at).unwrap_or(u32::MAX)).to_string(),
        unit => unit.told(at),
    }
}

fn name(unit: LocatorUnit) -> &'static str {
    match unit {
        LocatorUnit::Seconds => "time",
        _ => "page",
    }
}

fn shifted_by(conflict: &LocatorConflict) -> String {
    let difference = difference(conflict);
    match conflict.unit {
        LocatorUnit::Seconds => shift::told(difference),
        _ => {
            let by = counted(usize::try_from(difference.unsigned_abs()).unwrap_or(usize::MAX), "page");
            format!("{by} {}", if difference < 0 { "earlier" } else { "later" })
        }
    }
}
