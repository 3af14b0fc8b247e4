//! Reading the files that list works.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::guard::guarded;
use super::load::Loaded;
use super::{MAX_FILE_BYTES, Problem, disk, relative_path};
use crate::document::{Bibliography, CitationKind, looks_like_works, own_bibliographies};
use crate::text::SourceFile;

/// How much of a JSON file is read to see whether it lists works.
const HEAD_BYTES: u64 = 4096;

impl Loaded {
    /// Reads those of `paths` that list works. JSON is looked at only if some document cites by
    /// key: most of it is something else.
    pub(super) fn read_bibliographies(&mut self, root: &Path, paths: &[PathBuf]) {
        if paths.is_empty() {
            return;
        }
        let cited = self.documents.iter().any(|document| {
            document.citations.iter().any(|citation| citation.kind == CitationKind::Key)
                || !own_bibliographies(document).is_empty()
        });
        let read: Vec<_> = paths.par_iter().map(|path| read_one(root, path, cited)).collect();
        for result in read {
            match result {
                Ok(bibliography) => self.bibliographies.extend(bibliography),
                Err(problem) => self.problems.push(problem),
            }
        }
    }
}

fn read_one(root: &Path, path: &Path, cited: bool) -> Result<Option<Arc<Bibliography>>, Problem> {
    let name = relative_path(root, path);
    let problem = |message: String, help: Option<&str>| Problem {
        path: name.clone(),
        message,
        help: help.map(str::to_owned),
    };
    let json = !name.to_ascii_lowercase().ends_with(".bib");
    if json {
        let works = || disk::read_head(path, HEAD_BYTES).is_ok_and(|head| looks_like_works(&name, &head));
        if !cited || !works() {
            return Ok(None);
        }
    }
    let bytes = disk::read_bounded(path, MAX_FILE_BYTES).map_err(|error| problem(error.to_string(), None))?;
    let source = Arc::new(SourceFile::from_bytes_or_latin1(name.as_str(), bytes));
    guarded(|| Bibliography::parse(source)).map(|read| read.map(Arc::new)).ok_or_else(|| {
        problem(
            "internal error: this file could not be parsed".to_owned(),
            Some("please report it; the other files were checked"),
        )
    })
}
