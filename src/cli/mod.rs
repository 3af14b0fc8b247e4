//! The command line.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::checks::KINDS;
use crate::engine::{Scope, lint};
use crate::rule::{RuleSet, built_in};
use crate::vault::{Vault, WalkOptions};

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let root = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let Ok(loaded) = built_in() else { return ExitCode::from(2) };
    let Ok(rules) = RuleSet::compile(loaded.iter().map(|rule| (rule, None)), KINDS) else {
        return ExitCode::from(2);
    };
    let vault = Vault::open(&root, &WalkOptions::default());
    let outcome = lint(&vault, &rules, jiff::civil::date(2026, 11, 22), &Scope::Everything);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for finding in &outcome.findings {
        let Some(id) = vault.by_path(&finding.path) else { continue };
        let at = vault.document(id).source().position(finding.span.start());
        let _ = writeln!(
            out,
            "{}:{}:{}: {} {} {}",
            finding.path,
            at.line,
            at.column,
            finding.severity.name(),
            finding.rule,
            finding.message
        );
    }
    ExitCode::SUCCESS
}
