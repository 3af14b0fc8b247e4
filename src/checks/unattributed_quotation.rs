//! Quotations that nobody says.

mod piece;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{BlockKind, Quotation, Speakers};
use crate::lexicon::has_word_of;
use crate::rule::{Check, Confidence, Hit, Kind, Subject};
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
            let inner = quotation.span.start() < past;
            past = past.max(quotation.span.end());
            if inner {
                continue;
            }
            if let Some(confidence) = self.unsaid(subject, &mut speakers, quotation) {
                hits.push(Hit { confidence, ..Hit::at(quotation.span) });
            }
        }
    }
}

impl UnattributedQuotation {
    /// Whether nobody says it, and how sure that is if it is less so than the rule says.
    fn unsaid(
        &self,
        subject: &Subject<'_>,
        speakers: &mut Speakers<'_>,
        quotation: &Quotation,
    ) -> Option<Option<Confidence>> {
        let document = subject.document;
        // French sets blanks inside the marks.
        let words = document.slice(quotation.words).trim();
        let (at, block) = document.block_of(quotation.span)?;
        let spoken = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableCell);
        let few = || words.split_whitespace().take(self.min_words).count() < self.min_words;
        if block.quoted || !spoken || few() || document.is_cited_in(block.span) {
            return None;
        }
        let before = Span::new(block.span.start(), quotation.span.start()).of(document.text());
        // `oil="none"`, `"none".print`
        let behind = document.text()[quotation.span.end()..].strip_prefix('.');
        let value =
            before.ends_with('=') || behind.is_some_and(|behind| behind.starts_with(char::is_lowercase));
        if value || is_title_of_work(before) || is_entry_of_references(before) || is_question(before, words) {
            return None;
        }
        // British and German put the stop behind the mark.
        let stopped = document.text()[quotation.span.end()..].starts_with(['.', '!', '?']);
        let whole = block.kind != BlockKind::TableCell
            && is_sentence(words, stopped)
            && !fills(block.span, quotation.span)
            && !piece::is_signed_below(document.slice(Span::new(quotation.span.end(), block.span.end())))
            && !speakers.say(at, quotation.span)
            && !subject.has_source_mark(block.span)
            && !subject.setting.is_told(block, quotation.span);
        match whole {
            true => Some(None),
            false => {
                piece::is_unattributed(subject, speakers, quotation, at).then_some(Some(Confidence::Low))
            }
        }
    }
}

/// Whether the words are a sentence and not a title, a label or a piece of one; `stopped` tells that
/// one ends right behind them, be it theirs or that of a sentence with a title in it.
fn is_sentence(words: &str, stopped: bool) -> bool {
    let capitals = || words.split_whitespace().filter(|word| word.starts_with(char::is_uppercase));
    let small = || words.split_whitespace().filter(|word| word.starts_with(char::is_lowercase));
    let title = || capitals().nth(2).is_some() && !small().any(|word| has_word_of("clausal", word));
    !words.starts_with(char::is_lowercase)
        && (words.ends_with(['.', '!', '?', '…']) || stopped && !title())
        && is_mostly_small(words)
}

/// Whether most of the words are written small, as those of titles are not.
fn is_mostly_small(words: &str) -> bool {
    let small = |word: &&str| word.starts_with(char::is_lowercase);
    words.split_whitespace().filter(small).count() * 2 > words.split_whitespace().count()
}

/// Whether what stands before a quotation in its block is the beginning of a reference, up to the
/// year: `Aas, M. (2012).`, `Smith, John. 2010.`
fn is_title_of_work(before: &str) -> bool {
    const LONGEST: usize = 200;
    let before = before.trim_end().trim_end_matches(['.', ',', ':']);
    if before.len() >= LONGEST {
        return false;
    }
    let year = |text: &str| text.len() >= 4 && text.bytes().take(4).all(|byte| byte.is_ascii_digit());
    let (authors, year) = match before.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
        Some((authors, inner)) => (authors, year(inner) && inner.len() < 20),
        None => before
            .rsplit_once(' ')
            .map_or(("", false), |(authors, last)| (authors, year(last) && last.len() < 6)),
    };
    let authors = authors.trim_matches(|c: char| !c.is_alphanumeric());
    let surname = authors
        .split_once(',')
        .is_some_and(|(name, given)| is_one_name(name) && given.trim_start().starts_with(char::is_uppercase));
    year && surname
}

/// Whether it is a question that the sentence speaks of: `the question “Can we afford it?”`.
fn is_question(before: &str, words: &str) -> bool {
    let last = before.trim_end().rsplit(' ').next().unwrap_or_default();
    words.ends_with('?') && has_word_of("mentions", last)
}

/// Whether the paragraph is an entry of a list of references that came out of a wiki: `^ a b "…"`.
fn is_entry_of_references(before: &str) -> bool {
    before.trim_start_matches([' ', '\t', '-', '*', '\\']).starts_with(['^', '↑'])
}

/// Whether the text is a last name: at most three words, the last with a capital.
fn is_one_name(text: &str) -> bool {
    let words = || text.split_whitespace();
    words().count() <= 3 && words().last().is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// Whether the paragraph is the quotation and hardly anything else: it is copied out as a whole.
fn fills(block: Span, quotation: Span) -> bool {
    block.len() < quotation.len() + MAX_BESIDE
}
