//! One line of a list of events, with the words that a page shows.
//!
//! A [`ListItem`] is made from a [`ListLine`]. Templates read its fields by name, and each field is computed when a template reads it, so a
//! page costs only what it shows. A field contains HTML or Markdown only if its name says so. Paths are relative to the site's root.

mod fields;
mod when;

use std::sync::{Arc, OnceLock};

use minijinja::value::Value;

use super::deep_link::AddLinks;
use super::labels::page;
use super::list::{ListLine, What};
use super::view::View;
use super::yearly::Sum;
use crate::calendar::{self, Details, Event, Instance, Schedule, Series};
use crate::time::EventTime;

/// One line of a list, or the subject of a page: what a [`ListLine`] shows.
#[derive(Debug)]
pub(super) struct ListItem {
    view: Arc<View>,
    line: ListLine,
    time: Option<EventTime>,
    /// The time from which the instance was moved.
    was: Option<EventTime>,
    source: DetailsSource,
    /// Whether an instance is the subject of its page, and not in a list.
    is_alone: bool,
    // Fields that take long to compute and that templates read more than once.
    add: OnceLock<Value>,
    description_html: OnceLock<Value>,
    description_md: OnceLock<Value>,
    talks: OnceLock<Value>,
    links: OnceLock<Value>,
}

/// Which details an item shows.
#[derive(Clone, Copy, Debug)]
enum DetailsSource {
    Event,
    Override(chrono::NaiveDate),
    StandAlone(chrono::NaiveDate),
    /// The changed start of an event that has `also` dates but no rule.
    Start,
}

impl ListItem {
    /// Returns a line as a template value.
    pub(super) fn of(view: &Arc<View>, line: &ListLine) -> Value {
        Value::from_object(Self::new(view, line))
    }

    /// Returns the subject of a page as a template value.
    pub(super) fn of_page(view: &Arc<View>, line: &ListLine) -> Value {
        Value::from_object(Self {
            is_alone: true,
            ..Self::new(view, line)
        })
    }

    fn new(view: &Arc<View>, line: &ListLine) -> Self {
        let mut item = Self {
            view: Arc::clone(view),
            line: line.clone(),
            time: None,
            was: None,
            source: DetailsSource::Event,
            is_alone: false,
            add: OnceLock::new(),
            description_html: OnceLock::new(),
            description_md: OnceLock::new(),
            talks: OnceLock::new(),
            links: OnceLock::new(),
        };
        let (time, was, source) = item.resolved();
        (item.time, item.was, item.source) = (time, was, source);
        item
    }

    /// Returns the time of the line, the time from which it was moved, and the source of its details.
    fn resolved(&self) -> (Option<EventTime>, Option<EventTime>, DetailsSource) {
        let event = self.event();
        let of_event = |time| (time, None, DetailsSource::Event);
        match (&self.line.what, event.schedule()) {
            (What::Event { .. }, Schedule::Once(time)) => of_event(Some(*time)),
            (What::Event { .. }, Schedule::Series(series)) => of_event(Some(series.first())),
            (What::Event { .. }, Schedule::ToBeConfirmed(_)) | (What::Unscheduled(_), _) => {
                of_event(None)
            }
            (What::Skip(date), _) => of_event(EventTime::all_day(*date, *date).ok()),
            (What::Sum(sum), _) => of_event(Some(sum.last)),
            (What::Instance(key), _) => {
                let instance = key.map_or_else(|| event.once(), |key| event.instance(key));
                instance.map_or((None, None, DetailsSource::Event), |instance| {
                    let source = DetailsSource::of(&instance);
                    (Some(instance.time()), instance.was(), source)
                })
            }
        }
    }

    fn event(&self) -> &Event {
        let event = self.view.calendar.events().get(self.line.event);
        event.expect("a line is made of an event of its calendar")
    }

    fn series(&self) -> Option<&Series> {
        match self.event().schedule() {
            Schedule::Series(series) => Some(series),
            Schedule::Once(_) | Schedule::ToBeConfirmed(_) => None,
        }
    }

    fn details(&self) -> &Details {
        let event = self.event();
        let own = match self.source {
            DetailsSource::Event => None,
            DetailsSource::Override(key) => {
                self.series().and_then(|series| series.override_of(key))
            }
            DetailsSource::StandAlone(key) => event.stand_alone_on(key),
            DetailsSource::Start => event.changed_start(),
        };
        own.map_or(event.details(), calendar::Override::details)
    }

    fn sum(&self) -> Option<&Sum> {
        match &self.line.what {
            What::Sum(sum) => Some(sum),
            What::Event { .. } | What::Instance(_) | What::Unscheduled(_) | What::Skip(_) => None,
        }
    }

    fn is_skip(&self) -> bool {
        matches!(self.line.what, What::Skip(_))
    }

    /// Whether the line shows where the meeting is and how to take part. A summary line and a skipped date do not.
    fn is_placed(&self) -> bool {
        !self.is_skip() && self.sum().is_none()
    }

    /// The key date of the instance. It is also the anchor on the page of the series.
    fn key(&self) -> Option<chrono::NaiveDate> {
        match self.line.what {
            What::Instance(key) => key,
            What::Skip(date) => Some(date),
            What::Event { .. } | What::Unscheduled(_) | What::Sum(_) => None,
        }
    }

    fn page(&self) -> String {
        let event = self.event();
        match self.line.what {
            What::Skip(date) => format!("{}#{date}", page(event)),
            What::Instance(Some(key)) => {
                let instance = event.instance(key);
                instance.map_or_else(|| page(event), |instance| self.view.page(&instance))
            }
            What::Instance(None) | What::Event { .. } | What::Unscheduled(_) | What::Sum(_) => {
                page(event)
            }
        }
    }

    fn own_page(&self) -> Option<String> {
        let What::Instance(Some(key)) = self.line.what else {
            return None;
        };
        self.view.own_page(&self.event().instance(key)?)
    }

    fn ways_to_add(&self) -> AddLinks {
        let event = self.event();
        match (&self.line.what, self.series(), self.time) {
            (What::Event { .. }, Some(series), _) => self.view.add_series(event, series),
            (What::Event { .. }, None, Some(time)) => self.view.add_event(event, time),
            (What::Instance(_), _, Some(time)) => {
                let page = self.page();
                self.view
                    .add(event, self.key(), self.details(), time, &page)
            }
            _ => AddLinks::default(),
        }
    }
}

impl DetailsSource {
    fn of(instance: &Instance<'_>) -> Self {
        match (instance.recurrence_id(), instance.key()) {
            (Some(_), Some(key)) => Self::Override(key),
            (None, Some(key)) => Self::StandAlone(key),
            (_, None) if instance.event().changed_start().is_some() => Self::Start,
            (_, None) => Self::Event,
        }
    }
}
