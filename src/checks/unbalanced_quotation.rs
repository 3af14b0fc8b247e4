//! Quotations that begin and do not end, or end and do not begin.

mod straight;
mod unopened;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Block, BlockKind, Document, row_of};
use crate::lexicon::{self, has_word_of};
use crate::rule::{Check, Hit, Kind, Severity, Subject};
use crate::text::{Encoding, Span};

pub(super) const KIND: Kind =
    Kind::of::<UnbalancedQuotation>("unbalanced-quotation", &["mark", "missing", "there", "edge", "repair"]);

/// The longest row of a table that is read for a mark, in bytes.
const MAX_ROW: usize = 8192;
/// The most marks of one block that nothing opens and that are told.
const MAX_UNOPENED: usize = 16;
/// The most bytes that are underlined.
const MAX_SHOWN: usize = 40;

/// The most blocks that are searched for the end of a quotation.
const MAX_BLOCKS: usize = 16;

/// The fewest words, and the fewest letters where none are parted, that are quoted and no label.
const MIN_WORDS: usize = 4;
const MIN_LETTERS: usize = 10;
/// More single marks than these are letters of names, as in the transcription of Arabic.
const MAX_SINGLE: usize = 2;

/// Reports opening quotation marks that nothing answers in their block or later, and closing ones
/// that answer nothing. Only marks that cannot be anything else count: straight ones also measure
/// and abbreviate, `»` also parts and lists.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UnbalancedQuotation {}

impl Check for UnbalancedQuotation {
    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let mut usage: Option<Usage> = None;
        for &mark in &document.unclosed_quotations {
            let next = document.blocks.partition_point(|block| block.span.start <= mark.start);
            let Some(block) = next.checked_sub(1).map(|at| &document.blocks[at]) else { continue };
            if !is_prose(block)
                || !usage.get_or_insert_with(|| Usage::of(document)).is_certain(document, mark, block)
            {
                continue;
            }
            let single = document.slice(mark) == "‘";
            let inner = single && document.quotation_around(mark).is_some();
            let sound = document.is_opaque(mark)
                || is_unreadable(document, block)
                || is_reopened(document, mark, block)
                || document.opens_again(mark)
                || single && document.is_in_open_quotation(mark)
                || match block.kind {
                    _ if inner => false,
                    BlockKind::TableCell => is_cut(document, mark, block),
                    _ => ends_later(document, next, document.slice(mark)),
                };
            let Some(severity) = ends_two(document, mark, block).filter(|_| !sound) else { continue };
            let hit = Hit { severity, ..Hit::at(shown(document, mark, block.span.end())) };
            hits.push(worded(hit, document.slice(mark), ["closes", "opens", "ends", "close"]));
        }
        // So many in one block are no slip, and each costs a look at all of it.
        let (mut block, mut marks) = (usize::MAX, 0);
        for &mark in &document.unopened_quotations {
            let Some((at, _)) = document.block_of(mark) else { continue };
            (block, marks) = (at, if at == block { marks + 1 } else { 1 });
            if marks > MAX_UNOPENED {
                continue;
            }
            if let Some(span) = unopened::words_before(document, mark) {
                hits.push(worded(Hit::at(span), document.slice(mark), ["opens", "closes", "begins", "open"]));
            }
        }
    }
}

/// Whether the block is of another encoding: each of its letters was read as several bytes.
fn is_unreadable(document: &Document, block: &Block) -> bool {
    document.source().encoding() != Encoding::Utf8 && document.slice(block.span).contains("???")
}

/// Whether the mark is one of several that open one quotation, sentence after sentence with no end between
/// and nobody who says it: its paragraphs, run together. Behind the last of them stands the mark that closes it.
fn is_reopened(document: &Document, mark: Span, block: &Block) -> bool {
    let marks = &document.unclosed_quotations;
    let follows = |one: Span, other: Span| {
        let between = document.slice(Span::new(one.end(), other.start().max(one.end())));
        let written = document.slice(one);
        // A paragraph begins with a sentence.
        let sentence = document.text()[other.start()..].strip_prefix(written);
        sentence.is_some_and(|words| !words.starts_with(char::is_lowercase))
            && block.span.contains(other)
            && between.trim_end().ends_with(['.', '!', '?'])
            && !ends_in_speaker(between)
    };
    let opened = |from: usize| {
        let unclosed = marks.get(marks.partition_point(|other| other.start() < from)).copied();
        let quotations = &document.quotations;
        let quotation = quotations.get(quotations.partition_point(|other| other.span.start() < from));
        unclosed.into_iter().chain(quotation.map(|quotation| quotation.span)).min()
    };
    let before = marks[..marks.partition_point(|other| other.start < mark.start)].last();
    before.is_some_and(|&before| opened(before.end()) == Some(mark) && follows(before, mark))
        || opened(mark.end()).is_some_and(|next| follows(mark, next))
}

/// Whether the last words after a comma tell who says what stands before them: `…, said Hill.`
fn ends_in_speaker(words: &str) -> bool {
    const MOST_WORDS: usize = 6;
    let Some((_, last)) = words.rsplit_once(',') else { return false };
    let few = last.split_whitespace().nth(MOST_WORDS).is_none();
    few && ["tells", "says", "attributes"].iter().any(|class| has_word_of(class, last))
}

/// Whether running text stands in the block.
fn is_prose(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableCell)
}

/// Whether the mark in a cell is no quotation that begins and ends there: few words stand beside it, or
/// the row has an even number of such marks, which a pipe parts.
fn is_cut(document: &Document, mark: Span, block: &Block) -> bool {
    let row = document.slice(row_of(document, block));
    let beside = document.slice(Span::new(mark.end(), block.span.end().max(mark.end())));
    let before = document.slice(Span::new(block.span.start().min(mark.start()), mark.start()));
    let marks =
        row.chars().filter(|c| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』'));
    row.len() > MAX_ROW || !are_several(beside) && !are_several(before) || marks.count() % 2 == 0
}

/// The hit with the words for the mark that is missing and the one that is there.
fn worded(hit: Hit, mark: &str, [missing, there, edge, repair]: [&str; 4]) -> Hit {
    let hit = hit.value("mark", mark).value("missing", missing).value("there", there);
    hit.value("edge", edge).value("repair", repair)
}

/// What a document uses those marks for that are not always quotation marks.
#[derive(Debug)]
struct Usage {
    /// Whether `‘` opens a whole quotation of several words.
    single: bool,
    /// Whether `»` does.
    angular: bool,
    /// Whether `‘` begins words time and again, as it does in the transcription of Arabic.
    letters: bool,
    /// Whether `«` ends quotations too.
    both_ends: bool,
    /// Whether a blank stands inside `« … »`, as French has it.
    spaced: bool,
    /// Whether there is more than one `»`: they part the steps of a path, or begin the items of a list.
    lists: bool,
}

impl Usage {
    fn of(document: &Document) -> Self {
        let quotes = |mark: &str| {
            document.quotations.iter().any(|quotation| {
                let words = document.slice(quotation.words).split_whitespace();
                document.slice(quotation.span).starts_with(mark) && words.take(MIN_WORDS).count() == MIN_WORDS
            })
        };
        let singles = document.unclosed_quotations.iter().filter(|&&mark| document.slice(mark) == "‘");
        Self {
            single: quotes("‘"),
            angular: quotes("»"),
            letters: singles.count() > MAX_SINGLE,
            both_ends: ends_with_guillemet(document),
            spaced: document
                .quotations
                .iter()
                .any(|quotation| document.slice(quotation.span).starts_with("« ")),
            lists: document.slice(document.body).matches('»').nth(1).is_some(),
        }
    }

    /// Whether the mark can be nothing else than the beginning of a quotation.
    fn is_certain(&self, document: &Document, mark: Span, block: &Block) -> bool {
        let rest = document.slice(Span::new(mark.end(), block.span.end().max(mark.end())));
        match document.slice(mark) {
            "«" if self.both_ends || self.is_arrow(rest) => false,
            _ if is_cut_short(rest) => false,
            "“" if rest.contains('″') => false,
            "“" | "„" | "«" => block.kind != BlockKind::TableCell || is_statement(rest),
            "\"" => is_statement(rest) && straight::opens(document, mark, block),
            "「" | "『" | "《" | "❝" | "‹" | "‚" => is_statement(rest),
            "»" => is_statement(rest) && (self.angular || !self.lists),
            "‘" => is_statement(rest) && !self.letters && self.is_single(document, mark, block, rest),
            _ => false,
        }
    }

    /// Whether `«` points back, in a document that sets no blanks inside `« … »`.
    fn is_arrow(&self, rest: &str) -> bool {
        !rest.contains(char::is_alphanumeric) || rest.starts_with(' ') && !self.spaced
    }

    /// Whether what may be an apostrophe opens a quotation: it stands where one begins, and the word
    /// after it is no name and nothing is left out of it.
    fn is_single(&self, document: &Document, mark: Span, block: &Block, rest: &str) -> bool {
        let word = rest.split(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'').next();
        let before = document.slice(Span::new(block.span.start().min(mark.start()), mark.start()));
        let begins = before.is_empty()
            || before.ends_with([' ', '\n']) && {
                let before = before.trim_end();
                self.single || before.ends_with([',', ':'])
            };
        let word = || word.is_some_and(lexicon::is_common);
        match document.quotation_around(mark) {
            Some(outer) => {
                let words = document.slice(Span::new(mark.end(), outer.words.end().max(mark.end())));
                let begins = mark.start() == outer.words.start() || before.ends_with([' ', '\n']);
                begins && word() && are_several(words) && !words.contains('’')
            }
            None => begins && word(),
        }
    }
}

/// Whether `«` stands behind a word time and again, in a document that opens quotations with it.
fn ends_with_guillemet(document: &Document) -> bool {
    let body = document.slice(document.body);
    let ends = body.match_indices('«').filter(|&(at, mark)| {
        let before = body[..at].chars().next_back();
        let after = body[at + mark.len()..].chars().next();
        before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    });
    ends.count() > 1
}

/// Whether the block breaks off: it is the beginning of another text, as a list of articles shows it.
fn is_cut_short(rest: &str) -> bool {
    let rest = rest.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '*' | '_'));
    rest.ends_with('…') || rest.ends_with("...")
}

/// Whether the words are several, directly after the mark, and end as a sentence does.
fn is_statement(rest: &str) -> bool {
    let ended = rest.contains(['.', '!', '?', '…', '。', '！', '？']);
    rest.starts_with(char::is_alphanumeric) && ended && are_several(rest)
}

/// Whether the words are more than a term; where no blanks part them, letters are counted.
fn are_several(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic() && !c.is_ascii());
    words.split_whitespace().take(MIN_WORDS).count() == MIN_WORDS
        || letters.take(MIN_LETTERS).count() == MIN_LETTERS
}

/// How bad it is that nothing answers the mark, if it is not as usual; nothing if one mark ends two
/// quotations, as Russian has it: `«a «b»`. In other languages that is one of two ways.
fn ends_two(document: &Document, mark: Span, block: &Block) -> Option<Option<Severity>> {
    let rest = document.slice(Span::new(mark.end(), block.span.end().max(mark.end())));
    if document.slice(mark) != "«" || !rest.contains('»') {
        return Some(None);
    }
    let cyrillic = |c: char| ('а'..='я').contains(&c);
    let line = document.text()[..mark.start()].ends_with(['\n', '\r']) || rest.contains("\n«");
    (!rest.contains(cyrillic) && !line).then_some(Some(Severity::Info))
}

/// Whether the quotation ends in a later block of its section, and no other opens before that.
/// A block quote between its paragraphs is another's.
fn ends_later(document: &Document, next: usize, mark: &str) -> bool {
    let straight = mark == "\"";
    let closes = |c: char| {
        matches!(
            (mark, c),
            ("«", '»')
                | ("»", '«' | '»')
                | ("‹", '›')
                | ("“", '”')
                | ("„", '“' | '”')
                | ("‘", '’')
                | ("‚", '‘' | '’')
                | ("「", '」')
                | ("『", '』')
                | ("《", '》')
                | ("❝", '❞')
        )
    };
    let section = document.blocks[next..].iter().take(MAX_BLOCKS);
    let mut section = section.take_while(|block| block.kind != BlockKind::Heading);
    let found = section.find_map(|block| {
        let text = document.slice(block.span);
        let first = text.find(|c: char| closes(c) || matches!(c, '“' | '„' | '«') || straight && c == '"');
        let ends = |at: usize| {
            text[at..].starts_with(closes) || straight && is_unopened(document, block.span.start() + at)
        };
        first.filter(|_| !block.quoted).map(ends)
    });
    found == Some(true)
}

fn is_unopened(document: &Document, offset: usize) -> bool {
    document.unopened_quotations.binary_search_by_key(&offset, |mark| mark.start()).is_ok()
}

/// The mark with its first words.
fn shown(document: &Document, mark: Span, end: usize) -> Span {
    let run = document.text_runs.partition_point(|run| run.end <= mark.start);
    let end = document.text_runs.get(run).map_or(end, |run| run.end().min(end));
    let text = document.slice(Span::new(mark.start(), end));
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    let shown = line.char_indices().map(|(at, _)| at).take_while(|&at| at <= MAX_SHOWN).last().unwrap_or(0);
    let cut = if line.len() <= MAX_SHOWN { line.len() } else { line[..shown].rfind(' ').unwrap_or(shown) };
    Span::new(mark.start(), mark.start() + cut.max(mark.len()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::text::SourceFile;

    #[test]
    fn letters_of_another_encoding_hide_marks() {
        for (word, unreadable) in [(b"caf\xe9 ".repeat(9), false), (b"\xb2\xe2\xca\xd4 ".repeat(9), true)] {
            let source = SourceFile::from_bytes("a.md", word);
            let document = Document::parse(Arc::new(source));
            assert_eq!(is_unreadable(&document, &document.blocks[0]), unreadable, "{}", document.text());
        }
    }
}
