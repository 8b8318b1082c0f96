// node-ical: paths of .ics files on standard input → the instances of each, a line of JSON.
// Absent: all judgement. What the reader sees is printed as it sees it.

import { readFileSync } from "node:fs";
import ical from "node-ical";

const [first, last] = process.argv.slice(2, 4).map((day) => new Date(`${day}T00:00:00Z`));

function moment(date, isDay) {
  // A day is midnight of the process's own zone.
  const two = (number) => String(number).padStart(2, "0");
  if (isDay) return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return date.toISOString().replace(".000Z", "Z");
}

// A property with parameters is an object that holds its value.
const text = (value) => (value?.val ?? value) || null;

function instances(path) {
  const seen = [];
  for (const event of Object.values(ical.sync.parseICS(readFileSync(path, "utf8")))) {
    if (event.type !== "VEVENT") continue;
    for (const it of ical.expandRecurringEvent(event, { from: first, to: last })) {
      const recurs = it.isRecurring || it.isOverride;
      const id = it.event.recurrenceid ?? it.start;
      seen.push([
        it.event.uid,
        recurs ? moment(id, it.isFullDay) : null,
        moment(it.start, it.isFullDay),
        moment(it.end, it.isFullDay),
        text(it.summary),
        text(it.event.status),
        text(it.event.location),
        text(it.event.url),
      ]);
    }
  }
  return seen;
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
