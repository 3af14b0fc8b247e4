//! Works that a bracket cites by author and title: `(see Hill, *The Long Night*)`,
//! `(Berg's *Die Nacht*, 1911)`.

use super::author_year::{is_beside_names, is_name, year_end};
use crate::text::Span;

/// The most words before a title.
const MAX_WORDS: usize = 10;
/// The longest brackets that are read, in bytes.
const MAX_LENGTH: usize = 400;
/// The longest reference without a title, in bytes.
const MAX_REFERENCE: usize = 120;
/// Words before an example, after `see` or alone, with the marks around them taken off.
const BEFORE_EXAMPLE: &[&str] =
    &["for", "example", "instance", "e.g", "zum", "z.b", "z", "b", "beispiel", "etwa", "par", "exemple"];
/// Marks around a title, each with the one that closes it.
const AROUND: &[(&str, &str)] =
    &[("**", "**"), ("*", "*"), ("_\"", "\"_"), ("_", "_"), ("“", "”"), ("\"", "\"")];

/// Where the names of the authors stand in the words of a bracket, if a title follows them: one in italics
/// or quotation marks or, where the reader is told to see it, one that ends in its year.
pub(super) fn authors(inner: &str) -> Option<Span> {
    if !may_hold_title(inner) {
        return None;
    }
    let mut at = 0;
    let mut sent = false;
    let mut words = inner.split_inclusive(char::is_whitespace).peekable();
    while let Some(word) = words.next_if(|word| is_signal(word)) {
        at += word.len();
        sent = true;
    }
    let start = at;
    let mut named = false;
    for word in words.take(MAX_WORDS) {
        at += word.len();
        let bare = word.trim_end();
        let name = bare.trim_end_matches(',');
        let owner = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s"));
        let is_named = is_name(owner.unwrap_or(name));
        if !is_named && !is_beside_names(name) {
            return None;
        }
        named |= is_named;
        if owner.is_some() || name.len() < bare.len() {
            let title = inner[at..].trim_start();
            let titled = named && (is_marked(title) || sent && is_dated(title));
            if titled || owner.is_some() {
                return titled.then(|| Span::new(start, start + inner[start..at].trim_end().len()));
            }
        }
    }
    None
}

/// What a bracket that names a source in other ways begins with, besides a name.
const KINDS: &[&str] =
    &["interview", "letter", "diary", "conversation", "personal", "email", "memo", "telegram"];

/// Words that credit somebody, in brackets.
const CREDITS: &[&str] = &[
    "source:", "sources:", "quelle:", "quellen:", "fuente:", "fuentes:", "fonte:", "fonti:", "via", "per",
    "h/t",
];
/// Whom no credit helps to find, in lower case.
const NOBODY: &[&str] =
    &["unknown", "various", "anonymous", "internet", "web", "online", "google", "unbekannt"];
/// What somebody has counted or asked.
const SURVEYS: &[&str] =
    &["poll", "survey", "study", "report", "census", "data", "estimate", "estimates", "umfrage", "studie"];

/// Whether the words of a bracket credit somebody by name: `Source: Harbour Trust`, `via Harbour Post`.
pub(super) fn is_credit(inner: &str) -> bool {
    if inner.len() > MAX_REFERENCE {
        return false;
    }
    let mut words = inner.split_whitespace();
    let credits =
        words.next().is_some_and(|word| CREDITS.iter().any(|known| word.eq_ignore_ascii_case(known)));
    let mut words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.'));
    let nobody = |word: &str| NOBODY.iter().any(|known| word.eq_ignore_ascii_case(known));
    credits
        && words.clone().any(is_name)
        && words.all(|word| (is_name(word) || is_small(word)) && !nobody(word))
}

/// Whether the words of a bracket name a survey, whose it is and of what year: `2019 Harbour Trust survey`.
pub(super) fn is_survey(inner: &str) -> bool {
    let words = || inner.split_whitespace().map(|word| word.trim_matches(','));
    let survey = |word: &str| SURVEYS.contains(&word);
    inner.len() <= MAX_REFERENCE
        && words().any(survey)
        && words().any(|word| year_end(word) == Some(word.len()))
        && words().any(is_name)
        && words().all(|word| {
            survey(word)
                || is_small(word)
                || word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        })
}

/// Whether the words of a bracket name who wrote and on what day: `Harbour Post, 2019-05-03`.
pub(super) fn is_dated_reference(inner: &str) -> bool {
    let last = inner.rsplit(' ').next().unwrap_or_default();
    let (year, rest) = last.split_at_checked(4).unwrap_or_default();
    let dated = year_end(year).is_some() && (rest.is_empty() || rest.len() == 6 && rest.starts_with('-'));
    dated && is_reference(inner)
}

/// Words in lower case that may stand between names.
fn is_small(word: &str) -> bool {
    word.chars().count() < 6 && word.ends_with('.')
        || matches!(word, "to" | "with" | "of" | "and" | "the" | "in" | "comm.")
}

/// Whether the words of a bracket say where to look or who said it, and when: `Hart, 45`, `Hart to Berg,
/// 3 May 1911`, `*Harbour Post*, 14 August 1911`, `TNA, HO 45/10648`, `Acts 4:12`, `Jane Berg, pers. comm.`
pub(super) fn is_reference(inner: &str) -> bool {
    let bytes = inner.as_bytes();
    let ends = bytes.last().is_some_and(|byte| byte.is_ascii_digit()) || inner.ends_with("pers. comm.");
    // `1 Kings 4:12`
    let numbered =
        bytes.len() > 2 && bytes[0].is_ascii_digit() && bytes[1] == b' ' && bytes[2].is_ascii_uppercase();
    let begins = numbered
        || bytes.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'*' | b'_'));
    if !begins || !ends || inner.len() > MAX_REFERENCE {
        return false;
    }
    let bare =
        |word: &str| -> String { word.trim_matches(['*', '_', ',', ';', '“', '”', '"']).to_owned() };
    let mut words = inner.split_whitespace().skip(usize::from(numbered));
    let first = bare(words.next().unwrap_or_default());
    let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let known = |word: &str| {
        number(word) || is_small(word) || capital(word) || KINDS.contains(&word) || is_beside_names(word)
    };
    let verse =
        |word: &str| word.split_once(':').is_some_and(|(chapter, verse)| number(chapter) && number(verse));
    let verse = words.next().is_some_and(verse);
    let placed = verse || !numbered && inner.contains(", ");
    let named = is_name(&first) && first.chars().count() > 2
        || verse && capital(&first)
        || KINDS.contains(&&*first)
        || bytes[0] == b'*'
        || bytes[0] == b'_';
    // `Hill, June 2019` tells when something of hers was.
    let month = inner.split_once(", ").and_then(|(_, rest)| rest.split_whitespace().next());
    let dated = is_name(&first) && month.is_some_and(|word| capital(word) && !is_name(&bare(word)));
    named && placed && !dated && inner.split_whitespace().all(|word| known(&bare(word)))
}

/// Whether the bytes of brackets may be a name and a title: most are neither.
fn may_hold_title(inner: &str) -> bool {
    let bytes = inner.as_bytes();
    let begins = bytes.first().is_some_and(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    let parted = || {
        memchr::memchr2_iter(b',', b's', bytes)
            .any(|at| bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace))
    };
    let marked = || memchr::memchr3(b'*', b'_', b'"', bytes).is_some() || inner.contains('“');
    let dated = || {
        let mut last = bytes.trim_ascii_end().iter().rev();
        last.find(|byte| !matches!(byte, b')' | b'.')).is_some_and(u8::is_ascii_digit)
    };
    begins && inner.len() <= MAX_LENGTH && (marked() || dated()) && parted()
}

/// Whether a word sends the reader to a work, with those of `see, for example,`.
fn is_signal(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    BEFORE_EXAMPLE.contains(&&*bare)
        || is_beside_names(word.trim_end_matches([' ', ',', '\n']))
        || is_beside_names(&bare)
}

/// Whether the text begins with a title in italics or quotation marks, and goes on with nothing but where
/// and when it came out.
fn is_marked(text: &str) -> bool {
    let Some((rest, close)) = AROUND.iter().find_map(|(open, close)| Some((text.strip_prefix(open)?, close)))
    else {
        return false;
    };
    rest.starts_with(char::is_uppercase)
        && rest.find(close).is_some_and(|end| {
            let after = rest[end + close.len()..].trim_start();
            after.is_empty() || after.starts_with([',', '.', ';', ':', '(']) || year_end(after).is_some()
        })
}

/// Whether the text is a title in capitals that ends in a year: `The Long Night, 1911`.
fn is_dated(text: &str) -> bool {
    let last = text.split([' ', '(']).next_back().unwrap_or_default().trim_end_matches([')', '.']);
    text.starts_with(char::is_uppercase) && text.contains([',', '(']) && year_end(last) == Some(last.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_author_and_a_title_in_brackets_cite() {
        for (inner, names) in [
            ("Hill, *The Long Night*", "Hill,"),
            ("see Jane Hill, _The Long Night_, 1911", "Jane Hill,"),
            ("See, for example, Jane Hill, **The Long Night** , 1911", "Jane Hill,"),
            ("see Jane Hill, The Long Night of the Lamp, 1911", "Jane Hill,"),
            ("cf. Hill's *Night*", "Hill's"),
            ("Hill and Berg, “The Lamp,” 1911", "Hill and Berg,"),
            ("z. B. Berg, \"Die Nacht\" (1911)", "Berg,"),
        ] {
            assert_eq!(authors(inner).map(|names| names.of(inner)), Some(names), "{inner}");
        }
    }

    #[test]
    fn a_place_in_brackets_cites_without_a_title() {
        for inner in [
            "Hart, 45",
            "Hart to Berg, 3 May 1911",
            "*Harbour Post*, 14 August 1911",
            "The Post, 14 Aug. 1911",
            "TNA, HO 45/10648",
            "Hansard, 4 June 1852, c. 310",
            "Acts 4:12",
            "Gen. 4:12",
            "1 Kings 4:12",
            "interview with Ruth Berg, May 2019",
            "Ruth Berg, pers. comm.",
        ] {
            assert!(is_reference(inner), "{inner}");
        }
        for inner in [
            "Hill, aged 45",
            "Table 2",
            "Python 3",
            "14 August 1911",
            "Monday, 14 August 1911",
            "see below, 2",
            "version 2, released in 2019",
            "Hill, the keeper",
            "é, 1",
            "",
        ] {
            assert!(!is_reference(inner), "{inner}");
        }
    }

    #[test]
    fn other_brackets_do_not() {
        for inner in [
            "Hill, the keeper",
            "Hill, *the* keeper",
            "Hill, *Keeper* of the lamp",
            "Hill, Berg and Lind",
            "Hill, Keeper, 1911",
            "the *Long Night*",
            "see *below*",
            "see Hill",
            "*The Long Night*",
            "in London, 1911",
            "Hill's lamp",
            "é, *É*",
            "",
        ] {
            assert_eq!(authors(inner), None, "{inner}");
        }
    }
}
