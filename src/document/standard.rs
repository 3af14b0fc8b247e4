//! Citations of works without an author: standards, `(RFC 2119)`, and the labels of a list of works,
//! `[HMK+19]`.

/// Who issues standards, as the first word of their names.
const ISSUERS: &[&str] = &[
    "RFC", "BCP", "STD", "ISO", "ISO/IEC", "IEC", "IEEE", "IETF", "NIST", "FIPS", "ANSI", "ASTM", "ECMA",
    "ITU-T", "DIN", "EN", "BS", "CEN", "ETSI", "JIS", "SAE", "VDI", "ÖNORM", "NF", "PEP", "CVE",
];
/// Words that may stand before a standard.
const BEFORE: &[&str] = &["see", "also", "cf.", "vgl.", "siehe", "per", "in", "e.g.", "nach"];
/// The most letters of a label.
const MAX_LETTERS: usize = 12;

/// Whether the words are the name of a standard, `see NIST SP 800-53`; where in it may follow after
/// a comma.
pub(super) fn is_standard(words: &str) -> bool {
    let name = words.split(',').next().unwrap_or_default();
    if !name.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let mut words = name.split_whitespace().skip_while(|word| BEFORE.contains(word));
    let Some(first) = words.next() else { return false };
    let letters = first.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | ':' | '.'));
    let known = ISSUERS.contains(&first) || ISSUERS.contains(&letters);
    known && words.all(|word| !word.contains(|c: char| c.is_lowercase()))
}

/// Whether the words are labels of works, as bibliographies make them of names and a year: `Hill19`,
/// `HMK+19`, `DK86a`, `Hill2019`.
pub(super) fn are_labels(words: &str) -> bool {
    let end = &words.as_bytes()[words.len().saturating_sub(2)..];
    end.iter().any(u8::is_ascii_digit) && words.split([',', ';']).all(|label| is_label(label.trim()))
}

fn is_label(label: &str) -> bool {
    let year = label.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(label);
    let names = year.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &year[names.len()..];
    let dated = digits.len() == 2 || digits.len() == 4 && matches!(digits.as_bytes()[0], b'1' | b'2');
    let names = names.trim_end_matches(['+', '^', '*']);
    let letters = names.chars().count();
    dated
        && (2..=MAX_LETTERS).contains(&letters)
        && names.starts_with(char::is_uppercase)
        && names.chars().all(|c| c.is_alphabetic() || c == '-')
}
