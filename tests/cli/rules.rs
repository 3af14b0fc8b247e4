//! A vault's own rules, `explain`, `rules` and `rules test`.

use super::{Case, ghost};

const GHOST: &str = "See [[Ghost]].\n";

/// A rule of a family that is not built in.
const OWN: &str = "summary: A link leads nowhere.
why: House style.
severity: error
confidence: high
check: wiki-link
options: { report: missing-note }
message: \"nothing is called `{target}`\"
examples:
  - name: nothing by that name
    files: { a.md: \"See [[Ghost]].\" }
    findings: [{ in: a.md, at: \"[[Ghost]]\" }]
  - name: an existing note
    files: { a.md: \"See [[b]].\", b.md: \"Here.\" }
    findings: []
";

fn with_rule(path: &str, text: &str) -> Case {
    Case::new(&[("a.md", GHOST), (&format!(".wherefrom/rules/{path}"), text)])
}

#[test]
fn a_vault_has_rules_of_its_own() {
    let case = with_rule("house/no-ghosts.yaml", OWN);
    let own = "a.md:1:5: error house/no-ghosts nothing is called `Ghost`".to_owned();
    assert_eq!(case.findings(&[]), [own.clone(), ghost("a.md")]);
    assert_eq!(case.findings(&["--select", "house"]), [own]);
    case.write("wherefrom.yaml", "rules: { house/no-ghosts: off }\n");
    assert_eq!(case.findings(&[]), [ghost("a.md")]);
    assert!(
        case.run(&["rules"])
            .out
            .lines()
            .any(|line| line.starts_with("house/no-ghosts") && line.contains("off"))
    );
    assert!(case.run(&["explain", "house/no-ghosts"]).out.contains("House style."));
}

#[test]
fn a_mistake_in_a_rule_is_shown_and_the_others_run() {
    for (path, old, new) in [
        ("house/a.yaml", "severity: error", "severity: fatal"),
        ("house/b.yaml", "why: House style.", "why: House style.\nwhat: x"),
        ("house/c.yaml", "wiki-link", "wikilink"),
        ("house/d.yaml", "missing-note }", "missing-notes }"),
        ("house/e.yaml", "report:", "reports:"),
        ("house/f.yaml", "{target}", "{targt}"),
        ("links/missing-note.yaml", "House", "Hause"),
        ("house/g.yaml", "examples:", "examples: ["),
    ] {
        let case = with_rule(path, &OWN.replacen(old, new, 1));
        let ran = case.run(&["--format", "concise", "-q"]);
        assert_eq!((ran.code, &*ran.out), (2, &*(ghost("a.md") + "\n")), "{path}");
        insta::assert_snapshot!(path.replace('/', "_"), ran.err);
    }
}

#[test]
fn a_rule_that_is_off_is_read_all_the_same() {
    let case = with_rule("house/a.yaml", &OWN.replace("wiki-link", "wikilink"));
    case.write("wherefrom.yaml", "rules: { house/a: off }\n");
    assert_eq!(case.run(&[]).code, 2);
    // What is set for a rule whose file has a mistake is not a second mistake.
    case.write(".wherefrom/rules/house/a.yaml", "severity: none\n");
    assert!(!case.run(&[]).err.contains("no rule or family"));
}

#[test]
fn files_that_are_no_rules_are_told() {
    for path in ["loose.yaml", "house/deep/a.yaml", "house/a.yml", "House/a.yaml", "house/a b.yaml"] {
        let ran = with_rule(path, OWN).run(&["-q"]);
        assert_eq!(ran.code, 2, "{path}");
        assert!(ran.err.contains(&format!(".wherefrom/rules/{path}: not a rule")), "{ran:?}");
    }
    assert_eq!(with_rule("house/README.md", "Ours.\n").run(&[]).code, 0);
}

#[test]
fn a_rule_is_explained() {
    let case = Case::new(&[]);
    let ran = case.run(&["explain", "links/misspelled-note"]);
    assert_eq!((ran.code, &*ran.err), (0, ""));
    for part in ["# links/misspelled-note\n", "Options:", "## Flagged", "## Not flagged", "`--fix` mends it"]
    {
        assert!(ran.out.contains(part), "{part}");
    }
}

#[test]
fn a_rule_that_does_not_exist_is_not_explained() {
    let case = Case::new(&[]);
    let ran = case.run(&["explain", "missing-note"]);
    assert_eq!((ran.code, &*ran.out), (2, ""));
    insta::assert_snapshot!(ran.err, @r"
    error: there is no rule named `missing-note`
      help: did you mean `links/missing-note`?
    ");
    insta::assert_snapshot!(case.run(&["explain", "links"]).err, @r"
    error: there is no rule named `links`
      help: name one rule; `wherefrom rules` lists those of `links`
    ");
}

#[test]
fn rules_are_listed() {
    let case =
        Case::new(&[("wherefrom.yaml", "rules: { links/missing-note: info, links/missing-heading: off }\n")]);
    let text = case.run(&["rules"]).out;
    let line = |id: &str| {
        text.lines()
            .find(|line| line.starts_with(id))
            .unwrap()
            .split_whitespace()
            .take(3)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(line("links/missing-note"), "links/missing-note info on");
    assert_eq!(line("links/missing-heading"), "links/missing-heading warning off");
    assert_eq!(line("links/orphan-note"), "links/orphan-note info off");
    let json: serde_json::Value =
        serde_json::from_str(&case.run(&["rules", "--format", "json"]).out).unwrap();
    assert_eq!(json["format_version"], 1);
    let rules = json["rules"].as_array().unwrap();
    assert_eq!(rules.len(), text.lines().count());
    let heading = rules.iter().find(|rule| rule["id"] == "links/missing-heading").unwrap();
    assert_eq!((&heading["on"], &heading["severity"]), (&false.into(), &"warning".into()));
}

#[test]
fn rule_files_are_tested() {
    let case = Case::new(&[
        ("house/good.yaml", OWN),
        ("house/bad.yaml", &OWN.replace("[[Ghost]]\" }]", "[[Gost]]\" }]")),
    ]);
    case.write("house/broken.yaml", OWN.replace("severity: error", "severity: fatal"));
    case.write("house/kind.yaml", OWN.replace("wiki-link", "wikilink"));
    let good = case.run(&["rules", "test", "house/good.yaml"]);
    assert_eq!((good.code, &*good.out), (0, "house/good: 2 examples hold\n"));
    let bad = case.run(&["rules", "test", "house/bad.yaml", "house/good.yaml"]);
    assert_eq!((bad.code, &*bad.out), (1, "house/good: 2 examples hold\n"));
    insta::assert_snapshot!(bad.err);
    for file in ["house/broken.yaml", "house/kind.yaml", "house/none.yaml", "house"] {
        let ran = case.run(&["rules", "test", file, "house/bad.yaml", "house/good.yaml"]);
        assert_eq!((ran.code, &*ran.out), (2, "house/good: 2 examples hold\n"), "{file}");
    }
    assert_eq!(case.run(&["rules", "test"]).code, 2);
}
