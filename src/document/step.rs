//! [`Step`]: one change of the keys of an event, without the text around it.
//!
//! [`super::splice`] makes the step in the text, and [`mod@super::expected`] in the values that were read, so that the two can be compared.

/// A change of one key, or one item, of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Gives a key a value. Mappings on the way to it are added if they are missing.
    Put {
        /// From the event to the mapping that has the key: empty, or `changes` and a date.
        path: Vec<String>,
        key: String,
        value: Value,
    },
    /// Removes a key that is there, and then each mapping on the way to it that has become empty.
    Remove { path: Vec<String>, key: String },
    /// Adds an item at the end of a list. A list that is missing, or is `none`, begins with it.
    Push {
        path: Vec<String>,
        key: String,
        item: Value,
    },
}

/// A value to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// A text that stays a text, also if it looks like a number or a date.
    Text(String),
    /// A date, a time, or both: dates need no quotes.
    Moment(String),
    /// The word `true`.
    True,
    /// A number, or `true` or `false`, in a key of the user's own.
    Plain(String),
    /// Texts in a list.
    Texts(Vec<String>),
    /// Keys with their values, in order.
    Keys(Vec<(String, Value)>),
    /// A list of one mapping or more.
    List(Vec<Value>),
}

impl Step {
    /// The keys from the event to the mapping that has the key.
    pub(crate) fn path(&self) -> &[String] {
        match self {
            Self::Put { path, .. } | Self::Remove { path, .. } | Self::Push { path, .. } => path,
        }
    }

    /// The key that is written, removed, or has the list.
    pub(crate) fn key(&self) -> &str {
        match self {
            Self::Put { key, .. } | Self::Remove { key, .. } | Self::Push { key, .. } => key,
        }
    }
}
