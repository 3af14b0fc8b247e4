//! Names of one word that are spelt in two ways.

use std::cell::LazyCell;
use std::ops::Deref;

use rapidfuzz::distance::osa;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::transliteration::{folded, without_accents, without_vowels};
use super::{Joint, Spelling, are_turned, clan};
use crate::document::{BlockKind, Document};
use crate::lexicon;
use crate::text::Span;

/// The fewest letters of a name, and of one that is known by its sound alone.
const MIN_LETTERS: usize = 4;
const MIN_SOUNDED: usize = 6;
/// So near, in bytes, two spellings stand side by side on purpose: `Kyiv (in Russian, Kiev)`.
const BESIDE: usize = 60;
/// Among more names than these, two that sound alike are likely to be two people's.
const MAX_NAMES: usize = 150;
/// The fewest bytes of one that may be a slip of the pen, of one with an `h` or without, and how often
/// the other is met.
const MIN_SLIPPED: usize = 7;
const MIN_ASPIRATED: usize = 8;
const TIME_AND_AGAIN: usize = 3;
/// The fewest bytes of one that begins a sentence.
const MIN_OPENING: usize = 8;
/// Among more than so many, those that only begin sentences are left out.
const MOST_OPENING: usize = 500;
/// So many words tell the language.
const WORDS_ASKED: usize = 300;
/// The most bytes of one.
const MAX_BYTES: usize = 40;
/// Where one word in so few bytes has a capital inside a sentence, all nouns have one, as in German:
/// one word in four, of six bytes with its blank.
const NOUNS_EVERY: usize = 24;

/// A name and the names before it and after it, if there are any: `Jane` and none of `Jane Berg`.
#[derive(Debug)]
struct Name<'d> {
    spelling: Spelling<'d>,
    beside: [Option<&'d str>; 2],
    /// Whether it stands inside a sentence as well.
    inside: bool,
}

/// Pairs of names that are one, by their sound or by what a lexicon knows.
pub(super) fn pairs<'d>(document: &'d Document, joints: &[Joint]) -> Vec<(Spelling<'d>, Spelling<'d>)> {
    let names = names(document, joints);
    let mut keyed: Vec<(u64, &Name<'_>)> =
        names.iter().filter_map(|name| Some((key(name.spelling.name)?, name))).collect();
    keyed.sort_by_key(|&(key, _)| key);
    let groups = keyed.chunk_by(|(one, _), (two, _)| one == two).filter(|group| group.len() > 1);
    let mut found: Vec<_> = groups.flat_map(alike).collect();
    found.extend(slips(&names));
    for (one, two) in &mut found {
        if two.spelling.first < one.spelling.first {
            std::mem::swap(one, two);
        }
    }
    let language = LazyCell::new(|| language(document));
    let mut pairs: Vec<_> =
        found.into_iter().filter(|(one, two)| are_one(document, &language, one, two)).collect();
    pairs.sort_unstable_by_key(|(one, _)| one.spelling.first);
    pairs.dedup_by_key(|(one, two)| (one.spelling.first, two.spelling.first));
    pairs.into_iter().map(|(one, two)| (one.spelling, two.spelling)).collect()
}

/// Pairs of long names of which one is the other with a letter more or less, or another or two in
/// another order: where one is met once and the other time and again, or an `h` is written or
/// not after a consonant, as in the transcription of other alphabets.
fn slips<'g, 'd>(names: &'g [Name<'d>]) -> Vec<(&'g Name<'d>, &'g Name<'d>)> {
    let mut long: Vec<&Name<'_>> =
        names.iter().filter(|name| name.spelling.name.len() >= MIN_SLIPPED).collect();
    long.sort_by_key(|name| name.spelling.name.as_bytes()[0]);
    let mut found = Vec::new();
    for same in long.chunk_by(|one, two| one.spelling.name.as_bytes()[0] == two.spelling.name.as_bytes()[0]) {
        for (at, &one) in same.iter().enumerate() {
            let near = same[at + 1..].iter().filter(|&&two| is_slip(&one.spelling, &two.spelling));
            found.extend(near.map(|&two| (one, two)));
        }
    }
    found
}

fn is_slip(one: &Spelling<'_>, two: &Spelling<'_>) -> bool {
    if one.name.len().abs_diff(two.name.len()) > 1 {
        return false;
    }
    if are_turned(one.name, two.name) {
        return true;
    }
    let counts = (one.count.min(two.count), one.count.max(two.count));
    let last = |name: &str| name.chars().next_back();
    let once = counts.0 == 1 && counts.1 >= TIME_AND_AGAIN;
    // Those of a place, and the places: `Arcadians`, `Arcadias`.
    let people =
        |one: &str, two: &str| one.strip_suffix("ns").is_some_and(|stem| Some(stem) == two.strip_suffix('s'));
    once && !people(one.name, two.name)
        && !people(two.name, one.name)
        && last(one.name) == last(two.name)
        && osa::distance(one.name.chars(), two.name.chars()) == 1
        || one.name.len() != two.name.len()
            && one.name.len().min(two.name.len()) >= MIN_ASPIRATED
            && without_aspirates(one.name) == without_aspirates(two.name)
}

/// The name without each `h` that follows a consonant.
fn without_aspirates(name: &str) -> String {
    let mut last = ' ';
    let consonant = |c: char| {
        c.is_ascii_alphabetic() && !matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
    };
    name.chars()
        .filter(|&c| {
            let before = std::mem::replace(&mut last, c);
            c != 'h' || !consonant(before)
        })
        .collect()
}

/// The names of a group of which there are two spellings, and the pairs that they make.
fn alike<'g, 'd>(group: &[(u64, &'g Name<'d>)]) -> Vec<(&'g Name<'d>, &'g Name<'d>)> {
    let mut by_sound: FxHashMap<String, Vec<&Name<'_>>> = FxHashMap::default();
    for &(_, name) in group {
        let sound = match lexicon::spelling(name.spelling.name) {
            Some(known) => known.to_string(),
            None => without_vowels(&folded(name.spelling.name)),
        };
        by_sound.entry(sound).or_default().push(name);
    }
    let pairs = by_sound.into_values().filter_map(|names| <[&Name<'_>; 2]>::try_from(names).ok());
    pairs.map(|[one, two]| (one, two)).collect()
}

/// Whether two names of one sound may be one: not those of people with other names beside them, nor
/// two that are set side by side, nor one in a quotation or a title.
fn are_one(
    document: &Document,
    language: &impl Deref<Target = Option<&'static str>>,
    one: &Name<'_>,
    two: &Name<'_>,
) -> bool {
    let others = one.beside.iter().zip(&two.beside).any(|pair| matches!(pair, (Some(a), Some(b)) if a != b));
    let taken = |name: &Name<'_>| {
        document.quotation_around(name.spelling.first).is_some()
            || document.links.iter().any(|link| link.span.contains(name.spelling.first))
    };
    let (start, end) = (
        one.spelling.first.end().min(two.spelling.first.end()),
        one.spelling.first.start().max(two.spelling.first.start()),
    );
    let between = Span::new(start.min(end), end);
    let side_by_side = between.len() < BESIDE && !document.slice(between).contains(". ");
    // German inflects by them: `Mutter`, `Mütter`.
    let umlaut = |name: &Name<'_>| name.spelling.name.contains(['ä', 'ö', 'ü', 'ß']);
    let last = |name: &Name<'_>| name.spelling.name.chars().next_back();
    let ended = || last(one) != last(two) && language.is_none_or(|language| language != "en");
    let declined = || (umlaut(one) || umlaut(two)) && language.is_none_or(|language| language == "de");
    let genitive = |one: &Name<'_>, two: &Name<'_>| {
        let stem = one.spelling.name.strip_suffix('e');
        stem.is_some_and(|stem| {
            // `Argentine` is of `Argentina`.
            stem == two.spelling.name && stem.ends_with('a')
                || Some(stem) == two.spelling.name.strip_suffix('a')
        })
    };
    let latin = || genitive(one, two) || genitive(two, one);
    let inflected = || ended() || declined() || latin();
    (one.inside || two.inside) && !others && !side_by_side && !taken(one) && !taken(two) && !inflected()
}

/// The language of a document; of those that share little words with English, letters with accents tell.
fn language(document: &Document) -> Option<&'static str> {
    let body = document.slice(document.body);
    let accents = body.bytes().take(WORDS_ASKED * 6).filter(|byte| !byte.is_ascii()).count();
    let words = body.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let language = lexicon::language(words.take(WORDS_ASKED));
    language.filter(|&language| language != "en" || accents < WORDS_ASKED / 5)
}

/// A number that all spellings of a name have in common; none for one that is too short to be known by its sound.
fn key(name: &str) -> Option<u64> {
    match lexicon::spelling(name) {
        Some(known) => Some(known | 1 << 63),
        None => (name.chars().count() >= MIN_SOUNDED).then(|| skeleton(name)),
    }
}

/// The consonants that every spelling of a name has, doubled ones once.
fn skeleton(word: &str) -> u64 {
    let plain = (!word.is_ascii()).then(|| without_accents(word));
    let word = plain.as_deref().unwrap_or(word);
    let mut last = 0;
    word.bytes().map(|byte| byte | 0x20).fold(1, |key: u64, byte| {
        let same = std::mem::replace(&mut last, byte) == byte;
        match byte {
            b'b' | b'g' | b'l' | b'm' | b'n' | b'r' if !same => {
                key.wrapping_mul(31).wrapping_add(u64::from(byte))
            }
            _ => key,
        }
    })
}

fn names<'d>(document: &'d Document, joints: &[Joint]) -> Vec<Name<'d>> {
    let known = FxHashMap::with_capacity_and_hasher(joints.len(), FxBuildHasher);
    let mut names = Names { document, names: Vec::with_capacity(joints.len()), known };
    let mut capitals = 0;
    for joint in joints {
        let bytes = document.slice(joint.run).as_bytes();
        let capital = bytes[joint.at] == b' ' && bytes[joint.at + 1].is_ascii_uppercase();
        let inside = |byte: &u8| byte.is_ascii_alphanumeric() && !byte.is_ascii_uppercase() || *byte == b',';
        let inside = bytes[..joint.at].last().is_some_and(inside);
        capitals += usize::from(capital && inside);
        if capital {
            names.add(joint.run, joint.at + 1, inside);
        }
    }
    let length: usize = document.text_runs.iter().map(|run| run.len()).sum();
    if capitals * NOUNS_EVERY > length || names.names.iter().filter(|name| name.inside).count() > MAX_NAMES {
        return Vec::new();
    }
    let prose = document.blocks.iter().filter(|block| block.kind != BlockKind::Heading);
    for run in prose.filter_map(|block| document.runs(block).first()) {
        names.add(*run, 0, false);
    }
    if names.names.len() > MOST_OPENING {
        names.names.retain(|name| name.inside);
    }
    names.names
}

/// The names of a document as they are met.
struct Names<'d> {
    document: &'d Document,
    names: Vec<Name<'d>>,
    known: FxHashMap<&'d str, usize>,
}

impl Names<'_> {
    /// Adds the word at `start` of a run; one that begins a sentence may be no name, and the shorter ones
    /// are left out.
    fn add(&mut self, run: Span, start: usize, inside: bool) {
        let text = self.document.slice(run);
        let least = if inside { MIN_LETTERS } else { MIN_OPENING };
        if !begins_with_letters(&text.as_bytes()[start..], least) {
            return;
        }
        let Some(word) = word_at(text, start).filter(|word| word.len() >= least) else { return };
        let name = |word: &&str| word.starts_with(char::is_uppercase);
        let before = || {
            let before = text[..start].strip_suffix(' ').filter(|_| inside)?;
            let blank = before.bytes().rposition(|byte| byte == b' ');
            Some(&before[blank.map_or(0, |at| at + 1)..]).filter(name)
        };
        let after = || {
            let after = text[word.end()..].strip_prefix(' ').filter(name)?;
            after.split(|c: char| !c.is_alphanumeric()).next()
        };
        let at = *self.known.entry(word.of(text)).or_insert_with(|| {
            let first = word.shifted(run.start());
            let spelling = Spelling { name: word.of(text), first, count: 0 };
            self.names.push(Name { spelling, beside: [None; 2], inside: false });
            self.names.len() - 1
        });
        let known = &mut self.names[at];
        known.spelling.first = known.spelling.first.min(word.shifted(run.start()));
        known.spelling.count += 1;
        known.inside |= inside;
        known.beside = [known.beside[0].or_else(before), known.beside[1].or_else(after)];
    }
}

/// Whether a word that begins a sentence, and `text`, may be long enough for a name.
pub(super) fn may_open(text: &[u8]) -> bool {
    begins_with_letters(text, MIN_OPENING)
}

/// Whether the first `least` bytes are of letters. Most words are too short.
fn begins_with_letters(text: &[u8], least: usize) -> bool {
    text.get(..least)
        .is_some_and(|first| first.iter().all(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()))
}

/// The word of one capital and small letters that begins at `start`, if it is long enough.
fn word_at(text: &str, start: usize) -> Option<Span> {
    let clan = clan(&text[start..]);
    let rest = &text[start + clan..];
    let (first, bytes) = rest.as_bytes().split_first()?;
    let small = bytes.iter().take(MAX_BYTES).take_while(|byte| byte.is_ascii_lowercase()).count();
    let plain = first.is_ascii_uppercase() && bytes.get(small).is_none_or(u8::is_ascii);
    let (count, end) = if plain { (1 + small, 1 + small) } else { letters(rest) };
    let joined = rest[end..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
    (count + clan >= MIN_LETTERS && !joined).then(|| Span::new(start, start + clan + end))
}

/// How many letters of any alphabet make a word of one capital and small ones at the beginning of `text`,
/// and their bytes.
fn letters(text: &str) -> (usize, usize) {
    let letters = text
        .char_indices()
        .take(MAX_BYTES)
        .take_while(|&(at, c)| if at == 0 { c.is_uppercase() } else { c.is_lowercase() });
    letters.fold((0, 0), |(count, _), (at, c)| (count + 1, at + c.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::super::joints;
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let document = Document::from_text("a.md", text);
        pairs(&document, &joints(&document))
            .iter()
            .map(|(one, two)| format!("{} {}", one.name, two.name))
            .collect()
    }

    #[test]
    fn names_of_one_sound_are_found() {
        let rest = "Much that was said there is not known, and nobody has ever written it down.";
        for (one, two, expected) in [
            ("with Zelensky in May", "to Zelenskyy in June", &["Zelensky Zelenskyy"][..]),
            ("to Kiev in May", "to Kyiv in June", &["Kiev Kyiv"]),
            ("with Mohammed in May", "to Muhammad in June", &["Mohammed Muhammad"]),
            ("to the Donbas in May", "to the Donbass in June", &["Donbas Donbass"]),
            ("with Anna Fischer in May", "to Peter Fisher in June", &[]),
            ("with Marie in May", "to Mary in June", &[]),
            ("with the Smiths in May", "to Smith in June", &[]),
            ("with Peter in May", "to Pieter in June", &[]),
            ("to Kyiv, in Russian Kiev, in May", "home in June", &[]),
        ] {
            assert_eq!(
                found(&format!("They spoke {one}. {rest} He wrote {two}. {rest}\n")),
                expected,
                "{one}"
            );
        }
    }

    #[test]
    fn german_nouns_are_no_names() {
        let text = "Der Bruder und die Mutter sahen am Morgen die Lampe. Die anderen Brüder und alle Mütter \
                    waren am Abend ohne Lampen auf dem Wasser.";
        assert_eq!(found(text), [""; 0]);
    }

    #[test]
    fn endless_names_are_read() {
        for unit in ["a Kiev Kyiv ", "x Donbas. x Donbass, ", " É", "a Aaaaaaa "] {
            assert!(found(&unit.repeat(20_000)).len() < 3);
        }
    }
}
