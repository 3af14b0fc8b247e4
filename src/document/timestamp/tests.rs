use proptest::prelude::*;

use super::*;

/// Every timestamp as `form span: value label address damage`, each time with its text.
fn read(text: &str) -> Vec<String> {
    let document = Document::from_text("a.md", text);
    document.timestamps.iter().map(|timestamp| described(text, timestamp)).collect()
}

fn described(text: &str, timestamp: &Timestamp) -> String {
    let field = |name: &str, field: Option<&TimestampField>| {
        field.map_or(String::new(), |field| {
            let seconds =
                |time: Option<MediaTime>| time.map_or("?".into(), |time| time.seconds().to_string());
            let until = field.until.map_or(String::new(), |until| format!("-{}", until.seconds()));
            format!(" {name} {}={}{until}", field.span.of(text), seconds(field.time))
        })
    };
    let damage = timestamp.damage.map_or(String::new(), |damage| format!(" {damage:?}"));
    format!(
        "{:?}{}{}{}{damage}",
        timestamp.form,
        field("value", timestamp.value.as_ref()),
        field("label", timestamp.label.as_ref()),
        field("address", timestamp.address.as_ref().map(|address| &address.field)),
    )
}

#[test]
fn anchors_in_every_shape() {
    let cases = [
        (
            r#"<a class="yt-timestamp" data-t="00:01:33">[00:01:33]</a>"#,
            "Anchor value 00:01:33=93 label 00:01:33=93",
        ),
        (r#"<a class="yt-timestamp" data-t="01:33">[01:33]</a>"#, "Anchor value 01:33=93 label 01:33=93"),
        (
            r#"<a class="yt-timestamp" data-t="00:00:24">00:00:24</a>"#,
            "Anchor value 00:00:24=24 label 00:00:24=24",
        ),
        (
            r#"<a class="yt-timestamp" data-t="00:16:23">.[00:16:23]</a>"#,
            "Anchor value 00:16:23=983 label 00:16:23=983",
        ),
        (r#"<a class="yt-timestamp" data-t="00:00:22"></a>"#, "Anchor value 00:00:22=22"),
        (r#"<a class="yt-timestamp" data-t="00:00:22">watch</a>"#, "Anchor value 00:00:22=22"),
        (
            r#"<a class="yt-timestamp" data-t="00:18:58]">[00:18:58]</a>"#,
            "Anchor value 00:18:58]=? label 00:18:58=1138",
        ),
        (
            r#"<a class="yt-timestamp" data-t="00:4:42">[00:04:42]</a>"#,
            "Anchor value 00:4:42=282 label 00:04:42=282",
        ),
        (
            r#"<a class="yt-timestamp" data-t="12:30:0">[12:30:0]</a>"#,
            "Anchor value 12:30:0=? label 12:30:0=?",
        ),
        (
            r#"<a class="yt-timestamp" data-t="00:01:02:03">[00:01:02:03]</a>"#,
            "Anchor value 00:01:02:03=? label 00:01:02:03=?",
        ),
        (r#"<a class="yt-timestamp" data-t="93">[01:33]</a>"#, "Anchor value 93=93 label 01:33=93"),
        (r#"<a class="yt-timestamp" data-t="1m33s">[01:33]</a>"#, "Anchor value 1m33s=93 label 01:33=93"),
        (r#"<a class="yt-timestamp" data-t="HH:MM:SS">[HH:MM:SS]</a>"#, "Anchor value HH:MM:SS=?"),
        (r#"<a class="yt-timestamp" data-t="">[00:01:33]</a>"#, "Anchor value =? label 00:01:33=93"),
        (
            r#"<a class="yt-timestamp" data-t="00:10-00:25">[00:10–00:25]</a>"#,
            "Anchor value 00:10-00:25=? label 00:10–00:25=10-25",
        ),
        (
            r#"<a class="yt-timestamp" data-t="https://youtu.be/x">[00:10]</a>"#,
            "Anchor value https://youtu.be/x=? label 00:10=10",
        ),
        (
            r#"<a class="yt="yt-timestamp" data-t="00:01:33">[00:01:33]</a>"#,
            "Anchor value 00:01:33=93 label 00:01:33=93 Class",
        ),
        (
            r#"<a class="yt-timestamp" data=t="00:04:56">[00:04:56]</a>"#,
            "Anchor value 00:04:56=296 label 00:04:56=296 NoValue",
        ),
        (
            r#"<a class="yt-timestamp" data="00:04:56">[00:04:56]</a>"#,
            "Anchor value 00:04:56=296 label 00:04:56=296 NoValue",
        ),
        (r#"<a class="yt-timestamp">[00:04:56]</a>"#, "Anchor label 00:04:56=296 NoValue"),
        (
            r#"<a class="yt-timestamp" data-t="00:12:47">[00:12:47]</sup>."#,
            "Anchor value 00:12:47=767 label 00:12:47=767 OpenAnchor",
        ),
        (
            r#"<a class="yt-timestamp" data-t="00:12:47">[00:12:47] noise>."#,
            "Anchor value 00:12:47=767 label 00:12:47=767 OpenAnchor",
        ),
        (r#"x <a class="yt-timestamp" data-t="00:12:47"[00:12:47]</a>"#, "Anchor value 00:12:47=767 OpenTag"),
        (
            r#"<a class="yt-timestamp" data-t="00:12:47>[00:12:47]</a>"#,
            "Anchor value 00:12:47=767 label 00:12:47=767 OpenValue",
        ),
        (r#"<a data-t='5:00'>[5:00]</a>"#, "Anchor value 5:00=300 label 5:00=300"),
        (
            r#"<a class="yt-timestamp" data-t="12:05" href="https://youtu.be/ID?t=725">[12:05]</a>"#,
            "Anchor value 12:05=725 label 12:05=725 address 725=725",
        ),
        (r#"<a href="https://youtu.be/ID?t=725">12:05</a>"#, "Link label 12:05=725 address 725=725"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), [expected], "{text}");
    }
}

#[test]
fn an_anchor_in_an_anchor_is_two() {
    let text =
        r#"<a class="yt-timestamp" data-t="0:10"><a class="yt-timestamp" data-t="0:20">[0:20]</a></a>"#;
    assert_eq!(read(text), ["Anchor value 0:10=10 OpenAnchor", "Anchor value 0:20=20 label 0:20=20"]);
}

#[test]
fn links_that_carry_a_time() {
    let cases = [
        ("[12:05](https://youtu.be/ID?t=725)", "Link label 12:05=725 address 725=725"),
        ("[see](https://youtu.be/ID?t=1h2m5s)", "Link address 1h2m5s=3725"),
        ("[1:30](https://www.youtube.com/watch?v=ID&start=90)", "Link label 1:30=90 address 90=90"),
        ("[talk](https://example.org/a.mp4#t=90,95)", "Link address 90,95=90-95"),
        ("[talk](https://vimeo.com/1#t=2m)", "Link address 2m=120"),
        ("[1:30](ytseek://90)", "Link label 1:30=90 address 90=90"),
        ("![[talk.mp4#t=90]]", "Link address 90=90"),
        ("https://youtu.be/ID?t=725", "Link address 725=725"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), [expected], "{text}");
    }
    for quiet in [
        "[post](https://x.example/status/1?t=AbC123&s=20)",
        "[post](https://x.example/status/1?t=125)",
        "[video](https://youtu.be/ID)",
        "[video](https://youtu.be/ID?t=abc)",
        "[[note#t=90]]",
        "<a href=\"https://example.org\">12:05</a>",
    ] {
        assert!(read(quiet).is_empty(), "{quiet}");
    }
}

#[test]
fn times_alone_in_brackets() {
    let cases = [
        ("So [00:22:20].", vec!["Bare label 00:22:20=1340"]),
        ("[0:00:17, 0:10:32]", vec!["Bare label 0:00:17=17", "Bare label 0:10:32=632"]),
        ("[00:00:05 | 00:01:04]", vec!["Bare label 00:00:05=5", "Bare label 00:01:04=64"]),
        ("[00:00:10–00:00:25]", vec!["Bare label 00:00:10–00:00:25=10-25"]),
        (
            "(12:05), (12:40), (13:01)",
            vec!["Bare label 12:05=725", "Bare label 12:40=760", "Bare label 13:01=781"],
        ),
        ("https://youtu.be/ID then (12:05)", vec!["Bare label 12:05=725"]),
        ("[00:22:20] and [00:75:10]", vec!["Bare label 00:22:20=1340"]),
        (
            "https://youtu.be/ID [00:22:20] and [00:75:10]",
            vec!["Bare label 00:22:20=1340", "Bare label 00:75:10=?"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_media_time() {
    for text in [
        "We meet at 18:30, the score was (2:1), the ratio is [1:10].",
        "Read it (John 3:16) or (9:30 am).",
        "Once (12:05).",
        "`[00:22:20]` and\n\n```\n<a class=\"yt-timestamp\" data-t=\"0:10\">[0:10]</a>\n```\n",
        "<!-- [00:22:20] -->",
        "[[00:00:02 | 00:00:02]]",
        "[12:05]: https://example.org",
        "<abbr title=\"x\">[a]</abbr> <article>",
        "[1111111111111111111111111111111111111111:00:00]",
    ] {
        assert!(read(text).is_empty(), "{text}: {:?}", read(text));
    }
}

#[test]
fn why_a_text_is_no_time() {
    let cases = [
        ("00:18:58]", Fault::Stray { before: 0, after: 1 }),
        (" 00:18:58", Fault::Stray { before: 1, after: 0 }),
        ("HH:MM:SS", Fault::Placeholder),
        ("00:MM:SS", Fault::Placeholder),
        ("", Fault::Empty),
        ("https://youtu.be/ID", Fault::Address),
        ("00:10, 00:25", Fault::Several),
        ("00:10-00:25", Fault::Several),
        ("00:01:02:03", Fault::Fields(4)),
        ("00:75:10", Fault::Over59),
        ("12:30:0", Fault::ShortSeconds),
        ("1111111111111111111111111111111111111111:00", Fault::TooLong),
        ("soon", Fault::Other),
        ("9:", Fault::Other),
    ];
    for (text, expected) in cases {
        assert_eq!(Fault::of(text), Some(expected), "{text}");
    }
    for text in ["0:00", "00:01:33", "999:59:59", "120:00", "93", "1h2m5s", "1:02:03.5"] {
        assert_eq!(Fault::of(text), None, "{text}");
    }
}

#[test]
fn a_time_is_written_in_the_shape_of_another() {
    let time = MediaTime::new(3_725);
    assert_eq!(time.written_like("00:00:00"), "01:02:05");
    assert_eq!(time.written_like("0:00"), "1:02:05");
    assert_eq!(MediaTime::new(125).written_like("00:00"), "02:05");
    for (pattern, written) in
        [("93", "3725"), ("93s", "3725s"), ("1m33s", "1h2m5s"), ("minute 93", "1:02:05")]
    {
        assert_eq!(time.written_like(pattern), written);
    }
    assert_eq!(MediaTime::new(125).to_string(), "0:02:05");
}

#[test]
fn a_million_times_are_read() {
    for piece in [
        "<a class=\"yt-timestamp\" data-t=\"00:01:33\">[00:01:33]</a> ",
        "[00:22:20] ",
        "(12:05) ",
        "<a class=\"yt-timestamp\" data-t=\"",
        "[9:59 ",
    ] {
        let text = format!("x {}", piece.repeat(200_000));
        let mut found = Vec::new();
        scan(&text, Span::new(0, text.len()), &mut found);
        assert!(found.len() <= 200_000, "{piece:?}: {}", found.len());
    }
}

proptest! {
    #[test]
    fn never_panics_and_keeps_its_tables_in_order(text in "([<\\[(]|</?a |class=\"yt-timestamp\"|data-?=?t=\"|[0-9]{1,3}:|[0-9]{2}|\\]|\\)|>|\"|é|😀|\n|–|, |https://youtu\\.be/a\\?t=|#t=){0,40}") {
        let document = Document::from_text("a.md", &text);
        let mut last = Span::at(0);
        for timestamp in &document.timestamps {
            prop_assert!(last <= timestamp.span);
            last = timestamp.span;
            prop_assert!(text.get(timestamp.span.range()).is_some());
            for field in timestamp.fields() {
                prop_assert!(text.get(field.span.range()).is_some());
            }
        }
    }
}

#[test]
fn the_short_way_to_the_usual_mark_is_the_long_way() {
    for shown in [
        "[00:01:33]</a>",
        "[00:01:34]</a>",
        "[00:01:33]",
        "00:01:33</a>",
        "[00:01:33] </a>",
        "</a>",
        "[93]</a>",
    ] {
        for value in ["00:01:33", "93", "01:33:0", ""] {
            let usual = format!("<a class=\"yt-timestamp\" data-t=\"{value}\">{shown} b");
            let other = usual.replacen("<a class", "<A class", 1);
            assert_eq!(read(&usual), read(&other), "{usual}");
        }
    }
}

#[test]
fn times_without_brackets_where_something_plays() {
    let found = |line: &str| {
        let head = "---\nvideoId: abcdefghijk\n---\n";
        read(&format!("{head}The fox.\n\n{line}\n"))
    };
    for line in [
        "01:33:00 – the fox",
        "- 01:33:00: the fox",
        "| 01:33:00 | fox |",
        "- **01:33:00** the fox",
        "It hunts at 01:33:00, and",
        "It hunts (see 01:33:00)",
        "It hunts ⏱ 01:33:00",
        "It hunts @01:33:00",
        "It hunts {01:33:00}",
        "Timestamp: 01:33:00",
    ] {
        assert_eq!(found(line), ["Bare label 01:33:00=5580"], "{line}");
        assert_eq!(read(&format!("The fox.\n\n{line}\n")), [""; 0], "{line}");
    }
    assert_eq!(found("- 12:40 the fox"), ["Bare label 12:40=760"]);
    for (line, minute) in [
        ("It hunts at minute 93 of it.", "minute 93"),
        ("It hunts (minute 93).", "minute 93"),
        ("It hunts around the 93-minute mark.", "93-minute"),
        ("It hunts at 93:00 in the video.", "93:00"),
        ("It hunts 93 minutes into the talk.", "93 minutes"),
        ("93 minutes in, it hunts.", "93 minutes"),
        ("1 hour and 33 minutes in, it hunts for 33 minutes in all.", "1 hour and 33 minutes"),
        ("At 1 hour and 33 minutes it hunts.", "1 hour and 33 minutes"),
        ("It hunts in minute 93.", "minute 93"),
        ("- **Minute 93:** it hunts", "Minute 93"),
        ("Bei Minute 93 jagt er.", "Minute 93"),
        ("En el minuto 93 caza.", "minuto 93"),
        ("It hunts (1h33m0s).", "1h33m0s"),
        ("It hunts at 1h33m0s.", "1h33m0s"),
        ("It hunts at the 93:00 mark.", "93:00"),
        ("It hunts at about 93:00.", "93:00"),
        ("It hunts (c. 93:00).", "93:00"),
        ("- Hunt: 93:00", "93:00"),
        ("> The fox hunts. — 93:00", "93:00"),
        ("## 93:00 The hunt", "93:00"),
        ("2. 93:00 The hunt", "93:00"),
        ("It hunts (t=93:00).", "93:00"),
        ("- `[93:00]` it hunts", "93:00"),
    ] {
        assert_eq!(found(line), [format!("Bare label {minute}=5580")], "{line}");
    }
    assert_eq!(found("at [01:33:00](https://youtu.be/abcdefghijk?t=5580)").len(), 1);
    for line in [
        "It ran in 01:33:00, a record",
        "at 01:33:00 pm",
        "at 12:40",
        "2023-11-10 at 2023-11-10 18:02:03",
        "- 12:40 pm the fox",
        "- 10 Nov 12:40:10 the fox",
        "at 01:33:00:10 or 1:2:3",
        "- 12:4",
        "It hunts at 12:10 in the morning, and at 12:10 of the clock",
        "It hunts 93 minutes into the night, for 93 minutes, 93 minutes in all, a 93-minute hunt",
        "Personal best: 38:12, Length of part two: 48:10, a 50:50 chance, the 80:20 rule, Psalm 93:10, at 9:30, from 9:30 to 10:15, Lunch: 12:30",
        "Minute 93 is the last; it ran 1h33m10s, and a 1 hour and 33 minutes walk",
        "at minute 93-94, (minute by minute), at minute 930000, 1.93 minutes into the talk",
    ] {
        assert_eq!(found(line), [""; 0], "{line}");
    }
}
