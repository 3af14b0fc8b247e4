//! A code fence around a whole text: an answer that was handed over as Markdown source.

use std::sync::Arc;

use crate::document::Document;
use crate::rule::{Applicability, Edit, Fix, Hit, Severity};
use crate::text::{Span, lines, lines_backwards};

/// The hit on the fence that `literal` begins, if everything in the body stands in it and it is no
/// form to be filled in.
pub(super) fn around_body(document: &Document, literal: Span) -> Option<Hit> {
    let text = document.text();
    let body = document.body.trimmed(text);
    let mark = text[literal.start()..].chars().next()?;
    let begins = body.start() <= literal.start()
        && text[body.start()..literal.start()].chars().all(|before| before == mark);
    if !begins {
        return None;
    }
    let opening = lines(text, Span::new(body.start(), document.body.end())).next()?;
    let info = opening.span.of(text).trim_start_matches(mark);
    let marks = opening.span.of(text).len() - info.len();
    let named = ["markdown", "md"].iter().any(|name| name.eq_ignore_ascii_case(info.trim()));
    let closing = lines_backwards(text, body).next()?;
    let closes = closing
        .of(text)
        .trim_end()
        .strip_prefix(mark)
        .is_some_and(|rest| rest.len() + 1 >= marks && rest.chars().all(|more| more == mark));
    if !named || !closes || closing.start() <= opening.next {
        return None;
    }
    let inner = Span::new(opening.next, closing.start());
    let nested = pairs(inner.of(text), mark, marks)?;
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
fn pairs(inner: &str, mark: char, marks: usize) -> Option<bool> {
    let (mut open, mut nested) = (false, false);
    for line in inner.lines().map(str::trim) {
        let length = line.len() - line.trim_start_matches(mark).len();
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

/// Whether there is a text, and not a form of one.
fn is_text(inner: &str) -> bool {
    let form = ["{{", "<%", "[Your", "[your"].iter().any(|mark| inner.contains(mark));
    !form && inner.contains(char::is_alphanumeric)
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
