//! Moves, cancels, skips, postpones or restores one meeting of a series: the steps are in its change.
//!
//! A change does only one of these to a meeting, as validation demands, so what contradicts the new state is removed. New keys are written
//! first, so that the change is never empty in between. An `end` of the meeting's own moves with it, so that its length stays. A meeting that has moved stays where it is when it is cancelled, so that the
//! cancellation alone can be taken back.

use super::super::refusal::Reason;
use super::dates::{Meeting, Start};
use super::once::moved_end;
use super::{Steps, Subject, is_flag, reason, unread};
use crate::calendar::Status;
use crate::document::{Change, Step, Value, Words};
use crate::time::Moment;
use crate::validate;

/// What a change says about the whole meeting.
#[derive(Default)]
struct State<'a> {
    skipped: Option<Flag<'a>>,
    cancelled: Option<Flag<'a>>,
    moved_to: Option<&'a str>,
    status: Option<Status>,
    /// Also of a status that cannot be read.
    has_status: bool,
    reason: Option<&'a str>,
    /// The other keys, except those that begin with `x-`.
    others: Vec<&'static str>,
}

/// `skipped` or `cancelled`, with a reason or `true`.
#[derive(Clone, Copy)]
struct Flag<'a> {
    reason: Option<&'a str>,
}

impl<'a> Flag<'a> {
    fn of(words: &'a Words) -> Self {
        let reason = match words {
            Words::Flag(_) => None,
            Words::Reason(text) => Some(text.trim()),
        };
        Self {
            reason: reason.filter(|text| !is_flag(text)),
        }
    }
}

impl<'a> State<'a> {
    fn of(change: Option<&'a Change>) -> Self {
        let Some(change) = change else {
            return Self::default();
        };
        let status = change.status.as_deref();
        Self {
            skipped: change.skipped.as_ref().map(Flag::of),
            cancelled: change.cancelled.as_ref().map(Flag::of),
            moved_to: change.moved_to.as_deref(),
            status: status.and_then(|text| validate::status(text).ok()),
            has_status: status.is_some(),
            reason: change.reason.as_deref(),
            others: others(change),
        }
    }

    /// The new date or time, if it is known.
    fn moved(&self) -> Option<Moment> {
        let to = Moment::parse_move(self.moved_to?).ok()?;
        (to != Moment::ToBeConfirmed).then_some(to)
    }

    fn is(&self, status: Status) -> bool {
        self.status == Some(status)
    }

    fn is_off(&self) -> bool {
        self.is(Status::Cancelled) || self.is(Status::Postponed)
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.is_some() || self.is(Status::Cancelled)
    }

    fn is_postponed(&self) -> bool {
        let to = self.moved_to.map(Moment::parse);
        to == Some(Ok(Moment::ToBeConfirmed)) || self.is(Status::Postponed)
    }
}

/// The keys of a change that a skipped meeting cannot have.
fn others(change: &Change) -> Vec<&'static str> {
    let present = [
        ("title", change.title.is_some()),
        ("end", change.end.is_some()),
        ("duration", change.duration.is_some()),
        ("shows_as", change.shows_as.is_some()),
        ("tags", change.tags.is_some()),
        ("format", change.format.is_some()),
        ("location", change.location.is_some()),
        ("join", change.join.is_some()),
        ("sign_up", change.sign_up.is_some()),
        ("price", change.price.is_some()),
        ("url", change.url.is_some()),
        ("contact", change.contact.is_some()),
        ("description", change.description.is_some()),
        ("talks", change.talks.is_some()),
        ("links", change.links.is_some()),
    ];
    let present = present.into_iter().filter(|(_, is_there)| *is_there);
    present.map(|(key, _)| key).collect()
}

impl Meeting<'_> {
    pub(super) fn path(&self) -> [String; 2] {
        ["changes".to_owned(), self.key.clone()]
    }
}

/// Writes `key` with a reason, or `true`. If the change has a `reason` already, the new one goes there.
fn put_flag(steps: &mut Steps, key: &str, reason: Option<&str>, state: &State<'_>) {
    match reason {
        Some(reason) if state.reason.is_some() || is_flag(reason) => {
            steps.put(key, Value::True);
            steps.text("reason", reason);
        }
        Some(reason) => steps.text(key, reason),
        None => steps.put(key, Value::True),
    }
}

/// Gives a meeting that is in the right state already another reason.
fn another_reason(
    mut steps: Steps,
    key: &str,
    current: Option<Flag<'_>>,
    new: Option<String>,
    state: &State<'_>,
    already: &str,
) -> Result<Vec<Step>, Reason> {
    let of_key = current.and_then(|flag| flag.reason);
    let new = new.filter(|new| of_key.or(state.reason.map(str::trim)) != Some(new));
    if let Some(new) = new {
        if current.is_some() && state.reason.is_none() {
            put_flag(&mut steps, key, Some(&new), state);
        } else {
            steps.text("reason", &new);
        }
    }
    steps.done(already)
}

pub(super) fn moved(
    subject: &Subject<'_>,
    meeting: &Meeting<'_>,
    to: &str,
    why: Option<&str>,
) -> Result<Vec<Step>, Reason> {
    let written = to;
    let to = Moment::parse_move(to).map_err(|problem| unread("the new date", problem))?;
    if to == Moment::ToBeConfirmed {
        return postponed(meeting, why);
    }
    let why = why.map(reason).transpose()?;
    let state = State::of(meeting.change);
    let planned = meeting.planned.ok_or(Reason::StartUnread)?;
    let current = state.moved().and_then(|to| planned.moved_to(to));
    let now = current.unwrap_or(planned);
    let Some(target) = now.moved_to(to) else {
        return Err(match (to, planned.time) {
            (Moment::Time(_) | Moment::DateTime(_), None) => {
                let (id, start, has_end) = (subject.id(), None, false);
                Reason::TimeOfWholeDays { id, start, has_end }
            }
            _ => Reason::NotANewDate {
                written: written.to_owned(),
                form: to.form(),
                date: meeting.date,
                time: planned.time,
            },
        });
    };
    let is_changed = state.moved_to.is_some()
        || state.is_off()
        || state.cancelled.is_some()
        || state.skipped.is_some();
    if target == planned && is_changed {
        let (id, date) = (subject.id(), meeting.date);
        return Err(Reason::MovesBack { id, date });
    }
    if target == planned {
        return Err(Reason::Already {
            what: format!("the meeting is on {} already", shown(target)),
        });
    }
    let mut steps = Steps::at(&meeting.path());
    if current != Some(target) {
        steps.moment("moved_to", form(to, target, planned));
    }
    let has_new = why.as_deref() != state.reason.map(str::trim);
    if let Some(why) = why.as_deref().filter(|_| has_new) {
        steps.text("reason", why);
    }
    keep_length(&mut steps, meeting, now, target);
    steps.remove_if("skipped", state.skipped.is_some());
    steps.remove_if("cancelled", state.cancelled.is_some());
    steps.remove_if("status", state.is_off());
    // The reason explains what is removed here.
    let is_stale = state.skipped.is_some() || state.is_cancelled();
    steps.remove_if(
        "reason",
        is_stale && why.is_none() && state.reason.is_some(),
    );
    steps.done(&format!(
        "the meeting has moved to {} already",
        shown(target)
    ))
}

/// Moves an `end` of the meeting's own with its start.
fn keep_length(steps: &mut Steps, meeting: &Meeting<'_>, from: Start, to: Start) {
    let end = meeting.change.and_then(|change| change.end.as_deref());
    let moved = end.and_then(|end| moved_end(end, from.moment(), to.moment()));
    if let Some(end) = moved {
        steps.moment("end", end.written());
    }
}

/// Likewise, of a meeting that returns to the time for which it was planned.
fn keep_length_of_planned(steps: &mut Steps, meeting: &Meeting<'_>, state: &State<'_>) {
    let from = |planned: Start| planned.moved_to(state.moved()?);
    if let Some(planned) = meeting.planned
        && let Some(from) = from(planned)
    {
        keep_length(steps, meeting, from, planned);
    }
}

/// Writes a new date or time as short as it was given, with what an earlier move has changed.
fn form(to: Moment, target: Start, planned: Start) -> String {
    let Some(time) = target.time else {
        return to.written();
    };
    let whole = Moment::DateTime(target.date.and_time(time));
    match to {
        Moment::Date(_) if target.time == planned.time => to,
        Moment::Time(_) if target.date == planned.date => to,
        Moment::Date(_) if target.date == planned.date => Moment::Time(time),
        Moment::Time(_) if target.time == planned.time => Moment::Date(target.date),
        _ => whole,
    }
    .written()
}

/// Writes a time for a message.
fn shown(start: Start) -> String {
    start.moment().written()
}

pub(super) fn cancelled(meeting: &Meeting<'_>, why: Option<&str>) -> Result<Vec<Step>, Reason> {
    let why = why.map(reason).transpose()?;
    let state = State::of(meeting.change);
    let mut steps = Steps::at(&meeting.path());
    if state.is_cancelled() {
        let already = "the meeting is cancelled already";
        return another_reason(steps, "cancelled", state.cancelled, why, &state, already);
    }
    if state.moved().is_some() {
        steps.text("status", "cancelled");
        if let Some(why) = why {
            steps.text("reason", &why);
        }
        steps.remove_if("skipped", state.skipped.is_some());
        return Ok(steps.steps);
    }
    put_flag(&mut steps, "cancelled", why.as_deref(), &state);
    steps.remove_if("skipped", state.skipped.is_some());
    steps.remove_if("moved_to", state.moved_to.is_some());
    steps.remove_if("status", state.has_status);
    Ok(steps.steps)
}

pub(super) fn skipped(
    subject: &Subject<'_>,
    meeting: &Meeting<'_>,
    why: Option<&str>,
) -> Result<Vec<Step>, Reason> {
    let why = why.map(reason).transpose()?;
    let state = State::of(meeting.change);
    if !state.others.is_empty() {
        return Err(Reason::SkipWithMore {
            id: subject.id(),
            date: meeting.date,
            keys: state.others,
        });
    }
    let mut steps = Steps::at(&meeting.path());
    if state.skipped.is_some() {
        let already = "the meeting is skipped already";
        return another_reason(steps, "skipped", state.skipped, why, &state, already);
    }
    let beside = why.as_deref().filter(|why| is_flag(why));
    match why.as_deref() {
        Some(why) if beside.is_none() => steps.text("skipped", why),
        _ => steps.put("skipped", Value::True),
    }
    if let Some(why) = beside {
        steps.text("reason", why);
    }
    steps.remove_if("cancelled", state.cancelled.is_some());
    steps.remove_if("moved_to", state.moved_to.is_some());
    steps.remove_if("reason", beside.is_none() && state.reason.is_some());
    steps.remove_if("status", state.has_status);
    Ok(steps.steps)
}

pub(super) fn postponed(meeting: &Meeting<'_>, why: Option<&str>) -> Result<Vec<Step>, Reason> {
    let why = why.map(reason).transpose()?;
    let state = State::of(meeting.change);
    let mut steps = Steps::at(&meeting.path());
    if state.is_postponed() {
        let already = "the meeting is postponed already";
        return another_reason(steps, "moved_to", None, why, &state, already);
    }
    steps.moment("moved_to", Moment::ToBeConfirmed.written());
    let is_stale = state.skipped.is_some() || state.is_cancelled();
    let has_why = why.is_some();
    if let Some(why) = why.filter(|why| state.reason.map(str::trim) != Some(why)) {
        steps.text("reason", &why);
    }
    keep_length_of_planned(&mut steps, meeting, &state);
    steps.remove_if("skipped", state.skipped.is_some());
    steps.remove_if("cancelled", state.cancelled.is_some());
    steps.remove_if("status", state.has_status);
    steps.remove_if("reason", is_stale && !has_why && state.reason.is_some());
    Ok(steps.steps)
}

/// Takes back what was done to a meeting last: of a meeting that moved and was then cancelled, the cancellation.
pub(super) fn restored(subject: &Subject<'_>, meeting: &Meeting<'_>) -> Result<Vec<Step>, Reason> {
    let state = State::of(meeting.change);
    let mut steps = Steps::at(&meeting.path());
    // A reason also explains why a meeting is tentative.
    let has_reason = state.reason.is_some() && !state.is(Status::Tentative);
    if state.is_off() {
        steps.remove_if("status", true);
        steps.remove_if("reason", has_reason);
        return Ok(steps.steps);
    }
    keep_length_of_planned(&mut steps, meeting, &state);
    let keys = [
        ("skipped", state.skipped.is_some()),
        ("cancelled", state.cancelled.is_some()),
        ("moved_to", state.moved_to.is_some()),
    ];
    for (key, is_there) in keys {
        steps.remove_if(key, is_there);
    }
    if steps.steps.is_empty() {
        return Err(Reason::NothingToRestore {
            id: subject.id(),
            date: meeting.date,
            keys: state.others,
        });
    }
    steps.remove_if("reason", has_reason);
    Ok(steps.steps)
}
