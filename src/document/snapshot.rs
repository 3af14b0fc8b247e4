//! The text of a stored copy of a source.

use memchr::{memchr, memmem};

use super::Document;
use super::entity::decoded;
#[cfg(feature = "pdf")]
use super::pdf::pdf_text;
use super::prose::plain_text;
use super::transcript::{Transcript, decode};

/// Tags within a word or a sentence: no blank stands for them.
const INLINE: [&str; 17] = [
    "a", "abbr", "b", "cite", "code", "em", "font", "i", "mark", "q", "small", "span", "strong", "sub",
    "sup", "u", "wbr",
];

/// The text of a file, without markup; none if it is of a kind that is not read. Markdown, HTML,
/// plain text and transcripts are, and PDF if that was built in.
#[must_use]
pub fn snapshot_text(path: &str, bytes: &[u8]) -> Option<String> {
    let (_, extension) = path.rsplit_once('.')?;
    let text = || decode::text(bytes);
    match extension.to_ascii_lowercase().as_str() {
        _ if is_page(path) => Some(page_text(path, bytes)),
        "md" | "markdown" => Some(plain_text(&Document::from_text(path, &text()))),
        "txt" | "vtt" | "srt" | "json3" | "json" => match Transcript::read(path, bytes) {
            Some(transcript) => Some(transcript.text().to_owned()),
            None if extension.eq_ignore_ascii_case("txt") => Some(text().into_owned()),
            None => None,
        },
        _ => None,
    }
}

/// Whether the file's extension is one of a web page, or of a PDF if those are read.
#[must_use]
pub fn is_page(path: &str) -> bool {
    is_pdf(path) || ["html", "htm", "xhtml"].iter().any(|known| has_extension(path, known))
}

fn is_pdf(path: &str) -> bool {
    cfg!(feature = "pdf") && has_extension(path, "pdf")
}

fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(extension))
}

/// The text of a web page or a PDF.
#[must_use]
pub fn page_text(path: &str, bytes: &[u8]) -> String {
    if is_pdf(path) { pdf_text(bytes) } else { html_text(&decode::text(bytes)) }
}

/// Without the feature no file counts as a PDF.
#[cfg(not(feature = "pdf"))]
fn pdf_text(_bytes: &[u8]) -> String {
    String::new()
}

/// The text of HTML, whole or cut off: without tags, scripts, styles and comments.
fn html_text(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        out.push_str(&decoded(&rest[..at]));
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
    out.push_str(&decoded(rest));
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

#[cfg(test)]
mod tests {
    use super::super::{Wording, standing};
    use super::*;

    fn stands_in(quotation: &str, path: &str, bytes: &[u8]) -> bool {
        let text = snapshot_text(path, bytes).unwrap();
        standing(&text, &[&Wording::of(quotation)]) == [Some(true)]
    }

    #[test]
    fn a_quotation_is_found_through_markup_and_typography() {
        let page = "<html><head><title>Log</title><script>if (a < b) { x = '</p>' }</script>\
                    <STYLE>p {}</Style></head><!-- not > this --><body><p>It <b>st</b>ood, &amp; we \
                    turned&nbsp;it.</p><p>It&#8217;s 3 &lt; 4 caf&#xe9;</p><p>Cut o";
        for quotation in
            ["it stood & we turned it", "It stood … turned it.", "it’s 3 < 4 café", "it. It's", "Cut o"]
        {
            assert!(stands_in(quotation, "a.html", page.as_bytes()), "{quotation}");
        }
        for quotation in ["not this", "turned … stood", "we stood", "if a b", "tood"] {
            assert!(!stands_in(quotation, "a.html", page.as_bytes()), "{quotation}");
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
            assert!(stands_in("It stood, and we turned it", path, text.as_bytes()), "{path}");
        }
        // What cannot be read whole has no words that could be missed.
        assert_eq!(snapshot_text("a.pdf", b"%PDF").unwrap_or_default(), "");
    }

    #[test]
    fn hostile_pages_are_read() {
        for part in
            ["<", "<!--", "<script", "</", "<a", "&", "&#", "&#x110000;", "<\u{e9}", "<script></scrip"]
        {
            let _ = snapshot_text("a.html", part.repeat(50_000).as_bytes());
        }
    }
}
