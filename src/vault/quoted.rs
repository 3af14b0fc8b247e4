//! Quotations by the source that they are from: the one that is cited beside them, or their
//! document's own.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::cites::{Cited, CitedIn, Noted};
use super::index::DocumentId;
use super::locators::{LocatorConflict, conflicts};
use super::quotations::{Alteration, alterations};
use super::speakers::{self, SpeakerConflict};
use crate::document::{
    Bibliography, CitationKind, Document, LinkSyntax, Quotation, block_quotations, own_work, source_link,
};

/// A quotation of a document, whose source is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct QuotedWords {
    /// The quotation, which may be a block quote.
    pub quotation: Quotation,
    /// Whether no other source of the document may be meant.
    pub sure: bool,
    /// Whether its source is cited beside it.
    pub cited: bool,
}

/// What one document quotes from one source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quoting<'d> {
    /// The key of the source.
    pub(super) key: &'d str,
    pub(super) id: DocumentId,
    pub(super) document: &'d Document,
    pub(super) quotations: &'d [QuotedWords],
}

/// All that is quoted from one source.
#[derive(Debug)]
struct QuotedSource {
    key: Box<str>,
    /// The documents, in order.
    quotations: Vec<(DocumentId, Vec<QuotedWords>)>,
    /// What is altered, once somebody has asked.
    altered: OnceLock<Vec<Alteration>>,
    /// Where documents disagree on the place of a quotation, once somebody has asked.
    conflicts: OnceLock<Vec<LocatorConflict>>,
    /// Where they disagree on who says it, once somebody has asked.
    speakers: OnceLock<Vec<SpeakerConflict>>,
}

/// The sources that are quoted.
#[derive(Debug, Default)]
pub(super) struct Quoted {
    sources: Vec<QuotedSource>,
    /// For each document, the numbers of the sources that it quotes.
    by_document: Vec<Box<[u32]>>,
}

impl Quoted {
    pub(super) fn of(documents: &[Arc<Document>], bibliographies: &[Arc<Bibliography>]) -> Self {
        let cited = OnceCell::new();
        let cited = || cited.get_or_init(|| Cited::of(documents, bibliographies));
        let by_name = OnceCell::new();
        let noted = || by_name.get_or_init(|| Noted::of(documents));
        let mut all = Self::default();
        let mut numbers: FxHashMap<Box<str>, u32> = FxHashMap::default();
        for (at, document) in documents.iter().enumerate() {
            let mut own: Vec<u32> = Vec::new();
            for (key, quotation) in quoted_in(document, &cited, &noted) {
                let number = match numbers.get(&*key) {
                    Some(&number) => number,
                    None => all.add(key, &mut numbers),
                };
                let quotations = &mut all.sources[number as usize].quotations;
                match quotations.last_mut().filter(|(id, _)| id.index() == at) {
                    Some((_, same)) => same.push(quotation),
                    None => {
                        own.push(number);
                        quotations.push((DocumentId::new(at), vec![quotation]));
                    }
                }
            }
            all.by_document.push(own.into());
        }
        all
    }

    fn add(&mut self, key: Cow<'_, str>, numbers: &mut FxHashMap<Box<str>, u32>) -> u32 {
        let number = u32::try_from(self.sources.len()).unwrap_or(u32::MAX);
        let key: Box<str> = key.into();
        numbers.insert(key.clone(), number);
        self.sources.push(QuotedSource {
            key,
            quotations: Vec::new(),
            altered: OnceLock::new(),
            conflicts: OnceLock::new(),
            speakers: OnceLock::new(),
        });
        number
    }

    /// The keys of all sources that are quoted.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(|source| &*source.key)
    }

    fn sources_of(&self, id: DocumentId) -> impl Iterator<Item = &QuotedSource> {
        self.by_document[id.index()].iter().map(|&number| &self.sources[number as usize])
    }

    /// The sources that a document quotes, with what it quotes from each.
    pub(super) fn by(&self, id: DocumentId) -> impl Iterator<Item = (&str, &[QuotedWords])> {
        self.sources_of(id).filter_map(move |source| {
            let at = source.quotations.binary_search_by_key(&id, |&(id, _)| id).ok()?;
            Some((&*source.key, &*source.quotations[at].1))
        })
    }

    /// What is altered in the quotations of a document.
    pub(super) fn altered(
        &self,
        id: DocumentId,
        documents: &[Arc<Document>],
    ) -> impl Iterator<Item = &Alteration> {
        self.sources_of(id).flat_map(move |source| {
            let all = source.altered.get_or_init(|| alterations(&source.quoting(documents)));
            of_document(all, id, |altered| altered.document)
        })
    }

    /// Where others cite the quotations of a document at another place.
    pub(super) fn conflicts(
        &self,
        id: DocumentId,
        documents: &[Arc<Document>],
    ) -> impl Iterator<Item = &LocatorConflict> {
        self.sources_of(id).flat_map(move |source| {
            let all = source.conflicts.get_or_init(|| conflicts(&source.quoting(documents)));
            of_document(all, id, |conflict| conflict.document)
        })
    }

    /// Where others give the quotations of a document to somebody else.
    pub(super) fn speakers(
        &self,
        id: DocumentId,
        documents: &[Arc<Document>],
    ) -> impl Iterator<Item = &SpeakerConflict> {
        self.sources_of(id).flat_map(move |source| {
            let all = source.speakers.get_or_init(|| speakers::conflicts(&source.quoting(documents)));
            of_document(all, id, |conflict| conflict.document)
        })
    }
}

impl QuotedSource {
    fn quoting<'d>(&'d self, documents: &'d [Arc<Document>]) -> Vec<Quoting<'d>> {
        let quoting = |(id, quotations): &'d (DocumentId, Vec<QuotedWords>)| Quoting {
            key: &self.key,
            id: *id,
            document: &documents[id.index()],
            quotations,
        };
        self.quotations.iter().map(quoting).collect()
    }
}

/// The quotations of a document with the key of the source of each.
fn quoted_in<'d, 'v>(
    document: &'d Document,
    cited: &dyn Fn() -> &'v Cited<'v>,
    noted: &dyn Fn() -> &'v Noted<'v>,
) -> Vec<(Cow<'d, str>, QuotedWords)> {
    let quoted = || document.blocks.iter().any(|block| block.quoted);
    if document.quotations.is_empty() && document.citations.is_empty() && !quoted() {
        return Vec::new();
    }
    let own = document.provenance.source_key.as_deref().map(Cow::Borrowed);
    let own = own.or_else(|| own_work(document).map(|work| Cow::Owned(cited().named(&work).into())));
    let is_own = |kind| matches!(kind, CitationKind::Timestamp | CitationKind::Number);
    let cites = document.citations.iter().any(|citation| !is_own(citation.kind));
    let cited_in = CitedIn::new(document);
    let bare = document.citations.is_empty() && own.is_none();
    let blocks = if bare { Vec::new() } else { block_quotations(document) };
    let mut all = Cow::Borrowed(&document.quotations);
    if !blocks.is_empty() {
        all.to_mut().extend(blocks);
        all.to_mut().sort_by_key(|quotation| (quotation.span.start, Reverse(quotation.span.end)));
    }
    let linked = document.links.iter().any(|link| link.syntax == LinkSyntax::Wiki && !link.in_front_matter);
    let keyed = all.iter().filter_map(|&quotation| {
        let link = Some(quotation).filter(|_| linked).and_then(|it| source_link(document, &it));
        let key = link.and_then(|(link, paged)| noted().source(document.slice(link.target), paged));
        if let Some(key) = key {
            return Some((Cow::Owned(key.into()), QuotedWords { quotation, sure: true, cited: true }));
        }
        let citation = Some(quotation).filter(|_| cites).and_then(|it| it.citation(document));
        match citation.filter(|citation| !is_own(citation.kind)) {
            Some(citation) => {
                let key = cited_in.source(citation, cited)?;
                Some((Cow::Owned(key.into()), QuotedWords { quotation, sure: true, cited: true }))
            }
            None => {
                let sure = !document.provenance.several_sources;
                Some((own.clone()?, QuotedWords { quotation, sure, cited: false }))
            }
        }
    });
    keyed.collect()
}

/// The part of a table, sorted by document, that belongs to one.
fn of_document<T>(all: &[T], id: DocumentId, document: impl Fn(&T) -> DocumentId) -> &[T] {
    let first = all.partition_point(|entry| document(entry) < id);
    let count = all[first..].partition_point(|entry| document(entry) == id);
    &all[first..first + count]
}
