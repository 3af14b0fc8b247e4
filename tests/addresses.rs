//! Addresses with a slip, each in the places where one may stand, and odd ones that are sound.

use jiff::civil::date;
use wherefrom::checks::KINDS;
use wherefrom::engine::{Scope, lint};
use wherefrom::rule::{RuleSet, built_in};
use wherefrom::vault::Vault;

/// What is written around an address that is there to be followed.
const GIVEN: [(&str, &str); 5] = [
    ("---\nurl: ", "\n---\nText.\n"),
    ("---\nsources:\n  - ", "\n---\nText.\n"),
    ("See [it](", ") for more.\n"),
    ("See [it] for more.\n\n[it]: ", "\n"),
    ("Text.\n\nSource: ", "\n"),
];

/// And around one that may be what the text is about.
const LOOSE: [(&str, &str); 2] = [("See ", " for more.\n"), ("See (", ").\n")];

/// These are wrong wherever they stand.
const WRONG: &[&str] = &[
    "http//lamps.org",
    "https//lamps.org/a",
    "https;//lamps.org",
    "https.//lamps.org",
    "https:lamps.org/a",
    "http:www.lamps.org",
    "https:/lamps.org",
    "https::/lamps.org",
    "https:://lamps.org",
    "https//:lamps.org",
    "https:///lamps.org",
    "https:////lamps.org",
    "https:\\\\lamps.org\\a",
    "https:/\\lamps.org",
    "https：//lamps.org",
    "http/lamps.org/a",
    "https/www.lamps.museum",
    "HTTPS//lamps.org",
    "htp://lamps.org/a",
    "htps://lamps.org/a",
    "htttps://lamps.org",
    "hhtps://lamps.org",
    "ttps://lamps.org",
    "httsp://lamps.org",
    "htpps://lamps.org",
    "hppts://lamps.org",
    "hptts://lamps.org",
    "htts://lamps.org/a",
    "tthps://lamps.org",
    "thtps://lamps.org",
    "https://https://lamps.org",
    "https://http://lamps.org",
    "http://https//lamps.org",
    "https://https/lamps.org",
    "httpshttps://lamps.org",
    "https://lamps,org/a",
    "https://www,lamps.org",
    "https://lamps;org/a",
    "https://lamps–hill.org/a",
    "https://lamps..org/a",
    "https://.lamps.org",
    "https://lamps-.org",
    "https://www.-lamps.org",
    "https://lamps.org-/a",
    "https://ww.lamps.org",
    "https://wwww.lamps.org",
    "https://www.www.lamps.org",
    "https://lamps.cmo/a",
    "https://lamps.con/a",
    "https://lamps.or/a",
    "https://lamps.org:99999/",
    "https://lamps.org:80a/",
    "http://300.1.2.3/",
    "https://lamps.123",
    "https://[2001:db8::1/a",
    "https://2001:db8::1/a",
    "https://lamps.org/%zz",
    "https://lamps.org/https://lamps.org/a",
    "https://lamps.orghttps://lamps.org/a",
    "https://lamps.org/ahttps://lamps.org/b",
    "https://lamps.org/a…",
    "https://lamps.org/a...",
    "https://foo",
];

/// These only where they are there to be followed.
const WRONG_IF_GIVEN: &[&str] = &[
    "http://foo/bar",
    "https://www",
    "https://",
    "https:///",
    "https://?page=1",
    "https://:8080/a",
    "https://jane@/a",
    "https://lamps.org:port/a",
    "https://lamps.c",
    "http://1.2.3/a",
    "https://lam…",
    "https://lamps.org/…",
    "https://lamps.org\\a\\b",
];

/// These in a field.
const WRONG_IN_FIELDS: &[&str] = &[
    "https://foo org/x",
    "https://exa mple.org",
    "https://lamps .org/a",
    "https:// lamps.org/a",
    "https://lamps.org/the lamp.html",
    "https://lamps.org/a ?page=1",
    "https://lamps.org/a),",
    "https://lamps.org/a>",
    "https://lamps.org/a]",
    "https://lamps.org/a\"",
    "https://lamps.org/a”",
    "https://lamps.org/a\u{200b}",
    "https://lamps.org/a\u{ad}b",
];

/// These nowhere.
const SOUND: &[&str] = &[
    "https://lamps.org",
    "http://lamps.org/a/b.html",
    "HTTPS://LAMPS.ORG/A",
    "https://lamps.org:8080/a",
    "https://jane@lamps.org/a",
    "https://jane:secret@lamps.org/a",
    "http://[2001:db8::1]/a",
    "http://[2001:db8::1]:8080/a",
    "http://[::1]/",
    "http://127.0.0.1:8000/a",
    "http://192.168.0.1/",
    "http://10.0.0.7:3000/x",
    "https://1.1.1.1/",
    "http://localhost:3000/a",
    "http://nas:5000/a",
    "https://bücher.de/ä",
    "https://例え.jp/パス",
    "https://xn--bcher-kva.de",
    "https://пример.рф/путь",
    "https://lamps.org/%C3%A9%20b",
    "https://lamps.org/50%-off",
    "https://lamps.org/%u00e9",
    "https://lamps.org/Lens_(optics)",
    "https://lamps.org/a(b)c(d)",
    "https://lamps.org/[a]",
    "https://lamps.org/a;jsessionid=AB12?x=1",
    "https://lamps.org/?q=a,b#c..d",
    "https://lamps.org?q=1",
    "https://lamps.org#top",
    "https://lamps.org/a#/route/2",
    "https://lamps.org/a?u=https://lamps.org/b",
    "https://web.archive.org/web/2019/http://lamps.org/",
    "https://web.archive.org/web/20190101000000*/lamps.org",
    "https://archive.org/http:/lamps.org",
    "https://read.lamps.net/https://lamps.org/a",
    "https://lamps.org/@52.5,13.4,12z",
    "https://lamps.org/a//b",
    "https://lamps.org/~jane/a",
    "https://lamps.org/a+b!c'd*e=f&g=h",
    "https://lamps.org/Acme_Inc.",
    "https://lamps.org./a",
    "https://t.co/AbC",
    "https://a.b.c.d.lamps.co.uk/a",
    "https://lamps_2.lamps.org/a",
    "https://foo-.lamps.org/a",
    "https://r3---sn.lamps.org/a",
    "https://4chan.org",
    "https://163.com/a",
    "https://lamps.museum",
    "https://http.cat/404",
    "https://httpbin.org/get",
    "https://https.cio.gov/",
    "https://www.com/",
    "https://ww2.lamps.org/a",
    "https://wwwhatsnew.com/a",
    "https://doi.org/10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1",
    "https://lamps.org/a–b",
    "https://lamps.org/a/...b",
    "https://lamps.org/a|b",
    "https://lamps.org/¿que?",
    "ftp://lamps.org/a",
    "mailto:jane@lamps.org",
    "doi:10.1000/182",
    "file:///home/jane/a",
    "//lamps.org/a",
    "a/b.html",
    "../a.md",
    "lamps.org/a",
    "git@lamps.org:a/b.git",
    "magnet:?xt=urn:btih:abc",
    "urn:isbn:9780306406157",
    "obsidian://open?vault=x",
    "http/2",
    "http/server.go",
    "net/http/server.go",
];

/// How many findings the rule has in a document that holds the address.
fn count(rules: &RuleSet, (before, after): (&str, &str), address: &str) -> usize {
    let text = format!("{before}{address}{after}");
    let vault = Vault::from_texts([("a.md", &*text)]);
    lint(&vault, rules, date(2026, 1, 1), &Scope::Everything).findings.len()
}

#[test]
fn wrong_addresses_are_found_where_they_are_wrong_and_sound_ones_nowhere() {
    let loaded = built_in().expect("the built-in rules are sound");
    let rule = loaded.iter().find(|rule| rule.id == "sources/malformed-url").expect("it is there");
    let rules = RuleSet::compile([(rule, None)], KINDS).expect("it compiles");
    let everywhere = || GIVEN.into_iter().chain(LOOSE);
    let cases = WRONG.iter().flat_map(|address| everywhere().map(move |place| (address, place, 1)));
    let given = WRONG_IF_GIVEN.iter().flat_map(|address| {
        let quiet = LOOSE.into_iter().map(move |place| (address, place, 0));
        GIVEN.into_iter().map(move |place| (address, place, 1)).chain(quiet)
    });
    let fields = WRONG_IN_FIELDS.iter().map(|address| (address, GIVEN[0], 1));
    let sound = SOUND.iter().flat_map(|address| everywhere().map(move |place| (address, place, 0)));
    let told = |(address, place, expected): (&&str, (&str, &str), usize)| {
        let found = count(&rules, place, address);
        (found != expected).then(|| format!("`{address}` in {place:?}: {found}, not {expected}"))
    };
    let wrong: Vec<String> = cases.chain(given).chain(fields).chain(sound).filter_map(told).collect();
    assert_eq!(wrong, [""; 0]);
}
