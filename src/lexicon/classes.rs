//! Words of a class in a text.

use std::cell::Cell;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::head::Heads;
use super::{Word, all, each_word, language};
use crate::text::Visible;
use crate::text::letters::is_letter_or_digit;

/// The words and phrases of a class in all languages.
#[derive(Default)]
struct Entries {
    /// What may follow the letters and digits that an entry begins with, by them.
    rests: FxHashMap<Word, Vec<&'static str>>,
    heads: Heads<16>,
}

/// Whether a word of `text`, or several that follow each other, are in one of the classes of that name,
/// in any language.
#[must_use]
pub fn has_word_of(class: &str, text: &str) -> bool {
    static ALL: OnceLock<FxHashMap<&'static str, OnceLock<Entries>>> = OnceLock::new();
    let known = ALL.get_or_init(|| {
        let names = all().values().flat_map(|lexicon| lexicon.classes.keys());
        names.map(|class| (class.as_str(), OnceLock::new())).collect()
    });
    let Some((&class, known)) = known.get_key_value(class) else { return false };
    let visible = Visible::of(text);
    let text = visible.as_ref().map_or(text, Visible::text);
    known.get_or_init(|| Entries::of(class)).are_in(text)
}

impl Entries {
    fn of(class: &str) -> Self {
        let mut entries = Self::default();
        let written = all().values().filter_map(|lexicon| lexicon.classes.get(class));
        let written = written.flat_map(|entries| entries.split(',')).map(str::trim);
        for entry in written.filter(|entry| !entry.is_empty() && !entry.contains('{')) {
            let end = entry.find(|c: char| !c.is_alphanumeric()).unwrap_or(entry.len());
            let (first, rest) = entry.split_at(end);
            entries.heads.add(first, end..=end);
            entries.rests.entry(Word::of(first)).or_default().push(rest);
        }
        entries
    }

    fn are_in(&self, text: &str) -> bool {
        let found = Cell::new(false);
        each_word(
            text,
            |head, _| !found.get() && self.heads.may_hold(head),
            |word, start, end| {
                let rests = self.rests.get(&word).filter(|_| !goes_on_before(text, start));
                if rests.is_some_and(|rests| rests.iter().any(|rest| follows(rest, text, end))) {
                    found.set(true);
                }
            },
        );
        found.get()
    }
}

/// Whether what stands before `start` is part of the word there, as in `l'usine`.
fn goes_on_before(text: &str, start: usize) -> bool {
    text.as_bytes()[..start].ends_with(b"'")
}

/// Whether `text` goes on at `at` with `rest`, words in any case and whatever parts them, and ends a word there.
fn follows(rest: &str, text: &str, at: usize) -> bool {
    let (own, others) = rest.split_once(' ').unwrap_or((rest, ""));
    let word_end = |from: usize| {
        let after = &text[from..];
        from + after.find(|c: char| !is_inner(c)).unwrap_or(after.len())
    };
    let mut end = word_end(at);
    text[at..end].eq_ignore_ascii_case(own)
        && others.split(' ').filter(|word| !word.is_empty()).all(|word| {
            let Some(next) = text[end..].find(is_inner) else { return false };
            let next = end + next;
            end = word_end(next);
            text[next..end].eq_ignore_ascii_case(word)
        })
}

fn is_inner(c: char) -> bool {
    is_letter_or_digit(c) || c == '\''
}

/// Whether the text ends in words of one of the classes of that name, in any case and language.
#[must_use]
pub fn ends_in(class: &str, text: &str) -> bool {
    let entries = all().values().filter_map(|lexicon| lexicon.classes.get(class));
    entries.flat_map(|entries| entries.split(',').map(str::trim)).any(|entry| {
        let at = text.len().checked_sub(entry.len());
        let words = at.and_then(|at| Some((text.get(..at)?, text.get(at..)?)));
        words.is_some_and(|(rest, words)| {
            words.eq_ignore_ascii_case(entry) && !rest.ends_with(char::is_alphanumeric)
        })
    })
}

/// Whether the language that `text` is written in has a class of that name.
#[must_use]
pub fn knows(class: &str, text: &str) -> bool {
    let language = language(text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()));
    language.is_some_and(|code| all().get(code).is_some_and(|lexicon| lexicon.classes.contains_key(class)))
}

/// Whether a word of `text` tells that somebody says something.
#[must_use]
pub fn says_who(text: &str) -> bool {
    has_word_of("tells", text) || has_word_of("attributes", text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_phrases_are_found_in_any_case_and_whole() {
        for (class, text, found) in [
            ("expert", "Two EXPERTS came", true),
            ("expert", "l'expert's", false),
            ("minutes", "The minutes: read", true),
            ("minutes", "minutest", false),
            ("no such class", "minutes", false),
            ("minutes", "", false),
        ] {
            assert_eq!(has_word_of(class, text), found, "{class}: {text}");
        }
        assert!(follows(" of the", "one of  THE lamps", 3) && !follows(" of the", "one of them", 3));
        assert!(follows("'clock", "o'clock.", 1) && !follows("", "o'clock", 1));
    }
}
