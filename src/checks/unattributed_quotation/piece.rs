//! Quotations that are no whole sentence of a paragraph: a piece of one inside a sentence of the
//! document's own, one that ends in a comma or stands in a table, and one that is the paragraph.
//! What stands between marks there may as well be a title, a term, an example or a label.

use super::is_mostly_small;
use crate::document::{BlockKind, Document, Quotation, Speakers, begins_with_dash, row_of};
use crate::lexicon::{self, has_word_of, is_common, is_order};
use crate::rule::Subject;
use crate::text::Span;

/// So many words before a quotation, and behind it, tell what it is.
const WORDS_BESIDE: usize = 3;
/// The longest block, or row of a table, that is read for a quotation, in bytes.
const MAX_READ: usize = 8192;
/// The most words of a name in a cell.
const MAX_NAME: usize = 4;
/// The farthest that the first cell of a table is looked for, in cells.
const MAX_CELLS: usize = 200;

/// Whether nobody says the words, and they can hardly be anything but somebody's.
pub(super) fn is_unattributed(
    subject: &Subject<'_>,
    speakers: &mut Speakers<'_>,
    quotation: &Quotation,
    at: usize,
) -> bool {
    let document = subject.document;
    let block = &document.blocks[at];
    // What is quoted in a note on one source is from there. Each quotation reads all of its block.
    if document.provenance.source_key.is_some() || row_of(document, block).len() > MAX_READ {
        return false;
    }
    let words = document.slice(quotation.words).trim();
    let before = document.slice(Span::new(block.span.start(), quotation.span.start()));
    let after = document.slice(Span::new(quotation.span.end(), block.span.end().max(quotation.span.end())));
    let given = match () {
        () if block.kind == BlockKind::TableCell => {
            is_speech(words) && fills(before, after) && !is_row_of_words(document, at)
        }
        // A list of nothing but quotations is somebody's, or of examples, by what stands above it.
        () if fills(before, after) => {
            let below = document.blocks.get(at + 1).map_or("", |below| document.slice(below.span));
            block.kind == BlockKind::Paragraph
                && is_speech(words)
                && !is_signed(after)
                && !is_signature(below)
        }
        () if words.starts_with(char::is_lowercase) => {
            is_piece(words, before, after) && lexicon::knows("mentions", document.slice(block.span))
        }
        () => is_speech(words) && begins(before),
    };
    given
        && !is_sourced(document, at)
        && !is_signed_below(after)
        && !subject.setting.is_told(block, quotation.span)
        && !speakers.say(at, quotation.span)
        && !speakers.voice(at, quotation.span)
        && !is_order(document.text(), block.span)
}

/// Whether the block is the quotation and hardly anything else, or a name behind it.
fn fills(before: &str, after: &str) -> bool {
    let bare = |text: &str| !text.contains(char::is_alphanumeric);
    bare(before) && (bare(after) || is_signed(after))
}

/// Whether a dash or a bracket with a name follows: `“…” — Jane Hill, 1911`.
fn is_signed(after: &str) -> bool {
    let after = after.trim_start_matches(['.', ',', ' ', '\t', '\n', '\r', '*', '_']);
    let led = begins_with_dash(after) || after.starts_with(['-', '(', '[', '~', '/']);
    let name = after.trim_start_matches(|c: char| !c.is_alphanumeric());
    led && name.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// Whether a line that signs stands below in the paragraph: what is quoted is copied out of a longer work.
pub(super) fn is_signed_below(after: &str) -> bool {
    const FARTHEST: usize = 2048;
    let near = &after[..after.floor_char_boundary(FARTHEST)];
    near.lines().any(is_signature)
}

/// Whether this is a line of its own that begins with a dash and a name: `— Jane Hill, Skerrow, 4 May 1911`.
fn is_signature(line: &str) -> bool {
    const LONGEST: usize = 120;
    let line = line.trim();
    // A blank follows the mark of a list.
    let hyphen = line.strip_prefix('-').is_some_and(|name| name.starts_with(char::is_uppercase));
    let dashed = hyphen || begins_with_dash(line) || line.starts_with("--") || line.starts_with("\\--");
    dashed && line.len() <= LONGEST && !line.contains('\n') && is_signed(line)
}

/// Whether the words begin as a sentence does, end as one does or in a comma, and hold what titles
/// seldom do: a pronoun or an auxiliary verb.
fn is_speech(words: &str) -> bool {
    words.starts_with(char::is_uppercase)
        && words.ends_with(['.', '!', '?', '…', ','])
        && is_mostly_small(words)
        && has_word_of("clausal", words)
}

/// Whether a quotation may begin a sentence behind this.
fn begins(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty() || before.ends_with(['.', '!', '?', '…', ':'])
}

/// Whether words that begin small are a piece of what somebody said: neither a question nor a term
/// that the sentence speaks of or lets stand before a noun, nor an example of what could be said.
fn is_piece(words: &str, before: &str, after: &str) -> bool {
    let last = |text: &str| text.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == ',');
    let behind = after.trim_start_matches([' ', '\n', '\r']);
    let noun = after.starts_with([' ', '\n'])
        && behind
            .split(|c: char| !c.is_alphabetic())
            .next()
            .is_some_and(|word| !word.is_empty() && !is_common(word));
    let near: Vec<&str> = before.split_whitespace().rev().take(WORDS_BESIDE).collect();
    let introduced = near.iter().any(|word| has_word_of("mentions", word));
    let determined = near.iter().take(2).any(|word| has_word_of("leads", word));
    let in_row = |text: &str| text.trim_end().ends_with(['"', '”', '“', '/', '|', '=', '→']);
    last(before)
        && !words.ends_with(['?', ':', '=', '…'])
        && !words.ends_with("...")
        && !words.contains(['{', '<', '=', '[', '\\', '_', '/', '`'])
        && !introduced
        && !(determined || noun || behind.starts_with('('))
        && !in_row(before)
}

/// Whether a citation or a link stands in the block or in one beside it.
fn is_sourced(document: &Document, at: usize) -> bool {
    let blocks = &document.blocks[at.saturating_sub(1)..(at + 2).min(document.blocks.len())];
    blocks.iter().any(|block| {
        document.is_cited_in(row_of(document, block)) || document.links_in(block.span).next().is_some()
    })
}

/// Whether the row of a cell names somebody, or its table is one of words and not of what was said.
fn is_row_of_words(document: &Document, at: usize) -> bool {
    let block = &document.blocks[at];
    let row = row_of(document, block);
    let above = document.blocks[..at].iter().rev().take_while(|cell| cell.kind == BlockKind::TableCell);
    // Of a table so long, the head is not known.
    let Some(first) = above.clone().take(MAX_CELLS).last().filter(|_| above.clone().nth(MAX_CELLS).is_none())
    else {
        return true;
    };
    let head = document.slice(row_of(document, first));
    let text = document.slice(row);
    let name = |cell: &str| {
        let words = || cell.split_whitespace();
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        words().all(capital) && (1..=MAX_NAME).contains(&words().count()) && !words().all(is_common)
    };
    text.matches(['"', '“', '«', '„']).nth(2).is_some()
        || text.split('|').any(|cell| name(cell.trim().trim_matches(['*', '_'])))
        || ["attributes", "mentions", "columns"].into_iter().any(|class| has_word_of(class, head))
}
