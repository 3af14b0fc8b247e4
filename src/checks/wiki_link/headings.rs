//! The headings of a note that a link finds none among.

use std::fmt::Write as _;

use rapidfuzz::distance::osa;

use crate::document::Document;
use crate::text::counted;

/// How many headings of a note are looked at for one link.
const MOST: usize = 500;

/// The longest heading that is compared, in bytes.
const LONGEST: usize = 200;

/// The texts of the note's headings.
pub(super) fn of_note(note: &Document) -> impl Iterator<Item = &str> {
    note.headings.iter().take(MOST).map(|heading| note.slice(heading.text))
}

/// The heading that comes nearest to `wanted`, if one comes near at all.
pub(super) fn nearest<'n>(wanted: &str, note: &'n Document) -> Option<&'n str> {
    let wanted = wanted.to_lowercase().replace(['-', '_'], " ");
    let length = wanted.chars().count();
    let cutoff = length / 3;
    // So many letters more or fewer are as many slips; a capital may be two letters when small.
    let comparable =
        |heading: &&str| heading.len() < LONGEST && heading.chars().count().abs_diff(length) <= cutoff + 2;
    let scorer = osa::BatchComparator::new(wanted.chars());
    let args = osa::Args::default().score_cutoff(cutoff);
    let mut lower = String::new();
    let rated = of_note(note).filter(comparable).filter_map(|heading| {
        lower.clear();
        lower.extend(heading.chars().flat_map(char::to_lowercase));
        Some((scorer.distance_with_args(lower.chars(), &args)?, heading))
    });
    rated.min().map(|(_, heading)| heading)
}

/// How many headings the note has, and the first few.
pub(super) fn listed(note: &Document) -> String {
    const SHOWN: usize = 5;
    let count = note.headings.len();
    if count == 0 {
        return format!("`{}` has no headings", note.path());
    }
    let mut list = format!("`{}` has {}: ", note.path(), counted(count, "heading"));
    for (at, heading) in of_note(note).take(SHOWN).enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        let _ = write!(list, "{comma}`{heading}`");
    }
    if count > SHOWN {
        let _ = write!(list, " and {} more", count - SHOWN);
    }
    list
}
