//! The layers hold: a module uses only what stands before it, and each parser has one user.

#![allow(clippy::disallowed_methods, reason = "reads the sources, not a vault")]

use std::path::Path;

/// The modules, bottom to top; `main.rs` stands above them all.
const LAYERS: [&str; 11] =
    ["text", "yaml", "lexicon", "document", "vault", "rule", "config", "checks", "engine", "report", "cli"];

/// Crates that only one module may name.
const KEPT: [(&str, &str); 4] =
    [("miette", "report"), ("serde_yaml", "yaml"), ("granit_parser", "yaml"), ("biblatex", "document")];

/// Files that are no module of their own.
const OUTSIDE: [&str; 2] = ["lib.rs", "main.rs"];

/// What is wrong in one file, `path` below `src`: its line and what it uses.
fn violations(path: &str, source: &str) -> Vec<String> {
    let module = path.split(['/', '.']).next().unwrap_or_default();
    let Some(own) = LAYERS.iter().position(|layer| *layer == module) else {
        return vec![format!("src/{path}: `{module}` is in no layer")];
    };
    let mut found = Vec::new();
    for (name, line) in used(source) {
        let layer = LAYERS.iter().position(|layer| *layer == name);
        if layer.is_some_and(|layer| layer > own) {
            found.push(format!(
                "src/{path}:{line}: `{module}` must not use `crate::{name}`, which stands above it"
            ));
        }
    }
    for (at, line) in code_lines(source) {
        for (dependency, home) in KEPT {
            let named = line.match_indices(dependency).any(|(start, _)| {
                let before = line[..start].chars().next_back();
                let after = &line[start + dependency.len()..];
                before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '"' && c != '`')
                    && (after.starts_with("::") || after.starts_with(';') || after.starts_with(" as "))
            });
            if named && module != home {
                found.push(format!("src/{path}:{at}: only `{home}` may use `{dependency}`"));
            }
        }
    }
    found
}

/// The modules named after `crate::`, groups included, with their lines.
fn used(source: &str) -> Vec<(String, usize)> {
    let mut names = Vec::new();
    let code: String = source.lines().map(without_comment).collect::<Vec<_>>().join("\n");
    for (at, _) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => {
                let (mut depth, mut name) = (0, String::new());
                for c in group.chars() {
                    match c {
                        '}' if depth == 0 => break,
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 0 => names.push((std::mem::take(&mut name), line)),
                        c if depth == 0 && !c.is_whitespace() => name.push(c),
                        _ => {}
                    }
                }
                names.push((name, line));
            }
            None => names.push((rest.to_owned(), line)),
        }
    }
    names
        .into_iter()
        .map(|(name, line)| (identifier(&name), line))
        .filter(|(name, _)| !name.is_empty())
        .collect()
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn code_lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    source.lines().enumerate().map(|(at, line)| (at + 1, without_comment(line)))
}

/// The line without a comment; documentation may name anything.
fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") { "" } else { line.split(" // ").next().unwrap_or(line) }
}

#[test]
fn every_module_uses_only_what_stands_before_it() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut found, mut files) = (Vec::new(), 0);
    for entry in walkdir::WalkDir::new(&sources).sort_by_file_name().into_iter().flatten() {
        let path = entry.path().strip_prefix(&sources).unwrap().to_string_lossy().replace('\\', "/");
        if path.ends_with(".rs") && !OUTSIDE.contains(&&*path) {
            files += 1;
            found.extend(violations(&path, &std::fs::read_to_string(entry.path()).unwrap()));
        }
    }
    assert!(files > 30, "the sources were not found");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_the_layers_forbid_is_found_and_named() {
    let source = "use crate::text::Span;\nuse crate::{document::Document, engine::{lint, fix}};\n\
                  /// [`crate::cli`] may be named.\nlet x = crate::report::write;\nuse miette::Report;\n";
    assert_eq!(
        violations("vault/walk.rs", source),
        [
            "src/vault/walk.rs:2: `vault` must not use `crate::engine`, which stands above it",
            "src/vault/walk.rs:4: `vault` must not use `crate::report`, which stands above it",
            "src/vault/walk.rs:5: only `report` may use `miette`",
        ]
    );
    assert_eq!(violations("report/full.rs", "use miette::Report;\nuse crate::engine::lint;"), [""; 0]);
    assert_eq!(violations("yaml/tree.rs", "use crate::vault::Vault;").len(), 1);
    assert_eq!(violations("text/x.rs", "serde_yaml::from_str(y); granit_parser::parse(y)").len(), 2);
    assert_eq!(violations("new/mod.rs", ""), ["src/new/mod.rs: `new` is in no layer"]);
}
