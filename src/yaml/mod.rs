//! YAML, read in two ways: [`tree`] with the exact place of everything, for front
//! matter and for pointing into rule and config files; [`typed`] into Rust types,
//! for the rule and config files themselves.
//!
//! The two parsers behind them appear in no public type, so that either can be replaced.

mod build;
mod explain;
mod indent;
mod recover;
pub mod tree;
pub mod typed;
