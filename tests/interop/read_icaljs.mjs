// ical.js, what Thunderbird and Nextcloud read with: paths of .ics files on standard input → the instances of each, a line of JSON.
// Absent: all judgement. What the reader sees is printed as it sees it.

import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const [first, last] = process.argv.slice(2, 4);

function moment(time) {
  if (time.isDate) return time.toString();
  if (time.zone === ICAL.Timezone.localTimezone) return `${time} floating`;
  return new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");
}

function row(component, recurrenceId, start, end) {
  const text = (name) => component.getFirstPropertyValue(name);
  return [
    text("uid"),
    recurrenceId && moment(recurrenceId),
    moment(start),
    moment(end),
    text("summary"),
    text("status"),
    text("location"),
    text("url"),
  ];
}

function instances(path) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const components = calendar.getAllSubcomponents("vevent");
  const exceptionsOf = (uid) =>
    components.filter((it) => it.hasProperty("recurrence-id") && it.getFirstPropertyValue("uid") === uid);
  const seen = [];
  for (const component of components.filter((it) => !it.hasProperty("recurrence-id"))) {
    const exceptions = exceptionsOf(component.getFirstPropertyValue("uid"));
    const event = new ICAL.Event(component, { exceptions, strictExceptions: true });
    if (!event.isRecurring()) {
      seen.push(row(component, null, event.startDate, event.endDate));
      continue;
    }
    const iterator = event.iterator();
    for (let next = iterator.next(); next && next.toString() < last; next = iterator.next()) {
      const { item, recurrenceId, startDate, endDate } = event.getOccurrenceDetails(next);
      seen.push(row(item.component, recurrenceId, startDate, endDate));
    }
  }
  return seen.filter((it) => it[2] >= first && it[2] < last);
}

for (const path of readFileSync(0, "utf8").trim().split("\n")) {
  let seen;
  try {
    seen = instances(path);
  } catch (error) {
    seen = `${error.name}: ${error.message}`;
  }
  console.log(JSON.stringify(seen));
}
