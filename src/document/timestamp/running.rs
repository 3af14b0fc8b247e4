//! Times without brackets in a document on a medium: at the head of a line or cell, `01:33:00 – the fox`, or
//! behind what says that a time follows, `at 1:33:00`, `⏱ 01:33:00`.

use memchr::memchr_iter;

use super::minutes::names_medium;
use super::{Candidate, bare, read, sure};
use crate::lexicon::{Role, words};
use crate::text::Span;

/// The longest time, in bytes: `001:33:00`.
const MAX_TIME: usize = 9;
/// What a line begins with before its words.
const HEADS: [char; 9] = [' ', '\t', '-', '*', '+', '>', '|', '~', '#'];
/// The most bytes of a label that are looked at.
const MAX_LABEL: usize = 32;
/// The longest beginning of a line before its words, in bytes.
const MAX_HEAD: usize = 24;
/// Marks that a time stands behind.
const MARKS: [char; 9] = ['@', '⏱', '⏰', '▶', '►', '🕐', '🕒', '\u{fe0f}', '{'];
/// Words that nothing but a place in a medium stands behind, in lower case.
const SURE_CUES: &[&str] = &["see", "timestamp", "timestamps", "ts", "t"];
/// Words that a time of day may stand behind as well.
const CUES: &[&str] = &[
    "at", "around", "about", "roughly", "c", "ca", "approx", "circa", "time", "from", "to", "until", "till",
    "by", "bei", "ab", "bis", "à",
];
/// Marks between what a time is of and the time.
const JOINTS: [char; 5] = [':', '–', '—', '…', '≈'];
/// Words of a label whose time is how long something takes.
const OF_LENGTHS: &[&str] =
    &["length", "duration", "runtime", "running", "total", "best", "record", "finish", "pace"];
/// From this on, the first field of two is minutes: no hour of a day is as late.
const OVER_HOURS: u32 = 24;
/// What follows a time of day.
const OF_DAY: &[&str] = &["am", "pm", "a", "p", "uhr", "h", "utc", "gmt", "cet", "est", "edt", "pst", "pdt"];

/// Adds the times of the region that stand in none of the sorted `marks`: with hours anywhere they may stand,
/// without them only at heads of lines.
pub(super) fn read_all(text: &str, region: Span, marks: &[Span], found: &mut Vec<Candidate>) {
    let bytes = text.as_bytes();
    let mut past = region.start();
    let mut last = None;
    let mut marks = marks[marks.partition_point(|mark| mark.end() <= past)..].iter().peekable();
    for colon in memchr_iter(b':', region.of(text).as_bytes()).map(|at| at + region.start()) {
        if let Some(mark) = marks.next_if(|mark| mark.start() < colon) {
            past = mark.end();
        }
        if colon < past || !bytes.get(colon + 1).is_some_and(u8::is_ascii_digit) {
            continue;
        }
        let before = bytes[past..colon].iter().rev().take(MAX_TIME).take_while(|byte| byte.is_ascii_digit());
        let start = colon - before.count();
        let inner = |byte: &&u8| byte.is_ascii_digit() || **byte == b':';
        past = start + bytes[start..region.end()].iter().take_while(inner).count();
        // In `12:05: the fox` the last colon is the sentence's.
        let time = text[start..past].trim_end_matches(':');
        let span = Span::new(start, start + time.len());
        let listed = last.is_some_and(|end| follows(&text[end..start]));
        let after = &text[span.end()..region.end()];
        let placed = start < colon
            && (listed
                || is_head(text, start)
                || is_announced(&text[region.start()..start], time, after)
                || after.starts_with(" mark")
                || is_in_medium(after));
        let sound = || time.len() <= MAX_TIME && read::clock(time).is_some();
        if placed && sound() && !is_of_day(text, span, region, listed) {
            found.push(sure(bare::alone(text, span)));
            last = Some(span.end());
        }
    }
}

/// Adds the times that stand alone in code: `[01:33:00]` between backticks.
pub(super) fn read_code(text: &str, opaque: &[Span], found: &mut Vec<Candidate>) {
    /// The longest, in bytes, with all that is around it.
    const LONGEST: usize = 16;
    for span in opaque.iter().filter(|span| span.len() <= LONGEST) {
        let written = span.of(text);
        let Some(code) = written.strip_prefix('`') else { continue };
        let time = code.trim_matches(['`', ' ', '[', ']', '(', ')']);
        let start = span.start() + written.find(time).unwrap_or_default();
        if time.contains(':') && read::clock(time).is_some() {
            found.push(sure(bare::alone(text, Span::new(start, start + time.len()))));
        }
    }
}

/// Whether what stands between two times makes them one list or range.
fn follows(between: &str) -> bool {
    matches!(between, ", " | "; " | " / " | " and " | " & " | " to " | " – " | " - " | " — ")
}

/// Whether the text after a time names the medium that it is of: `in the video`, `into his talk`.
fn is_in_medium(after: &str) -> bool {
    let led = |word: &&str| after.strip_prefix(*word);
    [" in ", " into ", " of "].iter().find_map(led).is_some_and(names_medium)
}

/// Whether nothing but marks or a number of a list stands before `at` on its line, or in its cell.
pub(super) fn is_head(text: &str, at: usize) -> bool {
    let near = &text[text.floor_char_boundary(at.saturating_sub(MAX_HEAD))..at];
    let head = near.trim_end_matches(HEADS);
    let number = head.trim_end_matches(['.', ')']);
    let line = number.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches([' ', '\t', '>']);
    head.ends_with('\n') || number.len() < head.len() && line.ends_with('\n')
}

/// Whether `before` says that a place in a medium follows, which `time` may be.
fn is_announced(before: &str, time: &str, after: &str) -> bool {
    let near = before.trim_end_matches([' ', '*', '~']);
    let trimmed = near.trim_end_matches([':', '.', '=']);
    let word = trimmed.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is_one = |cues: &[&str]| cues.iter().any(|cue| cue.eq_ignore_ascii_case(word));
    let lasts = |word: &str| OF_LENGTHS.iter().any(|known| known.eq_ignore_ascii_case(word));
    let near_words = &near[near.floor_char_boundary(near.len().saturating_sub(MAX_LABEL))..];
    if near.ends_with(':') && near_words.split(|c: char| !c.is_alphabetic()).any(lasts) {
        return false;
    }
    let mut fields = time.split(':');
    let first = fields.next().and_then(|first| first.parse().ok()).unwrap_or(0);
    let long = fields.count() == 2;
    let clear = long || first >= OVER_HOURS;
    // `— Hill, 93:10`
    let last =
        || after.trim_start_matches(['.', ')', ']', ' ']).starts_with(['\n', '\r']) || after.is_empty();
    let approximate = before.ends_with("(~") || before.ends_with("(≈");
    near.ends_with(MARKS)
        || approximate
        || is_one(SURE_CUES)
        || clear && is_one(CUES)
        || clear
            && !long
            && (near.ends_with(JOINTS) || near.ends_with("...") || near.ends_with(',') && last())
}

/// Whether a time of day is meant: one with a half of the day or a zone, or beside a day.
fn is_of_day(text: &str, span: Span, region: Span, listed: bool) -> bool {
    let after = text[span.end()..region.end()].trim_start();
    let word = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let before = text[region.start()..span.start()].trim_end_matches([' ', 'T', ',', '|', '*']);
    let rest = &text[span.end()..region.end()];
    let behind_mark = rest.trim_start_matches(['-', '–', '.', ',', '/', '_', '%']);
    let until = behind_mark.trim_start_matches(|c: char| c.is_ascii_digit());
    // `3:16–17` is a verse, `12:40–13:05` the two ends of a time.
    let joined = rest.starts_with(char::is_alphanumeric)
        || until.len() < behind_mark.len() && !(rest.starts_with(['-', '–']) && until.starts_with(':'));
    let previous = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is_day = |role| matches!(role, Role::Weekday(_) | Role::Month(_));
    joined
        || OF_DAY.iter().any(|known| known.eq_ignore_ascii_case(word))
        || !listed && before.ends_with(|c: char| c.is_ascii_digit())
        || words().meanings(previous).iter().any(|meaning| is_day(meaning.role))
}
