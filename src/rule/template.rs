//! Messages with places for values: "no note named `{target}`".

use std::sync::Arc;

use crate::text::printable;

/// A message split at its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
    /// The whole text, if there is no value in it: every finding shares it.
    fixed: Option<Arc<str>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Value(String),
}

/// The most characters of a value that a message shows.
const MAX_VALUE: usize = 120;

impl Template {
    /// Splits `text`, in which `{name}` may only name one of `values`; `{{` is a brace.
    ///
    /// # Errors
    /// The name that is not one of `values`, or the brace that is not closed, in words.
    pub fn parse(text: &str, values: &[&str]) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            parts.push(Part::Text(rest[..open].to_owned()));
            rest = &rest[open + 1..];
            if let Some(after) = rest.strip_prefix('{') {
                parts.push(Part::Text("{".to_owned()));
                rest = after;
                continue;
            }
            let close = rest.find('}').ok_or_else(|| "a `{` is not closed".to_owned())?;
            let name = &rest[..close];
            if !values.contains(&name) {
                return Err(format!("there is no value `{name}` here; there is {}", listed(values)));
            }
            parts.push(Part::Value(name.to_owned()));
            rest = &rest[close + 1..];
        }
        parts.push(Part::Text(rest.to_owned()));
        let fixed: Option<String> = parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => Some(text.as_str()),
                Part::Value(_) => None,
            })
            .collect();
        Ok(Self { parts, fixed: fixed.map(Arc::from) })
    }

    /// The same as [`Template::render`], made once where it is the same for all.
    #[must_use]
    pub fn render_shared(&self, values: &[(&'static str, String)]) -> Arc<str> {
        self.fixed.clone().unwrap_or_else(|| self.render(values).into())
    }

    /// The message with its values filled in, fit to be shown.
    #[must_use]
    pub fn render(&self, values: &[(&'static str, String)]) -> String {
        let value_of = |name| values.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value);
        let lengths = self.parts.iter().map(|part| match part {
            Part::Text(text) => text.len(),
            Part::Value(name) => value_of(name).len().min(MAX_VALUE),
        });
        let mut out = String::with_capacity(lengths.sum());
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Value(name) => {
                    let value = value_of(name);
                    let long = value.len() > MAX_VALUE;
                    match long.then(|| value.char_indices().nth(MAX_VALUE)).flatten() {
                        Some((end, _)) => out.extend([&*printable(&value[..end]), "…"]),
                        None => out.push_str(&printable(value)),
                    }
                }
            }
        }
        out
    }
}

fn listed(values: &[&str]) -> String {
    match values {
        [] => "none".to_owned(),
        values => values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_and_made_safe() {
        let template = Template::parse("no `{target}` {{here}", &["target"]).unwrap();
        assert_eq!(template.render(&[("target", "a\u{1b}b".into())]), "no `a\u{fffd}b` {here}");
    }

    #[test]
    fn a_name_that_the_kind_does_not_give_is_an_error() {
        assert!(Template::parse("{traget}", &["target"]).is_err());
        assert!(Template::parse("{target", &["target"]).is_err());
    }
}
