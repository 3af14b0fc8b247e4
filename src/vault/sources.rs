//! Every source that something in the vault rests on.

use std::collections::{BTreeMap, BTreeSet};

use super::cites::Cited;
use super::stored::Stored;
use super::{DocumentId, Vault};
use crate::document::own_citekeys;

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
        let cited = Cited::of(self.documents(), self.bibliographies());
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
