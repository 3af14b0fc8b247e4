//! Links as Logseq, Dendron and Zim have them, where they differ from everybody else's.
//!
//! Logseq names the file of a page `a/b` `a___b.md`, and that of a day `journals/2024_11_17.md`
//! however the day is written. Dendron writes the text before the pipe and the note behind it. Zim names
//! `a b/c` `a b:c` and keeps it in `a_b/c.txt`.

use std::fmt::Write as _;

use super::index::DocumentId;
use super::names::{file_name, folded, folder, without_extension};
use super::period;
use super::resolve::{Fit, Resolution, Resolver, Unknown};
use crate::document::{Document, Link, LinkSyntax};
use crate::text::{Span, is_digits};

/// What no file can be called by.
const UNFIT: [char; 9] = ['/', '<', '>', ':', '"', '\\', '|', '?', '*'];

/// Among so many notes of one name the one is looked for that a link of Zim's means.
const MOST_NAMESAKES: usize = 64;

impl<'a> Resolver<'a> {
    /// Where a link leads by the rules of the editor that its document was written in.
    pub(super) fn follow(&self, from: DocumentId, link: &Link, unknown: &mut Unknown<'a>) -> Resolution {
        let document = &*self.documents[from.index()];
        if link.syntax == LinkSyntax::Wiki && is_of_zim(document.text()) {
            return self.in_zim(from, document.slice(link.target));
        }
        let found = self.resolve(from, link, unknown);
        let lost = matches!(found, Resolution::Missing | Resolution::Misspelled(_));
        if !lost || link.syntax != LinkSyntax::Wiki {
            return found;
        }
        if let Some(swapped) = behind_the_pipe(document, link) {
            let behind = self.resolve(from, &swapped, unknown);
            return if behind == Resolution::Missing { found } else { behind };
        }
        let page = self.page(document.slice(link.target));
        page.map_or(found, |id| Resolution::Note(id, Fit::Exact))
    }

    /// Where a link of Zim's leads: `+a` below the note itself, `:a` at the top, and any other from the
    /// note's folder or the nearest one above it. Its headings are none of Markdown's.
    fn in_zim(&self, from: DocumentId, name: &str) -> Resolution {
        // A part of the note, a file, somebody's mail, another wiki.
        if name.is_empty() || name.contains(['/', '\\', '?', '@']) {
            return Resolution::External;
        }
        let here = without_extension(self.paths[from.index()]);
        let (below, top) = (name.starts_with('+'), name.starts_with(':'));
        let wanted = name.trim_start_matches(['+', ':']).replace(':', "/").replace(' ', "_");
        let wanted = folded(&wanted);
        let least = if below { here } else { folder(here) };
        let found = |id: &&DocumentId| {
            let path = folded(without_extension(self.paths[id.index()]));
            let above = path.strip_suffix(&*wanted).filter(|above| above.is_empty() || above.ends_with('/'));
            let above = above.map(|above| above.trim_end_matches('/'));
            let least = folded(least);
            above.is_some_and(|above| match below {
                true => above == least,
                false => top || above.is_empty() || format!("{least}/").starts_with(&format!("{above}/")),
            })
        };
        let named = self.names.notes.get(file_name(&wanted)).map_or(&[][..], Vec::as_slice);
        let nearest = named.iter().take(MOST_NAMESAKES).filter(found);
        let nearest = nearest.max_by_key(|id| self.paths[id.index()].len());
        nearest.map_or(Resolution::Missing, |&id| Resolution::Note(id, Fit::Exact))
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

/// Whether the first line is the one that Zim writes into every note.
fn is_of_zim(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').starts_with("Content-Type: text/x-zim-wiki")
}
