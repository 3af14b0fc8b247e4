//! Indentation that YAML forbids and the parser lets pass.

use crate::text::{Span, lines};

/// Where the tabs end that stand between the beginning of the line, or the mark of a list, and the
/// block at `start`: `-\tname: …`. Its column is then anybody's guess.
pub(super) fn after_tab(text: &str, start: usize) -> Option<usize> {
    let before = text[..start].trim_end_matches(' ');
    before.ends_with('\t').then_some(before.len())
}

/// Where a tab ends that stands on a line with nothing else on it, inside a text of several lines
/// that is indented further.
pub(super) fn after_tab_alone(text: &str, span: Span) -> Option<usize> {
    let bytes = span.of(text).as_bytes();
    memchr::memchr(b'\n', bytes)?;
    memchr::memchr(b'\t', bytes)?;
    let below = || lines(text, span).skip(1).map(|line| line.span);
    let indent_of = |line: &Span| line.of(text).bytes().take_while(|&byte| byte == b' ').count();
    let is_blank = |line: &Span| line.trimmed(text).is_empty();
    let indent = below().find(|line| !is_blank(line)).map_or(1, |line| indent_of(&line));
    let line = below().find(|line| {
        let inner = line.of(text).trim_start_matches(' ');
        is_blank(line) && indent_of(line) < indent && inner.starts_with('\t')
    })?;
    Some(line.end())
}

/// The span and the blank lines below it.
pub(super) fn with_blank_lines(text: &str, span: Span) -> Span {
    let rest = &text[span.end()..];
    Span::new(span.start(), text.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len())
}

/// The mark of a list that stands before its item at `start`.
pub(super) fn mark_before(text: &str, start: usize) -> Option<usize> {
    let before = text[..start].trim_end_matches([' ', '\t']);
    before.ends_with('-').then(|| before.len() - 1)
}

/// The first line of a list or mapping in brackets, `span`, that is not indented further than the
/// block around it, whose column is that of `block`. The bracket that closes it may stand at the margin.
pub(super) fn shallow_line(text: &str, span: Span, block: usize) -> Option<Span> {
    memchr::memchr(b'\n', span.of(text).as_bytes())?;
    let margin = block - memchr::memrchr(b'\n', &text.as_bytes()[..block]).map_or(0, |at| at + 1);
    lines(text, span).skip(1).map(|line| line.span).find_map(|line| {
        let source = line.of(text);
        let inner = source.trim_start_matches(' ');
        let indent = source.len() - inner.len();
        let shown = inner.trim();
        let passes = indent > margin
            || shown.is_empty()
            || shown.starts_with('#')
            || (indent == margin && shown.starts_with([']', '}']));
        (!passes).then(|| line.trimmed(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_before_a_block_and_none_before_a_text() {
        let text = "-\tname: a\n- \t  b\n-  c";
        assert_eq!(after_tab(text, 2), Some(2));
        assert_eq!(after_tab(text, 15), Some(13));
        assert_eq!(after_tab(text, text.len() - 1), None);
        assert_eq!(after_tab(text, 0), None);
    }

    #[test]
    fn brackets_are_measured_at_the_block_around_them() {
        let shallow = |text: &str, block: usize| {
            let start = text.find('[').unwrap_or(0);
            shallow_line(text, Span::new(start, text.len()), block).map(|span| span.of(text).to_owned())
        };
        assert_eq!(shallow("a: [b,\nc]", 0).as_deref(), Some("c]"));
        assert_eq!(shallow("a: [b,\n\tc]", 0).as_deref(), Some("c]"));
        assert_eq!(shallow("a: [b,\n c\n\n# d\n]", 0), None);
        assert_eq!(shallow("- a: [b,\n  c]", 2).as_deref(), Some("c]"));
        assert_eq!(shallow("- a: [b,\n   c]", 2), None);
        assert_eq!(shallow("a: [b, c]", 0), None);
    }
}
