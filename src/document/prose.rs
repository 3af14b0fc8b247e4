//! A block's running text without its markup, with the way back to the source.

use super::{Block, Document};
use crate::text::Span;

/// The words of one block, citations and markup left out.
///
/// Made when a check asks for it and not before: most blocks hold nothing that any rule
/// looks for, and segmenting every sentence would cost as much as the rest of the run.
#[derive(Debug, Default)]
pub struct Prose {
    /// The words.
    pub text: String,
    /// Where each piece of `text` begins, and the source offset it came from; sorted.
    pieces: Vec<(u32, u32)>,
}

/// A sentence, as a range of bytes in its [`Prose`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// Bytes in the prose text.
    pub prose: Span,
    /// The same in the source.
    pub source: Span,
}

impl Prose {
    /// The words of `block`.
    #[must_use]
    pub fn of(_document: &Document, _block: &Block) -> Self {
        Self::default()
    }

    /// The source of a range of bytes in the prose.
    #[must_use]
    pub fn source(&self, prose: Span) -> Span {
        Span::new(
            self.offset(prose.start()),
            self.offset(prose.end().saturating_sub(1)) + usize::from(!prose.is_empty()),
        )
    }

    fn offset(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|&(start, _)| start as usize <= at);
        self.pieces[..next].last().map_or(0, |&(start, source)| source as usize + at - start as usize)
    }
}
