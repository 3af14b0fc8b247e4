//! Provenance in the body: lines that name what follows (`Source: …`), and the title,
//! byline and date that stand alone in an article's header or footer.
//!
//! Only the first and the last lines are looked at, and never a sentence: a date in running
//! text says when something happened, not when the text was written.

mod elsewhere;
mod labelled;

use self::elsewhere::{first_publication, first_published};
use self::labelled::{label, labelled};
pub(super) use self::labelled::{names_author, source_label};
use super::provenance::{Found, FoundBy, Provenance, Role};
use super::{DateMention, Document};
use crate::text::{Span, lines, lines_backwards};

/// How many lines at the top are looked at, blank ones not counted.
const HEADER_LINES: usize = 40;
/// How many blank ones there may be among them.
const BLANK_LINES: usize = 80;
/// How many lines at the bottom are looked at, blank ones not counted.
const FOOTER_LINES: usize = 24;
/// The longest line, in bytes, that can be a title, byline or date.
const LONGEST: usize = 160;
/// What may stand before a date that is alone on its line.
const BEFORE_DATE: &[&str] = &[
    "",
    "by",
    "date",
    "first",
    "last",
    "modified",
    "on",
    "posted",
    "published",
    "retrieved",
    "status",
    "updated",
    "publié",
    "publiée",
    "le",
    "veröffentlicht",
    "am",
    "опубликовано",
];

/// Adds what the first and last lines of the body say.
pub(super) fn read(document: &Document, provenance: &mut Provenance) {
    let text = document.text();
    let mut filled = 0;
    let mut header = Vec::with_capacity(HEADER_LINES + BLANK_LINES);
    let first = lines(text, document.body).map(|line| line.span).take(HEADER_LINES + BLANK_LINES);
    header.extend(first.take_while(|line| {
        filled += usize::from(!is_blank(text, *line));
        filled <= HEADER_LINES
    }));
    let end = header.last().map_or(document.body.end(), |line| line.end());
    let below = Span::new(end, document.body.end());
    let mut footer: Vec<Span> =
        lines_backwards(text, below).filter(|line| !is_blank(text, *line)).take(FOOTER_LINES).collect();
    footer.reverse();
    for part in [&header, &footer] {
        let mut labelled = false;
        for (at, &line) in part.iter().enumerate() {
            // A line with a label ends there.
            let above = at.checked_sub(1).filter(|_| !labelled).map(|above| part[above]);
            let above =
                above.filter(|above| matches!(&text[above.end()..line.start()], "\n" | "\r\n" | "\r"));
            labelled = read_line(document, line.trimmed(text), above, &part[at + 1..], provenance);
        }
    }
    if provenance.title.is_none() {
        provenance.title = title(document, &header).map(|span| Found { span, by: FoundBy::Header });
    }
}

fn is_blank(text: &str, line: Span) -> bool {
    line.of(text).trim_start().is_empty()
}

/// Adds what a line says below another that has no label; tells whether it has one.
fn read_line(
    document: &Document,
    line: Span,
    above: Option<Span>,
    below: &[Span],
    provenance: &mut Provenance,
) -> bool {
    let text = document.text();
    let apart = || above.is_none_or(|above| !runs_on(text, above) || are_fields(text, above, line));
    let starts = || !document.is_opaque(line) && apart();
    if let Some(label) = label(text, line) {
        if starts() {
            labelled(document, label, below, provenance);
        }
        return true;
    }
    if is_byline_word(line.of(text)) {
        let next = below.iter().map(|line| line.trimmed(text)).find(|line| !line.is_empty());
        if let Some(span) = next.filter(|next| starts() && is_names(next.of(text))) {
            provenance.add(Role::Author, Found { span, by: FoundBy::Header });
        }
    } else if (4..=LONGEST).contains(&line.len()) {
        let first = first_published(line.of(text)).filter(|_| provenance.source.is_none());
        let sentence = ends_sentence(line.of(text));
        if (first.is_none() && sentence) || !starts() {
            return false;
        }
        if let Some(named) = first {
            first_publication(document, line, named, provenance);
        }
        if !sentence {
            bare(document, line, provenance);
        }
    }
    false
}

/// Whether two lines are items of a list of fields: what the lower one gives is an address, a link or a
/// number, and no sentence.
fn are_fields(text: &str, above: Span, line: Span) -> bool {
    let item =
        |line: Span| ["- ", "* ", "+ "].iter().any(|mark| line.of(text).trim_start().starts_with(mark));
    let given = line.of(text);
    item(above)
        && item(line)
        && (given.contains("://") || given.contains("[[") || given.ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether a line without a label is so long that the next one is more of its paragraph.
fn runs_on(text: &str, line: Span) -> bool {
    const LONG: usize = 50;
    let source = line.of(text);
    let link = source.starts_with('[') && source.ends_with(')') && source.matches("](").count() == 1;
    line.len() > LONG && !link && byline(source).is_none()
}

/// A byline, a date or a mention of where it is from, alone on its line.
fn bare(document: &Document, line: Span, provenance: &mut Provenance) {
    let text = document.text();
    let source = line.of(text);
    if let Some(author) = byline(source) {
        let span = Span::new(line.start() + author.start, line.start() + author.end);
        provenance.add(Role::Author, Found { span, by: FoundBy::Header });
    }
    if source.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("via ")) {
        provenance
            .add(Role::Source, Found { span: Span::new(line.start() + 4, line.end()), by: FoundBy::Header });
    }
    let Some(date) = find_date(document, line) else { return };
    let before = source[..date.span.start() - line.start()].trim();
    let after = &source[date.span.end() - line.start()..];
    if after.len() <= 40 && introduces_date(before) {
        provenance.add(Role::Published, Found { span: date.date, by: FoundBy::Header });
        let known = |name: &&str| BEFORE_DATE.contains(&name.to_lowercase().as_str());
        let parts =
            before.split(BARS).map(|part| part.trim().trim_end_matches(|c: char| !c.is_alphanumeric()));
        // The author, and where it was published.
        let roles = [Role::Author, Role::Source];
        let names = parts.filter(|name| name.len() > 3 && is_names(name) && !known(name));
        for (role, name) in roles.into_iter().zip(names) {
            let name = byline(name).map_or(name, |inner| &name[inner]);
            let start = line.start() + source.find(name).unwrap_or(0);
            let span = Span::new(start, start + name.len());
            provenance.add(role, Found { span, by: FoundBy::Header });
        }
    }
}

/// What stands between the parts of a header on one line.
const BARS: [char; 4] = ['|', '·', '•', '—'];

/// Whether the text ends as a sentence does and a header's line does not.
fn ends_sentence(line: &str) -> bool {
    line.ends_with(['.', '。', '!', '?', ';', '…'])
}

/// Whether the words before a date are those of a header: none, `Published on`, or a name and a mark.
fn introduces_date(before: &str) -> bool {
    let known =
        before.to_lowercase().split(|c: char| !c.is_alphanumeric()).all(|word| BEFORE_DATE.contains(&word));
    let named = before.ends_with(['|', ',', '·', '•', '—', '–', '-', '/']) && !before.contains('©');
    let barred = || {
        let mut parts = before.split(BARS).map(str::trim).filter(|part| !part.is_empty());
        before.contains(BARS)
            && !before.contains('©')
            && parts.all(|part| is_names(part) || BEFORE_DATE.contains(&part.to_lowercase().as_str()))
    };
    known || named && is_names(before.trim_end_matches(|c: char| !c.is_alphanumeric())) || barred()
}

/// What stands before the name in a byline.
const BYLINE_WORDS: [&str; 8] =
    ["by ", "written by ", "text by ", "story by ", "reviewed by ", "reported by ", "par ", "von "];
/// What stands between a name and the place where they wrote.
const WROTE_AT: [&str; 3] = [" at ", " in ", " from "];

/// Whether a byline's first words stand alone, its name a line below.
fn is_byline_word(line: &str) -> bool {
    // Most lines are longer than any of them.
    const LONGEST: usize = 11;
    line.len() <= LONGEST && BYLINE_WORDS.iter().any(|words| line.eq_ignore_ascii_case(words.trim_end()))
}

/// The name in `By Jane Doe`.
fn byline(line: &str) -> Option<std::ops::Range<usize>> {
    // Few lines begin like one of the words.
    if !matches!(line.as_bytes().first()? | 0x20, b'b' | b'w' | b't' | b's' | b'r' | b'p' | b'v') {
        return None;
    }
    let start = BYLINE_WORDS
        .iter()
        .find(|words| line.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words)))?
        .len();
    let rest = line[start..].trim_start_matches(['*', '_', '[', ' ']);
    let start = line.len() - rest.len();
    let end = rest.find(['|', '·', '•', '—', '(', ']']).unwrap_or(rest.len());
    let name = rest[..end].trim_end_matches([' ', '*', '_', ',']);
    let name = name.split(", ").next().unwrap_or(name);
    let placed = WROTE_AT.iter().filter_map(|at| name.split_once(at)).find(|(name, _)| name.contains(' '));
    let name = placed.filter(|(_, place)| is_names(place)).map_or(name, |(name, _)| name);
    (!ends_sentence(name) && is_names(name)).then(|| start..start + name.len())
}

/// Whether the words are names: a few, each with a capital but for the small ones between them.
pub(super) fn is_names(text: &str) -> bool {
    const SMALL: [&str; 14] =
        ["and", "for", "of", "the", "de", "da", "del", "der", "di", "la", "le", "van", "von", "y"];
    let words: Vec<&str> = text.split_whitespace().take(9).collect();
    let named =
        |word: &&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(|first| !first.is_lowercase());
    (1..9).contains(&words.len())
        && words.iter().any(named)
        && words.iter().all(|word| named(word) || SMALL.contains(word))
}

/// The first date with a year in a short piece of text. A copyright's years are none.
fn find_date(document: &Document, within: Span) -> Option<&DateMention> {
    let date = document.dates_in(within).find(|date| date.year.is_some())?;
    let source = document.slice(within);
    let copyright = source.contains('©') || source.to_ascii_lowercase().contains("copyright");
    (within.len() <= LONGEST && !copyright).then_some(date)
}

/// The first heading of level 1, or the first line that stands like a title above running text.
fn title(document: &Document, header: &[Span]) -> Option<Span> {
    let text = document.text();
    if let Some(heading) = document.headings.first() {
        return (heading.level == 1).then_some(heading.text);
    }
    let trimmed: Vec<Span> = header.iter().map(|line| line.trimmed(text)).collect();
    let stands =
        |at: usize| is_title(document, trimmed[at]) && ends_here(document, trimmed.get(at + 1).copied());
    let first = trimmed.iter().position(|line| !line.is_empty());
    let headed = first.filter(|&at| is_title(document, trimmed[at]) && heads(document, &trimmed[at + 1..]));
    headed.or_else(|| (0..trimmed.len()).find(|&at| stands(at))).map(|at| trimmed[at])
}

/// Whether the lines right below a title are those of a header, a byline or a date among them:
/// nothing that goes on or ends as a sentence does.
fn heads(document: &Document, below: &[Span]) -> bool {
    const LONG: usize = 80;
    let near = &below[..below.iter().position(|line| line.is_empty()).unwrap_or(below.len())];
    let short = |line: &Span| line.len() <= LONG && !ends_sentence(document.slice(*line));
    near.iter().all(short) && near.iter().any(|&line| is_header(document, line))
}

fn is_title(document: &Document, line: Span) -> bool {
    let source = document.slice(line);
    line.len() <= LONGEST
        && !source.ends_with(['.', '。', ':', ';', ','])
        && source.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '«' | '\'' | '‘'))
        && source.split_whitespace().nth(1).is_some()
        && !is_header(document, line)
}

/// Whether a title can stand above the line: it does not go on there.
fn ends_here(document: &Document, next: Option<Span>) -> bool {
    next.is_none_or(|next| next.is_empty() || next.len() > LONGEST || is_header(document, next))
}

/// Whether the line is a byline, a date or a name with a colon.
fn is_header(document: &Document, line: Span) -> bool {
    let text = document.text();
    label(text, line).is_some() || byline(line.of(text)).is_some() || is_mostly_date(document, line)
}

/// Whether a date is half of the line, or more.
fn is_mostly_date(document: &Document, line: Span) -> bool {
    find_date(document, line).is_some_and(|date| date.span.len() * 2 >= line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        let document = Document::from_text("a.txt", text);
        let provenance = &document.provenance;
        let show = |name: &str, found: Option<Found>| {
            found.map(|found| format!("{name}={}", document.slice(found.span)))
        };
        let parts = [
            show("title", provenance.title),
            show("author", provenance.author),
            show("published", provenance.published),
            show("retrieved", provenance.retrieved),
            show("source", provenance.source),
            provenance.source_key.as_ref().map(|key| format!("key={key}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn the_header_and_footer_of_an_article() {
        let text = "The Harbour Post\n\nKeeper leaves the light\n\n2023-11-10T18:02:03.184Z\n\nHe left on 3 May 2020, it is said.\n\n\
                    Status: 11.11.2023, 9:51 AM\n\nBy: Ann Keeper\n\nText that goes on about the light, and on, in a line that is long enough for a paragraph.\n\nSource: harbour\n\n© Post 2019 - Privacy\n";
        assert_eq!(
            found(text),
            "title=The Harbour Post | author=Ann Keeper | published=2023-11-10 | source=harbour"
        );
    }

    #[test]
    fn dates_alone_on_their_line() {
        for (line, date) in [
            ("2023-11-10", "2023-11-10"),
            ("10.11.2023, 18:51", "10.11.2023"),
            ("11/25/2023", "11/25/2023"),
            ("Friday, November 10, 2023", "November 10, 2023"),
            ("10 November 2023 at 18:51 GMT", "10 November 2023"),
            ("Published on 10 November 2023", "10 November 2023"),
            ("Publié le 25 février 2022", "25 février 2022"),
            ("Veröffentlicht am Freitag, 27. Oktober 2023", "27. Oktober 2023"),
            ("Опубликовано: 27 октября 2023", "27 октября 2023"),
            ("Le bateau partit le 25 février 2022", ""),
            ("Updated: 2023-11-10", ""),
            ("| Field | Value |\n|---|---|\n| Source | a letter |\n| Published | 2023-11-10 |", "2023-11-10"),
            ("By Ann Keeper | Nov. 10, 2023", "Nov. 10, 2023"),
            ("What happened on 9 November 2023", ""),
            ("He came on 9 November 2023.", ""),
            (
                "- Summary: what the keeper saw of the ships in the fog, and of the lamp\n- Published: 2023-11-10",
                "2023-11-10",
            ),
            ("PUBLISHED:\n\n19:31 EST, 30 October 2013", "19:31 EST, 30 October 2013"),
            ("Published:\n\nThe keeper rowed over to the light on 30 October 2013 in fog", ""),
            ("2015 — 2023 ©. All rights reserved", ""),
            ("Copyright 10 November 2023", ""),
            ("May 9", ""),
            ("2023", ""),
            ("Version 10.11.2023.4 of the engine is out", ""),
        ] {
            let document = Document::from_text("a.txt", &format!("A long title\n\n{line}\n\nText.\n"));
            let published = document.provenance.published.map_or("", |found| document.slice(found.span));
            assert_eq!(published, date, "{line}");
        }
    }

    #[test]
    fn headers_on_one_line_letters_and_first_publications() {
        for (text, expected) in [
            (
                "The long lamp\n\nJane Roe | The Courier | May 3, 2024\n\nText.\n",
                "title=The long lamp | author=Jane Roe | published=May 3, 2024 | source=The Courier",
            ),
            (
                "The long lamp\n\nJane Roe • Updated May 3, 2024\n\nText.\n",
                "title=The long lamp | author=Jane Roe | published=May 3, 2024",
            ),
            (
                "The long lamp\n\nBy Jane Roe | The Courier | May 3, 2024\n\nText.\n",
                "title=The long lamp | author=Jane Roe | published=May 3, 2024 | source=The Courier",
            ),
            (
                "From: Jane Roe <jane@x.example>\nSubject: the lamp\n\nText.\n",
                "title=the lamp | author=Jane Roe",
            ),
            (
                "From: Jane Roe\nTo: Ann Hill\nSubject: the lamp\n\nText.\n",
                "title=the lamp | author=Jane Roe",
            ),
            ("From: jane@x.example\n\nText.\n", "author=jane@x.example"),
            ("From: The Courier\n\nText.\n", "source=The Courier"),
            (
                "The long lamp\n\nText.\n\nThis article was originally published on The Courier.\n",
                "title=The long lamp | source=The Courier",
            ),
            (
                "The long lamp\n\nText.\n\n*Originally published in [The Courier](https://courier.example/a)*\n",
                "title=The long lamp | source=[The Courier](https://courier.example/a | key=https://courier.example/a",
            ),
            (
                "The long lamp\n\nText.\n\nRead the original article: https://courier.example/a\n",
                "title=The long lamp | source=https://courier.example/a | key=https://courier.example/a",
            ),
            ("The long lamp\n\nLamp | Oil | Frost\n\nText.\n", "title=The long lamp"),
            ("The long lamp\n\nIt was first published in haste\n\nText.\n", "title=The long lamp"),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn a_title_above_the_lines_of_a_header() {
        let text = "Bakery that fed a strike closes\nSiân Howells\nHarbour News, Lampton\nPublished\n9 January 2023\n\n\
                    A bakery has closed its doors.\n\nThe shop in about 1930\n\nIt opened in 1883.\n";
        assert_eq!(found(text), "title=Bakery that fed a strike closes | published=9 January 2023");
    }

    #[test]
    fn bylines_and_what_only_looks_like_one() {
        for (line, author) in [
            ("By Ann Keeper", "Ann Keeper"),
            ("by ANN VAN DER KEEPER", "ANN VAN DER KEEPER"),
            ("By Ann Keeper and J. Lamp, Harbour Post", "Ann Keeper and J. Lamp"),
            ("**Author:** Ann Keeper", "Ann Keeper"),
            ("| | |\n|---|---|\n| **Author** | Ann Keeper |", "Ann Keeper"),
            ("|Author:|Ann Keeper", "Ann Keeper"),
            ("| Author | Title |\n| :--- | --- |\n| Ann Keeper | The lamp |", ""),
            ("| Author | Ann Keeper | 1894 |", ""),
            ("Ann Keeper, 3 May 2020", "Ann Keeper"),
            ("Friday, November 10, 2023", ""),
            ("By the end of the day all was lost", ""),
            ("By Monday the ships had left the harbour", ""),
            ("By.", ""),
            ("Par Hélène Marchand", "Hélène Marchand"),
            ("Von Katrin Böhme", "Katrin Böhme"),
            ("Автор: Анна Маяк", "Анна Маяк"),
            ("Par la suite, tout fut perdu", ""),
            ("Von den Schiffen im Hafen", ""),
            ("By Ann Keeper in Port Lamp", "Ann Keeper"),
            ("Reviewed by Ann Keeper", "Ann Keeper"),
            ("By Monday in Port Lamp all was lost", ""),
            ("By \nAnn Keeper", "Ann Keeper"),
            ("Written by\n\nAnn Keeper", "Ann Keeper"),
            ("Author:\n\nAnn Keeper", "Ann Keeper"),
            ("By\nthe end all was lost", ""),
        ] {
            let document = Document::from_text("a.txt", &format!("A long title\n\n{line}\n\nText.\n"));
            let author_found = document.provenance.author.map_or("", |found| document.slice(found.span));
            assert_eq!(author_found, author, "{line}");
        }
    }

    #[test]
    fn front_matter_and_named_lines() {
        assert_eq!(
            found("---\ntitle: A\nvideo_id: dQw4w9WgXcQ\n---\nFrom: [[keeper]] <br/>\n"),
            "title=A | author=[[keeper]] | source=dQw4w9WgXcQ | key=youtube:dQw4w9WgXcQ"
        );
        assert_eq!(
            found("# Lights\n\nSource: [The light](https://www.harbour.example.org/a/?utm_source=x)\n"),
            "title=Lights | source=[The light](https://www.harbour.example.org/a/?utm_source=x) | key=https://harbour.example.org/a"
        );
        assert_eq!(
            found(
                "---\nurl: /about/\nsources:\n- https://a.example.org\nauthor: [{name: Ann}]\ncreated: 2024-01-02\n---\n"
            ),
            "author=Ann | retrieved=2024-01-02 | source=https://a.example.org | key=https://a.example.org"
        );
        assert_eq!(found("---\norigin: team\n---\n"), "");
        assert_eq!(
            found("---\norigin: https://a.example.org/b\n---\n"),
            "source=https://a.example.org/b | key=https://a.example.org/b"
        );
        assert_eq!(
            found("From: https://a.example.org/b\n"),
            "source=https://a.example.org/b | key=https://a.example.org/b"
        );
        assert_eq!(found("From: the beginning of the harbour\n"), "");
        assert_eq!(
            found("Quellen:\n\n- https://a.example.org/b\n- https://a.example.org/c\n"),
            "source=https://a.example.org/b | key=https://a.example.org/b"
        );
        assert_eq!(
            found("---\npmid: 38765432\n---\nSource(s): https://a.example.org/b\n"),
            "source=38765432 | key=pmid:38765432"
        );
        assert_eq!(
            found(
                "[Open in the reader](https://reader.example.org/a-long-way-off)\n[Read Original](https://a.example.org/b)\n[Home](https://a.example.org)\n"
            ),
            "source=https://a.example.org/b | key=https://a.example.org/b"
        );
        assert_eq!(
            found(
                "---\nsources:\n- name: The light\n  url: https://a.example.org/b\nauthor: [{name: Ann, url: https://a.example.org}]\n---\n"
            ),
            "author=Ann | source=https://a.example.org/b | key=https://a.example.org/b"
        );
        assert_eq!(
            found("Source:\nhttps://a.example.org/b\n"),
            "source=https://a.example.org/b | key=https://a.example.org/b"
        );
    }
}
