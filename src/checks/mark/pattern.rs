//! What a whole mark looks like, around the words that it is found by.

use std::sync::OnceLock;

use regex_automata::Input;
use regex_automata::meta::{Config, Regex};
use serde::{Deserialize, Deserializer};

use crate::checks::written_as::written_as;
use crate::text::Span;

/// How far around its words a mark is looked for on its line, in bytes.
const REACH: usize = 512;

/// A regular expression, compiled when the first word of it turns up: most runs need none, and compiling
/// them all would take ten times as long as the rest of a run on one file.
#[derive(Debug)]
pub(super) struct Pattern {
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// None if it has a mistake.
    ///
    /// A pattern sees a line here and there. What the engine makes to be quick on long texts, and the tables
    /// for a search from behind, take longer to make than all the searching does.
    fn regex(&self) -> Option<&Regex> {
        let engine = Config::new().hybrid(false).dfa(false).onepass(false);
        let compile = || Regex::builder().configure(engine).build(&self.source).ok();
        self.compiled.get_or_init(compile).as_ref()
    }

    /// What is wrong with it.
    pub(super) fn mistake(&self) -> Option<String> {
        let error = regex_syntax::parse(&self.source).err()?.to_string();
        let last = error.lines().last().unwrap_or_default();
        Some(last.trim_start_matches("error: ").to_owned())
    }

    /// Whether it is found in the text.
    pub(super) fn fits(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    /// What the match that holds the word reports: the first group that takes part. What follows that may
    /// belong to the next match.
    pub(super) fn find(&self, text: &str, window: Span, literal: Span) -> Option<Span> {
        let regex = self.regex()?;
        let span = |found: regex_automata::Span| Span::new(found.start, found.end).shifted(window.start());
        let line = window.of(text);
        let mut groups = regex.create_captures();
        let mut at = 0;
        loop {
            regex.captures(Input::new(line).range(at..), &mut groups);
            let whole = groups.get_group(0)?;
            let mark = groups.iter().skip(1).flatten().next().unwrap_or(whole);
            if span(whole).contains(literal) {
                return Some(span(mark).trimmed(text)).filter(|span| !span.is_empty());
            }
            if mark.end <= at || span(whole).start() > literal.start() {
                return None;
            }
            at = mark.end;
        }
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { source: String::deserialize(deserializer)?, compiled: OnceLock::new() })
    }
}

written_as!(Pattern, String);

/// The line that holds the word, as far as it is looked at.
pub(super) fn window(text: &str, literal: Span) -> Span {
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
