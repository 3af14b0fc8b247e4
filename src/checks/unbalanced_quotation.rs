//! Quotations that begin and do not end.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{BlockKind, Document};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<UnbalancedQuotation>("unbalanced-quotation", &["mark"]);

/// The most bytes that are underlined.
const MAX_SHOWN: usize = 40;

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
            if prose && !goes_on(document, next, document.slice(mark)) {
                let span = shown(document, mark, block.span.end());
                hits.push(Hit::at(span).value("mark", document.slice(mark)));
            }
        }
    }
}

/// Whether the next paragraph opens the same quotation again, as one over several paragraphs does.
fn goes_on(document: &Document, next: usize, mark: &str) -> bool {
    let run = document.blocks.get(next).and_then(|block| document.text_runs.get(block.runs.0 as usize));
    run.is_some_and(|&run| document.slice(run).trim_start().starts_with(mark))
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
