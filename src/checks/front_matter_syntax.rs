//! Front matter that does not say what it was meant to.

mod lost;
mod meant;
mod proof;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use proof::Proof;

use crate::document::{Document, SyntaxError, SyntaxErrorKind};
use crate::rule::{Applicability, Check, Edit, Fix, Hit, Kind, Severity, Subject};
use crate::text::{Line, Span, lines};
use crate::yaml::tree::{self, Entry};

pub(super) const KIND: Kind =
    Kind::of::<FrontMatterSyntax>("front-matter-syntax", &["problem", "key", "value", "advice"]);

/// Reports what is wrong with the YAML at the head of a document.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FrontMatterSyntax {
    /// What is reported.
    report: Report,
    /// Names of fields that hold text or tags.
    #[serde(default)]
    text_fields: Vec<String>,
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
    /// A mark that makes YAML read text as no value.
    LostValue,
}

/// What to do about front matter that is not read to its end.
const SHORTEN: &str = "nothing behind it was looked at; long texts belong below the front matter";
/// And about front matter that cannot be read.
const MEND: &str =
    "until it is mended, no tool can read these fields; in doubt, put the value in double quotes";

impl Check for FrontMatterSyntax {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let wanted = match self.report {
            Report::Malformed => SyntaxErrorKind::Malformed,
            Report::Unclosed => SyntaxErrorKind::Unclosed,
            Report::Misplaced => SyntaxErrorKind::Misplaced,
            Report::DuplicateKey => SyntaxErrorKind::DuplicateKey,
            Report::LostValue => SyntaxErrorKind::LostValue,
        };
        let mut proof: Option<Option<Proof<'_>>> = None;
        for error in &subject.document.syntax_errors {
            // Not read is not wrong: it is said, and no more than that.
            let unread = error.kind == SyntaxErrorKind::OverLimit && self.report == Report::Malformed;
            if (error.kind != wanted && !unread) || is_templates(subject.document, error) {
                continue;
            }
            if error.kind == SyntaxErrorKind::LostValue {
                hits.extend(lost::hit(subject.document, error, &self.text_fields));
                continue;
            }
            let name = if self.report == Report::DuplicateKey { "key" } else { "problem" };
            let advice = if unread { SHORTEN } else { MEND };
            let hit = Hit::at(error.span).value(name, &*error.message).value("advice", advice);
            let mut hit = Hit { severity: unread.then_some(Severity::Info), ..hit };
            hit.fixes.extend(match error.kind {
                SyntaxErrorKind::Malformed => {
                    let proof = proof.get_or_insert_with(|| Proof::of(subject.document));
                    proof.as_ref().and_then(|proof| proof.fix(error))
                }
                SyntaxErrorKind::Misplaced => moving(subject.document, error.span),
                SyntaxErrorKind::DuplicateKey => removing(subject.document, error),
                _ => None,
            });
            hits.push(match error.related {
                Some(first) => hit.label(subject.document, first, "first here"),
                None => hit,
            });
        }
    }
}

/// Whether it lies in a value that a tool fills in before anybody reads it: `{{date}}`, `<% … %>`;
/// or the tool fills in the beginning of the line. A line that stands wrong is wrong all the same.
fn is_templates(document: &Document, error: &SyntaxError) -> bool {
    const MARKS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("<%", "%>")];
    let text = document.text().as_bytes();
    let (before, after) = text.split_at(error.span.start());
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', after).map_or(text.len(), |at| before.len() + at);
    let line = &text[start..end.min(start + MAX_LINE)];
    let holds = |mark: &str| memchr::memmem::find(line, mark.as_bytes()).is_some();
    let own = line.trim_ascii_start();
    let whole_line = text[start..error.span.start()].iter().all(u8::is_ascii_whitespace);
    let begins = MARKS.iter().any(|(open, _)| own.starts_with(open.as_bytes()));
    error.kind == SyntaxErrorKind::Malformed
        && (!whole_line || begins)
        && MARKS.iter().any(|(open, close)| holds(open) && holds(close))
}

/// The most bytes of a line that are searched for a template.
const MAX_LINE: usize = 1024;

/// Taking out the blank lines before it, if there is nothing else: then the fields are read, and
/// nothing that was read before changes. Text above them has to go somewhere, and where is not known.
fn moving(document: &Document, opening: Span) -> Option<Fix> {
    let bom = document.body.start();
    let above = Span::new(bom, opening.start());
    let blank = document.front_matter.is_none() && document.slice(above).trim().is_empty();
    if blank && document.slice(opening).starts_with("```") {
        return unfencing(document, above.cover(opening));
    }
    let title = "take out the blank lines before it";
    (blank && !above.is_empty()).then(|| Fix::replace(Applicability::Safe, title, document, above, ""))
}

/// Taking away the fence around it. It may be there to show what front matter looks like.
fn unfencing(document: &Document, opening: Span) -> Option<Fix> {
    let text = document.text();
    let mut inside = lines(text, Span::new(opening.start(), document.body.end()))
        .skip_while(|line| line.next <= opening.end());
    let fence = inside.next()?;
    let first = inside.next()?;
    let closing = inside.find(|line| line.span.of(text).trim_end() == "```")?;
    let marked = first.span.of(text).starts_with("---");
    let edit = |start: usize, line: Line| {
        let (end, replacement) = if marked { (line.next, "") } else { (line.span.end(), "---") };
        Edit {
            path: Arc::clone(document.path()),
            span: Span::new(start, end),
            replacement: replacement.into(),
        }
    };
    Some(Fix {
        title: "take the fence away".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![edit(opening.start(), fence), edit(closing.span.start(), closing)],
    })
}

/// Taking out a field that stands twice, word for word and on lines of its own.
fn removing(document: &Document, error: &SyntaxError) -> Option<Fix> {
    let fields = &document.front_matter.as_ref()?.fields;
    let first = whole_lines(document, tree::entry_at(fields, error.related?)?)?;
    let again = whole_lines(document, tree::entry_at(fields, error.span)?)?;
    let ends = |span: Span| document.slice(span).trim_end_matches(['\n', '\r']);
    let title = "take out the second, which says the same";
    (ends(first) == ends(again)).then(|| Fix::replace(Applicability::Safe, title, document, again, ""))
}

/// The lines of an entry, if it shares them with nothing but blanks.
fn whole_lines(document: &Document, entry: &Entry) -> Option<Span> {
    let text = document.text();
    let written = entry.key_span.cover(entry.value.span);
    let start = text[..written.start()].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let rest = &text[written.end()..];
    let end = rest.find(['\n', '\r'])?;
    let next = end + if rest[end..].starts_with("\r\n") { 2 } else { 1 };
    let alone = text[start..written.start()].trim_matches(' ').is_empty() && rest[..end].trim().is_empty();
    alone.then(|| Span::new(start, written.end() + next))
}
