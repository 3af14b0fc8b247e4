//! Addresses that stand for a source and cannot be one.

use regex::Regex;

use crate::document::{Document, address_length};
use crate::text::Span;

/// The longest address that is looked at, in bytes.
const LONGEST: usize = 2048;
/// How far before its host an address may begin, in bytes.
const LONGEST_BEGINNING: usize = 80;

/// The address around `word` if its host is one of `hosts` and it is given as a source.
pub(super) fn as_source(document: &Document, word: Span, hosts: &Regex) -> Option<Span> {
    let text = document.text();
    let near = &text[text.floor_char_boundary(word.start().saturating_sub(LONGEST_BEGINNING))..];
    let from = text.len() - near.len();
    let line = &near[..word.start() - from];
    let ends = |c: char| c.is_whitespace() || "\"'<>([,;|*_“”".contains(c);
    let before = line.rfind(ends)?;
    let start = from + before + line[before..].chars().next().map_or(0, char::len_utf8);
    let line = &text[start..text.floor_char_boundary(start + LONGEST)];
    let line = line.lines().next().unwrap_or_default();
    let whole = bare(line).len() < line.len();
    let host_start = line.len() - bare(line).len();
    let host = host(line);
    let inside = start + host_start <= word.start() && word.start() < start + host_start + host.len();
    if !inside || !hosts.is_match(host) || line[host_start + host.len()..].starts_with('@') {
        return None;
    }
    // `source: example.com/a`
    let length = match whole {
        true => address_length(line),
        false => {
            line.find(|c: char| c.is_whitespace() || "\"'<>()[],;|*_”".contains(c)).unwrap_or(line.len())
        }
    };
    let address = Span::new(start, start + length);
    document.is_given_as_source(address).then_some(address)
}

/// The host of the address that the text begins with.
pub(super) fn host(text: &str) -> &str {
    let rest = bare(text);
    let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-'));
    rest[..end.unwrap_or(rest.len())].trim_end_matches('.')
}

/// The address without its beginning.
fn bare(text: &str) -> &str {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text)
}
