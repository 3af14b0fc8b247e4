//! Embeds the built-in rules, lexicons, schemas of front matter and names of provenance, so that adding one
//! is adding a file or a word.
#![expect(clippy::disallowed_methods, reason = "no vault is read here")]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets the manifest folder");
    let out = env::var("OUT_DIR").expect("cargo sets the output folder");
    let mut code = String::new();
    let folder = |name: &str| {
        println!("cargo::rerun-if-changed={name}");
        yaml_files(&Path::new(&root).join(name))
    };
    let (rules, lexicons, schemas) = (folder("rules"), folder("lexicons"), folder("schemas/front-matter"));
    table(&mut code, "RULES", "The text of each rule file.", &rules, |text| text.to_owned());
    table(&mut code, "RULE_HEADS", "Each rule as JSON, without its examples.", &rules, |text| {
        let mut rule = json(text);
        rule["examples"] = serde_json::json!([]);
        rule.to_string()
    });
    table(&mut code, "LEXICONS", "Each lexicon as JSON.", &lexicons, |text| json(text).to_string());
    table(&mut code, "SCHEMAS", "Each schema of front matter as JSON.", &schemas, |text| {
        json(text).to_string()
    });
    let names = folder("provenance").remove(0).1;
    names_table(&mut code, "FIELDS", "Names of fields, and what each says.", &json(&names)["fields"]);
    names_table(&mut code, "LABELS", "Labels of lines, and what each says.", &json(&names)["labels"]);
    names_table(&mut code, "HEADS", "What opens lines, and what is named behind it.", &json(&names)["heads"]);
    names_table(&mut code, "LENGTHS", "Names of lengths, and their units.", &json(&names)["lengths"]);
    fs::write(Path::new(&out).join("embedded.rs"), code).expect("the output folder is writable");
}

/// A file's path below its folder, without the extension, and its text.
type File = (String, String);

fn yaml_files(folder: &Path) -> Vec<File> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            println!("cargo::rerun-if-changed={}", path.display());
            let relative =
                path.strip_prefix(folder).expect("the walk stays below its folder").with_extension("");
            let id = relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            files.push((id, fs::read_to_string(path).expect("the file is text")));
        }
    }
    files
}

/// Reading YAML takes ten times as long as reading JSON, and both must be done in every run.
/// What is no YAML stays null: the loader's own test says what is wrong, and where.
fn json(text: &str) -> serde_json::Value {
    serde_yaml::from_str(text).unwrap_or_default()
}

/// Writes `NAME: &[(name, what it says)]` from lists of names by what they say.
fn names_table(code: &mut String, table: &str, about: &str, lists: &serde_json::Value) {
    writeln!(code, "/// {about}").expect("a string takes it");
    writeln!(code, "pub(crate) const {table}: &[(&str, &str)] = &[").expect("a string takes it");
    for (says, names) in lists.as_object().expect("a mapping of lists") {
        for name in names.as_str().expect("names separated by commas").split(',') {
            writeln!(code, "    ({:?}, {says:?}),", name.trim()).expect("a string takes it");
        }
    }
    writeln!(code, "];").expect("a string takes it");
}

/// Writes `NAME: &[(path, what is made of the text)]`, sorted by path.
fn table(code: &mut String, name: &str, about: &str, files: &[File], make: impl Fn(&str) -> String) {
    writeln!(code, "/// {about}").expect("a string takes it");
    writeln!(code, "pub(crate) const {name}: &[(&str, &str)] = &[").expect("a string takes it");
    for (id, text) in files {
        writeln!(code, "    ({id:?}, {:?}),", make(text)).expect("a string takes it");
    }
    writeln!(code, "];").expect("a string takes it");
}
