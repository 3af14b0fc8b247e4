//! Lines that are nothing but the buttons of a page.

use super::pattern::Pattern;
use crate::document::{BlockKind, Document};
use crate::text::{Span, lines, lines_backwards};

/// The longest line of buttons, in bytes.
const LONGEST: usize = 120;
/// How many lines above and below are looked at, empty ones among them.
const NEARBY: usize = 4;

/// Whether nothing but marks stands before the word on its line.
pub(super) fn begins_line(text: &str, word: Span) -> bool {
    let bytes = &text.as_bytes()[..word.start()];
    let before = bytes.iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'*' | b'_'));
    before.is_none_or(|byte| matches!(byte, b'\n' | b'\r') || !byte.is_ascii())
}

/// The line, if it is made of `known` words and stands with others of them, or one of them needs no others.
pub(super) fn at(document: &Document, line: Span, known: &[String], alone: &Pattern) -> Option<Span> {
    let text = document.text();
    let words = count(line.of(text), known)?;
    let block = document.block_at(line.start())?;
    // A list is the writer's.
    if block.kind != BlockKind::Paragraph || block.quoted || line.of(text).starts_with(['-', '+', '*']) {
        return None;
    }
    if alone.fits(bare(line.of(text))) || words > 2 {
        return Some(line);
    }
    let is = |span: &Span| count(span.of(text), known).is_some();
    let written = |span: &Span| !span.trimmed(text).is_empty();
    let above = lines_backwards(text, Span::new(document.body.start(), line.start())).skip(1);
    let above = above.take(NEARBY).find(written);
    // The first of them stands for all.
    if above.is_some_and(|above| is(&above) || above.of(text).trim_end().ends_with(':')) {
        return None;
    }
    let below = lines(text, Span::new(line.end(), document.body.end())).skip(1).map(|line| line.span);
    let below = below.take(NEARBY).filter(written).take(2).take_while(is).count();
    // Two may be the titles of two lists.
    (words + below > 2).then_some(line)
}

fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| !c.is_alphanumeric())
}

/// How many words of buttons the line is made of; none if there is anything else on it.
fn count(line: &str, known: &[String]) -> Option<usize> {
    let line = bare(line);
    if line.is_empty() || line.len() > LONGEST {
        return None;
    }
    let is = |words: &str| {
        let words = bare(words);
        known.iter().any(|known| known.eq_ignore_ascii_case(words))
            || !words.is_ascii() && known.contains(&words.to_lowercase())
    };
    if is(line) {
        return Some(1);
    }
    let items = || {
        line.split(['|', '/', '·', '•', ',', '–', '\t']).map(str::trim).filter(|item| !bare(item).is_empty())
    };
    let words = |item: &str| {
        if is(item) {
            return Some(1);
        }
        item.split_whitespace().all(is).then(|| item.split_whitespace().count())
    };
    items().map(words).sum()
}
