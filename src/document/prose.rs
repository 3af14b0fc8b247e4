//! A block's running text without its markup, with the way back to the source.

use std::cell::OnceCell;

use super::entity::entity;
use super::sentence;
use super::transcript::decode::composed;
use super::{Block, BlockKind, Document};
use crate::lexicon::{self, PLACEHOLDER, Token};
use crate::text::Span;

/// The most words of a paragraph without a full stop that is taken for a title.
const MAX_TITLE_WORDS: usize = 24;
/// The fewest words of a table cell that is a statement and not a label.
const MIN_CELL_WORDS: usize = 6;

/// The words of one block, citations and markup left out.
///
/// Made when a check asks for it and not before: most blocks hold nothing that any rule
/// looks for, and segmenting every sentence would cost as much as the rest of the run.
#[derive(Debug, Default)]
pub struct Prose {
    /// The words. A break of lines is one space; what is no words, such as inline code, is
    /// [`PLACEHOLDER`].
    pub text: String,
    /// The sentences, in order.
    pub sentences: Vec<Sentence>,
    /// Where each piece of `text` begins, and the source offset it came from; sorted.
    pieces: Vec<(u32, u32)>,
    /// The words and marks of each sentence, if a check has asked for them.
    tokens: Vec<OnceCell<Vec<Token>>>,
}

/// A sentence, as a range of bytes in its [`Prose`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// Bytes in the prose text.
    pub prose: Span,
    /// The same in the source.
    pub source: Span,
    /// The source that is the sentence's own: up to where the next one begins, and so with
    /// the citations that follow its full stop.
    pub reach: Span,
}

impl Sentence {
    /// Whether a citation stands in the sentence or right after it, or after the quotation of
    /// several sentences in which it ends.
    #[must_use]
    pub fn is_cited(&self, document: &Document) -> bool {
        document.is_cited_in(self.reach)
            || document.quotation_around(Span::at(self.source.end())).is_some_and(|quotation| {
                let end = quotation.span.end();
                document.is_cited_next(end) || is_cited_behind(document, end)
            })
    }
}

/// Whether a citation stands right behind the end of a quotation and its full stop.
fn is_cited_behind(document: &Document, end: usize) -> bool {
    let rest = &document.text()[end..document.body.end()];
    let marks = rest.len() - rest.trim_start_matches(['*', '_', '.', ' ', '\\']).len();
    document.is_cited_in(Span::new(end, end + marks + 1))
}

/// The words of all blocks of a document, a line each.
#[must_use]
pub fn plain_text(document: &Document) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        text.push_str(&Prose::of(document, block).text);
        text.push('\n');
    }
    composed(text.into()).into_owned()
}

impl Prose {
    /// The words of `block`.
    #[must_use]
    pub fn of(document: &Document, block: &Block) -> Self {
        let mut writer = Writer { document, prose: Self::default(), at: None };
        let runs = document.runs(block);
        writer.prose.text.reserve(block.span.len());
        writer.prose.pieces.reserve(runs.len());
        for &run in runs {
            writer.run(run);
        }
        let mut prose = writer.prose;
        prose.find_sentences(block.span);
        prose
    }

    /// The words and marks of a sentence, by its number; split once for all who ask.
    #[must_use]
    pub fn tokens(&self, sentence: usize) -> &[Token] {
        self.tokens[sentence].get_or_init(|| lexicon::split(&self.text, self.sentences[sentence].prose))
    }

    /// Whether the sentence asks.
    #[must_use]
    pub fn is_question(&self, sentence: &Sentence) -> bool {
        let text = sentence.prose.of(&self.text);
        text.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '?' | '？' | '؟'))
            .ends_with(['?', '？', '؟'])
    }

    /// Whether the sentence ends in a colon: what it says is told, and cited, in what follows.
    #[must_use]
    pub fn leads_in(&self, sentence: &Sentence) -> bool {
        sentence.prose.of(&self.text).ends_with([':', '：'])
    }

    /// Whether a block of that kind is a title or the label of a table and not a statement, if
    /// its sentence has so many words.
    #[must_use]
    pub fn is_label(&self, kind: BlockKind, words: usize) -> bool {
        let ended = self.text.trim_end().ends_with(|c: char| !c.is_alphanumeric());
        match kind {
            BlockKind::TableCell => !ended && words < MIN_CELL_WORDS,
            BlockKind::Paragraph => !ended && self.sentences.len() == 1 && words <= MAX_TITLE_WORDS,
            _ => false,
        }
    }

    /// The source of a range of bytes in the prose.
    #[must_use]
    pub fn source(&self, prose: Span) -> Span {
        let start = self.offset(prose.start());
        let last = self.text.get(prose.range()).and_then(|text| text.chars().next_back());
        let end = last.map_or(start, |last| {
            let length = last.len_utf8();
            self.offset(prose.end() - length) + if last == PLACEHOLDER { 1 } else { length }
        });
        Span::new(start, end.max(start))
    }

    /// The place in the prose of the source byte at `offset`, if it is in the prose.
    #[must_use]
    pub fn place(&self, offset: usize) -> Option<usize> {
        let next = self.pieces.partition_point(|&(_, source)| source as usize <= offset);
        let &(start, source) = self.pieces[..next].last()?;
        let place = start as usize + offset - source as usize;
        let end = self.pieces.get(next).map_or(self.text.len(), |&(start, _)| start as usize);
        (place < end).then_some(place)
    }

    /// The sentence that holds the byte of the prose at `place`, by its number.
    #[must_use]
    pub fn sentence_at(&self, place: usize) -> Option<usize> {
        let next = self.sentences.partition_point(|sentence| sentence.prose.start() <= place);
        next.checked_sub(1).filter(|&at| self.sentences[at].prose.holds(place))
    }

    fn offset(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|&(start, _)| start as usize <= at);
        self.pieces[..next].last().map_or(0, |&(start, source)| source as usize + at - start as usize)
    }

    fn find_sentences(&mut self, block: Span) {
        let spans = sentence::split(&self.text);
        self.tokens.resize_with(spans.len(), OnceCell::new);
        self.sentences.reserve_exact(spans.len());
        let mut from = block.start();
        let mut source = spans.first().map(|&first| self.source(first));
        for (at, &prose) in spans.iter().enumerate() {
            let next = spans.get(at + 1).map(|&next| self.source(next));
            let to = next.map_or(block.end(), |next| next.start()).max(from);
            let source = std::mem::replace(&mut source, next).unwrap_or_default();
            self.sentences.push(Sentence { prose, source, reach: Span::new(from, to) });
            from = to;
        }
    }
}

struct Writer<'d> {
    document: &'d Document,
    prose: Prose,
    /// Where the last run ended.
    at: Option<usize>,
}

impl Writer<'_> {
    /// Adds a run of text and what the gap before it stands for.
    fn run(&mut self, run: Span) {
        if let Some(at) = self.at.filter(|&at| at < run.start()) {
            self.gap(Span::new(at, run.start()));
        }
        self.at = Some(run.end());
        let mut from = run.start();
        let citations = &self.document.citations;
        let first = citations.partition_point(|citation| citation.span.end <= run.start);
        for citation in citations[first..].iter().take_while(|citation| citation.span.start < run.end) {
            if citation.is_mark() && citation.span.end() > from {
                self.words(Span::new(from, citation.span.start().clamp(from, run.end())));
                from = citation.span.end().min(run.end());
            }
        }
        self.words(Span::new(from, run.end()));
    }

    /// Adds text that holds no citation, its entities as the characters they stand for.
    fn words(&mut self, span: Span) {
        let source = self.document.slice(span);
        let mut from = 0;
        for at in memchr::memchr_iter(b'&', source.as_bytes()) {
            let Some((length, character)) = entity(&source[at..]) else { continue };
            self.push(Span::new(from, at).shifted(span.start()));
            self.push_char(character.map_or(PLACEHOLDER, plain), span.start() + at);
            from = at + length;
        }
        self.push(Span::new(from, source.len()).shifted(span.start()));
    }

    /// Stands for the source between two runs: a space if lines break there, a placeholder if
    /// something is shown there that is no words, nothing for markup.
    fn gap(&mut self, gap: Span) {
        let opaque = gap.first_overlap(&self.document.opaque);
        if let Some(shown) = opaque.filter(|&opaque| !self.document.slice(opaque).starts_with("<!--")) {
            self.push_char(PLACEHOLDER, shown.start().max(gap.start()));
            return;
        }
        let source = self.document.slice(gap);
        if memchr::memchr2(b'\n', b'\r', source.as_bytes()).is_some() {
            self.push_char(' ', gap.start());
        }
    }

    fn push(&mut self, span: Span) {
        let mut span = span;
        let text = self.document.slice(span);
        if self.prose.text.ends_with(' ') {
            // What a citation was cut out of leaves two spaces, or one before a full stop.
            let trimmed = text.trim_start_matches(' ');
            span = Span::new(span.start() + text.len() - trimmed.len(), span.end());
            if trimmed.starts_with(['.', ',', ';', '!', '?']) {
                self.prose.text.pop();
            }
        }
        if span.is_empty() {
            return;
        }
        self.begin_piece(span.start());
        self.prose.text.push_str(self.document.slice(span));
    }

    fn push_char(&mut self, c: char, source: usize) {
        if c == ' ' && self.prose.text.ends_with(' ') {
            return;
        }
        self.begin_piece(source);
        self.prose.text.push(c);
    }

    fn begin_piece(&mut self, source: usize) {
        let start = clamp(self.prose.text.len());
        while self.prose.pieces.last().is_some_and(|&(last, _)| last >= start) {
            self.prose.pieces.pop();
        }
        self.prose.pieces.push((start, clamp(source)));
    }
}

fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A character as prose has it: blanks, apostrophes and dashes of one kind.
fn plain(c: char) -> char {
    match c {
        '\u{a0}' | '\u{2002}' | '\u{2003}' | '\u{2009}' => ' ',
        '\u{2019}' => '\'',
        '\u{2014}' => '\u{2013}',
        c if c.is_control() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn prose(text: &str) -> (Document, Vec<Prose>) {
        let document = Document::from_text("a.md", text);
        let prose = document.blocks.iter().map(|block| Prose::of(&document, block)).collect();
        (document, prose)
    }

    #[test]
    fn markup_is_left_out() {
        for (markdown, expected) in [
            ("Some *very* **bold**\nwords.", "Some very bold words."),
            ("See [the report](https://a.example/b) now.", "See the report now."),
            ("Call `some experts say` it.", "Call \u{fffc} it."),
            ("A claim [@key2020, p. 3]. More [^1], and [12].", "A claim. More, and."),
            ("At https://a.example/x it is.", "At it is."),
            ("R&amp;D &copy; &nosuch; some&nbsp;more", "R&D © \u{fffc} some more"),
            ("an <b>odd</b> thing<!-- hidden -->.", "an odd thing."),
            ("- an item\n", "an item"),
            ("one\r\ntwo", "one two"),
            ("to [[note|the note]] go", "to the note go"),
        ] {
            let (_, prose) = prose(markdown);
            assert_eq!(prose[0].text, expected, "{markdown}");
        }
    }

    #[test]
    fn a_citation_after_the_full_stop_belongs_to_the_sentence_before_it() {
        let (document, prose) = prose("They agreed. [12] Others did not. Nobody knows.[^1]");
        let cited: Vec<_> = prose[0]
            .sentences
            .iter()
            .map(|sentence| (sentence.prose.of(&prose[0].text), sentence.is_cited(&document)))
            .collect();
        assert_eq!(cited, [("They agreed.", true), ("Others did not.", false), ("Nobody knows.", true)]);
    }

    #[test]
    fn a_citation_after_a_quotation_belongs_to_every_sentence_that_ends_in_it() {
        for text in [
            "She said “it was so. It was late.” [12] Nobody came.",
            "She said *“it was so. It was late”*. \\[Ann Hill, **Lamps**, p. 12\\] Nobody came.",
        ] {
            let (document, prose) = prose(text);
            let cited: Vec<_> =
                prose[0].sentences.iter().map(|sentence| sentence.is_cited(&document)).collect();
            assert_eq!(cited, [true, true, false], "{text}");
        }
    }

    #[test]
    fn every_byte_finds_its_way_back() {
        let (document, prose) = prose("Ärzte *sagen* [@k], dass\n`x` «gut» ist. Und [so](u) 😀.");
        let text = &prose[0].text;
        for (at, c) in text.char_indices().filter(|&(_, c)| c != ' ' && c != PLACEHOLDER) {
            let span = Span::new(at, at + c.len_utf8());
            let source = prose[0].source(span);
            assert_eq!(document.slice(source), c.to_string());
            assert_eq!(prose[0].place(source.start()), Some(at));
        }
    }

    #[test]
    fn hostile_text_is_read_to_its_end() {
        for unit in ["a", "“", ". ", "\" ", "a.", "[1] ", "…", "&amp;", "it's. The ", "\u{200b}x ", "' a. B"]
        {
            let text = unit.repeat(300_000 / unit.len());
            let (_, prose) = prose(&text);
            assert!(prose.iter().all(|prose| prose.text.len() <= text.len()));
        }
    }

    proptest! {
        #[test]
        fn spans_lie_on_boundaries(text in "([a-zÄ]{1,3}|[.!?\"“”' ]|\n|`x`|\\*|\\[@k\\]|\\[1\\]|&nbsp;|<b>|😀|\r\n){0,60}") {
            let (document, all) = prose(&text);
            for prose in all {
                for sentence in &prose.sentences {
                    prop_assert!(prose.text.get(sentence.prose.range()).is_some());
                    prop_assert!(document.text().get(sentence.source.range()).is_some());
                    prop_assert!(sentence.reach.contains(sentence.source) || document.text().contains('\n'));
                }
                for (at, c) in prose.text.char_indices() {
                    let source = prose.source(Span::new(at, at + c.len_utf8()));
                    prop_assert!(document.text().get(source.range()).is_some());
                }
            }
        }
    }
}
