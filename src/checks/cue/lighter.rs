//! What follows a cue and makes it weigh less: one of the group is named, or it is told that it is not so.

use crate::document::{Block, BlockKind, Document, Prose, Setting};
use crate::lexicon::{has_word_of, names_one, refutes};
use crate::text::Span;

/// The most bytes of what follows that are asked.
const FARTHEST: usize = 400;

/// Whether the cue is about many of those whom the text has asked, as its paragraph or all of it tells.
pub(super) fn is_of_those_asked(setting: &Setting, block: &Block, (cue, span): (&str, Span)) -> bool {
    // Who knows for a trade speaks for more than the answers given to the writer.
    has_word_of("somebody", cue) && !has_word_of("expert", cue) && setting.is_of_those_asked(block, span)
}

/// What follows a cue.
pub(super) struct Following<'d> {
    document: &'d Document,
    block: usize,
    prose: &'d Prose,
    number: usize,
    /// Where the cue ends.
    end: usize,
}

impl<'d> Following<'d> {
    /// What follows the place `end` in the sentence of that number.
    pub(super) fn new(
        document: &'d Document,
        block: usize,
        prose: &'d Prose,
        number: usize,
        end: usize,
    ) -> Self {
        Self { document, block, prose, number, end }
    }

    /// Whether one of those who are meant is named in the rest of the sentence, in the next one, or in the
    /// next item if there is a list.
    pub(super) fn names_one(&self) -> bool {
        let text = &self.prose.text;
        self.rest().is_some_and(|rest| {
            let behind = memchr::memchr(b':', rest.of(text).as_bytes()).map(|colon| rest.start() + colon + 1);
            names_one(text, rest)
                || behind.is_some_and(|behind| names_one(text, Span::new(behind, rest.end())))
        }) || self.next().is_some_and(|next| names_one(text, next))
            || self.next_item_is_a_name()
    }

    /// Whether the next sentence tells that it is not so.
    pub(super) fn refutes(&self) -> bool {
        self.next().is_some_and(|next| refutes(&self.prose.text, next))
    }

    /// The rest of the sentence with the last letter of the cue: what follows does not begin it.
    fn rest(&self) -> Option<Span> {
        let sentence = self.prose.sentences[self.number].prose;
        let last = self.prose.text[..self.end].chars().next_back()?;
        let from = self.end - last.len_utf8();
        (self.end < sentence.end()).then(|| self.short(Span::new(from, sentence.end())))
    }

    fn next(&self) -> Option<Span> {
        self.prose.sentences.get(self.number + 1).map(|next| self.short(next.prose))
    }

    fn short(&self, span: Span) -> Span {
        let end = self.prose.text.floor_char_boundary(span.end().min(span.start() + FARTHEST));
        Span::new(span.start(), end.max(span.start()))
    }

    /// Whether a list follows the paragraph, and its first item begins with two words with a capital.
    fn next_item_is_a_name(&self) -> bool {
        let blocks = &self.document.blocks;
        let item = blocks.get(self.block + 1).filter(|next| next.kind == BlockKind::ListItem);
        self.number + 1 == self.prose.sentences.len()
            && blocks[self.block].kind == BlockKind::Paragraph
            && item.is_some_and(|item| {
                let mark = |c: char| !c.is_alphabetic();
                let words = self.document.slice(item.span).trim_start_matches(mark);
                let words: Vec<&str> = words.split_whitespace().take(2).collect();
                words.len() == 2 && words.iter().all(|word| word.starts_with(char::is_uppercase))
            })
    }
}
