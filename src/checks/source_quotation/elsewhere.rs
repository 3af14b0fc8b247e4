//! Words that are spoken at another time than the one that is cited.

use crate::checks::shift;
use crate::document::{Document, Locator, MediaTime};
use crate::rule::{Applicability, Edit, Fix, Hit};
use crate::text::Span;

/// A quotation whose words are spoken at another time than the one that is cited.
pub(super) struct Elsewhere {
    /// Where the time is cited.
    pub(super) span: Span,
    pub(super) words: String,
    pub(super) cited: MediaTime,
    pub(super) found: MediaTime,
    pub(super) fact: String,
    pub(super) path: String,
    pub(super) fix: Option<Fix>,
}

impl Elsewhere {
    pub(super) fn difference(&self) -> i64 {
        i64::from(self.found.seconds()) - i64::from(self.cited.seconds())
    }

    /// One hit for quotations of a document that are all off by as much.
    pub(super) fn told_once<'e>(document: &Document, mut all: impl Iterator<Item = &'e Self>) -> Option<Hit> {
        let first = all.next()?;
        let hit = Hit::at(first.span)
            .value("words", &*first.words)
            .value("path", &*first.path)
            .value("time", first.cited.to_string())
            .value("found", first.found.to_string())
            .because(&*first.fact);
        let mut fixes: Vec<Fix> = first.fix.clone().into_iter().collect();
        let mut count = 0;
        let mut hit = all.fold(hit, |hit, other| {
            count += 1;
            if let Some(fix) = &other.fix {
                match fixes.iter_mut().find(|known| known.applicability == fix.applicability) {
                    Some(known) => known.edits.extend_from_slice(&fix.edits),
                    None => fixes.push(fix.clone()),
                }
            }
            hit.label(document, other.span, format!("spoken at {}", other.found))
        });
        let shift = shift::told(first.difference());
        if count > 0 {
            let title = format!("move these times, {shift}");
            fixes.iter_mut().for_each(|fix| fix.title.clone_from(&title));
            hit = hit.because(format!("{} quotations of this document are spoken about {shift}", count + 1));
        }
        hit.fixes = fixes;
        let more = match count {
            0 => String::new(),
            1 => format!(", and 1 more quotation is spoken {shift} as well"),
            count => format!(", and {count} more quotations are spoken {shift} as well"),
        };
        Some(hit.value("more", more))
    }
}

/// The fix that writes another time in every place of a timestamp that states the old one. What is
/// no timestamp may be no time of the source either.
pub(super) fn moved(document: &Document, locator: &Locator<'_>, time: MediaTime) -> Fix {
    let edit = |span| Edit {
        path: document.path().clone(),
        span,
        replacement: time.written_like(document.slice(span)),
    };
    let (applicability, edits) = match locator.timestamp {
        Some(timestamp) => {
            let fields = timestamp.fields().filter(|field| field.time == Some(locator.time));
            (Applicability::Safe, fields.map(|field| edit(field.span)).collect())
        }
        None => (Applicability::Unsafe, vec![edit(locator.span)]),
    };
    Fix { title: format!("write {time}"), applicability, edits }
}
