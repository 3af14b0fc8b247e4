//! Brackets that were meant to make a link and do not.

use super::Document;
use super::front_matter::{SyntaxError, SyntaxErrorKind};
use super::inline::{is_of_another_language, taken};
use super::link::{Link, LinkSyntax};
use crate::text::Span;

/// How far a link may go on below the line it begins on, in bytes.
const MAX_WRAPPED: usize = 400;

/// `[[target]` with one bracket missing. `span` runs to the line's end or the next `[[`.
/// Nested lists and shell tests open with `[[` too: they close later on, or hold no name.
pub(super) fn unclosed(document: &mut Document, text: &str, span: Span) -> usize {
    let source = span.of(text);
    let inner = source.trim_start_matches('!').trim_start_matches('[');
    let Some(end) = inner.find(']') else {
        open(document, text, span);
        return 2;
    };
    let (target, rest) = (&inner[..end], &inner[end + 1..]);
    let named = target.starts_with(char::is_alphanumeric)
        && target.contains(char::is_alphabetic)
        && !target.contains(['[', '$', '=', '"', ',']);
    let other = rest.starts_with(['(', '[', ':'])
        || rest.contains("]]")
        || closes_later(&text[span.end() - rest.len()..]);
    if named && !other && !is_of_another_language(text, span) {
        let length = source.len() - rest.len();
        let span = Span::new(span.start(), span.start() + length);
        document.syntax_errors.push(malformed(span, "opens with two brackets and closes with one"));
    }
    2
}

/// Whether the outer of two brackets closes further on in its paragraph: `[[one] of two]`.
fn closes_later(rest: &str) -> bool {
    let mut depth = 1_usize;
    let mut line_ended = false;
    for byte in rest.bytes().take(MAX_WRAPPED) {
        match byte {
            b'\n' if line_ended => return false,
            b'[' => depth += 1,
            b']' if depth == 1 => return true,
            b']' => depth -= 1,
            _ => {}
        }
        line_ended = byte == b'\n' || line_ended && byte.is_ascii_whitespace();
    }
    false
}

/// `[[target` with nothing that closes it, on its line or below.
fn open(document: &mut Document, text: &str, span: Span) {
    let source = span.of(text);
    let inner = source.trim_start_matches(['!', '[']);
    let name = &inner[..inner.find(['.', ',', ';', ':', '!', '?', ')', '|']).unwrap_or(inner.len())];
    let name = name.trim_end();
    let below = &text[span.end()..text.floor_char_boundary(text.len().min(span.end() + MAX_WRAPPED))];
    let wrapped = below.contains("]]") || below.starts_with("[[");
    let named = name.starts_with(char::is_alphabetic) && !inner.contains(['$', '=', '"', '{', '<', '(']);
    if named && !wrapped && !is_of_another_language(text, span) {
        let span = Span::new(span.start(), span.end() - inner.len() + name.len());
        document.syntax_errors.push(error(SyntaxErrorKind::OpenLink, span, "is never closed"));
    }
}

/// The error of brackets that make no link.
pub(super) fn malformed(span: Span, message: &str) -> SyntaxError {
    error(SyntaxErrorKind::MalformedLink, span, message)
}

fn error(kind: SyntaxErrorKind, span: Span, message: &str) -> SyntaxError {
    SyntaxError { kind, span, message: message.into(), related: None }
}

/// Links of Markdown without an address: `[text]()`. A picture that leads nowhere is shown all the same;
/// `[Symbol.iterator]()` is the name of a function, and `table[index]()` calls one.
pub(super) fn without_address(document: &mut Document, links: &[Link]) {
    let text = document.source.clone();
    let text = text.text();
    let empty = links.iter().filter(|link| {
        link.syntax == LinkSyntax::Markdown && link.target.is_empty() && link.anchor.is_none()
    });
    // A converter writes so what led to the page itself.
    let title = document.headings.iter().find(|heading| heading.level == 1);
    let title = title.map_or("", |title| title.text.of(text)).trim_start_matches('[');
    for link in empty {
        let shown = link.display.map_or("", |shown| shown.of(text)).trim();
        if title.starts_with(shown) {
            continue;
        }
        let function = shown.contains('.') && !shown.contains(char::is_whitespace)
            || text[..link.span.start()]
                .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ']' | ')'))
            || is_of_name(&text[..link.span.start()]);
        if !shown.is_empty() && !shown.starts_with("![") && !function {
            document.syntax_errors.push(malformed(link.span, "has no address"));
        }
    }
}

/// Whether a name with underscores goes on in what follows: `show_*[_path]()`.
fn is_of_name(before: &str) -> bool {
    const LONGEST: usize = 80;
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(LONGEST))..];
    let word = near.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.contains('_') && word.contains(|c: char| c.is_ascii_alphanumeric())
}

/// The link that an address in running text was meant to be part of, and what is wrong with it.
pub(super) fn around_address(text: &str, address: Span) -> Option<(Span, &'static str)> {
    let before = &text.as_bytes()[..address.start()];
    // Of most addresses the byte before tells.
    if !matches!(before.last(), Some(b'(' | b'[' | b'<')) {
        return None;
    }
    if before.ends_with(b"](") || before.ends_with(b"](<") {
        let bracket = opening(text, text[..address.start()].rfind(']')?, (b'[', b']'))?;
        let whole = Span::new(bracket, address.end());
        return (!closes(text, address)).then_some((whole, "is never closed"));
    }
    if !text[address.end()..].starts_with(']') || text[address.end() + 1..].starts_with(['(', '[', ':']) {
        return None;
    }
    let (brackets, message) = match before {
        [.., b')', b'['] => ((b'(', b')'), "has its brackets the wrong way round"),
        [.., b']', b'['] => ((b'[', b']'), "has its address in square brackets"),
        _ => return None,
    };
    let start = opening(text, address.start() - 2, brackets)?;
    let shown = &text[start + 1..address.start() - 2];
    // `call(x)[https://…]`, `[text](a)[https://…]`
    let worded = shown.contains(char::is_alphabetic) && !shown.contains("://");
    (worded && !is_called(&text[..start])).then_some((Span::new(start, address.end() + 1), message))
}

/// `[0:05](<a …>`: the link that begins before a tag of HTML, with the tag in the place of its address.
pub(super) fn before_tag(text: &str, tag: usize) -> Option<Span> {
    let close = tag.checked_sub(2).filter(|&close| text.as_bytes()[close..].starts_with(b"]("))?;
    Some(Span::new(opening(text, close, (b'[', b']'))?, tag))
}

/// Where the bracket opens that closes at `close`, on the same line and unescaped.
fn opening(text: &str, close: usize, (open, closed): (u8, u8)) -> Option<usize> {
    let mut depth = 0_usize;
    let line =
        text.as_bytes()[..close].iter().copied().rev().take(MAX_WRAPPED).take_while(|byte| *byte != b'\n');
    for (back, byte) in line.enumerate() {
        let at = close - 1 - back;
        match byte {
            _ if byte == closed => depth += 1,
            _ if byte == open && depth > 0 => depth -= 1,
            _ if byte == open => return (!text[..at].ends_with('\\')).then_some(at),
            _ => {}
        }
    }
    None
}

/// Whether the parenthesis before an address closes behind it, before another link begins.
fn closes(text: &str, address: Span) -> bool {
    let mut depth = 1_usize;
    let rest = &text.as_bytes()[address.start()..];
    for (at, byte) in rest.iter().take(MAX_WRAPPED.max(address.len())).enumerate() {
        match byte {
            b'\n' => return false,
            b'(' if at > 0 && rest[at - 1] == b']' => return false,
            b'(' => depth += 1,
            b')' if depth == 1 => return true,
            b')' => depth -= 1,
            _ => {}
        }
    }
    // So long a line is not looked through.
    rest.len() > MAX_WRAPPED.max(address.len())
}

/// A bracket and an address behind it of which Markdown made no link.
pub(super) fn detached_address(
    document: &mut Document,
    markdown: &[Link],
    bracket: Span,
    inner: &str,
    after: &str,
) {
    let blank = after.len() - after.trim_start_matches([' ', '\t']).len();
    let worded = inner.starts_with(char::is_alphabetic) && inner.len() > 1;
    let Some(address) = after[blank..].strip_prefix('(').filter(|_| worded) else { return };
    // Whole links are the most by far.
    let whole = || memchr::memchr3(b')', b' ', b'\n', address.as_bytes());
    if blank == 0 && whole().is_some_and(|at| address.as_bytes()[at] == b')') {
        return;
    }
    let end = address.find([')', '(', '[', '\n', '\r']).unwrap_or(address.len());
    let (target, closed) = (&address[..end], address[end..].starts_with(')'));
    let first = target.split([' ', '\t']).next().unwrap_or_default();
    let web = target.starts_with("http://") || target.starts_with("https://");
    let (length, message) = match (blank, closed) {
        (1.., true) if first.len() == end && (web || names_file(target)) => {
            (end + 1, "has a blank between its text and its address")
        }
        (0, true) if first.len() < end && !web && names_file(target) && !target.contains(['"', '\'']) => {
            (end + 1, "has a blank in its address")
        }
        (0, false) if names_file(first) => (first.len(), "is never closed"),
        _ => return,
    };
    let span = Span::new(bracket.start(), bracket.end() + blank + 1 + length);
    if !taken(markdown, &[], span) {
        document.syntax_errors.push(malformed(span, message));
    }
}

/// Whether an address ends in the name of a note, a page or a picture.
fn names_file(address: &str) -> bool {
    const KNOWN: [&str; 10] = ["md", "markdown", "html", "pdf", "png", "jpg", "jpeg", "gif", "svg", "webp"];
    let path = address.split_once('#').map_or(address, |(path, _)| path);
    path.rsplit_once('.').is_some_and(|(name, extension)| {
        name.ends_with(char::is_alphanumeric)
            && KNOWN.iter().any(|known| known.eq_ignore_ascii_case(extension))
    })
}

/// `(text)[file.md]`
pub(super) fn reversed(document: &mut Document, text: &str, bracket: Span, inner: &str, after: &str) {
    let whole =
        inner.contains(char::is_whitespace) || !names_file(inner) || after.starts_with(['(', '[', ':']);
    let Some(close) = bracket.start().checked_sub(1).filter(|_| !whole) else { return };
    if !text[..bracket.start()].ends_with(')') {
        return;
    }
    let Some(start) = opening(text, close, (b'(', b')')) else { return };
    let worded = text[start + 1..close].contains(char::is_alphabetic);
    if worded && !is_called(&text[..start]) {
        let span = Span::new(start, bracket.end());
        document.syntax_errors.push(malformed(span, "has its brackets the wrong way round"));
    }
}

/// Whether what stands before a bracket is called or indexed by it: `call(x)`, `table[index]`.
fn is_called(before: &str) -> bool {
    before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ']' | ')' | '['))
}

/// `[text][label]` or `[label][]` that Markdown made no link of.
pub(super) fn undefined_reference(document: &mut Document, markdown: &[Link], text: &str, bracket: Span) {
    let inner = &text[bracket.start() + 1..bracket.end() - 1];
    let Some(after) = text[bracket.end()..].strip_prefix('[') else { return };
    let Some(length) = after.find([']', '[', '\n']).filter(|&end| after[end..].starts_with(']')) else {
        return;
    };
    let label = &after[..length];
    let rest = &after[length + 1..];
    let collapsed = label.is_empty();
    let named = if collapsed { inner } else { label };
    let worded = |text: &str| text.len() > 1 && text.starts_with(char::is_alphabetic);
    let index =
        text[..bracket.start()].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ']' | ')' | '\\'));
    let labelled = worded(named) || names_file(named) || is_number(named) && has_numbered_links(document);
    // A generator of manuals fills in the place of what is called that: `[Lamp][harbour.lamps.Lamp]`.
    let generated = !names_file(named) && is_path_of_names(named);
    if generated || index || !worded(inner) || !labelled || rest.starts_with(['[', '(', ':']) {
        return;
    }
    let span = Span::new(bracket.start(), bracket.end() + length + 2);
    if taken(markdown, &[], span) {
        return;
    }
    document.syntax_errors.push(match !collapsed && names_file(named) {
        true => malformed(span, "has its address in square brackets"),
        false => error(SyntaxErrorKind::UndefinedReference, span, named),
    });
}

/// Names of a program with dots between them.
fn is_path_of_names(label: &str) -> bool {
    let named = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    label.contains('.') && label.split('.').all(named)
}

fn is_number(label: &str) -> bool {
    (1..4).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether links of the document are numbered: `[1]: https://…`. Elsewhere `[1]` cites a work.
fn has_numbered_links(document: &Document) -> bool {
    let text = document.text();
    document.definitions.iter().any(|definition| !definition.footnote && is_number(definition.label.of(text)))
}
