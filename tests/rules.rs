//! Every built-in rule's examples hold, in every disguise.

use wherefrom::checks::KINDS;
use wherefrom::engine::run_examples;
use wherefrom::rule::built_in;

#[test]
fn the_examples_of_every_rule_hold() {
    let rules = built_in().unwrap_or_else(|error| panic!("{}: {}", error.path.display(), error.message));
    let broken: Vec<String> = rules
        .iter()
        .filter_map(|rule| run_examples(rule, KINDS).err())
        .map(|error| format!("{}: {}", error.path.display(), error.message))
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
