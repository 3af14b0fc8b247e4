//! Sources that are named so that nobody could find them, or find them as they were.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Document, Found, FoundBy, lack};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<SourceLine>("source-line", &["source"]);

/// A longer line describes the work, in words.
const MOST_WORDS: usize = 4;

/// Reports what is missing from the line that names the source of a document.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SourceLine {
    /// What is reported.
    report: Report,
    /// Names of lines and fields that name a source, lower case.
    #[serde(default)]
    names: Vec<String>,
    /// What may stand there without being a work of others, lower case.
    #[serde(default)]
    except: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Report {
    /// A name without an address or identifier.
    Unlocatable,
    /// A web page without the day on which it was read.
    NotRetrieved,
}

impl Check for SourceLine {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let Some(source) = document.provenance.source else { return };
        let found = match self.report {
            Report::Unlocatable => self.is_unlocatable(document, source),
            Report::NotRetrieved => is_not_retrieved(document),
        };
        if found {
            hits.push(Hit::at(source.span).value("source", document.slice(source.span)));
        }
    }
}

impl SourceLine {
    fn is_unlocatable(&self, document: &Document, source: Found) -> bool {
        if document.provenance.source_key.is_some() || document.provenance.several_sources {
            return false;
        }
        let (FoundBy::Field(name) | FoundBy::Label(name)) = source.by else { return false };
        let text = document.slice(source.span).trim_matches(['"', '\'', '*', '_', ' ']);
        let is_one_of =
            |list: &[String], word: &str| list.iter().any(|known| known.eq_ignore_ascii_case(word));
        let words = || text.split_whitespace();
        // A title, an author with a year, a place on paper: a reader has something to look for.
        let bare = !text.is_empty()
            && words().count() <= MOST_WORDS
            && text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '&'));
        bare && lack(text).is_none()
            && is_one_of(&self.names, document.slice(name))
            && !words().any(|word| is_one_of(&self.except, word))
            && !document.links.iter().any(|link| link.span.overlaps(source.span))
    }
}

/// A page whose own address is its identity, and no day on which it was seen.
fn is_not_retrieved(document: &Document) -> bool {
    let provenance = &document.provenance;
    let page = provenance.source_key.as_deref().is_some_and(|key| key.starts_with("https://"));
    page && provenance.retrieved.is_none()
}
