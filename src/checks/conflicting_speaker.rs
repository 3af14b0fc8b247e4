//! One quotation in the mouths of two people.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;
use crate::vault::Table;

pub(super) const KIND: Kind =
    Kind::of::<ConflictingSpeaker>("conflicting-speaker", &["speaker", "other", "path"]);

/// Reports quotations that another document on the same source gives to somebody else, by a name that stands
/// right beside them in both. Where more documents name the other one, only those who do not are told.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ConflictingSpeaker {}

impl Check for ConflictingSpeaker {
    fn tables(&self) -> &'static [Table] {
        &[Table::Quotations]
    }

    fn run(&self, subject: &Subject<'_>, _: &[Span], hits: &mut Vec<Hit>) {
        for conflict in subject.vault.speaker_conflicts(subject.id) {
            let other = subject.vault.document(conflict.other);
            let name = other.slice(conflict.other_speaker);
            hits.push(
                Hit::at(conflict.speaker)
                    .value("speaker", subject.document.slice(conflict.speaker))
                    .value("other", name)
                    .value("path", &**other.path())
                    .label(other, conflict.other_speaker, "here somebody else says the same"),
            );
        }
    }
}
