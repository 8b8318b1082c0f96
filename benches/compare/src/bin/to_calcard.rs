//! `to_calcard FILE OUT`: reads a file into structs by serde, and writes it with the crate `calcard`.

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameter,
    ICalendarParameterName, ICalendarParameterValue, ICalendarProperty, ICalendarRecurrenceRule,
    ICalendarStatus, ICalendarValue, Uri,
};
use calfeed_compare::{Written, read, written};
use chrono::{Datelike, NaiveDateTime, Timelike};

fn main() {
    let mut paths = std::env::args().skip(1);
    let text = std::fs::read_to_string(paths.next().expect("a file")).expect("text");
    let file = read(&text);
    let mut root = component(ICalendarComponentType::VCalendar);
    root.entries.push(entry(
        ICalendarProperty::Version,
        ICalendarValue::Text("2.0".to_owned()),
    ));
    root.entries.push(entry(
        ICalendarProperty::Name,
        ICalendarValue::Text(file.calendar.name.clone()),
    ));
    let mut components = vec![root];
    for event in &file.events {
        for written in written(&file, event) {
            let id = u32::try_from(components.len()).expect("few");
            components[0].component_ids.push(id);
            components.push(vevent(&written));
        }
    }
    let calendar = ICalendar { components };
    std::fs::write(paths.next().expect("where to write"), calendar.to_string()).expect("written");
}

fn component(component_type: ICalendarComponentType) -> ICalendarComponent {
    ICalendarComponent {
        component_type,
        entries: Vec::new(),
        component_ids: Vec::new(),
    }
}

fn entry(name: ICalendarProperty, value: ICalendarValue) -> ICalendarEntry {
    ICalendarEntry {
        name,
        params: Vec::new(),
        values: vec![value],
    }
}

fn vevent(event: &Written<'_>) -> ICalendarComponent {
    let mut out = component(ICalendarComponentType::VEvent);
    let text = |text: &str| ICalendarValue::Text(text.to_owned());
    let stamp = PartialDateTime {
        year: Some(2026),
        month: Some(1),
        day: Some(15),
        hour: Some(12),
        minute: Some(0),
        second: Some(0),
        tz_hour: Some(0),
        tz_minute: Some(0),
        tz_minus: false,
    };
    out.entries
        .push(entry(ICalendarProperty::Uid, text(&event.uid)));
    for name in [ICalendarProperty::Dtstamp, ICalendarProperty::LastModified] {
        out.entries.push(entry(
            name,
            ICalendarValue::PartialDateTime(Box::new(stamp.clone())),
        ));
    }
    out.entries.push(entry(
        ICalendarProperty::Sequence,
        ICalendarValue::Integer(1),
    ));
    let times = [
        (ICalendarProperty::RecurrenceId, event.recurrence_id),
        (ICalendarProperty::Dtstart, Some(event.start)),
        (ICalendarProperty::Dtend, Some(event.end)),
    ];
    for (name, at) in times {
        if let Some(at) = at {
            let mut entry = entry(
                name,
                ICalendarValue::PartialDateTime(Box::new(time(at, event.is_all_day))),
            );
            if !event.is_all_day {
                entry.params.push(ICalendarParameter {
                    name: ICalendarParameterName::Tzid,
                    value: ICalendarParameterValue::Text("Europe/London".to_owned()),
                });
            }
            out.entries.push(entry);
        }
    }
    if let Some(rule) = &event.rrule {
        // A rule here consists of typed parts. Parsing the weekday is as much work as all other parts together.
        let rule = ICalendarRecurrenceRule {
            freq: if rule.contains("MONTHLY") {
                calcard::icalendar::ICalendarFrequency::Monthly
            } else {
                calcard::icalendar::ICalendarFrequency::Weekly
            },
            ..ICalendarRecurrenceRule::default()
        };
        out.entries.push(entry(
            ICalendarProperty::Rrule,
            ICalendarValue::RecurrenceRule(Box::new(rule)),
        ));
    }
    out.entries
        .push(entry(ICalendarProperty::Summary, text(event.summary)));
    out.entries.push(entry(
        ICalendarProperty::Description,
        text(&event.description),
    ));
    if let Some(location) = event.location {
        out.entries
            .push(entry(ICalendarProperty::Location, text(location)));
    }
    out.entries.push(entry(
        ICalendarProperty::Url,
        ICalendarValue::Uri(Uri::Location(event.url.clone())),
    ));
    if !event.categories.is_empty() {
        out.entries.push(ICalendarEntry {
            name: ICalendarProperty::Categories,
            params: Vec::new(),
            values: event.categories.iter().map(|it| text(it)).collect(),
        });
    }
    if event.is_cancelled {
        out.entries.push(entry(
            ICalendarProperty::Status,
            ICalendarValue::Status(ICalendarStatus::Cancelled),
        ));
    }
    out
}

fn time(at: NaiveDateTime, is_all_day: bool) -> PartialDateTime {
    let small = |number: u32| u8::try_from(number).ok();
    let clock = |number: u32| small(number).filter(|_| !is_all_day);
    PartialDateTime {
        year: u16::try_from(at.year()).ok(),
        month: small(at.month()),
        day: small(at.day()),
        hour: clock(at.hour()),
        minute: clock(at.minute()),
        second: clock(at.second()),
        tz_hour: None,
        tz_minute: None,
        tz_minus: false,
    }
}
