//! The rule file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::finding::{Confidence, Severity};

/// A file's path and its text.
pub type Files = BTreeMap<String, String>;

/// A rule, as its file says it. The file's path below the rules folder is its id.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleSpec {
    /// The problem, in one sentence.
    pub summary: String,
    /// Why it matters, for people who meet it for the first time.
    pub why: String,
    /// How much harm it does if the finding is right.
    pub severity: Severity,
    /// How likely a finding is right.
    pub confidence: Confidence,
    /// Whether the rule runs unless it is asked for.
    #[serde(default = "on")]
    pub default: bool,
    /// The kind of check.
    pub check: String,
    /// The check's options.
    #[serde(default)]
    pub options: serde_json::Map<String, serde_json::Value>,
    /// What a finding says; `{name}` stands for a value of the check.
    pub message: String,
    /// What to do about it.
    #[serde(default)]
    pub help: Option<String>,
    /// Rules that say more of the same words: where one of them has a finding, this one has none.
    #[serde(default)]
    pub yields_to: Vec<String>,
    /// What is flagged and what is not: documentation and tests.
    pub examples: Vec<Example>,
}

fn on() -> bool {
    true
}

/// A tiny vault and the findings that the rule makes in it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// The files of the vault.
    pub files: Files,
    /// The findings, in any order.
    pub findings: Vec<ExpectedFinding>,
    /// The files that change when safe fixes are applied, as they are then.
    #[serde(default)]
    pub fixed: Files,
    /// The files that change when safe and unsafe fixes are applied, as they are then.
    #[serde(default)]
    pub fixed_unsafe: Files,
    /// Whether its files must begin as they do: it is about what stands at the very beginning.
    #[serde(default)]
    pub at_beginning: bool,
    /// The day that counts as today, `YYYY-MM-DD`; 2024-06-01 if not given.
    #[serde(default)]
    pub today: Option<String>,
    /// Options that a user has set over the rule's own.
    #[serde(default)]
    pub options: serde_json::Map<String, serde_json::Value>,
}

/// A finding that an example must have.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedFinding {
    /// The file.
    #[serde(rename = "in")]
    pub path: String,
    /// The exact text that is underlined.
    pub at: String,
    /// The message, where it matters.
    #[serde(default)]
    pub message: Option<String>,
    /// A severity other than the rule's.
    #[serde(default)]
    pub severity: Option<Severity>,
}
