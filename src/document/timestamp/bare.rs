//! Times alone in brackets: `[00:22:20]`, `[[00:22:20]]`, `(12:05)`, `[0:17, 10:32]`, `[00:10–00:25]`.

use memchr::memchr;

use super::{Candidate, Certainty, Timestamp, TimestampField, TimestampForm, read};
use crate::text::Span;

/// The longest pair of brackets that is read, in bytes.
const MAX_BRACKETED: usize = 160;

/// Adds the times in the brackets at `at`; where the brackets end, if they hold nothing else.
pub(super) fn read(text: &str, at: usize, region: Span, found: &mut Vec<Candidate>) -> Option<usize> {
    let bytes = text.as_bytes();
    let square = bytes[at] == b'[';
    let first = *bytes.get(at + 1)?;
    if !(first.is_ascii_digit() || first == b' ') {
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
