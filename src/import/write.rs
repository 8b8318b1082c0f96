//! Writes entries as the keys of an events file.

use chrono::TimeDelta;

use super::entry::Entry;
use super::{About, Imported};
use crate::document::Value;
use crate::time::Moment;

/// The keys of an event, in the order of the reference.
pub(super) fn keys(entry: &Entry, id: &str) -> Vec<(String, Value)> {
    let mut keys = vec![("id".to_owned(), Value::Text(id.to_owned()))];
    let mut put = |key: &str, value: Value| keys.push((key.to_owned(), value));
    put("title", Value::Text(entry.details.title.clone()));
    put("start", Value::Moment(entry.start.written()));
    if let Some(length) = entry.length {
        put("duration", Value::Text(written(length, entry.start)));
    }
    keys
}

fn written(length: TimeDelta, start: Moment) -> String {
    match start {
        Moment::Date(_) => format!("{}d", length.num_days()),
        _ => format!("{}m", length.num_minutes()),
    }
}

impl Imported {
    /// What is known about the calendar as a whole.
    pub(super) fn about(&self) -> &About {
        &self.about
    }
}
