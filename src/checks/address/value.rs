//! What is wrong with text that should be an address and nothing else: the value of a field, the
//! target of a link.

use super::scheme::Beginning;
use super::{DOMAINS, Fault};
use crate::rule::Severity;
use crate::text::{Span, is_invisible};

const BLANK: &str = "there is a blank in it";

/// What is wrong with the address that `value` should be.
pub(super) fn fault(text: &str, beginning: &Beginning, value: Span, length: usize) -> Option<Fault> {
    blank(text, beginning, value).or_else(|| tail(text, value, length)).or_else(|| hidden(text, value))
}

/// `url: https://a.example/b c.html`
fn blank(source: &str, beginning: &Beginning, value: Span) -> Option<Fault> {
    let text = value.of(source);
    let after = beginning.span.len();
    let at = after + text.get(after..)?.find(' ')?;
    // `https:// a.example`, `https://a. example/b`, `https://lam ps.example`
    let host = &text[after..];
    let host = &host[..host.find('/').unwrap_or(host.len())];
    if host.matches(' ').count() == 1 && at + 1 < text.len() && at < after + host.len() {
        let (first, second) = (&text[after..at], &text[at + 1..after + host.len()]);
        let parted =
            (first.is_empty() || first.ends_with('.')) && host.contains('.') || second.starts_with('.');
        let whole = |name: &str| name.contains('.') && !name.ends_with([',', ';', '.']);
        if parted || !first.contains(['.', ',', ':']) && whole(second) {
            let span = Span::new(value.start() + at, value.start() + at + 1);
            return Some(Fault::at(value, BLANK).mend("take the blank out", span, ""));
        }
        if !first.contains(['.', ',', ':']) && DOMAINS.contains(&second) {
            let span = Span::new(value.start() + at, value.start() + at + 1);
            return Some(Fault::at(value, BLANK).mend("put a full stop for the blank", span, "."));
        }
    }
    let rest = &text[at..];
    // Words that follow an address say something of it; what goes on as one is a part of it.
    let ends = [".html", ".htm", ".pdf", ".php", ".aspx", "/"].iter().any(|end| rest.ends_with(end));
    let goes_on = rest[1..].starts_with(['/', '?', '&', '=']) && rest.len() > 2;
    let path = rest.split(' ').skip(1).all(|part| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./%=&?+~".contains(&byte))
    });
    if !path || rest.contains("www.") {
        return None;
    }
    let mended = text.replace(' ', "%20");
    let fault = Fault::at(value, BLANK).mend("write `%20` for a blank", value, mended);
    if ends || goes_on || rest.contains(['=', '&']) {
        return Some(fault);
    }
    // One word after a page may be a remark as well, a name or a date more often than not.
    let word = rest.split(' ').count() == 2
        && rest[1..].bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    let page = text[after..at].contains('/') && !text[..at].ends_with('/');
    // In `[text](<…>)` blanks are allowed.
    let bare = !source[..value.start()].ends_with(['<', '(']);
    (word && page && bare).then_some(Fault { severity: Some(Severity::Info), ..fault })
}

/// `url = {https://a.example/b c}`, where nothing may be said of the address.
pub(super) fn parted(source: &str, value: Span) -> Option<Fault> {
    let text = value.of(source);
    let listed = text.contains([',', ';']) || text.matches("://").count() > 1;
    (text.contains(char::is_whitespace) && !listed).then(|| Fault::at(value, BLANK))
}

/// `url: https://a.example/b),`, `[text](https://a.example/b,)`: what came along from the text around it.
fn tail(source: &str, value: Span, length: usize) -> Option<Fault> {
    let text = value.of(source);
    let mut kept = text;
    while let Some(last) = kept.chars().next_back() {
        let unpaired = match last {
            // `/Lens_(optics)` has both.
            ')' => kept.matches('(').count() < kept.matches(last).count(),
            ']' => kept.matches('[').count() < kept.matches(last).count(),
            '}' => kept.matches('{').count() < kept.matches(last).count(),
            '>' => kept.matches('<').count() < kept.matches(last).count(),
            '”' | '»' | '’' => true,
            '"' | '\'' | '`' => kept.matches(last).count() % 2 == 1,
            ',' | ';' => true,
            _ => false,
        };
        if !unpaired {
            break;
        }
        kept = &kept[..kept.len() - last.len_utf8()];
    }
    let tail = &text[kept.len()..];
    if tail.is_empty() || text.contains(char::is_whitespace) || kept.len() < length.min(text.len()) / 2 {
        return None;
    }
    let gone = Span::new(value.start() + kept.len(), value.end());
    let why = format!("`{tail}` at its end does not belong to it");
    Some(Fault::at(value, why).mend(format!("take `{tail}` away"), gone, ""))
}

/// A soft hyphen or a blank of no width, as they come along when pages are copied.
fn hidden(source: &str, value: Span) -> Option<Fault> {
    let text = value.of(source);
    if text.is_ascii() || !text.contains(is_invisible) {
        return None;
    }
    let mended: String = text.chars().filter(|&c| !is_invisible(c)).collect();
    let why = "there is a character in it that nobody sees";
    Some(Fault::at(value, why).mend("take it out", value, mended))
}

/// `https://a.example/b…`: an address that was shown shorter than it is. In running text three full
/// stops may be the writer's, and `/…` stands for any page of the site.
pub(super) fn cut(text: &str, address: Span, given: bool) -> Option<Fault> {
    let inner = address.of(text);
    let rest = &text[address.end()..];
    let outside = ["...", "…"].iter().find(|mark| rest.starts_with(**mark)).map_or(0, |mark| mark.len());
    let inside = ["…", "[...]", "(...)", "[…]", "(…)"].iter().find_map(|mark| inner.strip_suffix(mark));
    if outside == 0 && inside.is_none() {
        let middle = given && (inner.contains('…') || inner.contains("/.../"));
        return middle.then(|| Fault::at(address, "it is cut: something is left out in it"));
    }
    let kept = inside.unwrap_or(inner);
    let path = kept.get("https://".len()..).and_then(|rest| rest.split_once('/')).map(|(_, path)| path);
    let shown = path.is_some_and(|path| path.ends_with(|c: char| c.is_alphanumeric() || "-_=%&".contains(c)));
    let word = rest[outside..].starts_with(char::is_alphanumeric);
    (given || shown && !word).then(|| {
        Fault::at(Span::new(address.start(), address.end() + outside), "it is cut: its end is left out")
    })
}
