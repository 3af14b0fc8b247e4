//! Times that stand apart from the sentence of a quotation: in plain text behind it, in the line that says
//! whose words they are, before the colon that leads to them, in the heading above.

use super::{Locator, Locators};
use crate::document::beside::{MAX_DISTANCE, begins_with_dash, leads_into};
use crate::document::{ClockContext, Heading, MediaTime, Quotation};
use crate::lexicon::{self, Role};
use crate::text::Span;

/// So far behind a quotation, in bytes, a time in plain text begins.
const NEAR: usize = 24;

/// What a section of a document is about: from a time in its heading to that in the next.
#[derive(Clone, Copy, Debug)]
pub struct SectionTime {
    /// Where the heading writes it.
    pub span: Span,
    /// The time.
    pub from: MediaTime,
    /// The end of the range, or the next time of a heading, if that is later.
    pub until: Option<MediaTime>,
}

impl<'d> Locators<'d> {
    /// The time of a quotation that has none in its sentence.
    pub(super) fn apart(&self, quotation: &Quotation, place: Span) -> Option<Locator<'d>> {
        // To ask whether the document is on a medium is to read it.
        self.beside(quotation, place).filter(|_| self.is_timed())
    }

    fn beside(&self, quotation: &Quotation, place: Span) -> Option<Locator<'d>> {
        let (at, block) = self.document.block_of(quotation.span)?;
        let end = place.end().max(quotation.span.end());
        let rest = self.document.slice(Span::new(quotation.span.end(), end));
        if let Some(found) = self.behind(quotation, rest) {
            return Some(found);
        }
        let dashed = |text: &str| begins_with_dash(text.trim_start_matches(['.', '\n', ' ', '>']));
        if dashed(rest) {
            return self.first_in(Span::new(quotation.span.end(), end));
        }
        let blocks = &self.document.blocks;
        let ends = !rest.contains(char::is_alphanumeric);
        let next = blocks.get(at + 1).filter(|next| ends && dashed(self.document.slice(next.span)));
        if let Some(found) = next.and_then(|next| self.first_in(next.span)) {
            return Some(found);
        }
        let before = blocks.get(at.checked_sub(1)?)?.span;
        let lead = Span::new(block.span.start(), quotation.span.start().max(block.span.start()));
        self.leading(before, !self.document.slice(lead).contains(char::is_alphanumeric))
    }

    /// The time in plain text right behind a quotation: `"…", 1:59 min`, `"…" (5m02s)`, `"…" – at 1:59`.
    fn behind(&self, quotation: &Quotation, rest: &str) -> Option<Locator<'d>> {
        let near = &rest[..rest.floor_char_boundary(NEAR)];
        let mut text = near.trim_start_matches([' ', ',', ';', '(', '–', '—', '-', '@', '\n', '.', '|']);
        let set_off = near[..near.len() - text.len()].contains(['(', ',', '–', '—', '-', '@', ';', '|']);
        let word = text.split(' ').next().unwrap_or_default();
        if lexicon::words().meanings(word).iter().any(|meaning| meaning.role == Role::BeforeTime) {
            text = text[word.len()..].trim_start();
        }
        text = text.strip_prefix("t=").unwrap_or(text);
        let start = quotation.span.end() + near.len() - text.len();
        let whole = &rest[start - quotation.span.end()..];
        self.read(start, whole).filter(|_| set_off)
    }

    /// The time with which `text`, which begins at `start`, begins, if it is none of day.
    fn read(&self, start: usize, text: &str) -> Option<Locator<'d>> {
        let (length, time) = plain_time(text)?;
        let span = Span::new(start, start + length);
        let times = &self.document.clock_times;
        let next = times.partition_point(|time| time.span.end <= span.start);
        let of_day = |time: &&crate::document::ClockTime| {
            time.span.overlaps(span) && time.context != ClockContext::Before
        };
        let marks = &self.document.timestamps;
        let mark = marks.partition_point(|mark| mark.span.end <= span.start);
        let timestamp = marks.get(mark).filter(|mark| mark.span.overlaps(span));
        match timestamp {
            Some(timestamp) => Locator::of(timestamp),
            None => {
                times.get(next).filter(of_day).is_none().then_some(Locator { span, time, timestamp: None })
            }
        }
    }

    /// The first time in a line that says whose words stand above it.
    fn first_in(&self, place: Span) -> Option<Locator<'d>> {
        self.marked_in(place).or_else(|| self.plain_in(place).next())
    }

    fn marked_in(&self, place: Span) -> Option<Locator<'d>> {
        let marks = &self.document.timestamps;
        let next = marks.partition_point(|mark| mark.span.start < place.start);
        marks.get(next).filter(|mark| place.contains(mark.span)).and_then(Locator::of)
    }

    fn plain_in(&self, place: Span) -> impl Iterator<Item = Locator<'d>> {
        let text = self.document.slice(place);
        let text = &text[..text.floor_char_boundary(MAX_DISTANCE)];
        let begins = |&at: &usize| {
            let inner = |c: char| c.is_alphanumeric() || matches!(c, ':' | '.' | ',' | '/');
            text.as_bytes()[at].is_ascii_digit() && !text[..at].ends_with(inner)
        };
        let starts = (0..text.len()).filter(begins);
        starts.filter_map(move |at| self.read(place.start() + at, &text[at..]))
    }

    /// The time in the block before that leads to a quotation: with a colon if that `begins` its own, or alone.
    fn leading(&self, before: Span, begins: bool) -> Option<Locator<'d>> {
        let text = self.document.slice(before).trim_end();
        let alone = |locator: &Locator<'_>| {
            let span = locator.timestamp.map_or(locator.span, |timestamp| timestamp.span);
            let around = [
                Span::new(before.start(), span.start().max(before.start())),
                Span::new(span.end(), before.end().max(span.end())),
            ];
            !around.iter().any(|&span| self.document.slice(span).contains(char::is_alphanumeric))
        };
        if !text.ends_with(':') {
            // What stands alone is the first thing there.
            let first = text.bytes().find(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
            let plain = || {
                self.plain_in(before).next().filter(|_| first.is_some_and(|byte| !byte.is_ascii_alphabetic()))
            };
            return self.marked_in(before).or_else(plain).filter(alone);
        }
        if !begins {
            return None;
        }
        let marks = &self.document.timestamps;
        let next = marks.partition_point(|mark| mark.span.end() <= before.end());
        let last = next.checked_sub(1).map(|at| &marks[at]).filter(|mark| before.contains(mark.span));
        let last = last.and_then(Locator::of).or_else(|| self.plain_in(before).last())?;
        let end = last.timestamp.map_or(last.span.end(), |timestamp| timestamp.span.end());
        leads_into(self.document.slice(Span::new(end.min(before.end()), before.end()))).then_some(last)
    }

    /// The time of the section that a quotation stands in, by its heading or one above that.
    #[must_use]
    pub fn section(&self, quotation: &Quotation) -> Option<SectionTime> {
        let sections = self.sections.get_or_init(|| self.sections());
        let next =
            self.document.headings.partition_point(|heading| heading.span.start < quotation.span.start);
        sections.get(next.checked_sub(1)?).copied().flatten()
    }

    /// The time of each section, which one without has from the section that holds it.
    fn sections(&self) -> Vec<Option<SectionTime>> {
        let headings = &self.document.headings;
        let own: Vec<_> = headings.iter().map(|heading| self.of_heading(heading)).collect();
        if own.iter().all(Option::is_none) || !self.is_timed() {
            return vec![None; headings.len()];
        }
        let mut following: Option<MediaTime> = None;
        let mut sections = own.clone();
        for section in sections.iter_mut().rev().flatten() {
            let next = following.replace(section.from);
            section.until = section.until.or(next.filter(|next| next.seconds() > section.from.seconds()));
        }
        let mut above: Vec<(u8, Option<SectionTime>)> = Vec::new();
        for (section, heading) in sections.iter_mut().zip(headings) {
            above.retain(|&(level, _)| level < heading.level);
            *section = section.or_else(|| above.last().and_then(|(_, time)| *time));
            above.push((heading.level, *section));
        }
        sections
    }

    /// The time at the beginning of a heading, or at its end.
    fn of_heading(&self, heading: &Heading) -> Option<SectionTime> {
        let text = self.document.slice(heading.text);
        let locator = self.first_in(heading.text)?;
        let span = locator.timestamp.map_or(locator.span, |timestamp| timestamp.span);
        let before = &text[..span.start().saturating_sub(heading.text.start()).min(text.len())];
        let after = text.get(span.end() - heading.text.start()..)?;
        let at_edge = |text: &str| !text.contains(char::is_alphanumeric);
        let until = locator.timestamp.and_then(|timestamp| timestamp.fields().find_map(|field| field.until));
        let range = after.strip_prefix(['-', '–', '—']).and_then(plain_time);
        let after = &after[range.map_or(0, |(length, _)| length)..];
        let until = until.or(range.map(|(_, time)| time));
        let whole = locator.timestamp.is_some_and(|timestamp| timestamp.address.is_some());
        (whole || at_edge(before) || at_edge(after)).then_some(SectionTime {
            span: locator.span,
            from: locator.time,
            until,
        })
    }
}

/// The time that a text begins with, `1:59` or `5m02s`, and its length.
fn plain_time(text: &str) -> Option<(usize, MediaTime)> {
    let clock = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b':').count();
    let written = text[..clock].trim_end_matches(':');
    let (length, time) = match written.contains(':') {
        true => (written.len(), MediaTime::of(written)?),
        false => in_units(text)?,
    };
    let after = &text[length..];
    let decimal = after
        .strip_prefix(['.', ',', '/'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // `3:16–17` are verses.
    let verses = after.strip_prefix(['-', '–']).is_some_and(|end| {
        let digits = end.trim_start_matches(|c: char| c.is_ascii_digit());
        digits.len() < end.len() && !digits.starts_with(':')
    });
    (!decimal && !verses && !after.starts_with(char::is_alphanumeric)).then_some((length, time))
}

/// `5m02s`, `1h 2m`, `1 min 59 s`: two units or three.
fn in_units(text: &str) -> Option<(usize, MediaTime)> {
    const UNITS: [(&str, u32); 6] =
        [("hrs", 3600), ("h", 3600), ("min", 60), ("m", 60), ("sec", 1), ("s", 1)];
    let (mut at, mut seconds, mut scale, mut count) = (0, 0_u32, u32::MAX, 0);
    loop {
        let rest = text[at..].trim_start_matches(' ');
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let value: Option<u32> = rest[..digits].parse().ok().filter(|_| (1..=3).contains(&digits));
        let unit = rest[digits..].trim_start_matches(' ');
        let found = UNITS.iter().find_map(|&(name, scale)| Some((unit.strip_prefix(name)?, scale)));
        let found = found.filter(|&(after, next)| next < scale && !after.starts_with(char::is_alphabetic));
        let (Some(value), Some((after, next))) = (value, found) else { break };
        seconds = seconds.saturating_add(value.saturating_mul(next));
        (scale, count) = (next, count + 1);
        at = text.len() - after.len();
    }
    (count > 1).then(|| (at, MediaTime::new(seconds)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    fn located(text: &str) -> String {
        let document = Document::from_text("a.md", &format!("---\nvideoId: abcdefghijk\n---\n{text}\n"));
        let locators = Locators::new(&document);
        let found = locators.of(&document.quotations[0]);
        found.iter().map(|locator| document.slice(locator.span)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn times_in_plain_text_are_read() {
        for (text, expected) in [
            ("She said \"it was so\" (1m59s).", "1m59s"),
            ("She said \"it was so\" (1h 2m 5s).", "1h 2m 5s"),
            ("She said \"it was so\" (1:59 min).", "1:59"),
            ("She said \"it was so\", 1:59 min.", "1:59"),
            ("She said \"it was so\" (at 01:59).", "01:59"),
            ("She said \"it was so\" @ 01:59", "01:59"),
            ("She said \"it was so\" – 1:59", "1:59"),
            ("- 1:59: \"it was so\"", "1:59"),
            ("> \"It was so.\"\n>\n> — Jane Hill, 1:59", "1:59"),
            ("> \"It was so.\"\n\n— Jane Hill [00:01:59]", "00:01:59"),
            ("She says at [00:01:59]:\n\n> \"It was so.\"", "00:01:59"),
            ("**01:59**\n\nIt is \"as it was\" in winter.", "01:59"),
            ("She says at 01:59:\n\nIt was \"as it was\".", ""),
            ("She said \"it was so\" (John 3:16).", ""),
            ("She said \"it was so\" (3:16–17).", ""),
            ("She said \"it was so\", at 1:59 pm.", ""),
            ("She said \"it was so\" (90s).", ""),
            ("She came at [00:01:59].\n\n\"It was so\" in winter.", ""),
        ] {
            assert_eq!(located(text), expected, "{text}");
        }
    }

    #[test]
    fn headings_give_the_time_of_their_sections() {
        for (text, expected) in [
            ("## [00:01:59] Kiln\n\n\"It was so.\"\n\n## [00:05:00] End", "119–300"),
            ("## 01:59 Kiln\n\n### Door\n\n\"It was so.\"", "119–"),
            ("## Kiln (01:59–02:59)\n\n\"It was so.\"", "119–179"),
            ("## 01:59–02:59 Kiln\n\n\"It was so.\"", "119–179"),
            ("## Kiln, 01:59\n\n\"It was so.\"\n\n## 00:30", "119–"),
            ("## The 3:16 train\n\n\"It was so.\"", ""),
            ("## 01:59 Kiln\n\n## Door\n\n\"It was so.\"", ""),
        ] {
            let document = Document::from_text("a.md", &format!("---\nvideoId: abcdefghijk\n---\n{text}\n"));
            let section = Locators::new(&document).section(&document.quotations[0]);
            let told = section.map(|section| {
                let until = section.until.map_or(String::new(), |until| until.seconds().to_string());
                format!("{}–{until}", section.from.seconds())
            });
            assert_eq!(told.unwrap_or_default(), expected, "{text}");
        }
    }
}
