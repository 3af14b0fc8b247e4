//! Runs a rule's examples: as they stand, and in every disguise that must change nothing.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::{Date, date};

use super::fix::fix;
use super::run::{Scope, lint};
use crate::rule::{Applicability, Example, FileError, Files, Finding, Kind, LoadedRule, Override, RuleSet};
use crate::vault::{Vault, is_document};

/// The day that counts as today in an example that names none.
const TODAY: Date = date(2024, 6, 1);

/// A change to an example's files that no finding may notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Disguise {
    None,
    FrontMatter,
    CrLf,
    Bom,
    Paragraph,
    NoFinalNewline,
}

impl Disguise {
    const ALL: [Disguise; 6] = [
        Disguise::None,
        Disguise::FrontMatter,
        Disguise::CrLf,
        Disguise::Bom,
        Disguise::Paragraph,
        Disguise::NoFinalNewline,
    ];

    fn name(self) -> &'static str {
        match self {
            Disguise::None => "as it stands",
            Disguise::FrontMatter => "with front matter before it",
            Disguise::CrLf => "with CRLF line ends",
            Disguise::Bom => "with a BOM",
            Disguise::Paragraph => "after a paragraph of emoji and CJK",
            Disguise::NoFinalNewline => "without a final newline",
        }
    }

    fn put_on(self, text: &str) -> String {
        let has_front_matter = text.starts_with("---\n");
        match self {
            Disguise::FrontMatter if !has_front_matter => format!("---\nlayout: page\n---\n\n{text}"),
            Disguise::CrLf => text.replace('\n', "\r\n"),
            Disguise::Bom => format!("\u{feff}{text}"),
            Disguise::Paragraph => match front_matter_end(text) {
                Some(end) => format!("{}\n😀 文書の段落。\n\n{}", &text[..end], &text[end..]),
                None if has_front_matter => text.to_owned(),
                None => format!("😀 文書の段落。\n\n{text}"),
            },
            Disguise::NoFinalNewline => text.trim_end_matches('\n').to_owned(),
            Disguise::None | Disguise::FrontMatter => text.to_owned(),
        }
    }

    /// What comes before a document's text would be no part of another kind of file.
    fn put_on_file(self, path: &str, text: &str) -> String {
        match self {
            Disguise::FrontMatter | Disguise::Paragraph if !is_document(Path::new(path)) => text.to_owned(),
            _ => self.put_on(text),
        }
    }

    fn put_on_all(self, files: &Files) -> Files {
        files.iter().map(|(path, text)| (path.clone(), self.put_on_file(path, text))).collect()
    }
}

fn front_matter_end(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("---\n")?;
    inner.find("\n---\n").map(|at| 4 + at + 5)
}

/// Runs every example of a rule in every disguise.
///
/// # Errors
/// The first example that does not hold, at its place in the rule file.
pub fn run_examples(rule: &LoadedRule, kinds: &[Kind]) -> Result<usize, FileError> {
    let flagged = rule.spec.examples.iter().filter(|example| !example.findings.is_empty()).count();
    if flagged == 0 || flagged == rule.spec.examples.len() {
        let mut error =
            rule.error_at(&["examples"], "a rule needs an example that is flagged and one that is not");
        error.help = Some("`findings: []` says that nothing is flagged".to_owned());
        return Err(error);
    }
    for (at, example) in rule.spec.examples.iter().enumerate() {
        let in_front = [Disguise::FrontMatter, Disguise::Paragraph];
        let allowed = |disguise: &Disguise| !example.at_beginning || !in_front.contains(disguise);
        for disguise in Disguise::ALL.into_iter().filter(allowed) {
            run_example(rule, example, disguise, kinds).map_err(|why| {
                let at = at.to_string();
                let name = &example.name;
                rule.error_at(
                    &["examples", &at, "name"],
                    format!("the example \"{name}\" does not hold {}: {why}", disguise.name()),
                )
            })?;
        }
    }
    Ok(rule.spec.examples.len())
}

fn run_example(
    rule: &LoadedRule,
    example: &Example,
    disguise: Disguise,
    kinds: &[Kind],
) -> Result<(), String> {
    let settings = Override { options: example.options.clone(), ..Override::default() };
    let rules =
        RuleSet::compile([(rule, Some(&settings))], kinds).map_err(|errors| errors[0].message.clone())?;
    let today = match &example.today {
        Some(today) => today.parse().map_err(|_| format!("`{today}` is no date of the form YYYY-MM-DD"))?,
        None => TODAY,
    };
    let files = disguise.put_on_all(&example.files);
    let vault = Vault::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let outcome = lint(&vault, &rules, today, &Scope::Everything);
    if let Some(error) = outcome.internal_errors.first() {
        return Err(format!("the check panicked on {}", error.path));
    }
    compare(example, disguise, &vault, &outcome.findings)?;
    for (limit, expected) in
        [(Applicability::Safe, &example.fixed), (Applicability::Unsafe, &example.fixed_unsafe)]
    {
        let unsafe_implied = limit == Applicability::Unsafe && expected.is_empty();
        if unsafe_implied {
            continue;
        }
        let fixed = fix(&vault, &rules, today, &Scope::Everything, limit, &BTreeSet::new());
        if !fixed.settled {
            return Err("its fix, applied again and again, never ends".to_owned());
        }
        let expected = disguise.put_on_all(expected);
        let actual: Files = fixed.texts.iter().map(|(path, text)| (path.to_string(), text.clone())).collect();
        if actual != expected {
            return Err(format!("fixing gives {actual:?}, not {expected:?}"));
        }
    }
    Ok(())
}

fn compare(example: &Example, disguise: Disguise, vault: &Vault, findings: &[Finding]) -> Result<(), String> {
    let mut left: Vec<&Finding> = findings.iter().collect();
    for expected in &example.findings {
        let at = disguise.put_on(&expected.at);
        let at = if disguise == Disguise::CrLf { at.as_str() } else { expected.at.as_str() };
        let found = left.iter().position(|finding| {
            *finding.path == *expected.path
                && text_at(vault, finding) == at
                && expected.message.as_ref().is_none_or(|message| *message == finding.message)
                && expected.severity.is_none_or(|severity| severity == finding.severity)
        });
        match found {
            Some(found) => drop(left.remove(found)),
            None => {
                return Err(format!(
                    "nothing is found at {:?} in {}; found: {}",
                    expected.at,
                    expected.path,
                    listed(vault, findings)
                ));
            }
        }
    }
    if left.is_empty() { Ok(()) } else { Err(format!("found besides: {}", listed(vault, left))) }
}

fn text_at<'a>(vault: &'a Vault, finding: &Finding) -> &'a str {
    vault.source(&finding.path).map_or("", |source| source.slice(finding.span))
}

fn listed<'a>(vault: &Vault, findings: impl IntoIterator<Item = &'a Finding>) -> String {
    let shown: Vec<String> = findings
        .into_iter()
        .map(|finding| {
            format!(
                "{:?} in {} ({}, {})",
                text_at(vault, finding),
                finding.path,
                finding.severity.name(),
                finding.message
            )
        })
        .collect();
    if shown.is_empty() { "nothing".to_owned() } else { shown.join("; ") }
}
