//! Times in the addresses of links: `?t=1h2m5s`, `&start=90`, `#t=90,95`, `ytseek://90`.

use super::super::markdown::attribute_value;
use super::super::{Document, Link, LinkSyntax};
use super::{Timestamp, TimestampAddress, TimestampForm, read};
use crate::text::Span;

/// Sites whose addresses take a time in the query.
const HOSTS: [&str; 9] = [
    "youtu.be/",
    "youtube.com/",
    "youtube-nocookie.com/",
    "vimeo.com/",
    "twitch.tv/",
    "soundcloud.com/",
    "open.spotify.com/",
    "dailymotion.com/",
    "bilibili.com/",
];

/// Endings of files that play.
const PLAYED: [&str; 9] = [".mp4", ".webm", ".mkv", ".mov", ".mp3", ".m4a", ".ogg", ".wav", ".opus"];

/// Fields of the front matter that name a medium.
const FIELDS: [&str; 10] = [
    "videoId",
    "video_id",
    "video",
    "youtube",
    "vimeo",
    "podcast",
    "audio",
    "media",
    "media_link",
    "runtime",
];

/// The timestamp that a link makes, if its address carries a time.
pub(super) fn read_link(text: &str, link: &Link) -> Option<Timestamp> {
    let address = match link.syntax {
        LinkSyntax::Wiki => in_anchor(text, link)?,
        LinkSyntax::Html | LinkSyntax::Reference | LinkSyntax::Definition => return None,
        LinkSyntax::Markdown | LinkSyntax::Autolink | LinkSyntax::BareUrl => {
            let shown = link.display.is_some_and(|display| display.of(text).contains(':'));
            in_url(text, link.target, shown).or_else(|| in_anchor(text, link))?
        }
    };
    let label = link.display.filter(|_| !link.embed).and_then(|display| shown_time(text, display));
    Some(Timestamp {
        span: link.span,
        form: TimestampForm::Link,
        damage: None,
        value: None,
        label: label.map(|span| read::label(text, span)),
        address: Some(Box::new(address)),
    })
}

/// `![[talk.mp4#t=90]]`
fn in_anchor(text: &str, link: &Link) -> Option<TimestampAddress> {
    let anchor = link.anchor.filter(|_| is_played(link.target.of(text)))?;
    let time = anchor.of(text).strip_prefix("t=")?;
    let field = read::address(text, Span::new(anchor.end() - time.len(), anchor.end()));
    field.time.map(|_| TimestampAddress { url: link.target.cover(anchor), field })
}

/// The `href` of a tag, if it carries a time.
pub(super) fn in_attribute(text: &str, tag: Span) -> Option<Box<TimestampAddress>> {
    let href = attribute_value(tag.of(text), "href")?;
    in_url(text, href.shifted(tag.start()), false).map(Box::new)
}

/// The time in an address. A `t=` in the query means a time only where it is known to, or
/// where the link shows one.
fn in_url(text: &str, url: Span, shown: bool) -> Option<TimestampAddress> {
    let source = url.of(text);
    if let Some(time) = source.strip_prefix("ytseek://") {
        let time = time.strip_prefix("?t=").unwrap_or(time);
        return found(text, url, url.end() - time.len());
    }
    // Nearly every address ends here: a time is a value, and most have none.
    if memchr::memchr(b'=', source.as_bytes()).is_none() || !source.contains(':') {
        return None;
    }
    let known =
        || shown || is_known(source) || is_played(source.split(['?', '#']).next().unwrap_or_default());
    for (name, fragment_alone) in [("t=", true), ("start=", false), ("time_continue=", false)] {
        for (at, _) in source.match_indices(name) {
            let mark = source[..at].bytes().next_back();
            let fits = match mark {
                Some(b'#') => fragment_alone,
                Some(b'?' | b'&') => known(),
                _ => false,
            };
            if fits && let Some(address) = found(text, url, url.start() + at + name.len()) {
                return Some(address);
            }
        }
    }
    None
}

fn found(text: &str, url: Span, start: usize) -> Option<TimestampAddress> {
    let rest = Span::new(start, url.end()).of(text);
    let length = rest.find(['&', '#', '?', '/']).unwrap_or(rest.len());
    let field = read::address(text, Span::new(start, start + length));
    field.time.map(|_| TimestampAddress { url, field })
}

/// The time that a link shows, without brackets around it; none if it shows words.
fn shown_time(text: &str, display: Span) -> Option<Span> {
    let source = display.of(text);
    let around = |c: char| {
        c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '\\' | '*' | '▶' | '⏱' | '\u{fe0f}')
    };
    let inner = source.trim_matches(around);
    let start = source.len() - source.trim_start_matches(around).len();
    let timed = inner.contains(':')
        && inner.starts_with(|c: char| c.is_ascii_digit())
        && inner.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | ' ' | '-' | '–' | '—'));
    timed.then(|| Span::new(start, start + inner.len()).shifted(display.start()))
}

fn is_known(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let Some(slash) = memchr::memchr(b'/', rest.as_bytes()) else { return false };
    let domain = &rest[..=slash];
    HOSTS.iter().any(|host| {
        let sub = domain.strip_suffix(host);
        sub.is_some_and(|sub| sub.is_empty() || (sub.len() < 24 && sub.ends_with('.')))
    })
}

fn is_played(path: &str) -> bool {
    let tail = path.len().saturating_sub(5);
    path.get(tail..).or_else(|| path.get(tail + 1..)).is_some_and(|tail| {
        let tail = tail.to_ascii_lowercase();
        PLAYED.iter().any(|ending| tail.ends_with(ending))
    })
}

/// Whether the document names something that plays.
pub(in crate::document) fn has_medium(document: &Document) -> bool {
    let text = document.text();
    has_medium_field(document)
        || document.links.iter().any(|link| {
            let target = link.target.of(text);
            is_played(target) || (target.contains("://") && is_known(target))
        })
}

/// Whether the document says at its head what plays: in a field of the front matter, or in a line of its own,
/// `Video: https://youtu.be/…`.
pub(in crate::document) fn is_on_medium(document: &Document) -> bool {
    has_medium_field(document) || source_link(document).is_some()
}

/// The link to what plays in a line of the head, with nothing or a name before it.
pub(in crate::document) fn source_link(document: &Document) -> Option<&Link> {
    /// How far the head goes, in bytes.
    const HEAD: usize = 800;
    let text = document.text();
    let head = document.links.iter().take_while(|link| link.span.start() < document.body.start() + HEAD);
    let mut known = head.filter(|link| !link.in_front_matter && is_known(link.target.of(text)));
    let link = known.next()?;
    let before = &text[document.body.start()..link.span.start()];
    let label = before.rsplit('\n').next()?.trim_matches([' ', '\t', '*', '_', '-', '>', '<']);
    let alone = known.all(|other| other.target.of(text) == link.target.of(text));
    (alone && (label.is_empty() || label.ends_with(':'))).then_some(link)
}

/// Whether a field of the front matter names something that plays.
fn has_medium_field(document: &Document) -> bool {
    let text = document.text();
    document.front_matter.as_ref().is_some_and(|front_matter| {
        FIELDS.iter().any(|name| front_matter.field(name).is_some())
            || front_matter
                .fields
                .iter()
                .any(|entry| is_known(entry.value.span.of(text).trim_matches(['"', '\''])))
    })
}
