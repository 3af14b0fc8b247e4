//! What can be looked up across documents.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::anchors::Anchors;
use super::cited::CitedTimes;
use super::names::{file_name, folded, without_extension};
use super::near::WantedNotes;
use super::resolve::{LinkOptions, Names, Resolution, Resolver, Unknown};
use crate::document::Document;
use crate::text::Span;
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

/// The documents that rest on one source.
#[derive(Debug, Default)]
struct OnSource {
    documents: Vec<DocumentId>,
    /// The media times that they cite, once somebody has asked.
    cited: OnceLock<CitedTimes>,
    /// The longest that one of them says that it lasts, once somebody has asked.
    length: OnceLock<Option<(u32, DocumentId, Span)>>,
}

/// A link that does not lead where it says.
#[derive(Clone, Copy, Debug)]
pub struct UnsoundLink {
    /// Its place in the document's table.
    pub link: u32,
    /// What it points to.
    pub resolution: Resolution,
    /// The number of the wanted note, if it wants one.
    pub(super) wanted: u32,
}

/// Names, aliases, sources and resolved links.
#[derive(Debug)]
pub struct Index {
    /// Documents by the key of the source they rest on.
    sources: BTreeMap<Box<str>, OnSource>,
    names: Names,
    /// For each document, what each of its links points to.
    resolutions: Vec<Box<[Resolution]>>,
    /// For each document, its links that do not lead where they say.
    unsound: Vec<Box<[UnsoundLink]>>,
    /// For each document, how many others link to it.
    incoming: Vec<u32>,
    wanted: WantedNotes,
}

impl Index {
    pub(super) fn new(documents: &[Arc<Document>], files: &[Box<str>], options: LinkOptions) -> Self {
        let (names, sources) = rayon::join(|| Names::of(documents, files), || by_source(documents));
        let anchors: Vec<OnceLock<Anchors>> = documents.iter().map(|_| OnceLock::new()).collect();
        let paths: Vec<&str> = documents.iter().map(|document| &**document.path()).collect();
        let resolver =
            Resolver { documents, paths: &paths, files, names: &names, anchors: &anchors, options };
        let (resolutions, mut unsound): (Vec<_>, Vec<_>) = documents
            .par_iter()
            .enumerate()
            .map_init(Unknown::default, |unknown, (at, _)| resolver.all_of(DocumentId::new(at), unknown))
            .unzip();
        let (incoming, wanted) =
            rayon::join(|| incoming(&resolutions), || WantedNotes::of(documents, &mut unsound));
        Self { sources, names, resolutions, unsound, incoming, wanted }
    }

    /// What each link of a document points to, in the order of its links.
    #[must_use]
    pub fn resolutions(&self, id: DocumentId) -> &[Resolution] {
        &self.resolutions[id.index()]
    }

    /// The links of a document that do not lead where they say, in the order of its links.
    #[must_use]
    pub fn unsound(&self, id: DocumentId) -> &[UnsoundLink] {
        &self.unsound[id.index()]
    }

    /// Whether a link leads to nothing that was found.
    pub(super) fn has_missing(&self) -> bool {
        let nowhere = |link: &UnsoundLink| {
            use Resolution::{Missing, MissingFile, Misspelled, Time};
            matches!(link.resolution, Missing | MissingFile | Misspelled(_) | Time)
        };
        self.unsound.iter().flatten().any(nowhere)
    }

    /// How many other documents link to this one.
    #[must_use]
    pub fn incoming(&self, id: DocumentId) -> u32 {
        self.incoming[id.index()]
    }

    /// The documents of that name, whatever their folder and case.
    #[must_use]
    pub fn named(&self, stem: &str) -> &[DocumentId] {
        self.names.notes.get(&*folded(stem)).map_or(&[], Vec::as_slice)
    }

    /// Whether a file of that name, with its extension, is in some folder; documents aside.
    pub(super) fn has_file(&self, name: &str) -> bool {
        self.names.files.contains_key(&*folded(name))
    }

    /// The keys of all sources that documents rest on, sorted.
    pub(super) fn source_keys(&self) -> impl Iterator<Item = &str> {
        self.sources.keys().map(|key| &**key)
    }

    /// Notes that links ask for and that are not there.
    #[must_use]
    pub fn wanted(&self) -> &WantedNotes {
        &self.wanted
    }

    /// The documents that rest on the source of that key, in order.
    pub(super) fn on_source(&self, source_key: &str) -> &[DocumentId] {
        self.sources.get(source_key).map_or(&[], |on| &on.documents)
    }

    /// The longest that a document on that source says that it lasts.
    pub(super) fn stated_length(
        &self,
        source_key: &str,
        documents: &[Arc<Document>],
    ) -> Option<(u32, DocumentId, Span)> {
        let on = self.sources.get(source_key)?;
        let stated = |&id: &DocumentId| {
            let document = &documents[id.index()];
            let (end, span) = document.stated_length().filter(|_| !document.provenance.several_sources)?;
            Some((end, id, span))
        };
        let longest = || on.documents.iter().filter_map(stated).max_by_key(|&(end, ..)| end);
        *on.length.get_or_init(longest)
    }

    /// The media times that the documents on that source cite.
    pub(super) fn cited_on(&self, source_key: &str, documents: &[Arc<Document>]) -> Option<&CitedTimes> {
        let on = self.sources.get(source_key)?;
        Some(on.cited.get_or_init(|| CitedTimes::of(documents, &on.documents)))
    }
}

impl Names {
    fn of(documents: &[Arc<Document>], files: &[Box<str>]) -> Self {
        let mut names = Self::default();
        for (at, document) in documents.iter().enumerate() {
            let id = DocumentId::new(at);
            let name = folded(document.stem());
            names.lower.push(matches!(name, Cow::Borrowed(_)));
            names.notes.entry(name.into()).or_default().push(id);
            for alias in aliases(document) {
                let ids = names.aliases.entry(folded(alias).into()).or_default();
                if ids.last() != Some(&id) {
                    ids.push(id);
                }
            }
        }
        for (at, file) in files.iter().enumerate() {
            names.unread |= without_extension(file).len() < file.len();
            names
                .files
                .entry(folded(file_name(file)).into())
                .or_default()
                .push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        names
    }
}

fn by_source(documents: &[Arc<Document>]) -> BTreeMap<Box<str>, OnSource> {
    let mut sources: BTreeMap<Box<str>, OnSource> = BTreeMap::new();
    for (at, document) in documents.iter().enumerate() {
        if let Some(key) = &document.provenance.source_key {
            sources.entry(key.clone()).or_default().documents.push(DocumentId::new(at));
        }
    }
    sources
}

impl<'a> Resolver<'a> {
    /// What the links of a document point to, and those that do not lead where they say.
    fn all_of(&self, id: DocumentId, unknown: &mut Unknown<'a>) -> (Box<[Resolution]>, Box<[UnsoundLink]>) {
        let links = self.documents[id.index()].links.iter();
        let resolutions: Box<[Resolution]> = links.map(|link| self.follow(id, link, unknown)).collect();
        let unsound = unsound(&resolutions);
        (resolutions, unsound)
    }
}

fn unsound(resolutions: &[Resolution]) -> Box<[UnsoundLink]> {
    let unsound = (0..).zip(resolutions).filter(|(_, resolution)| !resolution.is_sound());
    unsound.map(|(link, &resolution)| UnsoundLink { link, resolution, wanted: u32::MAX }).collect()
}

/// For each document, how many others link to it.
fn incoming(resolutions: &[Box<[Resolution]>]) -> Vec<u32> {
    let mut counts = vec![0; resolutions.len()];
    let mut targets = Vec::new();
    for (from, resolutions) in resolutions.iter().enumerate() {
        targets.clear();
        targets.extend(resolutions.iter().filter_map(|resolution| resolution.note()).map(DocumentId::index));
        targets.sort_unstable();
        targets.dedup();
        for &target in targets.iter().filter(|&&target| target != from) {
            counts[target] += 1;
        }
    }
    counts
}

/// Other names of a note, from `aliases:` or `alias:`.
fn aliases(document: &Document) -> Vec<&str> {
    let Some(front_matter) = &document.front_matter else { return Vec::new() };
    let mut found = Vec::new();
    for field in ["aliases", "alias"].iter().filter_map(|name| front_matter.field(name)) {
        let nodes = match &field.value.value {
            Value::Sequence(nodes) => nodes.as_slice(),
            _ => std::slice::from_ref(&field.value),
        };
        found.extend(nodes.iter().filter_map(|node| match &node.value {
            Value::Scalar { text, .. } if !text.is_empty() => Some(&**text),
            _ => None,
        }));
    }
    found
}
