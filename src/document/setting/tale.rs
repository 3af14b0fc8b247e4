//! What is told and not stated: a tale, a plot, what somebody says behind a dash.

use super::super::{Block, BlockKind, Document};
use super::near;
use crate::lexicon::has_word_of;
use crate::text::{Span, lines};

/// Where a text says that it is a tale, in bytes from the top.
const HEAD: usize = 400;
/// So many paragraphs may be where a tale opens, in so many bytes of each.
const MOST_OPENINGS: usize = 3;
const OPENING: usize = 80;
/// The longest speech behind a dash, in bytes.
const LONGEST_SPEECH: usize = 1000;
/// The most words of a heading under which a plot is told.
const MAX_WORDS: usize = 2;

/// Whether a dash at the beginning of the paragraph or of a line behind an ended one begins what somebody says.
pub(super) fn is_spoken(document: &Document, block: &Block, span: Span) -> bool {
    if block.kind != BlockKind::Paragraph {
        return false;
    }
    let text = document.text();
    let near = text.floor_char_boundary(span.start().saturating_sub(LONGEST_SPEECH)).max(block.span.start());
    let before = &text[near..span.start().max(near)];
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let ended = before[..line].trim_end();
    let ended = ended.is_empty() || ended.ends_with(['.', '!', '?', '…']);
    begins_speech(document.slice(block.span)) || ended && begins_speech(&before[line..])
}

fn begins_speech(text: &str) -> bool {
    let words = text.trim_start().strip_prefix(['—', '–', '―']);
    words.is_some_and(|words| !words.starts_with(['—', '–', '―']))
}

/// Whether the heading above the block is that of a plot, or the block tells near `span` how one goes.
pub(super) fn is_plot(document: &Document, block: &Block, span: Span) -> bool {
    if has_word_of("tells-plot", near(document, block, span)) {
        return true;
    }
    let next = document.headings.partition_point(|heading| heading.span.start() < block.span.start());
    let heading = next.checked_sub(1).map(|at| document.slice(document.headings[at].text));
    heading.is_some_and(|heading| {
        heading.split_whitespace().count() <= MAX_WORDS && has_word_of("plots", heading)
    })
}

/// Whether the document says of itself that it is a tale, or begins as they do.
pub(super) fn is_tale(document: &Document) -> bool {
    let text = document.text();
    let end = text.floor_char_boundary((document.body.start() + HEAD).min(document.body.end()));
    let head = Span::new(document.body.start(), end.max(document.body.start()));
    let kinds = ["type", "genre", "kind", "category", "categories", "tags"];
    let fields = lines(text, Span::new(0, document.body.start()));
    let mut fields = fields.filter_map(|line| line.span.of(text).split_once(':'));
    let first = document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).take(MOST_OPENINGS);
    let mut opens =
        first.map(|block| document.slice(block.span)).map(|text| &text[..text.floor_char_boundary(OPENING)]);
    let title = document.headings.first().filter(|heading| heading.level == 1 && head.contains(heading.text));
    let bare = document.citations.is_empty() && document.links.is_empty();
    fields.any(|(key, value)| kinds.contains(&key.trim()) && has_word_of("tales", value))
        || bare
            && (opens.any(|opens| has_word_of("once-upon", opens))
                || title.is_some_and(|title| has_word_of("tales", document.slice(title.text))))
}
