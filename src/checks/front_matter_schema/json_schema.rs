//! JSON Schema, as far as front matter needs it. What is not understood is a mistake in the
//! schema, told with its place: a check that is left out would pass for one that was passed.

use std::collections::BTreeMap;

use regex::Regex;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value as Json};

use super::form::Form;

/// Words that describe and check nothing.
const NOTES: [&str; 13] = [
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "definitions",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$anchor",
];

/// A JSON Schema, ready to run.
#[derive(Debug)]
pub(super) struct Compiled {
    /// The parts; they refer to each other by their place, so that a schema may refer to itself.
    pub(super) parts: Vec<Part>,
}

/// One schema object.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// What kinds of value it allows; any if empty.
    pub(super) types: Vec<Type>,
    /// The values it allows.
    pub(super) values: Option<Vec<Json>>,
    /// Fields that must be there.
    pub(super) required: Vec<String>,
    /// Fields, each with its part.
    pub(super) properties: BTreeMap<String, usize>,
    /// What other fields are.
    pub(super) additional: Additional,
    /// What the items of a list are.
    pub(super) items: Option<usize>,
    /// What text must match.
    pub(super) pattern: Option<Regex>,
    /// What text must be.
    pub(super) format: Option<Form>,
    /// Bounds, by the word of the schema.
    pub(super) bounds: Vec<(Bound, f64)>,
    /// Parts that must all hold.
    pub(super) all: Vec<usize>,
    /// Groups of parts of which one must hold; whether no other may.
    pub(super) any: Vec<(Vec<usize>, bool)>,
    /// Whether nothing is allowed.
    pub(super) never: bool,
}

/// A kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// `string`
    Text,
    /// `number`
    Number,
    /// `integer`
    Integer,
    /// `boolean`
    Boolean,
    /// `array`
    List,
    /// `object`
    Mapping,
    /// `null`
    Null,
}

/// What fields without a part of their own are.
#[derive(Debug, Default)]
pub(super) enum Additional {
    /// Anything.
    #[default]
    Any,
    /// Mistakes.
    None,
    /// What the part says.
    Part(usize),
}

/// A bound on length or size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// `minLength`
    Shortest,
    /// `maxLength`
    Longest,
    /// `minItems`
    Fewest,
    /// `maxItems`
    Most,
    /// `minimum`
    Least,
    /// `maximum`
    Greatest,
}

impl<'de> Deserialize<'de> for Compiled {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let schema = Json::deserialize(deserializer)?;
        Self::of(&schema).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Compiled {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "JsonSchemaFile".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({"type": ["string", "object"]})
    }
}

impl Compiled {
    fn of(schema: &Json) -> Result<Self, String> {
        let mut compiler = Compiler { root: schema, parts: Vec::new(), places: BTreeMap::new(), depth: 0 };
        compiler.part("", schema)?;
        Ok(Self { parts: compiler.parts })
    }
}

impl Compiled {
    /// Whether it asks for any field to be there.
    pub(super) fn requires(&self) -> bool {
        self.parts.iter().any(|part| !part.required.is_empty())
    }

    /// Whether it leaves out any field.
    pub(super) fn closes(&self) -> bool {
        self.parts.iter().any(|part| matches!(part.additional, Additional::None))
    }
}

struct Compiler<'s> {
    root: &'s Json,
    parts: Vec<Part>,
    /// The part at each place of the schema that has been begun.
    places: BTreeMap<String, usize>,
    /// How many parts are begun and not done.
    depth: usize,
}

/// How deep parts may lie in parts or refer to others: what is compiled is also tried in full.
const DEEPEST: usize = 48;

impl<'s> Compiler<'s> {
    fn part(&mut self, place: &str, schema: &'s Json) -> Result<usize, String> {
        if let Some(&known) = self.places.get(place) {
            return Ok(known);
        }
        if self.depth == DEEPEST {
            return Err(format!("{} lies or is referred to more than {DEEPEST} deep", shown(place)));
        }
        self.depth += 1;
        let at = self.parts.len();
        self.places.insert(place.to_owned(), at);
        self.parts.push(Part::default());
        let part = match schema {
            Json::Bool(allowed) => Part { never: !allowed, ..Part::default() },
            Json::Object(words) => self.object(place, words)?,
            _ => return Err(format!("{} is no JSON Schema", shown(place))),
        };
        self.parts[at] = part;
        self.depth -= 1;
        Ok(at)
    }

    fn object(&mut self, place: &str, words: &'s Map<String, Json>) -> Result<Part, String> {
        let mut part = Part::default();
        for (word, value) in words {
            let wrong = || format!("`{word}` at {} cannot be understood", shown(place));
            let below = format!("{place}/{}", word.replace('~', "~0").replace('/', "~1"));
            match word.as_str() {
                "type" => part.types = types(value).ok_or_else(wrong)?,
                "enum" => part.values = Some(value.as_array().ok_or_else(wrong)?.clone()),
                "const" => part.values = Some(vec![value.clone()]),
                "required" => part.required = strings(value).ok_or_else(wrong)?,
                "properties" => {
                    for (name, schema) in value.as_object().ok_or_else(wrong)? {
                        let below = format!("{below}/{}", name.replace('~', "~0").replace('/', "~1"));
                        let property = self.part(&below, schema)?;
                        part.properties.insert(name.clone(), property);
                    }
                }
                "additionalProperties" => {
                    part.additional = match value {
                        Json::Bool(true) => Additional::Any,
                        Json::Bool(false) => Additional::None,
                        schema => Additional::Part(self.part(&below, schema)?),
                    };
                }
                "items" => part.items = Some(self.part(&below, value)?),
                "pattern" => part.pattern = Some(pattern(value).ok_or_else(wrong)?),
                "format" => part.format = format(value),
                "allOf" => part.all.extend(self.group(&below, value)?.ok_or_else(wrong)?),
                "anyOf" => part.any.push((self.group(&below, value)?.ok_or_else(wrong)?, false)),
                "oneOf" => part.any.push((self.group(&below, value)?.ok_or_else(wrong)?, true)),
                "$ref" => {
                    let pointer = value.as_str().and_then(|to| to.strip_prefix('#')).ok_or_else(|| {
                        format!("`$ref` at {} leads out of the file; only `#/…` is followed", shown(place))
                    })?;
                    let schema = self.root.pointer(pointer).ok_or_else(wrong)?;
                    part.all.push(self.part(pointer, schema)?);
                }
                word if NOTES.contains(&word) => {}
                word => match bound(word) {
                    Some(bound) => part.bounds.push((bound, value.as_f64().ok_or_else(wrong)?)),
                    None => return Err(format!("`{word}` at {} is not supported", shown(place))),
                },
            }
        }
        Ok(part)
    }

    fn group(&mut self, place: &str, value: &'s Json) -> Result<Option<Vec<usize>>, String> {
        let Some(schemas) = value.as_array().filter(|schemas| !schemas.is_empty()) else { return Ok(None) };
        let parts = schemas.iter().enumerate();
        parts
            .map(|(at, schema)| self.part(&format!("{place}/{at}"), schema))
            .collect::<Result<_, _>>()
            .map(Some)
    }
}

fn shown(place: &str) -> String {
    if place.is_empty() { "the top".to_owned() } else { format!("`{place}`") }
}

fn strings(value: &Json) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

fn types(value: &Json) -> Option<Vec<Type>> {
    let one = |value: &Json| {
        Some(match value.as_str()? {
            "string" => Type::Text,
            "number" => Type::Number,
            "integer" => Type::Integer,
            "boolean" => Type::Boolean,
            "array" => Type::List,
            "object" => Type::Mapping,
            "null" => Type::Null,
            _ => return None,
        })
    };
    match value {
        Json::Array(items) => items.iter().map(one).collect(),
        value => Some(vec![one(value)?]),
    }
}

fn pattern(value: &Json) -> Option<Regex> {
    Regex::new(value.as_str()?).ok()
}

/// The formats that front matter has. By the standard, others only describe.
fn format(value: &Json) -> Option<Form> {
    match value.as_str()? {
        "date" => Some(Form::Day),
        "date-time" => Some(Form::Date),
        "uri" | "iri" => Some(Form::Address),
        _ => None,
    }
}

fn bound(word: &str) -> Option<Bound> {
    Some(match word {
        "minLength" => Bound::Shortest,
        "maxLength" => Bound::Longest,
        "minItems" => Bound::Fewest,
        "maxItems" => Bound::Most,
        "minimum" => Bound::Least,
        "maximum" => Bound::Greatest,
        _ => return None,
    })
}

impl Type {
    /// As a message says it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Type::Text => "text",
            Type::Number => "a number",
            Type::Integer => "a whole number",
            Type::Boolean => "`true` or `false`",
            Type::List => "a list",
            Type::Mapping => "fields of its own",
            Type::Null => "empty",
        }
    }
}

impl Bound {
    /// As a message says it.
    pub(super) fn words(self, number: f64) -> String {
        match self {
            Bound::Shortest => format!("at least {number} characters long"),
            Bound::Longest => format!("at most {number} characters long"),
            Bound::Fewest => format!("a list of at least {number}"),
            Bound::Most => format!("a list of at most {number}"),
            Bound::Least => format!("at least {number}"),
            Bound::Greatest => format!("at most {number}"),
        }
    }
}
