//! Applying fixes: to text in memory, pass by pass, until nothing is left to apply.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::run::{Outcome, Scope, lint};
use crate::rule::{Applicability, Edit, Finding, Fix, RuleSet};
use crate::text::Encoding;
use crate::vault::Vault;

/// A fix may uncover another; after this many passes the rest stays as it is.
const MAX_PASSES: usize = 10;

/// A vault after fixing, and what it took.
#[derive(Debug)]
pub struct Fixed {
    /// What is left to find.
    pub outcome: Outcome,
    /// The vault that is left to find it in; `None` if nothing changed.
    pub vault: Option<Vault>,
    /// The documents that changed, with their new text.
    pub texts: BTreeMap<Arc<str>, String>,
    /// How many fixes were applied.
    pub applied: usize,
    /// Whether there was nothing more to apply when it ended. If not, a fix undoes or repeats another.
    pub settled: bool,
}

/// Applies every fix up to `limit`, again and again until there is none left. Fixes that
/// overlap one already taken wait for the next pass; those that touch a `locked` document
/// are left. Nothing is written.
#[must_use]
pub fn fix(
    vault: &Vault,
    rules: &RuleSet,
    today: Date,
    scope: &Scope,
    limit: Applicability,
    locked: &BTreeSet<Arc<str>>,
) -> Fixed {
    let mut fixed = Fixed {
        outcome: lint(vault, rules, today, scope),
        vault: None,
        texts: BTreeMap::new(),
        applied: 0,
        settled: false,
    };
    for pass in 0..=MAX_PASSES {
        let current = fixed.vault.as_ref().unwrap_or(vault);
        let chosen = Chosen::from(current, &fixed.outcome.findings, limit, locked);
        fixed.settled = chosen.taken == 0;
        if fixed.settled || pass == MAX_PASSES {
            break;
        }
        let changed = chosen.apply(current);
        let next = current.with_edits(&changed);
        fixed.applied += chosen.taken;
        fixed.texts.extend(changed);
        fixed.outcome = lint(&next, rules, today, scope);
        fixed.vault = Some(next);
    }
    fixed.texts.retain(|path, text| text_of(vault, path) != Some(text));
    fixed
}

fn text_of<'a>(vault: &'a Vault, path: &str) -> Option<&'a str> {
    let document = vault.document(vault.by_path(path)?);
    // A file that was not UTF-8 would lose the bytes that stand as `?`.
    (document.source().encoding() == Encoding::Utf8).then(|| document.text())
}

/// Fixes that can be applied together.
#[derive(Default)]
struct Chosen<'a> {
    /// By file and by first byte; no two share a byte or begin at the same one.
    edits: BTreeMap<&'a Arc<str>, BTreeMap<u32, &'a Edit>>,
    /// How many fixes they come from.
    taken: usize,
}

impl<'a> Chosen<'a> {
    fn from(
        vault: &Vault,
        findings: &'a [Finding],
        limit: Applicability,
        locked: &BTreeSet<Arc<str>>,
    ) -> Self {
        let mut chosen = Self::default();
        for fix in findings.iter().filter_map(|finding| finding.fix_up_to(limit)) {
            let can_be_applied = fix.edits.iter().all(|edit| {
                !locked.contains(&edit.path)
                    && text_of(vault, &edit.path).is_some_and(|text| text.get(edit.span.range()).is_some())
            });
            if can_be_applied {
                chosen.take(fix);
            }
        }
        chosen
    }

    /// Takes all edits of a fix or, if one collides with what is taken, none.
    fn take(&mut self, fix: &'a Fix) {
        for (at, edit) in fix.edits.iter().enumerate() {
            let edits = self.edits.entry(&edit.path).or_default();
            if collides(edits, edit) {
                for taken in &fix.edits[..at] {
                    self.edits.entry(&taken.path).or_default().remove(&taken.span.start);
                }
                return;
            }
            edits.insert(edit.span.start, edit);
        }
        self.taken += usize::from(!fix.edits.is_empty());
    }

    fn apply(&self, vault: &Vault) -> BTreeMap<Arc<str>, String> {
        let edited = self.edits.iter().filter(|(_, edits)| !edits.is_empty()).filter_map(|(path, edits)| {
            Some((Arc::clone(path), apply(text_of(vault, path)?, edits.values().copied())))
        });
        edited.collect()
    }
}

/// Whether `edit` shares a byte with one of `edits` or begins at the same one.
fn collides(edits: &BTreeMap<u32, &Edit>, edit: &Edit) -> bool {
    let before = edits.range(..=edit.span.start).next_back();
    let after = edits.range(edit.span.start..).next();
    before.is_some_and(|(&start, other)| start == edit.span.start || other.span.end > edit.span.start)
        || after.is_some_and(|(&start, _)| start < edit.span.end)
}

/// The text after sorted edits that do not overlap. New lines end as the text's own do, and
/// nothing comes before a BOM.
#[must_use]
pub fn apply<'a>(text: &str, edits: impl IntoIterator<Item = &'a Edit>) -> String {
    let line_end = line_end(text);
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let start = edit.span.start().max(bom);
        out.push_str(&text[at..start]);
        out.push_str(&with_line_end(&edit.replacement, line_end));
        at = edit.span.end().max(bom);
    }
    out.push_str(&text[at..]);
    out
}

/// What ends the first line.
fn line_end(text: &str) -> &'static str {
    let bytes = text.as_bytes();
    match memchr::memchr2(b'\n', b'\r', bytes) {
        Some(at) if bytes[at] == b'\n' => "\n",
        Some(at) if bytes.get(at + 1) == Some(&b'\n') => "\r\n",
        Some(_) => "\r",
        None => "\n",
    }
}

fn with_line_end<'a>(replacement: &'a str, line_end: &str) -> Cow<'a, str> {
    if line_end == "\n" || !replacement.contains('\n') {
        return Cow::Borrowed(replacement);
    }
    Cow::Owned(replacement.replace("\r\n", "\n").replace('\n', line_end))
}
