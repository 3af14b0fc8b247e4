//! What standard output and standard error can show, and writing to them.

use std::io::{self, IsTerminal, Write};

use anstream::AutoStream;
use anstream::stream::RawStream;

use super::args::Color;
use crate::report::Style;

/// The width of what is no terminal.
const WIDTH: usize = 100;

/// Where a command writes to.
pub(super) struct Terminal<'a> {
    /// Standard output.
    pub(super) out: &'a mut dyn Write,
    /// Standard error.
    pub(super) err: &'a mut dyn Write,
    /// What standard output can show.
    pub(super) out_style: Style,
    /// What standard error can show.
    pub(super) err_style: Style,
    /// Whether standard output is a terminal, which strangers' text must not act on.
    pub(super) out_is_terminal: bool,
    /// Whether somebody may be watching standard error.
    pub(super) watched: bool,
}

impl<'a> Terminal<'a> {
    /// The process's own streams, written to through `out` and `err`.
    pub(super) fn new(color: Color, out: &'a mut dyn Write, err: &'a mut dyn Write) -> Self {
        Self {
            out,
            err,
            out_style: style(color, &io::stdout(), supports_hyperlinks::Stream::Stdout),
            err_style: style(color, &io::stderr(), supports_hyperlinks::Stream::Stderr),
            out_is_terminal: io::stdout().is_terminal(),
            watched: io::stderr().is_terminal(),
        }
    }
}

/// Honours `NO_COLOR` and `CLICOLOR_FORCE` where the user leaves it to the environment.
fn style(color: Color, stream: &impl RawStream, which: supports_hyperlinks::Stream) -> Style {
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => AutoStream::choice(stream) != anstream::ColorChoice::Never,
    };
    let width = match stream.is_terminal() {
        true => terminal_size::terminal_size().map_or(WIDTH, |(width, _)| width.0.into()),
        false => WIDTH,
    };
    let hyperlinks = color && stream.is_terminal() && supports_hyperlinks::on(which);
    Style { color, hyperlinks, unicode: color && is_unicode(), width }
}

/// Whether the environment asks for UTF-8. On Windows, which has no such variables, terminals do.
fn is_unicode() -> bool {
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set).map(|value| value.to_ascii_lowercase());
    locale.map_or(cfg!(windows), |locale| locale.contains("utf-8") || locale.contains("utf8"))
}
