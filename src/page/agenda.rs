//! The meetings of all series by date, month by month.
//!
//! [`View::agenda`] has the meetings from the first day of the current month on, as far as pages list them one by one, and the skipped dates
//! from today on. [`Agenda::coming`] takes the next of them for the events page, without a gap. The pages of the months show all of them. A
//! line is at the date that it shows, which is the date in its own zone. [`super::item`] makes the words.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use minijinja::value::Value;

use super::list::{ListLine, ListLines, What};
use super::view::View;
use crate::route::Route;
use crate::span::Month;
use crate::wording::last_day;

/// The number of meetings on the events page. The other meetings of the last day follow, up to [`MOST_COMING`] lines.
const COMING: usize = 25;

/// The most lines of the list on the events page, however many meetings the last day has.
const MOST_COMING: usize = 40;

/// Meetings and skipped dates by month, in order within a month.
#[derive(Debug, Default)]
pub(super) struct Agenda(BTreeMap<Month, Vec<Entry>>);

/// A line at its date.
#[derive(Clone, Debug)]
struct Entry {
    /// The first day of the meeting in this month.
    day: NaiveDate,
    /// Its last day, in any month.
    last: NaiveDate,
    /// Whether an earlier month has it too.
    is_continued: bool,
    begins: DateTime<Utc>,
    is_over: bool,
    line: ListLine,
}

impl View {
    /// Returns what takes place in the current month and later, of the events that are wanted, by their index.
    pub(super) fn agenda(&self, is_wanted: impl Fn(usize) -> bool) -> Agenda {
        let from = Month::of(self.today).first();
        let home = self.calendar.zone();
        let mut agenda = Agenda::default();
        let events = self.calendar.events().iter().enumerate();
        for (index, event) in events.filter(|(index, _)| is_wanted(*index)) {
            let mut has_rule = false;
            for instance in self.instances(event, from) {
                let time = instance.time();
                let is_over = self.is_past(&instance);
                if time.last_date() < from || is_over && self.is_removed(event) {
                    continue;
                }
                let mut line = ListLine::instance(index, &instance);
                line.is_first = !is_over && !has_rule;
                line.is_full |= line.is_first;
                has_rule |= line.is_first;
                agenda.add_to_each_month(
                    Entry {
                        day: time.first_date().max(from),
                        last: last_day(&time),
                        is_continued: false,
                        begins: time.begins(home),
                        is_over,
                        line,
                    },
                    self.horizon(),
                );
            }
            for (date, _) in self.skips(event) {
                agenda.add(Entry {
                    day: date,
                    last: date,
                    is_continued: false,
                    begins: home.start_of_day(date),
                    is_over: false,
                    line: ListLine::new(index, What::Skip(date)),
                });
            }
        }
        for entries in agenda.0.values_mut() {
            entries.shrink_to_fit();
            entries.sort_by_key(|entry| (entry.day, entry.begins));
        }
        agenda
    }
}

impl Agenda {
    fn add(&mut self, entry: Entry) {
        self.0.entry(Month::of(entry.day)).or_default().push(entry);
    }

    /// Adds a meeting to the month in which it begins, and to each later month before the horizon until it ends.
    fn add_to_each_month(&mut self, entry: Entry, horizon: NaiveDate) {
        let mut month = Month::of(entry.day);
        let last = entry.last.min(horizon);
        let mut later = entry.clone();
        self.add(entry);
        later.is_continued = true;
        later.line.is_first = false;
        while month.next().first() <= last {
            month = month.next();
            later.day = month.first();
            self.add(later.clone());
        }
    }

    /// The months in which something takes place, in order.
    pub(super) fn months(&self) -> impl Iterator<Item = Month> {
        self.0.keys().copied()
    }

    /// Returns the number of lines of a month.
    pub(super) fn lines_of(&self, month: Month) -> usize {
        self.0.get(&month).map_or(0, Vec::len)
    }

    /// Returns the lines of the events that are wanted, by their index, in order, without those that are over.
    pub(super) fn ahead(
        &self,
        is_wanted: impl Fn(usize) -> bool,
    ) -> impl Iterator<Item = &ListLine> {
        let entries = self.0.values().flatten();
        let ahead = entries.filter(|entry| !entry.is_over && !entry.is_continued);
        ahead
            .map(|entry| &entry.line)
            .filter(move |line| is_wanted(line.event))
    }

    /// Returns the list of the events page as a template value: `months`, each with its lines; and `then`, the month of the first line that
    /// is not listed.
    pub(super) fn coming(&self, view: &Arc<View>) -> Value {
        let mut months: Vec<(Month, Vec<ListLine>)> = Vec::new();
        let (mut meetings, mut lines) = (0, 0);
        let mut last_day = NaiveDate::MIN;
        let mut then = None;
        let entries = self
            .0
            .iter()
            .flat_map(|(month, entries)| entries.iter().map(|entry| (*month, entry)));
        for (month, entry) in entries.filter(|(_, entry)| !entry.is_over && !entry.is_continued) {
            if meetings >= COMING && entry.day > last_day || lines >= MOST_COMING {
                then = Some(month);
                break;
            }
            lines += 1;
            if !matches!(entry.line.what, What::Skip(_)) {
                meetings += 1;
                last_day = entry.day;
            }
            match months.last_mut() {
                Some((last, lines)) if *last == month => lines.push(entry.line.clone()),
                _ => months.push((month, vec![entry.line.clone()])),
            }
        }
        let months = months.into_iter().map(|(month, lines)| {
            let items = ListLines::value(view, lines);
            let [id, name, page] = named(view, month);
            fields([("id", id), ("name", name), ("page", page), ("items", items)])
        });
        let months: Value = months.collect();
        fields([("months", months), ("then", link(view, then))])
    }

    /// Returns a month as a template value: its weeks from Monday on, its lines, and the months before and after it that have a page.
    pub(super) fn month(&self, view: &Arc<View>, month: Month) -> Value {
        let entries = self.0.get(&month).map_or(&[][..], Vec::as_slice);
        let first = month.first();
        let offset = Days::new(first.weekday().num_days_from_monday().into());
        let mut day = first.checked_sub_days(offset).unwrap_or(first);
        let mut weeks: Vec<Value> = Vec::new();
        while day < month.next().first() {
            let days = (0..7).map(|after| {
                let date = day.checked_add_days(Days::new(after)).unwrap_or(day);
                if Month::of(date) != month {
                    return Value::from(());
                }
                let lines = entries
                    .iter()
                    .filter(|entry| (entry.day..=entry.last.max(entry.day)).contains(&date));
                let items = lines.map(|entry| entry.line.clone()).collect();
                fields([
                    ("day", date.day().into()),
                    ("date", view.words.date(date).into()),
                    ("items", ListLines::value(view, items)),
                ])
            });
            weeks.push(days.collect());
            day = day.checked_add_days(Days::new(7)).unwrap_or(NaiveDate::MAX);
        }
        let lines = entries.iter().map(|entry| entry.line.clone());
        let before = self.0.range(..month).next_back().map(|(month, _)| *month);
        let after = self.0.range(month.next()..).next().map(|(month, _)| *month);
        let [id, name, page] = named(view, month);
        fields([
            ("id", id),
            ("name", name),
            ("page", page),
            ("weeks", weeks.into_iter().collect()),
            ("items", ListLines::value(view, lines.collect())),
            ("previous", link(view, before)),
            ("next", link(view, after)),
        ])
    }

    /// Returns all months that have a page, with their names and paths, as a template value.
    pub(super) fn links(&self, view: &View) -> Value {
        self.months().map(|month| link(view, Some(month))).collect()
    }
}

/// Returns the id, the name and the path of a month.
fn named(view: &View, month: Month) -> [Value; 3] {
    let name = view.words.month_of_year(month.first());
    let page = Route::Month(month).below();
    [month.to_string().into(), name.into(), page.into()]
}

/// Returns a link to the page of a month, or null.
pub(super) fn link(view: &View, month: Option<Month>) -> Value {
    let Some(month) = month else {
        return Value::from(());
    };
    let [id, name, page] = named(view, month);
    fields([("id", id), ("name", name), ("page", page)])
}

fn fields<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::from_object(BTreeMap::from(fields))
}
