//! Links to notes that nobody has to write: a tool or a way of working asks for them.

use crate::document::{Link, LinkSyntax};
use crate::rule::Subject;
use crate::vault::is_period;

/// Where Logseq keeps the settings of a graph.
const LOGSEQ: &str = "logseq/config.edn";

/// Why a link to a missing note is no slip, if it is none.
pub(super) fn planned(subject: &Subject<'_>, link: &Link) -> Option<&'static str> {
    let document = subject.document;
    if is_period(document.slice(link.target)) {
        return Some("it is named like the note of a day, a week or another period");
    }
    if link.syntax != LinkSyntax::Wiki {
        return None;
    }
    if document.is_tag(link.span) {
        return Some("it is a tag");
    }
    if document.is_given_as_author(link.span) {
        return Some("it names who made the source");
    }
    let files = subject.vault.files();
    files
        .binary_search_by(|path| (**path).cmp(LOGSEQ))
        .is_ok()
        .then_some("in Logseq every name in brackets is a page, written or not")
}
