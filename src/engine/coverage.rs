//! How much of what documents claim is cited.

use std::ops::AddAssign;
use std::sync::Arc;

use rayon::prelude::*;

use super::Scope;
use crate::document::{BlockKind, CitationKind, Claims, Document, Prose, Quotation, Speakers};
use crate::lexicon;
use crate::text::Span;
use crate::vault::{Problem, Vault, guarded};

/// The fewest words of a quotation; fewer are a term or a title.
const MIN_QUOTED_WORDS: usize = 5;

/// How many claims and quotations there are, and how many of them lead to a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Claims.
    pub claims: usize,
    /// Claims that a citation stands by or covers.
    pub cited: usize,
    /// Claims that name who says so, cited or not.
    pub attributed: usize,
    /// Quotations of several words.
    pub quotations: usize,
    /// Quotations that a citation stands by or covers.
    pub cited_quotations: usize,
    /// Quotations with somebody who says them in their paragraph or beside it.
    pub attributed_quotations: usize,
}

impl Counts {
    /// The percentage of claims that are cited, rounded down; none without claims.
    #[must_use]
    pub fn percent(&self) -> Option<usize> {
        (self.cited * 100).checked_div(self.claims)
    }

    /// Claims without a citation.
    #[must_use]
    pub fn uncited(&self) -> usize {
        self.claims - self.cited
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.claims += other.claims;
        self.cited += other.cited;
        self.attributed += other.attributed;
        self.quotations += other.quotations;
        self.cited_quotations += other.cited_quotations;
        self.attributed_quotations += other.attributed_quotations;
    }
}

/// What stands below one heading and above the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionCoverage {
    /// The words of the heading; none above the first.
    pub heading: Option<Span>,
    /// 1 to 6; 0 above the first heading.
    pub level: u8,
    /// What is counted in it.
    pub counts: Counts,
}

/// What is counted in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentCoverage {
    /// The document, relative to the vault.
    pub path: Arc<str>,
    /// What is counted in all of it.
    pub counts: Counts,
    /// Its sections with claims or quotations in them, in order.
    pub sections: Vec<SectionCoverage>,
}

/// What is counted in the documents in scope.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// The sum.
    pub counts: Counts,
    /// The documents, the worst first: by percentage, then by claims without a citation, then by path.
    pub documents: Vec<DocumentCoverage>,
    /// Documents that could not be counted.
    pub problems: Vec<Problem>,
}

/// Counts claims and quotations in the documents of `vault` that are in `scope`.
#[must_use]
pub fn coverage(vault: &Vault, scope: &Scope) -> Coverage {
    let inside = vault.documents().par_iter().filter(|document| scope.holds(document.path()));
    let counted: Vec<_> = inside.map(|document| (document, guarded(|| count(document)))).collect();
    let mut coverage = Coverage::default();
    for (document, sections) in counted {
        let Some(sections) = sections else {
            coverage.problems.push(Problem {
                path: document.path().to_string(),
                message: "internal error: its claims could not be counted".to_owned(),
                help: Some("please report it; the other files were counted".to_owned()),
            });
            continue;
        };
        let mut counts = Counts::default();
        sections.iter().for_each(|section| counts += section.counts);
        coverage.counts += counts;
        coverage.documents.push(DocumentCoverage { path: Arc::clone(document.path()), counts, sections });
    }
    coverage.documents.sort_by_key(|document| {
        let counts = document.counts;
        let share = counts.percent().unwrap_or(usize::MAX);
        (share, std::cmp::Reverse(counts.uncited()), Arc::clone(&document.path))
    });
    coverage
}

fn count(document: &Document) -> Vec<SectionCoverage> {
    let mut sections = vec![SectionCoverage { heading: None, level: 0, counts: Counts::default() }];
    sections.extend(document.headings.iter().map(|heading| SectionCoverage {
        heading: Some(heading.text),
        level: heading.level,
        counts: Counts::default(),
    }));
    let mut speakers = Speakers::new(document);
    let quotations = outermost(document);
    let mut quotations = quotations.iter().peekable();
    for (at, block) in document.blocks.iter().enumerate() {
        let section = document.headings.partition_point(|heading| heading.span.start <= block.span.start);
        let headed = section.checked_sub(1).is_some_and(|at| is_cited(document, document.headings[at].span));
        let prose = Prose::of(document, block);
        let claims = Claims::of(document, block, &prose);
        let counts = &mut sections[section].counts;
        for claim in &claims.claims {
            let text = prose.sentences[claim.sentence].prose;
            counts.claims += 1;
            counts.cited += usize::from(claim.cited || headed);
            counts.attributed += usize::from(lexicon::attributes(&prose.text, text));
        }
        let states = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableCell);
        while let Some(quotation) = quotations.next_if(|quotation| quotation.span.start < block.span.end) {
            if !states || block.quoted || !block.span.contains(quotation.span) {
                continue;
            }
            let last = quotation.span.end().saturating_sub(1);
            let sentence = prose.sentences.iter().rposition(|sentence| sentence.source.start() <= last);
            let cited =
                headed || sentence.is_some_and(|sentence| claims.is_cited(document, &prose, sentence));
            counts.quotations += 1;
            counts.cited_quotations += usize::from(cited);
            counts.attributed_quotations += usize::from(speakers.say(at, quotation.span));
        }
    }
    sections.retain(|section| section.counts != Counts::default());
    sections
}

/// Quotations of several words that stand in no other.
fn outermost(document: &Document) -> Vec<Quotation> {
    let mut past = 0;
    let mut found = Vec::new();
    for quotation in &document.quotations {
        if quotation.span.start() < past {
            continue;
        }
        past = quotation.span.end();
        let words = document.slice(quotation.words).split_whitespace().take(MIN_QUOTED_WORDS);
        if words.count() == MIN_QUOTED_WORDS {
            found.push(*quotation);
        }
    }
    found
}

/// Whether a mark in the heading says where its section is from. A link there is part of the words.
fn is_cited(document: &Document, heading: Span) -> bool {
    document.citations_in(heading).iter().any(|citation| citation.kind != CitationKind::Address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_and_quotations_are_counted_by_section() {
        let text = "The lamp burned [1]. Hill said so.\n\n# Oil [00:01:20]\n\nThe oil froze.\n\n\
                    # Frost\n\nIt was “as cold as it ever was”, Hill wrote. Nobody came.\n\n# Empty\n";
        let vault = Vault::from_texts([("b.md", text), ("a.md", "# Nothing\n"), ("c.md", "It rained.\n")]);
        let coverage = coverage(&vault, &Scope::Everything);
        let documents: Vec<_> =
            coverage.documents.iter().map(|document| (&*document.path, document.counts.percent())).collect();
        assert_eq!(documents, [("c.md", Some(0)), ("b.md", Some(40)), ("a.md", None)]);
        let sections: Vec<_> = coverage.documents[1]
            .sections
            .iter()
            .map(|section| {
                let Counts { claims, cited, attributed, quotations, .. } = section.counts;
                (section.level, claims, cited, attributed, quotations)
            })
            .collect();
        assert_eq!(sections, [(0, 2, 1, 1, 0), (1, 1, 1, 0, 0), (1, 2, 0, 1, 1)]);
        let sum = coverage.counts;
        assert_eq!((sum.claims, sum.cited, sum.cited_quotations, sum.attributed_quotations), (6, 2, 0, 1));
    }

    #[test]
    fn endless_text_is_counted() {
        for unit in ["“a b c d e f” ", "“", "He says. ", "# a\n", "- [1] “a b c d e” he said\n", "|a|"]
        {
            let text = unit.repeat(200_000 / unit.len());
            let vault = Vault::from_texts([("a.md", text.as_str())]);
            assert_eq!(coverage(&vault, &Scope::Everything).problems.len(), 0);
        }
    }
}
