//! Whether quotations stand in a text: all of them in one pass over its words.

use rustc_hash::FxHashMap;

use super::passages::{Key, keyed_words};
use super::transcript::decode::composed;

/// By so many words at its beginning a row is looked up.
const GRAM: usize = 3;
/// So many words are compared for each word of the text and the quotations together: rows that
/// begin with the same words may each be tried at every place where these stand.
const COMPARED: usize = 32;

/// The words of a quotation, as they are compared. What it leaves out (`…`) or adds in brackets
/// parts them into rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Wording {
    rows: Vec<Box<[Key]>>,
}

impl Wording {
    /// The words of a quotation without its marks.
    #[must_use]
    pub fn of(quotation: &str) -> Self {
        let quotation = &*composed(quotation.into());
        let mut rows = Vec::new();
        let mut row = Vec::new();
        let mut past = 0;
        for (word, key) in keyed_words(quotation) {
            let between = &quotation[past..word.start()];
            past = word.end();
            if !row.is_empty() && (between.contains(['…', '[']) || between.contains("...")) {
                rows.push(std::mem::take(&mut row).into());
            }
            row.push(key);
        }
        if !row.is_empty() {
            rows.push(row.into());
        }
        Self { rows }
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.iter().map(|row| row.len()).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Of each wording, whether its rows stand in the text, one after the other; none where it would
/// take too long to tell.
#[must_use]
pub fn standing(text: &str, wordings: &[&Wording]) -> Vec<Option<bool>> {
    let keys: Vec<Key> = keyed_words(text).map(|(_, key)| key).collect();
    let words: usize = wordings.iter().map(|wording| wording.len()).sum();
    let mut search = Search { keys: &keys, left: (keys.len() + words) * COMPARED, ..Search::default() };
    let mut known: FxHashMap<&Wording, usize> = FxHashMap::default();
    let numbers: Vec<usize> = wordings
        .iter()
        .map(|&wording| *known.entry(wording).or_insert_with(|| search.begin(wording)))
        .collect();
    for at in 0..keys.len() {
        if search.left == 0 {
            break;
        }
        search.step(at);
    }
    let found = search.wanted.iter().map(|wanted| {
        let stands = wanted.row == wanted.wording.rows.len();
        (stands || search.left > 0).then_some(stands)
    });
    let found: Vec<Option<bool>> = found.collect();
    numbers.into_iter().map(|number| found[number]).collect()
}

/// A wording that is looked for.
struct Wanted<'w> {
    wording: &'w Wording,
    /// The row that comes next, and the first place at which it may stand.
    row: usize,
    from: usize,
}

#[derive(Default)]
struct Search<'w> {
    keys: &'w [Key],
    wanted: Vec<Wanted<'w>>,
    /// Who waits for a row that begins so.
    waiting: [FxHashMap<[Key; GRAM], Vec<usize>>; GRAM],
    /// How many words may still be compared.
    left: usize,
}

impl<'w> Search<'w> {
    fn begin(&mut self, wording: &'w Wording) -> usize {
        self.wanted.push(Wanted { wording, row: 0, from: 0 });
        self.wait(self.wanted.len() - 1);
        self.wanted.len() - 1
    }

    fn wait(&mut self, number: usize) {
        let Wanted { wording, row, .. } = self.wanted[number];
        if let Some(row) = wording.rows.get(row) {
            let length = row.len().min(GRAM);
            self.waiting[length - 1].entry(gram(row, length)).or_default().push(number);
        }
    }

    /// Looks at who waits for what begins at a place.
    fn step(&mut self, at: usize) {
        for length in 1..=GRAM.min(self.keys.len() - at) {
            if self.waiting[length - 1].is_empty() {
                continue;
            }
            let gram = gram(&self.keys[at..], length);
            let Some(mut waiting) = self.waiting[length - 1].remove(&gram) else { continue };
            let mut met = Vec::new();
            waiting.retain(|&number| {
                let met_here = self.is_met(number, at);
                if met_here {
                    met.push(number);
                }
                !met_here
            });
            if !waiting.is_empty() {
                self.waiting[length - 1].insert(gram, waiting);
            }
            for number in met {
                let wanted = &mut self.wanted[number];
                wanted.from = at + wanted.wording.rows[wanted.row].len();
                wanted.row += 1;
                self.wait(number);
            }
        }
    }

    fn is_met(&mut self, number: usize, at: usize) -> bool {
        let Wanted { wording, row, from } = self.wanted[number];
        let row = &wording.rows[row];
        let rest = &self.keys[at..];
        let same = row.iter().zip(rest).take(self.left).take_while(|(a, b)| a == b).count();
        self.left = self.left.saturating_sub(same.max(1));
        at >= from && same == row.len()
    }
}

fn gram(keys: &[Key], length: usize) -> [Key; GRAM] {
    let mut gram = [0; GRAM];
    gram[..length].copy_from_slice(&keys[..length]);
    gram
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stand(text: &str, quotations: &[&str]) -> Vec<Option<bool>> {
        let wordings: Vec<Wording> = quotations.iter().map(|quotation| Wording::of(quotation)).collect();
        standing(text, &wordings.iter().collect::<Vec<_>>())
    }

    #[test]
    fn rows_stand_one_after_the_other() {
        let text = "So the lamp was lit [Music] and, uh, the lens stopped.\nIt's 3.5 km; the lamp was out.";
        for (quotation, expected) in [
            ("The LAMP was lit and the lens stopped", true),
            ("the lamp was out", true),
            ("the lamp ... was out", true),
            ("the lamp [of the tower] was lit", true),
            ("lamp was", true),
            ("it’s 3.5 km", true),
            ("", true),
            ("out … the lamp was lit", false),
            ("the lamp was never lit", false),
            ("the lamp was out of oil", false),
            ("amp was lit", false),
            ("It’s 3.5 km … the lamp was out", true),
        ] {
            assert_eq!(stand(text, &[quotation]), [Some(expected)], "{quotation}");
        }
        assert_eq!(
            stand(text, &["the lens", "the lens broke", "the lens"]),
            [Some(true), Some(false), Some(true)]
        );
    }

    #[test]
    fn what_would_take_too_long_is_not_told() {
        let row = "la ".repeat(5_000);
        let quotations: Vec<String> = (0..500).map(|at| format!("{row} {at}")).collect();
        let quotations: Vec<&str> = quotations.iter().map(String::as_str).collect();
        let found = stand(&"la ".repeat(20_000), &quotations);
        assert!(found.iter().all(Option::is_none));
    }
}
