//! The JSON Schema of a rule file, with the options of each kind of check.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::check::Kind;
use super::spec::RuleSpec;

/// The schema of a rule file, as it is kept in the repository.
#[must_use]
pub fn schema(kinds: &[Kind]) -> String {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<RuleSpec>();
    schema.insert("title".to_owned(), json!("A rule of wherefrom"));
    let names: Vec<_> = kinds.iter().map(|kind| kind.name).collect();
    if let Some(check) = schema.pointer_mut("/properties/check").and_then(Value::as_object_mut) {
        check.insert("enum".to_owned(), json!(names));
    }
    let options = names.iter().map(|name| {
        json!({
            "if": {"properties": {"check": {"const": name}}},
            "then": {"properties": {"options": {"$ref": format!("#/$defs/{name}")}}},
        })
    });
    schema.insert("allOf".to_owned(), options.collect());
    if let Some(definitions) = schema.pointer_mut("/$defs").and_then(Value::as_object_mut) {
        definitions.extend(options_schemas(kinds));
    }
    pretty(&schema.to_value())
}

/// The schema of each kind's options, by the kind's name, to stand below `$defs`.
pub(crate) fn options_schemas(kinds: &[Kind]) -> Map<String, Value> {
    kinds.iter().map(|kind| (kind.name.to_owned(), embedded((kind.schema)(), kind.name))).collect()
}

/// A schema as it stands below `$defs` of another, by that name.
pub(crate) fn embedded(schema: schemars::Schema, name: &str) -> Value {
    let mut schema = schema.to_value();
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("$schema");
        schema.remove("title");
    }
    move_references(&mut schema, &format!("#/$defs/{name}/$defs/"));
    schema
}

/// A schema that stands inside another refers to its definitions from the top of that one.
fn move_references(schema: &mut Value, to: &str) {
    match schema {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(reference) if name == "$ref" => {
                        *reference = reference.replacen("#/$defs/", to, 1);
                    }
                    value => move_references(value, to),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| move_references(item, to)),
        _ => {}
    }
}

/// JSON for people to read, with a line feed at its end.
pub(crate) fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
