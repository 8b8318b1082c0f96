//! Explains why a name is no [`super::Zone`], and says what to write instead.
//!
//! A [`ZoneError`] has two sentences for the person who wrote the name. Each name between backticks in the help is one that `Zone::parse`
//! accepts. A name is never corrected silently: two calendars with `CST` may mean Chicago and Shanghai. The names are those of the IANA
//! database (RFC 6557). The names of Windows are paired with them as in Unicode CLDR.

use std::error::Error;
use std::fmt;

use super::clocks::names;
use super::is_accepted;
use crate::diagnostic::{Certainty, Edit, Problem, TimeFinding};

/// Abbreviations, and what to write instead.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("ACST", "`Australia/Darwin` or `Australia/Adelaide`"),
    ("AEDT", "`Australia/Sydney`"),
    ("AEST", "`Australia/Sydney` or `Australia/Brisbane`"),
    ("AKST", "`America/Anchorage`"),
    ("AST", "`America/Halifax` or `America/Puerto_Rico`"),
    ("AWST", "`Australia/Perth`"),
    ("BST", "`Europe/London`"),
    ("CAT", "`Africa/Maputo`"),
    ("CDT", "`America/Chicago`"),
    (
        "CEST",
        "`Europe/Paris`, `Europe/Berlin` or another city that keeps it",
    ),
    (
        "CET",
        "`Europe/Paris`, `Europe/Berlin` or another city that keeps it",
    ),
    ("CST", "`America/Chicago`, or `Asia/Shanghai` for China"),
    ("CST6CDT", "`America/Chicago`"),
    ("EAT", "`Africa/Nairobi`"),
    ("EDT", "`America/New_York`"),
    (
        "EEST",
        "`Europe/Helsinki`, `Europe/Athens` or another city that keeps it",
    ),
    (
        "EET",
        "`Europe/Helsinki`, `Europe/Athens` or another city that keeps it",
    ),
    (
        "EST",
        "`America/New_York`, or `America/Panama` for no clock changes",
    ),
    ("EST5EDT", "`America/New_York`"),
    ("GMT", "`Europe/London`, or `UTC` for no clock changes"),
    ("GMT0", "`Europe/London`, or `UTC` for no clock changes"),
    ("HKT", "`Asia/Hong_Kong`"),
    ("HST", "`Pacific/Honolulu`"),
    (
        "IST",
        "`Asia/Kolkata` for India, `Europe/Dublin` for Ireland, or `Asia/Jerusalem` for Israel",
    ),
    ("JST", "`Asia/Tokyo`"),
    ("KST", "`Asia/Seoul`"),
    ("MDT", "`America/Denver`"),
    (
        "MET",
        "`Europe/Paris`, `Europe/Berlin` or another city that keeps it",
    ),
    ("MSK", "`Europe/Moscow`"),
    (
        "MST",
        "`America/Denver`, or `America/Phoenix` for no clock changes",
    ),
    ("MST7MDT", "`America/Denver`"),
    ("NZDT", "`Pacific/Auckland`"),
    ("NZST", "`Pacific/Auckland`"),
    ("PDT", "`America/Los_Angeles`"),
    ("PST", "`America/Los_Angeles`"),
    ("PST8PDT", "`America/Los_Angeles`"),
    ("SAST", "`Africa/Johannesburg`"),
    ("SGT", "`Asia/Singapore`"),
    ("UCT", "`UTC`"),
    ("WAT", "`Africa/Lagos`"),
    ("WEST", "`Europe/Lisbon`"),
    ("WET", "`Europe/Lisbon`"),
    ("Z", "`UTC`"),
];

/// Names without an area that the IANA database keeps for old programs, and names in plain English.
const OLD_NAMES: &[(&str, &str)] = &[
    ("British Summer Time", "`Europe/London`"),
    ("Britain", "`Europe/London`"),
    (
        "Central European Time",
        "`Europe/Paris`, `Europe/Berlin` or another city that keeps it",
    ),
    ("Coordinated Universal Time", "`UTC`"),
    ("Cuba", "`America/Havana`"),
    ("Eastern Time", "`America/New_York`"),
    ("Egypt", "`Africa/Cairo`"),
    ("Eire", "`Europe/Dublin`"),
    ("England", "`Europe/London`"),
    ("GB", "`Europe/London`"),
    ("GB-Eire", "`Europe/London`"),
    (
        "Greenwich",
        "`Europe/London`, or `UTC` for no clock changes",
    ),
    (
        "Greenwich Mean Time",
        "`Europe/London`, or `UTC` for no clock changes",
    ),
    ("Hongkong", "`Asia/Hong_Kong`"),
    ("Iceland", "`Atlantic/Reykjavik`"),
    ("Iran", "`Asia/Tehran`"),
    ("Ireland", "`Europe/Dublin`"),
    ("Israel", "`Asia/Jerusalem`"),
    ("Jamaica", "`America/Jamaica`"),
    ("Japan", "`Asia/Tokyo`"),
    ("Kwajalein", "`Pacific/Kwajalein`"),
    ("Libya", "`Africa/Tripoli`"),
    ("NZ", "`Pacific/Auckland`"),
    ("NZ-CHAT", "`Pacific/Chatham`"),
    ("Navajo", "`America/Denver`"),
    ("PRC", "`Asia/Shanghai`"),
    ("Poland", "`Europe/Warsaw`"),
    ("Portugal", "`Europe/Lisbon`"),
    ("ROC", "`Asia/Taipei`"),
    ("ROK", "`Asia/Seoul`"),
    ("Scotland", "`Europe/London`"),
    ("Singapore", "`Asia/Singapore`"),
    ("Turkey", "`Europe/Istanbul`"),
    ("UK", "`Europe/London`"),
    ("Universal", "`UTC`"),
    ("W-SU", "`Europe/Moscow`"),
    ("Wales", "`Europe/London`"),
    ("Zulu", "`UTC`"),
];

/// The Windows names that people meet most, without the words "Standard Time" that each ends in.
const WINDOWS_NAMES: &[(&str, &str)] = &[
    ("AUS Eastern", "`Australia/Sydney`"),
    ("Arabian", "`Asia/Dubai`"),
    ("Atlantic", "`America/Halifax`"),
    ("Central", "`America/Chicago`"),
    ("Central Europe", "`Europe/Budapest`"),
    ("Central European", "`Europe/Warsaw`"),
    ("China", "`Asia/Shanghai`"),
    ("E. South America", "`America/Sao_Paulo`"),
    ("Eastern", "`America/New_York`"),
    ("FLE", "`Europe/Kyiv`"),
    ("GMT", "`Europe/London`"),
    ("GTB", "`Europe/Bucharest`"),
    ("Greenwich", "`Atlantic/Reykjavik`"),
    ("India", "`Asia/Kolkata`"),
    ("Israel", "`Asia/Jerusalem`"),
    ("Korea", "`Asia/Seoul`"),
    ("Mountain", "`America/Denver`"),
    ("New Zealand", "`Pacific/Auckland`"),
    ("Pacific", "`America/Los_Angeles`"),
    ("Romance", "`Europe/Paris`"),
    ("Russian", "`Europe/Moscow`"),
    ("Singapore", "`Asia/Singapore`"),
    ("South Africa", "`Africa/Johannesburg`"),
    ("Tokyo", "`Asia/Tokyo`"),
    ("Turkey", "`Europe/Istanbul`"),
    ("W. Europe", "`Europe/Berlin`"),
];

/// What to write if no name can be guessed.
const A_PLACE: &str = "the IANA name of a large city with the same clocks, such as `Europe/London`";

/// The areas that are countries. Their zones are old names, with a direction instead of a city.
const COUNTRIES: &[&str] = &["Brazil/", "Canada/", "Chile/", "Mexico/", "US/"];

/// The longest text that is compared with every name. No name has more than 32 letters.
const LONGEST_COMPARED: usize = 40;

/// Why a name is no [`super::Zone`], and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneError {
    message: String,
    help: String,
    meant: Option<(&'static str, Certainty)>,
}

impl ZoneError {
    /// Creates the error for a name that `Zone::parse` does not accept.
    pub(super) fn new(name: &str) -> Self {
        if name.trim().is_empty() {
            return Self::of("the name of the time zone is empty".into(), A_PLACE);
        }
        if let Some(rest) = name.strip_prefix('/') {
            return Self::leading_slash(name, rest);
        }
        if let Some(zone) = accepted().find(|zone| zone.eq_ignore_ascii_case(name)) {
            let message = format!("`{name}` is a time zone in the wrong case");
            return Self::meaning(message, zone, Certainty::Exact);
        }
        if let Some(places) = look_up(ABBREVIATIONS, name) {
            let why = "calendar programs disagree about what an abbreviation means";
            return Self::of(
                format!("`{name}` is not a place's time zone: {why}"),
                places,
            );
        }
        if let Some(places) = look_up(OLD_NAMES, name) {
            let why = "not every calendar program knows it";
            return Self::of(
                format!("`{name}` is not a place's time zone: {why}"),
                places,
            );
        }
        if let Some(rest) = name.strip_prefix("Etc/") {
            return Self::etc(name, rest);
        }
        if is_offset(name) {
            let why = "it does not follow any place's clock changes";
            return Self::of(
                format!("`{name}` is an offset, not a time zone: {why}"),
                &or_utc(),
            );
        }
        if let Some(windows) = name.strip_suffix(" Standard Time") {
            let places = look_up(WINDOWS_NAMES, windows).unwrap_or(A_PLACE);
            return Self::of(
                format!("`{name}` is the name of a time zone in Windows, not its IANA name"),
                places,
            );
        }
        let message = format!("`{name}` is not the name of a time zone");
        match nearest(name).or_else(|| of_city(name)) {
            Some(zone) => Self::meaning(message, zone, Certainty::Guess),
            None => Self::of(message, A_PLACE),
        }
    }

    /// Returns what is wrong, in lower case and without a full stop.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns what to write instead, in lower case and without a full stop.
    pub fn help(&self) -> &str {
        &self.help
    }

    fn of(message: String, places: &str) -> Self {
        Self {
            message,
            help: format!("write {places}"),
            meant: None,
        }
    }

    fn meaning(message: String, zone: &'static str, certainty: Certainty) -> Self {
        let meant = Some((zone, certainty));
        Self {
            meant,
            ..Self::of(message, &format!("`{zone}`"))
        }
    }

    /// A TZID that starts with `/` is a registered one (RFC 5545 §3.2.19), but there has never been a registry.
    fn leading_slash(name: &str, rest: &str) -> Self {
        let message = format!("`{name}` starts with a slash, which no time zone's name does");
        match accepted().find(|zone| *zone == rest) {
            Some(zone) => Self::meaning(message, zone, Certainty::Exact),
            None => Self {
                message,
                ..Self::new(rest)
            },
        }
    }

    fn etc(name: &str, rest: &str) -> Self {
        let hours = rest.strip_prefix("GMT").unwrap_or_default();
        let inverted = match hours.split_at_checked(1) {
            _ if hours.trim_start_matches(['+', '-']) == "0" => None,
            Some(("+", digits)) => Some(format!("UTC-{digits}")),
            Some(("-", digits)) => Some(format!("UTC+{digits}")),
            _ => None,
        };
        match inverted {
            Some(meaning) => {
                let why =
                    format!("its sign is inverted, so it means {meaning}, without clock changes");
                Self::of(
                    format!("`{name}` is not a place's time zone: {why}"),
                    A_PLACE,
                )
            }
            None => Self::of(format!("`{name}` is not a place's time zone"), &or_utc()),
        }
    }
}

impl fmt::Display for ZoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for ZoneError {}

impl From<ZoneError> for Problem {
    fn from(error: ZoneError) -> Self {
        let ZoneError {
            message,
            help,
            meant,
        } = error;
        match meant {
            Some((zone, certainty)) => Self::from(TimeFinding::BadZone { message })
                .repair(Edit::Yaml(zone.to_owned()), certainty),
            None => TimeFinding::NoZone { message, help }.into(),
        }
    }
}

fn or_utc() -> String {
    format!("{A_PLACE}, or `UTC`")
}

fn look_up(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(refused, _)| refused.eq_ignore_ascii_case(name))
        .map(|(_, places)| *places)
}

/// Returns whether a text is a number of hours, with or without the letters `UTC` or `GMT` before it.
fn is_offset(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let number = upper
        .trim_start_matches("UTC")
        .trim_start_matches("GMT")
        .trim_start();
    number.starts_with(['+', '-', '\u{2212}']) && number.contains(|c: char| c.is_ascii_digit())
}

/// Returns the names that `Zone::parse` accepts, in order.
fn accepted() -> impl Iterator<Item = &'static str> {
    names().filter(|name| is_accepted(name))
}

/// Returns the zone that is named after this city, whatever area is written before it.
fn of_city(name: &str) -> Option<&'static str> {
    let city = city_of(name).trim().replace([' ', '-'], "_");
    accepted()
        // `Central` is no city, and both `Canada` and `US` have it.
        .filter(|zone| !COUNTRIES.iter().any(|country| zone.starts_with(country)))
        .find(|zone| city_of(zone).replace('-', "_").eq_ignore_ascii_case(&city))
}

/// Returns the zone with the smallest edit distance, if that is small for the length of the city.
fn nearest(name: &str) -> Option<&'static str> {
    if name.len() > LONGEST_COMPARED {
        return None;
    }
    let name = name.to_lowercase();
    accepted()
        .map(|zone| (strsim::levenshtein(&name, &zone.to_lowercase()), zone))
        .min()
        .filter(|(edits, _)| *edits <= 1 + city_of(&name).len() / 5)
        .map(|(_, zone)| zone)
}

fn city_of(name: &str) -> &str {
    name.rsplit_once('/').map_or(name, |(_, city)| city)
}

#[cfg(test)]
mod tests;
