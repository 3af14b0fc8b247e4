//! Text from strangers, made fit to be shown.

use std::borrow::Cow;

use super::lanes;

/// The text with every character that could act on a terminal or disguise the text
/// (controls, ESC, bidirectional overrides, invisible formatting) replaced by `�`.
/// Tabs and line feeds become spaces, so that one message stays one line.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if is_printable(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(replacement).collect())
}

/// Whether [`printable`] leaves the text as it is.
pub(crate) fn is_printable(text: &str) -> bool {
    lanes::are_all_between(text.as_bytes(), b' ', b'~') || text.chars().all(|c| replacement(c) == c)
}

/// What stands for `c` where it would be unsafe to print.
pub(crate) fn replacement(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        c if is_unsafe(c) => '\u{fffd}',
        c => c,
    }
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_on_a_terminal_is_left() {
        assert_eq!(printable("a\u{1b}[31mb\u{202e}c\n"), "a\u{fffd}[31mb\u{fffd}c ");
        assert!(matches!(printable("plain é 😀"), Cow::Borrowed(_)));
    }
}
