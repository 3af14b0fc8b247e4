//! Works named in running text by their number alone: `doi:10.1000/182`, `ISBN 978…`, `arXiv:…`, `PMID …`.

use crate::text::Span;

/// The longest DOI and the longest number of a paper, in bytes.
const MAX_LENGTH: usize = 240;

/// The DOI whose `10.` is at `at`, with its label: `doi:10.1000/182`, `DOI 10.1000/182`.
pub(super) fn doi(source: &str, at: usize) -> Option<Span> {
    let before = &source[..at];
    let label = before.strip_suffix(' ').unwrap_or(before);
    let label = label.strip_suffix(':').unwrap_or(label);
    let start = label.len().checked_sub(3)?;
    let labelled = label.get(start..).is_some_and(|label| label.eq_ignore_ascii_case("doi"));
    let alone = !source[..start].ends_with(|c: char| c.is_alphanumeric() || c == '/');
    let rest = labelled.then(|| &source[at..]).filter(|_| alone)?;
    let ends = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | '>' | '"' | '”' | ';');
    let name = rest.char_indices().take(MAX_LENGTH).take_while(|&(_, c)| !ends(c)).last();
    let name =
        rest[..name.map_or(0, |(at, c)| at + c.len_utf8())].trim_end_matches(['.', ',', ':', '*', '_']);
    let slash = name.find('/')?;
    let registrant =
        name.get(3..slash)?.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && slash >= 7;
    (registrant && slash + 1 < name.len()).then(|| Span::new(start, at + name.len()))
}

/// The ISBN whose label is at `at`, with its number of ten or thirteen digits.
pub(super) fn isbn(source: &str, at: usize) -> Option<Span> {
    let label = at + "ISBN".len();
    let number = source[label..]
        .bytes()
        .take(24)
        .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b':' | b'X'));
    let end = label + number.count();
    let digits = source[label..end].bytes().filter(|byte| byte.is_ascii_digit() || *byte == b'X').count();
    let trimmed = source[at..end].trim_end_matches([' ', '-', ':']).len();
    (digits >= 10).then(|| Span::new(at, at + trimmed))
}

/// The paper whose label is at `at`, with its number: `arXiv:1706.03762`, `PMID: 12345678`.
pub(super) fn numbered(source: &str, at: usize, label: &str) -> Option<Span> {
    let rest = &source[at + label.len()..];
    let number = rest.trim_start_matches([':', ' ']);
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/' | b'-');
    let length = number.bytes().take(MAX_LENGTH).take_while(|byte| inner(byte)).count();
    let number_end = number[..length].trim_end_matches(['.', '-', '/']).len();
    let digits = number[..number_end].bytes().filter(u8::is_ascii_digit).count();
    (digits > 4).then(|| Span::new(at, at + label.len() + rest.len() - number.len() + number_end))
}

#[cfg(test)]
mod tests {
    use crate::document::{CitationKind, Document};

    fn found(text: &str) -> Vec<String> {
        let document = Document::from_text("a.md", text);
        let kinds = [CitationKind::Doi, CitationKind::Work];
        let citations = document.citations.iter().filter(|citation| kinds.contains(&citation.kind));
        citations.map(|citation| document.slice(citation.span).to_owned()).collect()
    }

    #[test]
    fn a_number_cites() {
        for (text, mark) in [
            ("The lamp went out, ISBN 9780306406157.", "ISBN 9780306406157"),
            ("The lamp went out (ISBN: 0-306-40615-2).", "ISBN: 0-306-40615-2"),
            ("The lamp went out (doi:10.1000/182).", "doi:10.1000/182"),
            ("The lamp went out. DOI: 10.1000/182.", "DOI: 10.1000/182"),
            ("The lamp went out, doi: 10.1000/182, they say", "doi: 10.1000/182"),
            ("The lamp went out (DOI 10.1000/183)", "DOI 10.1000/183"),
            ("The lamp went out, DOI:10.1000/a.b-2.", "DOI:10.1000/a.b-2"),
        ] {
            assert_eq!(found(text), [mark], "{text}");
        }
    }

    #[test]
    fn what_is_no_number_does_not() {
        for text in [
            "See mydoi:10.1000/182, doi:10.1000, doi:10.x/1 and doi.",
            "An ISBN has ISBN 13 digits.",
            "DOI: 10.1",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
