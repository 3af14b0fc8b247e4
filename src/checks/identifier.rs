//! Identifiers that the text calls so and that cannot be any.

mod field;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Bibliography, Document, Identifier, is_number_blank, is_number_mark};
use crate::rule::{Applicability, Check, Confidence, Fix, Hit, Kind, Severity, Subject};
use crate::text::{Span, is_invisible};
use crate::vault::Vault;

pub(super) const KIND: Kind = Kind::of::<IdentifierCheck>("identifier", &["kind", "identifier", "why"]);

/// The longest identifier that is looked at, in bytes.
const LONGEST: usize = 256;

/// Reports identifiers whose check digit or form is wrong.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Identifier")]
struct IdentifierCheck {}

/// The words that name what follows them, lower case.
const NAMES: &[(&str, Identifier)] = &[
    ("isbn*", Identifier::Isbn),
    ("eisbn*", Identifier::Isbn),
    ("issn", Identifier::Issn),
    ("eissn", Identifier::Issn),
    ("orcid", Identifier::Orcid),
    ("doi", Identifier::Doi),
    ("arxiv", Identifier::Arxiv),
    ("arxiv_id", Identifier::Arxiv),
    ("pmid", Identifier::Pmid),
    ("youtu.be/*", Identifier::YouTube),
    ("youtube.com/watch?v=*", Identifier::YouTube),
    ("youtube.com/embed/*", Identifier::YouTube),
    ("youtube.com/shorts/*", Identifier::YouTube),
    ("youtube_id", Identifier::YouTube),
    ("youtubeid", Identifier::YouTube),
    ("ytid", Identifier::YouTube),
];

impl Check for IdentifierCheck {
    fn literals(&self) -> Vec<String> {
        NAMES.iter().map(|(name, _)| *name).chain(field::NAMES.iter().copied()).map(str::to_owned).collect()
    }

    fn run(&self, subject: &Subject<'_>, near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let mut end = 0;
        let mut seen: Vec<Span> = Vec::new();
        for &name in near {
            let Some(kind) = kind_of(document.slice(name)) else { continue };
            let head = document.front_matter.as_ref().is_some_and(|head| head.span.contains(name));
            let items = if head { items(document.text(), name.end()) } else { Vec::new() };
            let places = std::iter::once(name.end()).chain(items);
            for span in places.flat_map(|from| identifiers(document.text(), from, kind)) {
                if span.start() >= end && !document.is_opaque(span) {
                    end = span.end();
                    seen.push(span);
                    let hit = fault(kind, span, document.slice(span));
                    hits.extend(hit.map(|hit| corrected(document, kind, hit)));
                }
            }
        }
        for unlike in field::unlike(document, &seen) {
            let Some(hit) = fault(unlike.kind, unlike.span, document.slice(unlike.span)) else { continue };
            let doubtful = unlike.doubtful && !document.text().contains("youtu");
            let hit = corrected(document, unlike.kind, hit);
            hits.push(if doubtful {
                Hit { severity: Some(Severity::Info), confidence: Some(Confidence::Medium), ..hit }
            } else {
                hit
            });
        }
    }

    fn run_on_bibliography(&self, _vault: &Vault, bibliography: &Bibliography, hits: &mut Vec<Hit>) {
        let source = bibliography.source();
        for &(kind, span) in bibliography.works.iter().flat_map(|work| &work.identifiers) {
            let text = source.slice(span);
            let named =
                if text.starts_with(|c: char| c.is_ascii_digit()) { 0 } else { begin_named(text, kind) };
            let found = match kind {
                Identifier::Isbn => isbns(&text[named..]),
                // One with a remark is for people.
                Identifier::Issn => whole(text, number(text, Count::ISSN)),
                _ => whole(text, doi(text, false).filter(|_| !text.contains('\\'))),
            };
            let value = Span::new(0, text.len());
            let found = if found.is_empty() && field::is_meant(kind, "", text) { vec![value] } else { found };
            for found in found {
                let span = found.shifted(span.start() + named);
                hits.extend(fault(kind, span, source.slice(span)));
            }
        }
    }
}

/// The whole of a text, if it is as long as what was found at its beginning.
fn whole(text: &str, length: Option<usize>) -> Vec<Span> {
    length.filter(|&length| length == text.len()).map(|length| Span::new(0, length)).into_iter().collect()
}

/// Where the identifier begins in a value that names its kind first.
fn begin_named(text: &str, kind: Identifier) -> usize {
    let named =
        text.get(..4).is_some_and(|name| kind == Identifier::Isbn && name.eq_ignore_ascii_case("isbn"));
    if named { 4 + begin(&text[4..], kind).0 } else { 0 }
}

fn fault(kind: Identifier, span: Span, text: &str) -> Option<Hit> {
    // No PMID has a check digit: one that is too long, or nothing, is no form to be filled in.
    let counted = kind == Identifier::Pmid && (text == "0" || text.starts_with("123456789"));
    let why = kind.fault(text).filter(|_| counted || !stands_for_any(text))?;
    Some(Hit::at(span).value("kind", with_article(kind)).value("identifier", text).value("why", why))
}

/// With a fix where one slip is all that is wrong.
fn corrected(document: &Document, kind: Identifier, hit: Hit) -> Hit {
    let text = document.slice(hit.span);
    let letters = || Some((correction(kind, text)?, "with digits for letters that look like them it is one"));
    let lost = || Some((completed(kind, text)?, "with what is missing at its beginning it is one"));
    let Some((correct, why)) = letters().or_else(lost) else { return hit };
    let fix =
        Fix::replace(Applicability::Unsafe, format!("write `{correct}`"), document, hit.span, &*correct);
    hit.because(why).fix(fix)
}

/// An ISBN of nine digits with its `0`, a DOI with the full stop after its `10`.
fn completed(kind: Identifier, text: &str) -> Option<String> {
    let complete = match kind {
        Identifier::Isbn if text.contains('-') => format!("0-{text}"),
        Identifier::Isbn => format!("0{text}"),
        Identifier::Doi => format!("10.{}", text.strip_prefix("10").filter(|rest| !rest.starts_with('.'))?),
        _ => return None,
    };
    kind.fault(&complete).is_none().then_some(complete)
}

/// The identifier that `text` is with digits for letters that look like them: as a rule the check
/// digit says that it is.
fn correction(kind: Identifier, text: &str) -> Option<String> {
    let end = match kind {
        Identifier::YouTube => return None,
        Identifier::Doi => text.find('/')?,
        Identifier::Isbn | Identifier::Issn | Identifier::Orcid | Identifier::Arxiv | Identifier::Pmid => {
            text.len()
        }
    };
    let digit = |c: char| match c {
        'O' | 'o' => '0',
        'l' | 'I' | 'i' => '1',
        'S' => '5',
        'B' => '8',
        ',' if kind == Identifier::Doi => '.',
        _ => c,
    };
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let correct: String = text[..end].chars().map(digit).chain(text[end..].chars()).collect();
    (digits > 3 && correct != text && kind.fault(&correct).is_none()).then_some(correct)
}

fn kind_of(name: &str) -> Option<Identifier> {
    NAMES
        .iter()
        .find(|(known, _)| known.trim_end_matches('*').eq_ignore_ascii_case(name))
        .map(|&(_, kind)| kind)
}

fn with_article(kind: Identifier) -> String {
    let article = if kind == Identifier::Doi || kind.name().starts_with(['P', 'Y']) { "a" } else { "an" };
    let article = if kind == Identifier::Pmid { "a" } else { article };
    format!("{article} {}", kind.name())
}

/// `0000-0000-0000-0000`, `10.xxxx/xxxxx`: a form to be filled in.
fn stands_for_any(text: &str) -> bool {
    let mut characters = text.chars().filter(|c| c.is_alphanumeric());
    let plain: String = characters.clone().collect();
    let first = characters.next();
    let (digits, zeros) = (plain.matches(|c: char| c.is_ascii_digit()).count(), plain.matches('0').count());
    // `0-06-000004-3` is a slip.
    let empty = plain.chars().rev().skip(1).take(5).all(|c| c == '0');
    characters.all(|c| Some(c) == first)
        || "12345678901234567890".contains(&plain)
        || text.contains("00000") && 2 * zeros > digits && empty
        || ["xxx", "XXX", "nnn", "NNN"].iter().any(|form| text.contains(form))
        || text.contains(['{', '}', '$', '…', '*'])
        || text.ends_with("...")
}

/// The identifiers of that kind that the text after its name gives.
fn identifiers(text: &str, from: usize, kind: Identifier) -> Vec<Span> {
    let ahead = &text[from..];
    let line = ahead[..ahead.floor_char_boundary(LONGEST)].lines().next().unwrap_or_default();
    let (start, called) = begin(line, kind);
    let rest = &line[start..];
    let length = match kind {
        Identifier::Isbn => {
            let found = isbns(rest);
            if !found.is_empty() {
                return found.into_iter().map(|span| span.shifted(from + start)).collect();
            }
            misread(kind, rest)
        }
        Identifier::Issn => number(rest, Count::ISSN).or_else(|| misread(kind, rest)),
        Identifier::Orcid => number(rest, Count::ORCID).or_else(|| misread(kind, rest)),
        Identifier::Doi => doi(rest, called),
        Identifier::Arxiv => arxiv(rest, called),
        Identifier::Pmid => pmid(rest, called),
        Identifier::YouTube => youtube(rest),
    };
    let span = |length| Span::new(from + start, from + start + length);
    length.filter(|&length| length > 0).map(span).into_iter().collect()
}

/// The length of the word that is such a number but for letters that look like digits.
fn misread(kind: Identifier, text: &str) -> Option<usize> {
    let length = token(text);
    correction(kind, &text[..length]).map(|_| length)
}

/// Where the items of the list begin that is the value of the field whose name ends at `from`.
fn items(text: &str, from: usize) -> Vec<usize> {
    const MOST: usize = 64;
    let list = || text[from..].strip_prefix(':')?.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n');
    let Some(list) = list() else { return Vec::new() };
    let mut at = text.len() - list.len();
    let mut found = Vec::new();
    for line in list.split_inclusive('\n').take(MOST) {
        let Some(item) = line.trim_start().strip_prefix("- ") else { break };
        found.push(at + line.len() - item.len());
        at += line.len();
    }
    found
}

/// Where the identifier begins, and whether a mark leads to it: a colon, `.org/`, an equals sign.
fn begin(line: &str, kind: Identifier) -> (usize, bool) {
    let mut rest = line;
    let mut called = false;
    if kind == Identifier::YouTube
        && line.starts_with(|c: char| c.is_ascii_alphanumeric() || "_-".contains(c))
    {
        return (0, true);
    }
    rest = match kind {
        Identifier::Isbn => after_remark(after_form(rest)),
        Identifier::Issn => after_remark(rest.strip_prefix("-L").unwrap_or(rest)),
        Identifier::Orcid => {
            [" iD", " ID", " id", "-iD"].iter().find_map(|id| rest.strip_prefix(id)).unwrap_or(rest)
        }
        _ => rest,
    };
    for folder in [".org/abs/", ".org/pdf/", ".org/html/", ".org/"] {
        if let Some(after) = rest.strip_prefix(folder) {
            (rest, called) = (after, true);
            break;
        }
    }
    loop {
        let before = rest.len();
        called |= rest.starts_with([':', '=']);
        rest = rest.trim_start_matches(|c| ":：= \t\"'*_#[<\u{a0}".contains(c) || is_invisible(c));
        for resolver in ["https://", "http://", "dx.doi.org/", "doi.org/", "orcid.org/", "doi:", "arXiv:"] {
            if let Some(after) = rest.strip_prefix(resolver) {
                (rest, called) = (after, true);
            }
        }
        if rest.len() == before {
            let start = line.len() - rest.len();
            return (if kind == Identifier::YouTube { whole_video(line, start) } else { start }, called);
        }
    }
}

/// How a kind of number is counted.
#[derive(Clone, Copy)]
struct Count {
    kind: Identifier,
    /// How many digits make a whole one.
    whole: &'static [usize],
    /// Of fewer it is a year, a price or a heading's number.
    least: usize,
}

impl Count {
    const ISBN: Self = Self { kind: Identifier::Isbn, whole: &[10, 13], least: 9 };
    const ISSN: Self = Self { kind: Identifier::Issn, whole: &[8], least: 7 };
    const ORCID: Self = Self { kind: Identifier::Orcid, whole: &[16], least: 13 };
}

/// What follows the words that say which of the two kinds of ISBN it is.
fn after_form(rest: &str) -> &str {
    let bare = rest.strip_prefix(['-', ' ', '_']).unwrap_or(rest);
    let form = ["13", "10"].iter().find_map(|form| bare.strip_prefix(form));
    // `ISBN-13: …`, but `ISBN 1034567890` and `ISBN 10 6294 921 7`.
    let bound = |after: &&str| {
        let number = || after.chars().take_while(|&c| is_number_mark(c) || c.is_ascii_alphanumeric());
        !after.starts_with(|c: char| c.is_ascii_digit() || (c == '-' && !after.starts_with("- ")))
            && number().filter(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X')).count() != 8
    };
    let rest = form.filter(bound).unwrap_or(rest);
    let rest = rest.strip_prefix("s:").or(rest.strip_prefix("s ")).unwrap_or(rest);
    let rest = rest.strip_prefix(['/', '|']).or(rest.strip_prefix("&nbsp;")).unwrap_or(rest);
    let blank = rest.trim_start_matches(is_number_blank);
    ["No.", "no.", "Nr.", "number"].iter().find_map(|word| blank.strip_prefix(word)).unwrap_or(rest)
}

/// What follows a remark on the form: ` (print)`, `(13)`.
fn after_remark(rest: &str) -> &str {
    const LONGEST: usize = 16;
    let Some(remark) = rest.trim_start_matches(is_number_blank).strip_prefix('(') else { return rest };
    let end = remark.bytes().take(LONGEST).position(|byte| byte == b')');
    end.map_or(rest, |end| &remark[end + 1..])
}

/// The length of a number in groups of digits: of as many groups as make a sound one; otherwise of
/// as many as make a whole one, or of all that hyphens bind; none if there are too few digits.
/// Other numbers may follow.
fn number(text: &str, Count { kind, whole, least }: Count) -> Option<usize> {
    let is_x = |c: char| matches!(c, 'x' | 'X');
    let most = whole.iter().max()? + 2;
    let (mut count, mut end, mut hyphens) = (0, 0, false);
    let (mut wholes, mut bound) = (Vec::new(), None);
    let mut rest = text.char_indices().chain([(text.len(), '.')]);
    let ended = rest.find(|&(at, c)| {
        if c.is_ascii_digit() || (is_x(c) && count >= least.min(7)) {
            count += 1;
            end = at + 1;
            return count > most;
        }
        let mark = is_number_mark(c) && at < text.len();
        if end == at && count > 0 && (mark || !c.is_alphanumeric()) {
            // What hyphens bind goes on, and so does what does not end in a check digit of its own.
            let last = text[..at].chars().rev().take_while(|&c| !is_number_mark(c)).count();
            let ends = !mark || is_number_blank(c) && (count == most - 2 || last == 1 || last == count);
            if ends && whole.contains(&count) {
                wholes.push(at);
            }
            if mark && is_number_blank(c) && hyphens && count >= least {
                bound = bound.or(Some(at));
            }
        }
        hyphens |= mark && !is_number_blank(c);
        !mark || (end != at && !is_invisible(c))
    });
    let sound = wholes.iter().find(|&&end| kind.fault(&text[..end]).is_none());
    let long = || wholes.last().filter(|_| text.starts_with("978") || text.starts_with("979"));
    let given = sound.or_else(long).or(wholes.first()).copied().or(bound);
    let all = || {
        let glued = ended.is_some_and(|(at, c)| c.is_alphanumeric() && at <= end);
        (count >= least && count <= most && !glued).then_some(end)
    };
    given.or_else(all)
}

/// Of ISBNs that are listed after one another, the length of each and where it begins. The first
/// counts with a digit too many or too few, the others only if they cannot be anything else.
fn isbns(text: &str) -> Vec<Span> {
    const MOST: usize = 16;
    let mut found: Vec<Span> = Vec::new();
    let mut at = 0;
    while found.len() < MOST {
        let Some(length) = number(&text[at..], Count::ISBN) else { break };
        let given = &text[at..at + length];
        let digits = given.chars().filter(char::is_ascii_alphanumeric).count();
        let hyphens = given.contains(|c| is_number_mark(c) && !is_number_blank(c));
        let long = digits == 13 && (given.starts_with("978") || given.starts_with("979"));
        let sure = long || digits == 10 && hyphens;
        if !sure && !found.is_empty() {
            break;
        }
        found.push(Span::new(at, at + length));
        let Some(next) = next_listed(&text[at + length..]) else { break };
        at += length + next;
    }
    found
}

/// Where the next thing of a list begins: after a remark in brackets and a mark between the two.
fn next_listed(rest: &str) -> Option<usize> {
    const LONGEST: usize = 24;
    let mut after = rest.trim_start_matches(is_number_blank);
    if let Some(remark) = after.strip_prefix('(') {
        let end = remark.bytes().take(LONGEST).position(|byte| byte == b')')?;
        after = remark[end + 1..].trim_start_matches(is_number_blank);
    }
    let next = after.trim_start_matches([',', ';', '/', '&']);
    let next = next.trim_start_matches(is_number_blank);
    let next = ["and ", "or ", "ISBN "].iter().find_map(|word| next.strip_prefix(word)).unwrap_or(next);
    let begins = next.starts_with(|c: char| c.is_ascii_digit());
    (begins && next.len() < rest.len()).then(|| rest.len() - next.len())
}

fn token(text: &str) -> usize {
    let end = text
        .find(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '|' | '”' | '’' | '»' | ']' | '}' | '\\')
        })
        .unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ',', ';', ':', ')', '*', '_', '>']).len()
}

fn doi(text: &str, called: bool) -> Option<usize> {
    let length = token(text);
    let digits = text.starts_with(|c: char| c.is_ascii_digit());
    // CiteSeerX writes numbers of its own as `doi=10.1.1.45.1947`.
    if text.starts_with("10.1.1.") {
        return None;
    }
    // `DOI 10.5281` names a registrant, `doi.org/the-identifier` a page.
    let given = digits && (text.starts_with("10.") && text[..length].contains('/') || called)
        || called && is_misread_prefix(text);
    let length =
        if text[length..].starts_with(')') && text[..length].ends_with('/') { length + 1 } else { length };
    given.then_some(length)
}

/// `l0.1000/`: a letter where the digit one stands.
fn is_misread_prefix(text: &str) -> bool {
    let rest = ["l0.", "I0.", "lO.", "IO."].iter().find_map(|prefix| text.strip_prefix(prefix));
    let number = rest.and_then(|rest| rest.split_once('/')).map(|(number, _)| number);
    number.is_some_and(|number| number.len() >= 4 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The length of `hep-th/9901001`, as preprints were numbered until 2007.
fn old_arxiv(text: &str) -> Option<usize> {
    const DIGITS: usize = 7;
    let archive = text.bytes().take_while(|byte| byte.is_ascii_alphabetic() || b"-.".contains(byte)).count();
    let number = text[archive..].strip_prefix('/')?;
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    (archive > 1 && digits == DIGITS).then_some(archive + 1 + digits)
}

fn arxiv(text: &str, called: bool) -> Option<usize> {
    if let Some(length) = old_arxiv(text).filter(|_| called) {
        return Some(length);
    }
    let ends = |c: char| matches!(c, '<' | '>' | '?' | '#' | '&' | '(' | '/');
    let length = token(text);
    let length = text[..length].find(ends).unwrap_or(length);
    let length = text[..length].trim_end_matches(['.', ',', ';', ':']).len();
    let length = text[..length].strip_suffix(".pdf").map_or(length, str::len);
    let new = text[..length].split_once('.').is_some_and(|(date, number)| {
        let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        digit(date) && digit(number)
    });
    (called && new).then_some(length)
}

fn pmid(text: &str, called: bool) -> Option<usize> {
    let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let begins = text.starts_with(|c: char| c.is_ascii_digit()) || text.starts_with("PMC");
    (called && begins).then_some(length)
}

/// The start before the `_` that the identifier at `start` begins with: it is no emphasis if
/// it makes the identifier whole.
fn whole_video(line: &str, start: usize) -> usize {
    let begun = line[..start].trim_end_matches('_').len();
    (begun..start).find(|&at| youtube(&line[at..]) == Some(VIDEO_LENGTH)).unwrap_or(start)
}

/// The length of every identifier of a video.
const VIDEO_LENGTH: usize = 11;

fn youtube(text: &str) -> Option<usize> {
    let length =
        text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
    // What follows the whole may be emphasis that ends there.
    let closes =
        length > VIDEO_LENGTH && text.as_bytes()[VIDEO_LENGTH..length].iter().all(|&byte| byte == b'_');
    let length = if closes { VIDEO_LENGTH } else { length };
    // Short ones stand for any; anything else that is so far from eleven is no id.
    (9..=13).contains(&length).then_some(length)
}
