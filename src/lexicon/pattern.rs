//! A small language of cues: patterns over the words of a sentence.
//!
//! A pattern is a row of elements with white space between them:
//!
//! | element | stands for |
//! |---|---|
//! | `word` | the word, in any case |
//! | `{class}` | any word or phrase of that class of the lexicon |
//! | `a\|{b}\|c` | one of several |
//! | `x?` | it or nothing |
//! | `..3` | up to three words of any kind |
//! | `<name>`, `<number>` | a word with a capital inside a sentence; a number in digits |
//! | `,` | a comma, dash, bracket or closing quotation mark |
//! | `^`, `$` | the beginning of the sentence; the end of it or of a clause |
//! | `(x)` | context: it must be there and does not belong to the cue |
//! | `!x` | the word here is not `x`: the one before if the pattern begins with it, else the next |
//!
//! Matching takes time in proportion to the pattern, not to the sentence: it begins at a word
//! that the pattern needs (its anchor) and goes no further than the pattern reaches.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Lexicon;
use super::token::{Token, TokenKind, Vocabulary, Word};

/// The longest gap, in words.
const MAX_GAP: usize = 8;
/// How deep classes may name other classes.
const MAX_DEPTH: usize = 4;

/// A compiled pattern.
#[derive(Debug)]
pub struct Pattern {
    elements: Vec<Element>,
    /// The place of the element that a match is looked for by.
    anchor: Option<usize>,
    /// The most tokens that may stand before the end of the anchor.
    reach: usize,
    /// The fewest tokens that stand before the anchor.
    least: usize,
}

/// Words and phrases.
#[derive(Debug, Default)]
struct Class {
    /// Sorted.
    words: Vec<Word>,
    /// The longest first.
    phrases: Vec<Vec<Word>>,
    /// The first words of the phrases, sorted.
    beginnings: Vec<Word>,
}

#[derive(Debug, Default)]
struct Element {
    role: Role,
    optional: bool,
    /// The words and phrases that fit.
    classes: Vec<Arc<Class>>,
    start: bool,
    end: bool,
    comma: bool,
    name: bool,
    number: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Part of the cue.
    #[default]
    Cue,
    /// Must be there, and is not part of the cue.
    Context,
    /// Must not be there.
    Not,
    /// So many words of any kind.
    Gap(usize),
}

/// A match, in tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The first token of the cue.
    pub first: usize,
    /// The last token of the cue.
    pub last: usize,
}

/// Compiles the patterns of one language.
#[derive(Debug)]
pub struct Compiler<'l> {
    lexicon: &'l Lexicon,
    vocabulary: Vocabulary,
    classes: FxHashMap<String, Arc<Class>>,
}

impl<'l> Compiler<'l> {
    /// A compiler for the classes of `lexicon`.
    #[must_use]
    pub fn new(lexicon: &'l Lexicon) -> Self {
        let vocabulary = Vocabulary::new(lexicon.common.split_whitespace());
        Self { lexicon, vocabulary, classes: FxHashMap::default() }
    }

    /// The words of all patterns.
    #[must_use]
    pub fn finish(self) -> Vocabulary {
        self.vocabulary
    }

    /// Compiles one pattern.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn compile(&mut self, source: &str) -> Result<Pattern, String> {
        let elements = source
            .split_whitespace()
            .map(|element| self.element(element))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| format!("in the pattern `{source}`: {error}"))?;
        let required =
            |element: &Element| element.role == Role::Cue && !element.optional && !element.classes.is_empty();
        if !elements.iter().any(required) {
            return Err(format!("the pattern `{source}` has no word that must be there"));
        }
        let anchor = (0..elements.len())
            .filter(|&at| elements[at].can_anchor())
            .min_by_key(|&at| elements[at].weight(&self.vocabulary));
        let up_to = anchor.unwrap_or(elements.len() - 1);
        let reach = elements[..=up_to].iter().map(Element::width).sum();
        let least = elements[..up_to].iter().map(Element::least_width).sum();
        Ok(Pattern { elements, anchor, reach, least })
    }

    fn element(&mut self, source: &str) -> Result<Element, String> {
        let mut element = Element::default();
        if let Some(count) = source.strip_prefix("..") {
            let most = count.parse().ok().filter(|most| (1..=MAX_GAP).contains(most));
            element.role =
                Role::Gap(most.ok_or_else(|| format!("a gap is `..1` to `..{MAX_GAP}`, not `{source}`"))?);
            return Ok(element);
        }
        let mut inner = source;
        if let Some(rest) = inner.strip_suffix('?') {
            (element.optional, inner) = (true, rest);
        }
        if let Some(rest) = inner.strip_prefix('!') {
            (element.role, inner) = (Role::Not, rest);
        } else if let Some(rest) = inner.strip_prefix('(') {
            let rest = rest.strip_suffix(')').ok_or_else(|| format!("`{source}` has no `)`"))?;
            (element.role, inner) = (Role::Context, rest);
        }
        for atom in inner.split('|') {
            self.atom(atom, &mut element)?;
        }
        Ok(element)
    }

    fn atom(&mut self, atom: &str, element: &mut Element) -> Result<(), String> {
        match atom {
            "^" => element.start = true,
            "$" => element.end = true,
            "," => element.comma = true,
            "<name>" => element.name = true,
            "<number>" => element.number = true,
            _ => element.classes.push(match atom.strip_prefix('{') {
                Some(class) => {
                    let class = class.strip_suffix('}').ok_or_else(|| format!("`{atom}` has no `}}`"))?;
                    self.class(class, 0)?
                }
                None => {
                    let plain = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '-');
                    if atom.is_empty() || !atom.chars().all(plain) {
                        return Err(format!("`{atom}` is no word"));
                    }
                    let word = self.vocabulary.add(&atom.to_lowercase());
                    Arc::new(Class { words: vec![word], ..Class::default() })
                }
            }),
        }
        Ok(())
    }

    fn class(&mut self, name: &str, depth: usize) -> Result<Arc<Class>, String> {
        if let Some(known) = self.classes.get(name) {
            return Ok(Arc::clone(known));
        }
        let language = &self.lexicon.language;
        let entries = self
            .lexicon
            .classes
            .get(name)
            .ok_or_else(|| format!("there is no class `{name}` in the lexicon for {language}"))?;
        if depth == MAX_DEPTH {
            return Err(format!("the class `{name}` in the lexicon for {language} is named too deep down"));
        }
        let mut class = Class::default();
        for entry in entries.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            match entry.strip_prefix('{').and_then(|class| class.strip_suffix('}')) {
                Some(inner) => {
                    let inner = self.class(inner, depth + 1)?;
                    class.words.extend(&inner.words);
                    class.phrases.extend_from_slice(&inner.phrases);
                }
                None if entry.contains(char::is_whitespace) => {
                    let words = entry.split_whitespace().map(|word| self.vocabulary.add(word));
                    class.phrases.push(words.collect());
                }
                None => class.words.push(self.vocabulary.add(entry)),
            }
        }
        class.words.sort_unstable();
        class.words.dedup();
        class.phrases.sort_by_key(|phrase| Reverse(phrase.len()));
        class.beginnings = class.phrases.iter().filter_map(|phrase| phrase.first().copied()).collect();
        class.beginnings.sort_unstable();
        let class = Arc::new(class);
        self.classes.insert(name.to_owned(), Arc::clone(&class));
        Ok(class)
    }
}

impl Pattern {
    /// Whether there is an element without which nothing matches, to look for.
    #[must_use]
    pub fn is_anchored(&self) -> bool {
        self.anchor.is_some()
    }

    /// The words by which a match is looked for: one of them is in every
    /// match. None if no single element is in all of them.
    #[must_use]
    pub fn anchors(&self, vocabulary: &Vocabulary) -> Vec<Word> {
        let Some(element) = self.anchor.map(|at| &self.elements[at]) else { return Vec::new() };
        let rarest = |phrase: &Vec<Word>| {
            phrase
                .iter()
                .copied()
                .min_by_key(|&word| (vocabulary.weight(word), Reverse(vocabulary.written(word).len())))
        };
        let mut anchors: Vec<Word> = Vec::new();
        for class in &element.classes {
            anchors.extend(&class.words);
            anchors.extend(class.phrases.iter().filter_map(rarest));
        }
        anchors.sort_unstable();
        anchors.dedup();
        anchors
    }

    /// The leftmost match that takes the token `at`, which may be its anchor.
    #[must_use]
    pub fn match_near(&self, tokens: &[Token], at: usize) -> Option<Match> {
        if !self.may_match(tokens, at) {
            return None;
        }
        let last = at.checked_sub(self.least)?;
        (at.saturating_sub(self.reach)..=last).find_map(|start| {
            // A match that ends before `at` has an anchor of its own.
            self.match_to_end(tokens, start).filter(|&(_, end)| end > at).map(|(found, _)| found)
        })
    }

    /// Whether the words on either side of an anchor at `at` can be those that the pattern wants:
    /// a look that spares most of the matching, where only one word can stand there.
    fn may_match(&self, tokens: &[Token], at: usize) -> bool {
        let Some(anchor) = self.anchor.filter(|&anchor| self.elements[anchor].is_one_word()) else {
            return true;
        };
        let fits = |element: Option<usize>, token: Option<usize>| {
            let element = element.and_then(|element| self.elements.get(element));
            element.filter(|element| element.is_one_word()).is_none_or(|element| {
                token.and_then(|at| tokens.get(at)).is_some_and(|token| element.holds(token))
            })
        };
        fits(anchor.checked_sub(1), at.checked_sub(1)) && fits(Some(anchor + 1), Some(at + 1))
    }

    /// The first match that shares a token with `with`.
    #[must_use]
    pub fn match_over(&self, tokens: &[Token], with: Match) -> Option<Match> {
        let width: usize = self.elements.iter().map(Element::width).sum();
        (with.first.saturating_sub(width)..=with.last)
            .find_map(|start| self.match_at(tokens, start).filter(|found| found.last >= with.first))
    }

    fn match_at(&self, tokens: &[Token], start: usize) -> Option<Match> {
        self.match_to_end(tokens, start).map(|(found, _)| found)
    }

    /// The match that begins at `start`, and the token after the last that it looks at.
    fn match_to_end(&self, tokens: &[Token], start: usize) -> Option<(Match, usize)> {
        let mut found = Found { cue: None, end: start };
        let matches = self.step(tokens, 0, start, &mut found);
        found.cue.filter(|_| matches).map(|cue| (cue, found.end))
    }

    /// Whether the elements from `element` on match the tokens from `at` on. On success
    /// `found` covers the tokens of the cue.
    fn step(&self, tokens: &[Token], element: usize, at: usize, found: &mut Found) -> bool {
        let Some(this) = self.elements.get(element) else {
            found.end = at;
            return true;
        };
        let before = found.cue;
        let proceed = |next: usize, found: &mut Found| {
            let takes = this.role == Role::Cue && tokens[at..next].iter().any(Token::is_word);
            if takes {
                let first = before.map_or(at, |found| found.first);
                found.cue = Some(Match { first, last: next - 1 });
            }
            if self.step(tokens, element + 1, next, found) {
                return true;
            }
            found.cue = before;
            false
        };
        match this.role {
            Role::Not => {
                let other = if element == 0 { at.checked_sub(1) } else { Some(at) };
                let there = other.is_some_and(|other| this.ends(tokens, other, |end| end > other));
                !there && proceed(at, found)
            }
            Role::Gap(most) => (0..=most)
                .take_while(|&taken| taken == 0 || tokens.get(at + taken - 1).is_some_and(Token::is_word))
                .any(|taken| proceed(at + taken, found)),
            Role::Cue | Role::Context => {
                this.ends(tokens, at, |end| proceed(end, found)) || (this.optional && proceed(at, found))
            }
        }
    }
}

/// How far a match has come.
#[derive(Debug)]
struct Found {
    cue: Option<Match>,
    /// The token after the last that was looked at.
    end: usize,
}

impl Element {
    /// Whether every match has one of the element's words.
    fn can_anchor(&self) -> bool {
        let taken = matches!(self.role, Role::Cue | Role::Context) && !self.optional;
        let words_only = !(self.start || self.end || self.comma || self.name || self.number);
        taken && words_only && !self.classes.is_empty()
    }

    /// How often the element's words are likely to be met.
    fn weight(&self, vocabulary: &Vocabulary) -> usize {
        let weigh = |word: &Word| vocabulary.weight(*word);
        let of_phrase = |phrase: &Vec<Word>| phrase.iter().map(weigh).min().unwrap_or(1);
        let of_class = |class: &Arc<Class>| {
            class.words.iter().map(weigh).sum::<usize>() + class.phrases.iter().map(of_phrase).sum::<usize>()
        };
        self.classes.iter().map(of_class).sum()
    }

    /// The most tokens the element takes.
    fn width(&self) -> usize {
        match self.role {
            Role::Not => 0,
            Role::Gap(most) => most,
            Role::Cue | Role::Context => {
                let phrases = self.classes.iter().flat_map(|class| &class.phrases);
                phrases.map(Vec::len).max().unwrap_or(0).max(if self.comma { 3 } else { 1 })
            }
        }
    }

    /// The fewest tokens the element takes.
    fn least_width(&self) -> usize {
        let nothing = self.optional || self.start || self.end;
        match self.role {
            Role::Cue | Role::Context if !nothing => 1,
            _ => 0,
        }
    }

    /// Whether the element takes one token, a word of its classes, and nothing else.
    fn is_one_word(&self) -> bool {
        self.can_anchor() && self.classes.iter().all(|class| class.phrases.is_empty())
    }

    fn holds(&self, token: &Token) -> bool {
        match token.kind {
            TokenKind::Word(word) => {
                (self.name && token.name)
                    || self.classes.iter().any(|class| class.words.binary_search(&word).is_ok())
            }
            TokenKind::Number => self.number,
            _ => false,
        }
    }

    /// Whether `fits` holds for a place where the element may end if it begins at `at`; the longest
    /// are asked first.
    fn ends(&self, tokens: &[Token], at: usize, mut fits: impl FnMut(usize) -> bool) -> bool {
        let token = tokens.get(at);
        if let Some(TokenKind::Word(word)) = token.map(|token| token.kind) {
            let begun = |class: &&Arc<Class>| class.beginnings.binary_search(&word).is_ok();
            for phrase in self.classes.iter().filter(begun).flat_map(|class| &class.phrases) {
                let there = tokens.get(at..at + phrase.len()).is_some_and(|tokens| {
                    tokens.iter().zip(phrase).all(|(token, &word)| token.kind == TokenKind::Word(word))
                });
                if there && fits(at + phrase.len()) {
                    return true;
                }
            }
        }
        if token.is_some_and(|token| self.holds(token)) && fits(at + 1) {
            return true;
        }
        if self.comma && pause_end(tokens, at).is_some_and(&mut fits) {
            return true;
        }
        let starts = || self.start && at <= 2 && tokens.iter().take(at).all(Token::is_mark);
        let ends = || self.end && token.is_none_or(|token| !token.is_word());
        (starts() || ends()) && fits(at)
    }
}

/// The end of a pause that begins at `at`: a comma with the quotation marks after it, or
/// a closing mark with the stop before it (`…?” they ask`).
fn pause_end(tokens: &[Token], at: usize) -> Option<usize> {
    let first = tokens.get(at)?;
    let marks = tokens[at + 1..].iter().take(2).take_while(|token| token.is_mark()).count();
    match first.kind {
        TokenKind::Comma | TokenKind::Mark => Some(at + 1 + marks),
        TokenKind::Stop if marks > 0 => Some(at + 1 + marks),
        _ => None,
    }
}

impl Token {
    fn is_word(&self) -> bool {
        matches!(self.kind, TokenKind::Word(_) | TokenKind::Number)
    }

    fn is_mark(&self) -> bool {
        self.kind == TokenKind::Mark
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::split;
    use super::*;
    use crate::text::Span;

    fn lexicon() -> Lexicon {
        let yaml = "language: Test\ncalendar:\n  months: [a, b, c, d, e, f, g, h, i, j, k, l]\n  \
                    weekdays: [a, b, c, d, e, f, g]\ncommon: some many the of\nclasses:\n  \
                    some: some, many, a number of, {few}\n  few: a few\n  who: critics, experts\n  \
                    says: say, argue, point out\n  loop: '{loop}'\n";
        crate::yaml::typed::from_str(yaml).unwrap()
    }

    /// The first match of `pattern` in `text`, by way of its anchors.
    fn found<'t>(pattern: &str, text: &'t str) -> Option<&'t str> {
        let lexicon = lexicon();
        let mut compiler = Compiler::new(&lexicon);
        let pattern = compiler.compile(pattern).unwrap();
        let vocabulary = compiler.finish();
        let tokens = split(text, Span::new(0, text.len()));
        let anchors = pattern.anchors(&vocabulary);
        let at = |at: usize| match tokens[at].kind {
            TokenKind::Word(word) => anchors.contains(&word),
            _ => false,
        };
        let found =
            (0..tokens.len()).filter(|&token| at(token)).find_map(|at| pattern.match_near(&tokens, at))?;
        Some(tokens[found.first].span.cover(tokens[found.last].span).of(text))
    }

    #[test]
    fn each_element_matches_what_it_stands_for() {
        for (pattern, text, expected) in [
            ("{some} {who} {says}", "Today some critics argue it.", Some("some critics argue")),
            (
                "{some} {who} {says}",
                "A number of critics point out it.",
                Some("A number of critics point out"),
            ),
            ("{some} {who} {says}", "A few experts say it.", Some("A few experts say")),
            ("{some} {who} {says}", "Some critics, say, argue.", None),
            ("{some} ..2 {who} {says}", "Some very old critics say.", Some("Some very old critics say")),
            ("{some} ..2 {who} {says}", "Some of the very old critics say.", None),
            ("{some} never? {who}", "many never critics", Some("many never critics")),
            ("{some} never? {who}", "many critics", Some("many critics")),
            ("(^|,|and) {who} {says}", "They left and experts say so.", Some("experts say")),
            ("(^|,|and) {who} {says}", "“Experts say so.", Some("Experts say")),
            ("(^|,|and) {who} {says}", "The experts say so.", None),
            ("(,) {who} {says} ($)", "It is so,” critics say.", Some("critics say")),
            ("(,) {who} {says} ($)", "Is it so?” critics say.", Some("critics say")),
            ("(,) {who} {says} ($)", "It is so, critics say often.", None),
            ("!the {who} {says}", "the critics say", None),
            ("!the {who} {says}", "all critics say", Some("critics say")),
            ("{who} {says} !so", "critics say so", None),
            ("{who} of <name>", "critics of Verdi", Some("critics of Verdi")),
            ("{who} of <name>", "critics of opera", None),
            ("<number> {who}", "the 12 experts", Some("12 experts")),
        ] {
            assert_eq!(found(pattern, text), expected, "{pattern} in {text}");
        }
    }

    #[test]
    fn a_mistake_in_a_pattern_is_named() {
        for (pattern, message) in [
            (
                "{some} {authors}",
                "in the pattern `{some} {authors}`: there is no class `authors` in the lexicon for Test",
            ),
            ("{some {who}", "in the pattern `{some {who}`: `{some` has no `}`"),
            ("(say", "in the pattern `(say`: `(say` has no `)`"),
            ("..99 say", "in the pattern `..99 say`: a gap is `..1` to `..8`, not `..99`"),
            ("say .", "in the pattern `say .`: `.` is no word"),
            ("{who}? ..2", "the pattern `{who}? ..2` has no word that must be there"),
            ("", "the pattern `` has no word that must be there"),
            (
                "{loop}",
                "in the pattern `{loop}`: the class `loop` in the lexicon for Test is named too deep down",
            ),
        ] {
            let lexicon = lexicon();
            assert_eq!(Compiler::new(&lexicon).compile(pattern).unwrap_err(), message);
        }
    }

    #[test]
    fn a_match_near_a_word_takes_that_word() {
        let lexicon = lexicon();
        let mut compiler = Compiler::new(&lexicon);
        let pattern = compiler.compile("{some}? {who}").unwrap();
        let text = "Some critics, experts, too.";
        let tokens = split(text, Span::new(0, text.len()));
        let found: Vec<_> = (0..tokens.len()).map(|at| pattern.match_near(&tokens, at)).collect();
        assert_eq!(found[1], Some(Match { first: 0, last: 1 }));
        assert_eq!(found[3], Some(Match { first: 3, last: 3 }));
    }

    #[test]
    fn the_anchor_is_the_rarest_element() {
        let lexicon = lexicon();
        let mut compiler = Compiler::new(&lexicon);
        let pattern = compiler.compile("{some} {who} of").unwrap();
        let vocabulary = compiler.finish();
        let anchors = pattern.anchors(&vocabulary);
        let mut words: Vec<_> = anchors.into_iter().map(|word| vocabulary.written(word)).collect();
        words.sort_unstable();
        assert_eq!(words, ["critics", "experts"]);
    }
}
