//! What a link points to.

use std::sync::Arc;

use caseless::Caseless as _;
use unicode_normalization::UnicodeNormalization as _;

use super::index::{DocumentId, Index};
use crate::document::{Document, Link, LinkSyntax};

/// How the vault's editor resolves links.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LinkStyle {
    /// By name from anywhere, the nearest of several.
    #[default]
    Obsidian,
}

/// What a link points to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resolution {
    /// A note.
    Note(DocumentId),
    /// A file that is no document, by its place in [`super::Vault::files`].
    File(u32),
    /// Nothing by that name.
    Missing,
    /// The note is there and its heading is not.
    MissingHeading(DocumentId),
    /// The note is there and its block is not.
    MissingBlock(DocumentId),
    /// Not a link into the vault.
    External,
}

/// A name as it is compared: without case, in one Unicode form.
#[must_use]
pub(super) fn folded(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.chars().nfd().default_case_fold().nfc().collect()
}

pub(super) struct Resolver<'a> {
    pub(super) documents: &'a [Arc<Document>],
    pub(super) files: &'a [Box<str>],
    pub(super) index: &'a Index,
    #[expect(dead_code, reason = "one style so far")]
    pub(super) style: LinkStyle,
}

impl Resolver<'_> {
    pub(super) fn resolve(&self, from: &Document, link: &Link) -> Resolution {
        let text = from.text();
        if link.syntax == LinkSyntax::Reference || link.is_external(text) {
            return Resolution::External;
        }
        let target = link.target.of(text);
        let target =
            if link.syntax == LinkSyntax::Wiki { target.to_owned() } else { percent_decoded(target) };
        if target.is_empty() {
            return from_self(self.documents, from, link).unwrap_or(Resolution::External);
        }
        let by_name = link.syntax == LinkSyntax::Wiki;
        match self.note(from, &target, by_name) {
            Some(id) => self.anchored(id, link.anchor.map(|anchor| anchor.of(text))),
            None => self.file(from, &target, by_name).map_or(Resolution::Missing, Resolution::File),
        }
    }

    fn note(&self, from: &Document, target: &str, by_name: bool) -> Option<DocumentId> {
        let path = folded(target.trim_start_matches('/'));
        let stem = path.rsplit('/').next().unwrap_or(&path);
        let names = [stem, strip_document_extension(stem)];
        let mut candidates = names.into_iter().filter_map(|name| self.index.names.get(name)).flatten();
        let wanted = self.absolute(from, &path, by_name);
        candidates.clone().copied().find(|&id| self.path_is(id, &wanted)).or_else(|| {
            by_name.then(|| candidates.find(|&&id| self.path_ends_with(id, &path)).copied()).flatten()
        })
    }

    /// The path from the root: a Markdown link starts in the note's own folder.
    fn absolute(&self, from: &Document, path: &str, by_name: bool) -> String {
        let relative = !by_name || path.starts_with("./") || path.starts_with("../");
        let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: Vec<&str> =
            if relative { folder.split('/').filter(|part| !part.is_empty()).collect() } else { Vec::new() };
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop();
                }
                part => parts.push(part),
            }
        }
        folded(&parts.join("/"))
    }

    fn path_is(&self, id: DocumentId, wanted: &str) -> bool {
        let path = folded(self.documents[id.index()].path());
        path == wanted || strip_document_extension(&path) == wanted
    }

    fn path_ends_with(&self, id: DocumentId, wanted: &str) -> bool {
        let path = folded(self.documents[id.index()].path());
        let ends = |path: &str| {
            path.strip_suffix(wanted).is_some_and(|before| before.is_empty() || before.ends_with('/'))
        };
        ends(&path) || ends(strip_document_extension(&path))
    }

    fn file(&self, from: &Document, target: &str, by_name: bool) -> Option<u32> {
        let path = folded(target.trim_start_matches('/'));
        let candidates = self.index.files.get(path.rsplit('/').next().unwrap_or(&path))?;
        let wanted = self.absolute(from, &path, by_name);
        let is = |&&at: &&u32| folded(&self.files[at as usize]) == wanted;
        let ends = |&&at: &&u32| by_name && folded(&self.files[at as usize]).ends_with(&path);
        candidates.iter().find(is).or_else(|| candidates.iter().find(ends)).copied()
    }

    fn anchored(&self, id: DocumentId, anchor: Option<&str>) -> Resolution {
        anchored(&self.documents[id.index()], id, anchor)
    }
}

fn from_self(documents: &[Arc<Document>], from: &Document, link: &Link) -> Option<Resolution> {
    let id = documents.binary_search_by(|document| document.path().cmp(from.path())).ok()?;
    Some(anchored(from, DocumentId::new(id), link.anchor.map(|anchor| anchor.of(from.text()))))
}

fn anchored(document: &Document, id: DocumentId, anchor: Option<&str>) -> Resolution {
    let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) else { return Resolution::Note(id) };
    if let Some(block) = anchor.strip_prefix('^') {
        let found = document.block_ids.iter().any(|id| document.slice(*id).eq_ignore_ascii_case(block));
        return if found { Resolution::Note(id) } else { Resolution::MissingBlock(id) };
    }
    let anchor = percent_decoded(anchor);
    let last = anchor.rsplit('#').next().unwrap_or(&anchor);
    let (wanted, slug) = (heading_key(last), slug(last));
    let found = document.headings.iter().any(|heading| {
        let text = document.slice(heading.text);
        heading_key(text) == wanted || self::slug(text) == slug
    });
    if found { Resolution::Note(id) } else { Resolution::MissingHeading(id) }
}

/// A heading as links compare it: letters and digits, the rest as single spaces.
fn heading_key(text: &str) -> String {
    let words = folded(text);
    words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A heading as a web page's anchor: `Some heading!` is `some-heading`.
fn slug(text: &str) -> String {
    heading_key(text).replace(' ', "-")
}

fn strip_document_extension(path: &str) -> &str {
    [".md", ".markdown", ".txt"].iter().find_map(|extension| path.strip_suffix(extension)).unwrap_or(path)
}

/// `%20` and its kin as the characters they stand for; the text itself if that is not UTF-8.
fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
