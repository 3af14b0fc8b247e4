//! Quotations that nobody says.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{BlockKind, Quotation, Speakers};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<UnattributedQuotation>("unattributed-quotation", &[]);

/// So many bytes beside a quotation tell nothing of it.
const MAX_BESIDE: usize = 24;

/// Reports quotations with nobody who says them in their paragraph or the ones beside it, and
/// no citation in their paragraph.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UnattributedQuotation {
    /// The fewest words of a quotation that wants a speaker; fewer are a term or a title.
    #[serde(default = "five")]
    min_words: usize,
}

fn five() -> usize {
    5
}

impl Check for UnattributedQuotation {
    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        // What stands between quotation marks there is a message or a value.
        if document.is_technical() {
            return;
        }
        let mut past = 0;
        let mut speakers = Speakers::new(document);
        for quotation in &document.quotations {
            // A quotation inside another is the other's affair.
            if quotation.span.start() >= past && self.is_unattributed(&mut speakers, quotation) {
                hits.push(Hit::at(quotation.span));
            }
            past = past.max(quotation.span.end());
        }
    }
}

impl UnattributedQuotation {
    fn is_unattributed(&self, speakers: &mut Speakers<'_>, quotation: &Quotation) -> bool {
        let document = speakers.document();
        // French sets blanks inside the marks.
        let words = document.slice(quotation.words).trim();
        let Some((at, block)) = document.block_of(quotation.span) else { return false };
        if block.quoted || !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem) {
            return false;
        }
        let cited = document.is_cited_in(block.span);
        if cited || words.split_whitespace().take(self.min_words).count() < self.min_words {
            return false;
        }
        // British and German put the stop behind the mark.
        let stopped = document.text()[quotation.span.end()..].starts_with(['.', '!', '?']);
        is_sentence(words, stopped) && !fills(block.span, quotation.span) && !speakers.say(at, quotation.span)
    }
}

/// Whether the words are a sentence and not a title, a label or a piece of one; `stopped` tells that
/// one ends right behind them.
fn is_sentence(words: &str, stopped: bool) -> bool {
    if words.starts_with(char::is_lowercase) {
        return false;
    }
    let small = |word: &&str| word.starts_with(char::is_lowercase);
    let count = words.split_whitespace().count();
    (stopped || words.ends_with(['.', '!', '?', '…']))
        && words.split_whitespace().filter(small).count() * 2 > count
}

/// Whether the paragraph is the quotation and hardly anything else: it is copied out as a whole.
fn fills(block: Span, quotation: Span) -> bool {
    block.len() < quotation.len() + MAX_BESIDE
}
