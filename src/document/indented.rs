//! Indented text: code among other Markdown, paragraphs in plain text.

use super::block::BlockKind;
use super::markdown::{Markdown, index};
use crate::text::Span;

impl Markdown {
    /// Indented text among Markdown structure is code; in running text each part of it between blank
    /// lines is a paragraph.
    pub(super) fn settle_indented(&mut self, text: &str) {
        let indented = std::mem::take(&mut self.indented);
        let structured =
            !self.headings.is_empty() || self.blocks.iter().any(|block| block.kind != BlockKind::Paragraph);
        if structured {
            self.opaque.extend(indented);
            return;
        }
        if indented.is_empty() {
            return;
        }
        indented.into_iter().for_each(|span| self.paragraphs(text, span));
        self.blocks.sort_by_key(|block| block.span);
        let unsorted = std::mem::take(&mut self.text_runs);
        for block in &mut self.blocks {
            let first = index(self.text_runs.len());
            let (from, until) = (block.runs.0 as usize, block.runs.1 as usize);
            self.text_runs.extend_from_slice(unsorted.get(from..until).unwrap_or_default());
            block.runs = (first, index(self.text_runs.len()));
        }
    }

    fn paragraphs(&mut self, text: &str, span: Span) {
        let mut open: Option<Span> = None;
        let mut at = span.start();
        for line in span.of(text).split_inclusive('\n') {
            let here = Span::new(at, at + line.len());
            at = here.end();
            match (line.trim().is_empty(), open) {
                (true, _) => open.take().into_iter().for_each(|span| self.paragraph(span.trimmed(text))),
                (false, Some(above)) => open = Some(above.cover(here)),
                (false, None) => open = Some(here),
            }
        }
        open.into_iter().for_each(|span| self.paragraph(span.trimmed(text)));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Document;

    #[test]
    fn indented_paragraphs_stand_where_they_are_written() {
        let text = "First.\n\n    Second.\n    More.\n \n    Third.\n\nFourth.\n";
        let document = Document::from_text("a.md", text);
        let runs: Vec<_> = document.text_runs.iter().map(|&run| document.slice(run)).collect();
        assert_eq!(runs, ["First.", "Second.\n    More.", "Third.", "Fourth."]);
        for block in &document.blocks {
            assert_eq!(document.runs(block).len(), 1);
        }
    }

    #[test]
    fn indented_text_among_markdown_is_code() {
        let document = Document::from_text("a.md", "# Lamp\n\n    oil = 1\n\n    gas = 2\n");
        assert_eq!(document.blocks.len(), 1);
    }
}
