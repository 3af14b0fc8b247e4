//! Citations that need another mark to be read: a place in the work that was named before, `(p. 12)`,
//! `(ibid.)`, and what an encyclopedia's markup and a superscript number refer to.

use std::sync::LazyLock;

use memchr::{memchr, memmem};
use rustc_hash::FxHashSet;

use super::citation::{Citation, CitationKind};
use super::{Document, standard};
use crate::lexicon::Word;
use crate::text::Span;

/// The longest parenthesis and the longest `<ref>` that are read, in bytes.
const MAX_LENGTH: usize = 80;
const MAX_REF: usize = 2000;
/// The longest place at the head of a line, and the longest number of a paper, in bytes.
const MAX_HEAD: usize = 24;
/// So many letters are a word that a raised number after it refers from, and not counts.
const MIN_LETTERS: usize = 4;
/// Shorter ones that it counts, and those of formulas.
const RAISED: &[&str] = &[
    "mm", "cm", "dm", "km", "nm", "in", "ft", "yd", "mi", "ha", "sq", "sin", "cos", "tan", "log", "ln", "exp",
];
/// Words that may stand beside a place.
const BESIDE: &[&str] = &[
    "see", "also", "cf", "compare", "vgl", "siehe", "s", "e.g", "and", "und", "the", "from", "in", "at",
    "on", "above", "below", "passim", "quoted", "cited", "kindle", "f", "ff", "n", "note",
];
/// Words for the work that was cited last.
const WORK_BEFORE: &[&str] = &["ibid", "ibidem", "idem", "ebd", "ebenda", "ebda", "supra", "aao"];
/// The same in several: the first, and those that follow it.
const WORKS_BEFORE: [(&[&str], &[&str]); 2] = [(&["op", "loc"], &["cit"]), (&["a"], &["a", "o"])];
/// What the number of a place stands after.
const LABELS: &[&str] = &[
    "p",
    "pp",
    "pg",
    "pgs",
    "page",
    "pages",
    "fol",
    "ch",
    "chap",
    "chapter",
    "chapters",
    "vol",
    "vols",
    "volume",
    "para",
    "paras",
    "§",
    "§§",
    "¶",
    "¶¶",
    "seite",
    "seiten",
    "kap",
    "kapitel",
    "bd",
    "loc",
    "location",
    "locations",
    "ep",
    "episode",
    "folge",
    "art",
    "article",
    "articles",
    "dkt",
    "exh",
    "exhibit",
    "note",
    "notes",
    "fn",
    "footnote",
    "footnotes",
    "endnote",
    "anm",
    "ref",
    "refs",
];
/// Those that may be one word with the number.
const GLUED: &[&str] = &["p", "pp", "§", "§§", "¶", "¶¶"];
/// Templates that cite.
const TEMPLATES: &[&str] = &[
    "cite",
    "cita",
    "citation",
    "sfn",
    "sfnp",
    "sfnm",
    "harv",
    "harvnb",
    "harvtxt",
    "harvp",
    "harvcolnb",
    "efn-cite",
    "r",
    "ref",
    "rp",
    "internetquelle",
    "literatur",
];

/// First words of brackets that may hold a place.
static FIRST_WORDS: LazyLock<FxHashSet<Word>> = LazyLock::new(|| {
    let works = WORKS_BEFORE.iter().flat_map(|(first, _)| *first);
    let all = [WORK_BEFORE, LABELS, BESIDE].into_iter().flatten().chain(works);
    all.map(|word| Word::of(word.split('.').next().unwrap_or(word))).collect()
});

/// So far before a bracket, in bytes, a mark of stress is looked for.
const MAX_STRESSED: usize = 200;

/// The bracket at `at`, if it holds a place, a standard or a label and nothing else.
pub(super) fn bracketed(source: &str, at: usize, inner: &str) -> Option<Citation> {
    let (before, after) = (&source[..at], &source[at + inner.len() + 2..]);
    // `[[p. 12]]` is a link as well.
    let link = after.starts_with(['(', '[', ':']) || source[at..].starts_with('[') && before.ends_with('[');
    if after.starts_with('_')
        && source[at..].starts_with('[')
        && is_label(inner, after)
        && !is_stressed(before)
    {
        return Some(Citation::of(Span::new(at, at + inner.len() + 3), CitationKind::Work));
    }
    if link || inner.len() >= MAX_LENGTH || !may_begin_place(inner) {
        return None;
    }
    // `[[Hill19]]` is a link.
    let labels =
        || source.as_bytes()[at] == b'[' && !source[..at].ends_with('[') && standard::are_labels(inner);
    let kind = if is_place(inner) {
        CitationKind::Locator
    } else {
        (standard::is_standard(inner) || labels()).then_some(CitationKind::Work)?
    };
    Some(Citation::of(Span::new(at, at + inner.len() + 2), kind))
}

/// Whether the words of a bracket with `_` behind it are a label of reStructuredText: `[#hill]_` and `[*]_`
/// for a footnote, `[hill2019]_` for a citation.
fn is_label(inner: &str, after: &str) -> bool {
    let name = inner.strip_prefix('#').unwrap_or(inner);
    let label = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '+');
    let named = name.chars().all(label) && (name.len() < inner.len() || !name.is_empty());
    (named || inner == "*")
        && !after[1..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '[' | '('))
}

/// Whether a `_` before the bracket, on its line, may begin a stress that one behind it ends.
fn is_stressed(before: &str) -> bool {
    let bytes = before.as_bytes();
    let line = bytes.iter().rev().take(MAX_STRESSED).take_while(|&&byte| byte != b'\n');
    // One behind a bracket is another label's.
    let pairs = line.clone().zip(line.skip(1).chain(b" "));
    pairs
        .into_iter()
        .any(|(byte, before)| *byte == b'_' && *before != b']' && !before.is_ascii_alphanumeric())
}

/// Whether the words may begin a place: few brackets are worth a closer look.
fn may_begin_place(inner: &str) -> bool {
    let rest = inner.trim_start_matches(['*', '_', ' ']);
    let word = &rest[..rest.bytes().take_while(u8::is_ascii_alphabetic).count()];
    let is_known = || FIRST_WORDS.contains(&Word::of(word));
    match rest.as_bytes().first() {
        // A name: the place comes later.
        Some(b'A'..=b'Z') => {
            is_known()
                || rest.contains(|c: char| c.is_ascii_digit() || c == '.')
                || ["bid", "dem", "cit"].iter().any(|part| rest.contains(part))
        }
        Some(b'a'..=b'z') => is_known(),
        // `[12, p. 4]`, and no time.
        Some(b'0'..=b'9') => rest.contains(|c: char| c.is_ascii_alphabetic()),
        Some(byte) => !byte.is_ascii(),
        None => false,
    }
}

/// Whether the words say where in a work: `p. 12`, `see ibid., p. 4`, `Hill, op. cit., § 3`.
fn is_place(words: &str) -> bool {
    let parts = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '&' | '*' | '_');
    // `p.12`, `§12`: the label and the number are two words.
    let words = words.split(parts).flat_map(|part| {
        let digits = part.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let (sign, rest) = part.split_at(if GLUED.contains(&&part[..digits]) { digits } else { 0 });
        std::iter::once(sign).chain(rest.split_inclusive('.'))
    });
    let mut words = words.filter(|word| !word.is_empty()).peekable();
    let (mut before, mut place, mut names) = (false, false, false);
    while let Some(word) = words.next() {
        // An `S.` after an initial is one too.
        let label = is_one_of(word, LABELS) || word == "S." && !names;
        if label && words.peek().is_some_and(|next| is_number(next)) {
            place = true;
        } else if is_one_of(word, WORK_BEFORE) {
            before = true;
        } else if let Some(rest) =
            WORKS_BEFORE.iter().find_map(|(first, rest)| is_one_of(word, first).then_some(rest))
        {
            if !rest.iter().all(|other| words.next().is_some_and(|word| is_one_of(word, &[other]))) {
                return false;
            }
            before = true;
        } else if !is_one_of(word, BESIDE) && !is_number(word) {
            if !word.starts_with(char::is_uppercase) {
                return false;
            }
            names = true;
        }
    }
    before || place
}

/// Whether the word, which may be shortened by a full stop, is one of these in any case.
fn is_one_of(word: &str, known: &[&str]) -> bool {
    let bare = word.trim_end_matches('.');
    known.iter().any(|known| known.eq_ignore_ascii_case(bare))
}

/// `12`, `12–14`, `12f.`, `iv`.
fn is_number(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    let digits = word.trim_end_matches('f');
    let pages = |c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | '/' | '.');
    let roman = |c: char| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c');
    !word.is_empty()
        && (digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(pages)
            || word.chars().all(roman))
}

/// The place at the head of the line that begins at `at`, as notes on a book have it, `- p. 24: …`.
pub(super) fn head(source: &str, at: usize) -> Option<Citation> {
    let line = &source[at..];
    let marks =
        line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'-' | b'*' | b'+' | b'>')).count();
    let rest = &line[marks..];
    let start = at + marks;
    // What labels begin with; of `§` the first byte.
    if !matches!(
        rest.as_bytes().first()?.to_ascii_lowercase(),
        b'p' | b'f' | b'c' | b'v' | b's' | b'k' | b'b' | 0xC2
    ) {
        return None;
    }
    let label = rest.bytes().take(MAX_HEAD).position(|byte| matches!(byte, b' ' | b'.' | b':' | b'\n'))?;
    if !is_one_of(&rest[..label], LABELS) && &rest[..label] != "S" {
        return None;
    }
    let window = &rest[..rest.floor_char_boundary(MAX_HEAD)];
    // Without a blank before it a dash parts two pages.
    let end = window.find([':', '—', '\n']).into_iter().chain(window.find(" –")).min()?;
    if window[end..].starts_with('\n') {
        return None;
    }
    let words = window[..end].trim_end();
    is_place(words).then(|| Citation::of(Span::new(start, start + words.len()), CitationKind::Locator))
}

/// What stands before the year of a key that ends in one: `hill` of `hill2019` and `hill2019a`.
pub(super) fn author_of_key(key: &str) -> Option<&str> {
    let dated = key.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(key);
    let author = dated.trim_end_matches(|c: char| c.is_ascii_digit());
    let year = &dated[author.len()..];
    (year.len() == 4 && (year.starts_with('1') || year.starts_with("20"))).then_some(author)
}

/// A key without brackets, as Pandoc reads it where the author is part of the sentence: `@hill2019`.
/// One with a year, for people are named so as well.
pub(super) fn bare_key(source: &str, at: usize) -> Option<Span> {
    let opens = source[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
    let rest = &source[at + 1..];
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'-' | b'.');
    let length = rest.bytes().take(MAX_LENGTH).take_while(|byte| inner(byte)).count();
    let key = rest[..length].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let named =
        author_of_key(key).is_some_and(|author| author.starts_with(|c: char| c.is_ascii_alphabetic()));
    (opens && named).then(|| Span::new(at, at + 1 + key.len()))
}

/// `op. cit.` and `loc. cit.` in running text; the blank before the second word is at `at`.
pub(super) fn cited_work(source: &str, at: usize) -> Option<Span> {
    let first = source[..at].rsplit(|c: char| !c.is_alphanumeric() && c != '.').next()?;
    let known = ["op.", "loc."].iter().any(|known| first.eq_ignore_ascii_case(known));
    known.then(|| Span::new(at - first.len(), at + " cit.".len()))
}

/// The raised number at `at`, `<sup>3</sup>`, a link or not, after a word or what ends a clause. After
/// an `m` it counts.
pub(super) fn raised(source: &str, at: usize) -> Option<Span> {
    let window = &source.as_bytes()[at..];
    let window = &window[..window.len().min(MAX_LENGTH * 2)];
    let tag = memchr(b'>', window).filter(|&tag| tag == "<sup".len() || window["<sup".len()] == b' ')? + 1;
    let link = window[tag..].starts_with(b"<a ");
    let start = if link { tag + memchr(b'>', &window[tag..])? + 1 } else { tag };
    let digits = window[start..].iter().take(8).take_while(|byte| matches!(byte, b'0'..=b'9' | b',' | b'-'));
    let length = digits.count();
    let rest = &window[start + length..];
    let ending: &[u8] = if link { b"</a></sup>" } else { b"</sup>" };
    (length > 0 && rest.starts_with(ending) && refers(&source[..at]))
        .then(|| Span::new(at, at + start + length + ending.len()))
}

/// Whether a raised number after the text refers to a note: a word or what ends a clause stands there,
/// and no unit or function.
fn refers(before: &str) -> bool {
    let before = before.strip_suffix(' ').unwrap_or(before);
    let letters = before.bytes().rev().take(MIN_LETTERS).take_while(u8::is_ascii_alphabetic).count();
    let word = &before[before.len() - letters..];
    letters == MIN_LETTERS
        || letters > 1
            && !RAISED.contains(&word)
            && !before[..before.len() - letters].ends_with(|c: char| !c.is_whitespace())
        || before.ends_with(['.', ',', ';', ':', '!', '?', '"', '”', '»', ')'])
}

/// The raised number that the circumflex at `at` opens, `^12^`, after a word or what ends a clause.
pub(super) fn between_circumflexes(source: &str, at: usize) -> Option<Span> {
    let rest = &source.as_bytes()[at + 1..];
    let length = rest.iter().take(8).take_while(|byte| matches!(byte, b'0'..=b'9' | b',' | b'-')).count();
    let closed = length > 0 && rest[0].is_ascii_digit() && rest.get(length) == Some(&b'^');
    (closed && refers(&source[..at])).then(|| Span::new(at, at + length + 2))
}

/// The raised numbers written as such, `¹²`.
pub(super) fn superscripts(source: &str) -> Vec<Span> {
    let raised = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    let mut found: Vec<Span> = Vec::new();
    let mut from = 0;
    while let Some(at) = source[from..].find(raised).map(|at| from + at) {
        let length = source[at..].find(|c| !raised(c)).unwrap_or(source.len() - at);
        from = at + length;
        // `10⁴`, `m²` and `word¹word` are none.
        if refers(&source[..at]) && !source[from..].starts_with(char::is_alphanumeric) {
            found.push(Span::new(at, from));
        }
    }
    found
}

/// The notes of an encyclopedia's markup, `<ref>…</ref>`, `<ref name="hill" />`, which begin at `places`.
pub(super) fn references(document: &Document, places: impl Iterator<Item = usize>) -> Vec<Citation> {
    let text = document.text();
    let mut found = Vec::new();
    let mut past = 0;
    for at in places {
        let inner = &text.as_bytes()[at + "<ref".len()..];
        let window = &inner[..inner.len().min(MAX_REF)];
        let begins = window.first().is_some_and(|byte| matches!(byte, b'>' | b' ' | b'/'));
        let Some(tag) = memchr(b'>', window).filter(|_| begins && at >= past) else {
            continue;
        };
        let length = if tag > 0 && window[tag - 1] == b'/' {
            tag + 1
        } else {
            let Some(end) = memmem::find(window, b"</ref>") else { continue };
            end + "</ref>".len()
        };
        past = at + "<ref".len() + length;
        if !document.is_opaque(Span::new(at, at + 1)) {
            let span = Span::new(at, past);
            found.push(Citation { span, kind: CitationKind::Work, target: span });
        }
    }
    found
}

/// The templates that cite: `{{cite web |url=…}}`, `{{sfn|Hill|2019|p=4}}`.
pub(super) fn templates(document: &Document) -> impl Iterator<Item = Citation> + '_ {
    document.opaque.iter().filter_map(|&span| {
        let inner = document.slice(span).strip_prefix("{{")?;
        let name = inner.trim_start().split(|c: char| !c.is_alphanumeric() && c != '-').next()?;
        let cites = TEMPLATES.iter().any(|known| known.eq_ignore_ascii_case(name)) && inner.contains('|');
        cites.then_some(Citation { span, kind: CitationKind::Work, target: span })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<String> {
        let document = Document::from_text("a.md", text);
        let other = |kind| matches!(kind, CitationKind::Address | CitationKind::Timestamp);
        let citations = document.citations.iter().filter(|citation| !other(citation.kind));
        citations.map(|citation| document.slice(citation.span).to_owned()).collect()
    }

    #[test]
    fn places_and_the_work_before_cite() {
        for mark in [
            "(p. 12)",
            "(pp. 12–14)",
            "(p.12)",
            "(see p. 4)",
            "(see also pp. 4, 7 and 12ff.)",
            "(page iv)",
            "(S. 12f.)",
            "(Seite 12)",
            "(§ 12)",
            "(§12)",
            "(Chapter 4)",
            "(vol. 2, p. 4)",
            "(Hill, Chapter 4)",
            "[p. 12]",
            "(ibid.)",
            "(Ibid., p. 4)",
            "(*ibid.*, 4)",
            "(ebd., S. 4)",
            "(op. cit.)",
            "(Hill, op. cit.)",
            "(loc. cit.)",
            "(Kindle Loc. 1234)",
            "[p12]",
            "(Ep. 12, 00:12:03)",
            "(see note 12)",
            "(Ref. 3, 4)",
            "(Art. 5 GDPR)",
            "(a. a. O., S. 4)",
            "op. cit.",
            "Loc. cit.",
            "<sup>3</sup>",
            "<sup><a href=\"#n3\">3</a></sup>",
            "¹²",
            "^12^",
            "(RFC 2119)",
            "(see ISO 8601)",
            "(DIN EN 1992-1-1)",
            "(NIST SP 800-53, p. 4)",
            "[RFC2119]",
            "[Hill19]",
            "[HMK+19, DK86a]",
            "[Hill2019]",
            "<ref>Hill, *The Night*, 2019</ref>",
            "<ref name=\"hill\" />",
            "<ref name=hill/>",
            "<ref name=\"hill\">{{cite web|url=x}}</ref>",
            "{{cite web |title=The Night |url=x}}",
            "{{sfn|Hill|2019|p=4}}",
            "{{Literatur|Autor=Hill}}",
            "@hill2019",
            "@Hill_2019a",
            "arXiv:1706.03762",
            "PMID: 12345678",
        ] {
            assert_eq!(found(&format!("The lamp went dark {mark}\n")), [mark], "{mark}");
        }
    }

    #[test]
    fn a_place_at_the_head_of_a_line_cites() {
        for (text, place) in [
            ("- p. 24: most lamps leak\n", "p. 24"),
            ("- One\n- pp. 3–4 — most lamps leak\n", "pp. 3–4"),
            ("Ch. 3 — most lamps leak\n", "Ch. 3"),
            ("S. 12: die meisten\n", "S. 12"),
        ] {
            assert_eq!(found(text).first().map(String::as_str), Some(place), "{text}");
        }
        assert_eq!(found("- p: most\n- Jane 3: most\n- write to @jane or @hill20190 or a@b2019\n"), [""; 0]);
    }

    #[test]
    fn other_brackets_and_templates_do_not() {
        for text in [
            "The lamp (A) went out (see above) (12) (page) (p) (at 4 p.m.) (in the end) (No. 4) (fig. 3).",
            "The lamp (U.S. 12) went out (p = 0.04), (p < 0.05), (page 4 of 12), (p. 12 was torn out).",
            "[p. 12](https://a.example) `(ibid.)` <!-- (ibid.) --> <!-- <ref>a</ref> -->",
            "A room of 12 m<sup>2</sup>, x<sup>3</sup>, 10<sup>6</sup> and the 4<sup>th</sup>.",
            "{{lang|de|Nacht}} {{ title }} {{ cite }} <references /> <ref>open <reform>a</reform>",
            "The cit. and op. and (op) and shop. cit. of it",
            "A room of 12 m², 12 cm², sin²x, x³ and 10⁶ by E¹ m, 10^6^, x^2^, m^2^ and ^a^. [USB 20] (Covid19) [MP3] [Hill19](a.md) [hill19] [A1] [Hill190]",
        ] {
            let found: Vec<String> =
                found(text).into_iter().filter(|found| !found.starts_with("[p. 12]")).collect();
            assert_eq!(found, [""; 0], "{text}");
        }
    }

    #[test]
    fn endless_brackets_are_read() {
        for unit in
            ["(", "(p. 1", "(ibid.)", "<ref", "<ref>", "<ref>a</ref>", " cit.", "a<sup>1", "{{r|a}}", "§"]
        {
            let text = unit.repeat(200_000 / unit.len());
            assert!(found(&text).len() <= text.len());
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(p\\.|ibid\\.| |12|§|\\(|\\)|\\[|\\]|op\\. cit\\.|é|😀|\n|`|<ref>|</ref>|/>|<sup>|</sup>|\\{\\{r\\||\\}\\}){0,50}") {
            for mark in found(&text) {
                prop_assert!(!mark.is_empty());
            }
        }
    }
}
