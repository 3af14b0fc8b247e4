//! Embeds the built-in rules and lexicons, so that adding one is adding a file.
#![expect(clippy::disallowed_methods, reason = "no vault is read here")]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets the manifest folder");
    let out = env::var("OUT_DIR").expect("cargo sets the output folder");
    let mut code = String::new();
    for (name, folder) in [("RULES", "rules"), ("LEXICONS", "lexicons")] {
        println!("cargo::rerun-if-changed={folder}");
        table(&mut code, name, &Path::new(&root).join(folder));
    }
    fs::write(Path::new(&out).join("embedded.rs"), code).expect("the output folder is writable");
}

/// Writes `NAME: &[(path below folder without extension, text)]`, sorted by path.
fn table(code: &mut String, name: &str, folder: &Path) {
    writeln!(code, "/// Path below the folder, without extension, and text of each file.")
        .expect("a string takes it");
    writeln!(code, "pub(crate) const {name}: &[(&str, &str)] = &[").expect("a string takes it");
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            println!("cargo::rerun-if-changed={}", path.display());
            let relative =
                path.strip_prefix(folder).expect("the walk stays below its folder").with_extension("");
            let id = relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            writeln!(code, "    ({id:?}, include_str!({:?})),", path.display().to_string())
                .expect("a string takes it");
        }
    }
    writeln!(code, "];").expect("a string takes it");
}
