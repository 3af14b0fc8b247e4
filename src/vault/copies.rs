//! The text of stored copies of a source: web pages, and documents, whose text is made when somebody
//! searches them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::index::DocumentId;
use crate::document::{Document, Passages, page_text, plain_text};

/// A file of fewer words is a note about the source, or an empty page, and not a copy of it.
const FEWEST_WORDS: usize = 150;

/// The words of a stored copy, without markup.
#[derive(Debug)]
pub struct CopiedText {
    text: String,
    passages: OnceLock<Passages>,
}

impl CopiedText {
    /// The text of a web page or a PDF.
    pub(super) fn of_page(path: &str, bytes: &[u8]) -> Self {
        Self { text: page_text(path, bytes), passages: OnceLock::new() }
    }

    fn of(document: &Document) -> Self {
        Self { text: plain_text(document), passages: OnceLock::new() }
    }

    /// The text, without markup.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its words, to be searched.
    #[must_use]
    pub fn passages(&self) -> &Passages {
        self.passages.get_or_init(|| Passages::of(&self.text))
    }

    /// Whether it is long enough to be a copy.
    pub(super) fn is_copy(&self) -> bool {
        self.passages().len() >= FEWEST_WORDS
    }
}

/// Web pages, by path.
pub(super) type Pages = BTreeMap<Box<str>, Arc<CopiedText>>;

/// Documents that may be copies.
#[derive(Debug, Default)]
pub(super) struct Copies(BTreeMap<DocumentId, OnceLock<CopiedText>>);

impl Copies {
    pub(super) fn of(ids: impl Iterator<Item = DocumentId>) -> Self {
        Self(ids.map(|id| (id, OnceLock::new())).collect())
    }

    /// The text of a document.
    pub(super) fn text(&self, id: DocumentId, documents: &[Arc<Document>]) -> Option<&CopiedText> {
        Some(self.0.get(&id)?.get_or_init(|| CopiedText::of(&documents[id.index()])))
    }
}
