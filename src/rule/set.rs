//! Rules compiled against the kinds of check and the user's settings.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::check::{Check, Kind, OptionError};
use super::finding::{Confidence, Severity};
use super::literals::Literals;
use super::load::{FileError, LoadedRule};
use super::template::Template;
use crate::text::nearest;

/// What a user has set for a rule or a family.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Override {
    /// Whether it runs.
    pub enabled: Option<bool>,
    /// A severity other than the rule's.
    pub severity: Option<Severity>,
    /// Options over the rule's.
    pub options: serde_json::Map<String, serde_json::Value>,
}

/// A rule, ready to run.
#[derive(Debug)]
pub struct Rule {
    /// Its id.
    pub id: Arc<str>,
    /// How much harm its findings do, where the check does not say otherwise of one.
    pub severity: Severity,
    /// How much harm all of them do, because the user has said so.
    pub set_severity: Option<Severity>,
    /// How likely they are right.
    pub confidence: Confidence,
    /// What they say.
    pub message: Template,
    /// What to do about them.
    pub help: Option<Template>,
    /// The ids of rules that say more of the same words.
    pub yields_to: Vec<String>,
    /// The check with its options.
    pub check: Box<dyn Check>,
    /// Whether the check runs only near its literals.
    pub guided: bool,
}

/// The rules of a run.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
    literals: Literals,
}

impl RuleSet {
    /// Compiles `loaded`, each with the override for its id, if there is one.
    ///
    /// # Errors
    /// Every mistake in the rule files, on its line.
    pub fn compile<'a>(
        loaded: impl IntoIterator<Item = (&'a LoadedRule, Option<&'a Override>)>,
        kinds: &[Kind],
    ) -> Result<Self, Vec<FileError>> {
        let (set, errors) = Self::compile_sound(loaded, kinds);
        if errors.is_empty() { Ok(set) } else { Err(errors) }
    }

    /// Compiles those of `loaded` that have no mistake, and says what the mistakes in the others are.
    pub fn compile_sound<'a>(
        loaded: impl IntoIterator<Item = (&'a LoadedRule, Option<&'a Override>)>,
        kinds: &[Kind],
    ) -> (Self, Vec<FileError>) {
        let mut set = Self::default();
        let mut errors = Vec::new();
        // A run over one file does little else.
        let loaded: Vec<_> = loaded.into_iter().collect();
        // Most of the work is that of a few rules, which stand side by side.
        let one_by_one = loaded.par_iter().with_max_len(1);
        let compiled = one_by_one.map(|&(rule, settings)| compile_rule(rule, settings, kinds));
        for rule in compiled.collect::<Vec<_>>() {
            match rule {
                Ok(rule) => set.rules.push(rule),
                Err(error) => errors.push(error),
            }
        }
        set.collect_literals();
        (set, errors)
    }

    /// The rules, in the order given.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Calls `found(rule, start, end)` for every literal in `text` and every rule that wants it.
    pub fn find_literals(&self, text: &str, found: impl FnMut(usize, usize, usize)) {
        self.literals.find(text, found);
    }

    fn collect_literals(&mut self) {
        let mut by_text: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (at, rule) in self.rules.iter_mut().enumerate() {
            let literals = rule.check.literals();
            rule.guided = !literals.is_empty() && rule.check.is_guided();
            for literal in literals {
                by_text.entry(literal).or_default().push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        self.literals = Literals::new(by_text);
    }
}

fn compile_rule(rule: &LoadedRule, settings: Option<&Override>, kinds: &[Kind]) -> Result<Rule, FileError> {
    let spec = &rule.spec;
    let Some(kind) = kinds.iter().find(|kind| kind.name == spec.check) else {
        let mut error =
            rule.error_at(&["check"], format!("there is no kind of check named `{}`", spec.check));
        error.help = Some(match nearest(&spec.check, kinds.iter().map(|kind| kind.name)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => {
                let known: Vec<_> = kinds.iter().map(|kind| format!("`{}`", kind.name)).collect();
                format!("the kinds are {}", known.join(", "))
            }
        });
        return Err(error);
    };
    let template = |field: &str, text: &str| {
        Template::parse(text, kind.values).map_err(|message| rule.error_at(&[field], message))
    };
    let message = template("message", &spec.message)?;
    let help = spec.help.as_deref().map(|help| template("help", help)).transpose()?;
    let nothing = serde_json::Map::new();
    let over = settings.map_or(&nothing, |settings| &settings.options);
    let check = rule.build(kind, over).map_err(|error| {
        let path: Vec<&str> =
            std::iter::once("options").chain(error.path.iter().map(String::as_str)).collect();
        let span = error.place(&rule.text, &path);
        FileError { span, ..rule.error_at(&path, error.message) }
    })?;
    Ok(Rule {
        id: rule.id.as_str().into(),
        severity: spec.severity,
        set_severity: settings.and_then(|settings| settings.severity),
        confidence: spec.confidence,
        message,
        help,
        yields_to: spec.yields_to.clone(),
        // Told when the literals of all rules are gathered.
        guided: false,
        check,
    })
}

impl LoadedRule {
    /// The rule's check, with the options that a user has set over the rule's own.
    pub(crate) fn build(
        &self,
        kind: &Kind,
        over: &serde_json::Map<String, serde_json::Value>,
    ) -> Result<Box<dyn Check>, OptionError> {
        let mut options = self.spec.options.clone();
        merge(&mut options, over);
        let check = (kind.build)(serde_json::Value::Object(options))?;
        let known_as_sound = self.built_in && over.is_empty();
        let mistake = if known_as_sound { None } else { check.mistake() };
        match mistake {
            Some(mistake) => Err(mistake),
            None => Ok(check),
        }
    }
}

/// Lays `over` over `base`: mappings are merged, everything else is replaced.
fn merge(
    base: &mut serde_json::Map<String, serde_json::Value>,
    over: &serde_json::Map<String, serde_json::Value>,
) {
    for (key, value) in over {
        match (base.get_mut(key), value) {
            (Some(serde_json::Value::Object(base)), serde_json::Value::Object(over)) => merge(base, over),
            _ => {
                base.insert(key.clone(), value.clone());
            }
        }
    }
}
