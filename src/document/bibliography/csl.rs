//! CSL JSON, as reference managers export it: an array of works, each with its `id`.

use memchr::memmem;
use serde::Deserialize;
use serde::de::{Deserializer as _, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::super::Identifier;
use super::{Read, Work, identity};
use crate::text::Span;

/// One work, as far as it is looked at; the places of the values are those of their text.
#[derive(Deserialize)]
struct Item<'t> {
    #[serde(borrow)]
    id: Option<&'t RawValue>,
    #[serde(borrow, rename = "citation-key")]
    citation_key: Option<&'t RawValue>,
    /// What Manubot cites a work by that has no `id`.
    #[serde(borrow, alias = "standard_citation")]
    standard_id: Option<&'t RawValue>,
    #[serde(borrow, rename = "type")]
    kind: Option<&'t RawValue>,
    #[serde(borrow)]
    issued: Option<&'t RawValue>,
    #[serde(borrow)]
    title: Option<&'t RawValue>,
    #[serde(borrow)]
    author: Option<&'t RawValue>,
    #[serde(borrow, rename = "DOI")]
    doi: Option<&'t RawValue>,
    #[serde(borrow, rename = "ISBN")]
    isbn: Option<&'t RawValue>,
    #[serde(borrow, rename = "ISSN")]
    issn: Option<&'t RawValue>,
    #[serde(borrow, rename = "PMID")]
    pmid: Option<&'t RawValue>,
    #[serde(borrow, rename = "URL")]
    address: Option<&'t RawValue>,
}

/// Whether a file that begins so may list works: other JSON is not read any further.
pub(super) fn looks_like_works(head: &[u8]) -> bool {
    let head = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head);
    let mut marks = head.iter().filter(|byte| !byte.is_ascii_whitespace());
    marks.next() == Some(&b'[')
        && marks.next() == Some(&b'{')
        && [&b"\"type\""[..], b"\"author\"", b"\"title\"", b"\"issued\""]
            .iter()
            .any(|field| memmem::find(head, field).is_some())
}

/// The works; none if it is JSON of another kind.
pub(super) fn read(text: &str) -> Option<Read> {
    if !looks_like_works(text.as_bytes()) {
        return None;
    }
    let json = text.trim_start_matches('\u{feff}');
    let mut items = Items(Vec::new());
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let error = deserializer.deserialize_seq(&mut items).err();
    let mut read = Read::default();
    let mut end = text.len() - json.len();
    let mut nameless = Vec::new();
    let mut sure = false;
    for raw in items.0 {
        let span = place(text, raw.get());
        end = span.end();
        let Ok(item) = serde_json::from_str::<Item<'_>>(raw.get()) else {
            nameless
                .push((Span::new(span.start(), span.start() + 1), "this is no work: an object is expected"));
            continue;
        };
        let before = read.works.len();
        read.works.extend(works(text, &item));
        if read.works.len() == before {
            sure |= item.is_surely_a_work();
            nameless.push(without_key(text, span, &item));
        }
    }
    if error.is_none() && read.works.is_empty() && !sure {
        return None;
    }
    nameless.into_iter().for_each(|(span, message)| read.fault(span, message));
    if error.is_some() {
        let rest = Span::new(end, text.len());
        read.works.extend(ids(text, rest));
        let broken = &text[end..];
        let blanks = broken.len() - broken.trim_start_matches([',', ' ', '\n', '\r', '\t']).len();
        let start = end + blanks;
        let line = text[start..].lines().next().unwrap_or_default();
        let span = Span::new(start, start + line.len()).trimmed(text);
        let span = if span.is_empty() { Span::new(end.saturating_sub(1), end) } else { span };
        read.fault(span, "what begins here cannot be read as JSON");
    } else {
        read.duplicate_keys();
    }
    Some(read)
}

impl Item<'_> {
    /// Whether it is one whatever else is in the file: it says what kind of work it is, as CSL does, and
    /// where or when it came out.
    fn is_surely_a_work(&self) -> bool {
        const KINDS: [&str; 11] = [
            "article",
            "article-journal",
            "article-magazine",
            "article-newspaper",
            "book",
            "chapter",
            "paper-conference",
            "post-weblog",
            "report",
            "thesis",
            "webpage",
        ];
        let kind = self.kind.and_then(|kind| plain(kind.get()));
        let placed = [self.author, self.issued, self.doi, self.isbn, self.address];
        kind.is_some_and(|kind| KINDS.contains(&&*kind)) && placed.iter().any(Option::is_some)
    }
}

/// What is wrong with a work that gives no key, at its title.
fn without_key(text: &str, span: Span, item: &Item<'_>) -> (Span, &'static str) {
    if let Some(id) = item.id.filter(|id| id.get() != "null") {
        let empty = plain(id.get()).is_some_and(|id| id.trim().is_empty());
        let why = if empty {
            "the `id` of this work is empty, so that no citation can name it"
        } else {
            "the `id` of a work is a text or a number"
        };
        return (place(text, id.get()), why);
    }
    let brace = Span::new(span.start(), span.start() + 1);
    let title = item.title.map(|title| within_quotes(place(text, title.get()), text));
    (title.unwrap_or(brace), "this work has no `id`, so that no citation can name it")
}

/// The items up to the first that is broken.
struct Items<'t>(Vec<&'t RawValue>);

impl<'t> Visitor<'t> for &mut Items<'t> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an array of works")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<&'t RawValue>()? {
            self.0.push(item);
        }
        Ok(())
    }
}

/// Where a part of `text` stands in it.
fn place(text: &str, part: &str) -> Span {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Span::new(start, start + part.len())
}

fn works<'t>(text: &'t str, item: &Item<'t>) -> impl Iterator<Item = Work> + use<'t> {
    let string = |raw: Option<&'t RawValue>| raw.and_then(|raw| plain(raw.get()));
    let identity = identity(
        string(item.doi).as_deref(),
        None,
        string(item.isbn).as_deref(),
        string(item.address).as_deref(),
    );
    let (title, author, address) = (item.title, item.author, item.address);
    let identifiers = [
        (Identifier::Doi, item.doi),
        (Identifier::Isbn, item.isbn),
        (Identifier::Issn, item.issn),
        (Identifier::Pmid, item.pmid),
    ];
    let described = item.kind.is_some() || title.is_some() || author.is_some();
    let keys =
        [item.citation_key, item.id.or(item.standard_id)].into_iter().flatten().filter(move |_| described);
    let mut first: Option<Box<str>> = None;
    keys.filter_map(move |raw| {
        let key = plain(raw.get()).filter(|key| !key.trim().is_empty())?;
        if first.as_deref() == Some(&*key) {
            return None;
        }
        first = Some(key.clone());
        let inner = |raw: &'t RawValue| within_quotes(place(text, raw.get()), text);
        Some(Work {
            key,
            key_span: inner(raw),
            title: title.map(inner),
            author: author.map(inner),
            source_key: identity.clone(),
            address: address.map(inner),
            identifiers: identifiers
                .into_iter()
                .filter_map(|(kind, raw)| Some((kind, inner(raw?))))
                .collect(),
        })
    })
}

/// The text of a string, or a number as it is written.
fn plain(raw: &str) -> Option<Box<str>> {
    if raw.starts_with('"') {
        return serde_json::from_str::<String>(raw).ok().map(Into::into);
    }
    raw.starts_with(|c: char| c.is_ascii_digit()).then(|| raw.into())
}

fn within_quotes(span: Span, text: &str) -> Span {
    match span.of(text).starts_with('"') && span.len() > 2 {
        true => Span::new(span.start() + 1, span.end() - 1),
        false => span,
    }
}

/// Every `"id": "…"`, where the JSON around it is broken.
fn ids(text: &str, within: Span) -> Vec<Work> {
    const NAME: &str = "\"id\"";
    let source = within.of(text);
    let found = memmem::find_iter(source.as_bytes(), NAME).filter_map(|at| {
        let rest = source[at + NAME.len()..].trim_start().strip_prefix(':')?.trim_start();
        let value = rest.strip_prefix('"')?;
        let length = memchr::memchr2(b'"', b'\n', value.as_bytes())?;
        let start = within.end() - value.len();
        let key_span = Span::new(start, start + length);
        let key = key_span.of(text).into();
        let identifiers = Box::default();
        Some(Work { key, key_span, title: None, author: None, source_key: None, address: None, identifiers })
    });
    found.collect()
}
