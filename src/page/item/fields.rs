//! The fields of an item, by name.
//!
//! A template asks a [`ListItem`] for a field and gets its value. [`FIELDS`] has every name except the `x-` keys. A field contains HTML or
//! Markdown only if its name says so. `when` makes the longer texts about dates and times.

use std::sync::{Arc, OnceLock};

use chrono::Datelike;
use minijinja::value::{Enumerator, Object, Serde, Value};
use serde::Serialize;

use super::super::fields::{own, with_fields};
use super::super::labels::{end, shows_as, start, status};
use super::super::lead::lead;
use super::super::list::What;
use super::ListItem;
use crate::calendar;
use crate::markdown;
use crate::route::Route;
use crate::value::{Language, Text, Url};
use crate::zone::Zone;

/// The level of the first heading of a description: below a title of the third level in a list, below the title of the page on a page of
/// its own.
const IN_LIST: u8 = 4;
const ON_PAGE: u8 = 2;

/// The names of the fields, which docs/reference/templates.md documents.
const FIELDS: &[&str] = &[
    "id",
    "key",
    "title",
    "language",
    "series",
    "when",
    "begins",
    "datetime",
    "end",
    "iana",
    "zone",
    "away",
    "weekday",
    "day",
    "month",
    "month_short",
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
    "sign_up",
    "price",
    "url",
    "contact",
    "contact_of_group",
    "description_html",
    "description_md",
    "lead",
    "more",
    "talks",
    "links",
    "groups",
    "group_items",
    "feeds",
    "tags",
    "shows_as",
    "page",
    "own_page",
    "add",
    "full",
    "date",
    "dates",
    "hours",
];

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

/// A group of an event.
#[derive(Serialize)]
struct GroupFields<'a> {
    id: &'a str,
    name: &'a str,
    page: String,
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
    fn field(&self, name: &str) -> Option<Value> {
        let details = self.details();
        let words = &self.view.words;
        let placed = |value: Option<&str>| Value::from(value.filter(|_| self.is_placed()));
        Some(match name {
            "id" => self.event().id().as_str().into(),
            "key" => self.key().map(|key| key.to_string()).into(),
            "title" => details.title().into(),
            "language" => {
                let other = self.view.calendar.other_language(self.event());
                other.map(Language::as_str).into()
            }
            "series" => self.event().details().title().into(),
            "when" => self.when().into(),
            "begins" => self.day().and_then(|time| words.start(&time)).into(),
            "datetime" => self.day().map(start).into(),
            "end" => self.day().map(end).into(),
            "iana" => self.zone().map(Zone::name).into(),
            "zone" => self.zone().map(|zone| words.zone(zone)).into(),
            "away" => {
                let home = self.view.calendar.zone();
                let away = self.zone().filter(|zone| *zone != home);
                away.map(|zone| words.zone(zone)).into()
            }
            "meetings" => self.sum().map(|sum| sum.count).into(),
            "rule" => self.rule().into(),
            "then" => self
                .series()
                .filter(|_| self.line.has_more)
                .map(|series| words.rule_with_end(series.rule()))
                .into(),
            "news" => self.news().into(),
            "status" if self.is_skip() => "skipped".into(),
            "status" => status(details.status()).into(),
            "off" => (self.is_skip() || details.status().is_off()).into(),
            "over" => self.is_over().into(),
            "form" => {
                let form = details.form().map(|form| words.form(form));
                form.filter(|_| !self.is_skip()).into()
            }
            "location" => placed(details.location()),
            "join" => placed(details.join().map(Url::as_str)),
            "sign_up" => placed(details.sign_up().map(Url::as_str)),
            "price" => placed(details.price().map(|price| words.price(price))),
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
            "lead" => details.description().map(|text| self.lead(text)).into(),
            "more" => {
                let is_cut =
                    |text| self.lead(text) != markdown::text(text, self.view.calendar.url());
                let has_more = !details.talks().is_empty() || !details.links().is_empty();
                (has_more || details.description().is_some_and(is_cut)).into()
            }
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
            "tags" if !self.is_placed() => Value::from_iter::<[&str; 0]>([]),
            "tags" => details.tags().iter().map(Text::as_str).collect(),
            "shows_as" => {
                let all_day = self.time.map(|time| time.is_all_day());
                shows_as(details, all_day).into()
            }
            "page" => self.page().into(),
            "own_page" => self.own_page().into(),
            "add" => cached(&self.add, || Value::from(Serde(self.ways_to_add()))),
            "full" => self.line.is_full.into(),
            name => {
                let other = self.field_of_day(name);
                let other = other.or_else(|| self.field_of_groups(name));
                return other.or_else(|| own(name, self.own_key(name)));
            }
        })
    }

    /// Returns a field about the groups of the event.
    fn field_of_groups(&self, name: &str) -> Option<Value> {
        Some(match name {
            "groups" => self.groups().map(calendar::Group::name).collect(),
            "group_items" => self.group_items(),
            "feeds" => {
                let feeds = self.view.groups_of(self.line.event);
                let groups = self.view.calendar.groups();
                let feeds = feeds.filter_map(|group| groups.get(group));
                feeds.map(|group| group.id().as_str()).collect()
            }
            "contact_of_group" => {
                let mut of_groups = self.groups().filter_map(calendar::Group::contact);
                let contact = self.details().contact();
                let is_of_group = contact.is_some_and(|own| of_groups.any(|it| it == own));
                is_of_group.into()
            }
            _ => return None,
        })
    }

    /// Returns a field that names a day, or several.
    fn field_of_day(&self, name: &str) -> Option<Value> {
        let words = &self.view.words;
        Some(match name {
            "weekday" => {
                let day = self.day().map(|time| time.first_date().weekday());
                day.map(|day| words.short_weekday(day)).into()
            }
            "day" => self.day().map(|time| time.first_date().day()).into(),
            "month" => {
                let first = self.day().map(|time| time.first_date());
                first.map(|first| words.month_of_year(first)).into()
            }
            "month_short" => {
                let first = self.day().map(|time| time.first_date());
                first.map(|first| words.short_month(first)).into()
            }
            "date" => self.day().map(|time| words.days_of(&time)).into(),
            "dates" => Value::from(Serde(self.dates())),
            "hours" => self.summed_hours().into(),
            _ => return None,
        })
    }

    /// Returns the value of an `x-` key.
    fn own_key(&self, name: &str) -> Option<&serde_json::Value> {
        let of_skip = match self.line.what {
            What::Skip(date) => self.event().own_keys_of_skip(date).get(name),
            _ => None,
        };
        of_skip.or_else(|| self.details().own_keys().get(name))
    }

    /// Returns the beginning of a description, as text.
    fn lead(&self, description: &str) -> String {
        lead(description, self.view.calendar.url())
    }

    fn group_items(&self) -> Value {
        let groups = self.groups().map(|group| GroupFields {
            id: group.id().as_str(),
            name: group.name(),
            page: Route::Group(group.id().as_str()).below(),
        });
        groups.map(|group| Value::from(Serde(group))).collect()
    }

    fn groups(&self) -> impl Iterator<Item = &calendar::Group> {
        let groups = self.event().groups().iter();
        groups.filter_map(|id| self.view.calendar.group(id))
    }

    /// Returns the level of the first heading of a description.
    fn top(&self) -> u8 {
        match self.line.what {
            What::Event { .. } => ON_PAGE,
            _ if self.is_alone => ON_PAGE,
            What::Instance(_) | What::Unscheduled(_) | What::Skip(_) | What::Sum(_) => IN_LIST,
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
