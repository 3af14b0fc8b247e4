//! Identifiers as they are written behind the words that name them.

use super::correction;
use crate::document::{Identifier, is_number_blank, is_number_mark};
use crate::text::{Span, is_invisible};

/// The longest identifier that is looked at, in bytes.
const LONGEST: usize = 256;

/// The identifiers of that kind that the text after its name gives.
pub(super) fn identifiers(text: &str, from: usize, kind: Identifier) -> Vec<Span> {
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
pub(super) fn items(text: &str, from: usize) -> Vec<usize> {
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
pub(super) fn begin(line: &str, kind: Identifier) -> (usize, bool) {
    let mut rest = line;
    let mut called = false;
    if kind == Identifier::YouTube
        && line.starts_with(|c: char| c.is_ascii_alphanumeric() || "_-".contains(c))
    {
        return (parameter(line), true);
    }
    rest = match kind {
        Identifier::Isbn => after_remark(after_form(rest)),
        Identifier::Issn => after_remark(rest.strip_prefix("-L").or(rest.strip_prefix('/')).unwrap_or(rest)),
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

/// Where the value begins of the parameter that names the video, in the parameters of an address.
fn parameter(line: &str) -> usize {
    let parameters =
        &line[..line.find(|c: char| c.is_whitespace() || "\"')>]}".contains(c)).unwrap_or(line.len())];
    if parameters.starts_with("v=") { 2 } else { parameters.find("&v=").map_or(0, |at| at + "&v=".len()) }
}

/// How a kind of number is counted.
#[derive(Clone, Copy)]
pub(super) struct Count {
    kind: Identifier,
    /// How many digits make a whole one.
    whole: &'static [usize],
    /// Of fewer it is a year, a price or a heading's number.
    least: usize,
}

impl Count {
    const ISBN: Self = Self { kind: Identifier::Isbn, whole: &[10, 13], least: 9 };
    pub(super) const ISSN: Self = Self { kind: Identifier::Issn, whole: &[8], least: 7 };
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
pub(super) fn number(text: &str, Count { kind, whole, least }: Count) -> Option<usize> {
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
pub(super) fn isbns(text: &str) -> Vec<Span> {
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

pub(super) fn doi(text: &str, called: bool) -> Option<usize> {
    let length = token(text);
    let digits = text.starts_with(|c: char| c.is_ascii_digit());
    // CiteSeerX writes numbers of its own as `doi=10.1.1.45.1947`.
    if text.starts_with("10.1.1.") {
        return None;
    }
    // TeX's `10.1000\%2f…`.
    if !text[..length].contains('/') && text[length..].starts_with('\\') {
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
    // `arXiv 2101.01234`
    let whole = || {
        let number = text[..length].rsplit_once('v').map_or(&text[..length], |(number, _)| number);
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        number.as_bytes().get(4) == Some(&b'.') && matches!(digits, 8 | 9) && number.len() == digits + 1
    };
    (new && (called || whole())).then_some(length)
}

fn pmid(text: &str, called: bool) -> Option<usize> {
    /// No number that follows the word without a colon is so long and something else.
    const LONG: usize = 9;
    let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let digits = text.starts_with(|c: char| c.is_ascii_digit());
    let long = || length >= LONG && text.as_bytes()[..length].iter().all(u8::is_ascii_digit);
    (called && (digits || text.starts_with("PMC")) || long()).then_some(length)
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
    // Short ones stand for any; anything else that is so far from eleven is no id, or one that was
    // pasted twice.
    let twice = length == 2 * VIDEO_LENGTH && text[..VIDEO_LENGTH] == text[VIDEO_LENGTH..length];
    ((9..=13).contains(&length) || twice).then_some(length)
}
