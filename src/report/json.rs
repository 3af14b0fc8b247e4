//! The contract with machines. Nothing internal is serialized: these types are the format, and
//! `schemas/findings.schema.json` is made from them.

use std::borrow::Cow;
use std::io;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

use super::Report;
use super::summary::Summary;
use crate::rule::{self, Applicability, Confidence, Severity};
use crate::text::{self, Span, is_printable, replacement};

/// The format's version. A change that a reader could notice, other than a new key, raises it.
const FORMAT_VERSION: u32 = 1;

/// What `wherefrom --format json` writes. Readers should ignore keys they do not know.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "wherefrom findings")]
struct Findings<'a> {
    /// The version of this format.
    #[schemars(extend("const" = FORMAT_VERSION))]
    format_version: u32,
    /// How much was looked at and found.
    summary: Summary,
    /// The findings, sorted by path, place and rule.
    findings: Vec<Finding<'a>>,
    /// What kept the tool from doing all it was asked; not there if nothing did.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    problems: Vec<Problem<'a>>,
}

/// What a rule says of a place.
#[derive(Debug, Serialize, JsonSchema)]
struct Finding<'a> {
    /// The rule's id, `family/name`.
    rule: &'a str,
    /// How much harm it does if the finding is right.
    severity: Severity,
    /// How likely the finding is right.
    confidence: Confidence,
    /// The file, relative to the current folder, with `/`.
    path: String,
    /// What is wrong.
    message: &'a str,
    /// What to do about it.
    help: Option<&'a str>,
    /// Where the text that is wrong begins.
    start: Position,
    /// Just past the text that is wrong.
    end: Position,
    /// Places that belong to it.
    labels: Vec<Label<'a>>,
    /// The facts it rests on.
    evidence: Vec<Cow<'a, str>>,
    /// Ways to mend it, the best first.
    fixes: Vec<Fix<'a>>,
    /// Stays the same when other text of the file is edited, so that findings can be recognised.
    fingerprint: String,
}

/// A place between two characters of a file.
#[derive(Debug, Serialize, JsonSchema)]
struct Position {
    /// Line, counted from 1.
    #[schemars(range(min = 1))]
    line: usize,
    /// Column in characters, counted from 1.
    #[schemars(range(min = 1))]
    column: usize,
    /// Bytes from the beginning of the file as read.
    offset: usize,
}

/// Another place that belongs to a finding.
#[derive(Debug, Serialize, JsonSchema)]
struct Label<'a> {
    /// The file, relative to the current folder, with `/`.
    path: String,
    /// Where it begins.
    start: Position,
    /// Just past its end.
    end: Position,
    /// What is to be seen there.
    text: &'a str,
}

/// Edits that mend a finding together.
#[derive(Debug, Serialize, JsonSchema)]
struct Fix<'a> {
    /// What it does, in the imperative.
    title: &'a str,
    /// Whether it may be applied without being read.
    applicability: Applicability,
    /// All or none of them.
    edits: Vec<Edit<'a>>,
}

/// One replacement of bytes in one file.
#[derive(Debug, Serialize, JsonSchema)]
struct Edit<'a> {
    /// The file, relative to the current folder, with `/`.
    path: String,
    /// Offset of the first byte that goes, in the file as read.
    start: usize,
    /// Offset just past the last byte that goes.
    end: usize,
    /// The text that comes in their place.
    replacement: &'a str,
}

/// Something that kept the tool from doing all it was asked.
#[derive(Debug, Serialize, JsonSchema)]
struct Problem<'a> {
    /// The path it is about; empty if there is none.
    path: String,
    /// What is wrong.
    message: Cow<'a, str>,
    /// What to do about it.
    help: Option<Cow<'a, str>>,
}

/// A fix with more edits is told of and not listed, so that a finding stays of a bounded size.
const MAX_EDITS: usize = 10_000;

pub(super) fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let problems = report.all_problems();
    let document = Findings {
        format_version: FORMAT_VERSION,
        summary: Summary::of(report),
        findings: report.findings.iter().map(|finding| Finding::of(report, finding)).collect(),
        problems: problems.iter().map(|problem| Problem::of(report, problem)).collect(),
    };
    write_document(&document, out)
}

/// Writes one JSON document that is harmless on a screen.
pub(super) fn write_document(document: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Harmless(PrettyFormatter::new()));
    document.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// The JSON Schema of what [`super::Format::Json`] writes, as it is kept in the repository.
#[must_use]
pub fn findings_schema() -> String {
    to_schema::<Findings<'static>>()
}

/// The JSON Schema of what is written from a `T`.
pub(super) fn to_schema<T: JsonSchema>() -> String {
    let schema =
        schemars::SchemaGenerator::from(schemars::generate::SchemaSettings::draft2020_12().for_serialize())
            .into_root_schema_for::<T>();
    format!("{:#}\n", schema.as_value())
}

impl<'a> Finding<'a> {
    fn of(report: &Report<'_>, finding: &'a rule::Finding) -> Self {
        let (start, end) = positions(report, &finding.path, finding.span);
        let (fixes, long): (Vec<_>, Vec<_>) =
            finding.fixes.iter().partition(|fix| fix.edits.len() <= MAX_EDITS);
        let unlisted = long.iter().map(|fix| {
            let (title, edits) = (&fix.title, fix.edits.len());
            Cow::Owned(format!("the fix `{title}` has {edits} edits, too many to list; `--fix` knows them"))
        });
        Self {
            rule: &finding.rule,
            severity: finding.severity,
            confidence: finding.confidence,
            path: report.path(&finding.path),
            message: &finding.message,
            help: finding.help.as_deref(),
            start,
            end,
            labels: finding.labels.iter().map(|label| Label::of(report, label)).collect(),
            evidence: finding.evidence.iter().map(|fact| Cow::Borrowed(&**fact)).chain(unlisted).collect(),
            fixes: fixes.into_iter().map(|fix| Fix::of(report, fix)).collect(),
            fingerprint: finding.fingerprint.to_string(),
        }
    }
}

impl<'a> Label<'a> {
    fn of(report: &Report<'_>, label: &'a rule::Label) -> Self {
        let (start, end) = positions(report, &label.path, label.span);
        Self { path: report.path(&label.path), start, end, text: &label.text }
    }
}

impl<'a> Fix<'a> {
    fn of(report: &Report<'_>, fix: &'a rule::Fix) -> Self {
        let edits = fix.edits.iter().map(|edit| Edit {
            path: report.path(&edit.path),
            start: edit.span.start(),
            end: edit.span.end(),
            replacement: &edit.replacement,
        });
        Self { title: &fix.title, applicability: fix.applicability, edits: edits.collect() }
    }
}

impl<'a> Problem<'a> {
    fn of(report: &Report<'_>, problem: &'a crate::vault::Problem) -> Self {
        Self {
            path: report.path(&problem.path),
            message: Cow::Borrowed(&problem.message),
            help: problem.help.as_deref().map(Cow::Borrowed),
        }
    }
}

fn positions(report: &Report<'_>, path: &str, span: Span) -> (Position, Position) {
    let (start, end) = report.positions(path, span);
    (Position::of(start), Position::of(end))
}

impl Position {
    fn of(position: text::Position) -> Self {
        Self { line: position.line, column: position.column, offset: position.offset }
    }
}

/// Pretty JSON in which every character that could act on a terminal is escaped: to a parser the
/// same text, to a screen harmless.
struct Harmless(PrettyFormatter<'static>);

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        if is_printable(text) {
            return out.write_all(text.as_bytes());
        }
        let mut from = 0;
        for (at, c) in text.char_indices().filter(|&(_, c)| replacement(c) != c) {
            out.write_all(&text.as_bytes()[from..at])?;
            c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))?;
            from = at + c.len_utf8();
        }
        out.write_all(&text.as_bytes()[from..])
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}
