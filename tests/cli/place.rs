//! Where the vault is, what of it is read, and how its paths are shown.

use std::fs;

use super::{Case, ghost};

const GHOST: &str = "See [[Ghost]].\n";

#[test]
fn the_root_is_the_nearest_marked_folder() {
    for mark in ["wherefrom.yaml", ".wherefrom.yaml", ".obsidian/x", ".git/x"] {
        let case = Case::unmarked(&[("v/notes/a.md", "See [[b]].\n"), ("v/b.md", "It rained.\n")]);
        // The folder of the note is the root: its neighbour is not in the vault.
        assert_eq!(case.findings(&["v/notes/a.md"]).len(), 1);
        case.write(&format!("v/{mark}"), "");
        assert_eq!(case.findings(&["v/notes/a.md"]), [""; 0], "{mark}");
    }
}

#[test]
fn paths_without_a_mark_above_share_a_folder() {
    let case = Case::unmarked(&[("v/x/a.md", "See [[b]].\n"), ("v/y/b.md", "See [[c]].\n"), ("v/c.md", "")]);
    assert_eq!(case.findings(&["v/x", "v/y"]), [""; 0]);
    assert_eq!(case.findings(&["v/x"]).len(), 1);
    assert_eq!(case.findings(&["--root", "v", "v/x"]), [""; 0]);
    assert_eq!(case.findings(&["--root", "v/x"]).len(), 1);
}

#[test]
fn paths_are_shown_from_the_current_folder() {
    let case = Case::new(&[("notes/a.md", GHOST), ("notes/deep/b.md", ""), ("other/c.md", GHOST)]);
    let shown = |folder: &str, args: &[&str]| {
        case.run_in(folder, &[args, &["--format", "concise", "-q"]].concat()).out
    };
    assert_eq!(shown("notes", &[]), ghost("a.md") + "\n");
    assert_eq!(shown("notes", &[".."]), ghost("a.md") + "\n" + &ghost("../other/c.md") + "\n");
    assert_eq!(shown("notes/deep", &["../a.md"]), ghost("../a.md") + "\n");
    // An absolute path is shown where it was given, relative where that is near.
    let absolute = case.path("other").display().to_string();
    assert_eq!(shown("notes", &[&absolute]), ghost("../other/c.md") + "\n");
    let json = case.run_in("notes", &["--format", "json", "../other"]).out;
    assert!(json.contains(r#""path": "../other/c.md""#) && !json.contains(&absolute), "{json}");
}

#[test]
fn a_scope_is_reported_on_and_the_whole_vault_is_read() {
    let case = Case::new(&[("a.md", "[[b]]\n[[Phantom]]\n"), ("b.md", GHOST), ("c/d.md", GHOST)]);
    assert_eq!(case.findings(&["c", "b.md"]), [ghost("b.md"), ghost("c/d.md")]);
    assert_eq!(case.findings(&["a.md"]).len(), 1);
}

#[test]
fn a_path_that_cannot_be_looked_at_is_told_and_the_rest_is_checked() {
    let case = Case::new(&[("v/a.md", GHOST), ("w/b.md", GHOST)]);
    let ran = case.run(&["--root", "v", "-q", "--format", "concise", "v/a.md", "w/b.md", "v/no.md"]);
    assert_eq!((ran.code, ran.out), (2, ghost("v/a.md") + "\n"));
    insta::assert_snapshot!(ran.err, @r"
    error: v/no.md: there is no such file or folder
    error: w/b.md: lies outside the vault
      help: name its own vault with `--root`
    ");
    let none = case.run(&["--format", "json", "no.md"]);
    assert_eq!(none.code, 2);
    serde_json::from_str::<serde_json::Value>(&none.out).unwrap();
}

#[test]
fn of_a_path_that_is_not_there_nothing_is_listed() {
    let case = Case::new(&[("v/a.md", GHOST)]);
    let commands: [&[&str]; 5] = [
        &["links", "--wanted"],
        &["links", "--graph", "dot"],
        &["sources"],
        &["sources", "lock"],
        &["coverage"],
    ];
    for command in commands {
        for path in ["gone", "v/gone"] {
            let ran = case.run(&[command, &[path]].concat());
            let told = format!("error: {path}: there is no such file or folder\n");
            assert_eq!((ran.code, ran.out.as_str(), ran.err), (2, "", told), "{command:?}");
        }
    }
    assert!(!case.path("sources.lock").exists() && !case.path("v/sources.lock").exists());
}

#[test]
fn mistakes_show_that_a_path_may_be_left_out() {
    let case = Case::new(&[]);
    for command in ["check", "coverage", "links", "sources"] {
        let ran = case.run(&[command, "v", "--nonsense"]);
        let usage = ran.err.lines().find(|line| line.starts_with("Usage:")).unwrap_or_default();
        assert!(ran.code == 2 && usage.contains(" [PATH]"), "{}", ran.err);
    }
}

#[test]
fn what_is_hidden_or_ignored_is_read_if_it_is_named() {
    let case = Case::new(&[
        ("a.md", "It rained.\n"),
        (".hidden/b.md", GHOST),
        (".hidden/c.md", GHOST),
        ("built/d.md", GHOST),
        ("built/deep/e.md", GHOST),
        ("drafts/f.md", GHOST),
        ("note.rst", GHOST),
        (".gitignore", "built/\n"),
        ("wherefrom.yaml", "exclude: [drafts]\n"),
    ]);
    assert_eq!(case.findings(&[]), [""; 0]);
    assert_eq!(case.findings(&["."]), [""; 0]);
    for file in [".hidden/b.md", "built/d.md", "built/deep/e.md", "drafts/f.md", "note.rst"] {
        assert_eq!(case.findings(&[file]), [ghost(file)]);
        assert_eq!(case.findings(&["--force-exclude", file]), [""; 0], "{file}");
    }
    assert_eq!(case.findings(&["built"]), [ghost("built/d.md"), ghost("built/deep/e.md")]);
    assert_eq!(case.findings(&["built/deep"]), [ghost("built/deep/e.md")]);
}

#[test]
fn a_file_that_cannot_be_read_as_text_is_told() {
    let case = Case::new(&[("a.md", GHOST)]);
    case.write("b.md", b"caf\xe9 [[Ghost]]\n");
    fs::create_dir(case.path("folder.md")).unwrap();
    let ran = case.run(&["--format", "concise", "-q"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.starts_with(&ghost("a.md")), "{ran:?}");
    insta::assert_snapshot!(ran.err, @r"
    error: b.md: not UTF-8: the byte at offset 3 does not belong
      help: save the file as UTF-8; each such byte was read as `?`
    ");
    // It is not in the scope: nobody who commits another file can mend it.
    assert_eq!(case.run(&["a.md"]).code, 0);
}

#[test]
fn a_file_that_nests_too_deep_for_markdown_is_told() {
    let (marks, lines) = ("> ".repeat(50_000), "next\n".repeat(50_000));
    let case = Case::new(&[("a.md", &format!("One.\n\n{marks}deep\n{lines}"))]);
    let ran = case.run(&["--format", "concise", "-q"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.err, @r"
    error: a.md: line 3 nests too deep to be read as Markdown
      help: the file was read as plain text: its links and blocks may be missed
    ");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let case = Case::new(&[("v/a.md", "It rained.\n"), ("out/b.md", GHOST)]);
    fs::create_dir(case.path("v/.obsidian")).unwrap();
    symlink(case.path("out"), case.path("v/folder")).unwrap();
    fs::write(case.path("v/c.md"), "See [[folder/b]], [it](folder/b.md) and ![[folder/p.png]].\n").unwrap();
    symlink(case.path("out/b.md"), case.path("v/b.md")).unwrap();
    symlink("nowhere.md", case.path("v/dangling.md")).unwrap();
    symlink(".", case.path("v/loop")).unwrap();
    assert_eq!(case.findings(&["v"]), [""; 0]);
    assert_eq!(case.findings(&["v/loop"]), [""; 0]);
    for path in ["v/b.md", "v/folder", "v/dangling.md"] {
        assert_eq!(case.run(&["--root", "v", path]).code, 2, "{path}");
    }
}

#[cfg(unix)]
#[test]
fn names_from_strangers_do_not_act_on_the_terminal() {
    let case = Case::new(&[("a\u{1b}[31m\u{202e}.md", GHOST)]);
    for args in
        [&["--format", "full"][..], &["--format", "concise"], &["--format", "github"], &["x\u{1b}[2J.md"]]
    {
        let ran = case.run(args);
        let all = ran.out + &ran.err;
        assert!(!all.contains('\u{1b}') && !all.contains('\u{202e}') && !all.is_empty(), "{all:?}");
    }
}
