//! `9 November 2023`, `November 9th`, `le 9 novembre`, `9 de noviembre de 2023`, `November 2023`.

use super::nearby::{Word, skip, skip_back, word_at, word_before};
use super::{DateForm, DateMention, Digits};
use crate::lexicon::{Meaning, Role};
use crate::text::Span;

/// Numbers that are read as years beside the name of a month.
const YEARS: std::ops::RangeInclusive<u16> = 1000..=2999;

/// A month's name as found, and the meaning under which it counts.
struct Month<'t> {
    number: u8,
    word: Word<'t>,
    /// The end of the name, with its point.
    end: usize,
}

/// The digits are a day, with the name of a month before or after.
pub(super) fn with_day(digits: &Digits<'_>) -> Option<DateMention> {
    let day = u8::try_from(digits.number()?).ok().filter(|day| (1..=31).contains(day))?;
    if !stands_alone(digits) {
        return None;
    }
    let (end, ordinal) = after_ordinal(digits);
    month_first(digits, day, end, ordinal).or_else(|| day_first(digits, day, end, ordinal))
}

/// `9 November 2023`
fn day_first(digits: &Digits<'_>, day: u8, end: usize, ordinal: bool) -> Option<DateMention> {
    let text = digits.text;
    let end = end + usize::from(!ordinal && digits.byte(end) == Some(b'.'));
    let hyphen = digits.byte(end) == Some(b'-');
    let mut at = if hyphen { end + 1 } else { skip(text, end, digits.limit) };
    if at == end {
        return None;
    }
    let mut word = word_at(text, at, digits.limit, false)?;
    for _ in 0..2 {
        if !is_joiner(&word) {
            break;
        }
        at = skip(text, word.span.end(), digits.limit);
        word = word_at(text, at, digits.limit, false)?;
    }
    if !word.has(|role| matches!(role, Role::Month(_))) {
        return None;
    }
    let pointed = digits.byte(word.span.end()) == Some(b'.');
    let after_name = word.span.end() + usize::from(pointed);
    let year = year_after(digits, after_name, hyphen).or_else(|| year_after(digits, word.span.end(), hyphen));
    let month = month(word, |meaning| counts(meaning, &word, pointed, year.is_some()))?;
    let name_end = if month.1 && pointed { after_name } else { word.span.end() };
    let month = Month { number: month.0, word, end: name_end };
    let span = Span::new(digits.span.start(), year.map_or(month.end, |year| year.end()));
    Some(written(digits, span, Some(day), &month, year, ordinal))
}

/// `November 9, 2023`
fn month_first(digits: &Digits<'_>, day: u8, end: usize, ordinal: bool) -> Option<DateMention> {
    let text = digits.text;
    let month = month_before(digits, |meaning, word, _| {
        meaning.month_first && (!meaning.capital || word.is_capital())
    })?;
    // `May 1,700`, `May 5.3`, `May 5%`, `May 5:30`
    let next = digits.byte(end);
    let counted = next.is_some_and(|byte| matches!(byte, b',' | b'.' | b':'))
        && digits.byte(end + 1).is_some_and(|byte| byte.is_ascii_digit());
    let year = year_after(digits, end, false);
    if next.is_some_and(|byte| matches!(byte, b'%' | b'/')) || (counted && year.is_none()) {
        return None;
    }
    let span = Span::new(month.word.span.start(), year.map_or(end, |year| year.end()));
    debug_assert!(text.is_char_boundary(span.end()), "dates end after ASCII or whole words");
    let year = year.or_else(|| year_after(digits, clock_end(digits, end)?, false));
    Some(written(digits, span, Some(day), &month, year, ordinal))
}

/// The end of the time of day that programs write between day and year: `Nov 9 17:20:45 CET 2023`.
fn clock_end(digits: &Digits<'_>, day: usize) -> Option<usize> {
    let start = skip(digits.text, day, digits.limit);
    let clock = digits.text.as_bytes()[start..digits.limit].get(..8)?;
    let place = |(at, byte): (usize, &u8)| if at % 3 == 2 { *byte == b':' } else { byte.is_ascii_digit() };
    if !clock.iter().enumerate().all(place) {
        return None;
    }
    let end = start + clock.len();
    let zone = word_at(digits.text, skip(digits.text, end, digits.limit), digits.limit, false);
    let zone =
        zone.filter(|zone| zone.text.len() <= 5 && zone.text.bytes().all(|byte| byte.is_ascii_uppercase()));
    Some(zone.map_or(end, |zone| zone.span.end()))
}

/// `November 2023`: the digits are the year.
pub(super) fn month_and_year(digits: &Digits<'_>) -> Option<DateMention> {
    let year = digits.number().filter(|year| YEARS.contains(year))?;
    if !stands_alone(digits) || digits.byte(digits.span.end()).is_some_and(|byte| byte.is_ascii_alphabetic())
    {
        return None;
    }
    let month = month_before(digits, |meaning, word, pointed| {
        if meaning.capital { word.is_capital() } else { !meaning.abbreviation || pointed }
    })?;
    let span = Span::new(month.word.span.start(), digits.span.end());
    Some(DateMention { year: i16::try_from(year).ok(), ..written(digits, span, None, &month, None, false) })
}

fn written(
    digits: &Digits<'_>,
    span: Span,
    day: Option<u8>,
    month: &Month<'_>,
    year: Option<Span>,
    ordinal: bool,
) -> DateMention {
    let after = skip(digits.text, span.end(), digits.limit);
    let word_follows = digits.text[after..digits.limit].starts_with(char::is_alphanumeric);
    DateMention {
        span,
        date: span,
        form: DateForm::Written,
        year: year.and_then(|year| year.of(digits.text).parse().ok()),
        month: month.number,
        day,
        weekday: None,
        ambiguous: false,
        doubtful: day.is_some() && year.is_none() && !ordinal && word_follows,
    }
}

/// Whether a month's name counts as one after a day.
fn counts(meaning: &Meaning, word: &Word<'_>, pointed: bool, year: bool) -> bool {
    if meaning.capital {
        return word.is_capital();
    }
    let certain = year || (pointed && meaning.abbreviation);
    certain || (!meaning.abbreviation && !word.is_capital())
}

/// The month that a word names, and whether the name is an abbreviation.
fn month(word: Word<'_>, counts: impl Fn(&Meaning) -> bool) -> Option<(u8, bool)> {
    word.meanings.iter().find_map(|meaning| match meaning.role {
        Role::Month(number) if counts(meaning) => Some((number, meaning.abbreviation)),
        _ => None,
    })
}

/// The month named before the digits.
fn month_before<'t>(
    digits: &Digits<'t>,
    counts: impl Fn(&Meaning, &Word<'t>, bool) -> bool,
) -> Option<Month<'t>> {
    let text = digits.text;
    let mut end = skip_back(text, digits.span.start(), digits.floor);
    if end == digits.span.start() {
        return None;
    }
    let mut word = word_before(text, end, digits.floor, false);
    if let Some(joiner) = word.filter(is_joiner) {
        end = skip_back(text, joiner.span.start(), digits.floor);
        word = None;
    }
    let before = text.as_bytes()[digits.floor..end].last();
    let pointed = before == Some(&b'.');
    if pointed || before == Some(&b',') {
        end -= 1;
    }
    let word = match word {
        Some(word) => word,
        None => word_before(text, end, digits.floor, false)?,
    };
    let (number, abbreviation) = month(word, |meaning| counts(meaning, &word, pointed))?;
    // A point after a whole name ends a sentence.
    (!pointed || abbreviation).then_some(Month { number, word, end })
}

fn is_joiner(word: &Word<'_>) -> bool {
    word.has(|role| role == Role::Joiner)
}

/// Past the joiner at `at`, if there is one.
fn skip_joiner(digits: &Digits<'_>, at: usize) -> usize {
    match word_at(digits.text, at, digits.limit, false).filter(is_joiner) {
        Some(joiner) => skip(digits.text, joiner.span.end(), digits.limit),
        None => at,
    }
}

/// The year after a month or day that ends at `end`: ` 2023`, `, 2023`, ` de 2023`, `-2023`.
fn year_after(digits: &Digits<'_>, end: usize, hyphen: bool) -> Option<Span> {
    let mut at = match digits.byte(end) {
        Some(b'-') if hyphen => end + 1,
        _ => skip(digits.text, end, digits.limit),
    };
    if digits.byte(at) == Some(b',') {
        at = skip(digits.text, at + 1, digits.limit);
    }
    if at == end {
        return None;
    }
    at = skip_joiner(digits, at);
    let length =
        (0..5).take_while(|&k| digits.byte(at + k).is_some_and(|byte| byte.is_ascii_digit())).count();
    let span = Span::new(at, at + length);
    let year: u16 = span.of(digits.text).parse().ok().filter(|_| length == 4)?;
    let ends = !digits.text[span.end()..digits.limit]
        .starts_with(|c: char| c.is_alphabetic() || matches!(c, ':' | '%'));
    (ends && YEARS.contains(&year)).then_some(span)
}

/// Past what makes the digits an ordinal (`th`, `º`, `-го`), and whether something did.
fn after_ordinal(digits: &Digits<'_>) -> (usize, bool) {
    let end = digits.span.end();
    let from = end + usize::from(digits.byte(end) == Some(b'-'));
    let word = word_at(digits.text, from, digits.limit, false);
    let ordinal = word.filter(|word| word.has(|role| role == Role::Ordinal));
    match ordinal {
        Some(word) => (word.span.end(), true),
        None if digits.text[end..digits.limit].starts_with('°') => (end + '°'.len_utf8(), true),
        None => (end, false),
    }
}

/// Whether the digits are a number of their own: not part of a word, an amount, an address.
fn stands_alone(digits: &Digits<'_>) -> bool {
    let Some(byte) = digits.before() else { return true };
    match byte {
        b'-' => {
            digits.span.start() < digits.floor + 2
                || digits.text.as_bytes()[digits.span.start() - 2].is_ascii_digit()
        }
        b',' | b'.' | b':' | b'/' | b'#' | b'$' | b'%' | b'+' | b'=' | b'~' | b'@' | b'&' | b'\'' => false,
        _ => !digits.text[..digits.span.start()]
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '€' | '£' | '§' | '№' | '’')),
    }
}
