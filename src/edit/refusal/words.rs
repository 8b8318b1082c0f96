//! The sentence of each [`Reason`]: what was found, then what to do.
//!
//! A sentence is one safe line, even if it has text of the file or of the request in it. Commands in it can be copied.

use std::fmt;

use chrono::{Days, NaiveDate};

use super::Reason;
use crate::diagnostic::{Choices, Day};
use crate::visible::{shown, visible};

/// How many dates, ids or errors a sentence has at most.
const SHOWN: usize = 5;

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = self
            .of_file()
            .or_else(|| self.of_words())
            .or_else(|| self.of_meeting())
            .or_else(|| self.of_key())
            .or_else(|| self.of_addition());
        f.write_str(&visible(&sentence.unwrap_or_default()))
    }
}

/// Some things, each in backticks: `` `a`, `b` and `c` ``.
fn all<T: fmt::Display>(items: &[T]) -> String {
    let mut text = String::new();
    for (index, item) in items.iter().take(SHOWN).enumerate() {
        let is_last = index + 1 == items.len();
        let separator = match index {
            0 => "",
            _ if is_last => " and ",
            _ => ", ",
        };
        text.push_str(separator);
        text.push('`');
        text.push_str(&shown(&item.to_string()));
        text.push('`');
    }
    match items.len().saturating_sub(SHOWN) {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}

/// Some things to choose from.
fn any<T: fmt::Display>(items: &[T]) -> Choices {
    let shown = items.iter().take(SHOWN);
    Choices(shown.map(|item| shown_item(item)).collect())
}

fn shown_item(item: &impl fmt::Display) -> String {
    shown(&item.to_string())
}

/// Says `date`, or `dates` if there are several.
fn plural(count: usize, one: &'static str, several: &'static str) -> &'static str {
    if count == 1 { one } else { several }
}

impl Reason {
    fn of_file(&self) -> Option<String> {
        Some(match self {
            Self::Unwritable => {
                "calfeed cannot make this change without changing other lines".to_owned()
            }
            Self::Broken { message } => {
                format!("the file has an error that hides its events: {message}")
            }
            Self::NoEvent {
                id,
                has_errors,
                nearest,
                ids,
            } => {
                let found = format!("no event has the id `{}`", shown(id));
                match nearest {
                    Some(nearest) => format!("{found}; did you mean `{}`?", shown(nearest)),
                    None if *has_errors => {
                        format!("{found}, or an error hides it; `calfeed check` shows the errors")
                    }
                    None if ids.is_empty() => format!("{found}; there are no events"),
                    None if ids.len() <= SHOWN => {
                        let is = plural(ids.len(), "id is", "ids are");
                        format!("{found}; the {is} {}", all(ids))
                    }
                    None => format!("{found}; `calfeed list` shows the id of each event"),
                }
            }
            Self::NoFile { file, files } => {
                let found = format!("no file `{}` is included", shown(file));
                match files.as_slice() {
                    [] => format!("{found}; add it under `include`, or name no file"),
                    files => format!("{found}; these are: {}", all(files)),
                }
            }
            Self::SharedText { others } => {
                let (events, repeat, they) = match others.len() {
                    1 => ("the event", "repeats", "it"),
                    _ => ("the events", "repeat", "they"),
                };
                format!(
                    "{events} {} {repeat} this text by an alias, so {they} would change too; first write the text there",
                    all(others)
                )
            }
            Self::Aliased { anchor } => format!(
                "the value is the alias `*{}`; write its text in place of the alias",
                shown(anchor)
            ),
            Self::AnchorInUse { anchor } => format!(
                "an alias `*{0}` repeats this text elsewhere; first write the text in place of the alias",
                shown(anchor)
            ),
            Self::LastAlias { anchor } => format!(
                "this is the last use of the anchor `&{}`, which would be left without a purpose; remove the anchor too",
                shown(anchor)
            ),
            Self::Merged { key } => format!(
                "`{}` comes from a mapping that `<<` merges into the event; to change it here alone, write it in the event",
                shown(key)
            ),
            Self::NewErrors { problems } => {
                let shown: Vec<&str> = problems.iter().take(SHOWN).map(String::as_str).collect();
                let errors = plural(problems.len(), "an error", "errors");
                let more = match problems.len().saturating_sub(SHOWN) {
                    0 => String::new(),
                    more => format!("; and {more} more"),
                };
                format!(
                    "the file would then have {errors}: {}{more}",
                    shown.join("; ")
                )
            }
            Self::OtherwiseChanged => {
                "calfeed cannot make this change without changing something else".to_owned()
            }
            _ => return None,
        })
    }

    fn of_words(&self) -> Option<String> {
        Some(match self {
            Self::Unread { what, problem } => format!("{what}: {problem}"),
            Self::Empty { what } => format!("{what} is empty; write one"),
            Self::NotADate {
                written,
                form,
                date,
            } => {
                let found = format!(
                    "expected the date of the meeting, found `{}`, {form}",
                    shown(written)
                );
                match date {
                    Some(date) => format!("{found}; write `{date}`"),
                    None => format!("{found}; write a date such as `2026-10-22`"),
                }
            }
            Self::NotANewDate {
                written,
                form,
                date,
                time,
            } => {
                let example = date.checked_add_days(Days::new(1)).unwrap_or(*date);
                let found = format!(
                    "expected a new date or time, found `{}`, {form}",
                    shown(written)
                );
                match time.map(|time| time.format("%H:%M")) {
                    Some(time) => format!(
                        "{found}; write a date such as `{example}`, a time such as `{time}`, both, or `tbc`"
                    ),
                    None => format!("{found}; write a date such as `{example}`, or `tbc`"),
                }
            }
            Self::NotAStart { written, form } => format!(
                "expected a new date or time, found `{}`, {form}; write a date, a time or both, or `tbc` if the new date is not known",
                shown(written)
            ),
            Self::Already { what } => format!("{what}; there is nothing to change"),
            _ => return None,
        })
    }

    fn of_meeting(&self) -> Option<String> {
        Some(match self {
            Self::WhichMeeting { command, dates } => {
                let found = "this event is a series, so the date of the meeting is needed";
                match dates.as_slice() {
                    [] => found.to_owned(),
                    [date] => format!("{found}; write `{command} {date}`"),
                    dates @ [date, ..] => format!(
                        "{found}: {}; write, for example, `{command} {date}`",
                        any(dates)
                    ),
                }
            }
            Self::NoMeeting { date, nearest } => {
                let found = format!("nothing takes place on {}", Day(*date));
                match nearest.as_slice() {
                    [] => found,
                    nearest => {
                        let is = plural(nearest.len(), "date is", "dates are");
                        format!("{found}; the nearest {is} {}", all(nearest))
                    }
                }
            }
            Self::NotItsDate { id, date, start } => format!(
                "nothing takes place on {}; `{id}` takes place once, on {}; write `{start}`, or no date",
                Day(*date),
                Day(*start)
            ),
            Self::NoDate { id } => format!(
                "`{id}` has no date yet; to give it one, use `calfeed move {id} --to <date>`"
            ),
            Self::StartUnread => {
                "the `start` of the event cannot be read; `calfeed check` says why".to_owned()
            }
            Self::TimeOfWholeDays { id, start, has_end } => {
                let found = "the event lasts whole days, so it has no time; write only a date";
                match start {
                    Some(_) if *has_end => {
                        format!("{found}, or give both `start` and `end` a time in the file")
                    }
                    Some(start) => format!(
                        "{found}, or give the event a time with `calfeed set {id} start \"{start}\"`"
                    ),
                    None => found.to_owned(),
                }
            }
            Self::MovesBack { id, date } => format!(
                "the meeting was planned for that time; to take its change back, use `calfeed restore {id} {date}`"
            ),
            Self::Off { id } => format!(
                "the event is planned for that time, but cancelled or postponed; to take that back, use `calfeed restore {id}`"
            ),
            Self::ExplainedMove { id } => format!(
                "only an event that is cancelled or postponed, or one meeting of a series, has a reason, and `{id}` takes place once; leave `--reason` out"
            ),
            Self::SkipOfEvent { id } => format!(
                "only a meeting of a series can be skipped, and `{id}` takes place once; use `calfeed cancel {id}` if people expect it, or `calfeed remove {id}`"
            ),
            Self::SkipWithMore { id, date, keys } => {
                let first = keys.first().copied().unwrap_or_default();
                format!(
                    "a skipped date has only a reason, and this date has {}; use `calfeed cancel {id} {date}`, or first `calfeed unset {id} {first} --date {date}`",
                    all(keys)
                )
            }
            Self::NothingToRestore { id, date, keys } => {
                let day = Day(*date);
                let found =
                    format!("the meeting on {day} is not moved, cancelled, skipped or postponed");
                match keys.as_slice() {
                    [] => found,
                    keys @ [first, ..] => format!(
                        "{found}, but has its own {}; to remove one, use `calfeed unset {id} {first} --date {date}`",
                        all(keys)
                    ),
                }
            }
            Self::NotOff { id, changed } => {
                let found = format!("`{id}` is neither cancelled nor postponed");
                match changed.as_slice() {
                    [] => found,
                    [date] => format!(
                        "{found}; to restore the meeting that has a change, use `calfeed restore {id} {date}`"
                    ),
                    dates @ [.., date] => format!(
                        "{found}; the dates {} have a change; to restore one, use, for example, `calfeed restore {id} {date}`",
                        latest(dates)
                    ),
                }
            }
            _ => return None,
        })
    }

    fn of_key(&self) -> Option<String> {
        Some(match self {
            Self::UnknownKey { key, nearest, keys } => {
                let found = format!("unknown key `{}`", shown(key));
                match nearest {
                    Some(nearest) => format!("{found}; did you mean `{nearest}`?"),
                    None => format!(
                        "{found}; expected {}, or a key of your own that begins with `x-`",
                        Choices(keys.clone())
                    ),
                }
            }
            Self::OwnKey { key } => format!(
                "a key of your own has only letters, digits, `-`, `_` and `.` after `x-`, found `{}`",
                shown(key)
            ),
            Self::KeyElsewhere {
                key,
                date: Some(date),
                ..
            } => format!(
                "`{key}` belongs to the whole event, and not to {}; leave `--date` out to change the event",
                Day(*date)
            ),
            Self::KeyElsewhere {
                id,
                key,
                date: None,
            } => match key.as_str() {
                "moved_to" => format!(
                    "only a meeting of a series has `moved_to`; use `calfeed move {id}`"
                ),
                "cancelled" => format!(
                    "only a meeting of a series has `cancelled`; use `calfeed cancel {id}`"
                ),
                _ => format!(
                    "only a meeting of a series has `{key}`; add the date of the meeting: `--date <date>`"
                ),
            },
            Self::Identity => "calendar programs recognise the event by its `id`, so it never changes; to give the event another `id` all the same, edit the file, and write its old UID under `uid`".to_owned(),
            Self::Structure { key } => match key.as_str() {
                "talks" => "`talks` is a list of talks; to add one, use `calfeed talk`".to_owned(),
                "changes" => "`changes` has a change for each date; use `calfeed move`, `cancel`, `skip`, `postpone`, `restore`, or `set` with `--date`".to_owned(),
                key => format!("`{}` has more than one value; edit the file", shown(key)),
            },
            Self::NoValue { id, key } => format!(
                "`{0}` needs a value; to remove the key, use `calfeed unset {id} {0}`",
                shown(key)
            ),
            Self::NotFalse { key } => format!(
                "`{key}` must be `true` or a reason; to take it back, use `calfeed restore`"
            ),
            Self::Required { id, key } => format!(
                "every event needs a `{key}`; to change it, use `calfeed set {id} {key} <{key}>`"
            ),
            Self::NotThere {
                id,
                key,
                date,
                is_inherited,
                is_removable,
            } => not_there(id, &shown(key), *date, *is_inherited, *is_removable),
            _ => return None,
        })
    }

    fn of_addition(&self) -> Option<String> {
        Some(match self {
            Self::TalkOfSkipped { id, date } => format!(
                "the meeting on {} is skipped; if it takes place after all, first use `calfeed restore {id} {date}`",
                Day(*date)
            ),
            Self::TalksOfSeries { date, .. } => format!(
                "the series has talks, and a talk of one date would replace them on {}; write all talks of that date into the file",
                Day(*date)
            ),
            Self::TalkThere { title } => format!(
                "the talk `{}` is there already; write its slides or its recording below its `title`",
                shown(title)
            ),
            Self::Missing { key } => format!("a new event needs a `{key}`; add `--{key}`"),
            Self::EmptyKey { key } => {
                format!(
                    "`{}` needs a value; write one, or leave the key out",
                    shown(key)
                )
            }
            Self::KeyTwice { key } => {
                format!("`{}` is given twice; keep one of the two", shown(key))
            }
            Self::IdTaken { id, free } => format!(
                "another event has the id `{id}`; write `{free}`, or no id, so that calfeed makes one"
            ),
            Self::NoId { title } => format!(
                "no id can be made from the title `{}`; add `--id`, with letters from `a` to `z`, digits and hyphens",
                shown(title)
            ),
            _ => return None,
        })
    }
}

/// The last dates of a list.
fn latest(dates: &[NaiveDate]) -> String {
    match dates.len().checked_sub(SHOWN) {
        None | Some(0) => all(dates),
        Some(earlier) => {
            let last = dates.get(earlier..).unwrap_or_default();
            format!("{}, and {earlier} earlier ones", all(last))
        }
    }
}

fn not_there(
    id: &str,
    key: &str,
    date: Option<NaiveDate>,
    is_inherited: bool,
    is_removable: bool,
) -> String {
    let (found, source, option) = match date {
        Some(date) => (
            format!("the meeting on {} has no `{key}` of its own", Day(date)),
            "takes the value of the event",
            format!(" --date {date}"),
        ),
        None => (
            format!("the event has no `{key}` of its own"),
            "takes the value from the `defaults` of its file",
            String::new(),
        ),
    };
    match (is_inherited, is_removable) {
        (false, _) => found,
        (true, false) => format!("{found}; it {source}"),
        (true, true) => {
            format!("{found}; it {source}; to have none, use `calfeed set {id} {key} none{option}`")
        }
    }
}
