//! Turns the answers of a form into a [`Request`].
//!
//! Every form asks for one change of one event. An answer that the chosen change has no use for is not dropped silently: [`Asked::unused`] names it.

use super::super::fields::{DATE, EVENT, NEW_EVENT, NOT_IN_THE_LIST, OTHER_EVENT, WHAT, What};
use super::super::{Form, id_of_line};
use super::{Fault, Issue, IssueError};
use crate::calendar::{Calendar, Event, Schedule};
use crate::edit::{NewEvent, Request};
use crate::time::Moment;
use crate::value::Slug;
use crate::visible::shown;

/// What an issue asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Asked {
    /// The change.
    pub request: Request,
    /// The labels of fields that are filled in and that this change does not use.
    pub unused: Vec<String>,
}

impl Issue {
    /// Returns what the form asks for. The calendar says which events there are.
    ///
    /// # Errors
    /// The form does not say which event it is about, or lacks what the change needs.
    pub fn request(&self, calendar: &Calendar) -> Result<Asked, IssueError> {
        match self.answers.form {
            Form::NewEvent => Ok(self.new_event()),
            Form::Change => self.change(calendar).map_err(IssueError),
        }
    }

    fn new_event(&self) -> Asked {
        let keys = NEW_EVENT.into_iter().filter_map(|(key, _)| {
            let answer = self.answers.get(key)?;
            let value = match key {
                "group" => id_of_line(answer).unwrap_or(answer),
                "start" | "end" | "until" => unquoted(answer),
                _ => answer,
            };
            Some((key.to_owned(), value.to_owned()))
        });
        let event = NewEvent {
            id: None,
            keys: keys.collect(),
            file: None,
        };
        Asked {
            request: Request::Add(event),
            unused: Vec::new(),
        }
    }

    fn change(&self, calendar: &Calendar) -> Result<Asked, Fault> {
        let event = self.event(calendar)?;
        let id = event.id().to_string();
        let date = self.date(event)?;
        let text = |key: &str| self.answers.get(key).map(ToOwned::to_owned);
        let needed = |key: &str| text(key).ok_or_else(|| Fault::Missing(self.answers.label(key)));
        // Only the change of a meeting of a series says why it moves.
        let reason_to_move = text("reason").filter(|_| date.is_some());
        let mut used = vec![EVENT, OTHER_EVENT, DATE, WHAT];
        let request = match self.what()? {
            What::Move => {
                let to = needed("moved_to")?;
                used.push("moved_to");
                if reason_to_move.is_some() {
                    used.push("reason");
                }
                Request::Move {
                    id,
                    date,
                    to: unquoted(&to).to_owned(),
                    reason: reason_to_move,
                }
            }
            What::Cancel => {
                used.push("reason");
                let reason = text("reason");
                Request::Cancel { id, date, reason }
            }
            What::Postpone => {
                used.push("reason");
                let reason = text("reason");
                Request::Postpone { id, date, reason }
            }
            What::Skip => {
                used.push("reason");
                let reason = text("reason");
                let said = text(DATE).unwrap_or_default();
                let date = date.unwrap_or(said);
                Request::Skip { id, date, reason }
            }
            What::Relocate => {
                used.push("location");
                let value = needed("location")?;
                let key = "location".to_owned();
                Request::Set {
                    id,
                    date,
                    key,
                    value,
                }
            }
            What::Restore => Request::Restore { id, date },
        };
        let unused = self.answers.iter().filter(|(id, ..)| !used.contains(id));
        let unused = unused.map(|(_, label, _)| label.to_owned()).collect();
        Ok(Asked { request, unused })
    }

    /// Returns what happens to the meeting.
    fn what(&self) -> Result<What, Fault> {
        let line = self.answers.get(WHAT).unwrap_or_default();
        let what = What::ALL.into_iter().find(|what| what.line() == line);
        what.ok_or_else(|| Fault::NotInTheList(self.answers.label(WHAT), shown(line)))
    }

    /// Returns the event: the one of the list, or that with this id or this title.
    fn event<'a>(&self, calendar: &'a Calendar) -> Result<&'a Event, Fault> {
        let chosen = self.answers.get(EVENT).unwrap_or_default();
        let said = if chosen == NOT_IN_THE_LIST {
            let other = self.answers.get(OTHER_EVENT);
            other.ok_or_else(|| Fault::Missing(self.answers.label(OTHER_EVENT)))?
        } else {
            chosen
        };
        let of_id = |id: &str| calendar.event(&Slug::parse(id).ok()?);
        if let Some(event) = of_id(said).or_else(|| of_id(id_of_line(said)?)) {
            return Ok(event);
        }
        let title = said.to_lowercase();
        let events = calendar.events().iter();
        let with_title = |event: &&Event| event.details().title().to_lowercase() == title;
        let found: Vec<&Event> = events.filter(with_title).collect();
        match found.as_slice() {
            [event] => Ok(event),
            [] => Err(Fault::UnknownEvent(shown(said))),
            several => {
                let ids = several.iter().map(|event| format!("`{}`", event.id()));
                Err(Fault::SeveralEvents(shown(said), ids.collect()))
            }
        }
    }

    /// Returns the date of the meeting if the event has several. If it has one, the form must name it.
    fn date(&self, event: &Event) -> Result<Option<String>, Fault> {
        let said = self.answers.get(DATE).unwrap_or_default();
        let time = match event.schedule() {
            Schedule::Once(time) if event.stand_alone().is_empty() => time,
            // Nobody knows its date.
            Schedule::ToBeConfirmed(_) => return Ok(None),
            Schedule::Once(_) | Schedule::Series(_) => return Ok(Some(said.to_owned())),
        };
        let starts = time.first_date();
        let date = match Moment::parse(unquoted(said)) {
            Ok(Moment::Date(date)) => Some(date),
            Ok(Moment::DateTime(start)) => Some(start.date()),
            _ => None,
        };
        if date == Some(starts) {
            return Ok(None);
        }
        Err(Fault::OtherDate {
            said: shown(said),
            starts: starts.to_string(),
        })
    }
}

/// Removes the quotes that a person who knows YAML writes around a time.
fn unquoted(text: &str) -> &str {
    let inner = |quote| text.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}
