//! Citations that only the document's list of works tells from figures and counts: by author and page as the
//! Modern Language Association has them, `(Hill 12)`, `(qtd. in Hill and Berg 12–14)`, by number as medicine
//! has them, `(3)`, and by a label of its own, `[S1]`.

use rustc_hash::FxHashSet;

use super::author_year::{is_beside_names, is_name};
use super::citation::{Citation, CitationKind};
use super::stated::is_list_title;
use super::{BlockKind, Document};
use crate::text::{Span, lines};

/// The longest mark that is read, in bytes.
const MAX_LENGTH: usize = 120;
/// The most names at the head of an entry.
const MAX_NAMES: usize = 5;
/// The longest pages in a mark without an author, in bytes.
const MAX_PAGES: usize = 9;
/// So far before such a mark its author is looked for, in bytes.
const MAX_BEFORE: usize = 600;
/// The most letters and digits of a label: pages of four digits are years.
const MAX_LETTERS: usize = 2;
const MAX_DIGITS: usize = 3;

/// Whether what brackets hold may cite by a list: few do.
pub(super) fn may_cite(open: u8, inner: &str) -> bool {
    let paged = inner.len() <= MAX_LENGTH && inner.ends_with(|c: char| c.is_ascii_digit());
    let opens = |c: char| c.is_uppercase() || c.is_ascii_digit() || "\"“*_".contains(c);
    let named = || ["qtd", "see", "cf", "in "].iter().any(|word| inner.starts_with(word));
    match open {
        b'(' => paged && (inner.starts_with(opens) || named()),
        _ => paged && inner.starts_with(|c: char| c.is_ascii_uppercase()) && labels(inner).all(is_label),
    }
}

/// The marks, each with its brackets, that cite a work on a list of the document.
pub(super) fn citations(document: &Document, marks: &[Span]) -> Vec<Citation> {
    if marks.is_empty() {
        return Vec::new();
    }
    let listed = Listed::of(document);
    marks.iter().filter_map(|&mark| listed.citation(mark)).collect()
}

/// What the entries of the lists of works begin with.
struct Listed<'d> {
    document: &'d Document,
    authors: FxHashSet<&'d str>,
    labels: FxHashSet<&'d str>,
}

impl<'d> Listed<'d> {
    fn of(document: &'d Document) -> Self {
        let text = document.text();
        let (mut authors, mut labels) = (FxHashSet::default(), FxHashSet::default());
        for section in sections(document) {
            for line in lines(text, section).map(|line| line.span.of(text)) {
                authors.extend(authors_of(line));
                labels.extend(label_of(line));
            }
        }
        Self { document, authors, labels }
    }

    fn citation(&self, mark: Span) -> Option<Citation> {
        let inner = Span::new(mark.start() + 1, mark.end() - 1);
        let words = self.document.slice(inner);
        if labels(words).all(|label| self.labels.contains(label)) && self.may_number(mark) {
            return Some(Citation { span: mark, kind: CitationKind::Number, target: inner });
        }
        if before_pages(words)?.is_empty() {
            let cites = words.len() <= MAX_PAGES && self.follows_author(mark);
            return cites.then(|| Citation::of(mark, CitationKind::Locator));
        }
        let mut from = inner.start();
        for part in words.split(';') {
            if let Some(names) = before_pages(part).filter(|names| self.names_author(names)) {
                let start = from + part.len() - part.trim_start().len();
                let target = Span::new(start, start + names.len());
                return Some(Citation { span: mark, kind: CitationKind::AuthorYear, target });
            }
            from += part.len() + 1;
        }
        None
    }

    /// Whether a number in round brackets ends a clause: one that begins what it counts does not.
    fn may_number(&self, mark: Span) -> bool {
        let text = self.document.text();
        !text[mark.start()..].starts_with('(') || ends_clause(text, mark)
    }

    /// Whether the words are names of authors, one of them listed, and maybe a title.
    fn names_author(&self, words: &str) -> bool {
        let title = words.find(['"', '“', '*', '_']).unwrap_or(words.len());
        let mut words = words[..title].split_whitespace().map(|word| word.trim_matches([',', '.']));
        let mut found = false;
        words.all(|word| {
            let name = is_name(word);
            found |= name && self.authors.contains(word);
            name || is_beside_names(word) || matches!(word, "qtd" | "in")
        }) && found
    }

    /// Whether the sentence that ends in a mark names a listed author: `Berg writes, "…" (45).`
    fn follows_author(&self, mark: Span) -> bool {
        let text = self.document.text();
        let block = self.document.block_at(mark.start()).map_or(mark.start(), |block| block.span.start());
        let near = text.floor_char_boundary(mark.start().saturating_sub(MAX_BEFORE)).max(block);
        let mut words = text[near..mark.start()].split(|c: char| !c.is_alphanumeric() && c != '-');
        ends_clause(text, mark) && words.any(|word| self.authors.contains(word))
    }
}

/// What stands below each title of a list of works, up to the next heading.
fn sections(document: &Document) -> Vec<Span> {
    let is_title = |kind| matches!(kind, BlockKind::Heading | BlockKind::Paragraph);
    let titles = document.blocks.iter().filter(|block| is_title(block.kind));
    let titles = titles.filter(|block| is_list_title(document.slice(block.span)));
    let section = |title: Span| {
        let next = document.headings.partition_point(|heading| heading.span.start() < title.end());
        let end = document.headings.get(next).map_or(document.body.end(), |next| next.span.start());
        Span::new(title.end(), end.max(title.end()))
    };
    titles.map(|title| section(title.span)).collect()
}

/// Whether a mark stands behind a word and before what ends a clause.
fn ends_clause(text: &str, mark: Span) -> bool {
    let (before, after) = (&text[..mark.start()], &text[mark.end()..]);
    let clause = after.is_empty() || after.starts_with(['.', ',', ';', ':', '\n', '\r']);
    clause && before.ends_with(' ') && !before.trim_end().ends_with(['.', ',', ';', ':'])
}

/// What stands before the pages that a mark ends in: `Hill` of `Hill 12–14`.
fn before_pages(part: &str) -> Option<&str> {
    let part = part.trim();
    let page = |c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | ',' | ' ' | '.' | ':');
    let names = part.trim_end_matches(page);
    let pages = &part[names.len()..];
    let parted = names.is_empty() || pages.starts_with([' ', ',', '.', ':']);
    let numbered = pages.ends_with(|c: char| c.is_ascii_digit());
    let short = |digits: &str| digits.len() <= MAX_DIGITS;
    (parted && numbered && pages.split(|c: char| !c.is_ascii_digit()).all(short)).then_some(names)
}

/// The labels in a mark: `S1`, `S2` of `S1, S2`.
fn labels(inner: &str) -> impl Iterator<Item = &str> {
    inner.split([',', ';', '-', '–']).map(str::trim)
}

/// Whether a word is a number or a letter or two with one: `3`, `S1`, `SR12`.
fn is_label(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let numbered = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    numbered && digits.len() <= MAX_DIGITS && word.len() - digits.len() <= MAX_LETTERS
}

/// The label that a line of a list begins with: `1. Hill`, `[S1] Hill`, `- **S1**: Hill`, `| S1 | Hill`.
fn label_of(line: &str) -> Option<&str> {
    let marks = |c: char| c.is_whitespace() || "-*+|>[(_".contains(c);
    let line = line.trim_start_matches(marks);
    let length = line.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (label, rest) = line.split_at(length);
    (is_label(label) && rest.starts_with([']', ')', ':', '.', '|', '*', '_', ' '])).then_some(label)
}

/// The names that a line of a list begins with, up to the comma or full stop behind them.
fn authors_of(line: &str) -> impl Iterator<Item = &str> {
    let line = line.trim_start_matches(|c: char| !c.is_alphabetic());
    let names = &line[..line.find([',', '.', ':']).unwrap_or(0)];
    let few = names.split_whitespace().nth(MAX_NAMES).is_none();
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
    fn a_label_on_the_list_cites() {
        let works = "\n\n**Sources:**\n\n1. Hill J. Lamps. 2001.\n2. Berg A. The Lamp. 1999.\n\n- **S1**: the log\n| S2 | the post |\n";
        for mark in ["(2)", "(1, 2)", "(1-2)", "[S1]", "[S1, S2]", "(S2)"] {
            assert_eq!(found(&format!("The lamp went out {mark}.{works}")), [mark], "{mark}");
            assert_eq!(found(&format!("The lamp went out {mark}.\n")), [""; 0], "{mark}");
        }
        let text = "It went out since (1) it was old, and [S3] (2) nobody came (3).";
        assert_eq!(found(&format!("{text}{works}")), [""; 0]);
    }

    #[test]
    fn figures_and_counts_do_not() {
        let text = "It went out (Figure 12), (June 12), (12). As Berg saw (forty-five (45) lamps), (2 lamps) and (Hill1).";
        assert_eq!(found(&format!("{text}{WORKS}")), [""; 0]);
    }
}
