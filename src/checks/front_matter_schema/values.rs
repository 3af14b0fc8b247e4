//! What a value is by itself, as a JSON Schema asks: of which kind, how long, equal to what.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::holds::Subject;
use super::is_empty;
use super::json_schema::{Bound, Part, Type};
use crate::yaml::tree::{Entry, Node, Value};

/// What the value must be by itself and is not.
pub(super) fn wrong(part: &Part, subject: Subject<'_>) -> Option<String> {
    let of = |kind: Type| match subject {
        Subject::Fields(_) => kind == Type::Mapping,
        Subject::Node(node) => is_of(kind, node),
    };
    if !part.types.is_empty() && !part.types.iter().any(|&kind| of(kind)) {
        let names: Vec<&str> = part.types.iter().map(|kind| kind.name()).collect();
        return Some(names.join(" or "));
    }
    if let Some(values) =
        part.values.as_ref().filter(|values| !values.iter().any(|value| is_equal(value, subject)))
    {
        return Some(listed(values));
    }
    if let Some((bound, number)) =
        part.bounds.iter().find(|(bound, number)| !is_within(*bound, *number, subject))
    {
        return Some(bound.words(*number));
    }
    let Subject::Node(node) = subject else { return None };
    let text = string(node)?;
    if let Some(form) = part.format.filter(|form| !form.fits(node)) {
        return Some(form.name().to_owned());
    }
    let pattern = part.pattern.as_ref().filter(|pattern| !pattern.is_match(text))?;
    Some(format!("text that matches `{}`", pattern.as_str()))
}

/// The values that a schema allows, for people.
pub(super) fn listed(values: &[Json]) -> String {
    let shown = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let values: Vec<String> = values.iter().map(|value| format!("`{}`", shown(value))).collect();
    if values.len() == 1 { values.concat() } else { format!("one of {}", values.join(", ")) }
}

/// The text of a value that is text: none for what says nothing, except in quotation marks.
fn string(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Scalar { text, .. } if is_of(Type::Text, node) => Some(text.trim()),
        _ => None,
    }
}

/// Whether nothing is written where the value would stand, not even an empty list.
pub(super) fn is_unwritten(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar { quoted: false, .. }) && is_empty(node)
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

fn is_equal(value: &Json, subject: Subject<'_>) -> bool {
    if let (Json::Object(wanted), Some(fields)) = (value, subject.fields()) {
        let same = |field: &Entry| {
            wanted.get(&*field.key).is_some_and(|value| is_equal(value, Subject::Node(&field.value)))
        };
        return wanted.len() == fields.len() && fields.iter().all(same);
    }
    let Subject::Node(node) = subject else { return false };
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
            let same = |(wanted, item): (&Json, &Node)| is_equal(wanted, Subject::Node(item));
            wanted.len() == items.len() && wanted.iter().zip(items).all(same)
        }
        _ => false,
    }
}

/// A bound holds for what it does not speak of.
fn is_within(bound: Bound, limit: f64, subject: Subject<'_>) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "front matter is shorter than that")]
    let counted = |count: usize| Some(count as f64);
    let node = match subject {
        Subject::Node(node) => Some(node),
        Subject::Fields(_) => None,
    };
    let size = match bound {
        Bound::Shortest | Bound::Longest => {
            node.and_then(string).and_then(|text| counted(text.chars().count()))
        }
        Bound::Fewest | Bound::Most => match node.map(|node| &node.value) {
            Some(Value::Sequence(items)) => counted(items.len()),
            _ => None,
        },
        Bound::FewestFields | Bound::MostFields => subject.fields().and_then(|fields| counted(fields.len())),
        _ => match node.map(|node| &node.value) {
            Some(Value::Scalar { text, quoted: false }) => number(text),
            _ => None,
        },
    };
    size.is_none_or(|size| match bound {
        Bound::Shortest | Bound::Fewest | Bound::FewestFields | Bound::Least => size >= limit,
        Bound::Longest | Bound::Most | Bound::MostFields | Bound::Greatest => size <= limit,
        Bound::Above => size > limit,
        Bound::Below => size < limit,
        Bound::Multiple => {
            let times = size / limit;
            limit == 0.0 || (times - times.round()).abs() < 1e-9
        }
    })
}

/// The value in a form in which two that are equal are the same text.
pub(super) fn canonical(node: &Node, out: &mut String) {
    match &node.value {
        Value::Scalar { text, quoted: false } if number(text).is_some() => {
            let _ = write!(out, "n{:?};", number(text));
        }
        Value::Scalar { text, quoted: false } if is_boolean(text) => {
            let _ = write!(out, "b{};", text.to_ascii_lowercase());
        }
        Value::Scalar { text, .. } => {
            let _ = write!(out, "s{}:{text};", text.len());
        }
        Value::Sequence(items) => {
            out.push('[');
            items.iter().for_each(|item| canonical(item, out));
            out.push(']');
        }
        Value::Mapping(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by(|a, b| a.key.cmp(&b.key));
            out.push('{');
            for field in fields {
                let _ = write!(out, "{}:{}", field.key.len(), field.key);
                canonical(&field.value, out);
            }
            out.push('}');
        }
        // What it stands for is not looked up.
        Value::Alias => {
            let _ = write!(out, "*{};", node.span.start());
        }
    }
}
