//! Pictures.

use insta::assert_snapshot;
use wherefrom::report::{Format, Style, write_file_error};
use wherefrom::rule::{Applicability, FileError, Label, Severity};
use wherefrom::text::Span;
use wherefrom::vault::{Vault, WalkOptions};

use super::{Case, PLAIN, assert_harmless};

/// A finding with everything a finding can have.
fn rich() -> Case {
    let note = "---\ntitle: A talk\nsource: https://example.org/talk\n---\n\n## Part one\n\n- [0:10] Hello\n\
                - [15:00:00] He says that rivers carry salt\n- [16:00:00] And lakes\n";
    Case::new(&[("notes/talk.md", note), ("transcripts/talk.md", "[00:15:00] rivers carry salt\n")])
        .find("notes/talk.md", "15:00:00", "the timestamp is sixty times too large")
        .with(|finding| {
            finding.severity = Severity::Error;
            finding.rule = "timestamps/shifted-scale".into();
            finding.help = Some("write hours, minutes and seconds, or leave the hours out; media players read two numbers as minutes and seconds".into());
            finding.evidence = vec!["2 of 2 timestamps end in :00".into(), "the transcript ends at 20:00".into()];
        })
        .label("notes/talk.md", "16:00:00", "so is this one")
        .label("transcripts/talk.md", "00:15:00", "the words are said here")
        .label("notes/talk.md", "15:00:00", "hours, minutes, seconds")
        .label("notes/talk.md", "https://example.org/talk", "the source")
        .fix(Applicability::Unsafe, "divide the timestamps by sixty", "15:00")
        .fix(Applicability::Manual, "look at the video", "15:00")
}

#[test]
fn everything_a_finding_can_say() {
    assert_snapshot!(rich().picture(), @r#"
    error[timestamps/shifted-scale]: the timestamp is sixty times too large
        ╭─[notes/talk.md:9:4]
      9 │ - [15:00:00] He says that rivers carry salt
        ·    ────┬───
        ·        ╰── hours, minutes, seconds
     10 │ - [16:00:00] And lakes
        ·    ────┬───
        ·        ╰── so is this one
        ╰────
       ╭─[notes/talk.md:3:9]
     3 │ source: https://example.org/talk
       ·         ────────────┬───────────
       ·                     ╰── the source
       ╰────
       ╭─[transcripts/talk.md:1:2]
     1 │ [00:15:00] rivers carry salt
       ·  ────┬───
       ·      ╰── the words are said here
       ╰────
      evidence: 2 of 2 timestamps end in :00
      evidence: the transcript ends at 20:00
      help: write hours, minutes and seconds, or leave the hours out; media players
        read two numbers as minutes and seconds
      fix (unsafe): divide the timestamps by sixty
      fix (manual): look at the video
    "#);
}

#[test]
fn colours_and_links_only_where_they_are_understood() {
    let folder = tempfile::tempdir().unwrap();
    wherefrom::vault::write(&folder.path().join("a b.md"), "[[Ghost]]\n").unwrap();
    let mut case = Case::new(&[]);
    case.vault = Vault::open(folder.path(), &WalkOptions::default());
    let case = case.find("a b.md", "[[Ghost]]", "no note");
    let written =
        case.written(Format::Full, Style { color: true, hyperlinks: true, unicode: false, width: 80 });
    let written = written.replace(&*folder.path().to_string_lossy(), "/vault").replace('\u{1b}', "ESC");
    assert_snapshot!(written, @r#"
    ESC[1mESC[33mwarning[links/missing-note]ESC[0mESC[1m: no noteESC[0m
       ╭─[ESC[36mESC]8;;file:///vault/a%20b.mdESC\a b.mdESC]8;;ESC\:1:1ESC[0m]
     ESC[2m1ESC[0m │ [[Ghost]]
       · ESC[33;1m─────────ESC[0m
       ╰────
    "#);
    assert_harmless(&case.picture());
    assert_harmless(&rich().picture());
}

#[test]
fn wide_characters_and_tabs_keep_marks_in_place() {
    let case = Case::new(&[
        ("cjk.md", "文書の段落 😀 [[Ghost]] です。\n"),
        ("tab.md", "-\titem\t[[Ghost]]\there\n"),
        ("accent.md", "Cafe\u{301} [[Ghost]]\n"),
    ])
    .find("cjk.md", "[[Ghost]]", "no note named `Ghost`")
    .find("tab.md", "[[Ghost]]", "no note named `Ghost`")
    .find("accent.md", "[[Ghost]]", "no note named `Ghost`");
    assert_snapshot!(case.picture(), @r#"
    warning[links/missing-note]: no note named `Ghost`
       ╭─[cjk.md:1:9]
     1 │ 文書の段落 😀 [[Ghost]] です。
       ·               ─────────
       ╰────

    warning[links/missing-note]: no note named `Ghost`
       ╭─[tab.md:1:8]
     1 │ -   item    [[Ghost]]   here
       ·             ─────────
       ╰────

    warning[links/missing-note]: no note named `Ghost`
       ╭─[accent.md:1:7]
     1 │ Café [[Ghost]]
       ·      ─────────
       ╰────
    "#);
}

#[test]
fn every_kind_of_line_end_and_a_bom() {
    let case = Case::new(&[
        ("crlf.md", "one\r\ntwo [[Ghost]]\r\nthree\r\n"),
        ("cr.md", "one\rtwo [[Ghost]]\rthree"),
        ("bom.md", "\u{feff}[[Ghost]]\n"),
    ])
    .find("crlf.md", "[[Ghost]]", "CRLF")
    .find("cr.md", "[[Ghost]]", "CR")
    .find("bom.md", "[[Ghost]]", "BOM");
    assert_snapshot!(case.picture(), @r#"
    warning[links/missing-note]: CRLF
       ╭─[crlf.md:2:5]
     2 │ two [[Ghost]]
       ·     ─────────
       ╰────

    warning[links/missing-note]: CR
       ╭─[cr.md:2:5]
     2 │ two [[Ghost]]
       ·     ─────────
       ╰────

    warning[links/missing-note]: BOM
       ╭─[bom.md:1:1]
     1 │ [[Ghost]]
       · ─────────
       ╰────
    "#);
}

#[test]
fn what_acts_on_a_terminal_is_replaced_one_for_one() {
    let case = Case::new(&[("\u{1b}]0;a\u{7}.md", "\u{202e}b\u{1b}[31m [[Gh\u{2066}ost]] \u{9b}0m\u{0}\n")])
        .find("\u{1b}]0;a\u{7}.md", "[[Gh\u{2066}ost]]", "no note named `Gh\u{2066}ost\u{1b}[2J`\n::error::x")
        .with(|finding| {
            finding.help = Some("\u{1b}[1m".into());
            finding.evidence = vec!["\u{202e}".into()];
        })
        .label("\u{1b}]0;a\u{7}.md", "b", "\u{8}\n::error::x")
        .fix(Applicability::Safe, "\u{9d}", "");
    assert_harmless(&case.picture());
    assert_snapshot!(case.picture(), @r#"
    warning[links/missing-note]: no note named `Gh�ost�[2J` ::error::x
       ╭─[�]0;a�.md:1:9]
     1 │ �b�[31m [[Gh�ost]] �0m�
       ·  ┬      ─────┬────
       ·  │           ╰── here
       ·  ╰── � ::error::x
       ╰────
      evidence: �
      help: �[1m
      fix (safe): �
    "#);
}

#[test]
fn empty_spans_and_ends_of_files() {
    let case = Case::new(&[("empty.md", ""), ("end.md", "no newline"), ("newline.md", "newline\n")])
        .find_at("empty.md", Span::at(0), "empty file")
        .find_at("end.md", Span::at(10), "end of file")
        .find_at("newline.md", Span::at(7), "end of line")
        .find_at("newline.md", Span::at(8), "after the last line end")
        .find_at("newline.md", Span::new(7, 8), "a line end")
        .find_at("newline.md", Span::new(0, 8), "a line with its end")
        .find_at("newline.md", Span::new(3, 900), "past the end");
    assert_snapshot!(case.picture(), @r#"
    warning[links/missing-note]: empty file
       ╭─[empty.md:1:1]
     1 │ 
       · ▲
       ╰────

    warning[links/missing-note]: end of file
       ╭─[end.md:1:11]
     1 │ no newline
       ·           ▲
       ╰────

    warning[links/missing-note]: end of line
       ╭─[newline.md:1:8]
     1 │ newline
       ·        ▲
       ╰────

    warning[links/missing-note]: after the last line end
       ╭─[newline.md:2:1]
     2 │ 
       · ▲
       ╰────

    warning[links/missing-note]: a line end
       ╭─[newline.md:1:8]
     1 │ newline
       ·        ▲
       ╰────

    warning[links/missing-note]: a line with its end
       ╭─[newline.md:1:1]
     1 │ newline
       · ───────
       ╰────

    warning[links/missing-note]: past the end
       ╭─[newline.md:1:4]
     1 │ newline
       ·    ────
       ╰────
    "#);
}

#[test]
fn spans_over_lines() {
    let text = format!("It is\n> said by\n\n>   some\n{}", "more\n".repeat(20));
    let case = Case::new(&[("a.md", text.as_str())])
        .find("a.md", "said by\n\n>   some", "three lines")
        .label("a.md", "is\n> said", "overlaps")
        .find_at("a.md", Span::new(0, text.len()), "twenty lines")
        .label("a.md", &text[3..], "the rest of it");
    assert_snapshot!(case.picture(), @r#"
    warning[links/missing-note]: three lines
       ╭─[a.md:2:3]
     1 │ It is
       ·    ──
     2 │ > said by
       · ───┬─────
       ·    ╰── overlaps
     3 │ 
     4 │ >   some
       · ────────
       ╰────

    warning[links/missing-note]: twenty lines
       ╭─[a.md:1:1]
     1 │ It is …
       · ──┬──┬
       ·   │  ╰── the rest of it
       ·   ╰── here
       ╰────
    "#);
}

#[test]
fn long_lines_are_shown_around_the_place() {
    let text =
        format!("{}[[Ghost]] {}[[Other]] end", "some words ".repeat(10_000), "more words ".repeat(10_000));
    let case = Case::new(&[("a.md", text.as_str()), ("b.md", &"文".repeat(100_000))])
        .find("a.md", "[[Ghost]]", "in the middle")
        .find("a.md", "[[Ghost]]", "and far behind")
        .label("a.md", "[[Other]]", "this")
        .find("a.md", text.as_str(), "all of it")
        .find_at("b.md", Span::new(150_000, 150_003), "one of many");
    assert_snapshot!(case.picture(), @r#"
    warning[links/missing-note]: in the middle
       ╭─[a.md:1:110001]
     1 │ … words some words some words [[Ghost]] more words more words more …
       ·                               ─────────
       ╰────

    warning[links/missing-note]: and far behind
       ╭─[a.md:1:110001]
     1 │ … some words [[Ghost]] more words … more words more words [[Other]] end
       ·              ────┬────                                    ────┬────
       ·                  │                                            ╰── this
       ·                  ╰── here
       ╰────

    warning[links/missing-note]: all of it
       ╭─[a.md:1:1]
     1 │ some words some words some words … more words more words [[Other]] end
       · ──────────────────────────────────────────────────────────────────────
       ╰────

    warning[links/missing-note]: one of many
       ╭─[b.md:1:50001]
     1 │ …文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文…
       ·                                      ──
       ╰────
    "#);
}

#[test]
fn long_texts_are_wrapped_and_floods_cut() {
    let case = Case::new(&[("a.md", "x\n")])
        .find("a.md", "x", &"a rather long message ".repeat(6))
        .label("a.md", "x", &"a label as long as a message ".repeat(9))
        .find("a.md", "x", &"z".repeat(100_000));
    assert!(case.picture().lines().all(|line| line.chars().count() <= 1100));
    assert_snapshot!(case.picture().replace(&"z".repeat(900), "(900 z)"), @r#"
    warning[links/missing-note]: a rather long message a rather long message a
      rather long message a rather long message a rather long message a rather long
      message
       ╭─[a.md:1:1]
     1 │ x
       · ┬
       · ╰─┤ a label as long as a message a label as long as a message a label as long
       ·   │ as a message a label as long as a message a label as long as a message a
       ·   │ label as long as a message a label as long as a messa…
       ╰────

    warning[links/missing-note]: (900 z)zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz…
       ╭─[a.md:1:1]
     1 │ x
       · ─
       ╰────
    "#);
}

#[test]
fn related_places_without_text_and_too_many_of_them() {
    let case = Case::new(&[("a.md", "x\n"), ("b.png", "")]).find("a.md", "x", "many").with(|finding| {
        let label = Label { path: "b.png".into(), span: Span::at(0), text: "the image".into() };
        finding.labels.push(label);
        for at in 0..9 {
            let label = Label { path: "a.md".into(), span: Span::at(0), text: format!("number {at}") };
            finding.labels.push(label);
        }
    });
    assert_snapshot!(case.picture(), @r#"
    warning[links/missing-note]: many
       ╭─[a.md:1:1]
     1 │ x
       · ┬▲▲▲▲▲
       · │││││╰── number 4
       · ││││╰── number 3
       · │││╰── number 2
       · ││╰── number 1
       · │╰── number 0
       · ╰── here
       ╰────
      see: b.png: the image
      see: 4 more places, not shown
    "#);
}

#[test]
fn advice_that_is_given_too_often_is_counted() {
    let advice = |case: Case, message| {
        case.find("a.md", "x", message).with(|finding| finding.severity = Severity::Info)
    };
    let mut case = Case::new(&[("a.md", "x\n")]);
    for _ in 0..5 {
        case = advice(advice(case, "seven times"), "five times").find("a.md", "x", "a warning");
    }
    let all = case.picture();
    assert_eq!(all.matches("╭").count(), 15);
    assert!(!all.contains("not shown"));
    case = advice(case.find("a.md", "x", "a warning"), "seven times");
    let picture = advice(case, "seven times").picture();
    assert_eq!(picture.matches("╭").count(), 16);
    let (_, counted) = picture.rsplit_once("────\n").expect("there are pictures");
    assert_snapshot!(counted, @r#"

    info[links/missing-note]: seven times
      see: 2 more places, not shown; `--format concise` lists all
    "#);
}

#[test]
fn mistakes_in_our_own_files() {
    let error = FileError {
        path: "rules/links/x.yaml".into(),
        text: "summary: a\nseverty: high\n".into(),
        span: Span::new(11, 18),
        message: "unknown field `severty`".into(),
        help: Some("did you mean `severity`?".into()),
    };
    let mut out = Vec::new();
    write_file_error(&error, PLAIN, &mut out).unwrap();
    assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
    error: unknown field `severty`
       ╭─[rules/links/x.yaml:2:1]
     2 │ severty: high
       · ───────
       ╰────
      help: did you mean `severity`?
    "#);
}

#[test]
fn narrow_and_wide_screens_do_not_break_it() {
    for width in [0, 1, 40, 100_000] {
        for color in [false, true] {
            let written =
                rich().written(Format::Full, Style { color, hyperlinks: false, unicode: false, width });
            assert!(written.contains("15:00:00"));
        }
    }
}
