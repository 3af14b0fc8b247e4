//! Blocks of 64 bytes, as the bits of one number: a bit for each byte, the first the lowest.

/// The bytes in blocks of 64, zeros after the end.
pub(crate) fn blocks(bytes: &[u8]) -> impl Iterator<Item = [u8; 64]> + '_ {
    let (blocks, rest) = bytes.as_chunks::<64>();
    let mut last = [0; 64];
    last[..rest.len()].copy_from_slice(rest);
    blocks.iter().copied().chain(std::iter::once(last))
}

/// The bytes that are letters or digits, or part of a character that is not ASCII.
#[must_use]
#[inline]
pub(crate) fn in_words(bytes: &[u8; 64]) -> u64 {
    bits(bytes, |byte| byte.is_ascii_alphanumeric() | !byte.is_ascii())
}

/// The bytes that may begin a capital: no others of ASCII.
#[must_use]
#[inline]
pub(crate) fn capitals(bytes: &[u8; 64]) -> u64 {
    bits(bytes, |byte| byte.is_ascii_uppercase() | !byte.is_ascii())
}

/// The bytes that are `held`, which has no branch: so many are told at once.
#[inline]
fn bits(bytes: &[u8; 64], held: impl Fn(u8) -> bool) -> u64 {
    let held = bytes.map(|byte| u8::from(held(byte)));
    held.as_chunks().0.iter().rev().fold(0, |bits, &eight| {
        // The product brings the lowest bits of all bytes together in the highest.
        bits << 8 | u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_a_block_has_its_bit() {
        for at in 0..64 {
            for byte in 0..=255_u8 {
                let mut block = [b' '; 64];
                block[at] = byte;
                let held = byte.is_ascii_alphanumeric() || !byte.is_ascii();
                assert_eq!(in_words(&block), u64::from(held) << at, "{byte}");
                let capital = byte.is_ascii_uppercase() || !byte.is_ascii();
                assert_eq!(capitals(&block), u64::from(capital) << at, "{byte}");
            }
        }
        assert_eq!(in_words(&[b'x'; 64]), u64::MAX);
    }
}
