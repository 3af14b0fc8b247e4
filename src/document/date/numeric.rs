//! `2023-11-10`, `2023/11/10`, `10.11.2023`, `10/11/2023`.

use super::nearby::word_before;
use super::{DateForm, DateMention, Digits};
use crate::text::Span;

/// `2023-11-10`: the digits are the year.
pub(super) fn year_first(digits: &Digits<'_>) -> Option<DateMention> {
    let mark = digits.byte(digits.span.end()).filter(|mark| matches!(mark, b'-' | b'/' | b'.'))?;
    if !opens(digits) {
        return None;
    }
    let first = two(digits, digits.span.end() + 1)?;
    let second =
        two(digits, digits.span.end() + 4).filter(|_| digits.byte(digits.span.end() + 3) == Some(mark))?;
    let end = digits.span.end() + 6;
    let timed =
        digits.byte(end) == Some(b'T') && digits.byte(end + 1).is_some_and(|byte| byte.is_ascii_digit());
    if !(closes(digits, end) || timed) || first == 0 || second == 0 || first > 31 || second > 31 {
        return None;
    }
    // Year, day, month is an order that some use; nothing says it is wrong.
    if first > 12 && second <= 12 {
        return None;
    }
    let span = Span::new(digits.span.start(), end);
    Some(DateMention {
        form: DateForm::Iso,
        // Years, months and days between dots are how versions are numbered.
        doubtful: mark == b'.' || is_version(digits),
        ..numeric(span, digits.number()?, first, second)
    })
}

/// `10.11.2023`: the digits are the first of three numbers.
pub(super) fn year_last(digits: &Digits<'_>) -> Option<DateMention> {
    let mark = digits.byte(digits.span.end()).filter(|mark| matches!(mark, b'-' | b'/' | b'.'))?;
    if !opens(digits) {
        return None;
    }
    let second = number(digits, digits.span.end() + 1, 2)?;
    // Years are not padded with a zero; the numbers of patches are.
    let year = number(digits, second.end() + 1, 4).filter(|year| year.len() == 4);
    let year = year.filter(|year| digits.byte(year.start()) != Some(b'0'))?;
    if digits.byte(second.end()) != Some(mark) || !closes(digits, year.end()) {
        return None;
    }
    let (a, b): (u8, u8) = (digits.number()?.try_into().ok()?, parse(digits, second)?.try_into().ok()?);
    let version = is_version(digits);
    if a == 0 || b == 0 || a > 31 || b > 31 || (version && mark == b'.') {
        return None;
    }
    let span = Span::new(digits.span.start(), year.end());
    let month_first = b > 12 && a <= 12;
    let (day, month) = if month_first { (b, a) } else { (a, b) };
    Some(DateMention {
        ambiguous: mark != b'.' && a <= 12 && b <= 12 && a != b,
        doubtful: digits.len() < 2 || second.len() < 2 || (mark == b'.' && month > 12) || version,
        ..numeric(span, parse(digits, year)?, month, day)
    })
}

pub(super) fn numeric(span: Span, year: u16, month: u8, day: u8) -> DateMention {
    DateMention {
        span,
        date: span,
        form: DateForm::Numeric,
        year: i16::try_from(year).ok(),
        month,
        day: Some(day),
        weekday: None,
        ambiguous: false,
        doubtful: false,
    }
}

/// Whether the word before says that what is numbered is no day.
pub(super) fn is_version(digits: &Digits<'_>) -> bool {
    let head = &digits.text[digits.floor..digits.span.start()];
    let end = digits.floor + head.strip_suffix(' ').unwrap_or(head).len();
    let word = word_before(digits.text, end, digits.floor, false);
    word.is_some_and(|word| {
        ["version", "release", "build", "tag", "patch"].iter().any(|v| word.text.eq_ignore_ascii_case(v))
    })
}

/// Whether a number may begin here and not in the middle of an address, a version or a name.
pub(super) fn opens(digits: &Digits<'_>) -> bool {
    let joined = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b'_' | b'/' | b'-' | b'.' | b'=' | b'%' | b'#' | b'?' | b'&' | b'+' | b'$' | b'~' | b'\\'
            )
            || byte >= 0x80 && digits.text[..digits.span.start()].ends_with(char::is_alphanumeric)
    };
    !digits.before().is_some_and(joined)
}

/// Whether the number ends at `end`, and what it stands in with it.
pub(super) fn closes(digits: &Digits<'_>, end: usize) -> bool {
    let Some(byte) = digits.byte(end) else { return true };
    match byte {
        b'.' | b',' | b':' => !digits.byte(end + 1).is_some_and(|next| next.is_ascii_alphanumeric()),
        b'_' => {
            digits.byte(end + 1) != Some(b'_')
                && !digits.byte(end + 1).is_some_and(|next| next.is_ascii_alphanumeric())
        }
        b'/' | b'-' | b'=' | b'%' | b'&' | b'+' | b'\\' => false,
        _ => !digits.text[end..].starts_with(char::is_alphanumeric),
    }
}

fn two(digits: &Digits<'_>, at: usize) -> Option<u8> {
    number(digits, at, 2).filter(|span| span.len() == 2).and_then(|span| parse(digits, span)?.try_into().ok())
}

/// The run of digits at `at`, if it has at most `max`.
pub(super) fn number(digits: &Digits<'_>, at: usize, max: usize) -> Option<Span> {
    let length =
        (0..=max).take_while(|&k| digits.byte(at + k).is_some_and(|byte| byte.is_ascii_digit())).count();
    (1..=max).contains(&length).then(|| Span::new(at, at + length))
}

pub(super) fn parse(digits: &Digits<'_>, span: Span) -> Option<u16> {
    span.of(digits.text).parse().ok()
}
