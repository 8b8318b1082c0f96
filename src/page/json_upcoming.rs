//! The flat list of upcoming meetings in `events.json`.
//!
//! [`Upcoming`] is made from a [`View`], and serializes one meeting at a time. Meetings are in order of their start. Only the next [`MOST`]
//! are listed, so the list does not grow with the calendar. Details are with the event, and so are the dates on which no meeting takes place.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::deep_link::AddLinks;
use super::labels::{self, status};
use super::view::View;
use crate::calendar::{Event, Instance};
use crate::zone::Zone;

/// The most meetings that are listed.
const MOST: usize = 1_000;

/// One meeting that is not over.
#[derive(Serialize, JsonSchema)]
pub(super) struct Meeting<'a> {
    /// The identifier of its event
    id: &'a str,
    /// The date by which the events file names this meeting. Null for an event that takes place once
    key: Option<String>,
    /// The title as in the events file, without the status
    title: &'a str,
    /// A time with its UTC offset, or a date if the event is all day
    start: String,
    /// The end, in the same form. If the event is all day, the day after the last day
    end: String,
    /// The IANA name of the time zone. Null if the event is all day
    timezone: Option<&'static str>,
    /// The time zone in words, such as `London time`. Null if the event is all day
    zone: Option<String>,
    /// The date and time in words, such as `Thursday 27 March 2025, 11am to midday`
    when: String,
    #[schemars(extend("enum" = ["confirmed", "tentative", "cancelled", "postponed"]))]
    status: &'static str,
    /// The address of the page that shows the meeting
    page: String,
    /// The addresses to add the meeting to a calendar
    add: Add,
}

/// The addresses to add one meeting. A meeting that does not take place has at most a file, which marks it as cancelled.
#[derive(Serialize, JsonSchema)]
struct Add {
    /// The address of an `.ics` file
    ics: Option<String>,
    google: Option<String>,
    /// Outlook.com
    outlook: Option<String>,
    /// Microsoft 365
    office: Option<String>,
}

/// The next meetings, in order of their start.
pub(super) struct Upcoming<'a> {
    view: &'a View,
    /// The index of the event, and the key of the instance.
    meetings: Vec<(usize, Option<NaiveDate>)>,
    /// Whether there are more within the next twelve months.
    pub(super) has_more: bool,
}

impl<'a> Upcoming<'a> {
    pub(super) fn new(view: &'a View) -> Self {
        let home = view.calendar.zone();
        let mut all: Vec<(DateTime<Utc>, usize, Option<NaiveDate>)> = Vec::new();
        let events = view.calendar.events().iter().enumerate();
        for (index, event) in events.filter(|(_, event)| view.calendar.is_in_own_feed(event)) {
            let instances = view.instances(event, view.today);
            let ahead = instances.iter().filter(|it| !view.is_past(it));
            let orders = ahead.map(|it| (it.time().begins(home), index, it.key()));
            all.extend(orders.filter(|(begins, ..)| *begins < view.horizon_begins));
            // Limit the memory. One more than is listed shows whether there are more.
            if all.len() > 4 * MOST {
                all.sort_unstable();
                all.truncate(MOST + 1);
            }
        }
        all.sort_unstable();
        let has_more = all.len() > MOST;
        all.truncate(MOST);
        let meetings = all.into_iter().map(|(_, index, key)| (index, key));
        Self {
            view,
            meetings: meetings.collect(),
            has_more,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.meetings.len()
    }
}

impl Serialize for Upcoming<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let view = self.view;
        serializer.collect_seq(self.meetings.iter().filter_map(|(index, key)| {
            let event = view.calendar.events().get(*index)?;
            let instance = match key {
                Some(key) => event.instance(*key),
                None => event.once(),
            };
            Some(Meeting::new(view, event, &instance?))
        }))
    }
}

impl<'a> Meeting<'a> {
    fn new(view: &View, event: &'a Event, instance: &Instance<'a>) -> Self {
        let (details, time) = (instance.details(), instance.time());
        let page = view.page(instance);
        let AddLinks {
            ics,
            google,
            outlook,
            office,
            ..
        } = view.add(event, instance.key(), details, time, &page);
        Self {
            id: event.id().as_str(),
            key: instance.key().map(|key| key.to_string()),
            title: details.title(),
            start: labels::start(time),
            end: labels::end(time),
            timezone: time.zone().map(Zone::name),
            zone: time.zone().map(|zone| view.words.zone(zone)),
            when: view.words.time(&time),
            status: status(details.status()),
            page: view.base.below(&page),
            add: Add {
                ics: ics.map(|path| view.base.below(&path)),
                google,
                outlook,
                office,
            },
        }
    }
}
