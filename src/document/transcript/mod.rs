//! What was said in a medium, and when: a file of cues with their times.
//!
//! WebVTT, SubRip, the `json3` of YouTube's captions, and plain lines that begin with a time. Such
//! files are damaged in many ways (cut off, in Latin-1, each line told twice), and every piece that
//! can be read is kept. A transcript is a witness; it is no document and carries no findings.

pub(super) mod decode;
mod json3;
mod plain;
mod subtitles;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::entity::entity;
use super::passages::Passages;
use super::timestamp::MediaTime;
use crate::text::{Span, is_invisible};

/// Words with their time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cue {
    /// When they begin, in milliseconds.
    pub start: u32,
    /// When they end; that they begin, if the file does not say.
    pub end: u32,
    /// The words, in [`Transcript::text`].
    pub words: Span,
    /// Whether the file says when. If not, the words prove that they stand in the source, and never
    /// where: the times are those of what comes before.
    pub timed: bool,
}

/// The words of a medium.
#[derive(Debug)]
pub struct Transcript {
    path: Arc<str>,
    text: String,
    cues: Vec<Cue>,
    end: u32,
    /// Whether the file stops in the middle.
    cut: bool,
    /// Its words, once somebody has searched them.
    passages: OnceLock<Passages>,
}

impl Transcript {
    /// Whether the file's extension is one that transcripts have.
    #[must_use]
    pub fn may_be(path: &str) -> bool {
        Form::of(path).is_some()
    }

    /// Reads a transcript; none if that is not what the bytes are.
    #[must_use]
    pub fn read(path: &str, bytes: &[u8]) -> Option<Self> {
        let form = Form::of(path)?;
        let text = decode::text(bytes);
        let mut builder = Builder::default();
        match form {
            Form::Subtitles => subtitles::read(&text, &mut builder),
            Form::Json3 => json3::read(&text, &mut builder),
            Form::Plain if plain::is_transcript(&text) => plain::read(&text, &mut builder),
            Form::Plain => {}
        }
        builder.finish(path)
    }

    /// Where it was read, relative to the vault.
    #[must_use]
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The words of all cues, one cue a line, without markup.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The cues as they come in the file.
    #[must_use]
    pub fn cues(&self) -> &[Cue] {
        &self.cues
    }

    /// When the last words end; none if the file is cut off before.
    #[must_use]
    pub fn end(&self) -> Option<MediaTime> {
        (!self.cut && self.end > 0).then(|| MediaTime::new(self.end / 1000))
    }

    /// The words of the text, to be searched.
    #[must_use]
    pub fn passages(&self) -> &Passages {
        self.passages.get_or_init(|| Passages::of(&self.text))
    }

    /// The cue that holds the byte of the text at `offset`.
    #[must_use]
    pub fn cue_at(&self, offset: usize) -> Option<&Cue> {
        let next = self.cues.partition_point(|cue| cue.words.start() <= offset);
        self.cues[..next].last()
    }
}

/// What a file is by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Subtitles,
    Json3,
    Plain,
}

impl Form {
    fn of(path: &str) -> Option<Self> {
        let extension = Path::new(path).extension()?.to_str()?;
        let forms = [("vtt", Self::Subtitles), ("srt", Self::Subtitles), ("json3", Self::Json3)];
        let others = [("json", Self::Json3), ("txt", Self::Plain)];
        let mut known = forms.into_iter().chain(others);
        known.find(|(known, _)| extension.eq_ignore_ascii_case(known)).map(|(_, form)| form)
    }
}

/// Cues as they are read.
#[derive(Default)]
struct Builder {
    text: String,
    cues: Vec<Cue>,
    end: u32,
    cut: bool,
    /// The lines of the last cue, and when it ended.
    last: (Vec<String>, u32),
}

/// Cues that follow each other by less, in milliseconds, follow at once.
const AT_ONCE: u32 = 120;

impl Builder {
    /// Adds a cue of these lines, without those that it only repeats: captions that roll up the
    /// screen tell each line again while the next one is spoken.
    fn add(&mut self, start: Option<u32>, end: u32, lines: &mut Vec<String>) {
        let timed = start.is_some();
        let start = start.unwrap_or(self.last.1);
        self.end = self.end.max(start).max(end);
        if lines.is_empty() {
            return;
        }
        let (last, last_end) = (&self.last.0, self.last.1);
        let rolls = !self.cues.is_empty() && start <= last_end.saturating_add(AT_ONCE);
        let most = if rolls { last.len().min(lines.len()).min(4) } else { 0 };
        let told = (1..=most).rev().find(|&count| last[last.len() - count..] == lines[..count]).unwrap_or(0);
        let from = self.text.len();
        for line in &lines[told..] {
            if self.text.len() > from {
                self.text.push(' ');
            }
            self.text.push_str(line);
        }
        if self.text.len() > from {
            let words = Span::new(from, self.text.len());
            self.cues.push(Cue { start, end: end.max(start), words, timed });
            self.text.push('\n');
        }
        self.last.1 = end.max(start);
        std::mem::swap(&mut self.last.0, lines);
        lines.clear();
    }

    fn finish(mut self, path: &str) -> Option<Transcript> {
        if self.cues.is_empty() {
            return None;
        }
        self.text.shrink_to_fit();
        self.cues.shrink_to_fit();
        let Self { text, cues, end, cut, .. } = self;
        Some(Transcript { path: path.into(), text, cues, end, cut, passages: OnceLock::new() })
    }
}

/// The milliseconds of a time such as `00:01:02.480`, `1:02,48` or `01:02`.
fn milliseconds(text: &str) -> Option<u32> {
    let seconds = MediaTime::of(text).filter(|_| text.contains(':'))?.seconds();
    let fraction = text.split_once(['.', ',']).map_or("", |(_, fraction)| fraction);
    let digits = fraction.bytes().chain([b'0'; 3]).take(3);
    let thousandths = digits.fold(0, |sum, digit| sum * 10 + u32::from(digit.wrapping_sub(b'0').min(9)));
    seconds.checked_mul(1000)?.checked_add(thousandths)
}

/// A line without tags, positions and entities, its white space single.
fn plain_words(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    // A mark that nothing closes is not looked for again.
    let (mut tags, mut positions) = (true, true);
    while let Some(at) = memchr::memchr3(b'<', b'{', b'&', rest.as_bytes()) {
        push_words(&mut out, &rest[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes()[0] {
            b'<' if tags => closed(rest, b'>', &mut tags),
            b'{' if positions && rest.starts_with("{\\") => closed(rest, b'}', &mut positions),
            b'&' => push_entity(rest, &mut out),
            _ => None,
        };
        let length = length.unwrap_or_else(|| {
            out.push_str(&rest[..1]);
            1
        });
        rest = &rest[length..];
    }
    push_words(&mut out, rest);
    out.truncate(out.trim_end().len());
    out
}

fn closed(rest: &str, close: u8, again: &mut bool) -> Option<usize> {
    let found = memchr::memchr(close, rest.as_bytes());
    *again = found.is_some();
    found.map(|at| at + 1)
}

/// Adds the character of an entity, if it is known; marks of direction are no text.
fn push_entity(rest: &str, out: &mut String) -> Option<usize> {
    let (length, character) = entity(rest)?;
    let shown = character.filter(|&c| c != '\0')?;
    if !is_invisible(shown) {
        push_words(out, shown.encode_utf8(&mut [0; 4]));
    }
    Some(length)
}

/// Adds text with every run of white space as one space, none at the beginning.
fn push_words(out: &mut String, text: &str) {
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
}

#[cfg(test)]
mod tests;
