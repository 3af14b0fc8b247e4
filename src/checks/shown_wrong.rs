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
    let from = text.floor_char_boundary(span.start().saturating_sub(NEAR)).max(block.span.start());
    let to = text.floor_char_boundary((span.end() + NEAR).min(text.len())).min(block.span.end());
    let beside = [Span::new(from, span.start()), Span::new(span.end(), to.max(span.end()))];
    let says = |part: &Span| lexicon::has_word_of("refused", part.of(text));
    let is_part = |kind| matches!(kind, BlockKind::ListItem | BlockKind::TableCell);
    let led_in = || {
        let mut above = document.blocks[..at].iter().rev().take(MAX_ITEMS);
        let lead = above.find(|block| !is_part(block.kind))?;
        (is_part(block.kind) && lead.span.of(text).trim_end().ends_with(':')).then_some(lead.span)
    };
    beside.iter().any(says) || led_in().is_some_and(|lead| says(&lead))
}
