//! [`Request`]: what somebody wants to change, in their own words.
//!
//! The texts are as a person types them. [`super::edit`] reads them, and refuses what it cannot understand.

/// A change of one event.
///
/// `id` is that of the event. `date` is the date that the rule of a series gives, such as `2026-10-22`, or the date to which that meeting has
/// moved. An event that takes place once needs none.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Request {
    /// Moves an event that takes place once, or one meeting of a series.
    Move {
        /// The id of the event.
        id: String,
        /// The date of the meeting.
        date: Option<String>,
        /// The new date, `2026-10-29`; the new time, `14:00`; or both, `2026-10-29 14:00`.
        to: String,
        /// Why it moves. Only for a meeting of a series.
        reason: Option<String>,
    },
    /// Cancels an event, or one meeting of a series. It stays in people's calendars, marked as cancelled.
    Cancel {
        /// The id of the event.
        id: String,
        /// The date of the meeting. Without it, the whole series is cancelled.
        date: Option<String>,
        /// Why it is cancelled.
        reason: Option<String>,
    },
    /// Removes one meeting of a series from people's calendars.
    Skip {
        /// The id of the event.
        id: String,
        /// The date of the meeting.
        date: String,
        /// Why there is no meeting.
        reason: Option<String>,
    },
    /// Postpones an event, or one meeting of a series, to a date that is not known yet.
    Postpone {
        /// The id of the event.
        id: String,
        /// The date of the meeting. Without it, the whole event is postponed.
        date: Option<String>,
        /// Why it is postponed.
        reason: Option<String>,
    },
    /// Takes back that an event or a meeting was moved, cancelled, skipped or postponed.
    Restore {
        /// The id of the event.
        id: String,
        /// The date of the meeting.
        date: Option<String>,
    },
    /// Removes an event from the file.
    Remove {
        /// The id of the event.
        id: String,
    },
    /// Adds an event.
    Add(NewEvent),
    /// Gives a key of an event, or of one meeting of a series, a new value.
    Set {
        /// The id of the event.
        id: String,
        /// The date of the meeting.
        date: Option<String>,
        /// The key, such as `location`.
        key: String,
        /// The new value. Of a list, the items with a comma between them.
        value: String,
    },
    /// Removes a key of an event, or of one meeting of a series.
    Unset {
        /// The id of the event.
        id: String,
        /// The date of the meeting.
        date: Option<String>,
        /// The key, such as `location`.
        key: String,
    },
    /// Adds a talk to an event, or to one meeting of a series.
    Talk {
        /// The id of the event.
        id: String,
        /// The date of the meeting.
        date: Option<String>,
        /// The talk.
        talk: NewTalk,
    },
}

/// An event to add.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewEvent {
    /// The id. Without it, one is made from the title and the year.
    pub id: Option<String>,
    /// The other keys with their values, such as `title` and `start`. Of a list, the items have a comma between them.
    pub keys: Vec<(String, String)>,
    /// The path of the included file to which the event is added, below the folder of the events file; empty for the events file itself.
    /// Without it, the event is added to the file with the newest event of its group, or else to the events file.
    pub file: Option<String>,
}

/// A talk to add.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewTalk {
    /// The title.
    pub title: String,
    /// The speakers, each as `Name (Organisation)`.
    pub speakers: Vec<String>,
    /// What the talk is about, as Markdown.
    pub summary: Option<String>,
    /// The web address of the slides.
    pub slides: Option<String>,
    /// The web address of the recording.
    pub video: Option<String>,
}

impl Request {
    /// The id of the event; `None` if it is to be made.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Move { id, .. }
            | Self::Cancel { id, .. }
            | Self::Skip { id, .. }
            | Self::Postpone { id, .. }
            | Self::Restore { id, .. }
            | Self::Remove { id }
            | Self::Set { id, .. }
            | Self::Unset { id, .. }
            | Self::Talk { id, .. } => Some(id),
            Self::Add(event) => event.id.as_deref(),
        }
    }
}
