//! Provenance in the front matter, under the names that people use.

use super::provenance::{Found, FoundBy, Provenance, Role};
use super::{Document, source_key};
use crate::yaml::tree::{Node, Value};

/// What the values of a field look like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Anything that is not empty.
    Text,
    /// Only a whole address counts: the name is also used for the document's own path.
    Address,
    /// The identifier of a video.
    Video,
    /// The number of an article in PubMed.
    PubMed,
}

/// Names without regard to case, `_`, `-` and blanks.
const FIELDS: &[(&str, Role, Form)] = &[
    ("title", Role::Title, Form::Text),
    ("author", Role::Author, Form::Text),
    ("authors", Role::Author, Form::Text),
    ("by", Role::Author, Form::Text),
    ("byline", Role::Author, Form::Text),
    ("channel", Role::Author, Form::Text),
    ("channelid", Role::Author, Form::Text),
    ("channelname", Role::Author, Form::Text),
    ("creator", Role::Author, Form::Text),
    ("creators", Role::Author, Form::Text),
    ("director", Role::Author, Form::Text),
    ("editor", Role::Author, Form::Text),
    ("editors", Role::Author, Form::Text),
    ("host", Role::Author, Form::Text),
    ("organization", Role::Author, Form::Text),
    ("podcast", Role::Author, Form::Text),
    ("presenter", Role::Author, Form::Text),
    ("publication", Role::Author, Form::Text),
    ("publisher", Role::Author, Form::Text),
    ("site", Role::Author, Form::Text),
    ("sitename", Role::Author, Form::Text),
    ("speaker", Role::Author, Form::Text),
    ("speakers", Role::Author, Form::Text),
    ("uploader", Role::Author, Form::Text),
    ("writer", Role::Author, Form::Text),
    ("aired", Role::Published, Form::Text),
    ("date", Role::Published, Form::Text),
    ("datepublished", Role::Published, Form::Text),
    ("issued", Role::Published, Form::Text),
    ("posted", Role::Published, Form::Text),
    ("pubdate", Role::Published, Form::Text),
    ("publicationdate", Role::Published, Form::Text),
    ("publishdate", Role::Published, Form::Text),
    ("published", Role::Published, Form::Text),
    ("publishedat", Role::Published, Form::Text),
    ("publishedon", Role::Published, Form::Text),
    ("publisheddate", Role::Published, Form::Text),
    ("recorded", Role::Published, Form::Text),
    ("released", Role::Published, Form::Text),
    ("releasedate", Role::Published, Form::Text),
    ("uploaddate", Role::Published, Form::Text),
    ("uploaded", Role::Published, Form::Text),
    ("year", Role::Published, Form::Text),
    ("accessdate", Role::Retrieved, Form::Text),
    ("accessed", Role::Retrieved, Form::Text),
    ("added", Role::Retrieved, Form::Text),
    ("addedat", Role::Retrieved, Form::Text),
    ("archived", Role::Retrieved, Form::Text),
    ("captured", Role::Retrieved, Form::Text),
    ("checked", Role::Retrieved, Form::Text),
    ("clipped", Role::Retrieved, Form::Text),
    ("created", Role::Retrieved, Form::Text),
    ("createdat", Role::Retrieved, Form::Text),
    ("dateadded", Role::Retrieved, Form::Text),
    ("datecreated", Role::Retrieved, Form::Text),
    ("downloaded", Role::Retrieved, Form::Text),
    ("fetched", Role::Retrieved, Form::Text),
    ("fetchedat", Role::Retrieved, Form::Text),
    ("lastmod", Role::Retrieved, Form::Text),
    ("modified", Role::Retrieved, Form::Text),
    ("retrieved", Role::Retrieved, Form::Text),
    ("retrievedat", Role::Retrieved, Form::Text),
    ("saved", Role::Retrieved, Form::Text),
    ("savedat", Role::Retrieved, Form::Text),
    ("scraped", Role::Retrieved, Form::Text),
    ("timestamp", Role::Retrieved, Form::Text),
    ("updated", Role::Retrieved, Form::Text),
    ("updatedat", Role::Retrieved, Form::Text),
    ("visited", Role::Retrieved, Form::Text),
    ("watched", Role::Retrieved, Form::Text),
    ("arxiv", Role::Source, Form::Text),
    ("arxivid", Role::Source, Form::Text),
    ("bibkey", Role::Source, Form::Text),
    ("citationkey", Role::Source, Form::Text),
    ("citekey", Role::Source, Form::Text),
    ("doi", Role::Source, Form::Text),
    ("isbn", Role::Source, Form::Text),
    ("isbn10", Role::Source, Form::Text),
    ("isbn13", Role::Source, Form::Text),
    ("origin", Role::Source, Form::Text),
    ("original", Role::Source, Form::Text),
    ("originalurl", Role::Source, Form::Text),
    ("pmcid", Role::Source, Form::Text),
    ("pmid", Role::Source, Form::PubMed),
    ("references", Role::Source, Form::Text),
    ("source", Role::Source, Form::Text),
    ("sources", Role::Source, Form::Text),
    ("sourceurl", Role::Source, Form::Text),
    ("via", Role::Source, Form::Text),
    ("canonicalurl", Role::Source, Form::Address),
    ("from", Role::Source, Form::Address),
    ("href", Role::Source, Form::Address),
    ("link", Role::Source, Form::Address),
    ("links", Role::Source, Form::Address),
    ("uri", Role::Source, Form::Address),
    ("url", Role::Source, Form::Address),
    ("urls", Role::Source, Form::Address),
    ("video", Role::Source, Form::Address),
    ("videourl", Role::Source, Form::Address),
    ("webpage", Role::Source, Form::Address),
    ("website", Role::Source, Form::Address),
    ("ytid", Role::Source, Form::Video),
    ("videoid", Role::Source, Form::Video),
    ("youtube", Role::Source, Form::Video),
    ("youtubeid", Role::Source, Form::Video),
];

/// Adds what the front matter says.
pub(super) fn read(document: &Document, provenance: &mut Provenance) {
    let Some(front_matter) = &document.front_matter else { return };
    for field in &front_matter.fields {
        let Some(&(_, role, form)) = FIELDS.iter().find(|(name, ..)| is_name(&field.key, name)) else {
            continue;
        };
        let Some(value) = first_value(&field.value) else { continue };
        let Some(text) = value.text().filter(|text| says(text, form)) else { continue };
        let found = Found { span: value.span, by: FoundBy::Field(field.key_span) };
        provenance.add(role, found);
        if role == Role::Source {
            provenance.several_sources |= values(&field.value).count() > 1;
            let key = match form {
                Form::Video => source_key::youtube(text),
                Form::PubMed => source_key::pmid(text),
                Form::Text | Form::Address => None,
            };
            let key = key.or_else(|| source_key::any(text));
            if provenance.source_key.is_none() {
                provenance.source_key = key;
            }
        }
    }
}

/// Whether a field of this name says what a document rests on.
pub(super) fn names_source(key: &str) -> bool {
    FIELDS.iter().any(|(name, role, _)| *role == Role::Source && is_name(key, name))
}

/// Whether `key` is `name`, which is lower case and has no marks in it.
fn is_name(key: &str, name: &str) -> bool {
    if key.len() < name.len() {
        return false;
    }
    let mut letters = key.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b' '));
    name.bytes().all(|wanted| letters.next().is_some_and(|byte| byte.to_ascii_lowercase() == wanted))
        && letters.next().is_none()
}

fn says(text: &str, form: Form) -> bool {
    let flag = ["true", "false", "yes", "no"].iter().any(|flag| text.eq_ignore_ascii_case(flag));
    !flag && (form != Form::Address || text.contains("://"))
}

/// The values of a field: itself, or those of its list.
fn values(node: &Node) -> impl Iterator<Item = &Node> {
    let (one, list): (Option<&Node>, &[Node]) = match &node.value {
        Value::Scalar { .. } => (Some(node), &[]),
        Value::Sequence(nodes) => (None, nodes),
        Value::Mapping(_) | Value::Alias => (None, &[]),
    };
    one.into_iter().chain(list)
}

/// The first scalar in a value that says something, however deep: `author: [{name: Doe}]`.
fn first_value(node: &Node) -> Option<&Node> {
    match &node.value {
        Value::Scalar { .. } => node.text().map(|_| node),
        Value::Sequence(nodes) => nodes.iter().find_map(first_value),
        Value::Mapping(entries) => entries.iter().find_map(|entry| first_value(&entry.value)),
        Value::Alias => None,
    }
}
