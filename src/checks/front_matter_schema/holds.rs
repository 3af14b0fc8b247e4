//! Whether front matter is as a JSON Schema says.

use std::cell::Cell;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value as Json;

use super::json_schema::{Additional, Bound, Compiled, Part, Type};
use super::{beginning, first_line, is_empty};
use crate::document::Document;
use crate::text::Span;
use crate::yaml::tree::{Entry, Node, Value};

/// How deep parts may refer to parts: a schema that only refers to itself would never end.
const DEEPEST: usize = 64;
/// How many parts are tried on one document: those that refer to themselves twice double.
const MOST: u32 = 100_000;

/// How many faults of a document are told with names that may be meant, and with how many.
const MOST_NEAR: usize = 64;

/// What is wrong with a document, by a schema.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    pub(super) span: Span,
    /// The name of the field, with those it lies in.
    pub(super) field: String,
    /// What must be there instead, for people.
    pub(super) wanted: String,
    /// Names or values that may have been meant or mistyped.
    pub(super) near: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FaultKind {
    Missing,
    Wrong,
    Unknown,
}

/// A value of the document: all of its front matter, or what is in it.
#[derive(Clone, Copy)]
enum Subject<'d> {
    Fields(&'d [Entry]),
    Node(&'d Node),
}

/// Where a value stands. Its name is put together only where something is wrong.
#[derive(Clone, Copy)]
struct Place<'p> {
    /// The field that it lies in, and its own name; none for the front matter itself.
    field: Option<(&'p Place<'p>, &'p str)>,
    /// What to point at where something in it is missing.
    name: Span,
}

impl Place<'_> {
    /// The names from the outermost field down: `author.name`; empty for the front matter.
    fn field(&self) -> String {
        match self.field {
            Some((outer, name)) => outer.below(name),
            None => String::new(),
        }
    }

    fn below(&self, name: &str) -> String {
        let outer = self.field();
        if outer.is_empty() { name.to_owned() } else { format!("{outer}.{name}") }
    }
}

/// Everything in the front matter that is not as the schema says. What says nothing
/// (`title:`) is as good as not there.
pub(super) fn faults(schema: &Compiled, document: &Document, fields: &[Entry]) -> Vec<Fault> {
    let mut found = Vec::new();
    let place = Place { field: None, name: beginning(document) };
    let run = Run { schema, document, left: Cell::new(MOST) };
    run.part(0, Subject::Fields(fields), &place, 0, &mut found);
    found
}

struct Run<'d> {
    schema: &'d Compiled,
    document: &'d Document,
    left: Cell<u32>,
}

impl<'d> Run<'d> {
    fn part(&self, at: usize, subject: Subject<'d>, place: &Place<'_>, depth: usize, found: &mut Vec<Fault>) {
        let left = self.left.get();
        let (Some(part), true) = (self.schema.parts.get(at), depth < DEEPEST && left > 0) else { return };
        self.left.set(left - 1);
        if matches!(subject, Subject::Node(node) if matches!(node.value, Value::Alias)) {
            return;
        }
        if let Some(wanted) = wrong(part, subject) {
            return found.push(self.wrong(subject, place, wanted, part));
        }
        match subject {
            Subject::Fields(fields) => self.fields(part, fields, place, depth, found),
            Subject::Node(node) => match &node.value {
                Value::Mapping(fields) => self.fields(part, fields, place, depth, found),
                Value::Sequence(items) => {
                    for item in part.items.iter().flat_map(|&at| items.iter().map(move |item| (at, item))) {
                        self.part(item.0, Subject::Node(item.1), place, depth + 1, found);
                    }
                }
                Value::Scalar { .. } | Value::Alias => {}
            },
        }
        part.all.iter().for_each(|&at| self.part(at, subject, place, depth + 1, found));
        for (group, only_one) in &part.any {
            self.one_of(group, *only_one, subject, place, depth, found);
        }
    }

    fn fields(
        &self,
        part: &Part,
        fields: &'d [Entry],
        place: &Place<'_>,
        depth: usize,
        found: &mut Vec<Fault>,
    ) {
        // What is merged into it is not looked up.
        let merged = fields.iter().any(|field| &*field.key == "<<");
        let mut by_key: FxHashMap<&str, &'d Entry> = FxHashMap::default();
        for field in fields {
            by_key.entry(&field.key).or_insert(field);
        }
        let required: FxHashSet<&str> = part.required.iter().map(String::as_str).collect();
        for name in part.required.iter().filter(|_| !merged) {
            let own = by_key.get(name.as_str());
            if own.is_some_and(|own| !is_empty(&own.value)) {
                continue;
            }
            let known = |key: &str| part.properties.contains_key(key) || required.contains(key);
            let strays = fields.iter().map(|field| field.key.to_string()).filter(|key| !known(key));
            let few = if found.len() < MOST_NEAR { MOST_NEAR } else { 0 };
            found.push(Fault {
                kind: FaultKind::Missing,
                span: own.map_or(place.name, |own| own.key_span),
                field: format!("`{}`", place.below(name)),
                wanted: String::new(),
                near: strays.take(few).collect(),
            });
        }
        for field in fields {
            let inner = Place { field: Some((place, &field.key)), name: field.key_span };
            let own = part.properties.get(&*field.key).copied();
            match (own, &part.additional) {
                (Some(at), _) | (None, &Additional::Part(at)) if !is_empty(&field.value) => {
                    self.part(at, Subject::Node(&field.value), &inner, depth + 1, found);
                }
                (None, Additional::None) if &*field.key != "<<" => {
                    let free = part.properties.keys().filter(|name| !by_key.contains_key(name.as_str()));
                    let few = if found.len() < MOST_NEAR { MOST_NEAR } else { 0 };
                    found.push(Fault {
                        kind: FaultKind::Unknown,
                        span: field.key_span,
                        field: inner.field(),
                        wanted: String::new(),
                        near: free.take(few).cloned().collect(),
                    });
                }
                _ => {}
            }
        }
    }

    /// One of the parts must hold. If all that each of them misses is fields, one of those is.
    fn one_of(
        &self,
        group: &[usize],
        only_one: bool,
        subject: Subject<'d>,
        place: &Place<'_>,
        depth: usize,
        found: &mut Vec<Fault>,
    ) {
        let mut tried: Vec<Vec<Fault>> = Vec::new();
        for &at in group {
            let mut faults = Vec::new();
            self.part(at, subject, place, depth + 1, &mut faults);
            if faults.is_empty() && !only_one {
                return;
            }
            tried.push(faults);
        }
        let holding = tried.iter().filter(|faults| faults.is_empty()).count();
        if holding == 1 {
            return;
        }
        if holding > 1 {
            let wanted = "as one of the schema's forms, and is as several".to_owned();
            return found.push(self.wrong(subject, place, wanted, &Part::default()));
        }
        let single = |faults: &Vec<Fault>| faults.len() == 1 && faults[0].kind == FaultKind::Missing;
        if tried.iter().all(single) {
            let names: Vec<String> = tried.iter().map(|faults| faults[0].field.clone()).collect();
            let first = tried.swap_remove(0).swap_remove(0);
            return found.push(Fault { field: names.join(" or "), ..first });
        }
        let own = place.field();
        let mut wanted: Vec<String> = Vec::new();
        for fault in tried.iter().filter_map(|faults| faults.first()) {
            if fault.kind != FaultKind::Wrong || fault.field != own {
                wanted.clear();
                break;
            }
            if !wanted.contains(&fault.wanted) {
                wanted.push(fault.wanted.clone());
            }
        }
        let wanted = match wanted.is_empty() {
            true => "as one of the schema's forms".to_owned(),
            false => wanted.join(" or "),
        };
        found.push(self.wrong(subject, place, wanted, &Part::default()));
    }

    fn wrong(&self, subject: Subject<'d>, place: &Place<'_>, wanted: String, part: &Part) -> Fault {
        let span = match subject {
            Subject::Node(node) if !node.span.is_empty() => first_line(self.document, node.span),
            _ => place.name,
        };
        let strings = part.values.iter().flatten().filter_map(Json::as_str);
        let near = strings.map(str::to_owned).collect();
        let own = place.field();
        let field = if own.is_empty() { "front matter".to_owned() } else { own };
        Fault { kind: FaultKind::Wrong, span, field, wanted, near }
    }
}

/// What the value must be by itself and is not.
fn wrong(part: &Part, subject: Subject<'_>) -> Option<String> {
    if part.never {
        return Some("left out".to_owned());
    }
    let Subject::Node(node) = subject else {
        let mapping = part.types.is_empty() || part.types.contains(&Type::Mapping);
        return (!mapping).then(|| "something else by its schema".to_owned());
    };
    if !part.types.is_empty() && !part.types.iter().any(|kind| is_of(*kind, node)) {
        let names: Vec<&str> = part.types.iter().map(|kind| kind.name()).collect();
        return Some(names.join(" or "));
    }
    if let Some(values) =
        part.values.as_ref().filter(|values| !values.iter().any(|value| is_equal(value, node)))
    {
        let values: Vec<String> = values
            .iter()
            .map(|value| format!("`{}`", value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            .collect();
        return Some(if values.len() == 1 {
            values.concat()
        } else {
            format!("one of {}", values.join(", "))
        });
    }
    let bound = part.bounds.iter().find(|(bound, number)| !is_within(*bound, *number, node));
    if let Some((bound, number)) = bound {
        return Some(bound.words(*number));
    }
    let text = if is_of(Type::Text, node) { node.text() } else { None }?;
    if let Some(form) = part.format.filter(|form| !form.fits(node)) {
        return Some(form.name().to_owned());
    }
    let pattern = part.pattern.as_ref().filter(|pattern| !pattern.is_match(text))?;
    Some(format!("text that matches `{}`", pattern.as_str()))
}

fn is_of(kind: Type, node: &Node) -> bool {
    let Value::Scalar { text, quoted } = &node.value else {
        return match &node.value {
            Value::Sequence(_) => kind == Type::List,
            Value::Mapping(_) => kind == Type::Mapping,
            _ => true,
        };
    };
    let bare = !quoted;
    match kind {
        Type::Number => bare && number(text).is_some(),
        Type::Integer => bare && number(text).is_some_and(|number| number.fract() == 0.0),
        Type::Boolean => bare && is_boolean(text),
        Type::Null => bare && node.text().is_none(),
        Type::Text => !bare || number(text).is_none() && !is_boolean(text) && node.text().is_some(),
        Type::List | Type::Mapping => false,
    }
}

fn is_boolean(text: &str) -> bool {
    matches!(text, "true" | "false" | "True" | "False" | "TRUE" | "FALSE")
}

/// The number that YAML 1.2 reads there.
fn number(text: &str) -> Option<f64> {
    let marks = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    let digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let value = if digit && text.bytes().all(marks) { text.parse::<f64>().ok() } else { None };
    value.filter(|value| value.is_finite())
}

fn is_equal(value: &Json, node: &Node) -> bool {
    match (value, &node.value) {
        (Json::String(wanted), Value::Scalar { text, .. }) => is_of(Type::Text, node) && **text == **wanted,
        (Json::Number(wanted), Value::Scalar { text, quoted }) => {
            !quoted && number(text).is_some() && number(text) == wanted.as_f64()
        }
        (Json::Bool(wanted), Value::Scalar { text, quoted }) => {
            !quoted && is_boolean(text) && text.eq_ignore_ascii_case("true") == *wanted
        }
        (Json::Null, Value::Scalar { quoted, .. }) => !quoted && node.text().is_none(),
        (Json::Array(wanted), Value::Sequence(items)) => {
            wanted.len() == items.len()
                && wanted.iter().zip(items).all(|(wanted, item)| is_equal(wanted, item))
        }
        (Json::Object(wanted), Value::Mapping(fields)) => {
            wanted.len() == fields.len()
                && fields
                    .iter()
                    .all(|field| wanted.get(&*field.key).is_some_and(|value| is_equal(value, &field.value)))
        }
        _ => false,
    }
}

/// A bound holds for what it does not speak of.
fn is_within(bound: Bound, limit: f64, node: &Node) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "front matter is shorter than that")]
    let counted = |count: usize| count as f64;
    let length =
        || if is_of(Type::Text, node) { node.text().map(|text| counted(text.chars().count())) } else { None };
    let items = || if let Value::Sequence(items) = &node.value { Some(counted(items.len())) } else { None };
    let size = || match &node.value {
        Value::Scalar { text, quoted: false } => number(text),
        _ => None,
    };
    match bound {
        Bound::Shortest => length().is_none_or(|length| length >= limit),
        Bound::Longest => length().is_none_or(|length| length <= limit),
        Bound::Fewest => items().is_none_or(|items| items >= limit),
        Bound::Most => items().is_none_or(|items| items <= limit),
        Bound::Least => size().is_none_or(|size| size >= limit),
        Bound::Greatest => size().is_none_or(|size| size <= limit),
    }
}
