//! The names of fields that the documents of a vault use.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::document::Document;

/// So many of the most frequent names are what a rare one is held against.
const MOST: usize = 256;

/// How many documents use each name of a field at the top of their front matter.
#[derive(Debug, Default)]
pub struct FieldNames {
    counts: FxHashMap<Box<str>, usize>,
    /// The most frequent ones, the most frequent first.
    frequent: Vec<(Box<str>, usize)>,
}

impl FieldNames {
    pub(super) fn of(documents: &[Arc<Document>]) -> Self {
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        for front_matter in documents.iter().filter_map(|document| document.front_matter.as_ref()) {
            for field in &front_matter.fields {
                *counts.entry(&field.key).or_default() += 1;
            }
        }
        let mut frequent: Vec<_> = counts.iter().map(|(&name, &count)| (Box::from(name), count)).collect();
        frequent.sort_unstable_by(|(a, most), (b, more)| (Reverse(most), a).cmp(&(Reverse(more), b)));
        frequent.truncate(MOST);
        let counts = counts.into_iter().map(|(name, count)| (name.into(), count)).collect();
        Self { counts, frequent }
    }

    /// How many documents have a field of that name.
    #[must_use]
    pub fn count(&self, name: &str) -> usize {
        self.counts.get(name).copied().unwrap_or_default()
    }

    /// The most frequent names, the most frequent first, each with how many documents have it.
    pub fn frequent(&self) -> impl Iterator<Item = (&str, usize)> {
        self.frequent.iter().map(|(name, count)| (&**name, *count))
    }
}
