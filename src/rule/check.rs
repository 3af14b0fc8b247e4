//! What a kind of check is given and what it gives back.

use std::cell::OnceCell;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::finding::{Confidence, Edit, Fix, Label, Severity};
use crate::document::{Bibliography, Document, Found, FoundBy, Link, Prose, Setting};
use crate::text::Span;
use crate::vault::{DocumentId, Table, Vault};
use crate::yaml::tree;

/// One rule's check, its options filled in. It reads facts and reports hits; wording,
/// severity and everything else is the rule's.
pub trait Check: Send + Sync + fmt::Debug {
    /// Words without which the check finds nothing, lower case. If there are any, the check
    /// runs only on documents that hold one, and is told where: all rules' words are looked
    /// for in one pass. One that ends in `*` may be the beginning of a longer word.
    fn literals(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether it is true that the check finds nothing without one of its words.
    fn is_guided(&self) -> bool {
        true
    }

    /// What the vault gathers for the check before it runs.
    fn tables(&self) -> &'static [Table] {
        &[]
    }

    /// A mistake in the options that is looked for apart, because looking takes long: in a vault's
    /// own rules and settings before each run, in the built-in rules by a test.
    fn mistake(&self) -> Option<OptionError> {
        None
    }

    /// Reports what is wrong with the subject. `near` are the places of its literals, sorted.
    fn run(&self, subject: &Subject<'_>, near: &[Span], hits: &mut Vec<Hit>);

    /// Reports what is wrong in a file of works. Most checks look at documents alone.
    fn run_on_bibliography(&self, _vault: &Vault, _bibliography: &Bibliography, _hits: &mut Vec<Hit>) {}
}

/// What a check looks at: one document, and the vault as its witness.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The whole vault.
    pub vault: &'a Vault,
    /// The document's place in it.
    pub id: DocumentId,
    /// The document that hits are reported for.
    pub document: &'a Document,
    /// The day that counts as today.
    pub today: Date,
    /// What kind of text the document is, each question answered once for all rules.
    pub setting: Setting<'a>,
    /// The words of each block that a check has asked for.
    prose: Box<[OnceCell<Box<Prose>>]>,
}

impl<'a> Subject<'a> {
    /// The document `id` of `vault`.
    #[must_use]
    pub fn new(vault: &'a Vault, id: DocumentId, today: Date) -> Self {
        let document = vault.document(id);
        let prose = document.blocks.iter().map(|_| OnceCell::new()).collect();
        Self { vault, id, document, today, setting: Setting::new(document), prose }
    }

    /// The words of a block, by its place in the document's table; made once for all rules.
    #[must_use]
    pub fn prose(&self, block: usize) -> &Prose {
        self.prose[block].get_or_init(|| Box::new(Prose::of(self.document, &self.document.blocks[block])))
    }

    /// Whether a link in the span, or right behind it, leads to the note on another source: one that says
    /// what work it rests on, or that somebody else wrote.
    #[must_use]
    pub fn leads_to_source(&self, span: Span) -> bool {
        self.links_to_sources(span).next().is_some()
    }

    /// Whether one does that stands apart, as a mark does: `([[The Long Night]])`. In a vault of notes on
    /// sources, one that is a part of the words only names what they are about.
    #[must_use]
    pub fn has_source_mark(&self, span: Span) -> bool {
        let apart = |link: &Link| {
            let text = self.document.text();
            let near = text.floor_char_boundary(link.span.start().saturating_sub(MAX_BLANKS));
            let before = text[near..link.span.start()].trim_end();
            before.ends_with(['(', '—', '–', '.', '!', '?', ':', ';'])
        };
        self.links_to_sources(span).any(apart)
    }

    fn links_to_sources(&self, span: Span) -> impl Iterator<Item = &Link> {
        let document = self.document;
        let after = &document.text()[span.end()..];
        let after = &after[..after.floor_char_boundary(MAX_BLANKS)];
        let apart = after.len() - after.trim_start_matches([' ', '(', '[', '—', '–', '.']).len();
        let first = document.links.partition_point(|link| link.span.end <= span.start);
        let near = document.links.iter().enumerate().skip(first).take(MAX_LINKS);
        let near = near.take_while(move |(_, link)| link.span.start() <= span.end() + apart);
        let leads = |&(at, link): &(usize, &Link)| {
            let resolutions = self.vault.index().resolutions(self.id);
            let note = resolutions.get(at).and_then(|resolution| resolution.note());
            let note = note.filter(|_| !link.in_front_matter && !link.embed);
            note.is_some_and(|note| note != self.id && self.is_on_source(self.vault.document(note)))
        };
        near.filter(leads).map(|(_, link)| link)
    }

    fn is_on_source(&self, note: &Document) -> bool {
        let (told, own) = (&note.provenance, &self.document.provenance);
        let field = |found: Option<Found>| found.filter(|found| matches!(found.by, FoundBy::Field(_)));
        let author = field(told.author).map(|author| note.slice(author.span));
        told.source_key.is_some()
            || field(told.source).is_some()
            || author
                .is_some_and(|author| own.author.is_none_or(|own| self.document.slice(own.span) != author))
    }
}

/// So many links of a passage are followed.
const MAX_LINKS: usize = 64;
/// The most bytes between words and a link that belongs to them.
const MAX_BLANKS: usize = 64;

/// No finding lists more related places: a note can have a million.
pub const MAX_LABELS: usize = 500;

/// Something a check found, before the rule puts it into words.
#[derive(Debug, Clone, Default)]
pub struct Hit {
    /// The text that is wrong.
    pub span: Span,
    /// Values for the rule's message and help, by the names that the kind declares.
    pub values: Vec<(&'static str, String)>,
    /// Related places, [`MAX_LABELS`] of them at most.
    pub labels: Vec<Label>,
    /// How many related places there are besides.
    pub unlabelled: usize,
    /// The facts it rests on.
    pub evidence: Vec<String>,
    /// Ways to mend it.
    pub fixes: Vec<Fix>,
    /// A severity other than the rule's, where the facts call for it.
    pub severity: Option<Severity>,
    /// A confidence other than the rule's.
    pub confidence: Option<Confidence>,
}

impl Hit {
    /// A hit at `span`.
    #[must_use]
    pub fn at(span: Span) -> Self {
        Self { span, ..Self::default() }
    }

    /// Adds a value for the message.
    #[must_use]
    pub fn value(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if self.values.is_empty() {
            self.values.reserve_exact(2);
        }
        self.values.push((name, value.into()));
        self
    }

    /// Adds a related place, or counts it if there are enough.
    #[must_use]
    pub fn label(mut self, document: &Document, span: Span, text: impl Into<String>) -> Self {
        if self.labels.len() == MAX_LABELS {
            self.unlabelled += 1;
            return self;
        }
        self.labels.push(Label { path: Arc::clone(document.path()), span, text: text.into() });
        self
    }

    /// Adds a fact it rests on.
    #[must_use]
    pub fn because(mut self, fact: impl Into<String>) -> Self {
        push(&mut self.evidence, fact.into());
        self
    }

    /// Adds a fix of one edit in the document itself.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        push(&mut self.fixes, fix);
        self
    }
}

/// Adds to a list that is mostly of one, without room for the four that a list begins with: there
/// may be a hundred thousand of them.
fn push<T>(list: &mut Vec<T>, entry: T) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.push(entry);
}

impl Fix {
    /// A fix of one edit in `document`.
    #[must_use]
    pub fn replace(
        applicability: super::Applicability,
        title: impl Into<String>,
        document: &Document,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        let edit = Edit { path: Arc::clone(document.path()), span, replacement: replacement.into() };
        Self { title: title.into(), applicability, edits: vec![edit] }
    }
}

/// A kind of check, which many rules can use.
#[derive(Clone, Copy)]
pub struct Kind {
    /// The name that rule files use.
    pub name: &'static str,
    /// The values that its hits carry for messages.
    pub values: &'static [&'static str],
    /// Fills in the options. The error names the option, by its path below `options`.
    pub build: fn(serde_json::Value) -> Result<Box<dyn Check>, OptionError>,
    /// The schema of its options.
    pub schema: fn() -> schemars::Schema,
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Kind").field(&self.name).finish()
    }
}

/// What is wrong with a rule's options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionError {
    /// The keys and places from `options` down to what is wrong.
    pub path: Vec<String>,
    /// What is wrong, lower case.
    pub message: String,
}

impl OptionError {
    /// Where it is in `text`, in which `path` leads down to it: at the key if nobody knows that.
    pub(crate) fn place(&self, text: &str, path: &[&str]) -> Span {
        if self.message.starts_with("unknown field") {
            tree::locate_key(text, path)
        } else {
            tree::locate(text, path)
        }
    }
}

impl Kind {
    /// The kind whose options struct is `T`.
    #[must_use]
    pub const fn of<T: Check + DeserializeOwned + JsonSchema + 'static>(
        name: &'static str,
        values: &'static [&'static str],
    ) -> Self {
        Self { name, values, build: build::<T>, schema: schema::<T> }
    }
}

fn build<T: Check + DeserializeOwned + 'static>(
    options: serde_json::Value,
) -> Result<Box<dyn Check>, OptionError> {
    match serde_path_to_error::deserialize::<_, T>(options) {
        Ok(check) => Ok(Box::new(check)),
        Err(error) => Err(OptionError {
            path: error
                .path()
                .iter()
                .filter(|segment| !matches!(segment, serde_path_to_error::Segment::Unknown))
                .map(|segment| segment.to_string().trim_matches(['[', ']']).to_owned())
                .collect(),
            message: in_plain_words(&error.into_inner().to_string()),
        }),
    }
}

/// Without the names of Rust's types.
fn in_plain_words(message: &str) -> String {
    ["u8", "u16", "u32", "u64", "usize"]
        .iter()
        .find_map(|name| message.strip_suffix(&format!("expected {name}")))
        .map_or_else(|| message.to_owned(), |rest| format!("{rest}expected a whole number"))
}

fn schema<T: JsonSchema>() -> schemars::Schema {
    schemars::schema_for!(T)
}
