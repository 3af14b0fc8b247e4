//! How long a source lasts, as the front matter or other documents show.

use crate::document::{Document, MediaTime};
use crate::rule::Subject;
use crate::text::Span;
use crate::vault::{CitedTimes, ShownLength};

/// So many documents that end at one place show that the source does; fewer may all rest on its beginning.
const SEVERAL: usize = 3;

/// How long a source lasts.
pub(super) struct Length<'a> {
    /// The last second.
    pub(super) end: u32,
    /// A time after this is too late, ends known for less than sure allowed for.
    pub(super) limit: u32,
    /// A time after this is too late even if nothing else speaks against it.
    pub(super) far: u32,
    /// Whether the end is stated, or another document ends near it.
    pub(super) sure: bool,
    /// Whether it is stated, or several documents besides end near it.
    pub(super) certain: bool,
    known: Known<'a>,
}

/// How a length is known.
enum Known<'a> {
    /// The document states it, in the words at this place.
    Stated(&'a Document, Span),
    /// The same in another document on the source.
    StatedElsewhere(&'a Document, Span),
    /// The transcript at this path ends there.
    Heard(MediaTime, &'a str),
    /// Other documents cite times up to there.
    Shown(ShownLength),
}

impl<'a> Length<'a> {
    pub(super) fn of(subject: &Subject<'a>, cited: Option<&CitedTimes>) -> Option<Self> {
        let stated = |end: u32, known| {
            let limit = end.saturating_add(end / 50).saturating_add(5);
            Some(Self { end, limit, far: limit, sure: true, certain: true, known })
        };
        if let Some((end, span)) = subject.document.stated_length() {
            return stated(end, Known::Stated(subject.document, span));
        }
        let shown = cited.and_then(|cited| cited.shown_to(subject.id));
        let elsewhere = stated_elsewhere(subject)
            .and_then(|(end, document, span)| stated(end, Known::StatedElsewhere(document, span)));
        // What others cite beyond that end speaks against it.
        if let Some(length) = elsewhere.filter(|length| shown.is_none_or(|shown| shown.end <= length.limit)) {
            return Some(length);
        }
        if let Some(length) = heard(subject, shown) {
            return Some(length);
        }
        let shown = shown?;
        let agreed = shown.agreeing > 1;
        // One document may rest on the beginning alone.
        let slack = if agreed { shown.end / 10 + 60 } else { shown.end.saturating_add(600) };
        let limit = shown.end.saturating_add(slack);
        let far = limit.saturating_add(shown.end).saturating_add(600);
        let (certain, known) = (shown.agreeing >= SEVERAL, Known::Shown(shown));
        Some(Self { end: shown.end, limit, far, sure: agreed, certain, known })
    }

    /// The end, in words that say what it is the end of.
    pub(super) fn named_end(&self) -> String {
        let end = MediaTime::new(self.end);
        match self.known {
            Known::Stated(..) | Known::StatedElsewhere(..) => format!("the source lasts, {end}"),
            Known::Heard(..) => format!("the transcript goes, {end}"),
            Known::Shown(_) => format!("anything that other documents on the source cite, {end}"),
        }
    }

    /// How it is known, in words.
    pub(super) fn reason(&self) -> String {
        match self.known {
            Known::Stated(document, span) => {
                let head = document.front_matter.as_ref().is_some_and(|head| head.span.contains(span));
                let place = if head { "the front matter" } else { "the document" };
                format!(
                    "{place} says that the source lasts `{}`",
                    document.slice(span).trim_matches(['"', '\''])
                )
            }
            Known::StatedElsewhere(document, span) => format!(
                "`{}` says that the source lasts `{}`",
                document.path(),
                document.slice(span).trim_matches(['"', '\''])
            ),
            Known::Heard(end, path) => format!("its transcript `{path}` ends at {end}"),
            Known::Shown(ShownLength { end, documents, .. }) => {
                let others = match documents {
                    1 => "the one other document on the same source cites nothing".to_owned(),
                    count => format!("{count} other documents on the same source cite nothing credible"),
                };
                format!("{others} later than {}", MediaTime::new(end))
            }
        }
    }
}

/// What other documents on the source say of it, the longest if they differ: one of them may be wrong.
fn stated_elsewhere<'a>(subject: &Subject<'a>) -> Option<(u32, &'a Document, Span)> {
    let key = subject.document.provenance.source_key.as_deref()?;
    let (end, id, span) = subject.vault.stated_length(key)?;
    Some((end, subject.vault.document(id), span))
}

/// The length that a transcript of the source shows. What comes after the last words may go on
/// without any; a transcript that ends long before the times that others cite is a part of one.
fn heard<'a>(subject: &Subject<'a>, shown: Option<ShownLength>) -> Option<Length<'a>> {
    let key = subject.document.provenance.source_key.as_deref()?;
    let ends = subject.vault.transcripts(key).filter_map(|transcript| Some((transcript.end()?, transcript)));
    let (end, transcript) = ends.max_by_key(|&(end, _)| end)?;
    let time = end;
    let end = end.seconds();
    let limit = end.saturating_add(end / 10).saturating_add(60);
    if shown.is_some_and(|shown| shown.end > limit) {
        return None;
    }
    let far = limit.saturating_add(end / 10).saturating_add(240);
    let known = Known::Heard(time, transcript.path());
    Some(Length { end, limit, far, sure: true, certain: true, known })
}
