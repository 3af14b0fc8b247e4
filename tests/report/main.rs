//! What reports look like, with texts that do their worst.

mod full;
mod lines;
mod machine;

use std::sync::Arc;

use wherefrom::report::{Format, Report, Style, write};
use wherefrom::rule::{Applicability, Confidence, Edit, Finding, Fingerprint, Fix, Label, Severity};
use wherefrom::text::Span;
use wherefrom::vault::{Problem, Shown, Vault};

/// A terminal without colours.
const PLAIN: Style = Style { color: false, hyperlinks: false, unicode: false, width: 80 };

/// A vault and what is found in it.
struct Case {
    vault: Vault,
    findings: Vec<Finding>,
    problems: Vec<Problem>,
    shown: Shown,
}

impl Case {
    fn new(files: &[(&str, &str)]) -> Self {
        let vault = Vault::from_texts(files.iter().copied());
        Self { vault, findings: Vec::new(), problems: Vec::new(), shown: Shown::default() }
    }

    /// The place of `text` in the file.
    fn span(&self, path: &str, text: &str) -> Span {
        let id = self.vault.by_path(path).expect("the file is there");
        let at = self.vault.document(id).text().find(text).expect("the text is there");
        Span::new(at, at + text.len())
    }

    /// Adds a finding at `text`.
    fn find(mut self, path: &str, text: &str, message: &str) -> Self {
        let span = self.span(path, text);
        self.findings.push(finding(path, span, message));
        self
    }

    /// Adds a finding at a span.
    fn find_at(mut self, path: &str, span: Span, message: &str) -> Self {
        self.findings.push(finding(path, span, message));
        self
    }

    /// Changes the last finding.
    fn with(mut self, change: impl FnOnce(&mut Finding)) -> Self {
        change(self.findings.last_mut().expect("there is a finding"));
        self
    }

    /// Adds a related place to the last finding.
    fn label(self, path: &str, at: &str, text: &str) -> Self {
        let span = self.span(path, at);
        self.with(|finding| finding.labels.push(Label { path: path.into(), span, text: text.into() }))
    }

    /// Adds a fix to the last finding.
    fn fix(self, applicability: Applicability, title: &str, replacement: &str) -> Self {
        self.with(|finding| {
            let (path, span) = (Arc::clone(&finding.path), finding.span);
            let edits = vec![Edit { path, span, replacement: replacement.into() }];
            finding.fixes.push(Fix { title: title.into(), applicability, edits });
        })
    }

    fn report(&self) -> Report<'_> {
        Report {
            vault: &self.vault,
            findings: &self.findings,
            problems: &self.problems,
            internal_errors: &[],
            documents: self.vault.documents().len(),
            suppressed: 0,
            shown: &self.shown,
        }
    }

    fn written(&self, format: Format, style: Style) -> String {
        let mut out = Vec::new();
        write(&self.report(), format, style, &mut out).expect("memory takes it");
        String::from_utf8(out).expect("reports are UTF-8")
    }

    /// The pictures of all findings.
    fn picture(&self) -> String {
        self.written(Format::Full, PLAIN)
    }
}

fn finding(path: &str, span: Span, message: &str) -> Finding {
    Finding {
        rule: "links/missing-note".into(),
        severity: Severity::Warning,
        confidence: Confidence::High,
        path: path.into(),
        span,
        message: message.into(),
        help: None,
        labels: Vec::new(),
        evidence: Vec::new(),
        fixes: Vec::new(),
        fingerprint: Fingerprint { number: 0x0123_4567_89ab_cdef, repeat: 1 },
    }
}

/// What may never be written, whatever the format: what acts on a terminal or hides text.
fn assert_harmless(written: &str) {
    let bad = written.chars().find(|&c| {
        (c.is_control() && c != '\n')
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    });
    assert_eq!(bad, None, "{written:?}");
}
