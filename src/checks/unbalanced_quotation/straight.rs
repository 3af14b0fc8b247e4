//! Straight quotation marks: the same mark opens, closes, measures and repeats.

use crate::document::{Block, Document};
use crate::text::Span;

/// Whether a straight mark that nothing answers can only open a quotation: every such mark of its
/// block stands as one that opens or closes, and no later line begins with one, as those of poems
/// and of old prints do. What is quoted in a block quote may end in the middle of a speech.
pub(super) fn opens(document: &Document, mark: Span, block: &Block) -> bool {
    let rest = Span::new(mark.end(), block.span.end().max(mark.end()));
    let mut lines = document.slice(rest).lines().skip(1);
    !block.quoted
        && !lines.any(|line| line.trim_start().starts_with('"'))
        && are_plain(document, block)
        && !document.is_technical()
}

/// Whether every straight mark of the block stands where a quotation begins or ends, and none after
/// a number, where it may be inches, seconds or the end of a quotation.
pub(super) fn are_plain(document: &Document, block: &Block) -> bool {
    document.runs(block).iter().all(|run| {
        let marks = memchr::memchr_iter(b'"', document.slice(*run).as_bytes());
        marks.into_iter().all(|at| {
            let (before, after) = document.text().split_at(run.start() + at);
            let (before, after) = (before.chars().next_back(), after[1..].chars().next());
            // Behind `=` stands the value of a tag that was cut in two.
            let begins = before.is_none_or(|c| !c.is_alphanumeric() && !is_stop(c) && c != '=')
                && after.is_some_and(|c| !c.is_whitespace() && !is_stop(c));
            let ends = before
                .is_some_and(|c| !c.is_whitespace() && !c.is_numeric() && !matches!(c, '(' | '['))
                && after.is_none_or(|c| !c.is_alphanumeric());
            begins || ends
        })
    })
}

/// What ends a clause, and stands neither before a mark that opens nor after it.
fn is_stop(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?')
}
