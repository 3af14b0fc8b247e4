//! `wherefrom check`.

use std::io;
use std::num::NonZeroUsize;

use jiff::civil::Date;
use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};

use super::Status;
use super::args::CheckArgs;
use super::fixing::{fix_files, unsettled, write_diff};
use super::place::Place;
use super::progress::Progress;
use super::setup::{Setup, report_errors};
use super::terminal::Terminal;
use crate::config::Selection;
use crate::engine::{Fixed, Outcome, fix, lint};
use crate::report::{self, Report};
use crate::rule::{Applicability, Finding, Kind, RuleSet, built_in_without_examples};
use crate::vault::{Problem, Shown, Vault};

/// Lints, and fixes if asked to.
pub(super) fn check(args: &CheckArgs, kinds: &[Kind], terminal: &mut Terminal<'_>) -> io::Result<Status> {
    if let (Err(error), Some(_)) = (use_threads(args.threads), args.threads) {
        let message = format!("there cannot be so many threads: {error}");
        let help = Some("leave `--threads` out to have one for each processor".to_owned());
        return as_given(&[Problem { path: String::new(), message, help }], terminal);
    }
    let place = match Place::find(args.vault.root.as_deref(), &args.paths) {
        Ok(place) => place,
        Err(problem) => return as_given(&[problem], terminal),
    };
    let Some(setup) = Setup::read(&args.vault, &place, built_in_without_examples, kinds, terminal)? else {
        return Ok(Status::Failed);
    };
    let selection = match Selection::new(&args.select, &args.ignore, &setup.known) {
        Ok(selection) => selection,
        Err(unknown) => {
            let problems = unknown.iter().map(|unknown| Problem {
                path: String::new(),
                message: unknown.message(),
                help: Some(unknown.help()),
            });
            return as_given(&problems.collect::<Vec<_>>(), terminal);
        }
    };
    let (rules, errors) = setup.compile(&selection, kinds);
    report_errors(&errors, terminal)?;
    let mut status = if setup.sound && errors.is_empty() { Status::Clean } else { Status::Failed };
    status = status.max(as_given(&place.problems, terminal)?);
    let today = args.today.unwrap_or_else(today);
    let run = Run { args, place: &place, setup: &setup, rules: &rules, today };
    let status = status.max(run.go(terminal)?);
    // The process ends here. Giving back every table by itself is a tenth of a run, large or small.
    std::mem::forget((setup, rules));
    Ok(status)
}

/// Has all work that is shared out done by so many threads, or else by one for each processor; this one is
/// among them. It is said once, before any is.
fn use_threads(threads: Option<NonZeroUsize>) -> Result<(), ThreadPoolBuildError> {
    let threads = threads.map_or(0, NonZeroUsize::get);
    ThreadPoolBuilder::new().num_threads(threads).use_current_thread().build_global()
}

/// Writes problems whose paths are as the user gave them.
fn as_given(problems: &[Problem], terminal: &mut Terminal<'_>) -> io::Result<Status> {
    for problem in problems {
        report::write_problem(problem, &Shown::default(), terminal.err_style, terminal.err)?;
    }
    Ok(if problems.is_empty() { Status::Clean } else { Status::Failed })
}

#[expect(clippy::disallowed_methods, reason = "where the clock comes in")]
pub(super) fn today() -> Date {
    jiff::Zoned::now().date()
}

/// Everything a run needs to know.
struct Run<'a> {
    args: &'a CheckArgs,
    place: &'a Place,
    setup: &'a Setup,
    rules: &'a RuleSet,
    today: Date,
}

impl Run<'_> {
    fn go(&self, terminal: &mut Terminal<'_>) -> io::Result<Status> {
        let progress = Progress::new(terminal.watched && !self.args.quiet);
        progress.stage("reading");
        let mut vault = self.open();
        let mut problems: Vec<Problem> = vault
            .problems()
            .iter()
            .filter(|problem| self.place.scope.holds(&problem.path))
            .cloned()
            .collect();
        progress.stage(format!("checking {} documents", vault.documents().len()));
        let limit = if self.args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        let scope = &self.place.scope;
        if self.args.diff {
            let fixed = fix(&vault, self.rules, self.today, scope, limit, &Default::default());
            drop(progress);
            return self.diff(&vault, &fixed, problems, terminal);
        }
        let mut outcome = if self.args.fix {
            let (fixed, failed) = fix_files(&vault, self.rules, self.today, scope, limit);
            drop(progress);
            problems.extend(failed);
            self.say_fixed("fixed", &fixed, terminal)?;
            vault = fixed.vault.unwrap_or(vault);
            fixed.outcome
        } else {
            let outcome = lint(&vault, self.rules, self.today, scope);
            drop(progress);
            outcome
        };
        let status = self.report(&vault, &mut outcome, &problems, terminal);
        // As below: nobody needs them any more.
        std::mem::forget((vault, outcome));
        status
    }

    /// The whole vault, unless there is nothing in it to report on.
    fn open(&self) -> Vault {
        if self.place.named.is_empty() {
            return Vault::from_texts([]);
        }
        let named = if self.args.force_exclude { Vec::new() } else { self.place.named.clone() };
        self.setup.open(self.place, named)
    }

    fn report(
        &self,
        vault: &Vault,
        outcome: &mut Outcome,
        problems: &[Problem],
        terminal: &mut Terminal<'_>,
    ) -> io::Result<Status> {
        let args = self.args;
        let least = args.fail_on.severity();
        let failing = |finding: &Finding| least.is_some_and(|least| finding.severity >= least);
        let mut status = Status::Clean;
        let fails = outcome.findings.iter().any(failing);
        if fails {
            status = Status::Findings;
        }
        if !problems.is_empty() || !outcome.internal_errors.is_empty() {
            status = Status::Failed;
        }
        outcome.findings.retain(|finding| finding.severity >= args.min_severity.severity());
        let findings = &outcome.findings;
        let report = Report {
            vault,
            findings,
            problems,
            internal_errors: &outcome.internal_errors,
            documents: outcome.documents,
            suppressed: 0,
            shown: &self.place.shown,
        };
        report::write(&report, args.format, terminal.out_style, terminal.out)?;
        let machine = !args.format.is_for_people();
        if args.statistics {
            let (out, style) = match machine {
                true => (&mut *terminal.err, terminal.err_style),
                false => (&mut *terminal.out, terminal.out_style),
            };
            report::write_statistics(&report, style, out)?;
        }
        if !args.quiet && !machine {
            report::write_summary(&report, terminal.out_style, terminal.out)?;
        }
        terminal.out.flush()?;
        report::write_problems(&report, terminal.err_style, terminal.err)?;
        if fails && status == Status::Findings && !findings.iter().any(failing) {
            let shown = args.min_severity.severity().name();
            writeln!(terminal.err, "what makes the exit code 1 is below `--min-severity {shown}`")?;
        }
        Ok(status)
    }

    fn diff(
        &self,
        vault: &Vault,
        fixed: &Fixed,
        mut problems: Vec<Problem>,
        terminal: &mut Terminal<'_>,
    ) -> io::Result<Status> {
        if !fixed.settled {
            problems.push(unsettled());
        } else {
            write_diff(vault, fixed, &self.place.shown, terminal.out_is_terminal, terminal.out)?;
            terminal.out.flush()?;
            self.say_fixed("would fix", fixed, terminal)?;
        }
        for problem in &problems {
            report::write_problem(problem, &self.place.shown, terminal.err_style, terminal.err)?;
        }
        Ok(match (problems.is_empty(), fixed.texts.is_empty()) {
            (false, _) => Status::Failed,
            (true, false) => Status::Findings,
            (true, true) => Status::Clean,
        })
    }

    fn say_fixed(&self, verb: &str, fixed: &Fixed, terminal: &mut Terminal<'_>) -> io::Result<()> {
        if self.args.quiet || fixed.texts.is_empty() {
            return Ok(());
        }
        let count =
            |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
        let (findings, files) = (count(fixed.applied, "finding"), count(fixed.texts.len(), "file"));
        writeln!(terminal.err, "{verb} {findings} in {files}")
    }
}
