//! Works that are named in words: in a footnote, `Hill, J. (2019). The Long Night`, or in the field
//! that says what a document rests on, `source: "[[Hill 2019]]"`.

use super::Document;
use super::author_year::{is_beside_names, is_name, year_end};
use super::link::note_name;

/// So many bytes into the words a year is looked for.
const MAX_LENGTH: usize = 300;
/// The most words of the name of an author.
const MAX_WORDS: usize = 5;

/// What stands before the number of a page.
const PAGES: &[&str] = &["p.", "pp.", "S.", "no.", "Nr."];

/// The work that the document rests on, where it is no address and no number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NamedWork<'d> {
    /// The note on it, `[[works/Hill 2019|Hill]]`, by its name in lower case.
    Note(String),
    /// Its key: `@hill2019`, `[[@hill2019]]`.
    Key(&'d str),
    /// Its first author and year, in lower case: `hill 2019`.
    Words(String),
}

/// What the document names as the one work it rests on.
#[must_use]
pub fn own_work(document: &Document) -> Option<NamedWork<'_>> {
    let origin = &document.provenance;
    let source = origin.source.filter(|_| origin.source_key.is_none() && !origin.several_sources)?;
    work_named(document.slice(source.span))
}

/// The work that the text of a field names.
#[must_use]
pub fn work_named(text: &str) -> Option<NamedWork<'_>> {
    let text = text.trim_matches(['"', '\'', ' ']);
    let link = text.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
    let target = link.map(|link| link.split(['|', '#']).next().unwrap_or_default());
    let name = target.map(|target| note_name(target).trim());
    match (name, name.unwrap_or(text).strip_prefix('@')) {
        (Some(""), _) => None,
        (_, Some(key)) => (!key.contains(char::is_whitespace)).then_some(NamedWork::Key(key)),
        (Some(name), None) => Some(NamedWork::Note(name.to_lowercase())),
        (None, None) => work_in_words(text).map(NamedWork::Words),
    }
}

/// The first author and the year, in lower case, of a work that the words begin with: `hill 2019` for
/// `Hill 2019, p. 3`, `See Hill, J. (2019). The Night` and `Jane Hill, *The Night* (London, 2019), 12`.
#[must_use]
pub fn work_in_words(text: &str) -> Option<String> {
    let text = &text[..text.floor_char_boundary(MAX_LENGTH)];
    // Most names have no year in them.
    if !text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit)) {
        return None;
    }
    let begins = text.split_inclusive(' ').take_while(|word| is_beside_names(word.trim()));
    let text = text[begins.map(str::len).sum()..].trim_start();
    let end = text.find([',', '(', ':', '\n']).unwrap_or(text.len());
    let authors =
        text[..end].split_whitespace().take_while(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
    // `Hill and Berg`, `Hill et al.`: the first of them.
    let joined = |word: &&str| matches!(*word, "and" | "und" | "et" | "&" | "y" | "e" | "u.");
    let first: Vec<&str> =
        authors.take_while(|word| !joined(word)).map(|word| word.trim_matches(['*', '_'])).collect();
    let last = first.last().filter(|last| is_name(last) && !last.ends_with('.'))?;
    let named = first.len() <= MAX_WORDS && first.iter().all(|word| is_name(word) || is_beside_names(word));
    Some(format!("{} {}", last.to_lowercase().replace('’', "'"), year(text)?)).filter(|_| named)
}

/// The first year that is no page.
fn year(text: &str) -> Option<&str> {
    let digits = text.char_indices().filter(|&(_, c)| matches!(c, '1' | '2')).map(|(at, _)| at);
    digits.into_iter().find_map(|at| {
        let before = &text[..at];
        let free = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | '/' | '.'));
        let page = || PAGES.contains(&before.split_whitespace().next_back().unwrap_or_default());
        let end =
            year_end(&text[at..]).or_else(|| year_end(text[at..].get(..4)?)).filter(|_| free && !page())?;
        Some(&text[at..at + end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_work_in_words_has_one_name() {
        for text in [
            "Hill (2019), p. 3.",
            "Hill 2019, p. 3",
            "See also Hill 2019, p. 1834.",
            "Hill, J. (2019). *The Night*. London: Lamp Press.",
            "Hill, Jane. *The Long Night*. London: Lamp, 2019.",
            "Jane Hill, *The Long Night* (London: Lamp, 2019), 12.",
            "Hill and Berg (2019), p. 3",
            "Hill et al. 2019",
        ] {
            assert_eq!(work_in_words(text).as_deref(), Some("hill 2019"), "{text}");
        }
        for text in
            ["", "Hill told me in 2019.", "Ibid., p. 4.", "Hill, p. 1834", "The year 2019", "2019", "é (2019"]
        {
            assert_eq!(work_in_words(text), None, "{text}");
        }
    }

    #[test]
    fn the_source_of_a_document_is_named_in_many_ways() {
        for (source, expected) in [
            ("\"[[Hill 2019]]\"", Some(NamedWork::Note("hill 2019".into()))),
            ("\"[[works/Hill 2019.md#p|Hill]]\"", Some(NamedWork::Note("hill 2019".into()))),
            ("\"[[@hill2019]]\"", Some(NamedWork::Key("hill2019"))),
            ("\"@hill2019\"", Some(NamedWork::Key("hill2019"))),
            ("Hill (2019), The Long Night", Some(NamedWork::Words("hill 2019".into()))),
            ("https://example.org/", None),
            ("the keeper", None),
            ("\"[[]]\"", None),
        ] {
            let document = Document::from_text("a.md", &format!("---\nsource: {source}\n---\nText.\n"));
            assert_eq!(own_work(&document), expected, "{source}");
        }
    }
}
