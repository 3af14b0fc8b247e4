//! Files read and told apart: documents, and transcripts of sources that documents rest on.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::copies::{CopiedText, Pages};
use super::disk::{self, MAX_FILE_BYTES};
use super::lock::{self, LOCK_FILE, Lock, Losses};
use super::quoted::Quoted;
use super::stored::{SourceFolder, stored_name};
use super::walk::{Found, is_document, relative_path};
use super::{Problem, guarded};
use crate::document::{Bibliography, Document, SyntaxErrorKind, Transcript, is_page};
use crate::text::{Encoding, SourceFile};

/// Transcripts and stored pages over this many bytes are not read: a day of talk takes a tenth of it.
pub const MAX_TRANSCRIPT_BYTES: u64 = 64 << 20;

/// The most documents that one thread takes on together: at the end of a run none waits long for another.
pub(crate) const AT_ONCE: usize = 64;

/// The transcripts of a vault, by path.
pub(super) type Transcripts = BTreeMap<Box<str>, Arc<Transcript>>;

/// What a vault's files hold.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) documents: Vec<Arc<Document>>,
    pub(super) transcripts: Transcripts,
    pub(super) pages: Pages,
    /// Files that list works, sorted by path.
    pub(super) bibliographies: Vec<Arc<Bibliography>>,
    /// What has lost its support in the snapshot of its source.
    pub(super) losses: Losses,
    /// Files that are no documents, sorted.
    pub(super) files: Vec<Box<str>>,
    pub(super) problems: Vec<Problem>,
}

/// A file that was read, or why it was not.
enum Read {
    Document(Arc<Document>, Option<Problem>),
    Transcript(Box<str>, Transcript),
    Page(Box<str>, CopiedText),
    /// Not read, or not what it looked like.
    File(Box<str>, Option<Problem>),
}

impl Loaded {
    /// Reads what a walk below `root` has found, in parallel.
    pub(super) fn from_disk(root: &Path, found: Found, sources: &SourceFolder) -> Self {
        let mut loaded = Self { files: found.files, problems: found.problems, ..Self::default() };
        let read: Vec<_> =
            found.documents.par_iter().with_max_len(AT_ONCE).map(|path| read_document(root, path)).collect();
        loaded.take(read);
        if !found.kept.is_empty() {
            let names = loaded.source_names();
            let kept = found.kept.par_iter().map(|path| read_kept(root, path, sources, &names));
            let kept: Vec<_> = kept.collect();
            loaded.take(kept);
        }
        loaded.read_bibliographies(root, &found.bibliographies);
        if loaded.files.iter().any(|path| &**path == LOCK_FILE) {
            loaded.read_lock(root);
        }
        loaded.sorted()
    }

    /// The same with files that are on no disk.
    pub(super) fn from_texts<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
        sources: &SourceFolder,
    ) -> Self {
        let mut loaded = Self::default();
        let mut kept = Vec::new();
        let files: BTreeMap<&str, &str> = files.into_iter().collect();
        if let Some(text) = files.get(LOCK_FILE) {
            let read = |path: &str| match files.get(path) {
                Some(text) => Ok(text.as_bytes().to_vec()),
                None => Err(io::ErrorKind::NotFound.into()),
            };
            match Lock::parse(text) {
                Ok(lock) => loaded.losses = lock::losses(&lock, read, &mut loaded.problems),
                Err(problem) => loaded.problems.push(problem),
            }
        }
        for (path, text) in files {
            let list = || Bibliography::parse(Arc::new(SourceFile::new(path, text)));
            loaded.bibliographies.extend(list().map(Arc::new));
            if is_kept(path, sources) {
                kept.push((path, text));
            } else if is_document(Path::new(path)) {
                loaded.documents.push(Arc::new(Document::from_text(path, text)));
            } else {
                loaded.files.push(path.into());
            }
        }
        let names = loaded.source_names();
        for (path, text) in kept {
            let belongs = sources.names(path).any(|name| names.contains(name));
            loaded.take([match belongs.then(|| witness(path, text.as_bytes())).flatten() {
                Some(read) => read,
                None if is_document(Path::new(path)) => {
                    Read::Document(Arc::new(Document::from_text(path, text)), None)
                }
                None => Read::File(path.into(), None),
            }]);
        }
        loaded.sorted()
    }

    fn read_lock(&mut self, root: &Path) {
        match Lock::read(root) {
            Ok(Some((lock, _))) => {
                let read = |path: &str| lock::read_inside(root, path);
                self.losses = lock::losses(&lock, read, &mut self.problems);
            }
            Ok(None) => {}
            Err(problem) => self.problems.push(problem),
        }
    }

    fn take(&mut self, read: impl IntoIterator<Item = Read>) {
        for read in read {
            match read {
                Read::Document(document, problem) => {
                    self.documents.push(document);
                    self.problems.extend(problem);
                }
                Read::Transcript(path, transcript) => {
                    self.files.push(path.clone());
                    self.transcripts.insert(path, Arc::new(transcript));
                }
                Read::Page(path, text) => {
                    self.files.push(path.clone());
                    self.pages.insert(path, Arc::new(text));
                }
                // What cannot be read is there all the same.
                Read::File(path, problem) => {
                    self.files.push(path);
                    self.problems.extend(problem);
                }
            }
        }
    }

    /// The names that files of the sources have on which documents rest or from which they quote.
    fn source_names(&self) -> FxHashSet<String> {
        let quoted = Quoted::of(&self.documents, &self.bibliographies);
        let keys = self.documents.iter().filter_map(|document| document.provenance.source_key.as_deref());
        keys.chain(quoted.keys()).map(stored_name).collect()
    }

    fn sorted(mut self) -> Self {
        self.files.sort();
        self.bibliographies.sort_unstable_by(|a, b| a.source().path().cmp(b.source().path()));
        self.problems.sort();
        self
    }
}

/// Whether a file may be a transcript or a stored page, by its place and extension.
pub(super) fn is_kept(path: &str, sources: &SourceFolder) -> bool {
    sources.holds(path) && (Transcript::may_be(path) || is_page(path))
}

/// A transcript or a stored page, if that is what it is.
fn witness(path: &str, bytes: &[u8]) -> Option<Read> {
    if is_page(path) {
        return Some(Read::Page(path.into(), CopiedText::of_page(path, bytes)));
    }
    Transcript::read(path, bytes).map(|transcript| Read::Transcript(path.into(), transcript))
}

/// A file that may be one of them. It is read as such only if it bears the name of a source.
fn read_kept(root: &Path, path: &Path, sources: &SourceFolder, names: &FxHashSet<String>) -> Read {
    let name = relative_path(root, path);
    let belongs = sources.names(&name).any(|name| names.contains(name));
    match (belongs, is_document(path)) {
        (false, true) => return read_document(root, path),
        (false, false) => return Read::File(name.into(), None),
        (true, _) => {}
    }
    let bytes = match disk::read_bounded(path, MAX_TRANSCRIPT_BYTES) {
        Ok(bytes) => bytes,
        Err(error) => {
            let help = Some("no time or quotation is compared with it".to_owned());
            let problem = Problem { path: name.clone(), message: error.to_string(), help };
            return Read::File(name.into(), Some(problem));
        }
    };
    match guarded(|| witness(&name, &bytes)).flatten() {
        Some(read) => read,
        None if is_document(path) => parse_document(name, bytes),
        None => Read::File(name.into(), None),
    }
}

/// One file, read and parsed where it was read.
fn read_document(root: &Path, path: &Path) -> Read {
    let name = relative_path(root, path);
    match disk::read_bounded(path, MAX_FILE_BYTES) {
        Ok(bytes) => parse_document(name, bytes),
        Err(error) => {
            let problem = Problem { path: name.clone(), message: error.to_string(), help: None };
            Read::File(name.into(), Some(problem))
        }
    }
}

/// A document from its bytes. A panic of the parser costs that file alone.
fn parse_document(name: String, bytes: Vec<u8>) -> Read {
    let problem =
        |message: String, help: &str| Problem { path: name.clone(), message, help: Some(help.to_owned()) };
    let source = Arc::new(SourceFile::from_bytes(name.as_str(), bytes));
    let damage = match source.encoding() {
        Encoding::Utf8 => None,
        Encoding::Damaged { first } => Some(problem(
            format!("not UTF-8: the byte at offset {first} does not belong"),
            "save the file as UTF-8; each such byte was read as `?`",
        )),
    };
    match guarded(|| Document::parse(source)) {
        Some(document) => {
            let deep = document.syntax_errors.iter().find(|error| error.kind == SyntaxErrorKind::TooDeep);
            let deep = deep.map(|error| {
                let line = document.source().position(error.span.start()).line;
                let message = format!("line {line} {}", error.message);
                problem(message, "the file was read as plain text: its links and blocks may be missed")
            });
            Read::Document(Arc::new(document), damage.or(deep))
        }
        None => {
            let message = "internal error: this file could not be parsed".to_owned();
            let problem = problem(message, "please report it; the other files were checked");
            Read::File(name.into(), Some(problem))
        }
    }
}
