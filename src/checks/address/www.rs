//! Slips in addresses that begin with `www` and no scheme.

use super::{DOMAINS, Fault, LONGEST};
use crate::text::Span;

/// `www,a.org`, `www..a.org`, `www.a,org`: what is wrong with the host that begins at `start`.
pub(super) fn fault(text: &str, start: usize) -> Option<Fault> {
    let ahead = text.get(start..)?;
    let ahead = &ahead[..ahead.floor_char_boundary(LONGEST)];
    let rest = ahead.get("www".len()..)?;
    if !rest.starts_with([',', '.']) {
        return None;
    }
    let end = |c: char| c.is_whitespace() || "\"'<>()[]{}|*`”“»".contains(c);
    let address = &ahead[..ahead.find(end).unwrap_or(ahead.len())];
    let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let host = &address[..address.find(['/', '?', '#']).unwrap_or(address.len())];
    let whole = Span::new(start, start + address.len());
    let host = host.get("www".len()..)?;
    let at = start + "www".len();
    if let Some(rest) = host.strip_prefix("..").filter(|rest| is_domain(rest)) {
        let gone = Span::new(at, at + host.len() - rest.len() - 1);
        return Some(Fault::at(whole, "there are two full stops in its host").mend(
            "take one away",
            gone,
            "",
        ));
    }
    // Or another address follows.
    let comma = host.find(',').filter(|_| !host.contains("www"))?;
    let meant = format!("{}.{}", &host[..comma], &host[comma + 1..]);
    let comma = Span::new(at + comma, at + comma + 1);
    is_domain(meant.strip_prefix('.')?).then(|| {
        Fault::at(whole, "there is a comma in its host").mend("write a full stop for it", comma, ".")
    })
}

/// Whether the words make a host of which everyone knows the end.
fn is_domain(host: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let known = |(rest, last): (&str, &str)| {
        !rest.is_empty() && DOMAINS.iter().any(|known| known.eq_ignore_ascii_case(last))
    };
    host.bytes().all(plain) && !host.contains("..") && host.rsplit_once('.').is_some_and(known)
}
