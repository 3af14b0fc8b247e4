//! Paragraphs without a citation where the others have one.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{BlockKind, Citation, Claims, Document};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<UncitedParagraph>("uncited-paragraph", &[]);

/// The fewest bytes of a paragraph that could hold several claims.
const MIN_LENGTH: usize = 100;
/// The fewest claims of a paragraph that is no transition to the next.
const MIN_CLAIMS: usize = 2;

/// Reports paragraphs without a citation in a document in which nearly all have one. What leads
/// in and what sums up stays: the first and the last paragraph, and those before a list, a table
/// or the first part of a section.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UncitedParagraph {
    /// How many paragraphs with a citation there must be for each without.
    #[serde(default = "nine")]
    cited_for_each: usize,
}

fn nine() -> usize {
    9
}

impl Check for UncitedParagraph {
    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        if document.citations.len() < self.cited_for_each || document.is_technical() {
            return;
        }
        let (cited, bare) = paragraphs(document);
        if bare.is_empty() || cited < self.cited_for_each * bare.len() {
            return;
        }
        for at in bare {
            let prose = subject.prose(at);
            let claims = Claims::of(document, &document.blocks[at], prose).claims;
            if claims.len() < MIN_CLAIMS || subject.has_source_mark(document.blocks[at].span) {
                continue;
            }
            let (first, last) = (claims[0].sentence, claims[claims.len() - 1].sentence);
            let span = prose.sentences[first].source.cover(prose.sentences[last].source);
            let fact = format!("{cited} other paragraphs here have a citation");
            hits.push(Hit::at(span).because(fact));
        }
    }
}

/// How many paragraphs have a citation, and those that want one. Lines that are too short to claim
/// much and cite nothing do not count.
fn paragraphs(document: &Document) -> (usize, Vec<usize>) {
    let blocks = document.blocks.iter().enumerate();
    let all: Vec<(usize, bool)> = blocks
        .filter(|(_, block)| block.kind == BlockKind::Paragraph && !block.quoted)
        .map(|(at, block)| (at, has_mark(document, block.span)))
        .filter(|&(at, cited)| cited || document.blocks[at].span.len() >= MIN_LENGTH)
        .collect();
    let cited = all.iter().filter(|(_, cited)| *cited).count();
    let inner = all.get(1..all.len().saturating_sub(1)).unwrap_or_default().iter();
    let linked = |at: usize| document.is_cited_in(document.blocks[at].span);
    let bare = inner
        .filter(|&&(at, cited)| !cited && !linked(at) && !leads_in(document, at) && !is_headed(document, at));
    (cited, bare.map(|&(at, _)| at).collect())
}

/// Whether a mark in the span cites. Words that are a link as well may only name what they are about.
fn has_mark(document: &Document, span: Span) -> bool {
    document.citations_in(span).iter().any(Citation::is_mark)
}

/// Whether a list or table follows, or the heading of a part of the section.
fn leads_in(document: &Document, at: usize) -> bool {
    let Some(next) = document.blocks.get(at + 1) else { return false };
    let heading = |offset: usize| {
        let after = document.headings.partition_point(|heading| heading.span.start() <= offset);
        document.headings[..after].last().map_or(0, |heading| heading.level)
    };
    match next.kind {
        BlockKind::Paragraph => next.quoted,
        BlockKind::Heading => heading(next.span.start()) > heading(document.blocks[at].span.start()),
        BlockKind::ListItem | BlockKind::TableCell | BlockKind::Html => true,
    }
}

/// Whether the heading above says where the section is from.
fn is_headed(document: &Document, at: usize) -> bool {
    let start = document.blocks[at].span.start;
    let after = document.headings.partition_point(|heading| heading.span.start <= start);
    document.headings[..after].last().is_some_and(|heading| document.is_cited_in(heading.span))
}
