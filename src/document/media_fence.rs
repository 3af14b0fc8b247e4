//! Fences that players of media write into notes: a time that leads back to its moment, and the
//! address of what is played.

use super::provenance::{Found, FoundBy, Provenance, Role};
use super::{Document, Link, LinkSyntax, source_key};
use crate::text::Span;

/// What fences with a time are called.
const TIME: &str = "timestamp";
/// What those with an address are called.
const ADDRESS: &str = "timestamp-url";

/// A fence: its name and what stands in it, trimmed.
struct Fence {
    name: Span,
    content: Span,
}

/// The times in fences.
pub(super) fn times(document: &Document) -> impl Iterator<Item = Span> {
    let text = document.text();
    let times = fences(document, TIME).map(|fence| fence.content);
    times.filter(move |time| time.of(text).starts_with(|c: char| c.is_ascii_digit()))
}

/// Adds a link for each address in a fence.
pub(super) fn add_links(document: &mut Document) {
    let links: Vec<Link> = addresses(document)
        .map(|(_, target)| Link {
            span: target,
            syntax: LinkSyntax::BareUrl,
            embed: false,
            in_front_matter: false,
            target,
            anchor: None,
            display: None,
        })
        .collect();
    document.links.extend(links);
}

/// Adds the first address, unless the document names a source besides.
pub(super) fn read(document: &Document, provenance: &mut Provenance) {
    if provenance.source.is_some() {
        return;
    }
    if let Some((name, address)) = addresses(document).next() {
        provenance.add(Role::Source, Found { span: address, by: FoundBy::Label(name) });
        provenance.source_key = source_key::any(document.slice(address));
    }
}

/// The names and addresses of fences: `https://…`, or a title, a bar and an address.
fn addresses(document: &Document) -> impl Iterator<Item = (Span, Span)> {
    let text = document.text();
    fences(document, ADDRESS).filter_map(move |Fence { name, content }| {
        let start = content.of(text).rfind('|').map_or(content.start(), |bar| content.start() + bar + 1);
        let address = Span::new(start, content.end()).trimmed(text);
        let whole = address.of(text).contains("://") && !address.of(text).contains(char::is_whitespace);
        whole.then_some((name, address))
    })
}

/// The fences of that name.
fn fences<'d>(document: &'d Document, wanted: &'static str) -> impl Iterator<Item = Fence> + use<'d> {
    let text = document.text();
    document.opaque.iter().filter_map(move |&span| {
        let source = span.of(text);
        let inner = source.trim_start_matches(['`', '~']);
        let named = inner.strip_prefix(wanted).filter(|_| source.len() >= inner.len() + 3)?;
        let (rest_of_line, content) = named.split_once('\n')?;
        if !rest_of_line.trim().is_empty() {
            return None;
        }
        let start = span.start() + source.len() - inner.len();
        let from = span.end() - content.len();
        let end = from + content.trim_end().trim_end_matches(['`', '~']).len();
        Some(Fence {
            name: Span::new(start, start + wanted.len()),
            content: Span::new(from, end).trimmed(text),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_addresses_in_fences() {
        let text = "# A talk\n\n```timestamp-url \n The lamp | https://youtu.be/dQw4w9WgXcQ\n ```\n\n\
                    ```timestamp \n 00:43\n ```\nThe lamp is lit.\n\n```timestamp\nsoon\n```\n\n```\n01:04\n```\n";
        let document = Document::from_text("a.md", text);
        let times = document.timestamps.iter().map(|stamp| document.slice(stamp.span));
        assert_eq!(times.collect::<Vec<_>>(), ["00:43"]);
        assert_eq!(document.provenance.source_key.as_deref(), Some("youtube:dQw4w9WgXcQ"));
        assert_eq!(document.links.len(), 1);
    }
}
