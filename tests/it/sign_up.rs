//! `sign_up` and `price`: how people take part, and what it costs.

use calfeed::{Context, Difference, Site, publish};
use serde_json::Value;

use crate::check::{TOP, calendar_of, report_of};
use crate::content::Component;
use crate::corpus::{now, revisions};

/// Returns two events: a series, and one that is cancelled.
fn events(keys: &str, change: &str) -> String {
    format!(
        "  - id: club
    title: Book club
    start: 2026-06-02 18:00
    end: \"20:00\"
    repeats: weekly
    sign_up: https://books.example.org/in
    price: £5
{keys}    changes:
      2026-06-09: {change}
  - {{id: off, title: Off, start: 2026-06-03, status: cancelled, sign_up: \"https://books.example.org/off\", price: £7}}
"
    )
}

fn site(text: &str) -> Site {
    let context = Context::new("2026-06-01T12:00:00Z".parse().unwrap());
    publish(&calendar_of(text), &revisions(), &context).unwrap()
}

fn text_at<'a>(site: &'a Site, path: &str) -> &'a str {
    str::from_utf8(site.get(path).unwrap().bytes()).unwrap()
}

#[test]
fn the_feed_has_both_in_the_description() {
    let site = site(&events("", "{price: free, sign_up: none}"));
    let feed = Component::read(text_at(&site, "/riverside-book-club.ics"));
    let descriptions = feed.components.iter().flat_map(|it| &it.lines);
    let descriptions: Vec<&str> = descriptions
        .filter(|line| line.name == "DESCRIPTION")
        .map(|line| line.value.as_str())
        .collect();
    let has = |part: &str| descriptions.iter().any(|text| text.contains(part));
    assert!(
        has("Sign up: https://books.example.org/in\\nPrice: £5\\n"),
        "{descriptions:?}"
    );
    let is_changed = |text: &&&str| text.contains("Price: free");
    let changed = descriptions.iter().find(is_changed).unwrap();
    assert!(!changed.contains("Sign up"), "{changed}");
}

#[test]
fn the_page_and_the_markdown_have_both_unless_the_event_is_off_or_over() {
    let site = site(&events("", "{price: free}"));
    let page = text_at(&site, "/");
    assert!(page.contains("<a href=\"https://books.example.org/in\">Sign up<span"));
    assert!(
        page.contains("<li class=\"offer\"><bdi>£5</bdi></li>")
            && page.contains("<li class=\"offer\"><bdi>Free</bdi></li>")
    );
    assert!(!page.contains("books.example.org/off") && !page.contains("£7"));
    let page = text_at(&site, "/events/club/");
    assert!(
        page.contains("<li class=\"offer\"><bdi>Free</bdi></li>"),
        "{page}"
    );
    let markdown = text_at(&site, "/events.md");
    assert!(
        markdown.contains("[Sign up](https://books.example.org/in) – £5"),
        "{markdown}"
    );
    let over = "  - {id: a, title: A, start: 2026-05-03, sign_up: \"https://books.example.org/over\", price: £8}\n";
    let page = self::site(over);
    let page = text_at(&page, "/");
    assert!(!page.contains("books.example.org/over") && !page.contains("£8"));
}

#[test]
fn events_json_has_both() {
    let site = site(&events("", "{price: 0}"));
    let document: Value = serde_json::from_str(text_at(&site, "/events.json")).unwrap();
    let event = &document["events"][0];
    assert_eq!(
        [&event["sign_up"], &event["price"]],
        ["https://books.example.org/in", "£5"]
    );
    assert_eq!(event["instances"][1]["details"]["price"], "free");
}

#[test]
fn a_price_without_a_currency_is_refused() {
    insta::assert_snapshot!(report_of("  - {id: a, title: A, start: 2026-06-02, price: 5}\n"), @"
    error[bad-choice]: `5` has no currency
     --> events.yaml:8:49
      |
    8 |   - {id: a, title: A, start: 2026-06-02, price: 5}
      |                                                 ^
      |
      = help: did you mean `£5`? write the price with its currency, such as `£5` or `5 EUR`, or `free`
    ");
}

#[test]
fn what_people_call_them_is_named() {
    for (written, expected) in [
        ("cost: free", "price"),
        ("fee: £5", "price"),
        ("admission: 5", "price"),
        ("register: https://books.example.org/in", "sign_up"),
        ("rsvp: by mail", "sign_up"),
        ("tickets: https://books.example.org/in", "sign_up"),
        ("booking: https://books.example.org/in", "sign_up"),
    ] {
        let event = format!("  - {{id: a, title: A, start: 2026-06-02, {written}}}\n");
        let (_, report) = crate::check::checked(&format!("{TOP}{event}"));
        let help = report.diagnostics()[0].help().unwrap();
        assert!(help.contains(&format!("`{expected}`")), "{written}: {help}");
    }
}

#[test]
fn a_difference_names_both() {
    let before = calendar_of(&events("", "{title: A}"));
    let after = events("", "{title: A}")
        .replace("£5", "£6")
        .replace("/in", "/new");
    let after = calendar_of(&after);
    let difference = Difference::between(&before, &after, &Context::new(now()));
    let words = format!("{difference:?}");
    assert!(words.contains("price: £5 → £6"), "{words}");
    assert!(
        words
            .contains("sign-up page: https://books.example.org/in → https://books.example.org/new"),
        "{words}"
    );
}
