//! Says why properties and components are dropped, in words for the report.

use super::super::super::account::Outcome;

use Outcome::{Dropped, Kept, Rewritten};

const DATED: &str = "calfeed dates changes itself";
const PERSONAL: &str = "personal data of the people who take part";
const OF_PROGRAM: &str = "a note of the program that wrote the file, for itself";
const SYNCHRONISED: &str = "it serves to synchronise calendars, which a feed does not do";
const PLACED: &str = "an events file has the place in words only";

/// The properties of events that are dropped, with the reason.
const OF_EVENT: [(&str, &str); 62] = [
    ("ATTENDEE", PERSONAL),
    (
        "ORGANIZER",
        "personal data, and Outlook would take the reader for the organiser",
    ),
    ("X-MS-OLK-SENDER", PERSONAL),
    ("X-APPLE-CREATOR-IDENTITY", PERSONAL),
    ("X-APPLE-CREATOR-TEAM-IDENTITY", PERSONAL),
    ("X-CALENDARSERVER-ATTENDEE-COMMENT", PERSONAL),
    ("X-CALENDARSERVER-PRIVATE-COMMENT", PERSONAL),
    (
        "COMMENT",
        "a note between the organiser and the people who take part",
    ),
    ("REQUEST-STATUS", "an answer to an invitation"),
    ("CREATED", DATED),
    ("DTSTAMP", DATED),
    ("LAST-MODIFIED", DATED),
    ("SEQUENCE", DATED),
    ("X-MICROSOFT-CDO-OWNER-CRITICAL-CHANGE", DATED),
    ("X-MICROSOFT-CDO-ATTENDEE-CRITICAL-CHANGE", DATED),
    ("GEO", PLACED),
    ("X-APPLE-STRUCTURED-LOCATION", PLACED),
    ("X-MICROSOFT-LOCATIONS", PLACED),
    ("X-MICROSOFT-LATITUDE", PLACED),
    ("X-MICROSOFT-LONGITUDE", PLACED),
    ("X-MICROSOFT-LOCATIONDISPLAYNAME", PLACED),
    ("X-MICROSOFT-LOCATIONSOURCE", PLACED),
    ("X-MICROSOFT-LOCATIONURI", PLACED),
    ("X-MICROSOFT-LOCATIONSTREET", PLACED),
    ("X-MICROSOFT-LOCATIONCITY", PLACED),
    ("X-MICROSOFT-LOCATIONSTATE", PLACED),
    ("X-MICROSOFT-LOCATIONCOUNTRY", PLACED),
    ("X-MICROSOFT-LOCATIONPOSTALCODE", PLACED),
    (
        "X-APPLE-TRAVEL-ADVISORY-BEHAVIOR",
        "how to travel there is personal",
    ),
    ("X-APPLE-TRAVEL-START", "how to travel there is personal"),
    ("X-APPLE-TRAVEL-DURATION", "how to travel there is personal"),
    ("PRIORITY", "an events file has no priority"),
    (
        "X-MICROSOFT-CDO-IMPORTANCE",
        "an events file has no priority",
    ),
    (
        "COLOR",
        "an event has the colour of its calendar or its group",
    ),
    (
        "X-OUTLOOK-COLOR",
        "an event has the colour of its calendar or its group",
    ),
    ("IMAGE", "add a picture by hand: the key is `image`"),
    (
        "X-WP-IMAGES-URL",
        "add a picture by hand: the key is `image`",
    ),
    (
        "RELATED-TO",
        "an events file does not link events to each other",
    ),
    ("REFID", "an events file does not link events to each other"),
    ("LINK", "an events file does not link events to each other"),
    (
        "CONCEPT",
        "an events file does not link events to each other",
    ),
    ("RESOURCES", "an events file has no equipment"),
    (
        "EXRULE",
        "RFC 5545 has no rules for exceptions any more, and programs ignore them",
    ),
    (
        "RRULE",
        "a single meeting of a series has no rule of its own",
    ),
    (
        "RDATE",
        "a single meeting of a series has no dates of its own",
    ),
    (
        "EXDATE",
        "a single meeting of a series has no exceptions of its own",
    ),
    ("RECURRENCE-ID", "the event is no longer part of a series"),
    (
        "X-MICROSOFT-CDO-ALLDAYEVENT",
        "the start says whether the event takes whole days",
    ),
    (
        "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT",
        "the start says whether the event takes whole days",
    ),
    (
        "X-FUNAMBOL-ALLDAY",
        "the start says whether the event takes whole days",
    ),
    (
        "X-MICROSOFT-CDO-INTENDEDSTATUS",
        "another property says whether the time is free",
    ),
    (
        "X-MICROSOFT-CDO-INSTTYPE",
        "the rule says whether it is a series",
    ),
    ("X-MICROSOFT-CDO-APPT-SEQUENCE", DATED),
    ("X-MICROSOFT-CDO-OWNERAPPTID", SYNCHRONISED),
    ("X-MICROSOFT-DISALLOW-COUNTER", SYNCHRONISED),
    ("X-MICROSOFT-ISRESPONSEREQUESTED", SYNCHRONISED),
    (
        "X-ICAL-ACCESS",
        "the class of the event says whether it is private",
    ),
    ("X-MOZ-GENERATION", SYNCHRONISED),
    (
        "X-MOZ-LASTACK",
        "reminders belong to the person who set them",
    ),
    (
        "X-MOZ-SNOOZE-TIME",
        "reminders belong to the person who set them",
    ),
    (
        "ACKNOWLEDGED",
        "reminders belong to the person who set them",
    ),
    ("X-COST", "add the price by hand: the key is `price`"),
];

/// Prefixes of the names of programs' own properties, with the reason.
const PREFIXES: [(&str, &str); 14] = [
    ("X-MICROSOFT-", OF_PROGRAM),
    ("X-MS-OLK-", OF_PROGRAM),
    ("X-MOZ-", OF_PROGRAM),
    ("X-APPLE-", OF_PROGRAM),
    ("X-CALENDARSERVER-", SYNCHRONISED),
    ("X-CALENDLY-", OF_PROGRAM),
    ("X-EVOLUTION-", OF_PROGRAM),
    ("X-GOOGLE-", OF_PROGRAM),
    ("X-GWSHOW-", OF_PROGRAM),
    ("X-KDE-", OF_PROGRAM),
    ("X-LIC-", OF_PROGRAM),
    ("X-TRUMBA-", OF_PROGRAM),
    ("X-ZIMBRA-", OF_PROGRAM),
    ("X-", OF_PROGRAM),
];

/// What becomes of a property of an event that nothing reads.
pub(super) fn of_event(name: &str) -> Outcome {
    let known = OF_EVENT.iter().find(|(known, _)| *known == name);
    let prefix = || PREFIXES.iter().find(|(prefix, _)| name.starts_with(prefix));
    let why = known.or_else(prefix).map(|(_, why)| *why);
    Dropped(why.unwrap_or("it is no property of an event that RFC 5545 or its extensions name"))
}

/// What becomes of CLASS.
pub(super) fn class(value: &str) -> Outcome {
    match value.trim().to_ascii_uppercase().as_str() {
        "PRIVATE" | "CONFIDENTIAL" => Dropped("everything in an events file is public"),
        _ => Kept,
    }
}

/// What becomes of a property of a calendar that nothing reads.
pub(super) fn of_calendar(name: &str) -> Outcome {
    match name {
        "VERSION" | "CALSCALE" => Rewritten("the same in every feed of calfeed"),
        "PRODID" => Dropped("it names the program that wrote the file"),
        "METHOD" => Dropped("a feed is published; a cancelled calendar is noted in its events"),
        "REFRESH-INTERVAL" | "X-PUBLISHED-TTL" => {
            Dropped("set how often programs check by hand: the key is `refresh`")
        }
        "COLOR" | "X-APPLE-CALENDAR-COLOR" | "X-OUTLOOK-COLOR" => {
            Dropped("set the colour by hand: the key is `color`")
        }
        "IMAGE" => Dropped("set the picture by hand: the key is `image`"),
        "NAME" | "X-WR-CALNAME" | "DESCRIPTION" | "X-WR-CALDESC" | "URL" => {
            Dropped("another property says the same")
        }
        "LAST-MODIFIED" | "UID" | "SOURCE" | "X-WR-RELCALID" => Dropped(SYNCHRONISED),
        "CATEGORIES" => Dropped("a calendar of calfeed has no categories"),
        name if name.starts_with("X-") => Dropped(OF_PROGRAM),
        _ => Dropped("it is no property of a calendar that RFC 5545 or its extensions name"),
    }
}

/// Why a component other than an event is dropped.
pub(super) fn of_component(name: &str) -> &'static str {
    match name {
        "VALARM" => "reminders belong to the person who set them",
        "VTODO" => "an events file has no tasks",
        "VJOURNAL" => "an events file has no journal",
        "VFREEBUSY" => "an events file has events, not times that are taken",
        "VAVAILABILITY" | "AVAILABLE" => "an events file has events, not times that are free",
        "VPOLL" | "VOTE" => "an events file has no polls",
        "PARTICIPANT" => PERSONAL,
        "VLOCATION" => PLACED,
        "VRESOURCE" => "an events file has no equipment",
        "VTIMEZONE" => "it describes a zone for no event",
        _ => "it is no component that RFC 5545 or its extensions name",
    }
}
