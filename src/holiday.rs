//! Provides public holidays: days on which few people come to a meeting.
//!
//! [`Holidays`] are those of a nation, built into the program as of the day of its release, or those of a file in the form of GOV.UK's
//! bank-holidays JSON. The network is never used. Holidays are not computed by rule, because they are proclaimed, moved and added (a
//! coronation, a World Cup), so only a list is correct. The built-in lists have one holiday on each line, because reading them as JSON took
//! longer than all other checks of an event.
//!
//! Source: <https://www.gov.uk/bank-holidays>, under the Open Government Licence; see `holiday/NOTICE`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::error::Category;

use crate::diagnostic::{Choices, Edit, Problem, ValueFinding};

/// The holidays of the nations of the United Kingdom, 2019 to 2028, in lines such as `2026-12-25 Christmas Day`.
const KNOWN: [(&str, &str); 3] = [
    (
        "england-and-wales",
        include_str!("holiday/england-and-wales.txt"),
    ),
    ("scotland", include_str!("holiday/scotland.txt")),
    (
        "northern-ireland",
        include_str!("holiday/northern-ireland.txt"),
    ),
];

/// Where the holidays of an events file come from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HolidaySource {
    /// The built-in list of a nation: `england-and-wales`, `scotland`, `northern-ireland`.
    Nation(&'static str),
    /// The file with this path, relative to the events file.
    File(String),
}

/// The names of public holidays, by date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays(BTreeMap<NaiveDate, Cow<'static, str>>);

/// One division of a JSON file.
#[derive(Deserialize)]
struct Division {
    events: Vec<Holiday>,
}

#[derive(Deserialize)]
struct Holiday {
    title: String,
    date: NaiveDate,
}

impl HolidaySource {
    /// The nations whose holidays are known.
    pub(crate) const NATIONS: [&str; 3] = [KNOWN[0].0, KNOWN[1].0, KNOWN[2].0];

    /// Reads the name of a nation, or a path.
    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        let written = written.trim();
        if let Some(nation) = Self::NATIONS.into_iter().find(|nation| *nation == written) {
            return Ok(Self::Nation(nation));
        }
        if written.contains(['/', '.', '\\']) {
            return Self::file(written);
        }
        let nations = Choices(Self::NATIONS.map(ToOwned::to_owned).to_vec());
        let finding = ValueFinding::UnknownHolidays {
            written: written.into(),
            nations,
        };
        let problem = Problem::from(finding);
        Err(match crate::spelling::closest(written, Self::NATIONS) {
            Some(closest) => problem.guess(Edit::Value(closest.to_owned())),
            None => problem,
        })
    }
}

impl HolidaySource {
    /// Accepts a path below the folder of the events file. Any other path could publish a private file of the machine.
    fn file(written: &str) -> Result<Self, Problem> {
        let mut parts = written.split(['/', '\\']);
        let is_elsewhere = |part: &str| part == ".." || part.contains(':');
        let is_absolute = written.starts_with(['/', '\\']);
        if !is_absolute && !parts.any(is_elsewhere) {
            return Ok(Self::File(written.to_owned()));
        }
        let written = written.into();
        Err(ValueFinding::HolidaysElsewhere { written }.into())
    }
}

impl Holidays {
    /// Returns the holidays of a nation. An unknown name has none.
    pub fn of_nation(name: &str) -> Self {
        let known = KNOWN.into_iter().find(|(nation, _)| *nation == name);
        let lines = known.into_iter().flat_map(|(_, list)| list.lines());
        // A test checks that every line has this form.
        let mut holidays = BTreeMap::new();
        holidays.extend(lines.filter_map(holiday));
        Self(holidays)
    }

    /// Reads all divisions of a file in the form of <https://www.gov.uk/bank-holidays.json>.
    ///
    /// # Errors
    /// Refuses text in another form. The message has the line and the column but does not quote the text, because the path may name a private
    /// file.
    pub fn parse(json: &str) -> Result<Self, Problem> {
        let divisions: BTreeMap<String, Division> =
            serde_json::from_str(json).map_err(|error| {
                let found = match error.classify() {
                    Category::Data => "the text here is not of the form of a list of holidays",
                    Category::Eof => "the text ends too early",
                    Category::Io | Category::Syntax => "the text here is not JSON",
                };
                let (line, column) = (error.line(), error.column());
                Problem::from(ValueFinding::NotHolidays {
                    line,
                    column,
                    found,
                })
            })?;
        let holidays = divisions.into_values().flat_map(|division| division.events);
        let holidays = holidays.map(|holiday| (holiday.date, holiday.title.into()));
        Ok(Self(holidays.collect()))
    }

    /// Returns the name of the holiday on a date.
    pub fn on(&self, date: NaiveDate) -> Option<&str> {
        self.0.get(&date).map(AsRef::as_ref)
    }

    /// Whether there are no holidays.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Reads a line of a built-in list.
fn holiday(line: &'static str) -> Option<(NaiveDate, Cow<'static, str>)> {
    let (date, name) = line.split_at_checked("2026-12-25 ".len())?;
    let (year, month, day) = (date.get(..4)?, date.get(5..7)?, date.get(8..10)?);
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    Some((date, name.into()))
}

#[cfg(test)]
mod tests {
    use super::{HolidaySource, Holidays, KNOWN, holiday};

    fn on(nation: &str, date: &str) -> Option<String> {
        Holidays::of_nation(nation)
            .on(date.parse().unwrap())
            .map(ToOwned::to_owned)
    }

    #[test]
    fn christmas_is_a_holiday_in_every_nation() {
        for nation in HolidaySource::NATIONS {
            assert_eq!(
                on(nation, "2025-12-25").as_deref(),
                Some("Christmas Day"),
                "{nation}"
            );
        }
    }

    #[test]
    fn each_nation_has_its_own() {
        assert_eq!(
            on("scotland", "2026-11-30").as_deref(),
            Some("St Andrew’s Day")
        );
        assert_eq!(on("england-and-wales", "2026-11-30"), None);
        assert_eq!(
            on("northern-ireland", "2026-03-17").as_deref(),
            Some("St Patrick’s Day")
        );
    }

    #[test]
    fn each_line_of_a_list_that_is_built_in_is_a_date_and_a_name() {
        for line in KNOWN.into_iter().flat_map(|(_, list)| list.lines()) {
            let (date, name) = holiday(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(format!("{date} {name}"), line);
        }
    }

    #[test]
    fn a_file_in_the_form_of_gov_uk_is_read() {
        let json = r#"{"here": {"division": "here", "events": [{"title": "Our day", "date": "2026-05-04", "notes": "", "bunting": true}]}}"#;
        let holidays = Holidays::parse(json).unwrap();
        assert_eq!(holidays.on("2026-05-04".parse().unwrap()), Some("Our day"));
        assert_eq!(holidays.on("2026-05-05".parse().unwrap()), None);
    }

    #[test]
    fn text_of_another_form_is_refused_without_being_quoted() {
        let refused = [
            "{\"events\": []}",
            "{\"token\": \"s3cr3t\"}",
            "{\"a\": {\"events\": [{\"title\": \"b\", \"date\": \"s3cr3t\"}]}}",
            "\n s3cr3t",
            "{",
        ];
        let messages = refused.map(|json| Holidays::parse(json).unwrap_err().message());
        let messages =
            messages.map(|message| message.replace("this is not a list of holidays: ", ""));
        assert_eq!(
            messages,
            [
                "line 1, column 13: the text here is not of the form of a list of holidays",
                "line 1, column 18: the text here is not of the form of a list of holidays",
                "line 1, column 49: the text here is not of the form of a list of holidays",
                "line 2, column 2: the text here is not JSON",
                "line 1, column 1: the text ends too early",
            ]
        );
    }

    #[test]
    fn a_path_that_leaves_the_folder_of_the_events_file_is_refused() {
        for path in [
            "/etc/secret.json",
            "../secret.json",
            "a/../../secret.json",
            "..",
            "\\\\host\\secret.json",
            "a\\..\\..\\secret.json",
            "C:/secret.json",
        ] {
            let problem = HolidaySource::parse(path).unwrap_err();
            assert_eq!(
                problem.message(),
                format!("`{path}` is not below the folder of the events file")
            );
        }
        for path in [
            "./holidays.json",
            "holidays.json",
            "a/b.json",
            "..data/holidays.json",
        ] {
            let source = HolidaySource::parse(path).unwrap();
            assert_eq!(source, HolidaySource::File(path.to_owned()));
        }
    }
}
