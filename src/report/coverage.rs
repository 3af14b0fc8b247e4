//! How much of what documents claim is cited, the worst first.

use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::Style;
use super::json::{to_schema, write_document};
use super::words::{Palette, shown_up_to};
use crate::engine::{self, Coverage};
use crate::rule::Severity;
use crate::text::printable;
use crate::vault::{Shown, Vault};

/// The format's version. A change that a reader could notice, other than a new key, raises it.
const FORMAT_VERSION: u32 = 1;
/// The cells of a bar.
const BAR: usize = 10;
/// The most characters of a heading.
const MAX_HEADING: usize = 60;

/// What `wherefrom coverage --format json` writes. Readers should ignore keys they do not know.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "wherefrom coverage")]
struct Table<'a> {
    /// The version of this format.
    #[schemars(extend("const" = FORMAT_VERSION))]
    format_version: u32,
    /// The sum over all documents.
    total: Counts,
    /// The documents, the worst first.
    documents: Vec<Document<'a>>,
}

/// What is counted in one document.
#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// The file, relative to the current folder, with `/`.
    path: String,
    /// What is counted in all of it.
    #[serde(flatten)]
    counts: Counts,
    /// Its sections with claims or quotations in them, in order.
    sections: Vec<Section<'a>>,
}

/// What stands below one heading and above the next.
#[derive(Debug, Serialize, JsonSchema)]
struct Section<'a> {
    /// The heading as it is written; null above the first.
    heading: Option<&'a str>,
    /// 1 to 6; 0 above the first heading.
    level: u8,
    /// The line of the heading, counted from 1; null above the first.
    line: Option<usize>,
    /// What is counted in it.
    #[serde(flatten)]
    counts: Counts,
}

/// How many there are, and how many of them lead to a source.
#[derive(Debug, Serialize, JsonSchema)]
struct Counts {
    /// Claims.
    claims: usize,
    /// Claims that a citation stands by or covers.
    cited: usize,
    /// Claims that name who says so, cited or not.
    attributed: usize,
    /// The percentage of claims that are cited, rounded down; null without claims.
    percent: Option<usize>,
    /// Quotations of five words or more.
    quotations: usize,
    /// Quotations that a citation stands by or covers.
    cited_quotations: usize,
    /// Quotations with somebody who says them in their paragraph or beside it.
    attributed_quotations: usize,
}

impl Counts {
    fn of(counts: engine::Counts) -> Self {
        Self {
            claims: counts.claims,
            cited: counts.cited,
            attributed: counts.attributed,
            percent: counts.percent(),
            quotations: counts.quotations,
            cited_quotations: counts.cited_quotations,
            attributed_quotations: counts.attributed_quotations,
        }
    }
}

/// Writes the coverage as one JSON document, described by `schemas/coverage.schema.json`.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_coverage_json(
    vault: &Vault,
    coverage: &Coverage,
    shown: &Shown,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let documents = coverage.documents.iter().filter_map(|counted| {
        let document = vault.document(vault.by_path(&counted.path)?);
        let sections = counted.sections.iter().map(|section| Section {
            heading: section.heading.map(|heading| document.slice(heading)),
            level: section.level,
            line: section.heading.map(|heading| document.source().position(heading.start()).line),
            counts: Counts::of(section.counts),
        });
        Some(Document {
            path: shown.path(&counted.path),
            counts: Counts::of(counted.counts),
            sections: sections.collect(),
        })
    });
    let table = Table {
        format_version: FORMAT_VERSION,
        total: Counts::of(coverage.counts),
        documents: documents.collect(),
    };
    write_document(&table, out)
}

/// The JSON Schema of what [`write_coverage_json`] writes, as it is kept in the repository.
#[must_use]
pub fn coverage_schema() -> String {
    to_schema::<Table<'static>>()
}

/// Writes the coverage as a table: a line a document, and with `sections` one a section below it.
/// Documents without claims and quotations are left out.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_coverage(
    vault: &Vault,
    coverage: &Coverage,
    sections: bool,
    shown: &Shown,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let counted = |counts: &engine::Counts| counts.claims + counts.quotations > 0;
    let documents: Vec<_> = coverage.documents.iter().filter(|document| counted(&document.counts)).collect();
    if documents.is_empty() {
        return writeln!(out, "no claims and no quotations");
    }
    let rows = Rows::new(coverage.counts, style);
    rows.head(out)?;
    for counted in documents {
        rows.row(counted.counts, &printable(&shown.path(&counted.path)), out)?;
        let document = vault.by_path(&counted.path).map(|id| vault.document(id));
        for section in counted.sections.iter().filter(|_| sections) {
            let heading =
                section.heading.zip(document).map_or("(no heading)".into(), |(heading, document)| {
                    shown_up_to(document.slice(heading), MAX_HEADING)
                });
            let indent = "  ".repeat(usize::from(section.level.max(1)));
            rows.row(section.counts, &format!("{indent}{heading}"), out)?;
        }
    }
    rows.row(coverage.counts, "in all", out)
}

/// How the rows of a table are set.
struct Rows {
    /// The width of a number of claims, and of quotations.
    widths: (usize, usize),
    style: Style,
    palette: Palette,
}

impl Rows {
    /// As wide as the sum of all rows needs.
    fn new(sum: engine::Counts, style: Style) -> Self {
        // At least so wide that `n of n` has room for the word above it.
        let width = |count: usize| count.to_string().len().max(3);
        Self { widths: (width(sum.claims), width(sum.quotations)), style, palette: Palette::new(style) }
    }

    fn head(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let (claims, quotations) = (self.widths.0 * 2 + 4, self.widths.1 * 2 + 4);
        writeln!(out, "{:<1$}quotations", "claims", 15 + 2 + claims + 2 + 10 + 2)?;
        writeln!(
            out,
            "{:15}  {:>claims$}  {:>10}  {:>quotations$}  {:>10}",
            "", "cited", "attributed", "cited", "attributed"
        )
    }

    /// `40% ####......   2 of 5`, how many name who says so, the same of quotations, and whose it is.
    fn row(&self, counts: engine::Counts, name: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let (claims, quotations) = self.widths;
        let percent = counts.percent().map_or("-".to_owned(), |percent| format!("{percent}%"));
        let paint = self.paint(counts);
        writeln!(
            out,
            "{paint}{percent:>4} {}{paint:#}  {:>claims$} of {:>claims$}  {:>10}  {:>quotations$} of {:>quotations$}  {:>10}  {name}",
            self.bar(counts),
            counts.cited,
            counts.claims,
            counts.attributed,
            counts.cited_quotations,
            counts.quotations,
            counts.attributed_quotations,
        )
    }

    /// Ten cells: none is full only if nothing is cited, all are only if everything is.
    fn bar(&self, counts: engine::Counts) -> String {
        let (full, empty) = if self.style.unicode { ('█', '░') } else { ('#', '.') };
        let part = (counts.cited * BAR).checked_div(counts.claims).unwrap_or(0);
        let part = part.max(usize::from(counts.cited > 0));
        (0..BAR).map(|cell| if cell < part { full } else { empty }).collect()
    }

    fn paint(&self, counts: engine::Counts) -> anstyle::Style {
        match counts.percent() {
            Some(0..50) => self.palette.severity(Severity::Error),
            Some(50..80) => self.palette.severity(Severity::Warning),
            Some(_) => self.palette.good(),
            None => anstyle::Style::new(),
        }
    }
}
