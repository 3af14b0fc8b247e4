//! Real shapes of transcripts, and damaged ones.

use proptest::prelude::*;

use super::*;

/// Cues as `start-end words`, times in seconds.
fn cues(path: &str, text: &str) -> Vec<String> {
    read(path, text.as_bytes())
}

fn read(path: &str, bytes: &[u8]) -> Vec<String> {
    let Some(transcript) = Transcript::read(path, bytes) else { return Vec::new() };
    let seconds = |at: u32| f64::from(at) / 1000.0;
    transcript
        .cues()
        .iter()
        .map(|cue| format!("{}-{} {}", seconds(cue.start), seconds(cue.end), cue.words.of(transcript.text())))
        .collect()
}

fn end(path: &str, text: &str) -> Option<u32> {
    Transcript::read(path, text.as_bytes())?.end().map(MediaTime::seconds)
}

const ROLLING: &str = "\
WEBVTT
Kind: captions
Language: en

00:00:00.160 --> 00:00:02.149 align:start position:0%
 
the<00:00:00.480><c> lamp</c><00:00:01.000><c> went</c><00:00:01.500><c> out</c>

00:00:02.149 --> 00:00:02.159 align:start position:0%
the lamp went out
 

00:00:02.159 --> 00:00:04.510 align:start position:0%
the lamp went out
at<00:00:02.400><c> four</c><00:00:03.000><c> o&#39;clock</c>

00:00:04.510 --> 00:00:04.520 align:start position:0%
at four o&#39;clock
 

";

#[test]
fn captions_that_roll_are_told_once() {
    assert_eq!(cues("a.vtt", ROLLING), ["0.16-2.149 the lamp went out", "2.159-4.51 at four o'clock"]);
    assert_eq!(end("a.vtt", ROLLING), Some(4));
    // The same after a conversion that loses the tags.
    let srt = "1\n00:00:00,160 --> 00:00:02,149\nthe lamp\n\n2\n00:00:02,149 --> 00:00:02,159\nthe lamp\n\n\
               3\n00:00:02,159 --> 00:00:04,510\nthe lamp\nwent out\n\n4\n00:00:04,510 --> 00:00:04,520\nwent out\n";
    assert_eq!(cues("a.srt", srt), ["0.16-2.149 the lamp", "2.159-4.51 went out"]);
    // Said twice, with a pause between.
    let twice = "1\n00:00:01,000 --> 00:00:02,000\nNo.\n\n2\n00:00:05,000 --> 00:00:06,000\nNo.\n";
    assert_eq!(cues("a.srt", twice), ["1-2 No.", "5-6 No."]);
}

#[test]
fn what_is_no_speech_is_left_out() {
    let vtt = "\u{feff}WEBVTT - a title\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n\n\
               STYLE\n::cue { color: red }\n\nNOTE\nchecked --> by hand\n\nREGION\nid:left\n\n\
               intro\n01:02.500 --> 01:04.000 line:90%\n<v Ruth>It was</v> <i>dark</i> &amp; {\\an8}cold\n\
               \nWEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n\n\
               100:00:01.000 --> 100:00:02.000\nA --> B\n";
    assert_eq!(cues("a.vtt", vtt), ["62.5-64 It was dark & cold", "360001-360002 A --> B"]);
}

#[test]
fn line_ends_and_encodings_do_not_matter() {
    let srt =
        "1\n00:00:01,5 --> 00:00:02,000\nUn phare\nen été\n\n2\n00:00:03.000 --> 00:00:04.000\nla nuit\n";
    let expected = ["1.5-2 Un phare en été", "3-4 la nuit"];
    assert_eq!(cues("a.srt", srt), expected);
    assert_eq!(cues("a.SRT", &srt.replace('\n', "\r\n")), expected);
    assert_eq!(cues("a.srt", &srt.replace('\n', "\r")), expected);
    let latin: Vec<u8> = srt.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(read("a.srt", &latin), expected);
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(srt.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(read("a.srt", &wide), expected);
}

#[test]
fn what_is_cut_off_does_not_tell_the_end() {
    let srt = "1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n";
    assert_eq!(end("a.srt", srt), Some(4));
    for cut in
        ["00:00:04,000\nTwo\n", "000 --> 00:00:04,000\nTwo\n", "\n00:00:03,000 --> 00:00:04,000\nTwo\n"]
    {
        let cut = srt.strip_suffix(cut).unwrap();
        assert_eq!((cues("a.srt", cut)[0].as_str(), end("a.srt", cut)), ("1-2 One", None), "{cut}");
    }
    let json = r#"{"events":[{"tStartMs":1000,"dDurationMs":900,"segs":[{"utf8":"One"}]},{"tStartMs":2000,"#;
    assert_eq!((cues("a.json3", json)[0].as_str(), end("a.json3", json)), ("1-1.9 One", None));
}

#[test]
fn json3_events_are_cues() {
    let json = r#"{"wireMagic": "pb3", "pens": [{}], "events": [
        {"tStartMs": 0, "dDurationMs": 634380, "id": 1, "wpWinPosId": 1},
        {"tStartMs": 160, "dDurationMs": 4350, "wWinId": 1,
         "segs": [{"utf8": "the"}, {"utf8": " lamp", "tOffsetMs": 320}, {"utf8": " went\nout"}]},
        {"tStartMs": 2150, "dDurationMs": 2360, "aAppend": 1, "segs": [{"utf8": "\n"}]},
        {"tStartMs": 2159, "segs": [{"utf8": "\"at four\""}]},
        {"tStartMs": 1234567890123456789012345678901234567890, "dDurationMs": -5, "segs": [{"utf8": "late"}]}
    ]}"#;
    let expected = ["0.16-4.51 the lamp went out", "2.159-2.159 \"at four\"", "2.159-2.159 late"];
    assert_eq!(cues("a.en.json3", json), expected);
    assert_eq!(cues("a.json", json), expected);
    for other in ["{}", "[]", "3", "{\"events\": 3}", "[{\"text\": \"a\"}]", "{\"title\": \"events\"}"] {
        assert_eq!(cues("a.json", other), [""; 0], "{other}");
    }
}

#[test]
fn plain_lines_begin_with_a_time() {
    let expected = ["1-4 The lamp", "4-9 went out at four", "9-9 and stayed so"];
    for text in [
        "[00:00:01] The lamp\n[00:00:04] went out\nat four\n[00:00:09] and stayed so\n",
        "0:01\nThe lamp\n0:04\nwent out at four\n0:09\nand stayed so",
        "- **[0:01]** The lamp\n- **[0:04]** went out at four\n- **[0:09]** and stayed so\n",
        "(0:01 – 0:04) The lamp\n(0:04–0:09) went out at four\n0:09: and stayed so\n",
        "A talk\n\n00:00:01.000 --> 00:00:04.000 The lamp\n0:04 went out at four\n0:09 - and stayed so\n",
    ] {
        assert_eq!(cues("a.txt", text), expected, "{text}");
    }
    for other in
        ["", "A note.\n", "At 0:01 it began.\n", "0:01 a\n0:02 b\n", &format!("{expected:?}\n").repeat(9)]
    {
        assert_eq!(cues("a.txt", other), [""; 0], "{other}");
    }
    assert!(!Transcript::may_be("a.md") && !Transcript::may_be("vtt"));
}

#[test]
fn times_of_forty_digits_are_none() {
    let digits = "1".repeat(40);
    let srt =
        format!("1\n00:00:01,000 --> {digits}:00:02,000\nOne\n\n2\n{digits}:00:00,000 --> {digits}\nTwo\n");
    assert_eq!(cues("a.srt", &srt), ["1-1 One", "1-1 Two"]);
    assert_eq!(milliseconds(&format!("0:01.{digits}")), None);
    assert_eq!(milliseconds("999:59:59.999"), Some(3_599_999_999));
}

#[test]
fn words_without_a_readable_time_say_nothing_of_when() {
    let untimed = |path: &str, text: &str| -> Vec<bool> {
        let transcript = Transcript::read(path, text.as_bytes()).unwrap();
        transcript.cues().iter().map(|cue| cue.timed).collect()
    };
    let vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n\n00:99:00.000 --> 00:99:04.000\nTwo\n\n\
               00:20:00.000 --> 00:20:01.000\nThree\n";
    assert_eq!(untimed("a.vtt", vtt), [true, false, true]);
    let hours = "1\n1200:00:00,000 --> 1200:00:02,000\nOne\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n";
    assert_eq!(untimed("a.srt", hours), [false, true]);
    let plain = "[00:01] One\n[00:99:00] Two\nand more\n[00:03] Three\n[00:04] Four\n";
    assert_eq!(untimed("a.txt", plain), [true, false, true, true]);
    let json = r#"{"events":[{"segs":[{"utf8":"One"}]},{"tStartMs":2000,"segs":[{"utf8":"Two"}]}]}"#;
    assert_eq!(untimed("a.json3", json), [false, true]);
}

#[test]
fn hostile_text_is_read_to_its_end() {
    for unit in
        ["<", "{\\", "&", "&amp", "0:0", "-->", "0:01 --> ", "1 --> 1\na\n", "\n", "\r", "0:01\n", "<c>a "]
    {
        let text = unit.repeat(200_000);
        for path in ["a.vtt", "a.txt", "a.json"] {
            read(path, text.as_bytes());
        }
        read("a.vtt", format!("0:01 --> 0:02\n{text}").as_bytes());
    }
    read("a.json", "[".repeat(200_000).as_bytes());
    read("a.json", "{\"events\":".repeat(200_000).as_bytes());
}

proptest! {
    #[test]
    fn cues_lie_in_the_text(bytes in "(0:0[0-9]|00:00:0[0-9],000|-->|[a\\[<>&é ]|\n|\r\n|WEBVTT|NOTE){0,60}") {
        for path in ["a.vtt", "a.txt"] {
            if let Some(transcript) = Transcript::read(path, bytes.as_bytes()) {
                for cue in transcript.cues() {
                    prop_assert!(!cue.words.of(transcript.text()).is_empty());
                    prop_assert!(cue.start <= cue.end);
                    prop_assert_eq!(transcript.cue_at(cue.words.start()), Some(cue));
                }
            }
        }
    }
}
