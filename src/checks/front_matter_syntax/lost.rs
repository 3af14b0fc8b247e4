//! Values that begin with a mark of YAML's, or hold one: nobody says that they are not read whole.

use super::super::front_matter_value::quoted;
use crate::document::{Document, SyntaxError};
use crate::rule::{Applicability, Fix, Hit};

/// What is lost at `error`, if it was meant to be text. `text_fields` are the names of fields that
/// hold text or tags.
pub(super) fn hit(document: &Document, error: &SyntaxError, text_fields: &[String]) -> Option<Hit> {
    let head = document.front_matter.as_ref()?;
    let next = head.fields.partition_point(|field| field.key_span.start <= error.span.start);
    let field = &head.fields[next.checked_sub(1)?];
    let is_text = text_fields.iter().any(|name| name.eq_ignore_ascii_case(&field.key));
    let written = document.slice(error.span);
    let meant = match written.as_bytes().first()? {
        b'!' => is_text && !written.starts_with("!!") || is_word(&written[1..]),
        b'&' => !is_repeated(document.slice(head.yaml), written),
        _ => is_text,
    };
    let value = error.related?;
    let replacement = hashtags(document.slice(value)).unwrap_or_else(|| quoted(document.slice(value)));
    let fix =
        Fix::replace(Applicability::Unsafe, "write it so that it is text", document, value, replacement);
    meant.then(|| Hit::at(error.span).value("value", written).value("problem", &*error.message).fix(fix))
}

/// `important`, and nothing after it: a type of nothing.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_alphabetic)
}

/// Whether the value that `&name …` names is asked for by that name.
fn is_repeated(yaml: &str, written: &str) -> bool {
    let name = written[1..].split_whitespace().next().unwrap_or_default();
    yaml.match_indices('*').any(|(at, _)| yaml[at + 1..].starts_with(name))
}

/// `#a, #b` as a list of tags.
fn hashtags(value: &str) -> Option<String> {
    let tags: Vec<&str> = value.split([',', ' ']).filter(|part| !part.is_empty()).collect();
    let names: Option<Vec<&str>> = tags.iter().map(|tag| tag.strip_prefix('#')).collect();
    let names = names.filter(|names| names.len() > 1)?;
    let plain = |name: &&str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/'));
    names.iter().all(plain).then(|| format!("[{}]", names.join(", ")))
}
