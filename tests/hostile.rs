//! Documents made to break the parser: each ends, in time that grows with its length, and what can
//! be found in it is found.
//!
//! Nothing here looks at a clock. A quadratic step would make these sizes take minutes.

use wherefrom::checks::KINDS;
use wherefrom::document::{Document, LinkSyntax, SyntaxErrorKind};
use wherefrom::engine::{Scope, lint};
use wherefrom::report::{Format, Report, Style, write};
use wherefrom::rule::{MAX_LABELS, RuleSet, built_in};
use wherefrom::vault::{Resolution, Shown, Vault};

const MANY: usize = 100_000;

fn parse(text: &str) -> Document {
    Document::from_text("note.md", text)
}

fn numbered(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// Every span lies in the text, on character boundaries, and the tables are sorted.
fn assert_sound(document: &Document) {
    let text = document.text();
    let sound = |start: usize, end: usize| start <= end && text.get(start..end).is_some();
    assert!(document.links.iter().all(|link| sound(link.span.start(), link.span.end())));
    assert!(document.links.is_sorted_by_key(|link| link.span));
    assert!(document.blocks.iter().all(|block| sound(block.span.start(), block.span.end())));
    assert!(document.text_runs.iter().all(|run| sound(run.start(), run.end())));
    assert!(document.opaque.iter().all(|span| sound(span.start(), span.end())));
    assert!(document.opaque.is_sorted());
    assert!(document.syntax_errors.iter().all(|error| sound(error.span.start(), error.span.end())));
}

#[test]
fn marks_that_open_and_never_close() {
    for mark in [
        "[",
        "[[",
        "[[a",
        "[[ ",
        "![",
        "[](",
        "[a](",
        "[a] (http://",
        "[^",
        "[1 ",
        "[@a ",
        "]",
        "]]",
        "(",
        "*",
        "* ",
        "**a ",
        "_a ",
        "~a",
        "`",
        "`a ``b ",
        "<",
        "<a ",
        "<a b=\"",
        "<!-- ",
        "<?",
        "</",
        "&",
        "$a ",
        "$$a",
        "^",
        "^a ",
        "%%",
        "{{",
        "{%",
        "{#",
        "<%",
        "\\",
        "|",
        "http://",
        "://",
        "\"",
        "“",
        "1:",
        "#",
        "\u{feff}",
        "\0",
        "\t",
    ] {
        let document = parse(&format!("{}\n\nSee [[end]].\n", mark.repeat(MANY)));
        assert_sound(&document);
    }
}

#[test]
fn quotes_and_lists_that_nest_without_end() {
    for mark in [">", "> ", "- ", "* ", "1. ", "[^a]: "] {
        assert_sound(&parse(&mark.repeat(MANY)));
    }
}

/// Depth times lines is what a parser of Markdown pays: here, hours.
#[test]
fn many_lines_in_quotes_that_nest_without_end_are_read_as_plain_text() {
    for mark in ["> ", "- "] {
        let text = format!("{}first\n{}\nSee [[end]].\n", mark.repeat(MANY), "next\n".repeat(MANY));
        let document = parse(&text);
        assert_sound(&document);
        let errors: Vec<_> = document.syntax_errors.iter().map(|error| error.kind).collect();
        assert_eq!(errors, [SyntaxErrorKind::TooDeep]);
        assert_eq!(document.slice(document.syntax_errors[0].span), mark.repeat(MANY).trim_end());
        assert_eq!(document.links.len(), 1);
        assert_eq!(document.blocks.len(), 2);
    }
}

#[test]
fn long_documents_of_ordinary_depth_are_read_as_markdown() {
    let document = parse(&format!("> > > quoted\n\n- a\n  - b\n\n{}", "A line of text.\n".repeat(MANY)));
    assert!(document.syntax_errors.is_empty());
    assert!(document.blocks.iter().any(|block| block.quoted));
}

#[test]
fn images_nested_in_images() {
    let depth = MANY / 4;
    let document = parse(&format!("{}a{}", "![".repeat(depth), "](b)".repeat(depth)));
    assert_sound(&document);
    assert!(document.links.iter().all(|link| document.slice(link.target) == "b"));
    assert!(!document.links.is_empty());
}

#[test]
fn wiki_links_without_end() {
    let text = numbered(MANY, |at| format!("[[n{at}]] "));
    let vault = Vault::from_texts([("note.md", text.as_str())]);
    let id = vault.by_path("note.md").expect("it is there");
    assert_sound(vault.document(id));
    let resolutions = vault.index().resolutions(id);
    assert_eq!(resolutions.len(), MANY);
    assert!(resolutions.iter().all(|resolution| *resolution == Resolution::Missing));
}

#[test]
fn headings_and_blocks_and_links_to_them_without_end() {
    let half = MANY / 2;
    let text = [
        numbered(half, |at| format!("# Heading {at}\n\nText ^block{at}\n\n")),
        numbered(half, |at| format!("[[#Heading {at}]] [[#^block{at}]] [[#Nothing {at}x]]\n")),
    ]
    .concat();
    let vault = Vault::from_texts([("note.md", text.as_str())]);
    let id = vault.by_path("note.md").expect("it is there");
    let document = vault.document(id);
    assert_eq!((document.headings.len(), document.block_ids.len()), (half, half));
    let missing = |resolution: &&Resolution| matches!(resolution, Resolution::MissingHeading(_));
    let resolutions = vault.index().resolutions(id);
    assert_eq!((resolutions.len(), resolutions.iter().filter(missing).count()), (half * 3, half));
}

#[test]
fn definitions_and_references_without_end() {
    let text = [
        numbered(MANY, |at| format!("[label{at}]: https://example.org/{at}\n")),
        "\n".to_owned(),
        numbered(MANY, |at| format!("[label{at}] ")),
    ]
    .concat();
    let document = parse(&text);
    assert_sound(&document);
    assert_eq!(document.definitions.len(), MANY);
    assert_eq!(document.links.iter().filter(|link| link.syntax == LinkSyntax::Reference).count(), MANY);
    assert!(document.links.iter().all(|link| link.syntax != LinkSyntax::BareUrl));
}

#[test]
fn addresses_without_end() {
    let document = parse(&numbered(MANY, |at| format!("https://example.org/{at} ")));
    assert_sound(&document);
    assert_eq!(document.links.len(), MANY);
}

#[test]
fn an_address_that_ends_in_brackets_it_did_not_open() {
    let document = parse(&format!("See http://a.example/(b){}", ")].".repeat(MANY)));
    assert_eq!(document.links.len(), 1);
    assert_eq!(document.slice(document.links[0].span), "http://a.example/(b)");
}

#[test]
fn fifty_megabytes_on_one_line() {
    let document = parse(&format!("{}[[end]]", "some words ".repeat(50_000_000 / 11)));
    assert_sound(&document);
    assert_eq!((document.links.len(), document.blocks.len()), (1, 1));
}

#[test]
fn tables_as_wide_as_they_are_long() {
    let wide = 3_000;
    let text = format!("{}\n{}\n{}", "a|".repeat(wide), "-|".repeat(wide), "b|c\n".repeat(wide));
    assert_sound(&parse(&text));
    let rows = parse(&format!("a|b\n-|-\n{}", "[[c\\|d]]|e\n".repeat(MANY)));
    assert_eq!(rows.links.len(), MANY);
}

/// What each rule looks for, over and over: in one line, in lines, and in paragraphs.
#[test]
fn every_rule_over_documents_full_of_what_it_looks_for() {
    let loaded = built_in().unwrap_or_else(|error| panic!("{}", error.message));
    let rules = RuleSet::compile(loaded.iter().map(|rule| (rule, None)), KINDS)
        .unwrap_or_else(|errors| panic!("{}", errors[0].message));
    let today = jiff::civil::date(2024, 6, 1);
    for text in [
        "Some people say it is so. ",
        "some people say ",
        "It is widely believed that Experts Say ",
        "[[#nowhere]] ",
        "# Heading [[#nowhere]]\n\n",
        "[[#^nowhere]] text ^block\n\n",
        "[[Ghost|shown]] ",
        "[x](ghost.md) ",
        "[text][label] ",
        "[text] (https://example.org) ",
        "<a class=\"yt-timestamp\" data-t=\"00:00:61\">[00:01:02]</a> ",
        "<a class=\"yt-timestamp\" data-t=\"00:00:18]\">[00:00:18]</a>\n",
        "[00:01:02] ",
        "1:02:03 ",
        "25:61 PM ",
        "Monday, 30 February 2023 ",
        "Tuesday 3 May ",
        "31.02.2023 ",
        "2023-13-45 ",
        "0000-01-01 99999-01-01 ",
        "Thursday, 1 January 0 and Monday 31 December 99999 ",
        "Published: 2023-05-02\nTuesday 3 May and Thursday 9 June, ",
        "The kiln of the northern potters was lit again on Tuesday, 3 May. ",
        "[1111111111111111111111111111111111111111:22:33] 3333333333333333333333333333333333333333:00 ",
        "[1:05](https://youtu.be/abcdefghijk?t=1111111111111111111111111111111111111111) ",
        "\"quoted words\" ",
        "“quoted ",
        "From: [[Ghost]]\n\n",
        "Source: https://example.org/a\n",
        "By Nobody\n\n",
        "Published: May 2023\n",
        "doi:10.5555/1234 ",
        "https://www.youtube.com/watch?v=abcdefghijk&t=61 ",
        "[^1] [@key] [12] ",
    ] {
        let text = text.repeat(10_000);
        let other = format!("---\nalias: Ghosts\n{}---\n{text}", "key: value\n".repeat(1_000));
        let vault = Vault::from_texts([("note.md", text.as_str()), ("other.md", &other)]);
        let outcome = lint(&vault, &rules, today, &Scope::Everything);
        assert_eq!(outcome.internal_errors, []);
        assert_eq!(outcome.documents, 2);
    }
}

#[test]
fn a_flood_of_timestamps_makes_a_finding_of_bounded_size() {
    let loaded = built_in().unwrap_or_else(|error| panic!("{}", error.message));
    let shifted: Vec<_> = loaded.iter().filter(|rule| rule.id == "timestamps/shifted-scale").collect();
    let rules = RuleSet::compile(shifted.iter().map(|&rule| (rule, None)), KINDS)
        .unwrap_or_else(|errors| panic!("{}", errors[0].message));
    let head = "---\nvideoId: abcdefghijk\nduration: 1:30:00\n---\n";
    let text = format!("{head}{}", numbered(MANY, |at| format!("[{:02}:{:02}:00] ", 2 + at % 80, at % 60)));
    let vault = Vault::from_texts([("note.md", text.as_str())]);
    let outcome = lint(&vault, &rules, jiff::civil::date(2024, 6, 1), &Scope::Everything);
    let [finding] = &outcome.findings[..] else { panic!("{} findings", outcome.findings.len()) };
    assert_eq!(finding.labels.len(), MAX_LABELS);
    assert!(finding.message.contains(&format!("so are {} more", MANY - 1)), "{}", finding.message);
    let told = format!("of {} other places that belong to it, the first {MAX_LABELS} are listed", MANY - 1);
    assert!(finding.evidence.contains(&told), "{:?}", finding.evidence);
    let edits: usize = finding.fixes.iter().map(|fix| fix.edits.len()).sum();
    assert_eq!(edits, MANY);
    let mut json = Vec::new();
    let report = Report {
        vault: &vault,
        findings: &outcome.findings,
        problems: &[],
        internal_errors: &[],
        documents: 1,
        suppressed: 0,
        shown: &Shown::default(),
    };
    let style = Style { color: false, hyperlinks: false, unicode: false, width: 80 };
    write(&report, Format::Json, style, &mut json).expect("memory takes it");
    assert!(json.len() < 1_000 * MAX_LABELS, "{} bytes", json.len());
    let json = String::from_utf8(json).expect("JSON is UTF-8");
    assert!(json.contains(&format!("has {MANY} edits, too many to list")), "{}", &json[json.len() - 900..]);
}

#[test]
fn a_transcript_without_end_is_read() {
    let cue = |at: usize| {
        format!(
            "{:02}:{:02}:00.000 --> {:02}:{:02}:59.999\nthe lamp of number {at}\n\n",
            at / 60 % 1000,
            at % 60,
            at / 60 % 1000,
            at % 60
        )
    };
    let text = format!("WEBVTT\n\n{}", numbered(MANY, cue));
    let vault = Vault::from_texts([
        ("note.md", "---\nvideoId: abcdefghijk\n---\n"),
        ("sources/abcdefghijk.vtt", text.as_str()),
        ("sources/abcdefghijk.de.srt", &"00:00:00,000 --> ".repeat(MANY)),
        ("sources/abcdefghijk.json3", &"{\"events\":[".repeat(MANY)),
        ("sources/abcdefghijk.txt", &"[00:00:01]\n".repeat(MANY)),
    ]);
    let cues: Vec<usize> = vault.transcripts("youtube:abcdefghijk").map(|found| found.cues().len()).collect();
    assert_eq!(cues, [MANY]);
}

#[test]
fn quotations_without_end_against_a_transcript_that_repeats_itself() {
    let loaded = built_in().unwrap_or_else(|error| panic!("{}", error.message));
    let claims = loaded
        .iter()
        .filter(|rule| rule.spec.check == "source-quotation" || rule.spec.check == "conflicting-locator");
    let rules = RuleSet::compile(claims.map(|rule| (rule, None)), KINDS)
        .unwrap_or_else(|errors| panic!("{}", errors[0].message));
    let head = "---\nvideoId: abcdefghijk\n---\n";
    let words = "the lamp of the northern harbour keeper";
    let line = |at: usize| format!("He said \"{words}\" [{:02}:{:02}:00]. ", at / 60 % 60, at % 60);
    let other = |at: usize| format!("“{words} … {words} {at}” {}\n\n", "[00:00:01] ".repeat(50));
    let cue = |at: usize| format!("[{:02}:{:02}:00] {words} and again {words}\n", at / 60, at % 60);
    let vault = Vault::from_texts([
        ("a.md", format!("{head}{}", numbered(2_000, line)).as_str()),
        ("b.md", &format!("{head}{}", numbered(2_000, other))),
        ("c.md", &format!("{head}\"{words}\" {}", "[00:00:01] ".repeat(MANY))),
        ("d.md", &format!("{head}\"{}", format!("{words} … ").repeat(MANY / 10))),
        ("sources/abcdefghijk.txt", &numbered(5_000, cue)),
    ]);
    let outcome = lint(&vault, &rules, jiff::civil::date(2024, 6, 1), &Scope::Everything);
    assert_eq!((outcome.internal_errors.len(), outcome.documents), (0, 4));
}

#[test]
fn one_sentence_with_dates_without_end() {
    let loaded = built_in().unwrap_or_else(|error| panic!("{}", error.message));
    let dates = loaded.iter().filter(|rule| rule.spec.check == "conflicting-dates");
    let rules = RuleSet::compile(dates.map(|rule| (rule, None)), KINDS)
        .unwrap_or_else(|errors| panic!("{}", errors[0].message));
    let text = "Tuesday 3 May and\n".repeat(MANY);
    let vault = Vault::from_texts([("note.md", text.as_str())]);
    let outcome = lint(&vault, &rules, jiff::civil::date(2024, 6, 1), &Scope::Everything);
    assert_eq!((outcome.internal_errors.len(), outcome.findings.len()), (0, 0));
}
