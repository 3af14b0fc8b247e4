//! Dates whose numbers are parted by more than a mark: `10. 11. 2023`, `2023. 11. 10.`, `2023年11月10日`,
//! `2023년 11월 10일`.

use super::numeric::{closes, is_version, number, numeric, opens, parse};
use super::{DateForm, DateMention, Digits};
use crate::text::Span;

/// What stands behind year, month and day in Chinese and Japanese, and in Korean.
const CHARACTERS: [[char; 3]; 2] = [['年', '月', '日'], ['년', '월', '일']];

/// What weekdays are called in Chinese, Japanese and Korean, Monday first.
const WEEKDAYS: [&str; 3] = ["一二三四五六日", "月火水木金土日", "월화수목금토일"];
/// What stands before such a name, and behind it.
const BEFORE_WEEKDAY: [&str; 3] = ["星期", "週", "周"];
const BEHIND_WEEKDAY: [&str; 3] = ["曜日", "曜", "요일"];

/// `10. 11. 2023`: the digits are the day.
pub(super) fn day_first(digits: &Digits<'_>) -> Option<DateMention> {
    let month = after_point(digits, digits.span).filter(|_| opens(digits))?;
    let year = after_point(digits, month).filter(|year| year.len() == 4)?;
    if !closes(digits, year.end()) || is_version(digits) {
        return None;
    }
    date(digits, Span::new(digits.span.start(), year.end()), year, month, digits.span)
}

/// `2023. 11. 10.`, with its full stop: the digits are the year.
pub(super) fn year_first(digits: &Digits<'_>) -> Option<DateMention> {
    let month = after_point(digits, digits.span).filter(|_| opens(digits))?;
    let day = after_point(digits, month)?;
    let ends = digits.byte(day.end()) == Some(b'.') && closes(digits, day.end());
    date(digits, Span::new(digits.span.start(), day.end() + 1), digits.span, month, day).filter(|_| ends)
}

/// `2023年11月10日`: the digits are the year.
pub(super) fn with_characters(digits: &Digits<'_>) -> Option<DateMention> {
    let marked = |after: Span, mark: char| digits.text[after.end()..digits.limit].starts_with(mark);
    let [year_mark, month_mark, day_mark] =
        CHARACTERS.into_iter().find(|marks| marked(digits.span, marks[0]))?;
    let next = |after: Span, mark: char| {
        let at = after.end() + mark.len_utf8();
        number(digits, at + usize::from(digits.byte(at) == Some(b' ')), 2)
    };
    let month = next(digits.span, year_mark).filter(|&month| marked(month, month_mark))?;
    let end = month.end() + month_mark.len_utf8();
    let Some(day) = next(month, month_mark).filter(|&day| marked(day, day_mark)) else {
        let span = Span::new(digits.span.start(), end);
        return Some(DateMention { day: None, ..date(digits, span, digits.span, month, month)? });
    };
    let span = Span::new(digits.span.start(), day.end() + day_mark.len_utf8());
    let found = date(digits, span, digits.span, month, day)?;
    let Some((weekday, named, end)) = weekday(digits, span.end()) else { return Some(found) };
    Some(DateMention { span: Span::new(span.start(), end), weekday: Some((weekday, named)), ..found })
}

/// The weekday behind such a date, in brackets or not, where it is written, and where all of it ends:
/// `（星期五）`, ` 金曜日`, `(금)`.
fn weekday(digits: &Digits<'_>, at: usize) -> Option<(u8, Span, usize)> {
    let rest = &digits.text[at..digits.limit];
    let inner = rest.trim_start_matches(' ');
    let bracketed = inner.strip_prefix(['(', '（']);
    let inner = bracketed.unwrap_or(inner);
    let start = at + rest.len() - inner.len();
    let named = BEFORE_WEEKDAY.iter().find_map(|word| inner.strip_prefix(word));
    let mut chars = named.unwrap_or(inner).chars();
    let name = chars.next()?;
    let number = WEEKDAYS.iter().find_map(|names| names.chars().position(|known| known == name))?;
    let behind = BEHIND_WEEKDAY.iter().find_map(|word| chars.as_str().strip_prefix(word));
    let rest = behind.unwrap_or(chars.as_str());
    let closed = bracketed.is_some() && rest.starts_with([')', '）']);
    let end = digits.limit - rest.len();
    let chinese = WEEKDAYS[0].contains(name) && !WEEKDAYS[1].contains(name);
    let sure = named.is_some() || !chinese && (behind.is_some() || closed);
    let close = if closed { rest.chars().next().map_or(0, char::len_utf8) } else { 0 };
    sure.then_some((u8::try_from(number).ok()?, Span::new(start, end), end + close))
}

/// The number behind a full stop and a blank.
fn after_point(digits: &Digits<'_>, before: Span) -> Option<Span> {
    let end = before.end();
    (digits.byte(end) == Some(b'.') && digits.byte(end + 1) == Some(b' '))
        .then(|| number(digits, end + 2, 4))?
}

fn date(digits: &Digits<'_>, span: Span, year: Span, month: Span, day: Span) -> Option<DateMention> {
    let short =
        |part: Span| parse(digits, part).and_then(|part| u8::try_from(part).ok()).filter(|&part| part > 0);
    let (month, day) = (short(month)?, short(day)?);
    let possible = month <= 12 && day <= 31;
    possible.then_some(())?;
    Some(DateMention { form: DateForm::Written, ..numeric(span, parse(digits, year)?, month, day) })
}
