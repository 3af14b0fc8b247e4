//! Whether what somebody published can be found: its title or day is given, the document is it, or
//! the document links to whoever published it.

use crate::document::Document;
use crate::lexicon::has_word_of;
use crate::text::Span;

/// So near, in bytes, a day belongs to what the cue names.
const MAX_TO_DATE: usize = 24;
/// So near, in bytes, a title does.
const MAX_TO_TITLE: usize = 80;
/// The fewest letters of a name that may stand anywhere in another.
const MIN_LETTERS: usize = 3;
/// The most characters of a line that tells where a document is from.
const MAX_LINE: usize = 200;
/// More links are not asked.
const MAX_LINKS: usize = 500;

/// Whether the words at `cue`, in `sentence`, name something that the reader can find.
pub(super) fn is_findable(document: &Document, cue: Span, sentence: Span) -> bool {
    is_dated(document, cue, sentence)
        || is_titled(document, cue)
        || is_emphasised(document, cue, sentence)
        || is_own(document, cue)
}

/// Whether a whole day is given in the cue or right beside it.
fn is_dated(document: &Document, cue: Span, sentence: Span) -> bool {
    let from = cue.start().saturating_sub(MAX_TO_DATE).max(sentence.start());
    let to = (cue.end() + MAX_TO_DATE).min(sentence.end());
    let next = document.dates.partition_point(|date| date.span.end() <= from);
    let near = document.dates[next..].iter().take_while(|date| date.span.start() < to);
    near.into_iter().any(|date| date.year.is_some() && date.day.is_some())
}

/// Whether a title in quotation marks or in italics follows the word for what was published.
fn is_titled(document: &Document, cue: Span) -> bool {
    let words = document.slice(cue);
    let after = &document.text()[cue.end()..];
    let begins = |text: &str| text.trim_start().starts_with(['“', '"', '«', '„', '‘', '*', '_']);
    let marks = words.char_indices().filter(|&(at, _)| begins(&words[at..]));
    let at = marks.map(|(at, _)| at).chain(begins(after).then_some(words.len()));
    let last_word = |at: usize| words[..at].trim_end().rsplit(' ').next().unwrap_or_default();
    at.into_iter().any(|at| has_word_of("report", last_word(at)))
}

/// Whether a title of two words or more in italics or in bold begins in the cue or right behind it.
fn is_emphasised(document: &Document, cue: Span, sentence: Span) -> bool {
    let text = document.text();
    let near = text.floor_char_boundary((cue.end() + MAX_TO_TITLE).min(sentence.end()));
    let words = &text[cue.start()..near.max(cue.start())];
    let marks = memchr::memchr2_iter(b'*', b'_', words.as_bytes());
    marks.map(|at| &text[cue.start() + at + 1..sentence.end().max(cue.start() + at + 1)]).any(|title| {
        let end = title.find(['*', '_', '\n']).unwrap_or(0);
        title.starts_with(char::is_uppercase)
            && title[..end].split_whitespace().nth(1).is_some_and(|word| word.starts_with(char::is_uppercase))
    })
}

/// Whether the document is by the one who is named, or has a link to its pages.
fn is_own(document: &Document, cue: Span) -> bool {
    let names = Names::of(document.slice(cue));
    let told = &document.provenance;
    let fields = [told.title, told.author, told.source];
    // A by-line names the outlet after the author.
    let line =
        |from: usize| document.text()[from..].chars().take(MAX_LINE).take_while(|&c| c != '\n').collect();
    let mut fields = fields.iter().flatten().map(|found| line(found.span.start()));
    let mut links = document.links.iter().take(MAX_LINKS).map(|link| document.slice(link.target));
    !names.joined.is_empty()
        && (fields.any(|field: String| names.are_in(&field))
            || told.source_key.iter().any(|key| names.are_host_of(key))
            || links.any(|address| names.are_host_of(address)))
}

/// What the words with a capital are called by, letters alone.
struct Names {
    /// All in one: `newyorktimes`.
    joined: String,
    /// The last after the initials of the others, as hosts have it: `nytimes`.
    short: String,
    /// The initials: `nyt`.
    initials: String,
}

impl Names {
    fn of(cue: &str) -> Self {
        let words = cue.split(|c: char| !c.is_alphanumeric()).enumerate();
        let names: Vec<String> = words
            .filter(|&(at, word)| {
                let opens = at == 0 && ["According", "As", "A", "An", "In", "The", "One"].contains(&word);
                word.starts_with(char::is_uppercase) && !opens
            })
            .map(|(_, word)| folded(word))
            .collect();
        let initials: String = names.iter().filter_map(|name| name.chars().next()).collect();
        let last = names.last().map_or("", String::as_str);
        let short = match initials.char_indices().next_back() {
            Some((end, _)) if end > 0 => format!("{}{last}", &initials[..end]),
            _ => String::new(),
        };
        Self { joined: names.concat(), short, initials }
    }

    fn are_in(&self, field: &str) -> bool {
        let field = folded(field);
        let holds = |all: &str, name: &str| name.len() >= MIN_LETTERS && all.contains(name);
        holds(&field, &self.joined) || holds(&self.joined, &field) || self.are_host_of(&field)
    }

    fn are_host_of(&self, address: &str) -> bool {
        let rest = address.split_once("//").map_or(address, |(_, rest)| rest);
        let rest = rest.strip_prefix("url:").unwrap_or(rest);
        let host = folded(rest.split(['/', '?', '#']).next().unwrap_or_default());
        let host = host.strip_prefix("www").unwrap_or(&host);
        let holds = |name: &String| name.len() >= MIN_LETTERS && host.contains(name.as_str());
        holds(&self.joined)
            || holds(&self.short)
            || self.initials.len() > 1 && host.starts_with(&self.initials)
    }
}

/// Letters and digits in lower case.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_by_the_host_of_its_pages() {
        for (cue, address, expected) in [
            ("according to the BBC", "https://www.bbc.co.uk/news/1", true),
            ("The New York Times reported", "https://www.nytimes.com/2021", true),
            ("the Wall Street Journal", "url:https://wsj.com/x", true),
            ("the Associated Press said", "https://apnews.com/article/1", true),
            ("according to Northern Tide magazine", "https://northerntide.example", true),
            ("according to the BBC", "https://www.reuters.com/bbc", false),
            ("according to a statement", "https://example.org", false),
        ] {
            assert_eq!(Names::of(cue).are_host_of(address), expected, "{cue} {address}");
        }
    }
}
