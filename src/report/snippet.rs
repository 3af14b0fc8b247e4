//! Pictures of places in files: lines of text with marks below them. The only user of miette.
//!
//! miette is not shown the files. It gets the few lines that are wanted, cut to the width of the
//! screen and harmless, as parts of one made-up text; so no file is ever scanned, and no line is
//! too long for it (it panics past column 65,535).

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::ops::Range;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::Style;
use super::window::window;
use super::words::{columns_of, is_plain, shown_up_to, wrap};
use crate::rule::Severity;
use crate::text::{Position, SourceFile, Span, printable, replacement};

/// Columns from one tab stop to the next.
pub(super) const TAB: usize = 4;

/// Marks at most this many lines apart share a picture.
const NEAR: usize = 2;

/// Of a mark over more lines than this, the first line is shown.
const MAX_LINES: usize = 6;

/// Of the text of a mark, this many characters are shown.
const MAX_WORDS: usize = 200;

/// However narrow the screen, this many columns of a line are shown.
const MIN_BUDGET: usize = 20;

/// Bytes between the parts of the made-up text, so that no mark reaches into the next.
const GAP: usize = 16;

/// A place to show.
pub(super) struct Mark<'a> {
    /// The file it is in.
    pub(super) source: &'a SourceFile,
    /// What the file is called, fit to be shown.
    pub(super) name: String,
    /// The place.
    pub(super) span: Span,
    /// What to say of it.
    pub(super) text: Option<&'a str>,
}

/// Draws the marks: the first as what it is all about, the others as what belongs to it.
pub(super) fn draw(severity: Severity, marks: &[Mark<'_>], style: Style) -> String {
    if let ([mark], false) = (marks, style.color)
        && let Some(picture) = plain(mark, style.width)
    {
        return picture;
    }
    by_miette(severity, marks, style)
}

/// The picture of one mark on one line of plain characters and without words, which nearly all are: what
/// miette would draw, at a tenth of the cost.
fn plain(mark: &Mark<'_>, width: usize) -> Option<String> {
    let strokes = strokes(mark, true);
    let [stroke] = strokes.as_slice() else { return None };
    if stroke.cut || stroke.words(1).is_some() {
        return None;
    }
    let at = mark.source.position(stroke.span.start);
    let number = at.line.to_string();
    let mut text = String::new();
    let drawn = draw_line(mark.source, stroke.line, &[stroke], budget(&number, width), &mut text);
    let (start, end) = (drawn.find(stroke.span.start), drawn.find(stroke.span.end));
    let known = |c: char| c == '…' || c.is_ascii() && !c.is_ascii_control();
    if start == end || !text.trim_end_matches('\n').chars().all(known) {
        return None;
    }
    let columns = |text: &str| text.chars().count();
    let (before, under, gutter) = (columns(&text[..start]), columns(&text[start..end]), number.len() + 2);
    let (name, column) = (&mark.name, at.column);
    let mut picture = String::with_capacity(2 * text.len() + 4 * (under + gutter) + name.len() + 64);
    picture.extend(std::iter::repeat_n(" ", gutter));
    let _ = writeln!(picture, "╭─[{name}:{number}:{column}]");
    picture.extend([" ", &number, " │ ", &text]);
    picture.extend(std::iter::repeat_n(" ", gutter));
    picture.push_str("· ");
    picture.extend(std::iter::repeat_n(" ", before).chain(std::iter::repeat_n("─", under)));
    picture.push('\n');
    picture.extend(std::iter::repeat_n(" ", gutter));
    picture.push_str("╰────\n");
    Some(picture)
}

/// The columns for a line, the greatest number of which is this.
fn budget(number: &str, width: usize) -> usize {
    width.saturating_sub(number.len() + 6).max(MIN_BUDGET)
}

fn by_miette(severity: Severity, marks: &[Mark<'_>], style: Style) -> String {
    let picture = Picture::new(marks, style.width);
    let theme = GraphicalTheme {
        characters: ThemeCharacters::unicode(),
        styles: styles(severity, &picture.labels, style),
    };
    let handler =
        GraphicalReportHandler::new_themed(theme).with_context_lines(1).tab_width(TAB).with_wrap_lines(false);
    let mut drawn = String::new();
    // Only a source that cannot be read is an error, and this one can.
    let _ = handler.without_syntax_highlighting().render_report(&mut drawn, &picture);
    // The message is written elsewhere; here it is an empty line.
    drawn.split_once('\n').map_or(String::new(), |(_, picture)| picture.to_owned())
}

/// miette gives the marks the colours in turn, in the order of their places.
fn styles(severity: Severity, labels: &[LabeledSpan], style: Style) -> ThemeStyles {
    if !style.color {
        return ThemeStyles::none();
    }
    let mut styles = ThemeStyles::ansi();
    let main = match severity {
        Severity::Error => styles.error.bold(),
        Severity::Warning => styles.warning.bold(),
        Severity::Info => styles.error.blue().bold(),
    };
    styles.link = styles.help;
    styles.highlights = labels.iter().map(|label| if label.primary() { main } else { styles.help }).collect();
    styles
}

/// The made-up text and the marks in it.
#[derive(Debug)]
struct Picture {
    parts: Vec<Part>,
    /// Sorted by place.
    labels: Vec<LabeledSpan>,
    /// Where in its file each label begins.
    positions: Vec<Position>,
}

/// Consecutive lines of one file.
#[derive(Debug)]
struct Part {
    name: String,
    /// The lines, each with a final line feed.
    text: String,
    /// Where they begin in the made-up text.
    start: usize,
    /// The first line, counted from 0.
    line: usize,
}

/// What is underlined on one line.
struct Stroke<'m, 'a> {
    mark: &'m Mark<'a>,
    primary: bool,
    line: usize,
    /// The bytes to underline.
    span: Range<usize>,
    /// Whether the mark's text stands here: below its last line.
    text: bool,
    /// Whether the mark has more lines than are shown.
    cut: bool,
}

impl Stroke<'_, '_> {
    /// What stands below the stroke, one of `on_line` on its line.
    fn words(&self, on_line: usize) -> Option<&str> {
        // Beside a stroke with words miette draws a line down from one without, to nowhere.
        let nothing = if self.primary && on_line > 1 { Some("here") } else { None };
        self.mark.text.or(nothing).filter(|_| self.text)
    }
}

impl Picture {
    fn new(marks: &[Mark<'_>], width: usize) -> Self {
        let mut strokes: Vec<_> =
            marks.iter().enumerate().flat_map(|(at, mark)| strokes(mark, at == 0)).collect();
        strokes.sort_by_key(|stroke| (stroke.mark.source.path(), stroke.span.start, !stroke.primary));
        let mut groups: Vec<Vec<Stroke<'_, '_>>> = Vec::new();
        for next in strokes {
            match groups.last_mut() {
                Some(group) if group.last().is_some_and(|last| is_near(last, &next)) => group.push(next),
                _ => groups.push(vec![next]),
            }
        }
        groups.sort_by_key(|group| !group.iter().any(|stroke| stroke.primary));
        let mut picture = Self { parts: Vec::new(), labels: Vec::new(), positions: Vec::new() };
        for group in &groups {
            picture.add(group, width);
        }
        picture
    }

    /// Adds the lines from the first of the strokes, which are sorted, to the last.
    fn add(&mut self, group: &[Stroke<'_, '_>], width: usize) {
        let ([first, ..], [.., last]) = (group, group) else { return };
        let start = self.parts.last().map_or(0, |part| part.start + part.text.len() + GAP);
        let source = first.mark.source;
        let budget = budget(&(last.line + 1).to_string(), width);
        let mut text = String::new();
        for line in first.line..=last.line {
            let on_line: Vec<_> = group.iter().filter(|stroke| stroke.line == line).collect();
            let drawn = draw_line(source, line, &on_line, budget, &mut text);
            for stroke in &on_line {
                let span = start + drawn.find(stroke.span.start)..start + drawn.find(stroke.span.end);
                let words = stroke.words(on_line.len()).map(|words| {
                    let column = width_of_last_line(&text[..span.start - start]);
                    let width = budget.saturating_sub(column).max(MIN_BUDGET);
                    wrap(&shown_up_to(words, MAX_WORDS), 0, 0, width).into_owned()
                });
                self.labels.push(match stroke.primary {
                    true => LabeledSpan::new_primary_with_span(words, span),
                    false => LabeledSpan::new_with_span(words, span),
                });
                self.positions.push(source.position(stroke.span.start));
            }
        }
        self.parts.push(Part { name: first.mark.name.clone(), text, start, line: first.line });
    }
}

fn width_of_last_line(text: &str) -> usize {
    columns_of(&text[memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |at| at + 1)..])
}

/// The strokes of a mark: one a line, exact, without indents and blank lines.
fn strokes<'m, 'a>(mark: &'m Mark<'a>, primary: bool) -> Vec<Stroke<'m, 'a>> {
    let (source, lines) = (mark.source, mark.source.lines());
    let start = source.position(mark.span.start()).offset;
    let end = source.position(mark.span.end()).offset.max(start);
    let first = lines.line_of(start);
    // A mark that ends with a line end ends on that line.
    let last = lines.line_of(end.saturating_sub(1).max(start));
    let cut = last - first >= MAX_LINES;
    let mut strokes: Vec<_> = (first..=if cut { first } else { last })
        .map(|line| {
            let range = line_range(source, line);
            let whole = start.clamp(range.start, range.end)..end.clamp(range.start, range.end);
            let indent = if line > first { indent(&source.text()[whole.clone()]) } else { 0 };
            Stroke { mark, primary, line, span: whole.start + indent..whole.end, text: false, cut }
        })
        .filter(|stroke| stroke.line == first || !stroke.span.is_empty())
        .collect();
    if let Some(last) = strokes.last_mut() {
        last.text = true;
    }
    strokes
}

/// Bytes of white space at the beginning, as far as it is an indent and not a flood.
fn indent(text: &str) -> usize {
    text.chars().take(MIN_BUDGET).take_while(|c| c.is_whitespace()).map(char::len_utf8).sum()
}

fn is_near(last: &Stroke<'_, '_>, next: &Stroke<'_, '_>) -> bool {
    last.mark.source.path() == next.mark.source.path() && next.line <= last.line + NEAR + 1
}

/// The text of a line, without its end and without a BOM.
fn line_range(source: &SourceFile, line: usize) -> Range<usize> {
    let (text, lines) = (source.text(), source.lines());
    let start = lines.start_of(line);
    let end = if line + 1 < lines.lines() { lines.start_of(line + 1) } else { text.len() };
    let content = text[start..end].trim_end_matches(['\r', '\n']);
    let bom = if content.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    start + bom..start + content.len()
}

/// Where the bytes of a file stand in the text that shows them.
struct Drawn(Vec<Stretch>);

/// Some bytes of a file, shown as they are or by one mark of omission.
struct Stretch {
    /// Where it begins in the file.
    offset: usize,
    /// Where it begins in the text that is shown.
    drawn: usize,
    /// Whether it is shown byte for byte.
    same: bool,
}

impl Drawn {
    fn push(&mut self, offset: usize, drawn: usize, same: bool) {
        self.0.push(Stretch { offset, drawn, same });
    }

    /// Where `offset` is shown: itself, or the mark of omission that stands for it.
    fn find(&self, offset: usize) -> usize {
        let after = self.0.partition_point(|stretch| stretch.offset <= offset);
        let stretch = &self.0[after.saturating_sub(1)];
        stretch.drawn + if stretch.same { offset - stretch.offset } else { 0 }
    }
}

/// Appends a line to `out`, cut to `budget` columns around what is underlined in it.
fn draw_line(
    source: &SourceFile,
    line: usize,
    strokes: &[&Stroke<'_, '_>],
    budget: usize,
    out: &mut String,
) -> Drawn {
    let text = source.text();
    let range = line_range(source, line);
    let spans: Vec<_> = strokes.iter().map(|stroke| stroke.span.clone()).collect();
    let mut drawn = Drawn(Vec::new());
    let mut at = range.start;
    for part in window(text, range.clone(), &spans, budget) {
        if part.start > at {
            drawn.push(at, out.len(), false);
            out.push('…');
        }
        let shown = &text[part.clone()];
        if is_plain(shown) && matches!(printable(shown), Cow::Borrowed(_)) {
            drawn.push(part.start, out.len(), true);
            out.push_str(shown);
        } else {
            for (offset, c) in shown.char_indices() {
                drawn.push(part.start + offset, out.len(), false);
                out.push(if c == '\t' { c } else { replacement(c) });
            }
        }
        at = part.end;
    }
    drawn.push(at, out.len(), false);
    if at < range.end {
        out.push('…');
        drawn.push(range.end, out.len(), false);
    }
    if strokes.iter().any(|stroke| stroke.cut) {
        out.push_str(" …");
    }
    out.push('\n');
    drawn
}

impl SourceCode for Picture {
    /// With context, the whole part around `span`; without, where `span` is in its file.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let after = self.parts.partition_point(|part| part.start <= span.offset());
        let part = self.parts[..after].last().ok_or(MietteError::OutOfBounds)?;
        if span.offset() + span.len() > part.start + part.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let label = self.labels.iter().position(|label| label.inner() == span);
        let position = label.filter(|_| lines_before == 0).map(|label| self.positions[label]);
        let (line, column) = position.map_or((part.line, 0), |at| (at.line - 1, at.column - 1));
        Ok(Box::new(MietteSpanContents::new_named(
            part.name.clone(),
            part.text.as_bytes(),
            SourceSpan::from(part.start..part.start + part.text.len()),
            line,
            column,
            memchr::memchr_iter(b'\n', part.text.as_bytes()).count(),
        )))
    }
}

impl Diagnostic for Picture {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl std::error::Error for Picture {}

impl fmt::Display for Picture {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_picture_is_what_miette_draws() {
        let long = "word ".repeat(60);
        let text =
            format!("\u{feff}a lamp\n\n  and {long}the lamp {long} \r\nthe “lämp” 灯\tlamp\n{long}end");
        let source = SourceFile::new("a.md", &*text);
        let style = Style { color: false, hyperlinks: false, unicode: true, width: 60 };
        let starts: Vec<usize> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
        let mut compared = 0;
        for (start, length) in
            starts.iter().flat_map(|start| [0, 1, 4, 30, 400].map(|length| (*start, length)))
        {
            let end = text.floor_char_boundary(start + length);
            let mark =
                Mark { source: &source, name: "a.md".to_owned(), span: Span::new(start, end), text: None };
            let Some(picture) = plain(&mark, style.width) else { continue };
            compared += 1;
            assert_eq!(picture, by_miette(Severity::Info, &[mark], style), "{start} {length}");
        }
        assert!(compared > 1000, "{compared}");
    }
}
