//! What counts as a claim, and hostile text.

use proptest::prelude::*;

use super::*;
use crate::vault::{DocumentId, Vault};

const OPTIONS: &str = r#"{"languages": {"en": {
    "cues": [{"patterns": ["{some} ..2 {authority} {adverb}? {says}", "(^|,) {authority} {says}"]}],
    "unless": ["{authority} at the? <name>"]}}}"#;

fn cues(text: &str) -> Vec<String> {
    let check = (KIND.build)(serde_json::from_str(OPTIONS).unwrap()).unwrap();
    let vault = Vault::from_texts([("a.md", text)]);
    let id: DocumentId = vault.ids().next().unwrap();
    let subject = Subject::new(&vault, id, jiff::civil::date(2024, 6, 1));
    let lower = text.to_ascii_lowercase();
    let mut near: Vec<Span> = Vec::new();
    for literal in check.literals() {
        near.extend(lower.match_indices(&literal).map(|(at, word)| Span::new(at, at + word.len())));
    }
    near.sort_unstable();
    let mut hits = Vec::new();
    check.run(&subject, &near, &mut hits);
    hits.iter().map(|hit| text[hit.span.range()].to_owned()).collect()
}

#[test]
fn titles_labels_and_lead_ins_are_no_claims() {
    for (text, expected) in [
        ("Some critics argue so.", &["Some critics argue"][..]),
        ("Some critics argue so", &[]),
        ("Some critics argue so? Experts say yes.", &["Experts say"]),
        ("- some critics argue so", &["some critics argue"]),
        ("| a |\n|---|\n| Some critics say |\n| Some critics say that it is so. |", &["Some critics say"]),
        ("Some critics say this:\n\n- it leaks", &[]),
        ("Some [[critics]] say it leaks.", &[]),
        ("<div>\nSome critics say it leaks.\n</div>", &[]),
    ] {
        assert_eq!(cues(text), expected, "{text}");
    }
}

#[test]
fn a_mistake_in_the_options_is_named() {
    for (options, message) in [
        (r#"{"languages": {"xx": {"cues": []}}}"#, "there is no lexicon `xx`"),
        (r#"{"languages": {"en": {"cues": [], "unles": []}}}"#, "unknown field `unles`"),
        (r#"{"languages": {"en": {"cues": [{"patterns": ["{nobody} say"]}]}}}"#, "no class `nobody`"),
        (r#"{"languages": {"en": {"cues": [{"patterns": ["say|, so?"]}]}}}"#, "in every match"),
    ] {
        let error = (KIND.build)(serde_json::from_str(options).unwrap()).unwrap_err();
        assert!(error.message.contains(message), "{}", error.message);
    }
}

#[test]
fn one_endless_sentence_is_read() {
    for unit in ["some experts ", "some critics say ", "experts, ", "\"experts say\" ", "some "] {
        let text = unit.repeat(100_000 / unit.len());
        let found = cues(&format!("{text}."));
        assert!(found.len() <= text.len());
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(some |experts |say|critics|[ ,.?\"“”]|\n|\\*|`x`|\\[1\\]|ä|😀){0,60}") {
        for cue in cues(&text) {
            prop_assert!(!cue.is_empty());
        }
    }
}
