//! Times that no clock shows.

use schemars::JsonSchema;
use serde::Deserialize;

use super::shown_wrong::is_shown_as_wrong;
use crate::document::{ClockContext, ClockTime, Document};
use crate::rule::{Applicability, Check, Fix, Hit, Kind, Severity, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<ClockTimeCheck>("clock-time", &["time", "why"]);

/// Reports times of day that cannot be.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ClockTime")]
struct ClockTimeCheck {}

impl Check for ClockTimeCheck {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let found = document.clock_times.iter().filter_map(|time| impossible(document, time));
        hits.extend(found.filter(|hit| !is_shown_as_wrong(document, hit.span)));
    }
}

fn impossible(document: &Document, time: &ClockTime) -> Option<Hit> {
    let past = time.minute.is_some_and(|minute| minute > 59);
    let why = match time.half {
        _ if past => "an hour has 60 minutes".to_owned(),
        Some(half) if time.hour > 12 => format!("with `{}` the hours end at 12", document.slice(half)),
        None if time.hour > 24 => "a day has 24 hours".to_owned(),
        _ => return None,
    };
    let certain = match time.context {
        ClockContext::Half | ClockContext::Word | ClockContext::Iso => true,
        // After a date a length may stand: `10 November 2023, 45:10`.
        ClockContext::Date if time.hour < 30 && document.timestamps.is_empty() => false,
        ClockContext::Date | ClockContext::Before => return None,
    };
    let mut hit = Hit::at(time.span).value("time", document.slice(time.span)).value("why", why);
    let redundant = time.half.filter(|_| time.afternoon && !past && time.hour <= 23);
    if let Some(half) = redundant {
        let clock = Span::new(time.span.start(), half.start()).trimmed(document.text());
        let text = document.slice(clock);
        hit = hit.fix(Fix::replace(
            Applicability::Unsafe,
            format!("write `{text}`"),
            document,
            time.span,
            text,
        ));
    }
    // The reader of `18:51 PM` still knows which time is meant.
    let harmless = redundant.is_some() || !certain;
    Some(Hit { severity: harmless.then_some(Severity::Warning), ..hit })
}
