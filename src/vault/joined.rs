//! Addresses and the DOIs of the same works, as documents and bibliographies that give both say.

use rustc_hash::FxHashMap;

use super::Vault;
use crate::document::{TwoNames, doi_within, source_key};

/// The DOI of each address that is given beside one, and the path of what gives both.
#[derive(Debug, Default)]
pub(super) struct Joined<'v>(FxHashMap<Box<str>, Option<(Box<str>, &'v str)>>);

impl<'v> Joined<'v> {
    pub(super) fn of(vault: &'v Vault) -> Self {
        let mut joined = Self::default();
        for document in vault.documents() {
            for names in document.two_names() {
                joined.add(names, document.path());
            }
        }
        for bibliography in vault.bibliographies() {
            let source = bibliography.source();
            for work in &bibliography.works {
                let doi = work.source_key.clone().filter(|key| key.starts_with("doi:"));
                let address = work.address.filter(|_| doi.is_some());
                let address = address.and_then(|address| source_key(address.of(source.text())));
                if let (Some(doi), Some(address)) = (doi, address) {
                    joined.add((doi, address), source.path());
                }
            }
        }
        joined
    }

    /// An address that stands beside two DOIs is that of a journal or of its publisher.
    fn add(&mut self, (doi, address): TwoNames, path: &'v str) {
        if !address.starts_with("https://") {
            return;
        }
        let known = self.0.entry(address).or_insert_with(|| Some((doi.clone(), path)));
        if known.as_ref().is_some_and(|(known, _)| *known != doi) {
            *known = None;
        }
    }

    /// The DOI behind an identity, and what says that it is, where the identity itself does not.
    pub(super) fn doi(&self, key: &str) -> Option<(Box<str>, Option<&'v str>)> {
        if key.starts_with("doi:") {
            return Some((key.into(), None));
        }
        let within = doi_within(key).map(|doi| (doi, None));
        within.or_else(|| self.0.get(key)?.as_ref().map(|(doi, path)| (doi.clone(), Some(*path))))
    }
}
