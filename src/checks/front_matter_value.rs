//! Values of the front matter that YAML reads as something else than what they look like.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::Document;
use crate::rule::{Applicability, Check, Fix, Hit, Kind, Severity, Subject};
use crate::text::Span;
use crate::yaml::tree::{Entry, Node, Value};

pub(super) const KIND: Kind = Kind::of::<FrontMatterValue>("front-matter-value", &["value", "read"]);

/// Reports values that are text to their writer and something else to YAML.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FrontMatterValue {
    /// What is reported.
    report: Report,
    /// Names of fields that hold words of one or two letters: countries, languages.
    #[serde(default)]
    code_fields: Vec<String>,
    /// Last words of names of fields that hold versions.
    #[serde(default)]
    version_fields: Vec<String>,
    /// Last words of names of fields that hold marks made of digits and letters.
    #[serde(default)]
    id_fields: Vec<String>,
    /// First or last words of names of fields in which yes and no are meant as such; elsewhere they
    /// may be text.
    #[serde(default)]
    flag_fields: Vec<String>,
    /// Names of fields that hold text.
    #[serde(default)]
    text_fields: Vec<String>,
    /// Names of fields that hold lists of texts.
    #[serde(default)]
    text_lists: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Report {
    /// A list item that a colon makes a field.
    SilentMapping,
    /// Text that is read as a number or as yes or no.
    NumberAsText,
}

impl Check for FrontMatterValue {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let Some(front_matter) = &subject.document.front_matter else { return };
        self.fields(subject.document, &front_matter.fields, hits);
    }
}

impl FrontMatterValue {
    fn fields(&self, document: &Document, fields: &[Entry], hits: &mut Vec<Hit>) {
        for field in fields {
            self.value(document, (&field.key, false), &field.value, hits);
        }
    }

    /// Looks at a value and what is in it; the items of a list go by the list's name. `field` is
    /// that name, and whether the value is an item.
    fn value(&self, document: &Document, field: (&str, bool), node: &Node, hits: &mut Vec<Hit>) {
        match &node.value {
            Value::Scalar { text, quoted: false } if self.report == Report::NumberAsText => {
                hits.extend(self.number(document, field, node.span, text));
            }
            Value::Sequence(items) => {
                if self.report == Report::SilentMapping {
                    let texts = self.text_lists.iter().any(|list| field.0.eq_ignore_ascii_case(list));
                    silent_mappings(document, items, texts, hits);
                }
                items.iter().for_each(|item| self.value(document, (field.0, true), item, hits));
            }
            Value::Mapping(fields) => self.fields(document, fields, hits),
            Value::Scalar { .. } | Value::Alias => {}
        }
    }

    /// What YAML makes of a value that looks like text: YAML 1.1, as most tools read it, or 1.2.
    fn number(&self, document: &Document, (name, item): (&str, bool), span: Span, text: &str) -> Option<Hit> {
        let first = *text.as_bytes().first()?;
        let is = |fields: &[String]| fields.iter().any(|field| name.eq_ignore_ascii_case(field));
        let is_text = is(&self.text_fields) || (item && is(&self.text_lists));
        let ends = |fields: &[String]| fields.iter().any(|field| ends_in_word(name, field));
        let Trap { read, severity, instead } = if first.is_ascii_digit() {
            self.read_as_number(text, is_text, &ends)?
        } else {
            self.read_as_flag(name, text, is_text, &ends)?
        };
        let applicability =
            if severity == Severity::Warning { Applicability::Safe } else { Applicability::Unsafe };
        let fix = match instead {
            Instead::Text => Some(("put it in quotation marks", quoted(text))),
            Instead::Number(plain) => Some(("write it in digits alone", plain)),
            Instead::Unknown => None,
        };
        let hit = Hit { severity: Some(severity), ..Hit::at(span) }.value("value", text).value("read", read);
        Some(match fix {
            Some((title, plain)) => hit.fix(Fix::replace(applicability, title, document, span, plain)),
            None => hit,
        })
    }

    fn read_as_flag(
        &self,
        name: &str,
        text: &str,
        is_text: bool,
        ends: &dyn Fn(&[String]) -> bool,
    ) -> Option<Trap> {
        let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
        // Of `y` and `n`, which YAML 1.1 has too, PyYAML, Psych and js-yaml make text.
        let read = match () {
            () if is(&["no", "off"]) => "`false`",
            () if is(&["yes", "on"]) => "`true`",
            () => return None,
        };
        if is_text || ends(&self.code_fields) {
            return Some(Trap::certain(format!("{read} by many tools, not as text")));
        }
        // Few tools take a single letter for yes or no.
        let begins = |word: &String| begins_with_word(name, word);
        let meant = text.len() == 1 || ends(&self.flag_fields) || self.flag_fields.iter().any(begins);
        (!meant).then(|| Trap::either(read, Instead::Unknown))
    }

    fn read_as_number(&self, text: &str, is_text: bool, ends: &dyn Fn(&[String]) -> bool) -> Option<Trap> {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if let Some((whole, rest)) = text.split_once('.') {
            let loses = digits(whole) && digits(rest) && rest.len() > 1 && rest.ends_with('0');
            let read = text.trim_end_matches('0').trim_end_matches('.');
            return (loses && (is_text || ends(&self.version_fields)))
                .then(|| Trap::certain(format!("{read}, not as text")));
        }
        if text.starts_with('0') && text.len() > 2 && digits(text) {
            let octal = text.bytes().all(|byte| byte < b'8');
            let value = u64::from_str_radix(text, if octal { 8 } else { 10 }).ok()?;
            return Some(Trap::likely(&value.to_string()));
        }
        if text.contains(':') {
            return sexagesimal(text).map(|value| Trap::likely(&value.to_string()));
        }
        if let Some((mantissa, exponent)) = text.split_once(['e', 'E']) {
            let power = digits(mantissa) && digits(exponent) && ends(&self.id_fields);
            return power.then(|| Trap::likely(&format!("{mantissa} with {exponent} zeros")));
        }
        if !text.contains('_') || !text.split('_').all(digits) {
            return None;
        }
        let plain = text.replace('_', "");
        Some(match () {
            () if is_text => Trap::certain(format!("{plain} by many tools, not as text")),
            () if ends(&self.id_fields) => Trap::likely(&plain),
            () => Trap::either(&plain.clone(), Instead::Number(plain)),
        })
    }
}

/// What is read instead of a text.
struct Trap {
    /// As what, and by whom.
    read: String,
    severity: Severity,
    instead: Instead,
}

/// What to write instead.
enum Instead {
    /// The same in quotation marks.
    Text,
    /// This number.
    Number(String),
    /// Nobody can tell: text, or what it is read as.
    Unknown,
}

impl Trap {
    /// In a field that holds text.
    fn certain(read: String) -> Self {
        Self { read, severity: Severity::Warning, instead: Instead::Text }
    }

    /// In a field that may hold anything, and most likely text.
    fn likely(read: &str) -> Self {
        let read = format!("{read} by many tools, not as text");
        Self { read, severity: Severity::Info, instead: Instead::Text }
    }

    /// In a field that may hold anything.
    fn either(read: &str, instead: Instead) -> Self {
        Self {
            read: format!("{read} by some tools and as text by others"),
            severity: Severity::Info,
            instead,
        }
    }
}

/// Whether `name` is `word` or ends in it after a mark or as a capitalised word: `version`,
/// `min_version`, `minVersion`.
fn ends_in_word(name: &str, word: &str) -> bool {
    let Some(start) = name.len().checked_sub(word.len()).filter(|&at| name.is_char_boundary(at)) else {
        return false;
    };
    let (before, tail) = name.split_at(start);
    tail.eq_ignore_ascii_case(word)
        && (before.is_empty()
            || before.ends_with(['_', '-', ' ', '.'])
            || tail.starts_with(char::is_uppercase))
}

/// Whether `name` is `word` and more after a mark or a capital: `show_title`, `showTitle`.
fn begins_with_word(name: &str, word: &str) -> bool {
    let split = name.get(..word.len()).zip(name.get(word.len()..));
    split.is_some_and(|(head, rest)| {
        head.eq_ignore_ascii_case(word)
            && rest.starts_with(|c: char| matches!(c, '_' | '-' | ' ' | '.') || c.is_uppercase())
    })
}

/// `12:30` is 750 in YAML 1.1: twelve times sixty and thirty.
fn sexagesimal(text: &str) -> Option<u64> {
    let mut parts = text.split(':');
    let first = parts.next().filter(|first| !first.starts_with('0') && first.len() < 6)?;
    let mut value: u64 = first.parse().ok()?;
    let mut count = 0;
    for part in parts {
        let sixtieths: u64 = part.parse().ok().filter(|&part| part < 60)?;
        if part.len() > 2 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        value = value * 60 + sixtieths;
        count += 1;
    }
    (1..=2).contains(&count).then_some(value)
}

/// Items of the form `- note: text` in a list of texts: one that is known to be (`of_texts`), or in
/// which others are.
fn silent_mappings(document: &Document, items: &[Node], of_texts: bool, hits: &mut Vec<Hit>) {
    let is_text = |item: &&Node| {
        item.text().is_some_and(|text| text.contains(' ') || text.contains(char::is_alphabetic))
    };
    let texts = items.iter().filter(is_text).count();
    if texts == 0 && !of_texts {
        return;
    }
    // Settings are listed so: names, and some of them with what is set.
    let settings = items.iter().any(|item| match &item.value {
        Value::Mapping(entries) => {
            entries.len() != 1 || !matches!(entries[0].value.value, Value::Scalar { .. })
        }
        _ => false,
    });
    for item in items {
        let Value::Mapping(entries) = &item.value else { continue };
        let [Entry { key, value: Node { value: Value::Scalar { text, quoted: false }, .. }, .. }] =
            entries.as_slice()
        else {
            continue;
        };
        let source = document.slice(item.span);
        let plain = !source.starts_with(['{', '"', '\'', '?']) && !source.contains(['\n', '\r']);
        let words = key.contains(' ') || text.contains(' ');
        // `- url: https://…` is meant as a field.
        let meant = !words && (settings || text.contains("://"));
        if !plain || text.is_empty() || meant {
            continue;
        }
        let fix = Fix::replace(
            Applicability::Unsafe,
            "put the item in quotation marks",
            document,
            item.span,
            quoted(source),
        );
        let hit = Hit::at(item.span).value("value", source).value("read", format!("a field named `{key}`"));
        let others = match texts {
            0 => "such a list holds texts",
            1 => "another item is text",
            _ => "the other items are text",
        };
        hits.push(hit.because(others).fix(fix));
    }
}

/// The text as YAML writes it in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) && !text.contains('\'') {
        return format!("'{text}'");
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
