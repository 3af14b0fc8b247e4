//! The command as its users meet it: flags, exit codes, files on disk.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "makes the vaults that it tests on")]

mod config;
mod coverage;
mod fixes;
mod flags;
mod links;
#[cfg(feature = "pdf")]
mod pdf;
mod place;
mod readme;
mod rules;
mod sources;
mod transcripts;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder of files to run the command on.
struct Case {
    folder: TempDir,
}

/// What a run came to.
#[derive(Debug, PartialEq, Eq)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Case {
    /// A vault whose root is marked, so that nothing above it counts.
    fn new(files: &[(&str, &str)]) -> Self {
        let case = Self::unmarked(files);
        fs::create_dir(case.path(".obsidian")).unwrap();
        case
    }

    fn unmarked(files: &[(&str, &str)]) -> Self {
        let case = Self { folder: TempDir::new().unwrap() };
        files.iter().for_each(|(path, text)| case.write(path, text));
        case
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Runs the command in the folder.
    fn run(&self, args: &[&str]) -> Ran {
        self.run_in(".", args)
    }

    fn run_in(&self, folder: &str, args: &[&str]) -> Ran {
        ran(&self.path(folder), args)
    }

    /// Runs with concise output, and gives the lines of findings.
    fn findings(&self, args: &[&str]) -> Vec<String> {
        let ran = self.run(&[args, &["--format", "concise", "--quiet"]].concat());
        assert!(ran.code < 2, "{ran:?}");
        ran.out.lines().map(str::to_owned).collect()
    }
}

fn ran(folder: &Path, args: &[&str]) -> Ran {
    let output = Command::cargo_bin("wherefrom")
        .unwrap()
        .args(args)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A finding of `links/missing-note` in concise form.
fn ghost(path: &str) -> String {
    format!("{path}:1:5: warning links/missing-note no note named `Ghost`")
}
