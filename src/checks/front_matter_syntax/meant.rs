//! What a line that is not YAML was obviously meant to say, judged by its shape alone. Where two
//! readings are possible there is none.

use super::super::front_matter_value::quoted;
use crate::text::{Span, lines};
use crate::yaml::tree::{self, key_on_line};

/// A way to write it so that it is read as it was meant.
#[derive(Debug)]
pub(super) struct Mend {
    /// What it does, in the imperative.
    pub(super) title: &'static str,
    /// What stands where instead, in order.
    pub(super) edits: Vec<(Span, String)>,
    /// What must then be read there.
    pub(super) meant: Meant,
}

/// What must be read after the edits.
#[derive(Debug)]
pub(super) enum Meant {
    /// This text, where the first edit begins.
    Text(String),
    /// These texts, in a list that begins there.
    Items(Vec<String>),
    /// These fields at the margin.
    Fields(Vec<(String, String)>),
    /// A field at the margin that holds fields or a list, around the edits.
    Collection,
}

/// The ways to mend what is wrong at `place`, the likeliest first. `yaml` is the whole block.
pub(super) fn mends(text: &str, yaml: Span, place: Span) -> Vec<Mend> {
    let ends = ['\n', '\r'];
    let start = text[..place.start()].rfind(ends).map_or(yaml.start(), |at| at + 1).max(yaml.start());
    let line = Span::new(start, text[start..yaml.end()].find(ends).map_or(yaml.end(), |at| start + at));
    if line.of(text).starts_with('\t') {
        return tabs(text, yaml, line).into_iter().collect();
    }
    let inner = line.of(text).trim_start_matches([' ', '-']);
    let item = line.of(text)[..line.len() - inner.len()].contains('-');
    let inner = Span::new(line.end() - inner.len(), line.end());
    let key = key_on_line(text, inner);
    // `- Interview: …` may be a field or a line of text.
    if item && key.is_some() {
        return Vec::new();
    }
    if !item && key.is_none() {
        return spaces(text, yaml, line).into_iter().collect();
    }
    let value = Span::new(key.map_or(inner.start(), |(_, colon)| colon + 1), line.end()).trimmed(text);
    let name = key.map_or("", |(key, _)| key.of(text));
    let written = value.of(text);
    if written.len() > LONGEST {
        return Vec::new();
    }
    let whole = match written.contains(" #") {
        true => None,
        false => of_value(name, written).map(|(title, replacement, meant)| Mend {
            title,
            edits: vec![(value, replacement)],
            meant,
        }),
    };
    // A name with a bracket or a colon in it is a list whose colon stands wrong; one in the plural
    // may be of a list.
    let list = name.contains(['{', '[', ':', '"']) || name.ends_with('s') && written.contains(',');
    whole.or_else(|| plain(text, place).filter(|_| !list)).into_iter().collect()
}

/// The longest value that is looked at, in bytes.
const LONGEST: usize = 4096;

const QUOTE: &str = "put the value in quotation marks";

/// A value that begins with a quotation mark or a bracket: what to write, and what it then says.
fn of_value(name: &str, written: &str) -> Option<(&'static str, String, Meant)> {
    let text = |title, meant: &str| Some((title, quoted(meant), Meant::Text(meant.to_owned())));
    match written.chars().next()? {
        '\'' => {
            if let Some(inner) = with_apostrophes(written) {
                return text("put it in double quotation marks", inner);
            }
            if is_quoted_beginning(name, written, '\'') { text(QUOTE, written) } else { None }
        }
        '"' => {
            if let Some(meant) = with_backslashes(written) {
                return Some(meant);
            }
            if let Some(inner) = with_quotation_marks(written) {
                return text("put it in other quotation marks", inner);
            }
            if is_quoted_beginning(name, written, '"') {
                return text(QUOTE, written);
            }
            let inner = written[1..].trim();
            let open = !inner.is_empty() && !inner.contains(['"', '\\']);
            let closed = format!("\"{inner}\"");
            open.then(|| ("close the quotation mark", closed, Meant::Text(inner.to_owned())))
        }
        '[' | '{' => of_bracket(name, written),
        _ => None,
    }
}

/// `'It's fine'`: every mark inside stands between two letters.
fn with_apostrophes(written: &str) -> Option<&str> {
    let inner = written.strip_prefix('\'')?.strip_suffix('\'')?;
    let between = |at: usize| {
        inner[..at].ends_with(char::is_alphanumeric) && inner[at + 1..].starts_with(char::is_alphabetic)
    };
    let mut marks = inner.match_indices('\'').peekable();
    (marks.peek().is_some() && marks.all(|(at, _)| between(at))).then_some(inner)
}

/// `"He said "no""`: the marks inside open and close by turns.
fn with_quotation_marks(written: &str) -> Option<&str> {
    let inner = written.strip_prefix('"')?.strip_suffix('"')?;
    let mut opens = true;
    let mut count = 0;
    for (at, _) in inner.match_indices('"') {
        let (before, after) = (inner[..at].chars().next_back(), inner[at + 1..].chars().next());
        let word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != '"');
        let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let fits = if opens { apart(before) && word(after) } else { word(before) && apart(after) };
        // A mark that may as well be the one that closes the value.
        if !fits || (opens && before.is_some_and(|c| c == ',')) {
            return None;
        }
        opens = !opens;
        count += 1;
    }
    (count > 0 && opens && !inner.contains('\\')).then_some(inner)
}

/// `"C:\path"` is meant as it stands; `"It\'s"` comes from languages in which that is right.
fn with_backslashes(written: &str) -> Option<(&'static str, String, Meant)> {
    let inner = written.strip_prefix('"')?.strip_suffix('"')?;
    let mut backslashes = inner.match_indices('\\').peekable();
    backslashes.peek()?;
    let plain = !inner.contains('"');
    if backslashes.all(|(at, _)| inner[at + 1..].starts_with('\'')) && plain {
        let meant = inner.replace("\\'", "'");
        return Some(("take out the backslash", format!("\"{meant}\""), Meant::Text(meant)));
    }
    // `\&` and `\.` may be escapes of Markdown or of a pattern.
    let of_path = |(at, _): (usize, &str)| inner[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric());
    let literal = plain && !inner.contains('\'') && inner.match_indices('\\').all(of_path);
    literal.then(|| ("put it in single quotation marks", format!("'{inner}'"), Meant::Text(inner.to_owned())))
}

/// `"Oil" and frost`: quotation marks that belong to a longer text, and do not part two of a list.
fn is_quoted_beginning(name: &str, written: &str, quote: char) -> bool {
    let Some((inner, rest)) = written[1..].split_once(quote) else { return false };
    let more = rest.matches(quote).count();
    let paired =
        more == 0 || (quote == '"' && more % 2 == 0 && rest.starts_with(' ') && !name.ends_with('s'));
    let goes_on = rest.starts_with([' ', ':', ';', '.', '!', '?', ')', '-']);
    let list = rest.trim_start().starts_with(',');
    let text = !inner.is_empty() && rest.contains(char::is_alphanumeric) && !written.contains('\\');
    paired && goes_on && !list && text
}

/// `[draft] Oil` is a text and `[The journal](https://…)` a link; `[sea, light` is a list.
fn of_bracket(name: &str, written: &str) -> Option<(&'static str, String, Meant)> {
    let (open, close) = if written.starts_with('[') { ('[', ']') } else { ('{', '}') };
    let inner = &written[1..];
    if inner.starts_with(open) || written.contains(['"', '\'']) && !written.contains("](") {
        return None;
    }
    // What is named in the plural is a list.
    let plural = name.ends_with('s') || name.is_empty();
    let text = || Some((QUOTE, quoted(written), Meant::Text(written.to_owned())));
    match inner.split_once(close) {
        Some((_, link)) if open == '[' && link.starts_with('(') && link.ends_with(')') => text(),
        Some((mark, rest)) => {
            let follows = rest.starts_with(' ') && rest.contains(char::is_alphanumeric);
            let simple = !mark.is_empty() && !mark.contains([',', ':', '[', '{']);
            if follows && simple && !plural { text() } else { items(mark, rest, open) }
        }
        None if open == '[' && plural && !inner.contains(['[', ']', '{', '}']) && inner.contains(',') => {
            let items: Vec<&str> = inner.split(',').map(str::trim).collect();
            let simple = |item: &&str| !item.is_empty() && !item.starts_with(UNSAFE) && !item.contains(": ");
            items.iter().all(simple).then(|| {
                let meant = items.iter().map(|item| (*item).to_owned()).collect();
                ("close the bracket", format!("{written}]"), Meant::Items(meant))
            })
        }
        None => None,
    }
}

/// What a text in a list cannot begin with.
const UNSAFE: [char; 14] = ['#', '&', '*', '!', '|', '>', '@', '`', '%', '"', '\'', '-', '?', ':'];

/// `[#sea, #light]`: the texts of a list, some of which would begin a comment.
fn items(inner: &str, rest: &str, open: char) -> Option<(&'static str, String, Meant)> {
    let items: Vec<&str> = inner.split(',').map(str::trim).collect();
    let tag = |item: &str| {
        item.strip_prefix('#').is_some_and(|name| {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '_'))
        })
    };
    let simple =
        |item: &&str| tag(item) || (!item.is_empty() && !item.starts_with(UNSAFE) && !item.contains(": "));
    let sound = open == '[' && rest.is_empty() && !inner.contains(['[', '{', '}']);
    if !sound || !items.iter().all(simple) || !items.iter().any(|item| tag(item)) {
        return None;
    }
    let write = |item: &&str| if tag(item) { quoted(item) } else { (*item).to_owned() };
    let written: Vec<String> = items.iter().map(write).collect();
    let meant = items.iter().map(|item| (*item).to_owned()).collect();
    Some(("put the tags in quotation marks", format!("[{}]", written.join(", ")), Meant::Items(meant)))
}

/// A value that begins with a mark of YAML or has a colon in it: all of it is text.
fn plain(text: &str, place: Span) -> Option<Mend> {
    let value = place.of(text);
    let plain = !value.is_empty()
        && !value.starts_with(['"', '\'', '[', '{', '|', '>', '-'])
        && !value.contains(['\n', '\r'])
        && !value.contains(" #");
    // `*name` may stand for something that was to be named elsewhere.
    let beginning = |c: char| matches!(c, '"' | '\'' | '[' | '{');
    let marked = value.starts_with(['!', '&', '*', '@']) && value.chars().nth(1).is_some_and(beginning);
    let alias = value.strip_prefix('*').is_some_and(|name| !name.contains(['*', ' ']));
    let meant = Meant::Text(value.to_owned());
    (plain && !alias && !marked).then(|| Mend { title: QUOTE, edits: vec![(place, quoted(value))], meant })
}

/// `title:Oil`, and the same in the lines after it.
fn spaces(text: &str, yaml: Span, first: Span) -> Option<Mend> {
    let mut edits = Vec::new();
    let mut fields = Vec::new();
    for line in lines(text, Span::new(first.start(), yaml.end())).map(|line| line.span) {
        let Some((name, value)) = without_space(line.trimmed(text).of(text)) else { break };
        if line.of(text).starts_with([' ', '\t']) {
            break;
        }
        edits.push((Span::at(line.start() + name.len() + 1), " ".to_owned()));
        fields.push((name.to_owned(), value.to_owned()));
    }
    let meant = Meant::Fields(fields);
    (!edits.is_empty()).then_some(Mend { title: "put a space after the colon", edits, meant })
}

/// Beginnings of addresses that are no names of fields.
const SCHEMES: [&str; 8] = ["http", "https", "mailto", "urn", "tel", "file", "ftp", "data"];

/// The name and the value of `title:Oil`, where no address or path may be meant.
fn without_space(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let word = name.len() > 1
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let text = value.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\'' | '['))
        && !value.contains(": ")
        && !value.contains(" #");
    (word && text && !SCHEMES.contains(&name)).then_some((name, value))
}

/// Lines indented with tabs and nothing else, between two fields at the margin.
fn tabs(text: &str, yaml: Span, line: Span) -> Option<Mend> {
    const INDENT: &str = "  ";
    let is_inner = |line: &Span| line.of(text).starts_with('\t') || line.trimmed(text).is_empty();
    let before = lines(text, Span::new(yaml.start(), line.start())).map(|line| line.span);
    let margin = before.filter(|line| !is_inner(line)).last()?;
    let head = margin.of(text).trim_end_matches([' ', '+', '-', '1', '2']);
    // In a block of text, tabs are text.
    if key_on_line(text, margin).is_none() || head.ends_with(['|', '>']) || margin.of(text).starts_with(' ') {
        return None;
    }
    let below = lines(text, Span::new(margin.end(), yaml.end())).map(|line| line.span).skip(1);
    let indented = below.take_while(is_inner).filter(|line| !line.trimmed(text).is_empty());
    let mut edits = Vec::new();
    for line in indented {
        let source = line.of(text);
        let depth = source.len() - source.trim_start_matches('\t').len();
        if source[depth..].starts_with(' ') || source.trim_end().ends_with(['|', '>']) {
            return None;
        }
        edits.push((Span::new(line.start(), line.start() + depth), INDENT.repeat(depth)));
    }
    (!edits.is_empty()).then_some(Mend { title: "indent with spaces", edits, meant: Meant::Collection })
}

/// Whether the fields or texts that were meant are what is read. `at` is where the first edit begins.
pub(super) fn is_read(meant: &Meant, root: &tree::Node, mended: &[&tree::Entry], at: usize) -> bool {
    let is_text = |node: &tree::Node, wanted: &str, quoted: Option<bool>| matches!(&node.value, tree::Value::Scalar { text, quoted: own } if **text == *wanted && quoted.is_none_or(|quoted| *own == quoted));
    match meant {
        Meant::Text(wanted) => root.at(at).is_some_and(|node| is_text(node, wanted, Some(true))),
        Meant::Items(wanted) => root.at(at).is_some_and(|node| match &node.value {
            tree::Value::Sequence(items) => {
                items.len() == wanted.len()
                    && items.iter().zip(wanted).all(|(item, wanted)| is_text(item, wanted, None))
            }
            _ => false,
        }),
        Meant::Fields(wanted) => {
            wanted.len() == mended.len()
                && mended.iter().zip(wanted).all(|(field, (name, value))| {
                    let alone = tree::parse(value, Span::new(0, value.len()));
                    *field.key == **name
                        && alone.errors.is_empty()
                        && alone.root.is_some_and(|alone| alone.says_the_same(&field.value))
                })
        }
        Meant::Collection => {
            matches!(mended, [field] if matches!(&field.value.value, tree::Value::Mapping(_) | tree::Value::Sequence(_)))
        }
    }
}
