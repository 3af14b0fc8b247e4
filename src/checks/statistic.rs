//! Figures that nothing is cited for.

mod figures;

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::written_as::written_as;
use crate::document::{BlockKind, Document};
use crate::lexicon::{self, Compiler, Pattern, Token, TokenKind, Word};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<Statistic>("statistic", &["figure"]);

/// So many sentences of a block are asked whether they tell somebody to do something.
const MOST_SENTENCES: usize = 20;

/// Reports counts, shares and sums in sentences that do not say who counted, in paragraphs that
/// cite nothing: large numbers, percentages and sums of money in digits, and what patterns find in
/// words. A list and the paragraph before it count as one, and a technical document is its own source, as is
/// one that measures or tells how a thing is handled.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Options {
    /// What figures are in words, by the name of a language's lexicon.
    #[serde(default)]
    languages: BTreeMap<String, LanguageOptions>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LanguageOptions {
    /// Patterns of figures.
    figures: Vec<String>,
    /// Patterns that make a figure they overlap none.
    #[serde(default)]
    unless: Vec<String>,
    /// Patterns that, anywhere in the sentence, make it an order, a setting or a price, or the writer's
    /// own count.
    #[serde(default)]
    not_with: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "Options")]
struct Statistic {
    languages: Vec<Language>,
}

written_as!(Statistic, Options);

#[derive(Debug)]
struct Language {
    figures: Vec<Pattern>,
    unless: Vec<Pattern>,
    not_with: Vec<Pattern>,
    figures_at: FxHashMap<Word, Vec<u32>>,
    not_with_at: FxHashMap<Word, Vec<u32>>,
    /// The words by which figures are looked for.
    anchors: Vec<String>,
}

impl TryFrom<Options> for Statistic {
    type Error = String;

    fn try_from(options: Options) -> Result<Self, String> {
        let languages = options.languages.iter().map(|(code, options)| compile(code, options));
        Ok(Self { languages: languages.collect::<Result<_, _>>()? })
    }
}

fn compile(code: &str, options: &LanguageOptions) -> Result<Language, String> {
    let lexicon = lexicon::all().get(code).ok_or_else(|| format!("there is no lexicon `{code}`"))?;
    let mut compiler = Compiler::new(lexicon);
    let mut compile = |sources: &[String], anchored: bool| -> Result<Vec<Pattern>, String> {
        let patterns = sources.iter().map(|source| match compiler.compile(source)? {
            pattern if anchored && !pattern.is_anchored() => {
                Err(format!("the pattern `{source}` needs a word that is in every match"))
            }
            pattern => Ok(pattern),
        });
        patterns.collect()
    };
    let figures = compile(&options.figures, true)?;
    let unless = compile(&options.unless, false)?;
    let not_with = compile(&options.not_with, true)?;
    let vocabulary = compiler.finish();
    let figures_at = lexicon::by_anchor(figures.iter(), &vocabulary);
    let not_with_at = lexicon::by_anchor(not_with.iter(), &vocabulary);
    let anchors = figures_at.keys().map(|&word| vocabulary.written(word).to_owned()).collect();
    Ok(Language { figures, unless, not_with, figures_at, not_with_at, anchors })
}

impl Language {
    /// The figure whose anchor is the token `at`.
    fn figure_at(&self, tokens: &[Token], at: usize) -> Option<Span> {
        let TokenKind::Word(word) = tokens.get(at)?.kind else { return None };
        let found = self.figures_at.get(&word)?.iter().find_map(|&figure| {
            let found = self.figures[figure as usize].match_near(tokens, at)?;
            let none = self.unless.iter().any(|unless| unless.match_over(tokens, found).is_some());
            (!none).then_some(found)
        })?;
        Some(tokens[found.first].span.cover(tokens[found.last].span))
    }

    fn is_quiet(&self, tokens: &[Token]) -> bool {
        (0..tokens.len()).any(|at| {
            let TokenKind::Word(word) = tokens[at].kind else { return false };
            let mut patterns = self.not_with_at.get(&word).into_iter().flatten();
            patterns.any(|&pattern| self.not_with[pattern as usize].match_near(tokens, at).is_some())
        })
    }
}

impl Check for Statistic {
    fn literals(&self) -> Vec<String> {
        let mut words: Vec<String> =
            self.languages.iter().flat_map(|language| &language.anchors).cloned().collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    fn is_guided(&self) -> bool {
        false
    }

    fn run(&self, subject: &Subject<'_>, near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        if document.is_technical() {
            return;
        }
        let orders = |at: usize| {
            let prose = subject.prose(at);
            let said = prose.sentences.iter().take(MOST_SENTENCES);
            said.filter(|said| lexicon::is_order(&prose.text, said.prose)).count()
        };
        // The sentence last looked at, by block and number.
        let mut last = None;
        let (mut passage, mut cited) = (0..0, false);
        let mut found = Vec::new();
        for (at, block) in document.blocks.iter().enumerate() {
            if block.quoted || !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem) {
                continue;
            }
            if !passage.contains(&at) {
                passage = passage_from(document, at);
                let end = document.blocks[passage.end - 1].span.end();
                cited = document.is_cited_in(Span::new(block.span.start(), end.max(block.span.start())));
            }
            if cited {
                continue;
            }
            found.clear();
            for &run in document.runs(block) {
                let figures = figures::figures(document.slice(run));
                found.extend(figures.into_iter().map(|figure| figure.shifted(run.start())));
            }
            let first = near.partition_point(|word| word.start < block.span.start);
            let inside = near[first..].iter().take_while(|word| word.start < block.span.end);
            found.extend(inside.filter_map(|word| self.in_words(subject, at, *word)));
            found.sort_unstable();
            let sourced = LazyCell::new(|| subject.has_source_mark(block.span));
            for &span in &found {
                let quoted = document.quotation_around(span).is_some() || document.is_in_open_quotation(span);
                if !quoted
                    && self.is_bare(subject, at, span, &mut last)
                    && !subject.setting.is_told(block, span)
                    && !subject.setting.counts_itself(orders)
                    && !subject.setting.tells_sources()
                    && !subject.setting.is_of_those_asked(block, span)
                    && !*sourced
                {
                    hits.push(Hit::at(span).value("figure", document.slice(span)));
                }
            }
        }
    }
}

impl Statistic {
    /// The figure that is found by the word at `word`.
    fn in_words(&self, subject: &Subject<'_>, block: usize, word: Span) -> Option<Span> {
        let prose = subject.prose(block);
        let place = prose.place(word.start())?;
        let tokens = prose.tokens(prose.sentence_at(place)?);
        let at = tokens.partition_point(|token| token.span.end() <= place);
        self.languages
            .iter()
            .find_map(|language| language.figure_at(tokens, at))
            .map(|span| prose.source(span))
    }

    /// Whether the sentence around `span` is a statement that neither attributes nor supposes a case,
    /// and no order. It is told once for all its figures: one citation would do for them.
    fn is_bare(
        &self,
        subject: &Subject<'_>,
        block: usize,
        span: Span,
        last: &mut Option<(usize, usize)>,
    ) -> bool {
        let prose = subject.prose(block);
        let Some(number) = prose.place(span.start()).and_then(|place| prose.sentence_at(place)) else {
            return false;
        };
        if last.replace((block, number)) == Some((block, number)) {
            return false;
        }
        let sentence = &prose.sentences[number];
        let text = sentence.prose.of(&prose.text);
        // Who says this sentence may be named in the one before it, or in the next one.
        let told = || {
            let before = number.checked_sub(1).map(|before| prose.sentences[before].prose);
            let next = prose.sentences.get(number + 1).map(|next| next.prose);
            before.into_iter().chain(next).any(|beside| lexicon::attributes(&prose.text, beside))
        };
        // An order, and the writer's own count, may begin there too.
        let quiet =
            |number: usize| self.languages.iter().any(|language| language.is_quiet(prose.tokens(number)));
        text.ends_with(['.', '!', '"', '”', '»', ')'])
            && !lexicon::says_who(text)
            && !lexicon::has_word_of("supposes", text)
            && !told()
            && !quiet(number)
            && !number.checked_sub(1).is_some_and(quiet)
    }
}

/// The blocks that say one thing together: the one at `at` and the items of a list after it.
fn passage_from(document: &Document, at: usize) -> Range<usize> {
    let rest = &document.blocks[at + 1..];
    at..at + 1 + rest.iter().take_while(|block| block.kind == BlockKind::ListItem).count()
}
