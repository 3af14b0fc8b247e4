//! Calendar dates and times of day in running text.

use super::Document;
use crate::text::Span;

/// How a date is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateForm {
    /// `2023-11-10`, with or without a time
    Iso,
    /// `10.11.2023`, `10/11/2023`
    Numeric,
    /// `9 November 2023`, `November 9`
    Written,
}

/// A date as written; its parts may not make a real day.
#[derive(Clone, Debug)]
pub struct DateMention {
    /// The date with its weekday, if it has one.
    pub span: Span,
    /// How it is written.
    pub form: DateForm,
    /// The year, if given.
    pub year: Option<i16>,
    /// 1 to 12 if it is a month at all.
    pub month: u8,
    /// 1 to 31 if it is a day at all; none for a month alone.
    pub day: Option<u8>,
    /// The weekday named beside it (0 is Monday) and the text that names it.
    pub weekday: Option<(u8, Span)>,
}

/// A time of day as written.
#[derive(Clone, Debug)]
pub struct ClockTime {
    /// The time with its AM or PM.
    pub span: Span,
    /// The hour as written.
    pub hour: u8,
    /// The minute as written.
    pub minute: u8,
    /// `AM` or `PM`, if written.
    pub half: Option<Span>,
}

pub(super) fn extract_dates(_document: &Document) -> Vec<DateMention> {
    Vec::new()
}

pub(super) fn extract_clock_times(_document: &Document) -> Vec<ClockTime> {
    Vec::new()
}
