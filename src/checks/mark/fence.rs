//! A code fence around a whole text: an answer that was handed over as Markdown source.

use std::sync::Arc;

use crate::document::Document;
use crate::rule::{Applicability, Edit, Fix, Hit, Severity};
use crate::text::{Span, lines, lines_backwards};

/// The hit on the fence that `literal` begins, if everything in the body stands in it and reads
/// as a text: a heading or fields first, and sentences.
pub(super) fn around_body(document: &Document, literal: Span) -> Option<Hit> {
    let text = document.text();
    let body = document.body.trimmed(text);
    let begins = body.start() <= literal.start()
        && text[body.start()..literal.start()].bytes().all(|byte| byte == b'`');
    if !begins {
        return None;
    }
    let opening = lines(text, Span::new(body.start(), document.body.end())).next()?;
    let info = opening.span.of(text).trim_start_matches('`').trim();
    let marks = opening.span.of(text).len() - opening.span.of(text).trim_start_matches('`').len();
    let closing = lines_backwards(text, body).next()?;
    let closes = closing.of(text).trim() == "`".repeat(marks);
    if !matches!(info, "markdown" | "md") || !closes || closing.start() <= opening.next {
        return None;
    }
    let inner = Span::new(opening.next, closing.start());
    let nested = pairs(inner.of(text), marks)?;
    let headings = || document.headings.iter().any(|heading| body.contains(heading.span));
    if !nested && headings() || !is_text(inner.of(text)) {
        return None;
    }
    // A note on a source holds what is said of it; one without may hold what it shows.
    let sure = document.provenance.source.is_some() && document.front_matter.is_some();
    let severity = if sure { None } else { Some(Severity::Info) };
    // Two front matters, one below the other, are one too many.
    let second = inner.of(text).trim_start().starts_with("---");
    let applicability = if sure && !second && !nested { Applicability::Safe } else { Applicability::Unsafe };
    let hit = Hit { severity, ..Hit::at(Span::new(body.start(), opening.span.trimmed(text).end())) };
    Some(
        hit.fix(Fix {
            title: "take the fence away".to_owned(),
            applicability,
            edits: [Span::new(body.start(), opening.next), closing_line(document, closing)]
                .map(|span| Edit { path: Arc::clone(document.path()), span, replacement: String::new() })
                .into(),
        }),
    )
}

/// Whether fences in the text would end the one around it, to Markdown, but stand in pairs: `\`\`\`python`
/// and `\`\`\``. None if they do not: then one of them may be its end.
fn pairs(inner: &str, marks: usize) -> Option<bool> {
    let (mut open, mut nested) = (false, false);
    for line in inner.lines().map(str::trim) {
        let length = line.len() - line.trim_start_matches('`').len();
        if length < marks {
            continue;
        }
        let bare = length == line.len();
        if bare != open {
            return None;
        }
        open = !open;
        nested = true;
    }
    (!open).then_some(nested)
}

fn is_text(inner: &str) -> bool {
    let begun = inner.trim_start();
    let form = ["{{", "<%", "[Your", "[your"].iter().any(|mark| inner.contains(mark));
    let sentences = [". ", ".\n", ".\r"].iter().map(|end| inner.matches(end).count()).sum::<usize>();
    (begun.starts_with("# ") || begun.starts_with("## ") || begun.starts_with("---"))
        && !form
        && sentences > 1
}

/// The closing line with its line end, or with the one before if it has none.
fn closing_line(document: &Document, closing: Span) -> Span {
    let text = document.text();
    let rest = &text[closing.end()..];
    if rest.is_empty() {
        let before = &text[..closing.start()];
        let line_end = before.len() - before.strip_suffix('\n').map_or(before.len(), str::len);
        let return_before = usize::from(before[..before.len() - line_end].ends_with('\r'));
        return Span::new(closing.start() - line_end - return_before, closing.end());
    }
    let line_end = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
    Span::new(closing.start(), closing.end() + line_end)
}
