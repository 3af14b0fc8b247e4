//! The words of a stored copy of a source, to see whether a quotation stands in it.

use memchr::{memchr, memmem};
use unicode_normalization::UnicodeNormalization as _;

use super::Document;
use super::transcript::{Transcript, decode};

/// Tags within a word or a sentence: no blank stands for them.
const INLINE: [&str; 17] = [
    "a", "abbr", "b", "cite", "code", "em", "font", "i", "mark", "q", "small", "span", "strong", "sub",
    "sup", "u", "wbr",
];

/// Named entities beside those of XML.
const ENTITIES: [(&str, char); 20] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("shy", '\u{ad}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("szlig", 'ß'),
    ("eacute", 'é'),
    ("egrave", 'è'),
];

/// The words of a file, lower case and with a blank before, between and after them; none if it
/// is of a kind that is not read. Markdown, HTML, plain text and transcripts are.
#[must_use]
pub fn snapshot_words(path: &str, bytes: &[u8]) -> Option<String> {
    let (_, extension) = path.rsplit_once('.')?;
    let text = || decode::text(bytes);
    match extension.to_ascii_lowercase().as_str() {
        _ if is_page(path) => Some(words(&page_text(bytes))),
        "md" | "markdown" => {
            let document = Document::from_text(path, &text());
            let mut out = String::new();
            for block in &document.blocks {
                document.runs(block).iter().for_each(|&run| out.push_str(document.slice(run)));
                out.push('\n');
            }
            Some(words(&out))
        }
        "txt" | "vtt" | "srt" | "json3" | "json" => match Transcript::read(path, bytes) {
            Some(transcript) => Some(words(transcript.text())),
            None if extension.eq_ignore_ascii_case("txt") => Some(words(&text())),
            None => None,
        },
        _ => None,
    }
}

/// Whether the file's extension is one of a web page.
#[must_use]
pub fn is_page(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["html", "htm", "xhtml"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// The text of a web page.
#[must_use]
pub fn page_text(bytes: &[u8]) -> String {
    html_text(&decode::text(bytes))
}

/// Letters and digits of the words, as [`snapshot_words`] writes them.
#[must_use]
pub fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for c in text.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !matches!(c, '\'' | '’' | '\u{ad}' | '\u{200b}') && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Whether the words of a quotation stand in those of a snapshot. What it leaves out (`…`, `[…]`)
/// may be anything.
#[must_use]
pub fn stands_in(quotation: &str, snapshot: &str) -> bool {
    let plain = quotation.replace("...", "…");
    let mut at = 0;
    plain.split('…').map(words).filter(|part| part.len() > 1).all(|part| {
        let found = memmem::find(&snapshot.as_bytes()[at..], part.as_bytes());
        // The blank after a part is the one before the next.
        found.map(|start| at += start + part.len() - 1).is_some()
    })
}

/// The text of HTML, whole or cut off: without tags, scripts, styles and comments.
fn html_text(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        entities(&rest[..at], &mut out);
        rest = &rest[at..];
        let name = rest[1..].trim_start_matches('/');
        let length = name.bytes().take(16).take_while(u8::is_ascii_alphanumeric).count();
        let name = &name[..length];
        let after = |mark: &str| memmem::find(rest.as_bytes(), mark.as_bytes()).map(|at| at + mark.len());
        let end = if rest.starts_with("<!--") {
            after("-->")
        } else if name.is_empty() && !rest[1..].starts_with(['!', '?']) {
            out.push('<');
            rest = &rest[1..];
            continue;
        } else if ["script", "style"].iter().any(|skipped| name.eq_ignore_ascii_case(skipped))
            && !rest.starts_with("</")
        {
            closing(rest, name)
        } else {
            after(">")
        };
        if !INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline)) {
            out.push(' ');
        }
        rest = end.map_or("", |end| &rest[end..]);
    }
    entities(rest, &mut out);
    out
}

/// Just past the `</name` that comes next, in any case.
fn closing(rest: &str, name: &str) -> Option<usize> {
    memmem::find_iter(rest.as_bytes(), b"</").map(|at| at + 2).find(|&at| {
        rest.as_bytes()[at..]
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    })
}

fn entities(text: &str, out: &mut String) {
    const LONGEST: usize = 10;
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b';');
        let read = end.and_then(|end| Some((entity(&rest[..end])?, end + 1)));
        match read {
            Some((c, length)) => {
                out.push(c);
                rest = &rest[length..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?);
    }
    ENTITIES.iter().find(|(known, _)| *known == name).map(|&(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_html(quotation: &str, html: &str) -> bool {
        stands_in(quotation, &snapshot_words("a.html", html.as_bytes()).unwrap())
    }

    #[test]
    fn a_quotation_is_found_through_markup_and_typography() {
        let page = "<html><head><title>Log</title><script>if (a < b) { x = '</p>' }</script>\
                    <STYLE>p {}</Style></head><!-- not > this --><body><p>It <b>st</b>ood, &amp; we \
                    turned&nbsp;it.</p><p>It&#8217;s 3 &lt; 4 caf&#xe9;</p><p>Cut o";
        for quotation in
            ["it stood & we turned it", "It stood … turned it.", "it’s 3 < 4 café", "it. It's", "Cut o"]
        {
            assert!(in_html(quotation, page), "{quotation}");
        }
        for quotation in ["not this", "turned … stood", "we stood", "if a b", "tood"] {
            assert!(!in_html(quotation, page), "{quotation}");
        }
    }

    #[test]
    fn every_kind_of_snapshot() {
        for (path, text) in [
            ("a.txt", "It stood,\nand we turned it."),
            ("a.md", "---\ntitle: x\n---\n> It **stood**, and [we](https://example.org) turned it."),
            (
                "a.vtt",
                "WEBVTT\n\n00:01.000 --> 00:02.000\nIt stood, and\n\n00:02.000 --> 00:03.000\nwe turned it.\n",
            ),
            ("A.HTM", "<p>It stood, and we turned it"),
        ] {
            let snapshot = snapshot_words(path, text.as_bytes()).unwrap();
            assert!(stands_in("It stood, and we turned it", &snapshot), "{path}: {snapshot}");
        }
        assert_eq!(snapshot_words("a.pdf", b"%PDF"), None);
    }

    #[test]
    fn hostile_pages_are_read() {
        for part in
            ["<", "<!--", "<script", "</", "<a", "&", "&#", "&#x110000;", "<\u{e9}", "<script></scrip"]
        {
            let _ = snapshot_words("a.html", part.repeat(50_000).as_bytes());
        }
    }
}
