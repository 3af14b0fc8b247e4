//! Who says it, named behind the claim: `It is thought to leak, Jane Hill said.`

use crate::lexicon::{attributes, has_word_of, says_who};
use crate::text::Span;

/// The most words in which somebody is named and his office.
const MAX_WORDS: usize = 14;
/// The same in bytes.
const LONGEST: usize = 200;
/// The longest sentence that is asked whether it names who says it, in bytes.
const LONGEST_SENTENCE: usize = 1200;

/// Whether a sentence names who says it.
pub(super) fn is_attributed(text: &str, sentence: Span) -> bool {
    sentence.len() <= LONGEST_SENTENCE && attributes(text, sentence)
}

/// Whether the end of a sentence says whose words its beginning is; `end` is where the cue ends.
/// All are bytes of `text`.
pub(super) fn is_said_after(text: &str, sentence: Span, end: usize) -> bool {
    let from = text.floor_char_boundary(sentence.end().saturating_sub(LONGEST)).max(end);
    let tail = text.get(from..sentence.end()).unwrap_or_default();
    let commas = tail.rmatch_indices(", ").map(|(at, _)| from + at).take(3);
    commas.enumerate().any(|(inner, comma)| {
        let piece = &text[comma + 2..sentence.end()];
        let first = piece.split(' ').next().unwrap_or_default();
        // `, Jane Hill said`, `, said Jane Hill, who was there`, `, the mayor, Jane Hill, said`
        (inner != 1 || says_who(first))
            // `they say` names nobody either.
            && !has_word_of("several-people", piece)
            && piece.split(' ').take(MAX_WORDS + 1).count() <= MAX_WORDS
            && attributes(text, Span::new(comma, sentence.end()))
    })
}
