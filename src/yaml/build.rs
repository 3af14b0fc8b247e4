//! From the parser's events to the tree.

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Span as ParserSpan, StructureStyle, options};

use super::tree::{Entry, Lost, Node, ReadAs, SyntaxError, Value};
use super::{explain, indent};
use crate::text::Span;

/// The deepest that collections may stand in one another.
pub(super) const MAX_DEPTH: usize = 32;

/// Where and why the parser gave up.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) kind: ErrorKind,
    pub(super) offset: usize,
}

/// What was read of a piece of text without giving up.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) root: Option<Node>,
    pub(super) errors: Vec<SyntaxError>,
    pub(super) lost: Vec<Lost>,
}

/// Reads `within`, up to the first thing that is not YAML.
pub(super) fn read(text: &str, within: Span) -> Result<Read, Failure> {
    let options = options! {
        emit_unresolved_aliases: true,
        block_nesting_limit: MAX_DEPTH,
        flow_nesting_limit: MAX_DEPTH,
    };
    let mut builder = Builder { text, within, stack: Vec::new(), read: Read::default() };
    for event in Parser::new_from_str_with_options(within.of(text), options) {
        match event {
            Ok((event, span)) => {
                let span = builder.place(span);
                builder.take(event, span)?;
            }
            Err(error) => {
                let offset = builder.absolute(error.marker().byte_offset());
                return Err(Failure { kind: error.kind().clone(), offset });
            }
        }
    }
    Ok(builder.read)
}

/// A collection that is still open.
#[derive(Debug)]
struct Open {
    start: usize,
    flow: bool,
    inside: Inside,
}

#[derive(Debug)]
enum Inside {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<Entry>, key: Option<Node> },
}

#[derive(Debug)]
struct Builder<'a> {
    text: &'a str,
    within: Span,
    stack: Vec<Open>,
    read: Read,
}

impl Builder<'_> {
    fn absolute(&self, offset: Option<usize>) -> usize {
        let offset = (self.within.start() + offset.unwrap_or(0)).min(self.within.end());
        self.text.floor_char_boundary(offset)
    }

    fn place(&self, span: ParserSpan) -> Span {
        let start = self.absolute(span.start.byte_offset());
        Span::new(start, self.absolute(span.end.byte_offset()).max(start))
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Failure> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let quoted = style != ScalarStyle::Plain;
                let whole = match style {
                    ScalarStyle::Literal | ScalarStyle::Folded => indent::with_blank_lines(self.text, span),
                    _ => span,
                };
                if style != ScalarStyle::SingleQuoted
                    && style != ScalarStyle::DoubleQuoted
                    && let Some(offset) = indent::after_tab_alone(self.text, whole)
                {
                    return Err(Failure { kind: ErrorKind::TabInIndentation, offset });
                }
                // A block scalar's span runs on over the blank lines after it.
                let written = span.of(self.text).trim_end_matches([' ', '\t', '\n', '\r']);
                let span = Span::new(span.start(), span.start() + written.len());
                // The parser says `~` where nothing is written.
                let text = if span.is_empty() && !quoted { "" } else { text.as_ref() };
                if !quoted {
                    let marked = if anchor > 0 { Some(ReadAs::Anchor) } else { tag.map(|_| ReadAs::Tag) };
                    let item = matches!(self.stack.last(), Some(Open { inside: Inside::Sequence(_), .. }));
                    let span = if item && span.is_empty() { empty_item(self.text, span) } else { span };
                    self.read.lost.extend(lost(self.text, span, marked));
                }
                self.add(Node { span, value: Value::Scalar { text: text.into(), quoted } });
            }
            Event::Alias(_) => self.add(Node { span, value: Value::Alias }),
            Event::UnresolvedAlias(_) => {
                // Of a block in pieces the name may stand in another.
                let name = format!("&{}", span.of(self.text).trim_start_matches('*'));
                if !self.text[..self.within.start()].contains(&name) {
                    self.read.errors.push(explain::unknown_alias(span));
                }
                self.add(Node { span, value: Value::Alias });
            }
            Event::SequenceStart(style, ..) => self.open(span, style, Inside::Sequence(Vec::new()))?,
            Event::MappingStart(style, ..) => {
                self.open(span, style, Inside::Mapping { entries: Vec::new(), key: None })?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::DocumentStart(..) if self.read.root.is_some() => {
                return Err(Failure { kind: ErrorKind::MultipleDocumentsUnsupported, offset: span.start() });
            }
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, span: Span, style: StructureStyle, inside: Inside) -> Result<(), Failure> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(Failure { kind: ErrorKind::RecursionLimitExceeded, offset: span.start() });
        }
        if style == StructureStyle::Block
            && let Some(offset) = indent::after_tab(self.text, span.start())
        {
            return Err(Failure { kind: ErrorKind::TabInIndentation, offset });
        }
        self.stack.push(Open { start: span.start(), flow: style == StructureStyle::Flow, inside });
        Ok(())
    }

    /// A block collection ends with its last child: its own end runs on to the next token.
    fn close(&mut self, span: Span) {
        let Some(open) = self.stack.pop() else { return };
        let (last, value) = match open.inside {
            Inside::Sequence(nodes) => (nodes.last().map(|node| node.span.end()), Value::Sequence(nodes)),
            Inside::Mapping { entries, .. } => (
                entries.last().map(|entry| entry.value.span.end().max(entry.key_span.end())),
                Value::Mapping(entries),
            ),
        };
        let end = if open.flow { span.end() } else { last.unwrap_or(open.start) };
        let span = Span::new(open.start, end.max(open.start));
        if let Some(around) = self.stack.last().filter(|around| open.flow && !around.flow) {
            let start = match around.inside {
                Inside::Sequence(_) => indent::mark_before(self.text, span.start()),
                Inside::Mapping { .. } => Some(around.start),
            };
            let line = start.and_then(|start| indent::shallow_line(self.text, span, start));
            self.read.errors.extend(line.map(explain::shallow_line));
        }
        self.add(Node { span, value });
    }

    fn add(&mut self, node: Node) {
        let text = self.text;
        match self.stack.last_mut().map(|open| &mut open.inside) {
            None => self.read.root = self.read.root.take().or(Some(node)),
            Some(Inside::Sequence(nodes)) => nodes.push(node),
            Some(Inside::Mapping { entries, key }) => match key.take() {
                None => *key = Some(node),
                Some(key) => entries.push(entry(text, key, node)),
            },
        }
    }
}

/// An empty value is placed after the colon; the parser puts it before.
fn entry(text: &str, key: Node, mut value: Node) -> Entry {
    if value.span.is_empty() {
        let after = &text[key.span.end()..];
        let colon = after.find(':').filter(|&at| after[..at].trim_matches([' ', '\t']).is_empty());
        value.span = Span::at(key.span.end() + colon.map_or(0, |at| at + 1));
    }
    let name = match key.value {
        Value::Scalar { text, .. } => text,
        _ => key.span.of(text).into(),
    };
    Entry { key: name, key_span: key.span, value }
}

/// Where the item ends of which there is nothing but its mark. The parser says where the next begins.
fn empty_item(text: &str, span: Span) -> Span {
    let before = text[..span.start()].trim_end();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let item = before[start..].trim_start().strip_prefix("- ");
    item.map_or(span, |rest| Span::at(before.len() - rest.len()))
}

/// What is lost of a plain scalar: by a mark before it, or one after it that begins a remark
/// without a blank, as a hashtag does.
fn lost(text: &str, span: Span, marked: Option<ReadAs>) -> Option<Lost> {
    let bytes = text.as_bytes();
    let behind = if span.is_empty() {
        let rest = text[span.end()..].trim_start_matches([':', '-', ' ']);
        rest.starts_with('#')
    } else {
        bytes[span.end()..].starts_with(b" #")
    };
    if marked.is_none() && !behind {
        return None;
    }
    let start = memchr::memrchr(b'\n', &bytes[..span.start()]).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', &bytes[span.end()..]).map_or(bytes.len(), |at| span.end() + at);
    let line = Span::new(start, end).of(text);
    let before = span.start() - start;
    let (at, read) = match marked {
        Some(read) => {
            let mark = if read == ReadAs::Tag { " !" } else { " &" };
            // The parser puts a value that is not there before or behind its mark.
            let near = line[..before].rfind(mark).or_else(|| line[before..].find(mark).map(|at| before + at));
            (near? + 1, read)
        }
        None => {
            let rest = &line[before + span.len()..];
            let rest = rest.strip_prefix([':', '-']).unwrap_or(rest).trim_start_matches(' ');
            (line.len() - rest.len(), ReadAs::Comment)
        }
    };
    let rest = line[at..].trim_end();
    let hashtag = || rest.strip_prefix('#').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let from = if read == ReadAs::Comment && !span.is_empty() { before } else { at };
    let kept = Span::new(at, at + rest.len()).shifted(start);
    let value = Span::new(from + start, kept.end());
    (read != ReadAs::Comment || hashtag()).then_some(Lost { span: kept, value, read })
}
