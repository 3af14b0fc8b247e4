//! Times alone in brackets: `[00:22:20]`, `[[00:22:20]]`, `(12:05)`, `[0:17, 10:32]`, `[00:10–00:25]`.

use memchr::{memchr, memchr2};

use super::{Candidate, Certainty, MarkDamage, Timestamp, TimestampField, TimestampForm, read};
use crate::text::Span;

/// The longest pair of brackets that is read, in bytes.
const MAX_BRACKETED: usize = 160;

/// Adds the times in the brackets at `at`; where the brackets end, if they hold nothing else.
pub(super) fn read(text: &str, at: usize, region: Span, found: &mut Vec<Candidate>) -> Option<usize> {
    closed(text, at, region, found).or_else(|| open(text, at, region, found))
}

fn closed(text: &str, at: usize, region: Span, found: &mut Vec<Candidate>) -> Option<usize> {
    let bytes = text.as_bytes();
    let square = bytes[at] == b'[';
    let first = *bytes.get(at + 1)?;
    let blank = matches!(first, b'X' | b'x' | b'?' | b'-' | b'_') && bytes.get(at + 3) == Some(&b':');
    if !(first.is_ascii_digit() || first == b' ' || blank && square) {
        return None;
    }
    let window = &bytes[at + 1..text.floor_char_boundary(region.end().min(at + MAX_BRACKETED))];
    let close = at + 1 + memchr(if square { b']' } else { b')' }, window)?;
    // `[12:05](address)` and `[12:05]: address` are links and definitions, `[[12:05]]` names no note.
    let doubled = at > region.start() && bytes[at - 1] == b'[';
    let next = bytes.get(close + 1).filter(|_| close + 1 < region.end());
    if square && (doubled != (next == Some(&b']')) || matches!(next, Some(b'(' | b'[' | b':'))) {
        return None;
    }
    let inner = Span::new(at + 1, close);
    if square && !doubled && (blank || is_nearly_one(inner.of(text))) {
        let field = TimestampField { span: inner, time: None, until: None };
        let timestamp = Timestamp { span: Span::new(at, close + 1), ..of(field) };
        found.push(Candidate { timestamp, certainty: Certainty::Damaged });
        return Some(close + 1);
    }
    if square && doubled && inner.of(text).contains(['|', ',', ';']) {
        return None;
    }
    let before = found.len();
    for item in items(text, inner) {
        match candidate(text, item, square) {
            Some(candidate) => found.push(candidate),
            None => {
                found.truncate(before);
                return None;
            }
        }
    }
    if let [only] = &mut found[before..] {
        let doubled = usize::from(square && doubled);
        only.timestamp.span = Span::new(at - doubled, close + 1 + doubled);
    }
    Some(close + 1)
}

/// Adds the time of three fields in a bracket that nothing closes, or one of the other kind.
fn open(text: &str, at: usize, region: Span, found: &mut Vec<Candidate>) -> Option<usize> {
    let rest = &text.as_bytes()[at + 1..region.end().min(at + MAX_BRACKETED)];
    let length = rest.iter().take(LONGEST).take_while(|byte| byte.is_ascii_digit() || **byte == b':').count();
    let span = Span::new(at + 1, at + 1 + length);
    let label = read::label(text, span);
    if length < "0:00:00".len() {
        return None;
    }
    let (opening, closing) = if text.as_bytes()[at] == b'[' { (b'[', b']') } else { (b'(', b')') };
    let crossed = matches!(rest.get(length), Some(&(b']' | b')'))) && rest[length] != closing;
    let goes_on = || memchr2(opening, closing, rest).is_some_and(|at| rest[at] == closing);
    let ends = |byte: &u8| matches!(byte, b'.' | b',' | b';' | b' ' | b'\n' | b'\r');
    let ended = rest.get(length).is_none_or(ends) && !goes_on();
    if label.time.is_none() || span.of(text).matches(':').count() != 2 || !(crossed || ended) {
        return None;
    }
    let span = Span::new(at, span.end() + usize::from(crossed));
    let timestamp = Timestamp { span, damage: Some(MarkDamage::OpenBracket), ..of(label) };
    found.push(Candidate { timestamp, certainty: Certainty::Damaged });
    Some(span.end())
}

/// The longest text that is a time with a slip in it, in bytes.
const LONGEST: usize = 10;

/// Whether a text is a time of three fields with one slip: `00:04;10`, `00:0410`, `00::04:10`, `0O:04:10`; or
/// with full stops for the colons, where no day is `00`.
fn is_nearly_one(source: &str) -> bool {
    if source.starts_with("00.") {
        return source.matches('.').count() == 2 && read::clock(&source.replace('.', ":")).is_some();
    }
    let slips = |byte: &u8| matches!(byte, b';' | b'O' | b'o' | b'l' | b'I');
    let bytes = source.as_bytes();
    let known = bytes.iter().all(|byte| byte.is_ascii_digit() || *byte == b':' || slips(byte));
    if !(6..=LONGEST).contains(&bytes.len()) || !known || !bytes.contains(&b':') {
        return false;
    }
    let [a, b, ..] = bytes else { return false };
    let joined = a.is_ascii_digit() && b.is_ascii_digit() && bytes[2] == b':' && bytes.len() == 7;
    let mended = match bytes.iter().filter(|byte| slips(byte)).count() {
        1 => source.replace(';', ":").replace(['O', 'o'], "0").replace(['l', 'I'], "1"),
        0 if joined && !source[3..].contains(':') => format!("{}:{}", &source[..5], &source[5..]),
        0 if source.contains("::") => source.replacen("::", ":", 1),
        0 => source.strip_suffix(':').unwrap_or_default().to_owned(),
        _ => return false,
    };
    mended.matches(':').count() == 2 && read::clock(&mended).is_some()
}

/// The pieces of a list, trimmed.
fn items(text: &str, inner: Span) -> impl Iterator<Item = Span> {
    let mut at = inner.start();
    inner.of(text).split([',', ';', '|']).map(move |piece| {
        let span = Span::new(at, at + piece.len());
        at = span.end() + 1;
        span.trimmed(text)
    })
}

fn candidate(text: &str, span: Span, square: bool) -> Option<Candidate> {
    let source = span.of(text);
    let shaped = source.starts_with(|c: char| c.is_ascii_digit())
        && source.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | ' ' | '-' | '–' | '—'));
    if !shaped || !source.contains(':') {
        return None;
    }
    let label = read::label(text, span);
    let ends = source.split(['-', '–', '—']).count();
    let whole = label.time.is_some() && ends == 1 + usize::from(label.until.is_some());
    let long = source.matches(':').count() == 2 * ends;
    let certainty = match (whole, square && long) {
        (true, true) => Certainty::Sure,
        (true, false) => Certainty::Likely,
        (false, true) if ends == 1 && is_damaged(source) => Certainty::Damaged,
        (false, _) => return None,
    };
    Some(Candidate { timestamp: of(label), certainty })
}

/// Whether a text of three fields is a time gone wrong and not some other number.
fn is_damaged(source: &str) -> bool {
    source.split(':').all(|field| (1..=2).contains(&field.len()) && field.bytes().all(|b| b.is_ascii_digit()))
}

/// A time that stands alone where nothing but a time is written.
pub(super) fn alone(text: &str, span: Span) -> Timestamp {
    of(read::label(text, span))
}

/// The mark that is nothing but a label.
pub(super) fn of(label: TimestampField) -> Timestamp {
    Timestamp {
        span: label.span,
        form: TimestampForm::Bare,
        damage: None,
        value: None,
        label: Some(label),
        address: None,
    }
}
