//! `wherefrom.yaml`: what it sets, and how its mistakes are shown.

use super::{Case, ghost};

const GHOST: &str = "See [[Ghost]].\n";

fn with_config(config: &str) -> Case {
    Case::new(&[("a.md", GHOST), ("drafts/b.md", GHOST), ("wherefrom.yaml", config)])
}

#[test]
fn files_are_included_and_excluded() {
    assert_eq!(with_config("exclude: [drafts/]\n").findings(&[]), [ghost("a.md")]);
    assert_eq!(with_config("include: [drafts]\n").findings(&[]), [ghost("drafts/b.md")]);
    assert_eq!(with_config("exclude: ['*.md']\n").findings(&[]), [""; 0]);
    for empty in ["", "# nothing\n", "\u{feff}", "rules:\n"] {
        assert_eq!(with_config(empty).findings(&[]).len(), 2, "{empty:?}");
    }
}

#[test]
fn rules_and_families_are_set() {
    let severities = |rules: &str| -> Vec<String> {
        let lines = with_config(&format!("rules: {rules}\n")).findings(&["a.md"]);
        lines.iter().map(|line| line.split(' ').nth(1).unwrap().to_owned()).collect()
    };
    assert_eq!(severities("{}"), ["warning"]);
    assert_eq!(severities("{links: off}"), [""; 0]);
    assert_eq!(severities("{links: info}"), ["info"]);
    assert_eq!(severities("{links: {severity: error}}"), ["error"]);
    assert_eq!(severities("{links: off, links/missing-note: error}"), ["error"]);
    assert_eq!(severities("{links: error, links/missing-note: off}"), [""; 0]);
    assert_eq!(severities("{links: off, links/missing-note: {severity: error}}"), ["error"]);
    assert_eq!(severities("{links/missing-note: {planned_from: 1}}"), ["info"]);
    // A family turns on what is off by itself; its severity alone does not.
    assert_eq!(severities("{links: on}"), ["info", "warning"]);
    assert_eq!(severities("{links: warning}"), ["warning"]);
}

#[test]
fn links_resolve_as_the_config_says() {
    let case = Case::new(&[("x/a.md", "See [[b]].\n"), ("y/b.md", "It rained.\n")]);
    assert_eq!(case.findings(&[]), [""; 0]);
    case.write("wherefrom.yaml", "links: { style: markdown }\n");
    assert_eq!(case.findings(&[]).len(), 1);
}

#[test]
fn the_folder_of_sources_lies_in_the_vault() {
    for (config, place) in [
        ("sources: { folder: ../out }\n", "wherefrom.yaml:1:20"),
        ("sources: { naming: 'a' }\n", "wherefrom.yaml:1:20"),
        ("sources:\n  naming: '*{key}'\n", "wherefrom.yaml:2:11"),
        ("sources:\n  folder: transkripts\n", "wherefrom.yaml:2:11"),
    ] {
        let ran = with_config(config).run(&[]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(place), "{}", ran.err);
    }
}

#[test]
fn a_folder_of_sources_that_is_named_is_there() {
    let case = with_config("sources: { folder: talks }\n");
    case.write("talks/a.vtt", "WEBVTT\n");
    assert_eq!(case.run(&[]).err, "");
    // The one that is meant when none is named need not be.
    assert_eq!(with_config("sources: { folder: sources }\n").run(&[]).err, "");
}

#[test]
fn a_json_schema_that_says_nothing_is_told() {
    for (schema, why) in [
        ("", "this JSON Schema is empty"),
        ("# later\n", "this JSON Schema is empty"),
        ("[]", "no JSON Schema"),
        (&"{\"items\":".repeat(64_000), "brackets are nested more than 200 deep"),
        (&format!("{}{{}}{}", "{\"items\":".repeat(64_000), "}".repeat(64_000)), "200 deep"),
        (&format!("{}{{}}{}", "{\"items\":".repeat(100), "}".repeat(100)), "more than 48 deep"),
    ] {
        let case = with_config("schemas:\n  - json_schema: s.json\n");
        case.write("s.json", schema);
        let ran = case.run(&[]);
        assert!(ran.code == 2 && ran.err.contains(why), "{why}: {}", ran.err);
    }
    let ran = with_config("schemas:\n  - json_schema:\n").run(&[]);
    assert!(ran.code == 2 && ran.err.contains("no JSON Schema is named here"), "{}", ran.err);
}

#[test]
fn schemas_hold_front_matter_to_what_they_say() {
    let case = Case::new(&[
        ("talks/a.md", "---\ntitel: Harbours\ndate: soon\n---\nIt rained.\n"),
        ("b.md", "---\ntitel: Harbours\n---\nIt rained.\n"),
    ]);
    assert_eq!(case.findings(&[]), [""; 0]);
    let schema = "schemas:\n  - files: [talks]\n    required: [title]\n    fields: {date: {type: date}}\n    closed: true\n";
    case.write("wherefrom.yaml", schema);
    assert_eq!(
        case.findings(&[]),
        [
            "talks/a.md:1:1: warning front-matter/missing-field the schema requires `title`",
            "talks/a.md:2:1: warning front-matter/unknown-field the schema has no field `titel`",
            "talks/a.md:3:7: warning front-matter/wrong-type `date` must be a date such as `2024-05-01`, not `soon`",
        ]
    );
    case.write("wherefrom.yaml", format!("{schema}rules: {{front-matter/unknown-field: off}}\n"));
    assert_eq!(case.findings(&[]).len(), 2);
    // A mistake in a schema is one of the config, and nothing is checked.
    case.write("wherefrom.yaml", "schemas: [{requird: [title]}]\n");
    let ran = case.run(&[]);
    assert_eq!((ran.code, &*ran.out), (2, ""));
    assert!(
        ran.err.contains("unknown field `requird`") && ran.err.contains("wherefrom.yaml:1:12"),
        "{}",
        ran.err
    );
}

#[test]
fn another_config_can_be_named_or_none() {
    let case = with_config("exclude: [a.md]\n");
    case.write("other.yaml", "exclude: [drafts]\n");
    assert_eq!(case.findings(&[]), [ghost("drafts/b.md")]);
    assert_eq!(case.findings(&["--config", "other.yaml"]), [ghost("a.md")]);
    assert_eq!(case.findings(&["--no-config"]).len(), 2);
}

#[test]
fn every_mistake_is_shown_on_its_line() {
    let case = with_config(
        "include: ['*.md', '[x']\n\
         exclude: ['/']\n\
         rules:\n\
         \x20 links/mising-note: off\n\
         \x20 link:\n\
         \x20   severity: error\n\
         \x20 links/missing-note:\n\
         \x20   severity: high\n\
         \x20   planed_from: 3\n\
         \x20 links/missing-heading: { planned_from: many }\n\
         \x20 links: { severity: info, report: missing-note }\n\
         \x20 links/orphan-note: 3\n\
         \x20 links/ambiguous-note: wrning\n\
         \x20 links/orphan-note: off\n",
    );
    let ran = case.run(&[]);
    assert_eq!((ran.code, &*ran.out), (2, ""));
    insta::assert_snapshot!(ran.err);
}

#[test]
fn what_is_no_config_at_all_is_shown_too() {
    for (name, config) in [
        ("unknown_field", "exclud: [a]\n"),
        ("wrong_shape_after_bom", "\u{feff}rules: [links]\n"),
        ("no_yaml", "rules: { links: off\n"),
        ("unknown_style", "links: { style: roam }\n"),
    ] {
        let ran = with_config(config).run(&[]);
        assert_eq!((ran.code, &*ran.out), (2, ""));
        insta::assert_snapshot!(name, ran.err);
    }
}

#[test]
fn two_configs_are_one_too_many() {
    let case = with_config("");
    case.write(".wherefrom.yaml", "");
    let ran = case.run(&[]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.err, @r"
    error: wherefrom.yaml: there is also `.wherefrom.yaml`
      help: keep one of them
    ");
    assert_eq!(case.run(&["--no-config"]).code, 0);
    assert_eq!(case.run(&["--config", "wherefrom.yaml"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_config_that_is_a_link_out_of_the_vault_is_not_read() {
    let case = Case::new(&[("v/a.md", GHOST), ("secret", "password: hunter2\n")]);
    std::os::unix::fs::symlink(case.path("secret"), case.path("v/wherefrom.yaml")).unwrap();
    let ran = case.run(&["v"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("a link out of the vault") && !ran.err.contains("hunter2"), "{ran:?}");
}

#[test]
fn a_json_schema_is_read_from_its_file() {
    let run = |schema: &str, path: &str| {
        let note = ("a.md", "---\ntype: talk\nspeaker: 3\n---\nText.\n");
        let config = format!("schemas:\n  - type: talk\n    json_schema: {path}\n");
        let files = [note, ("talk.json", schema), ("wherefrom.yaml", &config)];
        let case = Case::new(&files);
        let ran = case.run(&["--select", "front-matter", "--format", "concise"]);
        (ran.code, ran.out, ran.err)
    };
    let sound = r#"{"$schema": "x", "required": ["date"], "properties": {"speaker": {"type": "string"}}}"#;
    let (_, out, err) = run(sound, "talk.json");
    assert!(
        out.contains("the schema requires `date`") && out.contains("`speaker` must be text"),
        "{out}{err}"
    );
    for (schema, path, why, at) in [
        (sound, "tlak.json", "`tlak.json` cannot be read: there is no such file", "wherefrom.yaml:3:18"),
        (sound, "../talk.json", "`../talk.json` cannot be read: ", "wherefrom.yaml:3:18"),
        ("{\n\"a\": ", "talk.json", "did not find expected node", "talk.json:2:6"),
        ("{\n\t\"pattern\": \"(\"}", "talk.json", "unclosed group", "talk.json:2:13"),
        (
            "{\n\t\"items\": {\n\t\t\"type\": \"strng\"}}",
            "talk.json",
            "`type` must be one or",
            "talk.json:3:11",
        ),
        ("{\n\"$ref\": \"https://example.org/a\"}", "talk.json", "leads out of the file", "talk.json:2:9"),
        ("{\n\"$ref\": \"#/$defs/a\"}", "talk.json", "there is nothing at `#/$defs/a`", "talk.json:2:9"),
        ("items:\n  requierd: [a]\n", "talk.json", "did you mean `required`?", "talk.json:2:3"),
    ] {
        let (code, _, err) = run(schema, path);
        assert_eq!(code, 2, "{err}");
        assert!(err.contains(why) && err.contains(at), "{why}: {err}");
    }
}

#[test]
fn a_json_schema_may_refer_to_itself() {
    let schema = r##"{"properties": {"part": {"$ref": "#"}}, "allOf": [{"$ref": "#"}, {"$ref": "#"}], "required": ["title"]}"##;
    let case = Case::new(&[
        ("a.md", "---\ntitle: a\npart: { part: { title: b } }\n---\n"),
        ("talk.json", schema),
        ("wherefrom.yaml", "schemas: [{ json_schema: talk.json }]\n"),
    ]);
    let ran = case.run(&["--select", "front-matter", "--format", "concise"]);
    assert!(ran.out.contains("the schema requires `part.title`"), "{}{}", ran.out, ran.err);
}

#[test]
fn a_json_schema_that_refers_too_deep_is_a_mistake() {
    let last = 20_000;
    let links: Vec<String> =
        (0..last).map(|at| format!(r##""{at}": {{"$ref": "#/$defs/{}"}}"##, at + 1)).collect();
    let schema = format!(r##"{{"$ref": "#/$defs/0", "$defs": {{{}, "{last}": true}}}}"##, links.join(", "));
    let case = Case::new(&[
        ("a.md", "It rained.\n"),
        ("deep.json", &schema),
        ("wherefrom.yaml", "schemas: [{ json_schema: deep.json }]\n"),
    ]);
    let ran = case.run(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("more than 48 deep"), "{}", ran.err);
}
