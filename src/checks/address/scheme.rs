//! How addresses begin, with a slip or without.

use super::DOMAINS;
use crate::text::Span;

/// The words before the marks that were meant for `http` and `https`, besides these two: a letter
/// too few, two that changed places, one twice or the one beside it, and the word written twice.
const SLIPS: [(&str, &[&str]); 2] = [
    (
        "http://",
        &[
            "htp", "ttp", "htt", "hhttp", "htttp", "httpp", "hhtp", "htpp", "hptt", "thtp", "htpt", "tthp",
            "httl", "httpo", "hppt", "hpttp", "jttp", "gttp", "httphttp",
        ],
    ),
    (
        "https://",
        &[
            "htps",
            "ttps",
            "htts",
            "hhttps",
            "htttps",
            "httpps",
            "httpss",
            "hhtps",
            "htpps",
            "hppts",
            "hptts",
            "hpts",
            "thtps",
            "htpts",
            "httsp",
            "htsp",
            "tthps",
            "httpsp",
            "httpds",
            "httos",
            "httls",
            "jttps",
            "gttps",
            "httpshttps",
            "httphttps",
        ],
    ),
];

/// The longest word before the marks, and the most marks, that are looked at.
const LONGEST: usize = 12;

/// The words that addresses begin with, for the pass that looks for the words of all rules.
pub(super) fn literals() -> impl Iterator<Item = &'static str> {
    let slips = SLIPS.into_iter().flat_map(|(_, slips)| slips.iter().copied());
    slips.filter(|slip| !slip.starts_with("http")).chain(["http*"])
}

/// The beginning of an address: what stands before its host.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beginning {
    /// From the first letter to the host.
    pub(super) span: Span,
    /// What it should be, if it is not.
    pub(super) meant: Option<&'static str>,
}

impl Beginning {
    /// The beginning at `at`, if an address begins there.
    pub(super) fn read(text: &str, at: usize) -> Option<Self> {
        let outer = Self::once(text, at)?;
        // `https://https://`, `http://https//`
        let inner = Self::once(text, outer.span.end()).filter(|inner| inner.span.end() < text.len());
        let doubled = inner.filter(|inner| inner.span.len() > 4 && is_host(host(text, inner.span.end())));
        Some(match doubled {
            Some(inner) => Self {
                span: Span::new(at, inner.span.end()),
                meant: inner.meant.or_else(|| scheme(inner.span.of(text).split(':').next()?)),
            },
            None => outer,
        })
    }

    fn once(text: &str, at: usize) -> Option<Self> {
        let rest = text.get(at..)?;
        let letters = rest.bytes().take(LONGEST + 1).take_while(u8::is_ascii_alphabetic).count();
        let word = &rest[..letters];
        let meant = scheme(word)?;
        let marks = marks(&rest[letters..]);
        let span = Span::new(at, at + letters + marks.len());
        let exact = word.len() == meant.len() - "://".len() && !is_slip(word);
        let sound = Span::new(at, at + letters + "://".len());
        let odd = marks.strip_prefix("://").filter(|_| exact);
        if odd.is_some_and(|rest| !rest.contains(['/', '\\', '／'])) {
            return Some(Self { span: sound, meant: None });
        }
        let after = &rest[letters + marks.len()..];
        if fits(marks, host(text, span.end()), after, exact) {
            return Some(Self { span, meant: Some(meant) });
        }
        odd.map(|_| Self { span: sound, meant: None })
    }
}

/// What the word before the marks was meant for, as an address begins.
fn scheme(word: &str) -> Option<&'static str> {
    let known = |(meant, slips): &(&'static str, &[&str])| {
        let sound = &meant[..meant.len() - "://".len()];
        (sound.eq_ignore_ascii_case(word) || slips.iter().any(|slip| slip.eq_ignore_ascii_case(word)))
            .then_some(*meant)
    };
    SLIPS.iter().find_map(known)
}

fn is_slip(word: &str) -> bool {
    SLIPS.iter().any(|(_, slips)| slips.iter().any(|slip| slip.eq_ignore_ascii_case(word)))
}

/// The marks at the beginning of the text that may stand for `://`: also `: //` and ` ://`.
fn marks(text: &str) -> &str {
    if let Some(parted) = [": //", " ://"].iter().find(|parted| text.starts_with(**parted)) {
        return &text[..parted.len()];
    }
    let mark = |c: &char| matches!(c, ':' | '/' | '\\' | ';' | '.' | '：' | '／');
    text.get(..text.chars().take(LONGEST).take_while(mark).map(char::len_utf8).sum()).unwrap_or_default()
}

/// Whether these marks before that host were meant for `://`.
fn fits(marks: &str, host: &str, after: &str, exact: bool) -> bool {
    // `http:\/\/` is how programs write it in quotes.
    if marks.contains("\\/")
        || marks.contains("\\:")
        || !after.starts_with(|c: char| c.is_ascii_alphanumeric())
    {
        return false;
    }
    let slashes = marks.chars().filter(|c| matches!(c, '/' | '\\' | '／')).count();
    let last = host.rsplit('.').next().unwrap_or_default();
    let domain = host.contains('.') && last.starts_with(|c: char| c.is_ascii_alphabetic());
    let www = host.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www."));
    match slashes {
        0 => exact && marks == ":" && domain,
        1 if marks.contains([':', ';', '：']) => exact && host.contains(['.', ':']),
        // `http/server.go` is a path.
        1 => {
            let known = DOMAINS.iter().any(|known| known.eq_ignore_ascii_case(last));
            exact && marks == "/" && host.contains('.') && (www || known)
        }
        _ => is_host(host),
    }
}

/// The host at `at`, as far as it can be told where a slip stands before it.
fn host(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '/' | '\\' | ')' | '>' | '"' | '?'));
    rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',', ';'])
}

fn is_host(host: &str) -> bool {
    host.contains(['.', ':'])
}
