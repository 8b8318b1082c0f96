//! Finds what was meant by an unknown key of an event or a change, if more than its name is wrong.
//!
//! Examples are a date and a time in two keys, the link to a call, and single dates beside the rule. As in [`super::unknown_keys`], which
//! handles keys that only have another name, the problem of an [`UnknownKey`] names what to write.

use super::node::{Content, Entry};
use super::repairs::{in_quotes, scalar};
use super::unknown_keys::{UnknownKey, has_word};
use crate::diagnostic::{Certainty, Edit, Holder, Problem, ShapeFinding};
use crate::time::Moment;
use crate::value::Url;

/// Names that people use for the link to a call: names of programs, and ways to take part.
const CALLS: &str = "zoom meet google_meet teams webex jitsi call video_call video_link meeting_link join_link online virtual remote hybrid in_person stream livestream";

impl UnknownKey<'_> {
    pub(super) fn of_event(&self, name: &str) -> Option<Problem> {
        let (key, text) = (self.written(), self.value_text());
        let moment = Moment::parse(text);
        if let Some(problem) = self.date_and_time(name) {
            return Some(problem);
        }
        Some(match name {
            "cancelled" | "canceled" | "cancel" if self.dates().is_empty() => {
                ShapeFinding::StatusOfEvent {
                    key,
                    status: "cancelled",
                }
                .into()
            }
            "cancelled" | "canceled" | "cancel" => self.dates_of_changes("cancelled"),
            "skipped" | "skip" | "skips" | "except" | "exceptions" | "exception" | "exdate"
            | "exdates" | "exclude" | "excluded" => self.dates_of_changes("skipped"),
            "postponed" if !matches!(moment, Ok(Moment::Date(_) | Moment::DateTime(_))) => {
                ShapeFinding::StatusOfEvent {
                    key,
                    status: "postponed",
                }
                .into()
            }
            "postponed" | "moved" | "moved_to" | "move" | "rescheduled" => {
                ShapeFinding::MoveOfEvent { key }.into()
            }
            "all_day" | "allday" | "full_day" | "whole_day" => {
                Problem::from(ShapeFinding::AllDay { key }).guess(Edit::Remove)
            }
            "color" | "colour" => ShapeFinding::ColorOfEvent { key }.into(),
            "day" if self.is_rule(&format!("every {text}")) && !self.has("repeats") => self
                .plain()
                .guess(Edit::Entry(format!("repeats: every {text}"))),
            "every" if !text.is_empty() && !self.has("repeats") => {
                let rule = format!("every {text}");
                let edit = Edit::Entry(format!("repeats: {}", scalar(&rule, false)));
                let certainty = if self.is_rule(&rule) {
                    Certainty::Exact
                } else {
                    Certainty::Guess
                };
                self.plain().repair(edit, certainty)
            }
            "speaker" | "speakers" | "presenter" | "presenters" => {
                let problem = Problem::from(ShapeFinding::SpeakersOfTalk { key });
                let list = self
                    .value()
                    .and_then(|value| self.text.get(value.bytes.clone()));
                let list = list.filter(|list| list.starts_with('[') && !list.contains('\n'));
                let speakers = match list {
                    _ if self.has("talks") => return Some(problem),
                    Some(list) => list.trim_end().to_owned(),
                    None if text.is_empty() => return Some(problem),
                    None => format!("[{}]", scalar(text, text.contains(','))),
                };
                problem.template(Edit::Entry(format!(
                    "talks: [{{title: <title>, speakers: {speakers}}}]"
                )))
            }
            "video" | "recording" | "recordings" | "slides" => {
                let mut problem = Problem::from(ShapeFinding::RecordingOfTalk { key });
                if Url::parse(text).is_ok() && !self.has("links") {
                    let title = if name == "slides" {
                        "Slides"
                    } else {
                        "Recording"
                    };
                    let link = format!("links: [{{title: {title}, url: \"{text}\"}}]");
                    problem = problem.guess(Edit::Entry(link));
                }
                problem
            }
            _ if has_word(CALLS, name) => self.call(name),
            _ if self.name.len() >= 8
                && matches!(Moment::parse(self.name), Ok(Moment::Date(_))) =>
            {
                ShapeFinding::DateOfChanges { key }.into()
            }
            _ => return None,
        })
    }

    /// The link to a call, or how people take part.
    fn call(&self, name: &str) -> Problem {
        let text = self.value_text();
        let is_true = ["true", "yes", "on"].contains(&text.to_lowercase().as_str());
        let format = match name {
            "online" | "virtual" | "remote" => Some("virtual"),
            "hybrid" => Some("hybrid"),
            "in_person" => Some("in-person"),
            _ => None,
        };
        match format {
            _ if Url::parse(text).is_ok() => self.renamed("join"),
            Some(format) if is_true && !self.has("format") => {
                self.plain().guess(Edit::Entry(format!("format: {format}")))
            }
            _ => ShapeFinding::LinkOfCall {
                key: self.written(),
            }
            .into(),
        }
    }

    /// Returns the dates that the value names, or an empty list if it has anything else.
    fn dates(&self) -> Vec<String> {
        let texts: Vec<&str> = match self.value().map(|value| &value.content) {
            Some(Content::Sequence(items)) => items.iter().filter_map(|item| item.text()).collect(),
            Some(Content::Scalar { text, .. }) => text
                .split([',', ' '])
                .filter(|text| !text.is_empty())
                .collect(),
            Some(Content::Mapping(_)) | None => Vec::new(),
        };
        let is_date = |text: &&str| matches!(Moment::parse(text), Ok(Moment::Date(_)));
        let dates: Vec<String> = texts
            .iter()
            .filter(|text| is_date(text))
            .map(|text| text.trim().to_owned())
            .collect();
        if dates.len() == texts.len() {
            dates
        } else {
            Vec::new()
        }
    }

    /// Single dates that are skipped or cancelled.
    fn dates_of_changes(&self, what: &'static str) -> Problem {
        let dates = self.dates();
        let change = |date: &str| format!("{date}: {{{what}: true}}");
        let start = self
            .start()
            .and_then(|start| start.get(..10))
            .unwrap_or("<date>");
        let example = change(dates.first().map_or(start, String::as_str));
        let example = example.as_str().into();
        let problem = Problem::from(ShapeFinding::DatesOfChanges {
            key: self.written(),
            example,
        });
        if dates.is_empty() || self.has("changes") {
            return problem;
        }
        let changes: Vec<String> = dates.iter().map(|date| change(date)).collect();
        let edit = Edit::Entry(format!("changes: {{{}}}", changes.join(", ")));
        self.plain().guess(edit)
    }

    /// A date and a time that belong together in `start`, or in a change in `moved_to`.
    fn date_and_time(&self, name: &str) -> Option<Problem> {
        const OF_EVENT: &[&str] = &["start", "date", "when", "day", "start_date", "starts"];
        const OF_CHANGE: &[&str] = &[
            "moved_to",
            "date",
            "when",
            "day",
            "start",
            "start_date",
            "new_date",
            "new_start",
            "moved",
            "moved_date",
            "rescheduled_to",
        ];
        const TIMES: &[&str] = &["time", "times", "start_time", "new_time"];
        let key = self.written();
        let is_change = self.kind() == Holder::Change;
        let (whole_key, dates) = if is_change {
            ("moved_to", OF_CHANGE)
        } else {
            ("start", OF_EVENT)
        };
        let text_of = |entry: &Entry| entry.1.text().map(|text| text.trim().to_owned());
        let is_time = TIMES.contains(&name);
        if !is_time && !dates.contains(&name)
            || name == "start_time" && times(self.value_text()).is_none()
        {
            return None;
        }
        let first = |names: &[&str]| {
            let mut names = names.iter();
            names.find_map(|name| self.entry(name).or_else(|| self.entry(&capital(name))))
        };
        let (date, time) = (first(dates), first(TIMES));
        let day = date.and_then(text_of).unwrap_or_default();
        if !matches!(Moment::parse(&day), Ok(Moment::Date(_))) {
            if !is_time || is_change {
                return None;
            }
            if let Some(start) = self.start() {
                let example = format!("start: {start}").as_str().into();
                return Some(
                    ShapeFinding::TimeOfStart {
                        key,
                        whole: whole_key,
                        example,
                    }
                    .into(),
                );
            }
            let whole = format!("start: <date> {}", self.value_text());
            let problem = Problem::from(ShapeFinding::TimeWithoutDate { key });
            return Some(problem.template(Edit::Entry(whole)));
        }
        let (date, time) = (date?, time?);
        let (begins, ends) = times(&text_of(time)?)?;
        let whole = format!("{whole_key}: {day} {begins}");
        let example = whole.as_str().into();
        let finding = ShapeFinding::TimeOfStart {
            key,
            whole: whole_key,
            example,
        };
        let is_at_date = date.0.text() == Some(whole_key);
        if is_time != is_at_date {
            return Some(finding.into());
        }
        let whole = match ends {
            Some(_) if self.has("end") => return None,
            Some(end) => format!("{whole}\nend: \"{end}\""),
            None => whole,
        };
        let problem = if is_at_date || whole.contains('\n') {
            finding.into()
        } else {
            self.plain()
        };
        let between = self.text.get(date.1.bytes.end..time.0.bytes.start)?;
        let are_adjacent = between.trim_matches([' ', '\n', '\r', ',']).is_empty();
        if !are_adjacent {
            return Some(problem.guess(Edit::Entry(whole)));
        }
        let quote = self.text.get(date.0.bytes.start..)?.starts_with('"');
        let whole = if quote { in_quotes(&whole)? } else { whole };
        let bytes = date.0.bytes.start..time.1.bytes.end;
        Some(problem.guess(Edit::Bytes(bytes, whole.replace('\n', between))))
    }

    pub(super) fn of_change(&self, name: &str) -> Option<Problem> {
        let text = self.value_text();
        let is_true = text.is_empty() || ["true", "yes"].contains(&text.to_lowercase().as_str());
        if let Some(problem) = self.date_and_time(name) {
            return Some(problem);
        }
        match name {
            "postponed" if is_true && !self.has("moved_to") => {
                Some(self.plain().guess(Edit::Entry("moved_to: tbc".to_owned())))
            }
            "postponed" => Some(self.renamed("moved_to")),
            _ if has_word(CALLS, name) => Some(self.call(name)),
            _ => None,
        }
    }
}

/// Returns a name with a capital first letter.
fn capital(name: &str) -> String {
    let (first, rest) = name.split_at_checked(1).unwrap_or((name, ""));
    format!("{}{rest}", first.to_uppercase())
}

/// Reads a time, or a start and an end: `11:00`, `11:00 - 12:00`.
fn times(text: &str) -> Option<(String, Option<String>)> {
    let is_time = |text: &str| matches!(Moment::parse(text), Ok(Moment::Time(_)));
    if is_time(text) {
        return Some((text.to_owned(), None));
    }
    let (begins, ends) = text.split_once(['-', '\u{2013}'])?;
    let (begins, ends) = (begins.trim(), ends.trim());
    (is_time(begins) && is_time(ends)).then(|| (begins.to_owned(), Some(ends.to_owned())))
}
