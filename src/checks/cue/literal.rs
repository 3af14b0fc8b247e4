//! The words of cues, where claims stand.

use crate::document::{BlockKind, Document};
use crate::lexicon::Word;
use crate::text::Span;

/// A literal where a claim may stand.
pub(super) struct Literal {
    /// Where it stands.
    pub(super) place: Span,
    /// Which word it is.
    pub(super) word: Word,
    /// The number of its block.
    pub(super) block: usize,
}

/// The literals that stand outside headings, quotations and the like.
pub(super) fn of_claims(document: &Document, near: &[Span]) -> Vec<Literal> {
    let mut words = Vec::with_capacity(near.len());
    let mut next = 0;
    for &place in near {
        next += document.blocks[next..].partition_point(|block| block.span.start <= place.start);
        let Some(at) = next.checked_sub(1) else { continue };
        let block = &document.blocks[at];
        let fits = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableCell);
        if fits && !block.quoted && block.span.contains(place) {
            words.push(Literal { place, word: Word::of_written(document.slice(place)), block: at });
        }
    }
    words
}
