//! Applying fixes: to text in memory, pass by pass, until nothing is left to apply.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::run::{Outcome, Scope, lint};
use crate::rule::{Applicability, Edit, Finding, RuleSet};
use crate::text::Encoding;
use crate::vault::Vault;

/// A fix may uncover another; after this many passes the rest stays as it is.
const MAX_PASSES: usize = 10;

/// A vault after fixing, and what it took.
#[derive(Debug)]
pub struct Fixed {
    /// What is left to find.
    pub outcome: Outcome,
    /// The documents that changed, with their new text.
    pub texts: BTreeMap<Arc<str>, String>,
    /// How many fixes were applied.
    pub applied: usize,
}

/// Applies every fix up to `limit`, again and again until there is none left. Fixes that
/// overlap one already taken wait for the next pass. Nothing is written.
#[must_use]
pub fn fix(vault: &Vault, rules: &RuleSet, today: Date, scope: &Scope, limit: Applicability) -> Fixed {
    let mut texts: BTreeMap<Arc<str>, String> = BTreeMap::new();
    let mut applied = 0;
    let mut outcome = lint(vault, rules, today, scope);
    let mut fixed: Option<Vault> = None;
    for _ in 0..MAX_PASSES {
        let current = fixed.as_ref().unwrap_or(vault);
        let (edits, taken) = choose(current, &outcome.findings, limit);
        if taken == 0 {
            break;
        }
        applied += taken;
        let changed: BTreeMap<Arc<str>, String> = edits
            .iter()
            .filter_map(|(path, edits)| Some((Arc::clone(path), apply(text_of(current, path)?, edits))))
            .collect();
        let next = current.with_edits(&changed);
        texts.extend(changed);
        outcome = lint(&next, rules, today, scope);
        fixed = Some(next);
    }
    Fixed { outcome, texts, applied }
}

fn text_of<'a>(vault: &'a Vault, path: &str) -> Option<&'a str> {
    let document = vault.document(vault.by_path(path)?);
    // A file that was not UTF-8 would lose the bytes that stand as `?`.
    (document.source().encoding() == Encoding::Utf8).then(|| document.text())
}

/// The edits of the fixes that can be applied together, by file and sorted, and how many fixes.
fn choose(
    vault: &Vault,
    findings: &[Finding],
    limit: Applicability,
) -> (BTreeMap<Arc<str>, Vec<Edit>>, usize) {
    let mut chosen: BTreeMap<Arc<str>, Vec<Edit>> = BTreeMap::new();
    let mut taken = 0;
    for fix in findings.iter().filter_map(|finding| finding.fix_up_to(limit)) {
        let known = chosen.clone();
        let fits = fix.edits.iter().all(|edit| {
            text_of(vault, &edit.path).is_some_and(|text| text.get(edit.span.range()).is_some())
                && known.get(&edit.path).is_none_or(|edits| edits.iter().all(|other| !collide(edit, other)))
        });
        if fits && !fix.edits.is_empty() {
            taken += 1;
            for edit in &fix.edits {
                chosen.entry(Arc::clone(&edit.path)).or_default().push(edit.clone());
            }
        }
    }
    chosen.values_mut().for_each(|edits| edits.sort());
    (chosen, taken)
}

/// Whether two edits touch the same bytes, or insert at the same place.
fn collide(a: &Edit, b: &Edit) -> bool {
    a.span.overlaps(b.span) || a.span.start == b.span.start
}

/// The text after sorted edits that do not overlap.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.start()]);
        out.push_str(&edit.replacement);
        at = edit.span.end();
    }
    out.push_str(&text[at..]);
    out
}
