//! Files that are made from the code are what the code says now. `UPDATE=1` rewrites them.

use std::path::Path;

use wherefrom::checks::KINDS;
use wherefrom::rule::LoadedRule;
use wherefrom::{config, report, rule, vault};

/// A path below the package, and what makes the text that must be there.
type Generated = (&'static str, fn() -> String);

const GENERATED: &[Generated] = &[
    ("schemas/findings.schema.json", report::findings_schema),
    ("schemas/coverage.schema.json", report::coverage_schema),
    ("schemas/sources.schema.json", report::sources_schema),
    ("schemas/sources.lock.schema.json", report::lock_schema),
    ("schemas/rule.schema.json", || rule::schema(KINDS)),
    ("schemas/config.schema.json", || config::schema(&rules(), KINDS)),
    ("docs/rules.md", || rule::references(&rules(), KINDS)),
];

fn rules() -> Vec<LoadedRule> {
    rule::built_in().unwrap_or_else(|error| panic!("{}: {}", error.path.display(), error.message))
}

#[test]
fn generated_files_are_up_to_date() {
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let mut stale = Vec::new();
    for (path, make) in GENERATED {
        let (file, wanted) = (Path::new(env!("CARGO_MANIFEST_DIR")).join(path), make());
        if vault::read_text(&file).is_ok_and(|text| text == wanted) {
            continue;
        }
        if update {
            vault::write(&file, &wanted).unwrap_or_else(|error| panic!("{path}: {error}"));
        } else {
            stale.push(*path);
        }
    }
    assert!(stale.is_empty(), "run `UPDATE=1 cargo test --test generated`; out of date: {stale:?}");
}
