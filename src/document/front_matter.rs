//! The YAML head of a document.

use super::misplaced;
use crate::text::{Line, Span, lines, lines_backwards};
use crate::yaml::tree::{self, Value};

/// The YAML head of a document.
#[derive(Clone, Debug)]
pub struct FrontMatter {
    /// From the opening `---` to the end of the closing line.
    pub span: Span,
    /// The YAML between the two.
    pub yaml: Span,
    /// The fields in the order written, duplicates included.
    pub fields: Vec<tree::Entry>,
}

impl FrontMatter {
    /// The first field of that name, whatever its case.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&tree::Entry> {
        self.fields.iter().find(|entry| entry.key.eq_ignore_ascii_case(name))
    }
}

/// What kind of syntax error it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SyntaxErrorKind {
    /// The front matter is not YAML.
    Malformed,
    /// The front matter is too long or too deep to be read whole.
    OverLimit,
    /// The front matter is not closed.
    Unclosed,
    /// Fields between two `---` that do not stand at the beginning.
    Misplaced,
    /// A key stands twice.
    DuplicateKey,
    /// A part of the front matter is read as no value; the message says as what.
    LostValue,
    /// Brackets that were meant to make a link and do not.
    MalformedLink,
    /// A wiki-link that is never closed.
    OpenLink,
    /// A reference link whose label nothing defines; the message is the label.
    UndefinedReference,
    /// Quotes and lists nest deeper than can be read; the document was read as plain text.
    TooDeep,
}

/// Something that is not as its syntax wants it.
#[derive(Clone, Debug)]
pub struct SyntaxError {
    /// What kind of error.
    pub kind: SyntaxErrorKind,
    /// Where.
    pub span: Span,
    /// What is wrong, lower case; of a key that stands twice, the key.
    pub message: Box<str>,
    /// A place that belongs to it: the first of two keys, the whole of a value.
    pub related: Option<Span>,
}

/// The two parts of a file.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) front_matter: Option<FrontMatter>,
    pub(super) body: Span,
    pub(super) errors: Vec<SyntaxError>,
}

/// The most bytes of front matter that are read.
pub(super) const MAX_BYTES: usize = 64 * 1024;

/// Names that a single `name: value` line after an opening `---` makes front matter, whatever follows.
pub(super) const USUAL_FIELDS: [&str; 12] = [
    "title", "date", "tags", "tag", "aliases", "alias", "author", "layout", "source", "url", "videoId",
    "created",
];

/// Splits the front matter from the body and parses it.
pub(super) fn split(text: &str) -> Head {
    let mut head = split_at_start(text);
    // Below front matter, slides and pages of one file have heads of their own.
    if head.front_matter.is_none() {
        head.errors.extend(misplaced::find(text, head.body));
    }
    head
}

fn split_at_start(text: &str) -> Head {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let whole = Span::new(start, text.len());
    let none = Head { front_matter: None, body: whole, errors: Vec::new() };
    if !text[start..].starts_with("---") {
        return none;
    }
    let Some(opening) = lines(text, whole).next().filter(|line| is_marker(line.span.of(text), "---")) else {
        return none;
    };
    let inside = Span::new(opening.next, text.len());
    let closing = lines(text, inside)
        .find(|line| is_marker(line.span.of(text), "---") || is_marker(line.span.of(text), "..."));
    match closing {
        Some(closing)
            if !is_thematic_break(text, inside, closing.span.start())
                && !is_page(text, Span::new(inside.start(), closing.span.start()))
                && !is_plain_text(text, Span::new(inside.start(), closing.span.start())) =>
        {
            closed(text, opening.span, Span::new(opening.next, closing.span.start()), closing)
        }
        Some(_) => none,
        None => match lines(text, inside).find(|line| begins_part(line.span.of(text))) {
            Some(part) => {
                let yaml = Span::new(opening.next, part.span.start());
                let closing = Line { span: Span::new(yaml.end(), yaml.end()), next: yaml.end() };
                closed(text, opening.span, yaml, closing)
            }
            None => unclosed(text, opening.span, inside).unwrap_or(none),
        },
    }
}

/// `--- abstract`: to YAML another document begins there. Internet drafts name their parts so.
fn begins_part(line: &str) -> bool {
    let name = line.strip_prefix("--- ").unwrap_or_default().trim();
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase())
}

pub(super) fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.trim_matches([' ', '\t']).is_empty())
}

/// Whether the opening `---` is a rule across the page: a blank line follows it, and then no
/// field, unless fields follow on the very next lines. (Pandoc, too, takes no `---` before a blank line for metadata.)
fn is_thematic_break(text: &str, inside: Span, closing: usize) -> bool {
    let mut inner = lines(text, Span::new(inside.start(), closing)).map(|line| line.span);
    let Some(first) = inner.next().filter(|line| line.trimmed(text).is_empty()) else { return false };
    let mut content = std::iter::once(first).chain(inner).skip_while(|line| {
        let line = line.of(text).trim_start();
        line.is_empty() || line.starts_with('#')
    });
    let is_usual = |line: Span| field_name(line.of(text)).is_some_and(|name| USUAL_FIELDS.contains(&name));
    content.next().is_some_and(|line| field_name(line.of(text)).is_none())
        && !content.take_while(|line| !line.trimmed(text).is_empty()).any(is_usual)
}

/// Whether paragraphs stand between two rules: the first line is no field, and many more of those that a
/// blank line parts from the one before are none than lines are fields.
fn is_page(text: &str, inside: Span) -> bool {
    const FEWEST: usize = 4;
    let (mut fields, mut paragraphs, mut after_blank, mut first) = (0, 0, true, None);
    for line in lines(text, inside) {
        let line = line.span.of(text);
        let blank = line.trim().is_empty();
        let field = field_name(line).is_some();
        fields += usize::from(field);
        paragraphs += usize::from(after_blank && !blank && !field && !line.starts_with('#'));
        if !blank && !line.starts_with('#') {
            first.get_or_insert(field);
        }
        after_blank = blank;
    }
    first == Some(false) && paragraphs >= FEWEST.max(4 * fields)
}

/// Whether there is text between two rules, and no line of it could be meant for a field or an item.
fn is_plain_text(text: &str, inside: Span) -> bool {
    // So TOML has it.
    let assigns = |line: &str| {
        let name = line.split_once('=').map_or("", |(name, _)| name.trim_end());
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    let mut says = false;
    for line in lines(text, inside) {
        let line = line.span.of(text).trim();
        if line.contains(':') || line.starts_with('-') || line == "?" || assigns(line) {
            return false;
        }
        // A remark, an empty mapping and a template say nothing of the fields that are to come.
        says |=
            !line.is_empty() && !line.starts_with(['#', '{', '[', '%', '&', '!']) && !line.starts_with("<%");
    }
    says
}

/// The name, if the line reads as `name: value` with a name of one word.
pub(super) fn field_name(line: &str) -> Option<&str> {
    const LONGEST: usize = 40;
    let length = line.bytes().take(LONGEST + 1).position(|byte| byte == b':')?;
    let (name, rest) = (&line[..length], &line[length + 1..]);
    let word = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    (word && (rest.is_empty() || rest.starts_with([' ', '\t']))).then_some(name)
}

fn closed(text: &str, opening: Span, yaml: Span, closing: Line) -> Head {
    let mut errors = Vec::new();
    let tree = read(text, opening, yaml, &mut errors);
    // Fields, a blank line, and then prose up to a rule across the page: it was never closed.
    if errors.iter().any(|error| error.kind == SyntaxErrorKind::Malformed)
        && let Some(end) =
            end_of_fields(text, yaml).filter(|&end| has_prose_after_blank(text, end, yaml.end()))
        && let Some(head) = unclosed_up_to(text, opening, Span::new(yaml.start(), end))
    {
        return head;
    }
    let span = Span::new(opening.start(), closing.span.end());
    let body = Span::new(closing.next, text.len());
    head(tree, span, yaml, body, errors)
}

fn has_prose_after_blank(text: &str, from: usize, to: usize) -> bool {
    let mut rest = lines(text, Span::new(from, to)).map(|line| line.span.of(text));
    let blank = |line: &str| line.trim().is_empty();
    // What is indented goes on with a field, as does the end of a list, and so does what ends in one.
    let goes_on = |line: &str| line.starts_with([' ', '\t', ']', '}']);
    let last =
        lines_backwards(text, Span::new(from, to)).map(|line| line.of(text)).find(|line| !line.is_empty());
    let ends_in_field = last.and_then(field_name).is_some_and(|name| name.starts_with(char::is_lowercase));
    let after_blank = rest.next().is_some_and(blank);
    // A heading, or a remark.
    let mut marked = false;
    let next = rest.filter(|line| !blank(line)).find(|line| {
        marked |= line.starts_with('#');
        !line.starts_with('#')
    });
    after_blank && next.map_or(marked, |line| !goes_on(line)) && !ends_in_field
}

/// The fields after a `---` that nothing closes; none if what follows it is no field.
fn unclosed(text: &str, opening: Span, inside: Span) -> Option<Head> {
    let limit =
        Span::new(inside.start(), inside.end().min(text.floor_char_boundary(inside.start() + MAX_BYTES)));
    let end = end_of_fields(text, limit)?;
    let fields = Span::new(inside.start(), end);
    let names: Vec<&str> =
        lines(text, fields).filter_map(|line| field_name(line.span.of(text))).take(2).collect();
    let meant = match names.as_slice() {
        [] => false,
        [only] => USUAL_FIELDS.contains(only),
        _ => true,
    };
    if meant { unclosed_up_to(text, opening, fields) } else { None }
}

fn unclosed_up_to(text: &str, opening: Span, yaml: Span) -> Option<Head> {
    let mut errors = vec![SyntaxError {
        kind: SyntaxErrorKind::Unclosed,
        span: opening.trimmed(text),
        message: "the front matter that begins here is not closed".into(),
        related: None,
    }];
    let tree = read(text, opening, yaml, &mut errors);
    let span = Span::new(opening.start(), yaml.end());
    Some(head(tree, span, yaml, Span::new(yaml.end(), text.len()), errors))
}

/// Where the lines end that read as fields and what belongs to them; none if the first is none.
pub(super) fn end_of_fields(text: &str, within: Span) -> Option<usize> {
    let mut end = None;
    let mut after_blank = false;
    for line in lines(text, within) {
        let source = line.span.of(text);
        if source.trim().is_empty() || source.starts_with('#') {
            after_blank |= source.trim().is_empty();
            continue;
        }
        let continues = end.is_some() && !after_blank && source.starts_with([' ', '\t', '-', ']', '}']);
        // After a blank line, `Note: …` is prose and `note: …` is a field.
        let field =
            field_name(source).is_some_and(|name| !after_blank || name.starts_with(char::is_lowercase));
        if !continues && !field {
            break;
        }
        end = Some(line.next);
        after_blank = false;
    }
    end
}

/// Reads the YAML, with its errors.
fn read(text: &str, opening: Span, yaml: Span, errors: &mut Vec<SyntaxError>) -> Option<tree::Node> {
    let error = |kind, span: Span, message: Box<str>| SyntaxError { kind, span, message, related: None };
    let mut part = yaml;
    if yaml.len() > MAX_BYTES {
        let message = format!("only the first {} KiB of the front matter are read", MAX_BYTES / 1024);
        errors.push(error(SyntaxErrorKind::OverLimit, opening.trimmed(text), message.into()));
        part =
            whole_fields(text, Span::new(yaml.start(), text.floor_char_boundary(yaml.start() + MAX_BYTES)));
    }
    let tree = tree::parse(text, part);
    errors.extend(tree.errors.into_iter().map(|found| {
        let kind = if found.over_limit { SyntaxErrorKind::OverLimit } else { SyntaxErrorKind::Malformed };
        error(kind, found.span, found.message)
    }));
    errors.extend(tree.lost.into_iter().map(|lost| SyntaxError {
        related: Some(lost.value),
        ..error(SyntaxErrorKind::LostValue, lost.span, lost_as(lost.read).into())
    }));
    let root = tree.root?;
    if root.text().is_some() || matches!(root.value, Value::Sequence(_) | Value::Alias) {
        let line = lines(text, root.span).next().map_or(root.span, |line| line.span);
        let message = "the front matter holds no `key: value` fields".into();
        errors.push(error(SyntaxErrorKind::Malformed, line, message));
    }
    errors.extend(tree::duplicate_keys(&root).into_iter().map(|duplicate| SyntaxError {
        kind: SyntaxErrorKind::DuplicateKey,
        span: duplicate.again,
        message: duplicate.key,
        related: Some(duplicate.first),
    }));
    Some(root)
}

fn lost_as(read: tree::ReadAs) -> &'static str {
    match read {
        tree::ReadAs::Tag => "the type of a value",
        tree::ReadAs::Anchor => "a name for the value after it",
        tree::ReadAs::Comment => "a comment",
    }
}

/// The span up to the beginning of its last field, which may be cut off.
fn whole_fields(text: &str, within: Span) -> Span {
    let last = lines_backwards(text, within).find(|line| field_name(line.of(text)).is_some());
    Span::new(within.start(), last.map_or(within.start(), Span::start))
}

fn head(tree: Option<tree::Node>, span: Span, yaml: Span, body: Span, errors: Vec<SyntaxError>) -> Head {
    let fields = match tree.map(|root| root.value) {
        Some(Value::Mapping(fields)) => fields,
        _ => Vec::new(),
    };
    Head { front_matter: Some(FrontMatter { span, yaml, fields }), body, errors }
}
