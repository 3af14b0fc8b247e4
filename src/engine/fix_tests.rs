//! Fixes of rules made for the purpose: each kind of check reads edits off the text itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::fix::{Fixed, apply, fix};
use super::run::{Scope, lint};
use crate::rule::{Applicability, Check, Edit, Fix, Hit, Kind, RuleSet, Subject, load};
use crate::text::Span;
use crate::vault::Vault;

/// Replaces the first `from` of a document, and of every other file in `also`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Swap {
    from: String,
    to: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    panics: bool,
}

const KIND: Kind = Kind::of::<Swap>("swap", &[]);

impl Check for Swap {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        assert!(!self.panics, "on purpose");
        let text = subject.document.text();
        let Some(at) = text.find(&self.from) else { return };
        let span = Span::new(at, at + self.from.len());
        let mut fix = Fix::replace(Applicability::Safe, "swap", subject.document, span, self.to.clone());
        for other in self.also.iter().filter(|other| **other != **subject.document.path()) {
            let path: Arc<str> = other.as_str().into();
            let start = subject
                .vault
                .by_path(other)
                .map_or(0, |id| subject.vault.document(id).text().find(&self.from).unwrap_or(usize::MAX));
            let span = Span { start: u32::try_from(start).unwrap_or(u32::MAX), end: u32::MAX };
            let end = span.start.saturating_add(u32::try_from(self.from.len()).unwrap());
            fix.edits.push(Edit { path, span: Span { end, ..span }, replacement: self.to.clone() });
        }
        hits.push(Hit::at(span).fix(fix));
    }
}

fn rules(swaps: &[&str]) -> RuleSet {
    let loaded: Vec<_> = swaps
        .iter()
        .enumerate()
        .map(|(at, options)| {
            let text = format!(
                "summary: s\nwhy: w\nseverity: error\nconfidence: high\ncheck: swap\noptions: {options}\nmessage: m\nexamples: []\n"
            );
            load(&format!("test/rule-{at}"), "rule.yaml".as_ref(), &text).unwrap()
        })
        .collect();
    RuleSet::compile(loaded.iter().map(|rule| (rule, None)), &[KIND]).unwrap()
}

fn fixed(files: &[(&str, &str)], swaps: &[&str], locked: &[&str]) -> Fixed {
    let vault = Vault::from_texts(files.iter().copied());
    let locked: BTreeSet<Arc<str>> = locked.iter().map(|&path| path.into()).collect();
    let today = date(2024, 6, 1);
    fix(&vault, &rules(swaps), today, &Scope::Everything, Applicability::Safe, &locked)
}

fn edit(start: usize, end: usize, replacement: &str) -> Edit {
    Edit { path: "a.md".into(), span: Span::new(start, end), replacement: replacement.into() }
}

#[test]
fn overlapping_fixes_are_taken_in_a_later_pass() {
    let fixed = fixed(&[("a.md", "one two")], &["{from: e two, to: e zwei}", "{from: one, to: eine}"], &[]);
    assert_eq!(fixed.texts["a.md"], "eine zwei");
    assert_eq!((fixed.applied, fixed.settled), (2, true));
    assert!(fixed.outcome.findings.is_empty());
    assert_eq!(fixed.vault.unwrap().documents()[0].text(), "eine zwei");
}

#[test]
fn a_fix_that_repeats_itself_is_given_up() {
    let fixed = fixed(&[("a.md", "x")], &["{from: x, to: xx}"], &[]);
    assert_eq!((fixed.applied, fixed.settled), (10, false));
    assert_eq!(fixed.texts["a.md"].len(), 11);
}

#[test]
fn fixes_that_undo_each_other_leave_the_file_alone() {
    let fixed = fixed(&[("a.md", "x")], &["{from: x, to: y}", "{from: y, to: x}"], &[]);
    assert!(!fixed.settled && fixed.texts.is_empty());
}

#[test]
fn fixing_what_is_fixed_changes_nothing() {
    let first = fixed(&[("a.md", "a b")], &["{from: a, to: c}"], &[]);
    let again = fixed(&[("a.md", &first.texts["a.md"])], &["{from: a, to: c}"], &[]);
    assert_eq!((again.applied, again.texts.len(), again.settled), (0, 0, true));
    assert!(again.vault.is_none());
}

#[test]
fn a_fix_of_several_files_is_all_or_nothing() {
    let swap = "{from: x, to: y, also: [a.md, b.md]}";
    let both = fixed(&[("a.md", "x"), ("b.md", "-x")], &[swap], &[]);
    assert_eq!((&*both.texts["a.md"], &*both.texts["b.md"]), ("y", "-y"));
    // The edit for `b.md` lies outside its text.
    let none = fixed(&[("a.md", "x"), ("b.md", "-")], &[swap], &[]);
    assert!(none.texts.is_empty() && none.applied == 0);
    let locked = fixed(&[("a.md", "x"), ("b.md", "-x")], &[swap], &["b.md"]);
    assert!(locked.texts.is_empty() && locked.applied == 0);
    // The second edit collides with a fix already taken: the first is given back.
    let late = fixed(&[("a.md", "-x"), ("b.md", "x")], &["{from: -x, to: z}", swap], &[]);
    assert_eq!(late.texts.into_iter().collect::<Vec<_>>(), [("a.md".into(), "z".to_owned())]);
}

#[test]
fn insertions_at_one_place_are_taken_one_by_one() {
    let swaps = ["{from: a, to: b}", "{from: ab, to: c}"];
    let fixed = fixed(&[("a.md", "ab")], &swaps, &[]);
    assert_eq!(fixed.texts["a.md"], "bb");
}

#[test]
fn line_ends_and_bom_are_the_files_own() {
    assert_eq!(apply("a\r\nb", [&edit(3, 3, "x\ny\r\n")]), "a\r\nx\r\ny\r\nb");
    assert_eq!(apply("a\rb", [&edit(2, 2, "x\n")]), "a\rx\rb");
    assert_eq!(apply("ab", [&edit(1, 1, "\n")]), "a\nb");
    assert_eq!(apply("\u{feff}ab", [&edit(0, 0, "-"), &edit(4, 5, "")]), "\u{feff}-a");
}

#[test]
fn a_check_that_panics_costs_itself_alone() {
    let vault = Vault::from_texts([("a.md", "x")]);
    let set = rules(&["{from: x, to: y, panics: true}", "{from: x, to: y}"]);
    let outcome = lint(&vault, &set, date(2024, 6, 1), &Scope::Everything);
    assert_eq!(outcome.findings.len(), 1);
    assert_eq!(
        (&*outcome.internal_errors[0].rule, &*outcome.internal_errors[0].path),
        ("test/rule-0", "a.md")
    );
}
