//! What patterns match.

use proptest::prelude::*;

use super::super::Lexicon;
use super::super::token::split;
use super::*;
use crate::text::Span;

fn lexicon() -> Lexicon {
    let yaml = "language: Test\ncalendar:\n  months: [a, b, c, d, e, f, g, h, i, j, k, l]\n  \
                weekdays: [a, b, c, d, e, f, g]\ncommon: some many the of\nclasses:\n  \
                some: some, many, a number of, {few}\n  few: a few\n  who: critics, experts\n  \
                says: say, argue, point out\n  loop: '{loop}'\n";
    crate::yaml::typed::from_str(yaml).unwrap()
}

/// The first match of `pattern` in `text`, by way of its anchors.
fn found<'t>(pattern: &str, text: &'t str) -> Option<&'t str> {
    let lexicon = lexicon();
    let mut compiler = Compiler::new(&lexicon);
    let pattern = compiler.compile(pattern).unwrap();
    let vocabulary = compiler.finish();
    let tokens = split(text, Span::new(0, text.len()));
    let anchors = pattern.anchors(&vocabulary);
    let at = |at: usize| match tokens[at].kind {
        TokenKind::Word(word) => anchors.contains(&word),
        _ => false,
    };
    let near = |at: usize| {
        let found = pattern.match_near(&tokens, at)?;
        // The quick looks pass over nothing that matches.
        let (before, after) = Beside::both(text, tokens[at].span, Span::new(0, text.len()));
        let mut nearby = Nearby::new(text);
        nearby.go_to(tokens[at].span, Span::new(0, text.len()));
        assert!(pattern.may_stand_between(before, after), "{text}");
        assert!(pattern.may_stand_among(&mut nearby), "{text}");
        Some(found)
    };
    let found = (0..tokens.len()).filter(|&token| at(token)).find_map(near)?;
    Some(tokens[found.first].span.cover(tokens[found.last].span).of(text))
}

#[test]
fn each_element_matches_what_it_stands_for() {
    for (pattern, text, expected) in [
        ("{some} {who} {says}", "Today some critics argue it.", Some("some critics argue")),
        ("{some} {who} {says}", "A number of critics point out it.", Some("A number of critics point out")),
        ("{some} {who} {says}", "A few experts say it.", Some("A few experts say")),
        ("{some} {who} {says}", "Some critics, say, argue.", None),
        ("{some} ..2 {who} {says}", "Some very old critics say.", Some("Some very old critics say")),
        ("{some} ..2 {who} {says}", "Some of the very old critics say.", None),
        ("{some} never? {who}", "many never critics", Some("many never critics")),
        ("{some} never? {who}", "many critics", Some("many critics")),
        ("(^|,|and) {who} {says}", "They left and experts say so.", Some("experts say")),
        ("(^|,|and) {who} {says}", "“Experts say so.", Some("Experts say")),
        ("(^|,|and) {who} {says}", "The experts say so.", None),
        ("(,) {who} {says} ($)", "It is so,” critics say.", Some("critics say")),
        ("(,) {who} {says} ($)", "Is it so?” critics say.", Some("critics say")),
        ("(,) {who} {says} ($)", "It is so, critics say often.", None),
        ("!the {who} {says}", "the critics say", None),
        ("!the {who} {says}", "all critics say", Some("critics say")),
        ("{who} {says} !so", "critics say so", None),
        ("{who} of <name>", "critics of Verdi", Some("critics of Verdi")),
        ("{who} of <name>", "critics of opera", None),
        ("<number> {who}", "the 12 experts", Some("12 experts")),
        ("the <{who}>", "so the experts, the Experts", Some("the Experts")),
        ("some <{says}>|{who}", "some point out, some Point out", Some("some Point out")),
        ("some <{says}>|{who}", "Some say, some critics", Some("some critics")),
    ] {
        assert_eq!(found(pattern, text), expected, "{pattern} in {text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn quick_looks_pass_over_nothing(
        words in "((some|many|a number of|critics|experts|Experts|say|point out|the|of|[0-9]|é|so-called|it's|[,.“”—!?]|\n) ?){0,16}"
    ) {
        // Where a line is empty, a block ends.
        prop_assume!(!words.contains("\n\n"));
        for pattern in [
            "{some} ..2 {who} {says}",
            "(^|,|and) {who} {says}",
            "{who} ..3 of|the ..2 {says} ($)",
            "!the <{who}>|{some} the? {who}",
            "<number>? {some} , {who} ..4 out",
        ] {
            found(pattern, &words);
        }
    }
}

#[test]
fn a_mistake_in_a_pattern_is_named() {
    for (pattern, message) in [
        (
            "{some} {authors}",
            "in the pattern `{some} {authors}`: there is no class `authors` in the lexicon for Test",
        ),
        ("<{some} {who}", "in the pattern `<{some} {who}`: `<{some}` has no `}>`"),
        ("{some {who}", "in the pattern `{some {who}`: `{some` has no `}`"),
        ("(say", "in the pattern `(say`: `(say` has no `)`"),
        ("..99 say", "in the pattern `..99 say`: a gap is `..1` to `..8`, not `..99`"),
        ("say .", "in the pattern `say .`: `.` is no word"),
        ("{who}? ..2", "the pattern `{who}? ..2` has no word that must be there"),
        ("", "the pattern `` has no word that must be there"),
        (
            "{loop}",
            "in the pattern `{loop}`: the class `loop` in the lexicon for Test is named too deep down",
        ),
    ] {
        let lexicon = lexicon();
        assert_eq!(Compiler::new(&lexicon).compile(pattern).unwrap_err(), message);
    }
}

#[test]
fn a_match_near_a_word_takes_that_word() {
    let lexicon = lexicon();
    let mut compiler = Compiler::new(&lexicon);
    let pattern = compiler.compile("{some}? {who}").unwrap();
    let text = "Some critics, experts, too.";
    let tokens = split(text, Span::new(0, text.len()));
    let found: Vec<_> = (0..tokens.len()).map(|at| pattern.match_near(&tokens, at)).collect();
    assert_eq!(found[1], Some(Match { first: 0, last: 1 }));
    assert_eq!(found[3], Some(Match { first: 3, last: 3 }));
}

#[test]
fn the_anchor_is_the_rarest_element() {
    let lexicon = lexicon();
    let mut compiler = Compiler::new(&lexicon);
    let pattern = compiler.compile("{some} {who} of").unwrap();
    let vocabulary = compiler.finish();
    let anchors = pattern.anchors(&vocabulary);
    let mut words: Vec<_> = anchors.into_iter().map(|word| vocabulary.written(word)).collect();
    words.sort_unstable();
    assert_eq!(words, ["critics", "experts"]);
}
