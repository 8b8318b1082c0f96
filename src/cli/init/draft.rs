//! The events file that `calfeed init` writes.
//!
//! A [`Draft`] has what a person said about their calendar, and returns the text of the file: `starter/events.yaml`, with these values in the
//! place of its own. Values are quoted where YAML would read them as something else. Nothing is checked here: the text is read like any other
//! events file.

use super::host::Host;
use crate::value::Slug;

/// The file with which a calendar begins.
const STARTER: &str = include_str!("../../../starter/events.yaml");

/// The line before the events of the file.
const EVENTS: &str = "events:\n";

/// What is in the file in place of a first event.
const NO_EVENTS: &str = "events: []

# This is an event. To add one like it, delete the `[]` above and the `#` at the beginning of these lines:
#  - id: book-club
#    title: Book club
#    start: 2027-01-12 18:30
#    end: \"20:00\"
#    repeats: monthly on the 2nd Tuesday
#    location: Riverside Library, Mill Lane
";

/// What a person said about their calendar.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) slug: String,
    pub(super) domain: String,
    pub(super) url: String,
    pub(super) timezone: String,
    pub(super) event: Option<FirstEvent>,
    /// Where it is published.
    pub(super) hosts: Vec<Host>,
}

/// The first event of the file. Each value is as an events file has it.
#[derive(Clone, Debug, Default)]
pub(super) struct FirstEvent {
    pub(super) title: String,
    pub(super) start: String,
    pub(super) end: Option<String>,
    pub(super) repeats: Option<String>,
    /// An address, or the link to a call.
    pub(super) location: Option<String>,
}

impl Draft {
    /// Sets the slug from the name, and the domain from the address, unless they are given. The slug stays empty if no character of the name
    /// can be in it.
    pub(super) fn derive(&mut self) {
        if self.slug.is_empty() {
            let of_name = Slug::from_title(&self.name, None);
            self.slug = of_name.map_or_else(String::new, |(slug, _)| slug.to_string());
        }
        if !self.domain.is_empty() {
            return;
        }
        let (_, rest) = self.url.split_once("://").unwrap_or(("", &self.url));
        let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
        self.domain = host.strip_prefix("www.").unwrap_or(host).to_lowercase();
    }

    /// Returns the text of the events file.
    pub(super) fn text(&self) -> String {
        let head = STARTER.split(EVENTS).next().unwrap_or_default();
        let values = [
            ("name", &self.name),
            ("slug", &self.slug),
            ("domain", &self.domain),
            ("url", &self.url),
            ("timezone", &self.timezone),
        ];
        let lines = head.lines().map(|line| {
            let own = values
                .iter()
                .find(|(key, _)| line.starts_with(&format!("  {key}: ")));
            match own {
                Some((key, value)) => format!("  {key}: {}\n", scalar(value)),
                None => format!("{line}\n"),
            }
        });
        let text: String = lines.collect();
        // The comment names the file of the feed.
        let text = text.replace("riverside-book-club.ics", &format!("{}.ics", self.slug));
        match &self.event {
            Some(event) => format!("{text}{EVENTS}{}", event.text()),
            None => format!("{text}{NO_EVENTS}"),
        }
    }
}

impl FirstEvent {
    fn text(&self) -> String {
        let id = self.id();
        let mut lines = vec![
            format!("  - id: {}", scalar(&id)),
            format!("    title: {}", scalar(&self.title)),
            format!("    start: {}", scalar(&self.start)),
        ];
        let is_link =
            |place: &String| place.starts_with("https://") || place.starts_with("http://");
        let place = match &self.location {
            Some(link) if is_link(link) => "join",
            _ => "location",
        };
        let optional = [
            ("end", &self.end),
            ("repeats", &self.repeats),
            (place, &self.location),
        ];
        for (key, value) in optional {
            let line = value
                .as_deref()
                .map(|it| format!("    {key}: {}", scalar(it)));
            lines.extend(line);
        }
        lines.join("\n") + "\n"
    }

    /// Returns the id: the title, and for an event that takes place once its year.
    fn id(&self) -> String {
        let year = || {
            let digits = self.start.split(|c: char| !c.is_ascii_digit());
            let mut numbers = digits.filter(|digits| digits.len() == 4);
            numbers.find_map(|digits| digits.parse().ok())
        };
        let year = if self.repeats.is_none() { year() } else { None };
        let id = Slug::from_title(&self.title, year);
        id.map_or_else(|| "first-event".to_owned(), |(id, _)| id.to_string())
    }
}

/// Writes a text as one scalar: plain if every reader of YAML reads it as this text or as a date, otherwise in double quotes.
fn scalar(text: &str) -> String {
    const OTHERWISE: [&str; 10] = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "none",
    ];
    let is_text = text.starts_with(char::is_alphabetic)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(char::is_control)
        && !OTHERWISE.contains(&text.to_lowercase().as_str());
    let is_date = text.len() >= 10
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || "-: ".contains(c))
        && !text.ends_with([' ', ':']);
    if is_text || is_date {
        text.to_owned()
    } else {
        // A text of JSON is a scalar of YAML.
        serde_json::Value::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starter() -> Draft {
        Draft {
            name: "Riverside Book Club".to_owned(),
            slug: "riverside-book-club".to_owned(),
            domain: "books.example.org".to_owned(),
            url: "https://books.example.org".to_owned(),
            timezone: "Europe/London".to_owned(),
            event: Some(FirstEvent {
                title: "Book club".to_owned(),
                start: "2027-01-12 18:30".to_owned(),
                end: Some("20:00".to_owned()),
                repeats: Some("monthly on the 2nd Tuesday".to_owned()),
                location: Some("Riverside Library, Mill Lane".to_owned()),
            }),
            hosts: Vec::new(),
        }
    }

    #[test]
    fn the_draft_of_the_starter_is_the_starter() {
        assert_eq!(starter().text(), STARTER);
    }

    #[test]
    fn the_event_in_the_comment_is_that_of_the_starter() {
        let (_, event) = STARTER.split_once(EVENTS).unwrap();
        let (_, comment) = NO_EVENTS.split_once("lines:\n").unwrap();
        let lines = comment
            .lines()
            .map(|line| line.strip_prefix('#').unwrap().to_owned() + "\n");
        assert_eq!(lines.collect::<String>(), event);
    }

    #[test]
    fn a_value_is_quoted_where_yaml_would_read_something_else() {
        for (text, written) in [
            ("Riverside Book Club", "Riverside Book Club"),
            ("Café: the club", "\"Café: the club\""),
            ("No", "\"No\""),
            ("Club #1", "\"Club #1\""),
            ("C# club", "C# club"),
            ("20:00", "\"20:00\""),
            ("3pm", "\"3pm\""),
            ("2027-01-12 18:30", "2027-01-12 18:30"),
            ("12 January 2027", "\"12 January 2027\""),
            ("[club]", "\"[club]\""),
            ("Say \"hello\"", "Say \"hello\""),
            ("\"Hello\"", "\"\\\"Hello\\\"\""),
            ("two\nlines", "\"two\\nlines\""),
            ("https://books.example.org", "https://books.example.org"),
        ] {
            assert_eq!(scalar(text), written, "{text}");
        }
    }

    #[test]
    fn a_place_that_is_a_link_is_the_link_to_a_call() {
        let event = FirstEvent {
            title: "Book club".to_owned(),
            start: "2027-01-12".to_owned(),
            location: Some("https://meet.example.org/books".to_owned()),
            ..FirstEvent::default()
        };
        assert!(
            event
                .text()
                .ends_with("\n    join: https://meet.example.org/books\n")
        );
    }

    #[test]
    fn the_id_of_an_event_that_takes_place_once_has_its_year() {
        let once = |start: &str, repeats: Option<&str>| {
            let event = FirstEvent {
                title: "Summer party".to_owned(),
                start: start.to_owned(),
                repeats: repeats.map(str::to_owned),
                ..FirstEvent::default()
            };
            event.id()
        };
        assert_eq!(once("2027-07-10", None), "summer-party-2027");
        assert_eq!(once("10 July 2027 3pm", None), "summer-party-2027");
        assert_eq!(once("2027-07-10", Some("weekly")), "summer-party");
    }
}
