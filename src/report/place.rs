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

/// The places in one file, asked for in order: lines are counted from one to the next, which a few findings in
/// a file pay for more easily than for an index of all of them.
pub(super) struct Places<'a> {
    source: Option<&'a SourceFile>,
    /// Whether lines end with LF, with CR before it or not, and with nothing else.
    plain: bool,
    /// The last place asked for, its line, and where that begins.
    at: usize,
    line: usize,
    start: usize,
}

/// A column farther on is told by the index.
const MAX_COLUMN: usize = 4096;

impl<'a> Places<'a> {
    pub(super) fn new(source: Option<&'a SourceFile>) -> Self {
        let bytes = source.map_or(&b""[..], |source| source.text().as_bytes());
        let plain = memchr::memchr_iter(b'\r', bytes).all(|at| bytes.get(at + 1) == Some(&b'\n'));
        Self { source, plain, at: 0, line: 1, start: 0 }
    }

    /// What [`position`] says of it.
    pub(super) fn position(&mut self, offset: usize) -> Position {
        let known = self.source.filter(|_| self.plain).map_or("", SourceFile::text);
        if !known.is_char_boundary(offset) || offset < self.at {
            return position(self.source, offset);
        }
        let passed = &known.as_bytes()[self.at..offset];
        if let Some(last) = memchr::memrchr(b'\n', passed) {
            self.line += memchr::memchr_iter(b'\n', &passed[..last]).count() + 1;
            self.start = self.at + last + 1;
        }
        self.at = offset;
        let before = &known[self.start..offset];
        if before.len() > MAX_COLUMN || before.starts_with('\u{feff}') {
            return position(self.source, offset);
        }
        Position { line: self.line, column: before.chars().count() + 1, offset }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_asked_for_in_order_are_those_of_the_index() {
        let long = format!("a\n{}\nb", "é".repeat(MAX_COLUMN));
        for text in ["\u{feff}a\n\nbé😀c\r\n\r\nd\n", "a\rb\nc", "\n", "", "a\r", "\r\n\na", &long] {
            let source = SourceFile::new("a.md", text);
            for step in 1..4 {
                let mut places = Places::new(Some(&source));
                for offset in (0..text.len() + 3).step_by(step).chain([0]) {
                    assert_eq!(places.position(offset), position(Some(&source), offset), "{offset}");
                }
            }
        }
        assert_eq!(Places::new(None).position(3), position(None, 3));
    }
}
