//! Places in a document at which it says where something is from.

use super::{BlockKind, Document, Link, byline, origin_fields};
use crate::text::{Span, lines, lines_backwards};

/// How many lines above an item of a list are asked what the list is of.
const LONGEST_LIST: usize = 100;

/// How far above, in bytes.
const FARTHEST: usize = 8192;

/// How the names of lists begin that are not of sources alone.
const OTHERS: &[&str] = &["bib", "cit", "lit", "ref", "réf", "works", "лит", "літ"];

/// What is written above a list of sources, and as the text of a link to one.
const LISTS: &[&str] = &[
    "bibliography",
    "citation",
    "citations",
    "quelle",
    "quellen",
    "ref",
    "reference",
    "references",
    "refs",
    "source",
    "sources",
    "works cited",
    "bibliographie",
    "literatur",
    "quellenangaben",
    "références",
    "bibliografía",
    "fuente",
    "fuentes",
    "referencias",
    "bibliografia",
    "fonte",
    "fonti",
    "fontes",
    "referências",
    "источник",
    "источники",
    "литература",
    "джерела",
    "джерело",
    "література",
];

/// Names of fields and lines that hold tags.
const TAGS: [&str; 8] = ["tag", "tags", "topic", "topics", "keyword", "keywords", "category", "categories"];

impl Document {
    /// Whether what stands at `place` is given as who made a source: in a field or behind a label that
    /// names an author.
    #[must_use]
    pub fn is_given_as_author(&self, place: Span) -> bool {
        if let Some(field) = self.field_at(place) {
            return origin_fields::names_author(field);
        }
        let Some(line) = self.lines_above(place.start()).next() else { return false };
        byline::names_author(self.text(), Span::new(line.start(), place.end()))
    }

    /// Whether the link at `place` is a tag: `#[[oil]]`, or one of those behind `Tags:`.
    #[must_use]
    pub fn is_tag(&self, place: Span) -> bool {
        let names_tags = |name: &str| TAGS.iter().any(|known| name.trim().eq_ignore_ascii_case(known));
        if let Some(field) = self.field_at(place) {
            return names_tags(field);
        }
        let before = self.lines_above(place.start()).next().map_or("", |line| line.of(self.text()));
        let label = before.trim_start_matches(|c: char| !c.is_alphanumeric()).split_once(':');
        before.ends_with('#') || label.is_some_and(|(name, _)| names_tags(name.trim_end_matches(['*', '_'])))
    }

    /// The name of the field of the front matter that `place` is in.
    fn field_at(&self, place: Span) -> Option<&str> {
        let head = self.front_matter.as_ref().filter(|head| head.span.contains(place))?;
        let field = head.fields.iter().find(|field| field.value.span.contains(place));
        field.map(|field| &*field.key)
    }

    /// Whether the address at `address` is given as a source: in a field or after a word that
    /// names one, in a list of sources, in a note, or behind words that cite.
    #[must_use]
    pub fn is_given_as_source(&self, address: Span) -> bool {
        if let Some(head) = self.front_matter.as_ref().filter(|head| head.span.contains(address)) {
            let next = head.fields.partition_point(|field| field.value.span.end <= address.start);
            let field = head.fields.get(next).filter(|field| field.value.span.contains(address));
            return field.is_some_and(|field| origin_fields::names_source(&field.key));
        }
        let first = self.links.partition_point(|link| link.span.end <= address.start);
        let link = self.links.get(first).filter(|link| link.span.contains(address));
        let start = link.map_or(address.start(), |link| link.span.start());
        link.is_some_and(|link| self.is_cited_by(link))
            || self.is_noted(start, address)
            || self.is_labelled(start, address)
            || self.is_listed(start)
            || self.is_in_column(start)
    }

    /// Whether the cell of a table stands below one that names sources.
    fn is_in_column(&self, start: usize) -> bool {
        let text = self.text();
        if self.block_at(start).is_none_or(|block| block.kind != BlockKind::TableCell) {
            return false;
        }
        let mut rows = self.lines_above(start);
        let column = rows.next().map_or(0, |row| row.of(text).trim_start().matches('|').count());
        let Some(head) = rows.take_while(|row| row.of(text).contains('|')).last() else { return false };
        let head = head.of(text).trim_start();
        let skipped = column + usize::from(!head.starts_with('|'));
        head.split('|').nth(skipped).is_some_and(is_list_title)
    }

    /// `[^1]: …`, `[1]: …`, `[@hill]: …`. In a footnote that is a sentence an address may be what it
    /// is about.
    fn is_noted(&self, start: usize, address: Span) -> bool {
        const WORDS: [&str; 6] = ["at", "from", "see", "siehe", "voir", "via"];
        let next = self.definitions.partition_point(|definition| definition.span.start <= address.start);
        let Some(definition) = next.checked_sub(1).map(|at| &self.definitions[at]) else { return false };
        if !definition.span.contains(address) {
            return false;
        }
        if !definition.footnote {
            return self.slice(definition.label).starts_with(|c: char| c.is_ascii_digit() || c == '@');
        }
        let before = self.text().get(definition.label.end()..start).unwrap_or_default();
        let before = before.trim_end_matches(|c: char| " \t<\"(".contains(c));
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        word.is_empty() || WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
    }

    /// `[source](…)`, `[3](…)`, `[Hill 1911](…)`
    fn is_cited_by(&self, link: &Link) -> bool {
        let Some(display) = link.display.map(|display| self.slice(display)) else { return false };
        let words = display.trim_matches(|c: char| !c.is_alphanumeric());
        let year = words.len() > 4 && words.get(words.len() - 4..).is_some_and(is_year);
        let number = !words.is_empty() && words.bytes().all(|byte| byte.is_ascii_digit());
        number || (year && words.starts_with(char::is_uppercase)) || is_list(words)
    }

    /// `Source: …`; after `URL:` the address must be all there is, since that is said of much else.
    fn is_labelled(&self, start: usize, address: Span) -> bool {
        let text = self.text();
        let Some(line) = self.lines_above(start).next() else { return false };
        let line = Span::new(line.start(), address.end());
        let Some(label) = byline::source_label(text, line) else { return false };
        let between = text.get(label.end()..start).unwrap_or_default().trim_start_matches(['*', '_', ' ']);
        let value = between.strip_prefix(':').unwrap_or(between);
        let first = value.trim_matches(|c: char| " \t*_<\"'[(".contains(c)).is_empty();
        let rest = text[address.end()..].trim_start_matches([' ', '\t', '*', '_', '>', '"', '\'', ')', ']']);
        let all = rest.is_empty() || rest.starts_with(['\n', '\r']);
        let name = label.of(text).to_lowercase();
        first && (is_list(&name) || all)
    }

    /// Whether the line is an item below `Sources:` or below such a heading.
    fn is_listed(&self, start: usize) -> bool {
        let text = self.text();
        let next = self.headings.partition_point(|heading| heading.span.start() < start);
        let heading = next.checked_sub(1).map(|at| &self.headings[at]);
        if heading.is_some_and(|heading| is_list_title(self.slice(heading.text))) {
            return true;
        }
        let mut above = self.lines_above(start).take(LONGEST_LIST);
        let own = above.next().is_some_and(|line| is_item(text, line));
        own && above
            .find(|line| !is_item(text, *line) && !line.trimmed(text).is_empty())
            .is_some_and(|line| is_list_title(line.of(text)))
    }
}

impl Document {
    /// What stands below each heading that names sources; one that names references is as often
    /// above notes that are worth reading.
    #[must_use]
    pub fn source_sections(&self) -> Vec<Span> {
        let mut found = Vec::new();
        for (at, heading) in self.headings.iter().enumerate() {
            let words = self.slice(heading.text).trim_matches(|c: char| !c.is_alphabetic());
            let end = self.headings.get(at + 1).map_or(self.body.end(), |next| next.span.start());
            if is_list(words) && !OTHERS.iter().any(|other| words.to_lowercase().starts_with(other)) {
                found.push(Span::new(heading.span.end().min(end), end));
            }
        }
        found
    }

    /// The value of a label and the items of a list that follow it.
    #[must_use]
    pub fn whole_list(&self, value: Span) -> Span {
        let text = self.text();
        let mut end = value.end();
        let below = lines(text, Span::new(value.end(), self.body.end())).skip(1).take(LONGEST_LIST);
        for line in below.map(|line| line.span).filter(|line| !line.trimmed(text).is_empty()) {
            if !is_item(text, line) {
                break;
            }
            end = line.end();
        }
        Span::new(value.start(), end)
    }

    /// The line of `start` up to there, and those above it, as far as they are looked at.
    fn lines_above(&self, start: usize) -> impl Iterator<Item = Span> + '_ {
        let from = self.text().floor_char_boundary(start.saturating_sub(FARTHEST));
        lines_backwards(self.text(), Span::new(from.max(self.body.start()).min(start), start))
    }
}

/// Whether the line begins an item of a list.
fn is_item(text: &str, line: Span) -> bool {
    let inner = line.of(text).trim_start();
    let number = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    inner.starts_with(['-', '*', '+']) || number.len() < inner.len() && number.starts_with(['.', ')'])
}

/// Whether a line, with marks around its words, is the title of a list of sources.
pub(super) fn is_list_title(line: &str) -> bool {
    is_list(line.trim_matches(|c: char| !c.is_alphabetic()))
}

fn is_list(words: &str) -> bool {
    const LONGEST: usize = 40;
    words.len() <= LONGEST && LISTS.contains(&&*words.to_lowercase())
}

fn is_year(text: &str) -> bool {
    (text.starts_with("19") || text.starts_with("20")) && text.bytes().all(|byte| byte.is_ascii_digit())
}
