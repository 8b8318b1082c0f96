use chrono::TimeZone as _;

use super::*;

fn instant(hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2025, 3, 1, hour, 30, 0).unwrap()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn eleven(year: i32, month: u32, of_month: u32) -> NaiveDateTime {
    day(year, month, of_month).and_hms_opt(11, 0, 0).unwrap()
}

fn written(component: &Component) -> String {
    let mut out = String::new();
    component.write(&mut out);
    out
}

fn content_line(property: &Property) -> String {
    let mut out = String::new();
    content_line::write(&mut out, property);
    out
}

const NO_ZONES: [Vec<String>; 0] = [];

fn calendar<const N: usize>(
    properties: &[Property],
    time_zones: &[Vec<String>],
    components: [Component; N],
) -> String {
    let mut out = begin(properties);
    for lines in time_zones {
        out.push_str(&of_content_lines(lines));
    }
    for component in components {
        component.write(&mut out);
    }
    end(&mut out);
    out
}

fn london() -> Vec<String> {
    [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/London",
        "BEGIN:DAYLIGHT",
        "TZNAME:BST",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "DTSTART:19700329T010000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "TZNAME:GMT",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "DTSTART:19701025T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
    .map(str::to_owned)
    .into()
}

fn lean_coffee() -> Component {
    let mut component = Component::new("lean-coffee@example.org", instant(9));
    component
        .add(text("X-MICROSOFT-CDO-BUSYSTATUS", "BUSY"))
        .add(token("TRANSP", "OPAQUE"))
        .add(token("STATUS", "CONFIRMED"))
        .add(text_list("CATEGORIES", ["Lean Coffee, monthly", "Côd"]))
        .add(text("CONTACT", "hello@example.org"))
        .add(conference(
            "https://meet.example.org/a,b;c",
            "Join: “Lean Coffee”",
        ))
        .add(uri("URL", "https://example.org/events/lean-coffee/"))
        .add(text("LOCATION", "Room 1; 2nd floor"))
        .add(text(
            "DESCRIPTION",
            "Bring a topic.\n\nhttps://example.org/lean, if you like.",
        ))
        .add(text("SUMMARY", "Lean Coffee ☕"))
        .add(zoned("EXDATE", "Europe/London", eleven(2026, 12, 24)))
        .add(zoned("EXDATE", "Europe/London", eleven(2025, 12, 25)))
        .add(token("RRULE", "FREQ=MONTHLY;BYDAY=4TH"))
        .add(zoned(
            "DTEND",
            "Europe/London",
            eleven(2025, 3, 27) + chrono::TimeDelta::hours(1),
        ))
        .add(zoned("DTSTART", "Europe/London", eleven(2025, 3, 27)))
        .add(integer("SEQUENCE", 86_400))
        .add(utc("LAST-MODIFIED", instant(9)))
        .add(utc("CREATED", instant(8)));
    component
}

const LEAN_COFFEE: &str = "BEGIN:VEVENT\r\n\
UID:lean-coffee@example.org\r\n\
DTSTAMP:20250301T093000Z\r\n\
CREATED:20250301T083000Z\r\n\
LAST-MODIFIED:20250301T093000Z\r\n\
SEQUENCE:86400\r\n\
DTSTART;TZID=Europe/London:20250327T110000\r\n\
DTEND;TZID=Europe/London:20250327T120000\r\n\
RRULE:FREQ=MONTHLY;BYDAY=4TH\r\n\
EXDATE;TZID=Europe/London:20261224T110000\r\n\
EXDATE;TZID=Europe/London:20251225T110000\r\n\
SUMMARY:Lean Coffee ☕\r\n\
DESCRIPTION:Bring a topic.\\n\\nhttps://example.org/lean\\, if you like.\r\n\
LOCATION:Room 1\\; 2nd floor\r\n\
URL:https://example.org/events/lean-coffee/\r\n\
CONFERENCE;FEATURE=VIDEO;LABEL=\"Join: “Lean Coffee”\";VALUE=URI:https://\r\n \
meet.example.org/a,b;c\r\n\
CONTACT:hello@example.org\r\n\
CATEGORIES:Lean Coffee\\, monthly,Côd\r\n\
STATUS:CONFIRMED\r\n\
TRANSP:OPAQUE\r\n\
X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\n\
END:VEVENT\r\n";

fn feed() -> String {
    let properties = [
        text("NAME", "Lean Coffee, and more"),
        text("X-WR-CALNAME", "Lean Coffee, and more"),
        text("DESCRIPTION", "Talks; coffee"),
        text("X-WR-CALDESC", "Talks; coffee"),
        duration("REFRESH-INTERVAL", "PT4H"),
        duration("X-PUBLISHED-TTL", "PT4H"),
        text("COLOR", "steelblue"),
        text("X-APPLE-CALENDAR-COLOR", "#4682B4"),
    ];
    calendar(&properties, &[london()], [lean_coffee()])
}

#[test]
fn a_feed_is_these_bytes() {
    let expected = "BEGIN:VCALENDAR\r\n\
VERSION:2.0\r\n\
PRODID:-//calfeed//calfeed//EN\r\n\
CALSCALE:GREGORIAN\r\n\
METHOD:PUBLISH\r\n\
NAME:Lean Coffee\\, and more\r\n\
X-WR-CALNAME:Lean Coffee\\, and more\r\n\
DESCRIPTION:Talks\\; coffee\r\n\
X-WR-CALDESC:Talks\\; coffee\r\n\
REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n\
X-PUBLISHED-TTL:PT4H\r\n\
COLOR:steelblue\r\n\
X-APPLE-CALENDAR-COLOR:#4682B4\r\n\
BEGIN:VTIMEZONE\r\n\
TZID:Europe/London\r\n\
BEGIN:DAYLIGHT\r\n\
TZNAME:BST\r\n\
TZOFFSETFROM:+0000\r\n\
TZOFFSETTO:+0100\r\n\
DTSTART:19700329T010000\r\n\
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
END:DAYLIGHT\r\n\
BEGIN:STANDARD\r\n\
TZNAME:GMT\r\n\
TZOFFSETFROM:+0100\r\n\
TZOFFSETTO:+0000\r\n\
DTSTART:19701025T020000\r\n\
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n\
END:STANDARD\r\n\
END:VTIMEZONE\r\n\
{events}\
END:VCALENDAR\r\n";
    assert_eq!(feed(), expected.replace("{events}", LEAN_COFFEE));
}

#[test]
fn an_invite_has_the_envelope_of_a_feed_and_only_the_properties_given() {
    let mut component = Component::new("conference-2026@example.org", instant(9));
    component
        .add(date("DTSTART", day(2026, 6, 10)))
        .add(date("DTEND", day(2026, 6, 12)))
        .add(text("SUMMARY", "Conference"));
    assert_eq!(
        calendar(
            &[token("X-MS-OLK-FORCEINSPECTOROPEN", "TRUE")],
            &NO_ZONES,
            [component]
        ),
        "BEGIN:VCALENDAR\r\n\
VERSION:2.0\r\n\
PRODID:-//calfeed//calfeed//EN\r\n\
CALSCALE:GREGORIAN\r\n\
METHOD:PUBLISH\r\n\
X-MS-OLK-FORCEINSPECTOROPEN:TRUE\r\n\
BEGIN:VEVENT\r\n\
UID:conference-2026@example.org\r\n\
DTSTAMP:20250301T093000Z\r\n\
DTSTART;VALUE=DATE:20260610\r\n\
DTEND;VALUE=DATE:20260612\r\n\
SUMMARY:Conference\r\n\
END:VEVENT\r\n\
END:VCALENDAR\r\n"
    );
}

#[test]
fn properties_that_came_in_another_order_give_the_same_bytes() {
    let mut backwards = Component::new("lean-coffee@example.org", instant(9));
    let component = lean_coffee();
    // Those of one name keep their order.
    for of_a_name in component
        .rest
        .chunk_by(|one, next| one.key() == next.key())
        .rev()
    {
        for property in of_a_name {
            backwards.add(property.clone());
        }
    }
    assert_eq!(written(&backwards), LEAN_COFFEE);
}

#[test]
fn a_property_that_may_occur_once_is_replaced_and_others_gather_in_order() {
    let mut component = Component::new("a@example.org", instant(9));
    component
        .add(text("SUMMARY", "Before"))
        .add(text("SUMMARY", "After"))
        .add(text("CONTACT", "z@example.org"))
        .add(text("CONTACT", "a@example.org"));
    assert_eq!(
        written(&component),
        "BEGIN:VEVENT\r\n\
UID:a@example.org\r\n\
DTSTAMP:20250301T093000Z\r\n\
SUMMARY:After\r\n\
CONTACT:z@example.org\r\n\
CONTACT:a@example.org\r\n\
END:VEVENT\r\n"
    );
}

#[test]
fn uid_and_dtstamp_can_be_neither_replaced_nor_lost() {
    let mut component = Component::new("a@example.org", instant(9));
    component
        .add(text("UID", "b@example.org"))
        .add(text("DTSTAMP", ""));
    assert_eq!(
        written(&component),
        "BEGIN:VEVENT\r\nUID:a@example.org\r\nDTSTAMP:20250301T093000Z\r\nEND:VEVENT\r\n"
    );
}

#[test]
fn extensions_come_after_the_known_properties_and_the_unknown_after_those() {
    let mut component = Component::new("a@example.org", instant(9));
    component
        .add(integer("PRIORITY", 5))
        .add(text("COMMENT", "c"))
        .add(text("X-B", "b"))
        .add(text("X-A", "a"))
        .add(token("TRANSP", "OPAQUE"))
        .add(zoned(
            "RECURRENCE-ID",
            "Europe/London",
            eleven(2025, 10, 23),
        ));
    assert_eq!(
        written(&component),
        "BEGIN:VEVENT\r\n\
UID:a@example.org\r\n\
DTSTAMP:20250301T093000Z\r\n\
RECURRENCE-ID;TZID=Europe/London:20251023T110000\r\n\
TRANSP:OPAQUE\r\n\
X-A:a\r\n\
X-B:b\r\n\
COMMENT:c\r\n\
PRIORITY:5\r\n\
END:VEVENT\r\n"
    );
}

#[test]
fn an_empty_value_writes_no_property() {
    let mut component = Component::new("a@example.org", instant(9));
    component
        .add(text("LOCATION", ""))
        .add(text_list("CATEGORIES", ["", "\u{7}"]))
        .add(uri("URL", ""));
    assert_eq!(
        written(&component),
        "BEGIN:VEVENT\r\nUID:a@example.org\r\nDTSTAMP:20250301T093000Z\r\nEND:VEVENT\r\n"
    );
}

#[test]
fn empty_items_of_a_list_leave_no_comma() {
    assert_eq!(
        content_line(&text_list("CATEGORIES", ["", "a", "\u{0}", "b\tc\nd", ""])),
        "CATEGORIES:a,b\tc\\nd\r\n"
    );
}

#[test]
fn integers_are_signed_and_fill_their_range() {
    assert_eq!(content_line(&integer("SEQUENCE", 0)), "SEQUENCE:0\r\n");
    assert_eq!(
        content_line(&integer("SEQUENCE", i32::MAX)),
        "SEQUENCE:2147483647\r\n"
    );
    assert_eq!(content_line(&integer("X-OFFSET", -1)), "X-OFFSET:-1\r\n");
}

#[test]
fn a_duration_says_that_it_is_one_except_in_the_property_of_microsoft() {
    assert_eq!(
        content_line(&duration("REFRESH-INTERVAL", "PT1H30M")),
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H30M\r\n"
    );
    assert_eq!(
        content_line(&duration("X-PUBLISHED-TTL", "P2D")),
        "X-PUBLISHED-TTL:P2D\r\n"
    );
}

#[test]
fn dates_and_times_are_padded() {
    assert_eq!(
        content_line(&date("DTSTART", day(987, 1, 2))),
        "DTSTART;VALUE=DATE:09870102\r\n"
    );
    let early = day(2026, 1, 2).and_hms_opt(3, 4, 5).unwrap();
    assert_eq!(
        content_line(&zoned("DTSTART", "America/Argentina/Buenos_Aires", early)),
        "DTSTART;TZID=America/Argentina/Buenos_Aires:20260102T030405\r\n"
    );
    assert_eq!(
        content_line(&utc("DTSTAMP", early.and_utc())),
        "DTSTAMP:20260102T030405Z\r\n"
    );
}

#[test]
fn every_line_of_a_feed_ends_in_crlf_and_none_is_above_75_octets() {
    let feed = feed();
    assert!(feed.ends_with("END:VCALENDAR\r\n"));
    assert!(!feed.replace("\r\n", "").contains(['\r', '\n']));
    assert!(feed.split("\r\n").all(|line| line.len() <= 75));
}

#[test]
fn calcard_reads_every_property_of_a_feed() {
    use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty};

    let parsed = ICalendar::parse(feed()).unwrap();
    let kinds: Vec<_> = parsed
        .components
        .iter()
        .map(|component| &component.component_type)
        .collect();
    assert_eq!(
        kinds,
        [
            &ICalendarComponentType::VCalendar,
            &ICalendarComponentType::VTimezone,
            &ICalendarComponentType::Daylight,
            &ICalendarComponentType::Standard,
            &ICalendarComponentType::VEvent,
        ]
    );
    let event = parsed.components.last().unwrap();
    assert_eq!(
        event.entries.len(),
        LEAN_COFFEE.replace("\r\n ", "").lines().count() - 2
    );
    let values = |property: &ICalendarProperty| -> Vec<String> {
        let entries = event.properties(property);
        entries
            .flat_map(|entry| &entry.values)
            .map(|value| value.as_text().unwrap().to_owned())
            .collect()
    };
    assert_eq!(values(&ICalendarProperty::Uid), ["lean-coffee@example.org"]);
    assert_eq!(
        values(&ICalendarProperty::Categories),
        ["Lean Coffee, monthly", "Côd"]
    );
    assert_eq!(
        values(&ICalendarProperty::Conference),
        ["https://meet.example.org/a,b;c"]
    );
    assert_eq!(values(&ICalendarProperty::Location), ["Room 1; 2nd floor"]);
}

#[test]
fn icalendar_reads_every_property_of_a_feed() {
    use icalendar::parser;

    let unfolded = parser::unfold(&feed());
    let parsed = parser::read_calendar(&unfolded).unwrap();
    assert_eq!(parsed.properties.len(), 12);
    let kinds: Vec<&str> = parsed
        .components
        .iter()
        .map(|component| component.name.as_str())
        .collect();
    assert_eq!(kinds, ["VTIMEZONE", "VEVENT"]);
    let event = &parsed.components[1];
    assert_eq!(
        event.properties.len(),
        LEAN_COFFEE.replace("\r\n ", "").lines().count() - 2
    );
    let value = |name: &str| event.find_prop(name).unwrap().val.to_string();
    assert_eq!(
        value("DESCRIPTION"),
        "Bring a topic.\n\nhttps://example.org/lean, if you like."
    );
    assert_eq!(value("CONFERENCE"), "https://meet.example.org/a,b;c");
}
