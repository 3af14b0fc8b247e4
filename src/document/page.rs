//! The page or section that the citation beside a quotation names.

use super::author_year::is_beside_names;
use super::{
    Citation, CitationKind, Definition, Document, Link, LinkSyntax, Quotation, citekeys_in, command_citation,
};
use crate::text::Span;

/// What a place in a source is counted in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LocatorUnit {
    /// Seconds of a medium.
    Seconds,
    /// Pages.
    Pages,
    /// Verses.
    Verses,
    /// Lines.
    Lines,
    /// Numbered paragraphs.
    Paragraphs,
    /// Sections, and sections of them: `§ 4.2`.
    Sections,
    /// Chapters.
    Chapters,
}

/// What stands before the number of a place, in any case but for single letters.
const MARKS: [(LocatorUnit, &[&str]); 6] = [
    (LocatorUnit::Pages, &["p.", "pp.", "S.", "page", "pages", "Seite", "Seiten", "pág.", "с."]),
    (LocatorUnit::Verses, &["v.", "vv.", "verse", "verses", "Vers"]),
    (LocatorUnit::Lines, &["l.", "ll.", "line", "lines", "Z.", "Zeile", "Zeilen"]),
    (LocatorUnit::Paragraphs, &["para.", "paras.", "paragraph", "¶", "¶¶", "Rn.", "Rz.", "Abs.", "Absatz"]),
    (LocatorUnit::Sections, &["§", "§§", "sec.", "sect.", "section", "sections", "Abschnitt"]),
    (
        LocatorUnit::Chapters,
        &["ch.", "chs.", "chap.", "chaps.", "chapter", "chapters", "Kap.", "Kapitel", "cap."],
    ),
];
/// The most bytes of a mark.
const LONGEST_MARK: usize = 9;
/// So many bytes after a link, its page may end.
const AFTER_LINK: usize = 24;
/// More digits than this are no page.
const MAX_DIGITS: usize = 5;
/// In the text of a longer note, and among more notes, no page is looked for.
const MAX_NOTE: usize = 400;
const MOST_NOTES: usize = 2000;
/// The levels of a section, `4.2.1`, and the bits of one.
const LEVELS: u32 = 4;
const LEVEL: u32 = 16;

/// Where in a work something stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pages {
    /// What the numbers are.
    pub unit: LocatorUnit,
    /// Where they are written.
    pub span: Span,
    /// The page, or the first of several.
    pub first: u64,
    /// The last.
    pub last: u64,
}

impl Quotation {
    /// The pages, sections and the like in the citation beside it, each kind once: `[@hill, p. 12]`,
    /// `[@hill, 12–14]`, `(Hill 2019, 12)`, `([Hill](…), S. 12)`, `([[Hill]], § 12)`.
    #[must_use]
    pub fn pages(&self, document: &Document) -> Vec<Pages> {
        let text = document.text();
        let Some((within, bare)) = (match source_link(document, self) {
            Some((link, true)) => Some((after(document, link.span), None)),
            _ => self.citation(document).and_then(|citation| where_paged(document, citation)),
        }) else {
            return Vec::new();
        };
        let source = within.of(text);
        let mut found = marked(source);
        if found.is_empty() {
            found.extend(bare.and_then(|bare| unmarked(source, bare)));
        }
        found.iter_mut().for_each(|pages| pages.span = pages.span.shifted(within.start()));
        found
    }
}

/// The wiki-link right after a quotation, set apart from the words, that may say what it is from, and whether
/// the mark of a page follows, by which it leads to a work: `"…" ([[Hill 2019]], p. 4)`.
pub(crate) fn source_link<'d>(document: &'d Document, quotation: &Quotation) -> Option<(&'d Link, bool)> {
    const NEAR: usize = 16;
    let next = document.links.partition_point(|link| link.span.start < quotation.span.end);
    let near = |link: &&Link| link.span.start() - quotation.span.end() <= NEAR;
    let link = document.links.get(next).filter(near).filter(|link| link.syntax == LinkSyntax::Wiki)?;
    let between = document.slice(Span::new(quotation.span.end(), link.span.start()));
    let lead = between.trim_start_matches(['.', ',', ' ', '\n', '>']).strip_prefix(['(', '—', '–'])?;
    let target = document.slice(link.target);
    let named = !link.embed && !target.is_empty() && !target.starts_with('@');
    let leads = named && lead.split_whitespace().all(is_beside_names);
    leads.then(|| (link, !marked(after(document, link.span).of(document.text())).is_empty()))
}

/// Where a number alone is a page.
#[derive(Clone, Copy)]
enum Bare {
    /// Right after so many bytes and one of these marks.
    After(usize, &'static [char]),
    /// At the end, after a comma.
    Last,
}

/// Where the page of a citation is looked for, and where it may stand without a mark.
fn where_paged(document: &Document, citation: &Citation) -> Option<(Span, Option<Bare>)> {
    let (span, text) = (citation.span, document.text());
    let source = span.of(text);
    match citation.kind {
        CitationKind::Key if source.starts_with('@') => Some((after(document, span), None)),
        CitationKind::Key => {
            let from = citekeys_in(text, span).next()?.end() - span.start();
            Some((span, Some(Bare::After(from, &[',']))))
        }
        CitationKind::AuthorYear => {
            // Of several works the first.
            let end = source.find(';').filter(|&end| end >= citation.target.end() - span.start());
            let span = Span::new(span.start(), end.map_or(span.end(), |end| span.start() + end));
            Some((span, Some(Bare::After(citation.target.end() - span.start(), &[':', ',']))))
        }
        CitationKind::Work if source.starts_with("[[") => Some((after(document, span), None)),
        CitationKind::Work if command_citation::keys(source).is_some() => {
            let options = &source[..source.find('{')?];
            Some((span, options.rfind('[').map(|at| Bare::After(at, &['[']))))
        }
        CitationKind::Work | CitationKind::Locator => Some((span, None)),
        CitationKind::Address | CitationKind::Doi => Some((after(document, span), None)),
        CitationKind::Footnote => {
            let note = note(document, citation.target.of(text))?;
            let short = note.target.len() <= MAX_NOTE && !note.target.of(text).contains(';');
            short.then_some((note.target, Some(Bare::Last)))
        }
        CitationKind::Timestamp | CitationKind::Number => None,
    }
}

fn note<'d>(document: &'d Document, label: &str) -> Option<&'d Definition> {
    let mut notes = document.definitions.iter().take(MOST_NOTES);
    notes.find(|note| note.footnote && note.label.of(document.text()).eq_ignore_ascii_case(label))
}

/// What stands right after a link, as far as a page may.
fn after(document: &Document, link: Span) -> Span {
    let text = document.text();
    let block = document.block_of(link).map_or(link.end(), |(_, block)| block.span.end());
    let near = text.floor_char_boundary((link.end() + AFTER_LINK).min(block));
    let after = Span::new(link.end(), near.max(link.end()));
    let end = after.of(text).find([';', ')', '\n']).unwrap_or(after.len());
    let joined = after.of(text).starts_with([',', ' ', ':']);
    Span::new(after.start(), after.start() + if joined { end } else { 0 })
}

/// The places with a mark before their numbers, the first of each kind.
fn marked(source: &str) -> Vec<Pages> {
    let mut found: Vec<Pages> = Vec::new();
    let digit = |&(at, c): &(usize, char)| {
        c.is_ascii_digit() && !source[..at].ends_with(|c: char| c.is_ascii_digit())
    };
    for (at, _) in source.char_indices().filter(digit) {
        let before = source[..at].trim_end_matches([' ', '~', '\u{a0}', '\n']);
        let near = before.floor_char_boundary(before.len().saturating_sub(LONGEST_MARK + 1));
        let near = &before[near..];
        let is_mark = |mark: &&str| {
            let start = near.len().checked_sub(mark.len());
            let split = start.and_then(|start| Some((near.get(..start)?, near.get(start..)?)));
            split.is_some_and(|(rest, written)| {
                let same =
                    written == *mark || mark.chars().nth(2).is_some() && written.eq_ignore_ascii_case(mark);
                same && !rest.ends_with(char::is_alphanumeric)
            })
        };
        let unit = MARKS.iter().find(|(_, marks)| marks.iter().any(is_mark));
        let Some(&(unit, _)) = unit.filter(|(unit, _)| !found.iter().any(|known| known.unit == *unit)) else {
            continue;
        };
        found.extend(
            numbers(&source[at..], unit).map(|pages| Pages { span: pages.span.shifted(at), ..pages }),
        );
    }
    found.sort_unstable_by_key(|pages| pages.unit);
    found
}

/// The page without a mark.
fn unmarked(source: &str, bare: Bare) -> Option<Pages> {
    let rest = match bare {
        Bare::After(from, marks) => source.get(from..)?.strip_prefix(marks)?,
        Bare::Last => {
            let (before, last) = source.rsplit_once(',')?;
            let named = before.ends_with([')', '*', '_', '”', '"', '“', '»']) || ends_in_year(before);
            Some(last).filter(|_| named)?
        }
    };
    let skipped = rest.len() - rest.trim_start().len();
    let at = source.len() - rest.len() + skipped;
    let found = numbers(&source[at..], LocatorUnit::Pages)?;
    let ends = source[at + found.span.end()..].trim_start_matches(['.', ' ', '\n', '\r']);
    let whole = ends.is_empty() || ends.starts_with([']', ')', ';']);
    let year = (1500..2100).contains(&found.first);
    (whole && !year).then_some(Pages { span: found.span.shifted(at), ..found })
}

fn ends_in_year(text: &str) -> bool {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    digits == 4 && text[..text.len() - 4].ends_with(' ')
}

/// The number of a place, or of several, that a text begins with, and where it stands.
fn numbers(text: &str, unit: LocatorUnit) -> Option<Pages> {
    let (mut end, first, mut last) = range(text, unit)?;
    // `4, 12 and 90`: nobody can tell at which of them.
    loop {
        let rest = &text[end..];
        let more = [", ", " and ", " & ", " und "].iter().find_map(|joint| rest.strip_prefix(joint));
        let Some((length, _, next)) = more.and_then(|more| range(more, unit)).filter(|_| more.is_some())
        else {
            break;
        };
        end = text.len() - more.unwrap_or_default().len() + length;
        last = last.max(next);
    }
    let after = &text[end..];
    let following = ["ff", "f"].iter().find_map(|mark| after.trim_start().strip_prefix(mark));
    if let Some(rest) = following.filter(|rest| !rest.starts_with(char::is_alphanumeric)) {
        let span = Span::new(0, text.len() - rest.len());
        return Some(Pages { unit, span, first, last: last.max(first) + 1 });
    }
    let ends = !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '/'));
    ends.then(|| Pages { unit, span: Span::new(0, end), first, last: last.max(first) })
}

/// `12`, `12–14`, and `112–14` for 112 to 114.
fn range(text: &str, unit: LocatorUnit) -> Option<(usize, u64, u64)> {
    let (end, first) = number(text, unit)?;
    let dash = text[end..].chars().next().filter(|c| matches!(c, '-' | '–' | '—'));
    let from = dash.map(|dash| end + dash.len_utf8() + usize::from(text[end..].starts_with("--")));
    let range = from.and_then(|from| Some((from, number(&text[from..], unit)?)));
    let Some((from, (length, last))) = range else { return Some((end, first, first)) };
    let scale = 10_u64.pow(last.checked_ilog10().unwrap_or(0) + 1);
    let last =
        if last < first && unit != LocatorUnit::Sections { first / scale * scale + last } else { last };
    Some((from + length, first, last))
}

/// A number and its length; that of a section as its levels.
fn number(text: &str, unit: LocatorUnit) -> Option<(usize, u64)> {
    let digits = |text: &str| -> Option<(usize, u64)> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let number = text[..digits].parse().ok()?;
        (digits <= MAX_DIGITS).then_some((digits, number))
    };
    let (mut end, first) = digits(text)?;
    if unit != LocatorUnit::Sections {
        return Some((end, first));
    }
    let fits = |number: u64| number < 1 << LEVEL;
    let mut section = Some(first).filter(|&first| fits(first))? << (LEVEL * (LEVELS - 1));
    for level in (0..LEVELS - 1).rev() {
        let next = text[end..].strip_prefix('.').and_then(digits).filter(|&(_, number)| fits(number));
        let Some((length, number)) = next else { break };
        section |= number << (LEVEL * level);
        end += 1 + length;
    }
    Some((end, section))
}

/// The levels of the number of a section.
fn levels(section: u64) -> impl Iterator<Item = u64> {
    let level = move |level: u32| section >> (LEVEL * level) & ((1 << LEVEL) - 1);
    (0..LEVELS).rev().map(level).take_while(|&number| number > 0)
}

impl LocatorUnit {
    /// So many of them apart, two are two places: what is quoted may run over from one to the next.
    #[must_use]
    pub fn tolerance(self) -> u64 {
        match self {
            Self::Seconds | Self::Sections | Self::Chapters => 0,
            Self::Pages | Self::Verses | Self::Paragraphs => 1,
            Self::Lines => 3,
        }
    }

    /// A place as it is told: `p. 12`, `§ 4.2`.
    #[must_use]
    pub fn told(self, at: u64) -> String {
        match self {
            Self::Sections => {
                let levels: Vec<String> = levels(at).map(|level| level.to_string()).collect();
                format!("§ {}", levels.join("."))
            }
            Self::Pages | Self::Seconds => format!("p. {at}"),
            Self::Verses => format!("v. {at}"),
            Self::Lines => format!("l. {at}"),
            Self::Paragraphs => format!("para. {at}"),
            Self::Chapters => format!("ch. {at}"),
        }
    }

    /// Whether what is counted so from the one first to the one last overlaps with the other.
    #[must_use]
    pub fn meet(self, one: (u64, u64), other: (u64, u64)) -> bool {
        let mut ends = [one.0, one.1, other.0, other.1];
        if self == Self::Sections {
            // `§ 4` holds `§ 4.2`.
            let depth = ends.iter().map(|&section| levels(section).count() as u32).min().unwrap_or(1).max(1);
            ends.iter_mut().for_each(|section| *section >>= LEVEL * (LEVELS - depth));
        }
        let [first, last, other_first, other_last] = ends;
        first <= other_last + self.tolerance() && other_first <= last + self.tolerance()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(mark: &str) -> String {
        let document = Document::from_text("a.md", &format!("She said \"it was so\" {mark}.\n"));
        let pages = document.quotations[0].pages(&document).into_iter();
        let told = pages.map(|pages| match pages.unit {
            unit if pages.first == pages.last => unit.told(pages.first),
            unit => format!("{} to {}", unit.told(pages.first), unit.told(pages.last)),
        });
        told.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn pages_are_read_in_any_citation() {
        for (mark, expected) in [
            ("[@hill, p. 12]", "p. 12"),
            ("[see @hill, pp. 112–14]", "p. 112 to p. 114"),
            ("[@hill, 12-14]", "p. 12 to p. 14"),
            ("[@hill, S. 120 f.]", "p. 120 to p. 121"),
            ("[@hill, 00:01:20]", ""),
            ("[@hill2019]", ""),
            ("(Hill 2019, p. 4)", "p. 4"),
            ("(Hill 2019: 4)", "p. 4"),
            ("(Hill 2019, 4)", "p. 4"),
            ("(Hill 2019, 4, 12 and 90)", "p. 4 to p. 90"),
            ("(Hill 2019, 94ff.)", "p. 94 to p. 95"),
            ("(Hill 2019; Berg 2020, p. 5)", ""),
            ("(Hill 2019, 2020)", ""),
            ("(Hill 2019)", ""),
            ("([Hill](https://a.example/3), p. 12)", "p. 12"),
            ("([Hill](https://a.example/))", ""),
            ("([[hill2019]], p. 12)", "p. 12"),
            ("([[@hill2019]], p. 12)", "p. 12"),
            ("\\cite[p.~12]{hill}", "p. 12"),
            ("\\parencite[see][12--14]{hill}", "p. 12 to p. 14"),
        ] {
            assert_eq!(found(mark), expected, "{mark}");
        }
    }

    #[test]
    fn sections_and_the_like_are_read() {
        for (mark, expected) in [
            ("[@hill, § 4.2]", "§ 4.2"),
            ("[@hill, Section 4]", "§ 4"),
            ("[@hill, chap. 3]", "ch. 3"),
            ("[@hill, ch. 3, p. 12]", "p. 12; ch. 3"),
            ("(Hill 2019, v. 4)", "v. 4"),
            ("(Hill 2019, ll. 4–9)", "l. 4 to l. 9"),
            ("(Hill 2019, Rn. 4)", "para. 4"),
            ("[@hill, vol. 2]", ""),
        ] {
            assert_eq!(found(mark), expected, "{mark}");
        }
        let section =
            |text| number(text, LocatorUnit::Sections).map(|(_, section)| section).unwrap_or_default();
        let meet = |one, other| {
            LocatorUnit::Sections.meet((section(one), section(one)), (section(other), section(other)))
        };
        assert!(meet("4", "4.2") && meet("4.2.1", "4.2") && !meet("4.2", "4.3") && !meet("4", "5"));
    }

    #[test]
    fn pages_stand_in_notes() {
        for (note, expected) in [
            ("Hill 2019, p. 4.", "p. 4"),
            ("Jane Hill, *The Night* (London, 2019), 4–6.", "p. 4 to p. 6"),
            ("Hill (2019), 12", "p. 12"),
            ("Jane Hill, *The Night*, London, 2019.", ""),
            ("Hill 2019, p. 4; Berg 2020, p. 9.", ""),
        ] {
            assert_eq!(found(&format!("so[^1]\n\n[^1]: {note}\n\nSo")), expected, "{note}");
        }
    }
}
