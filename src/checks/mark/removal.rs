//! Taking marks out of a text, so that nothing else of it changes.

use crate::document::{Document, shape};
use crate::rule::{Applicability, Fix};
use crate::text::{Span, lines, lines_backwards};

/// How many bytes may be parsed to tell which of the marks of a text are safe to take away.
const MOST_PARSED: usize = 4 * 1024 * 1024;

/// The marks of one line, and what goes with each of them.
struct Removal<'m> {
    marks: &'m [Span],
    gone: Vec<Span>,
    safe: bool,
}

/// The fixes that take marks away, one for each of `marks`, which are sorted. Safe if the blocks of
/// the text stay what they are: without all of the marks or, if that changes one, without those of
/// one line alone.
pub(super) fn removals(document: &Document, marks: &[Span]) -> Vec<Fix> {
    if marks.is_empty() {
        return Vec::new();
    }
    let mut removals = by_line(document, marks);
    let keeps = |removals: &[&Removal<'_>]| {
        let gone: Vec<Span> = removals.iter().flat_map(|removal| &removal.gone).copied().collect();
        keeps_blocks(document, &gone)
    };
    let in_body = |removal: &Removal<'_>| removal.marks.iter().all(|mark| document.body.contains(*mark));
    let safe = |removals: &[Removal<'_>]| {
        keeps(&removals.iter().filter(|removal| removal.safe && in_body(removal)).collect::<Vec<_>>())
    };
    if !safe(&removals) {
        let mut left = MOST_PARSED;
        for removal in removals.iter_mut().filter(|removal| in_body(removal)) {
            removal.safe &= left >= document.body.len() && keeps(&[removal]);
            left = left.saturating_sub(document.body.len());
        }
        if !safe(&removals) {
            removals.iter_mut().filter(|removal| in_body(removal)).for_each(|removal| removal.safe = false);
        }
    }
    let fixes = removals.iter().flat_map(|removal| {
        let applicability = if removal.safe { Applicability::Safe } else { Applicability::Unsafe };
        let whole = removal.gone.len() < removal.marks.len();
        let span = move |at: usize| removal.gone[if whole { 0 } else { at }];
        (0..removal.marks.len())
            .map(move |at| Fix::replace(applicability, "remove it", document, span(at), ""))
    });
    fixes.collect()
}

/// What goes with the marks of each line; those of the body are taken for safe.
fn by_line<'m>(document: &Document, marks: &'m [Span]) -> Vec<Removal<'m>> {
    let text = document.text();
    let mut removals: Vec<Removal<'m>> = Vec::new();
    let mut rest = marks;
    while let Some(&next) = rest.first() {
        let line = line_around(text, next);
        let (own, others) = rest.split_at(rest.partition_point(|mark| mark.start <= line.end));
        let in_body = document.body.contains(line);
        let gone = if in_body && without(text, line, own).trim().is_empty() {
            vec![with_line_end(document, line)]
        } else {
            own.iter().map(|&mark| with_blanks(text, mark)).collect()
        };
        let safe = if in_body {
            keeps_words(document, line, own, &gone) && !may_be_code(document, line)
        } else {
            own.iter().all(|&mark| keeps_value(text, mark))
        };
        removals.push(Removal { marks: own, gone, safe });
        rest = others;
    }
    removals
}

/// Whether what is left of the line says what it said: links lead to a heading by all its words, and
/// a footnote or an item of a list that was nothing but a mark is empty without it.
fn keeps_words(document: &Document, line: Span, marks: &[Span], gone: &[Span]) -> bool {
    let text = document.text();
    let empties = |words: Span| words.overlaps(line) && without(text, words, marks).trim().is_empty();
    let whole = gone.first().is_some_and(|gone| gone.contains(line));
    let left = without(text, line, gone);
    let headings = &document.headings;
    let next = headings.partition_point(|heading| heading.span.end <= line.start);
    let heading = headings.get(next).is_some_and(|heading| heading.span.overlaps(line));
    let mut notes = document.definitions.iter().filter(|definition| definition.footnote);
    !heading && !notes.any(|note| empties(note.target)) && (whole || left.contains(char::is_alphanumeric))
}

/// Whether the paragraph around the line is indented as code is: in plain text it is read as words.
fn may_be_code(document: &Document, line: Span) -> bool {
    let text = document.text();
    let first = document
        .block_at(line.trimmed(text).start())
        .map_or(line, |block| line_around(text, Span::at(block.span.trimmed(text).start())));
    let inner = first.of(text).trim_start_matches([' ', '\t']);
    let indent = &first.of(text)[..first.len() - inner.len()];
    let item = inner.starts_with(['-', '*', '+']) || inner.starts_with(|c: char| c.is_ascii_digit());
    (indent.len() > 3 || indent.contains('\t')) && !item
}

/// Whether the blocks of the body are the same without `gone`, which is sorted.
fn keeps_blocks(document: &Document, gone: &[Span]) -> bool {
    let (text, body) = (document.text(), document.body);
    let inner = |span: &Span| Span::new(span.start() - body.start(), span.end() - body.start());
    let empty: Vec<Span> = gone.iter().map(inner).collect();
    let before = shape(body.of(text), &empty);
    before.is_some() && before == shape(&without(text, body, gone), &[])
}

/// A mark with the blanks that set it off.
fn with_blanks(text: &str, mark: Span) -> Span {
    let before = &text[..mark.start()];
    let outer = before.trim_end_matches([' ', '\t', '\u{a0}']);
    let rest = &text[mark.end()..];
    let ends = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']');
    // `**lit @@** in`
    let closers = rest.trim_start_matches(['"', '\'', '”', '’', '»', '*', '_']);
    let sets_off = closers.chars().next().is_none_or(ends);
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

/// The line above, if it is one of the body.
fn above(document: &Document, line: Span) -> Option<Span> {
    lines_backwards(document.text(), Span::new(document.body.start(), line.start())).nth(1)
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
            ("It was *lit @@* then.\n", "It was *lit* then.\n"),
            ("It was **lit @@** then.\n", "It was **lit** then.\n"),
            ("It was @@**lit** then.\n", "It was **lit** then.\n"),
            ("He said \"it was lit @@\" then.\n", "He said \"it was lit\" then.\n"),
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
            "# The lamp @@\n",
            "It was `a`@@`b` then.\n",
            "It was lit.[^1]\n\n[^1]: @@\n",
            "- @@\n- Lamp\n",
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
            let safe = |fix: &&Fix| fix.applicability == Applicability::Safe;
            let mut gone: Vec<Span> = fixes.iter().filter(safe).map(|fix| fix.edits[0].span).collect();
            gone.dedup();
            let left = without(&text, Span::new(0, text.len()), &gone);
            prop_assert_eq!(shape(&text, &gone), shape(&left, &[]), "{:?} {:?}", text, left);
        }
    }
}
