// JSON → ics: node ics.mjs FILE OUT
import { readFileSync, writeFileSync } from 'node:fs';
import { createEvents } from 'ics';

const [from, to] = process.argv.slice(2);
const file = JSON.parse(readFileSync(from, 'utf8'));
const parts = (time) => time.split(/[-T:]/).slice(0, 5).map(Number);
const { error, value } = createEvents(
  file.vevents.map((it) => ({
    uid: it.uid,
    start: parts(it.start),
    end: parts(it.end),
    startInputType: 'local',
    startOutputType: 'local',
    title: it.summary,
    description: it.description,
    location: it.location ?? undefined,
    url: it.url,
    categories: it.categories,
    recurrenceRule: it.rrule ?? undefined,
    status: it.cancelled ? 'CANCELLED' : undefined,
  })),
  { calName: file.name },
);
if (error) throw error;
writeFileSync(to, value);
