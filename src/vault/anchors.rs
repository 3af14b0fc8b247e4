//! What the anchors of links can point at in one note.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::names::{folded, heading_key, heading_number};
use crate::document::{BlockKind, Document, Heading};

/// The headings, blocks and named elements of one note, by the keys that anchors are compared by.
#[derive(Debug)]
pub(super) struct Anchors {
    /// The keys of the headings as numbers, sorted, and their places.
    headings: Vec<(u64, u32)>,
    blocks: FxHashSet<Box<str>>,
    /// `{#id}`, `id="id"`, `name="id"`; gathered when an anchor is no heading.
    elements: OnceLock<FxHashSet<Box<str>>>,
}

/// What is not there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lacking {
    Heading,
    Block,
}

impl Anchors {
    pub(super) fn of(document: &Document) -> Self {
        let mut headings = Vec::with_capacity(document.headings.len());
        for (at, heading) in document.headings.iter().enumerate() {
            let written = document.slice(heading.text);
            let shown = shown_text(document, heading);
            let texts = || std::iter::once(written).chain(shown.as_deref());
            let on_web = texts().filter_map(on_web).map(|text| heading_number(&text));
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            headings.extend(texts().map(heading_number).chain(on_web).map(|key| (key, at)));
        }
        headings.sort_unstable();
        headings.dedup();
        let blocks = document.block_ids.iter().map(|id| folded(document.slice(*id)).into()).collect();
        Self { headings, blocks, elements: OnceLock::new() }
    }

    /// What `anchor` (without its `#`) points to that is not there in `document`, whose anchors
    /// these are.
    pub(super) fn lacks(&self, document: &Document, anchor: &str) -> Option<Lacking> {
        if let Some(block) = anchor.strip_prefix('^') {
            return (!self.blocks.contains(&*folded(block))).then_some(Lacking::Block);
        }
        let mut after = None;
        for part in anchor.split('#').filter(|part| !part.is_empty()) {
            match self.heading_after(&heading_key(part), after) {
                Some(at) => after = Some(at),
                None if self.elements.get_or_init(|| elements(document.text())).contains(part) => {}
                None => return Some(Lacking::Heading),
            }
        }
        None
    }

    /// The first heading of that key after another, as `#Part#Section` wants it.
    fn heading_after(&self, key: &str, after: Option<u32>) -> Option<u32> {
        let first = |headings: &[(u64, u32)]| {
            let next = headings.partition_point(|&(_, at)| after.is_some_and(|after| at <= after));
            headings.get(next).map(|&(_, at)| at)
        };
        first(self.headings_of(key)).or_else(|| {
            // On the web a second heading of the same text gets `-1`, by some tools `-2`.
            let (text, number) = key.rsplit_once(' ')?;
            let all = self.headings_of(text);
            (all.len() > 1 && number.parse().is_ok_and(|number: usize| number <= all.len()))
                .then(|| first(all))?
        })
    }

    fn headings_of(&self, key: &str) -> &[(u64, u32)] {
        let key = heading_number(key);
        let start = self.headings.partition_point(|&(other, _)| other < key);
        let count = self.headings[start..].partition_point(|&(other, _)| other == key);
        &self.headings[start..start + count]
    }
}

/// The text of a heading, links as what they show; none if that is the text as it is written.
fn shown_text(document: &Document, heading: &Heading) -> Option<String> {
    let block = document.block_at(heading.span.start());
    let runs = document.runs(block.filter(|block| block.kind == BlockKind::Heading)?);
    (runs != [heading.text]).then(|| runs.iter().map(|run| document.slice(*run)).collect())
}

/// A heading without the punctuation that websites leave out of its anchor, if there is any in it:
/// `vcbuild.bat` is reached as `#vcbuildbat`. Where it stands inside no word its key is the same.
fn on_web(text: &str) -> Option<String> {
    let kept = |c: char| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '-' | '_');
    let differs = if text.is_ascii() { holds_marks_in_words(text) } else { !text.chars().all(kept) };
    differs.then(|| text.chars().filter(|&c| kept(c)).collect())
}

/// Whether other marks than `-` and `_` stand between two letters or digits of ASCII.
fn holds_marks_in_words(text: &str) -> bool {
    let (mut in_word, mut marked) = (false, false);
    text.bytes().any(|byte| {
        let word = byte.is_ascii_alphanumeric();
        let joins = word && marked;
        let parts = matches!(byte, b'-' | b'_') || char::from(byte).is_whitespace();
        marked = in_word && !word && !parts;
        in_word = word || marked;
        joins
    })
}

/// The names that elements of the text give themselves.
fn elements(text: &str) -> FxHashSet<Box<str>> {
    let mut found = FxHashSet::default();
    for mark in ["{#", "id=", "name="] {
        for at in memchr::memmem::find_iter(text.as_bytes(), mark) {
            let rest = &text[at + mark.len()..];
            let (rest, ends) = match rest.chars().next() {
                _ if mark == "{#" => (rest, ['}', ' ']),
                Some(quote @ ('"' | '\'')) => (&rest[1..], [quote, quote]),
                _ => continue,
            };
            let line = rest.split(['\n', '\r']).next().unwrap_or_default();
            if let Some(end) = line.find(ends) {
                found.insert(line[..end].into());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_words_make_another_key() {
        for text in [
            "vcbuild.bat",
            "Key points: the pier",
            "a-b_c",
            "(a) b!",
            "a (b)c",
            "it's",
            "a.-b",
            "",
            "::",
            "a.:b",
        ] {
            let kept = |c: &char| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '-' | '_');
            let other = heading_key(&text.chars().filter(kept).collect::<String>());
            let differs = other != heading_key(text);
            assert_eq!(on_web(text).map(|text| heading_key(&text)), differs.then_some(other), "{text}");
        }
    }
}
