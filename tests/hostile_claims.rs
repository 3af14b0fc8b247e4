//! Sentences and quotations made to break the rules on claims: each run ends, in time that grows
//! with the text, and what can be found in it is found.
//!
//! Nothing here looks at a clock. A quadratic step would make these sizes take minutes.

use wherefrom::checks::KINDS;
use wherefrom::engine::{Outcome, Scope, coverage, lint};
use wherefrom::rule::{RuleSet, built_in};
use wherefrom::vault::Vault;

const MEGABYTE: usize = 1 << 20;
const MARKS: usize = 10_000;

fn run(files: &[(&str, &str)]) -> (Vault, Outcome) {
    let rules = built_in().expect("the built-in rules are sound");
    let claims = rules.iter().filter(|rule| rule.id.starts_with("claims/"));
    let (rules, errors) = RuleSet::compile_sound(claims.map(|rule| (rule, None)), KINDS);
    assert!(errors.is_empty());
    let vault = Vault::from_texts(files.iter().copied());
    let outcome = lint(&vault, &rules, jiff::civil::date(2024, 6, 1), &Scope::Everything);
    assert!(outcome.internal_errors.is_empty(), "{:?}", outcome.internal_errors);
    for finding in &outcome.findings {
        let id = vault.by_path(&finding.path).expect("a finding is in a document");
        assert!(vault.document(id).text().get(finding.span.range()).is_some());
    }
    assert!(coverage(&vault, &Scope::Everything).problems.is_empty());
    (vault, outcome)
}

/// The texts that a rule flags in one document.
fn flagged(rule: &str, text: &str) -> Vec<String> {
    let (vault, outcome) = run(&[("a.md", text)]);
    let document = &vault.documents()[0];
    let of_rule = outcome.findings.iter().filter(|finding| *finding.rule == *rule);
    of_rule.map(|finding| document.slice(finding.span).to_owned()).collect()
}

fn long(unit: &str, bytes: usize) -> String {
    unit.repeat(bytes / unit.len())
}

#[test]
fn a_sentence_of_a_megabyte() {
    let text = format!("{}some critics argue that it leaks.", long("the lamp and ", MEGABYTE));
    assert_eq!(flagged("claims/vague-attribution", &text), ["some critics argue"]);
    let text = format!("{} it leaks [1].", long("some critics argue and ", MEGABYTE));
    assert_eq!(flagged("claims/vague-attribution", &text).len(), 0);
}

#[test]
fn cues_without_an_end() {
    for unit in
        ["experts say\n", "critics, ", "is widely ", "it has been often ", "said ", "by, by ", "many "]
    {
        run(&[("a.md", &long(unit, 100_000))]);
    }
}

#[test]
fn ten_thousand_quotation_marks() {
    for unit in ["“a ", "« a ", "“a ‘b “c ‘d ", "“ ” ", "\" ", "„a “b ” ", "' \" “ « ", "”", "(“", ". “a. "]
    {
        let text = unit.repeat(MARKS);
        let (_, outcome) = run(&[("a.md", &text)]);
        // Marks that are open in one another are told a few times and not ten thousand.
        assert!(outcome.findings.len() <= 16, "{unit}: {}", outcome.findings.len());
    }
}

#[test]
fn marks_without_end_that_close_what_nobody_opened() {
    for unit in
        ["word(\" x words of a lamp stand here and lamp\" ", "the lamp stands on the pier and burns” "]
    {
        assert!(flagged("claims/unbalanced-quotation", &long(unit, MEGABYTE)).len() <= 16, "{unit}");
    }
}

#[test]
fn ten_thousand_quotations_that_nobody_says() {
    let text = "“The lamp went out and it was dark.” ".repeat(MARKS);
    assert_eq!(flagged("claims/unattributed-quotation", &text).len(), MARKS);
    let said = format!("{text} So Jane Hill wrote.");
    assert_eq!(flagged("claims/unattributed-quotation", &said).len(), 0);
}

#[test]
fn the_mark_that_is_never_closed_is_found_among_many() {
    let text =
        format!("{} “It was never the frost, said Hill. {}", "“so” ".repeat(MARKS), "“so” ".repeat(MARKS));
    assert_eq!(flagged("claims/unbalanced-quotation", &text).len(), 1);
}

#[test]
fn mixed_scripts_and_directions() {
    let arabic = "قال بعض الخبراء إن “المصباح انطفأ في الليل” ثم عاد. ";
    let text = format!("{arabic}Some critics argue so. {arabic}専門家は言う。 Критики говорят. Some say so.");
    assert_eq!(
        flagged("claims/vague-attribution", &text),
        ["Some critics argue", "Критики говорят", "Some say"]
    );
    for unit in [arabic, "some критики say что 専門家 believe ότι ", "\u{202e}some experts say\u{202c} "]
    {
        run(&[("a.md", &long(unit, 200_000))]);
    }
}

#[test]
fn characters_without_width_hide_nothing() {
    let text = "S\u{200b}ome cri\u{ad}tics ar\u{2060}gue so. It re\u{feff}portedly leaks.";
    assert_eq!(flagged("claims/vague-attribution", text), ["S\u{200b}ome cri\u{ad}tics ar\u{2060}gue"]);
    assert_eq!(flagged("claims/hearsay", text), ["re\u{feff}portedly"]);
    let quoted = "The lamp went out. “It was never the frost at all.” Hill sa\u{200b}id so.";
    assert_eq!(flagged("claims/unattributed-quotation", quoted).len(), 0);
    run(&[("a.md", &long("\u{200b}\u{200b}a\u{ad}", 200_000))]);
}

#[test]
fn one_quotation_with_and_without_hidden_characters_is_one() {
    let head = "---\nsource: https://example.org/talks/lens\n---\n";
    let plain = format!("{head}She called it “a crystal monument to patience” that day.\n");
    let hidden = plain.replace("monument", "monu\u{ad}ment").replace("patience", "pa\u{200b}tience");
    assert!(run(&[("a.md", &plain), ("b.md", &hidden)]).1.findings.is_empty());
    let altered = hidden.replace("pa\u{200b}tience", "va\u{200b}nity");
    assert_eq!(run(&[("a.md", &plain), ("b.md", &altered)]).1.findings.len(), 2);
}

#[test]
fn ten_thousand_quotations_that_are_nearly_the_same() {
    let document = |word: &str| {
        let quotations: String = (0..MARKS)
            .map(|number| format!("She said “the {word} number{number} of the tower burned all night”. "))
            .collect();
        format!("---\nsource: https://example.org/talks/lens\n---\n{quotations}")
    };
    let (_, outcome) = run(&[("a.md", &document("lantern")), ("b.md", &document("candle"))]);
    let altered = outcome.findings.iter().filter(|finding| *finding.rule == *"claims/altered-quotation");
    assert_eq!(altered.count(), 2 * MARKS);
}

#[test]
fn ten_thousand_paragraphs_and_names() {
    let bare = "Nobody wrote a word of it for hours, since the keeper was ill. The boy who stood in for him could not write at all.\n\n";
    let cited = "The lamp went out [1].\n\n";
    for text in [bare.repeat(MARKS), cited.repeat(MARKS), format!("{}{bare}{cited}", cited.repeat(MARKS))] {
        let found = flagged("claims/uncited-paragraph", &text).len();
        assert_eq!(found, usize::from(text.contains(cited) && text.contains(bare)));
    }
    let names: String =
        (0..MARKS).map(|number| format!("Jane Hill{}son met ", "aeiou".repeat(number % 40))).collect();
    run(&[("a.md", &names), ("b.md", &long("Jane Hillson Jane ", 100_000))]);
}

#[test]
fn many_notes_on_a_video_of_many_transcripts() {
    let words = ["keeper", "trimmed", "wick", "lantern", "harbour", "evening", "before", "supper"];
    let cues: String = (0..60)
        .map(|at| {
            let said: Vec<&str> = (0..8).map(|word| words[(at * 3 + word * word) % 8]).collect();
            format!("00:{at:02}:00.000 --> 00:{at:02}:30.000\n{}\n\n", said.join(" "))
        })
        .collect();
    let note = "---\nvideoId: dQw4w9WgXcQ\n---\nAt [0:01:00] he said \"the keeper trimmed the harbour lantern wick before supper\".\n";
    let found = |transcripts: usize| {
        let mut files: Vec<(String, String)> = (0..transcripts)
            .map(|at| (format!("sources/dQw4w9WgXcQ.en-{at}.vtt"), format!("WEBVTT\n\n{cues}")))
            .collect();
        files.extend((0..200).map(|at| (format!("n{at}.md"), note.to_owned())));
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
        let (_, outcome) = run(&files);
        outcome.findings.iter().filter(|finding| *finding.rule == *"claims/quotation-not-in-source").count()
    };
    assert_eq!((found(2), found(100)), (200, 200));
    // In more than there are languages nobody looks.
    assert_eq!(found(300), 0);
}
