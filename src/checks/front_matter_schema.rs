//! Front matter that is not what the vault has agreed on.

use std::collections::BTreeMap;
use std::path::Path;

use globset::GlobMatcher;
use schemars::{JsonSchema, Schema as JsonSchemaValue, SchemaGenerator};
use serde::{Deserialize, Deserializer};

use crate::document::{Document, FrontMatter, Identifier};
use crate::rule::{Applicability, Check, Fix, Hit, Kind, Subject};
use crate::text::{Span, lines, nearest};
use crate::vault;
use crate::yaml::tree::{Entry, Node, Value};

pub(super) const KIND: Kind =
    Kind::of::<FrontMatterSchema>("front-matter-schema", &["field", "value", "wanted", "hint"]);

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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Form {
    Text,
    Number,
    Boolean,
    /// `YYYY-MM-DD`, with or without a time of day.
    Date,
    List,
    Mapping,
    /// An address on the web.
    Url,
    Doi,
    Isbn,
    Issn,
    Orcid,
    Youtube,
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

impl JsonSchema for Glob {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Glob".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> JsonSchemaValue {
        String::json_schema(generator)
    }
}

impl Check for FrontMatterSchema {
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
        }
        // Two schemas may say the same of one place.
        hits.sort_by(|a, b| (a.span, &a.values).cmp(&(b.span, &b.values)));
        hits.dedup_by(|a, b| a.span == b.span && a.values == b.values);
    }
}

impl Schema {
    fn is_for(&self, document: &Document) -> bool {
        // A glob that names a folder is for what is in it.
        let mut places = Path::new(&**document.path()).ancestors();
        let named =
            self.files.is_empty() || places.any(|place| self.files.iter().any(|glob| glob.0.is_match(place)));
        let kind = || document.front_matter.as_ref()?.field("type")?.value.text();
        named && self.kind.as_deref().is_none_or(|wanted| kind() == Some(wanted))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let groups = self.one_of.iter().flatten();
        self.required.iter().chain(groups).chain(self.fields.keys()).map(String::as_str)
    }

    fn missing(&self, document: &Document, fields: &[Entry], hits: &mut Vec<Hit>) {
        let says = |name: &String| fields.iter().any(|field| *field.key == **name && !is_empty(&field.value));
        let absent = self.required.iter().filter(|name| !says(name)).map(|name| format!("`{name}`"));
        let groups = self.one_of.iter().filter(|group| !group.is_empty() && !group.iter().any(says));
        let groups = groups.map(|group| {
            let names: Vec<String> = group.iter().map(|name| format!("`{name}`")).collect();
            names.join(" or ")
        });
        for field in absent.chain(groups) {
            let bare = field.trim_matches('`');
            let own = fields.iter().find(|entry| *entry.key == *bare);
            let strays =
                fields.iter().map(|field| &*field.key).filter(|key| self.names().all(|name| name != *key));
            let hint = match nearest(bare, strays) {
                Some(stray) => format!("did you mean `{stray}` to be it?"),
                None => "add it to the front matter".to_owned(),
            };
            let span = own.map_or_else(|| beginning(document), |entry| entry.key_span);
            hits.push(Hit::at(span).value("field", field).value("hint", hint));
        }
    }

    fn wrong(&self, document: &Document, fields: &[Entry], hits: &mut Vec<Hit>) {
        for field in fields.iter().filter(|field| !is_empty(&field.value)) {
            let Some(schema) = self.fields.get(&*field.key) else { continue };
            let Some((node, wanted)) = schema.fault(&field.value) else { continue };
            let span = if node.span.is_empty() { field.key_span } else { first_line(document, node.span) };
            let value = node.text().unwrap_or_else(|| document.slice(span));
            let near = nearest(value, schema.values.iter().map(String::as_str));
            let hint = near.map_or_else(
                || "write it so, or change the schema".to_owned(),
                |meant| format!("did you mean `{meant}`?"),
            );
            let hit = Hit::at(span).value("field", &*field.key).value("value", value);
            hits.push(hit.value("wanted", wanted).value("hint", hint));
        }
    }

    fn unknown(&self, document: &Document, fields: &[Entry], hits: &mut Vec<Hit>) {
        for field in fields.iter().filter(|field| *field.key != *"type") {
            if self.names().any(|name| name == &*field.key) {
                continue;
            }
            let unused = self.names().filter(|name| fields.iter().all(|field| *field.key != **name));
            let meant = nearest(&field.key, unused);
            let hint = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "add it to the schema, or take it out".to_owned(),
            };
            let hit = Hit::at(field.key_span).value("field", &*field.key).value("hint", hint);
            let fix = meant.map(|meant| {
                let title = format!("write `{meant}`");
                Fix::replace(Applicability::Unsafe, title, document, field.key_span, meant)
            });
            hits.push(Hit { fixes: fix.into_iter().collect(), ..hit });
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

impl Form {
    fn name(self) -> &'static str {
        match self {
            Form::Text => "text",
            Form::Number => "a number",
            Form::Boolean => "`true` or `false`",
            Form::Date => "a date such as `2024-05-01`",
            Form::List => "a list",
            Form::Mapping => "fields of its own",
            Form::Url => "an address that begins with `https://` or `http://`",
            Form::Doi => "a DOI",
            Form::Isbn => "an ISBN",
            Form::Issn => "an ISSN",
            Form::Orcid => "an ORCID iD",
            Form::Youtube => "a YouTube id",
        }
    }

    fn fits(self, node: &Node) -> bool {
        let Value::Scalar { text, quoted } = &node.value else {
            return match &node.value {
                Value::Sequence(_) => self == Form::List,
                Value::Mapping(_) => self == Form::Mapping,
                // What an alias stands for is not looked up.
                _ => true,
            };
        };
        let text = text.trim();
        let sound = |kind: Identifier| kind.fault(text).is_none();
        match self {
            Form::Text => true,
            Form::Number => !quoted && text.replace('_', "").parse::<f64>().is_ok_and(f64::is_finite),
            Form::Boolean => !quoted && ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word)),
            Form::Date => is_date(text),
            Form::List | Form::Mapping => false,
            Form::Url => is_web_address(text),
            Form::Doi => Identifier::Doi.fault(without_resolver(text)).is_none(),
            Form::Isbn => sound(Identifier::Isbn),
            Form::Issn => sound(Identifier::Issn),
            Form::Orcid => Identifier::Orcid.fault(without_resolver(text)).is_none(),
            Form::Youtube => sound(Identifier::YouTube),
        }
    }
}

fn without_resolver(text: &str) -> &str {
    let beginnings = ["https://doi.org/", "http://dx.doi.org/", "https://orcid.org/", "doi:"];
    beginnings.iter().find_map(|beginning| text.strip_prefix(beginning)).unwrap_or(text).trim()
}

fn is_date(text: &str) -> bool {
    let day = text.get(..10).unwrap_or(text);
    let rest = &text[day.len()..];
    day.parse::<jiff::civil::Date>().is_ok()
        && day.len() == 10
        && (rest.is_empty() || rest.starts_with(['T', 't', ' ']))
}

fn is_web_address(text: &str) -> bool {
    let web = url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    web && !text.contains(char::is_whitespace)
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
