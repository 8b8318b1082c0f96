//! Adds imported events to an events file, and updates those that are there.
//!
//! An event that has the UID of an entry gets what the source says of it; everything that the source says nothing about stays. All other entries
//! are added. A second import of the same source therefore changes nothing.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::names::Ids;
use super::placed::{ids as ids_of, placed};
use super::write::{Around, keys};
use super::{Account, Imported};
use crate::calendar::{Calendar, Event, Schedule};
use crate::context::Context;
use crate::edit::{Refusal, Several, Wanted};
use crate::reading::OtherFiles;
use crate::time::{Approximate, EventTime, Moment};

/// What an import into a file does.
#[derive(Debug)]
pub(crate) struct Merged {
    pub(crate) several: Several,
    pub(crate) account: Account,
    /// How many events are added.
    pub(crate) added: usize,
    /// How many events are there already, changed or not.
    pub(crate) known: usize,
}

impl Imported<'_> {
    /// Adds the events to a file whose calendar is `calendar`.
    ///
    /// # Errors
    /// The file cannot be edited, with what to do.
    pub(crate) fn into_file(
        mut self,
        (text, calendar): (&Arc<String>, &Calendar),
        context: &Context,
        others: &mut impl OtherFiles,
    ) -> Result<Merged, Refusal> {
        let domain = calendar.domain().as_str();
        let groups = calendar.groups().iter();
        let groups = groups.map(|group| (group.name().to_owned(), group.id().to_string()));
        let groups: BTreeMap<String, String> = groups.collect();
        let around = Around {
            home: Some(calendar.zone()),
            domain,
            groups: &groups,
        };
        let events = calendar.events();
        let by_uid: HashMap<String, &Event> = events
            .iter()
            .map(|event| (event.uid(calendar.domain()), event))
            .collect();
        let by_title: HashMap<(&str, String), &Event> = events
            .iter()
            .map(|event| ((event.details().title(), start_of(event)), event))
            .collect();
        let taken = events.iter().map(|event| event.id().to_string());
        let mut ids = Ids::new(taken, &self.entries, domain);
        let mut wanted = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let uid = entry.uid.as_deref();
            let known = match uid {
                Some(uid) => by_uid.get(uid),
                // What has no UID is known by its title and its start.
                None => by_title.get(&(entry.details.title.as_str(), entry.start.written())),
            };
            if let Some(event) = known {
                let id = event.id().to_string();
                let keys = keys(entry, &id, around);
                let keeps_times = false;
                wanted.push((
                    index,
                    Wanted::Updated {
                        id,
                        keys,
                        keeps_times,
                    },
                ));
            } else {
                let id = ids.take(entry, domain);
                wanted.push((index, Wanted::New(keys(entry, &id, around))));
            }
        }
        let (mut several, mut wanted) = placed(&mut self, wanted, text, context, others)?;
        if !several.files.is_empty() && keep_equal_times(&mut wanted, &several) {
            (several, wanted) = placed(&mut self, wanted, text, context, others)?;
        }
        if let Some(calendar) = &several.after {
            self.verify(calendar, context, &ids_of(&wanted));
        }
        let is_new = |(_, wanted): &&(usize, Wanted)| matches!(wanted, Wanted::New(_));
        let added = wanted.iter().filter(is_new).count();
        Ok(Merged {
            several,
            account: self.account(),
            added,
            known: wanted.len() - added,
        })
    }
}

/// The start of an event as the file has it.
fn start_of(event: &Event) -> String {
    let time = match event.schedule() {
        Schedule::Once(time) => *time,
        Schedule::Series(series) => series.first(),
        Schedule::ToBeConfirmed(approximate) => return written(*approximate),
    };
    let moment = match time {
        EventTime::AllDay { first, .. } => Moment::Date(first),
        EventTime::Zoned { start, .. } => Moment::DateTime(start.local()),
    };
    moment.written()
}

fn written(approximate: Approximate) -> String {
    let moment = match approximate {
        Approximate::Month { year, month } => Moment::Month { year, month },
        Approximate::Year(year) => Moment::Year(year),
        Approximate::ToBeConfirmed => Moment::ToBeConfirmed,
    };
    moment.written()
}

/// Leaves the times of events alone that are only written in another way. Returns whether there are any.
fn keep_equal_times(wanted: &mut [(usize, Wanted)], several: &Several) -> bool {
    let Some((before, after)) = several.before.as_ref().zip(several.after.as_ref()) else {
        return false;
    };
    let mut changes = false;
    let by_id = |calendar: &'_ Calendar| -> HashMap<String, Event> {
        let events = calendar.events().iter();
        events
            .map(|event| (event.id().to_string(), event.clone()))
            .collect()
    };
    let (before, after) = (by_id(before), by_id(after));
    for (_, wanted) in wanted {
        if let Wanted::Updated {
            id, keeps_times, ..
        } = wanted
            && let Some((before, after)) = before.get(id).zip(after.get(id))
            && !*keeps_times
            && have_equal_times(before, after)
        {
            *keeps_times = true;
            changes = true;
        }
    }
    changes
}

/// Whether two events take place at the same times, apart from changes of single dates.
fn have_equal_times(one: &Event, other: &Event) -> bool {
    let also = |event: &Event| {
        let own = event.stand_alone().iter();
        own.map(|own| (own.key(), own.was())).collect::<Vec<_>>()
    };
    let is_equal = match (one.schedule(), other.schedule()) {
        (Schedule::Once(one), Schedule::Once(other)) => one == other,
        (Schedule::Series(one), Schedule::Series(other)) => {
            one.first() == other.first() && one.rule() == other.rule()
        }
        (Schedule::ToBeConfirmed(one), Schedule::ToBeConfirmed(other)) => one == other,
        _ => false,
    };
    is_equal && also(one) == also(other)
}
