//! The schemas that editors use agree with what is read.

use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;
use wherefrom::checks::KINDS;
use wherefrom::config::{self, Config, Files, Known};
use wherefrom::rule::{self, LoadedRule};
use wherefrom::yaml::typed;

fn rules() -> Vec<LoadedRule> {
    rule::built_in().unwrap_or_else(|error| panic!("{}: {}", error.path.display(), error.message))
}

fn validator(schema: &str) -> Validator {
    let schema: Value = serde_json::from_str(schema).expect("a schema is JSON");
    jsonschema::validator_for(&schema).expect("a schema is a schema")
}

fn value(yaml: &str) -> Value {
    typed::from_str(yaml).unwrap_or_else(|error| panic!("{yaml}: {}", error.message))
}

#[test]
fn every_rule_is_as_the_schema_says() {
    let schema = validator(&rule::schema(KINDS));
    for rule in rules() {
        let wrong: Vec<String> =
            schema.iter_errors(&value(&rule.text)).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", rule.id);
        let with_unknown = format!("{}\nunknown: 1\n", rule.text);
        assert!(!schema.is_valid(&value(&with_unknown)), "{}", rule.id);
    }
    let rules = rules();
    let rule = &rules.iter().find(|rule| rule.id == "links/missing-heading").expect("it is there").text;
    for (old, new) in
        [("severity: ", "severity: x"), ("check: ", "check: x"), ("options: {", "options: { x: 1, ")]
    {
        let broken = rule.replacen(old, new, 1);
        assert!(broken != *rule && !schema.is_valid(&value(&broken)), "{new}");
    }
}

#[test]
fn a_config_is_read_if_the_schema_says_so() {
    let rules = rules();
    let known = Known::new(rules.iter().map(|rule| &*rule.id));
    let schema = validator(&config::schema(&rules, KINDS));
    for (text, sound) in [
        ("{}", true),
        ("include: ['*.md']\nexclude: [a]\nlinks: { style: markdown, aliases: true }\nrules:\n", true),
        ("rules: { links: off, links/missing-note: on, claims: { severity: info } }", true),
        ("rules: { links/missing-note: { severity: error, planned_from: 2 } }", true),
        ("sources: { folder: media/kept, naming: '* [{key}]' }", true),
        ("sources: { folder: [a] }", false),
        ("sources: { name: '{key}' }", false),
        ("schemas: [{ use: book }, { files: ['talks/**'], use: video, required: [speaker] }]", true),
        ("schemas: [{ use: film }]", false),
        ("schemas: [{ json_schema: { type: object } }]", true),
        ("schemas: [{ json_schema: 3 }]", false),
        ("exclud: [a]", false),
        ("exclude: a", false),
        ("links: { style: roam }", false),
        ("rules: [links]", false),
        ("rules: { links: fatal }", false),
        ("rules: { links: { planned_from: 2 } }", false),
        ("rules: { links/missing-note: { severity: fatal } }", false),
        ("rules: { links/missing-note: { planed_from: 2 } }", false),
        ("rules: { links/missing-note: { planned_from: many } }", false),
        ("rules: { links/missing-note: 3 }", false),
    ] {
        let files = Files { read: &|_| Err(String::new()), is_folder: &|_| true, shown: &str::to_owned };
        let read = Config::read(Path::new("wherefrom.yaml"), text, &rules, &known, KINDS, &files);
        assert_eq!(read.is_ok(), sound, "{text}: {read:?}");
        assert_eq!(schema.is_valid(&value(text)), sound, "{text}");
    }
}

#[test]
fn no_option_is_named_as_the_setting_is() {
    for kind in KINDS {
        let schema = (kind.schema)().to_value();
        assert!(schema.pointer("/properties/severity").is_none(), "{}", kind.name);
    }
}
