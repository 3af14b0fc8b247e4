//! A rule in Markdown, for people: what `explain` shows and the rule reference holds.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use super::check::Kind;
use super::finding::Confidence;
use super::load::LoadedRule;
use super::spec::{Example, Files};
use crate::text::printable;
use crate::yaml::typed;

/// Every rule, one chapter a family.
#[must_use]
pub fn references(rules: &[LoadedRule], kinds: &[Kind]) -> String {
    let mut out = String::from("# Rules\n\nMade from the rule files; `wherefrom explain RULE` shows one.\n");
    let mut family = "";
    for rule in rules {
        if rule.family() != family {
            family = rule.family();
            put(&mut out, format_args!("\n## {family}\n"));
        }
        out.push('\n');
        out.push_str(&reference(rule, kinds, 3));
    }
    out
}

/// One rule, its title a heading of that level; fit to be shown on a terminal.
#[must_use]
pub fn reference(rule: &LoadedRule, kinds: &[Kind], level: usize) -> String {
    let spec = &rule.spec;
    let mut out = String::new();
    let confidence = match spec.confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    };
    let default = if spec.default { "on" } else { "off" };
    let mut severities = BTreeSet::new();
    spec.options.values().for_each(|value| add_severities(value, &mut severities));
    severities.remove(spec.severity.name());
    let others: String = severities.iter().map(|name| format!(" ({name} for some wordings)")).collect();
    put(
        &mut out,
        format_args!(
            "{} {}\n\n{}\n\n{}{others}, {confidence} confidence, {default} by default.\n\n{}\n",
            "#".repeat(level),
            rule.id,
            spec.summary.trim(),
            capitalised(spec.severity.name()),
            spec.why.trim(),
        ),
    );
    let mends =
        |files: fn(&Example) -> &Files| spec.examples.iter().any(|example| !files(example).is_empty());
    if mends(|example| &example.fixed) {
        out.push_str("\n`--fix` mends it.\n");
    } else if mends(|example| &example.fixed_unsafe) {
        out.push_str("\n`--fix --unsafe-fixes` mends it.\n");
    }
    if let Some(kind) = kinds.iter().find(|kind| kind.name == spec.check) {
        options(&mut out, &(kind.schema)().to_value(), &spec.options);
    }
    for (title, flagged) in [("Flagged", true), ("Not flagged", false)] {
        let examples = spec.examples.iter().filter(|example| example.findings.is_empty() != flagged);
        for (at, example) in examples.enumerate() {
            if at == 0 {
                put(&mut out, format_args!("\n{} {title}\n", "#".repeat(level + 1)));
            }
            self::example(&mut out, example);
        }
    }
    for (name, value) in spec.options.iter().filter(|(_, value)| is_long(value)) {
        let yaml = typed::written(value);
        put(&mut out, format_args!("\n{} `{name}`\n\n```yaml\n{yaml}```\n", "#".repeat(level + 1)));
    }
    out.lines().flat_map(|line| [printable(line), "\n".into()]).collect()
}

/// What the kind of check can be told, and what this rule tells it.
fn options(out: &mut String, schema: &Value, set: &serde_json::Map<String, Value>) {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return };
    if properties.is_empty() {
        return;
    }
    out.push_str("\nOptions:\n\n");
    for (name, option) in properties {
        put(out, format_args!("- `{name}`: {}", type_of(schema, option)));
        match (set.get(name), option.get("default").filter(|default| !default.is_null())) {
            (Some(value), _) if is_long(value) => out.push_str("; here as listed at the end"),
            (Some(value), _) => put(out, format_args!("; here `{}`", plain(value))),
            (None, Some(default)) => put(out, format_args!("; `{}` if not given", plain(default))),
            (None, None) => {}
        }
        match option.get("description").and_then(Value::as_str) {
            Some(description) => put(out, format_args!(". {}\n", description.replace('\n', " "))),
            None => out.push_str(".\n"),
        }
    }
}

/// Whether a value is too long to be read in a line.
fn is_long(value: &Value) -> bool {
    const LONG: usize = 240;
    plain(value).len() > LONG
}

/// Adds the severities that parts of a rule have of their own.
fn add_severities<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| add_severities(value, found)),
        Value::Object(fields) => {
            found.extend(fields.get("severity").and_then(Value::as_str));
            fields.values().for_each(|value| add_severities(value, found));
        }
        _ => {}
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The type of an option in a few words.
fn type_of(root: &Value, schema: &Value) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
        return target.map_or_else(|| "a value".to_owned(), |target| type_of(root, target));
    }
    if let Some(value) = schema.get("const") {
        return format!("`{}`", plain(value));
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values.iter().map(|value| format!("`{}`", plain(value))).collect::<Vec<_>>().join(" or ");
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(schemas) = schema.get(several).and_then(Value::as_array) {
            let types = schemas.iter().filter(|schema| schema.get("type") != Some(&"null".into()));
            return types.map(|schema| type_of(root, schema)).collect::<Vec<_>>().join(" or ");
        }
    }
    let name = match schema.get("type") {
        Some(Value::Array(names)) => {
            names.iter().find_map(|name| name.as_str().filter(|name| *name != "null"))
        }
        Some(name) => name.as_str(),
        None => None,
    };
    match name {
        Some("string") => "text".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("integer" | "number") => "a number".to_owned(),
        Some("array") => {
            let items = schema.get("items").map_or_else(|| "values".to_owned(), |items| type_of(root, items));
            format!("a list of {items}")
        }
        Some("object") => "a mapping".to_owned(),
        _ => "a value".to_owned(),
    }
}

fn example(out: &mut String, example: &Example) {
    put(out, format_args!("\n{}:\n", capitalised(&example.name)));
    files(out, &example.files, "");
    if !example.options.is_empty() {
        let options = Value::Object(example.options.clone());
        put(out, format_args!("\nWith the options `{options}`.\n"));
    }
    if let Some(today) = &example.today {
        put(out, format_args!("\nToday is {today}.\n"));
    }
    if !example.findings.is_empty() {
        out.push('\n');
    }
    for finding in &example.findings {
        put(out, format_args!("- {}", code(&finding.at)));
        if example.files.len() > 1 {
            put(out, format_args!(" in `{}`", finding.path));
        }
        if let Some(message) = &finding.message {
            put(out, format_args!(": {message}"));
        }
        out.push('\n');
    }
    files(out, &example.fixed, " after `--fix`");
    files(out, &example.fixed_unsafe, " after `--fix --unsafe-fixes`");
}

fn files(out: &mut String, files: &Files, when: &str) {
    for (path, text) in files {
        let fence = fence(text);
        let line_feed = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        put(out, format_args!("\n`{path}`{when}\n\n{fence}text\n{text}{line_feed}{fence}\n"));
    }
}

/// Backticks that the text does not hold in such a number.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(3.max(longest + 1))
}

/// Text in one line as code.
fn code(text: &str) -> String {
    let text = text.split('\n').map(str::trim_end).collect::<Vec<_>>().join("⏎");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let mark = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{mark}{space}{text}{space}{mark}")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // A string takes all that is written to it.
    let _ = out.write_fmt(text);
}
