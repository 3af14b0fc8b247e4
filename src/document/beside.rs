//! The citation that stands beside a quotation and is its own.

use super::{Block, BlockKind, Citation, CitationKind, Document, Quotation};
use crate::lexicon::{is_abbreviation, says_who};
use crate::text::Span;

/// So far from a quotation, in bytes, a citation or a timestamp may stand that is its own.
pub(super) const MAX_DISTANCE: usize = 240;
/// So many words may stand between a quotation and a link that says who is quoted: `"…", as she
/// wrote in [a letter](…)`.
const MAX_WORDS: usize = 6;

impl Quotation {
    /// The citation that says what it is quoted from.
    ///
    /// That is the first mark after it in its sentence (`"…" [@hill, p. 4]`); a link or an author
    /// that is a part of the words counts if it follows right after, set apart or with words that
    /// attribute (`"…" (from [her talk](…))`, `"…", wrote [Hill](…)`), and ends the search
    /// if it does not. If there is none, it is the nearest citation before it in its
    /// sentence, if no other quotation could claim that (`Hill (2019) says "…"`); and if there is
    /// none of these either, and it ends its block, that of a line below which begins with a dash; and
    /// that of the sentence with a colon before a block quote.
    #[must_use]
    pub fn citation<'d>(&self, document: &'d Document) -> Option<&'d Citation> {
        let (at, block) = document.block_of(self.span)?;
        let place = place(document, block);
        let all = document.citations_in(place);
        let found = self.citation_after(document, all).or_else(|| self.citation_before(document, place, all));
        found.or_else(|| self.attribution(document, at)).or_else(|| self.lead_in(document, at))
    }

    fn citation_after<'d>(&self, document: &Document, all: &'d [Citation]) -> Option<&'d Citation> {
        let first = all.partition_point(|citation| citation.span.start < self.span.end);
        let near = |citation: &&Citation| citation.span.start() - self.span.end() <= MAX_DISTANCE;
        let mut near = all[first..].iter().take_while(near);
        let citation = near.find(|citation| is_of_a_source(document, citation, all))?;
        let between = document.slice(Span::new(self.span.end(), citation.span.start()));
        let set_apart =
            || between.trim_start_matches(['>', ' ', '\n', '\r']).starts_with(['(', '[', '—', '–']);
        // `"…", as Hill (2019) says`
        let says = || {
            let after = document.text()[citation.span.end()..].split_whitespace().next().unwrap_or_default();
            citation.kind == CitationKind::AuthorYear && says_who(after) && is_led(between)
        };
        let own = is_one_sentence(between)
            && (is_apart(document, citation) || set_apart() || attributes(between) || says());
        own.then_some(citation)
    }

    fn citation_before<'d>(
        &self,
        document: &Document,
        place: Span,
        all: &'d [Citation],
    ) -> Option<&'d Citation> {
        let next = all.partition_point(|citation| citation.span.end <= self.span.start);
        let near = |citation: &&Citation| self.span.start() - citation.span.end() <= MAX_DISTANCE;
        let mut near = all[..next].iter().rev().take_while(near);
        let citation = near.find(|citation| is_of_a_source(document, citation, all))?;
        let between = document.slice(Span::new(citation.span.end(), self.span.start()));
        let link = citation.kind == CitationKind::Address && !is_apart(document, citation);
        if !leads_into(between) || (link && !attributes(between)) {
            return None;
        }
        let next = document.quotations.partition_point(|other| other.span.end <= citation.span.start);
        let other = next.checked_sub(1).map(|at| document.quotations[at].span);
        let claimed = other.filter(|other| place.contains(*other)).is_some_and(|other| {
            is_one_sentence(document.slice(Span::new(other.end(), citation.span.start())))
        });
        (!claimed).then_some(citation)
    }

    /// The citation in the line below that says whose words a block was: `— [Hill](…)`.
    fn attribution<'d>(&self, document: &'d Document, at: usize) -> Option<&'d Citation> {
        let (block, next) = (&document.blocks[at], document.blocks.get(at + 1)?);
        if document.slice(Span::new(self.span.end(), block.span.end())).contains(char::is_alphanumeric) {
            return None;
        }
        let dash = begins_with_dash(document.slice(next.span));
        let all = document.citations_in(next.span);
        all.iter().find(|citation| dash && is_of_a_source(document, citation, all))
    }

    /// The last citation before the colon that leads to a block quote: `Hill (2019) writes:`.
    fn lead_in<'d>(&self, document: &'d Document, at: usize) -> Option<&'d Citation> {
        let (block, before) = (&document.blocks[at], document.blocks.get(at.checked_sub(1)?)?);
        let begins =
            !document.slice(Span::new(block.span.start(), self.span.start())).contains(char::is_alphanumeric);
        let text = document.slice(before.span);
        let leads = block.quoted && !before.quoted && begins && text.trim_end().ends_with(':');
        let all = document.citations_in(before.span);
        let citation = all.iter().rev().find(|citation| is_of_a_source(document, citation, all))?;
        let between = Span::new(citation.span.end().min(before.span.end()), before.span.end());
        (leads && leads_into(document.slice(between))).then_some(citation)
    }
}

/// Whether a line, in a block quote or not, begins with the dash of an attribution.
pub(crate) fn begins_with_dash(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '*', '_']);
    line.starts_with(['—', '–', '―']) || line.starts_with("--")
}

/// Whether no sentence begins in what stands beside a quotation. The full stop of its own may come
/// after it, and one may end `p.` before a number.
pub(crate) fn is_one_sentence(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lead = &text[..text.len() - rest.len()];
    let stop = |at: usize| {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        let word = || before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let numbered = || after.trim_start().starts_with(|c: char| c.is_ascii_digit());
        after.starts_with(char::is_whitespace) && !(numbered() && is_abbreviation(word()))
    };
    let stops = memchr::memchr3_iter(b'.', b'!', b'?', rest.as_bytes()).any(stop);
    !stops && (rest.is_empty() || !lead.contains(['.', '!', '?']))
}

/// Whether a sentence ends between two quotations of a document, or it has them in two blocks.
pub(crate) fn are_parted(document: &Document, one: Quotation, other: Quotation) -> bool {
    let (first, second) = if one.span < other.span { (one.span, other.span) } else { (other.span, one.span) };
    let block = |span: Span| document.block_of(span).map(|(at, _)| at);
    let between = || document.slice(Span::new(first.end(), second.start()));
    first.end() <= second.start() && (block(first) != block(second) || !is_one_sentence(between()))
}

/// Whether no sentence begins between a mark and the quotation after it.
pub(super) fn leads_into(between: &str) -> bool {
    is_one_sentence(between) && !between.starts_with(['.', '!', '?'])
}

/// Where that which stands beside a quotation in `block` may be its own: in the block, or, from one
/// cell of a table, in the row.
pub(crate) fn place(document: &Document, block: &Block) -> Span {
    if block.kind != BlockKind::TableCell {
        return block.span;
    }
    let lines = document.source().lines();
    let line = lines.line_of(block.span.start());
    let end = if line + 1 < lines.lines() { lines.start_of(line + 1) } else { document.text().len() };
    Span::new(lines.start_of(line).min(end), end)
}

/// Whether the few words between a quotation and a link say that the one is from the other.
fn attributes(between: &str) -> bool {
    let words = between.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    words == 0 && !between.contains([';', '.']) || (1..=MAX_WORDS).contains(&words) && says_who(between)
}

/// Whether only a few words stand between a quotation and a citation.
fn is_led(between: &str) -> bool {
    between.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() <= MAX_WORDS
}

/// Whether the citation may be of the source of a quotation: a time or a page is one of the
/// document's own source, if it has one, and in a link it is the link's.
fn is_of_a_source(document: &Document, citation: &Citation, all: &[Citation]) -> bool {
    !matches!(citation.kind, CitationKind::Timestamp | CitationKind::Locator)
        || document.provenance.source_key.is_some()
            && !all[all.partition_point(|other| other.span < citation.span)..]
                .iter()
                .take_while(|other| other.span == citation.span)
                .any(|other| other.kind == CitationKind::Address)
}

/// Whether the citation is a mark apart from the words, and no part of the sentence.
pub(super) fn is_apart(document: &Document, citation: &Citation) -> bool {
    let text = document.slice(citation.span);
    match citation.kind {
        CitationKind::AuthorYear => {
            !document.slice(citation.target).starts_with(|c: char| c.is_ascii_digit())
        }
        CitationKind::Address => {
            let shown = text.strip_prefix('[').and_then(|text| text.split(']').next());
            citation.is_mark() || shown.is_some_and(|shown| !shown.contains(char::is_alphabetic))
        }
        CitationKind::Key
        | CitationKind::Footnote
        | CitationKind::Timestamp
        | CitationKind::Number
        | CitationKind::Doi
        | CitationKind::Work
        | CitationKind::Locator => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_beside_it_is_its_own() {
        for (text, expected) in [
            ("She said \"it was so\" [@hill, p. 4].", "[@hill, p. 4]"),
            ("She said \"it was so.\" [@hill] Then [@berg]", "[@hill]"),
            ("She said \"it was so\" of the lamp [^1].", "[^1]"),
            ("She said \"it was so\" (Hill 2019), and he \"no\" (Berg 2020).", "(Hill 2019)"),
            ("Hill (2019) says \"it was so\", and Berg (2020) does not.", "(2019)"),
            ("As Hill (2019), p. 4, says, \"it was so\".", "(2019)"),
            ("\"It was so\", as Hill (2019, p. 4) says.", "(2019, p. 4)"),
            ("\"It was so\" of the lamps that Hill (2019) lit.", ""),
            ("As a letter says [@hill], \"it was so\".", "[@hill]"),
            ("The lamp was lit [@hill]. \"It was so.\"", ""),
            ("In [her talk](https://a.example/) she says \"it was so\".", "[her talk](https://a.example/)"),
            ("\"It was so,\" says [Hill](https://a.example/) [@berg].", "[Hill](https://a.example/)"),
            ("\"It was so\" (from [Hill](https://a.example/)).", "[Hill](https://a.example/)"),
            ("\"It was so\" [1](https://a.example/).", "[1](https://a.example/)"),
            ("\"It was so\", https://a.example/x", "https://a.example/x"),
            ("\"It was so\" of [lamps](https://a.example/) in [@hill].", ""),
            ("The [lamp](https://a.example/) of the keeper was \"so and so\".", ""),
            ("\"It was so\". The lamp was lit [@hill].", ""),
            ("> \"It was so.\"\n>\n> — [Hill](https://a.example/), p. 4", "[Hill](https://a.example/)"),
            ("> \"It was so.\"\n> — [Hill](https://a.example/), p. 4", "[Hill](https://a.example/)"),
            ("| a | b |\n|--|--|\n| \"It was so\" | [@hill] |\n| \"or not\" | [@berg] |", "[@hill]"),
            ("\"It was so.\"\n\n[Hill](https://a.example/) was there.", ""),
        ] {
            let document = Document::from_text("a.md", text);
            let found = document.quotations[0].citation(&document);
            assert_eq!(found.map_or("", |citation| document.slice(citation.span)), expected, "{text}");
        }
    }
}
