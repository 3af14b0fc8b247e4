use proptest::prelude::*;

use super::*;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Every date as `text: year-month-day weekday`, with `?` for ambiguous and `~` for doubtful.
fn dates(text: &str) -> Vec<String> {
    let document = Document::from_text("a.md", text);
    let described = document.dates.iter().map(|date| {
        let year = date.year.map_or("-".into(), |year| year.to_string());
        let day = date.day.map_or("-".into(), |day| day.to_string());
        let weekday =
            date.weekday.map_or(String::new(), |(day, _)| format!(" {}", WEEKDAYS[usize::from(day)]));
        let mark = match (date.ambiguous, date.doubtful) {
            (true, _) => "?",
            (_, true) => "~",
            _ => "",
        };
        format!("{}: {year}/{}/{day}{weekday}{mark}", date.span.of(text), date.month)
    });
    described.collect()
}

/// Every time of day as `text: hour:minute context`.
fn times(text: &str) -> Vec<String> {
    let document = Document::from_text("a.md", text);
    let described = document.clock_times.iter().map(|time| {
        let minute = time.minute.map_or("-".into(), |minute| minute.to_string());
        let half = time.half.map_or("", |_| if time.afternoon { " pm" } else { " am" });
        format!("{}: {}:{minute}{half} {:?}", time.span.of(text), time.hour, time.context)
    });
    described.collect()
}

#[test]
fn dates_of_every_language_and_form() {
    let cases = [
        ("on 2023-11-10.", "2023-11-10: 2023/11/10"),
        ("2023-11-10T18:02:03.184Z", "2023-11-10: 2023/11/10"),
        ("2023/11/10", "2023/11/10: 2023/11/10"),
        ("Status: 10.11.2023, 18:51", "10.11.2023: 2023/11/10"),
        ("on 10/11/2023", "10/11/2023: 2023/11/10?"),
        ("on 11/25/2023", "11/25/2023: 2023/11/25"),
        ("on 31/13/2023", "31/13/2023: 2023/13/31"),
        ("on 2 December 2024", "2 December 2024: 2024/12/2"),
        ("on 2nd of December, 2024", "2nd of December, 2024: 2024/12/2"),
        ("on November 9, 2023,", "November 9, 2023: 2023/11/9"),
        ("on Nov. 9th 2023", "Nov. 9th 2023: 2023/11/9"),
        ("9-Nov-2023", "9-Nov-2023: 2023/11/9"),
        ("since November 2023", "November 2023: 2023/11/-"),
        ("on May 9.", "May 9: -/5/9"),
        ("broadcast on Monday, December 2, he", "Monday, December 2: -/12/2 Mon"),
        ("on Thursday (9 November), a", "Thursday (9 November): -/11/9 Thu"),
        ("Thu 9 Nov 2023", "Thu 9 Nov 2023: 2023/11/9 Thu"),
        ("2023年11月9日、港", "2023年11月9日: 2023/11/9"),
        ("2023年11月9日（星期四）", "2023年11月9日（星期四）: 2023/11/9 Thu"),
        ("2023年11月9日(木)、", "2023年11月9日(木): 2023/11/9 Thu"),
        ("2023年11月9日 木曜日、", "2023年11月9日 木曜日: 2023/11/9 Thu"),
        ("2023년 11월 9일 목요일,", "2023년 11월 9일 목요일: 2023/11/9 Thu"),
        ("2023年11月9日月夜", "2023年11月9日: 2023/11/9"),
        ("2023年11月9日（一）", "2023年11月9日: 2023/11/9"),
        ("2023年11月，港", "2023年11月: 2023/11/-"),
        ("2023년 11월 9일 항구", "2023년 11월 9일: 2023/11/9"),
        ("입력 2023. 11. 9. 오후", "2023. 11. 9.: 2023/11/9"),
        ("Vydáno 9. 11. 2023, v", "9. 11. 2023: 2023/11/9"),
        ("op donderdag 9 november 2023 was", "donderdag 9 november 2023: 2023/11/9 Thu"),
        ("torsdag den 9. november 2023", "torsdag den 9. november 2023: 2023/11/9 Thu"),
        ("torsdagen den 9 november 2023", "torsdagen den 9 november 2023: 2023/11/9 Thu"),
        ("torstaina 9. marraskuuta 2023", "torstaina 9. marraskuuta 2023: 2023/11/9 Thu"),
        ("w czwartek 9 listopada 2023", "czwartek 9 listopada 2023: 2023/11/9 Thu"),
        ("ve čtvrtek 9. listopadu 2023", "čtvrtek 9. listopadu 2023: 2023/11/9 Thu"),
        ("9 Kasım 2023 Perşembe", "9 Kasım 2023: 2023/11/9"),
        ("joi, 9 noiembrie 2023", "joi, 9 noiembrie 2023: 2023/11/9 Thu"),
        ("on Thu Nov  9 17:20:45 2023", "Thu Nov  9: 2023/11/9 Thu"),
        ("on Thu Nov 9 17:20:45 CET 2023", "Thu Nov 9: 2023/11/9 Thu"),
        ("on Thursday, the 9th of November 2023", "Thursday, the 9th of November 2023: 2023/11/9 Thu"),
        ("**Thursday**, 9 November 2023", "Thursday**, 9 November 2023: 2023/11/9 Thu"),
        ("on Monday,\nDecember 2, 2024", "Monday,\nDecember 2, 2024: 2024/12/2 Mon"),
        ("9 November 2023 (Thursday)", "9 November 2023 (Thursday): 2023/11/9 Thu"),
        ("2023-11-10 (Fri)", "2023-11-10 (Fri): 2023/11/10 Fri"),
        ("Fri, 2023-11-10", "Fri, 2023-11-10: 2023/11/10 Fri"),
        ("am Donnerstag, dem 9. November 2023,", "Donnerstag, dem 9. November 2023: 2023/11/9 Thu"),
        ("Do., 9. Nov. 2023", "Do., 9. Nov. 2023: 2023/11/9 Thu"),
        ("am 3. März", "3. März: -/3/3"),
        ("le jeudi 9 novembre", "jeudi 9 novembre: -/11/9 Thu"),
        ("le 1er août 2023", "1er août 2023: 2023/8/1"),
        ("9 de noviembre de 2023", "9 de noviembre de 2023: 2023/11/9"),
        ("el jueves, 9 de noviembre", "jueves, 9 de noviembre: -/11/9 Thu"),
        ("quinta-feira, 9 de novembro de 2023", "quinta-feira, 9 de novembro de 2023: 2023/11/9 Thu"),
        ("1º de maio", "1º de maio: -/5/1"),
        ("giovedì 9 novembre 2023", "giovedì 9 novembre 2023: 2023/11/9 Thu"),
        ("в четверг, 9 ноября 2023 года", "четверг, 9 ноября 2023: 2023/11/9 Thu"),
        ("9-го мая", "9-го мая: -/5/9"),
        ("у п’ятницю, 10 листопада 2023 року", "п’ятницю, 10 листопада 2023: 2023/11/10 Fri"),
        ("In February 30 people came", "February 30: -/2/30~"),
        ("30.2.2023", "30.2.2023: 2023/2/30~"),
        ("30.02.2023", "30.02.2023: 2023/2/30"),
        ("0000-01-01", "0000-01-01: 0/1/1"),
    ];
    for (text, expected) in cases {
        assert_eq!(dates(text), [expected], "{text}");
    }
}

#[test]
fn a_weekday_belongs_to_one_day() {
    let without = [
        ("Saturday and Sunday, May 3 and 4, 2025", "May 3: -/5/3~"),
        ("Friday–Sunday, May 3–5", "May 3: -/5/3"),
        ("on Saturday/Sunday 4 May 2025", "4 May 2025: 2025/5/4"),
        ("Friday, May 3 to 5", "May 3: -/5/3~"),
        ("in The Sun, 9 November 2023", "9 November 2023: 2023/11/9"),
        ("the Baltimore Sun, November 9, 2023", "November 9, 2023: 2023/11/9"),
        ("He left on Thursday. 9 November 2023 was", "9 November 2023: 2023/11/9"),
        ("Ward, Sam (November 9, 2023). The lamp", "November 9, 2023: 2023/11/9"),
        ("Ward, Sun (November 9, 2023). The lamp", "November 9, 2023: 2023/11/9"),
        ("and Dom, 9 November 2023", "9 November 2023: 2023/11/9"),
        ("So 9 November 2023 was", "9 November 2023: 2023/11/9"),
        ("On 9 November 2023, Monday's child", "9 November 2023: 2023/11/9"),
    ];
    for (text, expected) in without {
        assert_eq!(dates(text)[0], expected, "{text}");
    }
    assert_eq!(dates("on Thursday, May 9 at 1:00 PM"), ["Thursday, May 9: -/5/9 Thu"]);
    assert_eq!(dates("on Thursday, June 20, at 1 PM"), ["Thursday, June 20: -/6/20 Thu"]);
    assert_eq!(dates("on Thursday, May 30 at 6 PM"), ["Thursday, May 30: -/5/30 Thu"]);
}

#[test]
fn what_is_no_date() {
    for text in [
        "In 2023. 11 boats, 2023. 11. 10 boats, 9. 13. 2023, 40. 11. 2023, version 1. 2. 2023, 2023年, 2023年13月9日",
        "with patch 8.2.1342 and then 8.2.0343",
        "you may 5 times, then march 5 miles; we sun 3 days and sat 4 hours",
        "in mar 5 and dec 12",
        "version 1.2.3, v1.2.2020, 1.2.2020.4, 10.11.2023.5, 192.168.2.1",
        "+49 30 2023-11-1045, ISBN 978-2023-11-10, order 12023-11-10",
        "https://example.org/2023/11/10/post https://example.org/?d=2023-11-10 report-2023-11-10.md",
        "In May 1,700 wagons; May 5.3; May 5%",
        "$5 May, #9 May",
        "5 out of 10, the 5 set pieces, 5 years ago",
        "5 Mars bars",
        "0000-00-00 2023-31-12 2023-13-45 32/01/2023 00/01/2023",
        "`9 November 2023` <!-- 9 November 2023 -->",
        "chapter 9\n\nNovember rain",
        "11111111111111111111111111111111111111111-11-11",
    ] {
        let found = dates(text);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn times_of_day() {
    let cases = [
        ("Status: 10.11.2023, 18:51 PM", "18:51 PM: 18:51 pm Half"),
        ("at 9:30 a.m. sharp", "9:30 a.m.: 9:30 am Half"),
        ("at 9 am", "9 am: 9:- am Half"),
        ("13 o'clock PM", "13 o'clock PM: 13:- pm Half"),
        ("um 25:10 Uhr", "25:10 Uhr: 25:10 Word"),
        ("um 18 Uhr", "18 Uhr: 18:- Word"),
        ("2023-11-10T18:02:03.184Z", "18:02:03.184: 18:2 Iso"),
        ("2023-11-10 25:10", "25:10: 25:10 Iso"),
        ("10.11.2023, 18:51", "18:51: 18:51 Date"),
        ("we meet at 18:30", "18:30: 18:30 Before"),
        ("a las 18:30", "18:30: 18:30 Before"),
        ("в 20:42 по мск", "20:42: 20:42 Before"),
    ];
    for (text, expected) in cases {
        assert_eq!(times(text), [expected], "{text}");
    }
    for text in [
        "a ratio of 1:10, John 3:16, the score 21:10, 12:345",
        "[00:22:20] [00:22:21]",
        "13 pm wavelengths, the 14 PM candidates, PM10",
        "<a class=\"yt-timestamp\" data-t=\"18:51\">[18:51]</a> PM",
        "1:2:3:4 and ::1",
    ] {
        assert!(times(text).is_empty(), "{text}: {:?}", times(text));
    }
}

#[test]
fn a_million_dates_are_read() {
    for piece in ["9 November 2023, ", "1", "9 ", "18:51 PM ", "1.1.1.1.", "Monday, ", "May 9 \u{a0}"] {
        let text = format!("x {}", piece.repeat(50_000));
        let (mut dates, mut times) = (Vec::new(), Vec::new());
        scan(&text, Span::new(0, text.len()), &mut dates, &mut times);
        assert!(dates.len() + times.len() <= 100_000, "{piece:?}");
    }
}

proptest! {
    #[test]
    fn never_panics_and_keeps_its_tables_in_order(
        text in "([0-9]{1,5}|[-/.:,]|November|May|mai|de |of |Monday|п’ятницю|th|º|°|-го|\\(|\\)| |\u{a0}|\n|\\*\\*|PM|a\\.m\\.|Uhr|at |T|é|😀|[\\[\\]]){0,40}"
    ) {
        let document = Document::from_text("a.md", &text);
        let mut last = Span::at(0);
        for date in &document.dates {
            prop_assert!(last.end() <= date.span.start());
            last = date.span;
            prop_assert!(text.get(date.span.range()).is_some());
            prop_assert!(date.span.contains(date.date) && text.get(date.date.range()).is_some());
            prop_assert!(date.weekday.is_none_or(|(day, span)| day < 7 && date.span.contains(span)));
        }
        let mut last = Span::at(0);
        for time in &document.clock_times {
            prop_assert!(last.end() <= time.span.start());
            last = time.span;
            prop_assert!(text.get(time.span.range()).is_some());
        }
    }
}
