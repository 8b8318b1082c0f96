//! Turns a [`Request`] into [`Step`]s.
//!
//! [`steps`] takes a request and what is known of its event, and returns the keys to write and to remove, or the [`Reason`] why the request
//! makes no sense. [`new_event`] does the same for an event to add. Nothing here knows the text of the file: [`crate::document`] makes the
//! steps, and [`super::edit_beside`] checks the result. A step writes dates and times as the reference describes them.

mod by_hand;
mod dates;
mod keys;
mod meeting;
mod new;
mod once;
mod talk;
mod update;
mod values;

use chrono::{DateTime, NaiveDate, Utc};

pub(super) use self::by_hand::{Whereabouts, by_hand, event_by_hand, removal_by_hand};
use self::dates::{Dates, Meeting};
pub(crate) use self::new::ids_of;
pub(super) use self::new::new_event;
pub(super) use self::update::update;
use super::refusal::Reason;
use super::request::Request;
use crate::calendar::Calendar;
use crate::diagnostic::{Finding, Problem, ValueFinding};
use crate::document::{self, Step, Value};
use crate::value::Text;

/// What is known of the event.
pub(super) struct Subject<'a> {
    /// As written, without `defaults`.
    pub(super) own: &'a document::Event,
    /// With the `defaults` of its file.
    pub(super) written: &'a document::Event,
    /// The valid calendar, if the file has no error.
    pub(super) calendar: Option<&'a Calendar>,
    /// The current time.
    pub(super) now: DateTime<Utc>,
}

impl Subject<'_> {
    fn id(&self) -> String {
        self.own.id.as_deref().unwrap_or_default().trim().to_owned()
    }

    /// The current date in the calendar.
    fn today(&self) -> NaiveDate {
        let here = self.calendar.map(|it| it.zone().to_local(self.now));
        here.unwrap_or(self.now.naive_utc()).date()
    }
}

/// What a request is about.
enum Target<'a> {
    /// The event itself.
    Event,
    /// One meeting of a series.
    Meeting(Meeting<'a>),
}

/// Finds what a request is about. The date of an event that takes place once is that event.
fn target<'a>(
    subject: &Subject<'a>,
    dates: &Dates<'a>,
    date: Option<&str>,
) -> Result<Target<'a>, Reason> {
    match date {
        None => Ok(Target::Event),
        Some(date) if dates.is_series() => dates.meeting(date).map(Target::Meeting),
        Some(date) => dates.is_start(&subject.id(), date).map(|()| Target::Event),
    }
}

/// Returns the steps of a request about an event that exists. To remove an event takes no step.
pub(super) fn steps(request: &Request, subject: &Subject<'_>) -> Result<Vec<Step>, Reason> {
    let dates = &Dates::of(subject.own);
    let of = |date: &Option<String>| target(subject, dates, date.as_deref());
    let which = |command: &str, latest: bool| {
        let (today, id) = (subject.today(), subject.id());
        Reason::WhichMeeting {
            command: match command {
                "talk" => format!("calfeed talk {id} --date"),
                _ => format!("calfeed {command} {id}"),
            },
            dates: if latest {
                dates.latest(today)
            } else {
                dates.next(today)
            },
        }
    };
    match request {
        Request::Move {
            date, to, reason, ..
        } => match of(date)? {
            Target::Meeting(meeting) => meeting::moved(subject, &meeting, to, reason.as_deref()),
            Target::Event if dates.is_series() => Err(which("move", false)),
            Target::Event => once::moved(subject, to, reason.as_deref()),
        },
        Request::Cancel { date, reason, .. } => match of(date)? {
            Target::Meeting(meeting) => meeting::cancelled(&meeting, reason.as_deref()),
            Target::Event => once::cancelled(subject, reason.as_deref()),
        },
        Request::Skip { date, reason, .. } => match of(&Some(date.clone()))? {
            Target::Meeting(meeting) => meeting::skipped(subject, &meeting, reason.as_deref()),
            Target::Event => Err(Reason::SkipOfEvent { id: subject.id() }),
        },
        Request::Postpone { date, reason, .. } => match of(date)? {
            Target::Meeting(meeting) => meeting::postponed(&meeting, reason.as_deref()),
            Target::Event if dates.is_series() => Err(which("postpone", false)),
            Target::Event => once::postponed(subject, reason.as_deref()),
        },
        Request::Restore { date, .. } => match of(date)? {
            Target::Meeting(meeting) => meeting::restored(subject, &meeting),
            Target::Event => once::restored(subject, dates),
        },
        Request::Set {
            date, key, value, ..
        } => values::set(subject, &of(date)?, key, value),
        Request::Unset { date, key, .. } => values::unset(subject, &of(date)?, key),
        Request::Talk { date, talk, .. } => match of(date)? {
            Target::Event if dates.is_series() => Err(which("talk", true)),
            target => talk::added(subject, &target, talk),
        },
        Request::Remove { .. } | Request::Add(_) => Ok(Vec::new()),
    }
}

/// Reads a reason as somebody types it.
fn reason(written: &str) -> Result<String, Reason> {
    line("the reason", written)
}

/// Whether a reason is a word that `cancelled` and `skipped` would read as true or false.
fn is_flag(reason: &str) -> bool {
    document::FLAGS.contains(&reason.to_lowercase().as_str())
}

/// Reads a text of one line.
fn line(what: &'static str, written: &str) -> Result<String, Reason> {
    match Text::line(written) {
        Ok(text) => Ok(text.as_str().to_owned()),
        Err(problem) => Err(unread(what, problem)),
    }
}

fn unread(what: &'static str, problem: Problem) -> Reason {
    match problem.finding() {
        Finding::Value(ValueFinding::Nothing) => Reason::Empty { what },
        _ => Reason::Unread { what, problem },
    }
}

/// Steps in one mapping: the event, or a change of it.
struct Steps {
    path: Vec<String>,
    steps: Vec<Step>,
}

impl Steps {
    fn at(path: &[String]) -> Self {
        Self {
            path: path.to_vec(),
            steps: Vec::new(),
        }
    }

    fn put(&mut self, key: &str, value: Value) {
        self.steps.push(Step::Put {
            path: self.path.clone(),
            key: key.to_owned(),
            value,
        });
    }

    fn text(&mut self, key: &str, text: &str) {
        self.put(key, Value::Text(text.to_owned()));
    }

    fn moment(&mut self, key: &str, text: String) {
        self.put(key, Value::Moment(text));
    }

    fn remove_if(&mut self, key: &str, is_there: bool) {
        if is_there {
            self.steps.push(Step::Remove {
                path: self.path.clone(),
                key: key.to_owned(),
            });
        }
    }

    fn push(&mut self, key: &str, item: Value) {
        self.steps.push(Step::Push {
            path: self.path.clone(),
            key: key.to_owned(),
            item,
        });
    }

    /// The steps, of which there is at least one unless everything is so already.
    fn done(self, already: &str) -> Result<Vec<Step>, Reason> {
        if self.steps.is_empty() {
            let what = already.to_owned();
            return Err(Reason::Already { what });
        }
        Ok(self.steps)
    }
}

#[cfg(test)]
mod tests;
