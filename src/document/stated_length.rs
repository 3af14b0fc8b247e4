//! How long a source lasts, as a field of the front matter or a line of the head states it.

use std::sync::LazyLock;

use memchr::memchr3;
use rustc_hash::{FxHashMap, FxHashSet};

use super::origin_fields::plain_key;
use super::{Document, MediaTime, timestamp};
use crate::lexicon::LENGTHS;
use crate::text::{Span, lines};
use crate::yaml::tree::Value;

/// How many of the first lines may state it.
const FIRST: usize = 40;
/// The longest name and the longest length, in bytes.
const MAX_NAME: usize = 40;
const MAX_LENGTH: usize = 40;
/// As many minutes nothing lasts: so large a number counts seconds.
const TOO_MANY_MINUTES: f64 = 600.0;

/// What a number without a unit counts, by the names of `provenance/names.yaml`.
static UNITS: LazyLock<FxHashMap<String, &'static str>> =
    LazyLock::new(|| LENGTHS.iter().map(|&(name, unit)| (plain_key(name), unit)).collect());

/// What names begin with: few fields and lines begin so.
static FIRST_LETTERS: LazyLock<FxHashSet<char>> =
    LazyLock::new(|| UNITS.keys().filter_map(|name| name.chars().next()).collect());

/// What a number without a unit counts under that name, if it is one of a length.
fn unit_of(name: &str) -> Option<&'static str> {
    let first = name.chars().next()?.to_lowercase().next()?;
    FIRST_LETTERS.get(&first).and_then(|_| UNITS.get(&plain_key(name)).copied())
}

/// Words for units, and how many seconds each has.
const WORDS: [(u32, &[&str]); 3] = [
    (
        3600,
        &[
            "h",
            "hr",
            "hrs",
            "hour",
            "hours",
            "std",
            "stunde",
            "stunden",
            "heure",
            "heures",
            "hora",
            "horas",
            "ora",
            "ore",
            "ч",
            "час",
            "часа",
            "часов",
            "小时",
            "時間",
        ],
    ),
    (
        60,
        &[
            "m",
            "min",
            "mins",
            "minute",
            "minutes",
            "minuten",
            "minuto",
            "minutos",
            "minuti",
            "мин",
            "минута",
            "минуты",
            "минут",
            "分",
            "分钟",
        ],
    ),
    (
        1,
        &[
            "s",
            "sec",
            "secs",
            "second",
            "seconds",
            "sek",
            "sekunde",
            "sekunden",
            "seconde",
            "secondes",
            "segundo",
            "segundos",
            "secondi",
            "сек",
            "секунда",
            "секунды",
            "секунд",
            "秒",
        ],
    ),
];

impl Document {
    /// How many seconds the source lasts, and the words that say so.
    #[must_use]
    pub fn stated_length(&self) -> Option<(u32, Span)> {
        *self.length.get_or_init(|| {
            self.length_in_front_matter()
                .or_else(|| self.length_in_head())
                .or_else(|| self.length_beside_source())
        })
    }

    fn length_in_front_matter(&self) -> Option<(u32, Span)> {
        self.front_matter.as_ref()?.fields.iter().find_map(|field| {
            let unit = unit_of(&field.key)?;
            let Value::Scalar { text, .. } = &field.value.value else { return None };
            Some((seconds(text, unit)?, field.value.span))
        })
    }

    /// `**Duration:** 12:30`, `| Length | 12 min |`
    fn length_in_head(&self) -> Option<(u32, Span)> {
        let marks = |c: char| c.is_whitespace() || ">*_-+|#".contains(c);
        lines(self.text(), self.body).take(FIRST).find_map(|line| {
            let source = line.span.of(self.text());
            // The first byte of `：`. Most lines have none of them.
            memchr3(b':', b'|', 0xEF, &source.as_bytes()[..source.len().min(MAX_NAME)])?;
            let inner = source.trim_start_matches(marks);
            let end = inner[..inner.floor_char_boundary(MAX_NAME)].find([':', '|', '：'])?;
            let behind = inner[end..].trim_start_matches([':', '：']).trim_start_matches(marks);
            // `about 6 min`, `PT6M`
            behind.starts_with(|c: char| c.is_ascii_digit() || "~acePp".contains(c)).then_some(())?;
            let unit = unit_of(inner[..end].trim_end_matches(marks))?;
            let value = behind.split(['(', '|', ',']).next()?.trim_end_matches(marks);
            let start = line.span.end() - behind.len();
            Some((seconds(value, unit)?, Span::new(start, start + value.len())))
        })
    }

    /// `Source: [The lamp](https://youtu.be/…) (12 min)`. A time on a clock may be a place in it.
    fn length_beside_source(&self) -> Option<(u32, Span)> {
        let link = timestamp::source_link(self)?;
        let rest = &self.text()[link.span.end()..self.body.end()];
        let inner = rest.trim_start_matches([' ', '>']).strip_prefix('(')?;
        let end = inner[..inner.floor_char_boundary(MAX_LENGTH)].find(')')?;
        let start = link.span.end() + rest.len() - inner.len();
        let worded = !inner[..end].contains(':') && inner[..end].contains(char::is_alphabetic);
        let seconds = seconds(&inner[..end], "").filter(|_| worded)?;
        Some((seconds, Span::new(start, start + end)))
    }
}

/// `0:12:30`, `12:30`, `PT12M30S`, `12m30s`, `12 min`, `1 hour 12 minutes`, `~12 min`. A number alone
/// counts what its name says; if that says nothing it may count anything.
fn seconds(text: &str, unit: &str) -> Option<u32> {
    let lower = text.trim().trim_end_matches('.').to_lowercase();
    if lower.len() > MAX_LENGTH {
        return None;
    }
    let about = ["~", "about ", "approx. ", "approx ", "ca. ", "circa ", "etwa "];
    let exact = about.iter().find_map(|word| lower.strip_prefix(word)).unwrap_or(&lower).trim();
    let seconds = if exact.contains(':') {
        let seconds = MediaTime::of(exact)?.seconds();
        // `1:32` may be hours and minutes.
        let hours = exact.matches(':').count() == 1 && seconds < 4 * 60;
        f64::from(if hours { seconds * 60 } else { seconds })
    } else if let Ok(number) = exact.parse::<f64>() {
        match unit {
            "seconds" => number,
            "minutes" => number * 60.0,
            "milliseconds" => number / 1000.0,
            _ => Some(number).filter(|&number| number >= TOO_MANY_MINUTES)?,
        }
    } else {
        in_words(exact.strip_prefix("pt").unwrap_or(exact))?
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
    (1.0..f64::from(u32::MAX)).contains(&seconds).then_some(seconds as u32)
}

/// `1h 12m`, `1 hour and 12.5 minutes`: the units get smaller.
fn in_words(text: &str) -> Option<f64> {
    let mut rest = text;
    let (mut sum, mut smallest) = (0.0, u32::MAX);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number: f64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let unit = WORDS.iter().find(|(_, words)| words.contains(&&rest[..letters]))?.0;
        if unit >= smallest {
            return None;
        }
        smallest = unit;
        sum += number * f64::from(unit);
        rest = rest[letters..].trim_start_matches(['.', ',', ' ']);
        rest = ["and ", "und ", "et ", "y ", "e "]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest);
    }
    (smallest < u32::MAX).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(text: &str) -> Option<u32> {
        Document::from_text("a.md", text).stated_length().map(|(seconds, _)| seconds)
    }

    #[test]
    fn lengths_in_fields() {
        for (field, wanted) in [
            ("duration: 6:12", Some(372)),
            ("duration: PT6M12S", Some(372)),
            ("video_length: 6 min 12 s", Some(372)),
            ("Duration: 6m12s", Some(372)),
            ("running_time: about 6 minutes", Some(360)),
            ("runtime: 1 hour and 2.5 minutes", Some(3750)),
            ("Dauer: 1 Std. 2 Min.", Some(3720)),
            ("длительность: 6 минут", Some(360)),
            ("duration_seconds: 372", Some(372)),
            ("lengthMinutes: 6", Some(360)),
            ("duration_ms: 372000", Some(372)),
            ("duration: 3720", Some(3720)),
            ("duration: 45", None),
            ("length: 12 m 3 h", None),
            ("length: 300 pages", None),
            ("duration: 0:00", None),
            ("duration: soon", None),
        ] {
            assert_eq!(stated(&format!("---\n{field}\n---\nThe fox.\n")), wanted, "{field}");
        }
    }

    #[test]
    fn lengths_in_the_head() {
        for (line, wanted) in [
            ("Duration: 6:12", Some(372)),
            ("- **Length:** 6 minutes", Some(360)),
            ("| Duration | 6:12 |", Some(372)),
            ("> Running time: 6 min.", Some(360)),
            ("Durée : 6 min (env.)", Some(360)),
            ("Length of the tail: 6 m", None),
            ("The duration is 6:12", None),
            ("Duration: it took 6 minutes", None),
        ] {
            assert_eq!(stated(&format!("# The fox\n\n{line}\n\nThe fox.\n")), wanted, "{line}");
        }
    }
}
