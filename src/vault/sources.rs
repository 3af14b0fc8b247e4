//! Every source that something in the vault rests on.

use std::collections::{BTreeMap, BTreeSet};

use super::cites::{Cited, is_in_words};
use super::stored::Stored;
use super::{DocumentId, Vault};
use crate::document::{CitationKind, own_citekeys};

/// A source and what rests on it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its canonical identity; `@key` where only a citation key is known; and where not even that,
    /// `"its words"`, `(author year)` or `[[note]]`.
    pub key: Box<str>,
    /// The documents that name it as theirs.
    pub documents: Vec<DocumentId>,
    /// How many citations in the text point to it.
    pub citations: usize,
    /// The files that are kept of it, sorted.
    pub snapshots: Vec<Box<str>>,
}

impl Vault {
    /// Every source that a document names or cites or a bibliography lists, sorted by key.
    #[must_use]
    pub fn sources(&self) -> Vec<Source> {
        let mut sources: BTreeMap<Box<str>, Source> = BTreeMap::new();
        let cited = Cited::of(self.documents(), self.bibliographies());
        let mut unsure = Vec::new();
        let mut rests = |key: Box<str>, documents: Option<DocumentId>, citations: usize| {
            let key = self.key_of_note(&cited, &key).unwrap_or(key);
            // The same words in another case are the same words.
            let sorted = if is_in_words(&key) { key.to_lowercase().into() } else { key.clone() };
            let source = sources.entry(sorted).or_insert_with(|| Source { key, ..Source::default() });
            source.documents.extend(documents);
            source.citations += citations;
        };
        for id in self.ids() {
            let document = self.document(id);
            cited.all_own(document).into_iter().for_each(|key| rests(key, Some(id), 0));
            for (citation, key) in cited.by(document) {
                // What looks like an author and a year may be anything: `(IMO 2011)`.
                match citation.kind {
                    CitationKind::AuthorYear => unsure.push(key),
                    _ => rests(key, None, 1),
                }
            }
        }
        let listed = self.bibliographies().iter().flat_map(|list| &list.works);
        listed.for_each(|work| rests(cited.listed(work), None, 0));
        unsure.iter().for_each(|key| {
            if let Some(source) = sources.get_mut(key) {
                source.citations += 1;
            }
        });
        let paths = self.documents().iter().map(|document| &**document.path());
        let paths = paths.chain(self.files().iter().map(|path| &**path));
        let keys = sources.keys().map(|key| &**key).filter(|key| !is_in_words(key));
        let stored = Stored::of(&self.frame.sources, paths, keys);
        let kept = sources.into_values().map(|source| {
            let snapshots = stored.on(&source.key).to_vec();
            Source { snapshots, ..source }
        });
        kept.collect()
    }

    /// The source of the one note that `[[name]]` names, if it has one.
    fn key_of_note(&self, cited: &Cited<'_>, key: &str) -> Option<Box<str>> {
        let name = key.strip_prefix("[[")?.strip_suffix("]]")?;
        match self.index().named(name) {
            &[note] => cited.own(self.document(note)),
            _ => None,
        }
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
