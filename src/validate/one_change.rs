//! One change of one instance: skipped, cancelled, moved, or with other details.
//!
//! In: the words of one change, the time that the rule gives, and the details of the event. Out: a [`ChangedInstance`].
//! Guaranteed: a change says one thing; its times exist once. Absent: whether it stays between its neighbours, which
//! [`super::changes`] asks.

use chrono::{Days, NaiveDate, NaiveDateTime};

use super::details::{self, CommonKeys};
use super::reporter::At;
use super::schedule::{days_lasting, lasting, one_end, until_end, until_last_day};
use crate::calendar::{Details, Skip, Status};
use crate::diagnostic::{ChangeFinding, Edit, Problem};
use crate::document::{Change, Words};
use crate::time::{EventTime, Moment, ZonedTime, with_keys};
use crate::value::{Length, Text};

/// What a change comes to.
pub(super) enum ChangedInstance {
    Skipped(Skip),
    Changed(EventTime, Box<Details>),
}

/// When an instance is to take place before it is changed.
pub(super) struct Planned {
    pub(super) time: EventTime,
    /// The time that the dates of its event are made from.
    pub(super) event: EventTime,
    /// Whether the clocks show its start; `time` is later by the clock where they do not.
    pub(super) exists: bool,
}

/// Reads a change of what was `planned`. Where that is not known, what the change says is read all the same, for what is wrong with it.
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
        // The event's own reason, if it has one, is that of something else.
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
        // What could not be read of it may have been the change.
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

/// Reads the times of a change that have nothing to be compared with.
fn times_alone(at: &At<'_>, change: &Change, with_move: bool) {
    if with_move {
        at.read("moved_to", change.moved_to.as_ref(), Moment::parse_move);
    }
    at.read("end", change.end.as_ref(), Moment::parse_time);
    at.read("duration", change.duration.as_ref(), Length::parse);
}

/// At most one of the keys that say what happens to a whole instance.
fn says_one_thing(at: &At<'_>, change: &Change, keys: &CommonKeys<'_>) -> bool {
    let is_postponed = is_postponed(change);
    // Where it moves is its new date.
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

/// Whether it moves to a date that is not known.
pub(super) fn is_postponed(change: &Change) -> bool {
    let moved_to = change.moved_to.as_deref();
    moved_to.is_some_and(|text| Moment::parse(text) == Ok(Moment::ToBeConfirmed))
}

/// A date that was never going to happen has nothing but a reason and keys of the user's own.
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

/// Reads the reason after `skipped` or `cancelled`; none if there is only `true`.
#[expect(clippy::option_option, reason = "wrong and absent are two answers")]
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
        // What YAML 1.1 took for true, and what people put in quotes.
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

/// Reads where an instance moves; none is a date to be confirmed.
fn moved_to(text: &str, planned: &Planned) -> Result<Option<EventTime>, Problem> {
    let (rule_time, event_time) = (planned.time, planned.event);
    match (Moment::parse_move(text)?, rule_time) {
        (Moment::ToBeConfirmed, _) => Ok(None),
        (Moment::Date(date), EventTime::AllDay { .. }) => Ok(Some(rule_time.on(date))),
        (Moment::Date(date), EventTime::Zoned { start, .. }) => {
            // Where the clocks skip the start, it is that of the other dates which people know.
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

/// A date to which a meeting could move: the day after.
pub(super) fn example(time: EventTime) -> NaiveDate {
    time.first_date() + Days::new(1)
}

/// Returns a timed `base` at another start, as long by the clock as before; exactly as long where the clocks do not show that end once.
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
