// A calendar, written by ical.js, on standard output, as Thunderbird and Nextcloud write them.

import ICAL from "ical.js";

const LONDON = `BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE`;

const calendar = new ICAL.Component("vcalendar");
calendar.updatePropertyWithValue("prodid", "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN");
calendar.updatePropertyWithValue("version", "2.0");
calendar.addSubcomponent(new ICAL.Component(ICAL.parse(LONDON)));

function event(uid, title, start, end) {
  const made = new ICAL.Component("vevent");
  made.updatePropertyWithValue("uid", uid);
  made.updatePropertyWithValue("dtstamp", ICAL.Time.fromString("2026-01-10T08:00:00Z"));
  made.updatePropertyWithValue("summary", title);
  time(made, "dtstart", start);
  if (end) time(made, "dtend", end);
  calendar.addSubcomponent(made);
  return made;
}

// A date, a time in UTC, or a time in London.
function time(component, name, written) {
  const value = ICAL.Time.fromString(written);
  const property = component.addPropertyWithValue(name, value);
  if (written.includes("T") && !written.endsWith("Z")) property.setParameter("tzid", "Europe/London");
}

const weekly = event("0f1e-weekly", "Choir practice: altos, tenors; basses", "2024-02-07T20:00:00", "2024-02-07T21:30:00");
weekly.addPropertyWithValue("rrule", ICAL.Recur.fromString("FREQ=WEEKLY;BYDAY=WE"));
for (const date of ["2024-04-03T20:00:00", "2024-12-25T20:00:00", "2025-01-01T20:00:00"]) time(weekly, "exdate", date);
weekly.updatePropertyWithValue("location", "St. Æthelwold’s, Nave");
weekly.updatePropertyWithValue("description", "Ave verum – Händel, Dvořák, 滝廉太郎.\n\nNo audition; just come.");
weekly.updatePropertyWithValue("x-moz-generation", "4");
weekly.updatePropertyWithValue("x-moz-lastack", "2024-05-01T10:00:00Z");
const categories = new ICAL.Property("categories");
categories.setValues(["Music", "Choir, mixed"]);
weekly.addProperty(categories);
const alarm = new ICAL.Component("valarm");
alarm.updatePropertyWithValue("action", "DISPLAY");
alarm.updatePropertyWithValue("trigger", ICAL.Duration.fromString("-PT1H"));
alarm.updatePropertyWithValue("description", "Default Mozilla Description");
weekly.addSubcomponent(alarm);
const moved = event("0f1e-weekly", "Choir practice in the museum", "2024-06-06T19:00:00", "2024-06-06T20:30:00");
time(moved, "recurrence-id", "2024-06-05T20:00:00");
const cancelled = event("0f1e-weekly", "Choir practice: altos, tenors; basses", "2024-08-21T20:00:00", "2024-08-21T21:30:00");
time(cancelled, "recurrence-id", "2024-08-21T20:00:00");
cancelled.updatePropertyWithValue("status", "CANCELLED");

const monthly = event("1a2b-monthly", "Evensong", "2024-01-28T17:00:00");
monthly.updatePropertyWithValue("duration", ICAL.Duration.fromString("PT1H15M"));
monthly.addPropertyWithValue("rrule", ICAL.Recur.fromString("FREQ=MONTHLY;BYDAY=-1SU;COUNT=36"));
time(monthly, "rdate", "2024-12-24T17:00:00");
const fourth = event("2b3c-fourth", "Singing for everyone", "2024-01-25T14:00:00", "2024-01-25T15:00:00");
fourth.addPropertyWithValue("rrule", ICAL.Recur.fromString("FREQ=MONTHLY;BYDAY=4TH;UNTIL=20261231T235959Z"));
event("3c4d-days", "Choir festival", "2025-06-20", "2025-06-23");
event("4d5e-single", "Broadcast of the concert", "2024-12-14T19:00:00Z", "2024-12-14T21:00:00Z");
process.stdout.write(`${calendar.toString()}\r\n`);
