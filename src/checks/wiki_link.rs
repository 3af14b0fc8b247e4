//! Links that do not lead where they say.

mod on_disk;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Document, Link, LinkSyntax, SyntaxErrorKind};
use crate::rule::{Applicability, Check, Fix, Hit, Kind, Severity, Subject};
use crate::text::{Span, counted, is_digits};
use crate::vault::{DocumentId, Fit, Resolution, is_period, percent_decoded};
use on_disk::on_disk;

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
    /// No such attachment.
    MissingFile,
    /// Brackets that do not make a link.
    MalformedLink,
}

impl Check for WikiLink {
    fn run(&self, subject: &Subject<'_>, _near: &[Span], hits: &mut Vec<Hit>) {
        if self.report == Report::MalformedLink {
            let errors = subject.document.syntax_errors.iter();
            let malformed = errors.filter(|error| error.kind == SyntaxErrorKind::MalformedLink);
            hits.extend(malformed.map(|error| Hit::at(error.span).value("problem", &*error.message)));
        }
        let resolutions = subject.vault.index().resolutions(subject.id);
        for (at, &resolution) in resolutions.iter().enumerate() {
            if !resolution.is_sound() {
                hits.extend(self.hit(subject, &subject.document.links[at], resolution));
            }
        }
    }
}

impl WikiLink {
    fn hit(&self, subject: &Subject<'_>, link: &Link, resolution: Resolution) -> Option<Hit> {
        match (self.report, resolution) {
            (Report::MissingNote, Resolution::Missing) if !is_time(subject, link) => {
                Some(self.missing_note(subject, link))
            }
            (Report::MalformedLink, Resolution::Missing) if is_time(subject, link) => {
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
                Some(missing_anchor(subject, link, id))
            }
            (Report::MissingBlock, Resolution::MissingBlock(id)) => Some(missing_anchor(subject, link, id)),
            (Report::MissingFile, Resolution::MissingFile) => Some(hit(subject, link)),
            _ => None,
        }
    }

    /// A note wanted by many is a plan, and so is one of a day or a week; another that is wanted
    /// once is likely a slip.
    fn missing_note(&self, subject: &Subject<'_>, link: &Link) -> Hit {
        let wanted = subject.vault.index().wanted();
        let target = subject.document.slice(link.target);
        let mut hit = hit(subject, link);
        if is_period(target) {
            hit.severity = Some(Severity::Info);
            return hit.because("it is named like the note of a day, a week or another period".to_owned());
        }
        let Some(note) = wanted.get(target) else { return hit };
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

/// Whether a wiki-link names a time: `[[00:12:10]]`.
fn is_time(subject: &Subject<'_>, link: &Link) -> bool {
    let target = subject.document.slice(link.target);
    if !target.contains(':') {
        return false;
    }
    let mut parts = target.split(':');
    let hours = parts.next().is_some_and(|part| matches!(part.len(), 1 | 2) && is_digits(part));
    let rest: Vec<&str> = parts.take(3).collect();
    link.syntax == LinkSyntax::Wiki
        && hours
        && matches!(rest.len(), 1 | 2)
        && rest.iter().all(|part| part.len() == 2 && is_digits(part))
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
    let name = written.strip_suffix(".md").unwrap_or(written);
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
    let there = |anchor: &str| {
        let headings = note.headings.iter().take(MOST_HEADINGS);
        anchor.is_empty()
            || headings.into_iter().any(|heading| note.slice(heading.text).eq_ignore_ascii_case(anchor))
    };
    let whole = link.anchor.is_none_or(|anchor| there(subject.document.slice(anchor)));
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
    let extension = if written.ends_with(".md") { ".md" } else { "" };
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

/// How many headings of a note are looked at for one link that finds none.
const MOST_HEADINGS: usize = 500;

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
    let headings = target.headings.iter().take(MOST_HEADINGS);
    let headings: Vec<&str> = headings.map(|heading| target.slice(heading.text)).collect();
    let hit = hit.because(format!("`{}` has {}", target.path(), listed(&headings, target.headings.len())));
    match nearest(written.rsplit('#').next().unwrap_or(written), &headings) {
        Some(heading) => hit.because(format!("the nearest heading is `{heading}`")),
        None => hit,
    }
}

/// The heading that comes nearest, if one comes near at all.
fn nearest<'h>(wanted: &str, headings: &[&'h str]) -> Option<&'h str> {
    let wanted = wanted.to_lowercase().replace(['-', '_'], " ");
    let length = wanted.chars().count();
    let cutoff = length / 3;
    let scorer = rapidfuzz::distance::osa::BatchComparator::new(wanted.chars());
    let args = rapidfuzz::distance::osa::Args::default().score_cutoff(cutoff);
    let distance = |heading: &&'h str| {
        // So many letters more or fewer are as many slips.
        let comparable = heading.len() < 200 && heading.chars().count().abs_diff(length) <= cutoff + 2;
        comparable.then(|| scorer.distance_with_args(heading.to_lowercase().chars(), &args)).flatten()
    };
    headings
        .iter()
        .filter_map(|heading| Some((distance(heading)?, *heading)))
        .min()
        .map(|(_, heading)| heading)
}

/// How many headings there are, and the first few.
fn listed(headings: &[&str], count: usize) -> String {
    const SHOWN: usize = 5;
    if headings.is_empty() {
        return "no headings".to_owned();
    }
    let shown: Vec<String> = headings.iter().take(SHOWN).map(|heading| format!("`{heading}`")).collect();
    let more = count.saturating_sub(SHOWN);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}: {}{rest}", counted(count, "heading"), shown.join(", "))
}
