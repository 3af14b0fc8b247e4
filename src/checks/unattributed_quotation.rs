//! Quotations that nobody says.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{BlockKind, Document, Quotation};
use crate::lexicon;
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<UnattributedQuotation>("unattributed-quotation", &[]);

/// The longest paragraph that is searched for who says it, in bytes, on either side of the quotation.
const MAX_AROUND: usize = 4000;

/// Reports quotations with nobody who says them in their paragraph or the ones beside it, and
/// no citation in their paragraph.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UnattributedQuotation {
    /// The fewest words of a quotation that wants a speaker; fewer are a term or a title.
    #[serde(default = "five")]
    min_words: usize,
}

fn five() -> usize {
    5
}

impl Check for UnattributedQuotation {
    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let mut past = 0;
        for quotation in &document.quotations {
            // A quotation inside another is the other's affair.
            if quotation.span.start() >= past && self.is_unattributed(document, quotation) {
                hits.push(Hit::at(quotation.span));
            }
            past = past.max(quotation.span.end());
        }
    }
}

impl UnattributedQuotation {
    fn is_unattributed(&self, document: &Document, quotation: &Quotation) -> bool {
        let words = document.slice(quotation.words);
        let next = document.blocks.partition_point(|block| block.span.start <= quotation.span.start);
        let Some(at) = next.checked_sub(1) else { return false };
        let block = &document.blocks[at];
        if block.quoted || block.kind != BlockKind::Paragraph || !block.span.contains(quotation.span) {
            return false;
        }
        let citation = document.citations.partition_point(|citation| citation.span.start < block.span.start);
        let cited =
            document.citations.get(citation).is_some_and(|citation| citation.span.start < block.span.end);
        if cited || words.split_whitespace().take(self.min_words).count() < self.min_words {
            return false;
        }
        // What is no sentence is a title, a label or an example of words.
        let ended = words.ends_with(['.', '!', '?', ',', '…']);
        let closed = document.slice(Span::new(quotation.span.end(), block.span.end())).starts_with(['.', ',']);
        (ended || closed) && !is_said(document, at, quotation)
    }
}

/// Whether a word that tells who says it stands in the paragraph or beside it, outside the quotation.
fn is_said(document: &Document, at: usize, quotation: &Quotation) -> bool {
    let around = document.blocks[at.saturating_sub(1)..].iter().take(if at == 0 { 2 } else { 3 });
    around.into_iter().any(|block| {
        let inside = block.span.contains(quotation.span);
        let (before, after) = if inside {
            (
                Span::new(block.span.start(), quotation.span.start()),
                Span::new(quotation.span.end(), block.span.end()),
            )
        } else {
            (block.span, Span::new(block.span.end(), block.span.end()))
        };
        let (before, after) = (near_end(document.slice(before)), near_start(document.slice(after)));
        before.trim_end().ends_with(':') || lexicon::says_who(before) || lexicon::says_who(after)
    })
}

fn near_end(text: &str) -> &str {
    let from = text.len().saturating_sub(MAX_AROUND);
    &text[(from..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())..]
}

fn near_start(text: &str) -> &str {
    let to = MAX_AROUND.min(text.len());
    &text[..(0..=to).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)]
}
