//! Lines that name what follows: `Source: …`, `Published: …`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::elsewhere::sender;
use super::{find_date, is_mostly_date, is_names};
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

/// The name that a line begins with, its markup aside, if it is one of the labels of
/// `provenance/names.yaml`.
pub(super) fn label(text: &str, line: Span) -> Option<(Span, Role)> {
    let source = line.of(text);
    let head = &source.as_bytes()[..source.len().min(2 * LONGEST_LABEL)];
    memchr::memchr(b':', head)?;
    let inner = source.trim_start_matches(['>', '*', '_', '-', '+', '#', ' ', '\t']);
    let colon = inner.bytes().take(LONGEST_LABEL).position(|byte| byte == b':')?;
    // `Via https://…` needs no colon of its own.
    let parted = inner[..colon]
        .split_once(' ')
        .filter(|(name, _)| name.eq_ignore_ascii_case("via") && inner[colon..].starts_with("://"));
    let name = parted.map_or(inner[..colon].trim_end_matches(['*', '_', ' ']), |(name, _)| name);
    let role = ROLES.get(&Word::of_written(name)).copied()?;
    let start = line.end() - inner.len();
    Some((Span::new(start, start + name.len()), role))
}

/// The name that a line begins with, if that says where the text is from.
pub(in crate::document) fn source_label(text: &str, line: Span) -> Option<Span> {
    label(text, line.trimmed(text)).filter(|(_, role)| *role == Role::Source).map(|(name, _)| name)
}

/// Adds what the line says whose label is `label`.
pub(super) fn labelled(
    document: &Document,
    label: Span,
    role: Role,
    line: Span,
    below: &[Span],
    provenance: &mut Provenance,
) {
    let text = document.text();
    let rest = &text[label.end()..line.end()];
    let colon = rest.find(':').filter(|&at| !rest[at..].starts_with("://")).map_or(0, |at| at + 1);
    let mut value = bare_value(text, Span::new(label.end() + colon, line.end()));
    if value.is_empty() {
        value = value_below(document, role, below).unwrap_or(value);
    }
    let dated = matches!(role, Role::Published | Role::Retrieved);
    if value.is_empty() || (dated && find_date(document, value).is_none()) {
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
