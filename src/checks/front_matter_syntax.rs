//! Front matter that does not say what it was meant to.

use schemars::JsonSchema;
use serde::Deserialize;

use super::front_matter_value::quoted;
use crate::document::{Document, SyntaxError, SyntaxErrorKind};
use crate::rule::{Applicability, Check, Fix, Hit, Kind, Severity, Subject};
use crate::text::Span;
use crate::yaml::tree::{self, Entry, Tree, Value};

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
    /// Fields between two `---` that do not stand at the beginning.
    Misplaced,
    /// The same key again.
    DuplicateKey,
}

impl Check for FrontMatterSyntax {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let wanted = match self.report {
            Report::Malformed => SyntaxErrorKind::Malformed,
            Report::Unclosed => SyntaxErrorKind::Unclosed,
            Report::Misplaced => SyntaxErrorKind::Misplaced,
            Report::DuplicateKey => SyntaxErrorKind::DuplicateKey,
        };
        for error in &subject.document.syntax_errors {
            // Not read is not wrong: it is said, and no more than that.
            let unread = error.kind == SyntaxErrorKind::OverLimit && self.report == Report::Malformed;
            if (error.kind != wanted && !unread) || is_templates(subject.document, error) {
                continue;
            }
            let name = if self.report == Report::DuplicateKey { "key" } else { "problem" };
            let hit = Hit::at(error.span).value(name, &*error.message);
            let mut hit = Hit { severity: unread.then_some(Severity::Info), ..hit };
            if error.kind == SyntaxErrorKind::Malformed {
                hit.fixes.extend(quoting(subject.document, error));
            }
            if error.kind == SyntaxErrorKind::Misplaced {
                hit.fixes.extend(moving(subject.document, error.span));
            }
            hits.push(match error.related {
                Some(first) => hit.label(subject.document, first, "first here"),
                None => hit,
            });
        }
    }
}

/// Whether it lies in a value that a tool fills in before anybody reads it: `{{date}}`, `<% … %>`.
fn is_templates(document: &Document, error: &SyntaxError) -> bool {
    let text = document.text().as_bytes();
    let (before, after) = text.split_at(error.span.start());
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', after).map_or(text.len(), |at| before.len() + at);
    let line = &text[start..end.min(start + MAX_LINE)];
    let holds = |mark: &str| memchr::memmem::find(line, mark.as_bytes()).is_some();
    error.kind == SyntaxErrorKind::Malformed
        && [("{{", "}}"), ("{%", "%}"), ("<%", "%>")].iter().any(|(open, close)| holds(open) && holds(close))
}

/// The most bytes of a line that are searched for a template.
const MAX_LINE: usize = 1024;

/// Taking out the blank lines before it, if there is nothing else: then the fields are read, and
/// nothing that was read before changes. Text above them has to go somewhere, and where is not known.
fn moving(document: &Document, opening: Span) -> Option<Fix> {
    let bom = document.body.start();
    let above = Span::new(bom, opening.start());
    let blank = document.front_matter.is_none() && document.slice(above).trim().is_empty();
    let title = "take out the blank lines before it";
    (blank && !above.is_empty()).then(|| Fix::replace(Applicability::Safe, title, document, above, ""))
}

/// The most bytes of front matter that are read again to prove a fix.
const MAX_BYTES: usize = 64 * 1024;

/// Quoting the value that cannot be read, if that alone mends it: one error fewer, the value
/// as it was written, and every other field as it was.
fn quoting(document: &Document, error: &SyntaxError) -> Option<Fix> {
    let yaml = document.front_matter.as_ref()?.yaml;
    let value = document.slice(error.span);
    let plain = !value.is_empty()
        && !value.starts_with(['"', '\'', '[', '{', '|', '>', '-', '?'])
        && !value.contains(['\n', '\r'])
        && !value.contains(" #");
    if !plain || yaml.len() > MAX_BYTES || !yaml.contains(error.span) {
        return None;
    }
    let quoted = quoted(value);
    let at = error.span.start() - yaml.start();
    let before = document.slice(yaml);
    let after = format!("{}{quoted}{}", &before[..at], &before[at + value.len()..]);
    let parse = |text: &str| tree::parse(text, Span::new(0, text.len()));
    let (old, new) = (parse(before), parse(&after));
    let messages = |tree: &Tree| tree.errors.iter().map(|error| error.message.clone()).collect::<Vec<_>>();
    let mut left = messages(&old);
    let mended = left.iter().position(|message| **message == *error.message)?;
    left.remove(mended);
    let same_fields = fields(&old).len() == fields(&new).len()
        && fields(&old).iter().zip(fields(&new)).all(|(old, new)| {
            old.key == new.key && (old.value.value == new.value.value || mends(&old.value, &new.value, value))
        });
    (same_fields && left == messages(&new)).then(|| {
        let title = "put the value in quotation marks";
        Fix::replace(Applicability::Safe, title, document, error.span, quoted)
    })
}

fn fields(tree: &Tree) -> &[Entry] {
    match tree.root.as_ref().map(|root| &root.value) {
        Some(Value::Mapping(entries)) => entries,
        _ => &[],
    }
}

/// Whether one value is the text that the other failed to be.
fn mends(old: &tree::Node, new: &tree::Node, value: &str) -> bool {
    matches!(&old.value, Value::Scalar { .. })
        && matches!(&new.value, Value::Scalar { text, quoted: true } if **text == *value)
}
