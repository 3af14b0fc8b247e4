//! Links that do not lead where they say.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;
use crate::vault::Resolution;

pub(super) const KIND: Kind = Kind::of::<WikiLink>("wiki-link", &["target", "anchor", "note"]);

/// Reports links by what they resolve to.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WikiLink {
    /// What is reported.
    report: Report,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Report {
    /// Nothing by the name that the link gives.
    MissingNote,
    /// The note is there and the heading is not.
    MissingHeading,
}

impl Check for WikiLink {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let resolutions = subject.vault.index().resolutions(subject.id);
        for (link, resolution) in document.links.iter().zip(resolutions) {
            let reported = match resolution {
                Resolution::Missing => Report::MissingNote,
                Resolution::MissingHeading(_) => Report::MissingHeading,
                _ => continue,
            };
            if reported == self.report {
                hits.push(Hit::at(link.span).value("target", document.slice(link.target)));
            }
        }
    }
}
