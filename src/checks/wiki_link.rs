//! Links that do not lead where they say.

mod headings;
mod on_disk;
mod planned;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Document, Link, LinkSyntax, SyntaxErrorKind, own_bibliographies, without_md};
use crate::rule::{Applicability, Check, Fix, Hit, Kind, Severity, Subject};
use crate::text::{Span, counted};
use crate::vault::{DocumentId, Fit, Resolution, UnsoundLink, percent_decoded};
use headings::{listed, nearest};
use on_disk::on_disk;
use planned::planned;

pub(super) const KIND: Kind =
    Kind::of::<WikiLink>("wiki-link", &["target", "anchor", "note", "problem", "near"]);

/// Reports links by what they resolve to.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WikiLink {
    /// What is reported.
    report: Report,
    /// From how many notes a missing note must be wanted to count as planned, which is only
    /// `info`. For `missing-note`.
    #[serde(default = "three")]
    planned_from: u32,
    /// Whether wiki-links are held to the case of file names, which no editor does. For
    /// `case-mismatch`.
    #[serde(default)]
    wiki_links: bool,
}

fn three() -> u32 {
    3
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Report {
    /// Nothing by the name that the link gives, and nothing that could be meant.
    MissingNote,
    /// One note's name differs only in blanks, `_`, `-` and accents.
    MisspelledNote,
    /// The target is another name of a note.
    AliasAsTarget,
    /// Several notes fit.
    AmbiguousNote,
    /// The file is only found where case does not count.
    CaseMismatch,
    /// The note is there and the heading is not.
    MissingHeading,
    /// The note is there and the block is not.
    MissingBlock,
    /// No such attachment, or no such bibliography.
    MissingFile,
    /// Brackets that do not make a link.
    MalformedLink,
}

impl Check for WikiLink {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        if self.report == Report::MalformedLink {
            let errors = subject.document.syntax_errors.iter();
            let kinds = [SyntaxErrorKind::MalformedLink, SyntaxErrorKind::OpenLink];
            let malformed = errors.filter(|error| kinds.contains(&error.kind));
            hits.extend(malformed.map(|error| Hit::at(error.span).value("problem", &*error.message)));
        }
        if self.report == Report::MissingFile {
            missing_bibliographies(subject, hits);
        }
        for unsound in subject.vault.index().unsound(subject.id) {
            hits.extend(self.hit(subject, unsound));
        }
    }
}

/// Whether a heading links to its own page, as programs make it: `## Tides [¶](#tides-1)`.
fn is_permalink(subject: &Subject<'_>, link: &Link, note: DocumentId) -> bool {
    let headings = &subject.document.headings;
    let next = headings.partition_point(|heading| heading.span.start <= link.span.start);
    let heading = next.checked_sub(1).map(|at| headings[at].span);
    note == subject.id
        && link.syntax != LinkSyntax::Wiki
        && heading.is_some_and(|heading| heading.contains(link.span))
}

impl WikiLink {
    fn hit(&self, subject: &Subject<'_>, unsound: &UnsoundLink) -> Option<Hit> {
        let link = &subject.document.links[unsound.link as usize];
        match (self.report, unsound.resolution) {
            (Report::MissingNote, Resolution::Missing) => Some(self.missing_note(subject, link, unsound)),
            (Report::MalformedLink, Resolution::Time) => {
                Some(hit(subject, link).value("problem", "names a time, not a note"))
            }
            (Report::MisspelledNote, Resolution::Misspelled(id)) => {
                Some(elsewhere(subject, link, id, "is the only note of that name"))
            }
            (Report::AliasAsTarget, Resolution::Alias(id)) => {
                Some(elsewhere(subject, link, id, "has this alias"))
            }
            (Report::AmbiguousNote, Resolution::Note(id, Fit::Ambiguous)) => {
                Some(ambiguous(subject, link, id))
            }
            (Report::CaseMismatch, Resolution::Note(id, Fit::Case)) => {
                self.case_mismatch(subject, link, subject.vault.document(id).path())
            }
            (Report::CaseMismatch, Resolution::File(file, Fit::Case)) => {
                self.case_mismatch(subject, link, &subject.vault.files()[file as usize])
            }
            (Report::MissingHeading, Resolution::MissingHeading(id)) => {
                (!is_permalink(subject, link, id)).then(|| missing_anchor(subject, link, id))
            }
            (Report::MissingBlock, Resolution::MissingBlock(id)) => Some(missing_anchor(subject, link, id)),
            (Report::MissingFile, Resolution::MissingFile) => Some(hit(subject, link)),
            _ => None,
        }
    }

    /// A note wanted by many is a plan, and so is one that a tool asks for; another that is wanted once
    /// is likely a slip.
    fn missing_note(&self, subject: &Subject<'_>, link: &Link, unsound: &UnsoundLink) -> Hit {
        let wanted = subject.vault.index().wanted();
        let mut hit = hit(subject, link);
        if let Some(why) = planned(subject, link) {
            hit.severity = Some(Severity::Info);
            return hit.because(why);
        }
        let Some(note) = wanted.note(unsound) else { return hit };
        if note.references > 1 {
            hit = hit.because(format!(
                "{} links in {} want it",
                note.references,
                counted(note.notes as usize, "note")
            ));
            if note.notes >= self.planned_from {
                hit.severity = Some(Severity::Info);
            }
        }
        if let Some(id) = wanted.near(note) {
            let near = subject.vault.document(id);
            hit = hit.because(format!("the nearest name is `{}`", near.stem()));
            hit = hit.fix(retarget(subject, link, id, Applicability::Manual));
        }
        hit
    }

    fn case_mismatch(&self, subject: &Subject<'_>, link: &Link, path: &str) -> Option<Hit> {
        let target = subject.document.slice(link.target);
        let wanted = match link.syntax {
            LinkSyntax::Wiki => self.wiki_links,
            // Without an extension it is an address of the published site, whose case is its own.
            _ => target.rsplit('/').next().is_some_and(|name| name.contains('.')),
        };
        if !wanted {
            return None;
        }
        let Some(name) = on_disk(subject.document, link, path) else {
            return Some(Hit::at(place(link)).value("target", target).value("note", path));
        };
        let hit = Hit::at(place(link)).value("target", target).value("note", &*name);
        // A wiki-link shows its target, and to its editor that is right as it is.
        if link.syntax == LinkSyntax::Wiki {
            return Some(hit);
        }
        let title = format!("write `{name}`");
        Some(hit.fix(Fix::replace(Applicability::Safe, title, subject.document, link.target, name)))
    }
}

/// Of several bibliographies one may be made when the document is.
fn missing_bibliographies(subject: &Subject<'_>, hits: &mut Vec<Hit>) {
    let missing = subject.vault.missing_bibliographies(subject.id);
    let some = missing.len() < own_bibliographies(subject.document).len();
    hits.extend(missing.into_iter().map(|span| {
        let name = subject.document.slice(span).trim_matches(['"', '\'']);
        Hit { severity: some.then_some(Severity::Info), ..Hit::at(span).value("target", name) }
    }));
}

/// The whole of a wiki-link; of other links, whose text may be long, the target.
fn place(link: &Link) -> Span {
    match link.syntax {
        LinkSyntax::Wiki => link.span,
        _ => link.anchor.map_or(link.target, |anchor| link.target.cover(anchor)),
    }
}

/// A hit on the link, with its target as people say it.
fn hit(subject: &Subject<'_>, link: &Link) -> Hit {
    let written = subject.document.slice(link.target);
    let name = without_md(written);
    match link.syntax {
        LinkSyntax::Wiki => Hit::at(place(link)).value("target", name),
        _ => Hit::at(place(link)).value("target", &*percent_decoded(name)),
    }
}

/// A link that means the note `id`, and the fix that says so.
fn elsewhere(subject: &Subject<'_>, link: &Link, id: DocumentId, why: &str) -> Hit {
    let note = subject.vault.document(id);
    let hit = hit(subject, link).value("note", note.stem()).because(format!("`{}` {why}", note.path()));
    // Mended, the link would still lead nowhere if the note lacks what is behind the `#`.
    let there = |anchor| subject.vault.has_anchor(id, subject.document.slice(anchor));
    let whole = link.anchor.is_none_or(there);
    let applicability = if whole { Applicability::Safe } else { Applicability::Unsafe };
    if link.in_front_matter { hit } else { hit.fix(retarget(subject, link, id, applicability)) }
}

/// Points a link at `id` and leaves what it shows as it is.
fn retarget(subject: &Subject<'_>, link: &Link, id: DocumentId, applicability: Applicability) -> Fix {
    let document = subject.document;
    let written = document.slice(link.target);
    let name = name_for_link(subject, link, id);
    let title = format!("point the link at `{name}`");
    let shown = link.syntax != LinkSyntax::Wiki || link.display.is_some() || link.embed;
    let replacement = match shown {
        true => name,
        // In a table a pipe would end the cell.
        false if in_table(document, link) => format!("{name}{}\\|{written}", anchor_text(document, link)),
        false => format!("{name}{}|{written}", anchor_text(document, link)),
    };
    let anchored = link.anchor.map_or(link.target, |anchor| link.target.cover(anchor));
    let span = if shown { link.target } else { anchored };
    Fix::replace(applicability, title, document, span, replacement)
}

fn anchor_text(document: &Document, link: &Link) -> String {
    link.anchor.map_or_else(String::new, |anchor| format!("#{}", document.slice(anchor)))
}

fn in_table(document: &Document, link: &Link) -> bool {
    document
        .block_at(link.span.start())
        .is_some_and(|block| block.kind == crate::document::BlockKind::TableCell)
}

/// The note's name as this link has to write it: alone where it is the only one of that name,
/// with its path otherwise; other syntaxes keep their folder and their extension.
fn name_for_link(subject: &Subject<'_>, link: &Link, id: DocumentId) -> String {
    let note = subject.vault.document(id);
    let written = subject.document.slice(link.target);
    let extension = &written[without_md(written).len()..];
    if link.syntax != LinkSyntax::Wiki {
        let folder = written.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        return format!("{folder}{}{extension}", note.stem().replace(' ', "%20"));
    }
    let alone = subject.vault.index().named(note.stem()).len() == 1;
    let path = note.path().rsplit_once('.').map_or(&**note.path(), |(path, _)| path);
    format!("{}{extension}", if alone { note.stem() } else { path })
}

fn ambiguous(subject: &Subject<'_>, link: &Link, id: DocumentId) -> Hit {
    let vault = subject.vault;
    let chosen = vault.document(id);
    let mut hit = hit(subject, link).value("note", &**chosen.path());
    for other in vault.index().named(chosen.stem()).iter().filter(|&&other| other != id) {
        hit = hit.because(format!("`{}` has the same name", vault.document(*other).path()));
    }
    hit
}

fn missing_anchor(subject: &Subject<'_>, link: &Link, id: DocumentId) -> Hit {
    let (document, target) = (subject.document, subject.vault.document(id));
    let anchor = link.anchor.unwrap_or(link.span);
    let written = document.slice(anchor);
    let hit = Hit::at(anchor).value("anchor", written.trim_start_matches('^')).value("note", target.stem());
    if written.starts_with('^') {
        return hit.because(format!(
            "`{}` has {}",
            target.path(),
            counted(target.block_ids.len(), "named block")
        ));
    }
    let hit = hit.because(listed(target));
    match nearest(written.rsplit('#').next().unwrap_or(written), target) {
        Some(heading) => hit.because(format!("the nearest heading is `{heading}`")),
        None => hit,
    }
}
