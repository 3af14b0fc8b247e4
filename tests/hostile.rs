//! Documents made to break the parser: each ends, in time that grows with its length, and what can
//! be found in it is found.
//!
//! Nothing here looks at a clock. A quadratic step would make these sizes take minutes.

use wherefrom::checks::KINDS;
use wherefrom::document::{Document, LinkSyntax, SyntaxErrorKind};
use wherefrom::engine::{Scope, lint};
use wherefrom::rule::{RuleSet, built_in};
use wherefrom::vault::{Resolution, Vault};

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
