//! What can still be read of a block with an error in it: the block is split at its
//! keys, and each piece is read by itself.

use super::build::{self, Failure, MAX_DEPTH, Read};
use super::explain::{explain, no_field};
use super::tree::{Entry, Node, Tree, Value};
use crate::text::{Line, Span, lines};

/// The key that a line of a block mapping begins with, and the offset of its colon.
pub(super) fn key_of(text: &str, line: Span) -> Option<(Span, usize)> {
    let source = line.of(text);
    let indent = source.len() - source.trim_start_matches(' ').len();
    let inner = &source[indent..];
    let length = match inner.chars().next()? {
        quote @ ('"' | '\'') => inner[1..].find(quote)? + 2,
        '#' | '[' | ']' | '{' | '}' | ',' | '\t' => return None,
        '-' | '?' if inner[1..].starts_with([' ', '\t']) || inner.len() == 1 => return None,
        _ => inner
            .match_indices(':')
            .map(|(at, _)| at)
            .find(|&at| matches!(inner.as_bytes().get(at + 1), None | Some(b' ' | b'\t')))?,
    };
    let key = inner[..length].trim_end_matches([' ', '\t']);
    let blank = &inner[length..];
    let colon = length + blank.len() - blank.trim_start_matches([' ', '\t']).len();
    let start = line.start() + indent;
    (inner.as_bytes().get(colon) == Some(&b':')).then(|| (Span::new(start, start + key.len()), start + colon))
}

/// Reads `within` piece by piece. `whole` is why it could not be read at once.
pub(super) fn recover(text: &str, within: Span, whole: &Failure) -> Tree {
    recover_at(text, within, whole, 0)
}

fn recover_at(text: &str, within: Span, whole: &Failure, depth: usize) -> Tree {
    let pieces = split(text, within);
    let mut found = Found { text, depth, entries: Vec::new(), tree: Tree::default() };
    if let [_] = pieces.as_slice() {
        found.broken(within, whole);
    } else {
        pieces.iter().for_each(|&piece| found.piece(piece));
        // Each piece is sound and the block is not: what they say together is wrong.
        if found.tree.errors.is_empty() {
            found.tree.errors.push(explain(text, within, whole));
        }
    }
    found.finish(within)
}

/// The pieces that begin at a key as far in as the first line of the block.
fn split(text: &str, within: Span) -> Vec<Span> {
    let margin =
        lines(text, within).find(|line| is_content(text, line)).map_or(0, |line| indent_of(text, line.span));
    split_where(text, within, |line| indent_of(text, line) == margin && key_of(text, line).is_some())
}

/// The pieces that begin at a line like that.
fn split_where(text: &str, within: Span, begins: impl Fn(Span) -> bool) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = within.start();
    for line in lines(text, within) {
        let at = line.span.start();
        if at > start && begins(line.span) {
            pieces.push(Span::new(start, at));
            start = at;
        }
    }
    pieces.push(Span::new(start, within.end()));
    pieces
}

/// Whether there is more on the line than a remark.
fn is_content(text: &str, line: &Line) -> bool {
    let line = line.span.of(text).trim_start_matches(' ');
    !line.is_empty() && !line.starts_with('#')
}

/// The items of a list, each read by itself.
fn list(text: &str, pieces: &[Span]) -> Tree {
    let mut tree = Tree::default();
    let mut items = Vec::new();
    for &piece in pieces {
        match build::read(text, piece) {
            Ok(read) => {
                tree.errors.extend(read.errors);
                tree.lost.extend(read.lost);
                if let Some(Value::Sequence(nodes)) = read.root.map(|root| root.value) {
                    items.extend(nodes);
                }
            }
            Err(failure) => tree.errors.push(explain(text, piece, &failure)),
        }
    }
    let span =
        pieces.first().zip(pieces.last()).map_or_else(Span::default, |(first, last)| first.cover(*last));
    tree.root = Some(Node { span: span.trimmed(text), value: Value::Sequence(items) });
    tree
}

fn indent_of(text: &str, line: Span) -> usize {
    let line = line.of(text);
    line.len() - line.trim_start_matches(' ').len()
}

struct Found<'a> {
    text: &'a str,
    /// How many fields stand around it.
    depth: usize,
    entries: Vec<Entry>,
    tree: Tree,
}

impl Found<'_> {
    fn piece(&mut self, piece: Span) {
        match build::read(self.text, piece) {
            Ok(read) => self.take(read),
            Err(failure) => self.broken(piece, &failure),
        }
    }

    fn take(&mut self, read: Read) {
        self.tree.errors.extend(read.errors);
        self.tree.lost.extend(read.lost);
        match read.root.map(|root| (root.span, root.value)) {
            Some((_, Value::Mapping(entries))) => self.entries.extend(entries),
            Some((span, _)) => self.tree.errors.push(no_field(self.text, span)),
            None => {}
        }
    }

    /// A piece that cannot be read: lines in it that are no fields, or its own field.
    fn broken(&mut self, piece: Span, failure: &Failure) {
        let mut strays = lines(self.text, piece)
            .filter(|line| line.span.start() > piece.start() && is_stray(self.text, line.span))
            .peekable();
        let head = strays.peek().map(|line| Span::new(piece.start(), line.span.start()));
        match head.map(|head| build::read(self.text, head)) {
            Some(Ok(read)) => {
                self.take(read);
                let mut end = 0;
                for line in strays {
                    // One finding for a run of such lines: they are one piece of text.
                    if line.span.start() != end {
                        self.tree.errors.push(no_field(self.text, line.span));
                    }
                    end = line.next;
                }
            }
            _ if self.nested(piece, failure) => {}
            _ => {
                self.tree.errors.push(explain(self.text, piece, failure));
                self.entries.extend(first_field(self.text, piece));
            }
        }
    }

    /// A field whose value stands on the lines below it: each item of the list there, or each field, is
    /// read by itself. Not if that finds nothing.
    fn nested(&mut self, piece: Span, failure: &Failure) -> bool {
        let mut content = lines(self.text, piece).filter(|line| is_content(self.text, line));
        let (Some(head), Some(first)) = (content.next(), content.next()) else { return false };
        let Some((key_span, colon)) = key_of(self.text, head.span) else { return false };
        let own = Span::new(colon + 1, head.span.end()).of(self.text).trim();
        let inside = Span::new(first.span.start(), piece.end());
        let margin = indent_of(self.text, first.span);
        let item = |line: Span| self.text[line.start() + margin..line.end()].starts_with("- ");
        if !own.is_empty() && !own.starts_with('#') || self.depth >= MAX_DEPTH {
            return false;
        }
        let tree = if item(first.span) {
            let begins = |line: Span| indent_of(self.text, line) == margin && item(line);
            list(self.text, &split_where(self.text, inside, begins))
        } else if margin > indent_of(self.text, head.span) {
            recover_at(self.text, inside, failure, self.depth + 1)
        } else {
            return false;
        };
        if tree.errors.is_empty() {
            return false;
        }
        self.tree.errors.extend(tree.errors);
        self.tree.lost.extend(tree.lost);
        let key = key_span.of(self.text).trim_matches(['"', '\'']).into();
        self.entries.extend(tree.root.map(|value| Entry { key, key_span, value }));
        true
    }

    fn finish(mut self, within: Span) -> Tree {
        self.tree.errors.sort_by_key(|error| error.span);
        self.tree.errors.dedup();
        let span = within.trimmed(self.text);
        let value = Value::Mapping(self.entries);
        self.tree.root = Some(Node { span, value });
        self.tree
    }
}

/// Whether the line stands at the margin without being a key, a list item or the end of a list.
fn is_stray(text: &str, line: Span) -> bool {
    let source = line.of(text);
    !source.is_empty()
        && !source.starts_with([' ', '\t', '#', '-', '?', ':', ']', '}'])
        && key_of(text, line).is_none()
}

/// The first field of a piece that is broken, its value as written on its line.
fn first_field(text: &str, piece: Span) -> Option<Entry> {
    let (key_span, colon) = lines(text, piece).find_map(|line| key_of(text, line.span))?;
    let line = lines(text, Span::new(colon, piece.end())).next()?;
    let span = Span::new(colon + 1, line.span.end()).trimmed(text);
    let written = span.of(text);
    let value = Value::Scalar { text: written.trim_matches(['"', '\'']).into(), quoted: false };
    let key = key_span.of(text).trim_matches(['"', '\'']).into();
    Some(Entry { key, key_span, value: Node { span, value } })
}
