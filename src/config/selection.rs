//! Which rules a command line asks for, by family or id.

use std::collections::BTreeSet;

use crate::text::nearest;

/// The rules and families that can be named.
#[derive(Debug, Clone, Default)]
pub struct Known {
    ids: BTreeSet<String>,
    families: BTreeSet<String>,
}

/// A name that is neither a rule nor a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownRule {
    /// What was asked for.
    pub name: String,
    /// What was meant, perhaps.
    pub suggestion: Option<String>,
}

impl UnknownRule {
    /// What is wrong, lower case.
    #[must_use]
    pub fn message(&self) -> String {
        format!("there is no rule or family named `{}`", self.name)
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match &self.suggestion {
            Some(suggestion) => format!("did you mean `{suggestion}`?"),
            None => "`wherefrom rules` lists them".to_owned(),
        }
    }
}

impl Known {
    /// The rules of these ids, and their families.
    #[must_use]
    pub fn new<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let ids: BTreeSet<String> = ids.into_iter().map(str::to_owned).collect();
        let families = ids.iter().filter_map(|id| Some(id.split_once('/')?.0.to_owned())).collect();
        Self { ids, families }
    }

    /// Whether `name` is a family.
    #[must_use]
    pub fn is_family(&self, name: &str) -> bool {
        self.families.contains(name)
    }

    /// Whether `name` is a rule or a family.
    ///
    /// # Errors
    /// The name, with what was meant.
    pub fn check(&self, name: &str) -> Result<(), UnknownRule> {
        if self.ids.contains(name) || self.is_family(name) {
            return Ok(());
        }
        let (ids, families) = (self.ids.iter().map(String::as_str), self.families.iter().map(String::as_str));
        let bare = |id: &&str| id.split_once('/').is_some_and(|(_, rule)| rule == name);
        let suggestion =
            ids.clone().find(bare).or_else(|| nearest(name, families.chain(ids))).map(str::to_owned);
        Err(UnknownRule { name: name.to_owned(), suggestion })
    }
}

/// What `--select` and `--ignore` say.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    select: BTreeSet<String>,
    ignore: BTreeSet<String>,
}

impl Selection {
    /// Both lists, checked.
    ///
    /// # Errors
    /// Every name that is not known.
    pub fn new(select: &[String], ignore: &[String], known: &Known) -> Result<Self, Vec<UnknownRule>> {
        let unknown: Vec<_> =
            select.iter().chain(ignore).filter_map(|name| known.check(name).err()).collect();
        if !unknown.is_empty() {
            return Err(unknown);
        }
        Ok(Self { select: select.iter().cloned().collect(), ignore: ignore.iter().cloned().collect() })
    }

    /// Whether the rule runs, if it is on or off by itself and the config. An id speaks louder
    /// than a family, and asks even for a rule that is off; a family asks for those that are on.
    #[must_use]
    pub fn runs(&self, id: &str, on: bool) -> bool {
        let family = id.split('/').next().unwrap_or_default();
        if self.ignore.contains(id) {
            false
        } else if self.select.contains(id) {
            true
        } else if self.ignore.contains(family) {
            false
        } else {
            on && (self.select.is_empty() || self.select.contains(family))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known::new(["links/missing-note", "links/missing-heading", "claims/hearsay"])
    }

    fn selection(select: &[&str], ignore: &[&str]) -> Selection {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        Selection::new(&owned(select), &owned(ignore), &known()).unwrap()
    }

    #[test]
    fn an_id_speaks_louder_than_a_family() {
        let only_one = selection(&["links/missing-note"], &["links"]);
        assert!(only_one.runs("links/missing-note", false) && !only_one.runs("links/missing-heading", true));
        let but_one = selection(&["links"], &["links/missing-note"]);
        assert!(!but_one.runs("links/missing-note", true) && but_one.runs("links/missing-heading", true));
        assert!(!but_one.runs("claims/hearsay", true));
    }

    #[test]
    fn a_family_asks_for_no_rule_that_is_off() {
        assert!(!selection(&["links"], &[]).runs("links/missing-note", false));
        assert!(!selection(&[], &[]).runs("links/missing-note", false));
    }

    #[test]
    fn an_unknown_name_is_told_with_what_was_meant() {
        let suggested = |name: &str| known().check(name).unwrap_err().suggestion;
        assert_eq!(suggested("link").as_deref(), Some("links"));
        assert_eq!(suggested("hearsay").as_deref(), Some("claims/hearsay"));
        assert_eq!(suggested("links/mising-note").as_deref(), Some("links/missing-note"));
        assert_eq!(suggested("spelling"), None);
    }
}
