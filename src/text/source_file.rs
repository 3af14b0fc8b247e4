//! One file's text, with its path and its lines.

use std::sync::{Arc, OnceLock};

use super::{LineIndex, Position, Span};

/// How the bytes of a file became text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// UTF-8, as it should be.
    Utf8,
    /// Not UTF-8: every byte that does not belong was read as `?`, so that offsets hold.
    Damaged {
        /// Offset of the first such byte.
        first: usize,
    },
}

/// A file as read: offsets into its text are offsets into the file.
#[derive(Debug)]
pub struct SourceFile {
    path: Arc<str>,
    text: String,
    encoding: Encoding,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// A file that is known to be text. `path` is relative to the vault, with `/`.
    #[must_use]
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), encoding: Encoding::Utf8, lines: OnceLock::new() }
    }

    /// A file from its bytes, whatever they are.
    #[must_use]
    pub fn from_bytes(path: impl Into<Arc<str>>, bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::new(path, text),
            Err(error) => {
                let first = error.utf8_error().valid_up_to();
                let text = replace_invalid(error.as_bytes());
                Self { encoding: Encoding::Damaged { first }, ..Self::new(path, text) }
            }
        }
    }

    /// A file whose format is older than UTF-8: what is not UTF-8 is Latin-1, and offsets are
    /// those of its text in UTF-8.
    #[must_use]
    pub fn from_bytes_or_latin1(path: impl Into<Arc<str>>, bytes: Vec<u8>) -> Self {
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|error| error.as_bytes().iter().map(|&byte| char::from(byte)).collect());
        Self::new(path, text)
    }

    /// Path relative to the vault, with `/`.
    #[must_use]
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The text, with its BOM if it has one.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How the bytes became text.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The text of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The lines, found when first asked for.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Line and column of an offset.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(&self.text, offset)
    }
}

/// One `?` for every byte that is not UTF-8: no offset moves.
fn replace_invalid(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_utf8_keep_their_offsets() {
        let file = SourceFile::from_bytes("a.md", b"caf\xe9 [[b]]".to_vec());
        assert_eq!(file.text(), "caf? [[b]]");
        assert_eq!(file.encoding(), Encoding::Damaged { first: 3 });
    }
}
