//! From the text of a pattern to the pattern.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::Lexicon;
use super::super::token::Vocabulary;
use super::edge::Edge;
use super::{Class, Element, Pattern, Role};

/// The longest gap, in words.
const MAX_GAP: usize = 8;
/// How deep classes may name other classes.
const MAX_DEPTH: usize = 4;

/// Compiles the patterns of one language.
#[derive(Debug)]
pub struct Compiler<'l> {
    lexicon: &'l Lexicon,
    vocabulary: Vocabulary,
    classes: FxHashMap<String, Arc<Class>>,
}

impl<'l> Compiler<'l> {
    /// A compiler for the classes of `lexicon`.
    #[must_use]
    pub fn new(lexicon: &'l Lexicon) -> Self {
        let vocabulary = Vocabulary::new(lexicon.common.split_whitespace());
        Self { lexicon, vocabulary, classes: FxHashMap::default() }
    }

    /// The words of all patterns.
    #[must_use]
    pub fn finish(self) -> Vocabulary {
        self.vocabulary
    }

    /// Compiles one pattern.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn compile(&mut self, source: &str) -> Result<Pattern, String> {
        let elements = source
            .split_whitespace()
            .map(|element| self.element(element))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| format!("in the pattern `{source}`: {error}"))?;
        let required =
            |element: &Element| element.role == Role::Cue && !element.optional && element.has_words();
        if !elements.iter().any(required) {
            return Err(format!("the pattern `{source}` has no word that must be there"));
        }
        let anchor = (0..elements.len())
            .filter(|&at| elements[at].can_anchor())
            .min_by_key(|&at| elements[at].weight(&self.vocabulary));
        let up_to = anchor.unwrap_or(elements.len() - 1);
        let reach = elements[..=up_to].iter().map(Element::width).sum();
        let least = elements[..up_to].iter().map(Element::least_width).sum();
        let width = elements.iter().map(Element::width).sum();
        let needs = anchor.map_or_else(Vec::new, |anchor| Pattern::needs(&elements, anchor));
        let edges = anchor.map_or_else(Default::default, |at| {
            let (left, right) = (&elements[..at], &elements[at + 1..]);
            [Edge::of(left.iter().rev(), &elements[at]), Edge::of(right.iter(), &elements[at])]
        });
        Ok(Pattern { elements, anchor, reach, least, width, needs, edges })
    }

    fn element(&mut self, source: &str) -> Result<Element, String> {
        let mut element = Element::default();
        if let Some(count) = source.strip_prefix("..") {
            let most = count.parse().ok().filter(|most| (1..=MAX_GAP).contains(most));
            element.role =
                Role::Gap(most.ok_or_else(|| format!("a gap is `..1` to `..{MAX_GAP}`, not `{source}`"))?);
            return Ok(element);
        }
        let mut inner = source;
        if let Some(rest) = inner.strip_suffix('?') {
            (element.optional, inner) = (true, rest);
        }
        if let Some(rest) = inner.strip_prefix('!') {
            (element.role, inner) = (Role::Not, rest);
        } else if let Some(rest) = inner.strip_prefix('(') {
            let rest = rest.strip_suffix(')').ok_or_else(|| format!("`{source}` has no `)`"))?;
            (element.role, inner) = (Role::Context, rest);
        }
        for atom in inner.split('|') {
            self.atom(atom, &mut element)?;
        }
        Ok(element)
    }

    fn atom(&mut self, atom: &str, element: &mut Element) -> Result<(), String> {
        match atom {
            "^" => element.start = true,
            "$" => element.end = true,
            "," => element.comma = true,
            "<name>" => element.name = true,
            "<number>" => element.number = true,
            _ if atom.starts_with("<{") => {
                let class = atom.strip_prefix("<{").and_then(|class| class.strip_suffix("}>"));
                let class = class.ok_or_else(|| format!("`{atom}` has no `}}>`"))?;
                element.named.push(self.class(class, 0)?);
            }
            _ => element.classes.push(match atom.strip_prefix('{') {
                Some(class) => {
                    let class = class.strip_suffix('}').ok_or_else(|| format!("`{atom}` has no `}}`"))?;
                    self.class(class, 0)?
                }
                None => {
                    let plain = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '-');
                    if atom.is_empty() || !atom.chars().all(plain) {
                        return Err(format!("`{atom}` is no word"));
                    }
                    let word = self.vocabulary.add(&atom.to_lowercase());
                    Arc::new(Class::of(vec![word], Vec::new()))
                }
            }),
        }
        Ok(())
    }

    fn class(&mut self, name: &str, depth: usize) -> Result<Arc<Class>, String> {
        if let Some(known) = self.classes.get(name) {
            return Ok(Arc::clone(known));
        }
        let language = &self.lexicon.language;
        let entries = self
            .lexicon
            .classes
            .get(name)
            .ok_or_else(|| format!("there is no class `{name}` in the lexicon for {language}"))?;
        if depth == MAX_DEPTH {
            return Err(format!("the class `{name}` in the lexicon for {language} is named too deep down"));
        }
        let (mut words, mut phrases): (Vec<_>, Vec<_>) = Default::default();
        for entry in entries.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            match entry.strip_prefix('{').and_then(|class| class.strip_suffix('}')) {
                Some(inner) => {
                    let inner = self.class(inner, depth + 1)?;
                    words.extend(&inner.words);
                    phrases.extend_from_slice(&inner.phrases);
                }
                None if entry.contains(char::is_whitespace) => {
                    phrases.push(entry.split_whitespace().map(|word| self.vocabulary.add(word)).collect());
                }
                None => words.push(self.vocabulary.add(entry)),
            }
        }
        words.sort_unstable();
        words.dedup();
        phrases.sort_by_key(|phrase: &Vec<_>| Reverse(phrase.len()));
        let class = Arc::new(Class::of(words, phrases));
        self.classes.insert(name.to_owned(), Arc::clone(&class));
        Ok(class)
    }
}
