//! From byte offsets to lines and columns.

/// Where an offset falls, as reports show it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// Bytes from the beginning of the file.
    pub offset: usize,
}

/// Characters are counted ahead at every so many bytes: a column costs no more in a line of 50 MB.
const STEP: usize = 4096;

/// The offsets at which lines begin. A line ends with LF, CRLF or CR alone.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// How many characters begin before each multiple of [`STEP`]; empty if no line is that long.
    counted: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `text` in one pass.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // Few lines are shorter.
        let mut starts = Vec::with_capacity(bytes.len() / 64 + 1);
        starts.push(0);
        let mut longest = 0;
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            // The CR of a CRLF ends no line of its own.
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                longest = longest.max(at + 1 - starts[starts.len() - 1] as usize);
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        longest = longest.max(bytes.len() - starts[starts.len() - 1] as usize);
        let counted = if longest > STEP { counted(bytes) } else { Vec::new() };
        Self { starts, counted }
    }

    /// How many lines there are; at least 1.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The line, counted from 0, that holds `offset`.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset) - 1
    }

    /// Offset of the first byte of `line`, counted from 0; the last line's if there is none such.
    #[must_use]
    pub fn start_of(&self, line: usize) -> usize {
        self.starts[line.min(self.starts.len() - 1)] as usize
    }

    /// Line and column of `offset`. `text` must be the text the index was made of.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_of(offset);
        let mut start = self.start_of(line).min(offset);
        // A BOM is not a character anyone sees or counts.
        if text[start..offset].starts_with('\u{feff}') {
            start += '\u{feff}'.len_utf8();
        }
        let before = match offset - start {
            0..=STEP => text[start..offset].chars().count(),
            _ => self.characters_before(text, offset) - self.characters_before(text, start),
        };
        let column = before + 1;
        Position { line: line + 1, column, offset }
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let step = (offset / STEP).min(self.counted.len() - 1);
        self.counted[step] as usize + characters_in(&text.as_bytes()[step * STEP..offset])
    }
}

fn counted(bytes: &[u8]) -> Vec<u32> {
    let mut counted = vec![0];
    let mut characters = 0;
    for step in bytes.chunks_exact(STEP) {
        characters += characters_in(step);
        counted.push(u32::try_from(characters).unwrap_or(u32::MAX));
    }
    counted
}

/// How many characters begin in `bytes`.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| !(0x80..0xc0).contains(&byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: usize) -> (usize, usize) {
        let position = LineIndex::new(text).position(text, offset);
        (position.line, position.column)
    }

    #[test]
    fn every_kind_of_line_end() {
        assert_eq!(at("a\nb", 2), (2, 1));
        assert_eq!(at("a\r\nb", 3), (2, 1));
        assert_eq!(at("a\rb", 2), (2, 1));
        assert_eq!(at("a\r\n\r\nb\n", 5), (3, 1));
        assert_eq!(at("a\n", 2), (2, 1));
        assert_eq!(at("", 0), (1, 1));
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(at("aé😀x", "aé😀".len()), (1, 4));
        assert_eq!(at("\u{feff}x", 3), (1, 1));
        assert_eq!(at("\u{feff}x", 4), (1, 2));
    }

    #[test]
    fn columns_of_a_long_line() {
        let text = format!("a\n{}x", "é".repeat(3 * STEP));
        assert_eq!(at(&text, text.len() - 1), (2, 3 * STEP + 1));
        assert_eq!(at(&text, 2 + 2 * STEP), (2, STEP + 1));
    }
}
