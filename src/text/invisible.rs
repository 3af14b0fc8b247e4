//! Characters without width that may stand inside words: soft hyphens, zero-width spaces and
//! joiners, marks of direction.

/// Whether nobody sees the character and words go on over it.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Text as it is seen, where that is not as it is written, with the way back.
#[derive(Debug)]
pub struct Visible {
    text: String,
    /// Where text goes on after something that was left out, here and in the source; sorted.
    pieces: Vec<(usize, usize)>,
}

impl Visible {
    /// Leaves out what nobody sees, but for a BOM at the beginning; none if there is nothing.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut visible = String::new();
        let mut pieces = Vec::new();
        let mut from = 0;
        // The first bytes of all of them.
        for at in memchr::memchr3_iter(0xC2, 0xE2, 0xEF, bytes).filter(|&at| at > 0) {
            let hidden = text.get(at..).and_then(|rest| rest.chars().next()).filter(|&c| is_invisible(c));
            if let Some(hidden) = hidden {
                visible.push_str(&text[from..at]);
                from = at + hidden.len_utf8();
                pieces.push((visible.len(), from));
            }
        }
        if pieces.is_empty() {
            return None;
        }
        visible.push_str(&text[from..]);
        Some(Self { text: visible, pieces })
    }

    /// The text as it is seen.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source of the range of bytes from `start` to `end`.
    #[must_use]
    pub fn source(&self, start: usize, end: usize) -> (usize, usize) {
        (self.offset(start), if end > start { self.offset(end - 1) + 1 } else { self.offset(start) })
    }

    fn offset(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|&(start, _)| start <= at);
        self.pieces[..next].last().map_or(at, |&(start, source)| source + at - start)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_seen_finds_its_way_back() {
        let text = "s\u{feff}\u{200b}o\u{ad}me “wo\u{2060}\u{2060}rds”";
        let visible = Visible::of(text).unwrap();
        assert_eq!(visible.text(), "some “words”");
        let at = visible.text.find("words").unwrap();
        let (start, end) = visible.source(at, at + 5);
        assert_eq!(&text[start..end], "wo\u{2060}\u{2060}rds");
        assert!(Visible::of("\u{feff}“so” – «да»").is_none());
    }

    proptest! {
        #[test]
        fn every_range_has_a_source(text in "x([a ä“”😀]|\u{200b}|\u{ad}|\u{feff}){0,40}") {
            let Some(visible) = Visible::of(&text) else { return Ok(()) };
            for (at, c) in visible.text.char_indices() {
                let (start, end) = visible.source(at, at + c.len_utf8());
                prop_assert_eq!(text.get(start..end), Some(&*c.to_string()));
            }
        }
    }
}
