//! What can still be read of a block with an error in it: the block is split at its
//! keys, and each piece is read by itself.

use super::build::{self, Failure, Read};
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
    let pieces = split(text, within);
    let mut found = Found { text, entries: Vec::new(), tree: Tree::default() };
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
    let is_content = |line: &Line| {
        let line = line.span.of(text).trim_start_matches(' ');
        !line.is_empty() && !line.starts_with('#')
    };
    let margin = lines(text, within).find(is_content).map_or(0, |line| indent_of(text, line.span));
    let mut pieces = Vec::new();
    let mut start = within.start();
    for line in lines(text, within) {
        let at = line.span.start();
        let begins = indent_of(text, line.span) == margin && key_of(text, line.span).is_some();
        if begins && at > start {
            pieces.push(Span::new(start, at));
            start = at;
        }
    }
    pieces.push(Span::new(start, within.end()));
    pieces
}

fn indent_of(text: &str, line: Span) -> usize {
    let line = line.of(text);
    line.len() - line.trim_start_matches(' ').len()
}

struct Found<'a> {
    text: &'a str,
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
            _ => {
                self.tree.errors.push(explain(self.text, piece, failure));
                self.entries.extend(first_field(self.text, piece));
            }
        }
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
