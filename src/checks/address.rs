//! Addresses that lead nowhere because of how they are written.

mod host;
mod plain;
mod scheme;
mod value;
mod www;

use std::cell::OnceCell;

use schemars::JsonSchema;
use serde::Deserialize;

use self::scheme::Beginning;
use super::shown_wrong::is_shown_as_wrong;
use crate::document::{Bibliography, Document, Link, LinkSyntax, address_length};
use crate::rule::{Applicability, Check, Fix, Hit, Kind, Severity, Subject};
use crate::text::Span;
use crate::vault::Vault;
use crate::yaml::tree::Value;

pub(super) const KIND: Kind = Kind::of::<Address>("address", &["address", "why"]);

/// The longest address that is looked at, in bytes.
const LONGEST: usize = 2048;

/// Ends of hosts that are known from other words.
const DOMAINS: [&str; 17] = [
    "com", "org", "net", "edu", "gov", "io", "info", "co", "uk", "de", "fr", "it", "es", "ru", "ua", "eu",
    "dev",
];

/// Reports addresses with a slip in them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Address {}

/// What is wrong with an address.
#[derive(Debug)]
struct Fault {
    /// The address, with what does not belong to it.
    span: Span,
    why: String,
    /// A place in it, what comes in its place, and what that does, in the imperative.
    mend: Option<(Span, String, String)>,
    severity: Option<Severity>,
}

impl Fault {
    fn at(span: Span, why: impl Into<String>) -> Self {
        Self { span, why: why.into(), mend: None, severity: None }
    }

    fn mend(mut self, title: impl Into<String>, span: Span, written: impl Into<String>) -> Self {
        self.mend = Some((span, written.into(), title.into()));
        self
    }

    fn hit(self, text: &str) -> Hit {
        let hit = Hit::at(self.span).value("address", self.span.of(text)).value("why", self.why);
        Hit { severity: self.severity, ..hit }
    }
}

/// What an address is there for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// To be read: it may be what the text is about.
    Loose,
    /// To be followed, `<…>` around it.
    Angled,
    /// To be followed: a field, the target of a link, a source.
    Given,
}

impl Check for Address {
    fn literals(&self) -> Vec<String> {
        scheme::literals().chain(["www"]).map(ToOwned::to_owned).collect()
    }

    fn run(&self, subject: &Subject<'_>, near: &[Span], hits: &mut Vec<Hit>) {
        let document = subject.document;
        let text = document.text();
        let technical = OnceCell::new();
        let mut end = 0;
        for literal in near {
            if literal.start() < end || !begins(text, literal.start()) {
                continue;
            }
            if let Some(length) = plain::length(text, document.body.start(), literal.start()) {
                end = literal.start() + length;
                continue;
            }
            if text.as_bytes()[literal.start()] | 0x20 == b'w' {
                let slip = www::fault(text, literal.start()).filter(|fault| !document.is_opaque(fault.span));
                match slip {
                    Some(fault) => {
                        end = fault.span.end();
                        hits.push(told(document, fault));
                    }
                    None => hits.extend(without_scheme(document, literal.start())),
                }
                continue;
            }
            let Some(beginning) = Beginning::read(text, literal.start()) else { continue };
            let span = address(text, &beginning);
            if document.is_opaque(span) || is_encoded(text, span) {
                continue;
            }
            end = span.end().max(beginning.span.end());
            let place = Written { document, beginning, span, technical: &technical };
            if let Some(fault) = place.fault().filter(|fault| !is_shown_as_wrong(document, fault.span)) {
                end = end.max(fault.span.end());
                hits.push(told(document, fault));
            }
        }
    }

    fn run_on_bibliography(&self, _vault: &Vault, bibliography: &Bibliography, hits: &mut Vec<Hit>) {
        let text = bibliography.source().text();
        for value in bibliography.works.iter().filter_map(|work| work.address) {
            // What TeX needs a backslash for.
            let escaped = value.of(text).contains(['\\', '{', '}']);
            if value.of(text).starts_with("www") && !escaped {
                let fault = www::fault(text, value.start()).filter(|fault| value.contains(fault.span));
                hits.extend(fault.map(|fault| fault.hit(text)));
                continue;
            }
            let Some(beginning) = Beginning::read(text, value.start()).filter(|_| !escaped) else { continue };
            let address = address(text, &beginning);
            let span = Span::new(address.start(), address.end().min(value.end()));
            let fault = slip(&beginning, text, span)
                .or_else(|| value::fault(text, &beginning, value, span.len()))
                .or_else(|| value::parted(text, value))
                .or_else(|| value::cut(text, span, true))
                .or_else(|| broken(text, span, true));
            hits.extend(fault.map(|fault| Fault { severity: None, ..fault }.hit(text)));
        }
    }
}

fn told(document: &Document, fault: Fault) -> Hit {
    let fix = fault.mend.as_ref().map(|(span, written, title)| {
        Fix::replace(Applicability::Unsafe, title.clone(), document, *span, written.clone())
    });
    fix.into_iter().fold(fault.hit(document.text()), Hit::fix)
}

/// Whether an address may begin here, and not in the middle of another.
fn begins(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    before.is_none_or(|c| c.is_whitespace() || "(<>\"'[:*_|“„«‘（：，、\u{feff}".contains(c))
}

/// Whether the address is written as mails encode it: with `=2E` for a point, `=` where a line is cut, or
/// `&#46;` as in HTML.
fn is_encoded(text: &str, span: Span) -> bool {
    let (before, address, after) = (&text[..span.start()], span.of(text), &text[span.end()..]);
    let line_ends = |text: &str| text.starts_with(['\n', '\r']);
    let cut = address.ends_with('=') && line_ends(after) || after.strip_prefix('=').is_some_and(line_ends);
    let goes_on = before.ends_with('\n') && before.trim_end_matches(['\n', '\r']).ends_with('=');
    let host = address.split("://").nth(1).map_or("", |rest| rest.split('/').next().unwrap_or_default());
    let hexadecimal = |at: usize| {
        let digits = host.as_bytes().get(at + 1..at + 3);
        digits.is_some_and(|digits| digits.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F')))
    };
    cut || goes_on || host.contains("&#") || memchr::memchr_iter(b'=', host.as_bytes()).any(hexadecimal)
}

fn address(text: &str, beginning: &Beginning) -> Span {
    let start = beginning.span.start();
    let ahead = &text[beginning.span.end()..];
    let ahead = &ahead[..ahead.floor_char_boundary(LONGEST)];
    // `[https://a.example](https://a.example)` shows one.
    let shown =
        if text[..start].ends_with('[') { memchr::memmem::find(ahead.as_bytes(), b"](") } else { None };
    let length = address_length(&ahead[..shown.unwrap_or(ahead.len())]);
    Span::new(start, beginning.span.end() + length)
}

/// An address where it stands.
struct Written<'a> {
    document: &'a Document,
    beginning: Beginning,
    span: Span,
    /// Whether the text is one about programs, once that is asked.
    technical: &'a OnceCell<bool>,
}

impl Written<'_> {
    fn fault(&self) -> Option<Fault> {
        let text = self.document.text();
        let span = self.span;
        if let Some(fault) = slip(&self.beginning, text, span) {
            return Some(fault);
        }
        // Nearly all are sound, and where those stand is not asked.
        let suspicious = broken(text, span, true).is_some() || value::cut(text, span, true).is_some();
        let head = self.document.front_matter.as_ref().is_some_and(|head| head.span.holds(span.start()));
        let opened = text[..span.start()].ends_with(['(', '<']);
        if !suspicious && !head && !opened {
            return None;
        }
        let value = self.field().or_else(|| self.target());
        // `https://<host>/` is a form to be filled in.
        let form = text[span.end()..].starts_with(['<', '{', '[', '$', '*']);
        let unlinked = || self.unlinked();
        let given = || value.and_then(|value| value::fault(text, &self.beginning, value, span.len()));
        unlinked().or_else(given).or_else(|| if suspicious && !form { self.suspected(value) } else { None })
    }

    /// What is wrong with an address that leads nowhere wherever it stands, or would if it were to be
    /// followed.
    fn suspected(&self, value: Option<Span>) -> Option<Fault> {
        let (document, span) = (self.document, self.span);
        let text = document.text();
        let link = self.link();
        let place = match link.map(|link| link.syntax) {
            _ if value.is_some() => Place::Given,
            Some(LinkSyntax::Autolink) => Place::Angled,
            _ if document.is_given_as_source(span) => Place::Given,
            _ => Place::Loose,
        };
        // The text that a link is shown as may be shorter than its target.
        let shown = link.and_then(|link| link.display).is_some_and(|display| display.contains(span));
        let technical = || *self.technical.get_or_init(|| document.is_technical());
        if let Some(cut) = value::cut(text, span, place != Place::Loose) {
            if place != Place::Loose {
                return Some(cut);
            }
            // The writer may have trailed off.
            let severity = cut.span.of(text).ends_with('.').then_some(Severity::Info);
            return (!shown && !technical()).then_some(Fault { severity, ..cut });
        }
        let fault = broken(text, span, place == Place::Given)?;
        if fault.severity.is_none() {
            return Some(fault);
        }
        // A host of one word: in one's own network there may be such.
        let secure = self.beginning.span.of(text).eq_ignore_ascii_case("https://");
        let lower = !span.of(text).contains(|c: char| c.is_uppercase());
        match place {
            Place::Loose if !secure || shown || !lower || technical() => None,
            Place::Given | Place::Angled if secure => Some(Fault { severity: None, ..fault }),
            _ => Some(fault),
        }
    }

    /// The link that the address is the target of, or is shown in.
    fn link(&self) -> Option<&Link> {
        let links = &self.document.links;
        let next = links.partition_point(|link| link.span.end <= self.span.start);
        links.get(next).filter(|link| link.span.contains(self.span))
    }

    /// The value of a field that holds an address, if it begins there and is written as it is read.
    fn field(&self) -> Option<Span> {
        let (document, start) = (self.document, self.span.start());
        let head = document.front_matter.as_ref().filter(|head| head.span.holds(start))?;
        let next = head.fields.partition_point(|field| field.value.span.end() <= start);
        let field = head.fields.get(next).filter(|field| field.value.span.holds(start))?;
        let node = field.value.at(start).or_else(|| field.value.at(start - 1))?;
        let Value::Scalar { text, .. } = &node.value else { return None };
        let text = text.trim();
        let whole = Span::new(start, (start + text.len()).min(document.text().len()));
        let same = document.text().get(start..whole.end()) == Some(text);
        (same && document.is_given_as_source(self.span)).then_some(whole)
    }

    /// `[text](…`, `[text]: …`, where nothing but an address stands.
    fn target(&self) -> Option<Span> {
        let (document, span) = (self.document, self.span);
        let before = &document.text()[..span.start()];
        let whole = if before.ends_with("](") || before.ends_with("](<") {
            let next = document.links.partition_point(|link| link.target.start < span.start);
            let link = document.links.get(next).filter(|link| link.target.start == span.start);
            link.map_or(span, |link| link.target)
        } else {
            let next = document.definitions.partition_point(|definition| definition.span.start <= span.start);
            let definition = &document.definitions[next.checked_sub(1)?];
            Some(definition.target).filter(|target| !definition.footnote && target.start == span.start)?
        };
        Some(whole)
    }

    /// `[text](https://a.example/b c)` and `<https://a.example/b c>`, which Markdown takes for no link.
    fn unlinked(&self) -> Option<Fault> {
        let text = self.document.text();
        let start = self.span.start();
        let angled = text[..start].ends_with('<') && !text[..start].ends_with("](<");
        if !angled && !text[..start].ends_with("](") {
            return None;
        }
        let ahead = &text[start..];
        let line = ahead[..ahead.floor_char_boundary(LONGEST)].lines().next()?;
        let closing = if angled { b'>' } else { b')' };
        let target = &line[..memchr::memchr(closing, line.as_bytes())?];
        // `(https://a.example/b c "Title")`
        let target = target.split(" \"").next().unwrap_or_default();
        let at = target.find(' ')?;
        let after = target[at..].trim_start();
        let title = after.is_empty() || after.starts_with(['"', '\'', '(', '=']);
        // `<https://lamps.net the lamp>` says what is to be found there.
        let words =
            angled && (target.contains('<') || target[..at].contains('.') && !after.contains(['.', '/']));
        let linked = self.link().is_some_and(|link| link.target.start == self.span.start);
        let bare = self.link().is_none_or(|link| link.syntax == LinkSyntax::BareUrl);
        if title || words || linked && !bare {
            return None;
        }
        let whole = Span::new(start, start + target.trim_end().len());
        let fault = Fault::at(whole, "there is a blank in it, so that it is no link");
        let mended = whole.of(text).replace(' ', "%20");
        Some(fault.mend("write `%20` for a blank", whole, mended))
    }
}

/// `http//…`, `htp://…`, `https://https://…`
fn slip(beginning: &Beginning, text: &str, span: Span) -> Option<Fault> {
    let meant = beginning.meant.filter(|_| span.end() > beginning.span.end())?;
    let written = beginning.span.of(text);
    let why = format!("it begins with `{written}` instead of `{meant}`");
    let fault = Fault::at(span, why);
    // Of `http:\\a.example\b` more is to be written anew.
    if text[beginning.span.end()..span.end()].contains('\\') {
        return Some(fault);
    }
    Some(fault.mend(format!("write `{meant}`"), beginning.span, meant))
}

/// `[text](www.a.example)`, which leads to a file of that name.
fn without_scheme(document: &Document, start: usize) -> Option<Hit> {
    let next = document.links.partition_point(|link| link.target.start() < start);
    let link = document.links.get(next).filter(|link| link.target.start() == start && !link.embed)?;
    let target = document.slice(link.target);
    let host = target.split('/').next().unwrap_or_default();
    let named =
        host.matches('.').count() > 1 && host.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www."));
    if !named || !matches!(link.syntax, LinkSyntax::Markdown | LinkSyntax::Definition) {
        return None;
    }
    let why = "without `https://` before it, it is taken for a file";
    let fix = Fix::replace(
        Applicability::Unsafe,
        "put `https://` before it",
        document,
        Span::at(start),
        "https://",
    );
    Some(Fault::at(link.target, why).hit(document.text()).fix(fix))
}

/// What no reader of addresses takes. Where an address is `given`, nobody speaks of how one begins.
fn broken(source: &str, span: Span, given: bool) -> Option<Fault> {
    let text = span.of(source);
    let after = &text[memchr::memmem::find(text.as_bytes(), b"://")? + 3..];
    let end = after.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(after.len());
    let (authority, path) = after.split_at(end);
    if let Some(host::Fault { why, own_network }) = host::fault(text, authority, path, given) {
        return Some(Fault { severity: own_network.then_some(Severity::Info), ..Fault::at(span, why) });
    }
    let why = repeated(text, authority, path).or_else(|| glued(path)).or_else(|| no_escape(path))?;
    Some(Fault::at(span, why))
}

/// `https://a.example/https://a.example/b`. An archive has copies of its own pages.
fn repeated(text: &str, authority: &str, path: &str) -> Option<String> {
    let inner = path.strip_prefix('/')?.strip_prefix("http")?;
    let inner = inner.strip_prefix('s').unwrap_or(inner).strip_prefix("://")?;
    let rest = inner.strip_prefix(authority)?;
    let same = rest.is_empty() || rest.starts_with('/');
    (same && !authority.is_empty() && !text.contains("archive"))
        .then(|| "it holds itself once more".to_owned())
}

/// `https://a.example/bhttps://a.example/c`
fn glued(path: &str) -> Option<String> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let marks = memchr::memmem::find(path.as_bytes(), b"://")?;
    let before = ["https", "http"].iter().find_map(|scheme| path[..marks].strip_suffix(scheme))?;
    let runs = before.ends_with(|c: char| c.is_ascii_alphabetic());
    runs.then(|| "another address runs into it".to_owned())
}

/// `%zz` in the path. `%s` stands for a word to be put there, `%u00e9` is how old scripts write a letter.
fn no_escape(path: &str) -> Option<String> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let at = memchr::memchr_iter(b'%', path.as_bytes()).find(|at| {
        let next = path.as_bytes().get(at + 1..at + 3);
        next.is_some_and(|next| {
            next.iter().all(u8::is_ascii_alphanumeric)
                && !next.iter().all(u8::is_ascii_hexdigit)
                && !matches!(next[0], b's' | b'S' | b'd' | b'u' | b'U' | b'0'..=b'9')
        })
    })?;
    Some(format!("`{}` in it is no character", &path[at..at + 3]))
}
