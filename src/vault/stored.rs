//! Files kept of sources beside the documents, transcripts and snapshots, found by their names.

use std::collections::BTreeMap;
use std::hash::Hasher as _;

use fnv::FnvHasher;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::names::file_name;

/// What stands for the source in [`SourceFolder::naming`].
const KEY: &str = "{key}";
/// A longer name is cut, and ends in a number that tells it from others: file systems end at 255.
const LONGEST: usize = 100;

/// Where files of sources are kept, and how they are named.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SourceFolder {
    /// The folder, from the root of the vault. Its files may lie in folders of their own.
    pub folder: String,
    /// How its files are named, extension and language left out: `{key}` is the source, `*` anything.
    pub naming: String,
}

impl Default for SourceFolder {
    fn default() -> Self {
        Self { folder: "sources".to_owned(), naming: KEY.to_owned() }
    }
}

impl SourceFolder {
    /// The field that is wrong, and why, in words.
    ///
    /// # Errors
    /// The first such field.
    pub fn check(&self) -> Result<(), (&'static str, &'static str)> {
        let part = |part: &str| part.is_empty() || part == "." || part == "..";
        if self.folder.contains('\\') || self.folder.split('/').any(part) {
            return Err(("folder", "the folder is a path from the root of the vault, such as `sources`"));
        }
        let inner = self.naming.strip_prefix('*').unwrap_or(&self.naming);
        let inner = inner.strip_suffix('*').unwrap_or(inner);
        if inner.contains(['*', '/', '\\']) || inner.matches(KEY).count() != 1 {
            return Err(("naming", "a naming has `{key}` once, and `*` only at its beginning and end"));
        }
        if self.naming.contains("*{key}") || self.naming.contains("{key}*") {
            return Err((
                "naming",
                "where the source begins or ends, nobody can tell: write what stands between `{key}` and `*`",
            ));
        }
        Ok(())
    }

    /// Whether the file lies in the folder. `path` is relative to the root, with `/`.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        path.strip_prefix(&*self.folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The names that the file's source may have, the likelier first: with what looks like a
    /// language as a part of it, and without. See [`stored_name`].
    pub fn names<'s, 'p>(&'s self, path: &'p str) -> impl Iterator<Item = &'p str> + use<'s, 'p> {
        let file = file_name(path);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let without_language = stem.rsplit_once('.').filter(|(_, end)| is_language(end));
        let own = self.named(stem);
        own.chain(without_language.into_iter().flat_map(|(stem, _)| self.named(stem)))
    }

    /// What may stand for the source in a name: what stands between it and a `*` may stand in
    /// either as well.
    fn named<'s, 'p>(&'s self, stem: &'p str) -> impl Iterator<Item = &'p str> + use<'s, 'p> {
        let (before, after) = self.naming.split_once(KEY).unwrap_or_default();
        let rests = match before.strip_prefix('*') {
            Some(before) => {
                let mut found: Vec<&str> =
                    stem.match_indices(before).map(|(at, _)| &stem[at + before.len()..]).collect();
                found.reverse();
                found
            }
            None => stem.strip_prefix(before).into_iter().collect(),
        };
        let names = rests.into_iter().flat_map(move |rest| -> Vec<&str> {
            match after.strip_suffix('*') {
                Some(after) => rest.match_indices(after).map(|(at, _)| &rest[..at]).collect(),
                None => rest.strip_suffix(after).into_iter().collect(),
            }
        });
        names.filter(|name| !name.is_empty() && name.chars().all(is_plain))
    }
}

/// `en`, `pt-BR`, `en-orig`
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// What a source is called in the names of its files: a video by its identifier alone
/// (`dQw4w9WgXcQ`), anything else by its key with `-` for what is no letter, digit, `.`, `_` or
/// `-`, and without
/// `https://` or the `@` of a citation key (`doi-10.1000-abc`, `example.org-talks-3`).
#[must_use]
pub fn stored_name(source_key: &str) -> String {
    if let Some(id) = source_key.strip_prefix("youtube:") {
        return id.to_owned();
    }
    let key = source_key.strip_prefix("https://").or(source_key.strip_prefix('@')).unwrap_or(source_key);
    let mut name: String = key.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
    if name.len() > LONGEST {
        let mut hasher = FnvHasher::default();
        hasher.write(source_key.as_bytes());
        name.truncate(LONGEST - 17);
        name.push_str(&format!("-{:016x}", hasher.finish()));
    }
    name
}

/// Whether the character may stand in the name of a source.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

/// The files of each source, by its key.
#[derive(Clone, Debug, Default)]
pub(super) struct Stored(BTreeMap<Box<str>, Vec<Box<str>>>);

impl Stored {
    /// The files among `paths` that bear the name of one of `keys`.
    pub(super) fn of<'a>(
        folder: &SourceFolder,
        paths: impl Iterator<Item = &'a str>,
        keys: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut by_name: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for path in paths.filter(|path| folder.holds(path)) {
            folder.names(path).for_each(|name| by_name.entry(name).or_default().push(path));
        }
        if by_name.is_empty() {
            return Self::default();
        }
        // A name that two sources could have is no proof of either.
        let mut by_file: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for key in keys {
            let same = by_file.entry(stored_name(key)).or_default();
            if !same.contains(&key) {
                same.push(key);
            }
        }
        let mut stored = BTreeMap::new();
        for (name, keys) in by_file {
            if let (Some(paths), &[key]) = (by_name.get(&*name), &*keys) {
                let mut paths: Vec<Box<str>> = paths.iter().map(|&path| path.into()).collect();
                paths.sort();
                stored.insert(key.into(), paths);
            }
        }
        Self(stored)
    }

    /// The files of all sources.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.values().flatten().map(|path| &**path)
    }

    /// The files of a source, sorted.
    pub(super) fn on(&self, source_key: &str) -> &[Box<str>] {
        self.0.get(source_key).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::Vault;

    #[test]
    fn a_source_has_a_name_for_files() {
        for (key, name) in [
            ("youtube:dQw4w9WgXcQ", "dQw4w9WgXcQ"),
            ("doi:10.1000/abc.1", "doi-10.1000-abc.1"),
            ("https://example.org/a/b?id=3", "example.org-a-b-id-3"),
            ("arxiv:math.gt/0309136", "arxiv-math.gt-0309136"),
            ("@hill1911", "hill1911"),
        ] {
            assert_eq!(stored_name(key), name);
        }
        let long = |end: char| stored_name(&format!("https://example.org/{}{end}", "ä/".repeat(200)));
        assert_eq!(long('a').len(), LONGEST);
        assert_ne!(long('a'), long('b'));
    }

    #[test]
    fn a_name_that_two_sources_could_have_is_neither_ones() {
        let keys = ["https://example.org/a/b", "https://example.org/a-b", "https://example.org/c"];
        let paths = ["sources/example.org-a-b.vtt", "sources/example.org-c.vtt"];
        let stored = Stored::of(&SourceFolder::default(), paths.into_iter(), keys.into_iter());
        assert_eq!(stored.paths().collect::<Vec<_>>(), ["sources/example.org-c.vtt"]);
    }

    #[test]
    fn a_file_name_is_read_by_the_naming() {
        let names = |naming: &str, path: &str| {
            let folder = SourceFolder { naming: naming.to_owned(), ..SourceFolder::default() };
            folder.check().unwrap();
            folder.names(path).map(str::to_owned).collect::<Vec<_>>().join(" ")
        };
        for (naming, path, expected) in [
            ("{key}", "sources/a/dQw4w9WgXcQ.vtt", "dQw4w9WgXcQ"),
            ("{key}", "sources/dQw4w9WgXcQ.en-US.vtt", "dQw4w9WgXcQ.en-US dQw4w9WgXcQ"),
            ("{key}", "sources/dQw4w9WgXcQ.info.json", "dQw4w9WgXcQ.info"),
            ("* [{key}]", "sources/The [old] lamp [abc].en.srt", "abc"),
            ("{key} - *", "sources/abc - The - lamp.srt", "abc"),
            ("*-{key}", "sources/The old-lamp-a-b.srt", "b a-b lamp-a-b"),
            ("{key}-*", "sources/a-b-c.srt", "a a-b"),
            ("* [{key}] *", "sources/x [a] [b] y.srt", "b a"),
            ("* - {key}", "sources/a.srt", ""),
            ("* {key}", "sources/ .srt", ""),
        ] {
            assert_eq!(names(naming, path), expected, "{naming} {path}");
        }
    }

    #[test]
    fn what_is_no_folder_or_naming_is_told() {
        for (folder, naming, field) in [
            ("../out", "{key}", "folder"),
            ("/abs", "{key}", "folder"),
            ("", "{key}", "folder"),
            ("a/", "{key}", "folder"),
            ("a", "key", "naming"),
            ("a", "a*{key}", "naming"),
            ("a", "{key}{key}", "naming"),
            ("a", "x/{key}", "naming"),
            ("a", "*{key}", "naming"),
            ("a", "{key}*", "naming"),
            ("a", "*-{key}*", "naming"),
        ] {
            let options = SourceFolder { folder: folder.to_owned(), naming: naming.to_owned() };
            assert_eq!(options.check().unwrap_err().0, field, "{folder} {naming}");
        }
    }

    #[test]
    fn files_are_found_for_the_sources_that_documents_have() {
        let vault = Vault::from_texts([
            ("a.md", "---\nvideoId: dQw4w9WgXcQ\n---\n"),
            ("b.md", "---\nsource: https://example.org/talks/3\n---\n"),
            ("sources/dQw4w9WgXcQ.en.vtt", ""),
            ("sources/x/dQw4w9WgXcQ.html", ""),
            ("sources/example.org-talks-3.md", "Words."),
            ("sources/abcdefghijk.vtt", ""),
            ("dQw4w9WgXcQ.vtt", ""),
        ]);
        let video = ["sources/dQw4w9WgXcQ.en.vtt", "sources/x/dQw4w9WgXcQ.html"];
        let paths = |key: &str| vault.stored(key).iter().map(|path| path.to_string()).collect::<Vec<_>>();
        assert_eq!(paths("youtube:dQw4w9WgXcQ"), video);
        assert_eq!(paths("https://example.org/talks/3"), ["sources/example.org-talks-3.md"]);
        assert!(paths("youtube:abcdefghijk").is_empty());
    }
}
