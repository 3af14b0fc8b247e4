//! What a document says of its own origin.

use super::Document;
use super::{byline, credit, media_fence, origin_fields};
use crate::text::Span;

/// How a field of provenance was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FoundBy {
    /// In a field of the front matter; its key.
    Field(Span),
    /// In a line of the body that names what follows (`Source: …`); the name.
    Label(Span),
    /// By its place among the first lines of the body.
    Header,
    /// By its place below the text.
    Footer,
    /// In the credit of an agency: a dateline, or the last words.
    Credit,
}

/// A field of provenance and where it was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    /// The text that states it.
    pub span: Span,
    /// How it was found.
    pub by: FoundBy,
}

impl Found {
    /// The name that the document gives it, or the text itself where there is none.
    #[must_use]
    pub fn name(&self) -> Span {
        match self.by {
            FoundBy::Field(name) | FoundBy::Label(name) => name,
            FoundBy::Header | FoundBy::Footer | FoundBy::Credit => self.span,
        }
    }
}

/// What a document says of its own origin, from front matter, a line in the body, or an
/// article's header, footer and credits.
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
    /// The work it rests on; the first, if there are several.
    pub source: Option<Found>,
    /// Whether several works are named.
    pub several_sources: bool,
    /// The canonical identity of that work, if it has one: `youtube:ID`, `doi:…`, `isbn:…`,
    /// `arxiv:…`, `pmid:…` or a normalised address.
    pub source_key: Option<Box<str>>,
}

/// A part of provenance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Title,
    Author,
    Published,
    Retrieved,
    Source,
}

impl Role {
    /// The part of that name in `provenance/names.yaml`.
    pub(super) fn named(name: &str) -> Option<Self> {
        [
            ("title", Self::Title),
            ("author", Self::Author),
            ("published", Self::Published),
            ("retrieved", Self::Retrieved),
            ("source", Self::Source),
        ]
        .into_iter()
        .find_map(|(known, role)| (known == name).then_some(role))
    }
}

impl Provenance {
    pub(super) fn slot(&mut self, role: Role) -> &mut Option<Found> {
        match role {
            Role::Title => &mut self.title,
            Role::Author => &mut self.author,
            Role::Published => &mut self.published,
            Role::Retrieved => &mut self.retrieved,
            Role::Source => &mut self.source,
        }
    }

    /// What is found first holds: front matter before the body, a named line before a bare one.
    pub(super) fn add(&mut self, role: Role, found: Found) {
        self.slot(role).get_or_insert(found);
    }
}

pub(super) fn extract(document: &Document) -> Provenance {
    let mut provenance = Provenance::default();
    origin_fields::read(document, &mut provenance);
    byline::read(document, &mut provenance);
    media_fence::read(document, &mut provenance);
    credit::read(document, &mut provenance);
    provenance
}
