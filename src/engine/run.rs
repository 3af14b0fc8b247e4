//! One run: every rule on every document in scope.

use std::collections::BTreeSet;
use std::hash::Hasher as _;
use std::sync::Arc;

use fnv::FnvHasher;
use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::document::Bibliography;
use crate::rule::{Finding, Fingerprint, Hit, Rule, RuleSet, Subject};
use crate::text::{SourceFile, Span, Visible};
use crate::vault::{AT_ONCE, DocumentId, Vault, guarded};

/// Which documents may carry findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    Everything,
    /// Those at or below one of these paths, relative to the vault.
    Paths(BTreeSet<String>),
}

impl Scope {
    /// Whether the document at `path` may carry findings.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        match self {
            Scope::Everything => true,
            // A hook names as many paths as there are documents: each is looked up, not compared.
            Scope::Paths(paths) => {
                let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
                paths.contains(path) || folders.into_iter().any(|folder| paths.contains(folder))
            }
        }
    }
}

/// A check that panicked. The run went on without it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InternalError {
    /// The rule.
    pub rule: Arc<str>,
    /// The document.
    pub path: Arc<str>,
}

/// What a run found.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The findings, sorted by path, place and rule.
    pub findings: Vec<Finding>,
    /// Checks that panicked, sorted.
    pub internal_errors: Vec<InternalError>,
    /// How many documents were looked at.
    pub documents: usize,
}

/// Runs `rules` over the documents of `vault` that are in `scope`, stored copies of sources left out.
///
/// Pure and total: no I/O, no clock, no randomness, and no panic comes out of it.
#[must_use]
pub fn lint(vault: &Vault, rules: &RuleSet, today: Date, scope: &Scope) -> Outcome {
    // A copy is a witness: it says what it says, and `sources.lock` holds its SHA-256.
    let copies = vault.kept_copies();
    let in_scope = |id: &DocumentId| scope.holds(vault.document(*id).path()) && !copies.contains(id);
    let ids: Vec<DocumentId> = vault.ids().filter(in_scope).collect();
    let tables = rules.rules().iter().flat_map(|rule| rule.check.tables());
    vault.gather(&tables.copied().collect());
    let none = || vec![Vec::new(); rules.rules().len()];
    let lint = |near: &mut Vec<Vec<Span>>, &id: &DocumentId| lint_document(vault, id, rules, today, near);
    let parts: Vec<Outcome> = ids.par_iter().with_max_len(AT_ONCE).map_init(none, lint).collect();
    let mut outcome = Outcome { documents: ids.len(), ..Outcome::default() };
    let lists = vault.bibliographies().iter().filter(|list| scope.holds(list.source().path()));
    let lists: Vec<Outcome> = lists.map(|list| lint_bibliography(vault, list, rules)).collect();
    outcome.findings.reserve(parts.iter().map(|part| part.findings.len()).sum());
    // Each part is sorted, and so are documents and bibliographies; here they meet.
    let mixed = !lists.is_empty();
    for part in parts.into_iter().chain(lists) {
        outcome.findings.extend(part.findings);
        outcome.internal_errors.extend(part.internal_errors);
    }
    if mixed {
        outcome.findings.sort_by(|a, b| a.path.cmp(&b.path));
    }
    outcome.internal_errors.sort();
    outcome
}

/// Runs every rule on one document. In `near` is room for where the literals of each are.
fn lint_document(
    vault: &Vault,
    id: DocumentId,
    rules: &RuleSet,
    today: Date,
    near: &mut [Vec<Span>],
) -> Outcome {
    let subject = Subject::new(vault, id, today);
    near.iter_mut().for_each(Vec::clear);
    let text = subject.document.text();
    rules.find_literals(text, |rule, start, end| near[rule].push(Span::new(start, end)));
    // Characters that nobody sees may part a word; to some rules they are what is looked for.
    if let Some(visible) = Visible::of(text) {
        rules.find_literals(visible.text(), |rule, start, end| {
            let (start, end) = visible.source(start, end);
            near[rule].push(Span::new(start, end));
        });
    }
    let mut outcome = Outcome::default();
    for (rule, places) in rules.rules().iter().zip(near) {
        if rule.guided && places.is_empty() {
            continue;
        }
        places.sort_unstable();
        places.dedup();
        // The subject's cache of prose is only added to, never left half written.
        outcome.add(rule, subject.document.source(), |hits| rule.check.run(&subject, places, hits));
    }
    outcome.sort_findings(rules);
    outcome
}

fn lint_bibliography(vault: &Vault, bibliography: &Bibliography, rules: &RuleSet) -> Outcome {
    let mut outcome = Outcome::default();
    let source = bibliography.source();
    for rule in rules.rules() {
        outcome.add(rule, source, |hits| rule.check.run_on_bibliography(vault, bibliography, hits));
    }
    outcome.sort_findings(rules);
    outcome
}

impl Outcome {
    /// Adds what a rule's check finds in a file, or that it panicked there.
    fn add(&mut self, rule: &Rule, source: &SourceFile, check: impl FnOnce(&mut Vec<Hit>)) {
        let mut hits = Vec::new();
        match guarded(|| check(&mut hits)) {
            Some(()) if hits.is_empty() => {}
            Some(()) => {
                let begun = fingerprint(FnvHasher::default().finish(), [&*rule.id, source.path()]);
                self.findings.extend(hits.into_iter().map(|hit| finding(rule, source, hit, begun)));
            }
            None => self
                .internal_errors
                .push(InternalError { rule: Arc::clone(&rule.id), path: Arc::clone(source.path()) }),
        }
    }

    /// Sorts the findings of one file, and tells those apart that are the same.
    fn sort_findings(&mut self, rules: &RuleSet) {
        self.findings.sort_by(|a, b| (a.span, &a.rule, &a.message).cmp(&(b.span, &b.rule, &b.message)));
        for rule in rules.rules().iter().filter(|rule| !rule.yields_to.is_empty()) {
            self.yield_findings(rule);
        }
        number_fingerprints(&mut self.findings);
    }

    /// Leaves out the findings of a rule in whose place another says more of the same words.
    fn yield_findings(&mut self, rule: &Rule) {
        if !self.findings.iter().any(|finding| finding.rule == rule.id) {
            return;
        }
        let says_more = |finding: &&Finding| rule.yields_to.iter().any(|id| **id == *finding.rule);
        // How far the stronger findings reach that begin at or before each of them.
        let mut reach: Vec<(u32, u32)> = Vec::new();
        for span in self.findings.iter().filter(says_more).map(|finding| finding.span) {
            let end = reach.last().map_or(span.end, |&(_, end)| end.max(span.end));
            reach.push((span.start, end));
        }
        self.findings.retain(|finding| {
            let next = reach.partition_point(|&(start, _)| start < finding.span.end);
            let told = next.checked_sub(1).is_some_and(|at| reach[at].1 > finding.span.start);
            !(told && finding.rule == rule.id)
        });
    }
}

fn finding(rule: &Rule, source: &SourceFile, mut hit: Hit, begun: u64) -> Finding {
    let message = rule.message.render(&hit.values);
    if hit.unlabelled > 0 {
        let (listed, all) = (hit.labels.len(), hit.labels.len() + hit.unlabelled);
        hit.evidence.push(format!("of {all} other places that belong to it, the first {listed} are listed"));
    }
    Finding {
        rule: Arc::clone(&rule.id),
        severity: rule.set_severity.or(hit.severity).unwrap_or(rule.severity),
        confidence: hit.confidence.unwrap_or(rule.confidence),
        path: Arc::clone(source.path()),
        span: hit.span,
        help: rule.help.as_ref().map(|help| help.render_shared(&hit.values)),
        message,
        labels: hit.labels,
        evidence: hit.evidence,
        fixes: hit.fixes,
        fingerprint: Fingerprint {
            number: fingerprint(begun, source.slice(hit.span).split_whitespace()),
            repeat: 1,
        },
    }
}

/// A fingerprint that begins with the rule and the file and goes on with `parts`. By FNV-1a, which
/// is the same everywhere and for ever: fingerprints are kept in files.
fn fingerprint<'p>(begun: u64, parts: impl IntoIterator<Item = &'p str>) -> u64 {
    let mut hasher = FnvHasher::with_key(begun);
    for part in parts {
        hasher.write(part.as_bytes());
        hasher.write_u8(0);
    }
    hasher.finish()
}

/// The same text flagged twice by one rule gets two fingerprints, counted from the top.
fn number_fingerprints(findings: &mut [Finding]) {
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    for fingerprint in findings.iter_mut().map(|finding| &mut finding.fingerprint) {
        let count = seen.entry(fingerprint.number).or_default();
        *count += 1;
        fingerprint.repeat = *count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{checks, rule};

    /// The rules that have findings in `text` and what they underline.
    fn found(text: &str) -> Vec<(String, String)> {
        let loaded = rule::built_in().unwrap();
        let claims = loaded.iter().filter(|rule| rule.family() == "claims").map(|rule| (rule, None));
        let rules = RuleSet::compile(claims, checks::KINDS).unwrap();
        let vault = Vault::from_texts([("a.md", text)]);
        let outcome = lint(&vault, &rules, jiff::civil::date(2024, 6, 1), &Scope::Everything);
        let words = |finding: &Finding| text[finding.span.range()].to_owned();
        outcome.findings.iter().map(|finding| (finding.rule.to_string(), words(finding))).collect()
    }

    #[test]
    fn the_same_words_are_told_once() {
        let expected = [("claims/vague-attribution", "Some scholars"), ("claims/vague-wording", "many")];
        let expected = expected.map(|(rule, words)| (rule.to_owned(), words.to_owned()));
        assert_eq!(found("Some scholars of the north wrote many books.\n"), expected);
    }

    #[test]
    fn rules_yield_to_rules_that_there_are() {
        let loaded = rule::built_in().unwrap();
        let ids: BTreeSet<&str> = loaded.iter().map(|rule| rule.id.as_str()).collect();
        let named = loaded.iter().flat_map(|rule| &rule.spec.yields_to);
        assert!(named.clone().next().is_some() && named.into_iter().all(|id| ids.contains(id.as_str())));
    }
}
