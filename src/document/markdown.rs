//! Markdown structure, by one pass of `pulldown-cmark` over the body.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::block::{Block, BlockKind, Heading};
use super::callout;
use super::front_matter::{SyntaxError, SyntaxErrorKind};
use super::link::{
    Definition, Link, LinkSyntax, destination, label_after, local_target, reference_definition, split_anchor,
};
use super::malformed_link::{before_tag, malformed};
use super::nesting;
use crate::text::Span;

/// What Markdown is read as. Front matter is not its business: it would swallow `---` blocks
/// in the middle of a document.
pub const MARKDOWN_OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_WIKILINKS)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// The tables that come from Markdown structure. All spans are offsets into the file.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    pub(super) blocks: Vec<Block>,
    pub(super) text_runs: Vec<Span>,
    pub(super) opaque: Vec<Span>,
    pub(super) headings: Vec<Heading>,
    pub(super) links: Vec<Link>,
    pub(super) definitions: Vec<Definition>,
    pub(super) errors: Vec<SyntaxError>,
    /// Indented text, which is code among other Markdown and a paragraph in plain text.
    pub(super) indented: Vec<Span>,
}

/// Reads the Markdown in `body`; as plain text if it nests too deep, with an error that says so.
pub(super) fn parse(text: &str, body: Span) -> Markdown {
    if let Some(span) = nesting::too_deep(text, body) {
        let message = "nests too deep to be read as Markdown".into();
        let error = SyntaxError { kind: SyntaxErrorKind::TooDeep, span, message, related: None };
        return Markdown { errors: vec![error], ..nesting::plain(text, body) };
    }
    let source = body.of(text);
    let parser = Parser::new_ext(source, MARKDOWN_OPTIONS);
    let shift = body.start();
    let definitions = parser.reference_definitions().iter().filter_map(|(_, definition)| {
        let span = Span::new(definition.span.start, definition.span.end).shifted(shift);
        reference_definition(text, span)
    });
    let mut definitions: Vec<Definition> = definitions.collect();
    let mut reader = Reader {
        text,
        shift,
        out: Markdown::with_room_for(source.len()),
        leaf: None,
        open_links: Vec::new(),
        items: 0,
        quotes: 0,
        others: Vec::new(),
        heads: Vec::new(),
        code: None,
        silent: 0,
        tag_end: 0,
        page: false,
    };
    for (event, range) in parser.into_offset_iter() {
        reader.event(&event, Span::new(range.start + shift, range.end + shift));
    }
    let mut markdown = reader.out;
    callout::part_titles(&mut markdown.blocks, &mut markdown.text_runs, &reader.heads);
    markdown.links.extend(definitions.iter().filter_map(|definition| local_target(text, definition)));
    markdown.definitions.append(&mut definitions);
    markdown.definitions.sort_unstable_by_key(|definition| definition.span);
    markdown.settle_indented(text);
    markdown.links.sort_unstable_by_key(|link| link.span);
    markdown.opaque.sort_unstable();
    markdown
}

impl Markdown {
    /// Tables with room for what a note of that many bytes usually holds: growing them step by
    /// step costs as much as filling them.
    fn with_room_for(bytes: usize) -> Self {
        Self {
            blocks: Vec::with_capacity(bytes / 256),
            text_runs: Vec::with_capacity(bytes / 64),
            links: Vec::with_capacity(bytes / 256),
            ..Self::default()
        }
    }

    /// Adds a paragraph that is all running text.
    pub(super) fn paragraph(&mut self, span: Span) {
        let first = index(self.text_runs.len());
        self.text_runs.push(span);
        let runs = (first, index(self.text_runs.len()));
        self.blocks.push(Block { span, kind: BlockKind::Paragraph, quoted: false, runs });
    }
}

struct Reader<'t> {
    text: &'t str,
    shift: usize,
    out: Markdown,
    leaf: Option<Block>,
    open_links: Vec<OpenLink>,
    /// How many list items are open.
    items: usize,
    /// How many block quotes are open whose words are those of others.
    quotes: usize,
    /// Of each block quote that is open, whether its words are those of others.
    others: Vec<bool>,
    /// The heads of the other ones.
    heads: Vec<callout::Head>,
    /// The code block that is open.
    code: Option<Span>,
    /// How many images are open: their alternative text is not the author's prose.
    silent: usize,
    /// Where the last tag in a block of HTML ends.
    tag_end: usize,
    /// Whether a tag says that this is a whole page of HTML.
    page: bool,
}

struct OpenLink {
    kind: LinkType,
    image: bool,
    span: Span,
    /// Where what is shown ends, as far as seen.
    shown_end: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, span: Span) {
        if !matches!(event, Event::Start(_)) {
            self.shown_up_to(span.end());
        }
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag, span),
            Event::Text(_) => self.run(span),
            Event::InlineMath(_) if are_sums(self.text, span) => self.run(span),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.out.opaque.push(span),
            Event::Html(_) | Event::InlineHtml(_) => self.html(span),
            Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph => self.open(BlockKind::Paragraph, span),
            Tag::Heading { level, .. } => {
                self.open(BlockKind::Heading, span);
                self.out.headings.push(Heading {
                    span,
                    text: heading_text(self.text, span),
                    level: *level as u8,
                });
            }
            Tag::TableCell => self.open(BlockKind::TableCell, span),
            Tag::HtmlBlock if holds_no_prose(span.of(self.text)) => {
                self.close();
                self.code = Some(span);
                self.out.opaque.push(span);
            }
            Tag::HtmlBlock => self.open(BlockKind::Html, span),
            Tag::Item => {
                self.close();
                self.items += 1;
            }
            Tag::BlockQuote(_) => {
                self.close();
                let head = callout::head(self.text, span);
                self.others.push(head.is_none());
                self.quotes += usize::from(head.is_none());
                self.heads.extend(head);
            }
            Tag::CodeBlock(kind) => {
                self.close();
                self.code = Some(span);
                match kind {
                    CodeBlockKind::Indented => self.out.indented.push(span),
                    CodeBlockKind::Fenced(_) => self.out.opaque.push(span),
                }
            }
            Tag::FootnoteDefinition(label) => {
                self.close();
                self.footnote_definition(label, span);
            }
            Tag::Link { link_type, .. } => self.open_link(*link_type, false, span),
            Tag::Image { link_type, .. } => {
                self.silent += 1;
                self.open_link(*link_type, true, span);
            }
            Tag::List(_) | Tag::Table(_) => self.close(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => self.close(),
            TagEnd::HtmlBlock => {
                self.close();
                self.code = None;
            }
            TagEnd::Item => {
                self.close();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::BlockQuote(_) => {
                self.close();
                let others = self.others.pop().unwrap_or_default();
                self.quotes = self.quotes.saturating_sub(usize::from(others));
            }
            TagEnd::CodeBlock => self.code = None,
            TagEnd::Link => self.close_link(),
            TagEnd::Image => {
                self.silent = self.silent.saturating_sub(1);
                self.close_link();
            }
            _ => {}
        }
        let _ = span;
    }

    fn open(&mut self, kind: BlockKind, span: Span) {
        self.close();
        let first = index(self.out.text_runs.len());
        self.leaf = Some(Block { span, kind, quoted: self.quotes > 0, runs: (first, first) });
    }

    fn close(&mut self) {
        if let Some(mut block) = self.leaf.take() {
            block.runs.1 = index(self.out.text_runs.len());
            self.out.blocks.push(block);
        }
    }

    fn run(&mut self, span: Span) {
        if self.code.is_some() || self.silent > 0 {
            return;
        }
        // The text of a tight list item stands in no paragraph.
        if self.leaf.is_none() && self.items > 0 {
            self.open(BlockKind::ListItem, span);
        }
        if let Some(block) = &mut self.leaf {
            block.span = block.span.cover(span);
            let first = block.runs.0 as usize;
            match self.out.text_runs[first..].last_mut().filter(|last| last.end == span.start) {
                Some(last) => last.end = span.end,
                None => self.out.text_runs.push(span),
            }
        }
    }

    /// A tag or comment; in an HTML block that holds prose, a whole line of both and text.
    fn html(&mut self, span: Span) {
        if self.code.is_some() {
            return;
        }
        if self.leaf.is_none() && self.items > 0 {
            self.open(BlockKind::ListItem, span);
        }
        let source = span.of(self.text);
        if source.starts_with("<!--") {
            self.out.opaque.push(span);
            return;
        }
        if self.leaf.as_ref().is_none_or(|block| block.kind != BlockKind::Html) {
            self.tag(span);
            return;
        }
        // A block of HTML comes line by line, and a tag may go on from the one before.
        let mut at = self.tag_end.saturating_sub(span.start()).min(source.len());
        while let Some(open) = memchr::memchr(b'<', &source.as_bytes()[at..]).map(|found| found + at) {
            if open > at {
                self.out.text_runs.push(Span::new(span.start() + at, span.start() + open));
            }
            let end = tag_length(&self.text[span.start() + open..]).unwrap_or(source.len() - open);
            let tag = Span::new(span.start() + open, span.start() + open + end);
            self.tag(tag);
            self.tag_end = tag.end();
            at = (open + end).min(source.len());
        }
        if at < source.len() {
            self.out.text_runs.push(Span::new(span.start() + at, span.end()));
        }
    }

    /// The link that an HTML tag makes.
    fn tag(&mut self, tag: Span) {
        let source = tag.of(self.text);
        if source.starts_with("<a ")
            && let Some(opened) = before_tag(self.text, tag.start())
        {
            self.out.errors.push(malformed(opened, "has a tag of HTML for its address"));
        }
        let head: Option<&[u8; 4]> = source.as_bytes().first_chunk();
        let (attribute, embed) = match head.map(|head| head.map(|byte| byte.to_ascii_lowercase())).as_ref() {
            Some(b"<img") => ("src", true),
            Some(b"<a h" | b"<a\nh" | b"<a t" | b"<a c" | b"<a r" | b"<a i") => ("href", false),
            Some(b"<htm") => {
                self.page = true;
                return;
            }
            _ => return,
        };
        if let Some(value) = attribute_value(source, attribute).filter(|value| self.leads(value.of(source))) {
            let (target, anchor) = split_anchor(self.text, value.shifted(tag.start()));
            self.out.links.push(Link {
                span: tag,
                syntax: LinkSyntax::Html,
                embed,
                in_front_matter: false,
                target,
                anchor,
                display: None,
            });
        }
    }

    /// Whether the value of an attribute is a link of this document. In a whole page of HTML, what has no host
    /// leads to where the page was taken from; in a mail, `=3D` is an encoded `=`.
    fn leads(&self, value: &str) -> bool {
        let encoded =
            value.strip_prefix("3D").is_some_and(|rest| rest.starts_with(['"', '\'']) || rest.contains("//"));
        !encoded && (!self.page || value.contains(':') || value.starts_with("//"))
    }

    /// Only the innermost open link is told; it tells the one around it when it closes. Images
    /// in images may nest as deep as the file is long.
    fn shown_up_to(&mut self, end: usize) {
        if let Some(open) = self.open_links.last_mut().filter(|open| end < open.span.end()) {
            open.shown_end = open.shown_end.max(end);
        }
    }

    fn open_link(&mut self, kind: LinkType, image: bool, span: Span) {
        if self.leaf.is_none() && self.items > 0 {
            self.open(BlockKind::ListItem, span);
        }
        let shown_end = span.start() + if image { 2 } else { 1 };
        self.open_links.push(OpenLink { kind, image, span, shown_end });
    }

    fn close_link(&mut self) {
        let Some(open) = self.open_links.pop() else { return };
        let OpenLink { kind, image, span, shown_end } = open;
        self.shown_up_to(span.end());
        let shown = Span::new(span.start() + if image { 2 } else { 1 }, shown_end);
        let (syntax, target, display) = match kind {
            LinkType::Inline => (LinkSyntax::Markdown, destination(self.text, span, shown_end), Some(shown)),
            LinkType::Reference | LinkType::ReferenceUnknown => {
                let label = label_after(self.text, span, shown_end);
                (LinkSyntax::Reference, label, Some(shown))
            }
            LinkType::Collapsed
            | LinkType::CollapsedUnknown
            | LinkType::Shortcut
            | LinkType::ShortcutUnknown => (LinkSyntax::Reference, shown, Some(shown)),
            LinkType::Autolink => (LinkSyntax::Autolink, Span::new(span.start() + 1, span.end() - 1), None),
            // Wiki-links are read by their own scan, which also sees the damaged ones.
            LinkType::Email | LinkType::WikiLink { .. } => return,
        };
        let (target, anchor) =
            if syntax == LinkSyntax::Markdown { split_anchor(self.text, target) } else { (target, None) };
        self.out.links.push(Link {
            span,
            syntax,
            embed: image,
            in_front_matter: false,
            target,
            anchor,
            display,
        });
    }

    fn footnote_definition(&mut self, label: &str, span: Span) {
        let label = Span::new(span.start() + 2, (span.start() + 2 + label.len()).min(span.end()));
        let target = Span::new((label.end() + 2).min(span.end()), span.end()).trimmed(self.text);
        self.out.definitions.push(Definition { span, label, target, footnote: true });
        debug_assert!(span.start() >= self.shift, "spans are offsets into the file");
    }
}

pub(super) fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Whether the dollar signs that seem to hold a formula stand behind sums, `20$ and not 19.95$`.
fn are_sums(text: &str, formula: Span) -> bool {
    let digit = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    let inner = formula.of(text).trim_matches('$');
    digit(&text[..formula.start()])
        && digit(inner)
        && inner.contains(char::is_whitespace)
        && !inner.starts_with(['\\', '^', '_', '{'])
}

/// Whether a block of HTML is a comment, a program, or text that is to be shown as it is.
fn holds_no_prose(block: &str) -> bool {
    const SILENT: [&str; 5] = ["<!--", "<script", "<style", "<pre", "<textarea"];
    let block = block.trim_start();
    SILENT.iter().any(|open| block.get(..open.len()).is_some_and(|head| head.eq_ignore_ascii_case(open)))
}

/// The text of a heading without `#` marks, underline and attributes.
fn heading_text(text: &str, span: Span) -> Span {
    let source = span.of(text);
    let trimmed = source.trim_end();
    let inner = if trimmed.starts_with('#') {
        let start = trimmed.len() - trimmed.trim_start_matches('#').len();
        let closed = trimmed.trim_end_matches('#');
        let end = if closed.ends_with([' ', '\t']) { closed.len() } else { trimmed.len() };
        Span::new(start.min(end), end)
    } else {
        // A setext heading: everything above the underline.
        let end = trimmed.trim_end_matches(['=', '-']).len();
        Span::new(0, end)
    };
    let inner = inner.shifted(span.start()).trimmed(text);
    match inner.of(text).rfind("{#") {
        Some(at) if inner.of(text).ends_with('}') => {
            Span::new(inner.start(), inner.start() + at).trimmed(text)
        }
        _ => inner,
    }
}

/// The longest tag that is looked for, in bytes.
const MAX_TAG: usize = 2048;

/// The length of the tag that a text begins with, be it over several lines; none if no tag is there.
fn tag_length(text: &str) -> Option<usize> {
    let named = text.as_bytes().get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/');
    let tag = &text.as_bytes()[1..text.len().min(MAX_TAG)];
    let end = memchr::memchr2(b'<', b'>', tag).filter(|&end| named && tag[end] == b'>')?;
    let whole = !tag[..end].windows(2).any(|pair| pair == b"\n\n");
    whole.then_some(end + 2)
}

/// The value of an attribute in a tag, as a span within the tag.
pub(super) fn attribute_value(tag: &str, name: &str) -> Option<Span> {
    let is_own = |&equals: &usize| {
        let before = tag[..equals].trim_end().strip_suffix(name);
        before.is_some_and(|before| {
            before.ends_with(|c: char| c.is_ascii_whitespace() || c == '"' || c == '\'')
        })
    };
    let equals = memchr::memchr_iter(b'=', tag.as_bytes()).find(is_own)?;
    let rest = tag[equals + 1..].trim_start();
    let start = tag.len() - rest.len();
    Some(match rest.chars().next()? {
        quote @ ('"' | '\'') => Span::new(start + 1, start + 1 + rest[1..].find(quote)?),
        _ => Span::new(start, start + rest.find([' ', '>', '\n', '\t'])?),
    })
}

#[cfg(test)]
mod tests {
    use super::super::Document;

    #[test]
    fn sums_are_no_formula() {
        let opaque = |text: &str| !Document::from_text("a.md", text).opaque.is_empty();
        assert!(!opaque("Where it says \"under 50$\", you may bet on 19.95$."));
        for formula in ["10$^{-5} m$", "A $x + 1$ it is", "2$\\times 4$", "$a$ and 3$b$"] {
            assert!(opaque(formula), "{formula}");
        }
    }
}
