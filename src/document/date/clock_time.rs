//! Times of day: `18:51`, `9:30 a.m.`, `13 o'clock`, where something says they are no
//! ratio, score or media time.

use super::nearby::{skip, skip_back, word_at, word_before};
use super::{DateForm, DateMention, Digits};
use crate::lexicon::Role;
use crate::text::Span;

/// What says that a number is a time of day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClockContext {
    /// `AM` or `PM`.
    Half,
    /// A word after it: `Uhr`, `o'clock`.
    Word,
    /// It belongs to an ISO date: `2023-11-10T18:02`.
    Iso,
    /// A date stands before it.
    Date,
    /// A word before it: `at`.
    Before,
}

/// A time of day as written.
#[derive(Clone, Debug)]
pub struct ClockTime {
    /// The time with its AM or PM.
    pub span: Span,
    /// The hour as written.
    pub hour: u8,
    /// The minute as written, if there is one.
    pub minute: Option<u8>,
    /// `AM` or `PM`, if written.
    pub half: Option<Span>,
    /// Whether that is `PM`.
    pub afternoon: bool,
    /// What says that it is a time of day.
    pub context: ClockContext,
}

/// The time of day whose hour the digits are.
pub(super) fn read(digits: &Digits<'_>, date: Option<&DateMention>) -> Option<ClockTime> {
    if digits.len() > 2 || !opens(digits, date) {
        return None;
    }
    let hour = u8::try_from(digits.number()?).ok()?;
    let minute = minute(digits);
    let end = minute.map_or(digits.span.end(), |(_, end)| end);
    if minute.is_none() && digits.byte(end) == Some(b':') {
        return None;
    }
    let (half, word) = after(digits, end);
    // `at 11. 30 a.m.`: a blank has come between hour and minute.
    if minute.is_none() && hour > 12 && follows_number(digits) {
        return None;
    }
    let context = match (half.is_some(), word) {
        (true, word)
            if minute.is_some()
                || hour <= 12
                || word.is_some()
                || half.is_some_and(|half| is_dotted(digits, half)) =>
        {
            ClockContext::Half
        }
        (true, _) => return None,
        (false, Some(_)) => ClockContext::Word,
        (false, None) if minute.is_some() => before(digits, date)?,
        (false, None) => return None,
    };
    let outer = half.or(word).map_or(end, Span::end);
    Some(ClockTime {
        span: Span::new(digits.span.start(), outer),
        hour,
        minute: minute.map(|(minute, _)| minute),
        afternoon: half.is_some_and(|half| half.of(digits.text).starts_with(['p', 'P'])),
        half,
        context,
    })
}

/// `:51` or `:02:03.184` after the hour, and where it ends.
fn minute(digits: &Digits<'_>) -> Option<(u8, usize)> {
    let end = digits.span.end();
    let two = |at: usize| {
        let whole = digits.byte(at) == Some(b':')
            && (1..=2).all(|k| digits.byte(at + k).is_some_and(|byte| byte.is_ascii_digit()))
            && !digits.byte(at + 3).is_some_and(|byte| byte.is_ascii_digit());
        whole.then_some(at + 3)
    };
    let after_minute = two(end)?;
    let minute = digits.text[end + 1..after_minute].parse().ok()?;
    let mut at = two(after_minute).unwrap_or(after_minute);
    if digits.byte(at) == Some(b':') {
        return None;
    }
    let fraction = at > after_minute && matches!(digits.byte(at), Some(b'.' | b','));
    if fraction && digits.byte(at + 1).is_some_and(|byte| byte.is_ascii_digit()) {
        at += 1
            + (1..=9).take_while(|&k| digits.byte(at + k).is_some_and(|byte| byte.is_ascii_digit())).count();
    }
    Some((minute, at))
}

/// `AM` or `PM`, and the word that makes it a time of day, after a time that ends at `end`.
fn after(digits: &Digits<'_>, end: usize) -> (Option<Span>, Option<Span>) {
    let text = digits.text;
    let at = skip(text, end, digits.limit);
    if let Some(half) = half(digits, at).filter(|&half| !goes_on(digits, half, char::is_uppercase)) {
        return (Some(half), None);
    }
    let word = word_at(text, at, digits.limit, false);
    let word = word.filter(|word| word.has(|role| role == Role::AfterTime));
    let half = word.and_then(|word| half(digits, skip(text, word.span.end(), digits.limit)));
    let half = half.filter(|&half| !goes_on(digits, half, char::is_alphanumeric));
    (half, word.map(|word| word.span))
}

/// `PM`, `p.m.` at `at`.
fn half(digits: &Digits<'_>, at: usize) -> Option<Span> {
    let bytes = &digits.text.as_bytes()[..digits.limit];
    if !matches!(bytes.get(at), Some(b'a' | b'A' | b'p' | b'P')) {
        return None;
    }
    let dotted = bytes.get(at + 1) == Some(&b'.');
    let letter = at + 1 + usize::from(dotted);
    if !matches!(bytes.get(letter), Some(b'm' | b'M')) {
        return None;
    }
    let end = letter + 1 + usize::from(dotted && bytes.get(letter + 1) == Some(&b'.'));
    let ends = !digits.text[end..digits.limit].starts_with(char::is_alphanumeric);
    ends.then(|| Span::new(at, end))
}

/// Whether `am` is the German preposition: a place or a day follows, `um 13 Uhr am Hafen`.
fn goes_on(digits: &Digits<'_>, half: Span, begins: fn(char) -> bool) -> bool {
    let rest = &digits.text[half.end()..digits.limit];
    half.of(digits.text) == "am" && rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(begins))
}

fn is_dotted(digits: &Digits<'_>, half: Span) -> bool {
    half.of(digits.text).contains('.')
}

/// What stands before the digits and says that they are a time of day.
fn before(digits: &Digits<'_>, date: Option<&DateMention>) -> Option<ClockContext> {
    let (text, start) = (digits.text, digits.span.start());
    if let Some(date) = date.filter(|date| date.span.end() <= start && start - date.span.end() <= 8) {
        let between = text[date.span.end()..start].trim_matches([' ', '\u{a0}']);
        match between {
            "T" => return Some(ClockContext::Iso),
            "" if date.form == DateForm::Iso => return Some(ClockContext::Iso),
            "," | "" => return Some(ClockContext::Date),
            _ => {}
        }
    }
    let end = skip_back(text, start, digits.floor);
    let word = word_before(text, end, digits.floor, false)?;
    let says = word.has(|role| role == Role::BeforeTime);
    says.then_some(ClockContext::Before)
}

/// Whether the digits follow others that a point or colon and a blank part from them.
fn follows_number(digits: &Digits<'_>) -> bool {
    let before = digits.text[digits.floor..digits.span.start()].trim_end_matches([' ', '\u{a0}']);
    let number = before.strip_suffix(['.', ':', ',']);
    number.is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether a time may begin here.
fn opens(digits: &Digits<'_>, date: Option<&DateMention>) -> bool {
    let Some(byte) = digits.before() else { return true };
    let after_date = date.is_some_and(|date| date.span.end() + 1 == digits.span.start());
    match byte {
        b'T' if after_date => true,
        b':' | b'.' | b',' | b'/' | b'#' | b'$' | b'%' | b'+' | b'=' | b'@' | b'&' | b'-' => false,
        _ => !digits.text[..digits.span.start()].ends_with(char::is_alphanumeric),
    }
}
