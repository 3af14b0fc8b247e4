//! Lines of a piece of text, one by one.

use super::Span;

/// A line and where it stops.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Line {
    /// The line without its end.
    pub span: Span,
    /// Offset of the line after it: past the LF, CRLF or CR.
    pub next: usize,
}

/// The lines of `within`, first to last. Reads no further than it is asked to.
pub fn lines(text: &str, within: Span) -> impl Iterator<Item = Line> + '_ {
    let mut at = within.start();
    let end = within.end().min(text.len());
    std::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let rest = &text.as_bytes()[at..end];
        let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let line = Line { span: Span::new(at, at + length), next: at + length + line_end(&rest[length..]) };
        at = line.next;
        Some(line)
    })
}

/// The lines of `within`, last to first. Reads no further than it is asked to.
pub fn lines_backwards(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    let start = within.start();
    let mut left = Some(within.end().min(text.len()));
    std::iter::from_fn(move || {
        let end = left?;
        let rest = text.as_bytes().get(start..end)?;
        let break_at = memchr::memrchr2(b'\n', b'\r', rest);
        left = break_at.map(|at| start + at - usize::from(rest[..=at].ends_with(b"\r\n")));
        Some(Span::new(start + break_at.map_or(0, |at| at + 1), end))
    })
}

/// How many bytes of line end the text begins with.
fn line_end(rest: &[u8]) -> usize {
    match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str) -> (Vec<&str>, Vec<&str>) {
        let all = Span::new(0, text.len());
        (
            lines(text, all).map(|line| line.span.of(text)).collect(),
            lines_backwards(text, all).map(|line| line.of(text)).collect(),
        )
    }

    #[test]
    fn every_kind_of_line_end_in_both_directions() {
        assert_eq!(both("a\r\nb\rc\n\nd"), (vec!["a", "b", "c", "", "d"], vec!["d", "", "c", "b", "a"]));
        assert_eq!(both("a\n"), (vec!["a"], vec!["", "a"]));
        assert_eq!(both(""), (vec![], vec![""]));
    }
}
