//! Marks that end a quotation nobody began.

use super::{MAX_BLOCKS, MAX_SHOWN, are_several, is_cut, is_prose, straight};
use crate::document::{Block, BlockKind, Document};
use crate::text::Span;

/// Other ways to open a quotation, which a mark of another kind may close: those of TeX and of
/// typewriters, of HTML, and marks with a blank after them.
const OTHER_OPENINGS: [&str; 9] = ["``", ",,", "<<", "''", "&quot;", "&ldquo;", "&bdquo;", "<q>", "“ "];

/// So far above a block, in bytes, the beginning of a quotation is looked for.
const MAX_ABOVE: usize = 400;

/// The last words before a mark that can only be the end of a quotation, with it; nothing if the
/// quotation begins in some way.
pub(super) fn words_before(document: &Document, mark: Span) -> Option<Span> {
    let (at, block) = document.block_of(mark)?;
    let prose = is_prose(block) && !block.quoted;
    let before = document.slice(Span::new(block.span.start(), mark.start()));
    let opened = || OTHER_OPENINGS.iter().any(|opening| before.contains(opening));
    let alone = || match document.slice(mark) {
        "\"" => {
            hidden_before(document, block, mark).is_multiple_of(2)
                && straight::are_plain(document, block)
                && !document.is_technical()
        }
        "”" => closes_more(document, block),
        // An entity may close what is written in another way.
        written => !written.starts_with('&'),
    };
    let sound = !prose
        || !are_several(before)
        || opened()
        || document.is_opaque(mark)
        || !alone()
        || match block.kind {
            BlockKind::TableCell => is_cut(document, mark, block),
            _ => opens_before(document, at, mark) || opens_above(document, block),
        };
    (!sound).then(|| shown(document, mark, block))
}

/// How many straight marks stand before `mark` in what is no text of the block, as a formula: one of them
/// may open what it closes.
fn hidden_before(document: &Document, block: &Block, mark: Span) -> usize {
    let count = |span: Span| memchr::memchr_iter(b'"', document.slice(span).as_bytes()).count();
    let before = |span: &Span| span.end().min(mark.start()).max(span.start());
    let runs = document.runs(block).iter().take_while(|run| run.start() < mark.start());
    let shown: usize = runs.map(|run| count(Span::new(run.start(), before(run)))).sum();
    count(Span::new(block.span.start(), mark.start())) - shown
}

/// Whether more marks close than open in the block; where `”` opens as well, one is left over.
fn closes_more(document: &Document, block: &Block) -> bool {
    let text = document.slice(block.span);
    let closing = text.matches('”').count();
    let opening = text.matches(['“', '„', '‟', '〝']).count();
    if opening == 0 { closing % 2 == 1 } else { closing > opening }
}

/// Whether a quotation that no mark closes begins before block `at`, in its section, or before the
/// mark in its own block.
fn opens_before(document: &Document, at: usize, mark: Span) -> bool {
    let section = document.blocks[..at].iter().rev().take(MAX_BLOCKS);
    let first = section.take_while(|block| block.kind != BlockKind::Heading).last();
    let from = first.unwrap_or(&document.blocks[at]).span.start;
    let next = document.unclosed_quotations.partition_point(|unclosed| unclosed.start < mark.start);
    next.checked_sub(1).is_some_and(|last| document.unclosed_quotations[last].start >= from)
}

/// Whether a quotation begins in the lines right above a block, which are no text of the document: a
/// list set in far enough is code.
fn opens_above(document: &Document, block: &Block) -> bool {
    let text = document.text();
    let from = text.floor_char_boundary(block.span.start().saturating_sub(MAX_ABOVE));
    let above = &text[from..block.span.start()];
    let above = above.rsplit("\n\n").next().unwrap_or(above);
    let above = above.rsplit("\r\n\r\n").next().unwrap_or(above);
    above.matches(['“', '„', '‟', '〝']).count() > above.matches('”').count()
}

/// The mark with the words before it, from their line and their run of text.
fn shown(document: &Document, mark: Span, block: &Block) -> Span {
    let run = document.runs(block).iter().find(|run| run.contains(mark));
    let from = run.map_or(mark.start(), |run| run.start());
    let text = document.slice(Span::new(from, mark.end()));
    let line = text.rsplit(['\n', '\r']).next().unwrap_or_default();
    let least = line.len().saturating_sub(MAX_SHOWN);
    let cut = (least..line.len()).find(|&at| line.is_char_boundary(at)).unwrap_or(0);
    // Whole words, if what is cut off ends in one of them.
    let word = if cut == 0 { Some(0) } else { line[cut..].find(' ').map(|blank| cut + blank + 1) };
    let start = word.filter(|&word| word + mark.len() < line.len()).unwrap_or(cut);
    Span::new(mark.end() - (line.len() - start), mark.end())
}
