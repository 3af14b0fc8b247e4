//! Rules: the files that describe them, the findings they make, and their compiled set.

mod check;
mod finding;
mod load;
mod set;
mod spec;
mod template;

pub use check::{Check, Hit, Kind, Subject};
pub use finding::{Applicability, Confidence, Edit, Finding, Fix, Label, Severity};
pub use load::{FileError, LoadedRule, built_in, load};
pub use set::{Override, Rule, RuleSet};
pub use spec::{Example, ExpectedFinding, Files, RuleSpec};
pub use template::Template;

/// The families of rules, one folder each.
pub const FAMILIES: [&str; 5] = ["sources", "front-matter", "links", "timestamps", "claims"];
