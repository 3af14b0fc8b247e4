//! Citations by key (`[@key]`) and what defines them: bibliographies, and notes on works.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Bibliography, citekeys, own_citekeys};
use crate::rule::{Applicability, Check, Confidence, Fix, Hit, Kind, Severity, Subject};
use crate::text::Span;
use crate::vault::Vault;

pub(super) const KIND: Kind = Kind::of::<Citekey>("citekey", &["key", "why"]);

/// Reports keys that nothing defines, works that nothing cites, or entries that cannot be read.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Citekey {
    /// What is reported.
    report: Report,
    /// Beginnings of keys, in any case, that no bibliography defines: identifiers, figures and sections.
    #[serde(default)]
    elsewhere: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Report {
    /// A citation of a key that nothing defines.
    Undefined,
    /// A work that nothing cites.
    Unused,
    /// What cannot be read in a bibliography.
    Malformed,
}

impl Check for Citekey {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        match self.report {
            Report::Undefined => self.undefined(subject, hits),
            Report::Unused => unused_references(subject, hits),
            Report::Malformed => {}
        }
    }

    fn run_on_bibliography(&self, vault: &Vault, bibliography: &Bibliography, hits: &mut Vec<Hit>) {
        match self.report {
            Report::Undefined => {}
            Report::Unused => {
                let keys = vault.citekeys();
                let unused = bibliography.works.iter().filter(|work| !keys.is_cited(&work.key));
                hits.extend(unused.map(|work| Hit::at(work.key_span).value("key", &*work.key)));
            }
            Report::Malformed => {
                let faults = bibliography.faults.iter();
                hits.extend(faults.map(|fault| Hit::at(fault.span).value("why", &*fault.message)));
                if bibliography.more_faults > 0
                    && let Some(last) = hits.pop()
                {
                    let more = bibliography.more_faults;
                    hits.push(last.because(format!("{more} more faults in this file are not listed")));
                }
            }
        }
    }
}

impl Citekey {
    fn undefined(&self, subject: &Subject<'_>, hits: &mut Vec<Hit>) {
        let (vault, document) = (subject.vault, subject.document);
        let mut keys = citekeys(document).filter(|key| !self.is_elsewhere(document.slice(*key))).peekable();
        if keys.peek().is_none() || !vault.has_bibliography_for(subject.id) {
            return;
        }
        for span in keys {
            let key = document.slice(span);
            if vault.citekeys().is_defined(vault, key) {
                continue;
            }
            let hit = Hit::at(span).value("key", key);
            hits.push(match vault.citekeys().near(key) {
                Some(near) => {
                    let title = format!("cite `{near}`");
                    let fix = Fix::replace(Applicability::Manual, title, document, span, near);
                    hit.because(format!("the nearest key is `{near}`")).fix(fix)
                }
                // Without a year it may be the name of somebody: `[@keeper]`.
                None if !key.contains(|c: char| c.is_ascii_digit()) => {
                    Hit { severity: Some(Severity::Info), confidence: Some(Confidence::Medium), ..hit }
                }
                None => hit,
            });
        }
    }

    fn is_elsewhere(&self, key: &str) -> bool {
        let begins =
            |with: &String| key.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
        key.contains("://") || self.elsewhere.iter().any(begins)
    }
}

/// Works that the front matter lists and that no document cites.
fn unused_references(subject: &Subject<'_>, hits: &mut Vec<Hit>) {
    let document = subject.document;
    let Some(head) = &document.front_matter else { return };
    let listed = head.field("references").map(|field| field.value.span);
    let own: BTreeSet<Span> = own_citekeys(document).into_iter().collect();
    for key in own.into_iter().filter(|key| listed.is_some_and(|listed| listed.contains(*key))) {
        if !subject.vault.citekeys().is_cited(document.slice(key)) {
            hits.push(Hit::at(key).value("key", document.slice(key)));
        }
    }
}
