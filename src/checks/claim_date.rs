//! Claims that date what has happened to a day after the article that tells of it.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::date::days;
use super::origin_date::{ONE_DAY, days_between};
use crate::document::{BlockKind, DateMention, Document, Found, FoundBy, Prose};
use crate::lexicon::{TokenKind, Word};
use crate::rule::{Check, Hit, Kind, Subject};

pub(super) const KIND: Kind = Kind::of::<ClaimDate>("claim-date", &["date", "published"]);

/// A day so much later is another slip, or history told in another calendar.
const MOST_DAYS: i32 = 366;

/// Reports days with a year that lie after the article's own date, in sentences that tell of the
/// past and of nothing to come.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ClaimDate {
    /// Words of which a sentence about what has happened has one, separated by spaces, lower case.
    #[serde(deserialize_with = "words")]
    #[schemars(with = "String")]
    past: Vec<Word>,
    /// Words of which it has none: those of plans, terms and conditions.
    #[serde(deserialize_with = "words")]
    #[schemars(with = "String")]
    to_come: Vec<Word>,
}

fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Word>, D::Error> {
    Ok(String::deserialize(deserializer)?.split_whitespace().map(Word::of).collect())
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
            let late = day(date)
                .is_some_and(|day| (ONE_DAY + 1..=MOST_DAYS).contains(&days_between(published, day)));
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
        let Some((at, block)) = document.block_of(date.span) else { return false };
        if block.kind != BlockKind::Paragraph || block.quoted {
            return false;
        }
        let prose = subject.prose(at);
        let sentence = prose.place(date.span.start()).and_then(|place| prose.sentence_at(place));
        sentence.is_some_and(|sentence| {
            has_one_of(prose, sentence, &self.past) && !has_one_of(prose, sentence, &self.to_come)
        })
    }
}

fn has_one_of(prose: &Prose, sentence: usize, words: &[Word]) -> bool {
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
pub(super) fn day(date: &DateMention) -> Option<Date> {
    if date.ambiguous || date.doubtful {
        return None;
    }
    days(date, date.year?).next()
}
