//! Marks in what bibliographies say of works.

use super::{Form, Mark, address};
use crate::document::{Identifier, Lack, Work, lack};
use crate::rule::Hit;
use crate::text::Span;

/// The marks in the address, the identifiers and the author of a work.
pub(super) fn marks<'m>(marks: &'m [Mark], text: &str, work: &Work) -> Vec<(&'m Mark, Hit)> {
    let hit = |mark: &'m Mark, span: Span| (mark, Hit { severity: mark.severity, ..Hit::at(span) });
    let fits = |mark: &Mark, text: &str| mark.pattern.as_ref().is_some_and(|pattern| pattern.fits(text));
    let unfilled = |span: Span| {
        let mark = marks.iter().find(|mark| mark.form == Form::Unfilled)?;
        (lack(span.of(text)) == Some(Lack::Unfilled)).then(|| hit(mark, span))
    };
    let host = |span: Span| {
        let host = address::host(span.of(text));
        let has = |mark: &&Mark| mark.form == Form::Source && mark.may_be_in(host) && fits(mark, host);
        marks.iter().find(has).map(|mark| hit(mark, span))
    };
    let identifier = |kind: Identifier, span: Span| {
        let value = span.of(text);
        if !value.bytes().any(|byte| matches!(byte | 0x20, b'x' | b'n' | b'?')) {
            return None;
        }
        let named = format!("{} {value}", kind.name());
        let is = |mark: &&Mark| mark.form == Form::Words && mark.may_be_in(&named) && fits(mark, &named);
        marks.iter().find(is).map(|mark| hit(mark, span))
    };
    let address = work.address.and_then(|span| unfilled(span).or_else(|| host(span)));
    let identifiers = work.identifiers.iter();
    let identifiers =
        identifiers.filter_map(|&(kind, span)| unfilled(span).or_else(|| identifier(kind, span)));
    let author = work.author.and_then(unfilled);
    address.into_iter().chain(identifiers).chain(author).collect()
}
