//! The names in a calendar, of all languages at once, by their folded form.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// How a language writes months, weekdays and times of day.
///
/// Where a list has forms, one entry holds all forms of one thing, separated by spaces, in
/// lower case. A form that ends in a point is an abbreviation; the text may leave the point out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarNames {
    /// Whether names begin with a capital, so that `may` and `march` are other words.
    #[serde(default)]
    pub capitals: bool,
    /// Whether the month may stand before the day (`November 9`).
    #[serde(default)]
    pub month_first: bool,
    /// Forms of the months, January first.
    pub months: [String; 12],
    /// Forms of the weekdays, Monday first.
    pub weekdays: [String; 7],
    /// What may follow the digits of a day (`st`, `th`, `er`, `º`).
    #[serde(default)]
    pub ordinals: Vec<String>,
    /// Words that may stand between weekday, day, month and year (`of`, `de`).
    #[serde(default)]
    pub joiners: Vec<String>,
    /// Words before a time of day (`at`, `um`).
    #[serde(default)]
    pub before_time: Vec<String>,
    /// Words after a time of day (`Uhr`, `o'clock`).
    #[serde(default)]
    pub after_time: Vec<String>,
}

/// What a word says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// A month, 1 to 12.
    Month(u8),
    /// A weekday; 0 is Monday.
    Weekday(u8),
    /// It may follow the digits of a day.
    Ordinal,
    /// It may stand between the parts of a date.
    Joiner,
    /// A time of day may follow.
    BeforeTime,
    /// A time of day may stand before it.
    AfterTime,
}

/// One meaning of a word in one language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Meaning {
    /// What it says.
    pub role: Role,
    /// Whether the word is short for another.
    pub abbreviation: bool,
    /// Whether the word begins with a capital.
    pub capital: bool,
    /// Whether the month may stand before the day.
    pub month_first: bool,
    /// The languages that have it, a bit for each.
    pub languages: u32,
}

/// The longest form that is looked up, in bytes.
const MAX_FORM: usize = 40;

/// The words of every calendar.
#[derive(Debug, Default)]
pub struct Words {
    by_form: FxHashMap<Box<str>, Vec<Meaning>>,
}

impl Words {
    /// What `word` can mean, whatever its case.
    #[must_use]
    pub fn meanings(&self, word: &str) -> &[Meaning] {
        let mut buffer = [0; MAX_FORM];
        fold(word, &mut buffer).and_then(|form| self.by_form.get(form)).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, names: &CalendarNames, language: u32) {
        let named = (1_u8..).zip(&names.months).map(|(number, forms)| (Role::Month(number), forms));
        let named =
            named.chain((0_u8..).zip(&names.weekdays).map(|(number, forms)| (Role::Weekday(number), forms)));
        for (role, forms) in named {
            for form in forms.split(' ') {
                self.add_form(form, role, names, language);
            }
        }
        for (role, words) in [
            (Role::Ordinal, &names.ordinals),
            (Role::Joiner, &names.joiners),
            (Role::BeforeTime, &names.before_time),
            (Role::AfterTime, &names.after_time),
        ] {
            words.iter().for_each(|word| self.add_form(word, role, names, language));
        }
    }

    fn add_form(&mut self, form: &str, role: Role, names: &CalendarNames, language: u32) {
        let whole = form.strip_suffix('.');
        let meaning = Meaning {
            role,
            abbreviation: whole.is_some(),
            capital: names.capitals,
            month_first: names.month_first,
            languages: language,
        };
        let meanings = self.by_form.entry(whole.unwrap_or(form).into()).or_default();
        let same = |other: &&mut Meaning| Meaning { languages: language, ..**other } == meaning;
        match meanings.iter_mut().find(same) {
            Some(other) => other.languages |= language,
            None => meanings.push(meaning),
        }
    }
}

/// The word in lower case, with the straight apostrophe, in `buffer`; none if it is too long.
fn fold<'b>(word: &str, buffer: &'b mut [u8; MAX_FORM]) -> Option<&'b str> {
    if word.is_ascii() {
        let folded = buffer.get_mut(..word.len())?;
        folded.copy_from_slice(word.as_bytes());
        folded.make_ascii_lowercase();
        return std::str::from_utf8(folded).ok();
    }
    let mut length = 0;
    for c in word.chars().flat_map(char::to_lowercase) {
        let c = if matches!(c, '’' | 'ʼ') { '\'' } else { c };
        let next = length + c.len_utf8();
        c.encode_utf8(buffer.get_mut(length..next)?);
        length = next;
    }
    std::str::from_utf8(&buffer[..length]).ok()
}

/// The words of every lexicon's calendar, gathered when first asked for.
#[must_use]
pub fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = Words::default();
        let languages = super::all().values().enumerate();
        languages.for_each(|(at, lexicon)| words.add(&lexicon.calendar, 1 << at));
        words
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(word: &str) -> Vec<Role> {
        words().meanings(word).iter().map(|meaning| meaning.role).collect()
    }

    #[test]
    fn names_of_every_language() {
        for (word, role) in [
            ("November", Role::Month(11)),
            ("März", Role::Month(3)),
            ("août", Role::Month(8)),
            ("enero", Role::Month(1)),
            ("março", Role::Month(3)),
            ("gennaio", Role::Month(1)),
            ("ноября", Role::Month(11)),
            ("ЛИСТОПАДА", Role::Month(11)),
            ("Donnerstag", Role::Weekday(3)),
            ("vendredi", Role::Weekday(4)),
            ("miércoles", Role::Weekday(2)),
            ("quinta-feira", Role::Weekday(3)),
            ("giovedì", Role::Weekday(3)),
            ("среду", Role::Weekday(2)),
            ("п’ятницю", Role::Weekday(4)),
        ] {
            assert!(roles(word).contains(&role), "{word}: {:?}", roles(word));
        }
        assert!(roles("people").is_empty());
        assert!(roles(&"x".repeat(500)).is_empty());
    }

    #[test]
    fn every_month_and_weekday_has_a_form_in_every_language() {
        for (code, lexicon) in super::super::all() {
            let calendar = &lexicon.calendar;
            for forms in calendar.months.iter().chain(&calendar.weekdays) {
                assert!(forms.split(' ').all(|form| !form.is_empty()), "{code}: {forms:?}");
                assert_eq!(forms.to_lowercase(), *forms, "{code}: forms are lower case");
            }
        }
    }
}
