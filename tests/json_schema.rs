//! Front matter held to a JSON Schema: another validator comes to the same verdict.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use wherefrom::checks::KINDS;
use wherefrom::engine::{Scope, lint};
use wherefrom::rule::{FileError, LoadedRule, Override, RuleSet, built_in};
use wherefrom::vault::Vault;

const RULES: [&str; 3] =
    ["front-matter/missing-field", "front-matter/wrong-type", "front-matter/unknown-field"];

fn rules() -> &'static [LoadedRule] {
    static LOADED: LazyLock<Vec<LoadedRule>> = LazyLock::new(|| {
        let mut rules = built_in().unwrap_or_else(|error| panic!("{}", error.message));
        rules.retain(|rule| RULES.contains(&&*rule.id));
        assert_eq!(rules.len(), RULES.len());
        rules
    });
    &LOADED
}

fn compiled(rules: &[LoadedRule], schema: &Value) -> Result<RuleSet, Vec<FileError>> {
    let options = Map::from_iter([("schemas".to_owned(), json!([{"json_schema": schema}]))]);
    let settings = Override { options, ..Override::default() };
    RuleSet::compile(rules.iter().map(|rule| (rule, Some(&settings))), KINDS)
}

/// What is found in front matter that says what `instance` does.
fn findings(rules: &[LoadedRule], schema: &Value, instance: &Map<String, Value>) -> Vec<String> {
    let set = compiled(rules, schema).unwrap_or_else(|errors| panic!("{schema}: {}", errors[0].message));
    let fields: String = instance.iter().map(|(key, value)| format!("{}: {value}\n", json!(key))).collect();
    let text = format!("---\n{fields}---\nText.\n");
    let vault = Vault::from_texts([("a.md", text.as_str())]);
    let today = "2026-01-01".parse().expect("a day");
    let outcome = lint(&vault, &set, today, &Scope::Everything);
    outcome.findings.iter().map(|finding| finding.message.clone()).collect()
}

fn agrees(rules: &[LoadedRule], schema: &Value, instance: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap_or_else(|error| panic!("{schema}: {error}"));
    let found = findings(rules, schema, instance.as_object().expect("fields"));
    assert_eq!(validator.is_valid(instance), found.is_empty(), "{schema}\n{instance}\n{found:?}");
}

#[test]
fn every_word_means_what_it_does_elsewhere() {
    let instances = [
        json!({"a": 1}),
        json!({"a": 4.5}),
        json!({"a": 5, "b": 5}),
        json!({"a": "text"}),
        json!({"a": "2024-05-01", "b": true}),
        json!({"a": true, "c": "me@example.org"}),
        json!({"a": [1, 2, 3]}),
        json!({"a": [1, "x", 1]}),
        json!({"a": ["x", "y"], "b": "x"}),
        json!({"a": [{"b": 1}, {"b": 1}]}),
        json!({"a": {"b": 1}}),
        json!({"a": {"b": 1, "c": "x"}, "b": 2}),
        json!({"b": "x", "x_1": 3}),
        json!({"b": "y", "x_1": "z", "other": 1}),
        json!({"a": {"a": {"a": {"a": 3}}}}),
    ];
    let schemas = [
        json!({"required": ["a", "b"]}),
        json!({"properties": {"a": {"type": ["integer", "array"]}}, "additionalProperties": false}),
        json!({"properties": {"a": {"const": 1}, "b": {"enum": ["x", 5]}}}),
        json!({"properties": {"a": {"minimum": 4.5, "maximum": 4.5}}}),
        json!({"properties": {"a": {"exclusiveMinimum": 4.5}, "b": {"exclusiveMaximum": 5}}}),
        json!({"properties": {"a": {"multipleOf": 1.5}}}),
        json!({"properties": {"a": {"minLength": 5}, "b": {"maxLength": 0}}}),
        json!({"properties": {"a": {"pattern": "^\\d{4}-\\d\\d-\\d\\d$"}}}),
        json!({"properties": {"a": {"items": {"type": "integer"}}}}),
        json!({"properties": {"a": {"prefixItems": [{"type": "integer"}], "items": {"type": "string"}}}}),
        json!({"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"items": [{"type": "integer"}, true], "additionalItems": {"const": 1}}}}),
        json!({"properties": {"a": {"minItems": 3, "maxItems": 3, "uniqueItems": true}}}),
        json!({"properties": {"a": {"contains": {"const": "x"}}}}),
        json!({"properties": {"a": {"contains": {"type": "integer"}, "minContains": 2, "maxContains": 2}}}),
        json!({"minProperties": 2, "maxProperties": 2}),
        json!({"properties": {"a": {"minProperties": 2}}}),
        json!({"patternProperties": {"^x_": {"type": "integer"}}, "additionalProperties": {"type": "string"}}),
        json!({"propertyNames": {"pattern": "^.$"}}),
        json!({"propertyNames": {"anyOf": [{"enum": ["a", "b"]}, {"minLength": 3}]}}),
        json!({"dependentRequired": {"a": ["b"]}}),
        json!({"dependentSchemas": {"b": {"required": ["a"]}}}),
        json!({"$schema": "http://json-schema.org/draft-07/schema#", "dependencies": {"a": ["b"], "b": {"required": ["a"]}}}),
        json!({"allOf": [{"required": ["a"]}, {"properties": {"a": {"type": "array"}}}]}),
        json!({"anyOf": [{"required": ["x_1"]}, {"properties": {"a": {"type": "array"}}}]}),
        json!({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}),
        json!({"properties": {"a": {"anyOf": [{"type": "string"}, {"type": "object", "required": ["c"]}]}}}),
        json!({"not": {"required": ["a", "b"]}}),
        json!({"properties": {"a": {"not": {"type": "array"}}, "b": {"not": {"enum": ["x"]}}}}),
        json!({"properties": {"b": false}}),
        json!({"if": {"properties": {"b": {"const": "x"}}, "required": ["b"]}, "then": {"required": ["x_1"]}, "else": {"required": ["a"]}}),
        json!({"$ref": "#/$defs/of", "$defs": {"of": {"properties": {"a": {"$ref": "#/$defs/of"}, "b": {"$ref": "#/$defs/no%20b"}}}, "no b": {"type": "string"}}}),
        json!({"properties": {"a": {"$ref": "#"}}, "required": ["a"]}),
        json!({"properties": {"a": {"$ref": "#list"}}, "$defs": {"x": {"$anchor": "list", "type": "array"}}}),
        json!({"allOf": [{"properties": {"a": true}}], "properties": {"b": true}, "unevaluatedProperties": false}),
        json!({"anyOf": [{"properties": {"a": {"type": "array"}}, "required": ["a"]}, {"patternProperties": {"^x": true}}], "unevaluatedProperties": {"type": "string"}}),
        json!({"if": {"required": ["a"], "properties": {"a": true}}, "then": {"properties": {"b": true}}, "else": {"additionalProperties": true}, "unevaluatedProperties": false}),
        json!({"title": "t", "x-own": {"required": ["q"]}, "markdownDescription": "m", "$comment": "c"}),
        json!(true),
        json!(false),
    ];
    let rules = rules();
    for schema in &schemas {
        instances.iter().for_each(|instance| agrees(rules, schema, instance));
    }
}

fn value(depth: u32) -> BoxedStrategy<Value> {
    let scalar = prop_oneof![
        (0..4).prop_map(Value::from),
        prop::sample::select(vec!["x", "xy", "z", "12"]).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
    ];
    if depth == 0 {
        return scalar.boxed();
    }
    prop_oneof![
        3 => scalar,
        1 => prop::collection::vec(value(depth - 1), 1..4).prop_map(Value::from),
        1 => mapping(depth - 1),
    ]
    .boxed()
}

fn mapping(depth: u32) -> BoxedStrategy<Value> {
    let key = prop::sample::select(vec!["a", "b", "c", "xa"]);
    let fields = prop::collection::btree_map(key, value(depth), 1..4);
    fields.prop_map(|fields| fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()).boxed()
}

fn schema(depth: u32) -> BoxedStrategy<Value> {
    let names = || prop::collection::vec(prop::sample::select(vec!["a", "b", "c", "xa"]), 1..3);
    let small = || 0..4;
    let leaf = prop_oneof![
        prop::sample::select(vec!["string", "integer", "boolean", "array", "object", "number"])
            .prop_map(|kind| json!({"type": kind})),
        names().prop_map(|mut names| {
            names.dedup();
            json!({"required": names})
        }),
        value(1).prop_map(|value| json!({"const": value})),
        small().prop_map(|n| json!({"minimum": n})),
        small().prop_map(|n| json!({"exclusiveMaximum": n})),
        small().prop_map(|n| json!({"minLength": n, "maxItems": n})),
        small().prop_map(|n| json!({"maxProperties": n})),
        Just(json!({"uniqueItems": true})),
        Just(json!({"pattern": "^x"})),
        Just(json!({"dependentRequired": {"a": ["b"]}})),
        any::<bool>().prop_map(Value::from),
        Just(json!({"$ref": "#/$defs/d"})),
        Just(json!({"propertyNames": {"pattern": "^[abx]"}})),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    let inner = || schema(depth - 1);
    prop_oneof![
        2 => leaf,
        1 => (inner(), inner()).prop_map(|(a, b)| json!({"properties": {"a": a, "b": b}})),
        1 => (inner(), any::<bool>()).prop_map(|(a, more)| {
            json!({"properties": {"a": a, "c": true}, "additionalProperties": more})
        }),
        1 => (inner(), inner()).prop_map(|(a, b)| {
            json!({"patternProperties": {"^x": a}, "properties": {"xa": true}, "additionalProperties": b})
        }),
        1 => inner().prop_map(|a| json!({"items": a})),
        1 => inner().prop_map(|a| json!({"contains": a})),
        1 => (inner(), inner()).prop_map(|(a, b)| json!({"prefixItems": [a], "items": b})),
        1 => (inner(), inner()).prop_map(|(a, b)| json!({"allOf": [a, b]})),
        1 => (inner(), inner()).prop_map(|(a, b)| json!({"anyOf": [a, b]})),
        1 => (inner(), inner()).prop_map(|(a, b)| json!({"oneOf": [a, b]})),
        1 => inner().prop_map(|a| json!({"not": a})),
        1 => (inner(), inner(), inner()).prop_map(|(a, b, c)| json!({"if": a, "then": b, "else": c})),
        1 => (inner(), inner()).prop_map(|(a, b)| {
            json!({"allOf": [a], "dependentSchemas": {"b": b}, "unevaluatedProperties": false})
        }),
    ]
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_schema_means_what_it_does_elsewhere(part in schema(2), shared in schema(1), instance in mapping(2)) {
        // The other validator does not end on what refers only to itself, and panics on references to
        // `true` below `unevaluatedProperties`.
        let shared = shared.to_string().replace("#/$defs/d", "#/$defs/e");
        let shared = json!({"allOf": [serde_json::from_str::<Value>(&shared).expect("JSON")]});
        let schema = json!({"allOf": [part], "$defs": {"d": shared, "e": {"type": "string"}}});
        agrees(rules(), &schema, &instance);
    }
}

#[test]
fn a_schema_that_goes_round_in_circles_ends() {
    let rules = rules();
    let instance = json!({"a": {"a": {"b": [1, 2, 3]}}});
    for schema in [
        json!({"$ref": "#"}),
        json!({"not": {"$ref": "#"}}),
        json!({"anyOf": [{"$ref": "#"}, {"$ref": "#"}], "oneOf": [{"$ref": "#"}, {"$ref": "#"}]}),
        json!({"if": {"$ref": "#"}, "then": {"$ref": "#"}, "else": {"$ref": "#"}}),
        json!({"allOf": [{"$ref": "#"}, {"$ref": "#"}], "unevaluatedProperties": false, "not": {"$ref": "#"}}),
    ] {
        let found = findings(rules, &schema, instance.as_object().expect("fields"));
        assert!(found.len() < 2, "{schema}: {found:?}");
    }
}

/// Each mistake in a schema is told at its place.
#[test]
fn mistakes_in_schemas_are_told_at_their_place() {
    let rules = rules();
    for (schema, why) in [
        (json!({"properties": {"a": {"type": "strng"}}}), "`type` must be one or more of"),
        (json!({"properties": {"a": {"required": true}}}), "in the object that holds the fields"),
        (json!({"pattern": "(?=a)"}), "look-around"),
        (json!({"patternProperties": {"(": true}}), "unclosed group"),
        (json!({"$ref": "other.json#/a"}), "`other.json#/a` leads out of the file"),
        (json!({"$ref": "#/$defs/ghost"}), "there is nothing at `#/$defs/ghost`"),
        (json!({"requierd": ["a"]}), "did you mean `required`?"),
        (json!({"unevaluatedItems": false}), "is not supported"),
        (json!({"minLength": "3"}), "`minLength` must be a number"),
        (json!({"anyOf": []}), "`anyOf` must be a list of schemas"),
        (json!({"items": 3}), "this is no JSON Schema"),
    ] {
        let error = compiled(rules, &schema).expect_err("a mistake").swap_remove(0);
        assert!(error.message.contains(why), "{schema}: {}", error.message);
    }
}
