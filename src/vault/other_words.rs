//! What tells words that say something else from other forms, spellings and slips of the same.

use rapidfuzz::distance::osa;

use crate::lexicon::{
    are_confusable, are_contrary, are_forms, has_word_of, is_content, is_negation, is_number_word, spelling,
    written_out,
};

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
    // `million` and `billion` are two numbers; `seven` and `7` are one.
    if first.iter().chain(second).any(|word| is_number_word(word)) {
        let (number, other) = (in_digits(first), in_digits(second));
        if !number.is_empty() || !other.is_empty() {
            return Some(!number.is_empty() && !other.is_empty() && number != other);
        }
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
    let number = |word: &Box<str>| word.bytes().all(|byte| byte.is_ascii_digit());
    written_out(words.iter().map(String::as_str)).into_iter().filter(number).collect()
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

pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}
