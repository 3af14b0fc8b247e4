//! Identifiers that the text calls so and that cannot be any.

mod field;
mod written;

use schemars::JsonSchema;
use serde::Deserialize;

use self::written::{Count, begin, doi, identifiers, isbns, items, number};
use super::shown_wrong::is_shown_as_wrong;
use crate::document::{Bibliography, Document, Identifier};
use crate::rule::{Applicability, Check, Confidence, Fix, Hit, Kind, Severity, Subject};
use crate::text::Span;
use crate::vault::Vault;

pub(super) const KIND: Kind = Kind::of::<IdentifierCheck>("identifier", &["kind", "identifier", "why"]);

/// How much of an address in a bibliography is looked at, in bytes.
const LONGEST_ADDRESS: usize = 2048;

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
    ("pubmed id", Identifier::Pmid),
    ("pubmed.ncbi.nlm.nih.gov/*", Identifier::Pmid),
    ("ncbi.nlm.nih.gov/pubmed/*", Identifier::Pmid),
    ("youtu.be/*", Identifier::YouTube),
    ("youtube.com/watch?*", Identifier::YouTube),
    ("youtube.com/embed/*", Identifier::YouTube),
    ("youtube.com/live/*", Identifier::YouTube),
    ("youtube.com/shorts/*", Identifier::YouTube),
    ("youtube.com/v/*", Identifier::YouTube),
    ("youtube-nocookie.com/embed/*", Identifier::YouTube),
    ("ytimg.com/vi/*", Identifier::YouTube),
    ("youtube id", Identifier::YouTube),
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
                    let hit = fault(kind, span, document.slice(span))
                        .filter(|_| !is_shown_as_wrong(document, span));
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
        for work in &bibliography.works {
            let given = work.identifiers.iter().flat_map(|&(kind, span)| {
                given(kind, source.slice(span))
                    .into_iter()
                    .map(move |found| (kind, found.shifted(span.start())))
            });
            let addressed = work.address.into_iter().flat_map(|address| {
                let found = addressed(source.slice(address)).into_iter();
                found.map(move |(kind, found)| (kind, found.shifted(address.start())))
            });
            hits.extend(
                given.chain(addressed).filter_map(|(kind, span)| fault(kind, span, source.slice(span))),
            );
        }
    }
}

/// The identifiers in what a bibliography gives as such.
fn given(kind: Identifier, text: &str) -> Vec<Span> {
    let named = if text.starts_with(|c: char| c.is_ascii_digit()) { 0 } else { begin_named(text, kind) };
    let found = match kind {
        Identifier::Isbn => isbns(&text[named..]),
        // One with a remark is for people.
        Identifier::Issn => whole(text, number(text, Count::ISSN)),
        Identifier::Doi => whole(text, doi(text, false).filter(|_| !text.contains('\\'))),
        _ => whole(text, Some(text.len()).filter(|_| !text.contains([' ', ':', '/', '\\']))),
    };
    if found.is_empty() && field::is_meant(kind, "", text) {
        return vec![Span::new(0, text.len())];
    }
    found.into_iter().map(|found| found.shifted(named)).collect()
}

/// The identifier in an address.
fn addressed(address: &str) -> Option<(Identifier, Span)> {
    let address = &address[..address.floor_char_boundary(LONGEST_ADDRESS)];
    let of = |(name, kind): &(&str, Identifier)| {
        let name = name.trim_end_matches('*');
        // `permissn` names no ISSN.
        let begins = |at: &usize| !address[..*at].ends_with(char::is_alphanumeric);
        let at = address.match_indices(name).map(|(at, _)| at).find(begins)? + name.len();
        Some((*kind, identifiers(address, at, *kind).into_iter().next()?))
    };
    NAMES.iter().find_map(of)
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
    let number = ["978", "979"].iter().find_map(|begin| plain.strip_prefix(begin)).unwrap_or(&plain);
    // But for the group and the check digit: `0-06-100000-3` is a slip.
    let empty = || number.chars().skip(1).take(number.len().saturating_sub(2)).all(|c| c == '0');
    characters.all(|c| Some(c) == first)
        || "12345678901234567890".contains(&plain)
        || text.contains("00000") && empty()
        || ["xxx", "XXX", "nnn", "NNN"].iter().any(|form| text.contains(form))
        || text.contains(['{', '}', '$', '…', '*'])
        || text.ends_with("...")
}
