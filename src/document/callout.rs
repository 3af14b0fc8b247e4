//! Callouts: boxes in the form of a block quote, `> [!note] Title`, with the writer's own words in them.

use super::Block;
use super::markdown::index;
use crate::text::Span;

/// The kinds of box that editors know and whose words are the writer's own: not `quote` and `cite`, nor
/// `abstract` and `example`, in which the words of others are kept.
const OWN: &[&str] = &[
    "note",
    "info",
    "tip",
    "hint",
    "important",
    "warning",
    "caution",
    "attention",
    "danger",
    "error",
    "bug",
    "failure",
    "fail",
    "missing",
    "success",
    "check",
    "done",
    "question",
    "help",
    "faq",
    "todo",
    "summary",
    "tldr",
];

/// The first line of a box of the writer's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Head {
    /// Where its title begins.
    pub(super) title: usize,
    /// Where its line ends.
    pub(super) end: usize,
}

/// The head of the block quote at `span`, if it is a box of the writer's own.
pub(super) fn head(text: &str, span: Span) -> Option<Head> {
    let quote = span.of(text);
    let line = quote.lines().next()?;
    let marked = line.trim_start().strip_prefix('>')?.trim_start().strip_prefix("[!")?;
    let (kind, title) = marked.split_once(']')?;
    // `[!note|right]` says how it looks.
    let kind = kind.split('|').next()?.trim();
    let own = OWN.iter().any(|own| own.eq_ignore_ascii_case(kind));
    let title = title.strip_prefix(['+', '-']).unwrap_or(title).trim_start();
    own.then(|| Head { title: span.start() + line.len() - title.len(), end: span.start() + line.len() })
}

/// Makes a block of its own of the title of each box, and leaves the marks before it out.
pub(super) fn part_titles(blocks: &mut Vec<Block>, runs: &mut [Span], heads: &[Head]) {
    if heads.is_empty() {
        return;
    }
    let mut heads = heads.iter().peekable();
    let whole = std::mem::take(blocks);
    blocks.reserve(whole.len() + heads.len());
    for mut block in whole {
        while heads.next_if(|head| head.end < block.span.start()).is_some() {}
        let Some(head) =
            heads.next_if(|head| (block.span.start() + 1..=block.span.end()).contains(&head.title))
        else {
            blocks.push(block);
            continue;
        };
        let (first, last) = (block.runs.0 as usize, block.runs.1 as usize);
        let first = first + runs[first..last].partition_point(|run| run.end() <= head.title);
        let below = first + runs[first..last].partition_point(|run| run.start() < head.end);
        if first < below {
            runs[first].start = runs[first].start.max(index(head.title));
            let span = Span::new(head.title, head.end);
            blocks.push(Block { span, runs: (index(first), index(below)), ..block });
        }
        if below < last {
            block.span = Span::new(runs[below].start(), block.span.end());
            block.runs.0 = index(below);
            blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Document;

    #[test]
    fn a_box_of_the_writers_own_is_no_quotation() {
        for (text, expected) in [
            (
                "> [!note] The oil\n> It froze.\n> It burned.",
                &[("The oil", false), ("It froze.\n> It burned.", false)][..],
            ),
            ("> [!WARNING]\n> It froze.", &[("It froze.", false)]),
            ("> [!faq]- Did it?\n>\n> It froze.", &[("Did it?", false), ("It froze.", false)]),
            (
                "> [!tip] So\n> - It froze.\n>\n> > It burned.",
                &[("So", false), ("It froze.", false), ("It burned.", true)],
            ),
            ("> > [!note] So\n> > It froze.", &[("So", true), ("It froze.", true)]),
            ("> [!note]\n> It froze.\n\n> It burned.", &[("It froze.", false), ("It burned.", true)]),
            ("> [!quote] Hill\n> It froze.", &[("[!quote] Hill\n> It froze.", true)]),
            ("> It froze.\n> [!note] So", &[("It froze.\n> [!note] So", true)]),
            (
                "It froze.\n\n> [!note] So\n> It burned.",
                &[("It froze.", false), ("So", false), ("It burned.", false)],
            ),
            ("> [!note] **The** oil\r\n> It froze.", &[("**The** oil", false), ("It froze.", false)]),
        ] {
            let document = Document::from_text("a.md", text);
            let blocks: Vec<_> = document
                .blocks
                .iter()
                .map(|block| (document.slice(block.span).trim_end(), block.quoted))
                .collect();
            assert_eq!(blocks, expected, "{text}");
        }
    }
}
