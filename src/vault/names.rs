//! Names as links compare them.

use std::borrow::Cow;
use std::hash::Hasher as _;

use caseless::Caseless as _;
use rustc_hash::FxHasher;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Extensions that a wiki-link may leave out.
pub(super) const DOCUMENT_EXTENSIONS: [&str; 3] = [".md", ".markdown", ".txt"];

/// A name without case and in one Unicode form: two names that a file system without case
/// takes for one are one here. The text itself where nothing changes.
#[must_use]
pub(super) fn folded(name: &str) -> Cow<'_, str> {
    if !name.is_ascii() {
        return Cow::Owned(name.chars().nfd().default_case_fold().nfc().collect());
    }
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(name.to_ascii_lowercase());
    }
    Cow::Borrowed(name)
}

/// A folded name without blanks, `_`, `-` and accents: what a slip of the pen leaves alike.
#[must_use]
pub(super) fn loose(name: &str) -> String {
    if name.is_ascii() {
        let mut loose = String::with_capacity(name.len());
        loose.extend(name.chars().filter(is_kept).map(|c| c.to_ascii_lowercase()));
        return loose;
    }
    name.chars().nfd().filter(|c| !is_combining_mark(*c)).default_case_fold().filter(is_kept).collect()
}

/// Whether a character is in loose names.
fn is_kept(c: &char) -> bool {
    !matches!(c, '_' | '-') && !c.is_whitespace()
}

/// A number that names have in common which are one when [`loose`]; hardly any others have it.
#[must_use]
pub(super) fn loose_number(name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    let mut add = |name: &str| {
        let kept = name.chars().filter(is_kept);
        kept.for_each(|c| hasher.write_u32(c.to_ascii_lowercase().into()));
    };
    if name.is_ascii() {
        add(name)
    } else {
        add(&loose(name))
    }
    hasher.finish()
}

/// A heading, or a web page's name for it, as links compare it: letters and digits, the rest
/// as single spaces.
#[must_use]
pub(super) fn heading_key(text: &str) -> String {
    if text.is_ascii() {
        let mut key = String::with_capacity(text.len());
        each_of_heading(text, |byte| key.push(byte.into()));
        return key;
    }
    let words = folded(text);
    let mut key = String::with_capacity(words.len());
    for word in words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}

/// A number that texts of one [`heading_key`] have in common, and that key itself; hardly any others have it.
#[must_use]
pub(super) fn heading_number(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    match text.is_ascii() {
        true => each_of_heading(text, |byte| hasher.write_u8(byte)),
        false => heading_key(text).bytes().for_each(|byte| hasher.write_u8(byte)),
    }
    hasher.finish()
}

/// Calls `add` for each byte of the [`heading_key`] of a text of ASCII.
fn each_of_heading(text: &str, mut add: impl FnMut(u8)) {
    let (mut begun, mut parted) = (false, false);
    for byte in text.bytes() {
        if !byte.is_ascii_alphanumeric() {
            parted = begun;
            continue;
        }
        if parted {
            add(b' ');
        }
        add(byte.to_ascii_lowercase());
        (begun, parted) = (true, false);
    }
}

/// The last part of a path.
#[must_use]
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The folder of a path; empty at the root.
#[must_use]
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The path without the extension of a document.
#[must_use]
pub(super) fn without_extension(path: &str) -> &str {
    let cut = |extension: &&str| {
        let at = path.len().checked_sub(extension.len())?;
        let (stem, end) = (path.get(..at)?, path.get(at..)?);
        (end.eq_ignore_ascii_case(extension) && !stem.is_empty()).then_some(stem)
    };
    DOCUMENT_EXTENSIONS.iter().find_map(cut).unwrap_or(path)
}

/// `%20` and its kin as the characters they stand for; the text itself if that is not UTF-8.
#[must_use]
pub fn percent_decoded(text: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

/// `path` seen from `folder`, without `.` and `..`; none if it leads out of the vault.
#[must_use]
pub(super) fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_unicode_form_are_folded() {
        assert_eq!(folded("Cafe\u{301} STRASSE"), folded("café Strasse"));
        assert_eq!(folded("STRAßE"), "strasse");
        assert!(matches!(folded("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_loose_name_forgives_blanks_and_accents() {
        assert_eq!(loose("Café au-lait"), loose("cafe_au lait"));
        assert_ne!(loose("cafe 1"), loose("cafe 2"));
        for name in ["Café au-lait", "CAFE_au lait", "cafe1", "\u{a0}CAFÉ", "-"] {
            for other in ["cafe aulait", "Cafeaulait", "Cafe 1", "café", ""] {
                assert_eq!(loose(name) == loose(other), loose_number(name) == loose_number(other), "{name}");
            }
        }
    }

    #[test]
    fn headings_are_words_alone() {
        for (text, key) in [
            ("Key points: the Pier", "key points the pier"),
            ("  (a) – b! ", "a b"),
            ("", ""),
            ("::", ""),
            ("Öl: 2", "öl 2"),
            ("A–b", "a b"),
        ] {
            assert_eq!(heading_key(text), key);
            assert_eq!(heading_number(text), heading_number(key));
            assert!(key.is_empty() || heading_number(key) != heading_number(&format!("{key} b")));
            assert!(key.len() < 2 || heading_number(key) != heading_number(&key[2..]));
        }
    }

    #[test]
    fn paths() {
        assert_eq!(joined("a/b", "../c/./d").as_deref(), Some("a/c/d"));
        assert_eq!(joined("a", "../../c"), None);
        assert_eq!(without_extension("Foo 1.2"), "Foo 1.2");
        assert_eq!(without_extension("a/Foo.MD"), "a/Foo");
        assert_eq!((file_name("a/b"), folder("a/b"), folder("b")), ("b", "a", ""));
    }
}
