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

    /// Whether it is the mark of a note below, as pages turned into Markdown have it: `[8](#fn8)`.
    #[must_use]
    pub fn is_note_mark(&self, text: &str) -> bool {
        let shown = self.display.map_or("", |shown| shown.of(text)).trim_matches(['[', ']', '\\', '^']);
        let number = (1..4).contains(&shown.len()) && shown.bytes().all(|byte| byte.is_ascii_digit());
        number && self.target.is_empty() && self.anchor.is_some()
    }
}

/// The longest address that is looked for after `[[5]]`, in bytes.
const MAX_ADDRESS: usize = 2048;

/// The name of the note that a target leads to, without its folder and its extension.
pub(super) fn note_name(target: &str) -> &str {
    let name = target.rsplit('/').next().unwrap_or_default();
    without_md(name)
}

/// A target as people say it: without the extension that notes have.
#[must_use]
pub fn without_md(target: &str) -> &str {
    target.strip_suffix(".md").unwrap_or(target)
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

/// `(destination "title")` after what an inline link shows.
pub(super) fn destination(text: &str, span: Span, shown_end: usize) -> Span {
    let rest = Span::new(shown_end, span.end());
    let source = rest.of(text);
    let Some(open) = source.find("](").map(|at| at + 2) else { return Span::at(span.end()) };
    let inner = &source[open..];
    let start = open + inner.len() - inner.trim_start().len();
    let target = &source[start..];
    let (from, to) = match target.strip_prefix('<') {
        Some(angled) => (start + 1, start + 1 + angled.find('>').unwrap_or(angled.len())),
        None => (
            start,
            start
                + target
                    .find(char::is_whitespace)
                    .unwrap_or(target.len() - usize::from(target.ends_with(')'))),
        ),
    };
    Span::new(from, to).shifted(rest.start())
}

/// `[[5]](#note-5)`, `[[Hill]](https://…)`: a Markdown link whose text has brackets of its own, as
/// pages turned into Markdown write the marks of their notes. With `[[note]](aside)` a wiki-link is meant.
pub(super) fn bracketed_text(text: &str, span: Span, embed: bool) -> Option<Link> {
    let escaped = text[..span.start()].ends_with('\\');
    let after = text[span.end()..].strip_prefix('(').filter(|_| !embed && !escaped)?;
    let mut depth = 0_usize;
    let close = after.bytes().take(MAX_ADDRESS).position(|byte| {
        depth += usize::from(byte == b'(');
        let closed = byte == b')' && depth == 0;
        depth -= usize::from(byte == b')' && depth > 0);
        closed || byte == b'\n'
    })?;
    let whole = Span::new(span.start(), span.end() + close + 2);
    let shown = Span::new(span.start() + 1, span.end() - 1);
    let (target, anchor) = split_anchor(text, destination(text, whole, shown.end()));
    let syntax = LinkSyntax::Markdown;
    let display = Some(shown);
    let link = Link { span: whole, syntax, embed, in_front_matter: false, target, anchor, display };
    let number = shown.of(text)[1..].bytes().take_while(u8::is_ascii_digit).count();
    let note = (1..4).contains(&number) && number + 2 == shown.len();
    let leads = after.as_bytes()[close] == b')' && (note || link.is_external(text));
    leads.then_some(link)
}

/// `[label]` after what a full reference link shows.
pub(super) fn label_after(text: &str, span: Span, shown_end: usize) -> Span {
    let source = Span::new(shown_end, span.end()).of(text);
    match source.find("][") {
        Some(at) => Span::new(shown_end + at + 2, span.end() - usize::from(source.ends_with(']'))),
        None => Span::new(span.start() + 1, shown_end),
    }
}

/// The definition at `span`: `[label]: target "title"`.
pub(super) fn reference_definition(text: &str, span: Span) -> Option<Definition> {
    let source = span.of(text);
    let open = source.find('[')? + 1;
    let close = source.find("]:")?;
    let rest = Span::new(span.start() + close + 2, span.end()).trimmed(text);
    let written = rest.of(text);
    let (start, end) = match written.strip_prefix('<') {
        Some(angled) => (1, 1 + angled.find('>').unwrap_or(angled.len())),
        None => (0, written.find(char::is_whitespace).unwrap_or(written.len())),
    };
    let label = Span::new(open, close).shifted(span.start());
    Some(Definition { span, label, target: Span::new(start, end).shifted(rest.start()), footnote: false })
}

/// The link of a definition whose target is a file. `[//]: # (text)` is a way to write a comment.
pub(super) fn local_target(text: &str, definition: &Definition) -> Option<Link> {
    let (target, anchor) = split_anchor(text, definition.target);
    let link = Link {
        span: definition.target,
        syntax: LinkSyntax::Definition,
        embed: false,
        in_front_matter: false,
        target,
        anchor,
        display: None,
    };
    (definition.target.of(text).len() > 1 && !link.is_external(text)).then_some(link)
}

/// Splits `target#anchor`. An address keeps its fragment: it is part of the address.
pub(super) fn split_anchor(text: &str, target: Span) -> (Span, Option<Span>) {
    let source = target.of(text);
    if has_scheme(source) || source.starts_with("//") {
        return (target, None);
    }
    match source.find('#') {
        Some(at) => {
            let anchor = Span::new(target.start() + at + 1, target.end()).trimmed(text);
            (Span::new(target.start(), target.start() + at).trimmed(text), Some(anchor))
        }
        None => (target.trimmed(text), None),
    }
}
