//! Where findings are, as reports say it.

use super::Report;
use crate::text::{Position, SourceFile, Span};

impl<'a> Report<'a> {
    /// The file at a path of the vault, if it was read.
    pub(super) fn source(&self, path: &str) -> Option<&'a SourceFile> {
        self.vault.source(path)
    }

    /// Where a span begins and ends.
    pub(super) fn positions(&self, path: &str, span: Span) -> (Position, Position) {
        let source = self.source(path);
        (position(source, span.start()), position(source, span.end()))
    }

    /// A path of the vault as the user would type it.
    pub(super) fn path(&self, path: &str) -> String {
        self.shown.path(path)
    }
}

/// Where a byte is. A file that is no document has no lines that anyone knows of.
pub(super) fn position(source: Option<&SourceFile>, offset: usize) -> Position {
    source.map_or(Position { line: 1, column: 1, offset }, |source| source.position(offset))
}
