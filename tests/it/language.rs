//! `language`: of the calendar, and of an event.

use serde_json::Value;

use calfeed::{Context, Site, publish};

use crate::check::{calendar_of, report_of};
use crate::corpus::{now, read, revisions};

fn site(language: &str) -> Site {
    let text = format!(
        "calendar: {{name: Clwb, slug: clwb, domain: a.example, url: \"https://a.example\", timezone: Europe/London{language}}}
events:
  - {{id: te, title: Te, start: 2026-07-01, language: cy, description: Bara brith.}}
  - {{id: tea, title: Tea, start: 2026-07-02}}
"
    );
    publish(&read(&text), &revisions(), &Context::new(now())).unwrap()
}

fn text_at<'a>(site: &'a Site, path: &str) -> &'a str {
    str::from_utf8(site.get(path).unwrap().bytes()).unwrap()
}

#[test]
fn a_page_has_the_language_of_the_calendar_and_british_english_without_one() {
    for (key, html, locale) in [
        ("", "<html lang=\"en-GB\">", "content=\"en_GB\""),
        (
            ", language: fr-CA",
            "<html lang=\"fr-CA\">",
            "content=\"fr_CA\"",
        ),
    ] {
        let site = site(key);
        for path in ["/", "/events/tea/", "/404.html"] {
            assert!(text_at(&site, path).contains(html), "{path}");
        }
        assert!(text_at(&site, "/").contains(locale));
    }
    let site = site(", language: cy");
    assert!(!text_at(&site, "/").contains("og:locale"));
}

#[test]
fn the_title_and_the_description_of_an_event_have_its_own_language() {
    let site = self::site("");
    let index = text_at(&site, "/");
    assert!(
        index.contains("<bdi class=\"p-name\" lang=\"cy\">Te</bdi>")
            && index.contains("<bdi class=\"p-name\">Tea</bdi>")
    );
    let page = text_at(&site, "/events/te/");
    assert!(
        page.contains("<h1><bdi class=\"p-name\" lang=\"cy\">Te</bdi></h1>"),
        "{page}"
    );
    assert!(
        page.contains("<div class=\"text p-summary\" dir=\"auto\" lang=\"cy\">"),
        "{page}"
    );
    // The same language as the calendar is no other.
    let site = self::site(", language: cy");
    assert!(!text_at(&site, "/").contains(" lang=\"cy\">Te<"));
}

#[test]
fn atom_and_json_name_it_and_the_feed_does_not() {
    let (welsh, other) = (site(", language: cy"), site(""));
    let atom = text_at(&other, "/feed.xml");
    assert!(
        atom.contains(" xml:lang=\"en-GB\">\n")
            && atom.contains("<title xml:lang=\"cy\">Te</title>")
    );
    assert!(text_at(&welsh, "/feed.xml").contains("<title>Te</title>"));
    let json: Value = serde_json::from_str(text_at(&other, "/events.json")).unwrap();
    assert_eq!(json["calendar"]["language"], "en-GB");
    assert_eq!(json["events"][0]["language"], "cy");
    assert_eq!(json["events"][1]["language"], Value::Null);
    for (path, language) in [("/events/te/", "cy"), ("/events/tea/", "en-GB")] {
        let expected = format!("\"inLanguage\":\"{language}\"");
        assert!(text_at(&other, path).contains(&expected), "{path}");
    }
    assert_eq!(text_at(&welsh, "/clwb.ics"), text_at(&other, "/clwb.ics"));
}

#[test]
fn a_language_is_written_as_a_tag() {
    insta::assert_snapshot!(report_of("  - {id: a, title: A, start: 2026-06-02, language: Welsh}\n"), @"
    error[bad-choice]: expected a language tag, found `Welsh`
     --> events.yaml:8:52
      |
    8 |   - {id: a, title: A, start: 2026-06-02, language: Welsh}
      |                                                    ^^^^^
      |
      = help: did you mean `cy`? write the tag as in HTML, such as `en-GB`, `cy` or `fr`
    ");
    let report = report_of("  - {id: a, title: A, start: 2026-06-02, language: en_GB}\n");
    assert!(report.contains("= help: write `en-GB`;"), "{report}");
    let event = "  - {id: a, title: A, start: 2026-06-02, language: EN-gb}\n";
    let calendar = calendar_of(event);
    let language = calendar.events()[0].language().unwrap();
    assert_eq!(language.as_str(), "en-GB");
}
