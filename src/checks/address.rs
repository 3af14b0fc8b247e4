//! Addresses that lead nowhere because of how they are written.

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use crate::document::{Document, address_length};
use crate::rule::{Applicability, Check, Fix, Hit, Kind, Subject};
use crate::text::Span;
use crate::yaml::tree::Value;

pub(super) const KIND: Kind = Kind::of::<Address>("address", &["address", "why"]);

/// The longest address that is looked at, in bytes.
const LONGEST: usize = 2048;

/// Reports addresses with a slip in them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Address {}

/// Beginnings of addresses with a slip, and what was meant.
const SLIPS: &[(&str, &str)] = &[
    ("http//*", "http://"),
    ("https//*", "https://"),
    ("http;//*", "http://"),
    ("https;//*", "https://"),
    ("http:\\\\*", "http://"),
    ("https:\\\\*", "https://"),
    ("http:/*", "http://"),
    ("https:/*", "https://"),
    ("http:///*", "http://"),
    ("https:///*", "https://"),
    ("http:*", "http://"),
    ("https:*", "https://"),
    ("http:://*", "http://"),
    ("https:://*", "https://"),
    ("http//:*", "http://"),
    ("https//:*", "https://"),
    ("http.//*", "http://"),
    ("https.//*", "https://"),
    ("hhtp://*", "http://"),
    ("hhtps://*", "https://"),
    ("htpp://*", "http://"),
    ("htpps://*", "https://"),
    ("httsp://*", "https://"),
    ("htts://*", "https://"),
    ("htp://*", "http://"),
    ("htps://*", "https://"),
    ("htttp://*", "http://"),
    ("htttps://*", "https://"),
    ("hhttp://*", "http://"),
    ("hhttps://*", "https://"),
    ("httpp://*", "http://"),
    ("httpss://*", "https://"),
    ("ttp://*", "http://"),
    ("ttps://*", "https://"),
    ("http://http://*", "http://"),
    ("http://https://*", "https://"),
    ("https://http://*", "http://"),
    ("https://https://*", "https://"),
    ("httphttp://*", "http://"),
    ("httpshttps://*", "https://"),
    ("https://https:/*", "https://"),
    ("https://http:/*", "http://"),
    ("http://http:/*", "http://"),
    ("http://https:/*", "https://"),
    ("http://http//*", "http://"),
    ("http://https//*", "https://"),
    ("https://https//*", "https://"),
    ("https://http//*", "http://"),
];

/// How sound addresses begin.
const SCHEMES: [&str; 2] = ["http://*", "https://*"];

/// The words that all of these begin with; other literals take longer to look for.
const BEGINNINGS: [&str; 15] = [
    "http*", "htp", "htps", "htttp", "htttps", "hhttp", "hhttps", "ttp", "ttps", "hhtp", "hhtps", "htpp",
    "htpps", "httsp", "htts",
];

impl Check for Address {
    fn literals(&self) -> Vec<String> {
        BEGINNINGS.map(ToOwned::to_owned).to_vec()
    }

    fn run(&self, subject: &Subject<'_>, near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let text = document.text();
        let mut end = 0;
        for literal in near {
            if literal.start() < end || !begins(text, literal.start()) {
                continue;
            }
            let Some(beginning) = beginning(text, literal.start()) else { continue };
            let span = address(text, beginning.start());
            if document.is_opaque(span) {
                continue;
            }
            let value = field_value(document, beginning);
            // `https://<host>/` is a form to be filled in.
            let form = text[span.end()..].starts_with(['<', '{', '[', '$', '…']);
            let meant = !form && (value.is_some() || is_target(text, span));
            let hit = slip(document, beginning, span)
                .or_else(|| blank(document, beginning, span))
                .or_else(|| value.and_then(|value| field_blank(document, beginning, value)))
                .or_else(|| tail(document, span, value))
                .or_else(|| broken(document, span, meant));
            end = span.end().max(beginning.end());
            if let Some(hit) = hit {
                end = end.max(hit.span.end());
                let address = document.slice(hit.span).to_owned();
                hits.push(hit.value("address", address));
            }
        }
    }
}

/// The beginning of an address, with a slip in it or not; of two, the longer says more.
fn beginning(text: &str, at: usize) -> Option<Span> {
    for scheme in SCHEMES.map(|scheme| scheme.trim_end_matches('*')) {
        let rest = text[at..].strip_prefix(scheme);
        if rest.is_some_and(|rest| !rest.starts_with(['h', 'H', '/'])) {
            return Some(Span::new(at, at + scheme.len()));
        }
    }
    let known = SLIPS.iter().map(|(slip, _)| *slip).chain(SCHEMES).map(|known| known.trim_end_matches('*'));
    let fits = |known: &&str| {
        text.as_bytes()
            .get(at..at + known.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(known.as_bytes()))
    };
    known.filter(fits).map(|known| Span::new(at, at + known.len())).max()
}

/// Whether an address may begin here, and not in the middle of another.
fn begins(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    before.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '<' | '"' | '\'' | '[' | ':' | '*' | '_' | '“' | '\u{feff}')
    })
}

fn address(text: &str, start: usize) -> Span {
    let ahead = &text[start..];
    Span::new(start, start + address_length(&ahead[..ahead.floor_char_boundary(LONGEST)]))
}

/// `http//…`, `htp://…`, `https://https://…`
fn slip(document: &Document, beginning: Span, span: Span) -> Option<Hit> {
    let text = document.slice(beginning);
    let &(slip, meant) =
        SLIPS.iter().find(|(slip, _)| slip.trim_end_matches('*').eq_ignore_ascii_case(text))?;
    let rest = &document.text()[beginning.end()..];
    let single = slip.ends_with(":/*") || slip.ends_with(":*");
    let host = rest.trim_start_matches('/');
    let followed = host.starts_with(|c: char| c.is_ascii_alphanumeric());
    if !followed || (single && rest.starts_with('/')) || span.end() <= beginning.end() {
        return None;
    }
    // `http:/etc` may be a path; with a full stop in it the host is one.
    let name = host.split(|c: char| c.is_whitespace() || matches!(c, '/' | ')')).next().unwrap_or_default();
    let name = name.trim_end_matches(['.', ',', ';']);
    let domain =
        name.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_alphabetic()));
    if !name.contains('.') && !name.contains(':') || slip.ends_with(":*") && !domain {
        return None;
    }
    let fix = Fix::replace(Applicability::Unsafe, format!("write `{meant}`"), document, beginning, meant);
    let written = document.slice(beginning);
    Some(Hit::at(span).value("why", format!("it begins with `{written}` instead of `{meant}`")).fix(fix))
}

/// `[text](https://a.example/b c)`, which Markdown takes for no link.
fn blank(document: &Document, beginning: Span, span: Span) -> Option<Hit> {
    let text = document.text();
    if !text[..beginning.start()].ends_with("](") {
        return None;
    }
    let ahead = &text[beginning.start()..];
    let line = ahead[..ahead.floor_char_boundary(LONGEST)].lines().next()?;
    let target = &line[..memchr::memchr(b')', line.as_bytes())?];
    let at = target.find(' ')?;
    let after = target[at..].trim_start();
    let title = after.is_empty() || after.starts_with(['"', '\'', '(', '=']);
    let linked = document.links.iter().any(|link| {
        link.target.start() == span.start() && !matches!(link.syntax, crate::document::LinkSyntax::BareUrl)
    });
    if title || linked {
        return None;
    }
    let whole = Span::new(beginning.start(), beginning.start() + target.trim_end().len());
    let mended = document.slice(whole).replace(' ', "%20");
    let fix = Fix::replace(Applicability::Unsafe, "write `%20` for a blank", document, whole, mended);
    Some(Hit::at(whole).value("why", "there is a blank in it, so that it is no link").fix(fix))
}

/// The value of a field that holds an address, if it begins there and is written as it is read.
fn field_value(document: &Document, beginning: Span) -> Option<Span> {
    const NAMES: [&str; 10] = [
        "url",
        "source",
        "source_url",
        "link",
        "canonical_url",
        "original_url",
        "video_url",
        "webpage",
        "website",
        "href",
    ];
    let head = document.front_matter.as_ref().filter(|head| head.span.holds(beginning.start()))?;
    let named = |key: &str| NAMES.iter().any(|name| key.replace('-', "_").eq_ignore_ascii_case(name));
    let field = head.fields.iter().find(|field| field.value.span.holds(beginning.start()))?;
    let Value::Scalar { text, .. } = &field.value.value else { return None };
    let text = text.trim();
    let whole = Span::new(beginning.start(), (beginning.start() + text.len()).min(document.text().len()));
    (named(&field.key) && document.slice(whole) == text).then_some(whole)
}

/// `url: https://a.example/b c.html`
fn field_blank(document: &Document, beginning: Span, value: Span) -> Option<Hit> {
    let text = document.slice(value);
    let at = text.find(' ')?;
    let after = beginning.len();
    // `https:// a.example`, `https://a. example/b`
    let host = &text[after..];
    let reach = host.find('/').unwrap_or(host.len());
    let parted = at == after || (at < after + reach && text[..at].ends_with('.'));
    if parted && host[..reach].matches(' ').count() == 1 && host[..reach].contains('.') && at + 1 < text.len()
    {
        let span = Span::new(value.start() + at, value.start() + at + 1);
        let fix = Fix::replace(Applicability::Unsafe, "take the blank out", document, span, "");
        return Some(Hit::at(value).value("why", "there is a blank in it").fix(fix));
    }
    let rest = &text[at..];
    // Words that follow an address say something of it; what goes on as one is a part of it.
    let ends = [".html", ".htm", ".pdf", ".php", ".aspx", "/"].iter().any(|end| rest.ends_with(end));
    let path = rest.split(' ').skip(1).all(|part| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./%=&?+~".contains(&byte))
    });
    if !path || !(ends || rest.contains(['=', '&'])) || rest.contains("www.") {
        return None;
    }
    let mended = text.replace(' ', "%20");
    let fix = Fix::replace(Applicability::Unsafe, "write `%20` for a blank", document, value, mended);
    Some(Hit::at(value).value("why", "there is a blank in it").fix(fix))
}

/// `[text](…`, where nothing but an address stands.
fn is_target(text: &str, span: Span) -> bool {
    text[..span.start()].ends_with("](")
}

/// `url: https://a.example/b),`, `[text](https://a.example/b,)`: what came along from the text around it.
fn tail(document: &Document, span: Span, value: Option<Span>) -> Option<Hit> {
    let link = || {
        let next = document.links.partition_point(|link| link.target.start < span.start);
        let link = document.links.get(next).filter(|link| link.target.start == span.start)?;
        is_target(document.text(), span).then_some(link.target)
    };
    let whole = value.or_else(link)?;
    let text = document.slice(whole);
    let mut kept = text;
    while let Some(last) = kept.chars().next_back() {
        let open = match last {
            ')' => '(',
            ']' => '[',
            '>' => '<',
            ',' | ';' => '\0',
            _ => break,
        };
        // `/Lens_(optics)` has both.
        if kept.matches(open).count() >= kept.matches(last).count() {
            break;
        }
        kept = &kept[..kept.len() - 1];
    }
    let tail = &text[kept.len()..];
    if tail.is_empty() || text.contains(char::is_whitespace) || kept.len() < span.len().min(text.len()) / 2 {
        return None;
    }
    let gone = Span::new(whole.start() + kept.len(), whole.end());
    let fix = Fix::replace(Applicability::Unsafe, format!("take `{tail}` away"), document, gone, "");
    Some(Hit::at(whole).value("why", format!("`{tail}` at its end does not belong to it")).fix(fix))
}

/// Whether the host is letters and what joins them, as nearly all are: nothing is wrong with it.
fn is_plain_host(host: &[u8]) -> bool {
    let joins = |byte: u8| matches!(byte, b'.' | b'-');
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || joins(*byte);
    let name = host.rsplit(|&byte| byte == b'.').next().and_then(<[u8]>::first);
    host.iter().all(plain)
        && host.first() != Some(&b'.')
        && !host.windows(2).any(|pair| joins(pair[0]) && joins(pair[1]))
        && name.is_some_and(u8::is_ascii_alphabetic)
}

/// What no reader of addresses takes. Where an address is `meant`, nobody speaks of how one begins.
fn broken(document: &Document, span: Span, meant: bool) -> Option<Hit> {
    let text = document.slice(span);
    let after = &text[text.as_bytes().windows(3).position(|bytes| bytes == b"://")? + 3..];
    let end = after.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(after.len());
    let (authority, path) = after.split_at(end);
    let why = no_host(authority, path, meant)
        .map(ToOwned::to_owned)
        .or_else(|| {
            if is_plain_host(authority.as_bytes()) { None } else { unsound_host(text, authority, meant) }
        })
        .or_else(|| repeated(text, authority, path))
        .or_else(|| no_escape(path))?;
    Some(Hit::at(span).value("why", why))
}

/// Why there is no host between the scheme and the path.
fn no_host(authority: &str, path: &str, meant: bool) -> Option<&'static str> {
    let bracket = authority.strip_prefix('[').filter(|rest| !rest.contains(']'));
    let numbers = |rest: &&str| {
        rest.matches(':').count() > 1
            && rest.bytes().all(|byte| byte.is_ascii_hexdigit() || b":.".contains(&byte))
    };
    if bracket.filter(numbers).is_some() {
        return Some("the bracket around its host is not closed");
    }
    let form = path.contains(['{', '}', '$', '<', '>', '*', '…']);
    let name = authority.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
    if meant && !form && name.is_empty() && (authority.is_empty() || authority.starts_with(':')) {
        return Some("there is no host in it");
    }
    (meant && matches!(authority, "www" | "www.")).then_some("its host ends after `www`")
}

/// What is wrong with a host that is not just letters and what joins them.
fn unsound_host(text: &str, authority: &str, meant: bool) -> Option<String> {
    // A form to be filled in, or an address cut off.
    let form = authority
        .contains(['{', '}', '$', '<', '>', '*', '[', ']', '%', '…', '(', '\\', '`', '@', '|'])
        || authority.contains("...")
        || !authority.contains(|c: char| c.is_alphanumeric());
    if form {
        return None;
    }
    let host = authority.split(':').next().unwrap_or_default();
    if host.contains("..") {
        return Some("there are two full stops in its host".to_owned());
    }
    if host.starts_with('.') {
        return Some("its host begins with a full stop".to_owned());
    }
    if host.contains(',') {
        return Some("there is a comma in its host".to_owned());
    }
    let last = host.rsplit('.').next().unwrap_or_default();
    // Nothing else but a port and a host of numbers is judged by the library.
    if authority.len() == host.len() && !last.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let port = &authority[host.len()..];
    let named = port.ends_with(char::is_alphabetic) && !port.contains(|c: char| c.is_ascii_digit());
    match Url::parse(text) {
        Err(url::ParseError::InvalidPort) if !named || meant && !port.contains(char::is_uppercase) => {
            Some("its port is no number below 65536".to_owned())
        }
        Err(url::ParseError::InvalidIpv4Address) => Some("its host is no address of four numbers".to_owned()),
        _ => None,
    }
}

/// `https://a.example/https://a.example/b`. An archive has copies of its own pages.
fn repeated(text: &str, authority: &str, path: &str) -> Option<String> {
    let inner = path.strip_prefix('/')?.strip_prefix("http")?;
    let inner = inner.strip_prefix('s').unwrap_or(inner).strip_prefix("://")?;
    let rest = inner.strip_prefix(authority)?;
    let same = rest.is_empty() || rest.starts_with('/');
    (same && !authority.is_empty() && !text.contains("archive"))
        .then(|| "it holds itself once more".to_owned())
}

/// `%zz` in the path. `%s` stands for a word to be put there, `%u00e9` is how old scripts write a letter.
fn no_escape(path: &str) -> Option<String> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let at = memchr::memchr_iter(b'%', path.as_bytes()).find(|at| {
        let next = path.as_bytes().get(at + 1..at + 3);
        next.is_some_and(|next| {
            next.iter().all(u8::is_ascii_alphanumeric)
                && !next.iter().all(u8::is_ascii_hexdigit)
                && !matches!(next[0], b's' | b'S' | b'd' | b'u' | b'U' | b'0'..=b'9')
        })
    })?;
    Some(format!("`{}` in it is no character", &path[at..at + 3]))
}
