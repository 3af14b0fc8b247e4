//! What a link points to.

use std::borrow::Cow;
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
    /// No note by that name.
    Missing,
    /// No file by that name, and the name is not a note's.
    MissingFile,
    /// The note is there and its heading is not.
    MissingHeading(DocumentId),
    /// The note is there and its block is not.
    MissingBlock(DocumentId),
    /// Not a link into the vault, or one that only a web server can answer.
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
        let by_name = link.syntax == LinkSyntax::Wiki;
        let written = link.target.of(text);
        let target = if by_name { Cow::Borrowed(written) } else { percent_decoded(written) };
        if target.is_empty() {
            return from_self(self.documents, from, link).unwrap_or(Resolution::External);
        }
        if let Some(id) = self.note(from, &target, by_name) {
            return self.anchored(id, link.anchor.map(|anchor| anchor.of(text)));
        }
        match self.file(from, &target, by_name) {
            Some(file) => Resolution::File(file),
            None => missing(&target, by_name),
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

/// What a target that nothing answers to would have been.
fn missing(target: &str, by_name: bool) -> Resolution {
    let name = target.rsplit('/').next().unwrap_or(target);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let document = DOCUMENT_EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension));
    let attachment = ATTACHMENT_EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension));
    match (document, attachment) {
        (true, _) => Resolution::Missing,
        (_, true) => Resolution::MissingFile,
        _ if by_name => Resolution::Missing,
        // `/download` or `guide/install` is a page that a web server makes.
        _ => Resolution::External,
    }
}

/// Extensions of what is read as a document.
const DOCUMENT_EXTENSIONS: [&str; 2] = ["md", "markdown"];

/// Extensions of what notes embed or link to. Any other dot belongs to a note's name.
const ATTACHMENT_EXTENSIONS: [&str; 40] = [
    "avif",
    "base",
    "bib",
    "bmp",
    "canvas",
    "csv",
    "docx",
    "epub",
    "excalidraw",
    "flac",
    "gif",
    "html",
    "ipynb",
    "jpeg",
    "jpg",
    "json",
    "m4a",
    "mkv",
    "mov",
    "mp3",
    "mp4",
    "odt",
    "ogg",
    "ogv",
    "opus",
    "pdf",
    "png",
    "pptx",
    "py",
    "rtf",
    "svg",
    "tex",
    "tif",
    "tiff",
    "txt",
    "wav",
    "webm",
    "webp",
    "xlsx",
    "zip",
];

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
    let wanted = heading_key(last);
    // A second heading of the same text gets `-1`, the next `-2`.
    let unnumbered =
        wanted.rsplit_once(' ').filter(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit()));
    let matches = |key: &str| key == wanted || unnumbered.is_some_and(|(before, _)| key == before);
    let found = document.headings.iter().any(|heading| matches(&heading_key(document.slice(heading.text))));
    if found || names_itself(document.text(), last) {
        Resolution::Note(id)
    } else {
        Resolution::MissingHeading(id)
    }
}

/// Whether the text gives some element the name `id`: `{#id}`, `id="id"`, `name="id"`.
fn names_itself(text: &str, id: &str) -> bool {
    let named = |before: &str| {
        let mark = format!("{before}{id}");
        memchr::memmem::find_iter(text.as_bytes(), &mark)
            .any(|at| text[at + mark.len()..].starts_with(['"', '\'', '}', ' ', '>']))
    };
    ["{#", "id=\"", "name=\"", "id='", "name='"].into_iter().any(named)
}

/// A heading as links and web anchors alike compare it: letters and digits, the rest as
/// single spaces.
fn heading_key(text: &str) -> String {
    let words = folded(text);
    words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn strip_document_extension(path: &str) -> &str {
    [".md", ".markdown", ".txt"].iter().find_map(|extension| path.strip_suffix(extension)).unwrap_or(path)
}

/// `%20` and its kin as the characters they stand for; the text itself if that is not UTF-8.
fn percent_decoded(text: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}
