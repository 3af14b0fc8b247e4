//! Where the sources of documents lead to, across documents: round in a circle, or to one work
//! twice.

use rustc_hash::FxHashMap;

use super::joined::Joined;
use super::{DocumentId, Vault};
use crate::document::{CitationKind, Document, Found, FoundBy, Link, LinkSyntax};
use crate::lexicon::{folded_word, plain_words};
use crate::text::Span;

/// Titles of fewer words are given to many works.
const FEWEST_WORDS: usize = 5;

/// What is known of the sources of documents once all of them are looked at.
#[derive(Debug, Default)]
pub(super) struct Origins {
    /// Documents that rest on each other alone, each with the next on its way round.
    circular: FxHashMap<DocumentId, DocumentId>,
    /// Documents that give a work another address than an earlier one, with that one.
    twice: FxHashMap<DocumentId, SameWork>,
}

/// An earlier document on the same work.
#[derive(Debug, Clone)]
pub struct SameWork {
    /// That document.
    pub earlier: DocumentId,
    /// What says so.
    pub by: Sameness,
}

/// What says that two documents are on one work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sameness {
    /// Both sources hold one DOI.
    Doi,
    /// The file of this path, which gives both names.
    Joined(Box<str>),
    /// Title and author.
    Title,
}

impl Origins {
    pub(super) fn of(vault: &Vault) -> Self {
        Self { circular: circular(vault), twice: twice(vault) }
    }
}

impl Vault {
    /// The way from a document over the notes that it gives as its source back to itself, if
    /// nothing on it rests on anything else; from the document's own source on, `most` notes of it
    /// at most.
    #[must_use]
    pub fn circle(&self, id: DocumentId, most: usize) -> Vec<DocumentId> {
        let next = &self.origins().circular;
        let mut way: Vec<DocumentId> = Vec::new();
        while let Some(&to) = next.get(way.last().unwrap_or(&id)).filter(|_| way.len() < most) {
            way.push(to);
            if to == id {
                break;
            }
        }
        way
    }

    /// Where a document that rests on other notes says so.
    #[must_use]
    pub fn source_place(&self, id: DocumentId) -> Option<Span> {
        let document = self.document(id);
        let first = || {
            let value = *source_values(document).first()?;
            let next = document.links.partition_point(|link| link.span.start < value.start);
            document.links.get(next).map(|link| link.span)
        };
        document.provenance.source.map(|source| source.span).or_else(first)
    }

    /// An earlier document on the same work, by its DOI or by title and author, that gives another
    /// address for it.
    #[must_use]
    pub fn same_work(&self, id: DocumentId) -> Option<&SameWork> {
        self.origins().twice.get(&id)
    }

    pub(super) fn origins(&self) -> &Origins {
        self.origins.get_or_init(|| Origins::of(self))
    }
}

/// The documents from which every way over their sources stays among them. Those with something
/// outside are taken away, then those that rest on one of these, until nothing changes.
fn circular(vault: &Vault) -> FxHashMap<DocumentId, DocumentId> {
    let mut rests_on: FxHashMap<DocumentId, Vec<DocumentId>> = FxHashMap::default();
    let mut bearing: FxHashMap<DocumentId, Vec<DocumentId>> = FxHashMap::default();
    for id in vault.ids() {
        let Some(notes) = source_notes(vault, id) else { continue };
        notes.iter().for_each(|&note| bearing.entry(note).or_default().push(id));
        rests_on.insert(id, notes);
    }
    let grounded = |id: &DocumentId| !rests_on.contains_key(id);
    let mut open: Vec<DocumentId> = vault.ids().filter(grounded).collect();
    while let Some(id) = open.pop() {
        for other in bearing.remove(&id).unwrap_or_default() {
            if rests_on.remove(&other).is_some() {
                open.push(other);
            }
        }
    }
    let mut next: FxHashMap<DocumentId, DocumentId> =
        vault.ids().filter_map(|id| Some((id, *rests_on.get(&id)?.first()?))).collect();
    // What nobody rests on only leads into a circle.
    let mut bearing: FxHashMap<DocumentId, usize> = FxHashMap::default();
    vault.ids().filter_map(|id| next.get(&id)).for_each(|&to| *bearing.entry(to).or_default() += 1);
    let mut open: Vec<DocumentId> = vault.ids().filter(|id| !bearing.contains_key(id)).collect();
    while let Some(id) = open.pop() {
        let Some(to) = next.remove(&id) else { continue };
        let left = bearing.entry(to).or_default();
        *left = left.saturating_sub(1);
        if *left == 0 {
            open.push(to);
        }
    }
    next
}

/// The notes that a document gives as its source; none if there is anything else that it could
/// rest on: an address, a citation, words.
fn source_notes(vault: &Vault, id: DocumentId) -> Option<Vec<DocumentId>> {
    let document = vault.document(id);
    let values = source_values(document);
    let mut notes = Vec::new();
    for value in values {
        if let Some(note) = note_at(vault, document, document.slice(value)) {
            notes.push(note);
            continue;
        }
        let resolutions = vault.index().resolutions(id);
        let inside = || {
            let first = document.links.partition_point(|link| link.span.start < value.start);
            let links = document.links[first..].iter().take_while(|link| link.span.start < value.end);
            (first..).zip(links).filter(|(_, link)| value.contains(link.span))
        };
        // Quotes, brackets and commas of a list say nothing; letters beside the links do.
        let letters = |span: Span| document.slice(span).chars().filter(|c| c.is_alphanumeric()).count();
        if letters(value) != inside().map(|(_, link)| letters(link.span)).sum::<usize>() {
            return None;
        }
        for (at, _) in inside() {
            notes.push(resolutions.get(at)?.note()?);
        }
    }
    Some(notes).filter(|notes| !notes.is_empty())
}

/// The note that a path alone names, from the folder of the document or from the root.
fn note_at(vault: &Vault, document: &Document, written: &str) -> Option<DocumentId> {
    let path = written.trim().trim_matches(['"', '\'']);
    let path = path.strip_prefix("./").unwrap_or(path);
    let folder = document.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = || format!("{folder}/{path}");
    path.ends_with(".md").then_some(())?;
    vault.by_path(&beside()).filter(|_| !folder.is_empty()).or_else(|| vault.by_path(path))
}

/// Where a document says what it rests on, and all that it says there: the field or line that does,
/// or the sections and footnotes that do where there is none. Nothing if it rests on more.
fn source_values(document: &Document) -> Vec<Span> {
    if document.provenance.source_key.is_some() {
        return Vec::new();
    }
    let Some(source) = document.provenance.source else {
        let sections = document.source_sections();
        let notes = document.definitions.iter().filter(|definition| definition.footnote);
        let notes = notes.map(|note| note.target);
        let values: Vec<Span> = sections.into_iter().chain(notes).collect();
        return if values.is_empty() || rests_outside(document, true) { Vec::new() } else { values };
    };
    // `references` between notes are often mutual, and mean "see also".
    let mutual = match source.by {
        FoundBy::Field(key) => document.slice(key).to_lowercase().contains("reference"),
        FoundBy::Label(_) | FoundBy::Header | FoundBy::Footer | FoundBy::Credit => false,
    };
    let values = vec![whole_value(document, &source)];
    if mutual || rests_outside(document, false) { Vec::new() } else { values }
}

/// The whole value of the field, or what follows the label: its line, or the list below.
fn whole_value(document: &Document, source: &Found) -> Span {
    match source.by {
        FoundBy::Field(key) => {
            let fields = document.front_matter.as_ref().map_or(&[][..], |head| head.fields.as_slice()).iter();
            let own = fields.rev().find(|field| field.key_span == key);
            own.map_or(source.span, |field| field.value.span)
        }
        FoundBy::Label(name) => {
            let between = &document.text()[name.end()..source.span.start()];
            if between.contains(['\n', '\r']) { document.whole_list(source.span) } else { source.span }
        }
        FoundBy::Header | FoundBy::Footer | FoundBy::Credit => source.span,
    }
}

/// Whether there is an address or a citation in the document; footnotes aside, if `noted` are the
/// sources themselves.
fn rests_outside(document: &Document, noted: bool) -> bool {
    let text = document.text();
    let external = |link: &Link| link.is_external(text) || link.syntax == LinkSyntax::Reference;
    document.links.iter().any(external)
        || document.citations.iter().any(|citation| match citation.kind {
            CitationKind::Timestamp | CitationKind::Locator => false,
            CitationKind::Footnote => !noted,
            _ => true,
        })
}

/// Documents of one DOI, or of one title and author, whose sources are two addresses.
fn twice(vault: &Vault) -> FxHashMap<DocumentId, SameWork> {
    let mut first: FxHashMap<[Vec<Box<str>>; 2], DocumentId> = FxHashMap::default();
    let mut dois: FxHashMap<Box<str>, (DocumentId, Option<&str>)> = FxHashMap::default();
    let joined = Joined::of(vault);
    let mut found = FxHashMap::default();
    for id in vault.ids() {
        let document = vault.document(id);
        let origin = &document.provenance;
        if let Some(key) = &origin.source_key
            && let Some((doi, by)) = joined.doi(key)
        {
            let (earlier, other) = *dois.entry(doi).or_insert((id, by));
            let given = vault.document(earlier).provenance.source_key.as_ref();
            let both = || {
                [id, earlier]
                    .iter()
                    .any(|&id| gives_both(vault.document(id), key, given.map(|given| &**given)))
            };
            if given != Some(key) && !both() {
                let by = by.or(other).map_or(Sameness::Doi, |path| Sameness::Joined(path.into()));
                found.insert(id, SameWork { earlier, by });
                continue;
            }
        }
        let (Some(title), Some(author), Some(_)) = (origin.title, origin.author, &origin.source_key) else {
            continue;
        };
        let (title, author) = (words(document.slice(title.span)), words(document.slice(author.span)));
        if title.len() < FEWEST_WORDS || author.is_empty() {
            continue;
        }
        let earlier = *first.entry([title, author]).or_insert(id);
        if earlier != id && are_one(vault.document(earlier), document) {
            found.insert(id, SameWork { earlier, by: Sameness::Title });
        }
    }
    found
}

/// Whether the document says itself that the two are one.
fn gives_both(document: &Document, first: &str, second: Option<&str>) -> bool {
    let is = |name: &str| name == first || second.is_some_and(|second| name == second);
    document.two_names().iter().any(|(doi, address)| is(doi) && is(address))
}

/// The words of a text as they are compared.
fn words(text: &str) -> Vec<Box<str>> {
    plain_words(text).map(|(_, word)| folded_word(word)).collect()
}

/// Whether two documents of one title and author are on one work: nothing that they say of it
/// tells them apart, and one of the two only gives an address.
fn are_one(first: &Document, second: &Document) -> bool {
    let key = |document: &'_ Document| document.provenance.source_key.clone().unwrap_or_default();
    let published =
        |document: &Document| document.provenance.published.map(|found| words(document.slice(found.span)));
    let (a, b) = (key(first), key(second));
    let host = |key: &'_ str| key.split('/').nth(2).map(str::to_owned);
    let same_day = match (published(first), published(second)) {
        (Some(a), Some(b)) => a == b,
        // The parts of a series have one title on one site.
        _ => host(&a) != host(&b),
    };
    let addresses = [&a, &b].iter().filter(|key| key.starts_with("https://")).count();
    let video = [&a, &b].iter().any(|key| key.starts_with("youtube:"));
    a != b && same_day && addresses > 0 && !video
}

#[cfg(test)]
mod tests {
    use crate::vault::Vault;

    fn vault(sources: impl Iterator<Item = (usize, usize)>) -> Vault {
        let note =
            |(at, to): (usize, usize)| (format!("n{at}.md"), format!("---\nsource: \"[[n{to}]]\"\n---\n"));
        let notes: Vec<_> = sources.map(note).collect();
        Vault::from_texts(notes.iter().map(|(path, text)| (path.as_str(), text.as_str())))
    }

    #[test]
    fn a_long_circle_is_followed_as_far_as_it_is_shown() {
        const MANY: usize = 3_000;
        let ring = vault((0..MANY).map(|at| (at, (at + 1) % MANY)));
        assert!(ring.ids().all(|id| ring.circle(id, 6).len() == 6));
        // A trail into a circle is not in it.
        let tail = vault((0..MANY).map(|at| (at, at.saturating_sub(1))));
        let circular = tail.ids().filter(|&id| !tail.circle(id, 6).is_empty()).count();
        assert_eq!(circular, 1);
    }
}
