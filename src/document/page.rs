//! The page that the citation beside a quotation names.

use super::{CitationKind, Document, Quotation, citekeys_in};
use crate::text::Span;

/// What stands before the number of a page.
const MARKS: [&str; 8] = ["p.", "pp.", "S.", "page", "pages", "Seite", "pág.", "с."];
/// So many bytes after a link, its page may end.
const AFTER_LINK: usize = 24;
/// More digits than this are no page.
const MAX_DIGITS: usize = 5;

/// Where in a work something stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pages {
    /// Where it is written.
    pub span: Span,
    /// The page, or the first of several.
    pub first: u32,
    /// The last.
    pub last: u32,
}

impl Quotation {
    /// The pages in the citation beside it: `[@hill, p. 12]`, `[@hill, 12–14]`, `(Hill 2019: 12)`,
    /// `([Hill](…), S. 12)`.
    #[must_use]
    pub fn pages(&self, document: &Document) -> Option<Pages> {
        let citation = self.citation(document)?;
        let (span, text) = (citation.span, document.text());
        let within = match citation.kind {
            CitationKind::Key | CitationKind::AuthorYear | CitationKind::Work | CitationKind::Locator => span,
            CitationKind::Address | CitationKind::Doi => {
                let block = document.block_of(span).map_or(span.end(), |(_, block)| block.span.end());
                let near = text.floor_char_boundary((span.end() + AFTER_LINK).min(block));
                let after = Span::new(span.end(), near.max(span.end()));
                after.of(text).starts_with([',', ' ', ':', ';']).then_some(after)?
            }
            CitationKind::Timestamp | CitationKind::Footnote | CitationKind::Number => return None,
        };
        let source = within.of(text);
        let marked = MARKS.iter().flat_map(|mark| source.match_indices(mark)).find_map(|(at, mark)| {
            let apart = !source[..at].ends_with(char::is_alphanumeric);
            pages(&source[at + mark.len()..]).filter(|_| apart).map(|found| (at + mark.len(), found))
        });
        let (at, (span, first, last)) = marked.or_else(|| {
            let from = match citation.kind {
                CitationKind::Key => citekeys_in(text, span).next()?.end() - span.start(),
                CitationKind::AuthorYear => citation.target.end() - span.start(),
                _ => return None,
            };
            let mark = if citation.kind == CitationKind::Key { ',' } else { ':' };
            let rest = source[from..].strip_prefix(mark)?;
            let at = source.len() - rest.len();
            let (span, ..) = pages(rest)?;
            let ends = rest[span.end()..].trim_start().starts_with([']', ')']);
            ends.then(|| pages(rest)).flatten().map(|found| (at, found))
        })?;
        Some(Pages { span: span.shifted(within.start() + at), first, last })
    }
}

/// The number of a page, or of several, that a text begins with, and where it stands.
fn pages(text: &str) -> Option<(Span, u32, u32)> {
    let start = text.len() - text.trim_start().len();
    let number = |from: usize| {
        let digits = text[from..].bytes().take_while(u8::is_ascii_digit).count();
        let fits = (1..=MAX_DIGITS).contains(&digits);
        text[from..from + digits].parse::<u32>().ok().filter(|_| fits).map(|number| (from + digits, number))
    };
    let (end, first) = number(start)?;
    let dash = text[end..].chars().next().filter(|c| matches!(c, '-' | '–' | '—'));
    let range = dash.and_then(|dash| number(end + dash.len_utf8()));
    let (end, last) = range.unwrap_or((end, first));
    // In `112–14` the last is page 114.
    let scale = 10_u32.pow(last.checked_ilog10().unwrap_or(0) + 1);
    let last = if last < first { first / scale * scale + last } else { last };
    let ends = !text[end..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '/'));
    ends.then(|| (Span::new(start, end), first, last.max(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_in_any_citation() {
        for (mark, expected) in [
            ("[@hill, p. 12]", Some((12, 12))),
            ("[see @hill, pp. 112–14]", Some((112, 114))),
            ("[@hill, 12-14]", Some((12, 14))),
            ("[@hill, S. 120 f.]", Some((120, 120))),
            ("[@hill, 00:01:20]", None),
            ("[@hill, chap. 3]", None),
            ("[@hill2019]", None),
            ("(Hill 2019, p. 4)", Some((4, 4))),
            ("(Hill 2019: 4)", Some((4, 4))),
            ("(Hill 2019)", None),
            ("([Hill](https://a.example/3), p. 12)", Some((12, 12))),
            ("([Hill](https://a.example/))", None),
        ] {
            let document = Document::from_text("a.md", &format!("She said \"it was so\" {mark}.\n"));
            let found = document.quotations[0].pages(&document);
            assert_eq!(found.map(|found| (found.first, found.last)), expected, "{mark}");
        }
    }
}
