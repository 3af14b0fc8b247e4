//! What a document says of its own origin.

use super::Document;
use crate::text::Span;

/// A field of provenance and where it was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    /// The text that states it.
    pub span: Span,
}

/// What a document says of its own origin, from front matter, a line in the body, or an
/// article's header.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// Title.
    pub title: Option<Found>,
    /// Who wrote or said it.
    pub author: Option<Found>,
    /// When it was published.
    pub published: Option<Found>,
    /// When it was fetched.
    pub retrieved: Option<Found>,
    /// The work it rests on.
    pub source: Option<Found>,
    /// The canonical identity of that work, if it has one: `youtube:ID`, `doi:…`, `isbn:…`,
    /// `arxiv:…` or a normalised address.
    pub source_key: Option<Box<str>>,
}

pub(super) fn extract(_document: &Document) -> Provenance {
    Provenance::default()
}
