//! The name of a file as its folder has it, for a link that has another case.

use std::borrow::Cow;

use crate::document::{Document, Link, LinkSyntax};
use crate::vault::percent_decoded;

/// The target of a link to the file at `path`, each part in the case of the file; none if that
/// cannot be told part by part.
pub(super) fn on_disk(document: &Document, link: &Link, path: &str) -> Option<String> {
    let written = document.slice(link.target);
    // An address in angle brackets, and a wiki-link, hold blanks as they are.
    let angled = document.text()[..link.target.start()].ends_with('<');
    let encoded = link.syntax != LinkSyntax::Wiki && !angled;
    let mut parts: Vec<Cow<'_, str>> = written.split('/').map(Cow::Borrowed).collect();
    let last = parts.len() - 1;
    let mut names = path.rsplit('/');
    for (at, part) in parts.iter_mut().enumerate().rev() {
        if matches!(&**part, "" | "." | "..") {
            break;
        }
        let name = names.next()?;
        let known = if encoded { percent_decoded(part) } else { part.clone() };
        // A wiki-link may leave the extension of a note out.
        let name = if at == last { as_long(name, &known) } else { name };
        if known == name {
            continue;
        }
        if known.to_lowercase() != name.to_lowercase() {
            return None;
        }
        *part = if encoded { name.replace(' ', "%20") } else { name.to_owned() }.into();
    }
    Some(parts.join("/"))
}

/// The name without its extension if `known` has none.
fn as_long<'n>(name: &'n str, known: &str) -> &'n str {
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.len() == known.len() { stem } else { name })
}
