//! The blocks that a piece of Markdown is made of, with what is emphasised and what is code in them, to
//! tell whether an edit changes them.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{MARKDOWN_OPTIONS, nesting};
use crate::text::Span;

/// A block or an emphasis opens, or the one last opened ends.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Edge {
    /// It opens, and is of this kind.
    Opens(Box<str>),
    /// It ends.
    Ends,
}

/// The blocks of `text` in their order; none if they nest too deep. A paragraph that holds nothing
/// but the `empty`, which are sorted, is left out.
pub(crate) fn shape(text: &str, empty: &[Span]) -> Option<Vec<Edge>> {
    if nesting::too_deep(text, Span::new(0, text.len())).is_some() {
        return None;
    }
    let parser = Parser::new_ext(text, MARKDOWN_OPTIONS);
    let definitions = parser.reference_definitions().iter().count();
    let mut edges: Vec<Edge> = (0..definitions).map(|_| Edge::Opens("definition".into())).collect();
    let mut dropped = false;
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Paragraph) if is_covered(text, Span::new(range.start, range.end), empty) => {
                dropped = true;
            }
            Event::End(TagEnd::Paragraph) if dropped => dropped = false,
            // A link that loses words is still one.
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::End(TagEnd::Link | TagEnd::Image) => {
            }
            Event::Start(tag) => edges.push(Edge::Opens(format!("{tag:?}").into())),
            Event::End(_) => edges.push(Edge::Ends),
            Event::Code(_) => edges.push(Edge::Opens("code".into())),
            Event::Rule => edges.push(Edge::Opens("rule".into())),
            _ => {}
        }
    }
    Some(edges)
}

/// Whether nothing but blanks is left of `span` without the `empty` in it.
fn is_covered(text: &str, span: Span, empty: &[Span]) -> bool {
    let first = empty.partition_point(|part| part.end <= span.start);
    let mut at = span.start();
    for part in empty[first..].iter().take_while(|part| part.start < span.end) {
        if !text[at..part.start().max(at)].trim().is_empty() {
            return false;
        }
        at = at.max(part.end());
    }
    at > span.start() && text[at.min(span.end())..span.end()].trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_no_blocks_and_what_becomes_one_shows() {
        let same = |a: &str, b: &str| shape(a, &[]) == shape(b, &[]);
        assert!(same("One *word*.\n", "Other *words*, more.\n"));
        assert!(same("- a\n- b\n", "- c\n- d\n"));
        for (a, b) in [
            ("x# Title\n", "# Title\n"),
            ("a\nx===\n", "a\n===\n"),
            ("1x. a\n", "1. a\n"),
            ("x[a]: b\n", "[a]: b\n"),
            ("x    a\n", "    a\n"),
            ("x---\n", "---\n"),
            ("*a x*\n", "*a *\n"),
            ("`a`x`b`\n", "`a``b`\n"),
        ] {
            assert!(!same(a, b), "{a:?} {b:?}");
        }
    }

    #[test]
    fn a_paragraph_of_nothing_is_none() {
        let text = "a\n\nxx yy\n\nb\n";
        assert_eq!(shape(text, &[Span::new(3, 5), Span::new(6, 8)]), shape("a\n\nb\n", &[]));
        assert_ne!(shape(text, &[Span::new(3, 5)]), shape("a\n\nb\n", &[]));
    }
}
