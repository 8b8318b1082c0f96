//! The arguments of the commands that edit an event, and the [`Request`] that each becomes.
//!
//! Texts are passed on as they were typed: [`crate::edit`] reads them.

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

impl Move {
    pub(super) fn request(self) -> (Request, Options) {
        let Meeting { event, date } = self.meeting;
        let request = Request::Move {
            id: event.id,
            date,
            to: self.to,
            reason: self.reason,
        };
        (request, self.options)
    }
}

impl Cancel {
    pub(super) fn request(self) -> (Request, Options) {
        let Meeting { event, date } = self.meeting;
        let (id, reason) = (event.id, self.reason);
        (Request::Cancel { id, date, reason }, self.options)
    }
}

impl Skip {
    pub(super) fn request(self) -> (Request, Options) {
        let (id, date, reason) = (self.event.id, self.date, self.reason);
        (Request::Skip { id, date, reason }, self.options)
    }
}

impl Postpone {
    pub(super) fn request(self) -> (Request, Options) {
        let Meeting { event, date } = self.meeting;
        let (id, reason) = (event.id, self.reason);
        (Request::Postpone { id, date, reason }, self.options)
    }
}

impl Restore {
    pub(super) fn request(self) -> (Request, Options) {
        let Meeting { event, date } = self.meeting;
        (Request::Restore { id: event.id, date }, self.options)
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
            date: self.on.date,
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
            date: self.on.date,
            key: self.key,
        };
        (request, self.options)
    }
}

impl Talk {
    pub(super) fn request(self) -> (Request, Options) {
        let talk = NewTalk {
            title: self.title,
            speakers: self.speaker,
            summary: self.r#abstract,
            slides: self.slides,
            video: self.video,
        };
        let (id, date) = (self.event.id, self.on.date);
        (Request::Talk { id, date, talk }, self.options)
    }
}
