//! Who says it, named behind the claim: `It is thought to leak, Jane Hill said.`

use crate::lexicon::{attributes, has_word_of, says_who};
use crate::text::Span;

/// The most words in which somebody is named and his office.
const MAX_WORDS: usize = 14;

/// Whether the end of a sentence says whose words its beginning is; `end` is where the cue ends.
/// All are bytes of `text`.
pub(super) fn is_said_after(text: &str, sentence: Span, end: usize) -> bool {
    let tail = text.get(end..sentence.end()).unwrap_or_default();
    let commas = tail.rmatch_indices(", ").map(|(at, _)| end + at).take(3);
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
