//! Where the vault is, and which part of it a command line is about.

use std::io;
use std::path::{Path, PathBuf};

use super::terminal::Terminal;
use crate::config::FILE_NAMES;
use crate::engine::Scope;
use crate::report::write_problem;
use crate::vault::{self, Problem, Shown, relative_path};

/// The vault and the part of it that was asked for.
pub(super) struct Place {
    /// The root, canonical.
    pub(super) root: PathBuf,
    /// How its paths are shown.
    pub(super) shown: Shown,
    /// Which documents may carry findings.
    pub(super) scope: Scope,
    /// The paths that were named, canonical.
    pub(super) named: Vec<PathBuf>,
    /// Paths that cannot be looked at, as they were given.
    pub(super) problems: Vec<Problem>,
}

impl Place {
    /// Finds the vault as [`Place::find`] does, and writes what stands in the way. None is found
    /// if nothing is left of what was named.
    pub(super) fn find_or_tell(
        root: Option<&Path>,
        paths: &[PathBuf],
        terminal: &mut Terminal<'_>,
    ) -> io::Result<Option<Self>> {
        let (place, problems) = match Self::find(root, paths) {
            Ok(place) => (Some(place), Vec::new()),
            Err(problem) => (None, vec![problem]),
        };
        let told = place.iter().flat_map(|place| &place.problems).chain(&problems);
        for problem in told {
            write_problem(problem, &Shown::default(), terminal.err_style, terminal.err)?;
        }
        Ok(place.filter(|place| !place.named.is_empty()))
    }

    /// Finds the vault for the paths that a user has named.
    ///
    /// # Errors
    /// If there is no vault: the root that was given is no folder, or there is no current folder.
    pub(super) fn find(root: Option<&Path>, paths: &[PathBuf]) -> Result<Self, Problem> {
        let from = found(Path::new("."))?;
        let given_root = root.map(folder).transpose()?;
        let mut problems = Vec::new();
        let mut named = Vec::new();
        let default = [root.unwrap_or(Path::new(".")).to_owned()];
        for path in if paths.is_empty() { &default } else { paths } {
            match found(path) {
                Ok(found) => named.push((path, found)),
                Err(problem) => problems.push(problem),
            }
        }
        let root = given_root.unwrap_or_else(|| nearest_root(&named).unwrap_or_else(|| from.clone()));
        named.retain(|(path, found)| {
            let inside = found.starts_with(&root);
            if !inside {
                problems.push(problem(
                    path,
                    "lies outside the vault",
                    Some("name its own vault with `--root`"),
                ));
            }
            inside
        });
        let absolute = default[0].is_absolute() || paths.iter().any(|path| path.is_absolute());
        let named: Vec<PathBuf> = named.into_iter().map(|(_, found)| found).collect();
        let scope = match named.contains(&root) {
            true => Scope::Everything,
            false => Scope::Paths(named.iter().map(|path| relative_path(&root, path)).collect()),
        };
        Ok(Self { shown: Shown::new(&root, &from, absolute), root, scope, named, problems })
    }
}

/// The nearest folder at or above all of `named` that looks like a root, or else the one they share.
fn nearest_root(named: &[(&PathBuf, PathBuf)]) -> Option<PathBuf> {
    let mut folders = named.iter().map(|(_, path)| match path.is_dir() {
        true => path.as_path(),
        false => path.parent().unwrap_or(path),
    });
    let first = folders.next()?;
    let shared = folders.fold(first, |shared, folder| {
        shared.ancestors().find(|shared| folder.starts_with(shared)).unwrap_or(shared)
    });
    let marked = |folder: &&Path| {
        [".obsidian", ".git"].iter().chain(&FILE_NAMES).any(|mark| folder.join(mark).exists())
    };
    // What has nothing in common but the disk is no vault.
    let shared = if shared.parent().is_none() { first } else { shared };
    Some(shared.ancestors().find(marked).unwrap_or(shared).to_owned())
}

fn folder(path: &Path) -> Result<PathBuf, Problem> {
    let found = found(path)?;
    match found.is_dir() {
        true => Ok(found),
        false => Err(problem(path, "not a folder", Some("`--root` is the folder of the vault"))),
    }
}

fn found(path: &Path) -> Result<PathBuf, Problem> {
    vault::canonical(path).map_err(|error| problem(path, &error.to_string(), None))
}

fn problem(path: &Path, message: &str, help: Option<&str>) -> Problem {
    Problem { path: path.display().to_string(), message: message.to_owned(), help: help.map(str::to_owned) }
}
