//! Words given as verbatim.

use super::Document;
use crate::text::Span;

/// A pair of quotation marks and what stands between them.
#[derive(Clone, Copy, Debug)]
pub struct Quotation {
    /// The quotation with its marks.
    pub span: Span,
    /// The words between the marks.
    pub words: Span,
}

pub(super) fn extract(_document: &Document) -> Vec<Quotation> {
    Vec::new()
}
