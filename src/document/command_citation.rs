//! Citations by a command: `\parencite{hill}` and `\footnote{…}` of TeX, ``{cite}`hill` `` and
//! ``:cite:`hill` `` of MyST and Sphinx, `#cite(<hill>)` of Typst.

use crate::text::Span;

/// The longest command, and the longest footnote, that is read, in bytes.
const MAX_LENGTH: usize = 240;
const MAX_FOOTNOTE: usize = 2000;

/// The keys that a command names; none if it is no command, or one with the source in words.
pub(crate) fn keys(mark: &str) -> Option<&str> {
    let (open, close) = match mark.as_bytes().first()? {
        b'\\' if !mark.starts_with("\\footnote") => ('{', '}'),
        b'{' | b':' => ('`', '`'),
        b'#' if mark.contains('<') => ('<', '>'),
        b'#' => ('"', '"'),
        _ => return None,
    };
    let keys = &mark[mark.find(open)? + 1..];
    Some(keys[..keys.find(close)?].trim())
}

/// The command that begins at `at`.
pub(super) fn command(text: &str, at: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let letters = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let name = at + 1 + letters(at + 1);
    match bytes[at] {
        b'\\' if text[at..].starts_with("\\footnote{") => footnote(text, at),
        b'\\' if !text[at..name].contains("cite") => None,
        b'\\' => tex(text, at),
        b'#' => closed(text, at, name + 1, b')'),
        mark => {
            let variant =
                bytes[name..].iter().take_while(|byte| byte.is_ascii_alphabetic() || **byte == b':');
            let end = name + variant.count();
            let code = match mark {
                b'{' => (bytes.get(end) == Some(&b'}')).then_some(end + 1)?,
                _ => (end > name && bytes[end - 1] == b':').then_some(end)?,
            };
            let inner = (bytes.get(code) == Some(&b'`')).then_some(code + 1)?;
            closed(text, at, inner, b'`')
        }
    }
}

/// The span from `start` to the mark that closes what `inner` begins with, on its line and not empty.
fn closed(text: &str, start: usize, inner: usize, close: u8) -> Option<Span> {
    let rest = &text.as_bytes()[inner..];
    let end = memchr::memchr2(close, b'\n', &rest[..rest.len().min(MAX_LENGTH)])?;
    (end > 0 && rest[end] == close).then(|| Span::new(start, inner + end + 1))
}

/// The command at `at`, `\citep[p. 4]{hill}`, with the keys in its braces.
fn tex(text: &str, at: usize) -> Option<Span> {
    let rest = &text.as_bytes()[at..];
    let window = &rest[..rest.len().min(MAX_LENGTH)];
    let open = window.iter().position(|&byte| byte == b'{')?;
    let close = open + window[open..].iter().position(|&byte| byte == b'}')?;
    let name = window[1..open].iter().take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'*').count();
    let options = &window[1 + name..open];
    let sound = options.is_empty() || options.starts_with(b"[") && options.ends_with(b"]");
    (sound && close > open + 1 && !window[..close].contains(&b'\n')).then(|| Span::new(at, at + close + 1))
}

/// The footnote at `at`, with all that stands in its braces.
fn footnote(text: &str, at: usize) -> Option<Span> {
    let inner = at + "\\footnote{".len();
    let rest = &text.as_bytes()[inner..];
    let mut depth = 1_usize;
    for brace in memchr::memchr2_iter(b'{', b'}', &rest[..rest.len().min(MAX_FOOTNOTE)]) {
        depth = if rest[brace] == b'{' { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return (brace > 0).then(|| Span::new(at, inner + brace + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{CitationKind, Document};
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let document = Document::from_text("a.md", text);
        let marks = document.citations.iter().filter(|citation| citation.kind == CitationKind::Work);
        let marks = marks.map(|citation| document.slice(citation.span));
        marks.map(|mark| (mark.to_owned(), keys(mark).unwrap_or_default().to_owned())).collect()
    }

    #[test]
    fn commands_of_all_markup_cite() {
        for (mark, keys) in [
            ("\\cite{hill}", "hill"),
            ("\\citep[p. 4]{hill}", "hill"),
            ("\\parencite{hill}", "hill"),
            ("\\autocite[p. 12]{hill,berg}", "hill,berg"),
            ("\\footnote{Hill, \\emph{Lamps}, p. 3.}", ""),
            ("{cite}`hill2019`", "hill2019"),
            ("{cite:p}`hill2019,berg`", "hill2019,berg"),
            ("\\footcite{hill}", "hill"),
            ("\\fullcite{hill}", "hill"),
            ("{footcite}`hill2019`", "hill2019"),
            (":footcite:t:`hill2019`", "hill2019"),
            (":cite:`hill2019`", "hill2019"),
            (":cite:t:`hill2019`", "hill2019"),
            ("#cite(<hill2019>)", "hill2019"),
            ("#cite(label(\"hill2019\"))", "hill2019"),
        ] {
            let mark = mark.to_owned();
            let text = format!("The lamp went out {mark}, and nobody came.\n");
            let mark = mark.strip_suffix("))").map_or(mark.clone(), |mark| format!("{mark})"));
            assert_eq!(found(&text), [(mark, keys.to_owned())], "{text}");
        }
    }

    #[test]
    fn other_words_do_not() {
        for text in [
            "\\cite cites \\cite{} and \\cite {a}, as excited #cite() and #cite do.",
            "The {cite} and {cite}`` and {cite: a}`b` and {cite`b` and :cite `b` and cite:`b`.",
            "A \\footnote and \\footnote{} and \\footnotesize{a} and \\footnote{open and `\\cite{a}`",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(cite|\\\\|\\{|\\}|`|:|#|\\(|<|>|\\)|footnote|é|😀|\n| ){0,50}") {
            for (mark, _) in found(&text) {
                prop_assert!(!mark.is_empty());
            }
        }
    }
}
