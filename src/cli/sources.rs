//! `wherefrom sources`.

use std::io;

use super::Status;
use super::args::{ListFormat, SourcesArgs, SourcesCommand};
use super::check::today;
use super::place::Place;
use super::setup::Setup;
use super::terminal::Terminal;
use crate::report::{write_problem, write_relocked, write_sources, write_sources_json};
use crate::rule::{Kind, built_in_without_examples};
use crate::vault::{LOCK_FILE, Lock, Problem, Relocked, Vault, replace, write};

/// Lists what the vault rests on, or writes down which copies of it are kept.
pub(super) fn sources(args: &SourcesArgs, kinds: &[Kind], terminal: &mut Terminal<'_>) -> io::Result<Status> {
    let (vault_args, path) = match &args.command {
        Some(SourcesCommand::Lock(lock)) => (&lock.vault, &lock.path),
        None => (&args.vault, &args.path),
    };
    let Some(place) = Place::find_or_tell(vault_args.root.as_deref(), path.as_slice(), terminal)? else {
        return Ok(Status::Failed);
    };
    let Some(setup) = Setup::read(vault_args, &place, built_in_without_examples, kinds, terminal)? else {
        return Ok(Status::Failed);
    };
    let vault = setup.open(&place, Vec::new());
    let mut problems: Vec<Problem> = vault.problems().to_vec();
    let mut status = Status::Clean;
    match &args.command {
        None if args.format == ListFormat::Json => write_sources_json(&vault, &place.shown, terminal.out)?,
        None => write_sources(&vault, &place.shown, terminal.out)?,
        Some(SourcesCommand::Lock(lock)) => {
            let (relocked, told) = write_lock(&vault, lock.forget, lock.today.unwrap_or_else(today));
            problems.extend(told);
            if let Some(relocked) = relocked {
                write_relocked(&relocked, lock.forget, &place.shown, terminal.out)?;
                status = if relocked.lost.is_empty() || lock.forget { status } else { Status::Findings };
            }
        }
    }
    problems.sort();
    problems.dedup();
    terminal.out.flush()?;
    for problem in &problems {
        write_problem(problem, &place.shown, terminal.err_style, terminal.err)?;
    }
    Ok(if setup.sound && problems.is_empty() { status } else { Status::Failed })
}

/// Writes the lock, unless it says the same already, or what is there cannot be read: the days in
/// it would be lost. With what could not be done.
fn write_lock(vault: &Vault, forget: bool, today: jiff::civil::Date) -> (Option<Relocked>, Vec<Problem>) {
    let problem =
        |error: io::Error| Problem { path: LOCK_FILE.to_owned(), message: error.to_string(), help: None };
    let before = match Lock::read(vault.root()) {
        Ok(before) => before,
        Err(problem) => return (None, vec![problem]),
    };
    let path = vault.root().join(LOCK_FILE);
    let relocked = vault.lock(before.as_ref().map(|(lock, _)| lock), forget, today);
    let mut problems = relocked.problems.clone();
    let written = serde_json::to_string_pretty(&relocked.lock).map_err(io::Error::other).and_then(|text| {
        let text = text + "\n";
        match &before {
            Some((_, before)) if *before == text => Ok(()),
            Some((_, before)) => replace(vault.root(), LOCK_FILE, before, &text),
            // Through a link it is never written: it may lead anywhere.
            None if path.is_symlink() => Err(io::Error::other("not a plain file inside the vault")),
            None => write(&path, &text),
        }
    });
    match written {
        Ok(()) => (Some(relocked), problems),
        Err(error) => {
            problems.push(problem(error));
            (None, problems)
        }
    }
}
