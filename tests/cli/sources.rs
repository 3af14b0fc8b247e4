//! `wherefrom sources`: what the vault rests on, and which copies of it are kept.

use super::Case;

const PAGE: &str = "<p>The lamp stood for an <b>hour</b>. We wound it by&nbsp;hand.</p>";

const FILES: [(&str, &str); 5] = [
    (
        "a.md",
        "---\nvideoId: dQw4w9WgXcQ\n---\nAt [00:01:33] she says \"we wound it by hand\". See [the page][lens] and \
         [@hill1911; @ghost], [00:02:10].\n\n[@tag:page] [@url:https://courier.example.net/lens]\n\n\
         [@tag:page]: https://courier.example.net/lens\n[lens]: http://www.courier.example.net/lens/?utm_source=x\n",
    ),
    (
        "b.md",
        "He wrote \"the lamp stood for an hour\" (<https://courier.example.net/lens>) and \"never so\".\n",
    ),
    ("refs.bib", "@book{hill1911, isbn = {978-0-306-40615-7}}\n@book{unread, isbn = {0-306-40615-2}}\n"),
    ("sources/courier.example.net-lens.html", PAGE),
    ("sources/dQw4w9WgXcQ.vtt", "WEBVTT\n\n01:33.000 --> 01:35.000\nWe wound it by hand.\n"),
];

fn json(case: &Case, args: &[&str]) -> serde_json::Value {
    let ran = case.run(args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn every_source_is_listed_with_what_rests_on_it() {
    let case = Case::new(&FILES);
    let listed = json(&case, &["sources", "--format", "json"]);
    let line = |source: &serde_json::Value| {
        let count = |name: &str| source[name].as_array().map_or(0, Vec::len);
        format!(
            "{} {} {} {}",
            source["key"].as_str().unwrap(),
            count("documents"),
            source["citations"],
            count("snapshots")
        )
    };
    let lines: Vec<String> = listed["sources"].as_array().unwrap().iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "https://courier.example.net/lens 0 4 1",
            "youtube:dQw4w9WgXcQ 1 2 1",
            "@ghost 0 1 0",
            "isbn:9780306406157 0 1 0",
        ]
    );
    let table = case.run(&["sources"]).out;
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0], "documents  citations  source                            snapshot");
    assert_eq!(lines[2], "        1          2  youtube:dQw4w9WgXcQ               sources/dQw4w9WgXcQ.vtt");
    assert_eq!(lines[3], "        0          1  @ghost                            -");
    assert_eq!(Case::new(&[("a.md", "Text.\n")]).run(&["sources"]).out, "nothing here names a source\n");
}

/// The lines of the table below its head.
fn rows(case: &Case) -> Vec<String> {
    let table = case.run(&["sources"]).out;
    table.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn sources_without_an_address_are_listed_by_their_words() {
    let case = Case::new(&[
        ("a.md", "Source: Cassell, A History of Lamps\n\nThe lamp stood for an hour.\n"),
        ("b.md", "---\nsource: cassell,  A history of lamps\n---\nThe lamp stood (p. 12).\n"),
        ("c.md", "---\nsource: unknown\n---\nThe lamp.\n"),
        ("d.md", "---\nsource: \"[[Hill 2019]]\"\n---\nThe lamp.\n"),
        ("e.md", "---\nsource: \"[[The keeper]]\"\n---\nThe lamp (see IMO 2011).\n"),
        ("Hill 2019.md", "---\ndoi: 10.1000/182\n---\nThe lamp.\n"),
    ]);
    assert_eq!(
        rows(&case),
        ["2 1 \"Cassell, A History of Lamps\" -", "2 0 doi:10.1000/182 -", "1 0 [[the keeper]] -",]
    );
}

#[test]
fn a_key_of_a_megabyte_does_not_fill_the_table() {
    let source = format!("https://harbour.example.net/{}", "a".repeat(40_000));
    let case = Case::new(&[("a.md", &format!("---\nsource: {source}\n---\nThe lamp.\n"))]);
    assert!(rows(&case)[0].len() < 600);
    assert_eq!(json(&case, &["sources", "--format", "json"])["sources"][0]["key"], source);
}

#[test]
fn every_source_of_a_list_and_every_kind_of_mark_counts() {
    let case = Case::new(&[
        (
            "a.md",
            "---\nsources:\n  - https://harbour.example.net/log\n  - doi: 10.1000/7\n  - The keeper's journal\n---\n\
             The lamp stood.[^1] It fell.[^1] It burned oil,[^2] DOI: 10.1000/8, PMID: 12345678 and \\cite{roe1,roe2}. \
             It was wound by hand (Berg, 2018).\n\n\
             [^1]: Berg, A. (2018). *The Night*. London: Lamp, p. 4.\n\
             [^2]: <https://courier.example.net/lens>\n",
        ),
        ("refs.bib", "@book{roe1, title={R}}\n@book{unread, title={U}}\n"),
        ("sources/doi-10.1000-8.txt", "Words."),
    ]);
    assert_eq!(
        rows(&case),
        [
            "0 3 (berg 2018) -",
            "1 0 \"The keeper's journal\" -",
            "1 0 doi:10.1000/7 -",
            "1 0 https://harbour.example.net/log -",
            "0 1 @roe1 -",
            "0 1 @roe2 -",
            "0 1 doi:10.1000/8 sources/doi-10.1000-8.txt",
            "0 1 https://courier.example.net/lens -",
            "0 1 pmid:12345678 -",
            "0 0 @unread -",
        ]
    );
}

#[test]
fn a_block_quote_rests_on_the_source_of_its_document() {
    let case = Case::new(&[
        (
            "a.md",
            "---\nsource: https://courier.example.net/lens\n---\n# Lens\n\n> The lamp stood for an hour.\n\n> [!note] The lamp stood.\n",
        ),
        ("sources/courier.example.net-lens.html", "<p>The lamp stood for an hour.</p>"),
    ]);
    let locked = case.run(&["sources", "lock", "--today", "2026-11-22"]);
    assert_eq!(locked.out, "sources.lock: 1 file of sources, 1 quotation in them\n");
    case.write("sources/courier.example.net-lens.html", "<p>The lamp stood for a minute.</p>");
    let lost = "a.md:6:3: warning sources/changed-snapshot `sources/courier.example.net-lens.html` no longer has these words";
    assert_eq!(case.findings(&["--select", "sources/changed-snapshot"]), [lost]);
}

#[test]
fn what_a_changed_snapshot_no_longer_has_is_found() {
    let case = Case::new(&FILES);
    let locked = case.run(&["sources", "lock", "--today", "2026-11-22"]);
    assert_eq!((locked.code, locked.err.as_str()), (0, ""));
    assert_eq!(locked.out, "sources.lock: 2 files of sources, 2 quotations in them\n");
    let lock: serde_json::Value = serde_json::from_str(&case.read("sources.lock")).unwrap();
    let page = &lock["sources"][0];
    assert_eq!(page["file"], "sources/courier.example.net-lens.html");
    assert_eq!(page["quotations"], serde_json::json!([{"in": "b.md", "text": "the lamp stood for an hour"}]));

    let select = ["--select", "sources/changed-snapshot"];
    assert_eq!(case.findings(&select), [""; 0]);
    // Other bytes with the same words take nothing away.
    case.write("sources/courier.example.net-lens.html", PAGE.replace("<b>", "<i>"));
    assert_eq!(case.findings(&select), [""; 0]);
    case.write("sources/courier.example.net-lens.html", "<p>The lamp stood for a minute.");
    let lost = "b.md:1:10: warning sources/changed-snapshot `sources/courier.example.net-lens.html` no longer has these words";
    assert_eq!(case.findings(&select), [lost]);

    // What did not change keeps its day, what did is locked as it is, and what was lost stays known.
    let ran = case.run(&["sources", "lock", "--today", "2026-12-01"]);
    let file = "sources/courier.example.net-lens.html";
    let told = |why: &str| {
        format!(
            "b.md:1: {file} {why}: \"the lamp stood for an hour\" (it had it on 2026-11-22)\nsources.lock: "
        )
    };
    let kept = "1 quotation in them; 1 no longer in them kept (--forget lets go of these)\n";
    assert_eq!(ran.out, told("no longer has") + "2 files of sources, " + kept);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let lock: serde_json::Value = serde_json::from_str(&case.read("sources.lock")).unwrap();
    let day = |at: usize| lock["sources"][at]["date"].as_str().unwrap();
    assert_eq!([day(0), day(1), day(2)], ["2026-12-01", "2026-11-22", "2026-11-22"]);
    assert_eq!(lock["sources"][1]["quotations"], page["quotations"]);
    assert_eq!(case.findings(&select), [lost]);
    // Nor does doing it again, or losing the copy, change that.
    let before = case.read("sources.lock");
    assert_eq!(case.run(&["sources", "lock", "--today", "2026-12-02"]).code, 1);
    assert_eq!(case.read("sources.lock"), before);
    let page = std::fs::read(case.path(file)).unwrap();
    std::fs::remove_file(case.path(file)).unwrap();
    let ran = case.run(&["sources", "lock", "--today", "2026-12-02"]);
    assert_eq!((ran.code, ran.out), (1, told("is no longer there") + "2 files of sources, " + kept));
    case.write(file, page);

    let ran = case.run(&["sources", "lock", "--forget", "--today", "2026-12-03"]);
    let forgot = "2 files of sources, 1 quotation in them; 1 no longer in them let go\n";
    assert_eq!((ran.code, ran.out), (0, told("no longer has") + forgot));
    assert_eq!(case.findings(&select), [""; 0]);
    assert_eq!(case.run(&["sources", "lock", "--today", "2026-12-03"]).code, 0);
}

#[test]
fn what_is_quoted_no_more_or_stands_in_the_copy_again_is_not_kept() {
    for mended in [
        ("b.md", "He wrote \"the lamp stood for a minute\" (<https://courier.example.net/lens>).\n"),
        ("sources/courier.example.net-lens.html", PAGE),
        ("sources/courier.example.net-lens.txt", "The lamp stood for an hour."),
    ] {
        let case = Case::new(&FILES);
        case.run(&["sources", "lock", "--today", "2026-11-22"]);
        case.write("sources/courier.example.net-lens.html", "<p>The lamp stood for a minute.");
        assert_eq!(case.run(&["sources", "lock", "--today", "2026-12-01"]).code, 1);
        case.write(mended.0, mended.1);
        let ran = case.run(&["sources", "lock", "--today", "2026-12-02"]);
        assert_eq!((ran.code, ran.out.matches("no longer").count()), (0, 0), "{}", ran.out);
        assert_eq!(case.findings(&["--select", "sources/changed-snapshot"]), [""; 0]);
    }
}

#[test]
fn a_lock_that_cannot_be_read_is_told_and_left_alone() {
    for (lock, why, what_to_do) in [
        (
            &b"{\"format_version\": 1, \"sources\": [{\"file\": \"../a\""[..],
            "cannot be read: EOF",
            "remove it",
        ),
        (
            b"{\"format_version\": 1, \"sources\": [], \"x\": \"\xff\"}",
            "cannot be read: not UTF-8",
            "remove it",
        ),
        (
            b"{\"format_version\": 99, \"sources\": {}}",
            "its format version is 99; this wherefrom knows 1",
            "a newer wherefrom wrote it: update this one",
        ),
    ] {
        let case = Case::new(&FILES);
        case.write("sources.lock", lock);
        for args in [&["--select", "sources/changed-snapshot"][..], &["sources", "lock"]] {
            let ran = case.run(args);
            assert_eq!(ran.code, 2, "{why}");
            assert_eq!(ran.err.matches("sources.lock: ").count(), 1, "{}", ran.err);
            assert!(ran.err.contains(why) && ran.err.contains(what_to_do), "{}", ran.err);
            assert!(!ran.out.contains("quotations in them"), "{}", ran.out);
        }
        assert_eq!(std::fs::read(case.path("sources.lock")).unwrap(), lock, "nothing of it is lost");
    }
}

#[test]
fn a_lock_with_a_mark_at_its_beginning_keeps_its_days() {
    let case = Case::new(&FILES);
    case.run(&["sources", "lock", "--today", "2026-11-22"]);
    let lock = case.read("sources.lock");
    case.write("sources.lock", format!("\u{feff}{lock}"));
    assert_eq!(case.run(&["sources", "lock", "--today", "2026-12-01"]).code, 0);
    assert_eq!(case.read("sources.lock"), lock);
}

#[test]
fn a_snapshot_that_cannot_be_read_keeps_no_other_from_being_locked() {
    let case = Case::new(&FILES);
    case.run(&["sources", "lock", "--today", "2026-11-22"]);
    let page = std::fs::File::create(case.path("sources/courier.example.net-lens.html")).unwrap();
    page.set_len((1 << 30) + 1).unwrap();
    case.write("sources/dQw4w9WgXcQ.vtt", "WEBVTT\n\n01:33.000 --> 01:35.000\nWe wound it by hand, twice.\n");
    let ran = case.run(&["sources", "lock", "--today", "2026-12-01"]);
    let told = "sources/courier.example.net-lens.html: too large";
    assert_eq!((ran.code, ran.err.matches(told).count()), (2, 1), "{}", ran.err);
    assert_eq!(ran.out, "sources.lock: 2 files of sources, 2 quotations in them\n");
    let lock: serde_json::Value = serde_json::from_str(&case.read("sources.lock")).unwrap();
    let days = [&lock["sources"][0]["date"], &lock["sources"][1]["date"]];
    assert_eq!(days, ["2026-11-22", "2026-12-01"]);
    // Neither is it taken for one that is gone.
    let ran = case.run(&["--select", "sources/changed-snapshot"]);
    assert!(
        ran.code == 2 && ran.err.matches(told).count() == 1 && !ran.out.contains("no longer"),
        "{}",
        ran.out
    );
}

#[test]
fn a_bibliography_can_be_named_and_is_no_document() {
    let case = Case::new(&[("a.md", "Oil [@hill1911].\n"), ("refs.bib", "@book{hill1911, title = {Oil}\n")]);
    let malformed = "refs.bib:1:1: warning sources/malformed-bibliography this entry is not closed: a brace is missing in it";
    assert_eq!(case.findings(&["refs.bib"]), [malformed]);
    assert_eq!(case.findings(&["a.md"]), [""; 0]);
}
