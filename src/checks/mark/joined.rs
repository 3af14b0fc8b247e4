//! Sentences without a blank between them, as they come along when a page loses its line ends.

use super::context::{is_copied, is_taken_over};
use crate::document::{Block, BlockKind, Document};
use crate::text::Span;

/// The fewest small letters in which a word ends that a sentence does: `e.g.`, `Node.js` end in fewer.
const FEWEST_LETTERS: usize = 3;

/// The end of a sentence and the first word of the next, of each paragraph the first such place. A name
/// may be written so, `time.Duration`: one of the `openers`, which begin sentences, is proof, or the
/// same damage in several paragraphs, and then other words count as well.
pub(super) fn joined(document: &Document, openers: &[String]) -> Vec<Span> {
    if !is_copied(document) {
        return Vec::new();
    }
    let paragraphs = document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
    let found: Vec<(Span, bool)> =
        paragraphs.filter_map(|block| in_block(document, block, openers)).collect();
    let mut ends: Vec<&str> = found.iter().map(|&(span, _)| document.slice(span)).collect();
    ends.sort_unstable();
    ends.dedup();
    let proved = ends.len() > 1 || found.iter().any(|&(_, known)| known);
    let counts = |&&(span, known): &&(Span, bool)| {
        proved && (known || !document.is_technical()) && is_taken_over(document, span)
    };
    found.iter().filter(counts).map(|&(span, _)| span).collect()
}

/// The first place in a block that one of the `openers` proves, or else the first of all.
fn in_block(document: &Document, block: &Block, openers: &[String]) -> Option<(Span, bool)> {
    let text = document.slice(block.span);
    let mut first = None;
    for at in memchr::memchr3_iter(b'.', b'!', b'?', text.as_bytes()) {
        let next = text.as_bytes().get(at + 1);
        if !next.is_some_and(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
            continue;
        }
        let Some((word, after)) = last_word(&text[..at]).zip(first_word(&text[at + 1..])) else { continue };
        let span = Span::new(at - word, at + 1 + after).shifted(block.span.start());
        let opener = text[at + 1..at + 1 + after].to_lowercase();
        if document.is_opaque(span) {
            continue;
        }
        if openers.contains(&opener) {
            return Some((span, true));
        }
        first = first.or(Some((span, false)));
    }
    first
}

/// The length of the word that the text ends in, if it is one of a sentence.
fn last_word(text: &str) -> Option<usize> {
    let inner = text.trim_end_matches(['”', '"', '’', ')', '»']);
    let reach = inner.floor_char_boundary(inner.len().saturating_sub(64));
    let near = &inner[reach..];
    let length = near.len()
        - near.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '’' | '\'' | '-')).len();
    let word = &near[near.len() - length..];
    let before = near[..near.len() - length].chars().next_back();
    let free = before.map_or(reach == 0, |c| c.is_whitespace() || "(“„\"«»—–*_,;:".contains(c));
    let small = word.chars().rev().take_while(|c| c.is_lowercase()).count();
    let year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let letters = small >= FEWEST_LETTERS && !word.contains(|c: char| c.is_ascii_digit());
    (free && (letters || year)).then_some(text.len() - inner.len() + length)
}

/// The length of the word that the text begins with, if a sentence does and goes on.
fn first_word(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !c.is_alphabetic() && !matches!(c, '’' | '\'')).unwrap_or(text.len());
    let mut letters = text[..end].chars();
    let capital = letters.next().is_some_and(char::is_uppercase) && letters.all(|c| !c.is_uppercase());
    let rest = text[end..].strip_prefix(',').unwrap_or(&text[end..]);
    let goes_on = rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    (capital && goes_on).then_some(end)
}
