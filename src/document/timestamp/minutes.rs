//! Times in words in a document on a medium: `at minute 93`, `93 minutes into the talk`, `1 hour and 33
//! minutes in`, `at 1h33m10s`.

use memchr::{memchr2_iter, memmem};

use super::running::is_head;
use super::{Candidate, MediaTime, TimestampField, bare, read, sure};
use crate::text::Span;

/// What plays.
const MEDIA: &[&str] = &[
    "video",
    "talk",
    "interview",
    "episode",
    "lecture",
    "recording",
    "podcast",
    "film",
    "stream",
    "conversation",
    "clip",
    "presentation",
];
/// The most digits of a minute.
const MAX_DIGITS: usize = 3;
/// What stands before a minute that is named by its number, with the blank.
const BEFORE_MINUTE: &[&str] = &[
    "at ", "in ", "around ", "about ", "from ", "to ", "until ", "till ", "bei ", "ab ", "bis ", "el ",
    "al ", "no ", "la ",
];

/// Adds the minutes that are named: `at minute 93`, `the 93-minute mark`, `93 minutes into the talk`.
pub(super) fn read_minutes(text: &str, region: Span, found: &mut Vec<Candidate>) {
    let source = region.of(text);
    let word = |at: &usize| *at > 0 && matches!(source.as_bytes()[at - 1], b'm' | b'M');
    for stem in memmem::find_iter(source.as_bytes(), "inut").filter(word) {
        let end = stem + "inut".len();
        if !source[end..].starts_with(['e', 'o']) {
            continue;
        }
        let (before, after) = (&source[..stem - 1], &source[end + 1..]);
        let head = || is_head(text, region.start() + before.len());
        let read = minutes_behind(before, after, head).or_else(|| minutes_before(before, after));
        if let Some((start, length, seconds)) = read {
            let span = Span::new(start, end + 1 + length).shifted(region.start());
            found.push(named(span, seconds));
        }
    }
}

/// Adds what is written as machines take it, `1h33m10s`: behind `at` or in brackets.
pub(super) fn read_units(text: &str, region: Span, found: &mut Vec<Candidate>) {
    /// The longest, in bytes: `01h33m10s`.
    const LONGEST: usize = 9;
    let bytes = &text.as_bytes()[..region.end()];
    for at in memchr2_iter(b'm', b'M', region.of(text).as_bytes()).map(|at| at + region.start()) {
        if !bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
            continue;
        }
        let unit = |byte: &&u8| byte.is_ascii_digit() || matches!(byte, b'h' | b'H');
        let start = at - bytes[region.start()..at].iter().rev().take(LONGEST).take_while(unit).count();
        let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = at + 1 + digits + 1;
        if start == at || end - start > LONGEST || !matches!(bytes.get(end - 1), Some(b's' | b'S')) {
            continue;
        }
        let (before, after) = (&text[region.start()..start], &text[end..region.end()]);
        let led = before.ends_with(['(', '[', '@']) || before.ends_with("at ") || before.ends_with("At ");
        let ends = !after.starts_with(|c: char| c.is_alphanumeric() || c == '-');
        if let Some(time) = read::machine(&text[start..end]).filter(|_| led && ends) {
            found.push(named(Span::new(start, end), time.seconds()));
        }
    }
}

fn named(span: Span, seconds: u32) -> Candidate {
    sure(bare::of(TimestampField { span, time: Some(MediaTime::new(seconds)), until: None }))
}

/// `at minute 93`, `(minute 93)`, `Minute 93: …`: where it starts, how far behind the word it ends, and the
/// seconds.
fn minutes_behind(before: &str, after: &str, head: impl Fn() -> bool) -> Option<(usize, usize, u32)> {
    let number = after.strip_prefix(' ')?;
    let length = number.bytes().take_while(u8::is_ascii_digit).count();
    let minutes: u32 = number[..length].parse().ok().filter(|_| length <= MAX_DIGITS)?;
    let rest = &number[length..];
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | '%'));
    let led =
        || before.ends_with(['(', '[']) || BEFORE_MINUTE.iter().any(|known| ends_in_word(before, known));
    let titled = || rest.trim_start_matches(['*', '_', ' ']).starts_with([':', '–', '—', '-']) && head();
    (ends && (led() || titled())).then_some((before.len(), 1 + length, minutes * 60))
}

/// Whether the text ends in the word, which may begin with a capital.
fn ends_in_word(text: &str, word: &str) -> bool {
    let Some(start) = text.len().checked_sub(word.len()).filter(|&at| text.is_char_boundary(at)) else {
        return false;
    };
    text[start..].eq_ignore_ascii_case(word) && !text[..start].ends_with(char::is_alphanumeric)
}

/// `93-minute mark`, `93 minutes into the talk`, `1 hour and 33 minutes in,`: the same for a number before the
/// word.
fn minutes_before(before: &str, after: &str) -> Option<(usize, usize, u32)> {
    let (start, minutes) = number_before(before)?;
    let hours = ["hour and ", "hours and ", "hour, ", "hours, ", "hour ", "hours "];
    let hours = hours.iter().find_map(|word| number_before(before[..start].strip_suffix(word)?));
    let (start, seconds) = match hours {
        Some((start, hours)) => (start, hours * 3600 + minutes * 60),
        None => (start, minutes * 60),
    };
    let opens = !before[..start]
        .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '-' | '–' | '$' | '€' | '£'));
    let marked = after.starts_with(" mark");
    let into = || after.strip_prefix("s into ").is_some_and(names_medium);
    let inside = || {
        let Some(rest) = after.strip_prefix("s in") else { return false };
        rest.is_empty() || rest.starts_with([',', '.', ';', ':', ')', '\n', '\r'])
    };
    // `at 1 hour and 33 minutes`, `at 93 minutes and 10 seconds`
    let second = || {
        after.strip_prefix("s and ").is_some_and(|rest| {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.starts_with(" second")
        })
    };
    let at = || ends_in_word(&before[..start], "at ") && (hours.is_some() || second());
    let placed = marked || into() || inside() || at();
    (opens && placed).then_some((start, usize::from(!marked), seconds))
}

/// The number that stands with a blank or a hyphen before a word, and where.
fn number_before(before: &str) -> Option<(usize, u32)> {
    let digits = before.strip_suffix([' ', '-'])?;
    let length = digits.bytes().rev().take_while(u8::is_ascii_digit).count();
    let start = digits.len() - length;
    Some((start, digits[start..].parse().ok().filter(|_| length <= MAX_DIGITS)?))
}

/// Whether the text begins with the medium: `the video`, `his talk`.
pub(super) fn names_medium(text: &str) -> bool {
    let rest =
        ["the ", "this ", "that ", "his ", "her ", "their "].iter().find_map(|word| text.strip_prefix(word));
    rest.is_some_and(|rest| MEDIA.iter().any(|medium| rest.starts_with(medium)))
}
