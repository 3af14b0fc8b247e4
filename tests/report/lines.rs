//! Formats of a line each: concise, GitHub, summary, statistics, problems.

use insta::assert_snapshot;
use wherefrom::engine::InternalError;
use wherefrom::report::{
    Format, Report, Style, write_problem, write_problems, write_statistics, write_summary,
};
use wherefrom::rule::{Applicability, Severity};
use wherefrom::text::Span;
use wherefrom::vault::{Problem, Shown};

use super::{Case, PLAIN, assert_harmless};

/// Names, texts and messages that want to be more than text.
fn hostile() -> Case {
    let mut case = Case::new(&[
        ("::add-mask::a,b:c%.md", "文書 [[Ghost]]\r\nmore\r\n"),
        ("notes/a\u{1b}[2J.md", "\u{feff}x\ty\n"),
    ])
    .find("::add-mask::a,b:c%.md", "[[Ghost]]", "100% gone\r\n::set-output name=x::y ##[add-matcher]z")
    .find("notes/a\u{1b}[2J.md", "y", "an \u{202e}odd\u{9b}0m message")
    .with(|finding| finding.severity = Severity::Info)
    .find_at("::add-mask::a,b:c%.md", Span::new(0, 25), "two lines")
    .with(|finding| finding.severity = Severity::Error);
    case.problems = vec![Problem {
        path: "gone\u{1b}.md".into(),
        message: "permission denied".into(),
        help: Some("make it\nreadable".into()),
    }];
    case
}

fn text(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("memory takes it");
    String::from_utf8(out).expect("reports are UTF-8")
}

#[test]
fn concise() {
    let written = hostile().written(Format::Concise, PLAIN);
    assert_harmless(&written);
    assert_snapshot!(written, @r#"
    �:add-mask::a,b:c%.md:1:4: warning links/missing-note 100% gone  ::set-output name=x::y #�[add-matcher]z
    notes/a�[2J.md:1:3: info links/missing-note an �odd�0m message
    �:add-mask::a,b:c%.md:1:1: error links/missing-note two lines
    "#);
    let colours = Case::new(&[("a.md", "x")]).find("a.md", "x", "odd");
    let colours = colours.written(Format::Concise, Style { color: true, ..PLAIN });
    assert_snapshot!(colours.replace('\u{1b}', "ESC"), @r#"
    ESC[1ma.mdESC[0m:1:1: ESC[1mESC[33mwarningESC[0m links/missing-note odd
    "#);
}

#[test]
fn github() {
    let written = hostile().written(Format::Github, PLAIN);
    assert_harmless(&written);
    assert_snapshot!(written, @r#"
    ::warning file=%3A%3Aadd-mask%3A%3Aa%2Cb%3Ac%25.md,line=1,col=4,endLine=1,endColumn=13,title=links/missing-note::100%25 gone  ::set-output name=x::y ##[add-matcher]z
    ::notice file=notes/a�[2J.md,line=1,col=3,endLine=1,endColumn=4,title=links/missing-note::an �odd�0m message
    ::error file=%3A%3Aadd-mask%3A%3Aa%2Cb%3Ac%25.md,line=1,endLine=3,title=links/missing-note::two lines
    ::error file=gone�.md,title=wherefrom::permission denied
    "#);
}

#[test]
fn the_prefix_stands_before_paths_of_the_vault() {
    let mut case = Case::new(&[("a.md", "x")]).find("a.md", "x", "odd");
    case.shown = Shown::behind("../notes/");
    assert_snapshot!(case.written(Format::Concise, PLAIN), @r#"
    ../notes/a.md:1:1: warning links/missing-note odd
    "#);
    assert_snapshot!(case.written(Format::Github, PLAIN), @r#"
    ::warning file=../notes/a.md,line=1,col=1,endLine=1,endColumn=2,title=links/missing-note::odd
    "#);
    assert_snapshot!(case.picture(), @r#"
    warning[links/missing-note]: odd
       ╭─[../notes/a.md:1:1]
     1 │ x
       · ─
       ╰────
    "#);
}

#[test]
fn summary() {
    let summary = |case: &Case, suppressed| {
        let report = Report { suppressed, ..case.report() };
        text(|out| write_summary(&report, PLAIN, out))
    };
    assert_snapshot!(summary(&Case::new(&[]), 0), @r#"
    0 documents: nothing to check
    "#);
    assert_snapshot!(summary(&Case::new(&[("a.md", "x")]), 0), @r#"
    1 document: nothing found
    "#);
    let case = Case::new(&[("a.md", "x"), ("b.md", "y")]).find("a.md", "x", "odd");
    assert_snapshot!(summary(&case, 3), @r#"
    2 documents: 1 warning, 3 suppressed
    "#);
    let case = case.fix(Applicability::Unsafe, "drop it", "").find("b.md", "y", "odd").with(|finding| {
        finding.severity = Severity::Error;
    });
    assert_snapshot!(summary(&case, 0), @r#"
    2 documents: 1 error, 1 warning (1 fixable with --unsafe-fixes)
    "#);
    let case = case.fix(Applicability::Safe, "drop it", "").find("b.md", "y", "odd").with(|finding| {
        finding.severity = Severity::Info;
    });
    assert_snapshot!(summary(&case, 0), @r#"
    2 documents: 1 error, 1 warning, 1 info (1 fixable with --fix, 1 more with --unsafe-fixes)
    "#);
    let colours = text(|out| write_summary(&case.report(), Style { color: true, ..PLAIN }, out));
    assert_snapshot!(colours.replace('\u{1b}', "ESC"), @r#"
    2 documents: ESC[1mESC[31m1 errorESC[0m, ESC[1mESC[33m1 warningESC[0m, ESC[1mESC[34m1 infoESC[0m (1 fixable with --fix, 1 more with --unsafe-fixes)
    "#);
}

#[test]
fn statistics() {
    let mut case = Case::new(&[("a.md", "x")]);
    for at in 0..12 {
        case = case.find("a.md", "x", "odd").with(|finding| {
            finding.rule = if at == 3 { "claims/hearsay".into() } else { "links/missing-note".into() };
        });
    }
    let case = case.fix(Applicability::Safe, "drop it", "");
    assert_snapshot!(text(|out| write_statistics(&case.report(), PLAIN, out)), @r#"
    11  warning  links/missing-note (1 fixable)
     1  warning  claims/hearsay
    "#);
    assert_eq!(text(|out| write_statistics(&Case::new(&[]).report(), PLAIN, out)), "");
}

#[test]
fn problems() {
    let mut case = hostile();
    case.shown = Shown::behind("notes/");
    let internal = [InternalError { rule: "links/missing-note".into(), path: "a.md".into() }];
    let report = Report { internal_errors: &internal, ..case.report() };
    let written = text(|out| write_problems(&report, PLAIN, out));
    assert_harmless(&written);
    assert_snapshot!(written, @r#"
    error: notes/gone�.md: permission denied
      help: make it readable
    error: notes/a.md: internal error: the check of links/missing-note failed on this file
      help: please report it; everything else was checked
    "#);
    let nowhere = Problem { path: String::new(), message: "no rule is left to run".into(), help: None };
    assert_snapshot!(text(|out| write_problem(&nowhere, &Shown::behind("notes/"), PLAIN, out)), @r#"
    error: no rule is left to run
    "#);
    let outside = Problem { path: "/etc/x.md".into(), message: "permission denied".into(), help: None };
    assert_snapshot!(text(|out| write_problem(&outside, &Shown::behind("notes/"), PLAIN, out)), @r#"
    error: /etc/x.md: permission denied
    "#);
}
