//! Kinds of check, one file each. A rule names the kind it uses.

mod front_matter_syntax;
mod orphan;
mod reference;
mod wiki_link;

use crate::rule::Kind;

/// Every kind. A new one is its file and its line here.
pub const KINDS: &[Kind] = &[front_matter_syntax::KIND, orphan::KIND, reference::KIND, wiki_link::KIND];
