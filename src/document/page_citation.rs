//! Citations by author and page, `(Hill 12)`, `(qtd. in Hill and Berg 12–14)`, as the Modern Language
//! Association has them. Figures and steps are written alike, so the list of works has to name the author.

use rustc_hash::FxHashSet;

use super::author_year::{is_beside_names, is_name};
use super::citation::{Citation, CitationKind};
use super::stated::is_list_title;
use super::{Block, BlockKind, Document};
use crate::text::{Span, lines};

/// The longest mark that is read, in bytes.
const MAX_LENGTH: usize = 120;
/// The most names at the head of an entry.
const MAX_NAMES: usize = 5;
/// The longest pages in a mark without an author, in bytes.
const MAX_PAGES: usize = 9;
/// So far before such a mark its author is looked for, in bytes.
const MAX_BEFORE: usize = 600;

/// Whether what a parenthesis holds may cite by a page: few do.
pub(super) fn may_cite(inner: &str) -> bool {
    let paged = inner.len() <= MAX_LENGTH && inner.ends_with(|c: char| c.is_ascii_digit());
    let opens = |c: char| c.is_uppercase() || c.is_ascii_digit() || "\"“*_".contains(c);
    paged
        && (inner.starts_with(opens)
            || ["qtd", "see", "cf", "in "].iter().any(|word| inner.starts_with(word)))
}

/// The marks, each a parenthesis, that cite a work on the document's list.
pub(super) fn citations(document: &Document, marks: &[Span]) -> Vec<Citation> {
    if marks.is_empty() {
        return Vec::new();
    }
    let listed = listed_authors(document);
    if listed.is_empty() {
        return Vec::new();
    }
    marks.iter().filter_map(|&mark| citation(document, &listed, mark)).collect()
}

fn citation(document: &Document, listed: &FxHashSet<&str>, mark: Span) -> Option<Citation> {
    let inner = Span::new(mark.start() + 1, mark.end() - 1);
    let words = document.slice(inner);
    if before_pages(words)?.is_empty() {
        let cites = words.len() <= MAX_PAGES && follows_author(document, listed, mark);
        return cites.then(|| Citation::of(mark, CitationKind::Locator));
    }
    let mut from = inner.start();
    for part in words.split(';') {
        if let Some(names) = before_pages(part).filter(|names| names_listed(listed, names)) {
            let start = from + part.len() - part.trim_start().len();
            let target = Span::new(start, start + names.len());
            return Some(Citation { span: mark, kind: CitationKind::AuthorYear, target });
        }
        from += part.len() + 1;
    }
    None
}

/// What stands before the pages that a mark ends in: `Hill` of `Hill 12–14`.
fn before_pages(part: &str) -> Option<&str> {
    /// Those of four digits are years.
    const MAX_DIGITS: usize = 3;
    let part = part.trim();
    let page = |c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | ',' | ' ' | '.' | ':');
    let names = part.trim_end_matches(page);
    let pages = &part[names.len()..];
    let short = |digits: &str| digits.len() <= MAX_DIGITS;
    let parted = names.is_empty() || pages.starts_with([' ', ',', '.']);
    let numbered = pages.ends_with(|c: char| c.is_ascii_digit());
    (parted && numbered && pages.split(|c: char| !c.is_ascii_digit()).all(short)).then_some(names)
}

/// Whether the words are names of authors, one of them listed, and maybe a title.
fn names_listed(listed: &FxHashSet<&str>, words: &str) -> bool {
    let title = words.find(['"', '“', '*', '_']).unwrap_or(words.len());
    let mut words = words[..title].split_whitespace().map(|word| word.trim_matches([',', '.']));
    let mut found = false;
    words.all(|word| {
        let name = is_name(word);
        found |= name && listed.contains(word);
        name || is_beside_names(word) || matches!(word, "qtd" | "in")
    }) && found
}

/// Whether the sentence that ends in a mark names a listed author: `Berg writes, "…" (45).`
fn follows_author(document: &Document, listed: &FxHashSet<&str>, mark: Span) -> bool {
    let text = document.text();
    if !text[mark.end()..].starts_with(['.', ',', ';']) {
        return false;
    }
    let block = document.block_at(mark.start()).map_or(mark.start(), |block| block.span.start());
    let near = text.floor_char_boundary(mark.start().saturating_sub(MAX_BEFORE)).max(block);
    let mut words = text[near..mark.start()].split(|c: char| !c.is_alphanumeric() && c != '-');
    words.any(|word| listed.contains(word))
}

/// The names at the head of each entry of the lists of works.
fn listed_authors(document: &Document) -> FxHashSet<&str> {
    let text = document.text();
    let mut listed = FxHashSet::default();
    let mut blocks = document.blocks.iter();
    while let Some(title) = blocks.find(|block| is_list_title(document.slice(block.span))) {
        let is_entry = |block: &&Block| matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem);
        let ends = |block: &&Block| title.kind == BlockKind::Heading && block.kind == BlockKind::Heading;
        let entries = blocks.as_slice().iter().take_while(|block| !ends(block));
        for line in entries.filter(is_entry).flat_map(|entry| lines(text, entry.span)) {
            listed.extend(head(line.span.of(text)));
        }
    }
    listed
}

/// The names that a line of the list begins with, up to the comma or full stop behind them.
fn head(line: &str) -> impl Iterator<Item = &str> {
    let line = line.trim_start_matches(|c: char| !c.is_alphabetic());
    let names = &line[..line.find([',', '.', ':']).unwrap_or(0)];
    let few = names.split_whitespace().count() <= MAX_NAMES;
    let names = if few { names } else { "" };
    names.split_whitespace().filter(|word| is_name(word) && !is_beside_names(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKS: &str = "\n\n## Works Cited\n\nBerg, Anna. *The Lamp*. Harbour Press, 1999.\n\n\
                         - Hill, Jane, and Ann Aas. \"Lamps.\" *Lamps*, vol. 4, 2001, pp. 11-30.\n- Harbour Trust. *Log*. 1911.\n";

    fn found(text: &str) -> Vec<String> {
        let document = Document::from_text("a.md", text);
        document.citations.iter().map(|citation| document.slice(citation.span).to_owned()).collect()
    }

    #[test]
    fn an_author_on_the_list_and_a_page_cite() {
        for mark in [
            "(Hill 12)",
            "(Hill and Aas 12-14)",
            "(qtd. in Hill 23)",
            "(Smith 3; Berg 4, 9)",
            "(see Berg 4.2.13)",
            "(Harbour Trust 7)",
        ] {
            assert_eq!(found(&format!("The lamp went out {mark}.{WORKS}")), [mark], "{mark}");
            assert_eq!(found(&format!("The lamp went out {mark}.\n\nWorks Cited\n{}", &WORKS[17..])), [mark]);
        }
        assert_eq!(found("The lamp went out (Hill 12).\n"), [""; 0]);
        assert_eq!(found(&format!("As Berg says, it went out (45).{WORKS}")), ["(45)"]);
    }

    #[test]
    fn figures_and_counts_do_not() {
        let text = "It went out (Figure 12), (June 12), (12). As Berg saw (forty-five (45) lamps), (2 lamps) and (Hill1).";
        assert_eq!(found(&format!("{text}{WORKS}")), [""; 0]);
    }
}
