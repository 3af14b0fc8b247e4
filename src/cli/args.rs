//! What the command line can say.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{ArgGroup, Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::percent::Percent;
use crate::report::Format;
use crate::rule::Severity;

/// A linter for provenance and citations: where is this from, and can I go and look?
#[derive(Debug, Parser)]
#[command(name = "wherefrom", version, args_conflicts_with_subcommands = true)]
// Errors would show the path as if it had to be given; so everywhere below.
#[command(override_usage = "wherefrom [OPTIONS] [PATH]...\n       wherefrom <COMMAND>")]
#[command(after_help = "Exit code: 0 nothing to report, 1 findings, 2 it could not be done.\n\
    A folder named like a command is given as ./folder.")]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) check: CheckArgs,
}

impl Cli {
    /// A command after options is read as the first path: it is `check` then, or a mistake.
    pub(super) fn with_late_command(mut self) -> Result<Self, clap::Error> {
        let first = self.check.paths.first().and_then(|path| path.to_str());
        if self.command.is_none() {
            match first {
                Some("check") => drop(self.check.paths.remove(0)),
                Some(name @ ("coverage" | "explain" | "links" | "rules" | "sources")) => {
                    let message = format!("options of `{name}` come after it; a folder is named ./{name}");
                    return Err(Self::command().error(ErrorKind::ArgumentConflict, message));
                }
                _ => {}
            }
        }
        Ok(self)
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lint documents; what happens without a command
    #[command(override_usage = "wherefrom check [OPTIONS] [PATH]...")]
    Check(CheckArgs),
    /// Count the claims that are cited, the worst document first
    Coverage(CoverageArgs),
    /// Say what a rule is about, with examples
    Explain(ExplainArgs),
    /// List the notes that links want, or draw the graph of links
    Links(LinksArgs),
    /// List the rules, or test rule files
    Rules(RulesArgs),
    /// List what the vault rests on, or write down which copies of it are kept
    Sources(SourcesArgs),
}

/// Where the vault and its settings are.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct VaultArgs {
    /// The vault; else the nearest folder above with wherefrom.yaml, .obsidian or .git
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// The config file; else wherefrom.yaml or .wherefrom.yaml at the root
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,
    /// Read no config file
    #[arg(long)]
    pub(super) no_config: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("fixing").args(["fix", "diff"])))]
pub(super) struct CheckArgs {
    /// Files and folders to report on; the rest of the vault is only read [default: .]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) vault: VaultArgs,
    /// How findings are written
    #[arg(long, default_value = "full")]
    pub(super) format: Format,
    /// Run only these rules or families; an id runs even if it is off
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Leave out these rules or families
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// The least severity that is shown
    #[arg(long, value_name = "SEVERITY", default_value = "info")]
    pub(super) min_severity: Level,
    /// The least severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub(super) fail_on: FailOn,
    /// Apply safe fixes, and report what is left
    #[arg(long)]
    pub(super) fix: bool,
    /// With --fix or --diff: also take fixes that are only likely
    #[arg(long, requires = "fixing")]
    pub(super) unsafe_fixes: bool,
    /// Show what --fix would change and write nothing; exit code 1 if there is something
    #[arg(long, conflicts_with_all = ["format", "statistics"])]
    pub(super) diff: bool,
    /// Leave out excluded, ignored and hidden files even if they are named
    #[arg(long)]
    pub(super) force_exclude: bool,
    /// The day that counts as today, as YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) today: Option<Date>,
    /// How many threads to use
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(super) threads: Option<NonZeroUsize>,
    /// Write findings and problems, and nothing else
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// Count the findings of each rule
    #[arg(long)]
    pub(super) statistics: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 it is done, 1 less is cited than --min asks for, 2 it could not be done."
)]
#[command(override_usage = "wherefrom coverage [OPTIONS] [PATH]...")]
pub(super) struct CoverageArgs {
    /// Files and folders to count in [default: .]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) vault: VaultArgs,
    /// Also count each section of a document
    #[arg(long)]
    pub(super) sections: bool,
    /// Exit code 1 if less than so many percent of all claims are cited, such as 80 or 57.5
    #[arg(long, value_name = "PERCENT")]
    pub(super) min: Option<Percent>,
    /// How the table is written; JSON holds the sections in any case
    #[arg(long, default_value = "text")]
    pub(super) format: ListFormat,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The id of a rule
    #[arg(value_name = "RULE")]
    pub(super) rule: String,
    #[command(flatten)]
    pub(super) vault: VaultArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "Exit code: 0 it is done, 2 it could not be done.")]
#[command(group(ArgGroup::new("shown").args(["wanted", "graph"]).required(true)))]
#[command(override_usage = "wherefrom links [OPTIONS] <--wanted|--graph <LANGUAGE>> [PATH]")]
pub(super) struct LinksArgs {
    /// A folder of the vault [default: .]
    #[arg(value_name = "PATH")]
    pub(super) path: Option<PathBuf>,
    #[command(flatten)]
    pub(super) vault: VaultArgs,
    /// List the notes that links ask for and that are not there, the most wanted first
    #[arg(long)]
    pub(super) wanted: bool,
    /// Print the links between notes as a graph
    #[arg(long, value_name = "LANGUAGE", conflicts_with = "format")]
    pub(super) graph: Option<GraphFormat>,
    /// How the list is written
    #[arg(long, default_value = "text")]
    pub(super) format: ListFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    /// The language of Graphviz
    Dot,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct RulesArgs {
    #[command(subcommand)]
    pub(super) command: Option<RulesCommand>,
    #[command(flatten)]
    pub(super) vault: VaultArgs,
    /// How the list is written
    #[arg(long, default_value = "text")]
    pub(super) format: ListFormat,
}

#[derive(Debug, Subcommand)]
pub(super) enum RulesCommand {
    /// Run the examples of rule files
    Test(TestArgs),
}

#[derive(Debug, Args)]
pub(super) struct TestArgs {
    /// Rule files; the folder and the name are the id
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
}

#[derive(Debug, Args)]
#[command(after_help = "Exit code: 0 it is done, 2 it could not be done.")]
#[command(args_conflicts_with_subcommands = true)]
#[command(override_usage = "wherefrom sources [OPTIONS] [PATH]\n       wherefrom sources <COMMAND>")]
pub(super) struct SourcesArgs {
    #[command(subcommand)]
    pub(super) command: Option<SourcesCommand>,
    /// A folder of the vault [default: .]
    #[arg(value_name = "PATH")]
    pub(super) path: Option<PathBuf>,
    #[command(flatten)]
    pub(super) vault: VaultArgs,
    /// How the list is written
    #[arg(long, default_value = "text")]
    pub(super) format: ListFormat,
}

#[derive(Debug, Subcommand)]
pub(super) enum SourcesCommand {
    /// Write sources.lock: the files that are kept of sources, and the quotations that stand in them
    Lock(LockArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "\
A quotation that stood in its snapshot when it was last locked, that the snapshot no longer has and that a document
still quotes, is named and stays in the lock as it was, so that `sources/changed-snapshot` goes on telling of it.

Exit code: 0 it is done, 1 it is done and such quotations are kept, 2 it could not be done.")]
#[command(override_usage = "wherefrom sources lock [OPTIONS] [PATH]")]
pub(super) struct LockArgs {
    /// A folder of the vault [default: .]
    #[arg(value_name = "PATH")]
    pub(super) path: Option<PathBuf>,
    #[command(flatten)]
    pub(super) vault: VaultArgs,
    /// The day that counts as today, as YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) today: Option<Date>,
    /// Let go of quotations that their snapshots no longer have
    #[arg(long)]
    pub(super) forget: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// A line each
    Text,
    /// One JSON document
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    Info,
    Warning,
    Error,
}

impl Level {
    pub(super) fn severity(self) -> Severity {
        match self {
            Level::Info => Severity::Info,
            Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Info,
    Warning,
    Error,
    Never,
}

impl FailOn {
    /// The least severity that fails, if any does.
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Info => Some(Severity::Info),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Error => Some(Severity::Error),
            FailOn::Never => None,
        }
    }
}

fn threads(text: &str) -> Result<NonZeroUsize, String> {
    const MOST: usize = 256;
    let threads = text.parse().ok().filter(|threads: &NonZeroUsize| threads.get() <= MOST);
    threads.ok_or_else(|| format!("not a number from 1 to {MOST}"))
}

fn date(text: &str) -> Result<Date, String> {
    let well_formed = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date = if well_formed { text.parse().ok() } else { None };
    date.ok_or_else(|| "not a day of the form YYYY-MM-DD".to_owned())
}
