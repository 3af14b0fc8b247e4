//! Lines that say where a text stood first, and who sent it.

use super::super::provenance::{Found, FoundBy, Provenance, Role};
use super::super::{Document, source_key};
use super::is_names;
use crate::text::Span;

/// Who wrote a letter: `From: Jane Roe <jane@a.example>`, or a name above `To: …`.
pub(super) fn sender(text: &str, value: Span, below: &[Span]) -> Option<Span> {
    const NEXT: [&str; 5] = ["to:", "subject:", "sent:", "cc:", "reply-to:"];
    const FEW: usize = 3;
    let written = value.of(text);
    let at = written.find('@').filter(|_| !written.contains("://") && !written.starts_with('@'));
    let name = written[..at.unwrap_or(written.len())].rsplit_once(['<', '(', '[']);
    let name = name.map_or(written, |(name, _)| name).trim_matches(|c: char| c == '"' || c.is_whitespace());
    let mut next = below.iter().take(FEW).map(|line| line.of(text).trim_start_matches(['*', '_', ' ']));
    let mut letter = || {
        next.any(|line| {
            NEXT.iter()
                .any(|label| line.get(..label.len()).is_some_and(|head| head.eq_ignore_ascii_case(label)))
        })
    };
    let host = at.is_some_and(|at| written[at..].contains('.'));
    let start = value.start() + written.find(name)?;
    (host || is_names(name) && letter())
        .then(|| if name.is_empty() { value } else { Span::new(start, start + name.len()) })
}

/// `Originally published in the Courier.`
pub(super) fn first_publication(document: &Document, line: Span, named: &str, provenance: &mut Provenance) {
    let text = document.text();
    let end = line.end() - (named.len() - named.trim_end_matches(['*', '_', '.', ')', ' ']).len());
    let span = Span::new(line.end() - named.len(), end);
    provenance.add(Role::Source, Found { span, by: FoundBy::Header });
    if provenance.source_key.is_none() {
        let link = document.links_in(span).next();
        provenance.source_key = link.and_then(|link| source_key::any(link.target.of(text)));
    }
}

/// What follows `This article was originally published on …`.
pub(super) fn first_published(line: &str) -> Option<&str> {
    const TEXTS: [&str; 12] = [
        "this article",
        "this post",
        "this piece",
        "this story",
        "this essay",
        "this interview",
        "this column",
        "the article",
        "the piece",
        "the story",
        "the essay",
        "it",
    ];
    const SAID: [&str; 4] = ["was", "is", "has been", "had been"];
    const FIRST: [&str; 3] = ["originally", "first", "previously"];
    const DONE: [&str; 5] = ["published", "posted", "appeared", "printed", "ran"];
    const PLACED: [&str; 5] = ["on", "in", "at", "by", "here:"];
    const AGAIN: [&str; 9] = [
        "republished from",
        "reprinted from",
        "reposted from",
        "cross-posted from",
        "crossposted from",
        "excerpted from",
        "republished with permission from",
        "reprinted with permission from",
        "reprinted by permission of",
    ];
    const ARTICLES: [&str; 5] = ["the", "der", "die", "la", "le"];
    let rest = line.trim_start_matches(['*', '_', '(', ' ']);
    // Few lines begin with one of these words.
    let head: [u8; 2] = rest.as_bytes().first_chunk::<2>()?.map(|byte| byte | 0x20);
    if ![*b"th", *b"it", *b"or", *b"fi", *b"pr", *b"re", *b"cr", *b"ex", *b"so"].contains(&head) {
        return None;
    }
    // As press releases end: `SOURCE The Harbour Trust`.
    if let Some(named) = rest.strip_prefix("SOURCE ") {
        return is_names(named).then_some(named);
    }
    let rest = after_word(rest, &TEXTS).unwrap_or(rest);
    let rest = after_word(rest, &SAID).unwrap_or(rest);
    let first = || after_word(after_word(after_word(rest, &FIRST)?, &DONE)?, &PLACED);
    let rest = after_word(rest, &AGAIN).or_else(first)?;
    let article = ARTICLES.iter().find_map(|article| rest.strip_prefix(article)?.strip_prefix(' '));
    let rest = article.unwrap_or(rest);
    let host = rest.split(' ').next().is_some_and(|word| word.trim_end_matches('.').contains('.'));
    let named =
        host || rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '[' | '*' | '_' | '<' | '"'));
    (named || rest.starts_with("http")).then_some(rest)
}

/// What follows one of the words at the beginning, and the blank after it.
fn after_word<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words.iter().find_map(|word| {
        let head = text.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
        text[head.len()..].strip_prefix(' ')
    })
}
