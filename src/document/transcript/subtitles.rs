//! WebVTT and SubRip: blocks of lines, each under a line `begin --> end`.

use super::{Builder, milliseconds, plain_words};
use crate::text::{Span, lines};

/// What stands between the two times.
const ARROW: &str = "-->";

pub(super) fn read(text: &str, builder: &mut Builder) {
    let mut block = Block::Between;
    let mut words: Vec<String> = Vec::new();
    let mut partial = false;
    for line in lines(text, Span::new(0, text.len())) {
        let line = line.span.of(text);
        if let Some((start, end)) = timing(line) {
            close(&block, &mut words, builder);
            block = Block::Cue(start, end.or(start).unwrap_or_default());
            partial = true;
        } else if line.is_empty() || line.starts_with("WEBVTT") {
            close(&block, &mut words, builder);
            block = Block::Between;
        } else if let Block::Cue(..) = block {
            let line = plain_words(line);
            if !line.is_empty() {
                words.push(line);
                partial = false;
            }
        } else if block == Block::Between {
            partial = line.starts_with(|c: char| c.is_ascii_digit());
            if ["NOTE", "STYLE", "REGION"].contains(&line.split(' ').next().unwrap_or_default()) {
                block = Block::Aside;
            }
        }
    }
    close(&block, &mut words, builder);
    builder.cut = partial;
}

/// What the lines being read belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    /// The head of the file, the name or number of a cue.
    Between,
    /// Notes and styles.
    Aside,
    /// Words from one time, if it can be read, to another.
    Cue(Option<u32>, u32),
}

fn close(block: &Block, words: &mut Vec<String>, builder: &mut Builder) {
    if let Block::Cue(start, end) = *block {
        builder.add(start, end, words);
    }
}

/// The two times of a line; none if it is no such line.
fn timing(line: &str) -> Option<(Option<u32>, Option<u32>)> {
    let (start, rest) = line.split_once(ARROW)?;
    let start = start.trim();
    let end = rest.split_whitespace().next().unwrap_or_default();
    let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    (digit(start) && !start.contains(' ')).then(|| (milliseconds(start), milliseconds(end)))
}
