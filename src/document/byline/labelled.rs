//! Lines that name what follows: `Source: …`, `Published: …`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::elsewhere::sender;
use super::{byline, holds_date, is_mostly_date, is_names};
use crate::document::provenance::{Found, FoundBy, Provenance, Role};
use crate::document::{Document, source_key};
use crate::lexicon::{LABELS, Word};
use crate::text::Span;

/// The longest name before a colon, in bytes.
const LONGEST_LABEL: usize = 32;

/// How the names of several sources end.
const PLURALS: &[&str] = &["s", "s)", "quellen", "fonti", "источники", "джерела"];

/// What each label of `provenance/names.yaml` says.
static ROLES: LazyLock<FxHashMap<Word, Role>> = LazyLock::new(|| {
    let role = |(label, says): &(&str, &str)| Some((Word::of_written(label), Role::named(says)?));
    LABELS.iter().filter_map(role).collect()
});

/// A line that names what follows.
#[derive(Clone, Copy)]
pub(super) struct Label {
    /// The name, without markup.
    name: Span,
    /// What it says of the text.
    role: Role,
    /// All that stands behind it, markup and all.
    value: Span,
}

/// The name that a line begins with, its markup aside, if it is one of the labels of
/// `provenance/names.yaml`.
pub(super) fn label(text: &str, line: Span) -> Option<Label> {
    let source = line.of(text);
    if source.starts_with('|') {
        return row(text, line);
    }
    if source.starts_with('[') {
        return linked(text, line);
    }
    let head = &source[..source.floor_char_boundary(2 * LONGEST_LABEL)];
    // The first byte of `：`.
    memchr::memchr2(b':', 0xEF, head.as_bytes())?;
    let inner = source.trim_start_matches(['>', '*', '_', '-', '+', '#', ' ', '\t']);
    let colon = inner[..inner.floor_char_boundary(LONGEST_LABEL)].find([':', '：'])?;
    let width = inner[colon..].chars().next().map_or(1, char::len_utf8);
    // `Via https://…` needs no colon of its own.
    let parted = inner[..colon]
        .split_once(' ')
        .filter(|(name, _)| name.eq_ignore_ascii_case("via") && inner[colon..].starts_with("://"));
    let name = parted.map_or(inner[..colon].trim_end_matches(['*', '_', ' ']), |(name, _)| name);
    let behind = parted.map_or(colon + width, |(name, _)| name.len());
    let start = line.end() - inner.len();
    Label::new(text, Span::new(start, start + name.len()), Span::new(start + behind, line.end()))
}

/// The same for a link alone on its line whose text tells that it leads to where this is from:
/// `[Read the original](https://…)`.
fn linked(text: &str, line: Span) -> Option<Label> {
    let inner = line.of(text).strip_prefix('[')?.strip_suffix(')')?;
    let (name, target) = inner.split_once("](")?;
    let source = name.len() <= LONGEST_LABEL && target.contains("://");
    let words = || {
        name.split(' ')
            .any(|word| ["original", "source"].iter().any(|known| word.eq_ignore_ascii_case(known)))
    };
    if !source || !words() {
        return None;
    }
    let start = line.start() + 1;
    let value = start + name.len() + "](".len();
    Label::new(text, Span::new(start, start + name.len()), Span::new(value, value + target.len()))
}

/// The same for a row of a table with two cells: `| Author | Ann Keeper |`.
fn row(text: &str, line: Span) -> Option<Label> {
    let inner = line.of(text).trim_end_matches('|').strip_prefix('|')?;
    let (name, value) = inner.split_once('|')?;
    let is_parted = |value: &str| value.replace("\\|", "").contains('|');
    if name.len() > LONGEST_LABEL || is_parted(value) || is_head_of_table(text, line) {
        return None;
    }
    let start = line.start() + 1;
    let bare = name.trim_start_matches(['*', '_', ' ', '\t']);
    let from = start + name.len() - bare.len();
    let bare = bare.trim_end_matches(['*', '_', ':', ' ', '\t']);
    let value = Span::new(start + name.len() + 1, start + inner.len());
    Label::new(text, Span::new(from, from + bare.len()), value)
}

/// Whether the line below a row is the one that parts a table's head from its rows.
fn is_head_of_table(text: &str, row: Span) -> bool {
    let below = text[row.end()..].trim_start_matches([' ', '\t', '\r']);
    let below = below.strip_prefix('\n').unwrap_or(below);
    below.bytes().take_while(|byte| !b"\r\n".contains(byte)).all(|byte| b"|:- \t".contains(&byte))
        && below.starts_with('|')
}

impl Label {
    fn new(text: &str, name: Span, value: Span) -> Option<Self> {
        let role = ROLES.get(&Word::of_written(name.of(text))).copied()?;
        Some(Self { name, role, value })
    }
}

/// The name that a line begins with, if that says where the text is from.
pub(in crate::document) fn source_label(text: &str, line: Span) -> Option<Span> {
    label(text, line.trimmed(text)).filter(|label| label.role == Role::Source).map(|label| label.name)
}

/// Whether a line says who made the text: `Author: …`, `By …`.
pub(in crate::document) fn names_author(text: &str, line: Span) -> bool {
    let line = line.trimmed(text);
    byline(line.of(text)).is_some() || label(text, line).is_some_and(|label| label.role == Role::Author)
}

/// Adds what a line with a label says.
pub(super) fn labelled(document: &Document, label: Label, below: &[Span], provenance: &mut Provenance) {
    let text = document.text();
    let Label { name: label, role, value } = label;
    let mut value = bare_value(text, value);
    if value.is_empty() {
        value = value_below(document, role, below).unwrap_or(value);
    }
    let dated = matches!(role, Role::Published | Role::Retrieved);
    if value.is_empty() || (dated && !holds_date(document, value)) {
        return;
    }
    let found = Found { span: value, by: FoundBy::Label(label) };
    let name = label.of(text);
    if name.eq_ignore_ascii_case("from")
        && let Some(sender) = sender(text, value, below)
    {
        provenance.add(Role::Author, Found { span: sender, by: FoundBy::Label(label) });
        return;
    }
    // `From: the beginning …` is a sentence.
    let words = value.of(text).starts_with(char::is_lowercase) && source_key::any(value.of(text)).is_none();
    if name.eq_ignore_ascii_case("from") && words {
        return;
    }
    // A video's note says `From: [[channel]]` beside the video itself.
    if name.eq_ignore_ascii_case("from") && provenance.source.is_some() {
        provenance.add(Role::Author, found);
        return;
    }
    provenance.add(role, found);
    if role == Role::Source {
        provenance.several_sources |= PLURALS.iter().any(|end| name.to_lowercase().ends_with(end));
        if provenance.source_key.is_none() {
            let link = document.links_in(value).next().filter(|link| value.contains(link.span));
            provenance.source_key = link
                .and_then(|link| source_key::any(link.target.of(text)))
                .or_else(|| source_key::any(value.of(text)));
        }
    }
}

/// What a line below a label says that has nothing beside it: any source, but only a name or a
/// date that stands alone.
fn value_below(document: &Document, role: Role, below: &[Span]) -> Option<Span> {
    let text = document.text();
    let next = below.iter().map(|line| line.trimmed(text)).find(|line| !line.is_empty())?;
    let value = bare_value(text, next);
    let stands_alone = match role {
        Role::Source => true,
        Role::Author => is_names(value.of(text)),
        Role::Published | Role::Retrieved => is_mostly_date(document, value),
        Role::Title => false,
    };
    (stands_alone && label(text, next).is_none()).then_some(value)
}

/// A value without the markup around it.
fn bare_value(text: &str, span: Span) -> Span {
    let source = span.of(text).trim_end();
    let end = ["<br/>", "<br />", "<br>", "\\"].iter().find_map(|mark| source.strip_suffix(mark));
    let marks = ['*', '_', ' ', '\t', '>', '-'];
    let inner = end.unwrap_or(source).trim_end_matches(['*', ' ', '\t']);
    let start = span.start() + inner.len() - inner.trim_start_matches(marks).len();
    Span::new(start, start + inner.trim_start_matches(marks).len())
}
