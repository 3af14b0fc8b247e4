//! `wherefrom coverage`.

use serde_json::{Value, json};

use super::Case;

const FILES: [(&str, &str); 3] = [
    ("good.md", "# Lamp\n\nIt burned [@log1893]. It went out, Hill said.[^1]\n\n[^1]: Hill, p. 4.\n"),
    ("sub/bad.md", "It rained.\n\n## Oil\n\nShe said “it was never the frost at all” twice. It froze [1].\n"),
    ("list.md", "- [[good]]\n- [[sub/bad]]\n"),
];

#[test]
fn documents_are_listed_worst_first() {
    let ran = Case::new(&FILES).run(&["coverage"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let expected = "\
claims                                   quotations
                      cited  attributed       cited  attributed
 33% ###.......    1 of   3           1    0 of   1           1  sub/bad.md
100% ##########    2 of   2           1    0 of   0           0  good.md
 60% ######....    3 of   5           2    0 of   1           1  in all
";
    assert_eq!(ran.out, expected, "{}", ran.out);
}

#[test]
fn sections_are_shown_below_their_document() {
    let ran = Case::new(&FILES).run(&["coverage", "--sections", "sub"]);
    let names: Vec<&str> = ran.out.lines().skip(3).map(|line| &line[65..]).collect();
    assert_eq!(names, ["  (no heading)", "    Oil", "in all"], "{}", ran.out);
}

#[test]
fn json_has_the_same_counts() {
    let table: Value =
        serde_json::from_str(&Case::new(&FILES).run(&["coverage", "--format", "json"]).out).unwrap();
    assert_eq!(table["format_version"], 1);
    assert_eq!(table["total"]["claims"], 5);
    let bad = &table["documents"][0];
    assert_eq!((&bad["path"], &bad["percent"]), (&json!("sub/bad.md"), &json!(33)));
    assert_eq!(
        bad["sections"][1],
        json!({
            "heading": "Oil", "level": 2, "line": 3, "percent": 50,
            "claims": 2, "cited": 1, "attributed": 1,
            "quotations": 1, "cited_quotations": 0, "attributed_quotations": 1
        })
    );
    let last = &table["documents"][2];
    assert_eq!((&last["path"], &last["percent"]), (&json!("list.md"), &Value::Null));
}

#[test]
fn too_little_is_exit_code_1() {
    let case = Case::new(&FILES);
    assert_eq!(case.run(&["coverage", "--min", "60"]).code, 0);
    let ran = case.run(&["coverage", "--min", "61"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, "3 of 5 claims are cited, less than the 61% of `--min`\n"));
    assert_eq!(case.run(&["coverage", "--min", "59.9"]).code, 0);
    let ran = case.run(&["coverage", "--min", "60.5"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (1, "3 of 5 claims are cited, less than the 60.5% of `--min`\n")
    );
    assert_eq!(case.run(&["coverage", "--min", "101"]).code, 2);
    assert_eq!(case.run(&["coverage", "gone.md"]).code, 2);
    assert_eq!(Case::new(&[("a.md", "# Nothing\n")]).run(&["coverage", "--min", "100"]).code, 0);
}

#[test]
fn a_bar_has_blocks_where_they_can_be_drawn() {
    let case = Case::new(&FILES);
    let ran = |locale: &str| {
        let run = assert_cmd::Command::cargo_bin("wherefrom")
            .unwrap()
            .args(["coverage", "--color", "always"])
            .current_dir(case.path("."))
            .env("LC_ALL", locale)
            .output()
            .unwrap();
        String::from_utf8(run.stdout).unwrap()
    };
    assert!(ran("en_GB.UTF-8").contains("███░░░░░░░"));
    assert!(ran("C").contains("###......."));
}
