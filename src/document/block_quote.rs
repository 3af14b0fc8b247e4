//! Block quotes as quotations: without marks, but with a citation of whose words they are.

use super::beside::{begins_with_dash, is_apart};
use super::{Block, BlockKind, CitationKind, Document, Locators, Quotation};
use crate::text::Span;

/// The paragraphs in block quotes that no quotation mark opens and beside which stands whose words
/// they are: a citation, or a time in the document's own source, at their end, in the line below that begins with a dash, or before the
/// colon that leads to them.
#[must_use]
pub fn block_quotations(document: &Document) -> Vec<Quotation> {
    let locators = Locators::new(document);
    let timed = |quotation: &Quotation| {
        document.provenance.source_key.is_some() && !locators.of(quotation).is_empty()
    };
    paragraphs(document).filter(|it| it.citation(document).is_some() || timed(it)).collect()
}

/// All that a document gives as verbatim: what stands between marks, and every paragraph in a block quote,
/// which may as well be a note of the writer's own.
pub fn verbatim(document: &Document) -> impl Iterator<Item = Quotation> + '_ {
    document.quotations.iter().copied().chain(paragraphs(document))
}

fn paragraphs(document: &Document) -> impl Iterator<Item = Quotation> + '_ {
    let quoted = document.blocks.iter().filter(|block| block.quoted && block.kind == BlockKind::Paragraph);
    let words = quoted.filter_map(|block| words(document, block));
    words.map(|words| Quotation { span: words, words })
}

/// The words of a block without what stands after them: the line that says whose they are, and
/// citations.
fn words(document: &Document, block: &Block) -> Option<Span> {
    let text = document.slice(block.span);
    let marked = document.quotations.partition_point(|quotation| quotation.span.start < block.span.start);
    let marked = document.quotations.get(marked).is_some_and(|quotation| {
        let before = Span::new(block.span.start(), quotation.span.start().max(block.span.start()));
        block.span.contains(quotation.span) && !document.slice(before).contains(char::is_alphanumeric)
    });
    // `> [!note]` begins a box of the writer's own.
    if marked || text.starts_with("[!") || begins_with_dash(text) {
        return None;
    }
    let last = text.trim_end().rfind('\n').filter(|&at| begins_with_dash(&text[at + 1..]));
    let mut end = block.span.start() + last.unwrap_or(text.len());
    let citations = document.citations_in(block.span).iter().rev();
    for citation in citations {
        if citation.span.end() > end {
            continue;
        }
        // A link within the last sentence is a part of the words.
        let before = document.slice(Span::new(block.span.start(), citation.span.start())).trim_end();
        let ended = || !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ';'));
        let apart = is_apart(document, citation) || citation.kind == CitationKind::Address && ended();
        let after = document.slice(Span::new(citation.span.end(), end));
        if !apart || after.contains(char::is_alphanumeric) {
            break;
        }
        end = citation.span.start();
    }
    let words = Span::new(block.span.start(), end).trimmed(document.text());
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_quote_with_a_source_is_a_quotation() {
        for (text, expected) in [
            ("> It was so.\n>\n> — [Hill](https://a.example/), p. 4", "It was so."),
            ("> It was so.\n> — Jane Hill [@hill]", "It was so."),
            ("> It was so.\n> — Jane Hill [@hill]\n", "It was so."),
            ("> It was so. [@hill, p. 4]", "It was so."),
            ("> It was so\n> of old (Hill 2019, p. 4).", "It was so\n> of old"),
            ("> It was so [1](https://a.example/).", "It was so"),
            ("As Hill (2019, p. 4) writes:\n\n> It was so.", "It was so."),
            ("> It was so. [Hill](https://a.example/)", "It was so."),
            ("> It was as [bright as day](https://a.example/).", ""),
            ("Hill was there [@hill].\n\n> It was so.", ""),
            ("> It was so.", ""),
            ("> \"It was so.\" [@hill]", ""),
            ("> [!note] It was so [@hill].", ""),
            ("It was so. [@hill]", ""),
        ] {
            let document = Document::from_text("a.md", text);
            let found = block_quotations(&document);
            let found: Vec<_> = found.iter().map(|quotation| document.slice(quotation.words)).collect();
            assert_eq!(found.join("|"), expected, "{text}");
        }
    }
}
