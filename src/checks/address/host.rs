//! What is wrong with the host of an address.

use url::Url;

use super::DOMAINS;
use crate::text::is_invisible;

/// What is wrong, and how sure that is.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) why: String,
    /// Whether it may be right in a network of one's own.
    pub(super) own_network: bool,
}

impl Fault {
    fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), own_network: false }
    }
}

/// Ends that no host has and that are a slip away from one that many have.
const MISSPELT: &[(&str, &str)] = &[
    ("cmo", "com"),
    ("comm", "com"),
    ("con", "com"),
    ("cpm", "com"),
    ("ocm", "com"),
    ("vom", "com"),
    ("xom", "com"),
    ("nte", "net"),
    ("ogr", "org"),
    ("or", "org"),
    ("orgg", "org"),
    ("rog", "org"),
];

/// Why nobody can reach the host in `authority`, which stands between `://` and `path` in the
/// address `text`. Where an address is `given` to be followed, nobody speaks of how one begins.
pub(super) fn fault(text: &str, authority: &str, path: &str, given: bool) -> Option<Fault> {
    if let Some(why) = absent(authority, path, given) {
        return Some(Fault::new(why));
    }
    if authority.starts_with('[') {
        return None;
    }
    if is_plain(authority.as_bytes()) {
        return name(authority, given);
    }
    if let Some(why) = glued(authority, path) {
        return Some(Fault::new(why));
    }
    unsound(text, authority, given).map(Fault::new).or_else(|| {
        let host = authority.rsplit('@').next().unwrap_or_default();
        let host = host.split(':').next().unwrap_or_default();
        let named = host.bytes().any(|byte| byte.is_ascii_alphabetic())
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
        let whole = host.contains('.') || authority.len() == host.len();
        if named && whole && !is_form(authority) { name(host, given) } else { None }
    })
}

/// Whether the host is letters and what joins them, as nearly all are.
fn is_plain(host: &[u8]) -> bool {
    let joins = |byte: u8| matches!(byte, b'.' | b'-');
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || joins(*byte);
    let name = host.rsplit(|&byte| byte == b'.').next().and_then(<[u8]>::first);
    host.iter().all(plain)
        && host.first() != Some(&b'.')
        && !host.windows(2).any(|pair| joins(pair[0]) && joins(pair[1]))
        && name.is_some_and(u8::is_ascii_alphabetic)
}

/// What the last part of a host was meant to be.
fn misspelt(last: &[u8]) -> Option<&'static str> {
    let slip = MISSPELT.iter().find(|(slip, _)| slip.as_bytes().eq_ignore_ascii_case(last));
    slip.map(|&(_, meant)| meant)
}

/// The end of a host and what a program wrote behind it for the path it did not have: `.comundefined`.
fn unset(last: &str) -> Option<(&str, &str)> {
    let (end, word) =
        ["undefined", "null"].iter().find_map(|word| Some((last.strip_suffix(word)?, *word)))?;
    DOMAINS.contains(&end).then_some((end, word))
}

/// Whether nothing can be wrong with the last part of a host.
pub(super) fn is_sound_end(last: &[u8]) -> bool {
    DOMAINS.iter().any(|known| known.as_bytes() == last)
        || last.len() > 1
            && last.iter().all(u8::is_ascii_alphabetic)
            && misspelt(last).is_none()
            && !last.ends_with(b"undefined")
            && !last.ends_with(b"null")
}

/// What a host of letters, digits and hyphens can still be wrong in.
fn name(host: &str, given: bool) -> Option<Fault> {
    let Some((rest, last)) = host.rsplit_once('.') else { return alone(host, given) };
    if let Some(meant) = misspelt(last.as_bytes()) {
        return Some(Fault::new(format!("no host ends in `.{last}`; `.{meant}` was meant")));
    }
    if let Some((end, word)) = unset(last) {
        return Some(Fault::new(format!("a program wrote `{word}` behind `.{end}`, for want of a page")));
    }
    if last.len() == 1 && given || last.ends_with('-') {
        return Some(Fault::new(format!("no host ends in `.{last}`")));
    }
    let registered = rest.rsplit('.').next().unwrap_or_default();
    let whole =
        rest.len() == registered.len() || rest.len() == registered.len() + 4 && rest.starts_with("www.");
    if whole && (registered.starts_with('-') || registered.ends_with('-')) {
        return Some(Fault::new(format!("`{registered}.{last}` begins or ends with a hyphen")));
    }
    let head = host.split('.').next().unwrap_or_default();
    let www = ["ww", "wwww"].iter().any(|slip| head.eq_ignore_ascii_case(slip));
    if www && rest.contains('.') {
        return Some(Fault::new(format!("its host begins with `{head}.` instead of `www.`")));
    }
    let twice = host.get(..8).is_some_and(|head| head.eq_ignore_ascii_case("www.www."));
    (twice && host.len() > 11).then(|| Fault::new("its host begins with `www.` twice"))
}

/// A host of one word: of this machine, of one's own network, or half of one.
fn alone(host: &str, given: bool) -> Option<Fault> {
    if ["http", "https"].iter().any(|scheme| scheme.eq_ignore_ascii_case(host)) {
        return given.then(|| Fault::new("its host is no host"));
    }
    let local = host.eq_ignore_ascii_case("localhost") || host.eq_ignore_ascii_case("www");
    (!local).then(|| Fault {
        why: format!("`{host}` is no whole host: nothing like `.org` follows it"),
        own_network: true,
    })
}

/// Why there is no host between the scheme and the path.
fn absent(authority: &str, path: &str, given: bool) -> Option<&'static str> {
    let bracket = authority.strip_prefix('[').filter(|rest| !rest.contains(']'));
    let numbers = |rest: &&str| {
        rest.matches(':').count() > 1
            && rest.bytes().all(|byte| byte.is_ascii_hexdigit() || b":.".contains(&byte))
    };
    if bracket.filter(numbers).is_some() {
        return Some("the bracket around its host is not closed");
    }
    // `[your.domain` may be a form that is cut off.
    let named = |rest: &&str| is_plain(rest.as_bytes()) && rest.contains('.') && !rest.starts_with("your");
    if bracket.filter(named).is_some() {
        return Some("there is a bracket before its host");
    }
    let form = path.contains(['{', '}', '$', '<', '>', '*', '…']);
    let name = authority.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
    let empty =
        authority.is_empty() || authority.starts_with(':') && name.is_empty() || authority.ends_with('@');
    if given && !form && empty {
        return Some("there is no host in it");
    }
    (given && matches!(authority, "www" | "www.")).then_some("its host ends after `www`")
}

/// `https://lamps.orghttps://lamps.org`
fn glued(authority: &str, path: &str) -> Option<&'static str> {
    let scheme = ["http:", "https:"].iter().find_map(|scheme| authority.strip_suffix(scheme))?;
    (scheme.contains('.') && path.starts_with("//")).then_some("another address runs into it")
}

/// A form to be filled in, or an address cut off.
fn is_form(authority: &str) -> bool {
    authority.contains(['{', '}', '$', '<', '>', '*', '[', ']', '%', '…', '(', '`', '|'])
        || authority.contains("...")
        || !authority.contains(|c: char| c.is_alphanumeric())
}

/// What is wrong with a host that is not just letters and what joins them.
fn unsound(text: &str, authority: &str, given: bool) -> Option<String> {
    if is_form(authority) || authority.contains('@') {
        return None;
    }
    if authority.contains('\\') {
        let path = authority.split('\\').nth(1).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        return (given && path).then(|| "there is a backslash in it".to_owned());
    }
    if given && authority.contains(is_invisible) {
        return Some("there is a character in its host that nobody sees".to_owned());
    }
    let host = authority.split(':').next().unwrap_or_default();
    if host.contains("..") {
        return Some("there are two full stops in its host".to_owned());
    }
    if host.starts_with('.') {
        return Some("its host begins with a full stop".to_owned());
    }
    let odd =
        host.find([',', ';', '=', '&', '+', '–', '—', '\u{2011}']).and_then(|at| host[at..].chars().next());
    match odd {
        Some(',') => return Some("there is a comma in its host".to_owned()),
        Some(odd) => return Some(format!("there is a `{odd}` in its host")),
        None => {}
    }
    let last = host.rsplit('.').next().unwrap_or_default();
    let numbers = host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if numbers && given && host.contains('.') && host.matches('.').count() != 3 {
        return Some("its host is no address of four numbers".to_owned());
    }
    // Nothing else but a port and a host of numbers is judged by the library.
    if authority.len() == host.len() && !last.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let port = &authority[host.len()..];
    let named = port.ends_with(char::is_alphabetic) && !port.contains(|c: char| c.is_ascii_digit());
    match Url::parse(text) {
        Err(url::ParseError::InvalidPort) if !named || given && !port.contains(char::is_uppercase) => {
            Some("its port is no number below 65536".to_owned())
        }
        Err(url::ParseError::InvalidIpv4Address) => Some("its host is no address of four numbers".to_owned()),
        _ => None,
    }
}
