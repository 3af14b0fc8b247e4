//! The JSON Schema of `wherefrom.yaml`: every built-in rule with its options.

use serde_json::{Map, Value, json};

use super::file::WORDS;
use crate::rule::{Kind, LoadedRule, embedded, options_schemas, pretty};
use crate::vault::{LinkOptions, SourceFolder};

/// The schema of the config file, as it is kept in the repository.
#[must_use]
pub fn schema(rules: &[LoadedRule], kinds: &[Kind]) -> String {
    let mut settings = Map::new();
    for rule in rules {
        settings.entry(rule.family().to_owned()).or_insert_with(|| json!({"$ref": "#/$defs/family"}));
        settings.insert(
            rule.id.clone(),
            json!({
                "description": rule.spec.summary,
                "anyOf": [{"$ref": "#/$defs/word"}, {"$ref": format!("#/$defs/{}", rule.spec.check)}],
            }),
        );
    }
    let globs =
        |description: &str| json!({"description": description, "type": "array", "items": {"type": "string"}});
    let own = json!({"anyOf": [{"$ref": "#/$defs/word"}, {"type": "object", "properties": {"severity": {"$ref": "#/$defs/severity"}}}]});
    pretty(&json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The config of wherefrom",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "include": globs("Globs of what is read as documents; all if empty."),
            "exclude": globs("Globs of what is left out."),
            "links": {"$ref": "#/$defs/links"},
            "sources": {"$ref": "#/$defs/source-folder"},
            "schemas": {"$ref": "#/$defs/front-matter-schema/properties/schemas"},
            "rules": {
                "description": "What is set for a rule, by its id, or for all rules of a family.",
                "type": ["object", "null"],
                "properties": settings,
                "patternProperties": {"^[a-z0-9-]+(/[a-z0-9-]+)?$": own},
                "additionalProperties": false,
            },
        },
        "$defs": definitions(kinds),
    }))
}

fn definitions(kinds: &[Kind]) -> Map<String, Value> {
    let severity = json!({"description": "How much harm findings do.", "enum": &WORDS[2..]});
    let mut definitions = options_schemas(kinds);
    for options in definitions.values_mut() {
        loosen(options);
        if let Some(properties) = options.pointer_mut("/properties").and_then(Value::as_object_mut) {
            properties.insert("severity".to_owned(), json!({"$ref": "#/$defs/severity"}));
        }
    }
    definitions.insert("links".to_owned(), embedded(schemars::schema_for!(LinkOptions), "links"));
    definitions
        .insert("source-folder".to_owned(), embedded(schemars::schema_for!(SourceFolder), "source-folder"));
    definitions.insert("word".to_owned(), json!({"enum": WORDS}));
    definitions.insert("severity".to_owned(), severity);
    definitions.insert(
        "family".to_owned(),
        json!({"anyOf": [
            {"$ref": "#/$defs/word"},
            {"type": "object", "additionalProperties": false, "properties": {"severity": {"$ref": "#/$defs/severity"}}},
        ]}),
    );
    definitions
}

/// Options are laid over the rule's own, so that none of them is required.
fn loosen(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("required").is_some_and(Value::is_array) {
                members.remove("required");
            }
            members.values_mut().for_each(loosen);
        }
        Value::Array(items) => items.iter_mut().for_each(loosen),
        _ => {}
    }
}
