//! A linter for provenance and citations.
//!
//! Modules are layers: each uses only those above it in this list.

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
