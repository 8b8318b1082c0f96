//! One change of one instance: skipped, cancelled, moved, or with other details.
//!
//! In: the words of one change, the time that the rule gives, and the details of the event. Out: a [`Read`].
//! Guaranteed: a change says one thing; its times exist once. Absent: whether it stays between its neighbours, which
//! [`super::changes`] asks.

use chrono::NaiveDateTime;

use super::details::{self, Said};
use super::schedule::{days_lasting, lasting, one_end, until_end, until_last_day};
use super::sink::At;
use crate::calendar::{Details, Skip, Status};
use crate::diagnostic::{Kind, Problem};
use crate::document::{Change, Words};
use crate::time::{EventTime, Moment, ZonedTime, with_keys};
use crate::value::{Length, Text};
use crate::visible::shown;

/// What a change comes to.
pub(super) enum Read {
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
) -> Option<Read> {
    let before = at.reported();
    let said = Said::from(change);
    let is_one_thing = says_one_thing(at, change, &said);
    let mut details = details::of_change(at, &said, event);
    let skipped = change.skipped.as_ref();
    let skipped = skipped.map(|words| reason_of(at, "skipped", words, change));
    let cancelled = change.cancelled.as_ref();
    let cancelled = cancelled.map(|words| reason_of(at, "cancelled", words, change));
    let planned = planned.filter(|_| is_one_thing && skipped.is_none());
    let Some(planned) = planned else {
        times_alone(at, change, true);
        let reason = skipped.filter(|_| is_one_thing)??;
        let beside = change.reason.as_ref().and(details.reason);
        return is_skipped_alone(at, change, &said).then(|| {
            Read::Skipped(Skip {
                reason: reason.or(beside),
                own_keys: said.own_keys(),
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
    if says_nothing && (said.is_empty() || details == *event) {
        // What could not be read of it may have been the change.
        if !at.has_hole() && at.reported() == before {
            let says = if said.is_empty() {
                "a change that changes nothing"
            } else {
                "a change that says what the event says already"
            };
            at.key_error(
                Problem::new(Kind::EmptyChange, says)
                    .help("say what changes, such as `{moved_to: 2026-03-27}`, or remove it"),
            );
        }
        return None;
    }
    details::reason_has_a_cause(at, &said, &details, time != planned.time);
    Some(Read::Changed(time, Box::new(details)))
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
fn says_one_thing(at: &At<'_>, change: &Change, said: &Said<'_>) -> bool {
    let is_postponed = is_postponed(change);
    // Where it moves is its new date.
    let has_two_dates = change.moved_to.is_some() && said.says_postponed();
    let named = [
        ("skipped", change.skipped.is_some()),
        ("cancelled", change.cancelled.is_some()),
        ("moved_to", change.moved_to.is_some()),
        (
            "status",
            (change.cancelled.is_some() || is_postponed) && said.says_status() || has_two_dates,
        ),
    ];
    let mut present = named.iter().filter(|(_, present)| *present);
    let (Some((one, _)), Some((other, _))) = (present.next(), present.next()) else {
        return true;
    };
    at.key(other).key_error(
        Problem::new(
            Kind::ConflictingChange,
            format!("`{one}` and `{other}` cannot both be true"),
        )
        .help("keep one of the two"),
    );
    false
}

/// Whether it moves to a date that is not known.
pub(super) fn is_postponed(change: &Change) -> bool {
    let moved_to = change.moved_to.as_deref();
    moved_to.is_some_and(|text| Moment::parse(text) == Ok(Moment::ToBeConfirmed))
}

/// A date that was never going to happen has nothing but a reason and keys of the user's own.
fn is_skipped_alone(at: &At<'_>, change: &Change, said: &Said<'_>) -> bool {
    let of_time = [("end", &change.end), ("duration", &change.duration)];
    let of_time = of_time.iter().find(|(_, value)| value.is_some());
    let Some(key) = said.first_key().or(of_time.map(|(key, _)| *key)) else {
        return true;
    };
    at.key(key).key_error(
        Problem::new(
            Kind::ConflictingChange,
            format!("a date that is skipped was never going to happen, and has no `{key}`"),
        )
        .help("keep `skipped` with its reason alone, or write `cancelled` instead of it"),
    );
    false
}

/// Reads the reason that stands behind `skipped` or `cancelled`; none where only `true` does.
#[expect(clippy::option_option, reason = "wrong and absent are two answers")]
fn reason_of(at: &At<'_>, name: &str, words: &Words, change: &Change) -> Option<Option<Text>> {
    let text = match words {
        Words::Flag(true) => return Some(None),
        Words::Flag(false) => "false",
        Words::Reason(text) => text.as_str(),
    };
    match text.to_lowercase().as_str() {
        // What YAML 1.1 took for true, and what people put in quotes.
        "true" | "yes" | "on" => Some(None),
        "false" | "no" | "off" => {
            at.key(name).error(
                Problem::new(Kind::BadChoice, format!("`{name}` that is not true"))
                    .help(format!("remove it, or give the reason: `{name}: no room`")),
            );
            None
        }
        given if change.reason.is_some() && !given.trim().is_empty() => {
            at.key("reason").key_error(
                Problem::new(
                    Kind::ConflictingChange,
                    format!("`{name}` gives a reason, and so does `reason`"),
                )
                .help("keep one of the two"),
            );
            None
        }
        _ => at.key(name).check(Text::line(text)).map(Some),
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
        let moved = moved_to(text, planned.time, planned.event);
        let moved = moved.map_err(|problem| with_keys(problem, "moved_to", has));
        let Some(moved) = to.check(moved) else {
            times_alone(at, change, false);
            return None;
        };
        match moved {
            Some(moved) if moved == planned.time && planned.exists => {
                is_good = false;
                to.error(
                    Problem::new(Kind::EmptyChange, "that is where the rule has it")
                        .help("write another date or time"),
                );
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
            at.key("end").check(until_end(start, end))
        }
        (Some(end), _, EventTime::AllDay { first, .. }) => {
            at.key("end").check(until_last_day(first, end))
        }
        (None, Some(length), EventTime::Zoned { start, .. }) => at
            .key("duration")
            .check(Length::parse(length).and_then(|length| lasting(start, length))),
        (None, Some(length), EventTime::AllDay { first, .. }) => {
            at.key("duration").check(days_lasting(first, length))
        }
    };
    time.filter(|_| is_good)
}

/// Reads where an instance moves; none is a date to be confirmed.
fn moved_to(
    text: &str,
    rule_time: EventTime,
    event_time: EventTime,
) -> Result<Option<EventTime>, Problem> {
    match (Moment::parse_move(text)?, rule_time) {
        (Moment::ToBeConfirmed, _) => Ok(None),
        (Moment::Date(date), EventTime::AllDay { .. }) => Ok(Some(rule_time.on(date))),
        (Moment::Date(date), EventTime::Zoned { start, .. }) => {
            moved(event_time, date.and_time(start.local().time())).map(Some)
        }
        (Moment::Time(time), EventTime::Zoned { start, .. }) => {
            moved(event_time, start.local().date().and_time(time)).map(Some)
        }
        (Moment::DateTime(local), EventTime::Zoned { .. }) => moved(event_time, local).map(Some),
        (moment, EventTime::AllDay { .. }) => Err(Problem::new(
            Kind::BadDate,
            format!(
                "`{}` is {}, and the event takes whole days",
                shown(text),
                moment.form()
            ),
        )
        .help("write the new date, such as `2026-03-27`, or `tbc`")),
        (moment, EventTime::Zoned { .. }) => Err(Problem::new(
            Kind::BadDate,
            format!(
                "`{}` is {}, where a new date or time is meant",
                shown(text),
                moment.form()
            ),
        )
        .help("write `2026-03-27`, `14:00`, `2026-03-27 14:00` or `tbc`")),
    }
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
