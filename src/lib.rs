//! A linter for provenance and citations.
//!
//! Modules are layers, each using only those left of it, as `tests/layering.rs` holds:
//! `text < yaml < lexicon < document < vault < rule < config < checks < engine < report < cli`.

pub mod checks;
pub mod cli;
pub mod config;
pub mod document;
pub mod engine;
pub mod lexicon;
pub mod report;
pub mod rule;
pub mod text;
pub mod vault;
pub mod yaml;
