//! Taking marks out of a text, so that nothing else of it changes.

use crate::document::{Document, shape};
use crate::rule::{Applicability, Fix};
use crate::text::{Span, lines, lines_backwards};

/// The most bytes of lines above, and of those below, that are looked at with a line.
const LONGEST: usize = 8 * 1024;
/// How many lines above and below.
const MOST_LINES: usize = 12;
/// What a line begins with before its own text.
const INDENT: [char; 3] = [' ', '\t', '>'];

/// The fixes that take marks away, one for each of `marks`, which are sorted. Safe if the blocks of
/// the text stay what they are.
pub(super) fn removals(document: &Document, marks: &[Span]) -> Vec<Fix> {
    let text = document.text();
    let mut fixes = Vec::with_capacity(marks.len());
    while let Some(&next) = marks.get(fixes.len()) {
        let line = line_around(text, next);
        let own = inside(marks, line);
        let alone = document.body.contains(line) && without(text, line, own).trim().is_empty();
        let whole = alone.then(|| with_line_end(document, line));
        let safe = if document.body.contains(line) {
            keeps_blocks(document, marks, line)
        } else {
            own.iter().all(|&mark| keeps_value(text, mark))
        };
        let applicability = if safe { Applicability::Safe } else { Applicability::Unsafe };
        fixes.extend(own.iter().map(|&mark| {
            let span = whole.unwrap_or_else(|| with_blanks(text, mark));
            Fix::replace(applicability, "remove it", document, span, "")
        }));
    }
    fixes
}

/// The marks that begin on the line.
fn inside(marks: &[Span], line: Span) -> &[Span] {
    let first = marks.partition_point(|mark| mark.start < line.start);
    let last = marks.partition_point(|mark| mark.start <= line.end);
    &marks[first..last]
}

/// A mark with the blanks that set it off.
fn with_blanks(text: &str, mark: Span) -> Span {
    let before = &text[..mark.start()];
    let outer = before.trim_end_matches([' ', '\t', '\u{a0}']);
    let rest = &text[mark.end()..];
    let next = rest.chars().next();
    let sets_off =
        next.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')'));
    let opens_line = outer.is_empty() || outer.ends_with(['\n', '\r']);
    let start = if sets_off && !opens_line { outer.len() } else { mark.start() };
    let own_blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    Span::new(start, mark.end() + if opens_line { own_blanks } else { 0 })
}

/// A line with its end, and with the empty line below if the one above is empty as well.
fn with_line_end(document: &Document, line: Span) -> Span {
    let text = document.text();
    let mut below = lines(text, Span::new(line.start(), document.body.end()));
    let end = below.next().map_or(line.end(), |line| line.next);
    let parted = above(document, line).is_none_or(|above| above.trimmed(text).is_empty());
    let empty = below.next().filter(|below| parted && below.span.trimmed(text).is_empty());
    Span::new(line.start(), empty.map_or(end, |empty| empty.next))
}

/// Whether the line and its neighbours are the same blocks without the marks. All of them go
/// together: one may be what keeps the next from beginning a list.
fn keeps_blocks(document: &Document, marks: &[Span], line: Span) -> bool {
    let text = document.text();
    let fence = |line: &Span| {
        let own = unindented(text, *line, usize::MAX).of(text);
        ["```", "~~~"].iter().any(|mark| own.starts_with(mark))
    };
    let above = lines_backwards(text, Span::new(document.body.start(), line.start())).skip(1);
    let mut region = up_to_empty(text, above);
    if let Some(at) = region.iter().position(fence) {
        // So far in it may be a fence in a list, or words.
        if indent(text, region[at]) > 3 {
            return false;
        }
        region.truncate(at);
    }
    region.reverse();
    region.push(line);
    let below = lines(text, Span::new(line.end(), document.body.end())).skip(1);
    region.extend(up_to_empty(text, below.map(|line| line.span)));
    // In a table a bar parts two cells.
    if inside(marks, line).iter().any(|mark| mark.of(text).contains('|')) {
        return false;
    }
    let depth = indent(text, line);
    let (mut before, mut after, mut empty) = (String::new(), String::new(), Vec::new());
    for line in region {
        let own = inside(marks, line);
        let whole = line;
        let line = unindented(text, line, depth);
        let shift = before.len();
        empty.extend(
            own.iter().map(|mark| {
                Span::new(shift + mark.start() - line.start(), shift + mark.end() - line.start())
            }),
        );
        before.extend([line.of(text), "\n"]);
        let gone: Vec<Span> = own.iter().map(|&mark| with_blanks(text, mark)).collect();
        let left = without(text, line, &gone);
        // A line of nothing but the mark of a block quote ends what stands in that.
        if !own.is_empty() && left.trim().is_empty() && !without(text, whole, own).trim().is_empty() {
            return false;
        }
        if own.is_empty() || !left.trim().is_empty() {
            after.extend([&left, "\n"]);
        }
    }
    let before = shape(&before, &empty);
    before.is_some() && before == shape(&after, &[])
}

/// The first of `lines`, up to an empty one, as far as they are looked at.
fn up_to_empty(text: &str, lines: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut near: Vec<Span> = Vec::new();
    let mut left = LONGEST;
    for line in lines.take(MOST_LINES).take_while(|line| line.len() < LONGEST) {
        let Some(rest) = left.checked_sub(line.len()) else { break };
        left = rest;
        near.push(line);
        if line.trimmed(text).is_empty() {
            break;
        }
    }
    near
}

/// The line above, if it is one of the body.
fn above(document: &Document, line: Span) -> Option<Span> {
    lines_backwards(document.text(), Span::new(document.body.start(), line.start())).nth(1)
}

/// The line without as much of its indent as another has: what is nested stands as far in as code.
fn unindented(text: &str, line: Span, other: usize) -> Span {
    Span::new(line.start() + indent(text, line).min(other), line.end())
}

/// How much stands before the line's own text.
fn indent(text: &str, line: Span) -> usize {
    line.len() - line.of(text).trim_start_matches(INDENT).len()
}

/// The text of `line` without `gone`, which is sorted.
fn without(text: &str, line: Span, gone: &[Span]) -> String {
    let mut left = String::with_capacity(line.len());
    let mut at = line.start();
    for part in gone {
        left.push_str(&text[at..part.start().max(at)]);
        at = at.max(part.end());
    }
    left.push_str(&text[at.min(line.end())..line.end()]);
    left
}

/// Whether a value of the front matter stays one: the mark stands behind words and before none.
fn keeps_value(text: &str, mark: Span) -> bool {
    let before = text[..mark.start()].trim_end_matches([' ', '\t']).chars().next_back();
    let after = text[mark.end()..].chars().next();
    before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '!' | '?' | '"' | ')'))
        && after.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | '"' | '\''))
}

/// The line that holds the mark's beginning.
fn line_around(text: &str, mark: Span) -> Span {
    let bytes = text.as_bytes();
    let start = memchr::memrchr2(b'\n', b'\r', &bytes[..mark.start()]).map_or(0, |at| at + 1);
    let rest = &bytes[mark.end()..];
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let end = memchr::memchr2(b'\n', b'\r', rest).map_or(text.len(), |at| mark.end() + at);
    Span::new(start.max(bom).min(mark.start()), end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Edge;
    use crate::rule::Edit;

    /// What is left of `text` without every `@@` in it, and whether that is safe.
    fn removed(text: &str) -> (String, bool) {
        let document = Document::from_text("a.md", text);
        let marks: Vec<Span> = text.match_indices("@@").map(|(at, _)| Span::new(at, at + 2)).collect();
        let fixes = removals(&document, &marks);
        assert_eq!(fixes.len(), marks.len());
        let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
        edits.dedup();
        let spans: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
        let safe = fixes.iter().all(|fix| fix.applicability == Applicability::Safe);
        (without(text, Span::new(0, text.len()), &spans), safe)
    }

    #[test]
    fn words_are_left_as_they_are() {
        for (text, left) in [
            ("It was lit @@. So it was.\n", "It was lit. So it was.\n"),
            ("@@It was @@lit@@.\n", "It was lit.\n"),
            ("- @@It was lit.\n- @@ So it was.\n", "- It was lit.\n- So it was.\n"),
            ("> @@It was lit.\n", "> It was lit.\n"),
            ("# The lamp @@\n", "# The lamp\n"),
            ("One.\n\n@@ @@\n\nTwo.\n", "One.\n\nTwo.\n"),
            ("One,\n@@\ntwo.\n", "One,\ntwo.\n"),
            ("One.\r\n\r\n@@\r\n\r\nTwo.", "One.\r\n\r\nTwo."),
            ("One.\n\n@@", "One.\n\n"),
            ("```\na\n```\n@@It was lit.\n", "```\na\n```\nIt was lit.\n"),
            ("---\ntitle: The lamp @@\n---\nText.\n", "---\ntitle: The lamp\n---\nText.\n"),
            ("@@\tIt was lit.\n", "It was lit.\n"),
        ] {
            assert_eq!(removed(text), (left.to_owned(), true), "{text:?}");
        }
    }

    #[test]
    fn what_becomes_a_heading_a_list_or_code_is_not_safe() {
        for text in [
            "@@# Lamp\n",
            "@@- Lamp\n",
            "- @@ - Lamp\n",
            "1@@. Lamp\n",
            "@@@@1. Lamp\n",
            "The lamp\n@@===\n",
            "The lamp\n- @@\n",
            "The lamp\n\n@@---\n",
            "@@> Lamp\n",
            "@@```\nLamp\n",
            "@@[lamp]: https://lamps.example.net\n",
            "@@[^1]: Lamp\n",
            "@@<div>\n",
            "```\na\n```\n@@# Lamp\n",
            "a | b\n@@--|--\n",
            "@@| a |\n| --- |\n@@| b |\n",
            "---\ntitle: lamp@@: light\n---\nText.\n",
            "---\ntitle: @@lamp: light\n---\nText.\n",
        ] {
            assert!(!removed(text).1, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_safe_changes_no_block(
            text in "(@@|\n|\n\n|# |- |> |1|\\. |===|---|a| |    |\\[\\^1\\]: |\\[b\\]: c|<div>|```\n|\\| a \\|){1,24}"
        ) {
            let document = Document::from_text("a.md", &text);
            let marks = text.match_indices("@@").map(|(at, _)| Span::new(at, at + 2));
            let marks: Vec<Span> = marks.filter(|&mark| !document.is_opaque(mark)).collect();
            let fixes = removals(&document, &marks);
            // Indented text is code only among other blocks.
            let code = Edge::Opens("CodeBlock(Indented)".into());
            prop_assume!(shape(&text, &[]).is_some_and(|edges| !edges.contains(&code)));
            let safe = |fix: &&Fix| fix.applicability == Applicability::Safe;
            let mut gone: Vec<Span> = fixes.iter().filter(safe).map(|fix| fix.edits[0].span).collect();
            gone.dedup();
            let left = without(&text, Span::new(0, text.len()), &gone);
            prop_assert_eq!(shape(&text, &gone), shape(&left, &[]), "{:?} {:?}", text, left);
        }
    }
}
