//! What must hold of any input, one function a fuzz target; plain tests replay the seeds through the same functions.
//!
//! In: any text. Guaranteed: a panic is a fault of ours. Absent: what the right answer is, beyond that there is one.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use calfeed::server::respond::respond;
use calfeed::{
    Calendar, Context, End, Format, Kind, Problem, RecurrenceRule, Revisions, Site, publish, read,
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use hyper::{HeaderMap, Method, header};

use crate::content::Component;

const HEAD: &str = "calendar: {name: A, slug: a, domain: a.example.org, url: https://a.example.org, timezone: Europe/London}\n";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_781_524_800, 0).expect("2026-06-15T12:00:00Z")
}

fn published(calendar: &Calendar, context: &Context) -> Site {
    let revisions = Revisions::at(DateTime::from_timestamp(1_767_605_400, 0).expect("2026-01-05"));
    publish(calendar, &revisions, context).expect("without templates of its own nothing can fail")
}

/// Every `.ics` can be read by a reader that forgives nothing, and holds no more than 75 octets a line.
fn is_well_formed(site: &Site) {
    for (path, resource) in site.iter() {
        let text = str::from_utf8(resource.bytes());
        if path.ends_with(".ics") {
            let text = text.expect("an .ics is UTF-8");
            assert!(text.ends_with("END:VCALENDAR\r\n"), "{path}");
            assert!(text.split("\r\n").all(|line| line.len() <= 75), "{path}");
            // TAB is the one control character that a value may hold.
            let within = text.replace("\r\n", "");
            let allowed = |c: char| c == '\t' || !c.is_control();
            assert!(within.chars().all(allowed), "{path}");
            let calendar = Component::read(text);
            assert_eq!(calendar.lines[0].name, "VERSION", "{path}");
            assert!(!calendar.components.is_empty(), "{path}");
        }
    }
}

/// A file is read or refused with a report that can be shown in every form, and what is read can be published.
pub fn events_file(text: &str) {
    let context = Context::new(now());
    let (calendar, report) = read(text, &context);
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
            assert!(text.get(at.bytes.clone()).is_some(), "{at:?}");
        }
    }
    if let Some(calendar) = calendar {
        is_well_formed(&published(&calendar, &context));
    }
}

/// A sentence is refused with a cure, or gives a rule that can be written down as RRULE and read again.
///
/// It starts at the first day of some 400 on which it can: a rule that does not have its own start is refused.
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

/// A calendar with one event that has this key, as JSON has text: which YAML reads.
fn with_texts(texts: &[(&str, &str)]) -> Option<(Calendar, Site)> {
    let mut file = format!("{HEAD}events:\n  - {{id: a, start: 2026-07-01 10:00, end: \"11:00\"");
    for (key, text) in texts {
        let text = serde_json::to_string(text).expect("any text is JSON");
        file.extend([", ", key, ": ", &text]);
    }
    file += "}\n";
    let context = Context::new(now());
    let (calendar, report) = read(&file, &context);
    assert_eq!(calendar.is_none(), report.has_errors(), "{file}");
    let site = published(calendar.as_ref()?, &context);
    Some((calendar?, site))
}

/// The tags of a page whose text has no mark.
static OWN: LazyLock<BTreeSet<Tag>> = LazyLock::new(|| {
    let (_, site) = with_texts(&[("title", "A"), ("description", "A")]).expect("a good file");
    let page = site.get("/events/a/").expect("each event has a page");
    tags(str::from_utf8(page.bytes()).expect("a page is UTF-8"))
        .map(|(tag, _)| tag)
        .collect()
});

/// Markdown becomes plain text in the feed and harmless HTML on the page.
pub fn markdown(text: &str) {
    let Some((_, site)) = with_texts(&[("title", "A"), ("description", text)]) else {
        return;
    };
    is_well_formed(&site);
    let page = site.get("/events/a/").expect("each event has a page");
    let page = str::from_utf8(page.bytes()).expect("a page is UTF-8");
    for (tag, values) in tags(page) {
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
                ("a", "href") => ["http://", "https://", "mailto:"]
                    .iter()
                    .any(|scheme| value.to_ascii_lowercase().starts_with(scheme)),
                ("a", "title") | ("ol", "start") | ("code", "class") => true,
                _ => false,
            };
            assert!(is_known, "{name} {attribute}={value:?} in {text:?}");
        }
    }
}

/// What CommonMark makes of text, but for images and HTML.
const MADE: [&str; 17] = [
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
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

/// The name of a tag, and those of its attributes.
type Tag = (String, Vec<String>);

/// The tags of a page, each with the values of its attributes: every `<` of a text is written as `&lt;`.
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

/// Any text in any property stays in its property, and comes back as it was published.
pub fn content_line(text: &str) {
    let tags = [("title", text), ("location", text), ("description", "A")];
    let Some((calendar, site)) = with_texts(&tags) else {
        return;
    };
    is_well_formed(&site);
    let details = calendar.events()[0].details();
    let invite = site.get("/events/a.ics").expect("each event has an invite");
    let invite = Component::read(str::from_utf8(invite.bytes()).expect("an .ics is UTF-8"));
    let event = invite.all("VEVENT").next().expect("one event");
    assert_eq!(event.line("SUMMARY").text(), details.published_title());
    let location = details.published_location().unwrap_or_default();
    assert_eq!(event.line("LOCATION").text(), location);
    let names: Vec<&str> = event.lines.iter().map(|line| line.name.as_str()).collect();
    assert!(
        !names.contains(&"ATTENDEE") && !names.contains(&"ORGANIZER"),
        "{names:?}"
    );
}

/// Whatever is asked has an answer, an `.ics` that exists is 200, 304, or 412 for who asks on
/// a condition that fails, and HEAD is GET without its body.
///
/// The first line is a method and a path; those after it are header fields.
pub fn http_request(text: &str) {
    static SITE: LazyLock<Site> =
        LazyLock::new(|| with_texts(&[("title", "A")]).expect("a good file").1);
    let mut lines = text.lines();
    let Some((method, path)) = lines.next().unwrap_or_default().split_once(' ') else {
        return;
    };
    let Ok(method) = Method::from_bytes(method.as_bytes()) else {
        return;
    };
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        // What is no name or no value, hyper refuses before us.
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
