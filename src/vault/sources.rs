//! Every source that something in the vault rests on.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::stored::Stored;
use super::{DocumentId, Vault};
use crate::document::{Citation, CitationKind, Document, citekeys_in, own_citekeys, source_key};
use crate::text::Span;

/// A source and what rests on it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its canonical identity, or `@key` where only a citation key is known.
    pub key: Box<str>,
    /// The documents that name it as theirs.
    pub documents: Vec<DocumentId>,
    /// How many citations in the text point to it.
    pub citations: usize,
    /// The files that are kept of it, sorted.
    pub snapshots: Vec<Box<str>>,
}

impl Vault {
    /// Every source that a document names or cites, sorted by key.
    #[must_use]
    pub fn sources(&self) -> Vec<Source> {
        let mut sources: BTreeMap<Box<str>, Source> = BTreeMap::new();
        let cited = Cited::of(self);
        for id in self.ids() {
            let document = self.document(id);
            if let Some(key) = cited.own(document) {
                sources.entry(key).or_default().documents.push(id);
            }
            for (_, key) in cited.by(document) {
                sources.entry(key).or_default().citations += 1;
            }
        }
        let paths = self.documents().iter().map(|document| &**document.path());
        let paths = paths.chain(self.files().iter().map(|path| &**path));
        let stored = Stored::of(&self.frame.sources, paths, sources.keys().map(|key| &**key));
        let named = sources.into_iter().map(|(key, source)| {
            let snapshots = stored.on(&key).to_vec();
            Source { key, snapshots, ..source }
        });
        named.collect()
    }

    /// The documents that are kept as copies of a source on which another document rests.
    ///
    /// One that bears the name of its own source alone, or defines the key by which others cite it,
    /// is a note.
    #[must_use]
    pub fn kept_copies(&self) -> BTreeSet<DocumentId> {
        let mut copies = BTreeSet::new();
        if !self.documents().iter().any(|document| self.frame.sources.holds(document.path())) {
            return copies;
        }
        for source in self.sources() {
            for id in source.snapshots.iter().filter_map(|path| self.by_path(path)) {
                let rests = source.documents.iter().any(|&document| document != id);
                let own = source.documents.contains(&id) || !own_citekeys(self.document(id)).is_empty();
                if rests || (source.citations > 0 && !own) {
                    copies.insert(id);
                }
            }
        }
        copies
    }
}

/// What citations point to.
pub(super) struct Cited<'v> {
    /// The source behind each citation key that a bibliography or a note defines.
    by_citekey: FxHashMap<&'v str, Box<str>>,
}

impl<'v> Cited<'v> {
    pub(super) fn of(vault: &'v Vault) -> Self {
        let mut by_citekey: FxHashMap<&str, Box<str>> = FxHashMap::default();
        for document in vault.documents() {
            if let Some(key) = document.provenance.source_key.as_deref() {
                let own = own_citekeys(document).into_iter().filter(|span| is_own(document, span.start()));
                by_citekey.extend(own.map(|span| (document.slice(span), key.into())));
            }
            for definition in document.definitions.iter().filter(|definition| !definition.footnote) {
                let label = document.slice(definition.label).strip_prefix('@');
                let key = || source_key(document.slice(definition.target));
                by_citekey.extend(label.and_then(|label| Some((label, key()?))));
            }
        }
        for work in vault.bibliographies().iter().flat_map(|list| &list.works) {
            if let Some(key) = work.source_key.as_deref() {
                by_citekey.entry(&*work.key).or_insert_with(|| key.into());
            }
        }
        Self { by_citekey }
    }

    /// The source that a document names as its own, if only by its key in a bibliography.
    fn own(&self, document: &Document) -> Option<Box<str>> {
        let key = || {
            let own = own_citekeys(document).into_iter().find(|span| is_own(document, span.start()))?;
            Some(self.citekey(document.slice(own)))
        };
        document.provenance.source_key.clone().or_else(key)
    }

    /// The source of each citation of a document, where it is known which.
    pub(super) fn by(&self, document: &Document) -> Vec<(Citation, Box<str>)> {
        let labels = labels(document);
        let keys: Vec<Span> = document
            .citations
            .iter()
            .filter(|citation| citation.kind == CitationKind::Key)
            .map(|citation| citation.span)
            .collect();
        let mut found = Vec::new();
        let mut taken = 0;
        for citation in &document.citations {
            let target = document.slice(citation.target);
            match citation.kind {
                CitationKind::Key => {
                    let keys = citekeys_in(document.text(), citation.span);
                    found.extend(keys.map(|key| (citation.clone(), self.citekey(document.slice(key)))));
                }
                // `[@key]` with a definition is a link as well, and `[@https://…]` holds one.
                CitationKind::Address if citation.span.first_overlap(&keys).is_some() => {}
                CitationKind::Address => {
                    let address = labels.get(&*target.to_lowercase()).copied().unwrap_or(target);
                    taken = citation.span.end();
                    found.extend(source_key(address).map(|key| (citation.clone(), key)));
                }
                // One in a link is the link's.
                CitationKind::Timestamp if citation.span.start() >= taken => {
                    found.extend(document.provenance.source_key.clone().map(|key| (citation.clone(), key)));
                }
                CitationKind::Timestamp
                | CitationKind::Footnote
                | CitationKind::Number
                | CitationKind::AuthorYear
                | CitationKind::Doi
                | CitationKind::Work
                | CitationKind::Locator => {}
            }
        }
        found
    }

    fn citekey(&self, key: &str) -> Box<str> {
        let own = || source_key(key.strip_prefix("url:").unwrap_or(key));
        self.by_citekey.get(key).cloned().or_else(own).unwrap_or_else(|| format!("@{key}").into())
    }
}

/// Whether a key is that of the document itself, and not of a work that it lists or defines.
fn is_own(document: &Document, at: usize) -> bool {
    let Some(head) = &document.front_matter else { return false };
    head.span.holds(at) && head.field("references").is_none_or(|field| !field.value.span.holds(at))
}

/// The addresses of reference definitions, by label in lower case.
fn labels(document: &Document) -> FxHashMap<String, &str> {
    let definitions = document.definitions.iter().filter(|definition| !definition.footnote);
    let label = |span| document.slice(span).to_lowercase();
    definitions.map(|definition| (label(definition.label), document.slice(definition.target))).collect()
}
