//! Names of fields with a slip in them.

use rapidfuzz::distance::osa;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::names_provenance;
use crate::rule::{Applicability, Check, Fix, Hit, Kind, Subject};
use crate::text::Span;
use crate::yaml::tree::Entry;

pub(super) const KIND: Kind = Kind::of::<MisspelledField>("misspelled-field", &["field", "meant"]);

/// Reports fields whose name is that of another field with one letter too many, one too few, two that
/// changed places or another one. The other field is one that the rule knows, or one that the vault uses.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MisspelledField {
    /// Names that are known without a vault.
    known: Vec<String>,
    /// A name in so many documents of the vault is no slip.
    most_slips: usize,
    /// How many times as many documents must have the other name.
    times: usize,
}

/// The fewest letters of a name: shorter ones are too near to each other.
const MIN_LETTERS: usize = 5;

/// The fewest letters of a name that is one letter away from another word by chance no more: `stage`, `state`.
const MIN_LETTERS_OF_ANOTHER: usize = 7;

impl Check for MisspelledField {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        let Some(front_matter) = &subject.document.front_matter else { return };
        for field in &front_matter.fields {
            let stands = |name: &str| front_matter.fields.iter().any(|other| *other.key == *name);
            hits.extend(self.hit(subject, field).filter(|(meant, _)| !stands(meant)).map(|(_, hit)| hit));
        }
    }
}

impl MisspelledField {
    /// The name that was meant, and the hit.
    fn hit<'a>(&'a self, subject: &Subject<'a>, field: &Entry) -> Option<(&'a str, Hit)> {
        let name = &*field.key;
        let worded =
            name.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b' '));
        if !worded
            || name.len() < MIN_LETTERS
            || names_provenance(name)
            || self.known.iter().any(|k| k == name)
        {
            return None;
        }
        let names = subject.vault.field_names();
        let count = names.count(name);
        if count > self.most_slips {
            return None;
        }
        let enough = |&(other, uses): &(&str, usize)| uses >= self.times * count && is_slip(name, other);
        let used = names.frequent().find(enough);
        let known = || self.known.iter().find(|known| is_slip(name, known)).map(|known| (known.as_str(), 0));
        let (meant, uses) = used.or_else(known)?;
        let title = format!("write `{meant}`");
        let hit = Hit::at(field.key_span).value("field", name).value("meant", meant);
        let hit =
            hit.fix(Fix::replace(Applicability::Unsafe, title, subject.document, field.key_span, meant));
        let hit = if uses > 0 {
            hit.because(format!("{uses} documents have `{meant}`, {count} `{name}`"))
        } else {
            hit
        };
        Some((meant, hit))
    }
}

/// Whether a name is another one with a slip. Slips seldom touch the first letter or the last; words
/// that are bent do: `tag` and `tags`, `updated` and `updates`, `autor` and `autora`.
fn is_slip(name: &str, meant: &str) -> bool {
    let ends = |name: &str| (name.bytes().next(), name.bytes().next_back());
    let near = name.len().abs_diff(meant.len()) < 2 && ends(name) == ends(meant);
    if !near || name == meant || osa::distance(name.bytes(), meant.bytes()) != 1 {
        return false;
    }
    let replaced = || name.bytes().zip(meant.bytes()).filter(|(a, b)| a != b).count() == 1;
    let marks = |name: &str| name.bytes().filter(|byte| !byte.is_ascii_alphabetic()).count();
    let another = name.len() == meant.len() && replaced();
    marks(name) == marks(meant) && (!another || name.len() >= MIN_LETTERS_OF_ANOTHER)
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn slips_and_other_words() {
        for (name, meant) in [
            ("soruce", "source"),
            ("auhtor", "author"),
            ("publshed", "published"),
            ("retreived", "retrieved"),
            ("desciption", "description"),
            ("publiched", "published"),
        ] {
            assert!(is_slip(name, meant), "{name}");
        }
        for (name, meant) in [
            ("stage", "state"),
            ("tags", "tag"),
            ("autor", "autora"),
            ("updates", "updated"),
            ("titel", "title"),
            ("date_created", "datecreated"),
            ("source", "source"),
            ("course", "source"),
        ] {
            assert!(!is_slip(name, meant), "{name}");
        }
    }
}
