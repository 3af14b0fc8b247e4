//! What citations point to.

use std::cell::OnceCell;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{
    Bibliography, Citation, CitationKind, Definition, Document, NamedWork, Work, citekeys_in, command_keys,
    first_author, lack, own_citekeys, source_key, work_in_words, work_named,
};
use crate::text::Span;

/// The source behind each citation key that a bibliography or a note defines.
pub(super) struct Cited<'v>(FxHashMap<&'v str, Box<str>>);

/// The sources of notes by their names; none where several notes have one name.
pub(super) struct Noted<'v>(FxHashMap<String, Option<&'v str>>);

impl<'v> Noted<'v> {
    pub(super) fn of(documents: &'v [Arc<Document>]) -> Self {
        let mut by_note: FxHashMap<String, Option<&str>> = FxHashMap::default();
        for document in documents {
            let key = document.provenance.source_key.as_deref();
            by_note.entry(document.stem().to_lowercase()).and_modify(|known| *known = None).or_insert(key);
        }
        Self(by_note)
    }

    /// The source that a link to a note stands for: that of the note, or, if it leads to a work, its name.
    pub(super) fn source(&self, target: &str, is_work: bool) -> Option<Box<str>> {
        let link = format!("[[{target}]]");
        let Some(NamedWork::Note(name)) = work_named(&link) else { return None };
        let key = self.0.get(&name).copied().flatten().map(Box::from);
        key.or_else(|| is_work.then(|| format!("[[{name}]]").into()))
    }
}

impl<'v> Cited<'v> {
    pub(super) fn of(documents: &'v [Arc<Document>], bibliographies: &'v [Arc<Bibliography>]) -> Self {
        let mut by_citekey: FxHashMap<&str, Box<str>> = FxHashMap::default();
        for document in documents {
            if let Some(key) = document.provenance.source_key.as_deref() {
                let own = own_citekeys(document).into_iter().filter(|span| is_own(document, span.start()));
                by_citekey.extend(own.map(|span| (document.slice(span), key.into())));
            }
            for definition in document.definitions.iter().filter(|definition| !definition.footnote) {
                let label = document.slice(definition.label).strip_prefix('@');
                let key = || source_key(document.slice(definition.target));
                by_citekey.extend(label.and_then(|label| Some((label, key()?))));
            }
        }
        for work in bibliographies.iter().flat_map(|list| &list.works) {
            if let Some(key) = work.source_key.as_deref() {
                by_citekey.entry(&*work.key).or_insert_with(|| key.into());
            }
        }
        Self(by_citekey)
    }

    /// The source that a document names as its own, if only by its key in a bibliography.
    pub(super) fn own(&self, document: &Document) -> Option<Box<str>> {
        let key = || {
            let own = own_citekeys(document).into_iter().find(|span| is_own(document, span.start()))?;
            Some(self.citekey(document.slice(own)))
        };
        document.provenance.source_key.clone().or_else(key)
    }

    /// Every source that a document names as its own, by its key or by the words that name it.
    pub(super) fn all_own(&self, document: &Document) -> Vec<Box<str>> {
        let mut keys: Vec<Box<str>> = self.own(document).into_iter().collect();
        for text in document.source_lists().flatten().filter_map(|item| item.text()) {
            keys.extend(source_key(text).or_else(|| self.in_a_field(text)));
        }
        if keys.is_empty()
            && let Some(source) = document.provenance.source
        {
            keys.extend(self.in_a_field(document.slice(source.span)));
        }
        let mut seen = FxHashSet::default();
        keys.retain(|key| seen.insert(key.clone()));
        keys
    }

    /// The source that the text of a field names, which is no identity.
    fn in_a_field(&self, text: &str) -> Option<Box<str>> {
        match work_named(text) {
            Some(work @ (NamedWork::Note(_) | NamedWork::Key(_))) => Some(self.named(&work)),
            Some(NamedWork::Words(_)) | None => in_words(text),
        }
    }

    /// The key of a work in a bibliography.
    pub(super) fn listed(&self, work: &Work) -> Box<str> {
        work.source_key.clone().unwrap_or_else(|| format!("@{}", work.key).into())
    }

    /// The key of a work that is named by a note, by a citation key or in words.
    pub(super) fn named(&self, work: &NamedWork<'_>) -> Box<str> {
        match work {
            NamedWork::Note(name) => format!("[[{name}]]").into(),
            NamedWork::Key(key) => self.citekey(key),
            NamedWork::Words(work) => format!("({work})").into(),
        }
    }

    /// The source of each citation of a document, where it is known which.
    pub(super) fn by(&self, document: &Document) -> Vec<(Citation, Box<str>)> {
        let marks = CitedIn::new(document);
        let keys = document.citations.iter().filter(|citation| citation.kind == CitationKind::Key);
        let keys: Vec<Span> = keys.map(|citation| citation.span).collect();
        let mut found = Vec::new();
        let mut own: Option<Vec<Box<str>>> = None;
        let mut taken = 0;
        for citation in &document.citations {
            match citation.kind {
                CitationKind::Key => {
                    let keys = citekeys_in(document.text(), citation.span);
                    found.extend(keys.map(|key| (citation.clone(), self.citekey(document.slice(key)))));
                }
                // `[@key]` with a definition is a link as well, and `[@https://…]` holds one.
                CitationKind::Address if citation.span.first_overlap(&keys).is_some() => {}
                CitationKind::Address => {
                    taken = citation.span.end();
                    found.extend(marks.address(citation).map(|key| (citation.clone(), key)));
                }
                // One in a link is the link's.
                CitationKind::Timestamp if citation.span.start() >= taken => {
                    found.extend(document.provenance.source_key.clone().map(|key| (citation.clone(), key)));
                }
                CitationKind::Work if let Some(keys) = command_keys(document.slice(citation.target)) => {
                    found.extend(keys.split(',').map(|key| (citation.clone(), self.citekey(key.trim()))));
                }
                // What stands in a note is counted there, unless it is words.
                CitationKind::Footnote => {
                    let key = marks.source(citation, &|| self).filter(|key| is_in_words(key));
                    found.extend(key.map(|key| (citation.clone(), key)));
                }
                CitationKind::AuthorYear if marks.is_in_note(citation) => {}
                CitationKind::Doi | CitationKind::Work | CitationKind::AuthorYear => {
                    found.extend(marks.source(citation, &|| self).map(|key| (citation.clone(), key)));
                }
                // A page is one of the document's source, if that is one.
                CitationKind::Locator => {
                    let own = own.get_or_insert_with(|| self.all_own(document));
                    found.extend(
                        own.first().filter(|_| own.len() == 1).map(|key| (citation.clone(), key.clone())),
                    );
                }
                CitationKind::Timestamp | CitationKind::Number => {}
            }
        }
        found
    }

    fn citekey(&self, key: &str) -> Box<str> {
        let own = || source_key(key.strip_prefix("url:").unwrap_or(key));
        self.0.get(key).cloned().or_else(own).unwrap_or_else(|| format!("@{key}").into())
    }
}

/// The citations of one document.
pub(super) struct CitedIn<'d> {
    document: &'d Document,
    /// What its labels stand for, footnotes apart, by label in lower case.
    definitions: OnceCell<FxHashMap<(bool, String), &'d Definition>>,
}

impl<'d> CitedIn<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self { document, definitions: OnceCell::new() }
    }

    /// The one source that a citation points to; none if it points to several, or nobody can
    /// tell to which. A number in brackets is a mark of the document's own source, from which it was copied.
    pub(super) fn source<'v>(
        &self,
        citation: &Citation,
        cited: &dyn Fn() -> &'v Cited<'v>,
    ) -> Option<Box<str>> {
        let target = self.document.slice(citation.target);
        match citation.kind {
            CitationKind::Key => {
                let mut keys = citekeys_in(self.document.text(), citation.span);
                let key = keys.next().filter(|_| keys.next().is_none())?;
                Some(cited().citekey(self.document.slice(key)))
            }
            CitationKind::Address => match target.strip_prefix('@') {
                Some(key) => Some(cited().citekey(key)),
                None => self.address(citation),
            },
            CitationKind::Timestamp | CitationKind::Number | CitationKind::Locator => {
                self.document.provenance.source_key.clone()
            }
            CitationKind::Footnote => {
                let text = self.defined(true, target)?.target;
                let marks = self.document.citations_in(text).iter();
                let mut marks = marks.filter(|citation| citation.kind != CitationKind::Footnote).peekable();
                // `The Night (London, 2019)` is no citation by author and year, as `Hill (2019)` is.
                let placed = |mark: &Citation| {
                    let year = self.document.slice(mark.target).starts_with(|c: char| c.is_ascii_digit());
                    mark.kind == CitationKind::AuthorYear && !year
                };
                if marks.peek().is_none_or(|&first| placed(first))
                    && let Some(work) = work_in_words(self.document.slice(text))
                {
                    return Some(format!("({work})").into());
                }
                let first = self.source(marks.next()?, cited)?;
                marks
                    .all(|other| self.source(other, cited).is_none_or(|other| other == first))
                    .then_some(first)
            }
            // One author writes several works in a year, but not the same words in them.
            CitationKind::AuthorYear => {
                let author = first_author(self.document, citation)?;
                Some(format!("({author})").into())
            }
            CitationKind::Doi => source_key(target),
            CitationKind::Work => match command_keys(target).or(target.strip_prefix('@')) {
                Some(key) => (!key.contains(',')).then(|| cited().citekey(key)),
                None => source_key(target),
            },
        }
    }

    /// Whether the citation stands in the text of a footnote.
    fn is_in_note(&self, citation: &Citation) -> bool {
        let notes = &self.document.definitions;
        let before = notes.partition_point(|note| note.label.start() < citation.span.start());
        let note = before.checked_sub(1).map(|at| &notes[at]);
        note.is_some_and(|note| note.footnote && note.target.contains(citation.span))
    }

    /// The source at the address of a link.
    fn address(&self, citation: &Citation) -> Option<Box<str>> {
        let target = self.document.slice(citation.target);
        let defined = self.defined(false, target);
        source_key(defined.map_or(target, |definition| self.document.slice(definition.target)))
    }

    fn defined(&self, footnote: bool, label: &str) -> Option<&'d Definition> {
        if self.document.definitions.is_empty() {
            return None;
        }
        let all = self.definitions.get_or_init(|| {
            let label = |definition: &Definition| {
                (definition.footnote, self.document.slice(definition.label).to_lowercase())
            };
            self.document.definitions.iter().map(|definition| (label(definition), definition)).collect()
        });
        all.get(&(footnote, label.to_lowercase())).copied()
    }
}

/// The longest words that stand for a source, in bytes.
const LONGEST: usize = 200;

/// The words that name a source, in quotation marks, if they say anything.
fn in_words(text: &str) -> Option<Box<str>> {
    let text = text.trim_matches(['"', '\'', '*', '_', ' ']);
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let says = lack(text).is_none() && text.contains(char::is_alphabetic);
    let words: Vec<&str> = text.split_whitespace().collect();
    says.then(|| format!("\"{}\"", words.join(" ")).into())
}

/// Whether a key is no identity, but words or the name of a note: `"The Long Night"`, `(hill 2019)`,
/// `[[hill 2019]]`.
pub(super) fn is_in_words(key: &str) -> bool {
    key.starts_with(['"', '(']) || key.starts_with("[[")
}

/// Whether a key is that of the document itself, and not of a work that it lists or defines.
fn is_own(document: &Document, at: usize) -> bool {
    let Some(head) = &document.front_matter else { return false };
    head.span.holds(at) && head.field("references").is_none_or(|field| !field.value.span.holds(at))
}
