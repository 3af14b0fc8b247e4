//! Figures that are written in digits.

use crate::lexicon;
use crate::text::Span;

/// The most letters of the word that is counted.
const MAX_WORD: usize = 24;
/// What stands after the digits of a large sum, right there or after a blank; longer ones first.
const SCALES: &[&str] = &[
    "millions",
    "million",
    "billions",
    "billion",
    "trillions",
    "trillion",
    "millionen",
    "milliarden",
    "mio.",
    "mrd.",
    "mio",
    "mrd",
    "bn",
    "mn",
    "tn",
];
/// The same in a letter, right after them.
const LETTERS: &[char] = &['m', 'M', 'b', 'B', 'k', 'K'];
/// Blanks that may stand before a sign.
const BLANKS: &[char] = &[' ', '\u{a0}', '\u{202f}'];

/// Numbers of four digits and more in groups, with the word that is counted, percentages, and large
/// sums of money; sorted.
pub(super) fn figures(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut past = 0;
    // Each of them has one of two marks after a digit, and most digits have none.
    for mark in memchr::memchr2_iter(b',', b'%', bytes) {
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let last = match bytes[mark] {
            b'%' if !digit(mark.wrapping_sub(1)) => before_blank(text, mark),
            _ => mark,
        };
        if last <= past || !digit(last - 1) || (bytes[mark] == b',' && !digit(mark + 1)) {
            continue;
        }
        let number = |byte: &&u8| byte.is_ascii_digit() || matches!(byte, b',' | b'.');
        let mut start = last - bytes[past..last].iter().rev().take_while(number).count();
        while !digit(start) {
            start += 1;
        }
        let mut end = last + bytes[last..].iter().take_while(number).count();
        while !digit(end - 1) {
            end -= 1;
        }
        past = end;
        found.extend(figure(text, Span::new(start, end)));
    }
    // `$`, and the first bytes of `€` and `£`.
    for sign in memchr::memchr3_iter(b'$', 0xE2, 0xC2, bytes) {
        found.extend(sum(text, sign));
    }
    found.sort_unstable_by_key(|figure| (figure.start, std::cmp::Reverse(figure.end)));
    found.dedup_by(|next, before| next.overlaps(*before));
    found
}

/// The place before the blank before `at`, if there is one.
fn before_blank(text: &str, at: usize) -> usize {
    text[..at].strip_suffix(BLANKS).map_or(at, str::len)
}

/// The sum of millions and more whose sign is at `sign`: `$4 million`, `€3bn`.
fn sum(text: &str, sign: usize) -> Option<Span> {
    let rest = text[sign..].strip_prefix(['$', '€', '£'])?;
    let alone = !text[..sign].ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    let number = rest.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.')).count();
    let scale = &rest[number..];
    let ends = |scale: &str| !scale.starts_with(|c: char| c.is_alphanumeric());
    let letter = scale.strip_prefix(LETTERS).filter(|after| ends(after));
    let word = || {
        let scale = scale.strip_prefix(BLANKS).or(scale.strip_prefix('-')).unwrap_or(scale);
        let known = SCALES
            .iter()
            .find(|known| scale.get(..known.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(known)));
        known.map(|known| &scale[known.len()..]).filter(|after| ends(after))
    };
    let after = letter.or_else(word)?;
    (alone && number > 0 && rest.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| Span::new(sign, text.len() - after.len()))
}

/// The figure whose digits are at `number`.
fn figure(text: &str, number: Span) -> Option<Span> {
    let before = text[..number.start()].chars().next_back();
    let alone = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '~' | '$' | '€' | '£'));
    let rest = &text[number.end()..];
    let lead = text[..number.start()].trim_end();
    // A rate, or how far off a measure may be.
    if !alone || lead.ends_with("per") || lead.ends_with('±') {
        return None;
    }
    if let Some(sign) = before.filter(|c| matches!(c, '$' | '€' | '£') && is_grouped(number.of(text))) {
        return Some(Span::new(number.start() - sign.len_utf8(), number.end()));
    }
    let percent = rest.strip_prefix(BLANKS).filter(|rest| rest.starts_with('%')).unwrap_or(rest);
    if let Some(after) = percent.strip_prefix('%') {
        // All and nothing need not be counted. `7 % 3` is what is left of a division.
        let divides =
            percent.len() < rest.len() && after.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let sure = matches!(number.of(text), "0" | "100" | "110");
        return (!sure && !divides).then(|| Span::new(number.start(), text.len() - after.len()));
    }
    let counted = rest.strip_prefix(' ').filter(|_| is_grouped(number.of(text)))?;
    let word: usize = counted.chars().take_while(|c| c.is_lowercase()).map(char::len_utf8).sum();
    // `30,000 and more`: what is counted is said elsewhere.
    let counted = &counted[..word];
    let names = !lexicon::is_common(counted) || lexicon::has_word_of("people", counted);
    let named = if names { 1 + word } else { 0 };
    (3..=MAX_WORD).contains(&word).then(|| Span::new(number.start(), number.end() + named))
}

/// Whether the digits stand in groups of three after the first.
fn is_grouped(number: &str) -> bool {
    let mut groups = number.split(',');
    groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
        && number.contains(',')
        && groups.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_counts_and_percentages() {
        for (text, expected) in [
            ("They blocked 1,700 wagons.", &["1,700 wagons"][..]),
            ("Some 12.5% left, 3% stayed.", &["12.5%", "3%"]),
            ("In 1893, 12 lamps and 1,2 or 12,3456 more", &[]),
            ("Over 2,400,000 people, a 10,000 mark and 1,000 m", &["2,400,000 people", "10,000 mark"]),
            ("Some 30,000 and more, 5,000 years", &["30,000", "5,000 years"]),
            ("Up by 1,000%, to 2,000 in 2023", &["1,000%"]),
            ("Three per 1,000 people, ± 2%", &[]),
            ("It cost $1,200 while", &["$1,200"]),
            ("v1,000 things; x5%", &[]),
            ("100% wool, 0% wit, 100.5%", &["100.5%"]),
            ("40 % of 3,5\u{a0}% and % or 7 % 3, a %", &["40 %", "3,5\u{a0}%"]),
            (
                "$4 million, US$2.5bn, €3 Mrd., £1,200m, $4-million",
                &["$4 million", "$2.5bn", "€3 Mrd.", "£1,200m", "$4-million"],
            ),
            ("$4, $4 more, €3bnx, $ 4 million, $mn, a$4m, “so”", &[]),
            ("", &[]),
        ] {
            let found: Vec<_> = figures(text).iter().map(|span| span.of(text)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn endless_digits_are_read() {
        for unit in ["1", "1,", "1 ", ",1", "é1%", "1,000 ", "$", "$1", "€1 m", " %", "1 %"] {
            let text = unit.repeat(100_000);
            assert!(figures(&text).len() <= text.len());
        }
    }
}
