//! One file turned into flat tables of facts, each sorted by place.
//!
//! Checks read facts, never raw text. Parsing never fails: a damaged document has
//! fewer facts and some syntax errors.

mod author_year;
mod beside;
mod bibliography;
mod block;
mod block_quote;
mod byline;
mod callout;
mod citation;
mod claim;
mod command_citation;
mod credit;
mod date;
mod entity;
mod front_matter;
mod identifier;
mod indented;
mod inline;
mod lack;
mod link;
mod listed_citation;
mod literal;
mod locator;
mod malformed_link;
mod markdown;
mod media_fence;
mod misplaced;
mod named_speaker;
mod named_work;
mod nesting;
mod origin_fields;
mod page;
mod passages;
#[cfg(feature = "pdf")]
mod pdf;
mod prose;
mod provenance;
mod quotation;
mod sentence;
mod setting;
mod shape;
mod short_citation;
mod snapshot;
mod source_key;
mod speakers;
mod standard;
mod standing;
mod stated;
mod stated_length;
mod timestamp;
mod titled;
mod transcript;
mod work_number;

use std::path::Path;
use std::sync::{Arc, OnceLock};

pub use author_year::{first_author, year_end};
pub(crate) use beside::{are_parted, begins_with_dash, place as row_of};
pub use bibliography::{Bibliography, BibliographyFault, Work, looks_like_works, may_be_bibliography};
pub use block::{Block, BlockKind, Heading};
pub use block_quote::{block_quotations, verbatim};
pub use citation::{
    Citation, CitationKind, citekeys, citekeys_in, cites_all, own_bibliographies, own_citekeys,
};
pub use claim::{Claim, Claims};
pub(crate) use command_citation::keys as command_keys;
pub use date::{ClockContext, ClockTime, DateForm, DateMention};
pub use front_matter::{FrontMatter, SyntaxError, SyntaxErrorKind};
pub use identifier::Identifier;
pub(crate) use identifier::{is_mark as is_number_mark, is_number_blank};
pub(crate) use inline::address_length;
pub use lack::{Lack, lack};
pub use link::{Definition, Link, LinkSyntax, without_md};
pub use locator::{Locator, Locators, SectionTime};
pub use markdown::MARKDOWN_OPTIONS;
pub use named_speaker::named_speaker;
pub use named_work::{NamedWork, own_work, work_in_words, work_named};
pub use origin_fields::{TwoNames, is_field_name, names_provenance};
pub(crate) use page::source_link;
pub use page::{LocatorUnit, Pages};
pub use passages::{Key, Passages, Search, key};
pub use prose::{Prose, Sentence, plain_text};
pub use provenance::{Found, FoundBy, Provenance};
pub use quotation::Quotation;
pub use setting::Setting;
pub(crate) use shape::shape;
pub use snapshot::{is_page, page_text, snapshot_text};
pub use source_key::{any as source_key, doi_within};
pub use speakers::Speakers;
pub use standing::{Wording, standing};
pub use timestamp::{
    Fault, MarkDamage, MediaTime, Timestamp, TimestampAddress, TimestampField, TimestampForm,
};
pub use transcript::{Cue, Transcript};

use crate::text::{SourceFile, Span};

/// So many pieces of code and formulas do not make a text technical.
const FEW_FORMULAS: usize = 2;
/// How many bytes ahead a citation is looked for.
const MAX_SENTENCE_AHEAD: usize = 1000;
/// How many quotations that begin before a place are asked whether they hold it.
const LOOK_BACK: usize = 16;

/// What a document is, by its content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Front matter, wiki-links or Markdown structure.
    Note,
    /// Running text with a header at best.
    Article,
}

/// A parsed file.
#[derive(Debug)]
pub struct Document {
    source: Arc<SourceFile>,
    /// What the document is.
    pub kind: Kind,
    /// The YAML head, if there is one.
    pub front_matter: Option<FrontMatter>,
    /// Everything after the front matter.
    pub body: Span,
    /// The leaf blocks that hold text.
    pub blocks: Vec<Block>,
    /// The pieces of running text, markup left out; each block names its range of them.
    pub text_runs: Vec<Span>,
    /// Spans whose text is not prose: code, maths, comments.
    pub opaque: Vec<Span>,
    /// Headings.
    pub headings: Vec<Heading>,
    /// Links of every syntax, front matter included.
    pub links: Vec<Link>,
    /// Link and footnote definitions.
    pub definitions: Vec<Definition>,
    /// `^block` identifiers, without the caret.
    pub block_ids: Vec<Span>,
    /// Marks that point to a source.
    pub citations: Vec<Citation>,
    /// Media times.
    pub timestamps: Vec<Timestamp>,
    /// Calendar dates.
    pub dates: Vec<DateMention>,
    /// Times of day.
    pub clock_times: Vec<ClockTime>,
    /// Words given as verbatim.
    pub quotations: Vec<Quotation>,
    /// Marks that begin a quotation which does not end in its block.
    pub unclosed_quotations: Vec<Span>,
    /// Marks that end a quotation which does not begin in their block.
    pub unopened_quotations: Vec<Span>,
    /// What the document says of its own origin.
    pub provenance: Provenance,
    /// What is not as its syntax wants it.
    pub syntax_errors: Vec<SyntaxError>,
    /// Whether it is technical, once a check has asked.
    technical: OnceLock<bool>,
    /// How long it says that its source lasts, once a check has asked.
    length: OnceLock<Option<(u32, Span)>>,
}

impl Document {
    /// Reads the facts out of a file. Never fails.
    #[must_use]
    pub fn parse(source: Arc<SourceFile>) -> Self {
        let text = source.text();
        let head = front_matter::split(text);
        let mut markdown = markdown::parse(text, head.body);
        let mut syntax_errors = head.errors;
        syntax_errors.append(&mut markdown.errors);
        let mut document = Self {
            kind: Kind::Article,
            front_matter: head.front_matter,
            body: head.body,
            blocks: markdown.blocks,
            text_runs: markdown.text_runs,
            opaque: markdown.opaque,
            headings: markdown.headings,
            links: markdown.links,
            definitions: markdown.definitions,
            block_ids: Vec::new(),
            citations: Vec::with_capacity(head.body.len() / 128),
            timestamps: Vec::new(),
            dates: Vec::new(),
            clock_times: Vec::new(),
            quotations: Vec::new(),
            unclosed_quotations: Vec::new(),
            unopened_quotations: Vec::new(),
            provenance: Provenance::default(),
            syntax_errors,
            technical: OnceLock::new(),
            length: OnceLock::new(),
            source,
        };
        let literals = literal::find(document.text(), document.body);
        inline::scan(&mut document, &literals);
        document.kind = document.kind_from_content();
        document.timestamps = timestamp::extract(&document);
        citation::extract(&mut document, &literals);
        (document.dates, document.clock_times) = date::extract(&document);
        let marks = quotation::extract(&document);
        document.quotations = marks.quotations;
        document.unclosed_quotations = marks.unclosed;
        document.unopened_quotations = marks.unopened;
        document.provenance = provenance::extract(&document);
        document.shrink();
        document
    }

    /// Gives back what the tables grew by too much: a vault holds them all at once.
    fn shrink(&mut self) {
        self.blocks.shrink_to_fit();
        self.text_runs.shrink_to_fit();
        self.opaque.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.links.shrink_to_fit();
        self.definitions.shrink_to_fit();
        self.block_ids.shrink_to_fit();
        self.citations.shrink_to_fit();
        self.timestamps.shrink_to_fit();
        self.dates.shrink_to_fit();
        self.clock_times.shrink_to_fit();
        self.quotations.shrink_to_fit();
        self.unclosed_quotations.shrink_to_fit();
        self.unopened_quotations.shrink_to_fit();
        self.syntax_errors.shrink_to_fit();
    }

    /// A document from text alone, for tests and rule examples.
    #[must_use]
    pub fn from_text(path: &str, text: &str) -> Self {
        Self::parse(Arc::new(SourceFile::new(path, text)))
    }

    /// The file the document was read from.
    #[must_use]
    pub fn source(&self) -> &Arc<SourceFile> {
        &self.source
    }

    /// The whole text of the file.
    #[must_use]
    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// The text of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.source.slice(span)
    }

    /// Path relative to the vault, with `/`.
    #[must_use]
    pub fn path(&self) -> &Arc<str> {
        self.source.path()
    }

    /// The file's name without folder and extension: what a wiki-link calls the note.
    #[must_use]
    pub fn stem(&self) -> &str {
        let path = Path::new(&**self.path());
        path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
    }

    /// Whether the file's name is one of `names`, or one in capitals that begins with it: `license`,
    /// `LICENSE-MIT`; but not `history-of-lamps`.
    #[must_use]
    pub fn is_called(&self, names: &[String]) -> bool {
        let stem = self.stem();
        names.iter().any(|name| {
            stem.get(..name.len()).is_some_and(|head| {
                let rest = &stem[name.len()..];
                let capitals =
                    !head.contains(|c: char| c.is_lowercase()) && !rest.starts_with(char::is_alphanumeric);
                head.eq_ignore_ascii_case(name) && (rest.is_empty() || capitals)
            })
        })
    }

    /// The text of the body outside code, maths and comments, piece by piece.
    pub fn regions(&self) -> impl Iterator<Item = Span> + '_ {
        let mut at = self.body.start();
        let end = self.body.end();
        let ends = self.opaque.iter().copied().chain(std::iter::once(Span::at(end)));
        ends.map(move |opaque| {
            let region = Span::new(at.min(opaque.start()), opaque.start());
            at = at.max(opaque.end());
            region
        })
        .filter(|region| !region.is_empty())
    }

    /// Whether the span touches code, maths or a comment.
    #[must_use]
    pub fn is_opaque(&self, span: Span) -> bool {
        span.first_overlap(&self.opaque).is_some()
    }

    /// Whether code or formulas stand here and there among the words: a text about programs or
    /// mathematics. In plain text, `--options` and `calls()` are code.
    #[must_use]
    pub fn is_technical(&self) -> bool {
        *self.technical.get_or_init(|| self.has_code())
    }

    fn has_code(&self) -> bool {
        let body = self.slice(self.body).as_bytes();
        let code = self.opaque.iter().filter(|&&span| !self.slice(span).starts_with(['<', '%'])).map(|_| ());
        let option = |&at: &usize| {
            let free =
                at.checked_sub(1).is_none_or(|before| matches!(body[before], b' ' | b'\n' | b'"' | b'`'));
            free && body.get(at + 2).is_some_and(u8::is_ascii_lowercase)
        };
        let call = |&at: &usize| at > 0 && body[at - 1].is_ascii_alphanumeric();
        let options = memchr::memmem::find_iter(body, b"--").filter(option).map(|_| ());
        let calls = memchr::memmem::find_iter(body, b"()").filter(call).map(|_| ());
        code.chain(options).chain(calls).nth(FEW_FORMULAS).is_some()
    }

    /// Whether a citation follows `offset` before anything that could end its sentence: a cheap
    /// look for what [`Sentence::is_cited`] would say, which may miss a citation but never invents
    /// one.
    #[must_use]
    pub fn is_cited_next(&self, offset: usize) -> bool {
        let next = self.citations.partition_point(|citation| citation.span.start() < offset);
        let Some(citation) = self.citations.get(next) else { return false };
        let between = self.slice(Span::new(offset, citation.span.start())).as_bytes();
        if between.len() > MAX_SENTENCE_AHEAD {
            return false;
        }
        let stop = memchr::memchr3(b'.', b'!', b'?', between);
        stop.is_none() && memchr::memchr2(b'\n', b'\r', between).is_none() && between.is_ascii()
    }

    /// The citations that begin in the span.
    #[must_use]
    pub fn citations_in(&self, span: Span) -> &[Citation] {
        let first = self.citations.partition_point(|citation| citation.span.start < span.start);
        let count = self.citations[first..].partition_point(|citation| citation.span.start < span.end);
        &self.citations[first..first + count]
    }

    /// Whether a citation begins in the span.
    #[must_use]
    pub fn is_cited_in(&self, span: Span) -> bool {
        let next = self.citations.partition_point(|citation| citation.span.start < span.start);
        self.citations.get(next).is_some_and(|citation| citation.span.start < span.end)
    }

    /// A quotation that holds the span, if there is one near.
    #[must_use]
    pub fn quotation_around(&self, span: Span) -> Option<&Quotation> {
        let next = self.quotations.partition_point(|quotation| quotation.span.start <= span.start);
        let before = self.quotations[..next].iter().rev().take(LOOK_BACK);
        before.into_iter().find(|quotation| quotation.span.contains(span))
    }

    /// Whether the span is in a quotation over several paragraphs: one that the next block opens again
    /// opens before it, in its block.
    #[must_use]
    pub fn is_in_open_quotation(&self, span: Span) -> bool {
        let next = self.unclosed_quotations.partition_point(|mark| mark.start <= span.start);
        let Some((at, block)) = self.block_of(span).filter(|_| next > 0) else { return false };
        let marks = self.unclosed_quotations[..next].iter().rev();
        let mut marks = marks.take_while(|mark| block.span.contains(**mark)).take(LOOK_BACK);
        marks.any(|&mark| self.opens_again(mark)) || self.goes_on_in_french(at, span)
    }

    /// Whether the block begins with the `»` that opens a quotation again, which began in one of the
    /// blocks before it, and has not closed it before `span`.
    fn goes_on_in_french(&self, block: usize, span: Span) -> bool {
        let begins = |at: usize| {
            let text = self.slice(self.blocks[at].span);
            text.strip_prefix('»')
                .map(|rest| Span::new(self.blocks[at].span.end() - rest.len(), span.start()))
        };
        let Some(before) = begins(block).filter(|before| !self.slice(*before).contains('»')) else {
            return false;
        };
        let first = (block.saturating_sub(LOOK_BACK)..block).rev().find(|&at| begins(at).is_none());
        first.is_some_and(|first| {
            let next = self.unclosed_quotations.partition_point(|mark| mark.start < before.start);
            let marks = self.unclosed_quotations[..next].iter().rev().take(LOOK_BACK);
            let mut opened = marks.filter(|&&mark| self.slice(mark) == "«");
            opened.any(|&mark| self.blocks[first].span.contains(mark))
        })
    }

    /// Whether the next paragraph opens the quotation of `mark` again, as those do that go over
    /// several paragraphs.
    #[must_use]
    pub fn opens_again(&self, mark: Span) -> bool {
        let next = self.blocks.partition_point(|block| block.span.start <= mark.start);
        let run = self.blocks.get(next).and_then(|block| self.text_runs.get(block.runs.0 as usize));
        let mark = self.slice(mark);
        // French may begin each paragraph of a quotation with the mark that closes it.
        let again = |text: &str| text.starts_with(mark) || mark == "«" && text.starts_with('»');
        run.is_some_and(|&run| again(self.slice(run).trim_start()))
    }

    /// The timestamps of the source that the document rests on: those of links may be of others.
    pub fn own_timestamps(&self) -> impl Iterator<Item = &Timestamp> + Clone {
        let key = self.provenance.source_key.as_deref();
        self.timestamps.iter().filter(move |timestamp| {
            let leads = |address: &TimestampAddress| {
                key.is_some() && source_key(self.slice(address.url)).as_deref() == key
            };
            timestamp.address.as_deref().is_none_or(leads)
        })
    }

    /// The block that the whole span lies in, and its place in the table.
    #[must_use]
    pub fn block_of(&self, span: Span) -> Option<(usize, &Block)> {
        let next = self.blocks.partition_point(|block| block.span.start <= span.start);
        let at = next.checked_sub(1)?;
        Some((at, &self.blocks[at])).filter(|(_, block)| block.span.contains(span))
    }

    /// The part of a block that is within so many bytes of a span in it: a block may be as long as the file.
    #[must_use]
    pub fn near(&self, block: &Block, span: Span, most: usize) -> Span {
        let text = self.text();
        let from = text.floor_char_boundary(span.start().saturating_sub(most)).max(block.span.start());
        let to = text.floor_char_boundary((span.end() + most).min(text.len())).min(block.span.end());
        Span::new(from, to.max(from))
    }

    /// The pieces of running text of a block of this document.
    #[must_use]
    pub fn runs(&self, block: &Block) -> &[Span] {
        self.text_runs.get(block.runs.0 as usize..block.runs.1 as usize).unwrap_or_default()
    }

    /// Whether words at `span` in the block of that number are its own: no target of a link, and not in a
    /// mark that cites.
    #[must_use]
    pub fn is_running_text(&self, span: Span, block: usize) -> bool {
        let runs = self.runs(&self.blocks[block]);
        let next = runs.partition_point(|run| run.end <= span.start);
        let mark = self.citations.partition_point(|citation| citation.span.start <= span.start);
        let in_mark = |citation: &Citation| citation.is_mark() && citation.span.contains(span);
        runs.get(next).is_some_and(|run| run.start <= span.start)
            && !self.citations[..mark].last().is_some_and(in_mark)
    }

    /// The links that begin within the span.
    pub fn links_in(&self, span: Span) -> impl Iterator<Item = &Link> {
        let first = self.links.partition_point(|link| link.span.start < span.start);
        self.links[first..].iter().take_while(move |link| link.span.start < span.end)
    }

    /// The link that the span stands in.
    #[must_use]
    pub fn link_around(&self, span: Span) -> Option<&Link> {
        let next = self.links.partition_point(|link| link.span.start <= span.start);
        self.links[..next].last().filter(|link| link.span.contains(span))
    }

    /// The dates at the beginning of the span and behind, as long as they stand in it.
    pub fn dates_in(&self, span: Span) -> impl Iterator<Item = &DateMention> {
        let first = self.dates.partition_point(|date| date.span.start < span.start);
        self.dates[first..].iter().take_while(move |date| span.contains(date.span))
    }

    /// The block that holds `offset`.
    #[must_use]
    pub fn block_at(&self, offset: usize) -> Option<&Block> {
        let next = self.blocks.partition_point(|block| block.span.start() <= offset);
        self.blocks[..next].last().filter(|block| block.span.holds(offset))
    }

    /// Whether the body has any structure but paragraphs and bare addresses.
    #[must_use]
    pub fn is_structured(&self) -> bool {
        !self.headings.is_empty()
            || self
                .links
                .iter()
                .any(|link| !link.in_front_matter && !matches!(link.syntax, LinkSyntax::BareUrl))
            || self.blocks.iter().any(|block| block.kind != BlockKind::Paragraph)
    }

    fn kind_from_content(&self) -> Kind {
        let structured = self.front_matter.is_some() || self.is_structured();
        if structured { Kind::Note } else { Kind::Article }
    }
}
