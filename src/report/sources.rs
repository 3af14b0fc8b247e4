//! What a vault rests on, as a table and for machines.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::json::{to_schema, write_document};
use crate::text::{counted, printable};
use crate::vault::{self, LOCK_FILE, Relocked, Shown, Vault};

/// The format's version. A change that a reader could notice, other than a new key, raises it.
const FORMAT_VERSION: u32 = 1;

/// What `wherefrom sources --format json` writes. Readers should ignore keys they do not know.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "wherefrom sources")]
struct Sources {
    /// The version of this format.
    #[schemars(extend("const" = FORMAT_VERSION))]
    format_version: u32,
    /// The sources, those that most rests on first.
    sources: Vec<Source>,
}

/// A source and what rests on it.
#[derive(Debug, Serialize, JsonSchema)]
struct Source {
    /// Its canonical identity: `youtube:…`, `doi:…`, `isbn:…`, `arxiv:…` or an address; `@key`
    /// where only a citation key is known; and where it is only named, `"its words"`,
    /// `(author year)` or `[[note]]`.
    key: String,
    /// The documents that name it as theirs.
    documents: Vec<String>,
    /// How many citations in the text point to it.
    citations: usize,
    /// The files that are kept of it.
    snapshots: Vec<String>,
}

/// The schema of the format, as it is kept in the repository.
#[must_use]
pub fn sources_schema() -> String {
    to_schema::<Sources>()
}

/// The schema of `sources.lock`, as it is kept in the repository.
#[must_use]
pub fn lock_schema() -> String {
    to_schema::<vault::Lock>()
}

/// Writes a line a source: how many documents and citations rest on it, the first file that is
/// kept of it, its key.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_sources(vault: &Vault, shown: &Shown, out: &mut dyn io::Write) -> io::Result<()> {
    let sources = sources(vault);
    if sources.is_empty() {
        return writeln!(out, "nothing here names a source");
    }
    let copy = |source: &vault::Source| match source.snapshots.as_slice() {
        [] => "-".to_owned(),
        [only] => shown.path(only),
        [first, rest @ ..] => format!("{} and {} more", shown.path(first), rest.len()),
    };
    let copies: Vec<String> = sources.iter().map(|source| printable(&copy(source)).into_owned()).collect();
    let widest = sources.iter().map(|source| source.key.chars().count()).max().unwrap_or(0).clamp(6, 72);
    writeln!(out, "documents  citations  {:widest$}  snapshot", "source")?;
    sources.iter().zip(&copies).try_for_each(|(source, copy)| {
        let (documents, citations) = (source.documents.len(), source.citations);
        let key = shortened(&source.key);
        writeln!(out, "{documents:>9}  {citations:>9}  {:widest$}  {copy}", printable(&key))
    })
}

/// Writes what was locked, and what has lost its support: it is kept, or let go if `forget`.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_relocked(
    relocked: &Relocked,
    forget: bool,
    shown: &Shown,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for lost in &relocked.lost {
        let (document, file) = (shown.path(&lost.path), shown.path(&lost.file));
        let why = if lost.gone { "is no longer there" } else { "no longer has" };
        let text = format!("{document}:{}: {file} {why}: \"{}\"", lost.line, first_words(&lost.text));
        writeln!(out, "{} (it had it on {})", printable(&text), lost.date)?;
    }
    let sources = &relocked.lock.sources;
    let files: BTreeSet<&str> = sources.iter().map(|source| source.file.as_str()).collect();
    let quotations: usize = sources.iter().map(|source| source.quotations.len()).sum();
    let kept = if forget { 0 } else { relocked.lost.len() };
    let (files, quotations) = (counted(files.len(), "file"), counted(quotations - kept, "quotation"));
    write!(out, "{}: {files} of sources, {quotations} in them", shown.path(LOCK_FILE))?;
    match relocked.lost.len() {
        0 => writeln!(out),
        lost if forget => writeln!(out, "; {lost} no longer in them let go"),
        lost => writeln!(out, "; {lost} no longer in them kept (--forget lets go of these)"),
    }
}

/// The beginning of a quotation, enough to know it by.
fn first_words(text: &str) -> Cow<'_, str> {
    const MOST_WORDS: usize = 8;
    match text.match_indices(' ').nth(MOST_WORDS - 1) {
        Some((end, _)) => shortened(&format!("{} …", &text[..end])).into_owned().into(),
        None => shortened(text),
    }
}

/// Writes the table's sources as one JSON document.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_sources_json(vault: &Vault, shown: &Shown, out: &mut dyn io::Write) -> io::Result<()> {
    let listed = sources(vault).into_iter().map(|source| Source {
        key: source.key.to_string(),
        documents: source.documents.iter().map(|&id| shown.path(vault.document(id).path())).collect(),
        citations: source.citations,
        snapshots: source.snapshots.iter().map(|path| shown.path(path)).collect(),
    });
    let listed = Sources { format_version: FORMAT_VERSION, sources: listed.collect() };
    write_document(&listed, out)
}

/// A key that is far too long for a line, without its end.
fn shortened(key: &str) -> Cow<'_, str> {
    const MOST: usize = 500;
    match key.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &key[..end]).into(),
        None => key.into(),
    }
}

fn sources(vault: &Vault) -> Vec<vault::Source> {
    let mut sources = vault.sources();
    sources.sort_by_key(|source| {
        std::cmp::Reverse((source.documents.len() + source.citations, source.documents.len()))
    });
    sources
}
