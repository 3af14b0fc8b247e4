//! Every case of tests/links.yaml resolves as it says; docs/links.md shows them as a table.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;
use wherefrom::vault::{Fit, LinkOptions, LinkStyle, Resolution, Vault};
use wherefrom::yaml::typed;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    group: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    says: String,
    #[serde(default)]
    style: LinkStyle,
    #[serde(default)]
    aliases: bool,
    from: String,
    files: BTreeMap<String, String>,
    to: String,
    known: String,
}

fn groups() -> Vec<Group> {
    typed::from_str(include_str!("links.yaml"))
        .unwrap_or_else(|error| panic!("tests/links.yaml: {}", error.message))
}

/// Where the first link of the case leads, in words.
fn follow(case: &Case) -> String {
    let files = case.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let vault = Vault::from_texts(files).with_links(LinkOptions { style: case.style, aliases: case.aliases });
    let id = vault.by_path(&case.from).expect("the case has its own file");
    let path = |id| vault.document(id).path().to_string();
    let fit = |fit| match fit {
        Fit::Exact => "",
        Fit::Case => " if case does not count",
        Fit::Ambiguous => " of several",
    };
    match vault.index().resolutions(id).first() {
        None => "no link".to_owned(),
        Some(Resolution::Note(id, how)) => format!("note {}{}", path(*id), fit(*how)),
        Some(Resolution::File(file, how)) => format!("file {}{}", vault.files()[*file as usize], fit(*how)),
        Some(Resolution::MissingHeading(id)) => format!("missing heading in {}", path(*id)),
        Some(Resolution::MissingBlock(id)) => format!("missing block in {}", path(*id)),
        Some(Resolution::Misspelled(id)) => format!("misspelt for {}", path(*id)),
        Some(Resolution::Alias(id)) => format!("only an alias of {}", path(*id)),
        Some(Resolution::Missing) => "missing note".to_owned(),
        Some(Resolution::MissingFile) => "missing file".to_owned(),
        Some(Resolution::Time) => "a time, not a note".to_owned(),
        Some(Resolution::External) => "not into the vault".to_owned(),
    }
}

#[test]
fn every_case_resolves_as_it_says() {
    let groups = groups();
    let cases: Vec<&Case> = groups.iter().flat_map(|group| &group.cases).collect();
    assert!(cases.len() >= 60, "the table has {} cases", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .filter(|case| follow(case) != case.to)
        .map(|case| {
            format!(
                "{} ({:?}): leads to {:?}, not {:?}",
                case.says,
                case.files[&case.from],
                follow(case),
                case.to
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The table that users read.
fn table() -> String {
    let mut page = String::from(
        "# How links resolve\n\nEvery row is a test. `style` and `aliases` are set under `links:` in `wherefrom.yaml`; \
         the style is `obsidian` unless a heading says otherwise.\n\nWhere a rule comes from: *help* is Obsidian's help pages, \
         *observed* is what Obsidian 1.13.7 answered in its developer console, *quartz* is Quartz's source, *commonmark* and *gfm* \
         are those specifications, *web* is what browsers and servers do, *ours* is our own decision.\n",
    );
    for group in groups() {
        let mut heading = group.group;
        heading[..1].make_ascii_uppercase();
        let _ = write!(
            page,
            "\n## {heading}\n\n| rule | link in | other files | leads to | known from |\n|---|---|---|---|---|\n"
        );
        for case in group.cases {
            let others: Vec<String> = case
                .files
                .keys()
                .filter(|path| **path != case.from)
                .map(|path| format!("`{path}`"))
                .collect();
            let shown = |text: &str| text.replace('|', "\\|").replace('\n', "↵");
            let (text, says) = (shown(&case.files[&case.from]), shown(&case.says));
            let _ = writeln!(
                page,
                "| {says} | `{}`: `` {text} `` | {} | {} | {} |",
                case.from,
                others.join(" "),
                case.to,
                case.known
            );
        }
    }
    page
}

#[test]
fn the_table_in_the_docs_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/links.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("the docs have a folder"))
            .expect("the folder can be made");
        wherefrom::vault::write(&path, &table()).expect("the page can be written");
    }
    let kept = wherefrom::vault::read_text(&path).unwrap_or_default();
    assert!(kept == table(), "docs/links.md is out of date: UPDATE=1 cargo test --test links");
}
