//! Fixes on disk, and what they would be.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::Arc;

use jiff::civil::Date;
use similar::TextDiff;

use crate::engine::{Fixed, Scope, fix};
use crate::rule::{Applicability, RuleSet};
use crate::text::printable;
use crate::vault::{Problem, Shown, Vault, check_replaceable, replace};

/// Applies fixes to the files of the vault. Files that may not be written to are left as they
/// are, with everything that would change them in part; they are among the problems.
pub(super) fn fix_files(
    vault: &Vault,
    rules: &RuleSet,
    today: Date,
    scope: &Scope,
    limit: Applicability,
) -> (Fixed, Vec<Problem>) {
    let mut locked: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut problems = Vec::new();
    loop {
        let fixed = fix(vault, rules, today, scope, limit, &locked);
        if !fixed.settled {
            problems.push(unsettled());
            // Nothing is written that a second run would change again.
            locked.extend(vault.documents().iter().map(|document| Arc::clone(document.path())));
            return (fix(vault, rules, today, scope, limit, &locked), problems);
        }
        let refused: Vec<Problem> = fixed
            .texts
            .keys()
            .filter_map(|path| not_fixed(path, check_replaceable(vault.root(), path, before(vault, path))))
            .collect();
        if refused.is_empty() {
            let failed = fixed.texts.iter().filter_map(|(path, after)| {
                not_fixed(path, replace(vault.root(), path, before(vault, path), after))
            });
            problems.extend(failed);
            return (fixed, problems);
        }
        locked.extend(refused.iter().map(|problem| problem.path.as_str().into()));
        problems.extend(refused);
    }
}

/// What is wrong if fixes never come to an end.
pub(super) fn unsettled() -> Problem {
    Problem {
        path: String::new(),
        message: "internal error: fixes undo or repeat each other; nothing was fixed".to_owned(),
        help: Some("please report it; `--select` with one rule after the other finds the cause".to_owned()),
    }
}

fn before<'a>(vault: &'a Vault, path: &str) -> &'a str {
    vault.by_path(path).map_or("", |id| vault.document(id).text())
}

fn not_fixed(path: &str, done: io::Result<()>) -> Option<Problem> {
    let why = done.err()?;
    Some(Problem { path: path.to_owned(), message: format!("not fixed: {why}"), help: None })
}

/// Writes the changes as a unified diff. What is not for a terminal can be applied with `patch -p0`.
pub(super) fn write_diff(
    vault: &Vault,
    fixed: &Fixed,
    shown: &Shown,
    for_terminal: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (path, after) in &fixed.texts {
        let name = shown.path(path);
        let name = printable(&name);
        let diff = TextDiff::from_lines(before(vault, path), after.as_str());
        let diff = diff.unified_diff().header(&name, &name).to_string();
        if for_terminal {
            diff.lines().try_for_each(|line| writeln!(out, "{}", printable(line)))?;
        } else {
            out.write_all(diff.as_bytes())?;
        }
    }
    Ok(())
}
