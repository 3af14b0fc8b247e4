//! Flags and exit codes.

use super::{Case, ghost};

const GHOST: &str = "See [[Ghost]].\n";

#[test]
fn the_exit_code_says_what_was_found() {
    let case = Case::new(&[("a.md", GHOST)]);
    assert_eq!(case.run(&[]).code, 0);
    assert_eq!(case.run(&["--fail-on", "warning"]).code, 1);
    assert_eq!(case.run(&["--fail-on", "info"]).code, 1);
    assert_eq!(case.run(&["--fail-on", "never"]).code, 0);
    case.write("b.md", "---\na: 1\na: 2\n---\n");
    assert_eq!(case.run(&[]).code, 1);
    assert_eq!(case.run(&["--fail-on", "never"]).code, 0);
    assert_eq!(case.run(&["no-such-file.md"]).code, 2);
}

#[test]
fn check_is_what_happens_without_a_command() {
    let case = Case::new(&[("check/b.md", GHOST), ("rules/c.md", GHOST)]);
    let all = vec![ghost("check/b.md"), ghost("rules/c.md")];
    assert_eq!(case.findings(&[]), all);
    assert_eq!(case.findings(&["check"]), all);
    assert_eq!(case.findings(&["--color", "never", "check", "rules/c.md"]), [ghost("rules/c.md")]);
    assert_eq!(case.findings(&["./check"]), [ghost("check/b.md")]);
    assert_eq!(case.findings(&["check", "check"]), [ghost("check/b.md")]);
    assert_eq!(case.findings(&["./rules"]), [ghost("rules/c.md")]);
    let late = case.run(&["--color", "never", "explain", "links/missing-note"]);
    assert_eq!(late.code, 2);
    assert!(late.err.contains("options of `explain` come after it"), "{late:?}");
}

#[test]
fn a_mistake_on_the_command_line_is_2() {
    let case = Case::new(&[("a.md", GHOST)]);
    for args in [
        &["--no-such-flag"][..],
        &["--format", "pdf"],
        &["--today", "2024-13-01"],
        &["--today", "yesterday"],
        &["--threads", "0"],
        &["--unsafe-fixes"],
        &["--fix", "--diff"],
        &["--diff", "--format", "json"],
        &["--diff", "--statistics"],
        &["--config", "x.yaml", "--no-config"],
        &["--config", "x.yaml"],
        &["--root", "nowhere"],
        &["--root", "a.md"],
        &["--min-severity", "never"],
    ] {
        let ran = case.run(args);
        assert_eq!(ran.code, 2, "{args:?} {ran:?}");
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "{args:?} {ran:?}");
    }
}

#[test]
fn rules_are_selected_and_ignored() {
    let case = Case::new(&[("a.md", "[[Ghost]] it rained.[^1] It snowed.[^2]\n\n[^1]: Page 3.\n")]);
    let rules = |args: &[&str]| -> Vec<String> {
        let lines = case.findings(args);
        lines.iter().map(|line| line.split(' ').nth(2).unwrap().to_owned()).collect()
    };
    let (note, reference) = ("links/missing-note", "links/undefined-reference");
    assert_eq!(rules(&[]), [note, reference]);
    assert_eq!(rules(&["--select", note]), [note]);
    assert_eq!(rules(&["--select", "links", "--ignore", note]), [reference]);
    assert_eq!(rules(&["--select", note, "--ignore", "links"]), [note]);
    assert_eq!(rules(&["--select", "front-matter"]), [""; 0]);
    assert_eq!(rules(&["--ignore", &format!("{note},{reference}")]), [""; 0]);
    assert_eq!(rules(&["--ignore", note, "--ignore", reference]), [""; 0]);
    // A rule that is off runs if it is named, and not if its family is.
    assert_eq!(rules(&["--select", "links/orphan-note"]), ["links/orphan-note"]);
}

#[test]
fn a_rule_that_does_not_exist_is_told_with_what_was_meant() {
    let case = Case::new(&[("a.md", GHOST)]);
    let ran = case.run(&["--select", "links/mising-note", "--ignore", "lnks,spelling"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.err, @r"
    error: there is no rule or family named `links/mising-note`
      help: did you mean `links/missing-note`?
    error: there is no rule or family named `lnks`
      help: did you mean `links`?
    error: there is no rule or family named `spelling`
      help: `wherefrom rules` lists them
    ");
}

#[test]
fn what_is_shown_and_what_fails_are_two_things() {
    let case = Case::new(&[("a.md", GHOST)]);
    assert_eq!(case.findings(&["--min-severity", "error"]), [""; 0]);
    let ran = case.run(&["--min-severity", "error", "--fail-on", "warning"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("is below `--min-severity error`"), "{ran:?}");
}

#[test]
fn quiet_statistics_and_colour() {
    let case = Case::new(&[("a.md", GHOST)]);
    let plain = case.run(&["--format", "concise"]);
    assert!(plain.out.contains("1 document: 1 warning") && !plain.out.contains('\u{1b}'), "{plain:?}");
    let quiet = case.run(&["--format", "concise", "-q"]);
    assert_eq!(quiet.out, ghost("a.md") + "\n");
    let counted = case.run(&["--format", "concise", "--statistics"]);
    assert!(counted.out.lines().any(|line| line.contains("links/missing-note") && line.contains('1')));
    let machine = case.run(&["--format", "json", "--statistics"]);
    assert!(machine.err.contains("links/missing-note"), "{machine:?}");
    serde_json::from_str::<serde_json::Value>(&machine.out).unwrap();
    assert!(case.run(&["--color", "always"]).out.contains('\u{1b}'));
}

#[test]
fn the_output_is_the_same_for_any_threads_and_order() {
    let files: Vec<(String, String)> = (0..40)
        .map(|at| (format!("{}/{at}.md", at % 7), format!("See [[Ghost {at}]] and [[{}]].\n", at + 1)))
        .collect();
    let borrowed: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let case = Case::new(&borrowed);
    for format in ["full", "concise", "json"] {
        let one = case.run(&["--format", format, "--threads", "1", "0", "1", "2"]);
        assert!(one.out.len() > 1000, "{one:?}");
        for args in [["2", "0", "1"], ["1", "2", "0"]] {
            for threads in ["2", "8"] {
                assert_eq!(case.run(&[&["--format", format, "--threads", threads], &args[..]].concat()), one);
            }
        }
    }
}

#[test]
fn a_pipe_that_closes_is_no_error() {
    use std::io::Read as _;
    use std::process::{Command, Stdio};
    let text = "See [[Ghost]].\n".repeat(20_000);
    let case = Case::new(&[("a.md", &text)]);
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("wherefrom"))
        .args(["--format", "concise"])
        .current_dir(case.path("."))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), &*err), (Some(0), ""));
}

#[test]
fn today_comes_from_the_command_line() {
    let case = Case::new(&[("a.md", "It rained.\n")]);
    assert_eq!(case.run(&["--today", "2024-02-29"]).code, 0);
    assert_eq!(case.run(&["--today", "2023-02-29"]).code, 2);
}
