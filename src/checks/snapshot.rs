//! Quotations that stood in the stored copy of their source when it was locked, and no longer do.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Wording, verbatim};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;
use crate::vault::LostSupport;

pub(super) const KIND: Kind = Kind::of::<Snapshot>("snapshot", &["file", "why"]);

/// Reports quotations that have lost their support.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Snapshot {}

impl Check for Snapshot {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let lost = subject.vault.lost_support(document.path());
        if lost.is_empty() {
            return;
        }
        // Of several snapshots that lost it, the first.
        let lost: FxHashMap<&Wording, &LostSupport> =
            lost.iter().rev().map(|lost| (&lost.wording, lost)).collect();
        for quotation in verbatim(document) {
            let own = Wording::of(document.slice(quotation.words));
            let Some(lost) = lost.get(&own) else { continue };
            let why = if lost.gone { "is no longer there" } else { "no longer has these words" };
            let hit = Hit::at(quotation.span).value("file", &*lost.file).value("why", why);
            hits.push(hit.because(format!("on {} it had them, by `sources.lock`", lost.date)));
        }
    }
}
