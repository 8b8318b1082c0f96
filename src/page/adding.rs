//! What a page offers to add an event, one meeting or a whole series.
//!
//! A [`View`] and an event give [`AddLinks`]: the files of the event and the links into calendar programs. They also name what a file leaves
//! out. A file has one UID, so dates under `also` and meetings moved past a neighbour have files of their own. What a link contains is in
//! [`super::deep_link`].

use chrono::NaiveDate;

use super::deep_link::{AddLinks, Other, Rest};
use super::labels::page;
use super::view::View;
use crate::calendar::{Details, Event, Override, Schedule, Series};
use crate::route::Route;
use crate::time::EventTime;
use crate::words::Words;

impl View {
    /// Returns the links to add a whole series.
    pub(super) fn add_series(&self, event: &Event, series: &Series) -> AddLinks {
        let details = event.details();
        let add = match self.regular_from(event, series) {
            Some(date) if !details.status().is_off() => AddLinks::series(
                &self.words,
                details,
                series.on(date),
                &series.rule().starting_at(date),
                &event.page(details, &self.base),
                self.calendar.url(),
            ),
            _ => AddLinks::default(),
        };
        let mut parts = event.parts().into_iter();
        // If the series with the start date has no instances left, another series comes first.
        let first = parts.next().flatten().or(series.rule().own_weekday());
        let others: Vec<Other> = parts
            .flatten()
            .map(|day| {
                Other::new(
                    Route::InviteOfPart(event.id().as_str(), day),
                    Some(self.words.weekday_of_month(day)),
                )
            })
            .collect();
        AddLinks {
            ics: self.invite(event, None),
            download: invite_of(event, None).download(),
            which: first
                .filter(|_| !others.is_empty())
                .map(|day| self.words.weekday_of_month(day)),
            others,
            rest: self.rest(event),
            ..add
        }
    }

    /// Returns the links to add an event without a rule. If it has `also` dates, they have links of their own.
    pub(super) fn add_event(&self, event: &Event, time: EventTime) -> AddLinks {
        let rest = self.rest(event);
        if event.stand_alone().is_empty() {
            return self.add(event, None, event.details(), time, &page(event));
        }
        let is_off = event.details().status().is_off();
        // Nobody adds the first date if it is over, or if it is cancelled and the others are not.
        let first = event
            .once()
            .filter(|it| !self.is_past(it) && it.details().status().is_off() == is_off);
        let when = first.map(|it| self.words.time(&it.time()));
        let add = first.map(|it| self.add(event, None, it.details(), it.time(), &page(event)));
        AddLinks {
            when,
            rest,
            ..add.unwrap_or_default()
        }
    }

    /// Returns the upcoming meetings that are not in the file of their event. Meetings that are off are left out, unless the whole event is.
    fn rest(&self, event: &Event) -> Vec<Rest> {
        let is_off = event.details().status().is_off();
        let mut rest: Vec<&Override> = event
            .stand_alone()
            .iter()
            .filter(|it| !self.is_over(it.time()) && it.details().status().is_off() == is_off)
            .collect();
        let home = self.calendar.zone();
        rest.sort_by_cached_key(|it| (it.time().begins(home), it.key()));
        let rest = rest.into_iter().map(|it| Rest {
            when: self.words.time(&it.time()),
            ics: self.invite(event, Some(it.key())),
            download: invite_of(event, Some(it.key())).download(),
        });
        rest.collect()
    }

    /// Returns the next date of a series whose upcoming instances all follow the rule, because a link cannot express exceptions. Programs
    /// give all instances the local end time of the first, so no clock change affects them.
    fn regular_from(&self, event: &Event, series: &Series) -> Option<NaiveDate> {
        let today = self.today;
        let from = series
            .rule()
            .on_or_after(today)
            .filter(|date| !self.is_over(series.on(*date)))
            .or_else(|| series.rule().on_or_after(today.succ_opt()?))?;
        let alone = event.stand_alone().iter();
        let is_ahead = |of: &Override| of.key() >= from || !self.is_over(of.time());
        let overrides = series.visible_overrides(event.details());
        let is_regular = !overrides.chain(alone).any(is_ahead)
            && !series.exception_dates().any(|date| date >= from)
            && !series.on(from).meets_clock_change();
        is_regular.then_some(from)
    }

    /// Returns the path of an invite, if it exists.
    pub(super) fn invite(&self, event: &Event, key: Option<NaiveDate>) -> Option<String> {
        let route = invite_of(event, key);
        (self.has_invite)(event, key).then(|| route.below())
    }

    /// Returns the links to add an event at `time`. `page` is its path.
    pub(super) fn add(
        &self,
        event: &Event,
        key: Option<NaiveDate>,
        details: &Details,
        time: EventTime,
        page: &str,
    ) -> AddLinks {
        // Nobody adds a past or cancelled event. The file updates the calendars that have it already.
        let add = if self.is_over(time) || details.status().is_off() {
            AddLinks::default()
        } else {
            let page = match details.url() {
                Some(url) => url.to_string(),
                None => self.base.below(page),
            };
            AddLinks::once(&self.words, details, time, &page, self.calendar.url())
        };
        AddLinks {
            ics: self.invite(event, key),
            download: invite_of(event, key).download(),
            series: key.and_then(|key| file_of_series(&self.words, event, key)),
            ..add
        }
    }
}

/// Returns the route of the invite of an event, or of one of its meetings.
fn invite_of(event: &Event, key: Option<NaiveDate>) -> Route<'_> {
    let id = event.id().as_str();
    key.map_or(Route::Invite(id), |key| Route::InviteOfMeeting(id, key))
}

/// Returns the file of the series that has, or had, the instance with this key.
fn file_of_series(words: &Words, event: &Event, key: NaiveDate) -> Option<Other> {
    let Schedule::Series(series) = event.schedule() else {
        return None;
    };
    let (id, rule) = (event.id().as_str(), series.rule());
    // The dates under `also` are in no series. A meeting moved past a neighbour is no longer in its own series, so it disappears
    // from the calendars of people who added that series.
    if !rule.contains(key) || !series.contains(key) && !rule.is_single() {
        return None;
    }
    let route = match rule.part_of(key) {
        None => Route::Invite(id),
        Some(day) => Route::InviteOfPart(id, day),
    };
    let which = rule.part_of(key).map(|day| words.weekday_of_month(day));
    Some(Other::new(route, which))
}
