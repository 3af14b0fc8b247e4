//! Bibliographies as they come: large, damaged, in an old encoding, hostile.
#![allow(clippy::disallowed_methods, reason = "makes the vault that is tested on")]

use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

use jiff::civil::date;
use wherefrom::checks::KINDS;
use wherefrom::document::Bibliography;
use wherefrom::engine::{Scope, lint};
use wherefrom::rule::{RuleSet, built_in};
use wherefrom::text::SourceFile;
use wherefrom::vault::{Vault, WalkOptions};

const RULES: [&str; 2] = ["sources/malformed-bibliography", "sources/undefined-citation"];

/// The rule and the underlined text of every finding.
fn findings(vault: &Vault) -> Vec<(String, String)> {
    let loaded = built_in().expect("the built-in rules are sound");
    let loaded = loaded.iter().filter(|rule| RULES.contains(&&*rule.id));
    let rules = RuleSet::compile(loaded.map(|rule| (rule, None)), KINDS).expect("they compile");
    let outcome = lint(vault, &rules, date(2026, 1, 1), &Scope::Everything);
    assert_eq!(outcome.internal_errors, []);
    let at = |finding: &wherefrom::rule::Finding| {
        vault.source(&finding.path).map(|source| source.slice(finding.span).to_owned()).unwrap_or_default()
    };
    outcome.findings.iter().map(|finding| (finding.rule.to_string(), at(finding))).collect()
}

fn parse(path: &str, text: impl Into<String>) -> Bibliography {
    Bibliography::parse(Arc::new(SourceFile::new(path, text.into()))).expect("it lists works")
}

#[test]
fn of_many_entries_the_broken_one_is_found_and_the_others_count() {
    let (mut list, mut note) = (String::new(), String::new());
    for at in 0..50_000 {
        let closing = if at == 30_000 { "" } else { "}" };
        writeln!(list, "@book{{key{at},\n  title = {{Lamps, volume {at}{closing},\n}}\n").unwrap();
        if at % 100 == 0 {
            writeln!(note, "Oil [@key{at}].\n").unwrap();
        }
    }
    note.push_str("Coal [@key50000].\n");
    let vault = Vault::from_texts([("refs.bib", &*list), ("a.md", &note)]);
    assert_eq!(vault.bibliographies()[0].works.len(), 50_000);
    let expected = [(RULES[1], "key50000"), (RULES[0], "@book{key30000")];
    assert_eq!(findings(&vault), expected.map(|(rule, at)| (rule.to_owned(), at.to_owned())));
}

#[test]
fn of_many_faults_the_first_are_listed_and_the_rest_counted() {
    let list = parse("refs.bib", "@book{a, title {Oil}}\n".repeat(20_000));
    assert_eq!((list.works.len(), list.faults.len(), list.more_faults), (20_000, 500, 39_499));
}

#[test]
fn latin_1_is_read() {
    let folder = tempfile::TempDir::new().unwrap();
    fs::write(folder.path().join("refs.bib"), b"@book{m\xfcller1911, title = {Gr\xf6\xdfe}}\n").unwrap();
    fs::write(folder.path().join("a.md"), "Oil [@müller1911; @möller1911].\n").unwrap();
    let vault = Vault::open(folder.path(), &WalkOptions::default());
    assert_eq!(vault.problems(), []);
    assert_eq!(findings(&vault), [(RULES[1].to_owned(), "möller1911".to_owned())]);
    let list = &vault.bibliographies()[0];
    assert_eq!(list.source().slice(list.works[0].title.unwrap()), "Größe");
}

#[test]
fn other_json_and_what_is_left_out_is_not_read() {
    let folder = tempfile::TempDir::new().unwrap();
    let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).unwrap();
    write("a.md", "Oil [@hill1911].\n");
    write("package.json", "{\"name\": \"hill1911\"}");
    write("points.json", "[{\"x\": 1, \"title\": \"a\"}]");
    write("left-out.bib", "@book{vane1894, title = {The Cargo}}");
    write("works.json", "\u{feff}[{\"id\": \"hill1911\", \"type\": \"book\", \"DOI\": \"10.1000/ABC\"}]");
    let exclude = vec!["left-out.bib".to_owned()];
    let vault = Vault::open(folder.path(), &WalkOptions { exclude, ..WalkOptions::default() });
    let paths: Vec<&str> = vault.bibliographies().iter().map(|list| &**list.source().path()).collect();
    assert_eq!(paths, ["works.json"]);
    assert_eq!(vault.bibliographies()[0].works[0].source_key.as_deref(), Some("doi:10.1000/abc"));
}

#[test]
fn a_work_is_known_by_its_identifiers() {
    let list = parse(
        "refs.bib",
        "@article{a, doi = {https://doi.org/10.1000/x\\_1}, url = {https://example.org}}\n\
         @misc{b, eprint = {2101.01234v2}, archivePrefix = {arXiv}}\n\
         @book{c, isbn = \"978-0-306-40615-7\", title = \"{A {Title}}\", editor = {Hill}}\n\
         @online{d, url = {http://www.example.org/a\\%20b/}}\n@misc{e, title = t # \"x\"}\n",
    );
    let keys: Vec<Option<&str>> = list.works.iter().map(|work| work.source_key.as_deref()).collect();
    let wanted = ["doi:10.1000/x_1", "arxiv:2101.01234", "isbn:9780306406157", "https://example.org/a%20b"];
    assert_eq!(keys, [Some(wanted[0]), Some(wanted[1]), Some(wanted[2]), Some(wanted[3]), None]);
    let slice = |span: Option<wherefrom::text::Span>| list.source().slice(span.unwrap());
    assert_eq!((slice(list.works[2].title), slice(list.works[2].author)), ("{A {Title}}", "Hill"));
}

#[test]
fn files_as_reference_managers_write_them_have_no_faults() {
    let list = parse(
        "refs.bib",
        "% Encoding: UTF-8\n\n@Preamble{\"\\newcommand{\\noop}[1]{}\"}\n@string{ns = \"Northern Star\"}\n\
         @Article{,\n  file = {:papers/lamp.pdf:PDF},\n}\n@Article{,\n  title = {x}\n}\n\
         @article{Hill:1911aa,\n\tAuthor = {{Hill}, R. and {Cor{\\'e}an}, {I.-J.}},\n\tDate-Modified = {2010-09-27 17:27:07 +0200},\n\
         \tMonth = aug,\n\tVolume = 31,\n\tBdsk-Url-1 = {http://dx.doi.org/10.1000/lamp}}\n\
         @inproceedings{DBLP:conf/lamps/Hill11,\n  title = \"{\\\"U}ber {L}ampen -- Teil {I}\",\n  % read\n  % twice\n  year = {1911}\n}\n\
         @misc{path, file = {C:\\lamps\\}}\n@misc(paren, title = {a} # ns)\n\
         @online{tag+1.2_b/c, url = {https://example.org/?a=b\\&c={d}}, note = \"100\\% {of} it\"}\n\
         @Comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n1 StaticGroup:{a}\\;0\\;;\n}\n",
    );
    assert!(list.faults.is_empty(), "{:?}", list.faults);
    let keys: Vec<&str> = list.works.iter().map(|work| &*work.key).collect();
    assert_eq!(keys, ["Hill:1911aa", "DBLP:conf/lamps/Hill11", "path", "paren", "tag+1.2_b/c"]);
}

/// Each of these is read to its end, in time that grows as it does.
#[test]
fn hostile_files_are_read() {
    const MANY: usize = 100_000;
    for text in [
        "@a{".repeat(MANY),
        "@a{k,\n".repeat(MANY),
        "@comment{".repeat(MANY),
        "@comment{\n".repeat(MANY),
        "@a(\n".repeat(MANY),
        "@".repeat(MANY),
        format!("@a{{k, t = {}", "{".repeat(MANY)),
        format!("@a{{k, t = {}{}}}", "{".repeat(MANY), "}".repeat(MANY)),
        format!("@a{{k, t = \"{}", "\\".repeat(MANY)),
        format!("@a{{{}", " ".repeat(MANY)),
        "é@é{é,é=é}".repeat(MANY),
    ] {
        let _ = parse("refs.bib", text);
    }
    let opening = "[{\"id\": 1, \"type\": ";
    for text in [
        format!("{opening}{}", "[".repeat(MANY)),
        format!("{opening}\"{}", "a".repeat(MANY)),
        format!("{opening}0}}, {}", "{\"id\": \"a\", ".repeat(MANY)),
    ] {
        assert_eq!(parse("works.json", text).faults.len(), 1);
    }
}
