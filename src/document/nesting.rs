//! Documents that nest so deep that reading them as Markdown would take minutes.

use memchr::memchr_iter;

use super::markdown::Markdown;
use crate::text::Span;

/// A Markdown parser looks, on every line, at each quote and list item that is still open. This
/// many looks take about a second; no document that people write comes near.
const MAX_LOOKS: usize = 1 << 30;

/// The marks that open more containers than the document's lines can be read with.
pub(super) fn too_deep(text: &str, body: Span) -> Option<Span> {
    // A container takes a byte and a line takes another, so shorter ones cannot.
    if (body.len() / 2).checked_mul(body.len() / 2).is_some_and(|most| most <= MAX_LOOKS) {
        return None;
    }
    let (mut count, mut deepest, mut place) = (0, 0, Span::at(body.start()));
    for line in lines(text, body) {
        count += 1;
        let (depth, length) = depth(line.of(text).as_bytes());
        if depth > deepest {
            (deepest, place) = (depth, Span::new(line.start(), line.start() + length));
        }
    }
    (deepest * count > MAX_LOOKS).then_some(place)
}

/// How many containers a line may stand in, and how many bytes say so. Marks count one each;
/// blanks before them may continue a list item for every two.
fn depth(line: &[u8]) -> (usize, usize) {
    let (mut marks, mut blanks, mut at, mut end) = (0, 0, 0, 0);
    let ends_mark = |at: usize| line.get(at).is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
    loop {
        match line.get(at) {
            Some(b' ') => blanks += 1,
            Some(b'\t') => blanks += 4,
            Some(b'>') => (marks, end) = (marks + 1, at + 1),
            Some(b'-' | b'*' | b'+') if ends_mark(at + 1) => (marks, end) = (marks + 1, at + 1),
            Some(b'0'..=b'9') => {
                let digits = line[at..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
                at += digits;
                if !matches!(line.get(at), Some(b'.' | b')')) || !ends_mark(at + 1) {
                    break;
                }
                (marks, end) = (marks + 1, at + 1);
            }
            _ => break,
        }
        at += 1;
    }
    if marks > 0 { (marks + blanks / 2, end) } else { (0, 0) }
}

/// The body as running text: its paragraphs and nothing else.
pub(super) fn plain(text: &str, body: Span) -> Markdown {
    let mut markdown = Markdown::default();
    let mut open: Option<Span> = None;
    for line in lines(text, body) {
        let line = line.trimmed(text);
        if line.is_empty() {
            open.take().into_iter().for_each(|span| markdown.paragraph(span));
        } else {
            open = Some(open.map_or(line, |paragraph| paragraph.cover(line)));
        }
    }
    open.into_iter().for_each(|span| markdown.paragraph(span));
    markdown
}

/// The lines of a body.
fn lines(text: &str, body: Span) -> impl Iterator<Item = Span> + '_ {
    let bytes = body.of(text).as_bytes();
    let mut start = body.start();
    memchr_iter(b'\n', bytes).chain(std::iter::once(bytes.len())).map(move |end| {
        let line = Span::new(start, body.start() + end);
        start = line.end() + 1;
        line
    })
}
