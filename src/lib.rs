//! A linter for provenance and citations.
//!
//! Modules are layers: each uses only those above it in this list.

pub mod text;
pub mod yaml;
pub mod lexicon;
pub mod document;
pub mod vault;
