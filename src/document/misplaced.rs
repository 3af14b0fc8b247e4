//! Front matter that stands where no tool looks for it.

use super::front_matter::{
    MAX_BYTES, SyntaxError, SyntaxErrorKind, USUAL_FIELDS, end_of_fields, field_name, is_marker,
};
use crate::text::{Span, lines};

/// Front matter in a body that has none before it.
pub(super) fn find(text: &str, body: Span) -> Option<SyntaxError> {
    in_fence(text, body).or_else(|| below_text(text, body))
}

/// A block of code at the very beginning, with fields in it or front matter as it should stand, and text
/// below: an answer that was handed over with its marks.
fn in_fence(text: &str, body: Span) -> Option<SyntaxError> {
    const MARK: &str = "```";
    let opening = lines(text, body).find(|line| !line.span.of(text).trim().is_empty())?;
    let info = opening.span.of(text).strip_prefix(MARK)?.trim();
    let inside = Span::new(opening.next, limit(text, opening.next, body));
    let marked = lines(text, inside).next().filter(|line| is_marker(line.span.of(text), "---"));
    let language = ["yaml", "yml"].iter().any(|known| known.eq_ignore_ascii_case(info));
    // What has no marks of its own is an example as often as not, unless it has the fields of a head.
    let (start, end, fewest) = match marked {
        Some(first) if language || info.is_empty() => (first.next, "---", 1),
        None if language => (inside.start(), MARK, 2),
        _ => return None,
    };
    let closing =
        lines(text, Span::new(start, inside.end())).find(|line| is_marker(line.span.of(text), end))?;
    let mut below = lines(text, Span::new(closing.next, body.end()))
        .map(|line| line.span.of(text).trim())
        .filter(|line| !line.is_empty());
    let closed = end == MARK || below.next() == Some(MARK);
    let fields = usual_fields(text, Span::new(start, closing.span.start()))?;
    (closed && fields >= fewest && below.next().is_some())
        .then(|| misplaced(opening.span.trimmed(text), "front matter stands in a block of code"))
}

/// Fields between two `---` after blank lines or a few lines of text: no tool takes them for
/// front matter. The names are those of front matter, and nothing but fields stands there:
/// other rules across the page enclose what they like.
fn below_text(text: &str, body: Span) -> Option<SyntaxError> {
    const MOST_LINES_ABOVE: usize = 3;
    let (mut above, mut shown) = (0, false);
    let opening = lines(text, body).take(4 * MOST_LINES_ABOVE).find(|line| {
        let source = line.span.of(text);
        let found = is_marker(source, "---");
        above += usize::from(!found && !source.trim().is_empty());
        // An example of it in a block of code.
        shown |= ["```", "~~~", "<!--"].iter().any(|mark| source.trim_start().starts_with(mark));
        found
    })?;
    if above > MOST_LINES_ABOVE || shown {
        return None;
    }
    let inside = Span::new(opening.next, limit(text, opening.next, body));
    let first = lines(text, inside).next()?;
    field_name(first.span.of(text))?;
    let closing = lines(text, inside).find(|line| is_marker(line.span.of(text), "---"))?;
    let yaml = Span::new(inside.start(), closing.span.start());
    (usual_fields(text, yaml)? > 0)
        .then(|| misplaced(opening.span.trimmed(text), "front matter begins on the first line or not at all"))
}

/// How many usual fields there are, if there is nothing but fields.
fn usual_fields(text: &str, yaml: Span) -> Option<usize> {
    let all_fields = end_of_fields(text, yaml) == Some(yaml.end())
        && !lines(text, yaml).any(|line| line.span.trimmed(text).is_empty());
    let names = lines(text, yaml).filter_map(|line| field_name(line.span.of(text)));
    all_fields.then(|| names.filter(|name| USUAL_FIELDS.contains(name)).count())
}

/// How far front matter that begins there is looked at.
fn limit(text: &str, start: usize, body: Span) -> usize {
    text.floor_char_boundary(start + MAX_BYTES).min(body.end()).max(start)
}

fn misplaced(span: Span, message: &str) -> SyntaxError {
    SyntaxError { kind: SyntaxErrorKind::Misplaced, span, message: message.into(), related: None }
}
