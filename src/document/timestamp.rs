//! Media times: marks that point into a video or recording.

use super::Document;
use crate::text::Span;

/// A time in a medium, in whole seconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MediaTime(pub u32);

/// One place in a timestamp where a time is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TimestampField {
    /// The text of the time and nothing else.
    pub span: Span,
    /// The time, if that is what is written there.
    pub time: Option<MediaTime>,
}

/// A media time with all the places that state it.
#[derive(Clone, Debug)]
pub struct Timestamp {
    /// The whole mark.
    pub span: Span,
    /// What the machine reads (`data-t="…"`).
    pub value: Option<TimestampField>,
    /// What the reader sees (`[00:01:33]`).
    pub label: Option<TimestampField>,
}

pub(super) fn extract(_document: &Document) -> Vec<Timestamp> {
    Vec::new()
}
