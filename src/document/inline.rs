//! What Markdown itself does not know: wiki-links, bare addresses, citation keys,
//! comments and templates of other tools, block identifiers.

use memchr::{memchr_iter, memmem};
use rustc_hash::FxHashSet;

use super::citation::{Citation, CitationKind};
use super::front_matter::SyntaxErrorKind;
use super::link::{Definition, Link, LinkSyntax, bracketed_text, split_anchor};
use super::literal::{Literal, readable};
use super::malformed_link::{
    around_address, detached_address, malformed, reversed, unclosed, undefined_reference, without_address,
};
use super::{Document, media_fence};
use crate::text::Span;
use crate::yaml::tree;

/// The longest name of an anchor that is looked for, in bytes.
const MAX_NAME: usize = 80;

/// The longest wiki-link or bracketed citation that is looked for, in bytes.
const MAX_BRACKETED: usize = 128 * 1024;

/// Adds to the tables of `document` what the Markdown pass left as plain text.
pub(super) fn scan(document: &mut Document, literals: &[(Literal, Span)]) {
    comments(document);
    let text = document.source.clone();
    let text = text.text();
    let regions: Vec<Span> = document.regions().collect();
    let room = Vec::with_capacity(document.body.len() / 256);
    let mut markdown = std::mem::replace(&mut document.links, room);
    for &region in &regions {
        brackets(document, &markdown, text, region);
        block_ids(document, text, region);
    }
    if is_asciidoc(document, text) {
        document.links.retain(|link| link.syntax != LinkSyntax::Wiki);
    }
    // Two brackets that nothing closes are a slip only beside links of that kind.
    if document.links.is_empty() {
        document.syntax_errors.retain(|error| error.kind != SyntaxErrorKind::OpenLink);
    }
    defined(document, text);
    addresses(document, &markdown, literals);
    without_address(document, &markdown);
    media_fence::add_links(document);
    document.links.append(&mut markdown);
    // Log lines and indices look like references: those count only beside other definitions.
    if document.definitions.iter().all(|definition| definition.footnote) {
        document.syntax_errors.retain(|error| error.kind != SyntaxErrorKind::UndefinedReference);
    }
    front_matter_links(document, text);
    document.links.sort_unstable_by_key(|link| link.span);
    document.syntax_errors.sort_by_key(|error| error.span);
}

/// Whether two brackets make no links but anchors, as in AsciiDoc: `<<name>>` leads to one, or a title with
/// `==` stands right below.
fn is_asciidoc(document: &Document, text: &str) -> bool {
    let body = document.body.of(text);
    let titled = |link: &Link| {
        let below = text[link.span.end()..].trim_start_matches('\r').strip_prefix("\n==");
        let title = below.and_then(|below| below.trim_start_matches('=').lines().next());
        title.is_some_and(|title| title.starts_with(' ') && !title.trim_end().ends_with('='))
    };
    if document.links.iter().any(titled) {
        return true;
    }
    let mut references = memmem::find_iter(body.as_bytes(), b"<<").peekable();
    if document.links.is_empty() || references.peek().is_none() {
        return false;
    }
    let anchors: FxHashSet<&str> = document.links.iter().map(|link| link.target.of(text)).collect();
    references.any(|at| {
        let name = &body[at + 2..body.floor_char_boundary(body.len().min(at + 2 + MAX_NAME))];
        name.find([',', '>', '\n']).is_some_and(|end| anchors.contains(&name[..end]))
    })
}

/// Comments and templates: `%%…%%`, `{% … %}`, `{{ … }}`, `{# … #}`, `<% … %>`.
fn comments(document: &mut Document) {
    const PAIRS: [(&str, &str); 5] = [("%%", "%%"), ("{%", "%}"), ("{{", "}}"), ("{#", "#}"), ("<%", "%>")];
    let text = document.source.clone();
    let text = text.text();
    let body = document.body.of(text);
    let mut found = Vec::new();
    // Up to where each kind has been looked for; the end if it does not close any more.
    let mut read_to = [0; PAIRS.len()];
    // Each of them has one of two marks in what opens it, as its first byte or its second.
    for mark in memchr::memchr2_iter(b'%', b'{', body.as_bytes()) {
        for (pair, (open, close)) in PAIRS.into_iter().enumerate() {
            let start = if open == "<%" { mark.saturating_sub(1) } else { mark };
            if start < read_to[pair] || !body.as_bytes()[start..].starts_with(open.as_bytes()) {
                continue;
            }
            let inner = start + open.len();
            let span = Span::new(start, inner).shifted(document.body.start());
            // `{#id}` is a heading's attribute, not the beginning of a comment.
            let attribute = open == "{#" && !body[inner..].starts_with([' ', '#', '\n']);
            if attribute || document.is_opaque(span) {
                read_to[pair] = inner;
                continue;
            }
            read_to[pair] = match memmem::find(&body.as_bytes()[inner..], close.as_bytes()) {
                Some(end) => {
                    let end = inner + end + close.len();
                    found.push(Span::new(start, end).shifted(document.body.start()));
                    end
                }
                None => body.len(),
            };
        }
    }
    if found.is_empty() {
        return;
    }
    document.opaque.append(&mut found);
    document.opaque.sort_unstable();
    let opaque = std::mem::take(&mut document.opaque);
    document
        .links
        .retain(|link| link.span.first_overlap(&opaque).is_none_or(|over| link.span.contains(over)));
    document.opaque = merged(opaque);
}

/// A sorted table of spans with overlapping ones made one.
fn merged(spans: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => *last = last.cover(span),
            _ => out.push(span),
        }
    }
    out
}

/// Makes references of the wiki-links whose label is defined: `[[1]]` is one in brackets of its own.
fn defined(document: &mut Document, text: &str) {
    let definitions = document.definitions.iter().filter(|definition| !definition.footnote);
    let labels: FxHashSet<String> =
        definitions.map(|definition| definition.label.of(text).to_lowercase()).collect();
    if labels.is_empty() {
        return;
    }
    let plain = |link: &&mut Link| link.display.is_none() && link.anchor.is_none() && !link.embed;
    for link in document.links.iter_mut().filter(plain).filter(|link| link.syntax == LinkSyntax::Wiki) {
        if labels.contains(&link.target.of(text).to_lowercase()) {
            link.syntax = LinkSyntax::Reference;
            link.display = Some(link.target);
        }
    }
}

fn brackets(document: &mut Document, markdown: &[Link], text: &str, region: Span) {
    let source = region.of(text).as_bytes();
    let mut skip_to = 0;
    for open in memchr_iter(b'[', source) {
        if open < skip_to {
            continue;
        }
        let at = region.start() + open;
        skip_to = open
            + match source.get(open + 1) {
                Some(b'[') => wiki_link(document, text, at, region.end()),
                Some(b'^') => footnote_reference(document, text, at),
                Some(b'0'..=b'9') => number(document, markdown, text, at),
                Some(_) => keys(document, markdown, text, at, region.end()),
                None => 0,
            };
    }
}

/// Reads the wiki-link at `at`; how many bytes it took.
fn wiki_link(document: &mut Document, text: &str, at: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let inner = at + 2;
    let embed = at > document.body.start() && bytes[at - 1] == b'!';
    let start = at - usize::from(embed);
    let window = &bytes[inner..limit.min(inner + MAX_BRACKETED)];
    let (end, closed) = wiki_link_end(window);
    if !closed {
        return unclosed(document, text, Span::new(start, inner + end));
    }
    // A bracket inside belongs to something else: a matrix, or `[[a][b], [c][d]]` of references.
    if memchr::memchr2(b'[', b']', &window[..end]).is_some() {
        return 2;
    }
    let span = Span::new(start, inner + end + 2);
    if span.first_overlap(&document.opaque).is_some() {
        return 2;
    }
    if let Some(link) = bracketed_text(text, span, embed) {
        let length = link.span.end() - at;
        document.links.push(link);
        return length;
    }
    if is_of_another_language(text, span) {
        return 2;
    }
    match read_wiki_link(text, span, embed) {
        Some(link) => document.links.push(link),
        None => document.syntax_errors.push(malformed(span, "names no note")),
    }
    end + 4
}

/// Where what follows `[[` ends, and whether with `]]`: otherwise at the line's end or before
/// the next `[[`. Never looks beyond the next `[[`, so that a line of them costs its length.
fn wiki_link_end(window: &[u8]) -> (usize, bool) {
    let doubled_or_line = |&at: &usize| window[at] == b'\n' || window.get(at + 1) == Some(&window[at]);
    let stop = memchr::memchr3_iter(b'[', b']', b'\n', window).find(doubled_or_line);
    let end = stop.unwrap_or(window.len());
    match memchr::memchr(b'\r', &window[..end]) {
        Some(line_end) => (line_end, false),
        None => (end, stop.is_some() && window[end] == b']'),
    }
}

/// Whether the brackets are escaped, a class of a regular expression (`[[:alpha:]]`) or a table of
/// TOML: alone on its line, with a field below.
pub(super) fn is_of_another_language(text: &str, span: Span) -> bool {
    let (before, after) = (&text[..span.start()], &text[span.end()..]);
    let escaped = before.len() - before.trim_end_matches('\\').len();
    // `x[[1]]`, `m[[i, j]]`
    let inner = span.of(text).trim_matches(['[', ']']);
    let index = inner.len() < 12
        && inner.split(',').all(|part| matches!(part.trim().as_bytes(), [b'0'..=b'9', ..] | [b'a'..=b'z']))
        && before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ')'));
    // `keeper[[at]]example.org`, out of reach of machines that collect addresses
    let hidden = matches!(inner.trim(), "at" | "dot" | "@" | "ät")
        && before.ends_with(char::is_alphanumeric)
        && after.starts_with(char::is_alphanumeric);
    // `[[:alpha:]]`, `[[=a=]]`, `[[.hyphen.]]`
    let class = [':', '=', '.']
        .iter()
        .any(|&mark| inner.len() > 2 && inner.starts_with(mark) && inner.ends_with(mark));
    let table = || {
        let below = after.strip_prefix('\n').or_else(|| after.strip_prefix("\r\n")).unwrap_or_default();
        let name =
            below.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte)).count();
        name > 0
            && below[name..].trim_start_matches(' ').starts_with('=')
            && (before.is_empty() || before.ends_with(['\n', '\r', '\u{feff}']))
    };
    // `[[ ]]`, the test of a shell
    escaped % 2 == 1 || inner == " " || class || index || hidden || table()
}

/// The parts of a whole `[[…]]` or `![[…]]`; none if it names neither a note nor an anchor.
fn read_wiki_link(text: &str, span: Span, embed: bool) -> Option<Link> {
    let inner = Span::new(span.start() + 2 + usize::from(embed), span.end() - 2);
    let source = inner.of(text);
    // In a table the pipe is written `\|`.
    let pipe = source.find('|');
    let name_end = pipe.map_or(source.len(), |at| at - usize::from(source[..at].ends_with('\\')));
    let (target, anchor) = split_anchor(text, Span::new(inner.start(), inner.start() + name_end));
    let display = pipe.map(|at| Span::new(inner.start() + at + 1, inner.end()).trimmed(text));
    let names_something = !target.is_empty() || anchor.is_some_and(|anchor| !anchor.is_empty());
    names_something.then_some(Link {
        span,
        syntax: LinkSyntax::Wiki,
        embed,
        in_front_matter: false,
        target,
        anchor,
        display,
    })
}

/// `[^label]`, but not its definition.
fn footnote_reference(document: &mut Document, text: &str, at: usize) -> usize {
    let rest = &text[at + 2..];
    let Some(length) = rest.find([']', '\n', '[']).filter(|&end| end > 0 && rest[end..].starts_with(']'))
    else {
        return 2;
    };
    let label = Span::new(at + 2, at + 2 + length);
    let span = Span::new(at, label.end() + 1);
    if !defines(text, span) && !is_named(text, span) {
        document.citations.push(Citation { span, kind: CitationKind::Footnote, target: label });
    }
    length + 3
}

/// Whether the bracket at the beginning of a line has a colon after it: `[label]: address`. Within
/// a line the colon is the sentence's.
fn defines(text: &str, bracket: Span) -> bool {
    let before = || text[..bracket.start()].trim_end_matches([' ', '>', '\u{feff}']);
    text[bracket.end()..].starts_with(':') && (before().is_empty() || before().ends_with(['\n', '\r']))
}

/// Whether the bracket is all that stands between quotation marks: the text speaks of it.
fn is_named(text: &str, bracket: Span) -> bool {
    let (before, after) = (&text[..bracket.start()], &text[bracket.end()..]);
    [('"', '"'), ('“', '”'), ('\'', '\''), ('‘', '’')]
        .iter()
        .any(|&(open, close)| before.ends_with(open) && after.starts_with(close))
}

/// `[12]`, `[3, 4]`, `[3–5]`, where it is neither a link nor a definition.
fn number(document: &mut Document, markdown: &[Link], text: &str, at: usize) -> usize {
    let rest = &text[at + 1..];
    let length =
        rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | ' ' | '-' | '–')).unwrap_or(rest.len());
    let closed = rest[length..].starts_with(']') && length <= 24;
    if !closed || rest[length + 1..].starts_with(['(', '[']) {
        return 1;
    }
    let target = Span::new(at + 1, at + 1 + length);
    let span = Span::new(at, target.end() + 1);
    if defines(text, span) {
        return 1;
    }
    let in_link = markdown.binary_search_by(|link| link.span.start.cmp(&span.start)).is_ok();
    if !in_link {
        document.citations.push(Citation { span, kind: CitationKind::Number, target });
    }
    length + 2
}

/// So many lines a citation may go on for.
const MAX_WRAPS: usize = 4;

/// `[@key]`, `[see @key, p. 4; @other]`; and `[text] (address)`, which was to be a link.
fn keys(document: &mut Document, markdown: &[Link], text: &str, at: usize, limit: usize) -> usize {
    let window = &text.as_bytes()[at + 1..limit.min(at + 1 + 2048)];
    let Some(end) = memchr::memchr2(b']', b'[', window).filter(|&end| window[end] == b']') else {
        return 1;
    };
    let inner = &text[at + 1..at + 1 + end];
    let after = &text[at + end + 2..];
    let lines = memchr_iter(b'\n', inner.as_bytes()).count();
    // A citation may be wrapped, and a paragraph ends it.
    let wrapped = lines > 0 && (lines > MAX_WRAPS || inner.contains("\n\n"));
    let key = || memchr_iter(b'@', inner.as_bytes()).find(|&key| is_key_start(inner, key));
    let Some(first) = key().filter(|_| !wrapped) else {
        if lines > 0 {
            return 1;
        }
        let bracket = Span::new(at, at + end + 2);
        detached_address(document, markdown, bracket, inner, after);
        reversed(document, text, bracket, inner, after);
        undefined_reference(document, markdown, text, bracket);
        return 1;
    };
    if after.starts_with('(') || defines(text, Span::new(at, at + end + 2)) {
        return 1;
    }
    let rest = &inner[first + 1..];
    let length = rest.find(|c: char| c.is_whitespace() || matches!(c, ';' | ',')).unwrap_or(rest.len());
    let target = Span::new(at + 2 + first, at + 2 + first + length);
    document.citations.push(Citation { span: Span::new(at, at + end + 2), kind: CitationKind::Key, target });
    end + 2
}

/// An `@` that no word runs into (that would be a mail address) and that a word follows.
fn is_key_start(inner: &str, at: usize) -> bool {
    let opens = inner[..at].chars().next_back().is_none_or(|c| matches!(c, ' ' | ';' | '-' | '('));
    opens && inner[at + 1..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '{'))
}

/// `https://…` in running text.
fn addresses(document: &mut Document, markdown: &[Link], literals: &[(Literal, Span)]) {
    const SCHEMES: [&str; 3] = ["http", "https", "ftp"];
    let text = document.text();
    let mut skip_to = 0;
    let (mut found, mut broken) = (Vec::new(), Vec::new());
    let colons = readable(document, literals).filter(|(literal, ..)| *literal == Literal::Address);
    for (_, colon, region) in colons {
        let before = text.as_bytes()[region.start()..colon.start()].iter().rev();
        let scheme = before.take(5).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let start = colon.start() - scheme;
        let scheme = &text[start..colon.start()];
        if start < skip_to || !SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
            continue;
        }
        let span = Span::new(start, start + address_length(&text[start..region.end()]));
        skip_to = span.end();
        if !taken(markdown, &document.definitions, span) {
            found.push(bare(span));
            broken.extend(around_address(text, span).map(|(span, message)| malformed(span, message)));
        }
    }
    document.links.append(&mut found);
    document.syntax_errors.append(&mut broken);
}

/// Whether a link or a definition that Markdown knows already holds the address.
pub(super) fn taken(markdown: &[Link], definitions: &[Definition], span: Span) -> bool {
    let next = markdown.partition_point(|link| link.span.start <= span.start);
    // Links nest two deep at most: an image in a link.
    let linked = markdown[..next].iter().rev().take(2).any(|link| link.span.overlaps(span));
    let next = definitions.partition_point(|definition| definition.span.start <= span.start);
    linked
        || definitions[..next]
            .last()
            .is_some_and(|definition| !definition.footnote && definition.span.overlaps(span))
}

fn bare(span: Span) -> Link {
    Link {
        span,
        syntax: LinkSyntax::BareUrl,
        embed: false,
        in_front_matter: false,
        target: span,
        anchor: None,
        display: None,
    }
}

/// Punctuation of Chinese and Japanese, which set no blank behind an address.
const WIDE_MARKS: &str = "，。、；：！？（）「」『』《》【】";

/// How long an address at the beginning of `text` is: sentence punctuation after it, and
/// a bracket it did not open, are not its own.
pub(crate) fn address_length(text: &str) -> usize {
    let ends_plain = |byte: u8| !byte.is_ascii_graphic() || matches!(byte, b'<' | b'>' | b'"' | b'`' | b'|');
    let plain = text.bytes().position(ends_plain);
    let from = plain.unwrap_or(text.len());
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '`' | '|' | '”' | '“' | '»' | '«')
            || WIDE_MARKS.contains(c)
    };
    let end = text[from..].find(ends).map_or(text.len(), |at| from + at);
    let whole = &text[..end];
    let mut address = whole;
    // Brackets closed more often than opened, counted once: an address may be all brackets.
    let mut unopened = [(b'(', b')', None), (b'[', b']', None), (b'{', b'}', None)];
    let count = |bracket: u8| whole.bytes().filter(|&byte| byte == bracket).count();
    loop {
        let trimmed = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '’']);
        let last = unopened.iter_mut().find(|(_, close, _)| trimmed.as_bytes().last() == Some(close));
        let Some((open, close, left)) = last else { return trimmed.len() };
        let left = left.get_or_insert_with(|| count(*close).saturating_sub(count(*open)));
        if *left == 0 {
            return trimmed.len();
        }
        *left -= 1;
        address = &trimmed[..trimmed.len() - 1];
    }
}

/// `^block-id` at the end of a line.
fn block_ids(document: &mut Document, text: &str, region: Span) {
    let source = region.of(text);
    for caret in memchr_iter(b'^', source.as_bytes()) {
        let rest = &source[caret + 1..];
        let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
        let opens = source[..caret].chars().next_back().is_none_or(char::is_whitespace);
        let ends = rest[length..]
            .trim_start_matches([' ', '\t'])
            .chars()
            .next()
            .is_none_or(|c| matches!(c, '\n' | '\r'));
        if length > 0 && opens && ends {
            document.block_ids.push(Span::new(caret + 1, caret + 1 + length).shifted(region.start()));
        }
    }
}

/// Wiki-links in the values of the front matter: `up: "[[Note]]"`.
fn front_matter_links(document: &mut Document, text: &str) {
    let Some(front_matter) = &document.front_matter else { return };
    if memmem::find(front_matter.yaml.of(text).as_bytes(), b"[[").is_none() {
        return;
    }
    let mut found = Vec::new();
    for entry in &front_matter.fields {
        scalars_with_links(text, &entry.value, &mut found);
    }
    document.links.append(&mut found);
}

fn scalars_with_links(text: &str, node: &tree::Node, found: &mut Vec<Link>) {
    match &node.value {
        tree::Value::Scalar { .. } => {
            let source = node.span.of(text);
            let mut at = 0;
            while let Some(open) = source[at..].find("[[").map(|offset| offset + at) {
                let Some(close) = source[open..].find("]]") else { break };
                at = open + close + 2;
                let embed = source[..open].ends_with('!');
                let span = Span::new(open - usize::from(embed), at).shifted(node.span.start());
                found.extend(
                    read_wiki_link(text, span, embed).map(|link| Link { in_front_matter: true, ..link }),
                );
            }
        }
        tree::Value::Sequence(nodes) => nodes.iter().for_each(|node| scalars_with_links(text, node, found)),
        tree::Value::Mapping(entries) => {
            entries.iter().for_each(|entry| scalars_with_links(text, &entry.value, found))
        }
        tree::Value::Alias => {}
    }
}
