//! One name in two spellings.

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Deserialize;

use rapidfuzz::distance::osa;

use crate::document::{BlockKind, Document};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<NameSpelling>("name-spelling", &["name", "other"]);

/// The fewest letters of a part of a name, and of the part that may differ by one letter.
const MIN_PART: usize = 3;
const MIN_DIFFERING: usize = 5;
/// So many names that share a part are no spellings of one.
const MAX_SPELLINGS: usize = 4;

/// Reports hyphenated names that share one part and differ in one letter of the other, where
/// the same document has both. The spelling met less often is reported, or else the later one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NameSpelling {}

/// A spelling, where it stands first, and how often it is met.
#[derive(Debug)]
struct Spelling<'d> {
    name: &'d str,
    first: Span,
    count: usize,
}

impl Check for NameSpelling {
    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let spellings = spellings(document);
        let mut by_part: FxHashMap<(bool, &str), Vec<usize>> = FxHashMap::default();
        for (at, spelling) in spellings.iter().enumerate() {
            let Some((first, second)) = spelling.name.split_once('-') else { continue };
            by_part.entry((true, first)).or_default().push(at);
            by_part.entry((false, second)).or_default().push(at);
        }
        let mut seen = FxHashSet::default();
        let mut groups: Vec<_> = by_part.into_iter().collect();
        groups.sort_unstable();
        for ((is_first, _), same) in groups {
            if !(2..=MAX_SPELLINGS).contains(&same.len()) {
                continue;
            }
            for (at, &one) in same.iter().enumerate() {
                for &two in &same[at + 1..] {
                    let (one, two) = (&spellings[one], &spellings[two]);
                    if differ_by_a_letter(other_part(one.name, is_first), other_part(two.name, is_first)) {
                        let (rare, usual) = if one.count < two.count { (one, two) } else { (two, one) };
                        if seen.insert(rare.first) {
                            hits.push(hit(rare, usual));
                        }
                    }
                }
            }
        }
    }
}

fn hit(rare: &Spelling<'_>, usual: &Spelling<'_>) -> Hit {
    Hit::at(rare.first).value("name", rare.name).value("other", usual.name).because(format!(
        "`{}` is written {} times, `{}` {} times",
        rare.name, rare.count, usual.name, usual.count
    ))
}

fn other_part(name: &str, first: bool) -> &str {
    name.split_once('-').map_or("", |parts| if first { parts.1 } else { parts.0 })
}

/// Whether two parts are spellings of one: one letter is another, and not at the end, where
/// languages inflect.
fn differ_by_a_letter(one: &str, two: &str) -> bool {
    let last = |name: &str| name.chars().next_back();
    one != two
        && one.chars().count().min(two.chars().count()) >= MIN_DIFFERING
        && last(one) == last(two)
        && osa::distance(one.chars(), two.chars()) == 1
}

/// The hyphenated names of the running text, each once, in order.
fn spellings(document: &Document) -> Vec<Spelling<'_>> {
    let mut spellings: Vec<Spelling<'_>> = Vec::new();
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    for block in document.blocks.iter().filter(|block| block.kind != BlockKind::Heading) {
        let runs = document.text_runs.get(block.runs.0 as usize..block.runs.1 as usize);
        for &run in runs.unwrap_or_default() {
            for name in names(document.slice(run)) {
                let span = name.shifted(run.start());
                let name = document.slice(span);
                match known.get(name) {
                    Some(&at) => spellings[at].count += 1,
                    None => {
                        known.insert(name, spellings.len());
                        spellings.push(Spelling { name, first: span, count: 1 });
                    }
                }
            }
        }
    }
    spellings
}

/// The words of the form `Abc-Def`.
fn names(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut past = 0;
    for at in memchr::memchr_iter(b'-', text.as_bytes()) {
        let start = at
            - text[past..at]
                .chars()
                .rev()
                .take_while(|c| c.is_alphabetic())
                .map(char::len_utf8)
                .sum::<usize>();
        let end = at
            + 1
            + text[at + 1..].chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
        let joined = text[..start].ends_with('-') || text[end..].starts_with('-');
        past = end;
        if !joined && is_name(&text[start..at]) && is_name(&text[at + 1..end]) {
            found.push(Span::new(start, end));
        }
    }
    found
}

fn is_name(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some_and(char::is_uppercase)
        && chars.clone().count() + 1 >= MIN_PART
        && chars.all(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            let found: Vec<_> = names(text).iter().map(|span| span.of(text)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn endless_hyphens_are_read() {
        for unit in ["-", "A-", "Anna-Marie ", "é-É"] {
            let text = unit.repeat(100_000);
            assert!(names(&text).len() <= 100_000);
        }
    }
}
