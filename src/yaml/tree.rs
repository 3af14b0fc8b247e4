//! A tree of YAML with the exact span of every key and value.
//!
//! Aliases are never expanded and depth is bounded, so a hostile file costs no more
//! than its bytes. A block with an error is split at its top-level keys and each piece
//! is parsed by itself: one bad line does not hide the rest.

use rustc_hash::FxHashMap;

use super::{build, explain, recover};
use crate::text::Span;

/// One value with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The value's source text, quotes included; empty where nothing is written.
    pub span: Span,
    /// What is there.
    pub value: Value,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A scalar: its text without quotes and escapes, and whether it was quoted.
    Scalar {
        /// The text, unquoted.
        text: Box<str>,
        /// Whether it stood in quotes or in a block (`|`, `>`), and so is text whatever it says.
        quoted: bool,
    },
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping, in the order written, duplicates included.
    Mapping(Vec<Entry>),
    /// `*name`: never followed.
    Alias,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key without quotes.
    pub key: Box<str>,
    /// The key's source text, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// Something that is not as YAML wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong, lower case.
    pub message: Box<str>,
    /// Where.
    pub span: Span,
    /// Whether it may be sound YAML that goes over a limit of ours.
    pub over_limit: bool,
}

/// Text that YAML reads as something else than a value, without a word about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The mark and what goes with it.
    pub span: Span,
    /// The value it was meant to be or to be a part of.
    pub value: Span,
    /// What it is read as.
    pub read: ReadAs,
}

/// What YAML reads a text as that is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadAs {
    /// `!important`: the kind of the value.
    Tag,
    /// `&name`: a name for the value, to repeat it by.
    Anchor,
    /// `#a`: a remark.
    Comment,
}

/// A text read as YAML, as far as it is YAML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// What is there; none if there is nothing but comments.
    pub root: Option<Node>,
    /// What is wrong, in the order of the text.
    pub errors: Vec<SyntaxError>,
    /// What may be lost.
    pub lost: Vec<Lost>,
}

/// Two keys of one mapping that are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateKey {
    /// The key without quotes.
    pub key: Box<str>,
    /// Where it stands first.
    pub first: Span,
    /// Where it stands again.
    pub again: Span,
}

/// Reads the part `within` of `text`, which begins at a line's beginning. Never fails.
#[must_use]
pub fn parse(text: &str, within: Span) -> Tree {
    let tab = explain::tab_before(text, within);
    let read = build::read(text, within);
    // If a tab is what is wrong, the lines below stand right by themselves.
    let rest = match (&tab, &read) {
        (Some((_, next)), Err(_)) => Some(Span::new(*next, within.end())),
        _ => None,
    };
    let read = rest.map_or(read, |rest| build::read(text, rest));
    let mut tree = match read {
        Ok(read) => Tree { root: read.root, errors: read.errors, lost: read.lost },
        Err(failure) => recover::recover(text, rest.unwrap_or(within), &failure),
    };
    if let Some((error, _)) = tab {
        tree.errors.insert(0, error);
    }
    tree
}

/// The keys below `node` that stand twice in their mapping, at every depth. `<<` is a key like any
/// other: what is merged from several places belongs in a list.
#[must_use]
pub fn duplicate_keys(node: &Node) -> Vec<DuplicateKey> {
    let mut found = Vec::new();
    collect_duplicates(node, &mut found);
    found.sort_by_key(|duplicate| duplicate.again);
    found
}

fn collect_duplicates(node: &Node, found: &mut Vec<DuplicateKey>) {
    match &node.value {
        Value::Sequence(nodes) => nodes.iter().for_each(|node| collect_duplicates(node, found)),
        Value::Mapping(entries) => {
            let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
            for entry in entries {
                let first = *seen.entry(&entry.key).or_insert(entry.key_span);
                if first != entry.key_span {
                    found.push(DuplicateKey { key: entry.key.clone(), first, again: entry.key_span });
                }
                collect_duplicates(&entry.value, found);
            }
        }
        Value::Scalar { .. } | Value::Alias => {}
    }
}

/// The token (up to white space, a flow mark or the line's end) that begins at `offset`.
#[must_use]
pub fn token_at(text: &str, offset: usize) -> Span {
    let offset = offset.min(text.len());
    let rest = &text[offset..];
    let line = rest.lines().next().unwrap_or_default();
    let end = match line.chars().next() {
        Some(quote @ ('"' | '\'')) => line[1..].find(quote).map_or(line.len(), |at| at + 2),
        _ => line.find([' ', ',', '}', ']', '#']).unwrap_or(line.len()),
    };
    let token = line[..end].trim_end_matches(':');
    Span::new(offset, offset + token.len())
}

/// The place of the value below `path` (keys, and numbers for places in sequences), or of
/// the key itself where the value is no scalar; as deep as the path can be followed.
#[must_use]
pub fn locate(text: &str, path: &[&str]) -> Span {
    follow(text, path).value
}

/// The place of the last key of `path`, or of the item in a sequence; as deep as the path can
/// be followed.
#[must_use]
pub fn locate_key(text: &str, path: &[&str]) -> Span {
    follow(text, path).key
}

/// Where a path leads to.
struct Place {
    key: Span,
    /// The value if it is a written scalar, otherwise the key.
    value: Span,
}

fn follow(text: &str, path: &[&str]) -> Place {
    let tree = parse(text, Span::new(0, text.len()));
    let mut place = Place { key: Span::at(0), value: Span::at(0) };
    let mut node = tree.root.as_ref();
    for segment in path {
        let next = match node.map(|node| &node.value) {
            Some(Value::Mapping(entries)) => {
                let entry = entries.iter().find(|entry| *entry.key == **segment);
                entry.map(|entry| (entry.key_span, &entry.value))
            }
            Some(Value::Sequence(nodes)) => {
                let item = segment.parse::<usize>().ok().and_then(|at| nodes.get(at));
                item.map(|item| (beginning(item), item))
            }
            _ => None,
        };
        let Some((key, value)) = next else { break };
        let written = matches!(value.value, Value::Scalar { .. } | Value::Alias) && !value.span.is_empty();
        place = Place { key, value: if written { value.span } else { key } };
        node = Some(value);
    }
    place
}

/// What to point at in a collection without a key of its own: the first thing in it.
fn beginning(node: &Node) -> Span {
    match &node.value {
        Value::Mapping(entries) => entries.first().map_or(node.span, |entry| entry.key_span),
        Value::Sequence(nodes) => nodes.first().map_or(node.span, beginning),
        Value::Scalar { .. } | Value::Alias => node.span,
    }
}

/// The key that a line of a block mapping begins with, and the offset of its colon.
#[must_use]
pub fn key_on_line(text: &str, line: Span) -> Option<(Span, usize)> {
    recover::key_of(text, line)
}

/// The entry whose key stands at `key`, at any depth.
#[must_use]
pub fn entry_at(entries: &[Entry], key: Span) -> Option<&Entry> {
    let holds = |node: &Node| node.span.contains(key);
    let at = entries.partition_point(|entry| entry.key_span.start() <= key.start()).checked_sub(1)?;
    let entry = &entries[at];
    if entry.key_span == key {
        return Some(entry);
    }
    let mut node = &entry.value;
    while let Value::Sequence(nodes) = &node.value {
        node = nodes.iter().find(|node| holds(node))?;
    }
    match &node.value {
        Value::Mapping(entries) if holds(node) => entry_at(entries, key),
        _ => None,
    }
}

impl Node {
    /// The node that begins at `offset`: this one, or one in it that is no collection around another.
    #[must_use]
    pub fn at(&self, offset: usize) -> Option<&Node> {
        let inner = match &self.value {
            Value::Sequence(nodes) => nodes.iter().find_map(|node| node.at(offset)),
            Value::Mapping(entries) => entries.iter().find_map(|entry| entry.value.at(offset)),
            Value::Scalar { .. } | Value::Alias => None,
        };
        inner.or_else(|| (self.span.start() == offset).then_some(self))
    }

    /// Whether it holds what the other does, wherever the two stand.
    #[must_use]
    pub fn says_the_same(&self, other: &Node) -> bool {
        match (&self.value, &other.value) {
            (Value::Sequence(own), Value::Sequence(others)) => {
                own.len() == others.len()
                    && own.iter().zip(others).all(|(own, other)| own.says_the_same(other))
            }
            (Value::Mapping(own), Value::Mapping(others)) => {
                let same = |(own, other): (&Entry, &Entry)| {
                    own.key == other.key && own.value.says_the_same(&other.value)
                };
                own.len() == others.len() && own.iter().zip(others).all(same)
            }
            (own, other) => own == other,
        }
    }

    /// The text of a scalar that says something: none for a collection, an alias, an empty value
    /// and an unquoted `null` or `~`.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, quoted } => {
                let text = text.trim();
                let nothing =
                    text.is_empty() || (!quoted && (text == "~" || text.eq_ignore_ascii_case("null")));
                (!nothing).then_some(text)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn located(text: &str, path: &[&str]) -> String {
        locate(text, path).of(text).to_owned()
    }

    #[test]
    fn a_path_is_followed_as_deep_as_it_goes() {
        let text = "options: { report: x }\nexamples:\n  - name: \"one\"\n    files: {}\n  - two\nhelp:\n";
        assert_eq!(located(text, &["options", "report"]), "x");
        assert_eq!(located(text, &["options"]), "options");
        assert_eq!(located(text, &["options", "ghost"]), "options");
        assert_eq!(located(text, &["examples", "0", "name"]), "\"one\"");
        assert_eq!(located(text, &["examples", "0"]), "name");
        assert_eq!(located(text, &["examples", "1"]), "two");
        assert_eq!(located(text, &["examples", "7"]), "examples");
        assert_eq!(located(text, &["help"]), "help");
        assert_eq!(locate(text, &["ghost"]), Span::at(0));
        assert_eq!(locate("", &["ghost"]), Span::at(0));
    }

    #[test]
    fn a_path_is_followed_past_a_bom_and_broken_lines() {
        assert_eq!(located("\u{feff}a: b: c\nd: [1, 2]\n", &["d", "1"]), "2");
    }

    #[test]
    fn duplicates_at_every_depth() {
        let text = "a: 1\nb:\n  - {c: 1, c: 2}\n\"a\": 3\n<<: *x\n<<: *y\n";
        let tree = parse(text, Span::new(0, text.len()));
        let found = duplicate_keys(&tree.root.unwrap());
        let places: Vec<_> = found.iter().map(|d| (&*d.key, d.first.start, d.again.of(text))).collect();
        assert_eq!(places, [("c", 13, "c"), ("a", 0, "\"a\""), ("<<", 32, "<<")]);
    }
}
