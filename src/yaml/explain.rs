//! What is wrong, in the words of someone who writes `key: value` lines, and exactly where.

use granit_parser::ErrorKind;

use super::build::{Failure, MAX_DEPTH};
use super::recover::key_of;
use super::tree::SyntaxError;
use crate::text::{Line, Span, lines};

/// The most characters of a key that a message shows.
const MAX_KEY: usize = 40;

fn error(message: impl Into<Box<str>>, span: Span) -> SyntaxError {
    SyntaxError { message: message.into(), span, over_limit: false }
}

/// `*name` where nothing is called that.
pub(super) fn unknown_alias(span: Span) -> SyntaxError {
    error("a value cannot begin with `*`: quote it", span)
}

/// A line between brackets that stands at the margin, or is indented with a tab.
pub(super) fn shallow_line(span: Span) -> SyntaxError {
    error("a line between brackets must be indented with spaces", span)
}

/// A line that is no field.
pub(super) fn no_field(text: &str, span: Span) -> SyntaxError {
    let line = lines(text, span).next().map_or(span, |line| line.span).trimmed(text);
    let source = line.of(text);
    if let Some(colon) = source.find(':').filter(|&at| !source[at..].starts_with("://")) {
        let word = !source[..colon].is_empty() && !source[..colon].contains(' ');
        if word && colon + 1 < source.len() {
            let span = Span::new(line.start(), line.start() + colon + 1);
            return error("there is no space after the colon", span);
        }
    }
    if source.starts_with("- ") || source == "-" {
        return error("this list stands below no key", line);
    }
    error("this line is no `key: value` field", line)
}

/// A line of the piece that could not be read, and its parts.
struct Place<'a> {
    text: &'a str,
    piece: Span,
    offset: usize,
    /// The line, trimmed.
    line: Span,
    /// The key and its colon, if the line begins with one (after a list's dash).
    key: Option<(Span, usize)>,
    /// What follows the colon, without a comment; the line where there is no key.
    value: Span,
}

impl<'a> Place<'a> {
    fn of(text: &'a str, piece: Span, offset: usize) -> Self {
        let holding = lines(text, piece)
            .filter(|line| !line.span.trimmed(text).is_empty())
            .take_while(|line| line.span.start() <= offset)
            .last();
        let line = holding.map_or(Span::at(piece.start()), |line| line.span);
        let item = line.of(text).trim_start_matches([' ', '\t', '-']);
        let inner = Span::new(line.end() - item.len(), line.end());
        let key = key_of(text, inner);
        let value = Span::new(key.map_or(inner.start(), |(_, colon)| colon + 1), line.end());
        let value = without_comment(text, value).trimmed(text);
        Self { text, piece, offset, line: line.trimmed(text), key, value }
    }

    /// `the value of `title``, or `the value` where there is no key.
    fn subject(&self) -> String {
        match self.key {
            Some((key, _)) => {
                let name: String = key.of(self.text).chars().take(MAX_KEY).collect();
                format!("the value of `{name}`")
            }
            None => "the value".to_owned(),
        }
    }

    /// From the failure to the end of the value.
    fn rest(&self) -> Span {
        let start = self.offset.clamp(self.line.start(), self.line.end());
        Span::new(start, self.value.end().max(start))
    }

    /// The character at the failure.
    fn character(&self) -> Span {
        let length = self.text[self.offset..].chars().next().map_or(0, char::len_utf8);
        Span::new(self.offset, self.offset + length)
    }
}

/// The span up to a ` #`, where its text is not quoted.
fn without_comment(text: &str, span: Span) -> Span {
    let source = span.of(text);
    let end = if source.contains(['"', '\'']) { None } else { source.find(" #") };
    Span::new(span.start(), span.start() + end.unwrap_or(source.len()))
}

/// Why `piece` could not be read.
pub(super) fn explain(text: &str, piece: Span, failure: &Failure) -> SyntaxError {
    let place = Place::of(text, piece, failure.offset);
    match &failure.kind {
        ErrorKind::CommentInterceptedScalar => after_comment(&place),
        ErrorKind::RecursionLimitExceeded => {
            let message = format!("this is nested over {MAX_DEPTH} levels deep and is not read");
            SyntaxError { over_limit: true, ..error(message, place.rest()) }
        }
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar
        | ErrorKind::UnexpectedEof => open_quote(&place),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            after_quote(&place)
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => tab(&place),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::MisplacedFlowCollectionEnd => bracket(&place, &failure.kind),
        ErrorKind::BomInsideDocument => error("an invisible byte order mark stands here", place.character()),
        ErrorKind::MultipleDocumentsUnsupported => error("a second YAML document begins here", place.line),
        ErrorKind::CommentNotSeparated => error("a `#` here must be quoted", token(&place)),
        ErrorKind::InvalidBlockScalarHeader => {
            error("text after `|` or `>` begins on the next line; otherwise quote the value", place.value)
        }
        _ => bad_escape(&place, &failure.kind)
            .or_else(|| bad_beginning(&place))
            .or_else(|| control(&place, &failure.kind))
            .unwrap_or_else(|| misplaced(&place, &failure.kind)),
    }
}

/// A value that begins with something that means more than itself.
fn bad_beginning(place: &Place<'_>) -> Option<SyntaxError> {
    let value = place.value.of(place.text);
    let special = value.starts_with(['@', '`', '%', '&', '*', ',']);
    let before_blank = value.starts_with(['-', '?']) && matches!(value.as_bytes().get(1), None | Some(b' '));
    let message = if value.starts_with("[[") && value.contains("]]") {
        "a wiki-link must be quoted".to_owned()
    } else if value.starts_with("{{") || value.starts_with("{%") {
        "a template must be quoted".to_owned()
    } else if value.starts_with('-') && before_blank && place.key.is_some() {
        "a list item cannot stand on the line of its key".to_owned()
    } else if special || (before_blank && place.key.is_some()) {
        let first: String = value.chars().take(1).collect();
        format!("a value cannot begin with `{first}`: quote it")
    } else {
        return None;
    };
    Some(error(message, place.value))
}

/// A colon, a line or a list where there can be none.
fn misplaced(place: &Place<'_>, kind: &ErrorKind) -> SyntaxError {
    let source = place.line.of(place.text);
    match (kind, place.key) {
        (ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement, Some((_, colon)))
            if place.offset > colon =>
        {
            colon_in_value(place)
        }
        (ErrorKind::MappingValueNotAllowed, Some((key, _))) => colon_in_line(place, key),
        (ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey, _) => no_field(place.text, place.line),
        (ErrorKind::ExpectedBlockMappingKey, _) if place.offset > place.value.start() => {
            let message = match place.value.of(place.text).chars().next() {
                Some('[' | '{') => "there is text after the closing bracket",
                _ => "there is text after the value",
            };
            error(if source.starts_with('-') { "this list stands below no key" } else { message }, {
                if source.starts_with('-') { place.line } else { place.rest() }
            })
        }
        (ErrorKind::ExpectedBlockMappingKey, _) if source.starts_with('-') => {
            error("this list stands below no key", place.line)
        }
        (
            ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::ExpectedDocumentStart
            | ErrorKind::InvalidIndentation
            | ErrorKind::ExpectedBlockSequenceEntry,
            _,
        ) => {
            let indent = place.text[..place.line.start()].trim_end_matches(' ');
            match indent.ends_with('\t') {
                true => tab(&Place { offset: indent.len(), ..*place }),
                false => error("this line is not indented like any line above it", place.line),
            }
        }
        (ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator, _)
            if !place.rest().of(place.text).starts_with(':') =>
        {
            let token = token(place);
            let name = token.of(place.text).trim_end_matches(':').len();
            error("a comma is missing before this", Span::new(token.start(), token.start() + name))
        }
        _ if place.key.is_some() => {
            error(format!("{} cannot be read; quote it", place.subject()), place.value)
        }
        _ => no_field(place.text, place.line),
    }
}

/// `title: Foo: bar`
fn colon_in_value(place: &Place<'_>) -> SyntaxError {
    let value = place.value.of(place.text);
    match value.chars().next() {
        Some('"' | '\'') => after_quote(&Place { offset: closing_quote(place), ..*place }),
        Some('[' | '{') => error("a colon inside a list must be quoted", place.value),
        _ => error(format!("{} has a colon in it and must be quoted", place.subject()), place.value),
    }
}

/// A line that is `key: value` and follows one that cannot take it.
fn colon_in_line(place: &Place<'_>, key: Span) -> SyntaxError {
    let before = Span::new(place.piece.start(), place.line.start());
    let above = lines(place.text, before)
        .map(|line| line.span)
        .filter(|line| {
            !line.trimmed(place.text).is_empty() && !line.of(place.text).trim_start().starts_with('#')
        })
        .last();
    let name: String = key.of(place.text).chars().take(MAX_KEY).collect();
    match above.map(|line| (line, key_of(place.text, line))) {
        Some((line, None)) if line.of(place.text).starts_with(|c: char| c != ' ') => {
            no_field(place.text, line)
        }
        Some(_) => error(format!("`{name}` is indented below a field that already has a value"), place.line),
        None => error(format!("`{name}` cannot stand here"), place.line),
    }
}

/// A line that would go on with a text, if that did not end at a comment.
fn after_comment(place: &Place<'_>) -> SyntaxError {
    let below = lines(place.text, Span::new(place.line.end(), place.piece.end()))
        .map(|line| line.span.trimmed(place.text));
    let next = below.skip(1).find(|line| !line.is_empty() && !line.of(place.text).starts_with('#'));
    let Some(line) = next else { return no_field(place.text, place.line) };
    match key_of(place.text, line) {
        Some((key, _)) => colon_in_line(&Place { line, ..*place }, key),
        None => error("a text cannot go on after a comment: quote it, and take out the comment", line),
    }
}

/// Past the quotation mark that closes the value.
fn closing_quote(place: &Place<'_>) -> usize {
    let value = place.value.of(place.text);
    let length = value.chars().next().and_then(|quote| value[1..].find(quote)).map_or(0, |at| at + 2);
    place.value.start() + length
}

fn after_quote(place: &Place<'_>) -> SyntaxError {
    let value = place.value.of(place.text);
    let rest = place.rest().trimmed(place.text);
    let again = |quote| rest.of(place.text).contains(quote);
    match value.chars().next() {
        Some('\'') if again('\'') => {
            error("an apostrophe between single quotes must be doubled: ''", place.value)
        }
        Some('"') if again('"') => {
            error("a quotation mark between double quotes must be written \\\"", place.value)
        }
        _ => error("there is text after the closing quotation mark", rest),
    }
}

/// A quotation mark that nothing closes, or that is closed on a line that is not indented.
fn open_quote(place: &Place<'_>) -> SyntaxError {
    let mut opened: Option<(Span, char)> = None;
    for line in lines(place.text, place.piece).take_while(|line| line.span.start() <= place.offset) {
        let own = Place::of(place.text, Span::new(line.span.start(), line.next), line.span.start());
        let value = own.value.of(place.text);
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
        if let Some(quote) = quote.filter(|quote| !value[1..].contains(*quote)) {
            opened = Some((own.value, quote));
        }
    }
    let Some((value, quote)) = opened else {
        return error("a quotation mark is not closed", place.value);
    };
    let after = Span::new(value.end(), place.piece.end()).of(place.text);
    if after.contains(quote) && place.line.start() > value.start() {
        return error("text in quotes that goes on over several lines must be indented", place.line);
    }
    error("the quotation mark is not closed", value)
}

/// A tab before the first field, which the parser lets pass, and the end of its line.
pub(super) fn tab_before(text: &str, within: Span) -> Option<(SyntaxError, usize)> {
    let is_content = |line: &Line| {
        let source = line.span.of(text).trim_start();
        !source.is_empty() && !source.starts_with('#')
    };
    let line = lines(text, within).find(is_content)?;
    let source = line.span.of(text);
    let indent = source.len() - source.trim_start().len();
    let start = line.span.start() + source[..indent].find('\t')?;
    let inner = Span::new(line.span.start() + indent, line.span.end());
    key_of(text, inner)?;
    Some((error(TAB, Span::new(start, inner.start())), line.next))
}

const TAB: &str = "a tab cannot indent here: use spaces";

fn tab(place: &Place<'_>) -> SyntaxError {
    let before = Span::new(place.piece.start(), place.offset.max(place.piece.start())).of(place.text);
    let length = before.len() - before.trim_end_matches('\t').len();
    let span = match length {
        0 => {
            let rest = &place.text[place.offset..place.piece.end().max(place.offset)];
            let start = rest.find('\t').unwrap_or(0);
            let length = rest[start..].len() - rest[start..].trim_start_matches('\t').len();
            Span::new(place.offset + start, place.offset + start + length)
        }
        length => Span::new(place.offset - length, place.offset),
    };
    error(TAB, span)
}

fn bracket(place: &Place<'_>, kind: &ErrorKind) -> SyntaxError {
    if let Some(beginning) = bad_beginning(place) {
        return beginning;
    }
    let opening = place.text[place.offset..].chars().next().unwrap_or('[');
    match kind {
        ErrorKind::MisplacedFlowCollectionEnd => {
            error(format!("this `{opening}` closes nothing"), place.character())
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            let end = place.text[place.offset..place.piece.end()].find(*close).map_or(0, |at| at + 1);
            let span = Span::new(place.offset, place.offset + end);
            error(format!("the `{open}` is closed with `{close}`"), span)
        }
        _ if matches!(opening, '[' | '{') => error(format!("the `{opening}` is not closed"), place.rest()),
        _ => error("a bracket is not closed", place.value),
    }
}

/// `"C:\path"`: the backslash and what follows it.
fn bad_escape(place: &Place<'_>, kind: &ErrorKind) -> Option<SyntaxError> {
    let escapes = [
        ErrorKind::UnknownQuotedScalarEscape,
        ErrorKind::InvalidQuotedScalarHexEscape,
        ErrorKind::InvalidLowSurrogateHexEscape,
        ErrorKind::InvalidLowSurrogate,
        ErrorKind::MissingLowSurrogate,
        ErrorKind::UnpairedLowSurrogate,
        ErrorKind::InvalidUnicodeEscape,
    ];
    if !escapes.contains(kind) {
        return None;
    }
    let source = &place.text[place.offset..place.piece.end()];
    let mut characters = source.char_indices();
    while let Some((at, character)) = characters.next() {
        let Some((_, escaped)) = (character == '\\').then(|| characters.next()).flatten() else { continue };
        let digits = match escaped {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '0' | 'a' | 'b' | 't' | '\t' | 'n' | 'v' | 'f' | 'r' | 'e' | ' ' | '"' | '/' | '\\' | 'N'
            | '_' | 'L' | 'P' | '\n' | '\r' => continue,
            other => {
                let span = Span::new(at, at + 1 + other.len_utf8()).shifted(place.offset);
                return Some(error("this is no escape: write `\\\\`, or use single quotes", span));
            }
        };
        let length = source[at + 2..].bytes().take(digits).take_while(u8::is_ascii_hexdigit).count();
        let valid = length == digits
            && u32::from_str_radix(&source[at + 2..at + 2 + length], 16)
                .is_ok_and(|code| char::from_u32(code).is_some());
        if !valid {
            let span = Span::new(at, at + 2 + length).shifted(place.offset);
            return Some(error("this escape names no character: write `\\\\`, or use single quotes", span));
        }
    }
    None
}

fn control(place: &Place<'_>, kind: &ErrorKind) -> Option<SyntaxError> {
    let ErrorKind::UnexpectedCharacter { character } = kind else { return None };
    // The parser stands at the beginning of the word that holds it.
    let found = place.text[place.offset..place.piece.end()].find(*character).map(|at| place.offset + at);
    let span = found.map_or(place.line, |at| Span::new(at, at + character.len_utf8()));
    let message = match character.is_ascii_graphic() {
        true => format!("a text cannot begin with `{character}`: quote it"),
        false => format!("the character U+{:04X} is not allowed here", u32::from(*character)),
    };
    Some(error(message, span))
}

/// The word at the failure.
fn token(place: &Place<'_>) -> Span {
    let rest = place.rest();
    let length = rest.of(place.text).find([' ', ',', ']', '}']).unwrap_or(rest.len());
    Span::new(rest.start(), rest.start() + length)
}
