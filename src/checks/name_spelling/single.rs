//! Names of one word that are spelt in two ways.

use rustc_hash::FxHashMap;

use super::transliteration::{folded, without_vowels};
use super::{Joint, Spelling};
use crate::document::Document;
use crate::lexicon;
use crate::text::Span;

/// The fewest letters of a name, and of one that is known by its sound alone.
const MIN_LETTERS: usize = 4;
const MIN_SOUNDED: usize = 6;
/// So near, in bytes, two spellings stand side by side on purpose: `Kyiv (in Russian, Kiev)`.
const BESIDE: usize = 60;
/// Among more names than these, two that sound alike are likely to be two people's.
const MAX_NAMES: usize = 150;
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
}

/// Pairs of names that are one, by their sound or by what a lexicon knows.
pub(super) fn pairs<'d>(document: &'d Document, joints: &[Joint]) -> Vec<(Spelling<'d>, Spelling<'d>)> {
    let names = names(document, joints);
    let key = |name: &Name<'_>| {
        let name = name.spelling.name;
        lexicon::spelling(name).map_or_else(|| skeleton(name), |known| known | 1 << 63)
    };
    let mut keyed: Vec<(u64, &Name<'_>)> = names.iter().map(|name| (key(name), name)).collect();
    keyed.sort_by_key(|&(key, _)| key);
    let groups = keyed.chunk_by(|(one, _), (two, _)| one == two).filter(|group| group.len() > 1);
    let mut pairs: Vec<_> = groups.flat_map(alike).filter(|(one, two)| are_one(document, one, two)).collect();
    pairs.sort_unstable_by_key(|(one, _)| one.spelling.first);
    pairs.into_iter().map(|(one, two)| (one.spelling, two.spelling)).collect()
}

/// The names of a group of which there are two spellings, and the pairs that they make.
fn alike<'g, 'd>(group: &[(u64, &'g Name<'d>)]) -> Vec<(&'g Name<'d>, &'g Name<'d>)> {
    let mut by_sound: FxHashMap<String, Vec<&Name<'_>>> = FxHashMap::default();
    for &(_, name) in group {
        let sound = match lexicon::spelling(name.spelling.name) {
            Some(known) => known.to_string(),
            None if name.spelling.name.chars().count() < MIN_SOUNDED => continue,
            None => without_vowels(&folded(name.spelling.name)),
        };
        by_sound.entry(sound).or_default().push(name);
    }
    let pairs = by_sound.into_values().filter_map(|names| <[&Name<'_>; 2]>::try_from(names).ok());
    pairs.map(|[one, two]| (one, two)).collect()
}

/// Whether two names of one sound may be one: not those of people with other names beside them, nor
/// two that are set side by side, nor one in a quotation or a title.
fn are_one(document: &Document, one: &Name<'_>, two: &Name<'_>) -> bool {
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
    !others && !side_by_side && !umlaut(one) && !umlaut(two) && !taken(one) && !taken(two)
}

/// The consonants that every spelling of a name has, doubled ones once.
fn skeleton(word: &str) -> u64 {
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
    let mut names: Vec<Name<'_>> = Vec::new();
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    let mut capitals = 0;
    for &Joint { run, at: blank } in joints {
        let text = document.slice(run);
        let bytes = text.as_bytes();
        let capital = bytes[blank] == b' ' && bytes[blank + 1].is_ascii_uppercase();
        let inside = bytes[..blank].last().is_some_and(|byte| byte.is_ascii_lowercase() || *byte == b',');
        if !capital || !inside {
            continue;
        }
        capitals += 1;
        let Some(word) = word_at(text, blank + 1) else { continue };
        let name = |word: &&str| word.starts_with(char::is_uppercase);
        let before = text[..blank].rsplit(' ').next().filter(name);
        let after = text[word.end()..].strip_prefix(' ');
        let after = after.and_then(|after| after.split(|c: char| !c.is_alphanumeric()).next()).filter(name);
        let at = *known.entry(word.of(text)).or_insert_with(|| {
            let first = word.shifted(run.start());
            let spelling = Spelling { name: word.of(text), first, count: 0 };
            names.push(Name { spelling, beside: [None; 2] });
            names.len() - 1
        });
        let known = &mut names[at];
        known.spelling.count += 1;
        known.beside = [known.beside[0].or(before), known.beside[1].or(after)];
    }
    let length: usize = document.text_runs.iter().map(|run| run.len()).sum();
    if capitals * NOUNS_EVERY > length || names.len() > MAX_NAMES { Vec::new() } else { names }
}

/// The word of one capital and small letters that begins at `start`, if it is long enough.
fn word_at(text: &str, start: usize) -> Option<Span> {
    let rest = &text[start..];
    let letters = rest
        .char_indices()
        .take(MAX_BYTES)
        .take_while(|&(at, c)| if at == 0 { c.is_uppercase() } else { c.is_lowercase() });
    let (count, end) = letters.fold((0, 0), |(count, _), (at, c)| (count + 1, at + c.len_utf8()));
    let joined = rest[end..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
    (count >= MIN_LETTERS && !joined).then(|| Span::new(start, start + end))
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
