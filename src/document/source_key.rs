//! The canonical identity of a source, so that two documents on one work are known to be.

use url::Url;

use super::entity::decoded;

/// Parameters of an address that say how a reader came to it, not what is there.
const TRACKING: [&str; 15] = [
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid",
    "twclid", "ref_src", "_ga", "si", "amp",
];

/// `youtube:ID`, if the text is the identifier of a video there.
pub(super) fn youtube(id: &str) -> Option<Box<str>> {
    let valid =
        id.len() == 11 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    valid.then(|| format!("youtube:{id}").into())
}

/// What the DOIs of arXiv begin with.
const ARXIV_DOIS: &str = "10.48550/arXiv.";

/// `doi:10.…`, if the text is a DOI, with or without `doi:` or its resolver before it.
pub(super) fn doi(text: &str) -> Option<Box<str>> {
    let text = text.trim();
    let at = text.find("10.").filter(|&at| {
        let before = &text[..at];
        before.is_empty() || before.ends_with([':', '/', ' '])
    })?;
    let found = &text[at..];
    let (registrant, name) = found.split_once('/')?;
    let digits = &registrant[3..];
    let valid = digits.len() >= 4
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && !name.is_empty()
        && !name.contains(char::is_whitespace);
    // arXiv registers a DOI for each of its works.
    if let Some(id) = found.get(..ARXIV_DOIS.len()).filter(|head| head.eq_ignore_ascii_case(ARXIV_DOIS)) {
        return arxiv(&found[id.len()..]).filter(|_| valid);
    }
    // DOIs are compared without regard to case.
    valid.then(|| format!("doi:{}", found.to_lowercase()).into())
}

/// `isbn:978…`, if the text is an ISBN of ten or thirteen digits whose check digit holds.
pub(super) fn isbn(text: &str) -> Option<Box<str>> {
    let text = text.trim();
    let text =
        text.get(..4).filter(|prefix| prefix.eq_ignore_ascii_case("isbn")).map_or(text, |_| &text[4..]);
    let text = text.trim_start_matches([':', ' ', '-']);
    let mut digits = Vec::with_capacity(13);
    for character in text.chars().filter(|c| !matches!(c, '-' | ' ' | '–')) {
        match character {
            'x' | 'X' if digits.len() == 9 => digits.push(10),
            _ if digits.len() < 13 => digits.push(character.to_digit(10)?),
            _ => return None,
        }
    }
    let weighted = |weight: fn(usize) -> u32| -> u32 {
        digits.iter().enumerate().map(|(at, digit)| digit * weight(at)).sum()
    };
    let thirteen = |at: usize| if at.is_multiple_of(2) { 1 } else { 3 };
    match digits.len() {
        13 if !digits.contains(&10) && weighted(thirteen).is_multiple_of(10) => {}
        10 if weighted(|at| 10 - u32::try_from(at).unwrap_or(0)).is_multiple_of(11) => {
            digits.pop();
            digits.splice(0..0, [9, 7, 8]);
            let sum: u32 = digits.iter().enumerate().map(|(at, digit)| digit * thirteen(at)).sum();
            digits.push((10 - sum % 10) % 10);
        }
        _ => return None,
    }
    let digits: String = digits.iter().filter_map(|&digit| char::from_digit(digit, 10)).collect();
    Some(format!("isbn:{digits}").into())
}

/// `pmid:…`, if the text is the number of an article in PubMed.
pub(super) fn pmid(text: &str) -> Option<Box<str>> {
    let text = text.trim();
    let number =
        text.get(..5).filter(|name| name.eq_ignore_ascii_case("pmid:")).map_or(text, |_| text[5..].trim());
    let valid = (1..=8).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| format!("pmid:{number}").into())
}

/// `arxiv:…`, without its version, if the text is an identifier there.
pub(super) fn arxiv(text: &str) -> Option<Box<str>> {
    let text = text.trim();
    let text =
        text.get(..6).filter(|prefix| prefix.eq_ignore_ascii_case("arxiv:")).map_or(text, |_| &text[6..]);
    let text = text.trim().trim_end_matches(".pdf");
    let version = text
        .rfind('v')
        .filter(|&at| at + 1 < text.len() && text[at + 1..].bytes().all(|byte| byte.is_ascii_digit()));
    let id = version.map_or(text, |at| &text[..at]);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let new = id.split_once('.').is_some_and(|(month, number)| {
        month.len() == 4 && digits(month) && matches!(number.len(), 4 | 5) && digits(number)
    });
    let old = id.split_once('/').is_some_and(|(archive, number)| {
        number.len() == 7
            && digits(number)
            && archive.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'.'))
    });
    (new || old).then(|| format!("arxiv:{}", id.to_ascii_lowercase()).into())
}

/// The identity behind an address: a work's own, if the address leads to one, or the address
/// itself without what does not matter.
pub(super) fn address(text: &str) -> Option<Box<str>> {
    // In HTML and in Markdown `&amp;` is a `&`.
    let text = decoded(text.trim());
    let url = Url::parse(&text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let path = url.path();
    if let Some(page) = behind_amp_cache(host, path).or_else(|| archived(host, &url)) {
        return address(&page);
    }
    match host {
        "youtu.be" => youtube(path.trim_matches('/')),
        "youtube.com" | "m.youtube.com" | "music.youtube.com" | "youtube-nocookie.com" => youtube_page(&url),
        "doi.org" | "dx.doi.org" => doi(path.trim_start_matches('/')),
        "pubmed.ncbi.nlm.nih.gov" => pmid(path.trim_matches('/')),
        "arxiv.org" => ["/abs/", "/pdf/", "/html/"].iter().find_map(|kind| arxiv(path.strip_prefix(kind)?)),
        _ => None,
    }
    .or_else(|| Some(normalised(&url, host)))
}

/// The page that the Wayback Machine keeps: `/web/20200101000000/https://harbour.example.net/log`.
fn archived(host: &str, url: &Url) -> Option<String> {
    let (_, kept) = url.as_str().split_once("/web/").filter(|_| host == "web.archive.org")?;
    let (_, page) = kept.split_once('/')?;
    page.starts_with("http").then(|| page.to_owned())
}

/// `doi:10.…`, if the identity is an address of its publisher that holds a DOI.
#[must_use]
pub fn doi_within(key: &str) -> Option<Box<str>> {
    const PARTS: [&str; 12] = [
        "/abs",
        "/abstract",
        "/download",
        "/epdf",
        "/epub",
        "/full",
        "/fulltext",
        "/html",
        "/meta",
        "/pdf",
        "/references",
        "/summary",
    ];
    let path = key.strip_prefix("https://")?.split(['?', '#']).next()?;
    let at = memchr::memmem::find(path.as_bytes(), b"/10.")?;
    let found = &path[at + 1..];
    let found = PARTS.iter().find_map(|part| found.strip_suffix(part)).unwrap_or(found);
    doi(&found.strip_suffix(".pdf").unwrap_or(found).replace("%2F", "/").replace("%2f", "/"))
}

fn youtube_page(url: &Url) -> Option<Box<str>> {
    if url.path() == "/watch" {
        return url.query_pairs().find(|(name, _)| name == "v").and_then(|(_, id)| youtube(&id));
    }
    let mut parts = url.path_segments()?;
    matches!(parts.next()?, "shorts" | "embed" | "live" | "v").then(|| youtube(parts.next()?)).flatten()
}

/// The page that a cache of fast pages shows: `host.cdn.ampproject.org/c/s/host/page`,
/// `google.com/amp/s/host/page`.
fn behind_amp_cache(host: &str, path: &str) -> Option<String> {
    let inner = match host {
        _ if host.ends_with(".cdn.ampproject.org") => path.strip_prefix("/c/").or(path.strip_prefix("/v/")),
        _ if host.starts_with("google.") => path.strip_prefix("/amp/"),
        _ => None,
    }?;
    let page = inner.strip_prefix("s/").unwrap_or(inner);
    // A cache of a cache would lead on and on.
    let cached =
        page.contains("ampproject.org") || page.starts_with("google.") || page.starts_with("www.google.");
    (page.contains('.') && !cached).then(|| format!("https://{page}"))
}

/// The host without what names its pages for phones: `m.`, `mobile.`, `amp.`, `en.m.`
fn for_everyone(host: &str) -> String {
    let labels: Vec<&str> = host.split('.').collect();
    match labels.as_slice() {
        ["m" | "mobile" | "amp", rest @ ..] if rest.len() > 1 => rest.join("."),
        [first, "m", rest @ ..] if rest.len() > 1 => format!("{first}.{}", rest.join(".")),
        _ => host.to_owned(),
    }
}

/// `http` and `https`, `www.` and none, a slash at the end and none, the page for phones and for
/// others are the same page.
fn normalised(url: &Url, host: &str) -> Box<str> {
    let mut out = format!("https://{}", for_everyone(host));
    if let Some(port) = url.port() {
        out.push_str(&format!(":{port}"));
    }
    let path = url.path().trim_end_matches('/');
    let path = ["/amp", "/amp.html", ".amp", "/index.html"]
        .iter()
        .find_map(|end| path.strip_suffix(end))
        .unwrap_or(path);
    out.push_str(path.trim_end_matches('/'));
    let kept = url.query().unwrap_or_default().split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
        !name.is_empty()
            && !pair.eq_ignore_ascii_case("outputtype=amp")
            && !name.starts_with("utm_")
            && !TRACKING.contains(&name.as_str())
    });
    for (at, pair) in kept.enumerate() {
        out.push(if at == 0 { '?' } else { '&' });
        out.push_str(pair);
    }
    out.into()
}

/// The identity of whatever the text is: an address, a DOI, an ISBN, an arXiv identifier or a
/// number in PubMed that says so.
#[must_use]
pub fn any(text: &str) -> Option<Box<str>> {
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    let labelled = text.get(..4).filter(|label| label.eq_ignore_ascii_case("pmid"));
    let number = || pmid(labelled.map(|_| text[4..].trim_start_matches([':', ' ']))?);
    address(text).or_else(|| doi(text)).or_else(|| arxiv(text)).or_else(|| isbn(text)).or_else(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_work_has_one_key() {
        for (text, key) in [
            ("https://www.youtube.com/watch?t=3&v=dQw4w9WgXcQ&feature=x", "youtube:dQw4w9WgXcQ"),
            ("https://youtu.be/dQw4w9WgXcQ?si=abc", "youtube:dQw4w9WgXcQ"),
            ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "youtube:dQw4w9WgXcQ"),
            ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=1", "youtube:dQw4w9WgXcQ"),
            ("https://www.youtube.com/@channel/", "https://youtube.com/@channel"),
            ("https://doi.org/10.1000/ABC.1", "doi:10.1000/abc.1"),
            ("doi:10.1000/abc.1", "doi:10.1000/abc.1"),
            ("10.1000/abc.1", "doi:10.1000/abc.1"),
            ("https://pubmed.ncbi.nlm.nih.gov/38765432/", "pmid:38765432"),
            ("PMID: 38765432", "pmid:38765432"),
            ("pmid 38765432", "pmid:38765432"),
            ("978-0-306-40615-7", "isbn:9780306406157"),
            ("ISBN 0-306-40615-2", "isbn:9780306406157"),
            ("arXiv:2101.01234v2", "arxiv:2101.01234"),
            ("https://arxiv.org/pdf/2101.01234v2.pdf", "arxiv:2101.01234"),
            ("https://arxiv.org/abs/math.GT/0309136", "arxiv:math.gt/0309136"),
            ("https://doi.org/10.48550/arXiv.2101.01234", "arxiv:2101.01234"),
            ("https://web.archive.org/web/2020/https://example.org/a?id=3", "https://example.org/a?id=3"),
            ("https://web.archive.org/web/2020/", "https://web.archive.org/web/2020"),
            ("HTTP://www.Example.org/a/b/?utm_source=x&id=3&fbclid=y#part", "https://example.org/a/b?id=3"),
            ("https://example.org", "https://example.org"),
            ("https:&#x2F;&#x2F;example.org&#x2F;a?id=3&amp;page=4", "https://example.org/a?id=3&page=4"),
            ("https://en.m.wikipedia.org/wiki/Fresnel_lens", "https://en.wikipedia.org/wiki/Fresnel_lens"),
            ("http://m.example.org/a/amp/?amp=1", "https://example.org/a"),
            ("https://m.org/a", "https://m.org/a"),
            ("https://www.google.com/amp/s/www.example.org/a", "https://example.org/a"),
            ("https://example-org.cdn.ampproject.org/c/s/example.org/a.amp?x=1", "https://example.org/a"),
            ("https://example.org/index.html", "https://example.org"),
            ("https://example.org:8080/?utm_source=x", "https://example.org:8080"),
        ] {
            assert_eq!(any(text).as_deref(), Some(key), "{text}");
        }
    }

    #[test]
    fn a_publisher_has_the_doi_in_its_address() {
        for (address, key) in [
            ("https://journals.example.org/doi/full/10.1000/LAMP.1", Some("doi:10.1000/lamp.1")),
            ("https://journals.example.org/doi/10.1000/lamp.1/pdf?x=1", Some("doi:10.1000/lamp.1")),
            ("https://journals.example.org/article/10.1000/lamp.1.pdf", Some("doi:10.1000/lamp.1")),
            ("https://journals.example.org/issues/10.2/lamp", None),
            ("doi:10.1000/lamp.1", None),
        ] {
            assert_eq!(doi_within(address).as_deref(), key, "{address}");
        }
    }

    #[test]
    fn what_has_no_identity_has_no_key() {
        for text in [
            "merkur",
            "",
            "978-0-306-40615-8",
            "10.1/x",
            "/about/",
            "mailto:a@example.org",
            "2024-01-02",
            "é",
        ] {
            assert_eq!(any(text), None, "{text}");
        }
        assert_eq!(youtube("too-short"), None);
    }
}
