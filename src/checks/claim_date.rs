//! Claims that date what has happened to a day after the article that tells of it.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{BlockKind, DateMention, Document, Found, FoundBy, Prose};
use crate::lexicon::{TokenKind, Word};
use crate::rule::{Check, Hit, Kind, Subject};

pub(super) const KIND: Kind = Kind::of::<ClaimDate>("claim-date", &["date", "published"]);

/// Two dates so many days apart may be one, on clocks around the world.
const ONE_DAY: i32 = 1;
/// A day so much later is another slip, or history told in another calendar.
const MOST_DAYS: i32 = 366;

/// Reports days with a year that lie after the article's own date, in sentences that tell of the
/// past and of nothing to come.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ClaimDate {
    /// Words of which a sentence about what has happened has one, separated by spaces, lower case.
    past: String,
    /// Words of which it has none: those of plans, terms and conditions.
    to_come: String,
}

impl Check for ClaimDate {
    fn run(&self, subject: &Subject<'_>, _near: &[crate::text::Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        // What is looked at or changed later may tell of later days.
        if document.provenance.retrieved.is_some() || document.dates.len() < 2 {
            return;
        }
        let Some((stated, published)) = stated(document, document.provenance.published) else { return };
        for date in document.dates.iter().filter(|date| !std::ptr::eq(*date, stated)) {
            let late = day(date).is_some_and(|day| (ONE_DAY + 1..=MOST_DAYS).contains(&days(published, day)));
            if late && self.tells_of_the_past(subject, date) {
                let text = |date: &DateMention| document.slice(date.span);
                let hit = Hit::at(date.span).value("date", text(date)).value("published", text(stated));
                hits.push(hit.label(document, stated.span, "the article's own date"));
            }
        }
    }
}

impl ClaimDate {
    fn tells_of_the_past(&self, subject: &Subject<'_>, date: &DateMention) -> bool {
        let document = subject.document;
        let next = document.blocks.partition_point(|block| block.span.start <= date.span.start);
        let Some(at) = next.checked_sub(1) else { return false };
        let block = &document.blocks[at];
        if block.kind != BlockKind::Paragraph || block.quoted || !block.span.contains(date.span) {
            return false;
        }
        let prose = subject.prose(at);
        let sentence = prose.place(date.span.start()).and_then(|place| prose.sentence_at(place));
        sentence.is_some_and(|sentence| {
            has_one_of(prose, sentence, &self.past) && !has_one_of(prose, sentence, &self.to_come)
        })
    }
}

fn has_one_of(prose: &Prose, sentence: usize, words: &str) -> bool {
    let words: Vec<Word> = words.split_whitespace().map(Word::of).collect();
    prose.tokens(sentence).iter().any(|token| match token.kind {
        TokenKind::Word(word) => words.contains(&word),
        _ => false,
    })
}

/// The date that a line in an article's header or footer states, and its day.
pub(super) fn stated(document: &Document, found: Option<Found>) -> Option<(&DateMention, Date)> {
    let found = found.filter(|found| !matches!(found.by, FoundBy::Field(_)))?;
    let stated = document.dates.iter().find(|date| found.span.overlaps(date.span))?;
    Some((stated, day(stated)?))
}

/// The one day that a date can mean.
fn day(date: &DateMention) -> Option<Date> {
    if date.ambiguous || date.doubtful {
        return None;
    }
    let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day?).ok()?);
    Date::new(date.year?, month, day).ok()
}

fn days(from: Date, to: Date) -> i32 {
    to.since(from).map_or(0, |span| span.get_days())
}
