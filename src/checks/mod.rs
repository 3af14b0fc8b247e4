//! Kinds of check, one file each. A rule names the kind it uses.

mod address;
mod altered_quotation;
mod citekey;
mod claim_date;
mod clock_time;
mod conflicting_dates;
mod conflicting_locator;
mod conflicting_record;
mod conflicting_speaker;
mod cue;
mod date;
mod front_matter_schema;
mod front_matter_syntax;
mod front_matter_value;
mod identifier;
mod mark;
mod missing_year;
mod misspelled_field;
mod name_spelling;
mod origin;
mod origin_date;
mod orphan;
mod provenance;
mod reference;
mod retrieval;
mod reversed_range;
mod runtime;
mod shift;
mod shown_wrong;
mod snapshot;
mod source_line;
mod source_quotation;
mod statistic;
mod timestamp;
mod unattributed_quotation;
mod unbalanced_quotation;
mod uncited_paragraph;
mod wiki_link;
mod written_as;

use crate::rule::Kind;

/// Every kind. A new one is its file and its line here.
pub const KINDS: &[Kind] = &[
    address::KIND,
    altered_quotation::KIND,
    citekey::KIND,
    claim_date::KIND,
    clock_time::KIND,
    conflicting_dates::KIND,
    conflicting_locator::KIND,
    conflicting_record::KIND,
    conflicting_speaker::KIND,
    cue::KIND,
    date::KIND,
    front_matter_schema::KIND,
    front_matter_syntax::KIND,
    front_matter_value::KIND,
    identifier::KIND,
    mark::KIND,
    misspelled_field::KIND,
    missing_year::KIND,
    name_spelling::KIND,
    origin::KIND,
    origin_date::FUTURE,
    origin_date::ORDER,
    origin_date::ZERO,
    orphan::KIND,
    provenance::KIND,
    reference::KIND,
    reversed_range::KIND,
    runtime::KIND,
    snapshot::KIND,
    source_line::KIND,
    source_quotation::KIND,
    statistic::KIND,
    timestamp::KIND,
    unattributed_quotation::KIND,
    unbalanced_quotation::KIND,
    uncited_paragraph::KIND,
    wiki_link::KIND,
];
