//! Sentences that say what the next ones tell, with their sources.

use crate::document::{Document, Prose, Sentence};
use crate::lexicon;

/// Whether the sentence opens a paragraph, or the next one goes on about the same, and that one cites:
/// it says what the next one tells.
pub(super) fn is_topic(document: &Document, prose: &Prose, number: usize) -> bool {
    let resumes = |next: &Sentence| {
        let first = next.prose.of(&prose.text).split(' ').next().unwrap_or_default();
        lexicon::has_word_of("resuming", first)
    };
    let next = prose.sentences.get(number + 1);
    next.is_some_and(|next| (number == 0 || resumes(next)) && next.is_cited(document))
}
