//! Quotations that begin and do not end.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{BlockKind, Document};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<UnbalancedQuotation>("unbalanced-quotation", &["mark"]);

/// The most bytes that are underlined.
const MAX_SHOWN: usize = 40;

/// The most blocks that are searched for the end of a quotation.
const MAX_BLOCKS: usize = 16;

/// Reports opening quotation marks that nothing answers in their block. Only marks that cannot
/// be anything else count: straight ones also measure and abbreviate.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UnbalancedQuotation {}

impl Check for UnbalancedQuotation {
    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        for &mark in &document.unclosed_quotations {
            let next = document.blocks.partition_point(|block| block.span.start <= mark.start);
            let Some(block) = next.checked_sub(1).map(|at| &document.blocks[at]) else { continue };
            let prose = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem);
            let sound = document.is_opaque(mark)
                || goes_on(document, next, document.slice(mark))
                || ends_two(document, mark, block.span.end())
                || ends_later(document, next, document.slice(mark));
            if prose && !sound {
                let span = shown(document, mark, block.span.end());
                hits.push(Hit::at(span).value("mark", document.slice(mark)));
            }
        }
    }
}

/// Whether the next paragraph opens the same quotation again, as one over several paragraphs does.
fn goes_on(document: &Document, next: usize, mark: &str) -> bool {
    let run = document.blocks.get(next).and_then(|block| document.text_runs.get(block.runs.0 as usize));
    // French may begin each paragraph of a quotation with the mark that closes it.
    let again = |text: &str| text.starts_with(mark) || (mark == "«" && text.starts_with('»'));
    run.is_some_and(|&run| again(document.slice(run).trim_start()))
}

/// Whether a quotation inside ends with it: Russian closes `«a «b»` with one mark.
fn ends_two(document: &Document, mark: Span, end: usize) -> bool {
    document.slice(mark) == "«" && document.slice(Span::new(mark.end(), end.max(mark.end()))).contains('»')
}

/// Whether the quotation ends in a later block of its section, and no other opens before that.
/// A block quote between its paragraphs is another's.
fn ends_later(document: &Document, next: usize, mark: &str) -> bool {
    let closes = |c: char| matches!((mark, c), ("«", '»') | ("“", '”') | ("„", '“' | '”'));
    let section = document.blocks[next..].iter().take(MAX_BLOCKS);
    let mut section = section.take_while(|block| block.kind != BlockKind::Heading);
    let found = section.find_map(|block| {
        let text = document.slice(block.span);
        let first = text.find(|c: char| closes(c) || matches!(c, '“' | '„' | '«'));
        first.filter(|_| !block.quoted).map(|at| text[at..].starts_with(closes))
    });
    found == Some(true)
}

/// The mark with its first words.
fn shown(document: &Document, mark: Span, end: usize) -> Span {
    let run = document.text_runs.partition_point(|run| run.end <= mark.start);
    let end = document.text_runs.get(run).map_or(end, |run| run.end().min(end));
    let text = document.slice(Span::new(mark.start(), end));
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    let shown = line.char_indices().map(|(at, _)| at).take_while(|&at| at <= MAX_SHOWN).last().unwrap_or(0);
    let cut = if line.len() <= MAX_SHOWN { line.len() } else { line[..shown].rfind(' ').unwrap_or(shown) };
    Span::new(mark.start(), mark.start() + cut.max(mark.len()))
}
