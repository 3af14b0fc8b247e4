//! Characters without width that may stand inside words: soft hyphens, zero-width spaces and
//! joiners, marks of direction.

use std::borrow::Cow;

/// Whether nobody sees the character and words go on over it.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Text as it is seen, with the way back.
#[derive(Debug)]
pub struct Visible<'t> {
    /// The text without invisible characters.
    pub text: Cow<'t, str>,
    /// Where text goes on after something that was left out, here and in the source; sorted.
    pieces: Vec<(usize, usize)>,
}

impl<'t> Visible<'t> {
    /// Leaves out what nobody sees, but for a BOM at the beginning; most texts are as they are.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
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
            return Self { text: Cow::Borrowed(text), pieces };
        }
        visible.push_str(&text[from..]);
        Self { text: Cow::Owned(visible), pieces }
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
        let visible = Visible::of(text);
        assert_eq!(visible.text, "some “words”");
        let at = visible.text.find("words").unwrap();
        let (start, end) = visible.source(at, at + 5);
        assert_eq!(&text[start..end], "wo\u{2060}\u{2060}rds");
        assert!(matches!(Visible::of("“so” – «да»").text, Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn every_range_has_a_source(text in "x([a ä“”😀]|\u{200b}|\u{ad}|\u{feff}){0,40}") {
            let visible = Visible::of(&text);
            for (at, c) in visible.text.char_indices() {
                let (start, end) = visible.source(at, at + c.len_utf8());
                prop_assert_eq!(text.get(start..end), Some(&*c.to_string()));
            }
        }
    }
}
