//! Who says the words of a quotation: nobody is named, or words that say so stand near.

use rustc_hash::FxHashMap;

use super::Document;
use crate::lexicon::{self, has_word_of};
use crate::text::{Span, is_invisible};

/// Where words that tell who says it stand in each block: the first and the last, once looked for.
#[derive(Debug)]
pub struct Speakers<'d> {
    document: &'d Document,
    known: FxHashMap<usize, Option<(usize, usize)>>,
    voices: FxHashMap<usize, bool>,
    /// The block in which the speech begins that a block belongs to, by the mark that opens it.
    speeches: FxHashMap<(usize, char), usize>,
}

impl<'d> Speakers<'d> {
    /// Nothing is looked for yet.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            known: FxHashMap::default(),
            voices: FxHashMap::default(),
            speeches: FxHashMap::default(),
        }
    }

    /// The document they are looked for in.
    #[must_use]
    pub fn document(&self) -> &'d Document {
        self.document
    }

    /// Whether one stands in block `at` or beside it, outside the quotation.
    #[must_use]
    pub fn say(&mut self, at: usize, quotation: Span) -> bool {
        let first = self.first_of_speech(at, quotation);
        let blocks = first.saturating_sub(1)..(at + 2).min(self.document.blocks.len());
        let start = self.document.blocks[at].span.start();
        let before = self.document.slice(Span::new(start, quotation.start()));
        let led_in = before.trim().is_empty()
            && at.checked_sub(1).is_some_and(|previous| {
                self.document.slice(self.document.blocks[previous].span).trim_end().ends_with(':')
            });
        led_in
            || before.trim_end_matches([' ', '*', '_']).ends_with(':')
            || blocks.into_iter().any(|block| {
                self.in_block(block)
                    .is_some_and(|(first, last)| first < quotation.start() || last >= quotation.end())
            })
    }

    /// The block in which a speech begins that ends with the quotation in block `at`: each of its
    /// paragraphs opens with the mark, and only the last one closes.
    fn first_of_speech(&mut self, at: usize, quotation: Span) -> usize {
        let mark = self.document.slice(quotation).chars().next().unwrap_or_default();
        if let Some(&first) = self.speeches.get(&(at, mark)) {
            return first;
        }
        let first = self.opened_above(at, mark);
        self.speeches.insert((at, mark), first);
        first
    }

    fn opened_above(&self, at: usize, mark: char) -> usize {
        const MAX_PARAGRAPHS: usize = 64;
        let document = self.document;
        let text = |at: usize| document.slice(document.blocks[at].span).trim();
        let mut first = at;
        while first > 0 && at - first < MAX_PARAGRAPHS && text(first).starts_with(mark) {
            let above = text(first - 1);
            let goes_on = above.contains(mark) && !above.ends_with(['”', '"', '’', '\'', '»', '“', '«']);
            if !goes_on {
                break;
            }
            first -= 1;
        }
        first
    }

    /// Whether block `at` or one beside it tells, outside the quotation, that somebody judges, wants or
    /// speaks of a thing: a piece of a sentence may be his without a word for saying.
    #[must_use]
    pub fn voice(&mut self, at: usize, quotation: Span) -> bool {
        let document = self.document;
        let block = document.blocks[at].span;
        let around = [Span::new(block.start(), quotation.start()), Span::new(quotation.end(), block.end())];
        let mut beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        around.into_iter().any(|part| is_voiced(document.slice(part)))
            || beside.any(|at| {
                let Some(block) = document.blocks.get(at) else { return false };
                *self.voices.entry(at).or_insert_with(|| is_voiced(document.slice(block.span)))
            })
    }

    fn in_block(&mut self, block: usize) -> Option<(usize, usize)> {
        let document = self.document;
        *self.known.entry(block).or_insert_with(|| {
            let span = document.blocks[block].span;
            let text = document.slice(span);
            let mut found = None;
            let mut words = words(text).peekable();
            while let Some((at, word)) = words.next() {
                // `points out` says who, `points` alone does not.
                let end = at + word.len();
                let next = words.peek().filter(|(next, _)| text[end..*next] == *" ");
                let end = next.map_or(end, |(next, word)| next + word.len());
                if lexicon::says_who(word) || next.is_some() && lexicon::says_who(&text[at..end]) {
                    let at = span.start() + at;
                    found = Some((found.map_or(at, |(first, _)| first), at));
                }
            }
            found
        })
    }
}

fn is_voiced(text: &str) -> bool {
    has_word_of("voices", text) || has_word_of("sees", text)
}

/// The words of `text` and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && !is_invisible(c)).filter_map(move |word| {
        let at = text[from..].find(word).map_or(from, |next| from + next);
        from = at + word.len();
        (!word.is_empty()).then_some((at, word))
    })
}
