//! Sources that lead back to where they came from, and works that are there twice.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Bibliography, Document, Work, doi_within, source_key};
use crate::rule::{Check, Confidence, Hit, Kind, Severity, Subject};
use crate::text::Span;
use crate::vault::{SameWork, Sameness, Table, Vault};

pub(super) const KIND: Kind = Kind::of::<Origin>("origin", &["way", "other", "key"]);

/// How much of the way is shown.
const LONGEST_WAY: usize = 6;

/// Reports circles of sources, or one work under two names.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Origin {
    /// What is reported.
    report: Report,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Report {
    /// Notes that give each other as their source, and nothing else.
    Circle,
    /// Two addresses of one work in documents; one work twice in a bibliography.
    Twice,
}

impl Check for Origin {
    fn tables(&self) -> &'static [Table] {
        &[Table::Origins]
    }

    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let (vault, document) = (subject.vault, subject.document);
        match self.report {
            Report::Circle => {
                let way = vault.circle(subject.id, LONGEST_WAY);
                if way.is_empty() {
                    return;
                }
                let names: Vec<String> =
                    way.iter().map(|&id| format!("`{}`", vault.document(id).stem())).collect();
                let back = way.last() == Some(&subject.id);
                let way = match names.as_slice() {
                    [_] if back => "itself".to_owned(),
                    names if back => names.join(", from there to "),
                    names => format!("{}, and over others back", names.join(", from there to ")),
                };
                let Some(place) = vault.source_place(subject.id) else { return };
                let hit = Hit::at(place).value("way", way);
                // A footnote may be there for something else.
                hits.push(if document.provenance.source.is_some() {
                    hit
                } else {
                    let hit = hit.because("it names no other source, and cites nothing but notes");
                    Hit { severity: Some(Severity::Info), confidence: Some(Confidence::Medium), ..hit }
                });
            }
            Report::Twice => {
                let Some(source) = document.provenance.source else { return };
                listed_twice(document, hits);
                let Some(SameWork { earlier, by }) = vault.same_work(subject.id) else { return };
                let other = vault.document(*earlier);
                let key = other.provenance.source_key.clone().unwrap_or_default();
                let hit = Hit::at(source.span).value("other", &**other.path()).value("key", &*key);
                let because = match by {
                    Sameness::Doi => "both hold one DOI".to_owned(),
                    Sameness::Joined(path) => format!("`{path}` gives both for one work"),
                    Sameness::Title => "title and author are the same".to_owned(),
                };
                hits.push(hit.because(because));
            }
        }
    }

    fn run_on_bibliography(&self, _vault: &Vault, bibliography: &Bibliography, hits: &mut Vec<Hit>) {
        if self.report != Report::Twice {
            return;
        }
        let mut first: FxHashMap<Cow<'_, str>, &Work> = FxHashMap::default();
        for work in &bibliography.works {
            // The chapters of a book share its ISBN and its address.
            let own = |key: &&str| key.starts_with("doi:") || key.starts_with("arxiv:");
            let Some(key) = work.source_key.as_deref() else { continue };
            let key = Some(key)
                .filter(own)
                .map(Cow::from)
                .or_else(|| doi_within(key).map(|doi| doi.into_string().into()));
            let Some(key) = key else { continue };
            let before = *first.entry(key.clone()).or_insert(work);
            if before.key != work.key {
                let path = &**bibliography.source().path();
                let hit = Hit::at(work.key_span).value("other", path).value("key", &*before.key);
                hits.push(hit.because(format!("both are {key}")));
            }
        }
    }
}

/// A source that one list names again.
fn listed_twice(document: &Document, hits: &mut Vec<Hit>) {
    for list in document.source_lists() {
        let mut first: FxHashMap<(Box<str>, &str), &str> = FxHashMap::default();
        for node in list {
            // A place in a page or a video is more than the whole.
            let Some(text) = node.text().filter(|text| !text.contains("t=")) else { continue };
            let Some(key) = source_key(text) else { continue };
            let place = text.split_once('#').map_or("", |(_, place)| place);
            let pair = key.starts_with("isbn:");
            let before = *first.entry((key, place)).or_insert(text);
            // A book has its number in ten digits and in thirteen.
            let pair = pair && digits(before) != digits(text);
            if !std::ptr::eq(before, text) && !pair {
                let hit = Hit::at(node.span).value("other", &**document.path()).value("key", before);
                hits.push(hit.because("both stand in one list"));
            }
        }
    }
}

/// How many digits a number has, an X for ten included.
fn digits(number: &str) -> usize {
    number.bytes().filter(|byte| byte.is_ascii_digit() || matches!(byte, b'X' | b'x')).count()
}
