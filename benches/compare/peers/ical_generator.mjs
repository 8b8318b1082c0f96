// JSON → ical-generator: node ical_generator.mjs FILE OUT
import { readFileSync, writeFileSync } from 'node:fs';
import ical from 'ical-generator';

const [from, to] = process.argv.slice(2);
const file = JSON.parse(readFileSync(from, 'utf8'));
const calendar = ical({ name: file.name, timezone: file.timezone });
for (const it of file.vevents) {
  calendar.createEvent({
    id: it.uid,
    start: new Date(it.start + 'Z'),
    end: new Date(it.end + 'Z'),
    allDay: it.all_day,
    recurrenceId: it.recurrence_id ? new Date(it.recurrence_id + 'Z') : undefined,
    stamp: new Date('2026-01-15T12:00:00Z'),
    summary: it.summary,
    description: it.description,
    location: it.location ?? undefined,
    url: it.url,
    categories: it.categories.map((name) => ({ name })),
    repeating: it.rrule ? `RRULE:${it.rrule}` : undefined,
    status: it.cancelled ? 'CANCELLED' : undefined,
  });
}
writeFileSync(to, calendar.toString());
