//! Quotations that nobody says.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{BlockKind, Document, Quotation};
use crate::lexicon;
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
        let mut past = 0;
        let mut speakers = Speakers { document, known: FxHashMap::default() };
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
        let document = speakers.document;
        let words = document.slice(quotation.words);
        let next = document.blocks.partition_point(|block| block.span.start <= quotation.span.start);
        let Some(at) = next.checked_sub(1) else { return false };
        let block = &document.blocks[at];
        if block.quoted || block.kind != BlockKind::Paragraph || !block.span.contains(quotation.span) {
            return false;
        }
        let citation = document.citations.partition_point(|citation| citation.span.start < block.span.start);
        let cited =
            document.citations.get(citation).is_some_and(|citation| citation.span.start < block.span.end);
        if cited || words.split_whitespace().take(self.min_words).count() < self.min_words {
            return false;
        }
        is_sentence(words) && !fills(block.span, quotation.span) && !speakers.say(at, quotation)
    }
}

/// Whether the words are a sentence and not a title or a label.
fn is_sentence(words: &str) -> bool {
    let small = |word: &&str| word.starts_with(char::is_lowercase);
    let count = words.split_whitespace().count();
    words.ends_with(['.', '!', '?', '…']) && words.split_whitespace().filter(small).count() * 2 > count
}

/// Whether the paragraph is the quotation and hardly anything else: it is copied out as a whole.
fn fills(block: Span, quotation: Span) -> bool {
    block.len() < quotation.len() + MAX_BESIDE
}

/// Where words that tell who says it stand in each block: the first and the last, once looked for.
struct Speakers<'d> {
    document: &'d Document,
    known: FxHashMap<usize, Option<(usize, usize)>>,
}

impl Speakers<'_> {
    /// Whether one stands in the block or beside it, outside the quotation.
    fn say(&mut self, at: usize, quotation: &Quotation) -> bool {
        let blocks = at.saturating_sub(1)..(at + 2).min(self.document.blocks.len());
        let start = self.document.blocks[at].span.start();
        let before = self.document.slice(Span::new(start, quotation.span.start()));
        before.trim_end_matches(' ').ends_with(':')
            || blocks.into_iter().any(|block| {
                self.in_block(block).is_some_and(|(first, last)| {
                    first < quotation.span.start() || last >= quotation.span.end()
                })
            })
    }

    fn in_block(&mut self, block: usize) -> Option<(usize, usize)> {
        let document = self.document;
        *self.known.entry(block).or_insert_with(|| {
            let span = document.blocks[block].span;
            let mut found = None;
            for (at, word) in words(document.slice(span)) {
                if lexicon::says_who(word) {
                    let at = span.start() + at;
                    found = Some((found.map_or(at, |(first, _)| first), at));
                }
            }
            found
        })
    }
}

/// The words of `text` and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter_map(move |word| {
        let at = text[from..].find(word).map_or(from, |next| from + next);
        from = at + word.len();
        (!word.is_empty()).then_some((at, word))
    })
}
