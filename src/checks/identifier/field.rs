//! Values of fields that name an identifier and hold something else.

use crate::document::{Document, Identifier, lack};
use crate::text::Span;
use crate::yaml::tree::{Node, Value};

/// Names of fields, without regard to case, `_` and `-`.
const FIELDS: &[(&str, Identifier)] = &[
    ("arxiv", Identifier::Arxiv),
    ("arxivid", Identifier::Arxiv),
    ("doi", Identifier::Doi),
    ("eisbn", Identifier::Isbn),
    ("eissn", Identifier::Issn),
    ("isbn", Identifier::Isbn),
    ("isbn10", Identifier::Isbn),
    ("isbn13", Identifier::Isbn),
    ("issn", Identifier::Issn),
    ("orcid", Identifier::Orcid),
    ("pmid", Identifier::Pmid),
    ("videoid", Identifier::YouTube),
    ("youtube", Identifier::YouTube),
    ("youtubeid", Identifier::YouTube),
    ("ytid", Identifier::YouTube),
];

/// Names that are looked for in fields alone: elsewhere they are words like others.
pub(super) const NAMES: &[&str] = &["videoid", "video_id", "youtube", "arxivid"];

/// What else people write where there is none.
const NONE: &[&str] = &[
    "false",
    "forthcoming",
    "internal",
    "nein",
    "no",
    "private",
    "self",
    "submitted",
    "true",
    "unassigned",
    "unpublished",
    "various",
    "yes",
];

/// A value that is no such identifier, whatever its digits are.
pub(super) struct Unlike {
    pub(super) kind: Identifier,
    pub(super) span: Span,
    /// Whether the field may hold an identifier of another kind.
    pub(super) doubtful: bool,
}

/// The values of fields in which no identifier was `seen`, which is sorted.
pub(super) fn unlike(document: &Document, seen: &[Span]) -> Vec<Unlike> {
    let mut found = Vec::new();
    for field in document.front_matter.iter().flat_map(|head| &head.fields) {
        let name: String = field.key.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).collect();
        let known = FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name));
        let Some(&(known, kind)) = known else { continue };
        let values: &[Node] = match &field.value.value {
            Value::Sequence(items) => items,
            _ => std::slice::from_ref(&field.value),
        };
        for value in values {
            let Some(span) = inner(document, value) else { continue };
            let looked_at = span.first_overlap(seen).is_some();
            if !looked_at && is_meant(kind, known, document.slice(span)) {
                // What has the length of one there was meant for one.
                found.push(Unlike { kind, span, doubtful: known == "videoid" && span.len() != 11 });
            }
        }
    }
    found
}

/// The value without its quotes, if it is written as it is read.
fn inner(document: &Document, value: &Node) -> Option<Span> {
    let text = value.text()?;
    let at = document.slice(value.span).find(text)?;
    let start = value.span.start() + at;
    Some(Span::new(start, start + text.len()).trimmed(document.text())).filter(|span| !span.is_empty())
}

/// Whether the value was meant to be an identifier: one word, and neither an address, a form to be
/// filled in nor a word for none.
pub(super) fn is_meant(kind: Identifier, field: &str, value: &str) -> bool {
    let slipped = kind == Identifier::YouTube && is_slipped_video(value);
    let word = slipped || !value.contains(char::is_whitespace) && value.contains(char::is_alphanumeric);
    let address = value.contains("://") || value.starts_with("www.") || value.starts_with(['@', '/', '.']);
    let form = !slipped && value.contains(['{', '}', '[', ']', '<', '>', '$', '%', '…', '?', '*', '!', '#']);
    let none = lack(value).is_some() || NONE.iter().any(|none| none.eq_ignore_ascii_case(value));
    let fits = match kind {
        // `cs.AI` and `hep-th` are what a paper is listed under.
        Identifier::Arxiv => value.contains(|c: char| c.is_ascii_digit()) || !value.contains(['.', '-']),
        Identifier::YouTube => is_video(field, value),
        _ => true,
    };
    word && !address && !form && !none && fits
}

/// Whether the value can only be an identifier of a video there. Others number their videos, and
/// give them names; under `youtube` stand channels as well.
fn is_video(field: &str, value: &str) -> bool {
    let has = |of: fn(&char) -> bool| value.chars().any(|c| of(&c));
    let mixed = has(char::is_ascii_uppercase) && has(char::is_ascii_lowercase) && has(char::is_ascii_digit);
    let other = ["BV", "PL", "UC", "UU", "av"].iter().any(|mark| value.starts_with(mark));
    let near = (10..=12).contains(&value.len()) && mixed;
    match field {
        "youtube" => near && !other,
        "videoid" => !other && (near || value.len() < 6 && value.chars().all(|c| c.is_ascii_lowercase())),
        _ => true,
    }
}

/// `dQw4w9WgXc!`: one character of eleven cannot stand in an identifier of a video.
fn is_slipped_video(value: &str) -> bool {
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut odd = value.chars().filter(|&c| !sound(c));
    let slip =
        matches!(odd.next(), Some('!' | '?' | '*' | '#' | '%' | '+' | '=' | '.' | ',' | '~' | '&' | '@'));
    slip && odd.next().is_none() && value.len() == 11 && !value.starts_with('@')
}
