//! Times without brackets in a document on a medium: at the head of a line or cell, `01:33:00 – the fox`, or
//! behind what says that a time follows, `at 1:33:00`, `⏱ 01:33:00`.

use memchr::{memchr_iter, memmem};

use super::{Candidate, MediaTime, TimestampField, bare, read, sure};
use crate::lexicon::{Role, words};
use crate::text::Span;

/// The longest time, in bytes: `001:33:00`.
const MAX_TIME: usize = 9;
/// What a line begins with before its words.
const HEADS: [char; 8] = [' ', '\t', '-', '*', '+', '>', '|', '~'];
/// Marks that a time stands behind.
const MARKS: [char; 8] = ['@', '⏱', '⏰', '▶', '►', '🕐', '\u{fe0f}', '{'];
/// Words that a place in a medium stands behind, in lower case.
const CUES: &[&str] =
    &["at", "around", "see", "timestamp", "timestamps", "ts", "time", "from", "bei", "ab", "à"];
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
/// What follows a time of day.
const OF_DAY: &[&str] = &["am", "pm", "a", "p", "uhr", "h", "utc", "gmt", "cet", "est", "edt", "pst", "pdt"];

/// Adds the times of the region that stand in none of the sorted `marks`: with hours anywhere they may stand,
/// without them only at heads of lines.
pub(super) fn read_all(text: &str, region: Span, marks: &[Span], found: &mut Vec<Candidate>) {
    let bytes = text.as_bytes();
    let mut past = region.start();
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
        let fields = time.matches(':').count() + 1;
        let placed = start < colon
            && (is_head(text, region, start)
                || fields == 3 && is_announced(text, region, start)
                || is_in_medium(&text[span.end()..region.end()]));
        let sound = || time.len() <= MAX_TIME && read::clock(time).is_some();
        if placed && sound() && !is_of_day(text, span, region) {
            found.push(sure(bare::alone(text, span)));
        }
    }
}

/// Whether the text after a time names the medium that it is of: `in the video`, `into his talk`.
fn is_in_medium(after: &str) -> bool {
    let led = |word: &&str| after.strip_prefix(*word);
    [" in ", " into ", " of "].iter().find_map(led).is_some_and(names_medium)
}

fn names_medium(text: &str) -> bool {
    let rest =
        ["the ", "this ", "that ", "his ", "her ", "their "].iter().find_map(|word| text.strip_prefix(word));
    rest.is_some_and(|rest| MEDIA.iter().any(|medium| rest.starts_with(medium)))
}

/// Adds the minutes that are named: `at minute 93`, `the 93-minute mark`, `93 minutes into the talk`.
pub(super) fn read_minutes(text: &str, region: Span, found: &mut Vec<Candidate>) {
    let source = region.of(text);
    for word in memmem::find_iter(source.as_bytes(), "inute").filter(|&at| at > 0).map(|at| at - 1) {
        let (before, after) = (&source[..source.floor_char_boundary(word)], &source[word + "minute".len()..]);
        if let Some((start, end, minutes)) =
            minutes_behind(before, after).or_else(|| minutes_before(before, after))
        {
            let span = Span::new(start, end + before.len() + "minute".len()).shifted(region.start());
            let field = TimestampField { span, time: Some(MediaTime::new(minutes * 60)), until: None };
            found.push(sure(bare::of(field)));
        }
    }
}

/// `at minute 93`, `(minute 93)`: where it starts, how far behind the word it ends, and the number.
fn minutes_behind(before: &str, after: &str) -> Option<(usize, usize, u32)> {
    let number = after.strip_prefix(' ')?;
    let length = number.bytes().take_while(u8::is_ascii_digit).count();
    let led =
        before.ends_with(['(', '[']) || ["at ", "bei ", "At "].iter().any(|word| before.ends_with(word));
    let ends = !number[length..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '–'));
    let minutes = number[..length].parse().ok().filter(|_| length <= MAX_DIGITS)?;
    (led && ends).then_some((before.len(), 1 + length, minutes))
}

/// `93-minute mark`, `93 minutes into the talk`, the same for a number before the word.
fn minutes_before(before: &str, after: &str) -> Option<(usize, usize, u32)> {
    let digits = before.strip_suffix([' ', '-'])?;
    let length = digits.bytes().rev().take_while(u8::is_ascii_digit).count();
    let start = digits.len() - length;
    let opens =
        !digits[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '-' | '–'));
    let marked = after.starts_with(" mark");
    let placed = marked || after.strip_prefix("s into ").is_some_and(names_medium);
    let minutes = digits[start..].parse().ok().filter(|_| length <= MAX_DIGITS)?;
    (opens && placed).then_some((start, usize::from(!marked), minutes))
}

/// Whether nothing but marks stands before `at` on its line, or in its cell.
fn is_head(text: &str, region: Span, at: usize) -> bool {
    let before = &text[region.start()..at];
    let head = before.trim_end_matches(HEADS);
    head.is_empty() && text[..region.start()].trim_end_matches(HEADS).ends_with('\n') || head.ends_with('\n')
}

/// Whether what stands before `at` says that a time follows.
fn is_announced(text: &str, region: Span, at: usize) -> bool {
    let before = text[region.start()..at].trim_end_matches([' ', '*', '~']);
    let near = before.strip_suffix(':').unwrap_or(before);
    let word = near.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    before.ends_with(MARKS) || CUES.iter().any(|cue| cue.eq_ignore_ascii_case(word))
}

/// Whether a time of day is meant: one with a half of the day or a zone, or beside a day.
fn is_of_day(text: &str, span: Span, region: Span) -> bool {
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
        || before.ends_with(|c: char| c.is_ascii_digit())
        || words().meanings(previous).iter().any(|meaning| is_day(meaning.role))
}
