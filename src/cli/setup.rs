//! The rules and the config that a vault is checked with.

use std::io;
use std::path::{Component, Path, PathBuf};

use super::args::VaultArgs;
use super::place::Place;
use super::terminal::Terminal;
use crate::config::{Config, FILE_NAMES, Files, Known, Selection};
use crate::report::{write_file_error, write_problem};
use crate::rule::{FileError, Kind, LoadedRule, Override, RuleSet, own_rules};
use crate::vault::{Problem, Shown, Vault, WalkOptions, canonical, read_text};

/// Rules and config, read.
pub(super) struct Setup {
    /// The config of the vault.
    pub(super) config: Config,
    /// The built-in rules and the vault's own, sorted by id.
    pub(super) rules: Vec<LoadedRule>,
    /// What can be named in a config or on the command line.
    pub(super) known: Known,
    /// Whether all of the vault's own rules could be read.
    pub(super) sound: bool,
}

impl Setup {
    /// Reads both, and writes what is wrong in them. `None` if the config cannot be used; a rule
    /// that cannot be read is left out.
    pub(super) fn read(
        args: &VaultArgs,
        place: &Place,
        built_in: fn() -> Result<Vec<LoadedRule>, FileError>,
        kinds: &[Kind],
        terminal: &mut Terminal<'_>,
    ) -> io::Result<Option<Self>> {
        let mut rules = match built_in() {
            Ok(rules) => rules,
            Err(error) => return report_errors(&[error], terminal).map(|()| None),
        };
        let own = own_rules(&place.root, |path| place.shown.path(path), &rules);
        report_errors(&own.errors, terminal)?;
        for problem in &own.problems {
            write_problem(problem, &place.shown, terminal.err_style, terminal.err)?;
        }
        let sound = own.errors.is_empty() && own.problems.is_empty();
        let known = Known::new(rules.iter().map(|rule| &*rule.id).chain(own.ids.iter().map(String::as_str)));
        rules.extend(own.rules);
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        let config = match config_file(args, place) {
            Ok(None) => Config::default(),
            Ok(Some((shown, text))) => {
                let is_folder = |path: &str| place.root.join(path).is_dir();
                let shown_as = |path: &str| place.shown.path(path);
                let files =
                    Files { read: &|path| inside(place, path), is_folder: &is_folder, shown: &shown_as };
                match Config::read(&shown, &text, &rules, &known, kinds, &files) {
                    Ok(config) => config,
                    Err(errors) => return report_errors(&errors, terminal).map(|()| None),
                }
            }
            Err(problem) => {
                write_problem(&problem, &Shown::default(), terminal.err_style, terminal.err)?;
                return Ok(None);
            }
        };
        Ok(Some(Self { config, rules, known, sound }))
    }

    /// Reads the whole vault; `named` is read even if it is ignored.
    pub(super) fn open(&self, place: &Place, named: Vec<PathBuf>) -> Vault {
        let Config { include, exclude, links, sources, .. } = self.config.clone();
        Vault::open(&place.root, &WalkOptions { include, exclude, named, links, sources })
    }

    /// Whether the rule runs, by itself, the config and `selection`.
    pub(super) fn runs(&self, rule: &LoadedRule, selection: &Selection) -> bool {
        selection.runs(&rule.id, self.config.setting(rule).enabled.unwrap_or(rule.spec.default))
    }

    /// The rules that run, ready to, and the mistakes in the others, whether they are on or off.
    pub(super) fn compile(&self, selection: &Selection, kinds: &[Kind]) -> (RuleSet, Vec<FileError>) {
        let settings: Vec<(&LoadedRule, Override)> =
            self.rules.iter().map(|rule| (rule, self.config.setting(rule))).collect();
        let (on, off): (Vec<_>, Vec<_>) = settings.iter().partition(|(rule, _)| self.runs(rule, selection));
        let with = |rules: Vec<&'_ (&'_ LoadedRule, Override)>| {
            RuleSet::compile_sound(rules.into_iter().map(|(rule, settings)| (*rule, Some(settings))), kinds)
        };
        let (set, mut errors) = with(on);
        // In a rule of ours there is no mistake but a user's.
        let off = off.into_iter().filter(|(rule, settings)| !rule.built_in || !settings.options.is_empty());
        errors.extend(with(off.collect()).1);
        (set, errors)
    }
}

/// Writes mistakes in rule and config files.
pub(super) fn report_errors(errors: &[FileError], terminal: &mut Terminal<'_>) -> io::Result<()> {
    errors.iter().try_for_each(|error| write_file_error(error, terminal.err_style, terminal.err))
}

/// The text of a file in the vault.
fn inside(place: &Place, path: &str) -> Result<String, String> {
    let outside = || Err("it lies outside the vault".to_owned());
    // Whether something is there is nobody's business.
    let relative =
        Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !relative {
        return outside();
    }
    let real = canonical(&place.root.join(path)).map_err(|error| error.to_string())?;
    match real.starts_with(&place.root) {
        true => read_text(&real).map_err(|error| error.to_string()),
        false => outside(),
    }
}

/// The path of the config file as it is shown, and its text, if there is one.
fn config_file(args: &VaultArgs, place: &Place) -> Result<Option<(PathBuf, String)>, Problem> {
    let problem = |shown: String, message: String| Problem { path: shown, message, help: None };
    let read = |path: &Path, shown: String| match read_text(path) {
        Ok(text) => Ok(Some((PathBuf::from(shown), text))),
        Err(error) => Err(problem(shown, error.to_string())),
    };
    if args.no_config {
        return Ok(None);
    }
    if let Some(path) = &args.config {
        return read(path, path.display().to_string());
    }
    let present: Vec<&str> =
        FILE_NAMES.into_iter().filter(|name| place.root.join(name).symlink_metadata().is_ok()).collect();
    let Some(name) = present.first() else { return Ok(None) };
    let (path, shown) = (place.root.join(name), place.shown.path(name));
    if let Some(other) = present.get(1) {
        let help = Some("keep one of them".to_owned());
        return Err(Problem { help, ..problem(shown, format!("there is also `{other}`")) });
    }
    // What a link points to would be shown in diagnostics.
    match canonical(&path) {
        Ok(real) if real.starts_with(&place.root) => read(&path, shown),
        Ok(_) => Err(problem(shown, "a link out of the vault".to_owned())),
        Err(error) => Err(problem(shown, error.to_string())),
    }
}
