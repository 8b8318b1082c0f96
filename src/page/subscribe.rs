//! The ways to subscribe to a feed.
//!
//! In: a calendar and its public address. Out: [`Feed`]s with the address to copy and the links that programs understand.
//! Guaranteed: every value in a link is percent-encoded. Absent: Google's `cid` link, which reports say works for some
//! and not for others; the page leads to the form where the address is pasted.

use serde::Serialize;

use crate::calendar::Calendar;
use crate::value::Url;

/// A feed and the ways to subscribe to it.
#[derive(Serialize)]
pub(super) struct Feed {
    name: String,
    path: String,
    https: String,
    webcal: String,
    outlook: String,
    office: String,
}

/// Each feed, the calendar's own first.
pub(super) fn feeds(calendar: &Calendar, base: &Url) -> Vec<Feed> {
    let whole = std::iter::once((calendar.name(), calendar.slug()));
    let groups = calendar
        .groups()
        .iter()
        .map(|group| (group.name(), group.id()));
    whole
        .chain(groups)
        .map(|(name, slug)| {
            let path = format!("{slug}.ics");
            let https = base.below(&path);
            let query = format!("?url={}&name={}", component(&https), component(name));
            Feed {
                name: name.to_owned(),
                webcal: format!(
                    "webcal://{}",
                    https.split_once("://").map_or("", |(_, rest)| rest)
                ),
                outlook: format!("https://outlook.live.com/calendar/0/addfromweb/{query}"),
                office: format!("https://outlook.office.com/calendar/0/addfromweb/{query}"),
                https,
                path,
            }
        })
        .collect()
}

/// Percent-encodes a value of a query: Outlook wants `%20`, not `+`.
fn component(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
