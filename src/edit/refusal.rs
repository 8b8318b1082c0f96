//! [`Refusal`]: why an edit is not made, and what to type by hand.
//!
//! The reason is data. The only sentences about it are here.

use std::fmt;

/// Why an events file cannot be edited as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    reason: Reason,
    by_hand: Option<String>,
}

/// What is in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The text cannot be changed at this place without a change somewhere else.
    Unwritable,
}

impl Refusal {
    pub(super) fn new(reason: Reason) -> Self {
        Self {
            reason,
            by_hand: None,
        }
    }

    /// What to type in the events file instead, as whole sentences and lines of YAML.
    pub fn by_hand(&self) -> Option<&str> {
        self.by_hand.as_deref()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::Unwritable => {
                f.write_str("calfeed cannot make this change without changing other lines")
            }
        }
    }
}

impl std::error::Error for Refusal {}
