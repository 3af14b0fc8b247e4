//! Whether a way to mend front matter does: the block is read again, as it would then be.

use super::meant::{Mend, is_read, mends};
use crate::document::{Document, SyntaxError};
use crate::rule::{Applicability, Edit, Fix};
use crate::text::Span;
use crate::yaml::tree::{self, Entry, Tree, Value};

/// How many bytes of front matter are read again for one document. If there are more mistakes than
/// that allows for, none is mended.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// The front matter of one document as it is.
pub(super) struct Proof<'d> {
    document: &'d Document,
    yaml: Span,
    old: Tree,
}

impl<'d> Proof<'d> {
    pub(super) fn of(document: &'d Document) -> Option<Self> {
        let yaml = document.front_matter.as_ref()?.yaml;
        let old = tree::parse(document.slice(yaml), Span::new(0, yaml.len()));
        let bounded = old.errors.len().saturating_mul(yaml.len()) <= MOST_BYTES;
        bounded.then_some(Self { document, yaml, old })
    }

    /// A fix for the mistake, if one is certain: with it there is one mistake fewer, there stands
    /// what was meant, and every other field is as it was.
    pub(super) fn fix(&self, error: &SyntaxError) -> Option<Fix> {
        if !self.yaml.contains(error.span) {
            return None;
        }
        let found = mends(self.document.text(), self.yaml, error.span);
        let mend = found.into_iter().find(|mend| self.holds(mend, &error.message))?;
        let path = self.document.path();
        let edits = mend.edits.into_iter();
        Some(Fix {
            title: mend.title.to_owned(),
            applicability: Applicability::Safe,
            edits: edits.map(|(span, replacement)| Edit { path: path.clone(), span, replacement }).collect(),
        })
    }

    fn holds(&self, mend: &Mend, message: &str) -> bool {
        let (after, mended) = self.applied(mend);
        let new = tree::parse(&after, Span::new(0, after.len()));
        let mut left = messages(&self.old);
        let Some(gone) = left.iter().position(|old| *old == message) else { return false };
        left.remove(gone);
        let Some(root) = new.root.as_ref().filter(|_| left == messages(&new)) else { return false };
        let (mended, others): (Vec<&Entry>, Vec<&Entry>) = fields(&new).iter().partition(|field| {
            let end = field.value.span.end().max(field.key_span.end());
            mended.iter().any(|place| field.key_span.start() < place.end() && place.start() <= end)
        });
        let is_mended = |field: &&Entry| mended.iter().any(|mended| mended.key == field.key);
        let before: Vec<&Entry> = fields(&self.old).iter().filter(|field| !is_mended(field)).collect();
        let same = before.len() == others.len()
            && before
                .iter()
                .zip(&others)
                .all(|(old, new)| old.key == new.key && old.value.says_the_same(&new.value));
        let at = mend.edits.first().map_or(0, |(span, _)| span.start() - self.yaml.start());
        same && is_read(&mend.meant, root, &mended, at)
    }

    /// The block with the edits in it, and where they then are.
    fn applied(&self, mend: &Mend) -> (String, Vec<Span>) {
        let text = self.document.text();
        let (mut after, mut places) = (String::with_capacity(self.yaml.len() + 64), Vec::new());
        let mut done = self.yaml.start();
        for (span, replacement) in &mend.edits {
            after.push_str(&text[done..span.start()]);
            places.push(Span::new(after.len(), after.len() + replacement.len()));
            after.push_str(replacement);
            done = span.end();
        }
        after.push_str(&text[done..self.yaml.end()]);
        (after, places)
    }
}

fn messages(tree: &Tree) -> Vec<&str> {
    tree.errors.iter().map(|error| &*error.message).collect()
}

fn fields(tree: &Tree) -> &[Entry] {
    match tree.root.as_ref().map(|root| &root.value) {
        Some(Value::Mapping(entries)) => entries,
        _ => &[],
    }
}
