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
//! | `<{class}>` | a word or phrase of that class that begins with such a capital |
//! | `,` | a comma, dash, bracket or closing quotation mark |
//! | `^`, `$` | the beginning of the sentence; the end of it or of a clause |
//! | `(x)` | context: it must be there and does not belong to the cue |
//! | `!x` | the word here is not `x`: the one before if the pattern begins with it, else the next |
//!
//! Matching takes time in proportion to the pattern, not to the sentence: it begins at a word
//! that the pattern needs (its anchor) and goes no further than the pattern reaches.

mod compiler;
mod edge;
#[cfg(test)]
mod tests;

pub use compiler::Compiler;

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use self::edge::{Bits, Edge, may_take};
use super::nearby::Nearby;
use super::token::{Beside, Token, TokenKind, Vocabulary, Word};

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
    /// The most tokens of a match.
    width: usize,
    /// What else must be there, by words alone.
    needs: Vec<Need>,
    /// What may stand right before the anchor, and right after it.
    edges: [Edge; 2],
}

/// An element other than the anchor without whose words nothing matches.
#[derive(Debug)]
struct Need {
    element: usize,
    /// Whether it stands before the anchor.
    before: bool,
    /// Among how many words next to a word of the anchor it begins or ends.
    within: usize,
    /// Whether a mark may stand between the two.
    across: bool,
}

/// Words and phrases.
#[derive(Debug)]
struct Class {
    /// Sorted.
    words: Vec<Word>,
    /// The longest first.
    phrases: Vec<Vec<Word>>,
    /// The first words of the phrases, sorted.
    beginnings: Vec<Word>,
    /// The last words of the phrases, sorted.
    endings: Vec<Word>,
    /// The words, and the first and last ones of phrases.
    bits: Bits,
    /// All words of the phrases.
    in_phrases: Bits,
}

#[derive(Debug, Default)]
struct Element {
    role: Role,
    optional: bool,
    /// The words and phrases that fit.
    classes: Vec<Arc<Class>>,
    /// Those that fit with a capital inside a sentence.
    named: Vec<Arc<Class>>,
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

/// The patterns to try at a word, by their numbers.
#[must_use]
pub fn by_anchor<'p>(
    patterns: impl Iterator<Item = &'p Pattern>,
    vocabulary: &Vocabulary,
) -> FxHashMap<Word, Vec<u32>> {
    let mut found: FxHashMap<Word, Vec<u32>> = FxHashMap::default();
    for (at, pattern) in (0..).zip(patterns) {
        for word in pattern.anchors(vocabulary) {
            found.entry(word).or_default().push(at);
        }
    }
    found
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
        for class in element.all_classes() {
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
        let beside = |at: Option<usize>| match at.and_then(|at| tokens.get(at)) {
            Some(&Token { kind: TokenKind::Word(word), name, .. }) => Beside::Word(word, name),
            Some(&Token { kind: TokenKind::Number, .. }) => Beside::Number,
            _ => Beside::Nothing,
        };
        if !self.may_stand_between(beside(at.checked_sub(1)), beside(Some(at + 1))) {
            return None;
        }
        let last = at.checked_sub(self.least)?;
        (at.saturating_sub(self.reach)..=last).find_map(|start| {
            // A match that ends before `at` has an anchor of its own.
            self.match_to_end(tokens, start).filter(|&(_, end)| end > at).map(|(found, _)| found)
        })
    }

    /// Whether the anchor may stand between these two: a look that spares most of the matching.
    #[must_use]
    pub fn may_stand_between(&self, before: Beside, after: Beside) -> bool {
        let Some(at) = self.anchor else { return true };
        if !self.edges[0].may_be(before) || !self.edges[1].may_be(after) {
            return false;
        }
        let (left, right) = (&self.elements[..at], &self.elements[at + 1..]);
        let anchor = &self.elements[at];
        (may_take(left.iter().rev(), before, |class| &class.endings) || anchor.has_in_phrase(before))
            && (may_take(right.iter(), after, |class| &class.beginnings) || anchor.has_in_phrase(after))
    }

    /// Whether what the pattern needs may be among the words near its anchor.
    #[must_use]
    pub fn may_stand_among(&self, nearby: &mut Nearby<'_>) -> bool {
        self.needs.iter().all(|need| {
            let element = &self.elements[need.element];
            let where_to = (need.before, need.within, need.across);
            nearby.may_hold(where_to, |word| element.may_begin_with(word))
        })
    }

    /// The needs of a pattern with these elements.
    fn needs(elements: &[Element], anchor: usize) -> Vec<Need> {
        let own = elements[anchor].width();
        let of = |row: &mut dyn Iterator<Item = usize>, before: bool| -> Vec<Need> {
            let (mut within, mut across) = (own, false);
            let needs = row.filter_map(|at| {
                within += elements[at].width();
                let need = Need { element: at, before, within, across };
                across |= elements[at].comma;
                elements[at].can_anchor().then_some(need)
            });
            needs.collect()
        };
        let mut needs = of(&mut (0..anchor).rev(), true);
        needs.append(&mut of(&mut (anchor + 1..elements.len()), false));
        needs
    }

    /// The first match that shares a token with `with`.
    #[must_use]
    pub fn match_over(&self, tokens: &[Token], with: Match) -> Option<Match> {
        let first = with.first.saturating_sub(self.width);
        let near = &tokens[first..tokens.len().min(with.last + self.width + 1)];
        let anchor = self.anchor.map(|at| &self.elements[at]);
        let anchors = |token: &Token| match (anchor, token.kind) {
            (Some(anchor), TokenKind::Word(word)) => anchor.all_classes().any(|class| class.may_hold(word)),
            (anchor, _) => anchor.is_none(),
        };
        if !near.iter().any(anchors) {
            return None;
        }
        (first..=with.last)
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

impl Class {
    /// Words, sorted, and phrases, the longest first.
    fn of(words: Vec<Word>, phrases: Vec<Vec<Word>>) -> Self {
        let sorted = |words: &mut dyn Iterator<Item = Word>| {
            let mut words: Vec<Word> = words.collect();
            words.sort_unstable();
            words
        };
        let beginnings = sorted(&mut phrases.iter().filter_map(|phrase| phrase.first().copied()));
        let endings = sorted(&mut phrases.iter().filter_map(|phrase| phrase.last().copied()));
        let bits = Bits::of([&words, &beginnings, &endings].into_iter().flatten());
        let in_phrases = Bits::of(phrases.iter().flatten());
        Self { words, phrases, beginnings, endings, bits, in_phrases }
    }

    /// Whether the word may be one of the words, or the first or the last of a phrase.
    fn may_hold(&self, word: Word) -> bool {
        self.bits.may_hold(word)
    }
}

impl Element {
    /// Whether every match has one of the element's words.
    fn can_anchor(&self) -> bool {
        let taken = matches!(self.role, Role::Cue | Role::Context) && !self.optional;
        taken && self.is_words_only() && self.has_words()
    }

    /// Whether nothing but words and phrases of its classes fits.
    fn is_words_only(&self) -> bool {
        !(self.start || self.end || self.comma || self.name || self.number)
    }

    /// Whether the word is one of the element's, or the first of one of its phrases.
    fn may_begin_with(&self, word: Word) -> bool {
        let has = |words: &[Word]| words.binary_search(&word).is_ok();
        self.all_classes().any(|class| class.may_hold(word) && (has(&class.words) || has(&class.beginnings)))
    }

    /// Whether the word stands in one of the element's phrases.
    fn has_in_phrase(&self, beside: Beside) -> bool {
        let mut phrases = self.all_classes().flat_map(|class| &class.phrases);
        matches!(beside, Beside::Word(word, _) if phrases.any(|phrase| phrase.contains(&word)))
    }

    fn has_words(&self) -> bool {
        self.all_classes().next().is_some()
    }

    fn all_classes(&self) -> impl Iterator<Item = &Arc<Class>> {
        self.classes.iter().chain(&self.named)
    }

    /// How often the element's words are likely to be met.
    fn weight(&self, vocabulary: &Vocabulary) -> usize {
        let weigh = |word: &Word| vocabulary.weight(*word);
        let of_phrase = |phrase: &Vec<Word>| phrase.iter().map(weigh).min().unwrap_or(1);
        let of_class = |class: &Arc<Class>| {
            class.words.iter().map(weigh).sum::<usize>() + class.phrases.iter().map(of_phrase).sum::<usize>()
        };
        self.all_classes().map(of_class).sum()
    }

    /// The most tokens the element takes.
    fn width(&self) -> usize {
        match self.role {
            Role::Not => 0,
            Role::Gap(most) => most,
            Role::Cue | Role::Context => {
                let phrases = self.all_classes().flat_map(|class| &class.phrases);
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

    fn holds(&self, token: &Token) -> bool {
        match token.kind {
            TokenKind::Word(word) => {
                let has =
                    |class: &Arc<Class>| class.may_hold(word) && class.words.binary_search(&word).is_ok();
                token.name && (self.name || self.named.iter().any(has)) || self.classes.iter().any(has)
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
            let named = self.named.iter().filter(|_| tokens[at].name);
            let classes = self.classes.iter().chain(named).filter(begun);
            for phrase in classes.flat_map(|class| &class.phrases) {
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
        // Code, a formula or a brace goes on with the sentence.
        let goes_on = |token: &Token| token.is_word() || token.kind == TokenKind::Other;
        let ends = || self.end && !token.is_some_and(goes_on);
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
