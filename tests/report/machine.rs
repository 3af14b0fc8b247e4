//! JSON.

use insta::assert_snapshot;
use serde_json::Value;
use wherefrom::report::{Format, findings_schema};
use wherefrom::rule::{Applicability, Label, Severity};
use wherefrom::text::Span;
use wherefrom::vault::{Problem, Shown};

use super::{Case, PLAIN, assert_harmless};

fn rich() -> Case {
    let mut case = Case::new(&[("a.md", "\u{feff}文書\r\n😀 [[Ghost]]\r\n"), ("b.md", "Ghosts\n")])
        .find("a.md", "[[Ghost]]", "no note named `Ghost`")
        .with(|finding| {
            finding.help = Some("create \"Ghost.md\"".into());
            finding.evidence = vec!["nothing is named so".into()];
        })
        .label("b.md", "Ghosts", "the nearest name")
        .fix(Applicability::Unsafe, "point the link at `b`", "[[b]]")
        .find_at("a.md", Span::at(3), "a \u{1b}[31m\u{202e}\u{9b}\u{e0001} message\n\twith `\u{fffd}`")
        .with(|finding| finding.severity = Severity::Info);
    case.shown = Shown::behind("notes/");
    case
}

fn json(case: &Case) -> Value {
    let written = case.written(Format::Json, PLAIN);
    assert_harmless(&written);
    serde_json::from_str(&written).expect("reports are JSON")
}

#[test]
fn the_whole_contract() {
    assert_snapshot!(rich().written(Format::Json, PLAIN), @r#"
    {
      "format_version": 1,
      "summary": {
        "documents": 2,
        "errors": 0,
        "warnings": 1,
        "info": 1,
        "suppressed": 0,
        "fixable": 0
      },
      "findings": [
        {
          "rule": "links/missing-note",
          "severity": "warning",
          "confidence": "high",
          "path": "notes/a.md",
          "message": "no note named `Ghost`",
          "help": "create \"Ghost.md\"",
          "start": {
            "line": 2,
            "column": 3,
            "offset": 16
          },
          "end": {
            "line": 2,
            "column": 12,
            "offset": 25
          },
          "labels": [
            {
              "path": "notes/b.md",
              "start": {
                "line": 1,
                "column": 1,
                "offset": 0
              },
              "end": {
                "line": 1,
                "column": 7,
                "offset": 6
              },
              "text": "the nearest name"
            }
          ],
          "evidence": [
            "nothing is named so"
          ],
          "fixes": [
            {
              "title": "point the link at `b`",
              "applicability": "unsafe",
              "edits": [
                {
                  "path": "notes/a.md",
                  "start": 16,
                  "end": 25,
                  "replacement": "[[b]]"
                }
              ]
            }
          ],
          "fingerprint": "0123456789abcdef"
        },
        {
          "rule": "links/missing-note",
          "severity": "info",
          "confidence": "high",
          "path": "notes/a.md",
          "message": "a \u001b[31m\u202e\u009b\udb40\udc01 message\n\twith `�`",
          "help": null,
          "start": {
            "line": 1,
            "column": 1,
            "offset": 3
          },
          "end": {
            "line": 1,
            "column": 1,
            "offset": 3
          },
          "labels": [],
          "evidence": [],
          "fixes": [],
          "fingerprint": "0123456789abcdef"
        }
      ]
    }
    "#);
}

#[test]
fn escapes_change_nothing_for_a_parser() {
    let read = json(&rich());
    assert_eq!(
        read["findings"][1]["message"],
        "a \u{1b}[31m\u{202e}\u{9b}\u{e0001} message\n\twith `\u{fffd}`"
    );
}

#[test]
fn problems_are_there_only_if_there_are_any() {
    assert_eq!(json(&rich()).get("problems"), None);
    let mut case = Case::new(&[]);
    case.problems = vec![Problem { path: "x.md".into(), message: "not UTF-8".into(), help: None }];
    assert_snapshot!(case.written(Format::Json, PLAIN), @r#"
    {
      "format_version": 1,
      "summary": {
        "documents": 0,
        "errors": 0,
        "warnings": 0,
        "info": 0,
        "suppressed": 0,
        "fixable": 0
      },
      "findings": [],
      "problems": [
        {
          "path": "x.md",
          "message": "not UTF-8",
          "help": null
        }
      ]
    }
    "#);
}

#[test]
fn what_is_written_is_what_the_schema_says() {
    let schema: Value = serde_json::from_str(&findings_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut case = rich();
    case.problems = vec![Problem { path: "x.md".into(), message: "not UTF-8".into(), help: None }];
    case = case.with(|finding| {
        finding.labels.push(Label { path: "image.png".into(), span: Span::at(9), text: "no text".into() });
    });
    for document in [json(&case), json(&rich()), json(&Case::new(&[]))] {
        let errors: Vec<_> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0]);
    }
    for (key, wrong) in [("format_version", Value::from(2)), ("findings", Value::from("none"))] {
        let mut document = json(&rich());
        document[key] = wrong;
        assert!(!validator.is_valid(&document), "{key}");
    }
}

#[test]
fn many_findings_in_one_long_line_take_no_rescans() {
    let text = "some Ghost words and ".repeat(50_000);
    let mut case = Case::new(&[("a.md", text.as_str())]);
    for at in (0..10_000).map(|at| at * 100 + 5) {
        case = case.find_at("a.md", Span::new(at, at + 9), "no note named `Ghost`");
    }
    for format in [Format::Full, Format::Concise, Format::Json, Format::Github] {
        let written = case.written(format, PLAIN);
        assert_eq!(written.matches("no note named").count(), 10_000);
    }
}
