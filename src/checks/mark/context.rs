//! What stands around a mark, and whether it means there what it says.

use crate::document::{BlockKind, Document, FoundBy, LinkSyntax};
use crate::text::Span;

/// The longest item of a menu, in bytes.
const LONGEST_ITEM: usize = 40;
/// The most items of a menu with a line for each.
const LONGEST_MENU: usize = 50;
/// How many links, or definitions, may stand in each other: an image in a link.
const NESTED: usize = 2;
/// The fewest items of a menu.
const FEWEST_ITEMS: usize = 3;

/// Whether the words stand in quotation marks or in a block quote.
pub(super) fn is_quoted(document: &Document, span: Span) -> bool {
    document.quotation_around(span).is_some()
        || document.block_at(span.start()).is_some_and(|block| block.quoted)
}

/// Whether the document defines what the mark refers to, or the mark is in that definition.
pub(super) fn is_defined(document: &Document, span: Span) -> bool {
    let (links, definitions) = (&document.links, &document.definitions);
    let next = definitions.partition_point(|definition| definition.span.start < span.end);
    let mut near = definitions[..next].iter().rev().take(NESTED);
    let first = links.partition_point(|link| link.span.start < span.start).saturating_sub(NESTED);
    let mut inside = links[first..].iter().take_while(|link| link.span.start < span.end);
    near.any(|definition| !definition.footnote && definition.label.overlaps(span))
        || inside.any(|link| link.syntax == LinkSyntax::Reference && link.span.overlaps(span))
}

/// Whether nothing but headings stands above the words, and something below.
pub(super) fn opens(document: &Document, span: Span) -> bool {
    let Some((at, block)) = document.block_of(span) else { return false };
    block.kind == BlockKind::Paragraph
        && document.blocks[..at].iter().all(|block| block.kind == BlockKind::Heading)
        && !document.text()[span.end()..].trim().is_empty()
}

/// Whether the words stand in the last paragraph, below others.
pub(super) fn closes(document: &Document, span: Span) -> bool {
    let Some((at, block)) = document.block_of(span) else { return false };
    let after = &document.text()[block.span.end()..];
    at > 0 && block.kind == BlockKind::Paragraph && after.trim().is_empty()
}

/// Whether the text speaks of the mark: it alone stands in quotation marks. A value of the front
/// matter is quoted for YAML.
pub(super) fn is_mentioned(document: &Document, span: Span) -> bool {
    let text = document.text();
    let before = text[..span.start()].chars().next_back();
    let after = text[span.end()..].chars().next();
    let pair = matches!(
        (before, after),
        (Some('"'), Some('"')) | (Some('“'), Some('”')) | (Some('„'), Some('“')) | (Some('«'), Some('»'))
    );
    pair && document.body.holds(span.start())
}

/// Whether the words stand as others wrote them: in running text, or in a note that names the page
/// it is from. A line with a link is the note's own, and so is one that names its author.
pub(super) fn is_taken_over(document: &Document, line: Span) -> bool {
    let words =
        document.provenance.author.map_or("", |author| document.slice(author.span)).split_whitespace();
    let own = words.into_iter().any(|word| word.len() > 3 && document.slice(line).contains(word));
    is_copied(document) && !own && !is_linked(document, line)
}

/// Whether the document holds the text of a page: running text, or a note that names the page.
pub(super) fn is_copied(document: &Document) -> bool {
    let provenance = &document.provenance;
    let page = || {
        provenance.source.is_some_and(|source| matches!(source.by, FoundBy::Field(_)))
            && provenance.source_key.as_deref().is_some_and(|key| key.starts_with("https://"))
    };
    page() || !document.is_structured()
}

fn is_linked(document: &Document, line: Span) -> bool {
    document.links_in(line).any(|link| link.syntax != LinkSyntax::BareUrl)
}

/// The menu on the line, or the first line of the one that its paragraph is: short items, one after
/// the other, two of them `known` or the first of them the way home. Where the items are links it is
/// one that somebody made.
pub(super) fn menu(document: &Document, line: Span, known: &[String]) -> Option<Span> {
    let text = document.slice(line);
    let joined = !text.is_ascii() || memchr::memchr3(b'|', b'>', b'/', text.as_bytes()).is_some();
    if !joined && text.len() > LONGEST_ITEM {
        return None;
    }
    let (_, block) = document.block_of(line)?;
    if block.kind != BlockKind::Paragraph || block.quoted || is_linked(document, line) {
        return None;
    }
    // Blanks stand around the stroke between two items, and around none of a path.
    let stroke = |at: usize| text[..at].ends_with(' ') && text[at..].trim_start_matches('/').starts_with(' ');
    let mark = text
        .char_indices()
        .find(|&(at, c)| matches!(c, '|' | '>' | '»' | '›' | '→' | '·' | '•') || c == '/' && stroke(at));
    let is = |item: &str, word: &str| {
        item.eq_ignore_ascii_case(word) || !item.is_ascii() && item.to_lowercase() == word
    };
    let home = |item: &str| known.first().is_some_and(|word| is(item, word));
    let count = |items: &mut dyn Iterator<Item = &str>| {
        items.filter(|item| known.iter().any(|word| is(item, word))).take(3).count()
    };
    if let Some((_, mark)) = mark {
        let items = || text.split(mark).map(str::trim).filter(|item| !item.is_empty());
        let trail = || matches!(mark, '>' | '»' | '›' | '→' | '/') && items().next().is_some_and(home);
        let known = || count(&mut items()) > 1 || trail() && is_taken_over(document, line);
        return (are_items(items()) && known()).then_some(line);
    }
    // Lines of a few words are a poem or an address as well.
    let items = || document.slice(block.span).lines().map(str::trim);
    let most = LONGEST_ITEM * LONGEST_MENU;
    let menu = block.span.len() <= most && are_items(items()) && count(&mut items()) > 2;
    let first = document.slice(block.span).lines().next()?;
    (menu && is_taken_over(document, line))
        .then(|| Span::new(block.span.start(), block.span.start() + first.trim_end().len()))
}

/// Whether these are short and enough for a menu.
fn are_items<'t>(mut items: impl Iterator<Item = &'t str> + Clone) -> bool {
    let short = |item: &str| item.len() <= LONGEST_ITEM && !item.ends_with(['.', '!', ';', ':', ',']);
    items.clone().take(FEWEST_ITEMS).count() == FEWEST_ITEMS && items.all(short)
}
