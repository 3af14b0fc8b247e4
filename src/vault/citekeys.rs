//! The keys that citations use, and what in the vault defines them.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::{folder, joined};
use super::{DocumentId, Vault};
use crate::document::{Document, citekeys, cites_all, own_bibliographies, own_citekeys};
use crate::text::{Span, nearest};

/// How many keys are looked at for suggestions in all; in a vault with many undefined keys and
/// large bibliographies the rest go without.
const MAX_COMPARISONS: usize = 1_000_000;

/// The keys of a vault: those that are defined, and those that are cited.
#[derive(Debug)]
pub struct Citekeys {
    defined: FxHashSet<Box<str>>,
    cited: FxHashSet<Box<str>>,
    /// Whether some document asks for every work there is.
    all_cited: bool,
    /// For keys that nothing defines, the one that was meant, perhaps.
    near: BTreeMap<Box<str>, Box<str>>,
}

impl Citekeys {
    pub(super) fn of(vault: &Vault) -> Self {
        let mut keys = Self {
            defined: FxHashSet::default(),
            cited: FxHashSet::default(),
            all_cited: vault.documents().iter().any(|document| cites_all(document)),
            near: BTreeMap::new(),
        };
        for work in vault.bibliographies().iter().flat_map(|bibliography| &bibliography.works) {
            keys.defined.insert(work.key.clone());
        }
        for document in vault.documents() {
            let own = own_citekeys(document).into_iter().map(|key| document.slice(key));
            keys.defined.extend(own.map(Into::into));
            // `@smith2020.md` is the note on a work, whatever stands in it.
            keys.defined.extend(document.stem().strip_prefix('@').map(Into::into));
            keys.cited.extend(citekeys(document).map(|key| document.slice(key).into()));
        }
        if !keys.defined.is_empty() {
            keys.find_near();
        }
        keys
    }

    /// Whether something defines the key: a bibliography, or a note on the work.
    #[must_use]
    pub fn is_defined(&self, vault: &Vault, key: &str) -> bool {
        self.defined.contains(key) || !vault.index().named(key).is_empty()
    }

    /// Whether any document cites the key.
    #[must_use]
    pub fn is_cited(&self, key: &str) -> bool {
        self.all_cited || self.cited.contains(key)
    }

    /// The defined key that comes nearest to one that is not.
    #[must_use]
    pub fn near(&self, key: &str) -> Option<&str> {
        self.near.get(key).map(|near| &**near)
    }

    fn find_near(&mut self) {
        // By first letter: most slips are later, and nearly all keys need no comparison.
        let mut by_letter: FxHashMap<Option<char>, Vec<&str>> = FxHashMap::default();
        let letter = |key: &str| key.chars().next().map(|c| c.to_ascii_lowercase());
        for key in self.defined.iter().collect::<BTreeSet<_>>() {
            by_letter.entry(letter(key)).or_default().push(key);
        }
        let undefined: BTreeSet<&Box<str>> =
            self.cited.iter().filter(|key| !self.defined.contains(*key)).collect();
        let mut left = MAX_COMPARISONS;
        for key in undefined {
            let Some(known) = by_letter.get(&letter(key)).filter(|known| known.len() <= left) else {
                continue;
            };
            left -= known.len();
            if let Some(near) = nearest(key, known.iter().copied()) {
                self.near.insert(key.clone(), near.into());
            }
        }
    }
}

impl Vault {
    /// Whether a key that this document cites must be defined in the vault. It must if the
    /// document names its bibliographies and all of them are here, if there is one in its folder
    /// or above it, or if another of its keys is defined. Elsewhere keys may be looked up in a
    /// reference manager that the vault knows nothing of.
    #[must_use]
    pub fn has_bibliography_for(&self, id: DocumentId) -> bool {
        let document: &Document = self.document(id);
        let paths = || self.bibliographies().iter().map(|bibliography| &**bibliography.source().path());
        let named = own_bibliographies(document);
        if !named.is_empty() {
            return named.iter().all(|(_, wanted)| paths().any(|path| base(path) == base(wanted)));
        }
        let folder = |path: &'_ str| path.rfind('/').map_or(0, |end| end + 1);
        let own_path: &str = document.path();
        paths().any(|path| own_path[..folder(own_path)].starts_with(&path[..folder(path)]))
            || citekeys(document).any(|key| self.citekeys().is_defined(self, document.slice(key)))
    }
}

impl Vault {
    /// The bibliographies that a document names and that are nowhere in the vault. One outside
    /// of it is no concern of anyone's here, nor what a template or a program fills in.
    #[must_use]
    pub fn missing_bibliographies(&self, id: DocumentId) -> Vec<Span> {
        const EXTENSIONS: [&str; 5] = [".bib", ".bibtex", ".json", ".yaml", ".yml"];
        let document = self.document(id);
        let named = own_bibliographies(document);
        let outside = |name: &str| {
            name.starts_with(['/', '~'])
                || name.contains([':', '{', '}', '<', '>', '$', '*'])
                || joined(folder(document.path()), name).is_none()
        };
        let is_here = |name: &str| {
            let mut lists = self.bibliographies().iter().map(|list| base(list.source().path()));
            self.index().has_file(name) || lists.any(|list| list.eq_ignore_ascii_case(name))
        };
        let missing = named.into_iter().filter(|(_, name)| {
            let name = name.trim();
            let file = EXTENSIONS.iter().any(|end| name.to_ascii_lowercase().ends_with(end));
            file && !outside(name) && !is_here(base(name))
        });
        missing.map(|(span, _)| span).collect()
    }
}

/// The name of a file without its folder, on whatever system it is written.
fn base(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}
