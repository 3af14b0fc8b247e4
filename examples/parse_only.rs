//! The yardstick: reads every document of a folder and goes through its Markdown events, nothing
//! more. `cargo run --release --example parse_only -- DIR [THREADS]`.
#![expect(clippy::disallowed_methods, reason = "this is no part of the tool")]

use std::fs;
use std::hint::black_box;
use std::io::{self, Write as _};
use std::path::PathBuf;

use pulldown_cmark::Parser;
use rayon::prelude::*;
use walkdir::WalkDir;
use wherefrom::document::MARKDOWN_OPTIONS;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let folder =
        arguments.next().map(PathBuf::from).ok_or(io::Error::other("usage: parse_only DIR [THREADS]"))?;
    if let Some(threads) = arguments.next() {
        let threads = threads.to_string_lossy().parse().map_err(io::Error::other)?;
        rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().map_err(io::Error::other)?;
    }
    let known = ["md", "markdown", "txt"];
    let files = WalkDir::new(folder).into_iter().flatten().map(walkdir::DirEntry::into_path);
    let files: Vec<PathBuf> = files
        .filter(|path| known.iter().any(|known| path.extension().is_some_and(|own| own == *known)))
        .collect();
    let counts: Vec<io::Result<(usize, usize)>> = files.par_iter().map(parse).collect();
    let (mut bytes, mut events) = (0, 0);
    for count in counts {
        let (more_bytes, more_events) = count?;
        bytes += more_bytes;
        events += more_events;
    }
    writeln!(io::stdout(), "{} documents, {bytes} bytes, {events} events", files.len())
}

fn parse(path: &PathBuf) -> io::Result<(usize, usize)> {
    let bytes = fs::read(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let events = Parser::new_ext(&text, MARKDOWN_OPTIONS).into_offset_iter().map(black_box).count();
    Ok((bytes.len(), events))
}
