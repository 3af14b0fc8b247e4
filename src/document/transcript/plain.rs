//! Plain lines that begin with a time: `[00:01:33] text`, or a time on a line of its own.

use super::{Builder, milliseconds, plain_words};
use crate::text::{Span, lines};

/// So few lines with a time, or so few of all, make no transcript.
const FEWEST: usize = 3;
const ONE_IN: usize = 5;

/// Whether enough lines begin with a time.
pub(super) fn is_transcript(text: &str) -> bool {
    let (mut timed, mut all) = (0, 0);
    for line in lines(text, Span::new(0, text.len())) {
        let line = line.span.of(text);
        all += usize::from(!line.trim().is_empty());
        timed += usize::from(time(line).is_some());
    }
    timed >= FEWEST && timed * ONE_IN >= all
}

pub(super) fn read(text: &str, builder: &mut Builder) {
    // From when, if that can be read, and until when.
    let mut open: Option<(Option<u32>, Option<u32>)> = None;
    let mut words = Vec::new();
    for line in lines(text, Span::new(0, text.len())) {
        let line = line.span.of(text);
        let rest = match time(line) {
            Some((start, end, rest)) => {
                if let Some((from, to)) = open.replace((Some(start), end)) {
                    builder.add(from, to.unwrap_or(start.max(from.unwrap_or_default())), &mut words);
                }
                rest
            }
            None if is_unreadable(line) => {
                if let Some((from, to)) = open.replace((None, None)) {
                    builder.add(from, to.or(from).unwrap_or_default(), &mut words);
                }
                line
            }
            None => line,
        };
        let rest = plain_words(rest);
        if !rest.is_empty() && open.is_some() {
            words.push(rest);
        }
    }
    if let Some((from, to)) = open {
        builder.add(from, to.or(from).unwrap_or_default(), &mut words);
    }
}

/// Whether a line begins with a bracket of digits and colons that is no time.
fn is_unreadable(line: &str) -> bool {
    let inner = line.trim_start().strip_prefix(['[', '(']).unwrap_or_default();
    let length = inner.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b':').count();
    inner[length..].starts_with([']', ')']) && inner[..length].contains(':')
}

/// The time that a line begins with, the end of its range, and the rest of the line.
fn time(line: &str) -> Option<(u32, Option<u32>, &str)> {
    let line = line.trim_start_matches([' ', '\t', '*', '-', '\u{feff}']);
    let inner = line.strip_prefix(['[', '(']).unwrap_or(line);
    let is_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',');
    let length = inner.find(|c: char| !is_time(c)).unwrap_or(inner.len());
    let start = milliseconds(inner[..length].trim_end_matches(['.', ',', ':']))?;
    let mut rest = inner[length..].trim_start();
    let mut end = None;
    if let Some(after) = ["-->", "–", "—", "-"].iter().find_map(|dash| rest.strip_prefix(dash)) {
        let after = after.trim_start();
        let length = after.find(|c: char| !is_time(c)).unwrap_or(after.len());
        end = milliseconds(&after[..length]);
        if end.is_some() {
            rest = after[length..].trim_start();
        }
    }
    Some((start, end, rest.trim_start_matches([']', ')', '*', ':', '-', '–', ' ', '\t'])))
}
