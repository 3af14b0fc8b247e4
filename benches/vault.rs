//! Where the time of a run goes: parsing, the index, the checks, and all of it from the disk.

#[path = "../examples/support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use jiff::civil::date;
use wherefrom::checks::KINDS;
use wherefrom::document::Document;
use wherefrom::engine::{Scope, lint};
use wherefrom::rule::{RuleSet, built_in};
use wherefrom::vault::{Vault, WalkOptions};

/// How many notes the vault has: 8 MB.
const NOTES: usize = 1_000;

fn main() {
    divan::main();
}

fn notes() -> Vec<support::Note> {
    (0..NOTES).map(|number| support::note(number, NOTES)).collect()
}

fn bytes(notes: &[support::Note]) -> BytesCount {
    BytesCount::new(notes.iter().map(|note| note.text.len()).sum::<usize>())
}

fn vault(notes: &[support::Note]) -> Vault {
    Vault::from_texts(notes.iter().map(|note| (note.path.as_str(), note.text.as_str())))
}

fn rules() -> RuleSet {
    let loaded = built_in().unwrap_or_else(|error| panic!("{}", error.message));
    RuleSet::compile(loaded.iter().map(|rule| (rule, None)), KINDS)
        .unwrap_or_else(|errors| panic!("{}", errors[0].message))
}

#[divan::bench(sample_count = 20)]
fn rules_are_compiled(bencher: Bencher<'_, '_>) {
    bencher.bench(rules);
}

#[divan::bench(sample_count = 20)]
fn documents_are_parsed(bencher: Bencher<'_, '_>) {
    let notes = notes();
    bencher.counter(bytes(&notes)).bench_local(|| {
        for note in &notes {
            black_box(Document::from_text(&note.path, &note.text));
        }
    });
}

/// An edit of nothing shares every document and builds the index anew.
#[divan::bench(sample_count = 20)]
fn vault_is_indexed(bencher: Bencher<'_, '_>) {
    let notes = notes();
    let vault = vault(&notes);
    bencher.counter(bytes(&notes)).bench_local(|| vault.with_edits(&Default::default()));
}

#[divan::bench(sample_count = 20)]
fn vault_is_checked(bencher: Bencher<'_, '_>) {
    let notes = notes();
    let (vault, rules) = (vault(&notes), rules());
    bencher.counter(bytes(&notes)).bench_local(|| lint(&vault, &rules, date(2024, 6, 1), &Scope::Everything));
}

#[divan::bench(sample_count = 20)]
fn whole_run(bencher: Bencher<'_, '_>) {
    let notes = notes();
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    notes.iter().for_each(|note| write(folder.path(), note));
    bencher.counter(bytes(&notes)).bench_local(|| {
        let vault = Vault::open(folder.path(), &WalkOptions::default());
        lint(&vault, &rules(), date(2024, 6, 1), &Scope::Everything)
    });
}

#[expect(clippy::disallowed_methods, reason = "this is no part of the tool")]
fn write(folder: &Path, note: &support::Note) {
    let path = folder.join(&note.path);
    fs::create_dir_all(path.parent().expect("a note has a folder")).expect("it can be made");
    fs::write(path, &note.text).expect("it can be written");
}
