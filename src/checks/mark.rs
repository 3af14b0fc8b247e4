//! Marks that say of themselves what is wrong: what a tool left behind, a form not filled in.

mod fence;
mod parameter;
mod removal;

use std::sync::OnceLock;

use regex::Regex;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};

use crate::document::{BlockKind, Document};
use crate::rule::{Check, Hit, Kind, OptionError, Severity, Subject};
use crate::text::{Span, Visible};

pub(super) const KIND: Kind = Kind::of::<MarkCheck>("mark", &["mark", "what", "advice"]);

/// How far around its words a mark is looked for on its line, in bytes.
const REACH: usize = 512;

/// Reports marks outside code, each found by its words and then by its pattern.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MarkCheck {
    /// The marks; of two at one place the first counts.
    marks: Vec<Mark>,
    /// Whether marks in one paragraph are one finding, at the first.
    #[serde(default)]
    once_a_block: bool,
    /// What to do about a mark that has no advice of its own, for the help.
    #[serde(default)]
    advice: String,
}

/// One kind of mark.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Mark {
    /// What it is, for the message.
    what: String,
    /// Words of which one is in every such mark, lower case; with `*` a word's beginning.
    near: Vec<String>,
    /// What the whole mark looks like, as a regular expression for one line; the words themselves if there is
    /// none. Its first group that takes part is what is reported.
    #[serde(default)]
    pattern: Option<Pattern>,
    /// What it is by its form.
    #[serde(default)]
    form: Form,
    /// What to do about it, for the help.
    #[serde(default)]
    advice: Option<String>,
    /// What a fix does about it.
    #[serde(default)]
    mend: Mend,
    /// A severity other than the rule's.
    #[serde(default)]
    severity: Option<Severity>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Form {
    /// Words in the text.
    #[default]
    Words,
    /// Words that somebody is quoted with as well: only the writer's own are a mark.
    Speech,
    /// The same, above all else that is said.
    Opening,
    /// A code fence around the whole body, whose opening line begins with the words.
    Fence,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Mend {
    /// Nothing that a tool can do.
    #[default]
    Nothing,
    /// It holds no information: it goes, and the blank before it.
    Remove,
    /// It is a parameter of an address: it goes, and the mark that joins it to the others.
    RemoveParameter,
}

/// A pattern, compiled when the first word of it turns up: most runs need none, and compiling
/// them all would take ten times as long as the rest of a run on one file.
#[derive(Debug)]
struct Pattern {
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&self.source).ok()).as_ref()
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { source: String::deserialize(deserializer)?, compiled: OnceLock::new() })
    }
}

impl JsonSchema for Pattern {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "MarkPattern".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

impl Check for MarkCheck {
    fn literals(&self) -> Vec<String> {
        let mut words: Vec<String> = self.marks.iter().flat_map(|mark| mark.near.iter().cloned()).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    fn mistake(&self) -> Option<OptionError> {
        let patterns =
            self.marks.iter().enumerate().filter_map(|(at, mark)| Some((at, mark.pattern.as_ref()?)));
        patterns.into_iter().find_map(|(at, pattern)| {
            let error = regex_syntax::parse(&pattern.source).err()?.to_string();
            let last = error.lines().last().unwrap_or_default();
            Some(OptionError {
                path: vec!["marks".into(), at.to_string(), "pattern".into()],
                message: last.trim_start_matches("error: ").to_owned(),
            })
        })
    }

    fn run(&self, subject: &Subject<'_>, near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let mut end = 0;
        let mut block_end = 0;
        let mut removed = Vec::new();
        for &literal in near {
            if literal.start() < end || literal.start() < block_end {
                continue;
            }
            if let Some(mark) = self.fence(document.slice(literal)) {
                let hit = fence::around_body(document, literal);
                hits.extend(hit.map(|hit| {
                    let words = document.slice(hit.span).to_owned();
                    self.worded(hit, mark, words)
                }));
                continue;
            }
            if document.is_opaque(literal) {
                continue;
            }
            let Some((mark, span)) = self.mark_at(document, literal) else { continue };
            if span.start() < end || mark.form.excuses(document, span) || is_mentioned(document, span) {
                continue;
            }
            end = span.end();
            if self.once_a_block {
                block_end = document.block_at(span.start()).map_or(end, |block| block.span.end());
            }
            let hit = self.worded(Hit::at(span), mark, document.slice(span).to_owned());
            let hit = Hit { severity: mark.severity, ..hit };
            hits.push(match mark.mend {
                Mend::Nothing => hit,
                Mend::Remove => {
                    removed.push((hits.len(), span));
                    hit
                }
                Mend::RemoveParameter => match parameter::removal(document, span) {
                    Some(fix) => hit.fix(fix),
                    None => hit,
                },
            });
        }
        let marks: Vec<Span> = removed.iter().map(|&(_, span)| span).collect();
        for ((at, _), fix) in removed.into_iter().zip(removal::removals(document, &marks)) {
            hits[at].fixes = vec![fix];
        }
    }
}

impl Form {
    /// Whether words in this form mean nothing where they stand.
    fn excuses(self, document: &Document, span: Span) -> bool {
        match self {
            Form::Words | Form::Fence => false,
            Form::Speech => is_quoted(document, span),
            Form::Opening => is_quoted(document, span) || !opens(document, span),
        }
    }
}

impl MarkCheck {
    fn worded(&self, hit: Hit, mark: &Mark, words: String) -> Hit {
        let advice = mark.advice.as_ref().unwrap_or(&self.advice);
        hit.value("mark", words).value("what", &*mark.what).value("advice", &**advice)
    }

    /// The mark whose fence begins with the word.
    fn fence(&self, word: &str) -> Option<&Mark> {
        let begins = |mark: &&Mark| mark.near.iter().any(|near| near.eq_ignore_ascii_case(word));
        self.marks.iter().filter(|mark| mark.form == Form::Fence).find(begins)
    }

    fn mark_at(&self, document: &Document, literal: Span) -> Option<(&Mark, Span)> {
        let written = document.slice(literal);
        let visible = Visible::of(written);
        let word = visible.as_ref().map_or(written, Visible::text);
        let window = window(document.text(), literal);
        self.marks.iter().find_map(|mark| {
            let is_near = mark.near.iter().any(|near| near.trim_end_matches('*').eq_ignore_ascii_case(word));
            let span = match &mark.pattern {
                _ if !is_near || mark.form == Form::Fence => None,
                None => Some(literal),
                Some(pattern) => {
                    pattern.regex().and_then(|regex| find(regex, document.text(), window, literal))
                }
            };
            span.map(|span| (mark, span))
        })
    }
}

/// Whether the words stand in quotation marks or in a block quote.
fn is_quoted(document: &Document, span: Span) -> bool {
    document.quotation_around(span).is_some()
        || document.block_at(span.start()).is_some_and(|block| block.quoted)
}

/// Whether nothing but headings stands above the words, and something below.
fn opens(document: &Document, span: Span) -> bool {
    let Some((at, _)) = document.block_of(span) else { return false };
    document.blocks[..at].iter().all(|block| block.kind == BlockKind::Heading)
        && document.block_of(span).is_some_and(|(_, block)| block.kind == BlockKind::Paragraph)
        && !document.text()[span.end()..].trim().is_empty()
}

/// Whether the text speaks of the mark: it alone stands in quotation marks. A value of the front
/// matter is quoted for YAML.
fn is_mentioned(document: &Document, span: Span) -> bool {
    let text = document.text();
    let before = text[..span.start()].chars().next_back();
    let after = text[span.end()..].chars().next();
    let pair = matches!(
        (before, after),
        (Some('"'), Some('"')) | (Some('“'), Some('”')) | (Some('„'), Some('“')) | (Some('«'), Some('»'))
    );
    pair && document.body.holds(span.start())
}

/// What the match that holds the word reports. What follows that may belong to the next match.
fn find(pattern: &Regex, text: &str, window: Span, literal: Span) -> Option<Span> {
    let span = |found: regex::Match<'_>| Span::new(found.start(), found.end()).shifted(window.start());
    let line = window.of(text);
    let mut at = 0;
    while let Some(groups) = pattern.captures_at(line, at) {
        let whole = groups.get(0)?;
        let mark = groups.iter().skip(1).flatten().next().unwrap_or(whole);
        if span(whole).contains(literal) {
            return Some(span(mark).trimmed(text)).filter(|span| !span.is_empty());
        }
        if mark.end() <= at || span(whole).start() > literal.start() {
            return None;
        }
        at = mark.end();
    }
    None
}

/// The line that holds the word, as far as it is looked at.
fn window(text: &str, literal: Span) -> Span {
    let bytes = text.as_bytes();
    let from = literal.start().saturating_sub(REACH);
    let to = (literal.end() + REACH).min(bytes.len());
    let start =
        memchr::memrchr2(b'\n', b'\r', &bytes[from..literal.start()]).map_or(from, |at| from + at + 1);
    let end = memchr::memchr2(b'\n', b'\r', &bytes[literal.end()..to]).map_or(to, |at| literal.end() + at);
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let start =
        (start.max(bom)..=literal.start()).find(|&at| text.is_char_boundary(at)).unwrap_or(literal.start());
    let end = (literal.end()..=end).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(literal.end());
    Span::new(start, end)
}
