//! What README.md shows of the example vault is what the command prints.

use std::path::Path;

use super::ran;

const README: &str = include_str!("../../README.md");

/// Findings on what lies in the future do not depend on when the test runs.
const TODAY: [&str; 2] = ["--today", "2026-11-22"];

/// The commands on the example vault, each with what is shown below it.
fn shown() -> impl Iterator<Item = (&'static str, &'static str)> {
    let blocks = README.split("```console\n").skip(1).filter_map(|block| block.split("```\n").next());
    let commands = blocks.filter_map(|block| block.strip_prefix("$ wherefrom ")?.split_once('\n'));
    commands.filter(|(command, output)| command.contains("seeds") && !output.is_empty())
}

#[test]
fn the_readme_shows_what_is_printed() {
    let mut count = 0;
    for (command, output) in shown() {
        let (command, pipe) = command.split_once(" | ").unwrap_or((command, ""));
        let mut args: Vec<&str> = command.split(' ').collect();
        if !matches!(args[0], "coverage" | "links" | "rules" | "sources") {
            args.extend(TODAY);
        }
        let ran = ran(Path::new(env!("CARGO_MANIFEST_DIR")), &args);
        let printed = if pipe.is_empty() { ran.out + &ran.err } else { errors(&ran.out) };
        count += 1;
        if !output.lines().any(|line| line == "…") {
            assert_eq!(output, printed, "{command}");
            continue;
        }
        // What is left out may stand anywhere between two paragraphs.
        let mut rest = printed.as_str();
        let parts =
            output.split("\n\n").flat_map(|part| part.split("…\n")).map(|part| part.trim_matches('\n'));
        for part in parts.filter(|part| !part.is_empty()) {
            let found = rest.split_once(part);
            rest = found.unwrap_or_else(|| panic!("{command} does not print:\n{part}")).1;
        }
    }
    assert!(count > 8, "README.md shows {count} commands");
}

/// What the README's filter makes of the findings.
fn errors(json: &str) -> String {
    let found: serde_json::Value = serde_json::from_str(json).unwrap();
    let errors =
        found["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error");
    let line = |finding: &serde_json::Value| {
        serde_json::json!([finding["path"], finding["start"]["line"], finding["rule"]]).to_string() + "\n"
    };
    errors.map(line).collect()
}
