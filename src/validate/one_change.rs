//! Reads the change of one instance: it is skipped, cancelled or moved, or has other details.
//!
//! [`read`] takes the change as written, the time by the rule and the details of the event. A change does only one of these things to the
//! whole instance, and each time that it gives must exist exactly once. [`super::changes`] checks whether the instance stays between its
//! neighbours.

use chrono::{Days, NaiveDate, NaiveDateTime};

use super::details::{self, CommonKeys};
use super::reporter::At;
use super::schedule::{days_lasting, lasting, one_end, until_end, until_last_day};
use crate::calendar::{Details, Skip, Status};
use crate::diagnostic::{ChangeFinding, Edit, Problem};
use crate::document::{Change, Words};
use crate::time::{EventTime, Moment, ZonedTime, with_keys};
use crate::value::{Length, Text};

/// The result of a change.
pub(super) enum ChangedInstance {
    Skipped(Skip),
    Changed(EventTime, Box<Details>),
}

/// The time of an instance before the change.
pub(super) struct Planned {
    pub(super) time: EventTime,
    /// The time from which the dates of the event are derived.
    pub(super) event: EventTime,
    /// Whether the clocks show the start. If they skip it, `time` is later by the clock.
    pub(super) exists: bool,
}

/// Reads a change of the instance `planned`. Without one, the change is only checked.
pub(super) fn read(
    at: &At<'_>,
    change: &Change,
    planned: Option<&Planned>,
    event: &Details,
) -> Option<ChangedInstance> {
    let before = at.reported();
    let keys = CommonKeys::from(change);
    let is_one_thing = says_one_thing(at, change, &keys);
    let mut details = details::of_change(at, &keys, event);
    let skipped = change.skipped.as_ref();
    let skipped = skipped.map(|words| reason_of(at, "skipped", words, change));
    let cancelled = change.cancelled.as_ref();
    let cancelled = cancelled.map(|words| reason_of(at, "cancelled", words, change));
    let planned = planned.filter(|_| is_one_thing && skipped.is_none());
    let Some(planned) = planned else {
        times_alone(at, change, true);
        let reason = skipped.filter(|_| is_one_thing)??;
        let beside = change.reason.as_ref().and(details.reason);
        return is_skipped_alone(at, change, &keys).then(|| {
            ChangedInstance::Skipped(Skip {
                reason: reason.or(beside),
                own_keys: keys.own_keys(),
            })
        });
    };
    if change.reason.is_none() && (cancelled.is_some() || change.moved_to.is_some()) {
        // A reason of the event explains the status of the whole event, and not this change.
        details.reason = details.reason.filter(|_| details.status.is_off());
    }
    if let Some(reason) = &cancelled {
        details.status = Status::Cancelled;
        match reason.clone().flatten() {
            Some(reason) => details.reason = Some(reason),
            None if change.reason.is_none() => details.reason = None,
            None => {}
        }
    }
    let time = time_of_change(at, change, planned, &mut details)?;
    let says_nothing = cancelled.is_none() && change.moved_to.is_none() && time == planned.time;
    if says_nothing && (keys.is_empty() || details == *event) {
        // If part of the change could not be read, that part may have changed something.
        if !at.has_hole() && at.reported() == before {
            let example = example(planned.time);
            at.key_error(if keys.is_empty() {
                ChangeFinding::ChangesNothing { example }.into()
            } else {
                ChangeFinding::SaysTheSame { example }.into()
            });
        }
        return None;
    }
    details::reason_has_a_cause(at, &keys, &details, time != planned.time);
    Some(ChangedInstance::Changed(time, Box::new(details)))
}

/// Checks the times of a change without a time to compare them with.
fn times_alone(at: &At<'_>, change: &Change, with_move: bool) {
    if with_move {
        at.read("moved_to", change.moved_to.as_ref(), Moment::parse_move);
    }
    at.read("end", change.end.as_ref(), Moment::parse_time);
    at.read("duration", change.duration.as_ref(), Length::parse);
}

/// Whether the change has at most one of the keys that affect the whole instance. Reports an error if not.
fn says_one_thing(at: &At<'_>, change: &Change, keys: &CommonKeys<'_>) -> bool {
    let is_postponed = is_postponed(change);
    // A postponed instance has no new date.
    let has_two_dates = change.moved_to.is_some() && keys.is_postponed();
    let named = [
        ("skipped", change.skipped.is_some()),
        ("cancelled", change.cancelled.is_some()),
        ("moved_to", change.moved_to.is_some()),
        (
            "status",
            (change.cancelled.is_some() || is_postponed) && keys.has_status() || has_two_dates,
        ),
    ];
    let mut present = named.iter().filter(|(_, present)| *present);
    let (Some((one, _)), Some((other, _))) = (present.next(), present.next()) else {
        return true;
    };
    at.key(other)
        .key_error(ChangeFinding::Contradiction { one, other }.into());
    false
}

/// Whether the instance moves to a date that is to be confirmed.
pub(super) fn is_postponed(change: &Change) -> bool {
    let moved_to = change.moved_to.as_deref();
    moved_to.is_some_and(|text| Moment::parse(text) == Ok(Moment::ToBeConfirmed))
}

/// A skipped date may have only a reason and `x-` keys. Reports an error for any other key.
fn is_skipped_alone(at: &At<'_>, change: &Change, keys: &CommonKeys<'_>) -> bool {
    let of_time = [("end", &change.end), ("duration", &change.duration)];
    let of_time = of_time.iter().find(|(_, value)| value.is_some());
    let Some(key) = keys.first_key().or(of_time.map(|(key, _)| *key)) else {
        return true;
    };
    at.key(key)
        .key_error(ChangeFinding::SkippedWithMore { key }.into());
    false
}

/// Reads the reason after `skipped` or `cancelled`: `Some(None)` for `true`, and `None` after an error.
#[expect(
    clippy::option_option,
    reason = "an invalid reason and no reason are different"
)]
fn reason_of(
    at: &At<'_>,
    name: &'static str,
    words: &Words,
    change: &Change,
) -> Option<Option<Text>> {
    let text = match words {
        Words::Flag(true) => return Some(None),
        Words::Flag(false) => "false",
        Words::Reason(text) => text.as_str(),
    };
    match text.to_lowercase().as_str() {
        // YAML 1.1 reads `yes` and `on` as true, and people write `true` in quotes.
        "true" | "yes" | "on" => Some(None),
        "false" | "no" | "off" => {
            let problem = Problem::from(ChangeFinding::NotTrue { key: name });
            at.key(name).error(problem.guess(Edit::Remove));
            None
        }
        given if change.reason.is_some() && !given.trim().is_empty() => {
            at.key("reason")
                .key_error(ChangeFinding::TwoReasons { key: name }.into());
            None
        }
        _ => at.key(name).parse(text, Text::line).map(Some),
    }
}

fn time_of_change(
    at: &At<'_>,
    change: &Change,
    planned: &Planned,
    details: &mut Details,
) -> Option<EventTime> {
    let mut time = planned.time;
    let mut is_good = true;
    if let Some(text) = change.moved_to.as_ref() {
        let to = at.key("moved_to");
        let has = |name: &str| match name {
            "format" => change.format.is_some(),
            _ => change.end.is_some() || change.duration.is_some(),
        };
        let moved = to.parse(text, |text| {
            moved_to(text, planned).map_err(|problem| with_keys(problem, "moved_to", has))
        });
        let Some(moved) = moved else {
            times_alone(at, change, false);
            return None;
        };
        match moved {
            Some(moved) if moved == planned.time && planned.exists => {
                is_good = false;
                to.error(ChangeFinding::MovesNowhere.into());
            }
            Some(moved) => time = moved,
            None => details.status = Status::Postponed,
        }
    }
    one_end(at, change.end.is_some(), change.duration.is_some());
    if change.end.is_some() {
        at.read("duration", change.duration.as_ref(), Length::parse);
    }
    let time = match (change.end.as_ref(), change.duration.as_ref(), time) {
        (None, None, _) => Some(time),
        (Some(end), _, EventTime::Zoned { start, .. }) => {
            at.key("end").parse(end, |end| until_end(start, end))
        }
        (Some(end), _, EventTime::AllDay { first, .. }) => {
            at.key("end").parse(end, |end| until_last_day(first, end))
        }
        (None, Some(length), EventTime::Zoned { start, .. }) => at
            .key("duration")
            .parse(length, |length| lasting(start, Length::parse(length)?)),
        (None, Some(length), EventTime::AllDay { first, .. }) => at
            .key("duration")
            .parse(length, |length| days_lasting(first, length)),
    };
    time.filter(|_| is_good)
}

/// Reads the new time of an instance; `None` means that the date is to be confirmed.
fn moved_to(text: &str, planned: &Planned) -> Result<Option<EventTime>, Problem> {
    let (rule_time, event_time) = (planned.time, planned.event);
    match (Moment::parse_move(text)?, rule_time) {
        (Moment::ToBeConfirmed, _) => Ok(None),
        (Moment::Date(date), EventTime::AllDay { .. }) => Ok(Some(rule_time.on(date))),
        (Moment::Date(date), EventTime::Zoned { start, .. }) => {
            // If the clocks skip the start, the moved instance starts at the time of the other dates.
            let start = match event_time {
                EventTime::Zoned { start, .. } if !planned.exists => start,
                _ => start,
            };
            moved(event_time, date.and_time(start.local().time())).map(Some)
        }
        (Moment::Time(time), EventTime::Zoned { start, .. }) => {
            moved(event_time, start.local().date().and_time(time)).map(Some)
        }
        (Moment::DateTime(local), EventTime::Zoned { .. }) => moved(event_time, local).map(Some),
        (moment, time) => {
            let (written, form, example) = (text.into(), moment.form(), example(rule_time));
            Err(match time {
                EventTime::AllDay { .. } => ChangeFinding::NewDateWithTime {
                    written,
                    form,
                    example,
                },
                EventTime::Zoned { start, .. } => {
                    let time = start.local().format("%H:%M").to_string();
                    ChangeFinding::NewDate {
                        written,
                        form,
                        example,
                        time,
                    }
                }
            }
            .into())
        }
    }
}

/// Returns the date for an example of a move: the day after.
pub(super) fn example(time: EventTime) -> NaiveDate {
    time.first_date() + Days::new(1)
}

/// Returns `base` at another start, with the same length by the clock. If the clocks skip or repeat that end, the exact length is kept.
pub(super) fn moved(base: EventTime, local: NaiveDateTime) -> Result<EventTime, Problem> {
    match base {
        EventTime::AllDay { .. } => Ok(base.on(local.date())),
        EventTime::Zoned { start, end } => {
            let (by_clock, exact) = (end.local() - start.local(), end.instant() - start.instant());
            let new_start = ZonedTime::new(start.zone(), local)?;
            let new_end = ZonedTime::new(start.zone(), local + by_clock)
                .unwrap_or_else(|_| ZonedTime::at(start.zone(), new_start.instant() + exact));
            EventTime::zoned(new_start, new_end)
        }
    }
}
