//! `--fix` and `--diff` on files.

use std::fs;

use super::Case;

/// A slip in a link that the vault itself proves, and the note that is meant.
const SLIP: &str = "See [[harbour log]].\n";
const MENDED: &str = "See [[harbour_log|harbour log]].\n";
const LOG: (&str, &str) = ("harbour_log.md", "It rained.\n");

#[test]
fn a_fix_is_written_and_told() {
    let case = Case::new(&[("a.md", SLIP), ("b.md", &SLIP.repeat(2)), LOG]);
    let ran = case.run(&["--fix", "--format", "concise", "--fail-on", "info"]);
    assert_eq!((ran.code, &*ran.out), (0, "3 documents: nothing found\n"), "{ran:?}");
    assert_eq!(ran.err, "fixed 3 findings in 2 files\n");
    assert_eq!((&*case.read("a.md"), &*case.read("b.md")), (MENDED, &*MENDED.repeat(2)));
    let again = case.run(&["--fix", "--fail-on", "info"]);
    assert_eq!((again.code, &*again.err), (0, ""));
    assert_eq!(fs::read_dir(case.path(".")).unwrap().count(), 4, "nothing is left behind");
}

#[test]
fn what_is_left_is_reported_where_it_is_now() {
    let case = Case::new(&[("a.md", "[[harbour log]] [[Ghost]]\n"), LOG]);
    let ran = case.run(&["--fix", "--format", "concise", "-q", "--fail-on", "warning"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out, "a.md:1:29: warning links/missing-note no note named `Ghost`\n");
    assert_eq!(ran.err, "");
}

#[test]
fn line_ends_bom_and_mode_are_kept() {
    let text = format!("\u{feff}{}no end", SLIP.replace('\n', "\r\n"));
    let case = Case::new(&[("a.md", &text), LOG]);
    set_mode(&case, "a.md", 0o640);
    assert_eq!(case.run(&["--fix"]).code, 0);
    assert_eq!(case.read("a.md"), format!("\u{feff}{}no end", MENDED.replace('\n', "\r\n")));
    assert_eq!(mode(&case, "a.md"), 0o640);
}

#[test]
fn only_what_is_in_scope_is_fixed() {
    let case = Case::new(&[("a.md", SLIP), ("b.md", SLIP), LOG]);
    assert_eq!(case.run(&["--fix", "b.md"]).code, 0);
    assert_eq!((&*case.read("a.md"), &*case.read("b.md")), (SLIP, MENDED));
}

#[test]
fn a_file_that_may_not_be_written_to_is_left() {
    let case = Case::new(&[("a.md", SLIP), ("b.md", SLIP), LOG]);
    set_mode(&case, "a.md", 0o444);
    // The superuser may write to it all the same, and then it is fixed like any other.
    let held = fs::OpenOptions::new().write(true).open(case.path("a.md")).is_err();
    case.write("c.md", b"caf\xe9 [[harbour log]]\n");
    let ran = case.run(&["--fix", "--format", "concise"]);
    assert_eq!(ran.code, 2);
    assert_eq!((&*case.read("a.md"), &*case.read("b.md")), (if held { SLIP } else { MENDED }, MENDED));
    assert_eq!(fs::read(case.path("c.md")).unwrap(), b"caf\xe9 [[harbour log]]\n");
    let said = if held { "fixed 1 finding in 1 file" } else { "fixed 2 findings in 2 files" };
    assert!(ran.err.contains(said), "{ran:?}");
    assert_eq!(ran.err.contains("a.md: not fixed: read-only"), held, "{ran:?}");
    assert_eq!(ran.out.contains("a.md:1:5:"), held, "{ran:?}");
    assert!(ran.out.contains("c.md:1:6:") && !ran.out.contains("b.md"));
}

#[test]
fn a_diff_shows_and_writes_nothing() {
    let case = Case::new(&[("a.md", SLIP), LOG]);
    let ran = case.run(&["--diff"]);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.out, @r"
    --- a.md
    +++ a.md
    @@ -1 +1 @@
    -See [[harbour log]].
    +See [[harbour_log|harbour log]].
    ");
    assert_eq!(ran.err, "would fix 1 finding in 1 file\n");
    assert_eq!(case.read("a.md"), SLIP);
    assert_eq!(case.run(&["--diff", "-q"]).err, "");
    case.run(&["--fix"]);
    let none = case.run(&["--diff"]);
    assert_eq!((none.code, &*none.out, &*none.err), (0, "", ""));
}

#[test]
fn a_diff_is_of_the_bytes() {
    let case = Case::new(&[("notes/a.md", &SLIP.replace('\n', "\r\n")), LOG]);
    let ran = case.run_in("notes", &["--diff"]);
    let (old, new) = (SLIP.trim_end(), MENDED.trim_end());
    assert_eq!(ran.out, format!("--- a.md\n+++ a.md\n@@ -1 +1 @@\n-{old}\r\n+{new}\r\n"));
}

#[cfg(unix)]
fn set_mode(case: &Case, path: &str, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(case.path(path), fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
fn mode(case: &Case, path: &str) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(case.path(path)).unwrap().permissions().mode() & 0o777
}
