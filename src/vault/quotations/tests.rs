//! What differs, in pairs of quotations.

use crate::vault::Vault;

/// What differs, in two notes on one source that quote these words.
fn altered(one: &str, two: &str) -> Option<(String, String)> {
    let note = |words: &str| format!("---\nsource: https://example.org/talk\n---\nShe said \"{words}\".\n");
    let (one, two) = (note(one), note(two));
    let vault = Vault::from_texts([("a.md", one.as_str()), ("b.md", two.as_str())]);
    let ids: Vec<_> = vault.ids().collect();
    let found: Vec<_> = vault.altered_quotations(ids[0]).collect();
    assert_eq!(found.len(), vault.altered_quotations(ids[1]).count(), "each is the other's");
    let altered = found.first()?;
    let (here, there) = (vault.document(ids[0]), vault.document(altered.other));
    Some((here.slice(altered.words).to_owned(), there.slice(altered.other_words).to_owned()))
}

#[test]
fn what_is_said_differs() {
    for (one, two, expected) in [
        ("the brass lamp of winter", "the brass lamp of summer", Some(("winter", "summer"))),
        (
            "the lamp never reached the harbour wall",
            "the lamp reached the harbour wall",
            Some(("never", "lamp reached")),
        ),
        ("the lamp isn't near the harbour", "the lamp is near the harbour", Some(("isn't", "is"))),
        ("the keeper climbed 112 iron steps", "The keeper climbed 121 iron steps", Some(("112", "121"))),
        ("the casual harm of the lamp", "the causal harm of the lamp", Some(("casual", "causal"))),
        ("the form of the harbour wall", "the from of the harbour wall", Some(("form", "from"))),
        (
            "the lamp was lit in adopted harbours",
            "the lamp was lit in adapted harbours",
            Some(("adopted", "adapted")),
        ),
        ("the damp harbour of the keeper", "the lamp harbour of the keeper", Some(("damp", "lamp"))),
        ("the lamps of Kiev harbour", "the lamps of Kyiv harbour", None),
        ("the reef of Kerrow Sound harbour", "the reef of Terrow Sound harbour", Some(("Kerrow", "Terrow"))),
        ("the reef of Kerrow Sound harbour", "the reef of Cerrow Sound harbour", None),
        ("the towns of Grodno and the harbour", "the towns of Hrodno and the harbour", None),
        (
            "the harbour had 40 brass lamps",
            "the harbour had forty-four brass lamps",
            Some(("40", "forty-four")),
        ),
        ("the harbour had 40 brass lamps", "the harbour had forty brass lamps", None),
        ("the harbour closed at 10:30 every evening", "the harbour closed at ten thirty every evening", None),
        (
            "the harbour had forty-four brass lamps",
            "the harbour had forty brass lamps",
            Some(("four", "forty brass")),
        ),
        ("one hundred brass lamps in the harbour", "hundred brass lamps in the harbour", None),
        (
            "the keepers were against the harbour",
            "the keepers were with the harbour",
            Some(("against", "with")),
        ),
        ("boats came into the harbour", "boats came out of the harbour", None),
        (
            "the keepers of boats came into the harbour",
            "the keepers of boats came out of the harbour",
            Some(("into", "out of")),
        ),
        (
            "Perhaps the harbour lamps failed that winter",
            "The harbour lamps failed that winter",
            Some(("Perhaps", "The")),
        ),
        ("Perhaps the harbour lamps failed that winter", "… the harbour lamps failed that winter", None),
        ("So the harbour lamps failed that winter", "The harbour lamps failed that winter", None),
        (
            "the harbour lamps may fail every winter",
            "the harbour lamps fail every winter",
            Some(("may", "lamps fail")),
        ),
        ("the lamps – perhaps – failed in the harbour", "the lamps failed in the harbour", None),
        ("40 percent of the harbour lamps failed", "40% of the harbour lamps failed", None),
        ("seven lamps of the harbour", "brass lamps of the harbour", Some(("seven", "brass"))),
        ("a dozen lamps of the harbour", "two dozen lamps of the harbour", Some(("a", "two"))),
        ("a hundred lamps of the harbour", "one hundred lamps of the harbour", None),
        ("the lamps of Henry IV in the harbour", "the lamps of Henry VI in the harbour", Some(("IV", "VI"))),
        ("the keeper realises the colour of lamps", "the keeper realizes the colour of lamps", None),
        (
            "the keeper lit the brass lamp in winter",
            "the keeper lit the lamp in winter",
            Some(("brass", "the lamp")),
        ),
        ("the keeper lit the really old lamp in winter", "the keeper lit the old lamp in winter", None),
        ("the keeper lit the lamp, the lamp in winter", "the keeper lit the lamp in winter", None),
        ("the keeper lit the [brass] lamp in winter", "the keeper lit the lamp in winter", None),
        ("the keeper lit the brass lamp in winter", "the keeper lit the … lamp in winter", None),
        ("the brass lamp lit by keepers in winter", "lamp lit by keepers in winter", None),
        ("the keeper climbed 1,120 iron steps", "The keeper climbed 1120 iron steps", None),
        ("the keeper trims every lamp", "the keeper trimmed every lamp", None),
        ("the keeper wraps every lamp", "the keeper wrapping every lamp", None),
        ("the keeper's former grey lamp", "the keeper’s former gray lamp", None),
        ("the keeper of lamps and bells", "the keeper of lamps and of bells", None),
        (
            "a million grains of coloured sand",
            "a billion grains of coloured sand",
            Some(("million", "billion")),
        ),
        ("sixteen lamps of the harbour", "sixty lamps of the harbour", Some(("sixteen", "sixty"))),
        ("three lamps of the harbour", "thirteen lamps of the harbour", Some(("three", "thirteen"))),
        ("seven lamps of the harbour", "7 lamps of the harbour", None),
        (
            "the harbour closed before nightfall",
            "the harbour closed after nightfall",
            Some(("before", "after")),
        ),
        ("few keepers left the harbour", "many keepers left the harbour", Some(("few", "many"))),
        ("the keepers of the harbour", "the keepers in the harbour", None),
        ("a lamp for the night", "a bell for the night", None),
        ("the brass lamp", "the brass bell", None),
        (
            "the keeper counts what the harbour will not keep",
            "the keeper counts what the harbour will not give",
            Some(("keep", "give")),
        ),
        (
            "the keeper of the harbour takes the brass lamp",
            "the keeper of the harbour took the brass lamp",
            None,
        ),
        ("the keepers sought the brass lamp of winter", "the keepers seek the brass lamp of winter", None),
        ("the brass lamp of the northern harbour", "the brass bell of the southern harbour", None),
        (
            "the morale of the northern keepers",
            "the moral of the northern keepers",
            Some(("morale", "moral")),
        ),
        (
            "the keepers lose the northern harbour",
            "the keepers loose the northern harbour",
            Some(("lose", "loose")),
        ),
        (
            "the first keeper of the northern harbour",
            "the third keeper of the northern harbour",
            Some(("first", "third")),
        ),
        (
            "keepers always climb the northern stair",
            "keepers often climb the northern stair",
            Some(("always", "often")),
        ),
        (
            "keepers must climb the northern stair",
            "keepers may climb the northern stair",
            Some(("must", "may")),
        ),
        ("keepers can climb the northern stair", "keepers could climb the northern stair", None),
        (
            "the keeper trimmed his northern lamp",
            "the keeper trimmed her northern lamp",
            Some(("his", "her")),
        ),
        (
            "the brass lamp of the iron harbour wall",
            "the iron lamp of the brass harbour wall",
            Some(("brass", "iron")),
        ),
        (
            "the lamps and bells of the northern harbour wall",
            "the bells and lamps of the northern harbour wall",
            None,
        ),
        (
            "the keeper of a harbour and the wall of a lamp",
            "a keeper of the harbour and the wall of a lamp",
            None,
        ),
        (
            "the brass lamp of the keeper burned all night over the northern harbour wall",
            "the brass lamp of the keeper smoked all night over the southern harbour wall",
            Some(("burned", "smoked")),
        ),
        (
            "the brass lamp of the keeper burned all night over the northern harbour wall",
            "the brass lamp of the keeper burns all night over the northern harbor wall",
            None,
        ),
        (
            "the brass lamp of the keeper smoked all night over the northern harbour wall",
            "the iron lamp of the keeper burned all night over the southern harbour wall",
            None,
        ),
    ] {
        let expected = expected.map(|(one, two)| (one.to_owned(), two.to_owned()));
        assert_eq!(altered(one, two), expected, "{one} / {two}");
    }
}

#[test]
fn a_form_filled_in_many_ways_and_a_flood_are_read() {
    let words = |at: usize| format!("\"the brass lamp of number{at} harbour\" ");
    let head = "---\nsource: https://example.org/talk\n---\n";
    let notes: Vec<_> =
        (0..2000).map(|at| (format!("{at}.md"), format!("{head}{}", words(at).repeat(20)))).collect();
    let vault = Vault::from_texts(notes.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    assert!(vault.ids().all(|id| vault.altered_quotations(id).next().is_none()));
}
