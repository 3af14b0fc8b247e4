//! Whether a writer speaks of himself and to the reader, by the words that a rule looks for.

use crate::document::{BlockKind, Document};
use crate::text::Span;

/// A text is personal that says "I", "we" or "you" so many times, and once in so many bytes.
const PERSONAL_AT_LEAST: usize = 3;
const PERSONAL_EVERY: usize = 2000;
/// Whoever says "I" so often, and once in so many bytes, tells of himself.
const SELF_AT_LEAST: usize = 2;
const SELF_EVERY: usize = 1500;

/// Whether `words`, found at `near`, are the writer's "I", "we" or "you" time and again.
pub(super) fn speaks_up(words: &[String], document: &Document, near: &[Span]) -> bool {
    are_said(words, document, near, (PERSONAL_AT_LEAST, PERSONAL_EVERY))
}

/// Whether they are his "I" time and again, as in a letter, a diary or an essay: what he has heard around
/// him he need not cite.
pub(super) fn tells_of_self(words: &[String], document: &Document, near: &[Span]) -> bool {
    are_said(words, document, near, (SELF_AT_LEAST, SELF_EVERY))
}

/// Whether some of `words` stand among those found at least so many times, and once in so many bytes, in
/// running text and not in a quotation.
fn are_said(words: &[String], document: &Document, near: &[Span], (least, every): (usize, usize)) -> bool {
    let said = |span: &&Span| words.iter().any(|word| word.eq_ignore_ascii_case(document.slice(**span)));
    let own = |span: &Span| {
        let block = document.block_at(span.start());
        block.is_some_and(|block| !block.quoted && block.kind != BlockKind::Html)
            && document.quotation_around(*span).is_none()
            && !document.is_opaque(*span)
    };
    let often = (document.body.len() / every + 1).max(least);
    near.iter().filter(said).filter(|span| own(span)).take(often).count() == often
}
