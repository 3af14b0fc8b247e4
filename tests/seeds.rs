//! The example vault: every rule is shown in it, its checked part is clean, and what the
//! README's first command says of it changes only on purpose.

use std::collections::BTreeSet;
use std::path::Path;

use similar::TextDiff;
use wherefrom::checks::KINDS;
use wherefrom::engine::{Outcome, Scope, lint};
use wherefrom::report::{Format, Report, Style, write};
use wherefrom::rule::{LoadedRule, RuleSet, built_in};
use wherefrom::vault::{self, Vault, WalkOptions};

const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/seeds.txt");

fn on_by_default() -> Vec<LoadedRule> {
    let rules = built_in().unwrap_or_else(|error| panic!("{}: {}", error.path.display(), error.message));
    rules.into_iter().filter(|rule| rule.spec.default).collect()
}

fn run(scope: &Scope) -> (Vault, Outcome) {
    let vault =
        Vault::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds"), &WalkOptions::default());
    let loaded = on_by_default();
    let rules = RuleSet::compile(loaded.iter().map(|rule| (rule, None)), KINDS)
        .unwrap_or_else(|errors| panic!("{}: {}", errors[0].path.display(), errors[0].message));
    let outcome = lint(&vault, &rules, jiff::civil::date(2026, 11, 22), scope);
    assert_eq!(vault.problems(), []);
    assert_eq!(outcome.internal_errors, []);
    (vault, outcome)
}

fn concise(vault: &Vault, outcome: &Outcome) -> String {
    let report = Report {
        vault,
        findings: &outcome.findings,
        problems: vault.problems(),
        internal_errors: &outcome.internal_errors,
        documents: outcome.documents,
        suppressed: 0,
        prefix: "seeds/",
    };
    let mut out = Vec::new();
    let style = Style { color: false, hyperlinks: false, width: 100 };
    write(&report, Format::Concise, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_checked_part_is_clean() {
    let (vault, outcome) = run(&Scope::Paths(vec!["clean".into()]));
    assert!(outcome.documents >= 8, "only {} documents in seeds/clean", outcome.documents);
    assert!(outcome.findings.is_empty(), "seeds/clean has findings:\n{}", concise(&vault, &outcome));
}

#[test]
fn every_rule_is_shown() {
    let (_, outcome) = run(&Scope::Everything);
    let shown: BTreeSet<&str> = outcome.findings.iter().map(|finding| &*finding.rule).collect();
    let loaded = on_by_default();
    let missing: Vec<&str> =
        loaded.iter().map(|rule| rule.id.as_str()).filter(|id| !shown.contains(id)).collect();
    assert!(missing.is_empty(), "no finding in seeds/ shows {}", missing.join(", "));
}

#[test]
fn the_findings_are_those_of_the_snapshot() {
    let (vault, outcome) = run(&Scope::Everything);
    let found = concise(&vault, &outcome);
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        vault::write(Path::new(SNAPSHOT), &found).unwrap();
        return;
    }
    let kept = vault::read_text(Path::new(SNAPSHOT)).unwrap();
    let diff = TextDiff::from_lines(&kept, &found);
    assert!(
        kept == found,
        "the findings in seeds/ have changed; `UPDATE=1 cargo test --test seeds` keeps them so:\n{}",
        diff.unified_diff().context_radius(0)
    );
}
