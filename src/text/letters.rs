//! What a character is, in any script.
//!
//! The standard library searches a table for every character that is not ASCII, which takes as
//! long as a dozen letters of ASCII, and text in Greek, Russian or Chinese asks of each of its
//! characters several times. Here it is searched once for all 64 characters of a page.

use std::sync::OnceLock;

/// What is known of 64 characters, a bit for each.
#[derive(Debug)]
struct Page {
    letters: u64,
    letters_and_digits: u64,
    /// Those that are something else in lower case.
    capitals: u64,
}

/// The pages of the Basic Multilingual Plane, as they are asked for.
static PAGES: [OnceLock<Page>; 1024] = [const { OnceLock::new() }; 1024];

impl Page {
    #[cold]
    fn new(number: u32) -> Self {
        let of = |asked: u64, is: fn(char) -> bool| {
            let is = |&bit: &u32| asked >> bit & 1 > 0 && char::from_u32(number << 6 | bit).is_some_and(is);
            (0..64).filter(is).fold(0, |bits, bit| bits | 1 << bit)
        };
        let letters = of(u64::MAX, char::is_alphabetic);
        let letters_and_digits = letters | of(!letters, char::is_numeric);
        // Where there is no upper case, nothing has a lower one, and most scripts have none.
        let cased = of(letters, |c| c.is_lowercase() || c.is_uppercase()) > 0;
        let capitals = if cased { of(letters, |c| !c.to_lowercase().eq([c])) } else { 0 };
        Self { letters, letters_and_digits, capitals }
    }

    /// The page of a character, and the bit for it; none for one outside of the plane.
    #[inline]
    fn of(c: char) -> Option<(&'static Self, u64)> {
        let number = u32::from(c) >> 6;
        let page = PAGES.get(number as usize)?.get_or_init(|| Self::new(number));
        Some((page, 1 << (u32::from(c) & 63)))
    }
}

/// [`char::is_alphabetic`].
#[must_use]
#[inline]
pub(crate) fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    Page::of(c).map_or_else(|| c.is_alphabetic(), |(page, bit)| page.letters & bit > 0)
}

/// [`char::is_alphanumeric`].
#[must_use]
#[inline]
pub(crate) fn is_letter_or_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    Page::of(c).map_or_else(|| c.is_alphanumeric(), |(page, bit)| page.letters_and_digits & bit > 0)
}

/// Calls `each` with the characters of [`char::to_lowercase`].
#[inline]
pub(crate) fn in_lower_case(c: char, mut each: impl FnMut(char)) {
    let small = Page::of(c).is_some_and(|(page, bit)| page.capitals & bit == 0);
    if small { each(c) } else { c.to_lowercase().for_each(each) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_what_it_is_to_the_standard_library() {
        for c in char::MIN..=char::MAX {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(is_letter_or_digit(c), c.is_alphanumeric(), "{c:?}");
            let mut lower = Vec::new();
            in_lower_case(c, |c| lower.push(c));
            assert_eq!(lower, c.to_lowercase().collect::<Vec<_>>(), "{c:?}");
        }
    }
}
