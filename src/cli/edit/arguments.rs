//! The arguments of the commands that edit an event, and the [`Request`] that each becomes.
//!
//! Texts are passed on as they were typed: [`mod@crate::edit`] reads them.

use clap::Args;

use super::Options;
use crate::edit::{NewTalk, Request};

// Not a doc comment, which clap would show in place of the description of a command.
// The id of an event.
#[derive(Debug, Args)]
struct Id {
    /// The `id` of the event
    #[arg(value_name = "ID")]
    id: String,
}

#[derive(Debug, Args)]
struct Meeting {
    #[command(flatten)]
    event: Id,
    /// The date of the meeting, if the event is a series: the date by its rule, or the one to which it has moved
    #[arg(value_name = "DATE")]
    date: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Move {
    #[command(flatten)]
    meeting: Meeting,
    /// The new date, the new time, or both: `2026-10-29`, `14:00` or `"2026-10-29 14:00"`
    #[arg(long, value_name = "WHEN")]
    to: String,
    /// Why it moves. Everybody sees it. Only for a meeting of a series
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Cancel {
    #[command(flatten)]
    meeting: Meeting,
    /// Why it is cancelled. Everybody sees it
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Skip {
    #[command(flatten)]
    event: Id,
    /// The date of the meeting
    #[arg(value_name = "DATE")]
    date: String,
    /// Why there is no meeting. Everybody sees it
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Postpone {
    #[command(flatten)]
    meeting: Meeting,
    /// Why it is postponed. Everybody sees it
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Restore {
    #[command(flatten)]
    meeting: Meeting,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Remove {
    #[command(flatten)]
    event: Id,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Set {
    #[command(flatten)]
    event: Id,
    /// The key, such as `location`
    #[arg(value_name = "KEY")]
    key: String,
    /// The new value. Of a list, the items with a comma between them
    #[arg(value_name = "VALUE")]
    value: String,
    #[command(flatten)]
    on: On,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Unset {
    #[command(flatten)]
    event: Id,
    /// The key, such as `location`
    #[arg(value_name = "KEY")]
    key: String,
    #[command(flatten)]
    on: On,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Talk {
    #[command(flatten)]
    event: Id,
    #[command(flatten)]
    on: On,
    /// The title of the talk
    #[arg(long)]
    title: String,
    /// A speaker, as `"Name (Organisation)"`. May be given several times
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// What the talk is about, as Markdown
    #[arg(long, value_name = "TEXT")]
    r#abstract: Option<String>,
    /// The web address of the slides
    #[arg(long, value_name = "URL")]
    slides: Option<String>,
    /// The web address of the recording
    #[arg(long, value_name = "URL")]
    video: Option<String>,
    #[command(flatten)]
    options: Options,
}

// Not a doc comment, as above. The meeting of a series, for commands that mostly concern whole events.
#[derive(Debug, Args)]
struct On {
    /// The date of the meeting, to change one meeting of a series
    #[arg(long)]
    date: Option<String>,
}

/// A text that an option has. An empty one counts as not given, so that a form can pass all its fields.
pub(super) fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// The texts of an option that can be given several times.
pub(super) fn all_given(mut texts: Vec<String>) -> Vec<String> {
    texts.retain(|text| !text.trim().is_empty());
    texts
}

impl Meeting {
    fn parts(self) -> (String, Option<String>) {
        (self.event.id, given(self.date))
    }
}

impl Move {
    pub(super) fn request(self) -> (Request, Options) {
        let (id, date) = self.meeting.parts();
        let request = Request::Move {
            id,
            date,
            to: self.to,
            reason: given(self.reason),
        };
        (request, self.options)
    }
}

impl Cancel {
    pub(super) fn request(self) -> (Request, Options) {
        let ((id, date), reason) = (self.meeting.parts(), given(self.reason));
        (Request::Cancel { id, date, reason }, self.options)
    }
}

impl Skip {
    pub(super) fn request(self) -> (Request, Options) {
        let (id, date, reason) = (self.event.id, self.date, given(self.reason));
        (Request::Skip { id, date, reason }, self.options)
    }
}

impl Postpone {
    pub(super) fn request(self) -> (Request, Options) {
        let ((id, date), reason) = (self.meeting.parts(), given(self.reason));
        (Request::Postpone { id, date, reason }, self.options)
    }
}

impl Restore {
    pub(super) fn request(self) -> (Request, Options) {
        let (id, date) = self.meeting.parts();
        (Request::Restore { id, date }, self.options)
    }
}

impl Remove {
    pub(super) fn request(self) -> (Request, Options) {
        let id = self.event.id;
        (Request::Remove { id }, self.options)
    }
}

impl Set {
    pub(super) fn request(self) -> (Request, Options) {
        let request = Request::Set {
            id: self.event.id,
            date: given(self.on.date),
            key: self.key,
            value: self.value,
        };
        (request, self.options)
    }
}

impl Unset {
    pub(super) fn request(self) -> (Request, Options) {
        let request = Request::Unset {
            id: self.event.id,
            date: given(self.on.date),
            key: self.key,
        };
        (request, self.options)
    }
}

impl Talk {
    pub(super) fn request(self) -> (Request, Options) {
        let talk = NewTalk {
            title: self.title,
            speakers: all_given(self.speaker),
            summary: given(self.r#abstract),
            slides: given(self.slides),
            video: given(self.video),
        };
        let (id, date) = (self.event.id, given(self.on.date));
        (Request::Talk { id, date, talk }, self.options)
    }
}
