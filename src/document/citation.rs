//! Marks in the text that point to a source, in whatever syntax.

use memchr::{memchr_iter, memchr2_iter, memchr3, memmem};

use super::byline::source_label;
use super::link::note_name;
use super::literal::{Literal, readable};
use super::named_work::work_in_words;
use super::{
    Document, Link, LinkSyntax, author_year, command_citation, listed_citation, short_citation, work_number,
};
use crate::lexicon;
use crate::text::Span;
use crate::yaml::tree::{Node, Value};

/// How far before a link its label is looked for, in bytes.
const MAX_LABEL: usize = 32;
/// The longest bracket that is read, in bytes.
const MAX_BRACKETED: usize = 240;

/// Endings of files that are works, data or recordings.
const STORED: &[&str] = &[
    "pdf", "epub", "djvu", "html", "htm", "docx", "odt", "rtf", "tex", "ps", "csv", "tsv", "xlsx", "ods",
    "json", "xml", "mp3", "m4a", "ogg", "opus", "wav", "flac", "mp4", "webm", "mkv", "mov", "vtt", "srt",
    "eml",
];
/// The longest of them with its full stop, in bytes.
const MAX_ENDING: usize = 5;

/// How a citation is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CitationKind {
    /// `[@key]`, `@key`, `[see @key, p. 4]`
    Key,
    /// `[^1]`
    Footnote,
    /// A media time that points into a source.
    Timestamp,
    /// A link to an address.
    Address,
    /// `[12]`, `[3–5]`
    Number,
    /// `(Hill 2019, p. 4)`, or the parenthesis of `Hill (2019, p. 4)`; `(Hill 12)` of a listed work
    AuthorYear,
    /// `doi:10.1000/182`
    Doi,
    /// `ISBN 9780306406157`, `RFC 2119`, `[Hill19]`, `\cite{hill}`, ``{cite}`hill` ``, `<ref>…</ref>`,
    /// `{{sfn|Hill|2019}}`, `[[@hill2019]]`
    Work,
    /// `(p. 12)`, `(ibid.)`, `op. cit.`: in the work named before
    Locator,
}

/// A mark that points to a source.
#[derive(Clone, Debug)]
pub struct Citation {
    /// The whole mark.
    pub span: Span,
    /// How it is written.
    pub kind: CitationKind,
    /// What it names: the key, label, address or number.
    pub target: Span,
}

impl Citation {
    /// A mark that names what it is itself.
    pub(super) fn of(span: Span, kind: CitationKind) -> Self {
        Self { span, kind, target: span }
    }

    fn shifted(self, by: usize) -> Self {
        Self { span: self.span.shifted(by), target: self.target.shifted(by), ..self }
    }

    /// Whether it is a mark and not words of the sentence that are also a link.
    #[must_use]
    pub fn is_mark(&self) -> bool {
        match self.kind {
            CitationKind::Address => self.span.len() - self.target.len().min(self.span.len()) <= 2,
            CitationKind::Key
            | CitationKind::Footnote
            | CitationKind::Timestamp
            | CitationKind::Number
            | CitationKind::AuthorYear
            | CitationKind::Doi
            | CitationKind::Work
            | CitationKind::Locator => true,
        }
    }
}

/// Adds what links, timestamps, authors with years, DOIs and locators cite to the marks already found, and sorts.
pub(super) fn extract(document: &mut Document, literals: &[(Literal, Span)]) {
    let text = document.source.text();
    let mut found = of_links(document);
    found.extend(document.timestamps.iter().map(|timestamp| Citation {
        span: timestamp.span,
        kind: CitationKind::Timestamp,
        target: timestamp.span,
    }));
    document.citations.append(&mut found);
    found = written(document, literals);
    found.sort_by_key(|citation| (citation.span.start, std::cmp::Reverse(citation.span.end)));
    found.dedup_by(|next, before| next.span.overlaps(before.span));
    if !found.is_empty() {
        // The number in `\cite[4]{hill}` is a page.
        let commands = found.iter().filter(|citation| text.as_bytes()[citation.span.start()] == b'\\');
        let commands: Vec<Span> = commands.map(|citation| citation.span).collect();
        if !commands.is_empty() {
            document.citations.retain(|citation| {
                citation.kind != CitationKind::Number || citation.span.first_overlap(&commands).is_none()
            });
        }
        // What stands in a link or in another citation is a part of that.
        let links = document.links.iter().filter(|link| !link.target.is_empty());
        let mut taken: Vec<Span> = links.map(|link| link.span).collect();
        taken.extend(document.citations.iter().map(|citation| citation.span));
        taken.sort_unstable();
        found.retain(|citation| citation.span.first_overlap(&taken).is_none());
    }
    document.citations.append(&mut found);
    document.citations.sort_unstable_by_key(|citation| citation.span);
    let is_time = |citation: &Citation| citation.kind == CitationKind::Timestamp;
    document.citations.dedup_by(|next, before| next.span == before.span && is_time(next) && is_time(before));
}

/// What the links of a document cite.
fn of_links(document: &Document) -> Vec<Citation> {
    let text = document.text();
    let mut found = Vec::with_capacity(document.links.len() + document.timestamps.len());
    found.extend(document.links.iter().filter_map(|link| {
        let cites = |kind, target| Some(Citation { span: link.span, kind, target });
        let wiki = link.syntax == LinkSyntax::Wiki;
        let target = link.target.of(text);
        // `[[0:12:40]]` leads to no note.
        if wiki && target.bytes().all(|byte| matches!(byte, b'0'..=b':')) && target.contains(':') {
            return cites(CitationKind::Timestamp, link.target);
        }
        if link.in_front_matter {
            return None;
        }
        // `[[@hill2019]]` leads to the note on a work that has its key for a name.
        if wiki && !link.embed && leads_to_work(text, link) {
            // Other words in its place are the sentence's.
            let plain = link.display.is_none();
            return cites(if plain { CitationKind::Work } else { CitationKind::Address }, link.target);
        }
        if link.is_note_mark(text) {
            return cites(CitationKind::Number, link.display.unwrap_or(link.span));
        }
        let leads = link.syntax == LinkSyntax::Reference || link.is_external(text);
        let stored = || is_stored(text, link);
        if leads && !link.embed || stored() { cites(CitationKind::Address, link.target) } else { None }
    }));
    found
}

/// Whether a wiki-link leads to the note on a work: by its name, `[[@hill2019]]`, `[[hill2019]]`,
/// `[[Hill 2019]]`, or by what stands before it, `(source: [[The Long Night]])`.
fn leads_to_work(text: &str, link: &Link) -> bool {
    let target = link.target.of(text);
    if let Some(key) = target.strip_prefix('@') {
        return key.starts_with(char::is_alphanumeric);
    }
    let name = note_name(target);
    is_key(name) || is_author_and_year(name) || is_labelled(text, link)
}

/// Whether the name is an author's with a year, as keys of works are.
fn is_key(name: &str) -> bool {
    short_citation::author_of_key(name)
        .is_some_and(|author| !author.is_empty() && author.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// Whether the name is that of an author with a year, and not of a month.
fn is_author_and_year(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default();
    name.trim_end_matches(')').ends_with(|c: char| c.is_ascii_digit())
        && lexicon::words().meanings(first).is_empty()
        && work_in_words(name).is_some()
}

/// Whether the bracket that the link stands in says that it is the source.
fn is_labelled(text: &str, link: &Link) -> bool {
    let near = text.floor_char_boundary(link.span.start().saturating_sub(MAX_LABEL));
    let before = &text.as_bytes()[near..link.span.start()];
    let opened = memchr::memrchr2(b'(', b'\n', before).filter(|&at| before[at] == b'(');
    opened.is_some_and(|at| source_label(text, Span::new(near + at + 1, link.span.start())).is_some())
}

/// What cites by words, wherever it may begin.
fn written(document: &Document, literals: &[(Literal, Span)]) -> Vec<Citation> {
    let notes = literals.iter().filter(|(literal, _)| *literal == Literal::Reference);
    let mut found = short_citation::references(document, notes.map(|(_, span)| span.start()));
    found.extend(short_citation::templates(document));
    let mut by_list = Vec::new();
    let raised = memmem::find(document.slice(document.body).as_bytes(), "¹".as_bytes()).is_some();
    for region in document.regions() {
        let source = region.of(document.text());
        let mut add = |citation: Citation| found.push(citation.shifted(region.start()));
        for at in memchr2_iter(b'(', b'[', source.as_bytes()) {
            let Some(inner) = inside(source, at).filter(|inner| may_cite(source, at, inner)) else {
                continue;
            };
            if listed_citation::may_cite(source.as_bytes()[at], inner) {
                by_list.push(Span::new(at, at + inner.len() + 2).shifted(region.start()));
            }
            author_year::bracketed(source, at, inner).into_iter().for_each(&mut add);
            short_citation::bracketed(source, at, inner).into_iter().for_each(&mut add);
        }
        let lines = std::iter::once(0).chain(memchr_iter(b'\n', source.as_bytes()).map(|at| at + 1));
        lines.filter_map(|at| short_citation::head(source, at)).for_each(&mut add);
        if raised {
            let raised = short_citation::superscripts(source).into_iter();
            raised.map(|span| Citation::of(span, CitationKind::Number)).for_each(&mut add);
        }
        let marks = memchr_iter(b'^', source.as_bytes());
        let marks = marks.filter_map(|at| short_citation::between_circumflexes(source, at));
        marks.map(|span| Citation::of(span, CitationKind::Number)).for_each(&mut add);
        let keys = memchr_iter(b'@', source.as_bytes());
        let keys = keys.filter_map(|at| short_citation::bare_key(source, at));
        keys.map(|span| Citation::of(span, CitationKind::Work)).for_each(&mut add);
    }
    found.extend(listed_citation::citations(document, &by_list));
    found.extend(readable(document, literals).filter_map(|(literal, span, region)| {
        if literal == Literal::Command {
            // The keys of a role stand between the marks of code, which no region holds.
            let span = command_citation::command(document.text(), span.start())?;
            return Some(Citation::of(span, CitationKind::Work));
        }
        let at = span.start() - region.start();
        Some(at_literal(region.of(document.text()), at, literal)?.shifted(region.start()))
    }));
    found
}

/// What stands between the bracket at `at` and its end, with no bracket of its own.
fn inside(source: &str, at: usize) -> Option<&str> {
    let rest = &source[at + 1..];
    let window = &rest.as_bytes()[..rest.len().min(MAX_BRACKETED)];
    let close = if source.as_bytes()[at] == b'(' { b')' } else { b']' };
    let end = memchr3(close, b'(', b'[', window).filter(|&end| window[end] == close)?;
    Some(&rest[..end])
}

/// Whether what the bracket at `at` is around may cite: a look that spares most brackets, which are those of
/// wiki-links and media times.
fn may_cite(source: &str, at: usize, inner: &str) -> bool {
    let (before, after) = (&source.as_bytes()[..at], &source.as_bytes()[at + 1 + inner.len()..]);
    let linked = before.ends_with(b"[") && after.starts_with(b"]]");
    let timed = || {
        matches!(inner.as_bytes(), [_, b':', ..] | [_, _, b':', ..])
            && inner.bytes().all(|byte| matches!(byte, b'0'..=b':'))
    };
    !linked && !timed()
}

/// What cites with one of the literals, which is at `at`.
fn at_literal(source: &str, at: usize, literal: Literal) -> Option<Citation> {
    let (span, kind) = match literal {
        Literal::Doi => (work_number::doi(source, at + source[at..].find("10.")?), CitationKind::Doi),
        Literal::Isbn => (work_number::isbn(source, at), CitationKind::Work),
        Literal::Arxiv => (work_number::numbered(source, at, "arXiv:"), CitationKind::Work),
        Literal::Pmid => (work_number::numbered(source, at, "PMID"), CitationKind::Work),
        Literal::WorkBefore => (short_citation::cited_work(source, at), CitationKind::Locator),
        Literal::Raised => (short_citation::raised(source, at), CitationKind::Number),
        Literal::Address | Literal::Reference | Literal::Command => return None,
    };
    Some(Citation::of(span?, kind))
}

/// Whether a link leads to a file that is no note and no picture: a copy of the source.
fn is_stored(text: &str, link: &Link) -> bool {
    let target = link.target.of(text).as_bytes();
    let Some(dot) = target.iter().rev().take(MAX_ENDING).position(|&byte| byte == b'.') else { return false };
    let ending = &target[target.len() - dot..];
    STORED.iter().any(|stored| stored.as_bytes().eq_ignore_ascii_case(ending))
}

/// The keys that the citations of a document name, each where it stands: of `[see @a, p. 4; @b]`
/// both, and those of the field `nocite`.
pub fn citekeys(document: &Document) -> impl Iterator<Item = Span> + '_ {
    let marks = document.citations.iter().filter(|citation| citation.kind == CitationKind::Key);
    let marks = nocite(document).into_iter().chain(marks.map(|citation| citation.span));
    marks.flat_map(|mark| citekeys_in(document.text(), mark))
}

/// Whether the document asks for every work of its bibliography, cited or not: `nocite: "@*"`.
#[must_use]
pub fn cites_all(document: &Document) -> bool {
    nocite(document).is_some_and(|span| document.slice(span).contains("@*"))
}

fn nocite(document: &Document) -> Option<Span> {
    document.front_matter.as_ref()?.field("nocite").map(|field| field.value.span)
}

/// The keys in a mark, each where it stands.
pub fn citekeys_in(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    let source = within.of(text);
    let mut end = 0;
    memchr::memchr_iter(b'@', source.as_bytes()).filter_map(move |at| {
        let opens = source[..at]
            .chars()
            .next_back()
            .is_none_or(|c| matches!(c, ' ' | ';' | '-' | '(' | '[' | ',' | '\'' | '"' | '\n'));
        if at < end || !opens {
            return None;
        }
        let rest = &source[at + 1..];
        let braced = rest.strip_prefix('{').and_then(|inner| Some((1, inner.find('}')?)));
        let (skip, length) = braced.unwrap_or_else(|| (0, key_length(rest)));
        end = at + 1 + skip + length;
        (length > 0).then(|| Span::new(at + 1 + skip, end).shifted(within.start()))
    })
}

/// How far a key reaches: marks within it belong to it, those after it do not.
fn key_length(text: &str) -> usize {
    if !text.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return 0;
    }
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | ']' | '{' | '}' | '\'' | '"'))
        .unwrap_or(text.len());
    text[..end].trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '/')).len()
}

/// The keys under which a document defines works: its own (`citekey:`), those of its list
/// (`references:`) and of its definitions (`[@key]: address`).
#[must_use]
pub fn own_citekeys(document: &Document) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for field in document.front_matter.iter().flat_map(|head| &head.fields) {
        let name = field.key.to_ascii_lowercase().replace(['-', '_'], "");
        match &field.value.value {
            _ if matches!(name.as_str(), "citekey" | "citationkey" | "bibkey") => {
                found.extend(field.value.text().map(|_| inner(document, &field.value)));
            }
            Value::Sequence(items) if name == "references" => {
                let ids = items.iter().filter_map(|item| match &item.value {
                    Value::Mapping(fields) => fields.iter().find(|field| *field.key == *"id"),
                    _ => None,
                });
                found.extend(ids.map(|id| inner(document, &id.value)));
            }
            _ => {}
        }
    }
    let definitions = document.definitions.iter().filter(|definition| !definition.footnote);
    let labels = definitions.map(|definition| definition.label);
    let keyed = labels.filter(|label| document.slice(*label).starts_with('@'));
    found.extend(keyed.map(|label| Span::new(label.start() + 1, label.end())));
    found.retain(|key| !key.is_empty());
    found
}

/// A scalar without its quotes and the `@` that some write before a key.
fn inner(document: &Document, node: &Node) -> Span {
    let span = node.span.trimmed(document.text());
    let source = document.slice(span);
    let marks = |c: char| matches!(c, '"' | '\'' | '@' | '[' | ']');
    let start = source.len() - source.trim_start_matches(marks).len();
    let length = source[start..].trim_end_matches(marks).len();
    Span::new(span.start() + start, span.start() + start + length)
}

/// The files of works that the front matter names under `bibliography`, each where it stands.
#[must_use]
pub fn own_bibliographies(document: &Document) -> Vec<(Span, &str)> {
    let field = document.front_matter.as_ref().and_then(|head| head.field("bibliography"));
    let nodes: &[Node] = match field.map(|field| &field.value) {
        Some(Node { value: Value::Sequence(items), .. }) => items,
        Some(value) => std::slice::from_ref(value),
        None => &[],
    };
    nodes.iter().filter_map(|node| Some((node.span, node.text()?))).collect()
}
