//! The identifiers of works and people: what each must look like, and its check digit.

use crate::text::is_invisible;

/// A kind of identifier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Identifier {
    /// `10.1000/182`
    Doi,
    /// `978-0-306-40615-7`, `0-306-40615-2`
    Isbn,
    /// `0317-8471`
    Issn,
    /// `0000-0002-1825-0097`
    Orcid,
    /// `2101.01234v2`, `math.GT/0309136`
    Arxiv,
    /// `PMID: 12345678`
    Pmid,
    /// `dQw4w9WgXcQ`
    YouTube,
}

impl Identifier {
    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Identifier::Doi => "DOI",
            Identifier::Isbn => "ISBN",
            Identifier::Issn => "ISSN",
            Identifier::Orcid => "ORCID iD",
            Identifier::Arxiv => "arXiv identifier",
            Identifier::Pmid => "PMID",
            Identifier::YouTube => "YouTube id",
        }
    }

    /// Why `text`, which is given as such an identifier, is none; nothing if it may be one.
    #[must_use]
    pub fn fault(self, text: &str) -> Option<String> {
        match self {
            Identifier::Doi => doi(text),
            Identifier::Isbn => isbn(text),
            Identifier::Issn => issn(text),
            Identifier::Orcid => orcid(text),
            Identifier::Arxiv => arxiv(text),
            Identifier::Pmid => pmid(text),
            Identifier::YouTube => youtube(text),
        }
    }
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits of `text`, marks between them left out; the tenth value of the last is `X`.
fn digits(text: &str) -> Option<Vec<u32>> {
    let mut digits = Vec::with_capacity(16);
    let mut ended = false;
    for c in text.chars().filter(|c| !is_mark(*c)) {
        match c {
            _ if ended => return None,
            'x' | 'X' => {
                digits.push(10);
                ended = true;
            }
            _ => digits.push(c.to_digit(10)?),
        }
    }
    Some(digits)
}

/// What people write between the digits of a number.
#[must_use]
pub(crate) fn is_mark(c: char) -> bool {
    is_number_blank(c)
        || matches!(c, '-' | '\u{2010}'..='\u{2013}' | '\u{2043}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}')
        || is_invisible(c)
}

/// The blanks among them.
#[must_use]
pub(crate) fn is_number_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}')
}

fn wrong_digit(given: u32, wanted: u32) -> Option<String> {
    let shown = |digit: u32| if digit == 10 { "X".to_owned() } else { digit.to_string() };
    (given != wanted)
        .then(|| format!("after these digits the check digit is `{}`, not `{}`", shown(wanted), shown(given)))
}

/// The check digit of ISBN-10 and ISSN: weights fall to two, modulo eleven.
fn modulo_eleven(digits: &[u32]) -> u32 {
    let sum: u32 = digits.iter().rev().zip(2_u32..).map(|(&digit, weight)| digit * weight).sum();
    (11 - sum % 11) % 11
}

fn isbn(text: &str) -> Option<String> {
    let Some(digits) = digits(text) else { return Some("it is not made of digits".to_owned()) };
    let (&last, rest) = digits.split_last()?;
    match rest.len() {
        9 => wrong_digit(last, modulo_eleven(rest)),
        12 if last == 10 => Some("`X` ends only an ISBN of ten digits".to_owned()),
        12 if rest[..2] != [9, 7] || !matches!(rest[2], 8 | 9) => {
            Some("one of thirteen digits begins with `978` or `979`".to_owned())
        }
        12 => {
            let weights = [1_u32, 3].into_iter().cycle();
            let sum: u32 = rest.iter().zip(weights).map(|(&digit, weight)| digit * weight).sum();
            wrong_digit(last, (10 - sum % 10) % 10)
        }
        // Before there were ISBNs there were these nine.
        8 if wrong_digit(last, modulo_eleven(rest)).is_none() => {
            Some("it has 9 digits; with a `0` before them it is one".to_owned())
        }
        count => Some(format!("it has {} digits, not ten or thirteen", count + 1)),
    }
}

fn issn(text: &str) -> Option<String> {
    let Some(digits) = digits(text) else { return Some("it is not made of digits".to_owned()) };
    let (&last, rest) = digits.split_last()?;
    match rest.len() {
        7 => wrong_digit(last, modulo_eleven(rest)),
        count => Some(format!("it has {} digits, not eight", count + 1)),
    }
}

/// ISO 7064, MOD 11-2.
fn orcid(text: &str) -> Option<String> {
    let Some(digits) = digits(text) else { return Some("it is not made of digits".to_owned()) };
    let (&last, rest) = digits.split_last()?;
    match rest.len() {
        15 => {
            let total = rest.iter().fold(0, |total, digit| (total + digit) * 2 % 11);
            wrong_digit(last, (12 - total) % 11)
        }
        count => Some(format!("it has {} digits, not sixteen", count + 1)),
    }
}

/// `10.`, the number of a registrant, which may be divided by dots, `/`, and anything at all. In
/// an address the `/` may be `%2F`.
fn doi(text: &str) -> Option<String> {
    let escaped = text
        .find("%2")
        .filter(|&at| matches!(text.as_bytes().get(at + 2), Some(b'F' | b'f')) && !text[..at].contains('/'));
    let plain = escaped.map(|at| format!("{}/{}", &text[..at], &text[at + 3..]));
    let text = plain.as_deref().unwrap_or(text);
    if !text.starts_with("10") && !text.contains('/') {
        return Some("a DOI begins with `10.`".to_owned());
    }
    let Some((prefix, name)) = text.split_once('/') else {
        return Some("a `/` and what it names are missing".to_owned());
    };
    let Some(registrant) = prefix.strip_prefix("10.") else {
        // `10/…` is a short name for a DOI.
        return (prefix != "10").then(|| "a DOI begins with `10.`".to_owned());
    };
    let mut parts = registrant.split('.');
    let number = parts.next().unwrap_or_default();
    if !are_digits(number) || !parts.all(are_digits) {
        return Some(format!("`{registrant}` before the `/` is not a number"));
    }
    if number.len() < 4 {
        return Some(format!("the number `{registrant}` before the `/` is too short"));
    }
    name.is_empty().then(|| "nothing follows the `/`".to_owned())
}

fn arxiv(text: &str) -> Option<String> {
    let version = text.rfind(['v', 'V']).filter(|&at| at > 0 && are_digits(&text[at + 1..]));
    let id = version.map_or(text, |at| &text[..at]);
    if let Some((archive, number)) = id.split_once('/') {
        let named = archive.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'.'));
        let sound = named && are_digits(number) && number.len() == 7;
        if !sound {
            return Some("seven digits follow the name of an archive".to_owned());
        }
        return no_month(&number[2..4]);
    }
    let (date, number) = id.split_once('.').unwrap_or((id, ""));
    if !are_digits(date) || !are_digits(number) || date.len() != 4 {
        return Some("it is four digits for year and month, a full stop and a number".to_owned());
    }
    let (month, wanted) = (&date[2..], if date < "1501" { 4 } else { 5 });
    if let Some(why) = no_month(month) {
        return Some(why);
    }
    if date < "0704" {
        return Some("numbers like this begin in April 2007, with `0704`".to_owned());
    }
    (number.len() != wanted).then(|| format!("{wanted} digits follow the full stop in `{date}`"))
}

fn no_month(month: &str) -> Option<String> {
    let wrong = !("01"..="12").contains(&month);
    wrong.then(|| format!("its third and fourth digit are a month, and there is no month {month}"))
}

fn pmid(text: &str) -> Option<String> {
    if text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("pmc")) {
        return Some("this is the number of a text in PubMed Central, a PMCID".to_owned());
    }
    if !are_digits(text) {
        return Some("it is not made of digits".to_owned());
    }
    if text.bytes().all(|byte| byte == b'0') {
        return Some("they begin with 1".to_owned());
    }
    (text.len() > 8).then(|| format!("it has {} digits, and none has more than eight", text.len()))
}

/// Eleven characters of sixty-four are two bits more than the number they write, so that the
/// last is one of sixteen.
fn youtube(text: &str) -> Option<String> {
    if let Some(odd) = text.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')) {
        return Some(format!("`{odd}` cannot stand in one"));
    }
    if text.len() != 11 {
        return Some(format!("it has {} characters, not eleven", text.len()));
    }
    let last = text.chars().next_back().filter(|last| !"AEIMQUYcgkosw048".contains(*last))?;
    Some(format!("none ends in `{last}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_identifiers_are_taken() {
        for (kind, texts) in [
            (
                Identifier::Isbn,
                &["978-0-306-40615-7", "0-306-40615-2", "080442957X", "979-10-90636-07-1"][..],
            ),
            (Identifier::Issn, &["0317-8471", "2434-561X", "03178471"]),
            (Identifier::Orcid, &["0000-0002-1825-0097", "0000-0002-1694-233X"]),
            (
                Identifier::Doi,
                &[
                    "10.1000/182",
                    "10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1",
                    "10.1016/0370-2693(91)90641-8",
                    "10.1130/0016-7606(1994)106<0001:AB>2.3.CO;2",
                    "10.1000.10/a#b;c[d]",
                    "10.123456789/ä",
                    "10/b6jr",
                ],
            ),
            (Identifier::Arxiv, &["2101.01234v2", "0704.0001", "1412.9999", "1501.00001", "math.GT/0309136"]),
            (Identifier::Pmid, &["1", "38765432"]),
            (Identifier::YouTube, &["dQw4w9WgXcQ", "jNQXAC9IVRw", "_-_-_-_-_-A"]),
        ] {
            for text in texts {
                assert_eq!(kind.fault(text), None, "{text}");
            }
        }
    }

    #[test]
    fn unsound_identifiers_are_not() {
        for (kind, texts) in [
            (
                Identifier::Isbn,
                &["977-0-306-40615-7", "978-0-306-40615", "97803064O6157", "978030640615X"][..],
            ),
            (Identifier::Issn, &["0317-847", "0317-8472"]),
            (Identifier::Orcid, &["0000-0002-1825-009", "0000-0002-1825-0098"]),
            (Identifier::Doi, &["10.1000", "10.1000/", "10.l000/1", "11.1000/1", "10.10/1", "10.1000.x/1"]),
            (
                Identifier::Arxiv,
                &[
                    "2113.01234",
                    "1412.99999",
                    "1501.0001",
                    "0612.1234",
                    "21.01234",
                    "math/03",
                    "hep-th/9913001",
                ],
            ),
            (Identifier::Pmid, &["123456789", "0", "PMC123456", "12a"]),
            (Identifier::YouTube, &["dQw4w9WgXcR", "dQw4w9WgXc", "dQw4w9WgXc+"]),
        ] {
            for text in texts {
                assert!(kind.fault(text).is_some(), "{text}");
            }
        }
    }

    /// Every one of them, at every place.
    #[test]
    fn a_single_wrong_digit_is_caught_and_the_right_one_named() {
        for (kind, sound) in [
            (Identifier::Isbn, "9780306406157"),
            (Identifier::Isbn, "9791090636071"),
            (Identifier::Isbn, "0306406152"),
            (Identifier::Isbn, "080442957X"),
            (Identifier::Issn, "2434561X"),
            (Identifier::Orcid, "0000000218250097"),
        ] {
            for at in 0..sound.len() {
                for digit in ('0'..='9').filter(|digit| !sound[at..].starts_with(*digit)) {
                    let wrong = format!("{}{digit}{}", &sound[..at], &sound[at + 1..]);
                    assert!(kind.fault(&wrong).is_some(), "{wrong}");
                }
            }
            let (rest, last) = sound.split_at(sound.len() - 1);
            let wrong = if last == "0" { "1" } else { "0" };
            let fault = kind.fault(&format!("{rest}{wrong}")).unwrap();
            assert_eq!(fault, format!("after these digits the check digit is `{last}`, not `{wrong}`"));
        }
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        for text in ["", "v", "é", "10.", "/", "x", "1x1", ".", "💥v1"] {
            for kind in [
                Identifier::Doi,
                Identifier::Isbn,
                Identifier::Issn,
                Identifier::Orcid,
                Identifier::Arxiv,
                Identifier::Pmid,
                Identifier::YouTube,
            ] {
                let _ = kind.fault(text);
            }
        }
    }
}
