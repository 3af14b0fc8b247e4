//! `wherefrom links`, and links into folders that are not read.

use super::Case;

const FILES: [(&str, &str); 3] = [
    ("a.md", "[[Fog]] [[Fog|again]] [[b]] [[Tide \\ table]]\n"),
    ("b.md", "[[fog]] [[a]]\n"),
    ("c.md", "Nothing.\n"),
];

#[test]
fn wanted_notes_are_listed_most_wanted_first() {
    let case = Case::new(&FILES);
    let ran = case.run(&["links", "--wanted"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out, "links  notes  wanted\n    3      2  Fog\n    1      1  Tide \\ table\n");
    let json: serde_json::Value =
        serde_json::from_str(&case.run(&["links", "--wanted", "--format", "json"]).out).unwrap();
    assert_eq!(
        json["wanted"][0],
        serde_json::json!({"name": "Fog", "links": 3, "notes": 2, "period": false})
    );
}

#[test]
fn notes_of_periods_are_counted_and_not_listed() {
    let case = Case::new(&[("a.md", "[[2024-11-17]] [[log/2024-W47]] [[Fog]] [[2024-11-17|then]]\n")]);
    let listed = case.run(&["links", "--wanted"]).out;
    assert_eq!(
        listed,
        "links  notes  wanted\n    1      1  Fog\nbesides 2 notes of days, weeks and other periods\n"
    );
    let json: serde_json::Value =
        serde_json::from_str(&case.run(&["links", "--wanted", "--format", "json"]).out).unwrap();
    assert_eq!(
        (&json["wanted"][0]["name"], &json["wanted"][0]["period"]),
        (&"2024-11-17".into(), &true.into())
    );
    case.write("a.md", "[[2024-11]]\n");
    let listed = case.run(&["links", "--wanted"]).out;
    assert_eq!(listed, "no links to missing notes but 1 note of days, weeks and other periods\n");
}

#[test]
fn the_graph_holds_every_note_and_every_link_once() {
    let ran = Case::new(&FILES).run(&["links", "--graph", "dot"]);
    let expected = "digraph vault {\n  \"a.md\";\n  \"a.md\" -> \"Fog\" [style=dashed];\n  \
        \"a.md\" -> \"Tide \\\\ table\" [style=dashed];\n  \"a.md\" -> \"b.md\";\n  \"b.md\";\n  \
        \"b.md\" -> \"a.md\";\n  \"b.md\" -> \"fog\" [style=dashed];\n  \"c.md\";\n}\n";
    assert_eq!((ran.code, ran.out.as_str()), (0, expected));
}

#[test]
fn it_has_to_be_said_what_is_wanted() {
    assert_eq!(Case::new(&FILES).run(&["links"]).code, 2);
}

#[test]
fn what_is_ignored_or_excluded_can_be_linked_to() {
    let case = Case::new(&[
        (".gitignore", "built/\nlocal.md\n"),
        ("wherefrom.yaml", "exclude: [archive]\n"),
        (
            "a.md",
            "[[Old note]] [[archive/Old note]] ![[chart.png]] [[local]] [x](built/b.md) [[Gone]] [[secret]]\n",
        ),
        ("archive/Old note.md", "[[Nowhere]]\n"),
        ("built/deep/chart.png", ""),
        ("built/b.md", ""),
        ("local.md", ""),
        (".hidden/secret.md", ""),
    ]);
    let found = case.findings(&["--select", "links/missing-note,links/missing-file,links/misspelled-note"]);
    let at: Vec<&str> = found.iter().map(|line| line.rsplit("named ").next().unwrap()).collect();
    assert_eq!(at, ["`Gone`", "`secret`"]);
}

#[test]
fn a_severity_that_the_user_sets_holds_for_every_finding() {
    let note = |name: &'static str| (name, "[[Ghost]]\n");
    let case = Case::new(&[
        note("a.md"),
        note("b.md"),
        note("c.md"),
        ("wherefrom.yaml", "rules:\n  links/missing-note: error\n"),
    ]);
    let found = case.findings(&["--select", "links/missing-note"]);
    assert!(found.len() == 3 && found.iter().all(|line| line.contains(": error ")), "{found:?}");
}
