//! `wherefrom.yaml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::selection::Known;
use crate::rule::{FileError, Kind, LoadedRule, Override, Severity};
use crate::text::{Span, nearest};
use crate::vault::{LinkOptions, SourceFolder, check_glob};
use crate::yaml::{tree, typed};

/// The names that a config file may have, at the root of the vault.
pub const FILE_NAMES: [&str; 2] = ["wherefrom.yaml", ".wherefrom.yaml"];

/// The words that a setting may be.
pub(super) const WORDS: [&str; 5] = ["off", "on", "error", "warning", "info"];

/// What a vault has set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// Globs of what is read as documents; all if empty.
    pub include: Vec<String>,
    /// Globs of what is left out.
    pub exclude: Vec<String>,
    /// How links are resolved.
    pub links: LinkOptions,
    /// Where files of sources are kept.
    pub sources: SourceFolder,
    /// What front matter must look like, for the rules that hold documents to it.
    schemas: Option<Value>,
    settings: BTreeMap<String, Override>,
}

/// The field of the file, and the option of rules that take what it holds.
const SCHEMAS: &str = "schemas";

/// What the config asks of the vault, each by its path from the root.
pub struct Files<'a> {
    /// Reads a file that the config names; or says why not.
    pub read: &'a dyn Fn(&str) -> Result<String, String>,
    /// Whether there is such a folder.
    pub is_folder: &'a dyn Fn(&str) -> bool,
    /// The path as it is shown.
    pub shown: &'a dyn Fn(&str) -> String,
}

/// The field of a schema that is a JSON Schema.
const JSON_SCHEMA: &str = "json_schema";

/// The file as it stands.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    #[serde(default)]
    include: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
    #[serde(default)]
    links: LinkOptions,
    #[serde(default)]
    sources: SourceFolder,
    schemas: Option<Value>,
    rules: Option<Map<String, Value>>,
}

impl Config {
    /// Reads a config file. `path` is as it is shown; `rules` are those that can be set, and
    /// `known` may name more, whose files could not be read. `files` has what the config names.
    ///
    /// # Errors
    /// Everything in it that is wrong, each in its place.
    pub fn read(
        path: &Path,
        text: &str,
        rules: &[LoadedRule],
        known: &Known,
        kinds: &[Kind],
        files: &Files<'_>,
    ) -> Result<Self, Vec<FileError>> {
        let mut reader = Reader { path, text, rules, known, kinds, errors: Vec::new() };
        let mut file = match typed::from_str::<Option<ConfigFile>>(text) {
            Ok(file) => file.unwrap_or_default(),
            Err(error) => return Err(vec![reader.error(error.span, error.message, None)]),
        };
        reader.check_duplicates();
        reader.check_globs("include", &file.include);
        reader.check_globs("exclude", &file.exclude);
        reader.check_sources(&file.sources, files);
        let mut schemas = file.schemas.take().filter(|schemas| !schemas.is_null());
        let read = reader.read_schemas(schemas.as_mut(), files);
        reader.check_schemas(schemas.as_ref(), &read);
        let mut settings = BTreeMap::new();
        for (name, value) in file.rules.take().unwrap_or_default() {
            if let Some(setting) = reader.setting(&name, value) {
                settings.insert(name, setting);
            }
        }
        if reader.errors.is_empty() {
            let ConfigFile { include, exclude, links, sources, .. } = file;
            Ok(Self { include, exclude, links, sources, schemas, settings })
        } else {
            reader.errors.sort_by(|a, b| (&a.path, a.span).cmp(&(&b.path, b.span)));
            Err(reader.errors)
        }
    }

    /// What is set for a rule: by its id or else by its family.
    #[must_use]
    pub fn setting(&self, rule: &LoadedRule) -> Override {
        let own = self.settings.get(&rule.id);
        let family = self.settings.get(rule.family());
        let mut options = own.map(|own| own.options.clone()).unwrap_or_default();
        // Whoever writes a schema asks for the rules that need one.
        let schemas = self.schemas.as_ref().filter(|_| takes_schemas(rule));
        if let Some(schemas) = schemas {
            options.entry(SCHEMAS).or_insert_with(|| schemas.clone());
        }
        Override {
            enabled: own
                .and_then(|own| own.enabled)
                .or(family.and_then(|family| family.enabled))
                .or(schemas.map(|_| true)),
            severity: own.and_then(|own| own.severity).or(family.and_then(|family| family.severity)),
            options,
        }
    }
}

/// A JSON Schema that the config names.
struct SchemaFile {
    /// Its place in the list of schemas.
    at: String,
    /// Its path, as it is shown.
    path: PathBuf,
    text: String,
}

impl SchemaFile {
    fn error(&self, span: Span, message: String, help: Option<String>) -> FileError {
        FileError { path: self.path.clone(), text: self.text.clone(), span, message, help }
    }

    /// JSON by its own parser, which is as quick on what is nested deep; anything else as YAML.
    fn value(&self) -> Result<Value, FileError> {
        let bare = self.text.trim_start_matches('\u{feff}');
        if bare.trim_start().starts_with('{')
            && let Ok(json) = serde_json::from_str(bare)
        {
            return Ok(json);
        }
        match typed::from_str::<Value>(&self.text) {
            Ok(Value::Null) => Err(self.error(Span::at(0), "this JSON Schema is empty".to_owned(), None)),
            Ok(value) => Ok(value),
            Err(error) => Err(self.error(error.span, error.message, None)),
        }
    }
}

fn takes_schemas(rule: &LoadedRule) -> bool {
    rule.spec.options.contains_key(SCHEMAS)
}

/// Goes through a file that has the right shape, and collects what is wrong.
struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    rules: &'a [LoadedRule],
    known: &'a Known,
    kinds: &'a [Kind],
    errors: Vec<FileError>,
}

impl Reader<'_> {
    fn error(&self, span: Span, message: String, help: Option<String>) -> FileError {
        FileError { path: PathBuf::from(self.path), text: self.text.to_owned(), span, message, help }
    }

    fn report(&mut self, at: &[&str], message: String, help: Option<String>) {
        let error = self.error(tree::locate(self.text, at), message, help);
        self.errors.push(error);
    }

    fn check_duplicates(&mut self) {
        let tree = tree::parse(self.text, Span::new(0, self.text.len()));
        for duplicate in tree.root.iter().flat_map(tree::duplicate_keys) {
            let error = self.error(duplicate.again, format!("`{}` is set twice", duplicate.key), None);
            self.errors.push(error);
        }
    }

    fn check_globs(&mut self, field: &str, globs: &[String]) {
        for (at, glob) in globs.iter().enumerate() {
            if let Err(why) = check_glob(glob) {
                self.report(&[field, &at.to_string()], format!("bad glob: {why}"), None);
            }
        }
    }

    /// The folder that is meant when none is named need not be there.
    fn check_sources(&mut self, sources: &SourceFolder, files: &Files<'_>) {
        if let Err((field, why)) = sources.check() {
            self.report(&["sources", field], why.to_owned(), None);
        } else if *sources.folder != *SourceFolder::default().folder && !(files.is_folder)(&sources.folder) {
            let message = format!("there is no folder `{}` in the vault", sources.folder);
            let help = Some("make it, or name the folder that transcripts and snapshots are in".to_owned());
            self.report(&["sources", "folder"], message, help);
        }
    }

    /// Puts the JSON Schemas in the place of the paths of their files.
    fn read_schemas(&mut self, schemas: Option<&mut Value>, files: &Files<'_>) -> Vec<SchemaFile> {
        let mut all = Vec::new();
        for (at, schema) in schemas.and_then(Value::as_array_mut).into_iter().flatten().enumerate() {
            let Some(named) = schema.get_mut(JSON_SCHEMA) else { continue };
            let at = at.to_string();
            if named.is_null() {
                let message = "no JSON Schema is named here".to_owned();
                self.report(&[SCHEMAS, &at, JSON_SCHEMA], message, None);
            }
            let Value::String(path) = named else { continue };
            // What could not be read allows everything, and is reported once.
            let mut value = Value::Bool(true);
            match (files.read)(path) {
                Ok(text) => {
                    let file = SchemaFile { at, path: (files.shown)(path).into(), text };
                    match file.value() {
                        Ok(read) => value = read,
                        Err(error) => self.errors.push(error),
                    }
                    all.push(file);
                }
                Err(why) => {
                    let message = format!("`{path}` cannot be read: {why}");
                    let help = Some("write a path from the root of the vault to a JSON Schema".to_owned());
                    self.report(&[SCHEMAS, &at, JSON_SCHEMA], message, help);
                }
            }
            *named = value;
        }
        all
    }

    fn check_schemas(&mut self, schemas: Option<&Value>, files: &[SchemaFile]) {
        let Some(schemas) = schemas else { return };
        let Some(rule) = self.rules.iter().find(|rule| takes_schemas(rule)) else { return };
        let Some(kind) = self.kinds.iter().find(|kind| kind.name == rule.spec.check) else { return };
        let options = Map::from_iter([(SCHEMAS.to_owned(), schemas.clone())]);
        let Err(error) = rule.build(kind, &options) else { return };
        let path: Vec<&str> = error.path.iter().map(String::as_str).collect();
        let file = match path.as_slice() {
            [_, at, JSON_SCHEMA, inner @ ..] => {
                files.iter().find(|file| file.at == *at).map(|file| (file, inner))
            }
            _ => None,
        };
        self.errors.push(match file {
            Some((file, inner)) => file.error(error.place(&file.text, inner), error.message, None),
            None => {
                let help = Some(format!("`wherefrom explain {}` shows a schema", rule.id));
                self.error(error.place(self.text, &path), error.message, help)
            }
        });
    }

    fn setting(&mut self, name: &str, value: Value) -> Option<Override> {
        if let Err(unknown) = self.known.check(name) {
            let key = tree::locate_key(self.text, &["rules", name]);
            let error = self.error(key, unknown.message(), Some(unknown.help()));
            self.errors.push(error);
            return None;
        }
        let family = self.known.is_family(name);
        match value {
            Value::String(word) => self.word(name, &word, family),
            Value::Object(mapping) => self.mapping(name, mapping, family),
            other => {
                let help = format!("write {}, or a mapping of `severity` and options", listed(&WORDS));
                self.report(&["rules", name], format!("`{other}` is no setting"), Some(help));
                None
            }
        }
    }

    fn word(&mut self, name: &str, word: &str, family: bool) -> Option<Override> {
        let enabled = match word {
            "off" => Some(false),
            "on" => Some(true),
            // A family's severity turns none of its rules on.
            _ => (!family).then_some(true),
        };
        let severity = severity(word);
        if severity.is_none() && !matches!(word, "off" | "on") {
            self.unknown_word(&["rules", name], word, &WORDS);
            return None;
        }
        Some(Override { enabled, severity, ..Override::default() })
    }

    fn mapping(&mut self, name: &str, mut mapping: Map<String, Value>, family: bool) -> Option<Override> {
        let severity = match mapping.remove("severity") {
            None => None,
            Some(value) => {
                let word = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let known = severity(&word);
                if known.is_none() {
                    self.unknown_word(&["rules", name, "severity"], &word, &WORDS[2..]);
                }
                known
            }
        };
        match mapping.keys().next() {
            Some(option) if family => {
                let help = Some("set it for each rule".to_owned());
                self.report(
                    &["rules", name, option],
                    "options belong to a rule, not to a family".into(),
                    help,
                );
            }
            _ => self.check_options(name, &mapping),
        }
        Some(Override { enabled: (!family).then_some(true), severity, options: mapping })
    }

    fn check_options(&mut self, name: &str, options: &Map<String, Value>) {
        let Some(rule) = self.rules.iter().find(|rule| rule.id == name) else { return };
        let Some(kind) = self.kinds.iter().find(|kind| kind.name == rule.spec.check) else { return };
        // What is wrong in the rule's own file is reported there.
        if options.is_empty() || rule.build(kind, &Map::new()).is_err() {
            return;
        }
        if let Err(error) = rule.build(kind, options) {
            let at: Vec<&str> =
                ["rules", name].into_iter().chain(error.path.iter().map(String::as_str)).collect();
            let span = error.place(self.text, &at);
            let help = Some(format!("`wherefrom explain {name}` shows its options"));
            self.errors.push(self.error(span, error.message, help));
        }
    }

    fn unknown_word(&mut self, at: &[&str], word: &str, known: &[&str]) {
        let help = match nearest(word, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("write {}", listed(known)),
        };
        self.report(at, format!("`{word}` is none of {}", listed(known)), Some(help));
    }
}

fn severity(word: &str) -> Option<Severity> {
    [Severity::Error, Severity::Warning, Severity::Info].into_iter().find(|severity| severity.name() == word)
}

fn listed(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
