//! `sources.lock`: which file was kept of which source, and which quotations stood in it.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::disk::{self, MAX_FILE_BYTES};
use super::sources::Cited;
use super::{Problem, Vault, guarded};
use crate::document::{Citation, Document, Quotation, snapshot_words, stands_in, words};
use crate::text::Span;

/// The name of the file, at the root of the vault.
pub const LOCK_FILE: &str = "sources.lock";

/// The version of the format. A change that a reader could notice, other than a new key, raises it.
const FORMAT_VERSION: u32 = 1;

/// Shorter quotations, in words, stand in a text by chance.
const FEWEST_WORDS: usize = 3;

/// What `sources.lock` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "wherefrom sources.lock")]
pub struct Lock {
    /// The version of this format.
    pub format_version: u32,
    /// The files that are kept of sources, sorted by key and path.
    pub sources: Vec<LockedSource>,
}

/// A file that is kept of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LockedSource {
    /// The source.
    pub key: String,
    /// The file, from the root of the vault.
    pub file: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// The day on which it was first seen so, `YYYY-MM-DD`.
    pub date: String,
    /// The quotations that stand in it.
    pub quotations: Vec<LockedQuotation>,
}

/// A quotation that stands in a file of its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LockedQuotation {
    /// The document that quotes, from the root of the vault.
    #[serde(rename = "in")]
    pub path: String,
    /// The words, as they are quoted there.
    pub text: String,
}

/// A quotation that stood in a snapshot and stands in it no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostSupport {
    /// The words of the quotation, as [`words`] writes them.
    pub words: String,
    /// The snapshot, from the root of the vault.
    pub file: String,
    /// The day on which the quotation was found in it.
    pub date: String,
    /// Whether the snapshot itself is gone.
    pub gone: bool,
}

/// What has lost its support since the lock was written, by document.
pub(super) type Losses = BTreeMap<Box<str>, Vec<LostSupport>>;

/// Compares the files with the lock, if there is one. `read` gives the bytes of a file of the vault.
pub(super) fn losses(
    text: &str,
    mut read: impl FnMut(&str) -> Option<Vec<u8>>,
    problems: &mut Vec<Problem>,
) -> Losses {
    let mut losses = Losses::new();
    let lock: Lock = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(lock) => lock,
        Err(error) => {
            problems.push(Problem {
                path: LOCK_FILE.to_owned(),
                message: format!("cannot be read: {error}"),
                help: Some("`wherefrom sources lock` writes it anew".to_owned()),
            });
            return losses;
        }
    };
    for source in lock.sources {
        let bytes = read(&source.file);
        if bytes.as_ref().is_some_and(|bytes| hash(bytes) == source.sha256) {
            continue;
        }
        let snapshot =
            bytes.as_ref().and_then(|bytes| guarded(|| snapshot_words(&source.file, bytes)).flatten());
        for quotation in source.quotations {
            let stands = snapshot.as_ref().is_some_and(|snapshot| stands_in(&quotation.text, snapshot));
            if !stands {
                losses.entry(quotation.path.into()).or_default().push(LostSupport {
                    words: words(&quotation.text),
                    file: source.file.clone(),
                    date: source.date.clone(),
                    gone: bytes.is_none(),
                });
            }
        }
    }
    losses
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Vault {
    /// The files that are kept of sources, as they are now, with the quotations that stand in
    /// them. What is as `before` keeps its date.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn lock(&self, before: Option<&Lock>, today: Date) -> Result<Lock, Problem> {
        let mut by_source: BTreeMap<Box<str>, Vec<(&Document, Quotation)>> = BTreeMap::new();
        let cited = Cited::of(self);
        for document in self.documents() {
            for (quotation, keys) in quoted(document, &cited) {
                for key in keys {
                    by_source.entry(key).or_default().push((document, quotation));
                }
            }
        }
        let mut sources = Vec::new();
        for source in self.sources() {
            let quoted = by_source.get(&source.key).map_or(&[][..], Vec::as_slice);
            for file in &source.snapshots {
                let bytes = read_inside(self.root(), file).map_err(|error| Problem {
                    path: file.to_string(),
                    message: error.to_string(),
                    help: None,
                })?;
                let sha256 = hash(&bytes);
                let same = |old: &&LockedSource| *old.file == **file && old.sha256 == sha256;
                let old = before.and_then(|before| before.sources.iter().find(same));
                let snapshot = guarded(|| snapshot_words(file, &bytes)).flatten().unwrap_or_default();
                let standing = quoted.iter().filter(|(document, quotation)| {
                    document.path().as_ref() != &**file
                        && stands_in(document.slice(quotation.words), &snapshot)
                });
                let quotations = standing.map(|(document, quotation)| LockedQuotation {
                    path: document.path().to_string(),
                    text: document.slice(quotation.words).split_whitespace().collect::<Vec<_>>().join(" "),
                });
                sources.push(LockedSource {
                    key: source.key.to_string(),
                    file: file.to_string(),
                    date: old.map_or_else(|| today.to_string(), |old| old.date.clone()),
                    quotations: quotations.collect(),
                    sha256,
                });
            }
        }
        Ok(Lock { format_version: FORMAT_VERSION, sources })
    }

    /// Quotations of the document at `path` that have lost their support in a snapshot.
    #[must_use]
    pub fn lost_support(&self, path: &str) -> &[LostSupport] {
        self.frame.losses.get(path).map_or(&[], Vec::as_slice)
    }
}

/// The quotations of a document with the sources they are from: its own, and what is cited next.
fn quoted(document: &Document, cited: &Cited<'_>) -> Vec<(Quotation, Vec<Box<str>>)> {
    if document.quotations.is_empty() {
        return Vec::new();
    }
    let citations = cited.by(document);
    let long = |quotation: &&Quotation| {
        words(document.slice(quotation.words)).split_whitespace().nth(FEWEST_WORDS - 1).is_some()
    };
    let with_keys = document.quotations.iter().filter(long).map(|&quotation| {
        let end = quotation.span.end();
        let next = citations.partition_point(|(citation, _)| citation.span.start() < end);
        let same_sentence = |citation: &Citation| {
            let between = Span::new(end, citation.span.start());
            !document.slice(between).contains(['.', '!', '?', '\n'])
        };
        let keys = citations[next..].iter().take(1).filter(|(citation, _)| same_sentence(citation));
        let mut keys: Vec<Box<str>> = keys.map(|(_, key)| key.clone()).collect();
        keys.extend(document.provenance.source_key.clone());
        keys.sort();
        keys.dedup();
        (quotation, keys)
    });
    with_keys.collect()
}

/// The bytes of a file of the vault, by its path from the root: nothing outside is read.
pub(super) fn read_inside(root: &Path, path: &str) -> std::io::Result<Vec<u8>> {
    let outside = || std::io::Error::other("it lies outside the vault");
    let real = disk::canonical(&root.join(path))?;
    if !real.starts_with(disk::canonical(root)?) {
        return Err(outside());
    }
    disk::read_bounded(&real, MAX_FILE_BYTES)
}
