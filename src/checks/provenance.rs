//! Documents that rest on someone else's work and do not say on what, by whom or when.
//!
//! Most documents owe nobody such a line: notes of one's own, indexes, licences, letters.
//! Two kinds do: running text that came from elsewhere as it stands, and a document that
//! names the one work it rests on.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{BlockKind, CitationKind, Document, Found, FoundBy, LinkSyntax, lack, year_end};
use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<ProvenanceCheck>("provenance", &["subject"]);

/// The most bytes of a text that are read for its tone.
const MAX_READ: usize = 16 * 1024;
/// The longest beginning of a paragraph that stands for a text without a title, in bytes.
const MAX_BEGINNING: usize = 120;

/// Reports documents that do not say where they are from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ProvenanceCheck {
    /// What is missing.
    missing: Part,
    /// How many sentences running text has at least.
    article_sentences: usize,
    /// How many sentences a document that names its source has at least; 0 for never.
    #[serde(default)]
    note_sentences: usize,
    /// The first words of names of documents that have no source: `readme`, `license`.
    #[serde(default)]
    except: Vec<String>,
    /// Words that a letter or a notice begins with.
    #[serde(default)]
    openings: Vec<String>,
    /// Words of someone who writes in their own name.
    #[serde(default)]
    own_voice: Vec<String>,
    /// Fields of the front matter that people give to notes of their own.
    #[serde(default)]
    note_fields: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Part {
    /// What it is taken from.
    Source,
    /// When that was published or retrieved.
    Date,
    /// Who made it.
    Author,
}

impl Check for ProvenanceCheck {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        if self.is_there(document) || document.is_called(&self.except) {
            return;
        }
        if let Some(source) = one_source(document).filter(|_| self.missing != Part::Source) {
            if self.note_sentences > 0
                && !self.is_told(document, source)
                && has_sentences(document, self.note_sentences)
            {
                let name = source.name();
                let named = format!("the source named in `{}`", document.slice(name));
                hits.push(Hit::at(name).value("subject", named).because(self.looked_at()));
            }
        } else if is_unnamed(document) && self.is_article(document) {
            let Some(span) = beginning(document) else { return };
            hits.push(Hit::at(span).value("subject", "this text").because(self.looked_at()));
        }
    }
}

impl ProvenanceCheck {
    fn is_there(&self, document: &Document) -> bool {
        let provenance = &document.provenance;
        match self.missing {
            Part::Source => provenance.source.is_some() || !document.links.is_empty(),
            Part::Date => provenance.published.is_some() || provenance.retrieved.is_some(),
            Part::Author => provenance.author.is_some(),
        }
    }

    /// Whether the words that name the source say it themselves, or that there is none yet, which
    /// is another rule's to tell.
    fn is_told(&self, document: &Document, source: Found) -> bool {
        let text = document.slice(source.span);
        let dated = has_date(document, source.span);
        lack(text).is_some()
            || match self.missing {
                Part::Source => false,
                Part::Date => dated,
                // `Gran (by phone, 12 May 2023)`, `Hill, Lamps (1911)`; `[title](address) · channel`
                Part::Author => {
                    document.provenance.source_key.is_none() && dated
                        || has_name_beside(document, source.span)
                }
            }
    }

    fn looked_at(&self) -> &'static str {
        match self.missing {
            Part::Source => "it has neither a link nor a citation, and names no source",
            Part::Date => "no date in the front matter, nor by itself in the first or last lines",
            Part::Author => "no name in the front matter, nor in a byline in the first or last lines",
        }
    }

    /// Running text without Markdown structure, in nobody's own voice.
    fn is_article(&self, document: &Document) -> bool {
        let own_fields = document.front_matter.as_ref().is_some_and(|front_matter| {
            self.note_fields.iter().any(|name| front_matter.field(name).is_some())
        });
        !own_fields
            && is_unstructured(document)
            && has_sentences(document, self.article_sentences)
            && !self.is_opened_as_letter(document)
            && !self.is_in_own_voice(document)
    }

    fn is_opened_as_letter(&self, document: &Document) -> bool {
        let paragraphs = document.blocks.iter().take(3).map(|block| document.slice(block.span));
        paragraphs.into_iter().any(|text| {
            let mail = text.starts_with("From:") && text.contains("\nSubject:");
            let word = text.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
            mail || word
                .is_some_and(|word| self.openings.iter().any(|known| word.eq_ignore_ascii_case(known)))
        })
    }

    /// Whether one word in a hundred, what is quoted aside, is the writer's `I`.
    fn is_in_own_voice(&self, document: &Document) -> bool {
        let text = document.slice(document.body);
        let is_own = |word: &str| self.own_voice.iter().any(|known| word.eq_ignore_ascii_case(known));
        let (mut words, mut own, mut quoted) = (0_usize, 0_usize, false);
        for piece in text[..text.floor_char_boundary(MAX_READ)].split([' ', '\n', '\r', '\t']) {
            // Most are a word and nothing else.
            if !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                words += 1;
                own += usize::from(!quoted && is_own(piece));
                continue;
            }
            quoted |= piece.contains(['“', '«', '„']) || piece.starts_with('"');
            let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
            words += usize::from(!word.is_empty());
            own += usize::from(!quoted && is_own(word));
            quoted &=
                !(piece.contains(['”', '»']) || piece.trim_end_matches(['.', ',', '?', '!']).ends_with('"'));
        }
        own * 100 > words
    }
}

/// Whether no source is named but the agency that signs.
fn is_unnamed(document: &Document) -> bool {
    document.provenance.source.is_none_or(|source| source.by == FoundBy::Credit)
}

/// The one source that a document names, unless a note or an entry of a bibliography says the rest.
fn one_source(document: &Document) -> Option<Found> {
    let provenance = &document.provenance;
    let source = provenance.source.filter(|_| !provenance.several_sources)?;
    let name = document.slice(source.name()).to_ascii_lowercase();
    let named = match source.by {
        FoundBy::Field(_) => !name.ends_with("key"),
        // As often as not such a line gives the writer's own page.
        FoundBy::Label(_) => !matches!(name.as_str(), "url" | "link"),
        FoundBy::Header | FoundBy::Footer | FoundBy::Credit => false,
    };
    let wiki = |span: Span| {
        document.links.iter().any(|link| link.syntax == LinkSyntax::Wiki && span.overlaps(link.span))
    };
    (named && !wiki(source.span)).then_some(source)
}

/// Whether a date or a year stands in the words, their addresses aside.
fn has_date(document: &Document, span: Span) -> bool {
    let is_year = |word: &str| word.len() == 4 && year_end(word).is_some();
    document.dates_in(span).any(|date| date.year.is_some())
        || document
            .slice(span)
            .split_whitespace()
            .filter(|word| !word.contains(['/', '=']))
            .any(|word| is_year(word.trim_matches(|c: char| !c.is_alphanumeric())))
}

/// Whether behind the link to a source a bar and a name stand: `[title](address) · channel`.
fn has_name_beside(document: &Document, span: Span) -> bool {
    let first = document.links_in(span).next();
    let Some(link) = first.filter(|link| span.contains(link.span)) else { return false };
    let after = document.slice(Span::new(link.span.end(), span.end()));
    let parts = after.split(['|', '·', '•', '—', '–']).skip(1);
    parts.into_iter().any(|part| {
        let part = part.trim();
        part.len() > 2
            && part.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '&' | '\'' | '’' | '-'))
    })
}

/// Whether nearly all of the body is paragraphs, without links but bare addresses and without
/// marks that cite.
fn is_unstructured(document: &Document) -> bool {
    let cites = |kind| matches!(kind, CitationKind::Key | CitationKind::Footnote | CitationKind::Number);
    if !(document.headings.is_empty() || is_headed_by_title(document))
        || !document.timestamps.is_empty()
        || document.links.iter().any(|link| link.syntax != LinkSyntax::BareUrl)
        || document.citations.iter().any(|citation| cites(citation.kind))
    {
        return false;
    }
    let blocks = || document.blocks.iter().filter(|block| !block.quoted);
    let all: usize = blocks().map(|block| block.span.len()).sum();
    let prose: usize =
        blocks().filter(|block| block.kind == BlockKind::Paragraph).map(|block| block.span.len()).sum();
    let opaque: usize = document.opaque.iter().map(|span| span.len()).sum();
    prose * 10 > all * 9 && opaque * 20 < document.body.len() && !is_technical(document)
}

/// Whether the only heading is the title above a byline or the date of an article.
fn is_headed_by_title(document: &Document) -> bool {
    let [title] = &document.headings[..] else { return false };
    let provenance = &document.provenance;
    let headed = |found: Option<Found>| found.is_some_and(|found| found.by == FoundBy::Header);
    document.slice(Span::new(document.body.start(), title.span.start())).trim().is_empty()
        && (headed(provenance.author) || headed(provenance.published))
}

/// Whether the text is a manual, a log or a list: one character in a hundred is a mark of
/// commands and code, or the lines hold a few words each.
fn is_technical(document: &Document) -> bool {
    const SHORT_LINE: usize = 25;
    let text = document.slice(document.body);
    let read = &text.as_bytes()[..text.len().min(MAX_READ)];
    // `<=>`, `[\]^_` and the backtick, `{|}~`
    let is_mark = |byte: &u8| matches!(byte, b'#' | b'*' | b'+' | b'<'..=b'>' | b'['..=b'`' | b'{'..=b'~');
    let marks = read.iter().filter(|byte| is_mark(byte)).count();
    let ends = |end| memchr::memchr_iter(end, read).count();
    let lines = ends(b'\n').max(ends(b'\r'));
    marks * 100 > read.len() || lines * SHORT_LINE > read.len()
}

/// Whether the paragraphs hold that many sentences.
fn has_sentences(document: &Document, wanted: usize) -> bool {
    /// What ends sooner is an abbreviation or an entry in a list, in bytes.
    const SHORTEST: usize = 20;
    let mut count = 0;
    for block in document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph) {
        let text = document.slice(block.span);
        let full_stops = text.match_indices(['.', '!', '?', '。', '！', '？', '।']);
        let mut start = 0;
        for (at, mark) in full_stops {
            let after = text[at + mark.len()..].chars().next();
            let word = text[..at].chars().rev().take_while(|c| c.is_alphanumeric()).take(2).count();
            let ends = !mark.is_ascii()
                || (word == 2 || !text[..at].ends_with(char::is_alphanumeric))
                    && after
                        .is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '”' | '»' | '’' | ')' | '<'));
            if ends && at - start >= SHORTEST {
                count += 1;
            }
            if ends {
                start = at;
            }
            if count >= wanted {
                return true;
            }
        }
    }
    false
}

/// What stands for the whole text: its title, or the beginning of its first long paragraph.
fn beginning(document: &Document) -> Option<Span> {
    if let Some(title) = document.provenance.title {
        return Some(title.name());
    }
    let paragraphs = || document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
    let block =
        paragraphs().find(|block| block.span.len() >= MAX_BEGINNING).or_else(|| paragraphs().next())?;
    let text = document.slice(block.span);
    let line = text.lines().next()?;
    let end = match line.find(". ").map(|at| at + 1).filter(|&at| at <= MAX_BEGINNING) {
        Some(end) => end,
        None if line.len() <= MAX_BEGINNING => line.len(),
        None => {
            (0..=MAX_BEGINNING).rev().find(|&at| line.is_char_boundary(at) && line[at..].starts_with(' '))?
        }
    };
    Some(Span::new(block.span.start(), block.span.start() + end))
}
