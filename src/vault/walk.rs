//! The only walker: finds documents and link targets below a root.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::{DirEntry, WalkDir};

use super::load::is_kept;
use super::{LinkOptions, Problem, SourceFolder};
use crate::document::may_be_bibliography;

/// What a walk takes and leaves.
#[derive(Debug, Clone, Default)]
pub struct WalkOptions {
    /// Globs of what is read as documents; everything of a known extension if empty.
    pub include: Vec<String>,
    /// Globs of what is left out.
    pub exclude: Vec<String>,
    /// Files and folders, below the root, that are read even if they are hidden, ignored or
    /// excluded, because they were named. What lies in such a folder is not itself named.
    pub named: Vec<PathBuf>,
    /// How links are resolved.
    pub links: LinkOptions,
    /// Where files of sources are kept.
    pub sources: SourceFolder,
}

/// What a walk found, sorted by path.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) documents: Vec<PathBuf>,
    pub(super) files: Vec<Box<str>>,
    /// Those of the files that may list works.
    pub(super) bibliographies: Vec<PathBuf>,
    /// Files that may be transcripts or stored pages, in neither of the lists above.
    pub(super) kept: Vec<PathBuf>,
    /// Ignored and excluded folders, which are not read and yet can be linked into.
    pub(super) unwalked: Vec<PathBuf>,
    pub(super) problems: Vec<Problem>,
}

/// Whether the file's extension is one of a document.
#[must_use]
pub fn is_document(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        ["md", "markdown", "txt"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// The path below `root`, with `/`; the path itself if it lies elsewhere.
#[must_use]
pub fn relative_path(root: &Path, path: &Path) -> String {
    if let Some(below) = below(root, path) {
        return below.to_owned();
    }
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts = below.components().map(|part| match part {
        Component::RootDir => String::new(),
        part => part.as_os_str().to_string_lossy().into_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// What follows `root` in the text of `path`, if that is how the rest is written with `/` alone.
fn below<'p>(root: &Path, path: &'p Path) -> Option<&'p str> {
    let below = path.to_str()?.strip_prefix(root.to_str()?)?.strip_prefix('/')?;
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    (!below.contains('\\') && below.split('/').all(plain)).then_some(below)
}

/// Walks everything below `root` once, sorted, without following links.
pub(super) fn walk(root: &Path, options: &WalkOptions) -> Found {
    let mut found = Found::default();
    let mut choice = Choice::new(root, options);
    // The paths of what is in one folder differ by the name alone, which would first have to be found.
    let by_name = |a: &DirEntry, b: &DirEntry| a.path().as_os_str().cmp(b.path().as_os_str());
    let mut entries = WalkDir::new(root).sort_by(by_name).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.problems.push(walk_problem(root, &error));
                continue;
            }
        };
        let name = relative_path(root, entry.path());
        match choice.of(&entry, &name) {
            Taken::Folder => {}
            Taken::Document | Taken::File
                if entry.file_type().is_file() && is_kept(&name, &options.sources) =>
            {
                if may_be_bibliography(&name) {
                    found.bibliographies.push(entry.path().to_owned());
                }
                found.kept.push(entry.into_path());
            }
            Taken::Document => found.documents.push(entry.into_path()),
            Taken::File => {
                if entry.file_type().is_file() && may_be_bibliography(&name) {
                    found.bibliographies.push(entry.into_path());
                }
                found.files.push(name.into());
            }
            Taken::Unread if entry.file_type().is_dir() => {
                found.unwalked.push(entry.into_path());
                entries.skip_current_dir();
            }
            Taken::Unread => found.files.push(name.into()),
            Taken::Nothing if entry.file_type().is_dir() => entries.skip_current_dir(),
            Taken::Nothing => {}
        }
    }
    found.files.sort();
    found
}

/// The names of the files in folders that are not read, for links into them. Hidden ones and
/// whatever comes after [`MAX_UNREAD`] entries are left out.
pub(super) fn unread_files(root: &Path, folders: &[PathBuf]) -> Vec<Box<str>> {
    let walks = folders.iter().flat_map(|folder| {
        let seen = |entry: &DirEntry| entry.depth() == 0 || !is_hidden(entry);
        WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(seen)
    });
    let entries = walks.take(MAX_UNREAD).flatten();
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    files.map(|entry| relative_path(root, entry.path()).into()).collect()
}

/// How many entries of folders that are not read are looked at.
const MAX_UNREAD: usize = 200_000;

/// What becomes of an entry.
enum Taken {
    Folder,
    Document,
    File,
    /// Ignored or excluded: not read, but a link may lead there.
    Unread,
    /// Hidden.
    Nothing,
}

/// Decides what a walk takes.
struct Choice<'a> {
    include: GlobSet,
    exclude: GlobSet,
    ignores: Ignores,
    named: BTreeSet<&'a Path>,
    /// Folders that would be left out, entered only to get to something named in them.
    passed: BTreeSet<PathBuf>,
    /// Those of them that are hidden, or lie in hidden ones.
    hidden: BTreeSet<PathBuf>,
}

impl<'a> Choice<'a> {
    fn new(root: &Path, options: &'a WalkOptions) -> Self {
        Self {
            include: globs(options.include.iter().flat_map(|pattern| {
                let folder = pattern.trim_end_matches('/');
                [pattern.clone(), format!("{folder}/**")]
            })),
            exclude: globs(options.exclude.iter().cloned()),
            ignores: Ignores::new(root),
            named: options.named.iter().map(PathBuf::as_path).collect(),
            passed: BTreeSet::new(),
            hidden: BTreeSet::new(),
        }
    }

    /// `name` is the entry's path relative to the root.
    fn of(&mut self, entry: &DirEntry, name: &str) -> Taken {
        let (path, folder) = (entry.path(), entry.file_type().is_dir());
        let file = entry.file_type().is_file();
        if entry.depth() == 0 {
            self.ignores.enter(path);
            return if folder { Taken::Folder } else { Taken::Document };
        }
        let hidden = is_hidden(entry) || path.parent().is_some_and(|parent| self.hidden.contains(parent));
        let left_out = hidden
            || self.exclude.is_match(name)
            || self.ignores.ignored(path, folder)
            || path.parent().is_some_and(|parent| self.passed.contains(parent));
        let named = self.named.contains(path);
        if left_out && !named {
            if !folder || !self.leads_to_named(path) {
                return if hidden { Taken::Nothing } else { Taken::Unread };
            }
            self.passed.insert(path.to_owned());
            if hidden {
                self.hidden.insert(path.to_owned());
            }
        }
        if folder {
            self.ignores.enter(path);
            return Taken::Folder;
        }
        let included = || is_document(path) && (self.include.is_empty() || self.include.is_match(name));
        // A bibliography that is named is still one, and no document.
        let named = named && !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("bib"));
        if file && (named || included()) { Taken::Document } else { Taken::File }
    }

    fn leads_to_named(&self, folder: &Path) -> bool {
        self.named.range(folder..).next().is_some_and(|named| named.starts_with(folder))
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Whether `pattern` is a glob as a config may hold it.
///
/// # Errors
/// What is wrong with it, in words.
pub fn check_glob(pattern: &str) -> Result<(), String> {
    glob(pattern).map(drop)
}

/// As in a `.gitignore`: `*` stays within a folder, and a pattern without a slash holds at any depth.
///
/// # Errors
/// Why the pattern is none.
pub fn glob(pattern: &str) -> Result<Glob, String> {
    let inner = pattern.strip_suffix('/').unwrap_or(pattern);
    if inner.is_empty() {
        return Err("an empty pattern matches nothing".to_owned());
    }
    let anchored = match inner.strip_prefix('/') {
        Some(anchored) => anchored.to_owned(),
        None if inner.trim_end_matches("/**").contains('/') => inner.to_owned(),
        None => format!("**/{inner}"),
    };
    GlobBuilder::new(&anchored).literal_separator(true).build().map_err(|error| error.kind().to_string())
}

fn globs(patterns: impl IntoIterator<Item = String>) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in patterns.into_iter().filter_map(|pattern| glob(&pattern).ok()) {
        builder.add(glob);
    }
    builder.build().unwrap_or_default()
}

/// A vault's own rule files: id and path of each, sorted, and what is there but is none.
#[must_use]
pub fn rule_files(root: &Path) -> (Vec<(String, PathBuf)>, Vec<Problem>) {
    let folder = root.join(RULES_FOLDER);
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    if !folder.is_dir() || folder.is_symlink() {
        return (files, problems);
    }
    for entry in WalkDir::new(&folder).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                problems.push(walk_problem(root, &error));
                continue;
            }
        };
        let id = relative_path(&folder, &entry.path().with_extension(""));
        match entry.path().extension().and_then(|extension| extension.to_str()) {
            _ if entry.file_type().is_dir() => {}
            Some("yaml") if entry.file_type().is_file() && is_rule_id(&id) => {
                files.push((id, entry.into_path()));
            }
            Some("yaml" | "yml") => problems.push(Problem {
                path: relative_path(root, entry.path()),
                message: "not a rule: no file of the form `<family>/<rule>.yaml`".to_owned(),
                help: Some(format!("name it {RULES_FOLDER}/<family>/<rule>.yaml, in a-z, 0-9 and hyphens")),
            }),
            _ => {}
        }
    }
    (files, problems)
}

/// Where a vault keeps its own rules.
pub const RULES_FOLDER: &str = ".wherefrom/rules";

/// Whether `id` is `family/rule`, each of lower-case ASCII letters, digits and hyphens.
fn is_rule_id(id: &str) -> bool {
    let well_formed = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    id.split_once('/').is_some_and(|(family, rule)| well_formed(family) && well_formed(rule))
}

fn walk_problem(root: &Path, error: &walkdir::Error) -> Problem {
    let path = error.path().map(|path| relative_path(root, path)).unwrap_or_default();
    let message = match error.io_error().map(std::io::Error::kind) {
        Some(std::io::ErrorKind::NotFound) => "there is no such file or folder".to_owned(),
        Some(std::io::ErrorKind::PermissionDenied) => "permission denied".to_owned(),
        _ => error.to_string().to_lowercase(),
    };
    Problem { path, message, help: None }
}

/// The `.gitignore` files from the root down to the folder that is being walked.
struct Ignores {
    stack: Vec<(PathBuf, Gitignore)>,
}

impl Ignores {
    /// Begins with the files above the root, up to the repository's own folder.
    fn new(root: &Path) -> Self {
        let mut above = Vec::new();
        if !root.join(".git").exists() {
            for folder in root.ancestors().skip(1) {
                above.push(folder);
                if folder.join(".git").exists() {
                    break;
                }
            }
            if above.last().is_none_or(|folder| !folder.join(".git").exists()) {
                above.clear();
            }
        }
        let mut ignores = Self { stack: Vec::new() };
        above.into_iter().rev().for_each(|folder| ignores.enter(folder));
        ignores
    }

    fn enter(&mut self, folder: &Path) {
        while self.stack.last().is_some_and(|(top, _)| !folder.starts_with(top)) {
            self.stack.pop();
        }
        let file = folder.join(".gitignore");
        if file.is_file() {
            let mut builder = GitignoreBuilder::new(folder);
            // A pattern that git cannot read is one that it does not apply either.
            let _ = builder.add(file);
            if let Ok(ignore) = builder.build() {
                self.stack.push((folder.to_owned(), ignore));
            }
        }
    }

    fn ignored(&self, path: &Path, folder: bool) -> bool {
        let decided = self
            .stack
            .iter()
            .rev()
            .filter(|(top, _)| path.starts_with(top))
            .map(|(_, ignore)| ignore.matched(path, folder));
        decided.into_iter().find(|decision| !decision.is_none()).is_some_and(|decision| decision.is_ignore())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        globs([pattern.to_owned()]).is_match(path)
    }

    #[test]
    fn globs_are_those_of_a_gitignore() {
        assert!(matches("drafts", "drafts") && matches("drafts/", "a/drafts"));
        assert!(matches("*.txt", "a/b.txt") && !matches("/*.txt", "a/b.txt"));
        assert!(matches("a/*.md", "a/b.md") && !matches("a/*.md", "a/c/b.md"));
        assert!(matches("a/**", "a/c/b.md") && matches("drafts/**", "x/drafts/b.md"));
        assert!(check_glob("[a").is_err() && check_glob("/").is_err() && check_glob("").is_err());
    }

    #[test]
    fn a_rule_id_is_a_family_and_a_rule() {
        assert!(is_rule_id("house/no-todo-2"));
        for id in ["house", "a/b/c", "House/x", "house/a b", "/x", "house/"] {
            assert!(!is_rule_id(id), "{id}");
        }
    }
}
