//! Words of a cue that the document does not say itself: it quotes them, talks about them or links
//! them.

use crate::document::{BlockKind, Document};
use crate::lexicon::has_word_of;
use crate::text::Span;

/// How many links before a cue are asked whether they hold it.
const LOOK_BACK: usize = 16;

/// The most bytes before a cue that are asked whether they speak of words.
const FARTHEST: usize = 200;

/// Whether the words at `span`, in `sentence`, are somebody else's, or say themselves where to look.
pub(super) fn is_spoken_of(document: &Document, span: Span, sentence: Span) -> bool {
    document.quotation_around(span).is_some()
        || document.is_in_open_quotation(span)
        || is_mentioned(document, span)
        || begins_title(document, span)
        || is_linked(document, span)
        || is_listed(document, span, sentence)
}

/// Whether the words before it, what leads in to the list that it stands in, or the heading above speak of
/// words: `Avoid phrases such as some say`.
fn is_listed(document: &Document, span: Span, sentence: Span) -> bool {
    let text = document.text();
    let speaks = |from: usize, to: usize| {
        let from = text.floor_char_boundary(to.saturating_sub(FARTHEST).max(from));
        from < to && has_word_of("wordings", &text[from..to])
    };
    let heading = document.headings.partition_point(|heading| heading.span.start() < span.start());
    let heading = heading.checked_sub(1).map(|at| document.headings[at].text);
    if speaks(sentence.start(), span.start())
        || heading.is_some_and(|heading| speaks(heading.start(), heading.end()))
    {
        return true;
    }
    let Some((at, _)) = document.block_of(span) else { return false };
    let kind = document.blocks[at].kind;
    let mut before =
        document.blocks[..at].iter().rev().take(LOOK_BACK).skip_while(|block| block.kind == kind);
    let lead = before
        .next()
        .map_or(document.body.start(), |lead| lead.span.start() + document.slice(lead.span).trim_end().len());
    match kind {
        BlockKind::ListItem => text[..lead].ends_with(':') && speaks(lead.saturating_sub(FARTHEST), lead),
        // The head of the table.
        BlockKind::TableCell => {
            let end = text.floor_char_boundary((lead + FARTHEST).min(span.start()).max(lead));
            speaks(lead, end)
        }
        _ => false,
    }
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
