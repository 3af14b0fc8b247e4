//! JSON Schema, as far as front matter needs it.

use std::collections::BTreeMap;

use regex::Regex;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

use super::compile;
use super::form::Form;
use crate::rule::OptionError;

/// A JSON Schema, ready to run.
#[derive(Debug)]
pub(super) struct Compiled {
    /// The parts; they refer to each other by their place, so that a schema may refer to itself.
    pub(super) parts: Vec<Part>,
    /// What kept it from being compiled, by its path in the schema; then there are no parts.
    pub(super) mistake: Option<OptionError>,
}

/// One schema object. A number stands for the part at that place.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// What kinds of value it allows; any if empty.
    pub(super) types: Vec<Type>,
    /// The values it allows.
    pub(super) values: Option<Vec<Json>>,
    /// What text must match.
    pub(super) pattern: Option<Regex>,
    /// What text must be.
    pub(super) format: Option<Form>,
    /// Bounds, by the word of the schema.
    pub(super) bounds: Vec<(Bound, f64)>,
    /// Whether nothing is allowed.
    pub(super) never: bool,
    /// What fields and items are.
    pub(super) inside: Inside,
    /// Parts that must all hold.
    pub(super) all: Vec<usize>,
    /// Groups of parts of which one must hold; whether no other may.
    pub(super) any: Vec<(Vec<usize>, bool)>,
    /// What must not hold.
    pub(super) not: Option<usize>,
    /// If the first holds, so must the second, and otherwise the third.
    pub(super) condition: Option<(usize, Option<usize>, Option<usize>)>,
}

/// What a schema object says of fields and of items.
#[derive(Debug, Default)]
pub(super) struct Inside {
    /// Fields that must be there.
    pub(super) required: Vec<String>,
    /// Fields that must be there if the first is.
    pub(super) required_with: Vec<(String, Vec<String>)>,
    /// Parts for all fields that must hold if there is the field.
    pub(super) with: Vec<(String, usize)>,
    /// Fields, each with its part.
    pub(super) properties: BTreeMap<String, usize>,
    /// Parts of the fields whose names match.
    pub(super) patterns: Vec<(Regex, usize)>,
    /// What other fields are.
    pub(super) additional: Rest,
    /// What those fields are that nothing else in the object speaks of, its groups included.
    pub(super) unevaluated: Rest,
    /// What names of fields are.
    pub(super) names: Option<usize>,
    /// What the first items are, each.
    pub(super) first: Vec<usize>,
    /// What the other items are.
    pub(super) items: Option<usize>,
    /// What some items are, and how many of them at least and at most.
    pub(super) contains: Option<(usize, usize, Option<usize>)>,
    /// Whether no item may stand twice.
    pub(super) unique: bool,
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
pub(super) enum Rest {
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
    /// `minProperties`
    FewestFields,
    /// `maxProperties`
    MostFields,
    /// `minimum`
    Least,
    /// `maximum`
    Greatest,
    /// `exclusiveMinimum`
    Above,
    /// `exclusiveMaximum`
    Below,
    /// `multipleOf`
    Multiple,
}

impl<'de> Deserialize<'de> for Compiled {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let schema = Json::deserialize(deserializer)?;
        Ok(match compile::parts(&schema) {
            Ok(parts) => Self { parts, mistake: None },
            Err(mistake) => Self { parts: Vec::new(), mistake: Some(mistake) },
        })
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
        schemars::json_schema!({"type": ["string", "object", "boolean"]})
    }
}

impl Compiled {
    /// Whether it asks for any field to be there.
    pub(super) fn requires(&self) -> bool {
        let inside = |part: &Part| !part.inside.required.is_empty() || !part.inside.required_with.is_empty();
        self.parts.iter().any(inside)
    }

    /// Whether it leaves out any field.
    pub(super) fn closes(&self) -> bool {
        let none = |rest: &Rest| matches!(rest, Rest::None);
        self.parts.iter().any(|part| none(&part.inside.additional) || none(&part.inside.unevaluated))
    }
}

impl Type {
    /// As a schema says it.
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "string" => Type::Text,
            "number" => Type::Number,
            "integer" => Type::Integer,
            "boolean" => Type::Boolean,
            "array" => Type::List,
            "object" => Type::Mapping,
            "null" => Type::Null,
            _ => return None,
        })
    }

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
    /// As a schema says it.
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "minLength" => Bound::Shortest,
            "maxLength" => Bound::Longest,
            "minItems" => Bound::Fewest,
            "maxItems" => Bound::Most,
            "minProperties" => Bound::FewestFields,
            "maxProperties" => Bound::MostFields,
            "minimum" => Bound::Least,
            "maximum" => Bound::Greatest,
            "exclusiveMinimum" => Bound::Above,
            "exclusiveMaximum" => Bound::Below,
            "multipleOf" => Bound::Multiple,
            _ => return None,
        })
    }

    /// As a message says it.
    pub(super) fn words(self, number: f64) -> String {
        match self {
            Bound::Shortest => format!("at least {number} characters long"),
            Bound::Longest => format!("at most {number} characters long"),
            Bound::Fewest => format!("a list of at least {number}"),
            Bound::Most => format!("a list of at most {number}"),
            Bound::FewestFields => format!("made of at least {number} fields"),
            Bound::MostFields => format!("made of at most {number} fields"),
            Bound::Least => format!("at least {number}"),
            Bound::Greatest => format!("at most {number}"),
            Bound::Above => format!("more than {number}"),
            Bound::Below => format!("less than {number}"),
            Bound::Multiple => format!("a multiple of {number}"),
        }
    }
}
