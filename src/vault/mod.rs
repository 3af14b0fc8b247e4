//! The documents of a vault, read once, and the index over all of them.

mod anchors;
mod bibliographies;
mod cited;
mod citekeys;
mod cites;
mod copies;
mod disk;
mod field_names;
mod guard;
mod index;
mod joined;
mod load;
mod locators;
mod lock;
mod names;
mod near;
mod origins;
mod other_words;
mod outliners;
mod period;
mod quotations;
mod quoted;
mod resolve;
mod shown;
mod sources;
mod speakers;
mod stored;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

pub use cited::{CitedTimes, ShownLength, repeats_its_last_field};
pub use citekeys::Citekeys;
pub use copies::CopiedText;
pub use disk::{MAX_FILE_BYTES, canonical, check_replaceable, read_text, replace, write};
pub use field_names::FieldNames;
pub use guard::{guarded, silence_guarded_panics};
pub use index::{DocumentId, Index, UnsoundLink};
pub(crate) use load::AT_ONCE;
pub use load::MAX_TRANSCRIPT_BYTES;
pub use locators::LocatorConflict;
pub use lock::{LOCK_FILE, Lock, LockedQuotation, LockedSource, LostQuotation, LostSupport, Relocked};
pub use names::percent_decoded;
pub use near::{WantedNote, WantedNotes};
pub use origins::{SameWork, Sameness};
pub use period::is_period;
pub use quotations::Alteration;
pub use quoted::QuotedWords;
pub use resolve::{Fit, LinkOptions, LinkStyle, Resolution};
pub use shown::Shown;
pub use sources::Source;
pub use speakers::SpeakerConflict;
pub use stored::{SourceFolder, stored_name};
pub use walk::{RULES_FOLDER, WalkOptions, check_glob, glob, is_document, relative_path, rule_files};

use crate::document::{Bibliography, Document, Transcript};
use crate::text::{SourceFile, Span};
use anchors::Anchors;
use copies::{Copies, Pages};
use load::{Loaded, Transcripts};
use lock::Losses;
use origins::Origins;
use quoted::Quoted;
use stored::Stored;

/// Something that kept the tool from doing all it was asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The path it is about, relative to the vault where it lies inside; empty if there is none.
    pub path: String,
    /// What is wrong, lower case.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// All documents below a root, as they were at one moment.
#[derive(Debug)]
pub struct Vault {
    documents: Vec<Arc<Document>>,
    /// The documents by path: reports ask for each finding's.
    by_path: FxHashMap<Arc<str>, DocumentId>,
    index: Index,
    /// Files kept of the sources that the documents rest on.
    stored: Stored,
    /// The keys that citations use, once somebody has asked.
    citekeys: OnceLock<Citekeys>,
    /// What is quoted from which source, once somebody has asked.
    quoted: OnceLock<Quoted>,
    /// Where sources lead across documents, once somebody has asked.
    origins: OnceLock<Origins>,
    /// The names of fields, once somebody has asked.
    field_names: OnceLock<FieldNames>,
    /// The documents among them.
    copies: Copies,
    frame: Frame,
}

/// What is gathered from all documents before a check can ask for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Table {
    /// Who quotes what from which source.
    Quotations,
    /// Where sources lead across documents.
    Origins,
}

/// What of a vault stays as it is when documents change.
#[derive(Debug, Clone, Default)]
struct Frame {
    root: PathBuf,
    /// Other files that a link can point to, relative to the root, sorted.
    files: Arc<[Box<str>]>,
    /// Those of them that list works, sorted by path.
    bibliographies: Arc<[Arc<Bibliography>]>,
    links: LinkOptions,
    sources: SourceFolder,
    transcripts: Arc<Transcripts>,
    pages: Arc<Pages>,
    /// Quotations whose snapshots have changed.
    losses: Arc<Losses>,
    problems: Vec<Problem>,
}

impl Vault {
    /// Walks `root` and reads every document below it. What cannot be read is in [`Vault::problems`].
    #[must_use]
    pub fn open(root: &Path, options: &WalkOptions) -> Self {
        let mut found = walk::walk(root, options);
        let unwalked = std::mem::take(&mut found.unwalked);
        let loaded = Loaded::from_disk(root, found, &options.sources);
        let frame = Frame {
            root: root.to_owned(),
            links: options.links,
            sources: options.sources.clone(),
            ..Frame::default()
        };
        Self::of(loaded, frame).with_unread(&unwalked)
    }

    fn of(loaded: Loaded, frame: Frame) -> Self {
        let frame = Frame {
            files: loaded.files.into(),
            bibliographies: loaded.bibliographies.into(),
            transcripts: Arc::new(loaded.transcripts),
            pages: Arc::new(loaded.pages),
            losses: Arc::new(loaded.losses),
            problems: loaded.problems,
            ..frame
        };
        Self::build(loaded.documents, frame)
    }

    /// The vault with the files of folders that are not read as link targets. They are only
    /// looked for where a link leads nowhere without them.
    fn with_unread(self, folders: &[PathBuf]) -> Self {
        let missing = || self.ids().any(|id| !self.missing_bibliographies(id).is_empty());
        if folders.is_empty() || !(self.index.has_missing() || missing()) {
            return self;
        }
        let mut files = self.frame.files.to_vec();
        files.extend(walk::unread_files(&self.frame.root, folders));
        files.sort();
        Self::build(self.documents, Frame { files: files.into(), ..self.frame })
    }

    /// A vault of texts that are on no disk: path and text of each file.
    #[must_use]
    pub fn from_texts<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let frame = Frame::default();
        Self::of(Loaded::from_texts(files, &frame.sources), frame)
    }

    /// The same vault with links resolved another way.
    #[must_use]
    pub fn with_links(self, links: LinkOptions) -> Self {
        Self::build(self.documents, Frame { links, ..self.frame })
    }

    fn build(mut documents: Vec<Arc<Document>>, frame: Frame) -> Self {
        documents.sort_unstable_by(|a, b| a.path().cmp(b.path()));
        let by_path = || {
            let mut by_path = FxHashMap::default();
            for (at, document) in documents.iter().enumerate() {
                by_path.entry(Arc::clone(document.path())).or_insert(DocumentId::new(at));
            }
            by_path
        };
        let index = || Index::new(&documents, &frame.files, frame.links);
        let (by_path, index) = rayon::join(by_path, index);
        let read = documents.iter().map(|document| &**document.path());
        let paths = read.chain(frame.files.iter().map(|path| &**path));
        let quoted = OnceLock::new();
        // Only asked where there are such files.
        let cited = std::iter::once_with(|| {
            quoted.get_or_init(|| Quoted::of(&documents, &frame.bibliographies)).keys()
        });
        let stored = Stored::of(&frame.sources, paths, index.source_keys().chain(cited.flatten()));
        let copies = Copies::of(stored.paths().filter_map(|path| by_path.get(path).copied()));
        let (citekeys, origins, field_names) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { documents, by_path, index, stored, copies, citekeys, quoted, origins, field_names, frame }
    }

    /// The same vault with other text in some documents. Only those are parsed anew.
    #[must_use]
    pub fn with_edits(&self, edits: &BTreeMap<Arc<str>, String>) -> Self {
        let documents = self.documents.par_iter().map(|document| match edits.get(document.path()) {
            // The text before stands in for one that the parser panics on.
            Some(text) => guarded(|| Document::from_text(document.path(), text))
                .map_or_else(|| Arc::clone(document), Arc::new),
            None => Arc::clone(document),
        });
        Self::build(documents.collect(), self.frame.clone())
    }

    /// The folder that all paths are relative to.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.frame.root
    }

    /// The documents, sorted by path.
    #[must_use]
    pub fn documents(&self) -> &[Arc<Document>] {
        &self.documents
    }

    /// The document of that id.
    #[must_use]
    pub fn document(&self, id: DocumentId) -> &Arc<Document> {
        &self.documents[id.index()]
    }

    /// The id of every document, in order.
    pub fn ids(&self) -> impl Iterator<Item = DocumentId> + use<> {
        (0..self.documents.len()).map(DocumentId::new)
    }

    /// The document at `path`.
    #[must_use]
    pub fn by_path(&self, path: &str) -> Option<DocumentId> {
        self.by_path.get(path).copied()
    }

    /// Files that are no documents, relative to the root, sorted.
    #[must_use]
    pub fn files(&self) -> &[Box<str>] {
        &self.frame.files
    }

    /// Files that list works, sorted by path.
    #[must_use]
    pub fn bibliographies(&self) -> &[Arc<Bibliography>] {
        &self.frame.bibliographies
    }

    /// The text of a document or a bibliography.
    #[must_use]
    pub fn source(&self, path: &str) -> Option<&SourceFile> {
        if let Some(id) = self.by_path(path) {
            return Some(self.document(id).source());
        }
        let all = self.bibliographies();
        let at = all.binary_search_by(|other| (**other.source().path()).cmp(path)).ok()?;
        Some(all[at].source())
    }

    /// The keys that citations use, and what defines them.
    #[must_use]
    pub fn citekeys(&self) -> &Citekeys {
        self.citekeys.get_or_init(|| Citekeys::of(self))
    }

    /// The names of fields that the documents use.
    #[must_use]
    pub fn field_names(&self) -> &FieldNames {
        self.field_names.get_or_init(|| FieldNames::of(&self.documents))
    }

    /// What can be looked up across documents.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Whether the document has all that `anchor`, without its `#`, points to.
    #[must_use]
    pub fn has_anchor(&self, id: DocumentId, anchor: &str) -> bool {
        let document = self.document(id);
        Anchors::of(document).lacks(document, anchor).is_none()
    }

    /// The documents that rest on the source of that key, in order.
    #[must_use]
    pub fn on_source(&self, source_key: &str) -> &[DocumentId] {
        self.index.on_source(source_key)
    }

    /// The longest that a document on the source of that key says that it lasts: seconds, which document and
    /// where.
    #[must_use]
    pub fn stated_length(&self, source_key: &str) -> Option<(u32, DocumentId, Span)> {
        self.index.stated_length(source_key, &self.documents)
    }

    /// The media times that the documents on the source of that key cite.
    #[must_use]
    pub fn cited_on(&self, source_key: &str) -> Option<&CitedTimes> {
        self.index.cited_on(source_key, &self.documents)
    }

    /// Quotations of the document that stand in other words in another document, from one source.
    pub fn altered_quotations(&self, id: DocumentId) -> impl Iterator<Item = &Alteration> {
        self.quoted().altered(id, &self.documents)
    }

    /// Quotations of the document that another document cites at another place of their source.
    pub fn locator_conflicts(&self, id: DocumentId) -> impl Iterator<Item = &LocatorConflict> {
        self.quoted().conflicts(id, &self.documents)
    }

    /// The sources that a document quotes, by key, with what it quotes from each.
    pub fn quoted_by(&self, id: DocumentId) -> impl Iterator<Item = (&str, &[QuotedWords])> {
        self.quoted().by(id)
    }

    /// Quotations of the document that another document gives to somebody else.
    pub fn speaker_conflicts(&self, id: DocumentId) -> impl Iterator<Item = &SpeakerConflict> {
        self.quoted().speakers(id, &self.documents)
    }

    fn quoted(&self) -> &Quoted {
        self.quoted.get_or_init(|| Quoted::of(&self.documents, &self.frame.bibliographies))
    }

    /// Gathers these side by side. The first check that asks would do it as well, and all others wait.
    pub fn gather(&self, tables: &BTreeSet<Table>) {
        tables.par_iter().for_each(|table| {
            // What panics here panics again in the check that asks, and is told there.
            guarded(|| match table {
                Table::Quotations => _ = self.quoted(),
                Table::Origins => _ = self.origins(),
            });
        });
    }

    /// The files kept of the source of that key, sorted. A document may be among them.
    #[must_use]
    pub fn stored(&self, source_key: &str) -> &[Box<str>] {
        self.stored.on(source_key)
    }

    /// The transcripts of the source of that key.
    pub fn transcripts(&self, source_key: &str) -> impl Iterator<Item = &Arc<Transcript>> {
        self.stored(source_key).iter().filter_map(|path| self.frame.transcripts.get(path))
    }

    /// The copies that are kept of the source of that key, `reader` left out: path and text.
    pub fn copies<'v>(
        &'v self,
        source_key: &str,
        reader: DocumentId,
    ) -> impl Iterator<Item = (&'v str, &'v CopiedText)> {
        let copies = self.stored(source_key).iter().filter_map(move |path| {
            let text = match self.frame.pages.get(path) {
                Some(page) => Some(&**page),
                None => {
                    let id = self.by_path(path).filter(|&id| id != reader)?;
                    self.copies.text(id, &self.documents)
                }
            };
            Some((&**path, text?))
        });
        copies.filter(|(_, text)| text.is_copy())
    }

    /// What could not be read.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.frame.problems
    }
}
