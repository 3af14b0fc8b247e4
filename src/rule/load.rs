//! Rule files, built-in or a vault's own, by one way.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::spec::RuleSpec;
use crate::lexicon::{RULE_HEADS, RULES};
use crate::text::Span;
use crate::vault::{Problem, read_text, relative_path, rule_files};
use crate::yaml::typed;

/// What is wrong in a file that is ours: a rule or a config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    /// The file.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// The text that is wrong.
    pub span: Span,
    /// What is wrong, lower case.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// A rule file, read.
#[derive(Debug, Clone)]
pub struct LoadedRule {
    /// Its id.
    pub id: String,
    /// Where it came from.
    pub path: PathBuf,
    /// Its text, to point into.
    pub text: String,
    /// What it says.
    pub spec: RuleSpec,
    /// Whether it comes with the tool.
    pub built_in: bool,
}

impl LoadedRule {
    /// The folder of the id.
    #[must_use]
    pub fn family(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// An error at the value below `path`, which begins at the top of the file.
    #[must_use]
    pub fn error_at(&self, path: &[&str], message: impl Into<String>) -> FileError {
        let span = crate::yaml::tree::locate(&self.text, path);
        FileError {
            path: self.path.clone(),
            text: self.text.clone(),
            span,
            message: message.into(),
            help: None,
        }
    }
}

/// Reads one rule file.
///
/// # Errors
/// The first thing in it that is not as a rule file wants it.
pub fn load(id: &str, path: &Path, text: &str) -> Result<LoadedRule, FileError> {
    match typed::from_str(text) {
        Ok(spec) => Ok(LoadedRule {
            id: id.to_owned(),
            path: path.to_owned(),
            text: text.to_owned(),
            spec,
            built_in: false,
        }),
        Err(error) => Err(FileError {
            path: path.to_owned(),
            text: text.to_owned(),
            span: error.span,
            message: error.message,
            help: Some("CONTRIBUTING.md shows a rule file".to_owned()),
        }),
    }
}

/// A vault's own rules.
#[derive(Debug, Default)]
pub struct OwnRules {
    /// Those that could be read, sorted by id.
    pub rules: Vec<LoadedRule>,
    /// Mistakes in the others.
    pub errors: Vec<FileError>,
    /// Files that could not be read, and what is no rule file.
    pub problems: Vec<Problem>,
    /// The ids of all of them, with mistakes or not.
    pub ids: Vec<String>,
}

/// The rules below `.wherefrom/rules` in the vault at `root`. `shown` makes a path relative to
/// the root one that is shown; none may have an id of `taken`.
#[must_use]
pub fn own_rules(root: &Path, shown: impl Fn(&str) -> String, taken: &[LoadedRule]) -> OwnRules {
    let (files, problems) = rule_files(root);
    let mut own = OwnRules { problems, ..OwnRules::default() };
    for (id, file) in files {
        let name = relative_path(root, &file);
        let text = match read_text(&file) {
            Ok(text) => text,
            Err(error) => {
                own.problems.push(Problem { path: name, message: error.to_string(), help: None });
                continue;
            }
        };
        let loaded = load(&id, Path::new(&shown(&name)), &text).and_then(|rule| {
            if taken.iter().any(|other| other.id == id) {
                let mut error =
                    rule.error_at(&["summary"], format!("there is a built-in rule `{id}` already"));
                error.help =
                    Some("name the file otherwise; a built-in rule is set in `wherefrom.yaml`".into());
                return Err(error);
            }
            Ok(rule)
        });
        match loaded {
            Ok(rule) => own.rules.push(rule),
            Err(error) => own.errors.push(error),
        }
        own.ids.push(id);
    }
    own
}

/// The rules that come with the tool, sorted by id.
///
/// # Errors
/// None in a release: a test loads them all.
pub fn built_in() -> Result<Vec<LoadedRule>, FileError> {
    let read = |&(id, text): &(&str, &str)| {
        load(id, &built_in_path(id), text).map(|rule| LoadedRule { built_in: true, ..rule })
    };
    RULES.par_iter().map(read).collect()
}

/// The same without their examples. A run needs none, and most of a rule file is examples:
/// reading them would be half of the time that a run over one small file takes.
///
/// # Errors
/// None in a release: a test loads them all.
pub fn built_in_without_examples() -> Result<Vec<LoadedRule>, FileError> {
    let read = |(&(id, head), &(_, text)): (&(&str, &str), &(&str, &str))| {
        let (path, text) = (built_in_path(id), text.to_owned());
        match serde_json::from_str(head) {
            Ok(spec) => Ok(LoadedRule { id: id.to_owned(), path, text, spec, built_in: true }),
            Err(error) => {
                Err(FileError { path, text, span: Span::default(), message: error.to_string(), help: None })
            }
        }
    };
    RULE_HEADS.iter().zip(RULES).map(read).collect()
}

fn built_in_path(id: &str) -> PathBuf {
    PathBuf::from(format!("rules/{id}.yaml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_the_same_without_their_examples() {
        let (mut whole, heads) = (built_in().unwrap(), built_in_without_examples().unwrap());
        assert!(heads.iter().all(|rule| rule.spec.examples.is_empty()));
        whole.iter_mut().for_each(|rule| rule.spec.examples.clear());
        assert_eq!(format!("{whole:?}"), format!("{heads:?}"));
    }
}
