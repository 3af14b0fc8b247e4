//! `sources.lock`: which file was kept of which source, and which quotations stood in it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::cites::{Cited, CitedIn};
use super::disk::{self, MAX_FILE_BYTES};
use super::{Problem, Vault, guarded};
use crate::document::{Document, Quotation, Wording, snapshot_text, standing, verbatim};

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
    /// The words of the quotation.
    pub wording: Wording,
    /// The snapshot, from the root of the vault.
    pub file: String,
    /// The day on which the quotation was found in it.
    pub date: String,
    /// Whether the snapshot itself is gone.
    pub gone: bool,
}

/// A lock that was made anew, and what did not go into it as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relocked {
    /// The lock, with what was kept from the one before.
    pub lock: Lock,
    /// What a document still quotes and its snapshot no longer has.
    pub lost: Vec<LostQuotation>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// A quotation of the lock before that stands in its snapshot no more, and in a document still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostQuotation {
    /// The document, from the root of the vault.
    pub path: String,
    /// The line on which the quotation begins, from 1.
    pub line: usize,
    /// Its words.
    pub text: String,
    /// The snapshot, from the root of the vault.
    pub file: String,
    /// The day of the lock that had it.
    pub date: String,
    /// Whether the snapshot itself is gone.
    pub gone: bool,
}

/// What has lost its support since the lock was written, by document.
pub(super) type Losses = BTreeMap<Box<str>, Vec<LostSupport>>;

impl Lock {
    /// The lock of the vault at `root`, and its text; none if there is none.
    ///
    /// # Errors
    /// What is wrong with it, and what to do.
    pub fn read(root: &Path) -> Result<Option<(Self, String)>, Problem> {
        match read_inside(root, LOCK_FILE).map(String::from_utf8) {
            Ok(Ok(text)) => Ok(Some((Self::parse(&text)?, text))),
            Ok(Err(_)) => Err(unreadable("not UTF-8")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(&error.to_string())),
        }
    }

    /// Reads a lock from its text.
    pub(super) fn parse(text: &str) -> Result<Self, Problem> {
        /// What every version of the format has.
        #[derive(Deserialize)]
        struct Head {
            format_version: u32,
        }
        let text = text.trim_start_matches('\u{feff}');
        let head: Option<Head> = serde_json::from_str(text).ok();
        if let Some(Head { format_version }) = head.filter(|head| head.format_version != FORMAT_VERSION) {
            let message =
                format!("its format version is {format_version}; this wherefrom knows {FORMAT_VERSION}");
            let help = match format_version > FORMAT_VERSION {
                true => "a newer wherefrom wrote it: update this one".to_owned(),
                false => RESTORE.to_owned(),
            };
            return Err(Problem { path: LOCK_FILE.to_owned(), message, help: Some(help) });
        }
        serde_json::from_str(text).map_err(|error| unreadable(&error.to_string()))
    }
}

/// What to do about a lock that is no lock.
const RESTORE: &str = "restore it from an older state; or remove it and run `wherefrom sources lock`, \
                       which then takes the sources as they are today";

/// A lock that cannot be read.
fn unreadable(why: &str) -> Problem {
    let message = format!("cannot be read: {why}");
    Problem { path: LOCK_FILE.to_owned(), message, help: Some(RESTORE.to_owned()) }
}

/// Compares the files with the lock. `read` gives the bytes of a file of the vault.
pub(super) fn losses(
    lock: &Lock,
    mut read: impl FnMut(&str) -> io::Result<Vec<u8>>,
    problems: &mut Vec<Problem>,
) -> Losses {
    let mut losses = Losses::new();
    let mut by_file: BTreeMap<&str, Vec<&LockedSource>> = BTreeMap::new();
    for source in &lock.sources {
        by_file.entry(&source.file).or_default().push(source);
    }
    for (file, mut sources) in by_file {
        let bytes = match read(file) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                // What was read with the documents has been told already.
                if problems.iter().all(|problem| problem.path != file) {
                    problems.push(unread_snapshot(file, &error));
                }
                continue;
            }
        };
        if let Some(bytes) = &bytes {
            let sha256 = hash(bytes);
            sources.retain(|source| source.sha256 != sha256);
        }
        if sources.is_empty() {
            continue;
        }
        let snapshot = bytes.as_ref().and_then(|bytes| guarded(|| snapshot_text(file, bytes)).flatten());
        let quoted =
            || sources.iter().flat_map(|source| source.quotations.iter().map(move |it| (source, it)));
        let wordings: Vec<Wording> = quoted().map(|(_, quotation)| Wording::of(&quotation.text)).collect();
        let standing = standing(&snapshot.unwrap_or_default(), &wordings.iter().collect::<Vec<_>>());
        for (((source, quotation), wording), stands) in quoted().zip(wordings).zip(standing) {
            if stands == Some(false) {
                losses.entry(quotation.path.as_str().into()).or_default().push(LostSupport {
                    wording,
                    file: file.to_owned(),
                    date: source.date.clone(),
                    gone: bytes.is_none(),
                });
            }
        }
    }
    losses
}

fn unread_snapshot(file: &str, error: &io::Error) -> Problem {
    let help = Some("what is quoted from it is not compared".to_owned());
    Problem { path: file.to_owned(), message: error.to_string(), help }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Vault {
    /// The files that are kept of sources, as they are now, with the quotations that stand in
    /// them. What is as `before` keeps its date; what cannot be read is told, and stays as it was.
    /// So do quotations that have lost their support, unless `forget`: nothing else knows of them.
    #[must_use]
    pub fn lock(&self, before: Option<&Lock>, forget: bool, today: Date) -> Relocked {
        let mut by_source: BTreeMap<Box<str>, Vec<(&Document, Quotation, Wording)>> = BTreeMap::new();
        let cited = Cited::of(self.documents(), self.bibliographies());
        for document in self.documents() {
            for (quotation, wording, keys) in quoted(document, &cited) {
                for key in keys {
                    by_source.entry(key).or_default().push((document, quotation, wording.clone()));
                }
            }
        }
        let locked = before.iter().flat_map(|before| &before.sources);
        let mut known: FxHashMap<&str, Vec<&LockedSource>> = FxHashMap::default();
        locked.for_each(|source| known.entry(&source.file).or_default().push(source));
        let (mut sources, mut problems) = (Vec::new(), Vec::new());
        for source in self.sources() {
            let quoted = by_source.get(&source.key).map_or(&[][..], Vec::as_slice);
            for file in &source.snapshots {
                let old = known.get(&**file).map_or(&[][..], Vec::as_slice);
                match read_inside(self.root(), file) {
                    Ok(bytes) => {
                        let sha256 = hash(&bytes);
                        let old = old.iter().find(|old| old.sha256 == sha256);
                        sources.push(LockedSource {
                            key: source.key.to_string(),
                            file: file.to_string(),
                            date: old.map_or_else(|| today.to_string(), |old| old.date.clone()),
                            quotations: locked_quotations(file, &bytes, quoted),
                            sha256,
                        });
                    }
                    Err(error) => {
                        if self.problems().iter().all(|problem| problem.path != **file) {
                            problems.push(unread_snapshot(file, &error));
                        }
                        sources.extend(old.iter().copied().cloned());
                    }
                }
            }
        }
        let (kept, lost) = before.map_or_else(Default::default, |before| self.lost_since(before, &sources));
        if !forget {
            sources.extend(kept);
            sources.sort_by(|a, b| (&a.key, &a.file).cmp(&(&b.key, &b.file)));
        }
        Relocked { lock: Lock { format_version: FORMAT_VERSION, sources }, lost, problems }
    }

    /// What `before` had, the snapshots do not and the documents still quote; as it was there, and
    /// as it is told. What stands in another of the snapshots `now` is not lost.
    fn lost_since(&self, before: &Lock, now: &[LockedSource]) -> (Vec<LockedSource>, Vec<LostQuotation>) {
        let quoted = now.iter().flat_map(|source| &source.quotations);
        let held: FxHashSet<(&str, Wording)> =
            quoted.map(|quoted| (quoted.path.as_str(), Wording::of(&quoted.text))).collect();
        let documents: FxHashMap<&str, &Document> =
            self.documents().iter().map(|document| (&**document.path(), &**document)).collect();
        let mut lost = Vec::new();
        let place = |source: &LockedSource, quoted: &LockedQuotation| {
            let wording = Wording::of(&quoted.text);
            let loss = self.lost_support(&quoted.path).iter().find(|loss| {
                loss.wording == wording && loss.file == source.file && loss.date == source.date
            })?;
            let document = documents.get(quoted.path.as_str())?;
            let quotation = verbatim(document)
                .find(|quotation| Wording::of(document.slice(quotation.words)) == wording)?;
            let key = (quoted.path.as_str(), wording);
            (!held.contains(&key)).then(|| LostQuotation {
                path: quoted.path.clone(),
                line: document.source().position(quotation.span.start()).line,
                text: quoted.text.clone(),
                file: source.file.clone(),
                date: source.date.clone(),
                gone: loss.gone,
            })
        };
        let mut kept = Vec::new();
        for source in &before.sources {
            let mut own = source.clone();
            own.quotations.retain(|quoted| place(source, quoted).map(|found| lost.push(found)).is_some());
            if !own.quotations.is_empty() {
                kept.push(own);
            }
        }
        (kept, lost)
    }

    /// Quotations of the document at `path` that have lost their support in a snapshot.
    #[must_use]
    pub fn lost_support(&self, path: &str) -> &[LostSupport] {
        self.frame.losses.get(path).map_or(&[], Vec::as_slice)
    }
}

/// Those of the quotations that stand in the file.
fn locked_quotations(
    file: &str,
    bytes: &[u8],
    quoted: &[(&Document, Quotation, Wording)],
) -> Vec<LockedQuotation> {
    let snapshot = guarded(|| snapshot_text(file, bytes)).flatten().unwrap_or_default();
    let wordings: Vec<&Wording> = quoted.iter().map(|(.., wording)| wording).collect();
    let standing = quoted.iter().zip(standing(&snapshot, &wordings));
    let own = |document: &Document| document.path().as_ref() == file;
    let standing = standing.filter(|((document, ..), stands)| *stands == Some(true) && !own(document));
    let locked = standing.map(|((document, quotation, _), _)| LockedQuotation {
        path: document.path().to_string(),
        text: document.slice(quotation.words).split_whitespace().collect::<Vec<_>>().join(" "),
    });
    locked.collect()
}

/// The quotations of a document with the sources they are from: its own, and what is cited next.
fn quoted(document: &Document, cited: &Cited<'_>) -> Vec<(Quotation, Wording, Vec<Box<str>>)> {
    let cited_in = CitedIn::new(document);
    let worded =
        verbatim(document).map(|quotation| (quotation, Wording::of(document.slice(quotation.words))));
    let with_keys =
        worded.filter(|(_, wording)| wording.len() >= FEWEST_WORDS).map(|(quotation, wording)| {
            let key = quotation.citation(document).and_then(|citation| cited_in.source(citation, &|| cited));
            let mut keys: Vec<Box<str>> = key.into_iter().collect();
            keys.extend(document.provenance.source_key.clone());
            keys.sort();
            keys.dedup();
            (quotation, wording, keys)
        });
    with_keys.collect()
}

/// The bytes of a file of the vault, by its path from the root: nothing outside is read.
pub(super) fn read_inside(root: &Path, path: &str) -> io::Result<Vec<u8>> {
    let outside = || io::Error::other("it lies outside the vault");
    let real = disk::canonical(&root.join(path))?;
    if !real.starts_with(disk::canonical(root)?) {
        return Err(outside());
    }
    disk::read_bounded(&real, MAX_FILE_BYTES)
}
