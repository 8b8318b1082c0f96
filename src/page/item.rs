//! One line of a list of events, with the words that a page shows.
//!
//! In: a [`ListLine`]. Out: a [`ListItem`], whose fields a template reads by name. Guaranteed: a field is computed when a template reads it, so a
//! page costs only what it shows; a field contains HTML or Markdown only if its name says so; paths are relative to the site's root.
//! Absent: markup.

use std::sync::{Arc, OnceLock};

use chrono::Datelike;
use minijinja::value::{Enumerator, Object, Serde, Value};
use serde::Serialize;

use super::fields::{own, with_fields};
use super::labels::{page, place, rest, start, status};
use super::list::{ListLine, What};
use super::view::View;
use super::yearly::Sum;
use crate::calendar::{self, Details, Event, Form, Instance, Schedule, Series};
use crate::time::EventTime;
use crate::value::{Text, Url};
use crate::zone::Zone;
use crate::{description, markdown, wording};

/// The level of the first heading of a description: in a list below a title of the third level, on a page of its own below the
/// page's title.
const IN_LIST: u8 = 4;
const ON_PAGE: u8 = 2;

/// The fields, as docs/reference/templates.md has them.
const FIELDS: &[&str] = &[
    "id",
    "key",
    "title",
    "series",
    "when",
    "datetime",
    "zone",
    "away",
    "weekday",
    "day",
    "month",
    "meetings",
    "rule",
    "then",
    "news",
    "status",
    "off",
    "over",
    "form",
    "location",
    "join",
    "url",
    "contact",
    "description_html",
    "description_md",
    "talks",
    "links",
    "groups",
    "tags",
    "shows_as",
    "page",
    "add",
    "full",
];

/// One line of a list: an instance, an event without a date, the past instances of a year, or a skipped date.
#[derive(Debug)]
pub(super) struct ListItem {
    view: Arc<View>,
    line: ListLine,
    time: Option<EventTime>,
    was: Option<EventTime>,
    source: DetailsSource,
    /// Fields that take time and that templates read more than once.
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

#[derive(Serialize)]
struct TalkFields {
    title: String,
    speakers: String,
    abstract_html: Option<String>,
    abstract_md: Option<String>,
    slides: Option<String>,
    video: Option<String>,
}

#[derive(Serialize)]
struct LinkFields {
    title: String,
    url: String,
}

impl Object for ListItem {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.field(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.field(key)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(FIELDS)
    }
}

impl ListItem {
    /// Returns a line as a template value.
    pub(super) fn of(view: &Arc<View>, line: &ListLine) -> Value {
        Value::from_object(Self::new(view, line))
    }

    fn new(view: &Arc<View>, line: &ListLine) -> Self {
        let mut item = Self {
            view: Arc::clone(view),
            line: line.clone(),
            time: None,
            was: None,
            source: DetailsSource::Event,
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

    /// Whether the line shows a place. A summary line and a skipped date do not.
    fn is_placed(&self) -> bool {
        !self.is_skip() && self.sum().is_none()
    }

    /// Returns the time of day of the instances in a summary line, unless they are all day.
    fn summed_hours(&self) -> Option<&str> {
        let is_day = |time: &EventTime| time.is_all_day() && time.first_date() == time.last_date();
        let hours = self.sum()?.hours.as_str();
        (!self.time.as_ref().is_some_and(is_day)).then_some(hours)
    }

    fn field(&self, name: &str) -> Option<Value> {
        let details = self.details();
        let placed = |value: Option<&str>| Value::from(value.filter(|_| self.is_placed()));
        Some(match name {
            "id" => self.event().id().as_str().into(),
            "key" => self.key().map(|key| key.to_string()).into(),
            "title" => details.title().into(),
            "series" => self.event().details().title().into(),
            "when" => self.when().into(),
            "datetime" => self.day().map(start).into(),
            "zone" => self.zone().map(place).into(),
            "away" => {
                let home = self.view.calendar.zone();
                self.zone().filter(|zone| *zone != home).map(place).into()
            }
            "weekday" => {
                let day = self.day().map(|time| time.first_date().weekday());
                day.map(|day| day.to_string()).into()
            }
            "day" => self.day().map(|time| time.first_date().day()).into(),
            "month" => {
                let first = self.day().map(|time| time.first_date());
                first.map(wording::month_of_year).into()
            }
            "meetings" => self.sum().map(|sum| sum.count).into(),
            "rule" => self.rule().into(),
            "then" => self
                .series()
                .filter(|_| self.line.has_more)
                .map(rest)
                .into(),
            "news" => self.news().into(),
            "status" if self.is_skip() => "skipped".into(),
            "status" => status(details.status()).into(),
            "off" => (self.is_skip() || details.status().is_off()).into(),
            "over" => self.is_over().into(),
            "form" => {
                let form = details.form().map(Form::label);
                form.filter(|_| !self.is_skip()).into()
            }
            "location" => placed(details.location()),
            "join" => placed(details.join().map(Url::as_str)),
            "url" => details.url().map(Url::as_str).into(),
            "contact" => {
                let contact = details.contact().map(|contact| LinkFields {
                    title: contact.to_string(),
                    url: contact.href(),
                });
                Value::from(Serde(contact))
            }
            "description_html" => cached(&self.description_html, || {
                let html = details.description();
                let base = self.view.calendar.url();
                html.map(|text| markdown::html(text, self.top(), base))
                    .into()
            }),
            "description_md" => cached(&self.description_md, || {
                let base = self.view.calendar.url();
                let text = details.description();
                text.map(|text| markdown::rewritten(text, base)).into()
            }),
            "talks" => cached(&self.talks, || {
                let talks = details.talks().iter();
                let base = self.view.calendar.url();
                talks
                    .map(|talk| TalkFields::value(talk, self.top(), base))
                    .collect()
            }),
            "links" => cached(&self.links, || {
                let links = details.links().iter().map(|link| LinkFields {
                    title: link.title().to_owned(),
                    url: link.url().to_string(),
                });
                Value::from(Serde(links.collect::<Vec<_>>()))
            }),
            "groups" => {
                let groups = self.view.groups_of(self.line.event);
                let groups = groups.filter_map(|group| self.view.calendar.groups().get(group));
                groups.map(calendar::Group::name).collect()
            }
            "tags" if !self.is_placed() => Value::from_iter::<[&str; 0]>([]),
            "tags" => details.tags().iter().map(Text::as_str).collect(),
            "shows_as" => {
                let all_day = self.time.map(|time| time.is_all_day());
                super::labels::shows_as(details, all_day).into()
            }
            "page" => self.page().into(),
            "add" => cached(&self.add, || Value::from(Serde(self.ways_to_add()))),
            "full" => self.line.is_full.into(),
            name => return own(name, self.own_key(name)),
        })
    }

    /// The key date of the instance. It is also the anchor on the page of the series.
    fn key(&self) -> Option<chrono::NaiveDate> {
        match self.line.what {
            What::Instance(key) => key,
            What::Skip(date) => Some(date),
            What::Event { .. } | What::Unscheduled(_) | What::Sum(_) => None,
        }
    }

    /// Returns the value of an `x-` key.
    fn own_key(&self, name: &str) -> Option<&serde_json::Value> {
        let of_skip = match self.line.what {
            What::Skip(date) => self.event().own_keys_of_skip(date).get(name),
            _ => None,
        };
        of_skip.or_else(|| self.details().own_keys().get(name))
    }

    /// Returns the time of the line, unless the line is a summary.
    fn day(&self) -> Option<EventTime> {
        self.time.filter(|_| self.sum().is_none())
    }

    fn when(&self) -> String {
        if let Some(sum) = self.sum() {
            let dates = if sum.dates.is_empty() {
                format!("{} meetings", sum.count)
            } else {
                wording::dates_of_year(&sum.dates)
            };
            return match self.summed_hours() {
                Some(hours) => format!("{dates}, {hours}"),
                None => dates,
            };
        }
        match (&self.line.what, self.event().schedule(), &self.time) {
            (_, _, Some(time)) => wording::time(time),
            (What::Unscheduled(approximate), _, None)
            | (_, Schedule::ToBeConfirmed(approximate), None) => wording::approximate(*approximate),
            (_, _, None) => String::new(),
        }
    }

    fn zone(&self) -> Option<Zone> {
        let is_shown = self.sum().is_none() || self.summed_hours().is_some();
        self.time.and_then(|time| time.zone()).filter(|_| is_shown)
    }

    /// Returns the rule in words, if it has dates ahead.
    fn rule(&self) -> Option<String> {
        let series = self.series().filter(|_| self.line.is_first)?;
        let is_over = |last| last < self.view.today;
        let has_ended = series.rule().last().is_some_and(is_over);
        (!has_ended).then(|| series.rule().to_string())
    }

    fn news(&self) -> Option<String> {
        let What::Skip(date) = self.line.what else {
            return description::news(self.details(), self.was);
        };
        Some(match self.event().reason_to_skip(date) {
            Some(reason) => format!("No meeting: {reason}"),
            None => "No meeting".to_owned(),
        })
    }

    fn is_over(&self) -> bool {
        match self.line.what {
            What::Event { over } => over,
            What::Instance(_) => self.time.is_some_and(|time| self.view.is_over(time)),
            What::Sum(_) => true,
            What::Unscheduled(_) | What::Skip(_) => false,
        }
    }

    fn top(&self) -> u8 {
        match self.line.what {
            What::Event { .. } => ON_PAGE,
            What::Instance(_) | What::Unscheduled(_) | What::Skip(_) | What::Sum(_) => IN_LIST,
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

    fn ways_to_add(&self) -> super::deep_link::AddLinks {
        let event = self.event();
        match (&self.line.what, self.series(), self.time) {
            (What::Event { .. }, Some(series), _) => self.view.add_series(event, series),
            (What::Event { .. } | What::Instance(_), _, Some(time)) => {
                let page = self.page();
                self.view
                    .add(event, self.key(), self.details(), time, &page)
            }
            _ => super::deep_link::AddLinks::default(),
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

impl TalkFields {
    fn value(talk: &calendar::Talk, top: u8, base: &Url) -> Value {
        let speakers: Vec<&str> = talk.speakers().iter().map(Text::as_str).collect();
        let fields = Self {
            title: talk.title().to_owned(),
            speakers: speakers.join(", "),
            abstract_html: talk.summary().map(|text| markdown::html(text, top, base)),
            abstract_md: talk.summary().map(|text| markdown::rewritten(text, base)),
            slides: talk.slides().map(ToString::to_string),
            video: talk.video().map(ToString::to_string),
        };
        with_fields(&fields, [], talk.own_keys())
    }
}

fn cached(cell: &OnceLock<Value>, make: impl FnOnce() -> Value) -> Value {
    cell.get_or_init(make).clone()
}
