//! What all of a text rests on: a source that it tells at one place, or people whom it asked.

use super::super::{Block, BlockKind, Document};
use super::near;
use crate::lexicon::{has_word_of, tells_sources as is_told_in};
use crate::text::Span;

/// The most bytes of a block that tell it.
const MAX_LINE: usize = 300;
/// So many blocks at the beginning and at the end are asked what all rests on.
const TELLING_BLOCKS: usize = 5;
/// So many whether people were asked.
const ASKING_BLOCKS: usize = 6;

/// So many blocks at the beginning and at the end.
fn outer(document: &Document, most: usize) -> impl Iterator<Item = &Block> {
    let (first, rest) = document.blocks.split_at(document.blocks.len().min(most));
    first.iter().chain(&rest[rest.len().saturating_sub(most)..])
}

/// Whether a line of its own or the first sentence of a paragraph tells what all of it rests on:
/// `Source: the harbour's books, unless noted`, `This article is based on Hill's letters.`
pub(super) fn tells_sources(document: &Document) -> bool {
    let text = document.text();
    let mut own = outer(document, TELLING_BLOCKS)
        .filter(|block| !block.quoted && matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem));
    own.any(|block| {
        let words = document.slice(block.span);
        let begun = &words[..words.floor_char_boundary(MAX_LINE)];
        let end = begun.find(". ").map_or(begun.len(), |end| end + 1);
        let first = Span::new(block.span.start(), block.span.start() + end);
        is_told_in(text, first)
    })
}

/// Whether the paragraph tells near `span` of people who were asked.
pub(super) fn asks(document: &Document, block: &Block, span: Span) -> bool {
    has_word_of("inquiries", near(document, block, span))
}

/// Whether two paragraphs or more do.
pub(super) fn is_survey(document: &Document) -> bool {
    outer(document, ASKING_BLOCKS)
        .filter(|block| !block.quoted && asks(document, block, Span::at(block.span.start())))
        .nth(1)
        .is_some()
}
