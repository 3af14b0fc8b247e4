//! From a JSON Schema's text to its parts. A word that says what values must be and is not
//! understood is a mistake in the schema: a check that is left out would pass for one that was passed.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use regex::Regex;
use serde_json::{Map, Value as Json};

use super::form::Form;
use super::json_schema::{Bound, Inside, Part, Rest, Type};
use crate::rule::OptionError;
use crate::text::nearest;

/// Words that describe and check nothing, and those that only other words look at.
const NOTES: [&str; 27] = [
    "$schema",
    "$id",
    "id",
    "$anchor",
    "$comment",
    "$defs",
    "definitions",
    "$vocabulary",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "then",
    "else",
    "minContains",
    "maxContains",
    "additionalItems",
    "nullable",
];

/// Words that check something.
const CHECKS: [&str; 35] = [
    "type",
    "enum",
    "const",
    "pattern",
    "format",
    "required",
    "properties",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "items",
    "prefixItems",
    "contains",
    "uniqueItems",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "$ref",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];

/// Words of the standard that are rare in what people write for front matter.
const UNREAD: [&str; 3] = ["unevaluatedItems", "$dynamicRef", "$recursiveRef"];

/// How deep parts may lie in parts or refer to others: what is compiled is also tried in full.
const DEEPEST: usize = 48;

/// The parts of a schema, the whole of it first.
///
/// # Errors
/// The first mistake in it.
pub(super) fn parts(schema: &Json) -> Result<Vec<Part>, OptionError> {
    let mut compiler = Compiler { root: schema, parts: Vec::new(), places: BTreeMap::new(), depth: 0 };
    compiler.part("", schema)?;
    Ok(compiler.parts)
}

struct Compiler<'s> {
    root: &'s Json,
    parts: Vec<Part>,
    /// The part at each place of the schema that has been begun.
    places: BTreeMap<String, usize>,
    /// How many parts are begun and not done.
    depth: usize,
}

/// The mistake at a place, which is a JSON Pointer.
fn mistake(place: &str, message: impl Into<String>) -> OptionError {
    let path = place.split('/').skip(1).map(|name| name.replace("~1", "/").replace("~0", "~"));
    OptionError { path: path.collect(), message: message.into() }
}

/// The place of something in what is at `place`.
fn below(place: &str, name: &str) -> String {
    format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// One word of a schema, and where it stands.
struct Word<'a, 's> {
    name: &'a str,
    value: &'s Json,
    place: String,
    /// The object that it stands in.
    others: &'s Map<String, Json>,
}

impl Word<'_, '_> {
    fn must_be(&self, wanted: &str) -> OptionError {
        mistake(&self.place, format!("`{}` must be {wanted}", self.name))
    }

    fn names(&self) -> Result<Vec<String>, OptionError> {
        strings(self.value).ok_or_else(|| self.must_be("a list of names"))
    }

    /// How many, if the word stands beside this one.
    fn count(&self, name: &str) -> Option<usize> {
        self.others.get(name)?.as_u64().and_then(|count| usize::try_from(count).ok())
    }
}

impl<'s> Compiler<'s> {
    fn part(&mut self, place: &str, schema: &'s Json) -> Result<usize, OptionError> {
        if let Some(&known) = self.places.get(place) {
            return Ok(known);
        }
        if self.depth == DEEPEST {
            let message = format!("this lies or is referred to more than {DEEPEST} deep");
            return Err(mistake(place, message));
        }
        self.depth += 1;
        let at = self.parts.len();
        self.places.insert(place.to_owned(), at);
        self.parts.push(Part::default());
        let part = match schema {
            Json::Bool(allowed) => Part { never: !allowed, ..Part::default() },
            Json::Object(words) => self.object(place, words)?,
            _ => return Err(mistake(place, "this is no JSON Schema: one is a mapping, `true` or `false`")),
        };
        self.parts[at] = part;
        self.depth -= 1;
        Ok(at)
    }

    fn object(&mut self, place: &str, words: &'s Map<String, Json>) -> Result<Part, OptionError> {
        let mut part = Part::default();
        for (name, value) in words {
            let word = Word { name, value, place: below(place, name), others: words };
            let known = self.value(&word, &mut part)?
                || self.group(&word, &mut part)?
                || self.fields(&word, &mut part.inside)?
                || self.items(&word, &mut part.inside)?;
            if !known {
                unknown(&word)?;
            }
        }
        Ok(part)
    }

    /// Words on what a value is by itself.
    #[expect(clippy::unused_self, reason = "one of four that are tried in turn")]
    fn value(&mut self, word: &Word<'_, 's>, part: &mut Part) -> Result<bool, OptionError> {
        let value = word.value;
        match word.name {
            "type" => {
                let wanted =
                    "one or more of `string`, `number`, `integer`, `boolean`, `array`, `object` and `null`";
                part.types = types(value).ok_or_else(|| word.must_be(wanted))?;
            }
            "enum" => {
                part.values = Some(value.as_array().ok_or_else(|| word.must_be("a list of values"))?.clone());
            }
            "const" => part.values = Some(vec![value.clone()]),
            "pattern" => {
                let source = value.as_str().ok_or_else(|| word.must_be("a regular expression"))?;
                part.pattern = Some(pattern(source, &word.place)?);
            }
            "format" => part.format = format(value),
            // In the fourth draft these say whether the bound beside them is in.
            "exclusiveMinimum" | "exclusiveMaximum" if value.is_boolean() => {}
            name => {
                let Some(bound) = Bound::of(name) else { return Ok(false) };
                let out = |name: &str| word.others.get(name) == Some(&Json::Bool(true));
                let bound = match bound {
                    Bound::Least if out("exclusiveMinimum") => Bound::Above,
                    Bound::Greatest if out("exclusiveMaximum") => Bound::Below,
                    bound => bound,
                };
                part.bounds.push((bound, value.as_f64().ok_or_else(|| word.must_be("a number"))?));
            }
        }
        Ok(true)
    }

    /// Words that put parts together.
    fn group(&mut self, word: &Word<'_, 's>, part: &mut Part) -> Result<bool, OptionError> {
        match word.name {
            "allOf" => part.all.extend(self.list(word)?),
            "anyOf" => part.any.push((self.list(word)?, false)),
            "oneOf" => part.any.push((self.list(word)?, true)),
            "not" => part.not = Some(self.part(&word.place, word.value)?),
            "if" => {
                let outer = &word.place[..word.place.len() - "/if".len()];
                let condition = self.part(&word.place, word.value)?;
                let mut branch = |name: &str| {
                    let schema = word.others.get(name);
                    schema.map(|schema| self.part(&below(outer, name), schema)).transpose()
                };
                part.condition = Some((condition, branch("then")?, branch("else")?));
            }
            "$ref" => part.all.push(self.reference(word)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Words on fields.
    fn fields(&mut self, word: &Word<'_, 's>, inside: &mut Inside) -> Result<bool, OptionError> {
        match word.name {
            // In the third draft it stands at the field itself.
            "required" if word.value.is_boolean() => {
                return Err(word.must_be("a list of names, in the object that holds the fields"));
            }
            "required" => inside.required = word.names()?,
            "properties" => inside.properties.extend(self.named(word)?),
            "patternProperties" => {
                for (source, at) in self.named(word)? {
                    inside.patterns.push((pattern(&source, &below(&word.place, &source))?, at));
                }
            }
            "additionalProperties" => inside.additional = self.rest(word)?,
            "unevaluatedProperties" => inside.unevaluated = self.rest(word)?,
            "propertyNames" => inside.names = Some(self.part(&word.place, word.value)?),
            "dependentRequired" | "dependentSchemas" | "dependencies" => {
                let wanted = "a mapping from names to names or schemas";
                for (name, value) in word.value.as_object().ok_or_else(|| word.must_be(wanted))? {
                    match strings(value).filter(|_| word.name != "dependentSchemas") {
                        Some(names) => inside.required_with.push((name.clone(), names)),
                        None => {
                            let at = self.part(&below(&word.place, name), value)?;
                            inside.with.push((name.clone(), at));
                        }
                    }
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Words on the items of lists.
    fn items(&mut self, word: &Word<'_, 's>, inside: &mut Inside) -> Result<bool, OptionError> {
        match word.name {
            "prefixItems" => inside.first = self.list(word)?,
            // Before the draft of 2020, a list of schemas is for the first items.
            "items" if word.value.is_array() => {
                inside.first = self.list(word)?;
                let outer = &word.place[..word.place.len() - "/items".len()];
                if let Some(others) = word.others.get("additionalItems") {
                    inside.items = Some(self.part(&below(outer, "additionalItems"), others)?);
                }
            }
            "items" => inside.items = Some(self.part(&word.place, word.value)?),
            "contains" => {
                let part = self.part(&word.place, word.value)?;
                inside.contains =
                    Some((part, word.count("minContains").unwrap_or(1), word.count("maxContains")));
            }
            "uniqueItems" => {
                inside.unique = word.value.as_bool().ok_or_else(|| word.must_be("`true` or `false`"))?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn list(&mut self, word: &Word<'_, 's>) -> Result<Vec<usize>, OptionError> {
        let schemas = word.value.as_array().filter(|schemas| !schemas.is_empty());
        let schemas = schemas.ok_or_else(|| word.must_be("a list of schemas"))?;
        let numbered = schemas.iter().enumerate();
        numbered.map(|(at, schema)| self.part(&below(&word.place, &at.to_string()), schema)).collect()
    }

    fn named(&mut self, word: &Word<'_, 's>) -> Result<Vec<(String, usize)>, OptionError> {
        let schemas =
            word.value.as_object().ok_or_else(|| word.must_be("a mapping from names to schemas"))?;
        let part = |(name, schema): (&String, &'s Json)| {
            Ok((name.clone(), self.part(&below(&word.place, name), schema)?))
        };
        schemas.iter().map(part).collect()
    }

    fn rest(&mut self, word: &Word<'_, 's>) -> Result<Rest, OptionError> {
        Ok(match word.value {
            Json::Bool(false) => Rest::None,
            schema => Rest::Part(self.part(&word.place, schema)?),
        })
    }

    /// What `$ref` names in this file: `#`, `#/$defs/date` or the name of an anchor.
    fn reference(&mut self, word: &Word<'_, 's>) -> Result<usize, OptionError> {
        let wrong = |message: String| mistake(&word.place, message);
        let to = word.value.as_str().ok_or_else(|| word.must_be("the place of a schema"))?;
        let own = ["$id", "id"].iter().find_map(|id| self.root.get(id)?.as_str());
        let own = own.map_or("", |own| own.trim_end_matches('#'));
        let inner = to.strip_prefix(own).filter(|inner| inner.is_empty() || inner.starts_with('#'));
        let Some(inner) = inner.or_else(|| to.starts_with('#').then_some(to)) else {
            return Err(wrong(format!("`{to}` leads out of the file: only `#/…` is followed")));
        };
        let inner = percent_decode_str(inner.trim_start_matches('#')).decode_utf8_lossy().into_owned();
        let place = match inner.is_empty() || inner.starts_with('/') {
            true => Some(inner),
            false => anchor(self.root, &inner, "", DEEPEST),
        };
        let found = place.and_then(|place| Some((self.root.pointer(&place)?, place)));
        let (schema, place) = found.ok_or_else(|| wrong(format!("there is nothing at `{to}`")))?;
        self.part(&place, schema)
    }
}

/// The place of the schema that is given this name.
fn anchor(schema: &Json, name: &str, place: &str, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    match schema {
        Json::Object(words) => {
            let is = |word: &str| words.get(word).and_then(Json::as_str);
            let id = |word| is(word).and_then(|id| id.strip_prefix('#'));
            if [is("$anchor"), is("$dynamicAnchor"), id("$id"), id("id")].contains(&Some(name)) {
                return Some(place.to_owned());
            }
            words.iter().find_map(|(key, inner)| anchor(inner, name, &below(place, key), depth))
        }
        Json::Array(items) => {
            let mut numbered = items.iter().enumerate();
            numbered.find_map(|(at, inner)| anchor(inner, name, &below(place, &at.to_string()), depth))
        }
        _ => None,
    }
}

/// Words of other standards are passed over, as the standard says; a slip in one is told.
fn unknown(word: &Word<'_, '_>) -> Result<(), OptionError> {
    const SHORTEST: usize = 5;
    let name = word.name;
    if NOTES.contains(&name) {
        return Ok(());
    }
    if UNREAD.contains(&name) {
        return Err(mistake(&word.place, format!("`{name}` is not supported")));
    }
    let meant = if name.len() < SHORTEST { None } else { nearest(name, CHECKS.into_iter().chain(NOTES)) };
    match meant.filter(|meant| meant.len() >= SHORTEST && !name.starts_with("x-")) {
        Some(meant) => {
            Err(mistake(&word.place, format!("`{name}` is no word of JSON Schema: did you mean `{meant}`?")))
        }
        None => Ok(()),
    }
}

fn strings(value: &Json) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

fn types(value: &Json) -> Option<Vec<Type>> {
    match value {
        Json::Array(items) => items.iter().map(|item| Type::of(item.as_str()?)).collect(),
        value => Some(vec![Type::of(value.as_str()?)?]),
    }
}

fn pattern(source: &str, place: &str) -> Result<Regex, OptionError> {
    Regex::new(source).map_err(|error| {
        // The last line of what it says is the reason, below a drawing of the place.
        let full = error.to_string();
        let reason = full.lines().last().unwrap_or_default().trim_start_matches("error: ");
        mistake(place, format!("this regular expression cannot be read: {reason}"))
    })
}

/// The formats that front matter has. By the standard, others only describe.
fn format(value: &Json) -> Option<Form> {
    match value.as_str()? {
        "date" => Some(Form::Day),
        "date-time" => Some(Form::Date),
        "uri" | "iri" => Some(Form::Address),
        "email" | "idn-email" => Some(Form::Email),
        _ => None,
    }
}
