//! Notes that nothing links to.

use globset::{Glob, GlobMatcher};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::rule::{Check, Hit, Kind, Subject};
use crate::text::Span;

pub(super) const KIND: Kind = Kind::of::<Orphan>("orphan", &["note"]);

/// Reports notes that no other note links to.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Orphan {
    /// Globs of notes where readers begin: nothing need link to them.
    #[serde(default)]
    entrances: Vec<Entrance>,
}

/// A glob of paths below the vault, compared without case.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
struct Entrance(GlobMatcher);

impl TryFrom<String> for Entrance {
    type Error = String;

    fn try_from(pattern: String) -> Result<Self, String> {
        let glob = Glob::new(&pattern.to_lowercase()).map_err(|error| error.to_string())?;
        Ok(Self(glob.compile_matcher()))
    }
}

impl Check for Orphan {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let path = document.path().to_lowercase();
        let entrance = self.entrances.iter().any(|entrance| entrance.0.is_match(&path));
        if !entrance && subject.vault.index().incoming(subject.id) == 0 {
            let title =
                document.headings.first().map_or(Span::at(document.body.start()), |heading| heading.text);
            hits.push(Hit::at(title).value("note", document.stem()));
        }
    }
}
