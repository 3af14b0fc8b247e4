//! Who says a quotation, where the name stands right beside it: `Jane Hill says: "…"`, `"…," says Jane Hill`,
//! `— Jane Hill` below a block quote.

use super::beside::begins_with_dash;
use super::{Document, Quotation};
use crate::lexicon::{is_common, says_who};
use crate::text::Span;

/// How far from the quotation its speaker is looked for, in bytes.
const NEAR: usize = 80;
/// The most words of a name.
const MAX_WORDS: usize = 4;
/// The most words between a word of saying and the colon.
const MAX_BEHIND: usize = 3;
/// What may stand between a name or a word of saying and the quotation.
const BETWEEN: [char; 10] = [' ', ',', ':', '*', '_', '\n', '>', '"', '“', '”'];

/// The name of whoever says the quotation; none if it is not certain.
#[must_use]
pub fn named_speaker(document: &Document, quotation: &Quotation) -> Option<Span> {
    let block = document.block_at(quotation.span.start())?.span;
    let text = document.text();
    let from = text.floor_char_boundary(quotation.span.start().saturating_sub(NEAR)).max(block.start());
    let to = text.floor_char_boundary(quotation.span.end() + NEAR).min(block.end());
    let before = Span::new(from, quotation.span.start().max(from));
    let after = Span::new(quotation.span.end().min(to), to);
    let place = |name: &str| {
        let start = name.as_ptr().addr() - text.as_ptr().addr();
        Span::new(start, start + name.len())
    };
    let found = signed(block.of(text)).or_else(|| led_in(before.of(text))).or_else(|| told(after.of(text)));
    found.map(place)
}

/// `Jane Hill says: `, `Jane Hill told the inquiry: `
fn led_in(before: &str) -> Option<&str> {
    let mut rest = before.trim_end_matches(BETWEEN);
    for _ in 0..=MAX_BEHIND {
        let (before, word) = rest.rsplit_once(' ')?;
        if says_who(word) {
            return last_name(before);
        }
        // It may be the one who says it.
        if word.starts_with(char::is_uppercase) || word.ends_with(['.', '!', '?', ';']) {
            return None;
        }
        rest = before;
    }
    None
}

/// `, says Jane Hill`, `, Jane Hill says`
fn told(after: &str) -> Option<&str> {
    let after = after.trim_start_matches(BETWEEN);
    let (word, rest) = after.split_once(' ')?;
    if says_who(word) && word.starts_with(char::is_lowercase) {
        return first_name(rest);
    }
    let name = first_name(after)?;
    let next = after[name.len()..].trim_start().split([' ', '.', ',', '\n']).next()?;
    says_who(next).then_some(name)
}

/// `— Jane Hill`, in the last line of a block.
fn signed(block: &str) -> Option<&str> {
    let line = block.trim_end().rsplit('\n').next().filter(|line| begins_with_dash(line))?;
    first_name(line.trim_start_matches(['>', ' ', '*', '_', '—', '–', '―', '-']))
}

/// The name that the text ends in.
fn last_name(text: &str) -> Option<&str> {
    let mut start = text.len();
    for word in text.rsplit(' ').take(MAX_WORDS) {
        if !is_part(word) {
            break;
        }
        start -= word.len() + usize::from(start < text.len());
    }
    name(&text[start..])
}

/// The name that the text begins with.
fn first_name(text: &str) -> Option<&str> {
    let mut end = 0;
    for word in text.trim_end().split(' ').take(MAX_WORDS) {
        let bare = word.trim_end_matches([',', '.', ':', ';', ')', '*', '_', '"', '”']);
        if !is_part(bare) {
            break;
        }
        end += bare.len() + usize::from(end > 0);
        if bare.len() < word.len() {
            break;
        }
    }
    name(text.get(..end)?)
}

/// Two words or more: one alone may be anybody's, or a title.
fn name(words: &str) -> Option<&str> {
    let words = words.trim();
    words.contains(' ').then_some(words)
}

/// Whether the word may be part of a name: one with a capital that is none of the common ones, as `Then` is.
fn is_part(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
        && word.chars().any(char::is_lowercase)
        && !is_common(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_before_and_behind_and_below() {
        for (text, name) in [
            ("Then Jane Hill says: \"The lamp is out.\"", Some("Jane Hill")),
            ("Jane Hill said, \"The lamp is out.\"", Some("Jane Hill")),
            ("\"The lamp is out,\" says Jane Hill, the keeper.", Some("Jane Hill")),
            ("\"The lamp is out,\" Jane Hill said.", Some("Jane Hill")),
            ("\"The lamp is out,\" says Jane Hill.", Some("Jane Hill")),
            ("---\nvideoId: abcdefghijk\n---\n\"The lamp is out,\" says Jane Hill.\n", Some("Jane Hill")),
            ("> “The lamp is out.”\n> — Jane Hill, keeper", Some("Jane Hill")),
            ("Jane Hill told the inquiry: \"The lamp is out.\"", Some("Jane Hill")),
            ("Jane Hill says Peter Moss has it: \"The lamp is out.\"", None),
            ("He says: \"The lamp is out.\"", None),
            ("The Minister says: \"The lamp is out.\"", None),
            ("Hill says: \"The lamp is out.\"", None),
            ("Jane Hill hears: \"The lamp is out.\" She goes.", None),
            ("\"The lamp is out.\" Jane Hill goes.", None),
        ] {
            let document = Document::from_text("a.md", text);
            let found = document.quotations.first().and_then(|quotation| named_speaker(&document, quotation));
            let found = found.map(|span| document.slice(span));
            assert_eq!(found, name, "{text}");
        }
    }
}
