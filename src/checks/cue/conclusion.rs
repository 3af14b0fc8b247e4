//! What a sentence concludes from.

use crate::document::{BlockKind, Document, Prose};
use crate::lexicon::{PLACEHOLDER, has_word_of};
use crate::text::Span;

/// The most words of a heading that says what kind of section follows.
const MOST_WORDS: usize = 6;

/// Whether so many sentences right before it are cited; before one that begins a paragraph, the
/// paragraph before it.
pub(super) fn is_borne_out(
    document: &Document,
    prose: &Prose,
    (block, number): (usize, usize),
    count: usize,
) -> bool {
    if number == 0 && count == 1 {
        let before = block.checked_sub(1).map(|before| &document.blocks[before]);
        return before
            .is_some_and(|before| before.kind != BlockKind::Heading && document.is_cited_in(before.span));
    }
    let before = number.checked_sub(count).and_then(|first| prose.sentences.get(first..number));
    before.is_some_and(|before| before.iter().all(|sentence| sentence.is_cited(document)))
}

/// Whether a formula stands in the sentence: it concludes as proofs do.
pub(super) fn is_formal(prose: &Prose, number: usize) -> bool {
    prose.sentences[number].prose.of(&prose.text).contains(['=', '≈', '≤', '≥', '→', PLACEHOLDER])
}

/// Whether the heading above is that of an introduction or of a summary.
pub(super) fn sums_up(document: &Document, sentence: Span) -> bool {
    let next = document.headings.partition_point(|heading| heading.span.start < sentence.start);
    let heading = next.checked_sub(1).map(|at| &document.headings[at]);
    heading.map(|heading| document.slice(heading.text)).is_some_and(|heading| {
        heading.split_whitespace().count() <= MOST_WORDS && has_word_of("sums-up", heading)
    })
}
