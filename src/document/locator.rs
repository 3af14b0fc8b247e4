//! The times in its source that stand beside a quotation and are its own.

mod apart;

use std::cell::OnceCell;

use super::beside::{MAX_DISTANCE, is_one_sentence, leads_into, place};
use super::timestamp::has_medium;
use super::{CitationKind, ClockContext, Document, MediaTime, Quotation, Timestamp, source_key};
use crate::lexicon::{self, Role};
use crate::text::Span;

/// The most bytes of a word that stands before a time.
const MAX_WORD: usize = 12;
/// More times in a row are not all of one quotation.
const MAX_LOCATORS: usize = 8;

pub use apart::SectionTime;

/// A time that says where in its source a quotation stands.
#[derive(Clone, Copy, Debug)]
pub struct Locator<'d> {
    /// Where the time is written.
    pub span: Span,
    /// The time.
    pub time: MediaTime,
    /// The timestamp that states it; none if it is a time in plain text (`09:12 – "…"`).
    pub timestamp: Option<&'d Timestamp>,
}

impl<'d> Locator<'d> {
    fn of(timestamp: &'d Timestamp) -> Option<Self> {
        let field = timestamp.fields().find(|field| field.time.is_some())?;
        Some(Self { span: field.span, time: field.time?, timestamp: Some(timestamp) })
    }

    /// Whether the time is one of the source of that key: that of a link is of what the link leads to.
    #[must_use]
    pub fn is_of(&self, document: &Document, key: &str) -> bool {
        let address = self.timestamp.and_then(|timestamp| timestamp.address.as_deref());
        address.is_none_or(|address| source_key(document.slice(address.url)).as_deref() == Some(key))
    }
}

/// The locators of the quotations of one document.
#[derive(Debug)]
pub struct Locators<'d> {
    document: &'d Document,
    /// Whether a time in plain text may be one in a medium, once that is asked.
    timed: OnceCell<bool>,
    /// The times of its sections, by number of the heading.
    sections: OnceCell<Vec<Option<SectionTime>>>,
}

impl<'d> Locators<'d> {
    /// Those of `document`.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        Self { document, timed: OnceCell::new(), sections: OnceCell::new() }
    }

    /// The times that say where in its source a quotation stands, those after it first.
    ///
    /// Times after it are its own if they follow in its sentence, or right after, as far as nothing
    /// but marks stands between them. Of the times before it in its block (or its row of a table)
    /// the nearest is its own, if it stands in its sentence and no other quotation stands before it
    /// there; and in any case if the block or the line begins with a time: then times lead
    /// (`09:12 "…" 10:15 "…"`), and one after it that leads to another quotation is the other's. One that
    /// leads to another first is no second locator of a quotation that has one after it. If there is none at
    /// all, it is one in plain text behind it, in the line below that says whose words they are, or before
    /// the colon that leads to them.
    #[must_use]
    pub fn of(&self, quotation: &Quotation) -> Vec<Locator<'d>> {
        let document = self.document;
        let Some((_, block)) = document.block_of(quotation.span) else { return Vec::new() };
        let place = place(document, block);
        let mut found = self.after(quotation, place);
        found.retain(|after| !(self.is_introduced(after) && self.is_followed(after, place.end())));
        if found.is_empty() {
            found.extend(self.cited(quotation));
        }
        if let Some((before, leads)) = self.before(quotation, place) {
            if leads {
                found.retain(|after| !self.is_followed(after, place.end()));
            }
            if found.is_empty() || !self.is_followed(&before, quotation.span.start()) {
                found.push(before);
            }
        }
        if found.is_empty() {
            found.extend(self.apart(quotation, place));
        }
        found
    }

    fn after(&self, quotation: &Quotation, place: Span) -> Vec<Locator<'d>> {
        let all = &self.document.timestamps;
        let first = all.partition_point(|timestamp| timestamp.span.start < quotation.span.end);
        let mut at = quotation.span.end();
        let mut found = Vec::new();
        for timestamp in all[first..].iter().take_while(|timestamp| timestamp.span.end <= place.end) {
            let between = Span::new(at.min(timestamp.span.start()), timestamp.span.start());
            let joined = match at == quotation.span.end() {
                true => between.len() <= MAX_DISTANCE && is_one_sentence(self.document.slice(between)),
                false => !self.document.slice(between).contains(char::is_alphanumeric),
            };
            if !joined || found.len() == MAX_LOCATORS {
                break;
            }
            at = timestamp.span.end();
            found.extend(Locator::of(timestamp));
        }
        found
    }

    /// The time in the citation beside it: `[@hill, 00:01:02]`.
    fn cited(&self, quotation: &Quotation) -> Option<Locator<'d>> {
        let key = quotation.citation(self.document).filter(|citation| citation.kind == CitationKind::Key)?;
        let text = self.document.slice(key.span);
        let start = text.rfind([',', ' '])? + 1;
        let length = text[start..].find(']')?;
        let time = time_of(&text[start..start + length])?;
        let span = Span::new(start, start + length).shifted(key.span.start());
        Some(Locator { span, time, timestamp: None })
    }

    /// The time before a quotation that is its own, and whether times lead there.
    fn before(&self, quotation: &Quotation, place: Span) -> Option<(Locator<'d>, bool)> {
        let document = self.document;
        let near = place.start().max(quotation.span.start().saturating_sub(MAX_DISTANCE));
        let near = document.text().floor_char_boundary(near).max(place.start());
        let text = document.slice(Span::new(near.min(quotation.span.start()), quotation.span.start()));
        let line = text.rfind('\n').and_then(|at| self.plain(near + at + 1, quotation.span.start()));
        let head = line.or_else(|| self.lead(place.start(), quotation));
        let head = head.map(|head| (head.timestamp.map_or(head.span, |timestamp| timestamp.span), head));
        let all = &document.timestamps;
        let next = all.partition_point(|timestamp| timestamp.span.end <= quotation.span.start);
        let marked = next.checked_sub(1).map(|at| &all[at]).filter(|last| last.span.start() >= near);
        let marked = marked.and_then(|last| Some((last.span, Locator::of(last)?)));
        let clock = self.at_clock(near, quotation).map(|clock| (clock.span, clock));
        let introduced = |time: &Locator<'_>, span: Span| {
            let between = document.slice(Span::new(span.end(), quotation.span.start()));
            self.is_introduced(time) && !between.contains(char::is_alphanumeric)
        };
        let inner = marked.into_iter().chain(clock).filter(|&(span, ref time)| {
            head.as_ref().is_some_and(|(head, _)| head.overlaps(span) || self.begins_sentence(span, place))
                || introduced(time, span)
                || self.leads_up(span, quotation, place)
        });
        let leads = head.is_some();
        head.into_iter().chain(inner).max_by_key(|(span, _)| span.end).map(|(_, locator)| (locator, leads))
    }

    /// Whether a time is of the sentence that follows it. In `… left. [00:01:02] He said "…"` it is
    /// of the one before, unless times lead.
    fn begins_sentence(&self, time: Span, place: Span) -> bool {
        let before = self.document.slice(Span::new(place.start(), time.start())).trim_end();
        before.ends_with(['.', '!', '?', '"', '”', '…'])
    }

    /// Whether a time stands in the sentence of a quotation, and no other could claim it.
    fn leads_up(&self, time: Span, quotation: &Quotation, place: Span) -> bool {
        let document = self.document;
        let between = document.slice(Span::new(time.end(), quotation.span.start()));
        let next = document.quotations.partition_point(|other| other.span.end <= time.start);
        let other = next.checked_sub(1).map(|at| document.quotations[at].span);
        let claimed = other
            .filter(|other| place.contains(*other))
            .is_some_and(|other| is_one_sentence(document.slice(Span::new(other.end(), time.start()))));
        !claimed && !self.begins_sentence(time, place) && leads_into(between)
    }

    /// The time with which the block begins.
    fn lead(&self, start: usize, quotation: &Quotation) -> Option<Locator<'d>> {
        let document = self.document;
        let next = document.timestamps.partition_point(|timestamp| timestamp.span.start() < start);
        let first = document.timestamps.get(next).filter(|first| first.span.end <= quotation.span.start);
        let begins = |first: &&Timestamp| {
            let before = document.slice(Span::new(start, first.span.start()));
            before.len() <= MAX_DISTANCE && !before.contains(char::is_alphanumeric)
        };
        let marked = first.filter(begins).and_then(Locator::of);
        marked.or_else(|| self.plain(start, quotation.span.start()))
    }

    /// The time in plain text that is the first thing from `start` on.
    fn plain(&self, start: usize, end: usize) -> Option<Locator<'d>> {
        let text = self.document.text().get(start..end)?;
        let mut first = text.char_indices().take(MAX_DISTANCE);
        let (skipped, _) = first.find(|(_, c)| c.is_alphanumeric())?;
        let rest = &text[skipped..];
        let length = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b':').count();
        let length = rest[..length].trim_end_matches(':').len();
        let after = &rest[length..];
        // `3:16–17` are verses.
        let verses = after.strip_prefix(['-', '–']).is_some_and(|end| {
            let digits = end.trim_start_matches(|c: char| c.is_ascii_digit());
            digits.len() < end.len() && !digits.starts_with(':')
        });
        let whole =
            !verses && !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '/'));
        let span = Span::new(start + skipped, start + skipped + length);
        let time = time_of(&rest[..length]).filter(|_| whole)?;
        let times = &self.document.clock_times;
        let next = times.partition_point(|time| time.span.end <= span.start);
        let of_day = times.get(next).is_some_and(|time| time.span.overlaps(span));
        let marks = &self.document.timestamps;
        let next = marks.partition_point(|mark| mark.span.end <= span.start);
        let marked = marks.get(next).is_some_and(|mark| mark.span.overlaps(span));
        (!of_day && !marked && self.is_timed()).then_some(Locator { span, time, timestamp: None })
    }

    /// The last `at 09:12` before a quotation.
    fn at_clock(&self, near: usize, quotation: &Quotation) -> Option<Locator<'d>> {
        let times = &self.document.clock_times;
        let next = times.partition_point(|time| time.span.end <= quotation.span.start);
        let last = next.checked_sub(1).map(|at| &times[at])?;
        let plain = last.context == ClockContext::Before && last.span.start() >= near;
        let time = time_of(self.document.slice(last.span)).filter(|_| plain && self.is_timed())?;
        Some(Locator { span: last.span, time, timestamp: None })
    }

    fn is_timed(&self) -> bool {
        *self.timed.get_or_init(|| !self.document.timestamps.is_empty() || has_medium(self.document))
    }

    /// Whether a word that stands before times does right before it: `and at [00:01:02] "…"`.
    fn is_introduced(&self, time: &Locator<'_>) -> bool {
        let span = time.timestamp.map_or(time.span, |timestamp| timestamp.span);
        let near = self.document.text().floor_char_boundary(span.start().saturating_sub(MAX_WORD));
        let before = self.document.slice(Span::new(near, span.start())).trim_end();
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        lexicon::words().meanings(word).iter().any(|meaning| meaning.role == Role::BeforeTime)
    }

    /// Whether a quotation follows the time and ends before `end`.
    fn is_followed(&self, time: &Locator<'_>, end: usize) -> bool {
        let all = &self.document.quotations;
        let next = all.partition_point(|quotation| quotation.span.start < time.span.end);
        all.get(next).is_some_and(|quotation| quotation.span.end() <= end)
    }
}

/// The time that a text states as people write it.
fn time_of(text: &str) -> Option<MediaTime> {
    MediaTime::of(text).filter(|_| text.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The locators of the first quotation and, after a bar, those of the last.
    fn located(text: &str) -> String {
        let document = Document::from_text("a.md", &format!("---\nvideoId: abcdefghijk\n---\n{text}\n"));
        let locators = Locators::new(&document);
        let of = |quotation| {
            let spans = locators.of(quotation).into_iter().map(|locator| document.slice(locator.span));
            spans.collect::<Vec<_>>().join(" ")
        };
        let all = &document.quotations;
        let first = all.first().map(of).unwrap_or_default();
        if all.len() > 1 { format!("{first}|{}", of(&all[all.len() - 1])) } else { first }
    }

    #[test]
    fn locators_follow_in_the_sentence() {
        for (text, expected) in [
            ("She said \"it was so\" [00:01:02].", "00:01:02"),
            ("She said: \"It was so.\" [00:01:02] Then [00:03:00]", "00:01:02"),
            (
                "He said \"it was so\" of the lamp [00:01:02], [00:01:09] and left [00:03:00].",
                "00:01:02 00:01:09",
            ),
            ("He said \"it was so\". The lamp was lit [00:01:02].", ""),
            ("He said \"it was so\" of the lamp. It was lit [00:01:02].", ""),
            ("She said \"it was so\" [09:12](https://youtu.be/abcdefghijk?t=552).", "09:12"),
            ("She said \"it was so\" [09:12](https://a.example/talk.mp4#t=9m12s).", "09:12"),
            ("She said \"it was so\" <a href=\"https://youtu.be/abcdefghijk?t=552\">09:12</a>.", "09:12"),
            ("She said \"it was so\" [[00:09:12]].", "00:09:12"),
            ("She said \"it was so\" [see @hill, 00:01:02].", "00:01:02"),
            ("| a | b |\n|--|--|\n| \"it was so\" | [00:01:02] |", "00:01:02"),
        ] {
            assert_eq!(located(text), expected, "{text}");
        }
    }

    #[test]
    fn a_time_before_a_quotation_is_its_own() {
        for (text, expected) in [
            ("At [00:01:02] he said \"it was so\"\n\nand [00:03:00].", "00:01:02"),
            ("At [00:01:02] he said \"it was so\" [00:01:09].", "00:01:09 00:01:02"),
            ("At [00:01:02] he came. He said \"it was so\".", ""),
            ("The lamp was lit. [00:01:02] He said \"it was so\".", ""),
            ("He said \"it was so\" [00:01:02] and \"it was not\".", "00:01:02|"),
            ("- 09:12 \"it was so\"\n- 10:15 \"it was not\"", "09:12|10:15"),
            ("- **09:12** – She came. \"It was so.\"", "09:12"),
            ("09:12 \"it was so\"\n10:15 \"it was not\"", "09:12|10:15"),
            ("[09:12] \"it was so\" [10:15] \"it was not\"", "09:12|10:15"),
            ("[09:12] \"it was so\"\n[10:15] \"it was not\"", "09:12|10:15"),
            ("He said \"it was so\"\n[09:12]. Then \"it was not\"", "09:12|"),
            ("[09:12] \"it was so\" [10:15]", "10:15 09:12"),
            ("[09:12] \"it was so\", and at [10:15] \"it was not\"", "09:12|10:15"),
            ("At 09:12 \"it was so\", and \"it was not\" [10:15]", "10:15 09:12|10:15"),
            ("[09:12] She came. He left [10:15]. \"It was so.\"", "09:12"),
            ("[09:12] She came. [10:15] He said \"it was so\".", "10:15"),
            ("[09:12](https://youtu.be/abcdefghijk?t=552) She came. \"it was so\"", "09:12"),
            ("At 09:12 she says \"it was so\", at 10:15 \"it was not\"", "09:12|10:15"),
            ("| a | b |\n|--|--|\n| 09:12 | \"it was so\" |", "09:12"),
            ("- 9:12 am \"it was so\"", ""),
            ("- 9:12.5 \"it was so\"", ""),
            ("In John 3:16 \"it was so\"", ""),
            ("- 3:16–17 \"it was so\"", ""),
            ("- 3:16–3:40 \"it was so\"", "3:16"),
        ] {
            assert_eq!(located(text), expected, "{text}");
        }
        let document = Document::from_text("a.md", "- 09:12 \"it was so\"\n");
        assert!(Locators::new(&document).of(&document.quotations[0]).is_empty(), "no medium");
    }
}
