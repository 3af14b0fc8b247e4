//! Marks in the text that point to a source, in whatever syntax.

use super::{Document, LinkSyntax};
use crate::text::Span;

/// How a citation is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CitationKind {
    /// `[@key]`, `@key`, `[see @key, p. 4]`
    Key,
    /// `[^1]`
    Footnote,
    /// A media time that points into a source.
    Timestamp,
    /// A link to an address.
    Address,
    /// `[12]`, `[3–5]`
    Number,
}

/// A mark that points to a source.
#[derive(Clone, Debug)]
pub struct Citation {
    /// The whole mark.
    pub span: Span,
    /// How it is written.
    pub kind: CitationKind,
    /// What it names: the key, label, address or number.
    pub target: Span,
}

impl Citation {
    /// Whether it is a mark and not words of the sentence that are also a link.
    pub(super) fn is_mark(&self) -> bool {
        match self.kind {
            CitationKind::Address => self.span.len() - self.target.len().min(self.span.len()) <= 2,
            CitationKind::Key | CitationKind::Footnote | CitationKind::Timestamp | CitationKind::Number => {
                true
            }
        }
    }
}

/// Adds what links and timestamps cite to the marks already found, and sorts.
pub(super) fn extract(document: &mut Document) {
    let text = document.source.text();
    let links = document.links.iter().filter(|link| !link.in_front_matter && !link.embed);
    let addresses = links.filter(|link| link.is_external(text) || link.syntax == LinkSyntax::Reference);
    let mut found: Vec<Citation> = addresses
        .map(|link| Citation { span: link.span, kind: CitationKind::Address, target: link.target })
        .collect();
    found.extend(document.timestamps.iter().map(|timestamp| Citation {
        span: timestamp.span,
        kind: CitationKind::Timestamp,
        target: timestamp.span,
    }));
    document.citations.append(&mut found);
    document.citations.sort_unstable_by_key(|citation| citation.span);
}
