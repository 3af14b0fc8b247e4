//! What tells words that say something else from other forms, spellings and slips of the same.

use rapidfuzz::distance::osa;

use crate::lexicon::{are_confusable, are_contrary, is_content, is_negation, is_number_word, spelling};

/// Whether other words change what is said: a negation come or gone, another number, another
/// word that carries meaning and is no other form of the same.
pub(super) fn is_alteration(first: &[String], second: &[String]) -> bool {
    let negated = |words: &[String]| words.iter().filter(|word| is_negation(word)).count();
    if negated(first) != negated(second) {
        return true;
    }
    let of = |words: &[String], holds: fn(&str) -> bool| -> Vec<String> {
        words.iter().filter(|word| holds(word)).cloned().collect()
    };
    let (numbers, other_numbers) = (of(first, is_number), of(second, is_number));
    if !numbers.is_empty() && !other_numbers.is_empty() {
        return numbers != other_numbers;
    }
    // `hundred billion` and `100 billion` may be one.
    let in_words = first.iter().chain(second).any(|word| is_number_word(word));
    if in_words && numbers.is_empty() != other_numbers.is_empty() {
        return false;
    }
    // `million` and `billion` are two numbers; `seven` and `7` may be one.
    let (numbers, other_numbers) = (of(first, is_number_word), of(second, is_number_word));
    if !numbers.is_empty() && !other_numbers.is_empty() {
        return numbers != other_numbers;
    }
    let turned = |(one, other): (&String, &String)| are_contrary(one, other) || are_confusable(one, other);
    if first.len() == second.len() && first.iter().zip(second).any(turned) {
        return true;
    }
    let (content, other) = (of(first, is_content), of(second, is_content));
    let other_form = |word: &str| other.iter().any(|other| same_word(word, other));
    !content.is_empty()
        && !other.is_empty()
        && !content.iter().any(|word| other_form(word))
        && first.len() == second.len()
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
    one_stem || slip || spelling(first).is_some_and(|name| spelling(second) == Some(name))
}

pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}
