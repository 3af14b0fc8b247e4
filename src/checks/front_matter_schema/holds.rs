//! Whether front matter is as a JSON Schema says.

use std::cell::Cell;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value as Json;

use super::json_schema::{Compiled, Inside, Part, Rest};
use super::values::{canonical, is_unwritten, listed, wrong};
use super::{beginning, first_line, is_empty};
use crate::document::Document;
use crate::text::Span;
use crate::yaml::tree::{Entry, Node, Value};

/// How deep parts may refer to parts: a schema that only refers to itself would never end.
const DEEPEST: usize = 64;
/// How many parts are tried on one document: those that refer to themselves twice double.
const MOST: u32 = 100_000;

/// So many comparisons are quicker than a table.
const FEW: usize = 64;

/// How many faults of a document are told with names that may be meant, and with how many.
const MOST_NEAR: usize = 64;

/// What is wrong with a document, by a schema.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    pub(super) span: Span,
    /// What it is about, in backticks if it is a field: its name, with those it lies in.
    pub(super) field: String,
    /// What must be there instead, for people.
    pub(super) wanted: String,
    /// Whether the span is of a value, to be shown beside what is wanted.
    pub(super) shows_value: bool,
    /// Why a field must be there, if that is not always so.
    pub(super) because: Option<String>,
    /// Names or values that may have been meant or mistyped.
    pub(super) near: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FaultKind {
    Missing,
    Wrong,
    Unknown,
}

impl Fault {
    fn new(kind: FaultKind, span: Span, field: String) -> Self {
        let wanted = String::new();
        Self { kind, span, field, wanted, shows_value: false, because: None, near: Vec::new() }
    }

    fn wrong(span: Span, field: String, wanted: impl Into<String>) -> Self {
        Self { wanted: wanted.into(), ..Self::new(FaultKind::Wrong, span, field) }
    }
}

/// A value of the document: all of its front matter, or what is in it.
#[derive(Clone, Copy)]
pub(super) enum Subject<'d> {
    Fields(&'d [Entry]),
    Node(&'d Node),
}

impl<'d> Subject<'d> {
    /// Its fields, if it is made of fields.
    pub(super) fn fields(self) -> Option<&'d [Entry]> {
        match self {
            Subject::Fields(fields) => Some(fields),
            Subject::Node(Node { value: Value::Mapping(fields), .. }) => Some(fields),
            Subject::Node(_) => None,
        }
    }
}

/// Where a value stands. Its name is put together only where something is wrong.
#[derive(Clone, Copy)]
struct Place<'p> {
    /// The field that it lies in, and its own name; none for the front matter itself.
    field: Option<(&'p Place<'p>, &'p str)>,
    /// What to point at where something in it is missing.
    name: Span,
    /// How many parts lie around this one.
    depth: usize,
}

impl Place<'_> {
    /// The names from the outermost field down: `author.name`; empty for the front matter.
    fn path(&self) -> String {
        match self.field {
            Some((outer, name)) => outer.below(name),
            None => String::new(),
        }
    }

    fn below(&self, name: &str) -> String {
        let outer = self.path();
        if outer.is_empty() { name.to_owned() } else { format!("{outer}.{name}") }
    }

    /// As a message says it.
    fn field(&self) -> String {
        if self.field.is_none() { "the front matter".to_owned() } else { format!("`{}`", self.path()) }
    }

    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

/// Everything in the front matter that is not as the schema says. What says nothing
/// (`title:`) is as good as not there.
pub(super) fn faults(schema: &Compiled, document: &Document, fields: &[Entry]) -> Vec<Fault> {
    let mut found = Vec::new();
    let place = Place { field: None, name: beginning(document), depth: 0 };
    let run =
        Run { schema, document, left: Cell::new(MOST), unsure: Cell::new(false), silent: Cell::new(false) };
    run.part(0, Subject::Fields(fields), place, &mut found);
    found
}

struct Run<'d> {
    schema: &'d Compiled,
    document: &'d Document,
    left: Cell<u32>,
    /// Whether something was passed over, so that no fault does not mean that all is well.
    unsure: Cell<bool>,
    /// Whether it matters only that there is a fault, and not which.
    silent: Cell<bool>,
}

impl Run<'_> {
    fn part(&self, at: usize, subject: Subject<'_>, place: Place<'_>, found: &mut Vec<Fault>) {
        let left = self.left.get();
        let (Some(part), true) = (self.schema.parts.get(at), place.depth < DEEPEST && left > 0) else {
            return self.unsure.set(true);
        };
        self.left.set(left - 1);
        if matches!(subject, Subject::Node(node) if matches!(node.value, Value::Alias)) {
            return self.unsure.set(true);
        }
        if part.never {
            return found.push(Fault::wrong(place.name, place.field(), "left out"));
        }
        if let Some(wanted) = wrong(part, subject) {
            return found.push(match self.silent.get() {
                true => Fault::wrong(place.name, String::new(), wanted),
                false => self.wrong(subject, place, wanted, part),
            });
        }
        if let Some(fields) = subject.fields() {
            self.fields(part, fields, place, found);
            self.dependents(part, fields, place, found);
        } else if let Subject::Node(Node { value: Value::Sequence(items), .. }) = subject {
            self.items(part, items, place, found);
        }
        part.all.iter().for_each(|&at| self.part(at, subject, place.deeper(), found));
        for (group, only_one) in &part.any {
            self.one_of(group, *only_one, subject, place, found);
        }
        if let Some(not) = part.not.filter(|&not| self.holds(not, subject, place) == Some(true)) {
            found.push(self.not(not, subject, place));
        }
        if let Some((condition, then, otherwise)) = part.condition {
            let branch = match self.holds(condition, subject, place) {
                Some(true) => then,
                Some(false) => otherwise,
                None => None,
            };
            branch.into_iter().for_each(|at| self.part(at, subject, place.deeper(), found));
        }
    }

    /// Whether a part holds; none if that cannot be told.
    fn holds(&self, at: usize, subject: Subject<'_>, place: Place<'_>) -> Option<bool> {
        let before = self.unsure.replace(false);
        let silent = self.silent.replace(true);
        let mut faults = Vec::new();
        self.part(at, subject, place.deeper(), &mut faults);
        self.silent.set(silent);
        let known = !faults.is_empty() || !self.unsure.get();
        self.unsure.set(before || !known);
        known.then_some(faults.is_empty())
    }

    fn fields(&self, part: &Part, fields: &[Entry], place: Place<'_>, found: &mut Vec<Fault>) {
        let inside = &part.inside;
        self.required(part, &inside.required, None, fields, place, found);
        let mut evaluated = FxHashSet::default();
        if !matches!(inside.unevaluated, Rest::Any) {
            self.evaluated(part, true, fields, place, &mut evaluated);
        }
        for field in fields {
            let name = &*field.key;
            let inner = Place { field: Some((&place, name)), name: field.key_span, depth: place.depth + 1 };
            let mut parts = own_parts(inside, name);
            let rest = match &inside.additional {
                Rest::Any if !evaluated.contains(name) => &inside.unevaluated,
                _ if parts.is_empty() => &inside.additional,
                _ => &Rest::Any,
            };
            match rest {
                Rest::Part(at) => parts.push(*at),
                Rest::None if name != "<<" => {
                    let unused = inside.properties.keys();
                    let unused = unused.filter(|&name| fields.iter().all(|field| *field.key != **name));
                    let few = if found.len() < MOST_NEAR { MOST_NEAR } else { 0 };
                    let near = unused.take(few).cloned().collect();
                    let fault = Fault::new(FaultKind::Unknown, field.key_span, inner.path());
                    found.push(Fault { near, ..fault });
                }
                _ => {}
            }
            if !is_unwritten(&field.value) {
                parts.into_iter().for_each(|at| self.part(at, Subject::Node(&field.value), inner, found));
            }
            if let Some(at) = inside.names.filter(|_| name != "<<") {
                found.extend(self.name(at, inner, name));
            }
        }
    }

    /// What is wrong with a field's name.
    fn name(&self, at: usize, place: Place<'_>, name: &str) -> Option<Fault> {
        let value = Value::Scalar { text: name.into(), quoted: true };
        let node = Node { span: Span::at(place.name.start()), value };
        let mut faults = Vec::new();
        self.part(at, Subject::Node(&node), place, &mut faults);
        let wanted = faults.into_iter().next()?.wanted;
        Some(Fault::wrong(place.name, format!("the name `{name}`"), wanted))
    }

    /// Reports those of the names that no field has.
    fn required(
        &self,
        part: &Part,
        names: &[String],
        because: Option<&str>,
        fields: &[Entry],
        place: Place<'_>,
        found: &mut Vec<Fault>,
    ) {
        // What is merged into it is not looked up.
        if names.is_empty() || fields.iter().any(|field| &*field.key == "<<") {
            return self.unsure.set(self.unsure.get() || !names.is_empty());
        }
        let mut by_key: FxHashMap<&str, &Entry> = FxHashMap::default();
        let few = names.len() * fields.len() <= FEW;
        for field in fields.iter().filter(|_| !few) {
            by_key.entry(&field.key).or_insert(field);
        }
        let own = |name: &String| match few {
            true => fields.iter().find(|field| *field.key == **name),
            false => by_key.get(name.as_str()).copied(),
        };
        let missing = |name: &&String| own(name).is_none_or(|own| is_empty(&own.value));
        if self.silent.get() {
            let missing = names.iter().filter(missing);
            return found.extend(missing.map(|_| Fault::new(FaultKind::Missing, place.name, String::new())));
        }
        if !names.iter().any(|name| missing(&name)) {
            return;
        }
        let wanted: FxHashSet<&str> = names.iter().map(String::as_str).collect();
        for name in names.iter().filter(missing) {
            let own = own(name);
            let known = |key: &str| part.inside.properties.contains_key(key) || wanted.contains(key);
            let strays = fields.iter().map(|field| field.key.to_string()).filter(|key| !known(key));
            let few = if found.len() < MOST_NEAR { MOST_NEAR } else { 0 };
            let span = own.map_or(place.name, |own| own.key_span);
            let fault = Fault::new(FaultKind::Missing, span, format!("`{}`", place.below(name)));
            let because = because.map(|other| format!("it must be there because `{other}` is"));
            found.push(Fault { because, near: strays.take(few).collect(), ..fault });
        }
    }

    /// What must be there, or hold, where some field is there.
    fn dependents(&self, part: &Part, fields: &[Entry], place: Place<'_>, found: &mut Vec<Fault>) {
        for (name, names) in &part.inside.required_with {
            if says(fields, name) {
                self.required(part, names, Some(name), fields, place, found);
            }
        }
        for (name, at) in &part.inside.with {
            if says(fields, name) {
                self.part(*at, Subject::Fields(fields), place.deeper(), found);
            }
        }
    }

    fn items(&self, part: &Part, items: &[Node], place: Place<'_>, found: &mut Vec<Fault>) {
        let inside = &part.inside;
        for (at, item) in items.iter().enumerate() {
            if let Some(part) = inside.first.get(at).copied().or(inside.items) {
                self.part(part, Subject::Node(item), place.deeper(), found);
            }
        }
        if inside.unique {
            let mut seen = FxHashSet::default();
            let again = items.iter().filter(|item| {
                let mut form = String::new();
                canonical(item, &mut form);
                !seen.insert(form)
            });
            for item in again {
                let wanted = "a list in which nothing stands twice".to_owned();
                found.push(self.wrong(Subject::Node(item), place, wanted, &Part::default()));
            }
        }
        let Some((at, fewest, most)) = inside.contains else { return };
        let held: Option<Vec<bool>> =
            items.iter().map(|item| self.holds(at, Subject::Node(item), place)).collect();
        let Some(count) = held.map(|held| held.into_iter().filter(|held| *held).count()) else { return };
        let bound = match most {
            _ if count < fewest => format!("at least {fewest}"),
            Some(most) if count > most => format!("at most {most}"),
            _ => return,
        };
        let wanted = match self.schema.parts[at].values.as_deref() {
            Some(values) if fewest == 1 && count == 0 => format!("a list that has {} in it", listed(values)),
            Some(values) => format!("a list that has {} in it {bound} times", listed(values)),
            None => format!("a list with {bound} of what the schema's `contains` says"),
        };
        found.push(Fault::wrong(place.name, place.field(), wanted));
    }

    /// The names of fields that something in the part speaks of, or in what it is put together of
    /// as far as that holds.
    fn evaluated<'f>(
        &self,
        part: &Part,
        outermost: bool,
        fields: &'f [Entry],
        place: Place<'_>,
        names: &mut FxHashSet<&'f str>,
    ) {
        let left = self.left.get();
        if place.depth >= DEEPEST || left == 0 {
            return;
        }
        self.left.set(left - 1);
        let inside = &part.inside;
        let rest = !matches!(inside.additional, Rest::Any)
            || (!outermost && !matches!(inside.unevaluated, Rest::Any));
        let known = fields.iter().map(|field| &*field.key);
        names.extend(known.filter(|&name| rest || !own_parts(inside, name).is_empty()));
        let mut sure = part.all.clone();
        sure.extend(inside.with.iter().filter(|(name, _)| says(fields, name)).map(|&(_, at)| at));
        let mut perhaps: Vec<usize> = part.any.iter().flat_map(|(group, _)| group).copied().collect();
        if let Some((condition, then, otherwise)) = part.condition {
            let branch = match self.holds(condition, Subject::Fields(fields), place) {
                Some(false) => otherwise,
                _ => then,
            };
            sure.extend(branch);
            perhaps.push(condition);
        }
        // What cannot be told is not held against a field.
        perhaps.retain(|&at| self.holds(at, Subject::Fields(fields), place) != Some(false));
        for at in sure.into_iter().chain(perhaps) {
            if let Some(part) = self.schema.parts.get(at) {
                self.evaluated(part, false, fields, place.deeper(), names);
            }
        }
    }

    /// One of the parts must hold. If all that each of them misses is fields, one of those is; if
    /// only one of them is for such a value at all, it says what is wrong.
    fn one_of(
        &self,
        group: &[usize],
        only_one: bool,
        subject: Subject<'_>,
        place: Place<'_>,
        found: &mut Vec<Fault>,
    ) {
        let mut holding = 0;
        for &at in group {
            match self.holds(at, subject, place) {
                Some(false) => {}
                Some(true) if only_one => holding += 1,
                // It holds, or nobody knows.
                _ => return,
            }
        }
        if holding == 1 {
            return;
        }
        if self.silent.get() {
            return found.push(Fault::wrong(place.name, String::new(), String::new()));
        }
        if holding > 1 {
            let wanted = "as only one of the schema's forms says".to_owned();
            return found.push(self.wrong(subject, place, wanted, &Part::default()));
        }
        let mut tried: Vec<Vec<Fault>> = Vec::new();
        for &at in group {
            let mut faults = Vec::new();
            self.part(at, subject, place.deeper(), &mut faults);
            // What there is left to try ran out on the way.
            if faults.is_empty() {
                return;
            }
            tried.push(faults);
        }
        let single = |faults: &Vec<Fault>| faults.len() == 1 && faults[0].kind == FaultKind::Missing;
        if tried.iter().all(single) {
            let names: Vec<String> = tried.iter().map(|faults| faults[0].field.clone()).collect();
            let first = tried.swap_remove(0).swap_remove(0);
            return found.push(Fault { field: names.join(" or "), ..first });
        }
        let own = place.field();
        let is_own = |fault: &Fault| fault.kind == FaultKind::Wrong && fault.field == own;
        let whole: Vec<usize> = (0..tried.len()).filter(|&at| !tried[at].iter().any(is_own)).collect();
        if let [only] = whole.as_slice() {
            return found.append(&mut tried[*only]);
        }
        let mut wanted: Vec<String> = Vec::new();
        for fault in tried.iter().filter_map(|faults| faults.first()) {
            if !is_own(fault) {
                wanted.clear();
                break;
            }
            if !wanted.contains(&fault.wanted) {
                wanted.push(fault.wanted.clone());
            }
        }
        let wanted = match wanted.is_empty() {
            true => "as one of the schema's forms says".to_owned(),
            false => wanted.join(" or "),
        };
        found.push(self.wrong(subject, place, wanted, &Part::default()));
    }

    /// That a part holds which must not.
    fn not(&self, at: usize, subject: Subject<'_>, place: Place<'_>) -> Fault {
        let part = &self.schema.parts[at];
        if let (Some(fields), [others @ .., last]) = (subject.fields(), part.inside.required.as_slice())
            && let Some(field) = fields.iter().find(|field| *field.key == **last)
        {
            let others: Vec<String> = others.iter().map(|name| format!("`{name}`")).collect();
            let wanted = match others.len() {
                0 => "left out".to_owned(),
                1 => format!("left out where {} is there", others.concat()),
                _ => format!("left out where {} are there", others.join(" and ")),
            };
            return Fault::wrong(field.key_span, format!("`{}`", place.below(last)), wanted);
        }
        let wanted = match (&part.values, part.types.as_slice()) {
            (Some(values), _) => format!("anything but {}", listed(values).trim_start_matches("one of ")),
            (None, [kind]) => format!("anything but {}", kind.name()),
            _ => "as the schema's `not` wants it".to_owned(),
        };
        self.wrong(subject, place, wanted, &Part::default())
    }

    fn wrong(&self, subject: Subject<'_>, place: Place<'_>, wanted: String, part: &Part) -> Fault {
        let strings = part.values.iter().flatten().filter_map(Json::as_str);
        let near = strings.map(str::to_owned).collect();
        let (span, shows_value) = match subject {
            Subject::Node(node) if !node.span.is_empty() => (first_line(self.document, node.span), true),
            _ => (place.name, false),
        };
        Fault { near, shows_value, ..Fault::wrong(span, place.field(), wanted) }
    }
}

/// The parts that are for a field of this name.
fn own_parts(inside: &Inside, name: &str) -> Vec<usize> {
    let matching = inside.patterns.iter().filter(|(pattern, _)| pattern.is_match(name));
    inside.properties.get(name).copied().into_iter().chain(matching.map(|&(_, at)| at)).collect()
}

/// Whether there is such a field and something in it.
fn says(fields: &[Entry], name: &str) -> bool {
    fields.iter().any(|field| *field.key == *name && !is_empty(&field.value))
}
