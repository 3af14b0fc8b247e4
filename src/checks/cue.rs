//! Words that attribute a claim to nobody in particular.

mod conclusion;
mod findable;
mod lighter;
mod literal;
mod personal;
mod said_after;
mod spoken_of;
#[cfg(test)]
mod tests;
mod topic;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Deserialize;

use self::literal::Literal;
use super::written_as::written_as;
use crate::document::Prose;
use crate::lexicon::{self, Beside, Compiler, Match, Nearby, Pattern, Token, TokenKind, Word};
use crate::rule::{Check, Confidence, Hit, Kind, Severity, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<Cue>("cue", &["cue"]);

/// So many words and marks before a cue it may be said whose words they are.
const MAX_SPEAKER_BEFORE: usize = 40;

/// Reports cues in sentences that carry no citation, outside headings, quotations, block
/// quotes and questions.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Options {
    /// The cues of each language, by the name of its lexicon.
    languages: BTreeMap<String, LanguageOptions>,
    /// Only in documents with at least so many citations: those that mean to say where from.
    #[serde(default)]
    where_cited: usize,
    /// Not in documents with so many citations: what leads over there from one to the next is vague
    /// because it sums them up.
    #[serde(default)]
    not_where_cited: Option<usize>,
    /// Not in documents with code or formulas: what a manual or a proof says is so by definition.
    #[serde(default)]
    not_where_technical: bool,
    /// Underline the whole sentence and not the cue alone: it concludes, from a formula in it or from cited
    /// sentences right before it if not from nothing, what a summary or an introduction says is told elsewhere, and a paragraph that reckons from what it reckons
    /// with. Of links to notes on sources, only one that stands apart is its source then.
    #[serde(default)]
    whole_sentence: bool,
    /// Not where what the cue names can be found: its title or day stands beside it, the document is
    /// by whoever is named, or links to pages of theirs.
    #[serde(default)]
    not_where_findable: bool,
    /// Not in sentences that name who says what they say: the vague words are theirs.
    #[serde(default)]
    not_where_attributed: bool,
    /// As information where somebody tells of himself, in a letter, a diary or an essay, what he has heard.
    #[serde(default)]
    info_where_personal: bool,
    /// As information where one of those who are meant is named in what follows.
    #[serde(default)]
    info_where_named: bool,
    /// As information where what follows tells that it is not so.
    #[serde(default)]
    info_where_refuted: bool,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LanguageOptions {
    /// Groups of patterns; where two match, the first counts.
    cues: Vec<Group>,
    /// Patterns that make a cue they overlap none: who says it is named, or nobody is meant to.
    #[serde(default)]
    unless: Vec<String>,
    /// The same in the minutes of a meeting: those who were there.
    #[serde(default)]
    unless_in_minutes: Vec<String>,
    /// Patterns that end at a cue: if somebody who says something is named before it, the vague words
    /// are theirs.
    #[serde(default)]
    reported: Vec<String>,
}

/// Patterns of one weight.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Group {
    /// The patterns.
    patterns: Vec<String>,
    /// A severity other than the rule's.
    #[serde(default)]
    severity: Option<Severity>,
    /// A confidence other than the rule's.
    #[serde(default)]
    confidence: Option<Confidence>,
    /// Only where the sentence names nobody before the cue.
    #[serde(default)]
    nobody_named: bool,
    /// Only in documents that hardly ever say "I", "we" or "you" in their own words: a writer who
    /// speaks up is the one who thinks so.
    #[serde(default)]
    impersonal: bool,
    /// So many cited sentences right before a conclusion bear it out.
    #[serde(default = "three")]
    borne_by: usize,
}

/// So many words without a single common one are not of the language.
const MIN_WORDS_OF_A_LANGUAGE: usize = 8;

fn three() -> usize {
    3
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "Options")]
struct Cue {
    languages: Vec<Language>,
    where_cited: usize,
    not_where_cited: Option<usize>,
    not_where_technical: bool,
    whole_sentence: bool,
    not_where_findable: bool,
    not_where_attributed: bool,
    info_where_named: bool,
    info_where_refuted: bool,
}

written_as!(Cue, Options);

#[derive(Debug)]
struct Language {
    cues: Vec<CompiledCue>,
    unless: Vec<Pattern>,
    unless_in_minutes: Vec<Pattern>,
    reported: Vec<Pattern>,
    /// The cues to try at a word.
    by_anchor: FxHashMap<Word, Vec<u32>>,
    /// The same words, as they are written in lower case.
    anchors: Vec<String>,
    /// The words by which a writer speaks of himself or to the reader, if a group asks.
    personal: Vec<String>,
    /// Those by which he speaks of himself alone, if the rule asks.
    selves: Vec<String>,
    /// The most common words of the language, if its lexicon has them.
    common: FxHashSet<Word>,
}

#[derive(Debug)]
struct CompiledCue {
    pattern: Pattern,
    severity: Option<Severity>,
    confidence: Option<Confidence>,
    nobody_named: bool,
    impersonal: bool,
    borne_by: usize,
}

impl TryFrom<Options> for Cue {
    type Error = String;

    fn try_from(options: Options) -> Result<Self, String> {
        let languages = options.languages.into_iter();
        Ok(Self {
            languages: languages
                .map(|(code, language)| compile(&code, language, options.info_where_personal))
                .collect::<Result<_, _>>()?,
            where_cited: options.where_cited,
            not_where_cited: options.not_where_cited,
            not_where_technical: options.not_where_technical,
            whole_sentence: options.whole_sentence,
            not_where_findable: options.not_where_findable,
            not_where_attributed: options.not_where_attributed,
            info_where_named: options.info_where_named,
            info_where_refuted: options.info_where_refuted,
        })
    }
}

fn compile(code: &str, options: LanguageOptions, info_where_personal: bool) -> Result<Language, String> {
    let lexicon = lexicon::all().get(code).ok_or_else(|| format!("there is no lexicon `{code}`"))?;
    let mut compiler = Compiler::new(lexicon);
    let mut cues = Vec::new();
    let impersonal = options.cues.iter().any(|group| group.impersonal);
    let words = |class: &str, asked: bool| -> Vec<String> {
        let words = lexicon.classes.get(class).filter(|_| asked).map_or("", String::as_str).split(',');
        words.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
    };
    let (personal, selves) = (words("personal", impersonal), words("self", info_where_personal));
    for group in options.cues {
        for source in &group.patterns {
            let pattern = compiler.compile(source)?;
            if !pattern.is_anchored() {
                return Err(format!("the pattern `{source}` needs a word that is in every match"));
            }
            let (severity, confidence) = (group.severity, group.confidence);
            let (nobody_named, impersonal, borne_by) = (group.nobody_named, group.impersonal, group.borne_by);
            cues.push(CompiledCue { pattern, severity, confidence, nobody_named, impersonal, borne_by });
        }
    }
    let mut compile = |sources: &[String]| -> Result<Vec<Pattern>, String> {
        sources.iter().map(|source| compiler.compile(source)).collect()
    };
    let unless = compile(&options.unless)?;
    let unless_in_minutes = compile(&options.unless_in_minutes)?;
    let reported = compile(&options.reported)?;
    let vocabulary = compiler.finish();
    let by_anchor = lexicon::by_anchor(cues.iter().map(|cue| &cue.pattern), &vocabulary);
    let anchors = by_anchor.keys().map(|&word| vocabulary.written(word).to_owned()).collect();
    let common = lexicon.common.split_whitespace().map(Word::of).collect();
    Ok(Language { cues, unless, unless_in_minutes, reported, by_anchor, anchors, personal, selves, common })
}

impl Language {
    /// Whether a sentence is hardly in this language: `experts` and `sources` are words of others, too.
    fn is_foreign_to(&self, tokens: &[Token]) -> bool {
        let mut words = 0;
        let mut common = tokens.iter().filter_map(|token| match token.kind {
            TokenKind::Word(word) => Some(self.common.contains(&word)),
            _ => None,
        });
        !self.common.is_empty()
            && !common.any(|common| {
                words += 1;
                common
            })
            && words >= MIN_WORDS_OF_A_LANGUAGE
    }
}

impl Check for Cue {
    fn literals(&self) -> Vec<String> {
        let words = self
            .languages
            .iter()
            .flat_map(|language| language.anchors.iter().chain(&language.personal).chain(&language.selves));
        let mut words: Vec<String> = words.cloned().collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    fn run(&self, subject: &Subject<'_>, near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let citations = document.citations.len();
        if citations < self.where_cited
            || self.not_where_cited.is_some_and(|most| citations >= most)
            || self.not_where_technical && document.is_technical()
        {
            return;
        }
        let words = literal::of_claims(document, near);
        for language in &self.languages {
            Reader {
                subject,
                language,
                check: self,
                personal: OnceCell::new(),
                of_self: OnceCell::new(),
                near,
                open: None,
                reckons: None,
                tokens: &[],
                nearby: Nearby::new(document.text()),
                likely: &[],
                last: None,
            }
            .read(&words, hits);
        }
    }
}

/// Goes through a document's literals, sentence by sentence.
struct Reader<'r> {
    subject: &'r Subject<'r>,
    language: &'r Language,
    check: &'r Cue,
    /// Whether the writer says "I", "we" or "you".
    personal: OnceCell<bool>,
    /// Whether he tells of himself.
    of_self: OnceCell<bool>,
    near: &'r [Span],
    /// The sentence that is split into `tokens`: block, sentence, and whether it may hold cues.
    open: Option<(usize, usize, bool)>,
    tokens: &'r [Token],
    /// The block that was asked last whether it reckons, and what it said.
    reckons: Option<(usize, bool)>,
    /// The words around the literal that was looked at last.
    nearby: Nearby<'r>,
    /// The cues to try there: the first may have its anchor there.
    likely: &'r [u32],
    /// The cue found last, and its place in the rule.
    last: Option<(Span, u32)>,
}

impl<'r> Reader<'r> {
    fn read(&mut self, words: &[Literal], hits: &mut Vec<Hit>) {
        for found in words {
            // Most words need no closer look, and in a note that cites, most sentences.
            if self.may_be_cue(found) && !self.subject.document.is_opaque(found.place) {
                self.cue_at(self.subject.prose(found.block), found, hits);
            }
        }
    }

    /// Whether a cue without a citation may have its anchor at a literal, by the words around it in its
    /// block.
    fn may_be_cue(&mut self, &Literal { place, word, block }: &Literal) -> bool {
        let language = self.language;
        let Some(cues) = language.by_anchor.get(&word) else { return false };
        let document = self.subject.document;
        let span = document.blocks[block].span;
        let (before, after) = Beside::both(document.text(), place, span);
        let pattern = |at: usize| &language.cues[cues[at] as usize].pattern;
        let between = |&at: &usize| pattern(at).may_stand_between(before, after);
        let mut likely = (0..cues.len()).filter(between).peekable();
        if likely.peek().is_none()
            || !document.is_running_text(place, block)
            || document.is_cited_next(place.end())
        {
            return false;
        }
        self.nearby.go_to(place, span);
        let first = likely.find(|&at| pattern(at).may_stand_among(&mut self.nearby));
        self.likely = first.map_or(&[], |first| &cues[first..]);
        first.is_some()
    }

    /// Adds the cue that has its anchor at a literal, if there is one.
    fn cue_at(&mut self, prose: &'r Prose, literal: &Literal, hits: &mut Vec<Hit>) -> Option<()> {
        let block = literal.block;
        let place = prose.place(literal.place.start())?;
        let number = prose.sentence_at(place)?;
        if self.open.is_none_or(|(open, sentence, _)| (open, sentence) != (block, number)) {
            self.open_sentence(prose, block, number);
        }
        self.open.filter(|&(_, _, claim)| claim)?;
        let at = self.tokens.partition_point(|token| token.span.end() <= place);
        (self.tokens.get(at)?.kind == TokenKind::Word(literal.word)).then_some(())?;
        let (rank, found) = self.match_at(prose, (block, number), at)?;
        let words = self.tokens[found.first].span.cover(self.tokens[found.last].span);
        let span = prose.source(words);
        let sentence = prose.sentences[number].source;
        if self.is_answered(prose, (block, number), found, words) || self.is_sourced(block, sentence) {
            return None;
        }
        // Of cues that overlap, the one that stands first in the rule counts.
        if let Some((_, last)) = self.last.filter(|(last, _)| last.overlaps(span)) {
            if last <= rank {
                return None;
            }
            hits.pop();
        }
        self.last = Some((span, rank));
        let cue = &self.language.cues[rank as usize];
        let span = if self.check.whole_sentence { sentence } else { span };
        let mut hit = Hit::at(span).value("cue", words.of(&prose.text));
        (hit.severity, hit.confidence) = (cue.severity, cue.confidence);
        if cue.severity.is_none() && self.is_lighter(block, prose, number, words.end()) {
            hit.severity = Some(Severity::Info);
        }
        hits.push(hit);
        Some(())
    }

    /// The first cue with its anchor at a word, and its place in the rule.
    fn match_at(&self, prose: &Prose, (block, number): (usize, usize), at: usize) -> Option<(u32, Match)> {
        self.likely.iter().find_map(|&rank| {
            let cue = &self.language.cues[rank as usize];
            if cue.impersonal && self.is_personal() {
                return None;
            }
            let found = cue.pattern.match_near(self.tokens, at)?;
            let named = cue.nobody_named && self.tokens[..found.first].iter().any(|token| token.name);
            let borne =
                || conclusion::is_borne_out(self.subject.document, prose, (block, number), cue.borne_by);
            let sound = named || self.is_excused(found) || self.check.whole_sentence && borne();
            (!sound).then_some((rank, found))
        })
    }

    /// Whether the words of a cue are not the document's own, or it says elsewhere who says so.
    fn is_answered(&self, prose: &Prose, (block, number): (usize, usize), found: Match, words: Span) -> bool {
        let document = self.subject.document;
        let (span, sentence) = (prose.source(words), &prose.sentences[number]);
        let (setting, block) = (&self.subject.setting, &document.blocks[block]);
        spoken_of::is_spoken_of(document, span, sentence.source)
            || self.check.not_where_findable && findable::is_findable(document, span, sentence.source)
            || self.is_reported(prose, number, found)
            || self.is_said_after(prose, number, words.end())
            || self.check.not_where_attributed && said_after::is_attributed(&prose.text, sentence.prose)
            || setting.is_told(block, span)
            || lighter::is_of_those_asked(setting, block, (words.of(&prose.text), span))
    }

    fn is_personal(&self) -> bool {
        let speaks_up = || personal::speaks_up(&self.language.personal, self.subject.document, self.near);
        *self.personal.get_or_init(speaks_up)
    }

    /// Whether the cue that ends at `end` in the prose weighs less for what the document says elsewhere.
    fn is_lighter(&self, block: usize, prose: &Prose, number: usize, end: usize) -> bool {
        let document = self.subject.document;
        let of_self = || personal::tells_of_self(&self.language.selves, document, self.near);
        let follows = || lighter::Following::new(document, block, prose, number, end);
        *self.of_self.get_or_init(of_self)
            || self.subject.setting.tells_sources()
            || self.check.info_where_named && follows().names_one()
            || self.check.info_where_refuted && follows().refutes()
    }

    /// Whether a link in the sentence leads to the note on its source or, for a conclusion, its paragraph
    /// reckons: it concludes from what it reckons with.
    fn is_sourced(&mut self, block: usize, sentence: Span) -> bool {
        if !self.check.whole_sentence {
            return self.subject.leads_to_source(sentence);
        }
        let document = self.subject.document;
        let reckons = match self.reckons {
            Some((asked, reckons)) if asked == block => reckons,
            _ => lexicon::has_word_of("reckoning", document.slice(document.blocks[block].span)),
        };
        self.reckons = Some((block, reckons));
        reckons || self.subject.has_source_mark(sentence)
    }

    fn is_excused(&self, found: Match) -> bool {
        let over = |pattern: &Pattern| pattern.match_over(self.tokens, found).is_some();
        self.language.unless.iter().any(over)
            || self.language.unless_in_minutes.iter().any(over) && self.subject.setting.is_minutes()
    }

    /// Whether somebody is named before the cue who says that some say so.
    fn is_reported(&self, prose: &Prose, number: usize, found: Match) -> bool {
        let Some(before) = found.first.checked_sub(1) else { return false };
        let leads = |pattern: &Pattern| {
            let lead = pattern.match_over(self.tokens, Match { first: before, last: before });
            lead.is_some_and(|lead| lead.first <= before)
        };
        let sentence = prose.sentences[number].prose;
        let first = found.first.saturating_sub(MAX_SPEAKER_BEFORE);
        let start = if first == 0 { sentence.start() } else { self.tokens[first].span.start() };
        let said = Span::new(start, self.tokens[before].span.end());
        self.language.reported.iter().any(leads) && lexicon::attributes(&prose.text, said)
    }

    /// The same behind the cue, for rules that ask who says so and not where.
    fn is_said_after(&self, prose: &Prose, number: usize, end: usize) -> bool {
        let sentence = prose.sentences[number].prose;
        !self.check.not_where_findable && said_after::is_said_after(&prose.text, sentence, end)
    }

    fn open_sentence(&mut self, prose: &'r Prose, block: usize, number: usize) {
        let sentence = &prose.sentences[number];
        let document = self.subject.document;
        let quiet = sentence.is_cited(document)
            || prose.is_question(sentence)
            || prose.leads_in(sentence)
            || if self.check.whole_sentence {
                conclusion::is_formal(prose, number) || conclusion::sums_up(document, sentence.source)
            } else {
                topic::is_topic(document, prose, number)
            };
        self.tokens = if quiet { &[] } else { prose.tokens(number) };
        if self.language.is_foreign_to(self.tokens) {
            self.tokens = &[];
        }
        let title = || prose.is_label(self.subject.document.blocks[block].kind, self.tokens.len());
        self.open = Some((block, number, !quiet && !title()));
    }
}
