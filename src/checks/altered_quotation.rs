//! One quotation in two wordings.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::{Span, counted};
use crate::vault::Table;

pub(super) const KIND: Kind = Kind::of::<AlteredQuotation>("altered-quotation", &["words", "other", "path"]);

/// Reports quotations that stand in other words in another document on the same source, or in the
/// same one if it cites that beside both. Case, punctuation, inflection, little words and spelling
/// do not count.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AlteredQuotation {}

impl Check for AlteredQuotation {
    fn tables(&self) -> &'static [Table] {
        &[Table::Quotations]
    }

    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        for altered in subject.vault.altered_quotations(subject.id) {
            let other = subject.vault.document(altered.other);
            let (words, other_words) = (document.slice(altered.told.0), other.slice(altered.told.1));
            let mut hit = Hit::at(altered.words)
                .value("words", words)
                .value("other", other_words)
                .value("path", &**other.path())
                .label(other, altered.other_words, format!("here it is `{other_words}`"));
            if altered.counts != (1, 1) {
                let (here, there) = altered.counts;
                hit = hit.because(format!(
                    "so in {}, `{other_words}` in {there}",
                    counted(here as usize, "place")
                ));
            }
            hits.push(hit);
        }
    }
}
