//! `wherefrom links`.

use std::io;

use super::Status;
use super::args::{LinksArgs, ListFormat};
use super::place::Place;
use super::setup::Setup;
use super::terminal::Terminal;
use crate::report::{write_graph, write_problem, write_wanted, write_wanted_json};
use crate::rule::{Kind, built_in_without_examples};

/// Lists wanted notes, or draws the graph of links.
pub(super) fn links(args: &LinksArgs, kinds: &[Kind], terminal: &mut Terminal<'_>) -> io::Result<Status> {
    let Some(place) = Place::find_or_tell(args.vault.root.as_deref(), args.path.as_slice(), terminal)? else {
        return Ok(Status::Failed);
    };
    let Some(setup) = Setup::read(&args.vault, &place, built_in_without_examples, kinds, terminal)? else {
        return Ok(Status::Failed);
    };
    let vault = setup.open(&place, Vec::new());
    for problem in vault.problems() {
        write_problem(problem, &place.shown, terminal.err_style, terminal.err)?;
    }
    match (args.graph, args.format) {
        (Some(_), _) => write_graph(&vault, &place.shown, terminal.out)?,
        (None, ListFormat::Text) => write_wanted(&vault, terminal.out)?,
        (None, ListFormat::Json) => write_wanted_json(&vault, terminal.out)?,
    }
    let sound = setup.sound && vault.problems().is_empty();
    Ok(if sound { Status::Clean } else { Status::Failed })
}
