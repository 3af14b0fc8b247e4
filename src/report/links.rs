//! The links of a vault: which notes they want, and the graph they make.

use std::collections::BTreeSet;
use std::io;

use serde_json::json;

use crate::text::{counted, printable};
use crate::vault::{Resolution, Shown, Vault, WantedNote, is_period};

/// Writes the notes that links ask for and that are not there, the most wanted first: a line
/// each of links, notes and name. Those of days and other periods, which editors make when
/// somebody opens them, are only counted.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_wanted(vault: &Vault, out: &mut dyn io::Write) -> io::Result<()> {
    let (periods, wanted): (Vec<_>, Vec<_>) =
        wanted(vault).into_iter().partition(|note| is_period(&note.name));
    match (wanted.is_empty(), periods.len()) {
        (true, 0) => return writeln!(out, "no links to missing notes"),
        (true, periods) => return writeln!(out, "no links to missing notes but {}", of_periods(periods)),
        (false, _) => {}
    }
    let width = |count: u32| count.to_string().len();
    let widest = wanted.iter().map(|note| width(note.references)).max().unwrap_or(1).max(5);
    writeln!(out, "{:>widest$}  {:>5}  wanted", "links", "notes")?;
    wanted.iter().try_for_each(|note| {
        writeln!(out, "{:>widest$}  {:>5}  {}", note.references, note.notes, printable(&note.name))
    })?;
    match periods.len() {
        0 => Ok(()),
        periods => writeln!(out, "besides {}", of_periods(periods)),
    }
}

fn of_periods(count: usize) -> String {
    format!("{} of days, weeks and other periods", counted(count, "note"))
}

/// Writes the same as one JSON document.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_wanted_json(vault: &Vault, out: &mut dyn io::Write) -> io::Result<()> {
    let notes: Vec<_> = wanted(vault)
        .iter()
        .map(|note| {
            let period = is_period(&note.name);
            json!({"name": note.name, "links": note.references, "notes": note.notes, "period": period})
        })
        .collect();
    writeln!(out, "{:#}", json!({"format_version": 1, "wanted": notes}))
}

fn wanted(vault: &Vault) -> Vec<&WantedNote> {
    let mut wanted: Vec<&WantedNote> = vault.index().wanted().iter().collect();
    wanted.sort_by_cached_key(|note| {
        (std::cmp::Reverse((note.references, note.notes)), note.name.to_lowercase(), note.name.clone())
    });
    wanted
}

/// Writes the graph of links between notes in the language of Graphviz, missing ones dashed.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_graph(vault: &Vault, shown: &Shown, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "digraph vault {{")?;
    for id in vault.ids() {
        let document = vault.document(id);
        let from = quoted(&shown.path(document.path()));
        writeln!(out, "  {from};")?;
        let links = document.links.iter().zip(vault.index().resolutions(id));
        let edges: BTreeSet<String> = links
            .filter_map(|(link, resolution)| match resolution {
                Resolution::Missing => {
                    Some(format!("{} [style=dashed]", quoted(document.slice(link.target))))
                }
                resolution => Some(quoted(&shown.path(vault.document(resolution.note()?).path()))),
            })
            .collect();
        edges.iter().try_for_each(|to| writeln!(out, "  {from} -> {to};"))?;
    }
    writeln!(out, "}}")
}

/// A Graphviz identifier.
fn quoted(text: &str) -> String {
    format!("\"{}\"", printable(text).replace('\\', "\\\\").replace('"', "\\\""))
}
