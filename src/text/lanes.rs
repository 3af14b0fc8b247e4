//! Eight bytes at a time, as the lanes of one number; the first byte is the lowest.
//!
//! A test of all lanes answers with a number in which the high bit of each lane tells, so that
//! `trailing_zeros() / 8` is the first lane of which it holds.

/// The high bit of every lane.
const HIGH: u64 = 0x80 * EACH;
const EACH: u64 = 0x0101_0101_0101_0101;

/// The eight bytes from `at` on; zeros after the end.
#[must_use]
#[inline]
pub(crate) fn lanes(bytes: &[u8], at: usize) -> u64 {
    let rest = &bytes[at..];
    rest.first_chunk().map_or_else(|| few(rest), |&eight| u64::from_le_bytes(eight))
}

/// Fewer than eight bytes.
#[must_use]
pub(crate) fn few(bytes: &[u8]) -> u64 {
    // Where the first and the last bytes overlap, they are the same.
    if let (Some(&first), Some(&last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(first), u32::from_le_bytes(last));
        return u64::from(first) | u64::from(last) << (8 * (bytes.len() - 4));
    }
    bytes.iter().rev().fold(0, |lanes, &byte| lanes << 8 | u64::from(byte))
}

/// The lanes that hold a byte from `first` to `last`, which are ASCII.
#[must_use]
pub(crate) fn between(lanes: u64, first: u8, last: u8) -> u64 {
    let low = lanes & !HIGH;
    let from_first = low + u64::from(0x80 - first) * EACH;
    let over_last = low + u64::from(0x7f - last) * EACH;
    from_first & !over_last & !lanes & HIGH
}

/// Whether all bytes are from `first` to `last`, which are ASCII.
#[must_use]
pub(crate) fn are_all_between(bytes: &[u8], first: u8, last: u8) -> bool {
    let (eights, rest) = bytes.as_chunks::<8>();
    eights.iter().all(|&eight| between(u64::from_le_bytes(eight), first, last) == HIGH)
        && rest.iter().all(|byte| (first..=last).contains(byte))
}

/// The lanes that are part of a character that is not ASCII.
#[must_use]
pub(crate) fn not_ascii(lanes: u64) -> u64 {
    lanes & HIGH
}

/// How many lanes before the first that holds no letter or digit of ASCII.
#[must_use]
pub(crate) fn letters_and_digits(lanes: u64) -> usize {
    (!held(lanes) & HIGH).trailing_zeros() as usize / 8
}

/// The lanes that hold a letter or digit of ASCII.
fn held(lanes: u64) -> u64 {
    between(lanes | (0x20 * EACH), b'a', b'z') | between(lanes, b'0', b'9')
}

/// The lanes with capitals of ASCII as small letters.
#[must_use]
pub(crate) fn lower(lanes: u64) -> u64 {
    lanes | between(lanes, b'A', b'Z') >> 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_told() {
        for byte in 0..=255_u8 {
            for lane in 0..8 {
                let mut bytes = [b'x'; 8];
                bytes[lane] = byte;
                let all = lanes(&bytes, 0);
                let at = 0x80 << (8 * lane);
                assert_eq!(between(all, b'0', b'9') & at > 0, byte.is_ascii_digit(), "{byte}");
                assert_eq!(not_ascii(all) & at > 0, !byte.is_ascii(), "{byte}");
                let before = if byte.is_ascii_alphanumeric() { 8 } else { lane };
                assert_eq!(letters_and_digits(all), before, "{byte}");
                bytes.make_ascii_lowercase();
                assert_eq!(lower(all), u64::from_le_bytes(bytes), "{byte}");
            }
        }
    }

    #[test]
    fn there_are_zeros_after_the_end() {
        let text = b"abcdefgh";
        for at in 0..=8 {
            let mut bytes = [0; 8];
            bytes[..8 - at].copy_from_slice(&text[at..]);
            assert_eq!(lanes(text, at), u64::from_le_bytes(bytes));
        }
    }
}
