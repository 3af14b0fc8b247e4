//! Broken and tricky front matter: what is wrong with it, and where.

use proptest::prelude::*;
use wherefrom::document::{Document, SyntaxErrorKind};
use wherefrom::text::Span;
use wherefrom::yaml::tree::{self, Node, Value};

/// The text between the two `---`, and for each error the text underlined and a part of the message.
type Case = (&'static str, &'static [(&'static str, &'static str)]);

const MALFORMED: &[Case] = &[
    // Colons.
    ("title: Foo: bar", &[("Foo: bar", "the value of `title` has a colon in it")]),
    ("title: Foo: bar # why", &[("Foo: bar", "colon")]),
    ("title: Foo:", &[("Foo:", "colon")]),
    ("a: 1\nurl: http://x: y\nb: 2", &[("http://x: y", "`url`")]),
    ("a: 1\n- b: c: d", &[("- b: c: d", "list")]),
    ("list:\n  - name: Foo: bar", &[("Foo: bar", "`name`")]),
    ("title:Foo\ndate: x", &[("title:", "no space after the colon")]),
    ("date: x\ntitle:Foo", &[("title:", "no space after the colon")]),
    ("tags: [a: b: c]", &[("[a: b: c]", "")]),
    // Quotation marks.
    ("title: \"Foo", &[("\"Foo", "not closed")]),
    ("title: 'Foo\nb: 'x'", &[("'Foo", "not closed")]),
    ("title: \"Foo\" bar\nb: c", &[("bar", "after the closing quotation mark")]),
    ("title: \"Foo\": bar", &[(": bar", "after the closing quotation mark")]),
    ("title: 'It's fine'", &[("'It's fine'", "apostrophe")]),
    ("title: \"a \"b\" c\"", &[("\"a \"b\" c\"", "quotation mark between")]),
    ("path: \"C:\\path\"", &[("\\p", "no escape")]),
    ("path: \"C:\\users\"", &[("\\u", "names no character")]),
    ("a: \"x\ny\"\nb: c", &[("y\"", "must be indented")]),
    // Characters that mean more than themselves.
    ("author: @keeper", &[("@keeper", "`@`")]),
    ("code: `x`", &[("`x`", "cannot begin with ```")]),
    ("rate: %5", &[("%5", "`%`")]),
    ("note: *important*", &[("*important*", "`*`")]),
    ("note: **very** so", &[("**very** so", "`*`")]),
    ("note: & co", &[("& co", "`&`")]),
    ("note: , so", &[(", so", "`,`")]),
    ("note: ? why", &[("? why", "`?`")]),
    ("note: - item", &[("- item", "list item")]),
    ("note: | text", &[("| text", "next line")]),
    ("up: [[A]], [[B]]", &[("[[A]], [[B]]", "wiki-link")]),
    ("up: [[A]] and more", &[("[[A]] and more", "wiki-link")]),
    ("title: {{ page.title }} x", &[("{{ page.title }} x", "template")]),
    ("tags: [#a, b]", &[("#a", "`#`")]),
    ("a: x\u{1}y", &[("\u{1}", "U+0001")]),
    // Brackets.
    ("tags: [a, b", &[("[a, b", "`[` is not closed")]),
    ("tags: [a, b\nx: y", &[("[a, b", "`[` is not closed")]),
    ("tags: {a: b", &[("{a: b", "`{` is not closed")]),
    ("tags: [a}", &[("[a}", "closed with `}`")]),
    ("tags: ]", &[("]", "closes nothing")]),
    ("tags: [a, b] c", &[("c", "after the closing bracket")]),
    // Lines and their indentation.
    ("a: b\njust some text\nc: d", &[("just some text", "no `key: value` field")]),
    ("a: b\none line\nand another\nc: d", &[("one line", "no `key: value` field")]),
    ("- a\n- b", &[("- a", "no `key: value` fields")]),
    ("a: b\n- c", &[("- c", "below no key")]),
    ("title: a\n   date: b", &[("date: b", "`date` is indented below a field")]),
    ("  title: a\ndate: b", &[("date: b", "not indented like any line above")]),
    ("a:\n  b: c\n d: e", &[("d: e", "not indented")]),
    ("a:\n\tb: c", &[("\t", "tab")]),
    ("\ta: b", &[("\t", "tab")]),
    ("\ta: b\nc: d", &[("\t", "tab")]),
    ("a: b # c\n  d: e\nf: g", &[("d: e", "`d` is indented below a field")]),
    ("a: b # c\n  d\nf: g", &[("d", "after a comment")]),
    ("a: {b: `c`}", &[("`", "quote it")]),
    ("# x\n \ta: b\n", &[("\t", "tab")]),
    ("a: |\nfoo bar\nb: c", &[("foo bar", "no `key: value` field")]),
    // Tabs where there must be blanks, and lines between brackets.
    ("a:\n  -\tb: c\n    d: e\nf: g", &[("\t", "tab")]),
    ("a:\n  -\n    \tb: c\n    d: e\nf: g", &[("\t", "tab")]),
    ("a:\n  \t- b\n  - c", &[("\t", "tab")]),
    ("a: b\n\n# c\n\td: e", &[("\t", "tab")]),
    ("a: >\n  b\n\t\n  c\nd: e", &[("\t", "tab")]),
    ("a: |\n  b\n\t\nd: e", &[("\t", "tab")]),
    ("a: b\n\t\n  c\nd: e", &[("\t", "tab")]),
    ("a: [b,\n\tc]\nd: e", &[("c]", "between brackets must be indented")]),
    ("a: {b: c,\nd: e}\nf: g", &[("d: e}", "between brackets must be indented")]),
    ("a:\n  - b: [c,\n  d]", &[("d]", "between brackets must be indented")]),
    // What a name stands for is not lost with another mistake.
    ("a: &x 1\nb: c: d\ne: *x\nf: *y", &[("c: d", "colon"), ("*y", "`*`")]),
    // Several at once.
    (
        "a: b: c\nd: ok\ne: @f\ng: \"h\ni: [j\nk: l",
        &[("b: c", "`a`"), ("@f", "`@`"), ("\"h", "not closed"), ("[j", "not closed")],
    ),
];

const SOUND: &[&str] = &[
    "",
    "{}",
    "# only a comment",
    "title: \"Foo: bar\"",
    "time: 12:30:00",
    "url: https://x.example/a:b#c",
    "a: b # c: d",
    "a: it's \"so\" [here]",
    "a:\nb:\n  - c\n  -\n",
    "a: |\n  x: y: z\n\n  - @\nb: >-\n  'x",
    "a: &x [1]\nb: *x",
    "a: !important b",
    "? a\n: b",
    "up: [[A]]",
    "title: {{ page.title }}",
    "{a: b, c: [d]}",
    "\"a b\" : c",
    "a: “b” c",
    "a: -1\nb: ?c\nc: :d\nd: ~",
    "a:   \nb: null",
    "日本: 語\n😀: x",
    // Tabs where YAML takes them for blanks, and brackets that close at the margin.
    "a:\tb\nc:\n  -\td\n\t\ne: f\t# g",
    "a: [b,\n c,\n\n# d\n]\ne: {\n  f: g\n}\nh:\n- [i,\n j]",
    "a: >\n  b\n  \tc\n  \t\nd: \"e\n\n  f\"",
];

fn document(yaml: &str) -> Document {
    let end = if yaml.is_empty() || yaml.ends_with('\n') { "" } else { "\n" };
    Document::from_text("a.md", &format!("---\n{yaml}{end}---\nText.\n"))
}

fn malformed(document: &Document) -> Vec<(&str, &str)> {
    let errors = document.syntax_errors.iter().filter(|error| error.kind == SyntaxErrorKind::Malformed);
    errors.map(|error| (document.slice(error.span), &*error.message)).collect()
}

#[test]
fn every_mistake_is_named_at_its_place() {
    let mut wrong = Vec::new();
    for (yaml, expected) in MALFORMED {
        let document = document(yaml);
        let found = malformed(&document);
        let same = found.len() == expected.len()
            && found.iter().zip(*expected).all(|(found, want)| found.0 == want.0 && found.1.contains(want.1));
        if !same {
            wrong.push(format!("{yaml:?}\n   found {found:?}\n  wanted {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sound_front_matter_has_no_errors() {
    for yaml in SOUND {
        let document = document(yaml);
        assert_eq!(malformed(&document), [], "{yaml:?}");
        assert!(document.front_matter.is_some(), "{yaml:?}");
    }
}

#[test]
fn a_broken_field_is_still_a_field_and_so_are_the_others() {
    let document = document("title: Foo: bar\ndate: 2024-01-02\nauthor: \"Doe\nsource: x");
    let fields = &document.front_matter.as_ref().unwrap().fields;
    let read: Vec<_> = fields.iter().map(|field| (&*field.key, field.value.text().unwrap())).collect();
    assert_eq!(read, [("title", "Foo: bar"), ("date", "2024-01-02"), ("author", "Doe"), ("source", "x")]);
}

#[test]
fn keys_that_stand_twice_name_both_places() {
    for (yaml, key, again) in [
        ("a: 1\nb: 2\na: 3", "a", 14),
        ("a: {b: 1, \"b\": 2}", "b", 14),
        ("a:\n  - b: 1\n    b: 2", "b", 20),
        ("a: 1\nb: c: d\na: 2", "a", 17),
    ] {
        let document = document(yaml);
        let found: Vec<_> = document
            .syntax_errors
            .iter()
            .filter(|error| error.kind == SyntaxErrorKind::DuplicateKey)
            .map(|error| (&*error.message, error.span.start, document.slice(error.related.unwrap())))
            .collect();
        assert_eq!(found, [(key, again, key)], "{yaml:?}");
    }
}

/// What a text's head is: its YAML, or none; and whether it is said to be unclosed.
fn head(text: &str) -> (Option<String>, bool) {
    let document = Document::from_text("a.md", text);
    let unclosed = document.syntax_errors.iter().any(|error| error.kind == SyntaxErrorKind::Unclosed);
    (document.front_matter.as_ref().map(|front| document.slice(front.yaml).to_owned()), unclosed)
}

#[test]
fn where_front_matter_begins_and_ends() {
    let found = |yaml: &str, unclosed: bool| (Some(yaml.to_owned()), unclosed);
    let none = (None, false);
    for (text, expected) in [
        // The frame of a page, as a converter leaves it, with a label in it.
        (
            "---  \n|   \n\nHome\n\nThe lamp.\n\nSubject: oil\n\nIt went out.\n\nNobody came.\n\n---\nText.",
            none.clone(),
        ),
        ("---\na: b\n---\nText.", found("a: b\n", false)),
        ("\u{feff}---\na: b\n---\nText.", found("a: b\n", false)),
        ("--- \t\r\na: b\r\n---  \r\nText.", found("a: b\r\n", false)),
        ("---\ra: b\r---\rText.", found("a: b\r", false)),
        ("---\na: b\n...\nText.", found("a: b\n", false)),
        ("---\na: b\n---", found("a: b\n", false)),
        ("---\n---\n", found("", false)),
        ("---\n\na: b\n\n---\n", found("\na: b\n\n", false)),
        ("---\na: |\n  ---\n---\n", found("a: |\n  ---\n", false)),
        (" ---\na: b\n---\n", none.clone()),
        ("----\na: b\n---\n", none.clone()),
        ("\n---\na: b\n---\n", none.clone()),
        ("---", none.clone()),
        ("---\n", none.clone()),
        ("---\n\nSome prose.\n\n---\n", none.clone()),
        ("---\n\ntitle:a\nsource: b\n---\n", found("\ntitle:a\nsource: b\n", false)),
        ("---\n\nSome prose.\n\nsource: b\n\n---\n", none.clone()),
        ("---\n# A heading\n\nSome prose.\n", none.clone()),
        ("---\nSome prose: with a colon.\n\nMore.\n", none.clone()),
        ("---\nNote: this is prose.\n\nMore.\n", none.clone()),
        ("---\nhttps://a.example\n", none.clone()),
        ("---\ntitle: a\n\nText.\n", found("title: a\n", true)),
        ("---\ntitle: a\n# A heading\nText.\n", found("title: a\n", true)),
        ("---\nx: a\ny:\n  - b\n- c\n\n- item\n", found("x: a\ny:\n  - b\n- c\n", true)),
        ("---\nx: a\n\ny: b\n\nNote: prose.\n", found("x: a\n\ny: b\n", true)),
        (
            "---\ntitle: a\nb:\n  - c\n\n  - \"d\n---\nText.\n",
            found("title: a\nb:\n  - c\n\n  - \"d\n", false),
        ),
        ("---\ntitle: a\n\nb c\nsource: d\n---\nText.\n", found("title: a\n\nb c\nsource: d\n", false)),
        ("---\ntitle: a\n\nSome prose.\n\nMore: of it.\n\n---\n\nText.\n", found("title: a\n", true)),
    ] {
        assert_eq!(head(text), expected, "{text:?}");
    }
}

#[test]
fn hostile_front_matter_is_a_finding_in_no_time() {
    let deep = format!("a: {}", "[".repeat(60_000));
    let deep_block: String = (0..200).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let bomb: String = (1..30).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
        let before = n - 1;
        text + &format!("a{n}: &a{n} [{}]\n", vec![format!("*a{before}"); 100].join(","))
    });
    let long = "a: b\n".repeat(20_000);
    let quotes = "a: \"b\n".repeat(10_000);
    let lists = "a: [b\n".repeat(10_000);
    let dashes = format!("a:\n{}", "- ".repeat(30_000));
    let marks = format!("a: {}", "? ".repeat(30_000));
    let brackets = "[{".repeat(30_000);
    let prose = format!("a: b\n{}", "just text\n".repeat(6_000));
    for (yaml, message) in [
        (deep, "nested over 32 levels"),
        (deep_block, "nested over 32 levels"),
        (bomb, ""),
        (long, "only the first 64 KiB"),
        (quotes, "not closed"),
        (lists, "not closed"),
        (dashes, "nested over 32 levels"),
        (marks, ""),
        (brackets, "nested over 32 levels"),
        (prose, "no `key: value`"),
    ] {
        let yaml = &yaml[..yaml.len().min(if message.contains("KiB") { usize::MAX } else { 64_000 })];
        let document = document(yaml);
        let found: Vec<_> = document.syntax_errors.iter().map(|error| &*error.message).collect();
        assert!(
            message.is_empty() || found.iter().any(|said| said.contains(message)),
            "{:?}: {:?}",
            &yaml[..40],
            found.first()
        );
    }
}

fn check_node(text: &str, node: &Node) -> Result<(), TestCaseError> {
    check_span(text, node.span)?;
    match &node.value {
        Value::Sequence(nodes) => nodes.iter().try_for_each(|node| check_node(text, node)),
        Value::Mapping(entries) => entries.iter().try_for_each(|entry| {
            check_span(text, entry.key_span)?;
            let source = entry.key_span.of(text);
            if !source.contains(['\\', '\n', '\r', '"', '\'', '|', '>']) {
                // A block of text has line feeds around it that are not in its span.
                prop_assert_eq!(source.trim(), entry.key.trim());
            }
            check_node(text, &entry.value)
        }),
        Value::Scalar { .. } | Value::Alias => Ok(()),
    }
}

fn check_span(text: &str, span: Span) -> Result<(), TestCaseError> {
    prop_assert!(text.get(span.range()).is_some(), "{:?} in {:?}", span, text);
    Ok(())
}

/// Text that is made of what YAML is made of.
fn yamlish() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "a", "b", "title", "é", "😀", ":", ": ", " ", "  ", "\n", "\n", "\n  ", "\r\n", "\r", "\t", "- ",
        "-", "? ", "[", "]", "{", "}", ",", ", ", "\"", "'", "#", " #", "|", ">", "|\n", "&a ", "*a", "!",
        "!!str ", "@", "`", "%", "\\", "\\u12", "---", "...", "~", "null", "\u{feff}", "\u{0}", "\u{85}",
        "\u{2028}", "<<", "[[a]]", "{{",
    ]);
    prop::collection::vec(token, 0..40).prop_map(|tokens| tokens.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_yaml_keeps_its_spans(text in yamlish()) {
        let tree = tree::parse(&text, Span::new(0, text.len()));
        for error in &tree.errors {
            check_span(&text, error.span)?;
        }
        if let Some(root) = &tree.root {
            check_node(&text, root)?;
            for duplicate in tree::duplicate_keys(root) {
                prop_assert!(duplicate.first.start <= duplicate.again.start);
            }
        }
        check_span(&text, tree::locate(&text, &["a", "0", "b"]))?;
    }

    #[test]
    fn any_document_keeps_its_spans(yaml in yamlish(), after in yamlish(), bom in any::<bool>()) {
        let bom = if bom { "\u{feff}" } else { "" };
        let document = Document::from_text("a.md", &format!("{bom}---\n{yaml}\n---\n{after}"));
        for error in &document.syntax_errors {
            check_span(document.text(), error.span)?;
        }
        if let Some(front_matter) = &document.front_matter {
            check_span(document.text(), front_matter.span)?;
            prop_assert_eq!(front_matter.span.end() <= document.body.start(), true);
            for field in &front_matter.fields {
                check_node(document.text(), &field.value)?;
            }
        }
    }
}

/// One block of `front-matter.yaml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    block: String,
    at: Vec<String>,
    #[serde(default)]
    reads: Vec<String>,
}

fn blocks() -> Vec<Block> {
    serde_yaml::from_str(include_str!("front-matter.yaml")).expect("the blocks are a list")
}

#[test]
fn whole_blocks_are_rejected_where_they_break() {
    let blocks = blocks();
    assert!(blocks.len() >= 40, "only {} blocks", blocks.len());
    let mut wrong = Vec::new();
    for block in &blocks {
        let document = document(&block.block);
        let found: Vec<&str> = malformed(&document).into_iter().map(|(at, _)| at).collect();
        let fields = document.front_matter.as_ref().map_or(&[][..], |head| head.fields.as_slice());
        let lost: Vec<_> =
            block.reads.iter().filter(|name| fields.iter().all(|field| *field.key != ***name)).collect();
        if found != block.at || !lost.is_empty() {
            wrong
                .push(format!("{}   found {found:?}\n  wanted {:?}\n  lost {lost:?}", block.block, block.at));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Another parser agrees that there is a mistake in each, and none in what is sound.
#[test]
fn another_parser_rejects_the_same() {
    let rejected = |yaml: &str| serde_yaml::from_str::<serde_yaml::Value>(yaml).is_err();
    // It takes lines between brackets wherever they stand.
    let shallow = |block: &Block| block.block.contains(",\n\t");
    for block in blocks().into_iter().filter(|block| !shallow(block)) {
        let mapping = serde_yaml::from_str::<serde_yaml::Mapping>(&block.block).is_ok();
        assert!(!mapping, "{}", block.block);
    }
    // It knows neither of these two, which templates and wiki-links are, nor tabs for blanks.
    let own = |yaml: &str| yaml.contains("{{") || yaml.contains("[[") || yaml.contains('\t');
    for yaml in SOUND.iter().filter(|yaml| !own(yaml)) {
        assert!(!rejected(yaml), "{yaml:?}");
    }
}
