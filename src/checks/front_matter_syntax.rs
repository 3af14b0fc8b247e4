//! Front matter that does not say what it was meant to.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::SyntaxErrorKind;
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<FrontMatterSyntax>("front-matter-syntax", &["problem", "key"]);

/// Reports what is wrong with the YAML at the head of a document.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FrontMatterSyntax {
    /// What is reported.
    report: Report,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Report {
    /// What is not YAML.
    Malformed,
    /// No `---` after the fields.
    Unclosed,
    /// The same key again.
    DuplicateKey,
}

impl Check for FrontMatterSyntax {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let wanted = match self.report {
            Report::Malformed => SyntaxErrorKind::Malformed,
            Report::Unclosed => SyntaxErrorKind::Unclosed,
            Report::DuplicateKey => SyntaxErrorKind::DuplicateKey,
        };
        for error in subject.document.syntax_errors.iter().filter(|error| error.kind == wanted) {
            let name = if self.report == Report::DuplicateKey { "key" } else { "problem" };
            let hit = Hit::at(error.span).value(name, &*error.message);
            hits.push(match error.related {
                Some(first) => hit.label(subject.document, first, "first here"),
                None => hit,
            });
        }
    }
}
