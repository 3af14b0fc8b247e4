//! Links as written. What they point to is the vault's business.

use crate::text::Span;

/// How a link is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkSyntax {
    /// `[[target#anchor|display]]`
    Wiki,
    /// `[display](target)`
    Markdown,
    /// `[display][label]`, `[label][]` or `[label]`
    Reference,
    /// `[label]: target`, where the target is a file: it is followed once, for all who refer to it
    Definition,
    /// `<https://…>`
    Autolink,
    /// `https://…` as text
    BareUrl,
    /// `<a href="…">`, `<img src="…">`
    Html,
}

/// A link or an embed.
#[derive(Clone, Debug)]
pub struct Link {
    /// The whole link, with the `!` of an embed.
    pub span: Span,
    /// How it is written.
    pub syntax: LinkSyntax,
    /// Whether the target is shown in place.
    pub embed: bool,
    /// Whether it stands in the front matter.
    pub in_front_matter: bool,
    /// The target without anchor, trimmed; empty for the document itself.
    pub target: Span,
    /// What follows `#`: a heading, or a block with its `^`.
    pub anchor: Option<Span>,
    /// The text shown instead of the target.
    pub display: Option<Span>,
}

impl Link {
    /// Whether the target is an address and not a file.
    #[must_use]
    pub fn is_external(&self, text: &str) -> bool {
        let target = self.target.of(text);
        target.starts_with("//") || has_scheme(target)
    }
}

/// Whether the text begins with a scheme of two letters or more (one is a drive) and a colon.
#[must_use]
pub(crate) fn has_scheme(target: &str) -> bool {
    let bytes = target.as_bytes();
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let length = bytes.iter().take_while(|&byte| inside(byte)).count();
    length > 1 && bytes[0].is_ascii_alphabetic() && bytes.get(length) == Some(&b':')
}

/// `[label]: target` or `[^label]: text`.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The whole definition.
    pub span: Span,
    /// The label, without brackets and caret.
    pub label: Span,
    /// The address, or the text of the footnote.
    pub target: Span,
    /// Whether it defines a footnote.
    pub footnote: bool,
}
