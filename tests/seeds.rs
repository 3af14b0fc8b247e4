//! The example vault: every rule is shown in it, its checked part is clean, and what the
//! README's first command says of it changes only on purpose.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use similar::TextDiff;
use wherefrom::checks::KINDS;
use wherefrom::engine::{Outcome, Scope, apply, fix, lint};
use wherefrom::report::{Format, Report, Style, write};
use wherefrom::rule::{Applicability, Finding, LoadedRule, RuleSet, built_in, load};
use wherefrom::vault::{self, Shown, Vault, WalkOptions, rule_files};

const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/seeds.txt");

const README: &str = include_str!("../README.md");
const CONTRIBUTING: &str = include_str!("../CONTRIBUTING.md");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

/// The rules that run on the example vault: the built-in ones that are on, and its own.
fn rules_in_use() -> Vec<LoadedRule> {
    let (own, problems) = rule_files(&root());
    assert_eq!(problems, []);
    let own = own.iter().map(|(id, path)| {
        let text = vault::read_text(path).expect("the example vault's rule can be read");
        load(id, path, &text).expect("the example vault's rule is sound")
    });
    let built_in = built_in().expect("the built-in rules are sound");
    built_in.into_iter().filter(|rule| rule.spec.default).chain(own).collect()
}

const TODAY: Date = date(2026, 11, 22);

fn compiled() -> RuleSet {
    let loaded = rules_in_use();
    RuleSet::compile(loaded.iter().map(|rule| (rule, None)), KINDS)
        .expect("the rules fit their kinds of check")
}

fn run(scope: &Scope) -> (Vault, Outcome) {
    let vault = Vault::open(&root(), &WalkOptions::default());
    let outcome = lint(&vault, &compiled(), TODAY, scope);
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
        shown: &Shown::behind("seeds/"),
    };
    let mut out = Vec::new();
    let style = Style { color: false, hyperlinks: false, unicode: false, width: 100 };
    write(&report, Format::Concise, style, &mut out).expect("memory takes it");
    String::from_utf8(out).expect("reports are UTF-8")
}

#[test]
fn the_checked_part_is_clean() {
    let (vault, outcome) = run(&Scope::Paths(["clean".into()].into()));
    assert!(outcome.documents >= 8, "only {} documents in seeds/clean", outcome.documents);
    assert!(outcome.findings.is_empty(), "seeds/clean has findings:\n{}", concise(&vault, &outcome));
}

#[test]
fn every_rule_is_shown() {
    let (_, outcome) = run(&Scope::Everything);
    let shown: BTreeSet<&str> = outcome.findings.iter().map(|finding| &*finding.rule).collect();
    let loaded = rules_in_use();
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

/// `scripts/check-fixes` asks the same of any folder.
#[test]
fn a_fix_mends_its_finding_and_nothing_else() {
    let (vault, before) = run(&Scope::Everything);
    let key = |finding: &Finding| (finding.path.clone(), finding.rule.clone(), finding.message.clone());
    let known: BTreeSet<_> = before.findings.iter().map(key).collect();
    for limit in [Applicability::Safe, Applicability::Unsafe] {
        let fixed = fix(&vault, &compiled(), TODAY, &Scope::Everything, limit, &BTreeSet::new());
        assert!(fixed.settled && fixed.applied > 0);
        let mended = before.findings.iter().filter(|finding| finding.fix_up_to(limit).is_some());
        assert_eq!(mended.count(), fixed.applied);
        assert_eq!(fixed.outcome.findings.len(), before.findings.len() - fixed.applied);
        let new: Vec<_> = fixed.outcome.findings.iter().map(key).filter(|key| !known.contains(key)).collect();
        assert!(new.is_empty(), "findings that came with the fixes: {new:?}");
        for (path, text) in &fixed.texts {
            let edits = before
                .findings
                .iter()
                .filter_map(|finding| finding.fix_up_to(limit))
                .flat_map(|fix| &fix.edits);
            let mut edits: Vec<_> = edits.filter(|edit| edit.path == *path).cloned().collect();
            edits.sort();
            let original = vault.document(vault.by_path(path).expect("it was read")).text();
            assert_eq!(*text, apply(original, &edits), "{path} has other changes than its fixes declare");
        }
    }
}

#[test]
fn the_readme_shows_what_is_found() {
    let (vault, outcome) = run(&Scope::Everything);
    let found = concise(&vault, &outcome);
    let shown = README.lines().filter(|line| line.starts_with("seeds/"));
    let stale: Vec<&str> = shown.clone().filter(|shown| !found.lines().any(|line| line == *shown)).collect();
    assert!(shown.count() > 0, "README.md shows no concise finding");
    assert!(stale.is_empty(), "README.md shows findings that are none any more:\n{}", stale.join("\n"));
}

#[test]
fn the_example_in_contributing_is_the_rule_of_the_vault() {
    let rule = vault::read_text(&root().join(".wherefrom/rules/claims/vague-time.yaml")).unwrap();
    assert!(CONTRIBUTING.contains(&rule), "CONTRIBUTING.md shows another rule file");
}
