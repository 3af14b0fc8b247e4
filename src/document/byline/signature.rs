//! Who wrote a text, as a line of its head says it: `By Jane Doe`, `Jane Doe | Staff Writer`, or the bare name
//! beside the date.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{ends_sentence, is_mostly_date, is_names, may_precede_date, short_date};
use crate::document::Document;
use crate::document::credit::is_agency;
use crate::lexicon::{HEADS, Role as Meaning, Word, words};
use crate::text::Span;
use crate::text::letters::is_letter;

/// What stands between a name and the place where they wrote.
const WROTE_AT: [&str; 3] = [" at ", " in ", " from "];
/// What follows the name of somebody who writes.
const ROLES: &[&str] = &[
    "author",
    "columnist",
    "contributor",
    "correspondent",
    "editor",
    "journalist",
    "producer",
    "reporter",
    "writer",
    "redakteur",
    "redakteurin",
    "korrespondent",
    "korrespondentin",
    "journaliste",
    "periodista",
    "giornalista",
    "redactor",
    "redactora",
];
/// The fewest and the most words of the name of one person.
const NAME: Range<usize> = 2..5;
/// The longest of them, in bytes.
const LONGEST_NAME: usize = 60;
/// How many of the first lines may be a bare name, blank ones not counted.
const FIRST: usize = 8;

/// The phrases that stand before the name in a byline, of `provenance/names.yaml`.
fn phrases() -> impl Iterator<Item = &'static str> {
    HEADS.iter().filter(|(_, says)| *says == "author").map(|(phrase, _)| *phrase)
}

/// Their first words.
static FIRST_WORDS: LazyLock<FxHashSet<Word>> =
    LazyLock::new(|| phrases().filter_map(|phrase| phrase.split(' ').next()).map(Word::of_written).collect());

/// What follows the phrase of a byline that the line begins with.
fn behind_phrase(line: &str) -> Option<&str> {
    let first = &line[..line.find(|c| !is_letter(c)).unwrap_or(line.len())];
    if first.is_empty() || !FIRST_WORDS.contains(&Word::of_written(first)) {
        return None;
    }
    let behind = |phrase: &str| {
        let head = line.get(..phrase.len()).filter(|head| head.eq_ignore_ascii_case(phrase))?;
        let rest = &line[head.len()..];
        (rest.is_empty() || rest.starts_with(' ')).then_some(rest)
    };
    phrases().filter_map(behind).min_by_key(|rest| rest.len())
}

/// Whether a byline's first words stand alone, its name a line below.
pub(super) fn is_byline_word(line: &str) -> bool {
    // Most lines are longer than any of them.
    const LONGEST: usize = 18;
    line.len() <= LONGEST && behind_phrase(line).is_some_and(|rest| rest.trim().is_empty())
}

/// The name in `By Jane Doe`.
pub(super) fn byline(line: &str) -> Option<Range<usize>> {
    let inner = line.trim_start_matches(['*', '_', '#', ' ']);
    let rest = behind_phrase(inner)?.trim_start_matches(['*', '_', '[', ' ']);
    let start = line.len() - rest.len();
    let end = rest.find(['|', '·', '•', '—', '(', ']']).unwrap_or(rest.len());
    let name = before_date(&rest[..end]).trim_end_matches([' ', '*', '_', ',']);
    let name = name.split(", ").next().unwrap_or(name);
    let placed = WROTE_AT.iter().filter_map(|at| name.split_once(at)).find(|(name, _)| name.contains(' '));
    let name = placed.filter(|(_, place)| is_names(place)).map_or(name, |(name, _)| name);
    (!ends_sentence(name) && is_names(name)).then(|| start..start + name.len())
}

/// What stands before a date in `Jane Doe on May 4, 2011 at 9:19 pm`, or all of it.
fn before_date(line: &str) -> &str {
    /// What may follow the first digit of a date, in bytes.
    const LONGEST: usize = 40;
    let Some(digit) = line.find(|c: char| c.is_ascii_digit()) else { return line };
    let date = &line[digit..];
    let year = date.split(|c: char| !c.is_ascii_digit()).any(|part| part.len() == 4);
    if date.len() > LONGEST || !(year || short_date(date).is_some()) {
        return line;
    }
    let month =
        |word: &str| words().meanings(word).iter().any(|meaning| matches!(meaning.role, Meaning::Month(_)));
    let mut name = line[..digit].trim_end_matches(|c: char| !c.is_alphanumeric());
    while let Some((rest, _)) =
        name.rsplit_once(' ').filter(|(_, last)| month(last) || may_precede_date(last))
    {
        name = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
    }
    if month(name) { "" } else { name }
}

/// The name in `Jane Doe | Staff Writer`, `Jane Doe, Harbour correspondent`, `Jane Doe @jdoe`.
pub(super) fn with_role(line: &str) -> Option<Range<usize>> {
    let inner = line.trim_start_matches(['*', '_', '[', ' ']);
    if !inner.starts_with(char::is_uppercase) {
        return None;
    }
    let end = inner[..inner.floor_char_boundary(LONGEST_NAME)]
        .find(['|', '·', '•', '—', '–', '@', ',', ']', '*'])?;
    let (name, rest) = inner.split_at(end);
    let name = name.trim_end();
    let mut words = rest.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
    let handle = rest.starts_with('@') && !rest.contains(' ');
    let agency = || is_agency(rest.trim_matches(|c: char| !c.is_alphabetic()));
    let start = line.len() - inner.len();
    let placed = handle || words.any(|word| ROLES.contains(&&*word)) || agency();
    (placed && is_person(name)).then(|| start..start + name.len())
}

/// The name in `Jane Doe is a reporter at the Harbour Post.`, the last line of a text.
pub(super) fn biography(text: &str, line: Span) -> Option<Span> {
    const IS: [&str; 6] = [" is a ", " is an ", " is the ", " ist ", " est ", " es "];
    /// So far behind the name its role stands, in bytes.
    const NEAR: usize = 80;
    let inner = line.of(text).trim_start_matches(['*', '_', '[']);
    let (name, rest) = IS.iter().filter_map(|is| inner.split_once(is)).min_by_key(|(name, _)| name.len())?;
    let name = name.trim_end_matches(['*', '_']);
    let near = &rest[..rest.floor_char_boundary(NEAR)];
    let role = near.split(|c: char| !c.is_alphabetic()).any(|word| ROLES.contains(&word));
    let start = line.end() - inner.len();
    (role && is_person(name)).then(|| Span::new(start, start + name.len()))
}

/// The name alone on its line, below the title and beside the date.
pub(super) fn beside_date(document: &Document, header: &[Span]) -> Option<Span> {
    let text = document.text();
    let lines: Vec<Span> =
        header.iter().map(|line| line.trimmed(text)).filter(|line| !line.is_empty()).collect();
    let is_date = |at: usize| lines.get(at).is_some_and(|&line| is_mostly_date(document, line));
    (1..lines.len().min(FIRST))
        .map(|at| (at, bare_name(text, lines[at])))
        .find_map(|(at, name)| (is_date(at + 1) || at > 1 && is_date(at - 1)).then_some(name)?)
}

/// A name and no more than where or for whom they wrote, in emphasis or as the text of a link.
fn bare_name(text: &str, line: Span) -> Option<Span> {
    let inner = line.of(text).trim_start_matches(['*', '_', '[']);
    let ends = [" for ", " in "].iter().filter_map(|word| inner.find(word));
    let end = ends.chain(inner.find(['*', '_', ']'])).min().unwrap_or(inner.len());
    let (name, rest) = inner.split_at(end);
    let rest = rest.trim_start_matches(['*', '_', ']']);
    let start = line.end() - inner.len();
    let alone = rest.is_empty()
        || rest.starts_with('(') && rest.ends_with(')')
        || rest.starts_with(' ') && is_names(rest.trim_start_matches(" for ").trim_start_matches(" in "));
    (alone && is_person(name)).then(|| Span::new(start, start + name.len()))
}

/// Whether the words are the name of one person: each with a capital and nothing but letters in it.
fn is_person(words: &str) -> bool {
    let letter = |c: char| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’');
    NAME.contains(&words.split_whitespace().count())
        && is_names(words)
        && words.split_whitespace().all(|word| word.chars().all(letter))
}
