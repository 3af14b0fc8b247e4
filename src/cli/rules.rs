//! `wherefrom rules`, `wherefrom rules test` and `wherefrom explain`.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::Status;
use super::args::{ExplainArgs, ListFormat, RulesArgs, TestArgs, VaultArgs};
use super::place::Place;
use super::setup::{Setup, report_errors};
use super::terminal::Terminal;
use crate::config::Selection;
use crate::engine::run_examples;
use crate::report::write_problem;
use crate::rule::{FileError, Kind, LoadedRule, RuleSet, built_in, load, reference};
use crate::text::printable;
use crate::vault::{Problem, Shown, read_text};

/// Says what a rule is about.
pub(super) fn explain(args: &ExplainArgs, kinds: &[Kind], terminal: &mut Terminal<'_>) -> io::Result<Status> {
    let Some(setup) = setup(&args.vault, kinds, terminal)? else { return Ok(Status::Failed) };
    let Some(rule) = setup.rules.iter().find(|rule| rule.id == args.rule) else {
        let help = match setup.known.check(&args.rule) {
            Err(unknown) => unknown.help(),
            Ok(()) => format!("name one rule; `wherefrom rules` lists those of `{}`", args.rule),
        };
        let message = format!("there is no rule named `{}`", args.rule);
        return failed(&Problem { path: String::new(), message, help: Some(help) }, terminal);
    };
    terminal.out.write_all(reference(rule, kinds, 1).as_bytes())?;
    Ok(status(&setup))
}

/// Lists the rules.
pub(super) fn list(args: &RulesArgs, kinds: &[Kind], terminal: &mut Terminal<'_>) -> io::Result<Status> {
    let Some(setup) = setup(&args.vault, kinds, terminal)? else { return Ok(Status::Failed) };
    match args.format {
        ListFormat::Text => list_text(&setup, terminal)?,
        ListFormat::Json => list_json(&setup, terminal)?,
    }
    Ok(status(&setup))
}

fn list_text(setup: &Setup, terminal: &mut Terminal<'_>) -> io::Result<()> {
    let widest = setup.rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    for rule in &setup.rules {
        let (severity, on) = settings(setup, rule);
        let on = if on { "on" } else { "off" };
        let summary = printable(&rule.spec.summary);
        writeln!(terminal.out, "{:widest$}  {severity:7}  {on:3}  {summary}", rule.id)?;
    }
    Ok(())
}

fn list_json(setup: &Setup, terminal: &mut Terminal<'_>) -> io::Result<()> {
    let rules = setup.rules.iter().map(|rule| {
        let (severity, on) = settings(setup, rule);
        json!({
            "id": rule.id,
            "severity": severity,
            "confidence": rule.spec.confidence,
            "on": on,
            "check": rule.spec.check,
            "summary": rule.spec.summary,
        })
    });
    let document = json!({"format_version": 1, "rules": rules.collect::<Vec<_>>()});
    writeln!(terminal.out, "{document:#}")
}

/// The rule's severity, and whether it is on.
fn settings(setup: &Setup, rule: &LoadedRule) -> (&'static str, bool) {
    let severity = setup.config.setting(rule).severity.unwrap_or(rule.spec.severity);
    (severity.name(), setup.runs(rule, &Selection::default()))
}

/// Runs the examples of rule files.
pub(super) fn test(args: &TestArgs, kinds: &[Kind], terminal: &mut Terminal<'_>) -> io::Result<Status> {
    let mut worst = Status::Clean;
    for file in &args.files {
        let rule = match read(file) {
            Ok(Ok(rule)) => rule,
            Ok(Err(error)) => {
                report_errors(&[error], terminal)?;
                worst = Status::Failed;
                continue;
            }
            Err(problem) => {
                worst = failed(&problem, terminal)?;
                continue;
            }
        };
        if let Err(errors) = RuleSet::compile([(&rule, None)], kinds) {
            report_errors(&errors, terminal)?;
            worst = Status::Failed;
            continue;
        }
        match run_examples(&rule, kinds) {
            Ok(1) => writeln!(terminal.out, "{}: 1 example holds", rule.id)?,
            Ok(examples) => writeln!(terminal.out, "{}: {examples} examples hold", rule.id)?,
            Err(error) => {
                report_errors(&[error], terminal)?;
                worst = worst.max(Status::Findings);
            }
        }
    }
    Ok(worst)
}

/// A rule file, wherever it is: its folder and name are its id.
fn read(file: &Path) -> Result<Result<LoadedRule, FileError>, Problem> {
    let text = read_text(file).map_err(|error| Problem {
        path: file.display().to_string(),
        message: error.to_string(),
        help: None,
    })?;
    let name = |path: Option<&std::ffi::OsStr>| path.map(|name| name.to_string_lossy().into_owned());
    let family = name(file.parent().and_then(Path::file_name)).unwrap_or_else(|| "rules".to_owned());
    let id = format!("{family}/{}", name(file.file_stem()).unwrap_or_default());
    Ok(load(&id, file, &text))
}

/// The rules and the config of the vault that the current folder is in.
fn setup(args: &VaultArgs, kinds: &[Kind], terminal: &mut Terminal<'_>) -> io::Result<Option<Setup>> {
    match Place::find(args.root.as_deref(), &[] as &[PathBuf]) {
        Ok(place) => Setup::read(args, &place, built_in, kinds, terminal),
        Err(problem) => failed(&problem, terminal).map(|_| None),
    }
}

fn status(setup: &Setup) -> Status {
    if setup.sound { Status::Clean } else { Status::Failed }
}

fn failed(problem: &Problem, terminal: &mut Terminal<'_>) -> io::Result<Status> {
    write_problem(problem, &Shown::default(), terminal.err_style, terminal.err)?;
    Ok(Status::Failed)
}
