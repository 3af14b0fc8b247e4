//! What no built-in rule can show: a check that panics, and a fix that is only likely.

use std::fs;

use clap::Parser as _;
use schemars::JsonSchema;
use serde::Deserialize;

use super::args::Cli;
use super::check::check;
use super::terminal::Terminal;
use super::{Status, args::Color};
use crate::rule::{Applicability, Check, Fix, Hit, Kind, Subject};
use crate::text::Span;

/// Takes out the first exclamation mark of a document; of two, it makes three.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Calm {}

const KIND: Kind = Kind::of::<Calm>("calm", &[]);

impl Check for Calm {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let text = subject.document.text();
        assert!(!text.contains("panic"), "on purpose");
        let Some(at) = text.find('!') else { return };
        let span = Span::new(at, at + 1);
        let with = if text.contains("!!") { "!!" } else { "." };
        let fix = Fix::replace(Applicability::Unsafe, "calm down", subject.document, span, with);
        hits.push(Hit::at(span).fix(fix));
    }
}

const RULE: &str =
    "summary: s\nwhy: w\nseverity: error\nconfidence: high\ncheck: calm\nmessage: calm down\nexamples: []\n";

struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    fn new(files: &[(&str, &str)]) -> Self {
        let case = Self { folder: tempfile::TempDir::new().unwrap() };
        case.write(".wherefrom/rules/test/calm.yaml", RULE);
        files.iter().for_each(|(path, text)| case.write(path, text));
        case
    }

    #[expect(clippy::disallowed_methods, reason = "makes the vault that is tested on")]
    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        crate::vault::read_text(&self.folder.path().join(path)).unwrap()
    }

    fn run(&self, args: &[&str]) -> (Status, String, String) {
        let root = self.folder.path().to_str().unwrap();
        let fixed = ["wherefrom", "--root", root, "--select", "test", "--format", "concise"];
        let fixed = if args.contains(&"--diff") { &fixed[..5] } else { &fixed[..] };
        let cli = Cli::parse_from(fixed.iter().chain(args));
        let kinds: Vec<Kind> = crate::checks::KINDS.iter().copied().chain([KIND]).collect();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = check(&cli.check, &kinds, &mut Terminal::new(Color::Never, &mut out, &mut err)).unwrap();
        (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }
}

#[test]
fn a_fix_that_is_only_likely_is_asked_for() {
    let case = Case::new(&[("a.md", "It rained!\n")]);
    assert_eq!(case.run(&["--diff"]), (Status::Clean, String::new(), String::new()));
    assert_eq!(case.run(&["--fix"]).0, Status::Findings);
    assert_eq!(case.read("a.md"), "It rained!\n");
    let (status, out, err) = case.run(&["--diff", "--unsafe-fixes"]);
    assert_eq!(status, Status::Findings);
    assert!(
        out.contains("-It rained!\n+It rained.\n") && err == "would fix 1 finding in 1 file\n",
        "{out}{err}"
    );
    assert_eq!(case.run(&["--fix", "--unsafe-fixes"]).0, Status::Clean);
    assert_eq!(case.read("a.md"), "It rained.\n");
}

#[test]
fn fixes_that_never_end_are_not_written() {
    let case = Case::new(&[("a.md", "It rained!!\n"), ("b.md", "It snowed!\n")]);
    for flag in ["--fix", "--diff"] {
        let (status, _, err) = case.run(&[flag, "--unsafe-fixes"]);
        assert_eq!(status, Status::Failed);
        assert!(err.contains("fixes undo or repeat each other"), "{err}");
        assert_eq!(case.read("a.md") + &case.read("b.md"), "It rained!!\nIt snowed!\n");
    }
}

#[test]
fn a_check_that_panics_is_told_and_the_run_goes_on() {
    let case = Case::new(&[("a.md", "panic\n"), ("b.md", "It rained!\n")]);
    let (status, out, err) = case.run(&[]);
    assert_eq!(status, Status::Failed);
    assert!(err.contains("a.md: internal error") && err.contains("test/calm"), "{err}");
    assert!(out.contains("b.md:1:10: error test/calm"), "{out}");
}
