//! Provenance in the front matter, under the names that people use.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::provenance::{Found, FoundBy, Provenance, Role};
use super::{Document, source_key};
use crate::lexicon::FIELDS;
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

/// What a field of that name says, if it says anything of what the document rests on. The names are
/// those of `provenance/names.yaml`.
fn meaning(key: &str) -> Option<(Role, Form)> {
    Some(match *MEANINGS.get(&*plain_key(key))? {
        "address" => (Role::Source, Form::Address),
        "video" => (Role::Source, Form::Video),
        "pubmed" => (Role::Source, Form::PubMed),
        role => (Role::named(role)?, Form::Text),
    })
}

/// The name of a field in lower case and without marks.
pub(super) fn plain_key(key: &str) -> String {
    let letters = key.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | ':' | '.'));
    letters.flat_map(char::to_lowercase).collect()
}

static MEANINGS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| FIELDS.iter().copied().collect());

/// Adds what the front matter says.
pub(super) fn read(document: &Document, provenance: &mut Provenance) {
    let Some(front_matter) = &document.front_matter else { return };
    for field in &front_matter.fields {
        let Some((role, form)) = meaning(&field.key) else { continue };
        let value = match role {
            Role::Source => source_value(&field.value),
            _ => first_value(&field.value),
        };
        let Some(value) = value else { continue };
        let Some(text) = value.text().filter(|text| says(text, role, form)) else { continue };
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

/// Whether a field of this name says anything of what a document rests on.
#[must_use]
pub fn names_provenance(key: &str) -> bool {
    meaning(key).is_some()
}

/// Whether a field of this name says what a document rests on.
pub(super) fn names_source(key: &str) -> bool {
    meaning(key).is_some_and(|(role, _)| role == Role::Source)
}

/// Whether a field of this name says who made what a document rests on.
pub(super) fn names_author(key: &str) -> bool {
    meaning(key).is_some_and(|(role, _)| role == Role::Author)
}

impl Document {
    /// The addresses and identifiers that the lists of sources in the front matter name, list by list.
    pub fn source_lists(&self) -> impl Iterator<Item = Vec<&Node>> {
        let fields = self.front_matter.iter().flat_map(|head| &head.fields);
        let lists = fields.filter(|field| self.provenance.several_sources && names_source(&field.key));
        lists.filter_map(|field| match &field.value.value {
            Value::Sequence(items) => Some(items.iter().filter_map(named_source).collect()),
            _ => None,
        })
    }
}

/// A DOI and an address that are given side by side, each by its canonical identity.
pub type TwoNames = (Box<str>, Box<str>);

impl Document {
    /// The DOI and the address that fields of the front matter, or those of one source in it, give for one
    /// work. Where there are two addresses, one of them may be of something else.
    #[must_use]
    pub fn two_names(&self) -> Vec<TwoNames> {
        let Some(head) = &self.front_matter else { return Vec::new() };
        let mut found: Vec<TwoNames> =
            two_names(head.fields.iter().map(|field| (&*field.key, &field.value))).into_iter().collect();
        for field in
            head.fields.iter().filter(|field| field.value.text().is_none() && names_source(&field.key))
        {
            let items = match &field.value.value {
                Value::Sequence(items) => items.as_slice(),
                _ => std::slice::from_ref(&field.value),
            };
            found.extend(items.iter().filter_map(|item| match &item.value {
                Value::Mapping(entries) => two_names(entries.iter().map(|entry| (&*entry.key, &entry.value))),
                _ => None,
            }));
        }
        found
    }
}

/// Whether the key of a field is `name`, which is of small letters, but for case and for the marks that
/// stand between words.
#[must_use]
pub fn is_field_name(key: &str, name: &str) -> bool {
    let letters = key.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b' ' | b':' | b'.'));
    letters.map(|byte| byte.to_ascii_lowercase()).eq(name.bytes())
}

fn two_names<'n>(fields: impl Iterator<Item = (&'n str, &'n Node)> + Clone) -> Option<TwoNames> {
    const ADDRESSES: [&str; 7] = ["href", "link", "originalurl", "source", "sourceurl", "uri", "url"];
    let doi = fields.clone().find(|(key, _)| is_field_name(key, "doi"))?.1.text()?;
    let doi = source_key::doi(doi)?;
    let mut address: Option<Box<str>> = None;
    for (_, value) in fields.filter(|(key, _)| ADDRESSES.iter().any(|name| is_field_name(key, name))) {
        let Some(text) = value.text().filter(|text| text.contains("://")) else { continue };
        let key = source_key::any(text).filter(|key| *key != doi)?;
        if address.as_ref().is_some_and(|other| *other != key) {
            return None;
        }
        address = Some(key);
    }
    Some((doi, address.filter(|key| key.starts_with("https://"))?))
}

/// The item of a list, or what its own fields name as the source.
fn named_source(item: &Node) -> Option<&Node> {
    match &item.value {
        Value::Mapping(fields) => {
            fields.iter().find(|field| names_source(&field.key)).map(|field| &field.value)
        }
        _ => Some(item),
    }
}

fn says(text: &str, role: Role, form: Form) -> bool {
    if matches!(role, Role::Published | Role::Retrieved) && is_relative(text) {
        return false;
    }
    let flag = ["true", "false", "yes", "no"].iter().any(|flag| text.eq_ignore_ascii_case(flag));
    !flag && (form != Form::Address || text.contains("://"))
}

/// Whether a date is one only for whoever knows when it was written: `yesterday`, `3 days ago`.
fn is_relative(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "yesterday",
        "today",
        "now",
        "just now",
        "recently",
        "last week",
        "last month",
        "last year",
        "gestern",
        "heute",
        "hier",
        "ayer",
    ];
    let text = text.trim().to_lowercase();
    WORDS.contains(&&*text)
        || text.ends_with(" ago")
        || text.starts_with("vor ")
        || text.starts_with("il y a ")
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

/// The first address that the fields of a source give, or else what [`first_value`] finds:
/// `sources: [{title: The lamps, url: https://…}]`.
fn source_value(node: &Node) -> Option<&Node> {
    let addressed = match &node.value {
        Value::Sequence(nodes) => return nodes.iter().find_map(source_value),
        Value::Mapping(entries) => entries.iter().find_map(|entry| {
            let (_, form) = meaning(&entry.key).filter(|(role, _)| *role == Role::Source)?;
            first_value(&entry.value).filter(|value| {
                let text = value.text();
                text.is_some_and(|text| says(text, Role::Source, form) && source_key::any(text).is_some())
            })
        }),
        Value::Scalar { .. } | Value::Alias => None,
    };
    addressed.or_else(|| first_value(node))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::LABELS;

    #[test]
    fn every_name_says_something() {
        for (name, _) in FIELDS {
            assert!(meaning(name).is_some(), "{name}");
            assert!(!name.contains([' ', '_', '-', ':', '.']) && name.to_lowercase() == *name, "{name}");
        }
        for (label, says) in LABELS {
            assert!(Role::named(says).is_some() && label.to_lowercase() == *label, "{label}");
        }
    }
}
