//! Citations by author and year, `(Hill 2019, p. 4)`, and by a page, `[Hill, The Night, p. 4]`.

use memchr::memchr_iter;

use super::Document;
use super::citation::{Citation, CitationKind};
use super::titled;
use crate::lexicon::{self, Role};
use crate::text::Span;

/// The longest command of TeX and the longest name before a year, in bytes.
const MAX_LENGTH: usize = 240;
/// The most words before a year.
const MAX_WORDS: usize = 10;
/// Words in lower case that stand before or between the names of authors.
const BESIDE_NAMES: &[&str] = &[
    "source:", "sources:", "quelle:", "quellen:", "see", "also", "cf", "cf.", "e.g.", "compare", "after",
    "from", "quoted", "cited", "by", "in:", "and", "&", "et", "al", "al.", "others", "eds", "eds.", "ed.",
    "vgl", "vgl.", "siehe", "s.", "und", "u.", "a.", "zit.", "nach", "hrsg.", "voir", "y", "e", "véase", "i",
    "von", "van", "der", "den", "de", "del", "della", "di", "da", "du", "la", "le", "ten", "ter", "zu",
    "al-", "bin", "ibn",
];

/// What stands in the place of the year of a work that has none yet, or never had one.
const UNDATED: &[&str] = &[
    "in press",
    "forthcoming",
    "n.d.",
    "n. d.",
    "s.d.",
    "in prep.",
    "in preparation",
    "submitted",
    "unpublished",
    "o. J.",
    "o.J.",
    "im Druck",
    "im Erscheinen",
];

/// The citation by author and year, or by a page, that the bracket at `at` is.
pub(super) fn bracketed(source: &str, at: usize, inner: &str) -> Option<Citation> {
    let span = Span::new(at, at + inner.len() + 2);
    let yeared = may_hold_year(inner);
    let dated = || -> Option<Span> {
        if !yeared {
            return None;
        }
        if source.as_bytes()[at] == b'(' {
            return cited(&source[..at], inner).map(|target| target.shifted(at + 1));
        }
        (!is_link(source, span) && inner.split(';').any(|part| work(part).is_some())).then_some(span)
    };
    let referred = || {
        let cites = match source.as_bytes()[at] {
            b'(' => titled::is_reference(inner) || yeared && titled::is_survey(inner),
            _ => yeared && titled::is_dated_reference(inner),
        };
        (!is_link(source, span) && (cites || titled::is_credit(inner))).then(|| Span::new(0, inner.len()))
    };
    let worded = || if is_link(source, span) { None } else { titled::authors(inner) };
    let inner_target = || paged(inner).map(|end| Span::new(0, end)).or_else(worded).or_else(referred);
    let target = dated().or_else(|| Some(inner_target()?.shifted(at + 1)))?;
    Some(Citation { span, kind: CitationKind::AuthorYear, target })
}

/// Whether the brackets are those of a link.
fn is_link(source: &str, brackets: Span) -> bool {
    let square = brackets.of(source).starts_with('[');
    square
        && (source[..brackets.start()].ends_with('[')
            || source[brackets.end()..].starts_with(['(', '[', ']', ':']))
        || !square && source[..brackets.start()].ends_with(']')
}

/// Where the mark of a page stands in brackets that are around one, `[Hill, The Long Night, p. 72]`:
/// what stands before it names a work.
fn paged(inner: &str) -> Option<usize> {
    let mark = |&at: &usize| {
        let rest = inner[at + 1..].strip_prefix([' ', '\n']).map(str::trim_start);
        let number =
            rest.and_then(|rest| ["p.", "pp.", "S."].iter().find_map(|mark| rest.strip_prefix(mark)));
        let number = number.and_then(|number| number.strip_prefix([' ', '\n']));
        number.is_some_and(|number| {
            number.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x'))
        }) && inner[..at].contains(char::is_uppercase)
    };
    let at = memchr_iter(b',', inner.as_bytes()).find(mark)?;
    (!inner.contains([')', ']']) && !inner.contains("\n\n")).then_some(at)
}

/// Whether a year may stand in the brackets.
fn may_hold_year(inner: &str) -> bool {
    let year = |four: &[u8]| matches!(four[0], b'1' | b'2') && four.iter().all(u8::is_ascii_digit);
    let dated = inner.as_bytes().windows(4).any(year) || before_undated(inner).is_some();
    dated && !inner.contains("\n\n")
}

/// What stands before the words that a work without a year has in its place: `Hill` of `Hill, in press`.
fn before_undated(part: &str) -> Option<&str> {
    let last = part.as_bytes().last()?;
    if !matches!(last, b'.' | b's' | b'g' | b'k' | b'd' | b'n') {
        return None;
    }
    let names = UNDATED.iter().find_map(|words| part.strip_suffix(words))?;
    (names.is_empty() || names.ends_with(' ')).then(|| names.trim_end_matches([' ', ',']))
}

/// The work that a parenthesis cites: `Hill 2019`, or the year alone after the name.
fn cited(before: &str, inner: &str) -> Option<Span> {
    if let Some(end) = year_end(inner).filter(|&end| is_locator(&inner[end..])) {
        return follows_author(before).then(|| Span::new(0, end));
    }
    if before_undated(inner).is_some_and(str::is_empty) {
        return follows_author(before).then(|| Span::new(0, inner.len()));
    }
    let mut from = 0;
    for part in inner.split(';') {
        if let Some((start, end)) = work(part) {
            return Some(Span::new(start, end).shifted(from));
        }
        from += part.len() + 1;
    }
    None
}

/// Where author and year stand in `vgl. Hill 2019, S. 4`.
fn work(part: &str) -> Option<(usize, usize)> {
    if let Some(names) = before_undated(part) {
        return is_authors(names).then(|| (part.len() - part.trim_start().len(), part.len()));
    }
    let digits = part.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'1' | b'2'));
    let mut starts = digits.map(|(at, _)| at).filter(|&at| part[..at].ends_with(char::is_whitespace));
    let at = starts.find(|&at| year_end(&part[at..]).is_some())?;
    let end = at + year_end(&part[at..])?;
    let names = part[..at].trim();
    let rest = &part[end..];
    (is_authors(names) && (is_locator(rest) || is_reason(rest)))
        .then(|| (at - part[..at].trim_start().len(), end))
}

/// The end of the year that `text` begins with, with its letter: `2019a`.
#[must_use]
pub fn year_end(text: &str) -> Option<usize> {
    let year: u16 =
        text.get(..4).filter(|four| four.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?;
    let letter = text[4..].starts_with(|c: char| c.is_ascii_lowercase());
    let end = 4 + usize::from(letter);
    let ends = !text[end..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | '/' | '.'));
    ((1500..2100).contains(&year) && ends).then_some(end)
}

/// Whether nothing follows the year but where to look: `, p. 4`, `: 4–5`, `, 2020`.
fn is_locator(rest: &str) -> bool {
    let rest = rest.trim_end();
    rest.is_empty() || rest.starts_with([',', ':']) && rest.contains(|c: char| c.is_ascii_digit())
}

/// Whether what follows the year says what the work is worth a look for: `for a review`.
fn is_reason(rest: &str) -> bool {
    const WORTH: [&str; 8] =
        ["a review", "reviews", "an overview", "details", "a discussion", "discussion", "more", "examples"];
    let reason = rest.trim_start_matches(',').strip_prefix(" for ").or_else(|| rest.strip_prefix(" and "));
    reason.is_some_and(|reason| {
        reason.starts_with("references therein") || WORTH.iter().any(|words| reason.starts_with(words))
    })
}

/// Whether the words are names of authors, with the last of them a name.
fn is_authors(words: &str) -> bool {
    let Some(last) = words.split_whitespace().next_back().map(|word| word.trim_matches([',', '*', '_']))
    else {
        return false;
    };
    words.split_whitespace().count() <= MAX_WORDS
        && (is_name(last) || matches!(last, "al." | "al" | "a." | "eds." | "ed." | "hrsg."))
        && words.split_whitespace().any(|word| is_name(word.trim_matches([',', '*', '_'])))
        && words.split_whitespace().all(|word| {
            let word = word.trim_matches([',', '*', '_']);
            is_name(word) || is_beside_names(word)
        })
}

/// Whether a word, in any case, may stand before or between the names of authors.
pub(super) fn is_beside_names(word: &str) -> bool {
    match word.is_ascii() {
        true => BESIDE_NAMES.iter().any(|known| known.eq_ignore_ascii_case(word)),
        false => BESIDE_NAMES.contains(&&*word.to_lowercase()),
    }
}

/// Whether a word can be the name of an author: `Hill`, `O’Neil`, `Berg-Hansen`, `J.`, `NASA`. No
/// month or day is.
pub(super) fn is_name(word: &str) -> bool {
    let initial = word.ends_with('.') && word.chars().count() <= 5 && word.starts_with(char::is_uppercase);
    let letter = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '‐' | '.');
    let time = |word: &str| {
        let time = |role| matches!(role, Role::Month(_) | Role::Weekday(_));
        lexicon::words().meanings(word).iter().any(|meaning| time(meaning.role))
    };
    let stop = word.ends_with('.') && !(initial && word[..word.len() - 1].chars().all(char::is_uppercase));
    word.starts_with(char::is_uppercase)
        && word.chars().all(letter)
        && !stop
        && !time(word.trim_end_matches('.'))
}

/// The end of a text, in its last line.
fn line_before(text: &str) -> &str {
    let near = text.bytes().rev().take(MAX_LENGTH).take_while(|&byte| byte != b'\n').count();
    text.get(text.len() - near..).unwrap_or_default()
}

/// Whether the text ends in the name of an author, before `(2019)`: a name alone, or several joined.
/// A title before its year, `The Long Night (1962)`, is no author.
fn follows_author(before: &str) -> bool {
    let mut words = line_before(before).strip_suffix(' ').unwrap_or_default().rsplit(' ');
    let Some(last) = words.next() else { return false };
    let last = last.trim_matches(['*', '_']);
    let previous = words.next().unwrap_or_default();
    match last {
        "al." | "al" => previous.trim_matches(['*', '_']) == "et",
        _ => {
            let joined = matches!(previous, "and" | "und" | "et" | "&" | "y" | "e");
            let begins =
                matches!(previous, "As" | "By" | "See" | "Since" | "While" | "But" | "And" | "For" | "Wie");
            let alone = begins || !previous.starts_with(char::is_uppercase);
            is_name(last) && !last.ends_with('.') && (joined || alone)
        }
    }
}

/// Who first made the work that a citation by author and year names, and when, in lower case:
/// `hill 2019` for `(Hill and Berg 2019, p. 4)` and for `Hill et al. (2019)`; without a year, its title.
#[must_use]
pub fn first_author(document: &Document, citation: &Citation) -> Option<String> {
    let target = document.slice(citation.target);
    if year_end(target).is_some() {
        return Some(format!("{} {target}", author_before(document, citation)?));
    }
    let mut words = target.split_whitespace().skip_while(|word| is_beside_names(word)).peekable();
    let mut author = String::new();
    while let Some(word) = words.next_if(|word| !is_beside_names(word) && year_end(word).is_none()) {
        author = bare(word);
        if word.ends_with(',') {
            break;
        }
    }
    let last = words.clone().last().filter(|word| year_end(word).is_some());
    let rest = last.map_or_else(|| words.map(bare).collect::<Vec<_>>().join(" "), str::to_owned);
    let again = matches!(&*author, "ibid" | "ebd" | "op" | "cit" | "a.a.o");
    (!author.is_empty() && !rest.is_empty() && !again).then(|| format!("{author} {rest}"))
}

/// The first author of those whose names end before `(2019)`.
fn author_before(document: &Document, citation: &Citation) -> Option<String> {
    let before = &document.text()[..citation.span.start()];
    let mut words = line_before(before).split_whitespace().rev().peekable();
    let mut author = words.next()?;
    while let Some(&word) = words.peek() {
        match word.trim_matches(['*', '_']) {
            "et" | "and" | "und" | "&" | "y" | "e" => drop(words.next()),
            name if name.ends_with(',') && is_name(name.trim_end_matches(',')) => {}
            _ => break,
        }
        author = words.next()?;
    }
    Some(bare(author))
}

/// A word as it is compared.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<String> {
        let document = Document::from_text("a.md", text);
        let kinds = [CitationKind::AuthorYear, CitationKind::Work];
        let citations = document.citations.iter().filter(|citation| kinds.contains(&citation.kind));
        citations.map(|citation| document.slice(citation.span).to_owned()).collect()
    }

    #[test]
    fn author_and_year_in_a_parenthesis_cite() {
        for mark in [
            "(Hill 2019)",
            "(Hill, 2019)",
            "(Hill and Berg 2019, p. 4)",
            "(Hill & Berg, 2019a)",
            "(Hill et al. 2019: 4)",
            "(Hill *et al.*, 2019)",
            "(vgl. Berg 2020, S. 4)",
            "(see also Hill 2019; Berg 2020, pp. 4–5)",
            "(the oldest of all; Hill 2019)",
            "(O’Neil, J., 1899, 1902)",
            "(van der Berg 2020)",
            "[Jane Hill, The Long Night, p. 72]",
            "(Op. Cit., pp. 7–9)",
            "[quoted by Berg, Die Nacht, S. 4]",
            "(Hill,\n2019)",
            "(Hill, in press)",
            "(see Hill et al. 2019 for a review)",
            "(Hill 2019 and references therein)",
            "[Harbour Post, 2019-05-03]",
            "(Source: Harbour Trust)",
            "[source: Hill]",
            "(via the Harbour Post)",
            "(per Hill)",
            "(2019 Harbour Trust survey)",
            "(Harbour poll of May 2019)",
            "(Gen. 4:12)",
            "(1 Kings 4:12)",
            "(Hill and Berg, forthcoming)",
            "(Hill et al., n.d.)",
            "(vgl. Berg, o. J.)",
            "[Hill, in prep.]",
            "[Hill 2019]",
            "[Hill and Berg 2019, p. 4; Berg 2020]",
        ] {
            assert_eq!(found(&format!("The lamp went out {mark}.\n")), [mark], "{mark}");
        }
    }

    #[test]
    fn a_year_after_the_author_cites() {
        for (text, mark) in [
            ("Hill (2019, p. 4) saw the lamp.", "(2019, p. 4)"),
            ("As Hill and Berg (2019) saw.", "(2019)"),
            ("As Hill et al. (2019a) saw.", "(2019a)"),
            ("As Hill (in press) saw.", "(in press)"),
            ("The lamp went out (Source: Hill 2019).", "(Source: Hill 2019)"),
        ] {
            assert_eq!(found(text), [mark], "{text}");
        }
    }

    #[test]
    fn one_work_has_one_name() {
        for (text, name) in [
            ("It was so (Hill 2019).", "hill 2019"),
            ("It was so (see also Hill, J. and Berg, 2019a, p. 4).", "hill 2019a"),
            ("It was so (Jane Hill et al. 2019).", "hill 2019"),
            ("It was so (van der Berg & Hill 2019).", "berg 2019"),
            ("As Hill et al. (2019, p. 4) say.", "hill 2019"),
            ("As Hill and Berg (2019) say.", "hill 2019"),
            ("It was so [Jane Hill, *The Long Night*, p. 72].", "hill the long night"),
            ("It was so (Hill, in press).", "hill in press"),
            ("It was so (Op. Cit., pp. 7–9).", ""),
            ("It was so (Ibid., p. 7).", ""),
        ] {
            let document = Document::from_text("a.md", text);
            let name_of = |citation| first_author(&document, citation).unwrap_or_default();
            assert_eq!(document.citations.first().map(name_of).as_deref(), Some(name), "{text}");
        }
    }

    #[test]
    fn dates_titles_and_spans_of_years_do_not() {
        for text in [
            "The lamp (June 2019) went out (3 June 2019), (Friday, June 5, 2019), (Hill, June 2019).",
            "It burned (1810), (since 1810), (in 1810), (1810–1850), (Hill 1810–1850), (built in Skerrow 1810).",
            "The Long Night (1962) and the lamp (2019) shone.",
            "See [Hill](hill.md (Hill 2019)) and [the log (Hill 2019)](https://a.example/).",
            "`(Hill 2019)` and (Hill 20190) and (No 4) and (Hill) and (3019) and (Hill 1200).",
            "(Hill 2019 of whom we know nothing) and (version 2019) and (Hill 2019",
            "[Hill 2019](a.md) and [Hill 2019][x] and [June 2019] and [x] and [built 2019]",
            "The lamp (source: unknown), (Source: the internet), (via email), (per year), (2019 survey), (survey of 2019).",
            "The lamp (in press) and the book (forthcoming), (still in press), (the lamp, unpublished).",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn endless_parentheses_are_read() {
        for unit in ["(", "(Hill 2019", "Hill (2019) ", "(a;", "doi:10.", ":10.1/"] {
            let text = unit.repeat(100_000 / unit.len());
            assert!(found(&text).len() <= text.len());
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(Hill| |2019|\\(|\\)|;|,|et al\\.|doi:10\\.1000/1|é|😀|\n|`|\\[x\\]){0,60}") {
            for mark in found(&text) {
                prop_assert!(!mark.is_empty());
            }
        }
    }
}
