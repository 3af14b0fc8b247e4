//! Writes a vault to measure on: `cargo run --release --example generate_vault -- DIR NOTES`.
#![expect(clippy::disallowed_methods, reason = "this is no part of the tool")]

mod support;

use std::fs;
use std::io;
use std::path::PathBuf;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(folder), Some(count)) = (arguments.next().map(PathBuf::from), arguments.next()) else {
        return Err(io::Error::other("usage: generate_vault DIR NOTES"));
    };
    let count: usize = count.to_string_lossy().parse().map_err(io::Error::other)?;
    for number in 0..count {
        let note = support::note(number, count);
        let path = folder.join(&note.path);
        fs::create_dir_all(path.parent().expect("a note has a folder"))?;
        fs::write(path, note.text)?;
    }
    Ok(())
}
