//! The YAML head of a document.

use crate::text::Span;
use crate::yaml::tree;

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
    /// The front matter is not closed.
    Unclosed,
    /// A key stands twice.
    DuplicateKey,
    /// A wiki-link that is not closed or names nothing.
    MalformedLink,
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
    /// What is wrong, lower case.
    pub message: Box<str>,
    /// A place that belongs to it: the first of two keys.
    pub related: Option<Span>,
}

/// The two parts of a file.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) front_matter: Option<FrontMatter>,
    pub(super) body: Span,
    pub(super) errors: Vec<SyntaxError>,
}

/// Splits the front matter from the body and parses it.
pub(super) fn split(text: &str) -> Head {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    Head { front_matter: None, body: Span::new(start, text.len()), errors: Vec::new() }
}
