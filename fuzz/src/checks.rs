//! Properties that every input must satisfy, one function for each fuzz target. Plain tests run the seeds through the same functions.
//!
//! In: any text. Guaranteed: every panic is a bug in calfeed. Absent: which result is right, except that there is one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use calfeed::server::respond::respond;
use calfeed::{
    Calendar, Context, End, Format, Kind, Problem, RecurrenceRule, Revisions, Site, publish, read,
    read_with_included,
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use hyper::{HeaderMap, Method, header};
use serde_json::Value;

use crate::content::Component;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_781_524_800, 0).expect("2026-06-15T12:00:00Z")
}

fn published(calendar: &Calendar, context: &Context) -> Site {
    let revisions = Revisions::at(DateTime::from_timestamp(1_767_605_400, 0).expect("2026-01-05"));
    publish(calendar, &revisions, context).expect("without templates of its own nothing can fail")
}

/// Checks that a strict reader accepts every `.ics`, and that no line is longer than 75 octets.
fn is_well_formed(site: &Site) {
    for (path, resource) in site.iter() {
        let text = str::from_utf8(resource.bytes());
        if path.ends_with(".ics") {
            let text = text.expect("an .ics is UTF-8");
            assert!(text.ends_with("END:VCALENDAR\r\n"), "{path}");
            assert!(text.split("\r\n").all(|line| line.len() <= 75), "{path}");
            // TAB is the one control character that a value may contain.
            let within = text.replace("\r\n", "");
            let allowed = |c: char| c == '\t' || !c.is_control();
            assert!(within.chars().all(allowed), "{path}");
            let calendar = Component::read(text);
            assert_eq!(calendar.lines[0].name, "VERSION", "{path}");
            assert!(!calendar.components.is_empty(), "{path}");
        }
    }
}

/// The line before an included file, with the path of that file.
const FILE: &str = "\n=== ";

/// Splits a text into an events file and the files that it may include, by path.
fn files(text: &str) -> (&str, BTreeMap<&str, &str>) {
    let mut parts = text.split(FILE);
    let main = parts.next().unwrap_or_default();
    (
        main,
        parts.filter_map(|part| part.split_once('\n')).collect(),
    )
}

/// Checks that a file, with the files that it includes, is either accepted and can be published, or refused with a report that every format can
/// show.
pub fn events_file(text: &str) {
    let context = Context::new(now());
    let (text, files) = files(text);
    let (calendar, report) = if files.is_empty() {
        read(text, &context)
    } else {
        let files = files.iter().map(|(path, text)| (*path, *text));
        read_with_included(text, files, &context)
    };
    assert_eq!(calendar.is_none(), report.has_errors());
    for format in [
        Format::Human(false),
        Format::Human(true),
        Format::Json,
        Format::Github,
    ] {
        report.render(format, "events.yaml", text);
    }
    for diagnostic in report.diagnostics() {
        assert!(!diagnostic.message().is_empty());
        if let Some(at) = diagnostic.location() {
            let path = report.path_of_file(diagnostic);
            let text = path.map_or(text, |path| files[path]);
            assert!(text.get(at.bytes.clone()).is_some(), "{at:?}");
        }
    }
    if let Some(calendar) = calendar {
        is_well_formed(&published(&calendar, &context));
    }
}

/// Checks that a sentence is either refused with a fix, or gives a rule that survives being written as RRULE and read again.
///
/// Tries the next 400 days as the start, because a rule is refused if its start is not one of its dates.
pub fn repeats(written: &str) {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).expect("the first day of a leap year");
    let parse = |start| RecurrenceRule::parse(written, start, End::Never);
    let is_off = |refused: &Problem| refused.kind() == Kind::StartOffRule;
    let found = match parse(first) {
        Ok(rule) => Some((first, rule)),
        Err(refused) if !is_off(&refused) => {
            assert!(!format!("{refused:?}").is_empty());
            None
        }
        Err(_) => first
            .iter_days()
            .take(400)
            .find_map(|start| Some((start, parse(start).ok()?))),
    };
    let Some((start, rule)) = found else {
        return;
    };
    let value = rule.rrule(None);
    let again = RecurrenceRule::parse(&value, start, End::Never);
    assert_eq!(again.as_ref().ok(), Some(&rule), "{written:?} is {value}");
    let sentence = rule.to_string();
    let again = RecurrenceRule::parse(&sentence, start, End::Never);
    assert_eq!(
        again.as_ref().ok(),
        Some(&rule),
        "{written:?} is {sentence}"
    );
    let dates: Vec<NaiveDate> = rule.dates_from(start).take(20).collect();
    assert_eq!(dates.first(), Some(&start));
    assert!(dates.is_sorted_by(|one, next| one < next), "{dates:?}");
    assert!(
        dates
            .iter()
            .all(|date| rule.contains(*date) && date.year() < 9999)
    );
}

/// Publishes a calendar with this name and one event with these keys. The file is JSON, which is valid YAML.
fn with(name: &str, keys: &[(&str, Value)]) -> Option<(Calendar, Site)> {
    let name = Value::from(name);
    let mut file = format!(
        "calendar: {{name: {name}, slug: a, domain: a.example.org, url: https://a.example.org, timezone: Europe/London}}\n\
         events:\n  - {{id: a, start: 2026-07-01 10:00, end: \"11:00\""
    );
    for (key, value) in keys {
        file.extend([", ", key, ": ", &value.to_string()]);
    }
    file += "}\n";
    let context = Context::new(now());
    let (calendar, report) = read(&file, &context);
    assert_eq!(calendar.is_none(), report.has_errors(), "{file}");
    let site = published(calendar.as_ref()?, &context);
    Some((calendar?, site))
}

/// Publishes that calendar with an event that has a fixed title, and this key.
fn with_key(key: &str, text: &str) -> Option<(Calendar, Site)> {
    with("A", &[("title", "A".into()), (key, text.into())])
}

/// Returns the text at a path.
fn at<'site>(site: &'site Site, path: &str) -> &'site str {
    let resource = site.get(path).expect("it is published");
    str::from_utf8(resource.bytes()).expect("it is UTF-8")
}

/// Returns the only event, from its invite.
fn invited(site: &Site) -> Component {
    let mut invite = Component::read(at(site, "/events/a.ics"));
    invite.components.retain(|it| it.name == "VEVENT");
    invite.components.pop().expect("one event")
}

/// The tags of a page whose text contains no markup.
static OWN: LazyLock<BTreeSet<Tag>> = LazyLock::new(|| {
    let (_, site) = with_key("description", "A").expect("a good file");
    tags(at(&site, "/events/a/")).map(|(tag, _)| tag).collect()
});

/// Checks that Markdown becomes plain text in the feed and harmless HTML on the page, with the same words in both.
pub fn markdown(text: &str) {
    let Some((_, site)) = with_key("description", text) else {
        return;
    };
    is_well_formed(&site);
    let described = invited(&site).line("DESCRIPTION").text();
    let described = described
        .strip_suffix("Details: https://a.example.org/events/a/")
        .expect("its page stands at the end");
    if text.chars().all(|c| c.is_alphanumeric() || c == ' ') {
        let words = |text: &str| {
            text.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(words(described), words(text), "{text:?}");
    }
    for (tag, values) in tags(at(&site, "/events/a/")) {
        if OWN.contains(&tag) {
            continue;
        }
        let (name, attributes) = &tag;
        assert!(
            MADE.contains(&name.trim_start_matches('/')),
            "{name} in {text:?}"
        );
        for (attribute, value) in attributes.iter().zip(values) {
            let is_known = match (name.as_str(), attribute.as_str()) {
                ("a", "href") => ["http://", "https://", "mailto:", "tel:"]
                    .iter()
                    .any(|scheme| value.to_ascii_lowercase().starts_with(scheme)),
                ("a", "title")
                | ("ol", "start")
                | ("code", "class")
                | ("input", "type" | "disabled" | "checked" | "aria-label") => true,
                _ => false,
            };
            assert!(is_known, "{name} {attribute}={value:?} in {text:?}");
        }
    }
}

/// The tags that GitHub Flavored Markdown can produce, except images and raw HTML.
const MADE: [&str; 25] = [
    "p",
    "br",
    "hr",
    "a",
    "em",
    "strong",
    "code",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "del",
    "input",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

/// The name of a tag, and the names of its attributes.
type Tag = (String, Vec<String>);

/// Returns the tags of a page, each with the values of its attributes. In text, every `<` is escaped as `&lt;`.
fn tags(page: &str) -> impl Iterator<Item = (Tag, Vec<&str>)> {
    let tags = page.split('<').skip(1);
    tags.filter_map(|rest| rest.split('>').next()).map(|tag| {
        let (name, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let pieces: Vec<&str> = rest.split('"').collect();
        let pairs = pieces.chunks_exact(2);
        let names = pairs
            .clone()
            .map(|pair| pair[0].trim().trim_end_matches('=').to_owned());
        (
            (name.to_ascii_lowercase(), names.collect()),
            pairs.map(|pair| pair[1]).collect(),
        )
    })
}

/// Checks that any text in any property stays within its property, and is read back as it was published.
pub fn content_line(text: &str) {
    let keys = [
        ("title", text.into()),
        ("location", text.into()),
        ("tags", vec![text].into()),
    ];
    if let Some((calendar, site)) = with(text, &keys) {
        is_well_formed(&site);
        let details = calendar.events()[0].details();
        let feed = Component::read(at(&site, "/a.ics"));
        for name in ["NAME", "X-WR-CALNAME"] {
            assert_eq!(feed.line(name).text(), calendar.name());
        }
        let event = invited(&site);
        assert_eq!(event.line("SUMMARY").text(), details.published_title());
        let location = details.published_location().unwrap_or_default();
        assert_eq!(event.line("LOCATION").text(), location);
        // One tag. A reader that refuses extra properties would notice if a comma split it in two.
        let tag = details.tags()[0].as_str();
        assert_eq!(event.line("CATEGORIES").text(), tag);
        holds_nothing_else(&event);
    }
    let address = format!("https://x.example/{text}");
    if let Some((calendar, site)) = with_key("url", &address) {
        is_well_formed(&site);
        let event = invited(&site);
        let url = calendar.events()[0]
            .details()
            .url()
            .map(ToString::to_string);
        assert_eq!(Some(event.value("URL")), url.as_deref());
        holds_nothing_else(&event);
    }
    if let Some((calendar, site)) = with_key("contact", text) {
        is_well_formed(&site);
        let event = invited(&site);
        let contact = calendar.events()[0]
            .details()
            .contact()
            .map(ToString::to_string);
        assert_eq!(Some(event.line("CONTACT").text()), contact);
        holds_nothing_else(&event);
    }
}

/// Checks that an event has each property once, and none that text could have injected.
fn holds_nothing_else(event: &Component) {
    const KNOWN: [&str; 15] = [
        "UID",
        "DTSTAMP",
        "LAST-MODIFIED",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "URL",
        "CONTACT",
        "CATEGORIES",
        "STATUS",
        "TRANSP",
        "X-MICROSOFT-CDO-BUSYSTATUS",
    ];
    let names: Vec<&str> = event.lines.iter().map(|line| line.name.as_str()).collect();
    let once: BTreeSet<&str> = names.iter().copied().collect();
    assert!(once.iter().all(|name| KNOWN.contains(name)), "{names:?}");
    assert_eq!(once.len(), names.len(), "{names:?}");
}

/// Checks that every request gets a response; that the response for an existing `.ics` is 200, 304, or 412 if a precondition fails; and
/// that HEAD is GET without its body.
///
/// The first line is a method and a path. The others are header fields.
pub fn http_request(text: &str) {
    static SITE: LazyLock<Site> =
        LazyLock::new(|| with("A", &[("title", "A".into())]).expect("a good file").1);
    let mut lines = text.lines();
    let Some((method, path)) = lines.next().unwrap_or_default().split_once(' ') else {
        return;
    };
    let Ok(method) = Method::from_bytes(method.as_bytes()) else {
        return;
    };
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        // hyper rejects an invalid name or value before calfeed sees it.
        let name = header::HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, header::HeaderValue::from_str(value.trim())) {
            headers.append(name, value);
        }
    }
    let reply = respond(&method, path, &headers, &SITE, now());
    let origins = reply.headers().get_all(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    assert_eq!(origins.iter().count(), 1, "{text:?}");
    let status = reply.status().as_u16();
    assert!(
        [200, 204, 301, 304, 308, 400, 404, 405, 412].contains(&status),
        "{status} for {text:?}"
    );
    if status == 412 {
        let has = |name| headers.contains_key(name);
        let asked = has(header::IF_MATCH) || has(header::IF_UNMODIFIED_SINCE);
        assert!(asked, "{text:?}");
    }
    if status == 304 {
        assert!(reply.headers().contains_key(header::ETAG), "{text:?}");
    }
    if method == Method::GET {
        if path.ends_with(".ics") && SITE.get(path).is_some() {
            assert!([200, 304, 412].contains(&status), "{status} for {text:?}");
        }
        let head = respond(&Method::HEAD, path, &headers, &SITE, now());
        assert_eq!(head.status(), reply.status(), "{text:?}");
        assert_eq!(head.headers(), reply.headers(), "{text:?}");
    }
}
