//! Names that editors give to the notes of days, weeks and other periods.

use super::names::without_extension;
use crate::lexicon::{Role, words};
use crate::text::is_digits;

/// A day of the calendar: year, month, day of the month.
pub(super) type Day = (u16, u8, u8);

/// Whether a name is one that editors give to the notes of days, weeks, months, quarters and
/// years: `2024-11-17`, `2024-W47`, `2024-11`, `2024-Q4`, `2024`, `Nov 17th, 2024`.
#[must_use]
pub fn is_period(name: &str) -> bool {
    let name = last_part(name);
    is_dashed(name) || Written::read(name).is_some()
}

/// The day that a name is of, if it is the name of a day.
pub(super) fn day(name: &str) -> Option<Day> {
    let written = Written::read(last_part(name))?;
    Some((written.year, written.month?, written.day?))
}

fn last_part(name: &str) -> &str {
    let name = without_extension(name);
    name.rsplit('/').next().unwrap_or(name)
}

fn is_dashed(name: &str) -> bool {
    let mut parts = name.split('-');
    let year = parts.next().is_some_and(|year| year.len() == 4 && is_digits(year));
    let two = |part: &str| part.len() == 2 && is_digits(part);
    let part = |part: &str| {
        two(part) || part.strip_prefix('W').is_some_and(two) || matches!(part, "Q1" | "Q2" | "Q3" | "Q4")
    };
    let rest: Vec<&str> = parts.take(3).collect();
    year && match rest.as_slice() {
        [] => true,
        [only] => part(only),
        [month, day] => two(month) && two(day),
        _ => false,
    }
}

/// A date that is all of a name, in words or in numbers.
struct Written {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Written {
    fn read(name: &str) -> Option<Self> {
        /// Weekday, month, day and year.
        const MOST: usize = 4;
        let words = || name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let numbered = name.bytes().any(|byte| byte.is_ascii_digit());
        if !numbered || words().nth(MOST).is_some() {
            return None;
        }
        let (mut year, mut month, mut numbers, mut year_first) = (None, None, Vec::new(), false);
        for word in words() {
            match Part::of(word)? {
                Part::Year(number) if year.is_none() => {
                    (year, year_first) = (Some(number), numbers.is_empty());
                }
                Part::Month(number) if month.is_none() => month = Some(number),
                Part::Number(number) => numbers.push(number),
                Part::Weekday => {}
                Part::Year(_) | Part::Month(_) => return None,
            }
        }
        let year = year?;
        let (is_day, is_month) = (|day: u8| (1..=31).contains(&day), |month: u8| (1..=12).contains(&month));
        let (month, day) = match (month, numbers.as_slice()) {
            (Some(month), []) => (Some(month), None),
            (Some(month), &[day]) if is_day(day) => (Some(month), Some(day)),
            (None, &[month, day]) if year_first && is_month(month) && is_day(day) => (Some(month), Some(day)),
            // Which of the two is the month depends on where one lives.
            (None, &[a, b]) if is_day(a) && is_day(b) && (is_month(a) || is_month(b)) => (None, None),
            _ => return None,
        };
        Some(Self { year, month, day })
    }
}

/// A word of a date.
enum Part {
    Year(u16),
    Month(u8),
    Number(u8),
    Weekday,
}

impl Part {
    fn of(word: &str) -> Option<Self> {
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &word[..word.len() - letters.len()];
        let meanings = words().meanings(letters);
        match (digits.len(), letters.is_empty()) {
            (4, true) => digits.parse().ok().map(Self::Year),
            (1 | 2, true) => digits.parse().ok().map(Self::Number),
            (1 | 2, false) if meanings.iter().any(|meaning| meaning.role == Role::Ordinal) => {
                digits.parse().ok().map(Self::Number)
            }
            (0, false) => meanings.iter().find_map(|meaning| match meaning.role {
                Role::Month(number) => Some(Self::Month(number)),
                Role::Weekday(_) => Some(Self::Weekday),
                _ => None,
            }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_days_and_other_periods() {
        for (name, wanted) in [
            ("2024-11-17", Some((2024, 11, 17))),
            ("2024_11_17", Some((2024, 11, 17))),
            ("journals/2024-11-17-Sunday", Some((2024, 11, 17))),
            ("Nov 17th, 2024", Some((2024, 11, 17))),
            ("Sunday, 17 November 2024", Some((2024, 11, 17))),
            ("November 2024", None),
            ("17.11.2024", None),
            ("2024-W47", None),
        ] {
            assert!(is_period(name), "{name}");
            assert_eq!(day(name), wanted, "{name}");
        }
        for name in
            ["May", "March of the keepers 2024", "2024-11-17 Harbour", "17 lamps", "2024.1", "42.17.2024"]
        {
            assert!(!is_period(name) && day(name).is_none(), "{name}");
        }
    }
}
