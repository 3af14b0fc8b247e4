//! What tells words that say something else from other forms, spellings and slips of the same.

use rapidfuzz::distance::osa;

use crate::lexicon::{
    are_confusable, are_contrary, are_forms, has_word_of, is_content, is_negation, is_number_word, spelling,
    written_out,
};
use crate::text::is_digits;

/// Whether other words change what is said: a negation come or gone, another number, the contrary,
/// another word that carries meaning and is no other form of the same.
pub(super) fn is_alteration(first: &[String], second: &[String]) -> bool {
    if let Some(turned) = is_turned(first, second) {
        return turned;
    }
    // `keep` and `give`: a common word may carry meaning, but two of them are the small change of speech.
    let means = |word: &&String| is_content(word) || has_word_of("meaningful", word);
    let content = |words: &[String]| -> Vec<String> { words.iter().filter(means).cloned().collect() };
    let (content, other) = (content(first), content(second));
    let other_form = |word: &str| other.iter().any(|other| same_word(word, other));
    !content.is_empty()
        && !other.is_empty()
        && first.iter().chain(second).any(|word| is_content(word))
        && !content.iter().any(|word| other_form(word))
        && first.len() == second.len()
}

/// Whether other words deny what is said, count otherwise or say the contrary; none if they have
/// nothing of that kind.
pub(super) fn is_turned(first: &[String], second: &[String]) -> Option<bool> {
    let negated = |words: &[String]| words.iter().filter(|word| is_negation(word)).count();
    if negated(first) != negated(second) {
        return Some(true);
    }
    let numbers =
        |words: &[String]| -> Vec<String> { words.iter().filter(|word| is_number(word)).cloned().collect() };
    let (number, other) = (numbers(first), numbers(second));
    if !number.is_empty() && !other.is_empty() {
        return Some(number != other);
    }
    // `million` and `billion` are two numbers; `seven` and `7` are one, and so are `a dozen` and `one dozen`.
    if first.iter().chain(second).any(|word| is_number_word(word)) {
        let counted = |words: &[String]| match words {
            [word] if has_word_of("article", word) => "1".to_owned(),
            words => in_digits(words),
        };
        let (number, other) = (counted(first), counted(second));
        if !number.is_empty() && !other.is_empty() {
            return Some(number != other);
        }
    }
    if let ([one], [other]) = (first, second)
        && let (Some(one), Some(other)) = (roman(one), roman(other))
    {
        return Some(one != other);
    }
    let contrary = |(one, other): (&String, &String)| are_contrary(one, other) || are_confusable(one, other);
    let turned = match (first, second) {
        ([one], others) | (others, [one]) => others.iter().any(|other| contrary((one, other))),
        _ => first.len() == second.len() && first.iter().zip(second).any(contrary),
    };
    turned.then_some(true)
}

/// The digits of the numbers among the words, however they are written down: `ten thirty` and `10:30`
/// are one.
pub(super) fn in_digits(words: &[String]) -> String {
    let written = written_out(words.iter().map(String::as_str));
    written.iter().map(|word| &**word).filter(|word| is_digits(word)).collect()
}

/// Whether two words are forms or spellings of one.
pub(super) fn same_word(first: &str, second: &str) -> bool {
    let shared = first.chars().zip(second.chars()).take_while(|(a, b)| a == b).count();
    let (shorter, longer) = {
        let (a, b) = (first.chars().count(), second.chars().count());
        (a.min(b), a.max(b))
    };
    let ending = shared + 3 >= longer && shared + 2 >= shorter;
    let one_stem = shared >= 3 && (ending || shared + 1 >= shorter && shared + 5 >= longer);
    let slip = shorter >= 4 && osa::distance(first.chars(), second.chars()) <= 1;
    one_stem
        || slip
        || are_forms(first, second)
        || spelling(first).is_some_and(|name| spelling(second) == Some(name))
}

/// The number that the letters are in Roman figures, as in `Henry IV`.
fn roman(word: &str) -> Option<u32> {
    const FIGURES: [(&str, u32); 9] =
        [("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)];
    let (mut rest, mut number) = (word, 0);
    for (figure, value) in FIGURES {
        let most = if figure.len() == 1 && value != 5 && value != 50 { 3 } else { 1 };
        for _ in 0..most {
            let Some(shorter) = rest.strip_prefix(figure) else { break };
            (rest, number) = (shorter, number + value);
        }
    }
    (rest.is_empty() && number > 0).then_some(number)
}

pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}
