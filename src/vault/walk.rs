//! The only walker: finds documents and link targets below a root.

use std::path::{Component, Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::{DirEntry, WalkDir};

use super::{LinkOptions, Problem};

/// What a walk takes and leaves.
#[derive(Debug, Clone, Default)]
pub struct WalkOptions {
    /// Globs of what is read as documents; everything of a known extension if empty.
    pub include: Vec<String>,
    /// Globs of what is left out.
    pub exclude: Vec<String>,
    /// Files and folders that are read whatever is ignored or hidden, because they were named.
    pub named: Vec<PathBuf>,
    /// How links are resolved.
    pub links: LinkOptions,
}

/// What a walk found, sorted by path.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) documents: Vec<PathBuf>,
    pub(super) files: Vec<Box<str>>,
    pub(super) problems: Vec<Problem>,
}

/// Whether the file's extension is one of a document.
pub(super) fn is_document(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        ["md", "markdown", "txt"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// The path below `root`, with `/`; the path itself if it lies elsewhere.
#[must_use]
pub fn relative_path(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts = below.components().map(|part| match part {
        Component::RootDir => String::new(),
        part => part.as_os_str().to_string_lossy().into_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Whether the path below a root is `scope` or lies inside it; an empty scope holds everything.
#[must_use]
pub fn inside(scope: &str, path: &str) -> bool {
    scope.is_empty() || path.strip_prefix(scope).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Walks everything below `root` once, sorted, without following links.
pub(super) fn walk(root: &Path, options: &WalkOptions) -> Found {
    let mut found = Found::default();
    let (include, exclude) = (globs(&options.include), globs(&options.exclude));
    let mut ignores = Ignores::new(root);
    let mut entries = WalkDir::new(root).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.problems.push(walk_problem(root, &error));
                continue;
            }
        };
        let path = entry.path();
        if entry.depth() == 0 {
            if entry.file_type().is_file() {
                found.documents.push(path.to_owned());
            }
            ignores.enter(path);
            continue;
        }
        let name = relative_path(root, path);
        let named = options
            .named
            .iter()
            .any(|named| path.starts_with(named) || (entry.file_type().is_dir() && named.starts_with(path)));
        let left_out = !named && (is_hidden(&entry) || ignores.ignored(path, entry.file_type().is_dir()));
        if left_out || exclude.is_match(&name) {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            continue;
        }
        if entry.file_type().is_dir() {
            ignores.enter(path);
        } else if entry.file_type().is_file()
            && is_document(path)
            && (include.is_empty() || include.is_match(&name))
        {
            found.documents.push(path.to_owned());
        } else {
            found.files.push(name.into());
        }
    }
    found.files.sort();
    found
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn globs(patterns: &[String]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in patterns.iter().filter_map(|pattern| Glob::new(pattern).ok()) {
        builder.add(glob);
    }
    builder.build().unwrap_or_default()
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
