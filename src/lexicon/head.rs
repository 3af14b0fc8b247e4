//! How words begin, and sets of such beginnings: what most words of a text are told by not to be looked for.

use std::ops::RangeInclusive;

use crate::text::lanes::lanes;

/// How a word of ASCII begins, and about how long it is: its first letters, in lower case, and its
/// length. Told much sooner than the word itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Head(u64);

impl Head {
    /// From this length on, in bytes, words are of one length.
    pub const LONG: usize = 15;

    /// The head of the letters and digits that are the bytes of `text` from `start` to `end`.
    pub(super) fn of(text: &[u8], start: usize, end: usize) -> Self {
        Self::new(lanes(text, start), end - start, end - start)
    }

    /// The head of a word of `length` bytes that begins with `known` bytes of `first`, which are four or more, or
    /// all of them.
    fn new(first: u64, known: usize, length: usize) -> Self {
        let letters = 0xffff_ffff >> (8 * 4_usize.saturating_sub(known));
        Self((first | 0x2020_2020) & letters | (length.min(Self::LONG) as u64) << 32)
    }
}

/// A set of heads that never lacks what was added, and seldom holds anything else, of `N` times 64 bits;
/// `N` is a power of two.
#[derive(Debug)]
pub struct Heads<const N: usize>(Box<[u64; N]>);

impl<const N: usize> Default for Heads<N> {
    fn default() -> Self {
        Self(Box::new([0; N]))
    }
}

impl<const N: usize> Heads<N> {
    fn place(head: Head) -> (usize, u64) {
        // The highest bits of a product depend on all of its factor's.
        let place = head.0.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        ((place >> 6) as usize % N, 1 << (place & 63))
    }

    /// Adds the heads of all words that begin with `beginning` and are so long.
    pub fn add(&mut self, beginning: &str, lengths: RangeInclusive<usize>) {
        for length in lengths {
            let (part, bit) = Self::place(Head::new(lanes(beginning.as_bytes(), 0), beginning.len(), length));
            self.0[part] |= bit;
        }
    }

    /// Whether the head may have been added.
    #[must_use]
    pub fn may_hold(&self, head: Head) -> bool {
        let (part, bit) = Self::place(head);
        self.0[part] & bit > 0
    }
}
