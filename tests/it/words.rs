//! The words of the pages: a `words.yaml` replaces them, and no page shows a word that is not from the catalogue.

use std::fmt::Write as _;

use calfeed::{Context, Format, Report, Revisions, Site, english_words, publish};

use crate::corpus::{file, instant, read};
use crate::program::Desk;

/// A calendar whose own texts are all Greek, so that each Latin letter of a page is a word of the catalogue.
const GREEK: &str = "\
calendar:
  name: Λέσχη
  slug: club
  domain: club.example.org
  url: https://club.example.org
  timezone: Europe/London
  description: Διαβάζουμε.
groups:
  crime: {name: Έγκλημα, description: Φόνοι., contact: jo@example.org, url: https://crime.example.org, formerly: [murder]}
  poetry: {name: Ποίηση, next: tbc}
  prose: {name: Πεζά}
events:
  - id: weekly
    title: Βιβλίο
    groups: [crime]
    start: 2025-01-07 11:00
    end: '12:00'
    repeats: weekly on Tuesday
    until: 2026-12-29
    description: Φέρτε ένα βιβλίο.
    location: Βιβλιοθήκη
    format: in-person
    join: https://meet.example.org/a
    sign_up: https://club.example.org/join
    price: free
    contact: jo@example.org
    url: https://club.example.org/weekly
    tags: [βιβλία]
    talks: [{title: Ομιλία, speakers: [Γιώργος], slides: https://a.example.org/s, video: https://a.example.org/v}]
    changes:
      2026-03-03: {moved_to: 2026-03-04 18:30, reason: Αργία}
      2026-03-10: {status: cancelled, reason: Αργία}
      2026-03-17: {skipped: Αργία}
      2026-03-24: {status: tentative}
  - id: twice
    title: Σκάκι
    start: 2026-01-01 18:00
    end: '19:00'
    repeats: monthly on the 1st and 3rd Thursday
  - id: yearly
    title: Γιορτή
    start: 2026-05-01
    repeats: every 2 years on 1 May
  - id: also
    title: Εκδρομή
    start: 2026-06-05 09:00
    end: '10:00'
    also: [2026-06-06, 2026-06-09]
  - id: abroad
    title: Μακριά
    timezone: America/New_York
    start: 2026-02-20 09:00
    end: 2026-02-22 10:00
  - id: now
    title: Τώρα
    groups: [crime, prose]
    start: 2026-02-01
    end: 2026-02-03
    format: hybrid
  - {id: off, title: Ποτέ, start: 2026-02-27 12:00, end: '13:00', status: cancelled}
  - {id: late, title: Αργότερα, start: 2026-02-28 12:00, end: '13:00', status: postponed, groups: [poetry]}
  - {id: once, title: Μία, start: 2025-11-12, format: virtual}
  - {id: some-day, title: Κάποτε, start: 2027}
  - {id: tbc, title: Άγνωστο, start: tbc, groups: [poetry]}
";

fn site(words: &str) -> Result<Site, Report> {
    let words = ("words.yaml".to_owned(), words.to_owned());
    let months = ["/2026-01/", "/2098-01/"].map(ToOwned::to_owned);
    let context = Context::new(instant("2026-02-02T12:30:00Z")).with_published(months);
    let context = context.with_templates([words]);
    publish(
        &read(GREEK),
        &Revisions::at(instant("2026-01-01T00:00:00Z")),
        &context,
    )
}

fn text<'a>(site: &'a Site, path: &str) -> &'a str {
    let resource = site.get(path).unwrap_or_else(|| panic!("{path}"));
    str::from_utf8(resource.bytes()).unwrap()
}

/// Returns a `words.yaml` in which each text is enclosed in `⟦` and `⟧`.
fn marked() -> String {
    let mut yaml = String::new();
    for (name, text) in english_words() {
        let text = serde_json::Value::from(format!("⟦{text}⟧"));
        let _ = writeln!(yaml, "{name}: {text}");
    }
    yaml
}

/// Returns a text without what is between `⟦` and `⟧`.
fn unmarked(text: &str) -> String {
    let mut depth = 0_usize;
    let mut rest = String::new();
    for c in text.chars() {
        match c {
            '⟦' => depth += 1,
            '⟧' => depth -= 1,
            c if depth == 0 => rest.push(c),
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{text}");
    rest
}

/// Returns the attributes of a page that people see or hear.
fn attributes(html: &str) -> Vec<String> {
    const SHOWN: [&str; 13] = [
        "aria-label",
        "title",
        "content",
        "data-yours",
        "data-day",
        "data-am",
        "data-pm",
        "data-midday",
        "data-copy",
        "data-copy-of",
        "data-copied",
        "data-some",
        "data-none",
    ];
    let found = SHOWN.iter().flat_map(|name| {
        let start = format!(" {name}=\"");
        let values = html
            .split(&start)
            .skip(1)
            .map(|rest| rest.split_once('"').unwrap().0);
        values.map(ToOwned::to_owned).collect::<Vec<_>>()
    });
    let technical = |it: &String| {
        [
            "width=", "0; url=", "website", "en_", "#", "https://", "noindex",
        ]
        .iter()
        .any(|start| it.starts_with(start))
    };
    found.filter(|it| !technical(it)).collect()
}

/// Returns the visible text of a page.
fn visible(html: &str) -> String {
    let mut html = html.to_owned();
    while let Some(start) = html.find("<script") {
        let end = start + html[start..].find("</script>").unwrap() + "</script>".len();
        html.replace_range(start..end, "");
    }
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    text.replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
}

/// Returns the words of a text that the catalogue does not have.
fn strange(text: &str) -> Vec<String> {
    let rest = unmarked(text);
    let words = rest
        .split(|c: char| c.is_whitespace())
        .filter(|it| it.contains(|c: char| c.is_ascii_alphabetic()));
    words.map(ToOwned::to_owned).collect()
}

/// Returns Markdown without the addresses of its links.
fn without_addresses(markdown: &str) -> String {
    let mut parts = markdown.split("](");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        text.push_str(part.split_once(')').unwrap().1);
    }
    text
}

#[test]
fn every_word_of_every_page_is_from_the_catalogue() {
    let site = site(&marked()).unwrap();
    let mut faults = Vec::new();
    let mut pages = 0;
    for (path, resource) in site.iter() {
        let Ok(text) = str::from_utf8(resource.bytes()) else {
            continue;
        };
        if text.starts_with("<!doctype html>") {
            pages += 1;
            faults.extend(
                strange(&visible(text))
                    .into_iter()
                    .map(|it| format!("{path}: {it}")),
            );
            let attributes = attributes(text).into_iter().flat_map(|it| strange(&it));
            faults.extend(attributes.map(|it| format!("{path}: attribute {it}")));
        } else if path.ends_with(".md") {
            pages += 1;
            let words = strange(&without_addresses(text));
            faults.extend(words.into_iter().map(|it| format!("{path}: {it}")));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    assert!(pages > 40, "{pages}");
}

#[test]
fn every_word_of_the_news_feed_is_from_the_catalogue() {
    let site = site(&marked()).unwrap();
    let feed = text(&site, "/feed.xml");
    let texts = ["title", "content"].into_iter().flat_map(|name| {
        let start = format!("<{name}");
        feed.split(&start)
            .skip(1)
            .map(|it| it.split_once('>').unwrap().1)
            .collect::<Vec<_>>()
    });
    let texts = texts.map(|it| it.split_once("</").unwrap().0);
    let faults: Vec<String> = texts
        .flat_map(|it| strange(&visible(&visible(it))))
        .collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn calendars_stay_the_same_in_every_language() {
    let (ours, marked) = (site("").unwrap(), site(&marked()).unwrap());
    let calendars = |site: &Site| -> Vec<(String, Vec<u8>)> {
        let calendars = site.iter().filter(|(path, _)| path.ends_with(".ics"));
        calendars
            .map(|(path, it)| (path.to_owned(), it.bytes().to_vec()))
            .collect()
    };
    assert!(calendars(&ours).len() > 10);
    assert!(calendars(&ours) == calendars(&marked));
}

#[test]
fn dates_are_in_the_order_of_the_words_and_without_halves_of_a_day_on_24_hours() {
    let site = site(
        "date: '{year}. {month} {day}., {weekday}'\nam: ''\npm: ''\nfrom_to: '{start}–{end}'\n",
    )
    .unwrap();
    let json: serde_json::Value = serde_json::from_str(text(&site, "/events.json")).unwrap();
    let whens = json["upcoming"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["when"].as_str().unwrap());
    assert_eq!(
        whens.take(3).collect::<Vec<_>>(),
        [
            "Sunday 1–2026. February 3., Tuesday",
            "2026. February 3., Tuesday, 11:00–12:00",
            "2026. February 5., Thursday, 18:00–19:00",
        ]
    );
}

#[test]
fn a_word_that_looks_like_html_is_text() {
    let site = site("skip_link: <b>Neidio</b>\nnews_of: '<i>{name}</i>'\nrepeats_from: '<i>{rule} {start}</i>'\n").unwrap();
    assert!(
        text(&site, "/").contains("<a class=\"skip\" href=\"#main\">&lt;b&gt;Neidio&lt;/b&gt;</a>")
    );
    let feed = text(&site, "/feed.xml");
    assert!(
        feed.contains("<title>&lt;i&gt;Λέσχη&lt;/i&gt;</title>"),
        "{feed}"
    );
    assert!(feed.contains("&lt;p&gt;&amp;lt;i&amp;gt;monthly"), "{feed}");
}

#[test]
fn a_mistake_in_the_words_is_reported_at_its_place() {
    let report = site("may: Mai\nskip_lnk: Neidio\n").unwrap_err();
    assert_eq!(
        report.render(
            Format::Human(false),
            "words.yaml",
            "may: Mai\nskip_lnk: Neidio\n"
        ),
        "\
error[template]: unknown word `skip_lnk`
 --> words.yaml:2:1
  |
2 | skip_lnk: Neidio
  | ^^^^^^^^
  |
  = help: did you mean `skip_link`?

"
    );
}

#[test]
fn the_program_reads_words_from_the_folder_of_templates() {
    let desk = Desk::new();
    desk.write("events.yaml", GREEK);
    desk.write("mine/words.yaml", "skip_link: Neidio\n");
    desk.write("mine/other.yaml", "is: ignored\n");
    let built = desk.run("build --out public --templates mine");
    assert_eq!(built.code, Some(0), "{}", built.stderr);
    assert!(!built.stderr.contains("mine/"), "{}", built.stderr);
    assert!(desk.read("public/index.html").contains(">Neidio</a>"));
}

#[test]
fn the_reference_has_every_word_with_its_english_text() {
    let path = file("docs/reference/words.md");
    let document = std::fs::read_to_string(&path).unwrap();
    let start = document.find("```yaml compared by").unwrap();
    let start = start + document[start..].find('\n').unwrap() + 1;
    let end = start + document[start..].find("```").unwrap();
    let mut yaml = String::new();
    for (name, text) in english_words() {
        let _ = writeln!(yaml, "{name}: {}", serde_json::Value::from(text));
    }
    if std::env::var("CALFEED_DOCUMENTS").as_deref() == Ok("write") {
        let written = [&document[..start], &yaml, &document[end..]].concat();
        std::fs::write(&path, written).unwrap();
        return;
    }
    assert_eq!(&document[start..end], yaml);
}
