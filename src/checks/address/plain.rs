//! Addresses as nearly all are: a look at each of their bytes, and nothing can be wrong with them.

use super::host::is_sound_end;

/// The length of the address at `start` if nothing in it or beside it can be a slip. Up to `body`
/// stands the front matter.
pub(super) fn length(text: &str, body: usize, start: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[start..];
    let scheme = [&b"https://"[..], b"http://"].into_iter().find(|scheme| bytes.starts_with(scheme))?.len();
    let host = host(&bytes[scheme..])?;
    let before = start.checked_sub(1).map_or(b' ', |at| text.as_bytes()[at]);
    let path = &bytes[scheme + host..];
    let odd = |&(at, &byte): &(usize, &u8)| !(USUAL[byte as usize] || byte == b'.' && is_inside(path, at));
    let length = path.iter().enumerate().find(odd).map_or(path.len(), |(at, _)| at);
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
const USUAL: [bool; 256] = {
    let mut usual = [false; 256];
    let mut at = 0;
    while at < usual.len() {
        let byte = at as u8;
        usual[at] = byte.is_ascii_alphanumeric()
            || matches!(byte, b'/' | b'-' | b'_' | b'=' | b'?' | b'&' | b'#' | b'+' | b'~' | b'@');
        at += 1;
    }
    usual
};

/// Whether letters or digits stand on both sides, as around the full stop of `a.html`.
fn is_inside(path: &[u8], at: usize) -> bool {
    let word = |at: usize| path.get(at).is_some_and(u8::is_ascii_alphanumeric);
    at > 0 && word(at - 1) && word(at + 1)
}

/// The length of the host at the beginning, if it is of letters and digits with full stops between
/// them, begins in neither `w` nor `h`, unless that is in `www.`, and ends soundly.
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
    (ended && last.len() < length && is_sound_end(last)).then_some(bytes.len() - bare.len() + length)
}

#[cfg(test)]
mod tests {
    use std::cell::OnceCell;

    use super::super::{Beginning, Written, address};
    use super::*;
    use crate::document::Document;

    #[test]
    fn nothing_is_wrong_with_what_is_passed_over() {
        let hosts = ["a.example", "b.gov.au", "a.org", "a.ogr", "a.or", "www.a.Com", "a-b.io", "a.c1", "a.x"];
        let paths = [
            "",
            "/",
            "/10.5555/ab",
            "/a.html",
            "/a..b",
            "/.../a",
            "/a...",
            "/a.",
            "/a.?b=c",
            "/%zz",
            "/a/http.b",
        ];
        let around = [
            ("", " b"),
            ("", "."),
            ("[a](", ")"),
            ("[a](", " b)"),
            ("<", ">"),
            ("(", ")"),
            ("", "…"),
            ("", "..."),
        ];
        let mut passed = 0;
        for (host, path, (before, after)) in hosts
            .iter()
            .flat_map(|host| paths.iter().map(move |path| (host, path)))
            .flat_map(|(host, path)| around.iter().map(move |around| (host, path, around)))
        {
            let text = format!("See {before}https://{host}{path}{after}\n");
            let (document, at) = (Document::from_text("a.md", &text), 4 + before.len());
            if length(&text, 0, at).is_none() {
                continue;
            }
            passed += 1;
            let beginning = Beginning::read(&text, at).unwrap();
            let span = address(&text, &beginning);
            let technical = OnceCell::new();
            let place = Written { document: &document, beginning, span, technical: &technical };
            assert!(place.fault().is_none(), "{text}");
        }
        assert!(passed > 100, "{passed}");
    }
}
