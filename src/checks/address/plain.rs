//! Addresses as nearly all are: a look at each of their bytes, and nothing can be wrong with them.

use super::DOMAINS;

/// The length of the address at `start` if nothing in it or beside it can be a slip. Up to `body`
/// stands the front matter.
pub(super) fn length(text: &str, body: usize, start: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[start..];
    let scheme = [&b"https://"[..], b"http://"].into_iter().find(|scheme| bytes.starts_with(scheme))?.len();
    let host = host(&bytes[scheme..])?;
    let before = start.checked_sub(1).map_or(b' ', |at| text.as_bytes()[at]);
    let path = &bytes[scheme + host..];
    let length = path.iter().position(|&byte| !is_usual(byte)).unwrap_or(path.len());
    let stop = path.get(length).copied().unwrap_or(b'\n');
    let last = bytes[scheme + host + length - usize::from(length > 0)..].first()?;
    let closes = match before {
        b'(' => stop == b')',
        b'<' => stop == b'>',
        _ if start < body => matches!(stop, b'\n' | b'\r'),
        _ if b".,;:!?".contains(&stop) => path.get(length + 1).is_none_or(u8::is_ascii_whitespace),
        _ => stop.is_ascii_whitespace() || b")]>\"*_|`".contains(&stop),
    };
    let whole = last.is_ascii_alphanumeric() || matches!(last, b'/' | b'-' | b'_' | b'=');
    (closes && whole).then_some(scheme + host + length)
}

/// What stands in paths and is never wrong there.
fn is_usual(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'/' | b'-' | b'_' | b'=' | b'?' | b'&' | b'#' | b'+' | b'~' | b'@')
}

/// The length of the host at the beginning, if it is of letters and digits with full stops between
/// them, begins in neither `w` nor `h`, unless that is in `www.`, and ends as many do.
fn host(bytes: &[u8]) -> Option<usize> {
    let bare = bytes.strip_prefix(b"www.").unwrap_or(bytes);
    if matches!(bare.first()? | 0x20, b'w' | b'h') {
        return None;
    }
    let mut label = 0;
    let mut length = 0;
    for &byte in bare {
        match byte {
            b'.' if length == label => return None,
            b'.' => label = length + 1,
            _ if byte.is_ascii_alphanumeric() => {}
            b'-' if length > label && bare.get(length + 1).is_some_and(u8::is_ascii_alphanumeric) => {}
            _ => break,
        }
        length += 1;
    }
    // A full stop after the host is one of the sentence.
    let length = if label == length { label.checked_sub(1)? } else { length };
    let last = bare[..length].rsplit(|&byte| byte == b'.').next()?;
    let ended =
        matches!(bare.get(length), None | Some(b'/' | b'?' | b'#' | b' ' | b'\n' | b'\r' | b')' | b'>'));
    (ended && last.len() < length && DOMAINS.iter().any(|known| known.as_bytes() == last))
        .then_some(bytes.len() - bare.len() + length)
}
