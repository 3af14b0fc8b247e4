//! Quotations that stood in the stored copy of their source when it was locked, and no longer do.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::words;
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

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
        for quotation in &document.quotations {
            let own = words(document.slice(quotation.words));
            let Some(lost) = lost.iter().find(|lost| lost.words == own) else { continue };
            let why = if lost.gone { "is no longer there" } else { "no longer has these words" };
            let hit = Hit::at(quotation.span).value("file", &*lost.file).value("why", why);
            hits.push(hit.because(format!("on {} it had them, by `sources.lock`", lost.date)));
        }
    }
}
