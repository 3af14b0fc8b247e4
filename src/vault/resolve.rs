//! What a link points to, by the rules of the editor that the vault is kept in.
//!
//! `docs/links.md` lists each rule with the case that shows it.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::anchors::{Anchors, Lacking};
use super::index::DocumentId;
use super::names::{self, DOCUMENT_EXTENSIONS, file_name, folded, joined, without_extension};
use crate::document::{Document, Link, LinkSyntax};
use crate::text::is_digits;

/// How links are resolved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LinkStyle {
    /// As Obsidian does: by name from anywhere; of several notes the one in the same folder,
    /// then the one with the shortest path.
    #[default]
    Obsidian,
    /// As Quartz does with `shortest`: by name if only one note has it, by path otherwise.
    Shortest,
    /// As plain Markdown: by path from the note's own folder, or from the root with a `/`.
    Markdown,
}

/// The settings of link resolution.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkOptions {
    /// The editor whose rules hold.
    #[serde(default)]
    pub style: LinkStyle,
    /// Whether a note is found by its aliases.
    #[serde(default)]
    pub aliases: bool,
}

/// What a link points to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resolution {
    /// A note, and how well the link says which.
    Note(DocumentId, Fit),
    /// A file that is no document, by its place in [`super::Vault::files`].
    File(u32, Fit),
    /// The note is there and its heading is not.
    MissingHeading(DocumentId),
    /// The note is there and its block is not.
    MissingBlock(DocumentId),
    /// No note by that name, and only one whose name differs in blanks, `_`, `-` or accents.
    Misspelled(DocumentId),
    /// No note by that name; it is another name of this one.
    Alias(DocumentId),
    /// No note by that name.
    Missing,
    /// No file by that name, and the name is not a note's.
    MissingFile,
    /// No note by that name, which is a time: `[[00:12:10]]`.
    Time,
    /// Not a link into the vault, or one that only a web server can answer.
    External,
}

impl Resolution {
    /// Whether the link leads where it says, on every machine, or out of the vault.
    #[must_use]
    pub fn is_sound(self) -> bool {
        matches!(
            self,
            Resolution::Note(_, Fit::Exact) | Resolution::File(_, Fit::Exact) | Resolution::External
        )
    }

    /// The note that a reader who follows the link ends up in.
    #[must_use]
    pub fn note(self) -> Option<DocumentId> {
        match self {
            Resolution::Note(id, _) | Resolution::MissingHeading(id) | Resolution::MissingBlock(id) => {
                Some(id)
            }
            _ => None,
        }
    }
}

/// How well a link says which note or file it means.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fit {
    /// As it is written.
    Exact,
    /// Only if case does not count.
    Case,
    /// Others fit as well.
    Ambiguous,
}

/// The names of a vault's notes and files, folded.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Name without folder and extension.
    pub(super) notes: FxHashMap<Box<str>, Vec<DocumentId>>,
    /// For each document, whether its name is the same folded.
    pub(super) lower: Vec<bool>,
    /// Name without folder, with extension.
    pub(super) files: FxHashMap<Box<str>, Vec<u32>>,
    /// Whether a file is a note that was not read.
    pub(super) unread: bool,
    /// Other names of notes.
    pub(super) aliases: FxHashMap<Box<str>, Vec<DocumentId>>,
    /// Loose names, as numbers; made when the first link leads nowhere.
    loose: OnceLock<FxHashMap<u64, Vec<DocumentId>>>,
}

pub(super) struct Resolver<'a> {
    pub(super) documents: &'a [Arc<Document>],
    /// The documents' paths, side by side: links look at many of them and at little else.
    pub(super) paths: &'a [&'a str],
    pub(super) files: &'a [Box<str>],
    pub(super) names: &'a Names,
    pub(super) anchors: &'a [OnceLock<Anchors>],
    pub(super) options: LinkOptions,
}

/// A target as it is looked up.
struct Wanted<'t> {
    /// The path as written, without a leading `/`.
    path: &'t str,
    /// The path from the root, where the link says so: `/a`, `./a`, `../a`, or plain Markdown.
    fixed: Option<String>,
    /// The target and the note's own folder, from which it may be meant.
    from: (&'t str, &'t str),
    /// Whether it is a wiki-link, which begins at the root; others begin in their own folder.
    wiki: bool,
}

/// Whether a tool fills in the target before anybody follows it: `{{date}}`, `<% title %>`.
fn is_template(target: &str) -> bool {
    let begins = target.bytes().any(|byte| matches!(byte, b'{' | b'<'));
    begins && ["{{", "{%", "<%"].iter().any(|mark| target.contains(mark))
}

/// What bare names of wiki-links come to that no note and no file has: many links want the same ones.
pub(super) type Unknown<'a> = FxHashMap<&'a str, Resolution>;

impl<'a> Resolver<'a> {
    pub(super) fn resolve(&self, from: DocumentId, link: &Link, unknown: &mut Unknown<'a>) -> Resolution {
        let document = &*self.documents[from.index()];
        let text = document.text();
        if link.syntax == LinkSyntax::Reference || link.is_external(text) {
            return Resolution::External;
        }
        let written = link.target.of(text);
        let mut anchor = link.anchor.map_or("", |anchor| anchor.of(text));
        // Browsers know the top of a page, and words to look for in it.
        let web = link.syntax != LinkSyntax::Wiki;
        if web && (anchor.eq_ignore_ascii_case("top") || anchor.starts_with(":~:")) {
            anchor = "";
        }
        if is_template(anchor) {
            return Resolution::External;
        }
        if written.is_empty() {
            return self.anchored(from, Fit::Exact, anchor);
        }
        let key = self.is_bare(link.syntax, written).then(|| folded(written));
        if let Some(id) =
            key.as_ref().and_then(|key| self.bare(written, key, matches!(key, Cow::Borrowed(_))))
        {
            return self.anchored(id, Fit::Exact, anchor);
        }
        if let Some(&known) = unknown.get(written).filter(|_| key.is_some()) {
            return known;
        }
        if is_template(written) {
            return Resolution::External;
        }
        if key.is_some_and(|key| self.is_unknown(&key)) {
            let wanted = Wanted { path: written, fixed: None, from: (written, ""), wiki: true };
            let nothing = self.nothing(&wanted, written, link.syntax);
            unknown.insert(written, nothing);
            return nothing;
        }
        let decoded =
            if link.syntax == LinkSyntax::Wiki { written.into() } else { names::percent_decoded(written) };
        // A query belongs to a web server, not to a file.
        let target = if link.syntax == LinkSyntax::Wiki {
            &*decoded
        } else {
            decoded.split('?').next().unwrap_or_default()
        };
        let Some(wanted) = self.wanted(document, link.syntax, target) else { return Resolution::External };
        if let Some((id, fit)) = self.note(&wanted) {
            return self.anchored(id, fit, anchor);
        }
        match self.file(&wanted) {
            Some((file, fit)) => Resolution::File(file, fit),
            None => self.nothing(&wanted, target, link.syntax),
        }
    }

    /// Whether a link gives a name alone, which means the same wherever it stands unless several have it.
    fn is_bare(&self, syntax: LinkSyntax, name: &str) -> bool {
        syntax == LinkSyntax::Wiki
            && self.options.style != LinkStyle::Markdown
            && !name.bytes().any(|byte| byte == b'/')
            && !name.starts_with('.')
            && without_extension(name).len() == name.len()
    }

    /// Whether no note and no file has the bare name, folded.
    fn is_unknown(&self, key: &str) -> bool {
        !self.names.unread && !self.names.notes.contains_key(key) && !self.names.files.contains_key(key)
    }

    /// The note that a bare name means if only one has it, written as the link writes it: the
    /// most common link by far. Every style but Markdown's ends there, with more looking around.
    fn bare(&self, name: &str, key: &str, in_lower_case: bool) -> Option<DocumentId> {
        match self.names.notes.get(key)?.as_slice() {
            &[only] => {
                // A name in lower case means a file in lower case, without a look at its path.
                let same = if in_lower_case {
                    self.names.lower[only.index()]
                } else {
                    ends_with_path(without_extension(self.paths[only.index()]), name)
                };
                same.then_some(only)
            }
            _ => None,
        }
    }

    /// How `target` is looked up from `document`; none if it leads out of the vault.
    fn wanted<'t>(&self, document: &'t Document, syntax: LinkSyntax, target: &'t str) -> Option<Wanted<'t>> {
        let from = (target, names::folder(document.path()));
        let dotted = target.starts_with("./") || target.starts_with("../") || target == "..";
        let fixed = match target.strip_prefix('/') {
            Some(path) => Some(joined("", path)?),
            None if dotted || self.options.style == LinkStyle::Markdown => Some(joined(from.1, target)?),
            None => None,
        };
        Some(Wanted { path: target.trim_start_matches('/'), fixed, from, wiki: syntax == LinkSyntax::Wiki })
    }

    fn note(&self, wanted: &Wanted<'_>) -> Option<(DocumentId, Fit)> {
        let name = folded(file_name(wanted.path));
        let stem = without_extension(&name);
        let named = |name: &str| self.names.notes.get(name).map_or(&[][..], Vec::as_slice);
        let candidates: Cow<'_, [DocumentId]> = if stem.len() == name.len() {
            Cow::Borrowed(named(&name))
        } else {
            Cow::Owned([named(&name), named(stem)].concat())
        };
        let path = |id: DocumentId| self.paths[id.index()];
        self.choose(wanted, &candidates, path)
    }

    fn file(&self, wanted: &Wanted<'_>) -> Option<(u32, Fit)> {
        let name = folded(file_name(wanted.path));
        // A note that is not read is a file, and its extension may be left out all the same.
        let with_extension = |extension| self.names.files.get(&*format!("{name}{extension}"));
        let unread = || DOCUMENT_EXTENSIONS.iter().find_map(with_extension);
        let named = self.names.files.get(&*name);
        let candidates = named.or_else(|| self.names.unread.then(unread).flatten())?;
        self.choose(wanted, candidates, |at| &*self.files[at as usize])
    }

    /// The candidate that the style's rules choose, and how well the link says so.
    fn choose<'p, T: Copy + Ord>(
        &self,
        wanted: &Wanted<'_>,
        candidates: &[T],
        path: impl Fn(T) -> &'p str,
    ) -> Option<(T, Fit)> {
        let fit = |chosen: &T, written: &str| {
            let full = path(*chosen);
            let exact = [full, without_extension(full)].iter().any(|full| ends_with_path(full, written));
            if exact { Fit::Exact } else { Fit::Case }
        };
        let same =
            |path: &str, wanted: &str| same_path(path, wanted) || same_path(without_extension(path), wanted);
        let at = |wanted: &str| candidates.iter().find(|candidate| same(path(**candidate), wanted)).copied();
        if let Some(fixed) = &wanted.fixed {
            return at(fixed).map(|chosen| (chosen, fit(&chosen, fixed)));
        }
        if candidates.is_empty() {
            return None;
        }
        let own = || joined(wanted.from.1, wanted.from.0).and_then(|beside| at(&beside));
        let root = || at(wanted.path);
        let plain = if wanted.wiki { root().or_else(own) } else { own().or_else(root) };
        if let Some(chosen) = plain {
            return Some((chosen, fit(&chosen, wanted.path)));
        }
        if self.options.style == LinkStyle::Shortest {
            let only = candidates.first().filter(|_| candidates.len() == 1 && !wanted.path.contains('/'))?;
            return Some((*only, fit(only, wanted.path)));
        }
        let ends = |candidate: &&T| ends_with_folded(path(**candidate), wanted.path);
        let mut ending: Vec<T> = candidates.iter().filter(ends).copied().collect();
        ending.sort_by_key(|candidate| (path(*candidate).len(), *candidate));
        let chosen = *ending.first()?;
        Some((chosen, if ending.len() > 1 { Fit::Ambiguous } else { fit(&chosen, wanted.path) }))
    }

    fn anchored(&self, id: DocumentId, fit: Fit, anchor: &str) -> Resolution {
        if anchor.is_empty() {
            return Resolution::Note(id, fit);
        }
        let document = &self.documents[id.index()];
        let anchors = self.anchors[id.index()].get_or_init(|| Anchors::of(document));
        let lacks = |anchor: &str| anchors.lacks(document, anchor);
        // Web anchors are percent-encoded; an editor's are not, but may hold a `%`.
        let lacking = lacks(anchor).and_then(|_| lacks(&names::percent_decoded(anchor)));
        match lacking {
            None => Resolution::Note(id, fit),
            Some(Lacking::Heading) => Resolution::MissingHeading(id),
            Some(Lacking::Block) => Resolution::MissingBlock(id),
        }
    }

    /// What a target is that nothing answers to.
    fn nothing(&self, wanted: &Wanted<'_>, target: &str, syntax: LinkSyntax) -> Resolution {
        // What is hidden is not read, and a link may lead there all the same.
        let hidden = |part: &str| part.starts_with('.') && !matches!(part, "." | "..");
        // The last part of a wiki-link may be a name with a dot before it.
        let places = if wanted.wiki { names::folder(wanted.path) } else { wanted.path };
        if places.split('/').any(hidden) {
            return Resolution::External;
        }
        if self.leaves_the_walk(wanted) {
            return Resolution::External;
        }
        let missing = missing(target, syntax == LinkSyntax::Wiki);
        if missing != Resolution::Missing {
            return missing;
        }
        if wanted.wiki && is_time(target) {
            return Resolution::Time;
        }
        let name = without_extension(wanted.path);
        let bare = wanted.fixed.is_none() && !name.contains('/');
        let alias = || self.names.aliases.get(&*folded(name)).filter(|_| bare);
        let known = if self.names.aliases.is_empty() { None } else { alias() };
        if let Some(&[id]) = known.map(Vec::as_slice) {
            return if self.options.aliases {
                Resolution::Note(id, Fit::Exact)
            } else {
                Resolution::Alias(id)
            };
        }
        match self.loosely(name).as_slice() {
            [id] => Resolution::Misspelled(*id),
            _ => Resolution::Missing,
        }
    }

    /// Whether the path goes through a symbolic link to a folder, which is not walked: those are
    /// the only files that have anything below them.
    fn leaves_the_walk(&self, wanted: &Wanted<'_>) -> bool {
        let is_file = |path: &str| {
            let named = self.names.files.get(&*folded(file_name(path)));
            named.is_some_and(|files| files.iter().any(|&at| same_path(&self.files[at as usize], path)))
        };
        let through = |path: &str| path.match_indices('/').any(|(at, _)| is_file(&path[..at]));
        match &wanted.fixed {
            Some(fixed) => through(fixed),
            None if !wanted.path.contains('/') => false,
            None => {
                through(wanted.path)
                    || joined(wanted.from.1, wanted.from.0).is_some_and(|path| through(&path))
            }
        }
    }

    /// The notes whose path ends as `path` does, loosely compared.
    fn loosely(&self, path: &str) -> Vec<DocumentId> {
        let by_name = self.names.loose.get_or_init(|| {
            let mut by_name: FxHashMap<u64, Vec<DocumentId>> = FxHashMap::default();
            for (at, document) in self.documents.iter().enumerate() {
                by_name.entry(names::loose_number(document.stem())).or_default().push(DocumentId::new(at));
            }
            by_name
        });
        let Some(candidates) = by_name.get(&names::loose_number(file_name(path))) else {
            return Vec::new();
        };
        let name = names::loose(file_name(path));
        let named =
            |id: &&DocumentId| !name.is_empty() && names::loose(self.documents[id.index()].stem()) == name;
        let loose = |path: &str| -> Vec<String> {
            path.split('/').map(names::loose).filter(|part| !matches!(&**part, "" | "." | "..")).collect()
        };
        let folders = loose(names::folder(path));
        let ends =
            |id: &&DocumentId| loose(names::folder(self.documents[id.index()].path())).ends_with(&folders);
        // A note of the very same name was passed over for its path: that is no slip in the name.
        let same = |id: &&DocumentId| folded(self.documents[id.index()].stem()) == folded(file_name(path));
        candidates.iter().filter(|id| named(id) && ends(id) && !same(id)).copied().collect()
    }
}

fn same_path(path: &str, wanted: &str) -> bool {
    path == wanted
        || if wanted.is_ascii() { path.eq_ignore_ascii_case(wanted) } else { folded(path) == folded(wanted) }
}

/// Whether `path` is `end` or ends with it after a `/`.
fn ends_with_path(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

fn ends_with_folded(path: &str, end: &str) -> bool {
    let (path, end) = (folded(without_extension(path)), folded(without_extension(end)));
    ends_with_path(&path, &end)
}

/// What a target that nothing answers to would have been.
fn missing(target: &str, wiki: bool) -> Resolution {
    let name = file_name(target);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_one_of = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(extension));
    match (is_one_of(&["md", "markdown"]), is_one_of(&ATTACHMENT_EXTENSIONS)) {
        _ if !names_something(name) => Resolution::External,
        (true, _) => Resolution::Missing,
        (_, true) => Resolution::MissingFile,
        _ if wiki => Resolution::Missing,
        // `/download` or `guide/install` is a page that a web server makes.
        _ => Resolution::External,
    }
}

/// Whether a target is a time: `00:12:10`, `12:10`.
fn is_time(target: &str) -> bool {
    let mut parts = target.split(':');
    let hours = parts.next().is_some_and(|part| matches!(part.len(), 1 | 2) && is_digits(part));
    let two = |part: &str| part.len() == 2 && is_digits(part);
    let rest = parts.clone().count();
    hours && matches!(rest, 1 | 2) && parts.all(two)
}

/// Whether a target can be a name: `[[*.png]]`, `[[ -n $x ]]`, `[[:de:Name]]` and `[[...]]` are not.
fn names_something(name: &str) -> bool {
    name.contains(char::is_alphanumeric)
        && !name.starts_with(['-', ':'])
        && !name.bytes().any(|byte| matches!(byte, b'*' | b'$' | b'<' | b'>' | b'"' | b'='))
}

/// Extensions of what notes embed or link to. Any other dot belongs to a note's name.
const ATTACHMENT_EXTENSIONS: [&str; 42] = [
    "3gp",
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
    "js",
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
