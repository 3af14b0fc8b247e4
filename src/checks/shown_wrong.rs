//! What a text shows as an example of what is wrong: `rejects dates such as 30 February`.

use crate::document::{BlockKind, Document};
use crate::lexicon;
use crate::text::Span;

/// How far around the example such a word may stand, in bytes.
const NEAR: usize = 120;
/// How many items of a list or cells of a table may stand between the example and what leads in.
const MAX_ITEMS: usize = 64;

/// Whether the words beside `span`, or those that lead in to its list or table, say that what
/// stands there is refused or does not exist.
pub(super) fn is_shown_as_wrong(document: &Document, span: Span) -> bool {
    let Some((at, block)) = document.block_of(span) else { return false };
    let text = document.text();
    let near = document.near(block, span, NEAR);
    let beside = [Span::new(near.start(), span.start()), Span::new(span.end(), near.end().max(span.end()))];
    let says = |part: &Span| lexicon::has_word_of("refused", part.of(text));
    let is_part = |kind| matches!(kind, BlockKind::ListItem | BlockKind::TableCell);
    let led_in = || {
        let mut above = document.blocks[..at].iter().rev().take(MAX_ITEMS);
        let lead = above.find(|block| !is_part(block.kind))?;
        (is_part(block.kind) && lead.span.of(text).trim_end().ends_with(':')).then_some(lead.span)
    };
    beside.iter().any(says) || led_in().is_some_and(|lead| says(&lead))
}
