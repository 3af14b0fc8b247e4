//! The text of a PDF: what its text layer says, in the order in which it is drawn.
//!
//! Whoever misses a quotation in it must be able to rely on having read all of it. So there is
//! either the whole text or none.

use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document as Pdf, Encoding, LoadOptions, Object, ObjectId};
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization as _;

/// The most pages that are read.
const MOST_PAGES: usize = 4096;
/// What one stream of a page may hold when it is unpacked. Small ones can be packed a thousandfold,
/// and what they draw takes a hundred times its bytes while it is read.
const LARGEST_STREAM: usize = 4 << 20;
/// The same of a stream of objects.
const MOST_OBJECTS: usize = 16 << 20;
/// What all streams that are read for the text may hold together: books have a tenth of it. One
/// may serve many pages.
const MOST_BYTES: usize = 32 << 20;
/// How deep drawings may lie in drawings.
const DEEPEST: usize = 8;
/// From here on a gap in a line, in thousandths of the font's size, parts words and not letters.
const WIDEST_KERNING: f32 = 150.0;
/// From here on a step up or down, in sizes of the font, leads to another line.
const HIGHEST_SHIFT: f32 = 0.5;

/// The text; empty if not all of it can be read, and where there are only pictures of it.
pub(super) fn pdf_text(bytes: &[u8]) -> String {
    let options = LoadOptions { max_decompressed_size: Some(MOST_OBJECTS), ..LoadOptions::default() };
    let pdf = Pdf::load_mem_with_options(bytes, options).ok().filter(|pdf| !pdf.is_encrypted());
    let text = pdf.and_then(|pdf| drawn(&pdf)).filter(|text| is_language(text));
    text.map_or_else(String::new, |text| joined(&text))
}

/// What all pages draw.
fn drawn(pdf: &Pdf) -> Option<String> {
    let pages = pdf.get_pages();
    let mut drawing = Drawing { pdf, left: MOST_BYTES, fonts: FxHashMap::default(), text: String::new() };
    for &page in pages.values().take(MOST_PAGES) {
        let content = pdf.get_page_content_with_limit(page, LARGEST_STREAM).ok()?;
        let (own, shared) = pdf.get_page_resources(page).ok()?;
        let shared = shared.into_iter().filter_map(|id| pdf.get_dictionary(id).ok());
        let resources: Vec<&Dictionary> = own.into_iter().chain(shared).collect();
        drawing.content(&content, &resources, 0)?;
        drawing.text.push('\n');
    }
    (pages.len() <= MOST_PAGES).then_some(drawing.text)
}

/// What is drawn, page by page.
struct Drawing<'p> {
    pdf: &'p Pdf,
    /// How many more bytes may be unpacked.
    left: usize,
    /// How the fonts that are used write characters, by their object.
    fonts: FxHashMap<ObjectId, Rc<Encoding<'p>>>,
    text: String,
}

/// Where text is written, as far as that tells lines and words apart.
struct Pen<'p> {
    font: Option<Rc<Encoding<'p>>>,
    size: f32,
    /// What the size is multiplied with.
    scale: f32,
    /// From one line to the next.
    leading: f32,
    /// How high the line is.
    line: f32,
    /// How high the last text was.
    written: f32,
    /// Whether it was moved since.
    moved: bool,
}

impl<'p> Drawing<'p> {
    /// Adds what a content stream draws; none if that cannot be told. `resources` name its fonts
    /// and the drawings in it.
    fn content(&mut self, bytes: &[u8], resources: &[&'p Dictionary], depth: usize) -> Option<()> {
        self.left = self.left.checked_sub(bytes.len())?;
        let pdf = self.pdf;
        let named = |kind: &[u8], name: Option<&Object>| {
            let name = name?.as_name().ok()?;
            resources.iter().find_map(|dict| pdf.get_dict_in_dict(dict, kind).ok()?.get(name).ok())
        };
        let mut pen =
            Pen { font: None, size: 1.0, scale: 1.0, leading: 0.0, line: 0.0, written: 0.0, moved: true };
        for Operation { operator, operands } in Content::decode(bytes).ok()?.operations {
            let number = |at: usize| operands.get(at).and_then(|it| it.as_float().ok()).unwrap_or(0.0);
            match operator.as_str() {
                "Tf" => {
                    pen.font = Some(self.font(named(b"Font", operands.first())?)?);
                    pen.size = number(1).abs();
                }
                "BT" => pen = Pen { scale: 1.0, line: 0.0, moved: true, ..pen },
                "TL" => pen.leading = number(0),
                "Td" => pen.step(number(1)),
                "TD" => {
                    pen.leading = -number(1);
                    pen.step(number(1));
                }
                "T*" => pen.next_line(),
                "Tm" => {
                    pen.scale = number(3).abs().max(number(1).abs());
                    (pen.line, pen.moved) = (number(5), true);
                }
                "Tj" | "TJ" => self.show(&mut pen, operands.first()?)?,
                "'" | "\"" => {
                    pen.next_line();
                    self.show(&mut pen, operands.last()?)?;
                }
                "Do" => self.inner(named(b"XObject", operands.first())?, resources, depth)?,
                _ => {}
            }
        }
        Some(())
    }

    /// Adds what a drawing in a drawing draws, unless it is a picture.
    fn inner(&mut self, object: &'p Object, outer: &[&'p Dictionary], depth: usize) -> Option<()> {
        let stream = self.pdf.dereference(object).ok()?.1.as_stream().ok()?;
        if !stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form") {
            return Some(());
        }
        let content = stream.decompressed_content_with_limit(LARGEST_STREAM).ok()?;
        let own = self.pdf.get_dict_in_dict(&stream.dict, b"Resources").ok();
        let resources: Vec<&Dictionary> = own.into_iter().chain(outer.iter().copied()).collect();
        if depth == DEEPEST { None } else { self.content(&content, &resources, depth + 1) }
    }

    fn font(&mut self, object: &'p Object) -> Option<Rc<Encoding<'p>>> {
        let id = object.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(known));
        }
        let font = self.pdf.dereference(object).ok()?.1.as_dict().ok()?;
        // The tables that tell characters from glyphs.
        for name in [b"ToUnicode".as_slice(), b"Encoding"] {
            if let Ok(table) = font.get_deref(name, self.pdf).and_then(Object::as_stream) {
                let unpacked = table.decompressed_content_with_limit(LARGEST_STREAM).ok()?;
                self.left = self.left.checked_sub(unpacked.len())?;
            }
        }
        let encoding = Rc::new(font.get_font_encoding_with_limit(self.pdf, LARGEST_STREAM).ok()?);
        self.fonts.extend(id.map(|id| (id, Rc::clone(&encoding))));
        Some(encoding)
    }

    /// Adds a string, or strings with the gaps between them.
    fn show(&mut self, pen: &mut Pen<'p>, shown: &Object) -> Option<()> {
        let font = Rc::clone(pen.font.as_ref()?);
        if pen.moved {
            let step = (pen.line - pen.written).abs();
            self.part(if step > HIGHEST_SHIFT * pen.size * pen.scale { '\n' } else { ' ' });
            (pen.written, pen.moved) = (pen.line, false);
        }
        let parts = match shown {
            Object::Array(parts) => parts.as_slice(),
            shown => std::slice::from_ref(shown),
        };
        for part in parts {
            match part {
                Object::String(bytes, _) => font.write_to_string(bytes, &mut self.text).ok()?,
                gap if gap.as_float().is_ok_and(|gap| gap < -WIDEST_KERNING) => self.part(' '),
                _ => {}
            }
        }
        Some(())
    }

    /// Parts what comes from what there is.
    fn part(&mut self, blank: char) {
        if !self.text.ends_with(['\n', blank]) {
            self.text.push(blank);
        }
    }
}

impl Pen<'_> {
    fn step(&mut self, up: f32) {
        self.line += up * self.scale;
        self.moved = true;
    }

    fn next_line(&mut self) {
        // Where no distance is set, it is a line all the same.
        self.step(if self.leading == 0.0 { -self.size } else { -self.leading });
    }
}

/// Whether words can be told in it. Glyphs that nothing tells the characters of come out as anything.
fn is_language(text: &str) -> bool {
    /// How many characters between two blanks are no word any more, on an average.
    const LONGEST: usize = 20;
    /// How many are none yet, the blank included.
    const SHORTEST: usize = 3;
    let (mut odd, mut ascii, mut blanks, mut all) = (0, 0, 0, 0_usize);
    for character in text.chars() {
        all += 1;
        ascii += usize::from(character.is_ascii_alphanumeric());
        blanks += usize::from(character.is_whitespace());
        odd += usize::from(
            matches!(character, '\u{fffd}' | '\u{e000}'..='\u{f8ff}')
                || character.is_control() && !character.is_whitespace(),
        );
    }
    // Where most characters are of other scripts, there may be no blanks; and where each letter
    // is placed by itself, there are too many.
    let words = ascii * 2 < all || all <= (blanks + 1) * LONGEST;
    odd * 50 <= all && words && blanks * SHORTEST <= all
}

/// The text with ligatures taken apart and words put together that are parted at the end of a line.
fn joined(text: &str) -> String {
    const HYPHENS: [char; 2] = ['-', '\u{2010}'];
    let mut plain = String::with_capacity(text.len());
    for character in text.chars().filter(|&character| character != '\u{ad}') {
        match character {
            '\u{fb00}'..='\u{fb06}' => plain.extend(std::iter::once(character).nfkc()),
            _ => plain.push(character),
        }
    }
    let words: FxHashSet<&str> = plain.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
    let mut out = String::with_capacity(plain.len());
    let mut rest = plain.as_str();
    while let Some((line, after)) = rest.split_once(HYPHENS) {
        let below = after.trim_start();
        let no_word = |c: char| !c.is_alphanumeric();
        let first = line.rsplit(no_word).next().unwrap_or_default();
        let second = below.split(no_word).next().unwrap_or_default();
        let parted = below.len() < after.len() && !first.is_empty() && second.starts_with(char::is_lowercase);
        out.push_str(line);
        // `well-known` that is parted where it has its hyphen anyway.
        if !parted || words.contains(format!("{first}-{second}").as_str()) {
            out.push('-');
        }
        rest = if parted { below } else { after };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PDF of one page for each text; `/` ends a line.
    fn pdf(pages: &[&str]) -> Vec<u8> {
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            String::new(),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        ];
        let mut kids = Vec::new();
        for page in pages {
            let lines: Vec<String> = page.split('/').map(|line| format!("({line}) Tj 0 -14 Td")).collect();
            let content = format!("BT /F1 12 Tf 72 720 Td {} ET", lines.join(" "));
            objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
            let content = objects.len();
            objects.push(format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R \
                 /Resources << /Font << /F1 3 0 R >> >> >>"
            ));
            kids.push(format!("{} 0 R", objects.len()));
        }
        objects[1] = format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len());
        let mut file = "%PDF-1.4\n".to_owned();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for (at, object) in objects.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", file.len()));
            file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
        }
        let trailer = format!(
            "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n",
            objects.len() + 1,
            file.len()
        );
        (file + &table + &trailer).into_bytes()
    }

    fn words(bytes: &[u8]) -> String {
        pdf_text(bytes).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pages_lines_and_parted_words_are_read() {
        let file =
            pdf(&["The lamp of the light-/house stood for an hour,/a well-known", "hour to engi-/neers."]);
        assert_eq!(
            words(&file),
            "The lamp of the lighthouse stood for an hour, a well-known hour to engineers."
        );
        assert_eq!(words(&pdf(&[])), "");
    }

    #[test]
    fn ligatures_are_letters_and_known_hyphens_stay() {
        assert_eq!(joined("the o\u{fb03}ce \u{fb01}le soft\u{ad}ware"), "the office file software");
        assert_eq!(joined("a well-known and well-\nknown man- ner"), "a well-known and well-known manner");
        assert_eq!(joined("Anglo-\nSaxon 1893- 94 - so -- it"), "Anglo-\nSaxon 1893- 94 - so -- it");
    }

    #[test]
    fn what_is_no_language_is_not_taken_for_text() {
        assert!(is_language("The lamp stood. 灯は一時間止まっていた"));
        assert!(is_language("灯は一時間止まっていたと灯台守は日誌に書いている。油は凍っていた。"));
        assert!(!is_language(&"Thelampstoodforanhour".repeat(10)));
        assert!(!is_language("a\u{1}b\u{2} c\u{e001}d"));
    }

    #[test]
    fn damaged_files_end() {
        let file = pdf(&["The lamp stood for an hour."]);
        for cut in 0..file.len() {
            let _ = pdf_text(&file[..cut]);
            let mut damaged = file.clone();
            damaged[cut] = damaged[cut].wrapping_add(7);
            let _ = pdf_text(&damaged);
        }
        let deep = [b"%PDF-1.4\n1 0 obj\n".to_vec(), b"[".repeat(200_000), b"<<".repeat(100_000)].concat();
        assert_eq!(pdf_text(&deep), "");
    }
}
