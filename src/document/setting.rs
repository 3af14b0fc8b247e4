//! Where words are said that are not the document's own, or not said to be looked up: in verse, in a
//! story, by a speaker in a transcript, at a meeting whose minutes the document is.

mod resting;
mod tale;

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::{Block, BlockKind, Document};
use crate::lexicon::has_word_of;
use crate::text::{Span, lines, lines_backwards};

/// The longest line of verse, in characters.
const MAX_VERSE: usize = 60;
/// The longest of two lines that are all the verse there is.
const MAX_COUPLET: usize = 45;
/// The longest stanza, in bytes: each cue in it reads all of it.
const MAX_STANZA: usize = 4096;
/// The longest line of verse in which a line begins in lower case.
const MAX_FREE_VERSE: usize = 50;
/// So many paragraphs that begin with somebody's words make a dialogue.
const MIN_SPOKEN: usize = 2;
/// The longest name before a colon, in bytes.
const MAX_LABEL: usize = 40;
/// The farthest from what is said that it may stand, in bytes.
const FARTHEST_NAME: usize = 1024;
/// The most words of one.
const MAX_LABEL_WORDS: usize = 4;
/// The fewest letters of a name in capitals.
const MIN_CAPITALS: usize = 3;
/// So many orders make a manual.
const MIN_ORDERS: usize = 2;
/// So many blocks are asked for one.
const MOST_ASKED: usize = 200;
/// Where minutes say that they are minutes, in bytes from the top.
const HEAD: usize = 2048;

/// What kind of text a document is, each question answered once.
#[derive(Debug)]
pub struct Setting<'d> {
    document: &'d Document,
    story: OnceCell<bool>,
    minutes: OnceCell<bool>,
    own: OnceCell<bool>,
    speech: OnceCell<Vec<Span>>,
    tale: OnceCell<bool>,
    sources: OnceCell<bool>,
    asked: OnceCell<bool>,
}

impl<'d> Setting<'d> {
    /// Nothing is asked yet.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        let (story, minutes, own, speech) = Default::default();
        let (tale, sources, asked) = Default::default();
        Self { document, story, minutes, own, speech, tale, sources, asked }
    }

    /// Whether what stands at `span`, in `block`, is no statement of the document's own: a line of
    /// verse, a part of a story, the words of a speaker.
    #[must_use]
    pub fn is_told(&self, block: &Block, span: Span) -> bool {
        is_verse(self.document, block)
            || self.is_speech(span)
            || self.is_story()
            || tale::is_spoken(self.document, block, span)
            || tale::is_plot(self.document, block, span)
            || *self.tale.get_or_init(|| tale::is_tale(self.document))
    }

    /// Whether the document tells at one place what all of it rests on.
    #[must_use]
    pub fn tells_sources(&self) -> bool {
        *self.sources.get_or_init(|| resting::tells_sources(self.document))
    }

    /// Whether the paragraph near `span`, or all of the document, tells of people who were asked for it.
    #[must_use]
    pub fn is_of_those_asked(&self, block: &Block, span: Span) -> bool {
        resting::asks(self.document, block, span)
            || *self.asked.get_or_init(|| resting::is_survey(self.document))
    }

    /// Whether the document is the minutes of a meeting: who speaks in them was there.
    #[must_use]
    pub fn is_minutes(&self) -> bool {
        *self.minutes.get_or_init(|| is_minutes(self.document))
    }

    /// Whether the document measures for itself or tells how a thing is handled: its figures are its own.
    /// `orders` tells how many orders a block gives.
    #[must_use]
    pub fn counts_itself(&self, orders: impl Fn(usize) -> usize) -> bool {
        *self.own.get_or_init(|| is_report(self.document) || is_manual(self.document, orders))
    }

    /// Whether the document is a story: dialogue, and neither a number nor a source.
    fn is_story(&self) -> bool {
        *self.story.get_or_init(|| is_story(self.document))
    }

    /// Whether the words at `span` follow the name of a speaker.
    fn is_speech(&self, span: Span) -> bool {
        // Asked each time: what is found does not depend on what was asked before.
        if !self.may_be_speech(span) {
            return false;
        }
        let speech = self.speech.get_or_init(|| speech(self.document));
        let next = speech.partition_point(|said| said.start <= span.start);
        next.checked_sub(1).is_some_and(|at| speech[at].contains(span))
    }
}

impl Setting<'_> {
    /// Whether the paragraph of the words, or a line not far above them, begins with a name: a look that spares
    /// most documents.
    fn may_be_speech(&self, span: Span) -> bool {
        let text = self.document.text();
        let from = span.start().saturating_sub(FARTHEST_NAME).max(self.document.body.start());
        let above = Span::new(text.floor_char_boundary(from), span.end());
        let named = |line: Span| turn(text, line).is_some();
        let paragraph = self.document.block_at(span.start()).map(|block| block.span);
        let first = paragraph.and_then(|paragraph| lines(text, paragraph).next());
        first.is_some_and(|line| named(line.span))
            || memchr::memchr(b':', above.of(text).as_bytes()).is_some()
                && lines_backwards(text, above).any(named)
    }
}

/// Whether the lines of the block end where the verse ends, and not where the page does.
fn is_verse(document: &Document, block: &Block) -> bool {
    if block.kind != BlockKind::Paragraph || block.span.len() > MAX_STANZA {
        return false;
    }
    let text = document.text();
    let ends = |c: char| c.is_whitespace() || c == '\\';
    let found = lines(text, block.span).map(|line| line.span.of(text).trim_end_matches(ends).trim_start());
    let mut rows: Vec<(usize, &str)> = Vec::new();
    for line in found.filter(|line| !line.is_empty()) {
        let length = line.chars().take(MAX_VERSE + 1).count();
        if length > MAX_VERSE {
            return false;
        }
        rows.push((length, line));
    }
    let Some(longest) = rows.iter().map(|&(length, _)| length).max().filter(|_| rows.len() > 1) else {
        return false;
    };
    let pairs = || rows.windows(2).map(|pair| (pair[0], pair[1]));
    let runs_on = pairs().filter(|((_, line), _)| !line.ends_with(['.', '!', '?', ':'])).count();
    let opens = |line: &str| {
        let first = line.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next();
        first.is_some_and(char::is_uppercase)
    };
    if rows.iter().all(|(_, line)| line.contains(':')) {
        return false;
    }
    if rows.iter().all(|(_, line)| opens(line)) {
        return runs_on >= 2 || runs_on == 1 && rows.len() == 2 && longest <= MAX_COUPLET;
    }
    if rows.len() < 3 || longest > MAX_FREE_VERSE || runs_on == 0 {
        return false;
    }
    // In prose a line ends because the next word would not have stood in it, and seldom with a clause.
    let room = pairs().map(|((length, _), (_, next))| {
        let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
        longest.saturating_sub(length + 1 + word)
    });
    room.max().is_some_and(|room| 5 * room >= longest)
        || rows.iter().all(|(_, line)| line.ends_with(|c: char| c.is_ascii_punctuation()))
}

fn is_story(document: &Document) -> bool {
    let sourced = !document.links.is_empty()
        || !document.citations.is_empty()
        || !document.dates.is_empty()
        || document.provenance.published.is_some();
    if sourced || document.quotations.len() < MIN_SPOKEN {
        return false;
    }
    let paragraphs =
        || document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph && !block.quoted);
    let is_spoken = |block: &&Block| {
        let at = document.quotations.partition_point(|quotation| quotation.span.start < block.span.start);
        document.quotations.get(at).is_some_and(|quotation| quotation.span.start == block.span.start)
    };
    paragraphs().filter(is_spoken).nth(MIN_SPOKEN - 1).is_some()
        && !paragraphs().any(|block| document.slice(block.span).bytes().any(|byte| byte.is_ascii_digit()))
}

/// A line that begins with the name of whoever speaks.
struct Turn<'d> {
    /// The name.
    name: &'d str,
    /// Where its line begins.
    start: usize,
    /// Where the line ends.
    end: usize,
    /// Whether what follows the name ends as a sentence does.
    ended: bool,
}

/// What is said behind the names of speakers: the rest of the paragraph, and paragraphs between two
/// such names.
fn speech(document: &Document) -> Vec<Span> {
    let text = document.text();
    if memchr::memchr(b':', document.slice(document.body).as_bytes()).is_none() {
        return Vec::new();
    }
    let turns: Vec<Turn> = lines(text, document.body).filter_map(|line| turn(text, line.span)).collect();
    let talk = is_talk(&turns);
    let mut found: Vec<Span> = Vec::new();
    for (at, turn) in turns.iter().enumerate() {
        if !talk && turn.name.contains(char::is_lowercase) {
            continue;
        }
        let paragraph = document.block_at(turn.end).map_or(turn.end, |block| block.span.end());
        let next = turns.get(at + 1).map(|next| next.start);
        let heading = document.headings.partition_point(|heading| heading.span.start() < turn.start);
        let heading = document.headings.get(heading).map_or(usize::MAX, |heading| heading.span.start());
        let end = match next {
            Some(next) if talk && next < heading => next,
            _ => paragraph.max(turn.end).min(next.unwrap_or(usize::MAX)),
        };
        found.push(Span::new(turn.start, end));
    }
    found
}

/// Whether people take turns: somebody speaks again after somebody else.
fn is_talk(turns: &[Turn]) -> bool {
    let mut last: FxHashMap<&str, usize> = FxHashMap::default();
    turns
        .iter()
        .filter(|turn| turn.ended)
        .enumerate()
        .any(|(at, turn)| last.insert(turn.name, at).is_some_and(|before| before + 1 < at))
}

/// `LIND: It rained.`, `**Jane Hill:** It rained.`, `[00:01:20] Lind: It rained.`
fn turn(text: &str, line: Span) -> Option<Turn<'_>> {
    let words = line.of(text);
    let colon = memchr::memchr(b':', &words.as_bytes()[..words.len().min(2 * MAX_LABEL)])?;
    let mark = |c: char| matches!(c, '*' | '_' | '-' | '>' | ' ' | '\t' | '•');
    let mut from = words.len() - words.trim_start_matches(mark).len();
    let mut to = colon;
    if words[from..].starts_with(['[', '(']) {
        // The time at which it is said.
        from += words[from..].find([']', ')'])? + 1;
        to = from + words[from..].find(':')?;
    }
    let name = words.get(from..to)?.trim_matches(mark);
    let rest = words[to + 1..].trim_start_matches(['*', '_']);
    let said = rest.trim();
    let parted = rest.len() > rest.trim_start().len();
    (parted && !said.is_empty() && is_name(name)).then(|| Turn {
        name,
        start: line.start(),
        end: line.end(),
        ended: said.ends_with(['.', '!', '?', '"', '”', '…', '»', '—', '–']),
    })
}

/// Whether a speaker may be called so: words with a capital, in capitals if it is no name for a part
/// of a text.
fn is_name(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let words = name.split([' ', '\t']);
    name.len() <= MAX_LABEL
        && letters >= MIN_CAPITALS
        && words.clone().count() <= MAX_LABEL_WORDS
        && words
            .clone()
            .all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '('))
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '(' | ')'))
        && !has_word_of("signposts", &name.to_lowercase())
}

fn is_minutes(document: &Document) -> bool {
    let text = document.text();
    let end = text.floor_char_boundary((document.body.start() + HEAD).min(document.body.end()));
    let head = Span::new(document.body.start(), end.max(document.body.start()));
    let meets = has_word_of("gatherings", head.of(text));
    let mut called = document.headings.iter().take(1).map(|heading| document.slice(heading.text));
    let rows = || lines(text, head).map(|line| line.span.of(text).trim()).filter(|line| !line.is_empty());
    let first = rows().next().unwrap_or_default();
    let listed = |line: &str| {
        line.split(". ").any(|part| {
            let label = part.split_once([':', '：']).map(|(label, _)| label);
            label.is_some_and(|label| label.len() <= MAX_LABEL && has_word_of("attendance", label))
        })
    };
    let named = called.any(|title| has_word_of("minutes", title)) || has_word_of("minutes", first);
    if meets { named || rows().any(listed) } else { named && rows().any(listed) }
}

/// Whether a heading or a label says how something was measured.
fn is_report(document: &Document) -> bool {
    let text = document.text();
    let named = |words: &str| {
        let words = words.trim_matches(|c: char| !c.is_alphanumeric());
        words.len() <= MAX_LABEL
            && words.split(' ').count() <= MAX_LABEL_WORDS
            && words.split(' ').next().is_some_and(|first| has_word_of("procedures", first))
    };
    let label = |block: &Block| {
        let line = lines(text, block.span).next().map(|line| line.span.of(text))?;
        line.get(..line.floor_char_boundary(MAX_LABEL))?.split_once(':').map(|(label, _)| label)
    };
    document.headings.iter().any(|heading| named(document.slice(heading.text)))
        || document.blocks.iter().filter_map(label).any(named)
}

/// Whether orders are given time and again.
fn is_manual(document: &Document, orders: impl Fn(usize) -> usize) -> bool {
    let blocks = document.blocks.iter().enumerate();
    let told = blocks.filter(|(_, block)| {
        !block.quoted && matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem)
    });
    let mut given = 0;
    told.take(MOST_ASKED).any(|(at, _)| {
        given += orders(at);
        given >= MIN_ORDERS
    })
}

/// So far around a place a block is read, in bytes.
const NEAR: usize = 800;

/// The part of a block that is near a place in it.
fn near<'d>(document: &'d Document, block: &Block, span: Span) -> &'d str {
    document.slice(document.near(block, span, NEAR))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paragraphs that are somebody else's words.
    fn told(text: &str) -> Vec<String> {
        let document = Document::from_text("a.md", text);
        let setting = Setting::new(&document);
        let blocks = document.blocks.iter().filter(|block| setting.is_told(block, block.span));
        blocks.map(|block| document.slice(block.span).trim_end().replace('\n', " / ")).collect()
    }

    #[test]
    fn verse_ends_its_lines_where_it_likes() {
        for verse in [
            "Some say the sea will end in ice,\nSome say in flame",
            "Some say the lamp is out,\nothers say\nthat it is lit and will be\nuntil day",
            "The oil is low,  \nThe wick is long,\\\nThe night is dark.",
        ] {
            assert_eq!(told(verse).len(), 1, "{verse}");
        }
        for prose in [
            "Some critics say that the lamp is out, and others who have\nseen it by night say that it is lit.",
            "Some critics say that the lamp is out, and\nothers who have seen it by night say that\nit is lit, as it was.",
            "Some critics say that the lamp was never lit at all, and\nHill agrees.",
            "Some say so.\nOthers do not.\nThe lamp is out.",
            "- Some say\n- Others do",
        ] {
            assert_eq!(told(prose), [""; 0], "{prose}");
        }
    }

    #[test]
    fn a_story_talks_and_counts_nothing() {
        let story =
            "They rowed out, and some said it was late.\n\n\"Is it?\" he asked.\n\n\"It is,\" said Anna.\n";
        assert_eq!(told(story).len(), 3);
        for other in [
            "They rowed out in 1893.\n\n\"Is it?\" he asked.\n\n\"It is,\" said Anna.\n",
            "They rowed out [@hill].\n\n\"Is it?\" he asked.\n\n\"It is,\" said Anna.\n",
            "They rowed out.\n\n\"It is late,\" said Anna.\n",
        ] {
            assert_eq!(told(other), [""; 0], "{other}");
        }
    }

    #[test]
    fn behind_a_name_somebody_speaks() {
        assert_eq!(told("LIND: Some said it leaks.\n\nIt leaks.\n"), ["LIND: Some said it leaks."]);
        let talk = "**Lind:** It leaks.\n\n[00:10] Jane Hill: Does it?\n\nI ask you.\n\n**Lind:** It does.\n\nIt did.\n";
        assert_eq!(told(talk).len(), 4);
        for other in [
            "NOTE: Some say it leaks.\n\nBACKGROUND: It is old.\n",
            "Reception: Critics say it leaks.\n\nPlot: It leaks.\n",
            "Name: Lind\nAge: ten\n\nName: Hill\nAge: nine\n\nSome say so: it leaks.\n",
            "See 10:20: it leaks. A: it does.\n",
        ] {
            assert_eq!(told(other), [""; 0], "{other}");
        }
    }

    #[test]
    fn minutes_say_that_they_are() {
        let is_minutes = |text: &str| Setting::new(&Document::from_text("a.md", text)).is_minutes();
        assert!(is_minutes("# Minutes of the parish council\n\nIt rained.\n"));
        assert!(is_minutes("Meeting of the board, May\n\n**Present:** Lind, Hill\n"));
        assert!(!is_minutes("# Ten minutes by boat\n\nIt rained.\n"));
        assert!(!is_minutes(""));
    }

    #[test]
    fn hostile_text_is_read_to_its_end() {
        for unit in ["A: b.\n", "[", "LIND: [", "\"a\"\n\n", "Ä\n", ":\n", "(: "] {
            let _ = told(&unit.repeat(20_000 / unit.len()));
        }
    }
}
