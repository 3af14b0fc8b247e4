//! Addresses that stand for a source and cannot be one.

use super::pattern::Pattern;
use crate::document::{Document, address_length};
use crate::lexicon;
use crate::text::Span;

/// The longest address that is looked at, in bytes.
const LONGEST: usize = 2048;
/// How far before its host an address may begin, in bytes.
const LONGEST_BEGINNING: usize = 80;

/// Whether the address is given as a source, by its place or by the words before it.
pub(super) fn is_source(document: &Document, address: Span) -> bool {
    // `[their page](…)`
    let next = document.links.partition_point(|link| link.span.end <= address.start);
    let link = document.links.get(next).filter(|link| link.span.contains(address));
    let before = before(document, link.map_or(address, |link| link.span));
    let before = before.trim_end_matches(|c: char| " \t<([\"".contains(c));
    lexicon::ends_in("given-as-source", before) || document.is_given_as_source(address)
}

/// Whether the address stands alone in brackets behind a sentence, as a citation does.
pub(super) fn is_bracketed(document: &Document, address: Span) -> bool {
    let before = before(document, address);
    let opened = ["(", "(see ", "(from ", "(via "].iter().find_map(|opens| before.strip_suffix(opens));
    let after = document.text()[address.end()..].strip_prefix(')');
    let ends = |rest: &str| {
        let rest = rest.trim_start_matches(['.', '!', '?']);
        rest.is_empty() || rest.starts_with(char::is_whitespace)
    };
    let sentence = |words: &str| words.split_whitespace().filter(|word| word.len() > 1).nth(2).is_some();
    let ended = after.is_some_and(|rest| {
        rest.starts_with(['.', '!', '?']) && ends(rest)
            || rest.is_empty()
            || rest.starts_with(['\n', '\r'])
            || rest.starts_with(',') && lexicon::has_word_of("reported-in", before)
    });
    ended && opened.is_some_and(|words| words.ends_with([' ', '\u{a0}']) && sentence(words))
}

/// What stands before the address on its line.
fn before(document: &Document, address: Span) -> &str {
    const LONGEST: usize = 240;
    let text = document.text();
    let from = text.floor_char_boundary(address.start().saturating_sub(LONGEST));
    text[from..address.start()].rsplit(['\n', '\r']).next().unwrap_or_default()
}

/// The address around `word` if its host is one of `hosts`.
pub(super) fn around(document: &Document, word: Span, hosts: &Pattern) -> Option<Span> {
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
    if !inside || !hosts.fits(host) || line[host_start + host.len()..].starts_with('@') {
        return None;
    }
    // `source: example.com/a`
    let length = match whole {
        true => address_length(line),
        false => {
            line.find(|c: char| c.is_whitespace() || "\"'<>()[],;|*_”".contains(c)).unwrap_or(line.len())
        }
    };
    Some(Span::new(start, start + length))
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
