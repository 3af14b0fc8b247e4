//! Who made an article, as its first and last words say it: the agency of a dateline, a name below
//! the text, `Reporting by …`, `(dpa)`.

use super::byline::is_names;
use super::provenance::{Found, FoundBy, Provenance, Role};
use super::{Block, BlockKind, Document};
use crate::text::{Span, lines_backwards};

/// How many of the first paragraphs may begin with a dateline.
const FIRST: usize = 8;
/// How many of the last paragraphs may be credits.
const LAST: usize = 6;
/// The longest line that is a credit, in bytes.
const LONGEST: usize = 160;

/// News agencies, as they sign.
const AGENCIES: &[&str] = &[
    "AAP",
    "AFP",
    "Agence France-Presse",
    "Anadolu",
    "ANI",
    "ANSA",
    "AP",
    "Associated Press",
    "Belga",
    "Bloomberg",
    "Canadian Press",
    "ČTK",
    "Deutsche Presse-Agentur",
    "dpa",
    "DPA",
    "EFE",
    "epd",
    "Europa Press",
    "IANS",
    "Interfax",
    "ITAR-TASS",
    "Keystone-SDA",
    "KNA",
    "Kyodo",
    "Lusa",
    "PA Media",
    "Press Association",
    "PTI",
    "Reuters",
    "REUTERS",
    "TASS",
    "The Associated Press",
    "The Canadian Press",
    "Thomson Reuters",
    "Ukrinform",
    "UNIAN",
    "UPI",
    "Xinhua",
    "Yonhap",
    "Интерфакс",
    "РИА Новости",
    "ТАСС",
    "УНИАН",
    "УНІАН",
    "Укринформ",
    "Укрінформ",
];

/// What stands before an agency whose material was used.
const MATERIAL: &[&str] = &[
    "mit material von ",
    "mit material der ",
    "with files from ",
    "with inputs from ",
    "with material from ",
];

/// Adds what the first and last paragraphs say of who made the text.
pub(super) fn read(document: &Document, provenance: &mut Provenance) {
    let paragraphs = || document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
    if let Some(agency) = paragraphs().take(FIRST).find_map(|block| dateline(document, block)) {
        credit(provenance, agency);
    }
    let last: Vec<&Block> = paragraphs().rev().take(LAST).collect();
    for (at, block) in last.iter().enumerate() {
        let Some(line) = last_line(document, block) else { continue };
        if let Some(agency) = agency(document.text(), line) {
            credit(provenance, agency);
        }
        let above = last.get(at + 1).map(|block| document.slice(block.span));
        let alone = document.slice(block.span).trim().len() == line.len();
        if let Some(span) = author(document.text(), line, above.filter(|_| alone)) {
            provenance.add(Role::Author, Found { span, by: FoundBy::Footer });
        }
    }
}

/// An agency is both where the text is from and whose it is.
fn credit(provenance: &mut Provenance, span: Span) {
    let found = Found { span, by: FoundBy::Credit };
    provenance.add(Role::Source, found);
    provenance.add(Role::Author, found);
}

/// The last line of a paragraph, if it can be a credit or end in one.
fn last_line(document: &Document, block: &Block) -> Option<Span> {
    let line = lines_backwards(document.text(), block.span.trimmed(document.text())).next()?;
    (!block.quoted).then(|| line.trimmed(document.text()))
}

/// The agency in `SKERROW, Aug. 20 (Northern) --` or `Berlin (dpa) –`.
fn dateline(document: &Document, block: &Block) -> Option<Span> {
    const FARTHEST: usize = 100;
    const LONGEST_NAME: usize = 40;
    let text = document.slice(block.span);
    let head = &text[..text.floor_char_boundary(FARTHEST)];
    if let Some(name) = asian_dateline(head) {
        let start = block.span.start() + head.find(name)?;
        return Some(Span::new(start, start + name.len()));
    }
    let (place, rest) = head.split_once('(')?;
    let (name, after) = rest.split_once(')')?;
    let first = place.split([' ', ',', '/']).next()?.trim_start_matches(['*', '_']);
    let placed = first.is_empty() || first.starts_with(char::is_uppercase);
    let capitals = first.len() > 2 && !first.contains(char::is_lowercase);
    let named = name.len() <= LONGEST_NAME && name.starts_with(char::is_uppercase);
    // `(CNN) --`
    let channel = || place.trim().is_empty() && name.len() > 2 && name.chars().all(char::is_uppercase);
    let sure = is_agency(name) && placed || named && (capitals || channel());
    let start = block.span.start() + place.len() + 1;
    (sure && after.trim_start_matches(['*', '_', ' ']).starts_with(['-', '–', '—']))
        .then(|| Span::new(start, start + name.len()))
}

/// The agency of `【6月18日 AFP】` and `新华社北京11月17日电`.
fn asian_dateline(head: &str) -> Option<&str> {
    const CHINESE: [&str; 4] = ["新华社", "新華社", "中新社", "中央社"];
    if let Some((date, _)) = head.strip_prefix('【').and_then(|inner| inner.split_once('】')) {
        return date.split([' ', '　', '＝']).find(|word| is_agency(word));
    }
    let wired = head.contains('电') || head.contains('電');
    CHINESE.into_iter().find(|name| wired && head.trim_start_matches(['（', '(']).starts_with(name))
}

/// The agency that a line names at its end, or as all there is to it.
fn agency(text: &str, line: Span) -> Option<Span> {
    let source = line.of(text).trim_end_matches(['*', '_', ' ']);
    let name = if let Some((before, inside)) = source.strip_suffix(')').and_then(|rest| rest.rsplit_once('('))
    {
        // `(AP)` within a sentence stands for other things as well.
        let ends =
            before.trim_end().is_empty() || before.trim_end().ends_with(['.', '!', '?', '"', '”', '»', '“']);
        return (ends && is_agency(inside)).then(|| {
            Span::new(line.start() + before.len() + 1, line.start() + before.len() + 1 + inside.len())
        });
    } else if line.len() > LONGEST {
        return None;
    } else {
        let inner =
            source.trim_start_matches(['*', '_', ' ', '—', '–', '-', '(']).trim_end_matches([')', '.']);
        let begins =
            |words: &&&str| inner.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words));
        let rest = MATERIAL.iter().find(begins).map_or(inner, |words| &inner[words.len()..]);
        let owned = rest.strip_prefix(['©']).or_else(|| rest.strip_prefix("Copyright "));
        match owned {
            Some(owned) => {
                let owned = owned.trim_start_matches(|c: char| !c.is_alphabetic());
                owned.split([' ', ',', '.', ':', '-']).next().unwrap_or_default()
            }
            None => AGENCIES
                .iter()
                .find(|name| rest.strip_prefix(**name).is_some_and(|rest| rest.starts_with(" writer")))
                .map_or(rest, |name| &rest[..name.len()]),
        }
    };
    if !is_agency(name) {
        return None;
    }
    let start = line.start() + line.of(text).find(name)?;
    Some(Span::new(start, start + name.len()))
}

/// Whether agencies are all that is named: `AP`, `dpa/afp`.
pub(super) fn is_agency(names: &str) -> bool {
    let several = names.contains('/');
    let known = |name: &str| {
        AGENCIES.iter().any(|known| name == *known || several && name.eq_ignore_ascii_case(known))
    };
    names.split(['/', ',', '&']).all(|name| known(name.trim()))
}

/// The name in `Reporting by Jane Doe; editing by …`, or in `— Jane Doe` below the text. Below
/// words in quotation marks it is who said them.
fn author(text: &str, line: Span, above: Option<&str>) -> Option<Span> {
    const WORDS: [&str; 6] =
        ["reporting by ", "additional reporting by ", "written by ", "words by ", "text by ", "story by "];
    let source = reported(line.of(text));
    if source.len() > LONGEST {
        return None;
    }
    let inner = source.trim_start_matches(['(', '*', '_', '[']);
    let words = WORDS
        .iter()
        .find(|words| inner.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words)));
    let dashes = inner.trim_start_matches(['—', '–', '―']).trim_start_matches("--");
    let name = match words {
        Some(words) => &inner[words.len()..],
        None if dashes.len() < inner.len() => {
            let quoted = |above: &str| {
                above.starts_with(['"', '“', '„', '«', '‘', '>'])
                    || above.ends_with(['"', '”', '“', '»', '’'])
            };
            above.filter(|above| !quoted(above.trim()))?;
            dashes
        }
        None => return None,
    };
    let end = name.find([';', ',', '.', '(', ')', '|', '*', '_', ']']).unwrap_or(name.len());
    let end = [" in ", " from ", " and editing"]
        .iter()
        .filter_map(|word| name[..end].find(word))
        .min()
        .unwrap_or(end);
    let start = line.end() - source.len() + (source.len() - inner.len()) + (inner.len() - name.len());
    let span = Span::new(start, start + end).trimmed(text);
    let several = (2..7).contains(&span.of(text).split_whitespace().count());
    (several && is_names(span.of(text))).then_some(span)
}

/// What an agency adds behind the last sentence of a paragraph: `(Reporting by …)`.
fn reported(line: &str) -> &str {
    let mut brackets = memchr::memrchr_iter(b'(', line.as_bytes());
    let Some(at) = brackets.find(|&at| line[at..].starts_with("(Reporting by ")) else { return line };
    let ends = line[..at].trim_end().ends_with(['.', '!', '?', '"', '”', '»']);
    if ends { &line[at..] } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> [String; 2] {
        let document =
            Document::from_text("a.txt", &format!("The lamp\n\nIt burned oil, they say. {text}\n"));
        let show = |found: Option<Found>| found.map_or("", |found| document.slice(found.span)).to_owned();
        [show(document.provenance.source), show(document.provenance.author)]
    }

    #[test]
    fn agencies_and_names_below_a_text() {
        for (text, source, author) in [
            ("(dpa)", "dpa", "dpa"),
            ("So it is.\n\n(AP)", "AP", "AP"),
            ("So it is. (dpa/afp)", "dpa/afp", "dpa/afp"),
            ("\n\nReuters", "Reuters", "Reuters"),
            ("\n\n— AFP", "AFP", "AFP"),
            ("\n\n© dpa-infocom, dpa:240502-930-101/2", "dpa", "dpa"),
            ("\n\nMit Material von dpa", "dpa", "dpa"),
            (
                "\n\nAssociated Press writer Jane Doe contributed to this report.",
                "Associated Press",
                "Associated Press",
            ),
            ("\n\nReporting by Jane Doe; editing by Karl Roe", "", "Jane Doe"),
            ("\n\n(Reporting by Jane Doe in Skerrow; Editing by Karl Roe)", "", "Jane Doe"),
            (
                "So it is. (Reporting by Jane  Doe ; Editing by Karl Roe)\n\n((jane@wire.example))",
                "",
                "Jane  Doe",
            ),
            ("\n\n(Reuters) – It burned oil.", "Reuters", "Reuters"),
            ("\n\nWritten by Jane Doe. Photos by Karl Roe.", "", "Jane Doe"),
            ("\n\n— Jane Doe", "", "Jane Doe"),
            ("\n\n*— Jane Doe, 2 May 2021*", "", "Jane Doe"),
            ("\n\nSKERROW, Aug. 20 (Northern) -- It burned oil.", "Northern", "Northern"),
            ("\n\nBerlin (dpa) – It burned oil.", "dpa", "dpa"),
            ("\n\n(HNN) -- It burned oil.", "HNN", "HNN"),
            ("\n\n(No) -- It burned oil.", "", ""),
            ("\n\n【6月18日 AFP】灯が消えた。", "AFP", "AFP"),
            ("\n\n新华社北京11月17日电 灯灭了。", "新华社", "新华社"),
        ] {
            assert_eq!(found(text), [source, author], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "It has an access point (AP)",
            "It is good (see above).",
            "\n\n\"The sea takes all.\"\n\n— Old Keeper",
            "\n\n— and so it went on",
            "\n\n— Oil",
            "\n\nReporting by night is hard.",
            "It has tables (Reporting by Branch Office) and more.",
            "\n\n> So it was.\n> — Jane Doe",
            "\n\nThe lamp (Skerrow) — a light of old — burned oil.",
            "\n\nCopyright 2024 Skerrow Museum",
        ] {
            assert_eq!(found(text), ["", ""], "{text}");
        }
    }
}
