//! Words of a cue that the document does not say itself: it quotes them, talks about them or links
//! them.

use crate::document::Document;
use crate::text::Span;

/// How many links before a cue are asked whether they hold it.
const LOOK_BACK: usize = 16;

/// Whether the words at `span` are somebody else's, or say themselves where to look.
pub(super) fn is_spoken_of(document: &Document, span: Span) -> bool {
    document.quotation_around(span).is_some()
        || document.is_in_open_quotation(span)
        || is_mentioned(document, span)
        || begins_title(document, span)
        || is_linked(document, span)
}

/// Whether several words are emphasised and nothing else with them: they are talked about.
fn is_mentioned(document: &Document, span: Span) -> bool {
    let mark = |c: char| matches!(c, '*' | '_');
    let words = document.slice(span);
    let (before, after) = (&document.text()[..span.start()], &document.text()[span.end()..]);
    before.ends_with(mark) && after.starts_with(mark) && words.contains(' ') && !words.contains(mark)
}

/// Whether emphasis begins with the words and each has a capital: `*Some Say the Light Was Moved*`.
fn begins_title(document: &Document, span: Span) -> bool {
    let mut words = document.slice(span).split_whitespace();
    document.text()[..span.start()].ends_with(['*', '_'])
        && words.clone().count() > 1
        && words.all(|word| word.starts_with(char::is_uppercase))
}

/// A cue that is a link says itself where to look.
fn is_linked(document: &Document, span: Span) -> bool {
    let next = document.links.partition_point(|link| link.span.start < span.end);
    document.links[..next].iter().rev().take(LOOK_BACK).any(|link| link.span.overlaps(span))
}
