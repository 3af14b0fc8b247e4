//! Marks that say of themselves what is wrong: what a tool left behind, a form not filled in.

mod address;
mod buttons;
mod context;
mod fence;
mod joined;
mod parameter;
mod pattern;
mod removal;
mod works;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;

use self::context::{closes, is_defined, is_mentioned, is_quoted, is_taken_over, opens};
use self::pattern::{Pattern, window};
use crate::document::{Bibliography, Document, FoundBy, Lack, lack};
use crate::rule::{Check, Hit, Kind, OptionError, Severity, Subject};
use crate::text::{Span, Visible};
use crate::vault::Vault;

pub(super) const KIND: Kind = Kind::of::<MarkCheck>("mark", &["mark", "what", "advice"]);

/// Reports marks outside code, each found by its words and then by its pattern.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MarkCheck {
    /// The marks; of two at one place the first counts.
    marks: Vec<Mark>,
    /// Whether marks in one paragraph are one finding, at the first.
    #[serde(default)]
    once_a_block: bool,
    /// The first words of names of documents that are left alone: `license`.
    #[serde(default)]
    except: Vec<String>,
    /// What to do about a mark that has no advice of its own, for the help.
    #[serde(default)]
    advice: String,
    /// The numbers of the marks that a word may be of, by the word.
    #[serde(skip)]
    by_word: OnceLock<FxHashMap<String, Vec<usize>>>,
}

/// One kind of mark.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Mark {
    /// What it is, for the message.
    what: String,
    /// Words of which one is in every such mark, lower case; with `*` a word's beginning.
    #[serde(default)]
    near: Vec<String>,
    /// What the whole mark looks like, as a regular expression for one line; the words themselves if there is
    /// none. Its first group that takes part is what is reported.
    #[serde(default)]
    pattern: Option<Pattern>,
    /// What it is by its form.
    #[serde(default)]
    form: Form,
    /// Whether it counts only in text taken over from elsewhere: an article, or a note that names
    /// the page it is from.
    #[serde(default)]
    taken_over: bool,
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
    /// The same, in the last paragraph.
    Closing,
    /// An address that is given as a source, whose host is as the pattern says.
    Source,
    /// The same, alone in brackets behind what it may stand for.
    Bracketed,
    /// A line that is nothing but names of buttons, with others of them on it or on lines nearby; those that
    /// the pattern fits need no others.
    Buttons,
    /// Items of a menu, on one line or with a line for each; the first of the words is the way home.
    Menu,
    /// Two sentences without a blank between them, of which the second begins with one of the words, or
    /// another one does; in text taken over from elsewhere.
    Joined,
    /// A word in the place of the document's source that says to fill it in; it needs no other words.
    Unfilled,
    /// The same, which says that nobody knows it or that there is none.
    Unknown,
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

impl Check for MarkCheck {
    fn literals(&self) -> Vec<String> {
        let mut words: Vec<String> =
            self.looked_for().flat_map(|(_, mark)| mark.near.iter().cloned()).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    fn is_guided(&self) -> bool {
        !self.marks.iter().any(|mark| mark.form == Form::Joined || mark.form.lack().is_some())
    }

    fn mistake(&self) -> Option<OptionError> {
        let patterns =
            self.marks.iter().enumerate().filter_map(|(at, mark)| Some((at, mark.pattern.as_ref()?)));
        patterns.into_iter().find_map(|(at, pattern)| {
            let path = vec!["marks".into(), at.to_string(), "pattern".into()];
            Some(OptionError { path, message: pattern.mistake()? })
        })
    }

    fn run(&self, subject: &Subject<'_>, near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let joined = self.joined(document);
        let lacking = self.lacking(document);
        if near.is_empty() && joined.is_empty() && lacking.is_none() || document.is_called(&self.except) {
            return;
        }
        let mut found = self.found(document, near, joined);
        // A manual shows how an address is written.
        let shows = found.iter().any(|(mark, _)| mark.form.is_address()) && document.is_technical();
        let shown =
            |mark: &Mark, hit: &Hit| shows && mark.form.is_address() && document.body.contains(hit.span);
        found.retain(|(mark, hit)| !shown(mark, hit));
        let told = |hit: &Hit| found.iter().any(|(_, other)| other.span.overlaps(hit.span));
        if let Some((mark, hit)) = lacking.filter(|(_, hit)| !told(hit)) {
            let next = found.partition_point(|(_, other)| other.span < hit.span);
            found.insert(next, (mark, hit));
        }
        mend(document, &mut found);
        hits.extend(found.into_iter().map(|(mark, hit)| self.tell(mark, hit, document.text())));
    }

    fn run_on_bibliography(&self, _vault: &Vault, bibliography: &Bibliography, hits: &mut Vec<Hit>) {
        if self.is_guided() {
            return;
        }
        let text = bibliography.source().text();
        let found = bibliography.works.iter().flat_map(|work| works::marks(&self.marks, text, work));
        hits.extend(found.map(|(mark, hit)| self.tell(mark, hit, text)));
    }
}

impl Mark {
    /// Whether one of its words is in `text`, in any case and with anything beside it.
    fn may_be_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.near.iter().any(|near| text.contains(near.trim_end_matches('*')))
    }
}

impl Form {
    fn is_address(self) -> bool {
        matches!(self, Form::Source | Form::Bracketed)
    }

    /// What a word in the place of something says that is a mark of this form.
    fn lack(self) -> Option<Lack> {
        match self {
            Form::Unfilled => Some(Lack::Unfilled),
            Form::Unknown => Some(Lack::Unknown),
            _ => None,
        }
    }

    /// Whether words in this form mean nothing where they stand.
    fn excuses(self, document: &Document, span: Span) -> bool {
        match self {
            Form::Words
            | Form::Fence
            | Form::Menu
            | Form::Buttons
            | Form::Source
            | Form::Bracketed
            | Form::Unfilled
            | Form::Unknown
            | Form::Joined => false,
            Form::Speech => is_quoted(document, span),
            Form::Opening => is_quoted(document, span) || !opens(document, span),
            Form::Closing => is_quoted(document, span) || !closes(document, span),
        }
    }
}

impl MarkCheck {
    fn tell(&self, mark: &Mark, hit: Hit, text: &str) -> Hit {
        let advice = mark.advice.as_ref().unwrap_or(&self.advice);
        let words = hit.span.of(text);
        hit.value("mark", words).value("what", &*mark.what).value("advice", &**advice)
    }

    /// The mark in the place of the document's source.
    fn lacking(&self, document: &Document) -> Option<(&Mark, Hit)> {
        let source = document.provenance.source.filter(|_| !self.is_guided())?;
        let written = document.slice(source.span);
        let lack = lack(written)?;
        let mark = self.marks.iter().find(|mark| mark.form.lack() == Some(lack))?;
        let named = matches!(source.by, FoundBy::Field(_) | FoundBy::Label(_));
        let linked = document.links.iter().any(|link| link.span.overlaps(source.span));
        let inner = written.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        let start = source.span.start() + written.find(inner)?;
        let span = Span::new(start, start + inner.len());
        (named && !linked).then(|| (mark, Hit { severity: mark.severity, ..Hit::at(span) }))
    }

    /// Sentences that run together.
    fn joined(&self, document: &Document) -> Vec<(&Mark, Span)> {
        let marks = self.marks.iter().filter(|mark| mark.form == Form::Joined);
        marks
            .flat_map(|mark| joined::joined(document, &mark.near).into_iter().map(move |span| (mark, span)))
            .collect()
    }

    /// The marks of a document that count, sorted.
    fn found<'m>(
        &'m self,
        document: &Document,
        near: &[Span],
        joined: Vec<(&'m Mark, Span)>,
    ) -> Vec<(&'m Mark, Hit)> {
        let mut found: Vec<(&Mark, Hit)> = Vec::new();
        let block_end =
            |span: Span| document.block_at(span.start()).map_or(span.end(), |block| block.span.end());
        // Each with the end of its block.
        let mut places: Vec<(&Mark, Span, usize)> = Vec::new();
        let mut end = 0;
        for &literal in near {
            if literal.start() < end {
                continue;
            }
            if let Some(mark) = self.fence(document.slice(literal)) {
                found.extend(fence::around_body(document, literal).map(|hit| (mark, hit)));
                continue;
            }
            // A template is no prose, but may be a mark.
            if document.is_opaque(literal) && !document.slice(literal).starts_with("{{") {
                continue;
            }
            let Some((mark, span)) = self.mark_at(document, literal) else { continue };
            let excused = mark.form.excuses(document, span) || is_defined(document, span);
            if span.start() < end || excused || is_mentioned(document, span) {
                continue;
            }
            let block_end = block_end(span);
            places.push((mark, span, block_end));
            end = if self.once_a_block { block_end.max(span.end()) } else { span.end() };
        }
        if !joined.is_empty() {
            places.extend(joined.into_iter().map(|(mark, span)| (mark, span, block_end(span))));
            places.sort_by_key(|&(_, span, _)| span);
        }
        if self.once_a_block {
            places.dedup_by_key(|(_, _, block_end)| *block_end);
        }
        found.extend(
            places
                .into_iter()
                .map(|(mark, span, _)| (mark, Hit { severity: mark.severity, ..Hit::at(span) })),
        );
        found
    }

    /// The mark whose fence begins with the word.
    fn fence(&self, word: &str) -> Option<&Mark> {
        let begins = |mark: &&Mark| mark.near.iter().any(|near| near.eq_ignore_ascii_case(word));
        self.marks.iter().filter(|mark| mark.form == Form::Fence).find(begins)
    }

    /// The marks that are found by their words, and their numbers; sentences that run together are not.
    fn looked_for(&self) -> impl Iterator<Item = (usize, &Mark)> {
        self.marks.iter().enumerate().filter(|(_, mark)| mark.form != Form::Joined)
    }

    fn by_word(&self) -> &FxHashMap<String, Vec<usize>> {
        self.by_word.get_or_init(|| {
            let mut by_word: FxHashMap<String, Vec<usize>> = FxHashMap::default();
            for (at, mark) in self.looked_for() {
                for near in &mark.near {
                    by_word.entry(near.trim_end_matches('*').to_lowercase()).or_default().push(at);
                }
            }
            by_word
        })
    }

    /// The mark that the words at `literal` are of, and what of it is reported.
    fn mark_at(&self, document: &Document, literal: Span) -> Option<(&Mark, Span)> {
        let written = document.slice(literal);
        let visible = Visible::of(written);
        let word = visible.as_ref().map_or(written, Visible::text);
        let window = window(document.text(), literal);
        let marks = self.by_word().get(&word.to_lowercase())?;
        marks.iter().map(|&at| &self.marks[at]).find_map(|mark| {
            let taken_over = || !mark.taken_over || is_taken_over(document, window);
            let span = match &mark.pattern {
                _ if mark.form == Form::Fence => None,
                // Most of these words stand within a sentence, and cost nothing more.
                _ if mark.form == Form::Buttons && !buttons::begins_line(document.text(), literal) => None,
                _ if !taken_over() => None,
                Some(alone) if mark.form == Form::Buttons => {
                    buttons::at(document, window.trimmed(document.text()), &mark.near, alone)
                }
                _ if mark.form == Form::Menu => {
                    context::menu(document, window.trimmed(document.text()), &mark.near)
                }
                None => Some(literal),
                Some(hosts) if mark.form.is_address() => {
                    let address = || address::around(document, literal, hosts);
                    let stands = match mark.form {
                        Form::Source => address::is_source,
                        _ => address::is_bracketed,
                    };
                    address().filter(|&address| stands(document, address))
                }
                Some(pattern) => pattern.find(document.text(), window, literal),
            };
            span.map(|span| (mark, span))
        })
    }
}

/// Adds the fixes that can be made for what was found, which is sorted.
fn mend(document: &Document, found: &mut [(&Mark, Hit)]) {
    // `[1†source](https://…)` is the text of a link.
    let links = |span: Span| {
        span.of(document.text()).ends_with(']') && document.text()[span.end()..].starts_with('(')
    };
    let removed = |mark: &Mark, hit: &Hit| mark.mend == Mend::Remove && !links(hit.span);
    let marks: Vec<Span> =
        found.iter().filter(|(mark, hit)| removed(mark, hit)).map(|(_, hit)| hit.span).collect();
    let mut removals = removal::removals(document, &marks).into_iter();
    for (mark, hit) in found {
        match mark.mend {
            Mend::Remove if !links(hit.span) => hit.fixes.extend(removals.next()),
            Mend::Nothing | Mend::Remove => {}
            Mend::RemoveParameter => hit.fixes.extend(parameter::removal(document, hit.span)),
        }
    }
}
