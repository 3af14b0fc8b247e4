//! Makes vaults like real ones, the same from the same numbers, for measuring.

mod words;

use std::fmt::Write as _;

use words::*;

/// One file of a vault: its path and its text.
pub(crate) struct Note {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The note `number` of a vault of `total`. About 8 KB on average.
pub(crate) fn note(number: usize, total: usize) -> Note {
    let mut writer = Writer { random: Random::new(number as u64), total, ..Writer::empty() };
    let title = title(number);
    let length = writer.length();
    let extension = match number % 20 {
        0..=10 => writer.video_note(number, &title, length),
        11..=15 => writer.research_note(&title, length),
        16..=18 => writer.article(&title, length),
        _ => writer.hub(&title, length),
    };
    Note { path: format!("{}/{}.{extension}", folder(number), stem(number)), text: writer.text }
}

/// How the notes of one vault are spread over folders.
fn folder(number: usize) -> String {
    format!("{}/{:02}", CHANNELS[number % CHANNELS.len()], number / CHANNELS.len() % 40)
}

fn title(number: usize) -> String {
    let mut random = Random::new(number as u64 ^ 0x5eed);
    let (adjective, noun, other) = (random.of(&ADJECTIVES), random.of(&NOUNS), random.of(&PLURALS));
    format!("The {adjective} {noun} and its {other} {number}")
}

fn stem(number: usize) -> String {
    title(number).to_lowercase().replace(' ', "_")
}

/// SplitMix64: small, seeded, and good enough to make prose.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x0bad_cafe_f00d_d00d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }
}

struct Writer {
    random: Random,
    total: usize,
    text: String,
    /// The media time that the note has reached, in seconds.
    clock: usize,
    footnotes: usize,
}

impl Writer {
    fn empty() -> Self {
        Self { random: Random::new(0), total: 0, text: String::new(), clock: 20, footnotes: 0 }
    }

    /// Most notes are short, some are long.
    fn length(&mut self) -> usize {
        match self.random.below(10) {
            0..=3 => 1_800 + self.random.below(3_600),
            4..=8 => 4_500 + self.random.below(6_400),
            _ => 11_000 + self.random.below(18_000),
        }
    }

    fn push(&mut self, arguments: std::fmt::Arguments<'_>) {
        self.text.write_fmt(arguments).expect("a string takes it");
    }

    fn video_note(&mut self, number: usize, title: &str, length: usize) -> &'static str {
        // Two or three notes on one source, as in a wiki made from recordings.
        let sources = (self.total / 4).max(1);
        let mut about = Writer { random: Random::new((number % sources) as u64), ..Writer::empty() };
        // Eleven characters hold 66 bits and an id has 64: few can stand last.
        let id = about.code(10) + about.random.of(&["A", "E", "I", "M", "Q", "U", "Y", "c", "g", "k"]);
        let channel = self.random.of(&CHANNELS);
        self.push(format_args!("---\ntitle: {title}\nvideoId: {id}\n---\n\nFrom: [[{channel}]] <br/> \n\n"));
        while self.text.len() < length {
            self.heading(2);
            self.paragraph(true);
            self.paragraph(true);
            if self.random.one_in(3) {
                self.list(true);
            }
            if self.random.one_in(12) {
                self.block();
            }
        }
        "md"
    }

    fn research_note(&mut self, title: &str, length: usize) -> &'static str {
        let (author, url, date) = (self.random.of(&PEOPLE), self.address(), self.iso_date());
        let (tag, other, alias) = (self.random.of(&TAGS), self.random.of(&TAGS), self.random.of(&NOUNS));
        self.push(format_args!(
            "---\ntitle: \"{title}\"\nauthor: {author}\nurl: {url}\ndate: {date}\ntags: [{tag}, {other}]\naliases:\n  - {alias} of {author}\n---\n\n# {title}\n\n"
        ));
        while self.text.len() < length {
            self.heading(2);
            self.paragraph(false);
            self.footnoted_paragraph();
            self.block();
            self.heading(3);
            self.paragraph(false);
        }
        for footnote in 1..=self.footnotes {
            let (author, url) = (self.random.of(&PEOPLE), self.address());
            self.push(format_args!("[^{footnote}]: {author}, {url}\n"));
        }
        "md"
    }

    fn article(&mut self, title: &str, length: usize) -> &'static str {
        let (author, date) = (self.random.of(&PEOPLE), self.written_date());
        self.push(format_args!("{title}\n\nBy {author}\n{date}\n\n"));
        while self.text.len() < length {
            for _ in 0..4 + self.random.below(4) {
                let sentence = self.sentence();
                self.push(format_args!("{sentence} "));
            }
            self.text.push_str("\n\n");
        }
        "txt"
    }

    fn hub(&mut self, title: &str, length: usize) -> &'static str {
        self.push(format_args!("# {title}\n\n"));
        while self.text.len() < length {
            self.heading(2);
            self.list(false);
            self.paragraph(false);
        }
        "md"
    }

    fn heading(&mut self, level: usize) {
        let marks = &"######"[..level];
        if !self.text.contains("\n## ") {
            self.push(format_args!("{marks} {FIRST_HEADING}\n\n"));
            return;
        }
        let (heading, noun) = (self.random.of(&HEADINGS), self.random.of(&NOUNS));
        self.push(format_args!("{marks} {heading}: the {noun}\n\n"));
    }

    fn paragraph(&mut self, timed: bool) {
        for _ in 0..3 + self.random.below(4) {
            let sentence = self.sentence();
            let (body, stop) = sentence.split_at(sentence.len() - 1);
            let mark = if timed && self.random.one_in(2) { self.timestamp() } else { String::new() };
            self.push(format_args!("{body}{mark}{stop} "));
        }
        self.text.push_str("\n\n");
    }

    fn footnoted_paragraph(&mut self) {
        let sentence = self.sentence();
        self.footnotes += 1;
        let (footnote, address) = (self.footnotes, self.address());
        self.push(format_args!("{sentence}[^{footnote}] See {address} as well.\n\n"));
    }

    fn list(&mut self, timed: bool) {
        for _ in 0..3 + self.random.below(5) {
            let (adjective, noun, sentence) =
                (self.random.of(&ADJECTIVES), self.random.of(&NOUNS), self.sentence());
            let link = if self.random.one_in(3) { self.wiki_link() } else { String::new() };
            let mark = if timed { self.timestamp() } else { String::new() };
            self.push(format_args!("* **{adjective} {noun}**: {sentence} {link}{mark}\n"));
        }
        self.text.push('\n');
    }

    /// A table, some code, a quotation or a callout.
    fn block(&mut self) {
        let (noun, other, sentence, person) =
            (self.random.of(&NOUNS), self.random.of(&NOUNS), self.sentence(), self.random.of(&PEOPLE));
        let (year, depth) = (1850 + self.random.below(170), self.random.below(900));
        match self.random.below(4) {
            0 => self.push(format_args!(
                "| place | year | depth |\n|---|---|---|\n| {noun} | {year} | {depth} |\n| {other} | {} | {} |\n\n",
                year + 4,
                depth + 12
            )),
            1 => self.push(format_args!(
                "```python\n# [[not a link]] at 00:99:99\ndepths = [{depth}, {year}]\nprint(sum(depths) / len(depths))\n```\n\n"
            )),
            2 => self.push(format_args!("> {sentence}\n> \n> — {person}, {year}\n\n")),
            _ => self.push(format_args!("> [!info] {noun}\n> {sentence}\n\n")),
        }
    }

    fn sentence(&mut self) -> String {
        let mut out = String::new();
        let opener = if self.random.one_in(80) { self.random.of(&VAGUE) } else { self.random.of(&OPENERS) };
        let the = if opener.is_empty() { "The" } else { "the" };
        let (adjective, noun, verb) =
            (self.random.of(&ADJECTIVES), self.random.of(&NOUNS), self.random.of(&VERBS));
        let object = match self.random.below(14) {
            0 | 1 => self.wiki_link(),
            3 => format!("[the {}]({})", self.random.of(&NOUNS), self.address()),
            4 => format!("`gauge_{}`", self.random.below(90)),
            5 => format!("*{}*", self.random.of(&PLURALS)),
            _ => format!("the {} {}", self.random.of(&ADJECTIVES), self.random.of(&PLURALS)),
        };
        let tail = match self.random.below(10) {
            0 => format!(" on {}", self.written_date()),
            1 => format!(" since {}", 1850 + self.random.below(170)),
            2 => format!(" at {}:{:02} in the morning", 5 + self.random.below(6), self.random.below(60)),
            _ => self.random.of(&TAILS).to_owned(),
        };
        let written = match self.random.below(16) {
            0 => write!(out, "“{},” said {}.", self.random.of(&SAYINGS), self.random.of(&PEOPLE)),
            1 => write!(out, "{} wrote that \"{}\".", self.random.of(&PEOPLE), self.random.of(&SAYINGS)),
            2 => write!(out, "The figures are at {} for anyone to check.", self.address()),
            _ => write!(out, "{opener}{the} {adjective} {noun} {verb} {object}{tail}."),
        };
        written.expect("a string takes it");
        out
    }

    /// One in twelve leads nowhere.
    /// A third of them lead nowhere.
    fn wiki_link(&mut self) -> String {
        let number = self.random.below(self.total);
        let (noun, shown) = (self.random.of(&NOUNS), self.random.of(&PLURALS));
        match self.random.below(12) {
            0..=2 => format!("[[{}_{noun}_that_nobody_wrote | {shown}]]", self.random.of(&ADJECTIVES)),
            3 => format!("[[{}]]", self.random.of(&CHANNELS)),
            4 if self.random.one_in(6) => format!("[[{}#{}]]", stem(number), self.random.of(&HEADINGS)),
            4 => format!("[[{}#{FIRST_HEADING}]]", stem(number)),
            _ => format!("[[{} | {shown}]]", stem(number)),
        }
    }

    fn timestamp(&mut self) -> String {
        self.clock += 1 + self.random.below(40);
        let (hours, minutes, seconds) = (self.clock / 3600, self.clock / 60 % 60, self.clock % 60);
        let time = format!("{hours:02}:{minutes:02}:{seconds:02}");
        format!(" <a class=\"yt-timestamp\" data-t=\"{time}\">[{time}]</a>")
    }

    fn address(&mut self) -> String {
        format!("{}{}", self.random.of(&SITES), self.code(8))
    }

    fn code(&mut self, length: usize) -> String {
        const LETTERS: &[u8] = b"abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        (0..length).map(|_| char::from(LETTERS[self.random.below(LETTERS.len())])).collect()
    }

    fn iso_date(&mut self) -> String {
        format!(
            "{}-{:02}-{:02}",
            2008 + self.random.below(16),
            1 + self.random.below(12),
            1 + self.random.below(28)
        )
    }

    fn written_date(&mut self) -> String {
        let (year, number, day) =
            (1990 + self.random.below(34), self.random.below(12), 1 + self.random.below(28));
        let month = MONTHS[number];
        match self.random.below(4) {
            0 => format!("{}, {day} {month} {year}", self.weekday(year, number, day)),
            1 => format!("{month} {day}, {year}"),
            2 => self.iso_date(),
            _ => format!("{day} {month} {year}"),
        }
    }

    /// One in twenty is wrong.
    fn weekday(&mut self, year: usize, month: usize, day: usize) -> &'static str {
        // Zeller's rule, with 0 for Saturday.
        let (year, month) = if month < 2 { (year - 1, month + 13) } else { (year, month + 1) };
        let right = (day + 13 * (month + 1) / 5 + year + year / 4 - year / 100 + year / 400) % 7;
        if self.random.one_in(20) { self.random.of(&WEEKDAYS) } else { WEEKDAYS[(right + 5) % 7] }
    }
}
