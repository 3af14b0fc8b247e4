//! Links as Logseq and Dendron have them, where they differ from everybody else's.
//!
//! Logseq names the file of a page `a/b` `a___b.md`, and that of a day `journals/2024_11_17.md`
//! however the day is written. Dendron writes the text before the pipe and the note behind it.

use std::fmt::Write as _;

use super::index::DocumentId;
use super::names::{folded, folder};
use super::period;
use super::resolve::{Fit, Resolution, Resolver, Unknown};
use crate::document::{Document, Link, LinkSyntax};
use crate::text::{Span, is_digits};

/// What no file can be called by.
const UNFIT: [char; 9] = ['/', '<', '>', ':', '"', '\\', '|', '?', '*'];

impl<'a> Resolver<'a> {
    /// Where a link leads by the rules of the editor that its document was written in.
    pub(super) fn follow(&self, from: DocumentId, link: &Link, unknown: &mut Unknown<'a>) -> Resolution {
        let found = self.resolve(from, link, unknown);
        let lost = matches!(found, Resolution::Missing | Resolution::Misspelled(_));
        if !lost || link.syntax != LinkSyntax::Wiki {
            return found;
        }
        let document = &*self.documents[from.index()];
        if let Some(swapped) = behind_the_pipe(document, link) {
            let behind = self.resolve(from, &swapped, unknown);
            return if behind == Resolution::Missing { found } else { behind };
        }
        let page = self.page(document.slice(link.target));
        page.map_or(found, |id| Resolution::Note(id, Fit::Exact))
    }

    /// The note that Logseq keeps the page of that name in.
    fn page(&self, name: &str) -> Option<DocumentId> {
        let notes = |name: &str| self.names.notes.get(&*folded(name)).map_or(&[][..], Vec::as_slice);
        if let Some((year, month, day)) = period::day(name) {
            let in_journals = |id: &&DocumentId| {
                let folder = folder(self.paths[id.index()]);
                folder.rsplit('/').next() == Some("journals")
            };
            let named = notes(&format!("{year:04}_{month:02}_{day:02}"));
            return named.iter().find(in_journals).copied();
        }
        if !name.contains(UNFIT) {
            return None;
        }
        ["___", "%2F"].iter().find_map(|slash| notes(&escaped(name, slash)).first().copied())
    }
}

/// A page's name with what is unfit for a file's written as on the web, and `slash` for `/`.
fn escaped(name: &str, slash: &str) -> String {
    let mut escaped = String::with_capacity(name.len() + slash.len());
    for c in name.chars() {
        match c {
            '/' => escaped.push_str(slash),
            c if UNFIT.contains(&c) => {
                let _ = write!(escaped, "%{:02X}", u32::from(c));
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

/// The link that `[[text|note]]` is in a note of Dendron's.
fn behind_the_pipe(document: &Document, link: &Link) -> Option<Link> {
    let behind = link.display.filter(|_| is_dendron(document))?.trimmed(document.text());
    let hash = document.slice(behind).find('#').map(|at| behind.start() + at);
    let target = Span::new(behind.start(), hash.unwrap_or(behind.end()));
    let anchor = hash.map(|at| Span::new(at + 1, behind.end()));
    Some(Link { target, anchor, display: None, ..link.clone() })
}

/// Whether the front matter is what Dendron writes into every note: a description, and when the note
/// was made in milliseconds.
fn is_dendron(document: &Document) -> bool {
    let Some(head) = &document.front_matter else { return false };
    let created = head.field("created").and_then(|field| field.value.text());
    created.is_some_and(|created| created.len() == 13 && is_digits(created)) && head.field("desc").is_some()
}
