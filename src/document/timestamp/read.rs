//! Text to time, and why a text is none.

use std::fmt;

use super::{MediaTime, TimestampField};
use crate::text::Span;

/// More digits than this in one field are no time.
const MAX_DIGITS: usize = 3;

/// What stands between the ends of a range.
const DASHES: [char; 3] = ['-', '–', '—'];

/// `H:MM:SS` or `MM:SS`, a fraction of a second allowed. The middle field may have one
/// digit, the last may not: what looks like one may have lost its second.
pub(super) fn clock(text: &str) -> Option<MediaTime> {
    let text = text.as_bytes();
    let whole = match text.iter().position(|byte| matches!(byte, b'.' | b',')) {
        Some(point) => number(&text[point + 1..], MAX_DIGITS).map(|_| &text[..point])?,
        None => text,
    };
    let mut fields = whole.split(|&byte| byte == b':');
    let (first, second, third) = (fields.next()?, fields.next()?, fields.next());
    let last = third.unwrap_or(second);
    if fields.next().is_some() || last.len() != 2 {
        return None;
    }
    let seconds = number(last, 2).filter(|&seconds| seconds < 60)?;
    let first = number(first, MAX_DIGITS)?;
    let minutes = match third {
        Some(_) => first * 60 + number(second, 2).filter(|&minutes| minutes < 60)?,
        None => first,
    };
    Some(MediaTime::new(minutes * 60 + seconds))
}

/// A time as machines take it: `725`, `725s`, `90.5`, `1h2m5s`, `2m27s`, or as a clock shows it.
pub(super) fn machine(text: &str) -> Option<MediaTime> {
    if text.bytes().any(|byte| byte == b':') {
        return clock(text);
    }
    let (mut rest, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.contains('.') {
        return None;
    }
    let mut seconds = 0_u32;
    let mut scale = u32::MAX;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let value = number(&rest.as_bytes()[..digits], 7)?;
        let unit = match rest.as_bytes().get(digits) {
            Some(b'h' | b'H') => 3600,
            Some(b'm' | b'M') => 60,
            Some(b's' | b'S') | None => 1,
            Some(_) => return None,
        };
        if unit >= scale {
            return None;
        }
        scale = unit;
        seconds = seconds.checked_add(value.checked_mul(unit)?)?;
        rest = rest.get(digits + 1..).unwrap_or_default();
    }
    (scale != u32::MAX).then(|| MediaTime::new(seconds))
}

/// What the machine reads: one time.
pub(super) fn value(text: &str, span: Span) -> TimestampField {
    TimestampField { span, time: machine(span.of(text)), until: None }
}

/// What the reader sees: a time, a range or a list of them.
pub(super) fn label(text: &str, span: Span) -> TimestampField {
    several(span, span.of(text), clock)
}

/// What a link's address says: a time or the two ends of a range.
pub(super) fn address(text: &str, span: Span) -> TimestampField {
    let source = span.of(text);
    several(span, source.strip_prefix("npt:").unwrap_or(source), machine)
}

fn several(span: Span, source: &str, read: impl Fn(&str) -> Option<MediaTime>) -> TimestampField {
    let mut times = source.split(|c: char| DASHES.contains(&c) || matches!(c, ',' | ';' | '|'));
    let time = times.next().and_then(|first| read(first.trim()));
    let until = times.next_back().and_then(|last| read(last.trim()));
    TimestampField { span, time, until: time.and(until) }
}

/// The number that the digits write, of which a `u32` holds nine.
fn number(digits: &[u8], max_digits: usize) -> Option<u32> {
    let fits = !digits.is_empty() && digits.len() <= max_digits && digits.iter().all(u8::is_ascii_digit);
    fits.then(|| digits.iter().fold(0, |number, digit| 10 * number + u32::from(digit - b'0')))
}

/// Why a text is not a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Nothing is written.
    Empty,
    /// `HH:MM:SS`: a form never filled in.
    Placeholder,
    /// An address stands in place of the time.
    Address,
    /// A time with something before or after it that does not belong.
    Stray {
        /// Bytes before the time.
        before: usize,
        /// Bytes after it.
        after: usize,
    },
    /// Several times, or a range.
    Several,
    /// More than three fields.
    Fields(usize),
    /// Minutes or seconds over 59.
    Over59,
    /// Seconds of one digit: the other may be lost.
    ShortSeconds,
    /// Far more digits than a time has.
    TooLong,
    /// Anything else.
    Other,
}

impl Fault {
    /// Why `text` is not a time; none if it is one.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        if machine(text).is_some() {
            return None;
        }
        Some(Self::classify(text))
    }

    fn classify(text: &str) -> Self {
        if text.trim().is_empty() {
            return Self::Empty;
        }
        if text.contains("://") || text.contains("youtu") {
            return Self::Address;
        }
        let inner = text.trim_matches(|c: char| !c.is_ascii_digit());
        let before = text.find(inner).unwrap_or_default();
        if inner.len() < text.len() && clock(inner).is_some() {
            return Self::Stray { before, after: text.len() - inner.len() - before };
        }
        if is_placeholder(text) {
            return Self::Placeholder;
        }
        let separated =
            |c: char| DASHES.contains(&c) || c.is_whitespace() || matches!(c, ',' | ';' | '|' | '/');
        let mut parts = text.split(separated).map(|part| part.trim_matches(['[', ']', '(', ')']));
        if parts.by_ref().filter(|part| part.contains(':')).take(2).filter_map(clock).count() > 1 {
            return Self::Several;
        }
        Self::of_fields(text)
    }

    fn of_fields(text: &str) -> Self {
        if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':') {
            return Self::Other;
        }
        let count = text.split(':').count();
        if text.split(':').any(|field| field.len() > MAX_DIGITS) {
            return Self::TooLong;
        }
        if text.split(':').any(str::is_empty) || count < 2 {
            return Self::Other;
        }
        if count > 3 {
            return Self::Fields(count);
        }
        let fields = text.split(':').skip(1).filter_map(|field| field.parse::<u32>().ok());
        if fields.max().is_some_and(|largest| largest > 59) {
            return Self::Over59;
        }
        if text.rsplit(':').next().is_some_and(|last| last.len() == 1) {
            Self::ShortSeconds
        } else {
            Self::Other
        }
    }
}

/// `HH:MM:SS`, `00:MM:SS`, `XX:XX`, `??:??`.
fn is_placeholder(text: &str) -> bool {
    let inner = text.trim_matches(['[', ']', '(', ')', ' ']);
    inner.contains(':')
        && inner.bytes().any(|byte| !byte.is_ascii_digit() && byte != b':')
        && inner.split(':').all(|field| {
            let letters = field.bytes().all(|byte| {
                matches!(byte.to_ascii_lowercase(), b'h' | b'm' | b's' | b'x' | b'?' | b'_' | b'-')
            });
            (1..=2).contains(&field.len()) && (letters || field.bytes().all(|byte| byte.is_ascii_digit()))
        })
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no time is written"),
            Self::Placeholder => f.write_str("it is a placeholder that was never filled in"),
            Self::Address => f.write_str("it is an address"),
            Self::Stray { .. } => f.write_str("something stands beside the time that does not belong"),
            Self::Several => f.write_str("it holds several times where one belongs"),
            Self::Fields(count) => write!(f, "it has {count} fields"),
            Self::Over59 => f.write_str("minutes and seconds end at 59"),
            Self::ShortSeconds => f.write_str("its seconds have one digit"),
            Self::TooLong => f.write_str("it has too many digits"),
            Self::Other => f.write_str("it is neither `H:MM:SS` nor `MM:SS`"),
        }
    }
}
