//! PDFs that are kept of sources, where reading them is built in.

use super::Case;

/// A PDF whose pages have these lines. It has no table of its objects, as damaged files have none.
fn pdf(pages: &[Vec<&str>]) -> String {
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 10 + 2 * page)).collect();
    let mut file = format!(
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
         2 0 obj\n<< /Type /Pages /Kids [{}] /Count {} >>\nendobj\n\
         3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>\nendobj\n",
        kids.join(" "),
        pages.len()
    );
    for (page, lines) in pages.iter().enumerate() {
        let (at, drawn) = (10 + 2 * page, lines.join(") Tj 0 -14 Td ("));
        let content = format!("BT /F1 11 Tf 72 720 Td ({drawn}) Tj ET");
        file += &format!(
            "{at} 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>\nendobj\n\
             {} 0 obj\n<< /Length {} >>\nstream\n{content}\nendstream\nendobj\n",
            at + 1,
            at + 1,
            content.len()
        );
    }
    file + "trailer\n<< /Root 1 0 R >>\n%%EOF\n"
}

#[test]
fn quotations_are_looked_for_in_a_pdf() {
    let filler = vec!["and the keeper wrote down what the weather of the day had been at sea"; 14];
    let page =
        [vec!["The lamp of the light-", "house stood for an hour, and we", "turned it by hand."], filler];
    let case = Case::new(&[
        (
            "a.md",
            "He wrote that \"the lamp of the lighthouse stood for an hour, and we turned it by hand\" \
             [@log1894, p. 3] and \"the keeper of the lamp slept for most of the hour\" [@log1894, p. 4].\n",
        ),
        ("refs.bib", "@book{log1894, title = {Log}, author = {Arkell}, year = 1894}\n"),
        ("sources/log1894.pdf", &pdf(&[page.concat()])),
    ]);
    let found = case.findings(&["--select", "claims/quotation-not-in-source"]);
    assert_eq!(
        found,
        [
            "a.md:1:110: info claims/quotation-not-in-source these words do not stand in `sources/log1894.pdf`: the keeper of the lamp slept for most of the hour"
        ]
    );

    case.run(&["sources", "lock", "--today", "2026-11-22"]);
    let lock: serde_json::Value = serde_json::from_str(&case.read("sources.lock")).unwrap();
    let quotations = lock["sources"][0]["quotations"].as_array().unwrap();
    assert_eq!(quotations.len(), 1, "{lock}");
    let select = ["--select", "sources/changed-snapshot"];
    assert_eq!(case.findings(&select), [""; 0]);
    case.write("sources/log1894.pdf", pdf(&[vec!["The lamp of the lighthouse stood for a minute."; 30]]));
    assert_eq!(case.findings(&select).len(), 1);
}
