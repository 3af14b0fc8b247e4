//! The weekday named beside a date: `Monday, December 2`, `Thursday (9 November)`,
//! `am Donnerstag, dem 9. November`, `9 November (Thursday)`.

use super::nearby::{Word, breaks, skip, skip_back, word_at, word_before};
use super::{DateForm, DateMention, Digits};
use crate::lexicon::{self, Role};
use crate::text::Span;

/// The longest word that may join two dates or days (`and`, `bis`), in characters.
const MAX_CONNECTOR: usize = 4;

/// Adds the weekday to `date`, if one is named and belongs to this day and no other.
pub(super) fn find(digits: &Digits<'_>, date: &mut DateMention) {
    if date.day.is_none() || is_range(digits, date.date.end()) {
        return;
    }
    if let Some((weekday, span, outer)) = before(digits, date.date).or_else(|| after(digits, date)) {
        date.weekday = Some((weekday, span));
        date.span = date.date.cover(outer);
        date.doubtful = false;
    }
}

/// The weekday before the date; the second span also holds a bracket that closes after it.
fn before(digits: &Digits<'_>, date: Span) -> Option<(u8, Span, Span)> {
    let (text, floor) = (digits.text, digits.floor);
    let mut end = date.start();
    let mut bracket = false;
    let mut comma = false;
    for _ in 0..3 {
        end = skip_back(text, end, floor);
        let source = &text[floor..end];
        if source.ends_with('(') && !bracket && !comma {
            bracket = true;
            end -= 1;
        } else if source.ends_with(',') && !comma {
            comma = true;
            end -= 1;
        } else if let Some(joiner) =
            word_before(text, end, floor, false).filter(|word| word.has(|role| role == Role::Joiner))
        {
            end = joiner.span.start();
        } else {
            break;
        }
    }
    end = skip_back(text, end, floor);
    let pointed = text[floor..end].ends_with('.');
    let word = word_before(text, end - usize::from(pointed), floor, true)?;
    if end == date.start() || (breaks(text, end, date.start()) && !comma) {
        return None;
    }
    let weekday = weekday(&word, pointed, || months(text, date))?;
    if !belongs_alone(digits, &word) || (is_short(&word) && is_part_of_name(digits, &word)) {
        return None;
    }
    // `Ward, Sam (9 November 2023)` names an author.
    if bracket && is_short(&word) && follows_comma(digits, &word) {
        return None;
    }
    let close = bracket && text[date.end()..digits.limit].starts_with(')');
    let outer = Span::new(word.span.start(), date.end() + usize::from(close));
    Some((weekday, Span::new(word.span.start(), end), outer))
}

/// The weekday after the date, in brackets, or after a comma at the end of a phrase.
fn after(digits: &Digits<'_>, date: &DateMention) -> Option<(u8, Span, Span)> {
    let text = digits.text;
    let at = skip(text, date.date.end(), digits.limit);
    let opening = digits.byte(at);
    let start = match opening {
        Some(b'(' | b',') => skip(text, at + 1, digits.limit),
        _ if date.form != DateForm::Written && at > date.date.end() => at,
        _ => return None,
    };
    let word = word_at(text, start, digits.limit, true)?;
    let pointed = digits.byte(word.span.end()) == Some(b'.');
    let weekday = weekday(&word, pointed, || months(text, date.date))?;
    let end = word.span.end() + usize::from(pointed && is_short(&word));
    let rest = &text[end..digits.limit];
    let phrase_ends = rest.starts_with(['.', ';', ')', '\n', '\r', ':']) || rest.is_empty();
    let outer_end = match opening {
        Some(b'(') if rest.starts_with(')') => end + 1,
        Some(b'(') => return None,
        _ if phrase_ends && !breaks(text, date.date.end(), start) => end,
        _ => return None,
    };
    Some((weekday, Span::new(start, end), Span::new(date.date.start(), outer_end)))
}

/// The languages of the month that is named in a date; none if it is a number.
fn months(text: &str, date: Span) -> Option<u32> {
    let words = date.of(text).split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let meanings = words.flat_map(|word| lexicon::words().meanings(word));
    let months = meanings.filter(|meaning| matches!(meaning.role, Role::Month(_)));
    months.map(|month| month.languages).reduce(|all, language| all | language)
}

/// The weekday that a word names, if it is written as its language writes it. What is short for one has to be
/// of the language that names the month, if one does: in English, `Sam` and `Dom` are people.
fn weekday(word: &Word<'_>, pointed: bool, months: impl Fn() -> Option<u32>) -> Option<u8> {
    word.meanings.iter().find_map(|meaning| {
        if meaning.abbreviation && months().is_some_and(|months| months & meaning.languages == 0) {
            return None;
        }
        // `So.` is a Sunday, `So` opens a sentence.
        let marked = !meaning.abbreviation || pointed || word.text.len() > 2;
        match meaning.role {
            Role::Weekday(number)
                if marked && (pointed <= meaning.abbreviation) && (!meaning.capital || word.is_capital()) =>
            {
                Some(number)
            }
            _ => None,
        }
    })
}

fn is_short(word: &Word<'_>) -> bool {
    word.meanings.iter().any(|meaning| meaning.abbreviation && matches!(meaning.role, Role::Weekday(_)))
}

/// Whether no other weekday stands before this one: `Saturday and Sunday, May 3 and 4`.
fn belongs_alone(digits: &Digits<'_>, word: &Word<'_>) -> bool {
    let (text, floor) = (digits.text, digits.floor);
    let end = skip_back(text, word.span.start(), floor);
    if text[floor..end].ends_with(['/', '-', '–', '—', '&', '+']) {
        return false;
    }
    let end = end - usize::from(text[floor..end].ends_with(','));
    let Some(previous) = word_before(text, skip_back(text, end, floor), floor, true) else { return true };
    let named = |word: &Word<'_>| word.has(|role| matches!(role, Role::Weekday(_)));
    if named(&previous) {
        return false;
    }
    if previous.text.chars().count() > MAX_CONNECTOR {
        return true;
    }
    let end = skip_back(text, previous.span.start(), floor);
    !word_before(text, end, floor, true).is_some_and(|word| named(&word))
}

/// Whether a short weekday follows a capital: `the Baltimore Sun, 9 November`.
fn is_part_of_name(digits: &Digits<'_>, word: &Word<'_>) -> bool {
    let end = skip_back(digits.text, word.span.start(), digits.floor);
    word_before(digits.text, end, digits.floor, true).is_some_and(|previous| previous.is_capital())
}

/// Whether the word follows a comma, as a first name does in a list of works.
fn follows_comma(digits: &Digits<'_>, word: &Word<'_>) -> bool {
    let end = skip_back(digits.text, word.span.start(), digits.floor);
    digits.text[digits.floor..end].ends_with(',')
}

/// Whether the date at `end` goes on as a range or list: `3–5`, `3 and 4`, `3 to 5 May`.
fn is_range(digits: &Digits<'_>, end: usize) -> bool {
    let text = digits.text;
    let at = skip(text, end, digits.limit);
    let rest = &text[at..digits.limit];
    if let Some(dash) = rest.chars().next().filter(|c| matches!(c, '-' | '–' | '—' | '/' | '&')) {
        let next = skip(text, at + dash.len_utf8(), digits.limit);
        return next == at + dash.len_utf8() || digits.byte(next).is_some_and(|byte| byte.is_ascii_digit());
    }
    let Some(connector) = word_at(text, at, digits.limit, false) else { return false };
    let next = skip(text, connector.span.end(), digits.limit);
    let length =
        (0..3).take_while(|&k| digits.byte(next + k).is_some_and(|byte| byte.is_ascii_digit())).count();
    if !(1..=2).contains(&length) || connector.text.chars().count() > MAX_CONNECTOR {
        return false;
    }
    // `at 1 PM`, `at 13:00`, `um 13 Uhr`
    let after = next + length;
    let clock = word_at(text, skip(text, after, digits.limit), digits.limit, false).is_some_and(|word| {
        word.has(|role| role == Role::AfterTime)
            || matches!(word.text, "PM" | "AM" | "pm" | "am" | "p" | "a" | "h")
    });
    !clock && digits.byte(after) != Some(b':')
}
