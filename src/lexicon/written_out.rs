//! Words in one form, however they are written down: `don't` and `do not`, `twenty` and `20`.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::{all, folded_word, has_word_of};

/// What the lexicons say of contractions and of numbers in words.
#[derive(Debug, Default)]
struct Forms {
    /// Whole words and what they are short for.
    whole: FxHashMap<&'static str, Vec<&'static str>>,
    /// Endings and what each may be short for.
    endings: Vec<(&'static str, Vec<&'static str>)>,
    /// Numbers in words; 0 is what joins their parts.
    values: FxHashMap<&'static str, u64>,
}

fn forms() -> &'static Forms {
    static ALL: OnceLock<Forms> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut forms = Forms::default();
        let entries = all().values().flat_map(|lexicon| lexicon.contractions.split(','));
        for (short, long) in entries.filter_map(|entry| entry.trim().split_once(' ')) {
            let long = long.split(' ').collect();
            match short.strip_prefix('-') {
                Some(ending) => forms.endings.push((ending, long)),
                None => _ = forms.whole.insert(short, long),
            }
        }
        let entries = all().values().flat_map(|lexicon| lexicon.values.split(','));
        let values = entries.filter_map(|entry| entry.trim().split_once(' '));
        forms.values = values.filter_map(|(word, value)| Some((word, value.parse().ok()?))).collect();
        forms
    })
}

/// The words written out: numbers in digits, contractions as what they are short for. What may be
/// short for several words stays as it is, and [`same_written_out`] knows what for.
#[must_use]
pub fn written_out<'w>(words: impl Iterator<Item = &'w str>) -> Vec<Box<str>> {
    let forms = forms();
    let mut found: Vec<Box<str>> = Vec::new();
    let mut number: Option<Sum> = None;
    for word in words {
        let word = folded_word(word);
        let value = forms.values.get(&*word).copied();
        if let Some(sum) = &mut number {
            if value.is_some_and(|value| sum.add(value, &word)) {
                continue;
            }
            sum.write(&mut found);
            let percent = has_word_of("percent", &word);
            number = None;
            if percent {
                continue;
            }
        }
        let digits = || word.parse().ok().filter(|_| !word.starts_with('0'));
        number = value.filter(|&value| value > 0).map(Sum::of_word).or_else(|| digits().map(Sum::of_digits));
        if number.is_none() {
            push_word(forms, word, &mut found);
        }
    }
    if let Some(mut sum) = number {
        sum.write(&mut found);
    }
    found
}

fn push_word(forms: &Forms, word: Box<str>, found: &mut Vec<Box<str>>) {
    if let Some(long) = forms.whole.get(&*word) {
        found.extend(long.iter().map(|&word| word.into()));
        return;
    }
    let ending = |(ending, _): &&(&str, _)| word.len() > ending.len() && word.ends_with(ending);
    match forms.endings.iter().find(ending) {
        Some((ending, long)) => {
            found.push(word[..word.len() - ending.len()].into());
            found.push(if let [long] = long[..] { long.into() } else { (*ending).into() });
        }
        None => found.push(word),
    }
}

/// Whether a folded word is a number.
#[must_use]
pub fn is_number_word(word: &str) -> bool {
    forms().values.get(word).is_some_and(|&value| value > 0)
}

/// Whether two words that were written out are one.
#[must_use]
pub fn same_written_out(first: &str, second: &str) -> bool {
    let may_be = |short: &str, long: &str| {
        short.starts_with('\'')
            && forms().endings.iter().any(|(ending, words)| *ending == short && words.contains(&long))
    };
    first == second || may_be(first, second) || may_be(second, first)
}

/// A number that is read word by word.
#[derive(Debug)]
struct Sum {
    /// What is complete: the thousands before the hundreds.
    total: u64,
    /// What still may be multiplied.
    part: u64,
    /// Whether it begins in digits: only a multiple may follow.
    digits: bool,
    /// An "and" that only another number makes part of it.
    and: Option<Box<str>>,
}

impl Sum {
    fn of_word(value: u64) -> Self {
        Self { total: 0, part: value, digits: false, and: None }
    }

    fn of_digits(value: u64) -> Self {
        Self { digits: true, ..Self::of_word(value) }
    }

    /// Takes one more word, if it belongs to the number.
    fn add(&mut self, value: u64, word: &str) -> bool {
        let (tens, hundreds) = (self.part % 100, self.part.is_multiple_of(100));
        match value {
            // Two hundred and five.
            0 if hundreds && !self.digits && self.and.is_none() => {
                self.and = Some(word.into());
                return true;
            }
            100 if (1..100).contains(&self.part) => self.part *= 100,
            1000.. if self.part > 0 => {
                self.total = self.total.saturating_add(self.part.saturating_mul(value));
                self.part = 0;
            }
            _ if self.digits => return false,
            1..100 if hundreds => self.part += value,
            1..10 if tens >= 20 && tens % 10 == 0 => self.part += value,
            // Nineteen eighty-four.
            10..100 if self.total == 0 && (10..100).contains(&self.part) => {
                self.part = self.part * 100 + value
            }
            _ => return false,
        }
        self.and = None;
        true
    }

    fn write(&mut self, found: &mut Vec<Box<str>>) {
        found.push(self.total.saturating_add(self.part).to_string().into());
        found.extend(self.and.take());
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain_words;
    use super::*;

    fn same(first: &str, second: &str) -> bool {
        let of = |text| written_out(plain_words(text).map(|(_, word)| word));
        let (first, second) = (of(first), of(second));
        first.len() == second.len() && first.iter().zip(&second).all(|(a, b)| same_written_out(a, b))
    }

    #[test]
    fn one_text_in_two_ways_is_one() {
        for (first, second) in [
            ("we don't know it's cold", "We do not know it is cold"),
            ("It’s been so", "it has been so"),
            ("they cannot, and won't", "they can not and will not"),
            ("twenty lamps", "20 lamps"),
            ("two hundred and five boats", "205 boats"),
            ("twenty-five thousand", "25,000"),
            ("in nineteen eighty-four", "in 1984"),
            ("4 million at 40%", "four million at forty percent"),
            ("two hundred and a half", "200 and a half"),
        ] {
            assert!(same(first, second), "{first} / {second}");
        }
    }

    #[test]
    fn what_says_something_else_is_not() {
        for (first, second) in [
            ("we do know", "we don't know"),
            ("twenty lamps", "21 lamps"),
            ("it's cold", "it was cold"),
            ("20 5", "25"),
            ("two hundred", "2 thousand"),
            ("hers is", "her is"),
        ] {
            assert!(!same(first, second), "{first} / {second}");
        }
        let many = "million ".repeat(10_000);
        assert!(!written_out(plain_words(&many).map(|(_, word)| word)).is_empty());
    }
}
