//! Identifiers in the shapes that real ones have: all are accepted, and no slip of one digit is.

use proptest::prelude::*;
use wherefrom::document::Identifier;
use wherefrom::vault::Vault;

/// Digits of a random length, as text.
fn digits(length: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(0..10_u32, length).prop_map(|digits| digits.iter().map(u32::to_string).collect())
}

fn value(digit: char) -> u32 {
    digit.to_digit(10).expect("a digit")
}

/// With the check character that makes the weighted sum a multiple of eleven: ISBN-10 and ISSN.
fn modulo_eleven(number: String) -> String {
    let first = number.len() as u32 + 1;
    let sum: u32 = number.chars().zip(0..).map(|(c, at)| value(c) * (first - at)).sum();
    let check = (11 - sum % 11) % 11;
    number + &if check == 10 { "X".to_owned() } else { check.to_string() }
}

fn isbn_13(number: String) -> String {
    let sum: u32 = number.chars().zip([1, 3].into_iter().cycle()).map(|(c, weight)| value(c) * weight).sum();
    let check = (10 - sum % 10) % 10;
    format!("{number}{check}")
}

/// ISO 7064, MOD 11-2.
fn orcid(number: String) -> String {
    let total = number.chars().fold(0, |total, c| (total + value(c)) * 2);
    let check = (12 - total % 11) % 11;
    number + &if check == 10 { "X".to_owned() } else { check.to_string() }
}

/// Every way to write another digit at one place of the number.
fn slips(number: &str) -> Vec<String> {
    let places = number.char_indices().filter(|(_, c)| c.is_ascii_digit());
    places
        .flat_map(|(at, c)| ('0'..='9').filter(move |other| *other != c).map(move |other| (at, other)))
        .map(|(at, other)| format!("{}{other}{}", &number[..at], &number[at + 1..]))
        .collect()
}

fn grouped(number: &str, places: &[usize], mark: &str) -> String {
    let mut out = String::new();
    for (at, c) in number.chars().enumerate() {
        if places.contains(&at) {
            out.push_str(mark);
        }
        out.push(c);
    }
    out
}

fn hold(kind: Identifier, written: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(kind.fault(written), None, "{}", written);
    for slip in slips(written) {
        prop_assert!(kind.fault(&slip).is_some(), "{} for {}", slip, written);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn isbns_of_ten_digits(number in digits(9).prop_map(modulo_eleven), hyphens in any::<bool>()) {
        let written = if hyphens { grouped(&number, &[1, 4, 9], "-") } else { number };
        hold(Identifier::Isbn, &written)?;
    }

    #[test]
    fn isbns_of_thirteen(prefix in prop::sample::select(vec!["978", "979"]), number in digits(9), mark in prop::sample::select(vec!["", "-", " ", "\u{2010}"])) {
        let number = isbn_13(format!("{prefix}{number}"));
        hold(Identifier::Isbn, &grouped(&number, &[3, 4, 7, 12], mark))?;
    }

    #[test]
    fn issns(number in digits(7).prop_map(modulo_eleven)) {
        hold(Identifier::Issn, &grouped(&number, &[4], "-"))?;
    }

    #[test]
    fn orcids(number in digits(15).prop_map(orcid)) {
        hold(Identifier::Orcid, &grouped(&number, &[4, 8, 12], "-"))?;
    }

    #[test]
    fn arxiv_identifiers(year in 15..25_u32, month in 1..13_u32, number in 1..99_999_u32, version in 0..4_u32) {
        let version = if version == 0 { String::new() } else { format!("v{version}") };
        let id = format!("{year:02}{month:02}.{number:05}{version}");
        prop_assert_eq!(Identifier::Arxiv.fault(&id), None, "{}", id);
        let old = format!("math.GT/{year:02}{month:02}{:03}", number % 1000);
        prop_assert!(year > 7 || Identifier::Arxiv.fault(&old).is_none(), "{}", old);
    }

    #[test]
    fn dois_of_every_suffix(registrant in 1000..99_999_u32, suffix in "[A-Za-z0-9][-._;()/:<>#+A-Za-z0-9]{0,40}[A-Za-z0-9)>.]") {
        let id = format!("10.{registrant}/{suffix}");
        prop_assert_eq!(Identifier::Doi.fault(&id), None, "{}", id);
    }
}

/// What publishers have registered in all those years.
const DOIS: &[&str] = &[
    "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
    "10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1",
    "10.1016/S0933-3657(96)00367-3",
    "10.1016/0022-2836(81)90087-5",
    "10.1175/1520-0442(1999)012<0001:TLOS>2.0.CO;2",
    "10.1641/0006-3568(2001)051[0933:TEOTWA]2.0.CO;2",
    "10.1577/1548-8659(1994)123<0385:ECOTLO>2.3.CO;2",
    "10.1007/978-3-319-31204-0_9",
    "10.1093/nar/27.1.12;a",
    "10.1000/a#b",
    "10.1000/a+b=c",
    "10.1000.10/123",
    "10.1037//0022-3514.54.6.1063",
    "10.1109/5.771073",
    "10.1371/journal.pcbi.1007128",
    "10.17487/RFC9110",
    "10.5281/zenodo.3731827",
    "10.1000/ends.",
    "10.1000/Ünïcode",
];

#[test]
fn odd_dois_are_accepted_wherever_they_stand() {
    for doi in DOIS {
        assert_eq!(Identifier::Doi.fault(doi), None, "{doi}");
        for text in [
            format!("It is in doi:{doi} and elsewhere.\n"),
            format!("It is there (DOI: {doi}).\n"),
            format!("See https://doi.org/{doi}, page 3.\n"),
            format!("---\ndoi: \"{doi}\"\n---\nText.\n"),
        ] {
            assert_eq!(findings(&text), [""; 0], "{text}");
        }
    }
}

fn findings(text: &str) -> Vec<String> {
    use wherefrom::engine::{Scope, lint};
    use wherefrom::rule::{RuleSet, built_in};
    let loaded = built_in().expect("the built-in rules are sound");
    let rule = loaded.iter().find(|rule| rule.id == "sources/malformed-identifier").expect("it is there");
    let rules = RuleSet::compile([(rule, None)], wherefrom::checks::KINDS).expect("it compiles");
    let vault = Vault::from_texts([("a.md", text)]);
    let outcome = lint(&vault, &rules, jiff::civil::date(2026, 1, 1), &Scope::Everything);
    outcome.findings.into_iter().map(|finding| finding.message).collect()
}

#[test]
fn a_slip_is_found_in_running_text_and_in_fields() {
    for text in [
        "Read ISBN 978-0-306-40615-8 first.\n",
        "---\nisbn: 978-0-306-40615-8\n---\nText.\n",
        "The journal (ISSN 0317-8472) is there.\n",
        "By R. Hill, https://orcid.org/0000-0002-1825-0098.\n",
    ] {
        assert_eq!(findings(text).len(), 1, "{text}");
    }
}
