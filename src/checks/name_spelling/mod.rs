//! One name in two spellings.

mod single;
mod transliteration;

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Deserialize;

use rapidfuzz::distance::osa;

use crate::document::{BlockKind, Document};
use crate::lexicon;
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::block::{blocks, capitals};
use crate::text::letters::is_letter;
use crate::text::{Span, counted};

pub(super) const KIND: Kind = Kind::of::<NameSpelling>("name-spelling", &["name", "other"]);

/// The fewest letters of a part of a name, and of the part that may differ by one letter.
const MIN_PART: usize = 3;
const MIN_DIFFERING: usize = 5;
/// The most bytes of a part.
const MAX_PART: usize = 40;
/// The fewest letters of a last name that may differ by one letter, by two, and of a part that may
/// be written in another alphabet's way, vowels included.
const MIN_FOR_ONE: usize = 6;
const MIN_FOR_TWO: usize = 9;
const MIN_TRANSLITERATED: usize = 4;
const MIN_VOWELLED: usize = 6;
/// The fewest letters of a name in which two may have changed places.
const MIN_TURNED: usize = 6;
/// So many hyphenated names that share a part are no spellings of one; among more names of two
/// words than these nothing is looked for.
const MAX_SPELLINGS: usize = 4;
const MAX_NAMES: usize = 24;

/// Titles that a full stop shortens, and the most letters of one.
const TITLES: [&str; 12] = ["Mr", "Mrs", "Ms", "Dr", "Prof", "Rev", "Capt", "Col", "Gen", "Lt", "Sgt", "Sen"];
const MAX_TITLE: usize = 4;

/// Reports names of one word that sound alike or that a lexicon knows for one, and names that share one part and differ in the spelling of the other, where the same
/// document has both: hyphenated ones by a letter, those of two words by a letter or two of the
/// last or by the way in which another alphabet is written. The spelling met less often is
/// reported, or else the later one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NameSpelling {}

/// A spelling, where it stands first, and how often it is met.
#[derive(Debug, Clone, Copy)]
struct Spelling<'d> {
    name: &'d str,
    first: Span,
    count: usize,
}

impl Check for NameSpelling {
    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let mut small = SmallWords { document, known: None };
        let joints = joints(document);
        let spellings = spellings(document, &joints);
        let mut told = same_part(&spellings, &mut small);
        for (one, two) in single::pairs(document, &joints) {
            let parts = |(rare, usual): &(&Spelling<'_>, &Spelling<'_>)| {
                let both = format!("{} {}", rare.name, usual.name);
                both.contains(one.name) && both.contains(two.name)
            };
            if !told.iter().any(parts) && !small.hold_any([one.name, two.name]) {
                hits.push(if one.count < two.count { hit(&one, &two) } else { hit(&two, &one) });
            }
        }
        hits.extend(told.drain(..).map(|(rare, usual)| hit(rare, usual)));
    }
}

/// The names that share a part and are spellings of one, the rarer first.
fn same_part<'s, 'd>(
    spellings: &'s [Spelling<'d>],
    small: &mut SmallWords<'d>,
) -> Vec<(&'s Spelling<'d>, &'s Spelling<'d>)> {
    let mut found = Vec::new();
    // By whether the part that is shared is the first, and that part.
    let mut by_part: Vec<((char, bool, &str), usize)> = Vec::with_capacity(2 * spellings.len());
    for (at, spelling) in spellings.iter().enumerate() {
        let (joint, first, second) = spelling.parts();
        by_part.extend([((joint, true, first), at), ((joint, false, second), at)]);
    }
    by_part.sort_unstable();
    let mut seen = FxHashSet::default();
    for same in by_part.chunk_by(|(one, _), (two, _)| one == two) {
        let (joint, is_first, shared) = same[0].0;
        let most = if joint == '-' { MAX_SPELLINGS } else { MAX_NAMES };
        if !(2..=most).contains(&same.len()) {
            continue;
        }
        for (at, &(_, one)) in same.iter().enumerate() {
            for &(_, two) in &same[at + 1..] {
                let (one, two) = (&spellings[one], &spellings[two]);
                let (mine, other) = (one.other_part(is_first), two.other_part(is_first));
                let alike = match joint {
                    '-' => differ_by_a_letter(mine, other),
                    _ => are_one_name(mine, other, is_first) && !small.hold_any([shared, mine, other]),
                };
                let (rare, usual) = if one.count < two.count { (one, two) } else { (two, one) };
                if alike && seen.insert(rare.first) {
                    found.push((rare, usual));
                }
            }
        }
    }
    found
}

impl<'d> Spelling<'d> {
    /// What joins the parts, the first and the second.
    fn parts(&self) -> (char, &'d str, &'d str) {
        let joint = if self.name.contains(' ') { ' ' } else { '-' };
        let (first, second) = self.name.split_once(joint).unwrap_or((self.name, ""));
        (joint, first, second)
    }

    fn other_part(&self, is_first: bool) -> &'d str {
        let (_, first, second) = self.parts();
        if is_first { second } else { first }
    }
}

fn hit(rare: &Spelling<'_>, usual: &Spelling<'_>) -> Hit {
    Hit::at(rare.first).value("name", rare.name).value("other", usual.name).because(format!(
        "`{}` is written {}, `{}` {}",
        rare.name,
        counted(rare.count, "time"),
        usual.name,
        counted(usual.count, "time")
    ))
}

/// Whether two parts are spellings of one: one letter is another, and not at the end, where
/// languages inflect.
fn differ_by_a_letter(one: &str, two: &str) -> bool {
    let last = |name: &str| name.chars().next_back();
    // German has both: `des Objekts`, `des Objektes`.
    let genitive = |one: &str, two: &str| {
        let stem = one.strip_suffix("es").filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u', 'y']));
        stem.is_some_and(|stem| two.strip_suffix('s') == Some(stem))
    };
    one != two
        && !genitive(one, two)
        && !genitive(two, one)
        && one.chars().count().min(two.chars().count()) >= MIN_DIFFERING
        && last(one) == last(two)
        && osa::distance(one.chars(), two.chars()) == 1
}

/// Whether two parts that stand beside the same part are spellings of one name. Relatives share
/// the last name, and their first names may differ by a letter: of those only what another
/// alphabet is written as.
fn are_one_name(one: &str, two: &str, is_last: bool) -> bool {
    // The hyphenated ones are looked at by themselves.
    if one == two || one.contains('-') || two.contains('-') {
        return false;
    }
    let length = one.chars().count().min(two.chars().count());
    let last = |name: &str| name.chars().next_back();
    if !is_last && lexicon::first_name(one).is_some_and(|name| lexicon::first_name(two) == Some(name)) {
        return true;
    }
    if length < MIN_TRANSLITERATED {
        return false;
    }
    let (folded, other) = (transliteration::folded(one), transliteration::folded(two));
    let begin_alike = one.chars().next() == two.chars().next();
    // Chinese has names of one syllable that differ in their first consonant: `Jing`, `Ying`.
    let consonant = |name: &str| !name.starts_with(['A', 'E', 'I', 'O', 'U']);
    let syllables = length < MIN_FOR_ONE && !begin_alike && consonant(one) && consonant(two);
    if folded == other && !syllables {
        return true;
    }
    if length < MIN_FOR_ONE {
        return false;
    }
    // `Definition`, `Definitionen`
    if one.starts_with(two) || two.starts_with(one) {
        return false;
    }
    // Languages inflect the end, and tell women from men by it.
    if last(one) != last(two) {
        return is_last && ends_otherwise(one, two);
    }
    let vowelled = || transliteration::without_vowels(&folded) == transliteration::without_vowels(&other);
    let distance = || osa::distance(one.chars(), two.chars());
    length >= MIN_VOWELLED && vowelled()
        || are_turned(one, two)
        || is_last && begin_alike && distance() <= if length < MIN_FOR_TWO { 1 } else { 2 }
}

/// Whether two letters inside a name changed places: `Kowalcyzk`.
fn are_turned(one: &str, two: &str) -> bool {
    let end = |name: &str| name.bytes().next_back();
    if one.len() != two.len() || one.len() < MIN_TURNED || end(one) != end(two) {
        return false;
    }
    let mut ends = one.bytes().zip(two.bytes()).enumerate().filter(|(_, (a, b))| a != b);
    let (first, second) = (ends.next(), ends.next());
    let (Some((at, (a, b))), Some((next, (c, d)))) = (first, second) else { return false };
    let turned = at > 0 && next == at + 1 && (a, b) == (d, c) && ends.next().is_none();
    turned && !lexicon::are_confusable(&one.to_lowercase(), &two.to_lowercase())
}

/// Whether two names differ in their last letters alone, and by none that inflect: the two changed
/// places, but for the British `re`, or one consonant is another.
fn ends_otherwise(one: &str, two: &str) -> bool {
    let vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y') || !c.is_ascii();
    let ends = |name: &str| name.chars().rev().take(2).collect::<Vec<_>>();
    let ([a, b], [c, d]) = (&ends(one)[..], &ends(two)[..]) else { return false };
    let turned = a == d && b == c && !matches!((a, b), ('r', 'e') | ('e', 'r'));
    // `Marxism`, `Marxist`
    let doctrine = *b == 's' && matches!((a, c), ('m', 't') | ('t', 'm'));
    let other = b == d && !vowel(a) && !vowel(c) && *a != 's' && *c != 's' && !doctrine;
    one.len() == two.len() && (turned || other) && osa::distance(one.chars(), two.chars()) == 1
}

/// The words that the document also writes small, as it does those of titles and terms.
struct SmallWords<'d> {
    document: &'d Document,
    /// Gathered when first asked for.
    known: Option<FxHashSet<&'d str>>,
}

impl SmallWords<'_> {
    fn hold_any<const N: usize>(&mut self, words: [&str; N]) -> bool {
        let document = self.document;
        let known = self.known.get_or_insert_with(|| {
            let words = document.slice(document.body).split(|c| !is_letter(c));
            words.filter(|word| word.starts_with(char::is_lowercase)).collect()
        });
        words.iter().any(|word| known.contains(word.to_lowercase().as_str()))
    }
}

/// A blank or hyphen before what may be a capital.
#[derive(Debug)]
struct Joint {
    /// The piece of running text it stands in.
    run: Span,
    /// Its place in that, in bytes.
    at: usize,
}

/// The joints of the running text, headings left out, in order.
fn joints(document: &Document) -> Vec<Joint> {
    let mut runs = document
        .blocks
        .iter()
        .filter(|block| block.kind != BlockKind::Heading)
        .flat_map(|block| document.runs(block))
        .peekable();
    let mut joints = Vec::with_capacity(document.body.len() / 256);
    let bytes = document.text().as_bytes();
    for (number, block) in blocks(bytes).enumerate() {
        let mut found = capitals(&block);
        while found > 0 {
            let capital = 64 * number + found.trailing_zeros() as usize;
            found &= found - 1;
            if !matches!(bytes[..capital].last(), Some(b' ' | b'-')) || !may_join(bytes, capital) {
                continue;
            }
            while runs.next_if(|run| run.end() <= capital).is_some() {}
            let Some(run) = runs.peek().filter(|run| run.start() < capital) else { continue };
            joints.push(Joint { run: **run, at: capital - 1 - run.start() });
        }
    }
    joints
}

/// Whether a name of two parts or a name inside a sentence may be there, or one that begins a sentence and
/// is long enough: most words that do are not.
fn may_join(bytes: &[u8], capital: usize) -> bool {
    let before = &bytes[..capital - 1];
    match before.last() {
        Some(byte) if byte.is_ascii_alphanumeric() && !byte.is_ascii_uppercase() => true,
        Some(byte) if *byte == b',' || !byte.is_ascii() => true,
        _ => title_start(before).is_some() || single::may_open(&bytes[capital..]),
    }
}

/// The names of the running text, hyphenated or of two words, each once, in order.
fn spellings<'d>(document: &'d Document, joints: &[Joint]) -> Vec<Spelling<'d>> {
    let mut spellings: Vec<Spelling<'_>> = Vec::new();
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    for joint in joints {
        let Some(name) = name_around(document.slice(joint.run), joint.at) else { continue };
        let first = name.shifted(joint.run.start());
        let name = document.slice(first);
        let at = *known.entry(name).or_insert_with(|| {
            spellings.push(Spelling { name, first, count: 0 });
            spellings.len() - 1
        });
        spellings[at].count += 1;
    }
    spellings
}

/// The word of the form `Abc-Def` or pair of the form `Abc Def` that has its hyphen or blank at `at`.
fn name_around(text: &str, at: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let small = |byte: &u8| byte.is_ascii_lowercase() || !byte.is_ascii();
    let hyphenated = bytes[at] == b'-';
    let inner = |&(_, c): &(usize, char)| is_letter(c) || !hyphenated && c == '-';
    let title = title_start(&bytes[..at]);
    let start = match title {
        Some(start) => start,
        None => {
            bytes[..at].last().filter(|byte| small(byte))?;
            let (start, c) = text[..at].char_indices().rev().take(MAX_PART).take_while(inner).last()?;
            Some(start).filter(|_| c.is_uppercase())?
        }
    };
    let (last, c) = text[at + 1..].char_indices().take(MAX_PART).take_while(inner).last()?;
    let end = at + 1 + last + c.len_utf8();
    let joined = text[..start].ends_with(['-', '\'', '’']) || text[end..].starts_with('-');
    let first = || title.is_some() || is_name(&text[start..at]);
    let named = !joined && first() && is_name(&text[at + 1..end]);
    named.then(|| Span::new(start, end))
}

/// Where the title begins that `text` ends in, with the full stop of its abbreviation.
fn title_start(text: &[u8]) -> Option<usize> {
    let before = text.strip_suffix(b".")?;
    let letters = before.iter().rev().take(MAX_TITLE + 1).take_while(|byte| byte.is_ascii_alphanumeric());
    let start = before.len() - letters.count();
    TITLES.iter().any(|title| title.as_bytes() == &before[start..]).then_some(start)
}

/// Whether the word, and what a hyphen joins to it, has a capital and then small letters.
fn is_name(word: &str) -> bool {
    if let [first, rest @ ..] = word.as_bytes()
        && first.is_ascii_uppercase()
        && rest.len() + 1 >= MIN_PART
        && rest.iter().all(u8::is_ascii_lowercase)
    {
        return true;
    }
    word.split('-').all(|part| {
        let mut chars = part[clan(part)..].chars();
        chars.next().is_some_and(char::is_uppercase)
            && part.chars().count() >= MIN_PART
            && chars.all(char::is_lowercase)
    })
}

/// The length of the `Mac` or `Mc` that a name begins with, if a capital follows.
fn clan(name: &str) -> usize {
    let length = if name.starts_with("Mc") { 2 } else { 3 };
    let begins = length == 2 || name.starts_with("Mac");
    if begins && name.as_bytes().get(length).is_some_and(u8::is_ascii_uppercase) { length } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let document = Document::from_text("a.md", text);
        let joints = joints(&document);
        let names = joints.iter().filter_map(|joint| {
            let name = name_around(document.slice(joint.run), joint.at)?;
            Some(document.slice(name.shifted(joint.run.start())).to_owned())
        });
        names.collect()
    }

    #[test]
    fn names_have_a_capital_in_both_parts() {
        for (text, expected) in [
            (
                "Anna-Marie met Jean-Luc; X-ray, Karl-heinz, A-Ba, One-Two-Three",
                &["Anna-Marie", "Jean-Luc"][..],
            ),
            ("—Örjan-Émile-", &[]),
            ("(Örjan-Émile)", &["Örjan-Émile"]),
            ("-", &[]),
            ("met Jane Hill’s son and Anna-Marie Berg.", &["Jane Hill", "Anna-Marie", "Anna-Marie Berg"]),
            ("met Dr. Hill. the Xdr. Berg", &["Dr. Hill"]),
            ("At Hill House, the USA Today, McGregor Hill", &["Hill House", "McGregor Hill"]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn endless_names_are_read() {
        for unit in ["-", "A-", "Anna-Marie ", "é-É", "Éé ", "Jane Hill ", " É", "Aaa-"] {
            let text = unit.repeat(100_000);
            assert!(shown(&text).len() <= 200_000);
        }
    }

    #[test]
    fn spellings_of_one_name_are_told_from_relatives() {
        for (one, two, is_last, alike) in [
            ("Timanovskaya", "Timanowskaja", true, true),
            ("Müller", "Mueller", true, true),
            ("Mohammed", "Muhammad", false, true),
            ("Henderson", "Hendersen", true, true),
            ("Mackenzie", "Makenzey", true, false),
            ("MacKenzie", "McKenzie", true, true),
            ("Jon", "John", false, true),
            ("Katherine", "Catherine", false, true),
            ("Michael", "Micheal", false, true),
            ("Marina", "Marian", false, false),
            ("Joan", "John", false, false),
            ("Helena", "Helene", false, false),
            ("Johanna", "Johannes", false, false),
            ("Marian", "Marion", false, false),
            ("Hansen", "Jansen", true, false),
            ("Peters", "Petersen", true, false),
            ("Russian", "Russians", true, false),
            ("Definition", "Definitionen", true, false),
        ] {
            assert_eq!(are_one_name(one, two, is_last), alike, "{one} {two}");
        }
    }
}
