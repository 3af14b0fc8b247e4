//! Every built-in rule's examples hold, in every disguise.

use wherefrom::checks::KINDS;
use wherefrom::engine::run_examples;
use wherefrom::rule::{RuleSet, built_in};

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

#[test]
fn no_built_in_rule_has_a_mistake_in_its_options() {
    let rules = built_in().unwrap_or_else(|error| panic!("{}: {}", error.path.display(), error.message));
    let set = RuleSet::compile(rules.iter().map(|rule| (rule, None)), KINDS).expect("every rule compiles");
    for rule in set.rules() {
        assert_eq!(rule.check.mistake(), None, "{}", rule.id);
    }
}
