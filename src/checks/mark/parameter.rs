//! Taking one parameter out of an address.

use crate::document::Document;
use crate::rule::{Applicability, Fix};
use crate::text::Span;

/// What joins one parameter to the next; in HTML the first of them.
const JOINTS: [&str; 3] = ["&amp;", "\\&", "&"];

/// Without the parameter and the mark that joins it to the others. The page is the same one: such
/// a parameter says how a reader came there. None if it is no parameter of an address.
pub(super) fn removal(document: &Document, parameter: Span) -> Option<Fix> {
    let (before, after) = (&document.text()[..parameter.start()], &document.text()[parameter.end()..]);
    let joint = |found: Option<&&str>| found.map_or(0, |joint| joint.len());
    let next = joint(JOINTS.iter().find(|joint| after.starts_with(**joint)));
    let span = if before.ends_with('?') {
        // What comes next takes its place; without it the question mark goes, too.
        let start = parameter.start() - usize::from(next == 0);
        Span::new(start, parameter.end() + next)
    } else {
        let last = joint(JOINTS.iter().find(|joint| before.ends_with(**joint)));
        Span::new(parameter.start() - last, parameter.end())
    };
    let fix = Fix::replace(Applicability::Safe, "take the parameter out", document, span, "");
    (span != parameter).then_some(fix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_the_address_is_whole() {
        for (address, left) in [
            ("https://a.example/?utm=x", "https://a.example/"),
            ("https://a.example?utm=x#b", "https://a.example#b"),
            ("https://a.example/?utm=x&b=1", "https://a.example/?b=1"),
            ("https://a.example/?b=1&utm=x", "https://a.example/?b=1"),
            ("https://a.example/?b=1&utm=x&c=2#d", "https://a.example/?b=1&c=2#d"),
            ("https://a.example/?b=1&amp;utm=x&amp;c=2", "https://a.example/?b=1&amp;c=2"),
            ("https://a.example/?utm=x&amp;c=2", "https://a.example/?c=2"),
            ("https://a.example/?b=1\\&utm=x", "https://a.example/?b=1"),
        ] {
            let document = Document::from_text("a.md", address);
            let at = address.find("utm=x").unwrap();
            let fix = removal(&document, Span::new(at, at + 5)).unwrap();
            let edit = &fix.edits[0];
            assert_eq!(format!("{}{}", &address[..edit.span.start()], &address[edit.span.end()..]), left);
        }
        let document = Document::from_text("a.md", "utm=x");
        assert!(removal(&document, Span::new(0, 5)).is_none());
    }
}
