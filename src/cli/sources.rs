//! `wherefrom sources`.

use std::io;

use super::Status;
use super::args::{ListFormat, SourcesArgs, SourcesCommand};
use super::check::today;
use super::place::Place;
use super::setup::Setup;
use super::terminal::Terminal;
use crate::report::{write_problem, write_sources, write_sources_json};
use crate::rule::{Kind, built_in_without_examples};
use crate::vault::{LOCK_FILE, Lock, Problem, Vault, read_text, replace, write};

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
    match &args.command {
        None if args.format == ListFormat::Json => write_sources_json(&vault, &place.shown, terminal.out)?,
        None => write_sources(&vault, &place.shown, terminal.out)?,
        Some(SourcesCommand::Lock(lock)) => {
            // A lock that cannot be read is what this command mends.
            problems.retain(|problem| problem.path != LOCK_FILE);
            match write_lock(&vault, lock.today.unwrap_or_else(today)) {
                Ok(lock) => {
                    let quotations: usize = lock.sources.iter().map(|source| source.quotations.len()).sum();
                    let files = lock.sources.len();
                    let file = place.shown.path(LOCK_FILE);
                    writeln!(
                        terminal.out,
                        "{file}: {files} files of sources, {quotations} quotations in them"
                    )?;
                }
                Err(problem) => problems.push(problem),
            }
        }
    }
    terminal.out.flush()?;
    for problem in &problems {
        write_problem(problem, &place.shown, terminal.err_style, terminal.err)?;
    }
    Ok(if setup.sound && problems.is_empty() { Status::Clean } else { Status::Failed })
}

/// Writes the lock, unless it says the same already.
fn write_lock(vault: &Vault, today: jiff::civil::Date) -> Result<Lock, Problem> {
    let path = vault.root().join(LOCK_FILE);
    let before = match path.symlink_metadata() {
        // Through a link it is never read: it may lead anywhere.
        Ok(metadata) if metadata.is_file() => Some(read_text(&path).unwrap_or_default()),
        Ok(_) => Some(String::new()),
        Err(_) => None,
    };
    let old: Option<Lock> = before.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let lock = vault.lock(old.as_ref(), today)?;
    let problem = |message: String| Problem { path: LOCK_FILE.to_owned(), message, help: None };
    let text = serde_json::to_string_pretty(&lock).map_err(|error| problem(error.to_string()))? + "\n";
    let written = match &before {
        Some(before) if *before == text => Ok(()),
        Some(before) => replace(vault.root(), LOCK_FILE, before, &text),
        None => write(&path, &text),
    };
    written.map_err(|error| problem(error.to_string())).map(|()| lock)
}
