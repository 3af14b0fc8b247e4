//! What may stand right beside the anchor of a pattern.

use std::sync::Arc;

use super::super::token::{Beside, Word};
use super::{Class, Element, Role};

/// A set of words that lacks none of its own: a bit for each, and most other words have none.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Bits([u64; 4]);

impl Bits {
    pub(super) fn of<'w>(words: impl Iterator<Item = &'w Word>) -> Self {
        let mut bits = Self::default();
        for (part, bit) in words.map(|&word| Self::bit(word)) {
            bits.0[part] |= bit;
        }
        bits
    }

    pub(super) fn may_hold(&self, word: Word) -> bool {
        let (part, bit) = Self::bit(word);
        self.0[part] & bit > 0
    }

    fn add(&mut self, others: Self) {
        self.0.iter_mut().zip(others.0).for_each(|(part, other)| *part |= other);
    }

    fn bit(word: Word) -> (usize, u64) {
        let number = word.number();
        ((number >> 6 & 3) as usize, 1 << (number & 63))
    }
}

/// What may stand on one side of an anchor, told sooner than by [`may_take`] and less closely.
#[derive(Debug, Default)]
pub(super) struct Edge {
    words: Bits,
    /// Whether any word may stand there, or any with a capital.
    any: bool,
    names: bool,
    numbers: bool,
    /// Whether a mark may, or the end of the sentence.
    nothing: bool,
}

impl Edge {
    /// For elements that follow each other from `anchor` on.
    pub(super) fn of<'e>(row: impl Iterator<Item = &'e Element>, anchor: &Element) -> Self {
        let mut edge = Self::default();
        anchor.all_classes().for_each(|class| edge.words.add(class.in_phrases));
        for element in row {
            match element.role {
                Role::Not => {}
                Role::Gap(_) => (edge.any, edge.numbers) = (true, true),
                Role::Cue | Role::Context => {
                    element.all_classes().for_each(|class| edge.words.add(class.bits));
                    edge.names |= element.name;
                    let others = !element.is_words_only();
                    (edge.numbers, edge.nothing) = (edge.numbers || others, edge.nothing || others);
                    if !element.optional {
                        return edge;
                    }
                }
            }
        }
        Self { any: true, numbers: true, nothing: true, ..edge }
    }

    pub(super) fn may_be(&self, beside: Beside) -> bool {
        match beside {
            Beside::Word(word, name) => self.any || name && self.names || self.words.may_hold(word),
            Beside::Number => self.numbers,
            Beside::Nothing => self.nothing,
            Beside::Unknown => true,
        }
    }
}

/// Whether elements that follow each other from an anchor on may take what stands next to it;
/// `edges` are the ends of phrases that face the anchor.
pub(super) fn may_take<'e>(
    row: impl Iterator<Item = &'e Element>,
    beside: Beside,
    edges: impl Fn(&Class) -> &[Word],
) -> bool {
    let fits = |element: &Element, word: Word, name: bool| {
        let has = |words: &[Word]| words.binary_search(&word).is_ok();
        let held = |class: &Arc<Class>| class.may_hold(word) && has(&class.words);
        name && (element.name || element.named.iter().any(held))
            || element.classes.iter().any(held)
            || element.all_classes().any(|class| class.may_hold(word) && has(edges(class)))
    };
    for element in row {
        let taken = match (element.role, beside) {
            // A gap takes no mark, and may be of no words.
            (Role::Not, _) | (Role::Gap(_), Beside::Nothing) => continue,
            (Role::Gap(_), _) | (_, Beside::Unknown) => true,
            (_, Beside::Word(word, name)) => fits(element, word, name),
            (_, Beside::Number | Beside::Nothing) => !element.is_words_only(),
        };
        if taken || !element.optional {
            return taken;
        }
    }
    true
}
