//! What can be looked up across documents.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::resolve::{self, LinkStyle, Resolution};
use crate::document::Document;
use crate::yaml::tree::Value;

/// A document's place in [`super::Vault::documents`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DocumentId(u32);

impl DocumentId {
    pub(super) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The place in the list.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Names, aliases, sources and resolved links.
#[derive(Debug)]
pub struct Index {
    /// Folded name without folder and extension.
    pub(super) names: FxHashMap<Box<str>, Vec<DocumentId>>,
    /// Folded names of other files, with extension.
    pub(super) files: FxHashMap<Box<str>, Vec<u32>>,
    /// Folded aliases.
    pub(super) aliases: FxHashMap<Box<str>, Vec<DocumentId>>,
    /// Documents by the key of the source they rest on.
    sources: BTreeMap<Box<str>, Vec<DocumentId>>,
    /// For each document, what each of its links points to.
    resolutions: Vec<Box<[Resolution]>>,
}

impl Index {
    pub(super) fn new(documents: &[Arc<Document>], files: &[Box<str>], style: LinkStyle) -> Self {
        let mut index = Self {
            names: FxHashMap::default(),
            files: FxHashMap::default(),
            aliases: FxHashMap::default(),
            sources: BTreeMap::new(),
            resolutions: Vec::new(),
        };
        let names: Vec<String> =
            documents.par_iter().map(|document| resolve::folded(document.stem())).collect();
        for (at, (document, name)) in documents.iter().zip(names).enumerate() {
            let id = DocumentId::new(at);
            index.names.entry(name.into()).or_default().push(id);
            for alias in aliases(document) {
                index.aliases.entry(resolve::folded(&alias).into()).or_default().push(id);
            }
            if let Some(key) = &document.provenance.source_key {
                index.sources.entry(key.clone()).or_default().push(id);
            }
        }
        for (at, file) in files.iter().enumerate() {
            let name = file.rsplit('/').next().unwrap_or(file);
            index
                .files
                .entry(resolve::folded(name).into())
                .or_default()
                .push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        let resolver = resolve::Resolver { documents, files, index: &index, style };
        let resolutions = documents
            .par_iter()
            .map(|document| document.links.iter().map(|link| resolver.resolve(document, link)).collect());
        index.resolutions = resolutions.collect();
        index
    }

    /// What each link of a document points to, in the order of its links.
    #[must_use]
    pub fn resolutions(&self, id: DocumentId) -> &[Resolution] {
        &self.resolutions[id.index()]
    }

    /// The documents that rest on the source of that key.
    #[must_use]
    pub fn documents_on(&self, source_key: &str) -> &[DocumentId] {
        self.sources.get(source_key).map_or(&[], Vec::as_slice)
    }

    /// The folded names of all notes, in no order.
    pub fn note_names(&self) -> impl Iterator<Item = (&str, &[DocumentId])> {
        self.names.iter().map(|(name, ids)| (&**name, ids.as_slice()))
    }
}

/// Other names of a note, from `aliases:` or `alias:`.
fn aliases(document: &Document) -> Vec<String> {
    let Some(front_matter) = &document.front_matter else { return Vec::new() };
    let fields = ["aliases", "alias"].iter().filter_map(|name| front_matter.field(name));
    let mut found = Vec::new();
    for field in fields {
        match &field.value.value {
            Value::Scalar { text, .. } if !text.is_empty() => found.push(text.to_string()),
            Value::Sequence(nodes) => found.extend(nodes.iter().filter_map(|node| match &node.value {
                Value::Scalar { text, .. } if !text.is_empty() => Some(text.to_string()),
                _ => None,
            })),
            _ => {}
        }
    }
    found
}
