//! Reads RRULE values: all that [RFC 5545 §3.3.10] allows, whether an events file can have them or not.
//!
//! [`SourceRule::parse`] reads a value. [`SourceRule::dates`] lists the dates that it gives. [`SourceRule::sentence`] returns what `repeats` says
//! instead, if there are words for it.
//!
//! [RFC 5545 §3.3.10]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10

use chrono::{NaiveDate, NaiveDateTime};

use crate::recurrence::{End, RecurrenceRule};

/// A rule as a source has it.
#[derive(Clone, Debug)]
pub(super) struct SourceRule {
    /// The value without UNTIL and COUNT.
    pattern: String,
    /// The last day or the last time, as written.
    pub(super) until: Option<String>,
    pub(super) count: Option<u32>,
}

impl SourceRule {
    /// Reads the value of an RRULE.
    ///
    /// # Errors
    /// What cannot be read, in words.
    pub(super) fn parse(value: &str) -> Result<Self, String> {
        let mut rule = Self {
            pattern: String::new(),
            until: None,
            count: None,
        };
        let parts = value.trim().split(';').filter(|part| !part.is_empty());
        for part in parts {
            match part.split_once('=') {
                Some(("UNTIL", until)) => rule.until = Some(until.to_owned()),
                Some(("COUNT", count)) => rule.count = count.parse().ok(),
                Some(_) => {
                    let lead = if rule.pattern.is_empty() { "" } else { ";" };
                    rule.pattern.push_str(lead);
                    rule.pattern.push_str(part);
                }
                None => return Err(format!("`{part}` is no part of a rule")),
            }
        }
        Ok(rule)
    }

    /// Returns the dates that the rule gives from `start` to `last`, in order. The start counts only if the rule gives it.
    pub(super) fn dates(&self, start: NaiveDateTime, last: NaiveDate) -> Vec<NaiveDateTime> {
        let Ok(rule) = RecurrenceRule::parse(&self.pattern, start.date(), End::Never) else {
            return Vec::new();
        };
        let dates = rule.dates_from(start.date());
        let dates = dates.take_while(|date| *date <= last);
        dates.map(|date| date.and_time(start.time())).collect()
    }

    /// Returns the sentence that `repeats` has for this rule. Returns `None` if an events file cannot have the rule, or `start` is no date of it.
    pub(super) fn sentence(&self, start: NaiveDate) -> Option<String> {
        let rule = RecurrenceRule::parse(&self.pattern, start, End::Never).ok()?;
        Some(rule.to_string())
    }
}
