//! The command line: finds the vault, its rules and its config, and hands them on.

mod args;
mod check;
mod coverage;
mod fixing;
mod links;
mod percent;
mod place;
mod progress;
mod rules;
mod setup;
mod sources;
mod terminal;
#[cfg(test)]
mod tests;

use std::io::{self, BufWriter, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Color, Command, RulesCommand, SourcesCommand};
use terminal::Terminal;

use crate::checks::KINDS;
use crate::vault::silence_guarded_panics;

/// What a command came to, and its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// Nothing to report.
    Clean = 0,
    /// Findings that matter.
    Findings = 1,
    /// It could not do what it was asked.
    Failed = 2,
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    silence_guarded_panics();
    let cli = match Cli::try_parse().and_then(Cli::with_late_command) {
        Ok(cli) => cli,
        Err(error) => {
            // There is nowhere left to say that it could not be said.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut out = BufWriter::new(io::stdout().lock());
    // Not locked: progress is shown there by another thread.
    let mut err = BufWriter::new(io::stderr());
    let done = {
        let mut terminal = Terminal::new(color(&cli), &mut out, &mut err);
        run(&cli, &mut terminal)
    };
    let status = done.and_then(|status| out.flush().map(|()| status));
    let status = match status {
        Ok(status) => status,
        // Whoever reads the output has seen enough of it.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Clean,
        Err(error) => {
            let _ = writeln!(err, "cannot write: {error}");
            Status::Failed
        }
    };
    let _ = err.flush();
    ExitCode::from(status as u8)
}

fn color(cli: &Cli) -> Color {
    match &cli.command {
        None => cli.check.vault.color,
        Some(Command::Check(args)) => args.vault.color,
        Some(Command::Coverage(args)) => args.vault.color,
        Some(Command::Explain(args)) => args.vault.color,
        Some(Command::Links(args)) => args.vault.color,
        Some(Command::Rules(args)) => match &args.command {
            Some(RulesCommand::Test(args)) => args.color,
            None => args.vault.color,
        },
        Some(Command::Sources(args)) => match &args.command {
            Some(SourcesCommand::Lock(args)) => args.vault.color,
            None => args.vault.color,
        },
    }
}

fn run(cli: &Cli, terminal: &mut Terminal<'_>) -> io::Result<Status> {
    match &cli.command {
        None => check::check(&cli.check, KINDS, terminal),
        Some(Command::Check(args)) => check::check(args, KINDS, terminal),
        Some(Command::Coverage(args)) => coverage::coverage(args, KINDS, terminal),
        Some(Command::Explain(args)) => rules::explain(args, KINDS, terminal),
        Some(Command::Links(args)) => links::links(args, KINDS, terminal),
        Some(Command::Rules(args)) => match &args.command {
            Some(RulesCommand::Test(args)) => rules::test(args, KINDS, terminal),
            None => rules::list(args, KINDS, terminal),
        },
        Some(Command::Sources(args)) => sources::sources(args, KINDS, terminal),
    }
}
