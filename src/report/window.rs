//! What is shown of a line that may be of any length.

use std::ops::Range;

use super::words::{columns, columns_of, is_plain};

/// Where a line is cut, no more than this many characters of a word are dropped to begin with a
/// whole one.
const WORD: usize = 12;

/// The parts of `line` (a range of `text`) to show in about `budget` columns: all of it, or what
/// is around `spans`, of each its beginning and its end at least. Sorted, not touching.
///
/// The cost depends on the budget, never on the length of the line.
pub(super) fn window(
    text: &str,
    line: Range<usize>,
    spans: &[Range<usize>],
    budget: usize,
) -> Vec<Range<usize>> {
    let head = forwards(text, &line, line.start, budget);
    if head == line.end {
        return vec![line];
    }
    if spans.is_empty() {
        return std::iter::once(line.start..head).collect();
    }
    let share = budget / spans.len();
    let mut cores = Vec::with_capacity(spans.len() + 1);
    for span in spans {
        if forwards(text, span, span.start, share) == span.end {
            cores.push(span.clone());
        } else {
            cores.push(span.start..forwards(text, span, span.start, share / 3));
            cores.push(backwards(text, span, span.end, share / 3)..span.end);
        }
    }
    let used: usize = cores.iter().map(|core| columns_of(&text[core.clone()])).sum();
    let context = budget.saturating_sub(used) / cores.len();
    let mut parts: Vec<_> = cores.iter().map(|core| widened(text, &line, core, context)).collect();
    parts.sort_by_key(|part| (part.start, part.end));
    parts.dedup_by(|next, part| {
        let touches = next.start <= part.end;
        if touches {
            part.end = part.end.max(next.end);
        }
        touches
    });
    parts
}

/// `core` with up to `context` columns around it, cut between words where that is near.
fn widened(text: &str, line: &Range<usize>, core: &Range<usize>, context: usize) -> Range<usize> {
    let end = forwards(text, line, core.end, context / 2);
    let left = context - columns_of(&text[core.end..end]);
    let mut start = backwards(text, line, core.start, left);
    let mut end = forwards(text, line, end, left - columns_of(&text[start..core.start]));
    if start > line.start {
        let mut word = text[start..core.start].char_indices().take(WORD);
        if let Some((space, _)) = word.find(|(_, c)| *c == ' ') {
            start += space;
        }
    }
    if end < line.end {
        let mut word = text[core.end..end].char_indices().rev().take(WORD);
        if let Some((space, _)) = word.find(|(_, c)| *c == ' ') {
            end = core.end + space + 1;
        }
    }
    start..end
}

/// The offset up to `budget` columns after `from`, within `line`.
fn forwards(text: &str, line: &Range<usize>, from: usize, budget: usize) -> usize {
    let ahead = &text[from..line.end];
    let near = ahead.get(..budget).unwrap_or(ahead);
    if is_plain(near) {
        return from + near.len().min(budget);
    }
    let mut left = budget;
    let fits = ahead.char_indices().find(|(_, c)| take(&mut left, *c).is_none());
    fits.map_or(line.end, |(at, _)| from + at)
}

/// The offset up to `budget` columns before `from`, within `line`.
fn backwards(text: &str, line: &Range<usize>, from: usize, budget: usize) -> usize {
    let mut left = budget;
    let before = &text[line.start..from];
    let fits = before.char_indices().rev().find(|(_, c)| take(&mut left, *c).is_none());
    fits.map_or(line.start, |(at, c)| line.start + at + c.len_utf8())
}

fn take(left: &mut usize, c: char) -> Option<()> {
    *left = left.checked_sub(columns(c))?;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is shown of `line`, with ` … ` between the parts, when what stands in `«»` is marked.
    fn seen(line: &str, budget: usize) -> String {
        let text = line.replace(['«', '»'], "");
        let mut spans = Vec::new();
        let mut rest = line;
        let mut at = 0;
        while let Some((before, after)) = rest.split_once('«') {
            let (inner, after) = after.split_once('»').unwrap();
            at += before.len();
            spans.push(at..at + inner.len());
            at += inner.len();
            rest = after;
        }
        let parts = window(&text, 0..text.len(), &spans, budget);
        parts.iter().map(|part| &text[part.clone()]).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        assert_eq!(seen("a «short» line", 40), "a short line");
        assert_eq!(seen("", 40), "");
    }

    #[test]
    fn a_long_line_is_shown_around_its_marks() {
        let long = "word ".repeat(50);
        assert_eq!(seen(&format!("{long}«here» {long}"), 30), " word word here word word ");
        assert_eq!(seen(&format!("«here» {long}"), 20), "here word word word ");
        assert_eq!(seen(&format!("{long}«here»"), 20), " word word word here");
        assert_eq!(seen(&format!("«one» {long}«two»"), 24), "one word | word two");
        assert_eq!(seen(&long, 12), "word word wo");
    }

    #[test]
    fn a_long_mark_is_shown_at_both_ends() {
        assert_eq!(seen(&format!("a «<{}>» b", "x".repeat(500)), 24), "a <xxxxxxxxx|xxxxxxxxx> b");
        assert_eq!(seen(&format!("«{}»", "文".repeat(500)), 12), "文文文|文文文");
    }
}
