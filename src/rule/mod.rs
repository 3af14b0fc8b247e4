//! Rules: the files that describe them, the findings they make, and their compiled set.

mod check;
mod finding;
mod literals;
mod load;
mod reference;
mod schema;
mod set;
mod spec;
mod template;

pub use check::{Check, Hit, Kind, MAX_LABELS, OptionError, Subject};
pub use finding::{Applicability, Confidence, Edit, Finding, Fingerprint, Fix, Label, Severity};
pub use load::{FileError, LoadedRule, OwnRules, built_in, built_in_without_examples, load, own_rules};
pub use reference::{reference, references};
pub use schema::schema;
pub(crate) use schema::{embedded, options_schemas, pretty};
pub use set::{Override, Rule, RuleSet};
pub use spec::{Example, ExpectedFinding, Files, RuleSpec};
pub use template::Template;

/// The families of rules, one folder each.
pub const FAMILIES: [&str; 5] = ["sources", "front-matter", "links", "timestamps", "claims"];
