//! Keys that begin with `x-`: in `events.json`, in templates, and nowhere else.

use calfeed::{Calendar, Context, Difference, Format, History, Report, Site, publish};
use serde_json::{Value, json};

use crate::check::{TOP, calendar_of, checked, report};
use crate::corpus::{instant, now, revisions};

/// A file with an `x-` key in every place that may have one.
const TEXT: &str = "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
  x-motto: \"Read <more> & better\"
groups:
  poetry: {name: Poetry circle, x-room: 12}
events:
  - id: club
    title: Book club
    start: 2026-06-16 18:00
    end: \"20:00\"
    repeats: weekly
    group: poetry
    talks: [{title: A talk, x-level: [easy, short]}]
    x-price: 12.50
    x-hosts: {first: Ann, others: [Bob, ~]}
    changes:
      2026-06-23: {x-price: ~, x-note: bring a chair}
      2026-06-30: {skipped: true, x-note: the hall is closed}
      2028-07-04: {x-price: 3}
";

fn calendar(text: &str) -> Calendar {
    let (calendar, report) = checked(text);
    calendar.unwrap_or_else(|| {
        panic!(
            "{}",
            report.render(Format::Human(false), "events.yaml", text)
        )
    })
}

fn site(text: &str) -> Site {
    publish(&calendar(text), &revisions(), &Context::new(now())).unwrap()
}

fn json_of(text: &str) -> Value {
    let site = site(text);
    let text = site.get("/events.json").unwrap().bytes();
    serde_json::from_slice(text).unwrap()
}

/// Returns the `x-` keys of one object.
fn own(value: &Value) -> Value {
    let entries = value.as_object().unwrap().iter();
    let own = entries.filter(|(key, _)| key.starts_with("x-"));
    Value::Object(
        own.map(|(key, value)| (key.clone(), value.clone()))
            .collect(),
    )
}

#[test]
fn events_json_has_them_where_the_file_has_them() {
    let json = json_of(TEXT);
    let event = &json["events"][0];
    let hosts = json!({"first": "Ann", "others": ["Bob", null]});
    assert_eq!(
        own(&json["calendar"]),
        json!({"x-motto": "Read <more> & better"})
    );
    assert_eq!(own(&json["groups"][0]), json!({"x-room": 12}));
    assert_eq!(own(event), json!({"x-price": "12.50", "x-hosts": hosts}));
    assert_eq!(
        own(&event["talks"][0]),
        json!({"x-level": ["easy", "short"]})
    );
    assert_eq!(
        own(&event["skipped"][0]),
        json!({"x-note": "the hall is closed"})
    );
}

#[test]
fn events_json_may_stand_within_html_whatever_they_are_called() {
    let text = TEXT.replace("x-motto:", "x-</script>:");
    let site = site(&text);
    let json = str::from_utf8(site.get("/events.json").unwrap().bytes()).unwrap();
    assert!(!json.contains(['<', '>', '&']));
    let json: Value = serde_json::from_str(json).unwrap();
    assert_eq!(json["calendar"]["x-</script>"], "Read <more> & better");
}

#[test]
fn a_date_has_those_of_its_event_with_its_own_in_their_place_however_far_ahead_it_is() {
    let json = json_of(TEXT);
    let instances = json["events"][0]["instances"].as_array().unwrap();
    let on = |key: &str| instances.iter().find(|it| it["key"] == key).unwrap();
    let hosts = json!({"first": "Ann", "others": ["Bob", null]});
    assert_eq!(on("2026-06-16")["details"], Value::Null);
    assert_eq!(
        own(&on("2026-06-23")["details"]),
        json!({"x-price": null, "x-hosts": hosts, "x-note": "bring a chair"})
    );
    assert_eq!(
        own(&on("2028-07-04")["details"]),
        json!({"x-price": 3, "x-hosts": hosts})
    );
}

#[test]
fn a_value_is_the_json_that_says_the_same() {
    let text = format!(
        "{TOP}  - id: a
    title: A
    start: 2026-03-01
    x-values: [12, -3, 0.5, 12.50, 007, 1e3, 0x1F, \"12\", yes, true, null, ~, \"\", 2026-05-07, 12:30]
    x-text: |
      One line,
      and  another.
    x-merged: {{<<: &base {{a: 1, b: 2}}, b: 3}}
    x-again: *base
    x-nothing:
"
    );
    let json = json_of(&text);
    assert_eq!(
        own(&json["events"][0]),
        json!({
            "x-values": [12, -3, 0.5, "12.50", "007", "1e3", "0x1F", "12", "yes", true, null, null, "", "2026-05-07", "12:30"],
            "x-text": "One line,\nand  another.\n",
            "x-merged": {"a": 1, "b": 3},
            "x-again": {"a": 1, "b": 2},
            "x-nothing": null,
        })
    );
}

#[test]
fn templates_have_them_under_their_names_as_text() {
    let template = "{{ calendar[\"x-motto\"] }}|{{ calendar.groups[0][\"x-room\"] + 1 }}|\
        {% for item in calendar.upcoming %}{{ item[\"x-price\"] or \"free\" }}, {{ item[\"x-note\"] }};{% endfor %}|\
        {{ calendar.next[\"x-hosts\"].others|length }}|{{ calendar.next.talks[0][\"x-level\"]|join(\"+\") }}|\
        {{ calendar[\"x-absent\"] }}{{ calendar.groups[0][\"x-absent\"] }}{{ calendar.next[\"x-absent\"] }}{{ calendar.next.talks[0][\"x-absent\"] }}";
    let templates = [("404.html".to_owned(), template.to_owned())];
    let context = Context::new(now()).with_templates(templates);
    let site = publish(&calendar(TEXT), &revisions(), &context).unwrap();
    assert_eq!(
        str::from_utf8(site.get("/404.html").unwrap().bytes()).unwrap(),
        "Read &lt;more&gt; &amp; better|13|12.50, None;free, bring a chair;12.50, the hall is closed;12.50, None;|2|easy+short|NoneNoneNoneNone"
    );
}

/// Returns the same file without them.
fn bare() -> String {
    let lines = TEXT
        .lines()
        .filter(|line| !line.trim_start().starts_with("x-"));
    let mut text: String = lines.flat_map(|line| [line, "\n"]).collect();
    for (own, none) in [
        (", x-room: 12", ""),
        (", x-level: [easy, short]", ""),
        (
            "      2026-06-23: {x-price: ~, x-note: bring a chair}\n",
            "",
        ),
        (", x-note: the hall is closed", ""),
        ("      2028-07-04: {x-price: 3}\n", ""),
    ] {
        assert!(text.contains(own), "{own}");
        text = text.replace(own, none);
    }
    text
}

#[test]
fn no_feed_and_no_page_shows_them() {
    let (with, without) = (site(TEXT), site(&bare()));
    let differ: Vec<&str> = with
        .iter()
        .filter(|(path, resource)| {
            without
                .get(path)
                .is_none_or(|other| other.bytes() != resource.bytes())
        })
        .map(|(path, _)| path)
        .collect();
    assert_eq!(differ, ["/events.json"]);
}

#[test]
fn a_change_to_them_moves_no_sequence_and_is_no_difference() {
    let (before, after) = (bare(), TEXT);
    let mut history = History::default();
    assert!(history.note(&before, instant("2026-01-05T09:30:00Z")));
    assert!(history.note(after, instant("2026-01-12T09:30:00Z")));
    let revisions = history.revisions();
    let event = &calendar(after).events()[0].clone();
    assert_eq!(
        revisions.of(event).last_change(),
        instant("2026-01-05T09:30:00Z")
    );
    let (before, after) = (calendar(&before), calendar(after));
    let difference = Difference::between(&before, &after, &Context::new(now()));
    assert!(difference.is_empty(), "{difference:#?}");
}

#[test]
fn a_key_that_is_no_x_key_stays_unknown_and_the_cure_is_one() {
    for (wrong, cure) in [
        ("capacity: 30", "x-capacity"),
        ("host: Ann", "x-host"),
        ("X-Price: 3", "x-Price"),
        ("x_price: 3", "x-price"),
        ("organiser: Ann", "x-organiser"),
        ("zebra: 1", "x-zebra"),
    ] {
        let event = |key: &str| format!("  - {{id: a, title: A, start: 2026-03-01, {key}}}\n");
        let wrong_report: Report = checked(&format!("{TOP}{}", event(wrong))).1;
        let found = &wrong_report.diagnostics()[0];
        assert_eq!(found.name(), "unknown-key", "{wrong}");
        let help = found.help().unwrap();
        assert!(help.contains(&format!("`{cure}`")), "{wrong}: {help}");
        let (_, value) = wrong.split_once(": ").unwrap();
        calendar_of(&event(&format!("{cure}: {value}")));
    }
}

#[test]
fn a_typo_of_a_key_of_the_format_is_still_one() {
    let (_, report) = checked(&format!(
        "{TOP}  - {{id: a, titel: A, start: 2026-03-01}}\n"
    ));
    let helps: Vec<_> = report
        .diagnostics()
        .iter()
        .map(calfeed::Diagnostic::help)
        .collect();
    assert_eq!(helps, [Some("did you mean `title`?".to_owned())]);
}

#[test]
fn a_link_has_none() {
    insta::assert_snapshot!(report(&format!(
        "{TOP}  - {{id: a, title: A, start: 2026-03-01, links: [{{title: B, url: https://b.example, x-icon: c}}]}}\n"
    )), @r"
    error[unknown-key]: unknown key `x-icon`
     --> events.yaml:8:85
      |
    8 |   - {id: a, title: A, start: 2026-03-01, links: [{title: B, url: https://b.example, x-icon: c}]}
      |                                                                                     ^^^^^^
      |
      = help: expected `title` or `url`
    ");
}

#[test]
fn what_yaml_refuses_is_refused_below_them_too() {
    for (value, name) in [
        ("{a: 1, a: 2}", "duplicate-key"),
        ("!important", "syntax"),
        ("\"a\\u0007b\"", "control-character"),
        ("[[\"a\\u0007b\"]]", "control-character"),
        ("{\"a\\u0007b\": 1}", "control-character"),
    ] {
        let (calendar, report) = checked(&format!(
            "{TOP}  - {{id: a, title: A, start: 2026-03-01, x-own: {value}}}\n"
        ));
        assert!(calendar.is_none(), "{value}");
        assert_eq!(report.diagnostics()[0].name(), name, "{value}");
    }
}

#[test]
fn they_have_limits() {
    let file = |own: &str| format!("{TOP}  - {{id: a, title: A, start: 2026-03-01, {own}}}\n");
    let keys = |count: usize| {
        let keys: Vec<String> = (0..count).map(|number| format!("x-{number}: 1")).collect();
        file(&keys.join(", "))
    };
    let text = |length: usize| file(&format!("x-a: [{{b: {}}}]", "c".repeat(length)));
    for (good, bad, name) in [
        (keys(100), keys(101), "too-many"),
        (text(100_000), text(100_001), "too-long"),
    ] {
        assert!(checked(&good).0.is_some());
        let (_, report) = checked(&bad);
        assert_eq!(report.diagnostics()[0].name(), name);
    }
}

#[test]
fn a_night_in_which_the_clocks_change_is_published_the_same_with_a_key_of_the_users_own() {
    let night = |changes: &str| {
        format!(
            "{TOP}  - {{id: night, title: Night, start: 2026-10-17 21:00, duration: 5h, repeats: weekly, count: 3{changes}}}\n"
        )
    };
    let feed = |text: &str| {
        let site = site(text);
        String::from_utf8(
            site.get("/riverside-book-club.ics")
                .unwrap()
                .bytes()
                .to_vec(),
        )
        .unwrap()
    };
    let plain = feed(&night(""));
    let times: Vec<&str> = plain
        .lines()
        .filter(|line| line.starts_with("RECURRENCE-ID"))
        .collect();
    assert_eq!(times, ["RECURRENCE-ID;TZID=Europe/London:20261024T210000"]);
    let own = night(", changes: {2026-10-24: {x-note: bring a coat}}");
    assert_eq!(feed(&own), plain);
}
