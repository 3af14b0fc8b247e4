//! Bytes to text, whatever wrote them. Nothing points back into the file, so offsets may move.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// The text of UTF-8, UTF-16 with its mark, or Latin-1, its letters composed.
pub(in crate::document) fn text(bytes: &[u8]) -> Cow<'_, str> {
    composed(match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes)),
        _ => utf8(bytes),
    })
}

/// The text with each letter and its mark as one character.
pub(in crate::document) fn composed(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(&text) { text } else { Cow::Owned(text.nfc().collect()) }
}

fn utf8(bytes: &[u8]) -> Cow<'_, str> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        Err(error) => error,
    };
    let (sound, rest) = bytes.split_at(error.valid_up_to());
    if error.error_len().is_none() || !sound.is_ascii() || rest.utf8_chunks().skip(1).any(is_beyond_ascii) {
        // UTF-8 that was cut off or damaged.
        return String::from_utf8_lossy(bytes);
    }
    Cow::Owned(bytes.iter().map(|&byte| char::from(byte)).collect())
}

fn is_beyond_ascii(chunk: std::str::Utf8Chunk<'_>) -> bool {
    !chunk.valid().is_ascii()
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn every_encoding_that_subtitles_come_in() {
        assert_eq!(text(b"\xEF\xBB\xBFcaf\xC3\xA9"), "café");
        assert_eq!(text(b"caf\xE9 noir"), "café noir");
        assert_eq!(text(b"\xC3\xA9 caf\xC3"), "é caf\u{fffd}");
        assert_eq!(text(b"caf\xE9 \xC3\xA9"), "caf\u{fffd} é");
        assert_eq!(text(b"\xFF\xFEa\0\xE9\0"), "aé");
        assert_eq!(text(b"\xFE\xFF\0a\0\xE9\0"), "aé");
        assert_eq!(text("cafe\u{301}".as_bytes()), "café");
        assert_eq!(text(b""), "");
    }
}
