//! Words given as verbatim: pairs of quotation marks of all the world's kinds.
//!
//! One pass over the text of each block with a small stack of open marks. A mark that nothing
//! in its block answers makes no quotation.

use super::entity::entity;
use super::{Citation, Document};
use crate::lexicon::plain_words;
use crate::text::Span;

/// How many marks may be open in one another; beyond it the outermost is given up.
const MAX_DEPTH: usize = 8;
/// So far back, in bytes, TeX's grave accents are looked for.
const MAX_TEX: usize = 2000;

/// A pair of quotation marks and what stands between them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quotation {
    /// The quotation with its marks.
    pub span: Span,
    /// The words between the marks.
    pub words: Span,
}

impl Quotation {
    /// The spans of its words, markup and citations left out; `most` at most.
    #[must_use]
    pub fn word_spans(&self, document: &Document, most: usize) -> Vec<Span> {
        // English has a word for every five bytes or six.
        let mut found = Vec::with_capacity((self.words.len() / 5 + 1).min(most));
        let first = document.text_runs.partition_point(|run| run.end <= self.words.start);
        let cited = document.citations.partition_point(|citation| citation.span.end <= self.words.start);
        let citations = &document.citations[cited..];
        let over = citations.partition_point(|citation| citation.span.start < self.words.end);
        for run in document.text_runs[first..].iter().take_while(|run| run.start < self.words.end) {
            let run = Span::new(run.start().max(self.words.start()), run.end().min(self.words.end()));
            for (at, word) in plain_words(document.slice(run)) {
                if found.len() >= most {
                    return found;
                }
                let span = Span::new(at, at + word.len()).shifted(run.start());
                if !is_in_one(&citations[..over], span) {
                    found.push(span);
                }
            }
        }
        found
    }
}

fn is_in_one(citations: &[Citation], span: Span) -> bool {
    let next = citations.partition_point(|citation| citation.span.end <= span.start);
    citations.get(next).is_some_and(|citation| citation.span.start <= span.start)
}

/// What the marks of a document make, each sorted.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// The pairs.
    pub(super) quotations: Vec<Quotation>,
    /// Those that open a quotation and that nothing answers in their block, or in the quotation that
    /// they stand in.
    pub(super) unclosed: Vec<Span>,
    /// Those that close one, by what stands around them, and that nothing opens in their block.
    pub(super) unopened: Vec<Span>,
}

/// So far apart, in bytes, runs of text are searched together.
const MAX_GAP: usize = 256;

/// Pairs the marks in the text of each block.
pub(super) fn extract(document: &Document) -> Marks {
    let mut marks = Marks::default();
    let mut open = Vec::with_capacity(MAX_DEPTH + 1);
    // Of `«»`, 「」『』《》〝〟, ＂ and `&ldquo;` most documents have none.
    let body = document.slice(document.body);
    let few = memchr::memchr3(0xC2, 0xE3, 0xEF, body.as_bytes()).is_none();
    let entities = memchr::memchr_iter(b'&', body.as_bytes()).any(|at| mark_entity(&body[at..]).is_some());
    for block in &document.blocks {
        open.clear();
        let near = |a: &Span, b: &Span| (a.end()..=a.end() + MAX_GAP).contains(&b.start());
        for runs in document.runs(block).chunk_by(near) {
            let all = runs[0].cover(runs[runs.len() - 1]);
            if !entities && (few || document.slice(all).is_ascii()) {
                scan_few(document.text(), runs, all, &mut open, &mut marks);
            } else {
                runs.iter().for_each(|&run| scan(document.text(), run, &mut open, &mut marks));
            }
        }
        // An apostrophe opens nothing unless it stands at the beginning of a paragraph.
        let first = document.runs(block).first().map(|run| run.start());
        let opens = |open: &&Open| match open.mark {
            '\'' => first == Some(open.span.start()),
            mark => mark == '"' || is_opening(mark),
        };
        marks.unclosed.extend(open.iter().filter(opens).map(|open| open.span));
    }
    marks.unclosed.sort_unstable();
    marks
        .quotations
        .sort_unstable_by_key(|quotation| (quotation.span.start, std::cmp::Reverse(quotation.span.end)));
    marks
}

/// A mark that waits for its answer.
#[derive(Clone, Copy, Debug)]
struct Open {
    mark: char,
    span: Span,
}

/// Reads the marks of runs that follow each other closely, of which `all` holds no mark that begins with other
/// bytes than `"`, `'` and ‘’“”„‹›‚❝❞ do, and no entity. One search for all is quicker than one for each.
fn scan_few(text: &str, runs: &[Span], all: Span, open: &mut Vec<Open>, marks: &mut Marks) {
    let (mut number, mut from) = (0, all.start());
    for found in memchr::memchr3_iter(b'"', b'\'', 0xE2, all.of(text).as_bytes()) {
        let at = all.start() + found;
        number += runs[number..].iter().take_while(|run| run.end() <= at).count();
        let Some(&run) = runs.get(number) else { return };
        if at >= from && run.start() <= at {
            from = read_mark(text, run, at, open, marks);
        }
    }
}

fn scan(text: &str, run: Span, open: &mut Vec<Open>, marks: &mut Marks) {
    let first = |byte: &u8| matches!(byte, b'"' | b'\'' | b'&' | 0xC2 | 0xE2 | 0xE3 | 0xEF);
    let mut at = run.start();
    while let Some(found) = text.as_bytes()[at..run.end()].iter().position(first) {
        at = read_mark(text, run, at + found, open, marks);
    }
}

/// Reads the character at `at`, which may be a mark; tells where the text goes on.
fn read_mark(text: &str, run: Span, at: usize, open: &mut Vec<Open>, marks: &mut Marks) -> usize {
    let rest = &text[at..run.end()];
    let Some(c) = rest.chars().next() else { return run.end() };
    let (length, c) = mark_entity(rest).unwrap_or((c.len_utf8(), c));
    // A program sets three around a text of several lines.
    if rest.starts_with("\"\"\"") {
        return at + 3;
    }
    let span = Span::new(at, at + length);
    if c == '\'' && rest[length..].starts_with('\'') {
        let both = Span::new(at, at + 2);
        if close_tex(text, span, run, open, marks) {
            return both.end();
        }
        // Two typed for one: `"so''`.
        let around = Around::of(text, both);
        if open.iter().any(|open| open.mark == '"') && around.may_close('"') {
            mark('"', both, around, open, marks);
            return both.end();
        }
    }
    if is_mark(c) {
        mark(c, span, Around::of(text, span), open, marks);
    }
    span.end()
}

/// The quotation mark that the text begins with as an entity, `&ldquo;`, and its length.
fn mark_entity(text: &str) -> Option<(usize, char)> {
    let (length, c) = entity(text)?;
    Some((length, c.filter(|&c| is_mark(c) && !is_apostrophe(c))?))
}

/// Whether the two apostrophes of which the first is at `at` close what TeX opens with two grave
/// accents; the quotation is added.
fn close_tex(text: &str, at: Span, run: Span, open: &mut Vec<Open>, marks: &mut Marks) -> bool {
    let near = text.floor_char_boundary(at.start().saturating_sub(MAX_TEX)).max(run.start());
    let Some(opened) = text[near..at.start()].rfind("``").map(|opened| near + opened) else { return false };
    let inner = marks.quotations.iter().rev().take_while(|quotation| quotation.span.start() >= opened);
    let free = !inner.into_iter().any(|quotation| quotation.span.start() == opened);
    if free {
        let words = Span::new(opened + 2, at.start());
        marks.quotations.push(Quotation { span: Span::new(opened, at.end() + 1), words });
        open.retain(|open| open.span.start() < opened);
    }
    free
}

fn mark(c: char, span: Span, around: Around, open: &mut Vec<Open>, marks: &mut Marks) {
    if around.in_word() && (is_apostrophe(c) || around.is_hebrew()) {
        return;
    }
    let answered = open.iter().rposition(|open| answers(open.mark, c));
    // `'tis … "the man o' war"`: where a double mark still waits, a straight one leaves a letter out.
    let elides = |at: usize| c == '\'' && open[at..].iter().any(|open| matches!(open.mark, '"' | '“'));
    let ends =
        |at: &usize| around.may_close(c) && !elides(*at) || open[*at].mark == '„' && around.may_close_low(c);
    if let Some(at) = answered.filter(ends) {
        let start = open[at].span;
        let words = Span::new(start.end(), span.start());
        marks.quotations.push(Quotation { span: start.cover(span), words });
        // What opened inside ends with it at the latest; that of `»` may be no quotation, nor that of
        // `‘` but in double marks.
        let double = matches!(open[at].mark, '“' | '„' | '«' | '"');
        let inner = open.drain(at..).skip(1);
        let unclosed =
            inner.filter(|open| is_opening(open.mark) && open.mark != '»' && (double || open.mark != '‘'));
        marks.unclosed.extend(unclosed.map(|open| open.span));
    } else if around.may_open(c) {
        if open.len() == MAX_DEPTH {
            open.remove(0);
        }
        open.push(Open { mark: c, span });
    } else if around.ends(c) {
        marks.unopened.push(span);
    }
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '‘'
            | '’'
            | '‚'
            | '「'
            | '」'
            | '『'
            | '』'
            | '《'
            | '》'
            | '❝'
            | '❞'
            | '＂'
            | '〝'
            | '〞'
            | '〟'
    )
}

/// Whether the mark opens quotations in some language, and is not straight.
fn is_opening(c: char) -> bool {
    matches!(c, '“' | '„' | '«' | '»' | '‹' | '‘' | '‚' | '「' | '『' | '《' | '❝' | '〝')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘')
}

/// Whether `close` may end what `open` began, in the way of any language.
fn answers(open: char, close: char) -> bool {
    match open {
        // Where a keyboard has one of the two marks of German.
        '"' => matches!(close, '"' | '”' | '“'),
        '\'' => close == '\'',
        '＂' => close == '＂',
        // Many a German text opens with the mark that closes.
        '“' | '‟' => matches!(close, '”' | '“' | '"'),
        '”' => close == '”',
        '„' => matches!(close, '“' | '”' | '"'),
        '‘' => matches!(close, '’' | '\''),
        '‚' => matches!(close, '‘' | '’'),
        '’' => false,
        '«' => close == '»',
        '»' => matches!(close, '«' | '»'),
        '‹' => close == '›',
        '›' => matches!(close, '‹' | '›'),
        '「' => close == '」',
        '『' => close == '』',
        '《' => close == '》',
        '❝' => close == '❞',
        '〝' => matches!(close, '〞' | '〟'),
        _ => false,
    }
}

/// The characters on either side of a mark, emphasis aside.
#[derive(Clone, Copy, Debug)]
struct Around {
    before: Option<char>,
    after: Option<char>,
    /// Whether emphasis begins right before it: so does what it quotes, even if a blank follows.
    leads: bool,
    /// Whether emphasis ends right after it.
    alone: bool,
    /// Whether another mark follows behind a blank, as in a list of marks.
    listed: bool,
}

impl Around {
    fn of(text: &str, mark: Span) -> Self {
        let emphasis = ['*', '_'];
        let (left, right) = (&text[..mark.start()], &text[mark.end()..]);
        let before = left.trim_end_matches(emphasis).chars().next_back();
        let after = right.trim_start_matches(emphasis).chars().next();
        let ended = after.is_some_and(|after| matches!(after, ')' | ']' | ',' | ';'));
        let leads = left.ends_with(emphasis) && before.is_none_or(char::is_whitespace) && !ended;
        let listed = right.strip_prefix(' ').is_some_and(|right| right.starts_with(is_mark));
        Self { before, after, leads, alone: right.starts_with(emphasis), listed }
    }

    /// Whether a blank parts the mark from the words before it and none follow, as where a converter
    /// set the blank.
    fn is_free(self) -> bool {
        self.before == Some(' ')
            && !self.leads
            && self
                .after
                .is_none_or(|after| after.is_whitespace() || is_stop(after) || matches!(after, ')' | ']'))
    }

    fn in_word(self) -> bool {
        self.before.is_some_and(char::is_alphanumeric) && self.after.is_some_and(char::is_alphanumeric)
    }

    /// Whether Hebrew letters stand on both sides: a mark between them abbreviates.
    fn is_hebrew(self) -> bool {
        self.before.is_some_and(|before| ('א'..='ת').contains(&before))
    }

    /// Whether a double mark stands where a quotation ends, and measures nothing.
    fn ends(self, c: char) -> bool {
        matches!(c, '"' | '”' | '」' | '』' | '》')
            && self.before.is_some_and(|before| {
                before.is_alphabetic()
                    || is_stop(before) && before != '%'
                    || matches!(before, ')' | ']' | '。' | '！' | '？')
            })
            && self.after.is_none_or(|after| {
                after.is_whitespace()
                    || is_stop(after)
                    || matches!(after, ')' | '—' | '–' | ':' | '。' | '、' | '，')
            })
    }

    fn may_close(self, c: char) -> bool {
        match c {
            // These only ever close, and French sets a space before its own.
            '」' | '』' | '》' | '〞' | '〟' | '”' | '»' | '›' => true,
            '\'' | '’' | '‘' => {
                self.before.is_some_and(|before| !before.is_whitespace())
                    && !self.after.is_some_and(char::is_alphanumeric)
            }
            '"' if self.is_free() => true,
            '“' if (Self { leads: self.leads && !self.alone, ..self }).is_free() => true,
            _ => {
                let leads = c == '“' && self.after.is_some_and(char::is_alphanumeric);
                !leads
                    && self
                        .before
                        .is_some_and(|before| !before.is_whitespace() && !matches!(before, '(' | '['))
            }
        }
    }

    /// Whether `“` ends what `„` began, even if no blank parts it from the next word.
    fn may_close_low(self, c: char) -> bool {
        c == '“' && self.before.is_some_and(|before| before.is_alphanumeric() || is_stop(before))
    }

    fn may_open(self, c: char) -> bool {
        let free_before = self
            .before
            .is_none_or(|before| before.is_whitespace() || !before.is_alphanumeric() && !is_stop(before));
        let word_after =
            self.after.is_some_and(|after| !after.is_whitespace() && !matches!(after, ')' | ']'));
        match c {
            '「' | '『' | '《' | '〝' => true,
            '„' => !self.listed,
            // An arrow back: nobody sets that blank inside.
            '‹' if self.after == Some(' ') => false,
            // German closes `»…«` with it, perhaps in a paragraph after the one that opens.
            '«' | '‹' => {
                word_after || !self.before.is_some_and(|before| is_stop(before) || before.is_alphanumeric())
            }
            '」' | '』' | '》' | '〞' | '〟' | '❞' | '’' => false,
            // An elision (`'90s`) or an inch opens nothing.
            '\'' => free_before && self.after.is_some_and(|after| after.is_alphabetic() || is_mark(after)),
            '"' if self.leads => true,
            '”' | '»' | '›' | '"' | '“' | '‘' | '‚' | '‟' | '❝' | '＂' => {
                free_before && word_after
            }
            _ => false,
        }
    }
}

/// What ends a clause: a mark right after it closes and does not open.
fn is_stop(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | '!' | '?' | '…' | '%')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quoted(text: &str) -> Vec<String> {
        let document = Document::from_text("a.md", text);
        document.quotations.iter().map(|quotation| document.slice(quotation.words).to_owned()).collect()
    }

    #[test]
    fn the_marks_of_all_the_world_are_paired() {
        for (text, expected) in [
            ("He said \"so it is\" and \"left\".", &["so it is", "left"][..]),
            (
                "“One”, „zwei“, «trois», « quatre », »fünf«, ‹six›, 「七」, ”åtta”, »nio», 《十》, ❝on❞.",
                &["One", "zwei", "trois", " quatre ", "fünf", "six", "七", "åtta", "nio", "十", "on"],
            ),
            ("“She said ‘go’ to me”", &["She said ‘go’ to me", "go"]),
            ("'Quoted so,' it's the dogs' day", &["Quoted so,"]),
            ("It’s the dogs’ day in the ’90s and '80s", &[]),
            ("A 5\" disk, 6' 2\" tall", &[]),
            ("a *\"strong\"* word and **\"more\"**", &["strong", "more"]),
            ("Unclosed “here\n\nand closed” there", &[]),
            ("`\"code\"` is none", &[]),
            ("(\"in brackets\") and—\"after a dash\"", &["in brackets", "after a dash"]),
            ("“first “second” third", &["second"]),
            (
                "_\"one **two** \"_ and \"three **four**\" [p. 3], _\"five\"_",
                &["one **two** ", "three **four**", "five"],
            ),
            ("‹ Back to the lamp › or Back ›", &[]),
            (
                "〝One〟 and 〝two〞, ``three\'\' and &ldquo;four&rdquo;, &quot;five&quot; and &#8222;six&#8220;",
                &["One", "two", "three", "four", "five", "six"],
            ),
            ("``It's the dogs' \"den\",'' and so on", &["It's the dogs' \"den\",", "den"]),
            ("'Twas late. \"A pint o' oil,\" he said, \"an' a wick.\"", &["A pint o' oil,", "an' a wick."]),
            ("The \"lamp'' is 'out', he \"said''.", &["lamp", "out", "said"]),
            ("The lamp \"\"\"is \"out\" again", &["out"]),
            ("Die Marken („ « ») sind „gut“.", &[" ", "gut"]),
            ("A double mark (\") is set around \"so it is\".", &["so it is"]),
            ("Freeing $_ (with \"undef *_\") is \"sound\"", &["undef *_", "sound"]),
            (
                "„**one** “, „ _two_ “ and „three _“_ or „four“five, \"six“ and \"so “seven” it\"",
                &["**one** ", " _two_ ", "three _", "four", "six", "so “seven” it", "seven"],
            ),
        ] {
            assert_eq!(quoted(text), expected, "{text}");
        }
    }

    #[test]
    fn many_marks_are_read() {
        for unit in ["\"", "“", "”", "\" ", "'a ", "« ", "“a” ", "»a«", "''", "``a''", "a``", "&quot;"]
        {
            let document = Document::from_text("a.md", &unit.repeat(100_000));
            assert!(document.quotations.len() <= 100_000);
        }
    }

    proptest! {
        #[test]
        fn quotations_lie_on_boundaries(text in "([a ]|[\"'“”„«»‹›‘’「」＂〝〟]|\n|😀|\\*|``|''|&ldquo;|&quot;){0,80}") {
            let document = Document::from_text("a.md", &text);
            for quotation in &document.quotations {
                prop_assert!(text.get(quotation.span.range()).is_some());
                prop_assert!(quotation.span.contains(quotation.words));
            }
            prop_assert!(document.quotations.is_sorted_by_key(|quotation| quotation.span.start));
        }
    }
}
