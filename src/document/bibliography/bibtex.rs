//! BibTeX and BibLaTeX. Each entry is parsed by itself, so that a broken one hides no other.

use biblatex::{ParseError, ParseErrorKind, RawBibliography, RawChunk, RawEntry, Token};
use memchr::{memchr, memchr_iter, memchr3_iter};

use super::super::Identifier;
use super::{Read, Work, identity};
use crate::text::Span;

/// How many beginnings of other entries may stand in one before it counts as not closed: a value
/// may quote one, but a brace that is missing must not cost the rest of the file.
const MAX_INNER_HEADS: usize = 3;

const NO_KEY: &str = "this entry has no key, so that no citation can name it";

/// What is no work.
const NO_WORKS: [&str; 3] = ["string", "preamble", "comment"];

pub(super) fn read(text: &str) -> Read {
    let mut read = Read::default();
    let mut at = 0;
    while let Some(head) = next_head(text, at) {
        at = entry(text, &head, &mut read);
    }
    read.duplicate_keys();
    read.faults.sort_by_key(|fault| fault.span);
    read
}

/// `@type{` or `@type(`.
struct Head<'t> {
    start: usize,
    kind: &'t str,
    /// Just past the bracket.
    inside: usize,
    braced: bool,
}

fn next_head(text: &str, from: usize) -> Option<Head<'_>> {
    memchr_iter(b'@', &text.as_bytes()[from..]).find_map(|at| head_at(text, from + at))
}

fn head_at(text: &str, start: usize) -> Option<Head<'_>> {
    const LONGEST: usize = 40;
    let bytes = &text.as_bytes()[start + 1..];
    let length = bytes.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let blanks = bytes[length..].iter().take(LONGEST).take_while(|byte| byte.is_ascii_whitespace()).count();
    let bracket = bytes.get(length + blanks)?;
    let kind = &text[start + 1..start + 1 + length];
    // A mail address in a comment begins no entry.
    let word = text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
    (length > 0 && !word && matches!(bracket, b'{' | b'(')).then(|| Head {
        start,
        kind,
        inside: start + 1 + length + blanks + 1,
        braced: *bracket == b'{',
    })
}

/// Reads the entry that begins at `head`; where to go on.
fn entry(text: &str, head: &Head<'_>, read: &mut Read) -> usize {
    let no_work = NO_WORKS.iter().any(|kind| head.kind.eq_ignore_ascii_case(kind));
    // Whether a backslash keeps a brace from counting, programs do not agree on.
    let mut extent = extent_of(text, head, false);
    if extent.end.is_none() {
        extent = extent_of(text, head, true);
    }
    let resume = extent.first_inner.or(extent.end).unwrap_or(text.len());
    if no_work {
        if extent.end.is_none() && head.braced && !head.kind.eq_ignore_ascii_case("comment") {
            read.fault(opening(text, head), "this is not closed: a brace is missing in it");
        }
        return extent.end.unwrap_or(resume);
    }
    let Some(end) = extent.end.filter(|_| head.braced) else {
        if let Some(key) = key(text, head.inside) {
            read.works.push(keyed(text, key));
        }
        if head.braced {
            read.fault(opening(text, head), "this entry is not closed: a brace is missing in it");
        }
        return resume;
    };
    let entry = &text[head.start..end];
    match RawBibliography::parse(entry) {
        Ok(parsed) => {
            // Reference managers leave an empty key, `@book{,`, for works that nobody cites yet.
            for entry in &parsed.entries {
                repeated_fields(text, &entry.v, head.start, read);
            }
            read.works.extend(works(text, &parsed, head));
            end
        }
        Err(error) => {
            let sound = remarks_blanked(entry).and_then(|entry| {
                let parsed = RawBibliography::parse(&entry).ok()?;
                Some(works(text, &parsed, head))
            });
            if let Some(works) = sound {
                read.works.extend(works);
                return end;
            }
            broken(text, head, end, &error, read);
            resume
        }
    }
}

/// Reads what can be read of an entry that ends at `end` and that the parser does not take.
fn broken(text: &str, head: &Head<'_>, end: usize, error: &ParseError, read: &mut Read) {
    let unnamed = begins_with_field(&text[head.inside..end]);
    let key = key(text, head.inside).filter(|_| !unnamed);
    if let Some(key) = key {
        read.works.push(keyed(text, key));
    }
    let bare = key.is_some_and(|key| text[key.end()..end - 1].trim().is_empty());
    let entry = &text[head.start..end];
    let disputed = entry.contains("\\}") || entry.contains("\\{");
    if !bare && !disputed {
        let (span, message) = if unnamed { (opening(text, head), NO_KEY) } else { fault(text, head, error) };
        read.fault(span, message);
    }
}

/// `title = …` where the key should be.
fn begins_with_field(inside: &str) -> bool {
    let inside = inside.trim_start();
    let name = inside.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    name.len() < inside.len() && name.trim_start().starts_with('=')
}

/// A field that an entry gives again with another value: programs take one of the two.
fn repeated_fields(text: &str, entry: &RawEntry<'_>, offset: usize, read: &mut Read) {
    const FIELDS: [&str; 8] = ["author", "doi", "isbn", "journal", "pages", "title", "url", "year"];
    let value = |at: usize| {
        let value = &entry.fields[at].value.span;
        text.get(value.start + offset..value.end + offset)
    };
    let mut given = [None; FIELDS.len()];
    for (at, field) in entry.fields.iter().enumerate() {
        let known = FIELDS.iter().position(|name| field.key.v.eq_ignore_ascii_case(name));
        let before = known.map(|known| *given[known].get_or_insert(at));
        if before.is_some_and(|before| value(before) != value(at)) {
            let span = Span::new(field.key.span.start, field.key.span.end).shifted(offset);
            read.fault(span, format!("the field `{}` is there already, with another value", field.key.v));
        }
    }
}

fn works(text: &str, parsed: &RawBibliography<'_>, head: &Head<'_>) -> Vec<Work> {
    let works = parsed.entries.iter().map(|entry| work(text, &entry.v, head.start));
    works.filter(|work| !work.key.is_empty()).collect()
}

/// The entry with blanks for its lines that are remarks, if it has such lines.
fn remarks_blanked(entry: &str) -> Option<String> {
    let is_remark = |line: &str| line.trim_start().starts_with('%');
    entry.lines().any(is_remark).then(|| {
        let lines = entry.split_inclusive('\n').map(|line| match is_remark(line) {
            true => {
                " ".repeat(line.len() - usize::from(line.ends_with('\n')))
                    + &line[line.trim_end_matches('\n').len()..]
            }
            false => line.to_owned(),
        });
        lines.collect()
    })
}

/// How far an entry reaches.
struct Extent {
    /// Just past the brace that closes it.
    end: Option<usize>,
    /// The first line in it that reads as the beginning of another entry.
    first_inner: Option<usize>,
}

fn extent_of(text: &str, head: &Head<'_>, escapes: bool) -> Extent {
    let bytes = text.as_bytes();
    let (mut depth, mut inner, mut first_inner) = (1_usize, 0, None);
    let (open, close) = if head.braced { (b'{', b'}') } else { (b'(', b')') };
    let mut skip_to = 0;
    let marks = memchr3_iter(open, close, b'@', &bytes[head.inside..]).map(|at| at + head.inside);
    for at in marks {
        if at < skip_to || (escapes && escaped(bytes, head.inside, at)) {
            continue;
        }
        match bytes[at] {
            b'@' => {
                let opens_line = text[..at].trim_end_matches([' ', '\t']).ends_with(['\n', '\r']);
                if opens_line && head_at(text, at).is_some() {
                    first_inner = first_inner.or(Some(at));
                    inner += 1;
                    if inner > MAX_INNER_HEADS {
                        break;
                    }
                }
            }
            byte if byte == open => depth += 1,
            _ => {
                depth -= 1;
                if depth == 0 {
                    return Extent { end: Some(at + 1), first_inner };
                }
            }
        }
        skip_to = at + 1;
    }
    Extent { end: None, first_inner }
}

/// Whether an odd number of backslashes stands before the byte.
fn escaped(bytes: &[u8], from: usize, at: usize) -> bool {
    const MOST: usize = 64;
    let backslashes = bytes[from..at].iter().rev().take(MOST).take_while(|byte| **byte == b'\\').count();
    backslashes % 2 == 1
}

/// The key after the bracket, up to a comma or the closing bracket on the same line.
fn key(text: &str, inside: usize) -> Option<Span> {
    const LONGEST: usize = 256;
    let rest = &text.as_bytes()[inside..];
    let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let start = inside + blanks;
    let rest = &text.as_bytes()[start..];
    let length = rest.iter().take(LONGEST).position(|byte| {
        matches!(byte, b',' | b'}' | b')' | b'=' | b'{' | b'"' | b'@') || byte.is_ascii_whitespace()
    })?;
    let closed = !matches!(rest[length], b'=' | b'{' | b'"' | b'@');
    (length > 0 && closed).then(|| Span::new(start, start + length))
}

fn keyed(text: &str, key: Span) -> Work {
    let key_span = key;
    let (key, identifiers) = (key.of(text).into(), Box::default());
    Work { key, key_span, title: None, author: None, source_key: None, address: None, identifiers }
}

fn opening(text: &str, head: &Head<'_>) -> Span {
    let key = key(text, head.inside).filter(|_| !begins_with_field(&text[head.inside..]));
    let end = key.map_or(head.inside, Span::end);
    Span::new(head.start, end)
}

/// What is wrong and where. An error at the end of a line is shown at what stands there.
fn fault(text: &str, head: &Head<'_>, error: &ParseError) -> (Span, &'static str) {
    let message = match error.kind {
        ParseErrorKind::UnexpectedEof => "a value is expected here: in braces, in quotes or a number",
        ParseErrorKind::Expected(Token::Comma) => "a comma is missing before this",
        ParseErrorKind::Expected(Token::Equals) => "an equals sign is expected before this",
        ParseErrorKind::Expected(Token::Identifier) => "the name of a field is expected here",
        ParseErrorKind::Expected(Token::ClosingBrace) => "a closing brace is expected here",
        _ => "this entry cannot be read as BibTeX",
    };
    let at = (head.start + error.span.start).min(text.len());
    let rest = text.get(at..).unwrap_or_default();
    let width = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '=')).unwrap_or(rest.len());
    let width = if width == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { width };
    let span = Span::new(at, at + width);
    if span.trimmed(text).is_empty() { (opening(text, head), message) } else { (span, message) }
}

/// The fields that hold identifiers.
const IDENTIFIERS: [(&str, Identifier); 8] = [
    ("doi", Identifier::Doi),
    ("isbn", Identifier::Isbn),
    ("issn", Identifier::Issn),
    ("pmid", Identifier::Pmid),
    ("orcid", Identifier::Orcid),
    ("eprint", Identifier::Arxiv),
    ("arxiv", Identifier::Arxiv),
    ("arxivid", Identifier::Arxiv),
];

fn work(text: &str, entry: &RawEntry<'_>, offset: usize) -> Work {
    let key = Span::new(entry.key.span.start, entry.key.span.end).shifted(offset);
    let value = |names: &[&str]| -> Option<Span> {
        let field = entry
            .fields
            .iter()
            .find(|field| names.iter().any(|name| field.key.v.eq_ignore_ascii_case(name)))?;
        match field.value.v.as_slice() {
            [chunk] => match chunk.v {
                RawChunk::Normal(_) => {
                    let start = chunk.span.start + offset;
                    let inner = Span::new(start, chunk.span.end + offset);
                    Some(unbraced(text, inner)).filter(|span| !span.is_empty())
                }
                RawChunk::Abbreviation(_) => None,
            },
            _ => None,
        }
    };
    let plain = |names: &[&str]| value(names).map(|span| span.of(text).replace('\\', ""));
    let arxiv = plain(&["eprint"]).filter(|_| {
        let kind = plain(&["archiveprefix", "eprinttype"]);
        kind.is_some_and(|kind| kind.eq_ignore_ascii_case("arxiv"))
    });
    let is_arxiv = arxiv.is_some();
    Work {
        identifiers: IDENTIFIERS
            .into_iter()
            .filter(|&(name, _)| name != "eprint" || is_arxiv)
            .filter_map(|(name, kind)| Some((kind, value(&[name])?)))
            .collect(),
        key: key.of(text).into(),
        key_span: key,
        title: value(&["title"]),
        author: value(&["author", "editor"]),
        address: value(&["url"]),
        source_key: identity(
            plain(&["doi"]).as_deref(),
            arxiv.as_deref(),
            plain(&["isbn"]).as_deref(),
            plain(&["url"]).as_deref(),
        ),
    }
}

/// Without the braces or quotes around it.
fn unbraced(text: &str, span: Span) -> Span {
    let span = span.trimmed(text);
    let inner = span.of(text);
    let enclosed = inner.len() > 1
        && (inner.starts_with('"') && inner.ends_with('"')
            || inner.starts_with('{')
                && memchr(b'}', inner.as_bytes()).is_some_and(|at| at == inner.len() - 1));
    if enclosed { Span::new(span.start() + 1, span.end() - 1).trimmed(text) } else { span }
}
