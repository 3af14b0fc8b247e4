//! Leaf blocks: where running text stands.

use crate::text::Span;

/// What kind of block some text stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// A heading.
    Heading,
    /// The text of a list item.
    ListItem,
    /// A cell of a table.
    TableCell,
    /// Raw HTML.
    Html,
}

/// A block of text that holds no other block.
#[derive(Clone, Debug)]
pub struct Block {
    /// The block's source.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// Whether it stands in a block quote.
    pub quoted: bool,
    /// Its range in [`super::Document::text_runs`].
    pub runs: (u32, u32),
}

/// A heading.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The whole line or lines.
    pub span: Span,
    /// The source of its text, markup included, marks around it not.
    pub text: Span,
    /// 1 to 6.
    pub level: u8,
}
