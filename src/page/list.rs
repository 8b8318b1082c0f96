//! Selects which instances a list shows one by one, and which it summarises.
//!
//! [`View::lists`] makes the lists that templates see in `calendar`, and [`View::all_ahead`] and [`View::older`] those of an event's page.
//! They consist of [`ListLine`]s, small values that a template turns into one [`ListItem`] at a time. The list of upcoming events has
//! every date that the file names, however far ahead it is, but of other dates of a rule only the next few, so that it does not grow over
//! the years. Every past instance has a line of its own or is part of a summary line, unless its event was removed from the file.
//! [`super::item`] makes the words of a line.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use minijinja::value::{Enumerator, Object, ObjectRepr, Value};

use super::item::ListItem;
use super::view::{View, differs, has_content, is_named};
use super::yearly::{MOST_NAMED, Sum, sums};
use crate::calendar::{Event, Instance, Schedule};
use crate::time::Approximate;

/// The number of next instances of a series that are listed even if nothing about them is special.
const NEXT: usize = 3;

/// The most past dates of one series and year that a list of all events names. It counts them if there are more.
const DATES: usize = 12;

/// The same limit on the page of the series itself: the dates of a weekly series in a year.
const DATES_OF_SERIES: usize = MOST_NAMED;

/// One line of a list.
#[derive(Clone, Debug)]
pub(super) struct ListLine {
    /// The index of its event in the calendar.
    pub(super) event: usize,
    pub(super) what: What,
    /// Whether the line is the first upcoming one of its series, which also shows the rule.
    pub(super) is_first: bool,
    /// Whether the line says that more instances of its series follow.
    pub(super) has_more: bool,
    /// Whether the line shows all details. In a series, one line does, and each instance with content of its own.
    pub(super) is_full: bool,
}

/// What a line shows.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// The event itself, on its own page.
    Event { over: bool },
    /// The instance with this key; `None` for an event that takes place once.
    Instance(Option<NaiveDate>),
    /// An event without a confirmed date.
    Unscheduled(Approximate),
    /// A skipped date, on which the event does not take place.
    Skip(NaiveDate),
    /// The past instances of a year.
    Sum(Arc<Sum>),
}

impl ListLine {
    pub(super) fn new(event: usize, what: What) -> Self {
        let is_full = !matches!(what, What::Skip(_) | What::Sum(_));
        Self {
            event,
            what,
            is_first: false,
            has_more: false,
            is_full,
        }
    }

    pub(super) fn instance(event: usize, instance: &Instance<'_>) -> Self {
        Self {
            is_full: instance.key().is_none() || has_content(instance),
            ..Self::new(event, What::Instance(instance.key()))
        }
    }
}

/// Lines as a template sees them: each item is created on access and then dropped.
#[derive(Clone, Debug)]
pub(super) struct ListLines {
    view: Arc<View>,
    lines: Vec<ListLine>,
}

impl ListLines {
    /// Returns lines as a template value.
    pub(super) fn value(view: &Arc<View>, lines: Vec<ListLine>) -> Value {
        let view = Arc::clone(view);
        Value::from_object(Self { view, lines })
    }
}

impl Object for ListLines {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, index: &Value) -> Option<Value> {
        let line = self.lines.get(index.as_usize()?)?;
        Some(ListItem::of(&self.view, line))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.lines.len())
    }
}

/// The past lines of a year, newest first.
pub(super) type YearOfLines = (i32, Vec<ListLine>);

/// The lists that templates see in `calendar`. Except for `next`, they also have the events that are only on the pages of groups.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Upcoming instances and skipped dates.
    pub(super) upcoming: Vec<ListLine>,
    /// The first instance that has not begun, is not off, and is in the lists of all events.
    pub(super) next: Option<ListLine>,
    /// The same for each group, by its index.
    pub(super) next_of_groups: BTreeMap<usize, ListLine>,
    /// The same without the events that are not in the lists of all events.
    pub(super) listed_next_of_groups: BTreeMap<usize, ListLine>,
    /// Instances that have begun and are not over.
    pub(super) running: Vec<ListLine>,
    /// Events without a confirmed date, the nearest first.
    pub(super) awaiting: Vec<ListLine>,
    pub(super) past: Vec<YearOfLines>,
}

/// The sort key of a line: start, index of the event, key date.
type Order = (DateTime<Utc>, usize, Option<NaiveDate>);

/// An upcoming line with its sort key; and the line that shows the instance separately, unless it is off.
type Ahead = (Order, ListLine, Option<ListLine>);

impl View {
    /// Returns the lists of all events.
    pub(super) fn lists(&self) -> Lists {
        let calendar = &self.calendar;
        let mut upcoming: Vec<Ahead> = Vec::new();
        let mut skips = Vec::new();
        let mut awaiting = Vec::new();
        let mut past = Past::default();
        for (index, event) in calendar.events().iter().enumerate() {
            if let Schedule::ToBeConfirmed(approximate) = event.schedule() {
                let line = ListLine::new(index, What::Unscheduled(*approximate));
                if is_over(*approximate, self.today) {
                    past.unscheduled.push((order_of(*approximate), line));
                } else {
                    awaiting.push((order_of(*approximate), line));
                }
            }
            let instances = self.instances(event, self.today);
            let (over, ahead): (Vec<_>, Vec<_>) = instances.iter().partition(|it| self.is_past(it));
            upcoming.extend(self.next_of(index, event, &ahead));
            skips.extend(self.skips(event).map(|(date, _)| {
                let begins = calendar.zone().start_of_day(date);
                (begins, ListLine::new(index, What::Skip(date)))
            }));
            if !self.is_removed(event) {
                self.sum_up(index, event, None, &over, DATES, &mut past);
            }
        }
        upcoming.sort_by_key(|(order, ..)| *order);
        let mut lists = Lists::default();
        for ((begins, ..), _, alone) in &upcoming {
            let Some(alone) = alone else {
                continue;
            };
            if *begins <= self.now {
                lists.running.push(alone.clone());
                continue;
            }
            let is_listed = self.is_listed(alone.event);
            for group in self.groups_of(alone.event) {
                let next = lists.next_of_groups.entry(group);
                next.or_insert_with(|| alone.clone());
                if is_listed {
                    let next = lists.listed_next_of_groups.entry(group);
                    next.or_insert_with(|| alone.clone());
                }
            }
            if is_listed {
                lists.next.get_or_insert_with(|| alone.clone());
            }
        }
        let mut all: Vec<(DateTime<Utc>, ListLine)> = upcoming
            .into_iter()
            .map(|((begins, ..), line, _)| (begins, line))
            .chain(skips)
            .collect();
        all.sort_by_key(|(begins, _)| *begins);
        lists.upcoming = all.into_iter().map(|(_, line)| line).collect();
        awaiting.sort_by_key(|(order, _)| *order);
        lists.awaiting = awaiting.into_iter().map(|(_, line)| line).collect();
        lists.past = past.by_year(self);
        lists
    }

    /// Returns the indices of the groups that show the event with this index: its groups, and the areas that hold them.
    pub(super) fn groups_of(&self, event: usize) -> impl Iterator<Item = usize> {
        let event = self.calendar.events().get(event).into_iter();
        event.flat_map(|event| self.calendar.places_of_feeds(event))
    }

    /// Returns the past lines of the lists of all events, without years that have none.
    pub(super) fn listed_years<'a>(
        &'a self,
        past: &'a [YearOfLines],
    ) -> impl Iterator<Item = YearOfLines> + 'a {
        let years = past.iter().map(|(year, lines)| {
            let listed = lines.iter().filter(|line| self.is_listed(line.event));
            (*year, listed.cloned().collect::<Vec<_>>())
        });
        years.filter(|(_, lines)| !lines.is_empty())
    }

    fn order(&self, event: usize, instance: &Instance<'_>) -> Order {
        let begins = instance.time().begins(self.calendar.zone());
        (begins, event, instance.key())
    }

    /// Returns the lines of one event: its next instances, those that differ from the rule, and a note where more follow.
    fn next_of(&self, index: usize, event: &Event, ahead: &[&Instance<'_>]) -> Vec<Ahead> {
        let mut lines: Vec<Ahead> = Vec::new();
        let mut next = Next::default();
        let mut is_short = false;
        // The line that shows all details: the first instance without content of its own, or else the last line.
        let mut detailed = None;
        for instance in ahead {
            if !next.lists(instance) {
                // "And so on" follows the last line before the first gap, unless the whole event is off.
                if !is_short
                    && let (Some((_, line, _)), Schedule::Series(_)) =
                        (lines.last_mut(), event.schedule())
                {
                    is_short = true;
                    line.has_more = !event.details().status().is_off();
                }
                continue;
            }
            let is_off = instance.details().status().is_off();
            if !is_off && !has_content(instance) {
                detailed.get_or_insert(lines.len());
            }
            let alone = ListLine::instance(index, instance);
            let line = ListLine {
                is_first: lines.is_empty(),
                ..alone.clone()
            };
            let alone = (!is_off).then_some(alone);
            lines.push((self.order(index, instance), line, alone));
        }
        let last = lines.len().saturating_sub(1);
        if let Some((_, line, _)) = lines.get_mut(detailed.unwrap_or(last)) {
            line.is_full = true;
        }
        lines
    }

    /// Returns a line for every upcoming instance of one event and for its skipped dates.
    pub(super) fn all_ahead(
        &self,
        index: usize,
        event: &Event,
        ahead: &[&Instance<'_>],
    ) -> Vec<ListLine> {
        let home = self.calendar.zone();
        let skips = self.skips(event).map(|(date, _)| {
            let line = ListLine::new(index, What::Skip(date));
            (home.start_of_day(date), line)
        });
        let ahead = ahead
            .iter()
            .map(|it| (it.time().begins(home), ListLine::instance(index, it)));
        let mut lines: Vec<_> = ahead.chain(skips).collect();
        lines.sort_by_key(|(begins, _)| *begins);
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// Returns the past lines of one event that are not recent, by year. `over` has its past instances that do not come from the rule
    /// alone.
    pub(super) fn older(
        &self,
        index: usize,
        event: &Event,
        over: &[&Instance<'_>],
    ) -> Vec<YearOfLines> {
        let mut past = Past::default();
        let before = Some(self.recent_from());
        self.sum_up(index, event, before, over, DATES_OF_SERIES, &mut past);
        past.by_year(self)
    }

    /// Adds the past lines of an event. Single events, and instances that differ from their event, have a line of their own; all others are
    /// summarised by year. `over` has the instances that do not come from the rule alone; those of the rule are counted from the rule,
    /// before `before` if given. A line names at most `most` dates.
    fn sum_up(
        &self,
        index: usize,
        event: &Event,
        before: Option<NaiveDate>,
        over: &[&Instance<'_>],
        most: usize,
        past: &mut Past,
    ) {
        let (own, others): (Vec<&Instance<'_>>, Vec<&Instance<'_>>) = over
            .iter()
            .copied()
            .partition(|it| it.key().is_none() || differs(it));
        let own = own
            .iter()
            .map(|it| (self.order(index, it), ListLine::instance(index, it)));
        past.instances.extend(own);
        let alone: Vec<&Instance<'_>> = others.into_iter().filter(|it| is_named(it)).collect();
        let ahead = match event.schedule() {
            Schedule::Series(series) => self.first_ahead(series),
            Schedule::Once(_) | Schedule::ToBeConfirmed(_) => None,
        };
        let ahead = ahead.unwrap_or(NaiveDate::MAX);
        let before = before.map_or(ahead, |before| before.min(ahead));
        let sums = sums(self, event, before, &alone, most);
        past.sums.extend(sums.into_iter().map(|sum| {
            let day = sum.last.first_date();
            let what = match sum.count {
                1 => What::Instance(Some(sum.key)),
                _ => What::Sum(Arc::new(sum)),
            };
            let mut line = ListLine::new(index, what);
            line.is_full = false;
            (day, line)
        }));
    }
}

/// Past lines, as far as they have been collected.
#[derive(Default)]
struct Past {
    instances: Vec<(Order, ListLine)>,
    /// Each with its year, and its month times 100.
    unscheduled: Vec<((i32, u32), ListLine)>,
    /// Each with its last date, event by event.
    sums: Vec<(NaiveDate, ListLine)>,
}

impl Past {
    /// Returns the lines by year, the newest year first, and the newest day first within a year.
    fn by_year(mut self, view: &View) -> Vec<YearOfLines> {
        self.instances.sort_by_key(|(order, _)| *order);
        let day = |date: NaiveDate| (date.year(), date.month() * 100 + date.day());
        let first_day = |line: &ListLine| {
            let event = view.calendar.events().get(line.event)?;
            let What::Instance(key) = line.what else {
                return None;
            };
            let instance = match key {
                Some(key) => event.instance(key),
                None => event.once(),
            };
            Some(day(instance?.time().first_date()))
        };
        let instances = self.instances.into_iter().filter_map(|(_, line)| {
            let day = first_day(&line)?;
            Some((day, line))
        });
        self.sums.sort_by_key(|(last, _)| last.year());
        let sums = self.sums.into_iter().map(|(last, line)| (day(last), line));
        let mut lines: Vec<((i32, u32), ListLine)> =
            instances.chain(self.unscheduled).chain(sums).collect();
        lines.reverse();
        lines.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
        let mut years: Vec<YearOfLines> = Vec::new();
        for ((year, _), line) in lines {
            match years.last_mut() {
                Some((last, lines)) if *last == year => lines.push(line),
                _ => years.push((year, vec![line])),
            }
        }
        years
    }
}

/// Selects the upcoming instances of one event that a list shows: the next few, and those that differ from the rule.
#[derive(Default)]
pub(super) struct Next {
    /// The number of instances so far, except those that the file names and that are off.
    seen: usize,
}

impl Next {
    /// Whether the next instance is listed.
    pub(super) fn lists(&mut self, instance: &Instance<'_>) -> bool {
        let is_named = is_named(instance);
        self.seen += usize::from(!is_named || !instance.details().status().is_off());
        is_named || self.seen <= NEXT
    }
}

/// Returns the sort key of an incomplete date: the year, and the month times 100, so that it is before the days of the month.
fn order_of(approximate: Approximate) -> (i32, u32) {
    match approximate {
        Approximate::Month { year, month } => (year, month * 100),
        Approximate::Year(year) => (year, 0),
        Approximate::ToBeConfirmed => (i32::MAX, 0),
    }
}

/// Whether an incomplete date is over.
pub(super) fn is_over(approximate: Approximate, today: NaiveDate) -> bool {
    let next = match approximate {
        Approximate::Month { year, month } => NaiveDate::from_ymd_opt(year, month, 1)
            .and_then(|first| first.checked_add_months(chrono::Months::new(1))),
        Approximate::Year(year) => NaiveDate::from_ymd_opt(year + 1, 1, 1),
        Approximate::ToBeConfirmed => None,
    };
    next.is_some_and(|next| next <= today)
}
