//! Files that list works under the keys that citations use: BibTeX and CSL JSON.

mod bibtex;
mod csl;

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::{Identifier, source_key};
use crate::text::{SourceFile, Span};

/// A file of works.
#[derive(Debug)]
pub struct Bibliography {
    source: Arc<SourceFile>,
    /// The works, in the order written.
    pub works: Vec<Work>,
    /// What is not as the format wants it; the other works are read all the same.
    pub faults: Vec<BibliographyFault>,
    /// How many more there are.
    pub more_faults: usize,
}

/// One work under its key.
#[derive(Debug)]
pub struct Work {
    /// The key, as citations write it.
    pub key: Box<str>,
    /// Where the key stands.
    pub key_span: Span,
    /// The title, if it has one.
    pub title: Option<Span>,
    /// Who made it, if it says so.
    pub author: Option<Span>,
    /// The canonical identity, if it has one.
    pub source_key: Option<Box<str>>,
    /// Where it is said to be found.
    pub address: Option<Span>,
    /// What it gives as its identifiers, sound or not.
    pub identifiers: Box<[(Identifier, Span)]>,
}

/// Something in a file of works that is not as its format wants it.
#[derive(Debug)]
pub struct BibliographyFault {
    /// Where.
    pub span: Span,
    /// What is wrong, lower case.
    pub message: Box<str>,
}

impl Bibliography {
    /// Reads a file of works by its name; none if it is no such file. Never fails otherwise: a
    /// broken entry costs itself.
    #[must_use]
    pub fn parse(source: Arc<SourceFile>) -> Option<Self> {
        let mut read = match extension(source.path()) {
            Some(Form::BibTeX) => bibtex::read(source.text()),
            Some(Form::Csl) => csl::read(source.text())?,
            None => return None,
        };
        read.works.shrink_to_fit();
        Some(Self { works: read.works, faults: read.faults, more_faults: read.more_faults, source })
    }

    /// The file it was read from.
    #[must_use]
    pub fn source(&self) -> &Arc<SourceFile> {
        &self.source
    }
}

/// Whether a file of that name may be one of works, and whether it surely is.
#[must_use]
pub fn may_be_bibliography(path: &str) -> bool {
    extension(path).is_some()
}

/// Whether a JSON file that begins with `head` may list works.
#[must_use]
pub fn looks_like_works(path: &str, head: &[u8]) -> bool {
    extension(path) != Some(Form::Csl) || csl::looks_like_works(head)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    BibTeX,
    Csl,
}

fn extension(path: &str) -> Option<Form> {
    let (_, extension) = path.rsplit_once('.')?;
    match extension {
        _ if extension.eq_ignore_ascii_case("bib") => Some(Form::BibTeX),
        _ if extension.eq_ignore_ascii_case("json") => Some(Form::Csl),
        _ => None,
    }
}

/// What a reader of one of the formats makes.
#[derive(Default)]
struct Read {
    works: Vec<Work>,
    faults: Vec<BibliographyFault>,
    more_faults: usize,
}

/// So many faults of one file are told: a file that is no bibliography is all faults.
const MOST_FAULTS: usize = 500;

impl Read {
    fn fault(&mut self, span: Span, message: impl Into<Box<str>>) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(BibliographyFault { span, message: message.into() });
        } else {
            self.more_faults += 1;
        }
    }
}

impl Read {
    fn duplicate_keys(&mut self) {
        let works = std::mem::take(&mut self.works);
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        for work in works.iter().filter(|work| !seen.insert(&work.key)) {
            self.fault(work.key_span, format!("another entry has the key `{}` already", work.key));
        }
        drop(seen);
        self.works = works;
    }
}

/// The identity of a work, by the most telling of what it says.
fn identity(
    doi: Option<&str>,
    arxiv: Option<&str>,
    isbn: Option<&str>,
    address: Option<&str>,
) -> Option<Box<str>> {
    let doi = || doi.and_then(source_key::doi);
    let arxiv = || arxiv.and_then(source_key::arxiv);
    let isbn = || isbn.and_then(source_key::isbn);
    let address = || address.and_then(source_key::address);
    doi().or_else(arxiv).or_else(isbn).or_else(address)
}
