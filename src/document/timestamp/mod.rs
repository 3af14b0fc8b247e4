//! Media times: marks that point into a video or recording.
//!
//! A mark is an anchor (`<a class="yt-timestamp" data-t="00:01:33">[00:01:33]</a>`), a link
//! whose address carries a time, or a time alone in brackets. A time alone is easily
//! something else (a verse, a score, a time of day), so it counts only where the document
//! has a medium to point into, or several such times.

mod address;
mod anchor;
mod bare;
mod minutes;
mod read;
mod running;

use std::fmt;
use std::num::NonZeroU32;

use memchr::memchr3;

pub(super) use address::{has_medium, source_link};
pub use read::Fault;

use super::{Document, media_fence};
use crate::text::Span;

/// A time in a medium, in whole seconds.
// One more than the seconds, so that a time that is missing takes no room.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MediaTime(NonZeroU32);

impl MediaTime {
    /// The time `seconds` after the beginning.
    #[must_use]
    pub fn new(seconds: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(seconds))
    }

    /// The time that a text states, as people (`1:02:05`) or machines (`3725`, `1h2m5s`) write it.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        read::machine(text)
    }

    /// Seconds after the beginning.
    #[must_use]
    pub fn seconds(self) -> u32 {
        self.0.get() - 1
    }

    /// The time with as many fields, and as many digits in the first, as `pattern` has; without
    /// any (`552`, `9m12s`), as machines take it; for words (`minute 93`), as a clock shows it.
    #[must_use]
    pub fn written_like(self, pattern: &str) -> String {
        let seconds = self.seconds();
        if pattern.contains(' ') && !pattern.contains(':') {
            return self.written_like("0:00");
        }
        if !pattern.contains(':') {
            return if pattern.contains(['m', 'h', 'M', 'H']) {
                let hours = if seconds < 3600 { String::new() } else { format!("{}h", seconds / 3600) };
                format!("{hours}{}m{}s", seconds / 60 % 60, seconds % 60)
            } else {
                let unit = pattern.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
                format!("{seconds}{unit}")
            };
        }
        let first = pattern.find(':').unwrap_or(1).clamp(1, 3);
        if pattern.matches(':').count() < 2 && seconds < 3600 {
            format!("{:0first$}:{:02}", seconds / 60, seconds % 60)
        } else {
            let first = if pattern.matches(':').count() < 2 { 1 } else { first };
            format!("{:0first$}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
        }
    }
}

impl fmt::Display for MediaTime {
    /// `0:01:33`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written_like("0:00:00"))
    }
}

/// One place in a timestamp where a time is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TimestampField {
    /// The text of the time and nothing else; of what stands there if it is none.
    pub span: Span,
    /// The time, if that is what is written there.
    pub time: Option<MediaTime>,
    /// The end of a range, or the last of several times.
    pub until: Option<MediaTime>,
}

/// A link's address that carries a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TimestampAddress {
    /// The whole address.
    pub url: Span,
    /// The time in it.
    pub field: TimestampField,
}

/// How a timestamp is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimestampForm {
    /// `<a class="yt-timestamp" data-t="00:01:33">[00:01:33]</a>`
    Anchor,
    /// `[00:01:33]`, `(12:05)`
    Bare,
    /// `[12:05](https://youtu.be/ID?t=725)`
    Link,
}

/// What is wrong with the mark around the times.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarkDamage {
    /// The opening tag has no `>`.
    OpenTag,
    /// No `</a>` comes before the next tag.
    OpenAnchor,
    /// There is no `data-t`, or it is spelt otherwise.
    NoValue,
    /// The `class` is not closed, so that it names no class.
    Class,
    /// The quotation mark after the time is missing: the value goes on up to the next one.
    OpenValue,
    /// The bracket is not closed, or with one of another kind.
    OpenBracket,
}

/// A media time with all the places that state it.
#[derive(Clone, Debug)]
pub struct Timestamp {
    /// The whole mark; of several times in one pair of brackets, the one.
    pub span: Span,
    /// How it is written.
    pub form: TimestampForm,
    /// What is wrong with the mark itself.
    pub damage: Option<MarkDamage>,
    /// What the machine reads (`data-t="…"`).
    pub value: Option<TimestampField>,
    /// What the reader sees (`[00:01:33]`).
    pub label: Option<TimestampField>,
    /// Where a link leads.
    // Rare and big; most timestamps are anchors without one.
    pub address: Option<Box<TimestampAddress>>,
}

impl Timestamp {
    /// The places that state its time.
    pub fn fields(&self) -> impl Iterator<Item = &TimestampField> {
        let address = self.address.as_ref().map(|address| &address.field);
        self.value.iter().chain(&self.label).chain(address)
    }

    /// The first time that is well written: the value, then the label, then the address.
    #[must_use]
    pub fn time(&self) -> Option<MediaTime> {
        self.fields().find_map(|field| field.time)
    }
}

/// A mark as found, before it is known whether the document can have such a mark.
struct Candidate {
    timestamp: Timestamp,
    certainty: Certainty,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Certainty {
    /// Nothing else is written like this.
    Sure,
    /// A time, if the document has a medium or several of them.
    Likely,
    /// A damaged time, if the document has well-formed ones beside it.
    Damaged,
}

/// This many marks make each other credible.
const SEVERAL: usize = 3;

/// The media times in the body of a document, sorted by place.
pub(super) fn extract(document: &Document) -> Vec<Timestamp> {
    let text = document.text();
    let mut found = Vec::with_capacity(document.body.len() / 256);
    for region in document.regions() {
        scan(text, region, &mut found);
    }
    let scanned = found.len();
    let links = document.links.iter().filter(|link| !link.in_front_matter);
    found.extend(links.filter_map(|link| address::read_link(text, link)).map(sure));
    found.extend(media_fence::times(document).map(|span| sure(bare::alone(text, span))));
    if address::is_on_medium(document) {
        let marks: Vec<Span> = found[..scanned].iter().map(|candidate| candidate.timestamp.span).collect();
        for region in document.regions() {
            running::read_all(text, region, &marks, &mut found);
            minutes::read_minutes(text, region, &mut found);
            minutes::read_units(text, region, &mut found);
        }
        running::read_code(text, &document.opaque, &mut found);
    }
    if found.len() > scanned {
        found.sort_by_key(|candidate| candidate.timestamp.span);
        // One in a mark or a link is that one's.
        found.dedup_by(|next, before| next.timestamp.span.overlaps(before.timestamp.span));
    }
    settle(document, found)
}

/// Finds anchors and bare times in `region`.
fn scan(text: &str, region: Span, found: &mut Vec<Candidate>) {
    let bytes = &text.as_bytes()[..region.end()];
    let mut past = region.start();
    while let Some(at) = bytes.get(past..).and_then(|rest| Some(memchr3(b'<', b'[', b'(', rest)? + past)) {
        past = at + 1;
        if bytes[at] == b'<' {
            if let Some((timestamp, end)) = anchor::read(text, at, region.end()) {
                found.push(sure(timestamp));
                past = past.max(end);
            }
        } else if let Some(end) = bare::read(text, at, region, found) {
            past = past.max(end);
        }
    }
}

fn sure(timestamp: Timestamp) -> Candidate {
    Candidate { timestamp, certainty: Certainty::Sure }
}

/// Keeps what the rest of the document makes credible.
fn settle(document: &Document, found: Vec<Candidate>) -> Vec<Timestamp> {
    let whole = found.iter().filter(|candidate| candidate.certainty != Certainty::Damaged).count();
    let all_sure = found.iter().all(|candidate| candidate.certainty == Certainty::Sure);
    let sure = found.iter().any(|candidate| {
        candidate.certainty == Certainty::Sure && candidate.timestamp.form != TimestampForm::Bare
    });
    let keep = all_sure || sure || whole >= SEVERAL || address::has_medium(document);
    let kept = found.into_iter().filter(|candidate| keep || candidate.certainty == Certainty::Sure);
    kept.filter(|candidate| candidate.certainty != Certainty::Damaged || whole > 0)
        .map(|candidate| candidate.timestamp)
        .collect()
}

#[cfg(test)]
mod tests;
