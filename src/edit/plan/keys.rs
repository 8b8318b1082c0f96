//! The keys of an event or of a change by name: what kind of value each has, and its value as written.
//!
//! [`Kind`] decides how the text that a person types is read and written. [`Keys`] finds the value of a key in what the reader of the file
//! made of it. The names of all keys are in [`crate::document::keys_of`].

use crate::document::{Change, Event, Items, Words};

/// What a key has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A date, a time, or both.
    Moment,
    Number,
    /// A list of texts, or of dates.
    List,
    /// `true`, or a reason.
    Words,
    /// Lists of mappings, and `changes`.
    Structure,
    Identity,
}

impl Kind {
    pub(super) fn of(key: &str) -> Self {
        match key {
            "id" => Self::Identity,
            "start" | "end" | "until" | "moved_to" | "updated" => Self::Moment,
            "count" => Self::Number,
            "also" | "groups" | "tags" | "allow" => Self::List,
            "skipped" | "cancelled" => Self::Words,
            "changes" | "talks" | "links" => Self::Structure,
            _ => Self::Text,
        }
    }
}

/// A value as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Current<'a> {
    Text(&'a str),
    List(&'a [String]),
    /// The word `true`.
    True,
    /// A number, or `true` or `false`, of a key of the user's own.
    Plain(String),
    /// Anything else.
    Other,
}

impl<'a> Current<'a> {
    fn items<T>(items: &'a Items<T>) -> Self {
        match items {
            Items::Listed(_) => Self::Other,
            Items::None => Self::Text("none"),
            Items::Nothing => Self::Text(""),
        }
    }

    fn tags(items: &'a Items<String>) -> Self {
        match items {
            Items::Listed(items) => Self::List(items),
            Items::None | Items::Nothing => Self::items(items),
        }
    }

    fn list(items: &'a [String]) -> Option<Self> {
        (!items.is_empty()).then_some(Self::List(items))
    }

    fn words(words: &'a Words) -> Self {
        match words {
            Words::Flag(true) => Self::True,
            Words::Flag(false) => Self::Text("false"),
            Words::Reason(text) => Self::Text(text),
        }
    }

    fn own(own: &'a [(String, serde_json::Value)], key: &str) -> Option<Self> {
        let (_, value) = own.iter().find(|(own, _)| own == key)?;
        Some(match value {
            serde_json::Value::String(text) => Self::Text(text),
            serde_json::Value::Number(_) | serde_json::Value::Bool(_) => {
                Self::Plain(value.to_string())
            }
            _ => Self::Other,
        })
    }
}

/// A mapping whose keys are known by name.
pub(super) trait Keys {
    /// Returns the value of a key, if it is there.
    fn current(&self, key: &str) -> Option<Current<'_>>;
}

macro_rules! texts {
    ($holder:expr, $key:expr, $($name:ident),+) => {
        match $key {
            $(stringify!($name) => $holder.$name.as_deref(),)+
            _ => None,
        }
    };
}

impl Keys for Event {
    fn current(&self, key: &str) -> Option<Current<'_>> {
        match key {
            "also" => Current::list(&self.also),
            "allow" => Current::list(&self.allow),
            "groups" => self.groups.as_deref().map(Current::List),
            "tags" => self.tags.as_ref().map(Current::tags),
            "talks" => self.talks.as_ref().map(Current::items),
            "links" => self.links.as_ref().map(Current::items),
            "changes" => (!self.changes.is_empty()).then_some(Current::Other),
            _ if key.starts_with("x-") => Current::own(&self.own, key),
            _ => texts!(
                self,
                key,
                id,
                uid,
                title,
                start,
                end,
                duration,
                timezone,
                repeats,
                until,
                count,
                status,
                shows_as,
                reason,
                group,
                format,
                location,
                join,
                sign_up,
                price,
                url,
                contact,
                image,
                language,
                description,
                updated
            )
            .map(Current::Text),
        }
    }
}

impl Keys for Change {
    fn current(&self, key: &str) -> Option<Current<'_>> {
        match key {
            "skipped" => self.skipped.as_ref().map(Current::words),
            "cancelled" => self.cancelled.as_ref().map(Current::words),
            "tags" => self.tags.as_ref().map(Current::tags),
            "talks" => self.talks.as_ref().map(Current::items),
            "links" => self.links.as_ref().map(Current::items),
            _ if key.starts_with("x-") => Current::own(&self.own, key),
            _ => texts!(
                self,
                key,
                moved_to,
                reason,
                title,
                end,
                duration,
                status,
                shows_as,
                format,
                location,
                join,
                sign_up,
                price,
                url,
                contact,
                description
            )
            .map(Current::Text),
        }
    }
}
