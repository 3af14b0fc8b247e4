//! Transcripts of sources on disk: which are read, and what comes of those that cannot be.

use std::fs::File;

use wherefrom::vault::MAX_TRANSCRIPT_BYTES;

use super::Case;

const NOTE: &str = "---\nvideoId: abcdefghijk\ntitle: Wedging\nauthor: R. A.\ndate: 2024-01-02\n---\nThe end <a class=\"yt-timestamp\" data-t=\"00:37:17\">[00:37:17]</a>.\n";
const LATE: &str =
    "a.md:7:41: warning timestamps/beyond-runtime `00:37:17` is later than the transcript goes, 0:12:31";
const SRT: &str =
    "1\n00:00:01,000 --> 00:00:04,500\nDas ist für Töpfer.\n\n2\n00:12:27,000 --> 00:12:31,200\nSchluss.\n";

#[test]
fn a_transcript_in_the_folder_says_how_long_its_source_lasts() {
    let case = Case::new(&[("a.md", NOTE), ("sources/talks/abcdefghijk.de.srt", SRT)]);
    assert_eq!(case.findings(&[]), [LATE]);
    let latin: Vec<u8> = SRT.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    case.write("sources/talks/abcdefghijk.de.srt", latin);
    assert_eq!(case.findings(&[]), [LATE]);
    case.write("wherefrom.yaml", "sources: { folder: media }\n");
    case.write("media/Wedging [abcdefghijk].srt", SRT);
    assert_eq!(case.findings(&[]), [""; 0]);
    case.write("wherefrom.yaml", "sources: { folder: media, naming: '* [{key}]' }\n");
    assert_eq!(case.findings(&[]), [LATE]);
}

#[test]
fn a_text_is_a_transcript_by_its_name_and_its_shape() {
    let lines = "[00:00:01] See [[Ghost]].\n[00:00:05] See [[Ghost]].\n[00:12:31] Well.\n";
    let case = Case::new(&[("a.md", NOTE), ("sources/abcdefghijk.txt", lines)]);
    assert_eq!(case.findings(&[]), [LATE]);
    // Of another source: a document like any other. Of this one, and no lines with times: a copy of
    // it, in which nothing is reported.
    let missing = |path: &str, text: &str| {
        let case = Case::new(&[("a.md", NOTE), (path, text)]);
        case.findings(&["--select", "links/missing-note"]).len()
    };
    assert_eq!(missing("sources/bcdefghijkl.txt", lines), 2);
    assert_eq!(missing("sources/abcdefghijk.txt", "See [[Ghost]].\n"), 0);
}

#[test]
fn a_transcript_that_is_too_large_is_told_and_not_read() {
    let case = Case::new(&[("a.md", NOTE), ("sources/abcdefghijk.vtt", "")]);
    let file = File::options().write(true).open(case.path("sources/abcdefghijk.vtt")).unwrap();
    file.set_len(MAX_TRANSCRIPT_BYTES + 1).unwrap();
    let ran = case.run(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("sources/abcdefghijk.vtt") && ran.err.contains("too large"), "{}", ran.err);
}

#[test]
fn a_quotation_is_looked_for_in_a_copy_of_its_source() {
    let note = |words: &str| {
        format!(
            "---\nsource: https://example.org/talks/3\ntitle: Kilns\nauthor: R. A.\ndate: 2024-01-02\n---\nHe says \"{words}\".\n"
        )
    };
    let lines: String =
        (0..30).map(|at| format!("Kiln {at} of the northern town burned **every** night.\n\n")).collect();
    let copy = format!("# Kilns\n\n{lines}The oldest [kiln](x) is\nstill in _daily_ use.\n");
    let case = Case::new(&[
        ("a.md", &note("the oldest kiln is still in daily use")),
        ("sources/example.org-talks-3.md", &copy),
    ]);
    let missing = || case.findings(&["--select", "claims/quotation-not-in-source"]);
    assert_eq!(missing(), [""; 0]);
    case.write("a.md", note("the newest kiln is still in daily use"));
    assert_eq!(missing().len(), 1, "{:?}", missing());
    case.write("sources/example.org-talks-3.md", "");
    case.write("sources/example.org-talks-3.html", copy.replace("burned", "<p class=newest>burned</p>"));
    assert_eq!(missing().len(), 1, "{:?}", missing());
    case.write(
        "sources/example.org-talks-3.html",
        copy.replace("The oldest [kiln](x)", "The <b>new</b>est kiln"),
    );
    assert_eq!(missing(), [""; 0]);
    case.write("sources/example.org-talks-3.html", "");
    // A few words are a note about the source.
    case.write("sources/example.org-talks-3.md", "The oldest kiln is still in use.\n");
    assert_eq!(missing(), [""; 0]);
}
