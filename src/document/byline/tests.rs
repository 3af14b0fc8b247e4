use super::*;

fn found(text: &str) -> String {
    let document = Document::from_text("a.txt", text);
    let provenance = &document.provenance;
    let show = |name: &str, found: Option<Found>| {
        found.map(|found| format!("{name}={}", document.slice(found.span)))
    };
    let parts = [
        show("title", provenance.title),
        show("author", provenance.author),
        show("published", provenance.published),
        show("retrieved", provenance.retrieved),
        show("source", provenance.source),
        provenance.source_key.as_ref().map(|key| format!("key={key}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" | ")
}

#[test]
fn the_header_and_footer_of_an_article() {
    let text = "The Harbour Post\n\nKeeper leaves the light\n\n2023-11-10T18:02:03.184Z\n\nHe left on 3 May 2020, it is said.\n\n\
                Status: 11.11.2023, 9:51 AM\n\nBy: Ann Keeper\n\nText that goes on about the light, and on, in a line that is long enough for a paragraph.\n\nSource: harbour\n\n© Post 2019 - Privacy\n";
    assert_eq!(
        found(text),
        "title=The Harbour Post | author=Ann Keeper | published=2023-11-10 | source=harbour"
    );
}

#[test]
fn dates_alone_on_their_line() {
    for (line, date) in [
        ("2023-11-10", "2023-11-10"),
        ("10.11.2023, 18:51", "10.11.2023"),
        ("11/25/2023", "11/25/2023"),
        ("Friday, November 10, 2023", "November 10, 2023"),
        ("10 November 2023 at 18:51 GMT", "10 November 2023"),
        ("Published on 10 November 2023", "10 November 2023"),
        ("Publié le 25 février 2022", "25 février 2022"),
        ("Veröffentlicht am Freitag, 27. Oktober 2023", "27. Oktober 2023"),
        ("Опубликовано: 27 октября 2023", "27 октября 2023"),
        ("Le bateau partit le 25 février 2022", ""),
        ("Updated: 2023-11-10", ""),
        ("| Field | Value |\n|---|---|\n| Source | a letter |\n| Published | 2023-11-10 |", "2023-11-10"),
        ("By Ann Keeper | Nov. 10, 2023", "Nov. 10, 2023"),
        ("Published 10:32 AM EST, Fri November 10, 2023", "November 10, 2023"),
        ("Published on Nov 10, 2023 at 6:02 p.m.", "Nov 10, 2023"),
        ("Stand: 10.11.2023, 18:51 Uhr", "10.11.2023, 18:51 Uhr"),
        ("Aktualisiert am 10. November 2023", "10. November 2023"),
        ("Vydáno 10. 11. 2023", "10. 11. 2023"),
        ("2023. 11. 10.", "2023. 11. 10."),
        ("发布时间：2023年11月10日", "2023年11月10日"),
        ("11/10/23", "11/10/23"),
        ("10.11.23, 18:51", "10.11.23"),
        ("20231110", "20231110"),
        ("99/99/23", ""),
        ("12345678", ""),
        ("1.2.3", ""),
        ("The boats of 10 November 2023", ""),
        ("What happened on 9 November 2023", ""),
        ("He came on 9 November 2023.", ""),
        (
            "- Summary: what the keeper saw of the ships in the fog, and of the lamp\n- Published: 2023-11-10",
            "2023-11-10",
        ),
        ("PUBLISHED:\n\n19:31 EST, 30 October 2013", "19:31 EST, 30 October 2013"),
        ("Published:\n\nThe keeper rowed over to the light on 30 October 2013 in fog", ""),
        ("2015 — 2023 ©. All rights reserved", ""),
        ("Copyright 10 November 2023", ""),
        ("May 9", ""),
        ("2023", ""),
        ("Version 10.11.2023.4 of the engine is out", ""),
    ] {
        let document = Document::from_text("a.txt", &format!("A long title\n\n{line}\n\nText.\n"));
        let published = document.provenance.published.map_or("", |found| document.slice(found.span));
        assert_eq!(published, date, "{line}");
    }
}

#[test]
fn headers_on_one_line_letters_and_first_publications() {
    for (text, expected) in [
        (
            "The long lamp\n\nJane Roe | The Courier | May 3, 2024\n\nText.\n",
            "title=The long lamp | author=Jane Roe | published=May 3, 2024 | source=The Courier",
        ),
        (
            "The long lamp\n\nPosted by Jane Roe on May 3, 2024 at 9:19 pm\n\nText.\n",
            "title=The long lamp | author=Jane Roe | published=May 3, 2024",
        ),
        (
            "The long lamp\n\nText.\n\nBy JANE ROE 05/03/24 09:19 PM ET\n",
            "title=The long lamp | author=JANE ROE | published=05/03/24",
        ),
        (
            "La lampe du port\n\nPar Jane Roe - Publié le 03/05/2024 à 09:19\n\nTexte.\n",
            "title=La lampe du port | author=Jane Roe | published=03/05/2024",
        ),
        (
            "Title: The long lamp\n\nURL Source: https://courier.example/a\n\nPublished Time: 2024-05-03T09:19:00Z\n\nText.\n",
            "title=The long lamp | published=2024-05-03T09:19:00Z | source=https://courier.example/a | key=https://courier.example/a",
        ),
        (
            "The long lamp\n\nUpdated 9:19 PM ET, Fri May 3, 2024\n\nText.\n",
            "title=The long lamp | published=May 3, 2024",
        ),
        (
            "The long lamp\n\nBy May 3, 2024 the lamp had gone out again and nobody in town was told\n\nText.\n",
            "title=The long lamp",
        ),
        (
            "The long lamp\n\nJane Roe • Updated May 3, 2024\n\nText.\n",
            "title=The long lamp | author=Jane Roe | published=May 3, 2024",
        ),
        (
            "The long lamp\n\nBy Jane Roe | The Courier | May 3, 2024\n\nText.\n",
            "title=The long lamp | author=Jane Roe | published=May 3, 2024 | source=The Courier",
        ),
        ("From: Jane Roe <jane@x.example>\nSubject: the lamp\n\nText.\n", "title=the lamp | author=Jane Roe"),
        ("From: Jane Roe\nTo: Ann Hill\nSubject: the lamp\n\nText.\n", "title=the lamp | author=Jane Roe"),
        ("From: jane@x.example\n\nText.\n", "author=jane@x.example"),
        ("From: The Courier\n\nText.\n", "source=The Courier"),
        (
            "The long lamp\n\nText.\n\nThis article was originally published on The Courier.\n",
            "title=The long lamp | source=The Courier",
        ),
        (
            "The long lamp\n\nText.\n\n*Originally published in [The Courier](https://courier.example/a)*\n",
            "title=The long lamp | source=[The Courier](https://courier.example/a | key=https://courier.example/a",
        ),
        (
            "The long lamp\n\nText.\n\nRead the original article: https://courier.example/a\n",
            "title=The long lamp | source=https://courier.example/a | key=https://courier.example/a",
        ),
        (
            "The long lamp\n\nText.\n\nThis article first appeared in the Courier.\n",
            "title=The long lamp | source=Courier",
        ),
        (
            "The long lamp\n\nText.\n\nReprinted with permission from courier.example.\n",
            "title=The long lamp | source=courier.example",
        ),
        ("The long lamp\n\nText.\n\nSOURCE The Courier\n", "title=The long lamp | source=The Courier"),
        (
            "The long lamp\n\nText.\n\nJane Roe is a reporter at the Courier.\n",
            "title=The long lamp | author=Jane Roe",
        ),
        ("The long lamp\n\nText.\n\nJane Roe is a keeper of the light.\n", "title=The long lamp"),
        ("The long lamp\n\nLamp | Oil | Frost\n\nText.\n", "title=The long lamp"),
        ("The long lamp\n\nIt was first published in haste\n\nText.\n", "title=The long lamp"),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn a_title_above_the_lines_of_a_header() {
    let text = "Bakery that fed a strike closes\nSiân Howells\nHarbour News, Lampton\nPublished\n9 January 2023\n\n\
                A bakery has closed its doors.\n\nThe shop in about 1930\n\nIt opened in 1883.\n";
    assert_eq!(found(text), "title=Bakery that fed a strike closes | published=9 January 2023");
}

#[test]
fn bylines_and_what_only_looks_like_one() {
    for (line, author) in [
        ("By Ann Keeper", "Ann Keeper"),
        ("by ANN VAN DER KEEPER", "ANN VAN DER KEEPER"),
        ("By Ann Keeper and J. Lamp, Harbour Post", "Ann Keeper and J. Lamp"),
        ("**Author:** Ann Keeper", "Ann Keeper"),
        ("| | |\n|---|---|\n| **Author** | Ann Keeper |", "Ann Keeper"),
        ("|Author:|Ann Keeper", "Ann Keeper"),
        ("| Author | Title |\n| :--- | --- |\n| Ann Keeper | The lamp |", ""),
        ("| Author | Ann Keeper | 1894 |", ""),
        ("Ann Keeper, 3 May 2020", "Ann Keeper"),
        ("Friday, November 10, 2023", ""),
        ("By the end of the day all was lost", ""),
        ("By Monday the ships had left the harbour", ""),
        ("By.", ""),
        ("Par Hélène Marchand", "Hélène Marchand"),
        ("Von Katrin Böhme", "Katrin Böhme"),
        ("Автор: Анна Маяк", "Анна Маяк"),
        ("Par la suite, tout fut perdu", ""),
        ("Von den Schiffen im Hafen", ""),
        ("By Ann Keeper in Port Lamp", "Ann Keeper"),
        ("Reviewed by Ann Keeper", "Ann Keeper"),
        ("By Monday in Port Lamp all was lost", ""),
        ("**By Ann Keeper**", "Ann Keeper"),
        ("Guest post by Ann Keeper", "Ann Keeper"),
        ("Por Ann Keeper", "Ann Keeper"),
        ("Ann Keeper | Staff Writer", "Ann Keeper"),
        ("Ann Keeper, Harbour correspondent", "Ann Keeper"),
        ("Ann Keeper, Reuters", "Ann Keeper"),
        ("Ann Keeper @annkeeper", "Ann Keeper"),
        ("Ann Keeper\n\n3 May 2020", "Ann Keeper"),
        ("3 May 2020\n\n[Ann Keeper](https://post.example/ann)", "Ann Keeper"),
        ("3 May 2020\n\nAnn Keeper for The Post", "Ann Keeper"),
        ("作者：安", "安"),
        ("Old Harbour, Port Lamp", ""),
        ("The lamp and the fog\n\n3 May 2020", ""),
        ("Ann Keeper\n\nShe lit the lamp", ""),
        ("By \nAnn Keeper", "Ann Keeper"),
        ("Written by\n\nAnn Keeper", "Ann Keeper"),
        ("Author:\n\nAnn Keeper", "Ann Keeper"),
        ("By\nthe end all was lost", ""),
    ] {
        let document = Document::from_text("a.txt", &format!("A long title\n\n{line}\n\nText.\n"));
        let author_found = document.provenance.author.map_or("", |found| document.slice(found.span));
        assert_eq!(author_found, author, "{line}");
    }
}

#[test]
fn front_matter_and_named_lines() {
    assert_eq!(
        found("---\ntitle: A\nvideo_id: dQw4w9WgXcQ\n---\nFrom: [[keeper]] <br/>\n"),
        "title=A | author=[[keeper]] | source=dQw4w9WgXcQ | key=youtube:dQw4w9WgXcQ"
    );
    assert_eq!(
        found("# Lights\n\nSource: [The light](https://www.harbour.example.org/a/?utm_source=x)\n"),
        "title=Lights | source=[The light](https://www.harbour.example.org/a/?utm_source=x) | key=https://harbour.example.org/a"
    );
    assert_eq!(
        found(
            "---\nurl: /about/\nsources:\n- https://a.example.org\nauthor: [{name: Ann}]\ncreated: 2024-01-02\n---\n"
        ),
        "author=Ann | retrieved=2024-01-02 | source=https://a.example.org | key=https://a.example.org"
    );
    assert_eq!(found("---\norigin: team\n---\n"), "");
    assert_eq!(
        found("---\norigin: https://a.example.org/b\n---\n"),
        "source=https://a.example.org/b | key=https://a.example.org/b"
    );
    assert_eq!(
        found("From: https://a.example.org/b\n"),
        "source=https://a.example.org/b | key=https://a.example.org/b"
    );
    assert_eq!(found("From: the beginning of the harbour\n"), "");
    assert_eq!(
        found("Quellen:\n\n- https://a.example.org/b\n- https://a.example.org/c\n"),
        "source=https://a.example.org/b | key=https://a.example.org/b"
    );
    assert_eq!(
        found("---\npmid: 38765432\n---\nSource(s): https://a.example.org/b\n"),
        "source=38765432 | key=pmid:38765432"
    );
    assert_eq!(
        found(
            "[Open in the reader](https://reader.example.org/a-long-way-off)\n[Read Original](https://a.example.org/b)\n[Home](https://a.example.org)\n"
        ),
        "source=https://a.example.org/b | key=https://a.example.org/b"
    );
    assert_eq!(
        found(
            "---\nsources:\n- name: The light\n  url: https://a.example.org/b\nauthor: [{name: Ann, url: https://a.example.org}]\n---\n"
        ),
        "author=Ann | source=https://a.example.org/b | key=https://a.example.org/b"
    );
    assert_eq!(
        found("Source:\nhttps://a.example.org/b\n"),
        "source=https://a.example.org/b | key=https://a.example.org/b"
    );
}
