//! Words and marks at which few facts begin: one sweep over the body finds them all.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Document;
use crate::text::Span;

/// What is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Literal {
    /// The end of an address's scheme.
    Address,
    Doi,
    Isbn,
    Arxiv,
    Pmid,
    /// A command of TeX or of another markup that cites.
    Command,
    /// `op. cit.`
    WorkBefore,
    /// A raised number.
    Raised,
    /// An encyclopedia's note.
    Reference,
}

const ALL: [(&str, Literal); 22] = [
    ("://", Literal::Address),
    (":10.", Literal::Doi),
    ("DOI: 10.", Literal::Doi),
    ("doi: 10.", Literal::Doi),
    ("DOI 10.", Literal::Doi),
    ("ISBN", Literal::Isbn),
    ("arXiv:", Literal::Arxiv),
    ("PMID", Literal::Pmid),
    ("\\cite", Literal::Command),
    ("\\parencite", Literal::Command),
    ("\\textcite", Literal::Command),
    ("\\autocite", Literal::Command),
    ("\\foot", Literal::Command),
    ("\\fullcite", Literal::Command),
    ("{footcite", Literal::Command),
    (":footcite:", Literal::Command),
    ("{cite", Literal::Command),
    (":cite:", Literal::Command),
    ("#cite(", Literal::Command),
    (" cit.", Literal::WorkBefore),
    ("<sup", Literal::Raised),
    ("<ref", Literal::Reference),
];

/// None if it cannot be built, which these few words never are the cause of.
static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    // Only of this kind is a search that looks at many bytes at once.
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(ALL.map(|(text, _)| text)).ok()
});

/// Where in `body` each of them stands, sorted by place.
pub(super) fn find(text: &str, body: Span) -> Vec<(Literal, Span)> {
    let found = SEARCH.iter().flat_map(|search| search.find_iter(body.of(text)));
    let placed = found.map(|found| {
        let (_, literal) = ALL[found.pattern().as_usize()];
        (literal, Span::new(found.start(), found.end()).shifted(body.start()))
    });
    placed.collect()
}

/// Those outside code and comments, each with the region that it stands in.
pub(super) fn readable<'d>(
    document: &'d Document,
    literals: &'d [(Literal, Span)],
) -> impl Iterator<Item = (Literal, Span, Span)> + 'd {
    let mut regions = document.regions().peekable();
    literals.iter().filter_map(move |&(literal, span)| {
        while regions.next_if(|region| region.end < span.end).is_some() {}
        regions.peek().filter(|region| region.contains(span)).map(|&region| (literal, span, region))
    })
}
