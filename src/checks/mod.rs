//! Kinds of check, one file each. A rule names the kind it uses.

mod clock_time;
mod cue;
mod date;
mod front_matter_syntax;
mod missing_year;
mod origin_date;
mod orphan;
mod provenance;
mod reference;
mod runtime;
mod timestamp;
mod wiki_link;

use crate::rule::Kind;

/// Every kind. A new one is its file and its line here.
pub const KINDS: &[Kind] = &[
    clock_time::KIND,
    cue::KIND,
    date::KIND,
    front_matter_syntax::KIND,
    missing_year::KIND,
    origin_date::FUTURE,
    origin_date::ORDER,
    orphan::KIND,
    provenance::KIND,
    reference::KIND,
    runtime::KIND,
    timestamp::KIND,
    wiki_link::KIND,
];
