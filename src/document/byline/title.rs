//! The title of a text that has no field for it.

use super::{LONGEST, ends_sentence, is_header};
use crate::document::Document;
use crate::text::Span;

/// The first heading of level 1, or the first line that stands like a title above running text.
pub(super) fn title(document: &Document, header: &[Span]) -> Option<Span> {
    let text = document.text();
    if let Some(heading) = document.headings.first() {
        return (heading.level == 1).then_some(heading.text);
    }
    let trimmed: Vec<Span> = header.iter().map(|line| line.trimmed(text)).collect();
    let stands =
        |at: usize| is_title(document, trimmed[at]) && ends_here(document, trimmed.get(at + 1).copied());
    let first = trimmed.iter().position(|line| !line.is_empty());
    let headed = first.filter(|&at| is_title(document, trimmed[at]) && heads(document, &trimmed[at + 1..]));
    headed.or_else(|| (0..trimmed.len()).find(|&at| stands(at))).map(|at| trimmed[at])
}

/// Whether the lines right below a title are those of a header, a byline or a date among them:
/// nothing that goes on or ends as a sentence does.
fn heads(document: &Document, below: &[Span]) -> bool {
    const LONG: usize = 80;
    let near = &below[..below.iter().position(|line| line.is_empty()).unwrap_or(below.len())];
    let short = |line: &Span| line.len() <= LONG && !ends_sentence(document.slice(*line));
    near.iter().all(short) && near.iter().any(|&line| is_header(document, line))
}

fn is_title(document: &Document, line: Span) -> bool {
    let source = document.slice(line);
    line.len() <= LONGEST
        && !source.ends_with(['.', '。', ':', ';', ','])
        && source.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '«' | '\'' | '‘'))
        && source.split_whitespace().nth(1).is_some()
        && !is_header(document, line)
}

/// Whether a title can stand above the line: it does not go on there.
fn ends_here(document: &Document, next: Option<Span>) -> bool {
    next.is_none_or(|next| next.is_empty() || next.len() > LONGEST || is_header(document, next))
}
