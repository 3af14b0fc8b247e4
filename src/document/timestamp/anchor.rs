//! `<a class="yt-timestamp" data-t="00:01:33">[00:01:33]</a>`, and what is left of one.

use memchr::{memchr, memchr2, memmem};

use super::super::markdown::attribute_value;
use super::{MarkDamage, Timestamp, TimestampField, TimestampForm, address, read};
use crate::text::Span;

/// The longest opening tag, and the longest label, in bytes.
const MAX_TAG: usize = 1024;
const MAX_LABEL: usize = 256;

/// The class that marks a timestamp.
const CLASS: &str = "yt-timestamp";

/// Other names under which the time stands when `data-t` was meant.
const MISNAMED: [&str; 4] = ["data=t", "data_t", "data-time", "data"];

/// How nearly every mark begins.
const USUAL: &[u8] = b"<a class=\"yt-timestamp\" data-t=\"";

/// The mark at `at`, where there is a `<`, and where it ends.
pub(super) fn read(text: &str, at: usize, limit: usize) -> Option<(Timestamp, usize)> {
    usual(text, at, limit).or_else(|| any(text, at, limit))
}

/// A whole mark in the usual form, read without looking for anything that it does not hold.
fn usual(text: &str, at: usize, limit: usize) -> Option<(Timestamp, usize)> {
    let bytes = &text.as_bytes()[..limit];
    let rest = bytes[at..].strip_prefix(USUAL)?;
    let length = rest.iter().take(16).take_while(|byte| byte.is_ascii_digit() || **byte == b':').count();
    let (time, rest) = rest.split_at(length);
    let rest = rest.strip_prefix(b"\">")?;
    let value = read::value(text, Span::new(0, length).shifted(at + USUAL.len()));
    let label_start = value.span.end() + 3;
    let repeated = rest.strip_prefix(b"[").and_then(|rest| rest.strip_prefix(time));
    let shown = match repeated
        .filter(|rest| rest.starts_with(b"]</a>") && value.time.is_some() && time.contains(&b':'))
    {
        Some(_) => {
            let label = TimestampField { span: Span::new(label_start, label_start + length), ..value };
            Shown { label: Some(label), closed: true, end: label.span.end() + "]</a>".len() }
        }
        None => shown(text, label_start - 1, limit),
    };
    let damage = (!shown.closed).then_some(MarkDamage::OpenAnchor);
    let span = Span::new(at, shown.end);
    let form = TimestampForm::Anchor;
    Some((Timestamp { span, form, damage, value: Some(value), label: shown.label, address: None }, shown.end))
}

/// A mark in whatever shape.
fn any(text: &str, at: usize, limit: usize) -> Option<(Timestamp, usize)> {
    let bytes = text.as_bytes();
    if !matches!(bytes.get(at + 1), Some(b'a' | b'A')) || !bytes.get(at + 2)?.is_ascii_whitespace() {
        return None;
    }
    let window = &bytes[at + 1..text.floor_char_boundary(limit.min(at + MAX_TAG))];
    let end = memchr2(b'>', b'<', window).unwrap_or_else(|| line_end(window)) + at + 1;
    let closed = bytes.get(end) == Some(&b'>') && end < limit;
    let tag = Span::new(at, end + usize::from(closed));
    let source = tag.of(text);
    let marked = memmem::find(source.as_bytes(), CLASS.as_bytes()).is_some();
    let (value, named, quoted) = value(text, tag, marked);
    let address = address::in_attribute(text, tag);
    if !marked && !named && address.is_none() {
        return None;
    }
    let form = if marked || named { TimestampForm::Anchor } else { TimestampForm::Link };
    let shown = if closed { shown(text, tag.end(), limit) } else { Shown::nothing(tag.end()) };
    let damage = match (closed, shown.closed, named || address.is_some()) {
        (false, ..) => Some(MarkDamage::OpenTag),
        (_, _, false) => Some(MarkDamage::NoValue),
        (_, false, _) => Some(MarkDamage::OpenAnchor),
        _ if !quoted => Some(MarkDamage::OpenValue),
        _ if marked && class_is_open(source) => Some(MarkDamage::Class),
        _ => None,
    };
    let span = Span::new(at, shown.end);
    Some((Timestamp { span, form, damage, value, label: shown.label, address }, shown.end))
}

/// The time in `data-t`, or, if the mark has none, where else one stands; whether it is `data-t`, and
/// whether its quotation marks are both there.
fn value(text: &str, tag: Span, marked: bool) -> (Option<TimestampField>, bool, bool) {
    let source = tag.of(text);
    let attribute = |name| {
        let whole = attribute_value(source, name).map(|span| (span, true));
        whole.or_else(|| Some((unquoted(source, name)?, false)))
    };
    let read = |span: Span| read::value(text, span.shifted(tag.start()));
    if let Some((span, quoted)) = attribute("data-t") {
        return (Some(read(span)), true, quoted);
    }
    let other = MISNAMED.into_iter().filter(|_| marked).find_map(attribute);
    (other.map(|(span, _)| read(span)), false, true)
}

/// The value of an attribute whose quotation mark is never closed.
fn unquoted(tag: &str, name: &str) -> Option<Span> {
    let start = tag.find(name)? + name.len();
    let rest = tag[start..].strip_prefix("=\"")?;
    let start = start + 2;
    let length = rest.find([' ', '>', '"', '\n']).unwrap_or(rest.len());
    Some(Span::new(start, start + length))
}

/// `class="yt="yt-timestamp"`: the class ends before it has named the mark.
fn class_is_open(tag: &str) -> bool {
    let class = attribute_value(tag, "class");
    class.is_some_and(|class| !class.of(tag).contains(CLASS))
}

/// What the reader sees of a mark.
struct Shown {
    label: Option<TimestampField>,
    closed: bool,
    end: usize,
}

impl Shown {
    fn nothing(end: usize) -> Self {
        Self { label: None, closed: false, end }
    }
}

fn shown(text: &str, start: usize, limit: usize) -> Shown {
    let window = &text.as_bytes()[start..text.floor_char_boundary(limit.min(start + MAX_LABEL))];
    let next = memchr(b'<', window);
    let close = next.map(|at| start + at).filter(|&at| is_closing(text, at));
    let inner = match close {
        Some(close) => Span::new(start, close),
        None => {
            let line = line_end(window);
            Span::new(start, start + next.map_or(line, |next| next.min(line)))
        }
    };
    let label = label_in(text, inner, close.is_some());
    let end = match close {
        Some(close) => close + memchr(b'>', &text.as_bytes()[close..limit]).map_or(3, |at| at + 1),
        None => label.map_or(start, |label| label.span.end()),
    };
    Shown { label, closed: close.is_some(), end }
}

fn is_closing(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at..at + 3), Some([b'<', b'/', b'a' | b'A']))
        && !text.as_bytes().get(at + 3).is_some_and(u8::is_ascii_alphanumeric)
}

/// The time in what is shown, brackets and the like left out; none if it is words.
fn label_in(text: &str, shown: Span, whole: bool) -> Option<TimestampField> {
    let source = shown.of(text);
    let opened = source.len() - source.trim_start_matches(is_around).len();
    let rest = &source[opened..];
    let run = rest.find(|c: char| !is_time_text(c)).unwrap_or(rest.len());
    let times = rest[..run].trim_end_matches(|c: char| !c.is_ascii_digit());
    let span = Span::new(opened, opened + times.len()).shifted(shown.start());
    let alone = rest[times.len()..].trim_start_matches(is_around).is_empty();
    (times.contains(':') && (alone || !whole)).then(|| read::label(text, span))
}

fn is_around(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '[' | ']'
                | '('
                | ')'
                | '.'
                | ','
                | ';'
                | '\\'
                | '*'
                | '_'
                | '>'
                | '\u{200b}'
                | '⏱'
                | '▶'
                | '\u{fe0f}'
        )
}

fn is_time_text(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | ' ' | '-' | '–' | '—')
}

fn line_end(window: &[u8]) -> usize {
    memchr2(b'\n', b'\r', window).unwrap_or(window.len())
}
