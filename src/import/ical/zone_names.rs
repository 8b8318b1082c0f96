//! Finds the zone that a name means, without the rules of a VTIMEZONE.
//!
//! [`named`] reads names with one meaning: IANA names in any case, with the prefix of a program, and old ones; names of Windows; and the
//! names that Outlook shows. [`doubtful`] reads abbreviations and offsets from UTC, which follow the clock changes of no place. An abbreviation
//! that known places with different clocks have is refused. Section: [RFC 5545 §3.2.19] (TZID).
//!
//! [RFC 5545 §3.2.19]: https://www.rfc-editor.org/rfc/rfc5545#section-3.2.19

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};

use super::times::offset_of;
use super::windows::WINDOWS;
use super::zone_rules;
use crate::zone::Zone;

/// The longest name that is examined. The longest of Outlook has 60 letters.
const LONGEST: usize = 120;

/// Places that people know, the best known of each clock first. A rule or an abbreviation that many zones have becomes the first of these.
const KNOWN: &[&str] = &[
    "UTC",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Athens",
    "Europe/Helsinki",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Europe/Chisinau",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Anchorage",
    "America/Adak",
    "America/Halifax",
    "America/St_Johns",
    "America/Puerto_Rico",
    "America/Panama",
    "America/Bogota",
    "America/Guatemala",
    "America/Mexico_City",
    "America/Havana",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "America/Noronha",
    "America/Nuuk",
    "Atlantic/Azores",
    "Atlantic/Cape_Verde",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Africa/Maputo",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Nairobi",
    "Asia/Jerusalem",
    "Asia/Beirut",
    "Asia/Riyadh",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Jakarta",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Manila",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Australia/Perth",
    "Australia/Eucla",
    "Australia/Darwin",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Pacific/Guadalcanal",
    "Pacific/Norfolk",
    "Pacific/Auckland",
    "Pacific/Tarawa",
    "Pacific/Chatham",
    "Pacific/Tongatapu",
    "Pacific/Kiritimati",
    "Pacific/Honolulu",
    "Pacific/Marquesas",
    "Pacific/Gambier",
    "Pacific/Pitcairn",
    "Pacific/Pago_Pago",
];

/// Names without an area that the IANA database keeps, and the zone that each is there. An events file cannot have them.
const WITHOUT_AREA: &[(&str, &str)] = &[
    ("CST6CDT", "America/Chicago"),
    ("Cuba", "America/Havana"),
    ("EST5EDT", "America/New_York"),
    ("Egypt", "Africa/Cairo"),
    ("Eire", "Europe/Dublin"),
    ("GB", "Europe/London"),
    ("GB-Eire", "Europe/London"),
    ("Hongkong", "Asia/Hong_Kong"),
    ("Iceland", "Atlantic/Reykjavik"),
    ("Iran", "Asia/Tehran"),
    ("Israel", "Asia/Jerusalem"),
    ("Jamaica", "America/Jamaica"),
    ("Japan", "Asia/Tokyo"),
    ("Kwajalein", "Pacific/Kwajalein"),
    ("Libya", "Africa/Tripoli"),
    ("MET", "Europe/Brussels"),
    ("MST7MDT", "America/Denver"),
    ("NZ", "Pacific/Auckland"),
    ("NZ-CHAT", "Pacific/Chatham"),
    ("Navajo", "America/Denver"),
    ("PRC", "Asia/Shanghai"),
    ("PST8PDT", "America/Los_Angeles"),
    ("Poland", "Europe/Warsaw"),
    ("Portugal", "Europe/Lisbon"),
    ("ROC", "Asia/Taipei"),
    ("ROK", "Asia/Seoul"),
    ("Singapore", "Asia/Singapore"),
    ("Turkey", "Europe/Istanbul"),
    ("W-SU", "Europe/Moscow"),
    ("Z", "UTC"),
    ("Zulu", "UTC"),
    ("UCT", "UTC"),
    ("Universal", "UTC"),
    ("Etc/UCT", "UTC"),
    ("Etc/Universal", "UTC"),
    ("Etc/Zulu", "UTC"),
    ("Coordinated Universal Time", "UTC"),
    ("tzone://Microsoft/Utc", "UTC"),
    ("British Summer Time", "Europe/London"),
];

/// The zones by their simplified names.
static BY_NAME: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let of_places = Zone::names().filter(|name| name.contains('/') && !name.starts_with("Etc/"));
    let all = ["UTC", "Etc/UTC"].into_iter().chain(of_places);
    let all = all.map(|name| (name, name));
    let all = all.chain(WITHOUT_AREA.iter().copied());
    let mut zones: HashMap<_, _> = all.map(|(name, zone)| (simple(name), zone)).collect();
    for (windows, zone, _) in WINDOWS {
        zones.entry(simple(windows)).or_insert(zone);
    }
    zones
});

/// The zones by the simplified places of their names in Outlook.
static BY_PLACE: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let rows = WINDOWS.iter();
    let places = rows.flat_map(|(_, zone, places)| places.split(", ").map(move |it| (it, zone)));
    let places = places.filter(|(place, _)| !place.is_empty());
    places.map(|(place, zone)| (simple(place), *zone)).collect()
});

/// The known zones with each abbreviation, in either half of a year.
static BY_ABBREVIATION: LazyLock<HashMap<&str, Vec<Zone>>> = LazyLock::new(|| {
    let mut zones: HashMap<&str, Vec<Zone>> = HashMap::new();
    for zone in known() {
        let mut names = HALVES.map(|at| zone.abbreviation_at(at)).to_vec();
        names.dedup();
        for name in names {
            zones.entry(name).or_default().push(zone);
        }
    }
    zones
});

/// 15 January and 15 July 2026.
pub(super) const HALVES: [DateTime<Utc>; 2] = [
    DateTime::from_timestamp(1_768_435_200, 0).expect("a time"),
    DateTime::from_timestamp(1_784_073_600, 0).expect("a time"),
];

/// The zones of [`KNOWN`].
pub(super) fn known() -> impl Iterator<Item = Zone> {
    static ZONES: LazyLock<Vec<Zone>> = LazyLock::new(|| {
        let zones = KNOWN.iter().filter_map(|name| Zone::parse(name).ok());
        zones.collect()
    });
    ZONES.iter().copied()
}

/// Returns the zone of a name that has one meaning.
pub(super) fn named(name: &str) -> Option<Zone> {
    let name = name.trim().trim_matches('"').trim();
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    if let Some(zone) = in_table(name) {
        return Some(zone);
    }
    if name.starts_with(['(', '+', '-']) || name.contains(", ") || name.contains(" Time (") {
        return displayed(name);
    }
    // `/example.org/20210210_1/Europe/London`: a program's own prefix before the name.
    let name = name.replace("%2F", "/");
    let ends = name.match_indices('/').map(|(at, _)| at + 1);
    let mut ends = ends.filter_map(|at| name.get(at..));
    ends.find_map(in_table)
}

/// Returns the zone of an abbreviation or an offset from UTC, with what is doubtful about it. `Ok(None)` is no such name.
///
/// # Errors
/// Why it may be one of several zones.
pub(super) fn doubtful(name: &str, home: Option<Zone>) -> Result<Option<(Zone, String)>, String> {
    let name = name.trim().trim_matches('"').trim();
    let last = name.rsplit_once('/').map_or(name, |(_, last)| last);
    let upper = last.to_ascii_uppercase();
    if let Some(offset) = written_offset(name).or_else(|| written_offset(last)) {
        let seconds = i32::try_from(offset.num_seconds()).unwrap_or(0);
        let zone = zone_rules::with_offset(seconds);
        return Ok(zone.map(|zone| {
            let why = "it has this offset from UTC, and no clock changes";
            (zone, why.to_owned())
        }));
    }
    if matches!(&*upper, "GMT" | "GMT0" | "GREENWICH") {
        let why = "it has no clock changes; if London was meant, summer times are an hour late";
        return Ok(Some((Zone::UTC, why.to_owned())));
    }
    let Some(zones) = BY_ABBREVIATION.get(&*upper) else {
        return Ok(None);
    };
    if let Some(home) = home
        && HALVES.iter().any(|at| home.abbreviation_at(*at) == upper)
    {
        let why = "it is the zone of the calendar, and has this abbreviation";
        return Ok(Some((home, why.to_owned())));
    }
    let Some(first) = zones.first() else {
        return Ok(None);
    };
    let other = zones.iter().find(|zone| !zone_rules::agree(**zone, *first));
    match other {
        None => {
            let why = "places with this abbreviation have the same clocks";
            Ok(Some((*first, why.to_owned())))
        }
        Some(other) => Err(format!("it may be `{first}`, `{other}` or another place")),
    }
}

fn in_table(name: &str) -> Option<Zone> {
    let simple = simple(name);
    let found = BY_NAME.get(&simple).or_else(|| {
        let standard = simple.strip_suffix("daylighttime")?;
        BY_NAME.get(&format!("{standard}standardtime"))
    })?;
    Zone::parse(found).ok()
}

/// Returns the zone of a name such as `(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna`, if all places that are known have one.
fn displayed(name: &str) -> Option<Zone> {
    let places = match name.strip_prefix('(') {
        Some(rest) => rest.split_once(')').map_or(rest, |(_, places)| places),
        None => name,
    };
    // `Greenwich Mean Time: Dublin, …`
    let places = places.split_once(": ").map_or(places, |(_, places)| places);
    let places = places.split([',', '/', ';']).map(simple);
    let mut zones = places.filter_map(|place| BY_PLACE.get(&place));
    let first = zones.next()?;
    let is_one = zones.all(|zone| zone == first);
    Zone::parse(first).ok().filter(|_| is_one)
}

/// Reads `UTC+1`, `GMT-05:30`, `+0100`, `(UTC+01:00)` and `Etc/GMT-1`.
fn written_offset(name: &str) -> Option<TimeDelta> {
    let upper = name.to_ascii_uppercase();
    let of_database = upper.strip_prefix("ETC/GMT");
    let digits = of_database.unwrap_or_else(|| {
        let text = upper.trim_matches(['(', ')']);
        let text = text
            .strip_prefix("UTC")
            .or_else(|| text.strip_prefix("GMT"));
        text.unwrap_or(&upper).trim()
    });
    let (sign, number) = digits.split_at_checked(1)?;
    let hours = number.split(':').next().map_or(0, str::len);
    // `+1` is `+01`, and `+530` is `+0530`.
    let zero = if hours % 2 == 1 { "0" } else { "" };
    let offset = match sign {
        "+" | "-" => offset_of(&format!("{sign}{zero}{number}"))?,
        _ => return None,
    };
    // The database inverts the sign: `Etc/GMT-1` is an hour ahead of UTC.
    Some(if of_database.is_some() {
        -offset
    } else {
        offset
    })
}

/// Returns a name without what programs change: case, spaces, underscores and punctuation. A sign before a digit stays.
fn simple(name: &str) -> String {
    let mut simple = String::with_capacity(name.len());
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        let is_sign =
            matches!(character, '+' | '-') && characters.peek().is_some_and(char::is_ascii_digit);
        if character.is_alphanumeric() || is_sign {
            simple.extend(character.to_lowercase());
        }
    }
    simple
}
