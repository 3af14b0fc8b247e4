//! Claims: the sentences of a document that state something, and which of them are cited.

use std::ops::Range;

use super::beside::place;
use super::{Block, BlockKind, Document, Prose, Sentence};
use crate::lexicon::is_order;
use crate::text::Span;

/// The fewest words that state something.
const MIN_WORDS: usize = 2;
/// The fewest words of an item of a list that is a statement though it has no full stop.
const MIN_ITEM_WORDS: usize = 6;

/// One statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Claim {
    /// The number of its sentence in the prose of its block.
    pub sentence: usize,
    /// Whether a citation stands in it, right after it, or covers it.
    pub cited: bool,
}

/// The claims of one block.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// The claims, in order.
    pub claims: Vec<Claim>,
    /// The sentences of the block that a citation covers from outside.
    covered: Covered,
}

/// What citations at the edges of a block cover besides their own sentence.
#[derive(Clone, Debug, Default)]
enum Covered {
    /// Nothing.
    #[default]
    Nothing,
    /// Every sentence: a citation stands before the first, or in the row of a table.
    All,
    /// These: a citation stands by itself after the last.
    Sentences(Range<usize>),
}

impl Claims {
    /// The claims of `block`, whose words are `prose`.
    #[must_use]
    pub fn of(document: &Document, block: &Block, prose: &Prose) -> Self {
        let covered = Covered::of(document, block, prose);
        let states = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableCell);
        if !states || block.quoted || is_footnote(document, block) {
            return Self { claims: Vec::new(), covered };
        }
        let claims = prose
            .sentences
            .iter()
            .enumerate()
            .filter(|(_, sentence)| is_claim(document, block, prose, sentence))
            .map(|(number, sentence)| {
                let cited = covered.holds(number) || sentence.is_cited(document);
                Claim { sentence: number, cited }
            })
            .collect();
        Self { claims, covered }
    }

    /// Whether the sentence of that number is cited, be it a claim or not.
    #[must_use]
    pub fn is_cited(&self, document: &Document, prose: &Prose, sentence: usize) -> bool {
        self.covered.holds(sentence)
            || prose.sentences.get(sentence).is_some_and(|sentence| sentence.is_cited(document))
    }
}

impl Covered {
    fn of(document: &Document, block: &Block, prose: &Prose) -> Self {
        let (Some(first), Some(last)) = (prose.sentences.first(), prose.sentences.last()) else {
            return Covered::Nothing;
        };
        if block.kind == BlockKind::TableCell && document.is_cited_in(place(document, block)) {
            return Covered::All;
        }
        let inside = document.citations_in(block.span);
        let leads = inside
            .first()
            .is_some_and(|citation| citation.is_mark() && citation.span.end() <= first.source.start());
        if leads {
            return Covered::All;
        }
        // In `…night. [12]` the mark stands by itself; in `…night.[12]` it is the last sentence's.
        let trails = inside.iter().find(|citation| citation.span.start() >= last.source.end());
        let apart = trails.is_some_and(|citation| {
            let between = document.slice(Span::new(last.source.end(), citation.span.start()));
            citation.is_mark() && between.starts_with(char::is_whitespace) && is_ended(prose, last)
        });
        if !apart {
            return Covered::Nothing;
        }
        let others = &prose.sentences[..prose.sentences.len() - 1];
        let from = others.iter().rposition(|sentence| sentence.is_cited(document)).map_or(0, |at| at + 1);
        Covered::Sentences(from..prose.sentences.len())
    }

    fn holds(&self, sentence: usize) -> bool {
        match self {
            Covered::Nothing => false,
            Covered::All => true,
            Covered::Sentences(range) => range.contains(&sentence),
        }
    }
}

fn is_footnote(document: &Document, block: &Block) -> bool {
    let next = document.definitions.partition_point(|definition| definition.span.start <= block.span.start);
    next > 0 && document.definitions[next - 1].span.holds(block.span.start())
}

/// Whether the sentence states something in the document's own words: no question, order, label, lead-in
/// to a list, line of provenance, link or words of somebody else.
fn is_claim(document: &Document, block: &Block, prose: &Prose, sentence: &Sentence) -> bool {
    let text = sentence.prose.of(&prose.text);
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    let item = block.kind == BlockKind::ListItem && !is_ended(prose, sentence) && words < MIN_ITEM_WORDS;
    !(words < MIN_WORDS
        || item
        || prose.is_question(sentence)
        || prose.leads_in(sentence)
        || prose.is_label(block.kind, words)
        || is_provenance(document, sentence)
        || document.quotation_around(sentence.source).is_some()
        || document.is_in_open_quotation(sentence.source)
        || is_link(document, sentence)
        || is_order(&prose.text, sentence.prose))
}

fn is_ended(prose: &Prose, sentence: &Sentence) -> bool {
    sentence.prose.of(&prose.text).ends_with(|c: char| !c.is_alphanumeric())
}

fn is_provenance(document: &Document, sentence: &Sentence) -> bool {
    let told = &document.provenance;
    [told.author, told.published, told.retrieved, told.source]
        .iter()
        .flatten()
        .any(|found| sentence.source.contains(found.name()) || found.span.contains(sentence.source))
}

/// Whether the sentence is a link and nothing else: an entry of a list of notes or pages.
fn is_link(document: &Document, sentence: &Sentence) -> bool {
    document.link_around(sentence.source).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The claims of a text: with `*` before those that are cited.
    fn claims(text: &str) -> Vec<String> {
        let document = Document::from_text("a.md", text);
        let mut found = Vec::new();
        for block in &document.blocks {
            let prose = Prose::of(&document, block);
            for claim in Claims::of(&document, block, &prose).claims {
                let mark = if claim.cited { "*" } else { "" };
                found.push(format!("{mark}{}", prose.sentences[claim.sentence].prose.of(&prose.text)));
            }
        }
        found
    }

    #[test]
    fn a_claim_is_a_sentence_that_states_something() {
        for (text, expected) in [
            (
                "# The lamp went out here\n\nThe lamp went out. Why was that? Yes.",
                &["The lamp went out."][..],
            ),
            (
                "A title without an end\n\nThere were three:\n\n- the oil lamp\n- it went out that night twice",
                &["it went out that night twice"],
            ),
            ("“The lamp went out.\n\n“It was dark,” she said.", &["“It was dark,” she said."]),
            ("> The lamp went out.\n\n“The lamp went out.” “It did,” she said.", &["“It did,” she said."]),
            ("`The lamp went out.`\n\n```\nThe lamp went out.\n```\n", &[]),
            (
                "- [[the night the lamp went out at Skerrow]]\n- [[oil]] froze in the lamp that night",
                &["oil froze in the lamp that night"],
            ),
            ("A lamp burned.[^1]\n\n[^1]: The log says it burned.", &["*A lamp burned."]),
        ] {
            assert_eq!(claims(text), expected, "{text}");
        }
    }

    #[test]
    fn a_citation_covers_its_sentence_and_from_the_edge_of_a_paragraph_the_others() {
        for (text, expected) in [
            ("It was dark [1]. Nobody came.", &["*It was dark.", "Nobody came."][..]),
            ("It was dark. Nobody came [1].", &["It was dark.", "*Nobody came."]),
            ("It was dark. Nobody came.[1]", &["It was dark.", "*Nobody came."]),
            ("It was dark. Nobody came. [1]", &["*It was dark.", "*Nobody came."]),
            (
                "It was dark. He left [2]. It rained. Nobody came. [1]",
                &["It was dark.", "*He left.", "*It rained.", "*Nobody came."],
            ),
            ("[00:01:20] It was dark. Nobody came.", &["*It was dark.", "*Nobody came."]),
            (
                "[The log](https://a.example/log) was kept. It was lost.",
                &["*The log was kept.", "It was lost."],
            ),
            ("| a | b |\n|---|---|\n| It was a dark night. | [1] |", &["*It was a dark night."]),
        ] {
            assert_eq!(claims(text), expected, "{text}");
        }
    }
}
