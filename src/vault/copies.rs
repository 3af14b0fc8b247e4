//! The text of documents that are stored copies of a source, made when somebody searches them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::index::DocumentId;
use crate::document::{Document, Passages, Prose};

/// A document of fewer words is a note about the source and not a copy of it.
const FEWEST_WORDS: usize = 150;

/// The words of a stored copy, without markup.
#[derive(Debug)]
pub struct CopiedText {
    /// A block a line.
    pub text: String,
    /// Its words, to be searched.
    pub passages: Passages,
}

impl CopiedText {
    fn of(document: &Document) -> Self {
        let mut text = String::new();
        for block in &document.blocks {
            text.push_str(&Prose::of(document, block).text);
            text.push('\n');
        }
        let passages = Passages::of(&text);
        Self { text, passages }
    }
}

/// Documents that may be copies.
#[derive(Debug, Default)]
pub(super) struct Copies(BTreeMap<DocumentId, OnceLock<CopiedText>>);

impl Copies {
    pub(super) fn of(ids: impl Iterator<Item = DocumentId>) -> Self {
        Self(ids.map(|id| (id, OnceLock::new())).collect())
    }

    /// The text of a document, if it is a copy.
    pub(super) fn text(&self, id: DocumentId, documents: &[Arc<Document>]) -> Option<&CopiedText> {
        let text = self.0.get(&id)?.get_or_init(|| CopiedText::of(&documents[id.index()]));
        (text.passages.len() >= FEWEST_WORDS).then_some(text)
    }
}
