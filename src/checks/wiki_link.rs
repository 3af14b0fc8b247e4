//! Links that do not lead where they say.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Document, Link, LinkSyntax, SyntaxErrorKind};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;
use crate::vault::Resolution;

pub(super) const KIND: Kind = Kind::of::<WikiLink>("wiki-link", &["target", "anchor", "note", "problem"]);

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
    /// Brackets that do not make a link.
    MalformedLink,
}

impl Check for WikiLink {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        match self.report {
            Report::MissingNote => missing_notes(subject, hits),
            Report::MissingHeading => missing_headings(subject, hits),
            Report::MalformedLink => malformed_links(subject.document, hits),
        }
    }
}

fn resolved<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = (&'a Link, Resolution)> {
    let resolutions = subject.vault.index().resolutions(subject.id);
    subject.document.links.iter().zip(resolutions.iter().copied())
}

fn missing_notes(subject: &Subject<'_>, hits: &mut Vec<Hit>) {
    let document = subject.document;
    for (link, _) in resolved(subject).filter(|(_, resolution)| *resolution == Resolution::Missing) {
        let written = document.slice(link.target);
        let target = written.strip_suffix(".md").unwrap_or(written);
        hits.push(Hit::at(place(link)).value("target", target));
    }
}

/// The whole of a wiki-link; of other links, whose text may be long, the target.
fn place(link: &Link) -> Span {
    if link.syntax == LinkSyntax::Wiki {
        link.span
    } else {
        link.anchor.map_or(link.target, |anchor| link.target.cover(anchor))
    }
}

fn missing_headings(subject: &Subject<'_>, hits: &mut Vec<Hit>) {
    for (link, resolution) in resolved(subject) {
        let (Resolution::MissingHeading(id), Some(anchor)) = (resolution, link.anchor) else { continue };
        let document = subject.document;
        let target = subject.vault.document(id);
        let headings: Vec<&str> = target.headings.iter().map(|heading| target.slice(heading.text)).collect();
        let mut hit = Hit::at(anchor).value("anchor", document.slice(anchor)).value("note", target.stem());
        hit = match headings.as_slice() {
            [] => hit.because(format!("`{}` has no headings", target.path())),
            headings => hit.because(format!("`{}` has {}", target.path(), listed(headings))),
        };
        hits.push(hit);
    }
}

/// The first few headings, in words.
fn listed(headings: &[&str]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = headings.iter().take(SHOWN).map(|heading| format!("`{heading}`")).collect();
    let more = headings.len().saturating_sub(SHOWN);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!(
        "{} heading{}: {}{rest}",
        headings.len(),
        if headings.len() == 1 { "" } else { "s" },
        shown.join(", ")
    )
}

fn malformed_links(document: &Document, hits: &mut Vec<Hit>) {
    let malformed =
        document.syntax_errors.iter().filter(|error| error.kind == SyntaxErrorKind::MalformedLink);
    hits.extend(malformed.map(|error| Hit::at(error.span).value("problem", &*error.message)));
}
