//! Front matter that is not what the vault has agreed on.

mod compile;
mod form;
mod holds;
mod json_schema;
mod values;

use std::collections::BTreeMap;
use std::path::Path;

use globset::GlobMatcher;
use schemars::{JsonSchema, Schema as JsonSchemaValue, SchemaGenerator};
use serde::{Deserialize, Deserializer};

use form::Form;
use holds::FaultKind;
use json_schema::Compiled;

use super::written_as::written_as;
use crate::document::{Document, FrontMatter};
use crate::lexicon::SCHEMAS;
use crate::rule::{Applicability, Check, Fix, Hit, Kind, OptionError, Subject};
use crate::text::{Span, lines, nearest};
use crate::vault;
use crate::yaml::tree::{Entry, Node, Value};

pub(super) const KIND: Kind =
    Kind::of::<FrontMatterSchema>("front-matter-schema", &["field", "value", "found", "wanted", "hint"]);

/// Reports documents that their schema does not fit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FrontMatterSchema {
    /// What is reported.
    report: Report,
    /// What front matter must look like; a document is held to each schema that is for it.
    schemas: Vec<Schema>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Report {
    /// A field that must be there and is not.
    MissingField,
    /// A value that is not what the field holds.
    WrongType,
    /// A field that the schema does not name.
    UnknownField,
}

/// What the front matter of some documents must look like.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Schema {
    /// Globs of the documents it is for, from the root; all if empty.
    #[serde(default)]
    files: Vec<Glob>,
    /// It is for documents whose field `type` says so.
    #[serde(default, rename = "type")]
    kind: Option<String>,
    /// A built-in schema that this one adds to: `article`, `book`, `paper` or `video`. Without
    /// `files` and `type` it is for documents whose `type` is that word.
    #[serde(default, rename = "use")]
    base: Option<BuiltIn>,
    /// A JSON Schema; in the config, the path of a file with one, from the root of the vault.
    #[serde(default)]
    json_schema: Option<Compiled>,
    /// Fields that must be there and say something.
    #[serde(default)]
    required: Vec<String>,
    /// Groups of fields of which one must be there.
    #[serde(default)]
    one_of: Vec<Vec<String>>,
    /// What fields hold.
    #[serde(default)]
    fields: BTreeMap<String, FieldSchema>,
    /// Whether there may be no fields but those named here.
    #[serde(default)]
    closed: bool,
}

/// What a field holds.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FieldSchema {
    /// The form of its value.
    #[serde(default, rename = "type")]
    form: Option<Form>,
    /// The values it may have; of a list, its items.
    #[serde(default)]
    values: Vec<String>,
}

#[derive(Debug)]
struct Glob(GlobMatcher);

impl<'de> Deserialize<'de> for Glob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let source = String::deserialize(deserializer)?;
        let glob =
            vault::glob(&source).map_err(|why| serde::de::Error::custom(format!("bad glob: {why}")))?;
        Ok(Glob(glob.compile_matcher()))
    }
}

written_as!(Glob, String);

/// One of the schemas that come with the tool.
#[derive(Debug)]
struct BuiltIn(Box<Schema>);

impl<'de> Deserialize<'de> for BuiltIn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let names = || SCHEMAS.iter().map(|(name, _)| *name);
        let Some((_, text)) = SCHEMAS.iter().find(|(known, _)| *known == name) else {
            let known = names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let why = match nearest(&name, names()) {
                Some(meant) => format!("there is no built-in schema `{name}`: did you mean `{meant}`?"),
                None => format!("there is no built-in schema `{name}`: there are {known}"),
            };
            return Err(serde::de::Error::custom(why));
        };
        serde_json::from_str(text).map(Self).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for BuiltIn {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "BuiltIn".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> JsonSchemaValue {
        let names: Vec<&str> = SCHEMAS.iter().map(|(name, _)| *name).collect();
        schemars::json_schema!({"enum": names})
    }
}

impl Check for FrontMatterSchema {
    fn mistake(&self) -> Option<OptionError> {
        self.schemas.iter().enumerate().find_map(|(at, schema)| {
            let mistake = schema.json_schema.as_ref()?.mistake.as_ref()?;
            let outer = ["schemas".to_owned(), at.to_string(), "json_schema".to_owned()];
            let path = outer.into_iter().chain(mistake.path.iter().cloned()).collect();
            Some(OptionError { path, message: mistake.message.clone() })
        })
    }

    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let fields = document.front_matter.as_ref().map_or(&[][..], |head| head.fields.as_slice());
        for schema in self.schemas.iter().filter(|schema| schema.is_for(document)) {
            match self.report {
                Report::MissingField => schema.missing(document, fields, hits),
                Report::WrongType => schema.wrong(document, fields, hits),
                Report::UnknownField if schema.closed => schema.unknown(document, fields, hits),
                Report::UnknownField => {}
            }
            if let Some(json) = &schema.json_schema {
                self.faults(json, document, fields, hits);
            }
        }
        // Two schemas may say the same of one place.
        hits.sort_by(|a, b| (a.span, &a.values).cmp(&(b.span, &b.values)));
        hits.dedup_by(|a, b| a.span == b.span && a.values == b.values);
    }
}

impl FrontMatterSchema {
    fn faults(&self, schema: &Compiled, document: &Document, fields: &[Entry], hits: &mut Vec<Hit>) {
        let (wanted, possible) = match self.report {
            Report::MissingField => (FaultKind::Missing, schema.requires()),
            Report::WrongType => (FaultKind::Wrong, true),
            Report::UnknownField => (FaultKind::Unknown, schema.closes()),
        };
        if !possible {
            return;
        }
        let faults = holds::faults(schema, document, fields).into_iter();
        hits.extend(faults.filter(|fault| fault.kind == wanted).map(|fault| {
            let near = || fault.near.iter().map(String::as_str);
            let hit = match fault.kind {
                FaultKind::Missing => missing_field(fault.span, &fault.field, near()),
                FaultKind::Unknown => unknown_field(document, fault.span, &fault.field, near()),
                FaultKind::Wrong => {
                    let value = fault.shows_value.then(|| document.slice(fault.span));
                    wrong_value(fault.span, fault.field.clone(), value, fault.wanted.clone(), near())
                }
            };
            match fault.because {
                Some(because) => hit.because(because),
                None => hit,
            }
        }));
    }
}

fn missing_field<'a>(span: Span, field: &str, strays: impl Iterator<Item = &'a str>) -> Hit {
    let hint = match nearest(field.trim_matches('`'), strays) {
        Some(stray) => format!("did you mean `{stray}` to be it?"),
        None => "add it to the front matter".to_owned(),
    };
    Hit::at(span).value("field", field).value("hint", hint)
}

fn wrong_value<'a>(
    span: Span,
    field: String,
    value: Option<&str>,
    wanted: String,
    values: impl Iterator<Item = &'a str>,
) -> Hit {
    let hint = value.and_then(|value| nearest(value, values)).map_or_else(
        || "write it so, or change the schema".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    let found = value.map_or_else(String::new, |value| format!(", not `{value}`"));
    let hit = Hit::at(span).value("field", field).value("value", value.unwrap_or_default());
    hit.value("found", found).value("wanted", wanted).value("hint", hint)
}

fn unknown_field<'a>(
    document: &Document,
    span: Span,
    field: &str,
    unused: impl Iterator<Item = &'a str>,
) -> Hit {
    let name = field.rsplit('.').next().unwrap_or(field);
    let meant = nearest(name, unused);
    let hint = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "add it to the schema, or take it out".to_owned(),
    };
    let fix = meant
        .map(|meant| Fix::replace(Applicability::Unsafe, format!("write `{meant}`"), document, span, meant));
    let hit = Hit::at(span).value("field", field).value("hint", hint);
    Hit { fixes: fix.into_iter().collect(), ..hit }
}

impl Schema {
    /// The schema and the built-in one that it adds to.
    fn parts(&self) -> impl Iterator<Item = &Schema> {
        std::iter::once(self).chain(self.base.iter().map(|base| &*base.0))
    }

    fn is_for(&self, document: &Document) -> bool {
        // A glob that names a folder is for what is in it.
        let mut places = Path::new(&**document.path()).ancestors();
        let named =
            self.files.is_empty() || places.any(|place| self.files.iter().any(|glob| glob.0.is_match(place)));
        let kind = || document.front_matter.as_ref()?.field("type")?.value.text();
        let own =
            self.base.as_ref().filter(|_| self.files.is_empty()).and_then(|base| base.0.kind.as_deref());
        let is = |wanted: &str| kind().is_some_and(|kind| kind.eq_ignore_ascii_case(wanted));
        named && self.kind.as_deref().or(own).is_none_or(is)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.parts().flat_map(|part| {
            let groups = part.one_of.iter().flatten();
            part.required.iter().chain(groups).chain(part.fields.keys()).map(String::as_str)
        })
    }

    fn missing(&self, document: &Document, fields: &[Entry], hits: &mut Vec<Hit>) {
        let says = |name: &String| fields.iter().any(|field| *field.key == **name && !is_empty(&field.value));
        let required = self.parts().flat_map(|part| &part.required);
        let absent = required.filter(|name| !says(name)).map(|name| format!("`{name}`"));
        let groups = self.parts().flat_map(|part| &part.one_of);
        let groups = groups.filter(|group| !group.is_empty() && !group.iter().any(says)).map(|group| {
            let names: Vec<String> = group.iter().map(|name| format!("`{name}`")).collect();
            names.join(" or ")
        });
        for field in absent.chain(groups) {
            let own = fields.iter().find(|entry| *entry.key == *field.trim_matches('`'));
            let strays =
                fields.iter().map(|field| &*field.key).filter(|key| self.names().all(|name| name != *key));
            let span = own.map_or_else(|| beginning(document), |entry| entry.key_span);
            hits.push(missing_field(span, &field, strays));
        }
    }

    fn wrong(&self, document: &Document, fields: &[Entry], hits: &mut Vec<Hit>) {
        for field in fields.iter().filter(|field| !is_empty(&field.value)) {
            let Some(schema) = self.parts().find_map(|part| part.fields.get(&*field.key)) else { continue };
            let Some((node, wanted)) = schema.fault(&field.value) else { continue };
            let span = if node.span.is_empty() { field.key_span } else { first_line(document, node.span) };
            let value = node.text().unwrap_or_else(|| document.slice(span));
            let values = schema.values.iter().map(String::as_str);
            hits.push(wrong_value(span, format!("`{}`", field.key), Some(value), wanted, values));
        }
    }

    fn unknown(&self, document: &Document, fields: &[Entry], hits: &mut Vec<Hit>) {
        for field in fields.iter().filter(|field| *field.key != *"type") {
            if self.names().any(|name| name == &*field.key) {
                continue;
            }
            let unused = self.names().filter(|name| fields.iter().all(|field| *field.key != **name));
            hits.push(unknown_field(document, field.key_span, &field.key, unused));
        }
    }
}

impl FieldSchema {
    /// The first part of a value that is not as it must be, and what it must be.
    fn fault<'n>(&self, node: &'n Node) -> Option<(&'n Node, String)> {
        if let Some(form) = self.form.filter(|form| !form.fits(node)) {
            return Some((node, form.name().to_owned()));
        }
        let items = match &node.value {
            Value::Sequence(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let allowed =
            |node: &Node| node.text().is_some_and(|text| self.values.iter().any(|value| value == text));
        let odd = items.iter().find(|item| !self.values.is_empty() && !allowed(item))?;
        let values: Vec<String> = self.values.iter().map(|value| format!("`{value}`")).collect();
        Some((odd, format!("one of {}", values.join(", "))))
    }
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Scalar { .. } => node.text().is_none(),
        Value::Sequence(items) => items.is_empty(),
        Value::Mapping(fields) => fields.is_empty(),
        Value::Alias => false,
    }
}

/// The mark that opens the front matter, or the first line of the text.
fn beginning(document: &Document) -> Span {
    let opening = |head: &FrontMatter| Span::new(head.span.start(), head.span.start() + "---".len());
    document.front_matter.as_ref().map_or_else(|| first_line(document, document.body), opening)
}

fn first_line(document: &Document, span: Span) -> Span {
    let text = document.text();
    let written = lines(text, span).map(|line| line.span.trimmed(text)).find(|line| !line.is_empty());
    written.unwrap_or(Span::at(span.start()))
}
