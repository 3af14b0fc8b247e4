//! Identifiers that the text calls so and that cannot be any.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Bibliography, Identifier, is_number_mark};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;
use crate::vault::Vault;

pub(super) const KIND: Kind = Kind::of::<IdentifierCheck>("identifier", &["kind", "identifier", "why"]);

/// The longest identifier that is looked at, in bytes.
const LONGEST: usize = 256;

/// Reports identifiers whose check digit or form is wrong.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Identifier")]
struct IdentifierCheck {}

/// The words that name what follows them, lower case.
const NAMES: &[(&str, Identifier)] = &[
    ("isbn*", Identifier::Isbn),
    ("issn", Identifier::Issn),
    ("eissn", Identifier::Issn),
    ("orcid", Identifier::Orcid),
    ("doi", Identifier::Doi),
    ("arxiv", Identifier::Arxiv),
    ("arxiv_id", Identifier::Arxiv),
    ("pmid", Identifier::Pmid),
    ("youtu.be/*", Identifier::YouTube),
    ("youtube.com/watch?v=*", Identifier::YouTube),
    ("youtube.com/embed/*", Identifier::YouTube),
    ("youtube.com/shorts/*", Identifier::YouTube),
    ("youtube_id", Identifier::YouTube),
    ("youtubeid", Identifier::YouTube),
    ("ytid", Identifier::YouTube),
];

impl Check for IdentifierCheck {
    fn literals(&self) -> Vec<String> {
        NAMES.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    fn run(&self, subject: &Subject<'_>, near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let mut end = 0;
        for &name in near {
            let Some(kind) = kind_of(document.slice(name)) else { continue };
            let Some(span) = identifier(document.text(), name.end(), kind) else { continue };
            if span.start() < end || document.is_opaque(span) {
                continue;
            }
            end = span.end();
            hits.extend(fault(kind, span, document.slice(span)));
        }
    }

    fn run_on_bibliography(&self, _vault: &Vault, bibliography: &Bibliography, hits: &mut Vec<Hit>) {
        let source = bibliography.source();
        for &(kind, span) in bibliography.works.iter().flat_map(|work| &work.identifiers) {
            let text = source.slice(span);
            let whole = match kind {
                Identifier::Isbn => number(text, &[10, 13], 9),
                Identifier::Issn => number(text, &[8], 7),
                _ => doi(text, false).filter(|_| !text.contains('\\')),
            };
            // Several in one field, or one with a remark, are for people.
            if whole == Some(text.len()) {
                hits.extend(fault(kind, span, text));
            }
        }
    }
}

fn fault(kind: Identifier, span: Span, text: &str) -> Option<Hit> {
    let why = kind.fault(text).filter(|_| !stands_for_any(text))?;
    Some(Hit::at(span).value("kind", with_article(kind)).value("identifier", text).value("why", why))
}

fn kind_of(name: &str) -> Option<Identifier> {
    NAMES
        .iter()
        .find(|(known, _)| known.trim_end_matches('*').eq_ignore_ascii_case(name))
        .map(|&(_, kind)| kind)
}

fn with_article(kind: Identifier) -> String {
    let article = if kind == Identifier::Doi || kind.name().starts_with(['P', 'Y']) { "a" } else { "an" };
    let article = if kind == Identifier::Pmid { "a" } else { article };
    format!("{article} {}", kind.name())
}

/// `0000-0000-0000-0000`, `10.xxxx/xxxxx`: a form to be filled in.
fn stands_for_any(text: &str) -> bool {
    let mut characters = text.chars().filter(|c| c.is_alphanumeric());
    let first = characters.next();
    characters.all(|c| Some(c) == first)
        || text.contains("00000")
        || text.contains("xxx")
        || text.contains("XXX")
        || text.contains(['{', '}', '$', '…', '*'])
        || text.ends_with("...")
}

/// The identifier of that kind that the text after its name gives, if it gives one.
fn identifier(text: &str, from: usize, kind: Identifier) -> Option<Span> {
    let line = text[from..].lines().next()?;
    let line = &line[..(0..=line.len().min(LONGEST)).rev().find(|&at| line.is_char_boundary(at))?];
    let (start, called) = begin(line, kind);
    let rest = &line[start..];
    let length = match kind {
        Identifier::Isbn => number(rest, &[10, 13], 9)?,
        Identifier::Issn => number(rest, &[8], 7)?,
        Identifier::Orcid => number(rest, &[16], 13)?,
        Identifier::Doi => doi(rest, called)?,
        Identifier::Arxiv => arxiv(rest, called)?,
        Identifier::Pmid => pmid(rest, called)?,
        Identifier::YouTube => youtube(rest)?,
    };
    (length > 0).then(|| Span::new(from + start, from + start + length))
}

/// Where the identifier begins, and whether a mark leads to it: a colon, `.org/`, an equals sign.
fn begin(line: &str, kind: Identifier) -> (usize, bool) {
    let mut rest = line;
    let mut called = false;
    if kind == Identifier::YouTube
        && line.starts_with(|c: char| c.is_ascii_alphanumeric() || "_-".contains(c))
    {
        return (0, true);
    }
    if kind == Identifier::Isbn {
        let bare = rest.strip_prefix(['-', ' ', '_']).unwrap_or(rest);
        let form = ["13", "10"].iter().find_map(|form| bare.strip_prefix(form));
        // `ISBN-13: …`, but `ISBN 1034567890`.
        rest = form
            .filter(|after| {
                !after.starts_with(|c: char| c.is_ascii_digit() || (c == '-' && !after.starts_with("- ")))
            })
            .unwrap_or(rest);
    }
    for folder in [".org/abs/", ".org/pdf/", ".org/html/", ".org/"] {
        if let Some(after) = rest.strip_prefix(folder) {
            (rest, called) = (after, true);
            break;
        }
    }
    loop {
        let before = rest.len();
        called |= rest.starts_with([':', '=']);
        rest = rest.trim_start_matches([':', '=', ' ', '\t', '"', '\'', '*', '_', '#', '[', '<', '\u{a0}']);
        for resolver in ["https://", "http://", "dx.doi.org/", "doi.org/", "orcid.org/", "doi:", "arXiv:"] {
            if let Some(after) = rest.strip_prefix(resolver) {
                (rest, called) = (after, true);
            }
        }
        if rest.len() == before {
            let start = line.len() - rest.len();
            return (if kind == Identifier::YouTube { whole_video(line, start) } else { start }, called);
        }
    }
}

/// The length of a number in groups of digits: of the first group if it is whole, otherwise
/// of as many as make a whole one; none if there are fewer than `least` digits.
fn number(text: &str, whole: &[usize], least: usize) -> Option<usize> {
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, 'x' | 'X');
    let (mut count, mut end, mut complete) = (0, 0, None);
    let mut hyphens = false;
    for (at, c) in text.char_indices() {
        if is_digit(c) {
            if matches!(c, 'x' | 'X') && count < least.min(7) {
                break;
            }
            count += 1;
            end = at + 1;
        } else if is_number_mark(c) && end == at && count > 0 {
            let blank = c == ' ' || c == '\u{a0}';
            if blank && (whole.contains(&count) || hyphens) {
                complete = Some(end);
                break;
            }
            hyphens |= !blank;
        } else {
            if c.is_alphanumeric() && end == at {
                return None;
            }
            break;
        }
    }
    // What is neither whole nor near it is a year, a price or a heading's number.
    (count >= least && count <= whole.iter().max()? + 2).then(|| complete.unwrap_or(end))
}

fn token(text: &str) -> usize {
    let end = text
        .find(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '|' | '”' | '’' | '»' | ']' | '}' | '\\')
        })
        .unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ',', ';', ':', ')', '*', '_', '>']).len()
}

fn doi(text: &str, called: bool) -> Option<usize> {
    let length = token(text);
    let digits = text.starts_with(|c: char| c.is_ascii_digit());
    // CiteSeerX writes numbers of its own as `doi=10.1.1.45.1947`.
    if text.starts_with("10.1.1.") {
        return None;
    }
    // `DOI 10.5281` names a registrant, `doi.org/the-identifier` a page.
    let given = digits && (text.starts_with("10.") && text[..length].contains('/') || called);
    let length =
        if text[length..].starts_with(')') && text[..length].ends_with('/') { length + 1 } else { length };
    given.then_some(length)
}

fn arxiv(text: &str, called: bool) -> Option<usize> {
    let length = token(text);
    let length = text[..length].strip_suffix(".pdf").map_or(length, str::len);
    let new = text[..length].split_once('.').is_some_and(|(date, number)| {
        let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        digit(date) && digit(number)
    });
    (called && new).then_some(length)
}

fn pmid(text: &str, called: bool) -> Option<usize> {
    let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let begins = text.starts_with(|c: char| c.is_ascii_digit()) || text.starts_with("PMC");
    (called && begins).then_some(length)
}

/// The start before the `_` that the identifier at `start` begins with: it is no emphasis if
/// it makes the identifier whole.
fn whole_video(line: &str, start: usize) -> usize {
    let begun = line[..start].trim_end_matches('_').len();
    (begun..start).find(|&at| youtube(&line[at..]) == Some(VIDEO_LENGTH)).unwrap_or(start)
}

/// The length of every identifier of a video.
const VIDEO_LENGTH: usize = 11;

fn youtube(text: &str) -> Option<usize> {
    let length =
        text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
    // What follows the whole may be emphasis that ends there.
    let closes =
        length > VIDEO_LENGTH && text.as_bytes()[VIDEO_LENGTH..length].iter().all(|&byte| byte == b'_');
    let length = if closes { VIDEO_LENGTH } else { length };
    // Short ones stand for any; anything else that is so far from eleven is no id.
    (9..=13).contains(&length).then_some(length)
}
