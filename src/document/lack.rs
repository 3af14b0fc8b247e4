//! What people write where they have nothing to write yet, or know nothing.

/// What a text says that stands in the place of something else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lack {
    /// It is to be written later: `TODO`, `XXXX`, `insert link here`.
    Unfilled,
    /// Nobody knows it, or there is none: `unknown`, `n/a`.
    Unknown,
}

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 48;

const UNFILLED: &[&str] = &[
    "citation needed",
    "coming soon",
    "fill in",
    "fixme",
    "lorem ipsum",
    "pending",
    "placeholder",
    "source needed",
    "tba",
    "tbc",
    "tbd",
    "tk",
    "to be added",
    "to be announced",
    "to be confirmed",
    "to be determined",
    "to be filled in",
    "to do",
    "to follow",
    "todo",
];

const UNKNOWN: &[&str] = &[
    "aucun",
    "aucune",
    "citation",
    "desconocido",
    "inconnu",
    "inconnue",
    "kein",
    "keine",
    "link",
    "missing",
    "n.a",
    "n/a",
    "n/k",
    "na",
    "nil",
    "ninguno",
    "no source",
    "none",
    "not available",
    "not given",
    "not known",
    "not specified",
    "null",
    "reference",
    "source",
    "sources",
    "unbekannt",
    "unknown",
    "unknown source",
    "unspecified",
    "url",
    "невідомо",
    "неизвестно",
    "немає",
    "нет",
];

/// What the whole text says of what should stand in its place, if it says that.
#[must_use]
pub fn lack(text: &str) -> Option<Lack> {
    if text.len() > LONGEST || text.contains("://") {
        return None;
    }
    let marks = |c: char| c.is_whitespace() || "\"'*_[](){}<>.,;:!".contains(c);
    let text = text.trim();
    let inner = text.trim_matches(marks);
    if inner.is_empty()
        || inner.bytes().all(|byte| matches!(byte, b'?' | b'-'))
        || matches!(inner, "–" | "—" | "…")
    {
        let dots = inner.is_empty() && text.starts_with("...");
        return match inner.chars().next() {
            Some('?' | '…') => Some(Lack::Unfilled),
            Some(_) => Some(Lack::Unknown),
            None => dots.then_some(Lack::Unfilled),
        };
    }
    if inner.len() > 2 && inner.bytes().all(|byte| byte | 0x20 == b'x') {
        return Some(Lack::Unfilled);
    }
    let lower = inner.to_lowercase();
    if UNFILLED.contains(&&*lower) || is_order(&lower) {
        return Some(Lack::Unfilled);
    }
    UNKNOWN.contains(&&*lower).then_some(Lack::Unknown)
}

/// `insert link here`, `your source`, `url goes here`
fn is_order(lower: &str) -> bool {
    const THINGS: [&str; 7] = ["source", "link", "url", "citation", "reference", "doi", "address"];
    let mut words = lower.split_ascii_whitespace();
    let first = words.next().unwrap_or_default();
    let ordered = ["insert", "add", "put", "paste", "enter", "your"].contains(&first);
    let here = lower.ends_with(" here");
    let thing = |word: &str| THINGS.contains(&word.trim_end_matches('s'));
    ordered && words.clone().count() < 4 && words.any(thing) || here && lower.split(' ').any(thing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_nothing_are_known_from_names() {
        for text in
            ["TODO", "tbd", "XXXX", "???", "...", "…", "[Insert URL]", "<your source>", "link goes here"]
        {
            assert_eq!(lack(text), Some(Lack::Unfilled), "{text}");
        }
        for text in ["unknown", "N/A", "n.a.", "-", "—", "none", "\"Unbekannt\"", "[Source]", "URL"] {
            assert_eq!(lack(text), Some(Lack::Unknown), "{text}");
        }
        for text in [
            "",
            "TODO list of the keeper",
            "xx",
            "NASA",
            "The Unknown Soldier",
            "https://a.example/url",
            "None So Blind",
            "Linklater",
            "your mother",
            "10.1000/182",
            "Source Weekly",
            "Hill here",
        ] {
            assert_eq!(lack(text), None, "{text}");
        }
    }
}
