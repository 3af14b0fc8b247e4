//! What a rule says of a place: data, not yet a picture of it.

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::Span;

/// How much harm it does if the finding is right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Worth mending.
    Warning,
    /// Wrong, and the vault proves it.
    Error,
}

impl Severity {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// How likely the finding is right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// About one in two.
    Low,
    /// Nine in ten.
    Medium,
    /// Hardly ever wrong.
    High,
}

/// Whether a fix may be applied without being read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Proved by the vault itself.
    Safe,
    /// Likely what is meant.
    Unsafe,
    /// Shown, never applied.
    Manual,
}

/// One replacement of bytes in one file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Edit {
    /// The file, relative to the vault.
    pub path: Arc<str>,
    /// The bytes that go.
    pub span: Span,
    /// The text that comes in their place.
    pub replacement: String,
}

/// Edits that mend a finding together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// Whether it may be applied without being read.
    pub applicability: Applicability,
    /// All or none of them.
    pub edits: Vec<Edit>,
}

/// Another place that belongs to a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// The file, relative to the vault.
    pub path: Arc<str>,
    /// The place.
    pub span: Span,
    /// What is to be seen there.
    pub text: String,
}

/// What a rule says of a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The rule's id.
    pub rule: Arc<str>,
    /// How much harm it does.
    pub severity: Severity,
    /// How likely it is right.
    pub confidence: Confidence,
    /// The file, relative to the vault.
    pub path: Arc<str>,
    /// The place, as narrow as it can be.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<Arc<str>>,
    /// Places that belong to it.
    pub labels: Vec<Label>,
    /// The facts it rests on.
    pub evidence: Vec<String>,
    /// Ways to mend it, the best first.
    pub fixes: Vec<Fix>,
    /// Made of rule, path and text, never of line numbers; the same after edits elsewhere.
    pub fingerprint: Fingerprint,
}

/// What a finding is known by from run to run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fingerprint {
    /// A hash of rule, path and text.
    pub number: u64,
    /// Which of those with that number it is in its file, counted from the top, from 1.
    pub repeat: u32,
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.number)?;
        if self.repeat > 1 { write!(f, "-{}", self.repeat) } else { Ok(()) }
    }
}

impl Finding {
    /// The first fix that may be applied up to `limit`.
    #[must_use]
    pub fn fix_up_to(&self, limit: Applicability) -> Option<&Fix> {
        self.fixes.iter().find(|fix| fix.applicability <= limit)
    }
}
