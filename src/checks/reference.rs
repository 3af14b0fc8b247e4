//! References and their definitions, footnotes included: `[text][label]`, `[^label]`.

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Citation, CitationKind, Definition, Document, Link, LinkSyntax, SyntaxErrorKind};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<Reference>("reference", &["label", "what", "definition"]);

/// Reports references without a definition, or definitions without a reference.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reference {
    /// What is reported.
    report: Report,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Report {
    /// A reference whose label nothing defines.
    Undefined,
    /// A definition that nothing refers to.
    Unused,
}

impl Check for Reference {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        match self.report {
            Report::Undefined => undefined(subject.document, hits),
            Report::Unused => unused(subject.document, hits),
        }
    }
}

fn undefined(document: &Document, hits: &mut Vec<Hit>) {
    undefined_links(document, hits);
    let mut marks = footnote_marks(document).peekable();
    if marks.peek().is_none() {
        return;
    }
    let footnotes = || document.definitions.iter().filter(|definition| definition.footnote);
    let defined: FxHashSet<String> = footnotes().map(|definition| key(document, definition.label)).collect();
    // Where nothing is defined, `[^a-z]` is a pattern and `[^2]` a power; a number is a footnote
    // that lost its text only beside others that have theirs, behind a sentence, or if there are several.
    let several = document.citations.iter().filter(|citation| is_numbered(document, citation)).count() > 1;
    for mark in marks.filter(|mark| !defined.contains(&key(document, mark.target))) {
        let lost = || is_numbered(document, mark) && (several || ends_sentence(document, mark));
        if !defined.is_empty() || lost() {
            let label = document.slice(mark.target);
            let hit = Hit::at(mark.span).value("label", label).value("what", "footnote");
            hits.push(hit.value("definition", format!("[^{label}]: text")));
        }
    }
}

fn undefined_links(document: &Document, hits: &mut Vec<Hit>) {
    let errors = document.syntax_errors.iter();
    let mut links = errors.filter(|error| error.kind == SyntaxErrorKind::UndefinedReference).peekable();
    if links.peek().is_none() {
        return;
    }
    let plain = |text: &str| {
        let words = text.replace(['*', '_', '`'], "").to_lowercase();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // Pandoc links a label that is the text of a heading to that.
    let headings: FxHashSet<String> =
        document.headings.iter().map(|heading| plain(document.slice(heading.text))).collect();
    for error in links.filter(|error| !headings.contains(&plain(&error.message))) {
        let hit = Hit::at(error.span).value("label", &*error.message).value("what", "reference");
        hits.push(hit.value("definition", format!("[{}]: https://…", error.message)));
    }
}

fn footnote_marks(document: &Document) -> impl Iterator<Item = &Citation> {
    document.citations.iter().filter(|citation| citation.kind == CitationKind::Footnote)
}

fn is_numbered(document: &Document, citation: &Citation) -> bool {
    citation.kind == CitationKind::Footnote
        && document.slice(citation.target).bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the mark stands where a sentence or a clause ends, as no power does.
fn ends_sentence(document: &Document, mark: &Citation) -> bool {
    document.text()[..mark.span.start()].trim_end_matches(' ').ends_with(['.', '!', '?', ',', ';', '”', '"'])
}

fn unused(document: &Document, hits: &mut Vec<Hit>) {
    if document.definitions.is_empty() {
        return;
    }
    let reference = |link: &&Link| link.syntax == LinkSyntax::Reference;
    let linked: FxHashSet<String> =
        document.links.iter().filter(reference).map(|link| key(document, link.target)).collect();
    let noted: FxHashSet<String> = footnote_marks(document).map(|mark| key(document, mark.target)).collect();
    for definition in document.definitions.iter().filter(|definition| !is_comment(document, definition)) {
        let (used, what) = if definition.footnote { (&noted, "footnote") } else { (&linked, "definition") };
        if !used.contains(&key(document, definition.label)) {
            let label = definition.label;
            hits.push(Hit::at(label).value("label", document.slice(label)).value("what", what));
        }
    }
}

/// `[//]: # (a comment)` and its kin; `[@key]: …` defines a citation that other files may use.
fn is_comment(document: &Document, definition: &Definition) -> bool {
    let (label, target) = (document.slice(definition.label), document.slice(definition.target));
    !definition.footnote
        && (label.starts_with(['/', '@']) || target.is_empty() || matches!(target, "#" | "<>"))
}

/// Labels are compared without case and with blanks folded, as Markdown does.
fn key(document: &Document, label: Span) -> String {
    let words = document.slice(label).split_whitespace().map(str::to_lowercase);
    words.collect::<Vec<_>>().join(" ")
}
