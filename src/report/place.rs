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
        match self.source(path) {
            Some(source) => (source.position(span.start()), source.position(span.end())),
            // A file that is no document has no lines that anyone knows of.
            None => (unread(span.start()), unread(span.end())),
        }
    }

    /// Where a span begins.
    pub(super) fn start(&self, path: &str, span: Span) -> Position {
        self.source(path).map_or_else(|| unread(span.start()), |source| source.position(span.start()))
    }

    /// A path of the vault as the user would type it.
    pub(super) fn path(&self, path: &str) -> String {
        self.shown.path(path)
    }
}

fn unread(offset: usize) -> Position {
    Position { line: 1, column: 1, offset }
}
