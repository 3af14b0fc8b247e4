//! Provenance in the body: lines that name what follows (`Source: …`), and the title,
//! byline and date that stand alone in an article's header or footer.
//!
//! Only the first and the last lines are looked at, and never a sentence: a date in running
//! text says when something happened, not when the text was written.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

mod elsewhere;
mod labelled;
mod signature;
mod title;

use self::elsewhere::{first_publication, first_published};
use self::labelled::{label, labelled};
pub(super) use self::labelled::{names_author, source_label};
use self::signature::{beside_date, biography, byline, is_byline_word, with_role};
use self::title::title;
use super::provenance::{Found, FoundBy, Provenance, Role};
use super::{DateMention, Document};
use crate::lexicon::{HEADS, Role as Meaning, Word, words};
use crate::text::{Span, is_digits, lines, lines_backwards};

/// How many lines at the top are looked at, blank ones not counted.
const HEADER_LINES: usize = 40;
/// How many blank ones there may be among them.
const BLANK_LINES: usize = 80;
/// How many lines at the bottom are looked at, blank ones not counted.
const FOOTER_LINES: usize = 24;
/// The longest line, in bytes, that can be a title, byline or date.
const LONGEST: usize = 160;
/// Words that may stand before a date that is alone on its line: those of `provenance/names.yaml`, and those of
/// a time of day.
static BEFORE_DATE: LazyLock<FxHashSet<Word>> = LazyLock::new(|| {
    const OF_DAY: [&str; 20] = [
        "a", "am", "p", "pm", "m", "gmt", "utc", "est", "edt", "pst", "pdt", "cet", "cest", "bst", "uhr",
        "h", "et", "ct", "pt", "msk",
    ];
    let heads = HEADS.iter().filter(|(_, says)| *says == "published").map(|(word, _)| *word);
    heads.chain(OF_DAY).map(Word::of_written).collect()
});

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
    if provenance.author.is_none() {
        let last = footer.last().or_else(|| header.iter().rev().find(|line| !is_blank(text, **line)));
        let told = || biography(text, last?.trimmed(text));
        let author = beside_date(document, &header).or_else(told);
        author.into_iter().for_each(|span| provenance.add(Role::Author, Found { span, by: FoundBy::Header }));
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
        // The full stop of `2023. 11. 10.` is the date's.
        let dated = find_date(document, line).is_some_and(|date| date.span.end() == line.end());
        let sentence = ends_sentence(line.of(text)) && !dated;
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
    if let Some(author) = byline(source).or_else(|| provenance.author.is_none().then(|| with_role(source))?) {
        let span = Span::new(line.start() + author.start, line.start() + author.end);
        provenance.add(Role::Author, Found { span, by: FoundBy::Header });
    }
    if source.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("via ")) {
        provenance
            .add(Role::Source, Found { span: Span::new(line.start() + 4, line.end()), by: FoundBy::Header });
    }
    let named = byline(source).map_or(0, |name| name.end);
    let Some(date) = find_date(document, line) else {
        let behind = source[named..].trim_start_matches([' ', ',', '|', '-']);
        if let Some(date) = short_date(behind) {
            let from = line.start() + source.len() - behind.len();
            let span = Span::new(from + date.start, from + date.end);
            provenance.add(Role::Published, Found { span, by: FoundBy::Header });
        }
        return;
    };
    let before = source[..date.span.start() - line.start()].trim();
    let signed = named > 0
        && before
            .get(named..)
            .is_some_and(|between| between.split(|c: char| !c.is_alphanumeric()).all(may_precede_date));
    let after = &source[date.span.end() - line.start()..];
    if after.len() <= 40 && !after.ends_with(':') && (signed || introduces_date(before)) {
        provenance.add(Role::Published, Found { span: date.date, by: FoundBy::Header });
        let known = |name: &&str| may_precede_date(name);
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
    line.ends_with(['.', '。', '!', '?', ';', '…']) && !line.ends_with("a.m.") && !line.ends_with("p.m.")
}

/// Whether a word may stand before a date that is alone on its line; none at all may.
fn may_precede_date(word: &str) -> bool {
    let weekday = || words().meanings(word).iter().any(|meaning| matches!(meaning.role, Meaning::Weekday(_)));
    word.is_empty() || BEFORE_DATE.contains(&Word::of_written(word)) || weekday()
}

/// Whether the words before a date are those of a header: none, `Published on`, or a name and a mark.
fn introduces_date(before: &str) -> bool {
    let timed = before.contains(':');
    let mut words = before.split(|c: char| !c.is_alphanumeric());
    let known = words.all(|word| may_precede_date(word) || timed && is_digits(word));
    let named = before.ends_with(['|', ',', '·', '•', '—', '–', '-', '/']) && !before.contains('©');
    let barred = || {
        let mut parts = before.split(BARS).map(str::trim).filter(|part| !part.is_empty());
        before.contains(BARS)
            && !before.contains('©')
            && parts.all(|part| is_names(part) || may_precede_date(part))
    };
    // The word for it in a language that nobody knows here.
    let one = || before.chars().all(char::is_alphabetic) && before.starts_with(char::is_uppercase);
    known || one() || named && is_names(before.trim_end_matches(|c: char| !c.is_alphanumeric())) || barred()
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

/// Whether a date stands in a short piece of text, be its year of two digits.
fn holds_date(document: &Document, within: Span) -> bool {
    find_date(document, within).is_some() || short_date(document.slice(within)).is_some()
}

/// A date at the head of a line that running text would leave open: `11/10/23`, `20231110`.
fn short_date(line: &str) -> Option<std::ops::Range<usize>> {
    /// A time of day may follow, in bytes.
    const LONGEST_REST: usize = 24;
    let length = line.bytes().take_while(|byte| byte.is_ascii_digit() || b"/.-".contains(byte)).count();
    let (written, rest) = line.split_at(length);
    let written = written.trim_end_matches(['.', '-']);
    let mark = written.chars().find(|c| !c.is_ascii_digit());
    let parts: Vec<&str> = match mark {
        Some(mark) => written.split(mark).collect(),
        None => vec![written.get(6..)?, written.get(4..6)?, written.get(..4)?],
    };
    let [a, b, year] = parts.try_into().ok()?;
    let number = |part: &str| part.parse::<u16>().ok().filter(|_| part.len() <= 2);
    let (a, b) = (number(a)?, number(b)?);
    let possible = (1..=12).contains(&a.min(b)) && a.max(b) <= 31;
    let yeared =
        if mark.is_some() { year.len() == 2 } else { year.starts_with("19") || year.starts_with("20") };
    let ends = rest.len() <= LONGEST_REST && !rest.starts_with(char::is_alphanumeric);
    (possible && yeared && is_digits(year) && ends).then_some(0..written.len())
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
mod tests;
