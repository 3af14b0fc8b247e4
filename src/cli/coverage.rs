//! `wherefrom coverage`.

use std::io;

use super::Status;
use super::args::{CoverageArgs, ListFormat};
use super::place::Place;
use super::setup::Setup;
use super::terminal::Terminal;
use crate::engine;
use crate::report::{write_coverage, write_coverage_json, write_problem};
use crate::rule::{Kind, built_in_without_examples};

/// Counts claims and those that are cited.
pub(super) fn coverage(
    args: &CoverageArgs,
    kinds: &[Kind],
    terminal: &mut Terminal<'_>,
) -> io::Result<Status> {
    let Some(place) = Place::find_or_tell(args.vault.root.as_deref(), &args.paths, terminal)? else {
        return Ok(Status::Failed);
    };
    let Some(setup) = Setup::read(&args.vault, &place, built_in_without_examples, kinds, terminal)? else {
        return Ok(Status::Failed);
    };
    let vault = setup.open(&place, place.named.clone());
    let coverage = engine::coverage(&vault, &place.scope);
    let unread = vault.problems().iter().filter(|problem| place.scope.holds(&problem.path));
    let problems: Vec<_> = unread.chain(&coverage.problems).collect();
    for problem in &problems {
        write_problem(problem, &place.shown, terminal.err_style, terminal.err)?;
    }
    match args.format {
        ListFormat::Text => {
            let style = terminal.out_style;
            write_coverage(&vault, &coverage, args.sections, &place.shown, style, terminal.out)?;
        }
        ListFormat::Json => write_coverage_json(&vault, &coverage, &place.shown, terminal.out)?,
    }
    terminal.out.flush()?;
    if !(setup.sound && place.problems.is_empty() && problems.is_empty()) {
        return Ok(Status::Failed);
    }
    let counts = coverage.counts;
    let (cited, claims) = (counts.cited, counts.claims);
    if let Some(least) = args.min.as_ref().filter(|least| !least.is_reached(cited, claims)) {
        writeln!(terminal.err, "{cited} of {claims} claims are cited, less than the {least}% of `--min`")?;
        return Ok(Status::Findings);
    }
    Ok(Status::Clean)
}
