//! Formats the Date header, once a second.
//!
//! It follows the clock in both directions; hyper's own Date stays in the future after the clock is set back. The responses that hyper makes
//! itself, 400 and 431, have hyper's Date.

use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use hyper::header::HeaderValue;

use crate::span::LAST_WRITTEN_SECOND;

/// The Date header of the current second.
#[derive(Debug, Default)]
pub(super) struct Dates(Mutex<Option<(i64, HeaderValue)>>);

impl Dates {
    /// Returns the value for a time, or `None` if HTTP cannot write the year.
    pub(super) fn at(&self, now: DateTime<Utc>) -> Option<HeaderValue> {
        // httpdate can write the years 1970 to 9999.
        let second = now.timestamp();
        if !(0..=LAST_WRITTEN_SECOND).contains(&second) {
            return None;
        }
        // A poisoned lock is harmless: the value is never half written.
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, value)) = &*last
            && *at == second
        {
            return Some(value.clone());
        }
        let text = httpdate::fmt_http_date(SystemTime::from(now));
        let value = HeaderValue::try_from(text).ok()?;
        *last = Some((second, value.clone()));
        Some(value)
    }
}
