//! YAML into Rust types, for files that are ours: rules, lexicons, configs.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::tree;
use crate::text::Span;

/// Why a file could not be read into its type, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeError {
    /// What is wrong, in lower case, without the place.
    pub message: String,
    /// The text that is wrong.
    pub span: Span,
}

/// Reads `text` as a `T`.
///
/// # Errors
/// The first thing that is not YAML or does not fit the type.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, TypeError> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let shift = text.len() - body.len();
    if let Some(at) = too_deep(body) {
        let message = format!("brackets are nested more than {DEEPEST} deep");
        return Err(TypeError { message, span: Span::new(at + shift, at + shift + 1) });
    }
    serde_yaml::from_str(body).map_err(|error| {
        let place = error.location().map(|location| location.index());
        let full = error.to_string();
        let message = full.rsplit_once(" at line ").map_or(full.as_str(), |(message, _)| message);
        let offset = byte_offset(body, place.unwrap_or(0)) + shift;
        TypeError { message: without_type_names(message), span: tree::token_at(text, offset) }
    })
}

/// A value as YAML, to be shown to people; nothing if YAML cannot hold it.
#[must_use]
pub fn written(value: &impl Serialize) -> String {
    serde_yaml::to_string(value).unwrap_or_default()
}

/// The parser gives up at such a depth, too, but only after quadratic time.
const DEEPEST: usize = 200;

/// Where brackets are nested too deep, whatever they stand for.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

/// A struct is a mapping to whoever writes YAML.
fn without_type_names(message: &str) -> String {
    message.split_once("expected struct ").map_or_else(
        || message.to_owned(),
        |(before, after)| {
            let rest = after.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
            format!("{before}expected a mapping{rest}")
        },
    )
}

/// `serde_yaml` counts in bytes; the guard keeps a span on a character boundary all the same.
fn byte_offset(text: &str, index: usize) -> usize {
    text.floor_char_boundary(index)
}
