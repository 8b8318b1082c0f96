// What an editor completes, shows and marks, as the YAML language server of Visual Studio Code and others gives it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { check, open, repository } from "./editor.mjs";

const CALENDAR = `calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
`;
const GROUPS = `groups:
  poetry:
    name: Poetry circle
  crime:
    name: Crime readers
`;
const EVENT = `events:
  - id: book-club
    title: Book club
    start: 2026-01-13 18:30
    end: "20:00"
    repeats: monthly on the 2nd Tuesday
`;
const FILE = CALENDAR + EVENT;

let editor, withGroups, included;
before(async () => {
  editor = await open();
  withGroups = await open(CALENDAR + GROUPS);
  included = await open(CALENDAR + GROUPS, "included");
}, { timeout: 60_000 });
after(async () => {
  await editor.close();
  await withGroups.close();
  await included.close();
});

/** Compares a text with the expected one, which begins and ends with a line break. */
function same(found, expected) {
  assert.equal(`\n${found.trimEnd()}\n`, expected);
}

test("an empty file completes to a whole events file, or to its parts", async () => {
  same(await editor.offered("|"), `
new events file → calendar:
      name: <Riverside Book Club>
      slug: <riverside-book-club>
      domain: <books.example.org>
      url: <https://books.example.org>
      timezone: <Europe/London>
    events:
      - id: <book-club>
        title: <Book club>
        start: <2026-01-13 18:30>
        end: "<20:00>"
calendar → calendar:
      name: <Riverside Book Club>
      slug: <riverside-book-club>
      domain: <books.example.org>
      url: <https://books.example.org>
      timezone: <Europe/London>
include → include: [<teams/*.yaml>]
defaults → defaults:
      duration: <1h>
      join: <https://meet.example.org/riverside>
groups → groups:
      <poetry>:
        name: <Poetry circle>
events → events:
      -
`);
});

test("check refuses a new events file until its placeholders are replaced", async () => {
  const written = await editor.accepted("|", "new events file");
  assert.notEqual(check(written), "accepted");
  assert.equal(check(written.replaceAll(/[<>]/g, "")), "accepted");
});

test("the keys of the calendar are offered in the order in which people write them", async () => {
  same(await editor.offered("calendar:\n  |"), `
name → name: <Riverside Book Club>
slug → slug: <riverside-book-club>
domain → domain: <books.example.org>
url → url: <https://books.example.org>
timezone → timezone:
description → description: <Books, tea and talk. All welcome.>
image → image: <https://books.example.org/picture.jpg>
language → language:
refresh → refresh:
color → color:
holidays → holidays:
formerly → formerly: [<book-club>]
allow → allow: [<no-end>]
new calendar → name: <Riverside Book Club>
    slug: <riverside-book-club>
    domain: <books.example.org>
    url: <https://books.example.org>
    timezone: <Europe/London>
`);
});

test("a line below the events completes to a new event with an end, a series or an all-day event", async () => {
  same(await editor.offered(`${FILE}  |`), `
new event → - id: <book-club>
      title: <Book club>
      start: <2026-01-13 18:30>
      end: "<20:00>"
new series → - id: <book-club>
      title: <Book club>
      start: <2026-01-13 18:30>
      end: "<20:00>"
      repeats: <monthly on the 2nd Tuesday>
new all-day event → - id: <summer-party-2026>
      title: <Summer party>
      start: <2026-05-07>
      end: <2026-05-08>
`);
});

test("a new event takes its place after a dash", async () => {
  same(await editor.accepted(`${FILE}  - |`, "new event"), `
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
events:
  - id: book-club
    title: Book club
    start: 2026-01-13 18:30
    end: "20:00"
    repeats: monthly on the 2nd Tuesday
  - id: <book-club>
    title: <Book club>
    start: <2026-01-13 18:30>
    end: "<20:00>"
`);
});

test("an event completes to the keys that it does not have", async () => {
  same(await editor.offered(`${FILE}    |`), `
uid → uid: <book-club@old.example.org>
duration → duration:
timezone → timezone:
until → until: <2026-12-31>
count → count: <12>
also → also: [<2026-07-28>, <2026-08-04 19:00>]
changes → changes:
status → status:
shows_as → shows_as:
reason → reason: <the restaurant has closed>
group → group: <poetry>
groups → groups: [<poetry>, <crime>]
tags → tags: [<talk>, <outdoors>]
format → format:
location → location: <Riverside Library, Mill Lane>
join → join: <https://meet.example.org/riverside>
sign_up → sign_up: <https://books.example.org/sign-up>
price → price:
url → url: <https://books.example.org/club>
contact → contact: <club@example.org>
image → image: <https://books.example.org/club.jpg>
language → language: <cy>
description → description: <We read *Middlemarch*.>
talks → talks:
      -
links → links:
      -
updated → updated: <2026-01-05 10:00>
allow → allow: [<no-end>]
`);
});

test("start completes to its four forms", async () => {
  same(await editor.offered(FILE.replace("2026-01-13 18:30", "|")), `
<2026-01-13 18:30> → <2026-01-13 18:30>
<2026-05-07> → <2026-05-07>
<2026-11> → <2026-11>
tbc → tbc
`);
});

test("end and moved_to complete to a time in quotes", async () => {
  same(await editor.offered(FILE.replace('"20:00"', "|")), `
"<20:00>" → "<20:00>"
`);
  same(await editor.offered(`${FILE}    changes:\n      2026-02-10:\n        moved_to: |`), `
<2026-02-12> → <2026-02-12>
"<14:00>" → "<14:00>"
<2026-02-12 14:00> → <2026-02-12 14:00>
tbc → tbc
`);
});

test("changes complete to a move, a cancellation and a date that is skipped", async () => {
  same(await editor.offered(`${FILE}    changes:\n      |`), `
move one date → <2026-02-10>:
        moved_to: <2026-02-12 18:30>
        reason: <Hall in use>
cancel one date → <2026-02-10>:
        cancelled: <no facilitator>
skip one date → <2026-02-10>:
        skipped: <winter break>
`);
});

test("a move takes its place on the line of changes, and check refuses it until its placeholders are replaced", async () => {
  const written = await editor.accepted(`${FILE}    changes: |`, "move one date");
  same(written, `
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
events:
  - id: book-club
    title: Book club
    start: 2026-01-13 18:30
    end: "20:00"
    repeats: monthly on the 2nd Tuesday
    changes: 
      <2026-02-10>:
          moved_to: <2026-02-12 18:30>
          reason: <Hall in use>
`);
  assert.notEqual(check(written), "accepted");
  assert.equal(check(written.replaceAll(/[<>]/g, "")), "accepted");
});

test("a date under changes completes to what happened first, and then to its keys", async () => {
  same(await editor.offered(`${FILE}    changes:\n      2026-02-10:\n        |`), `
move → moved_to: <2026-02-12 18:30>
    reason: <Hall in use>
cancel → cancelled: <no facilitator>
skip → skipped: <winter break>
skipped → skipped:
cancelled → cancelled:
moved_to → moved_to:
reason → reason: <Hall in use>
title → title: <Book club for beginners>
end → end: "<21:00>"
duration → duration:
status → status:
shows_as → shows_as:
tags → tags: [<outdoors>]
format → format:
location → location:
join → join:
sign_up → sign_up:
price → price:
url → url:
contact → contact:
description → description:
talks → talks:
      -
links → links:
      -
`);
});

test("status completes to its words", async () => {
  same(await editor.offered(`${FILE}    status: |`), `
confirmed → confirmed
tentative → tentative
cancelled → cancelled
postponed → postponed
`);
});

test("timezone recommends no place", async () => {
  same(await editor.offered(`${FILE}    timezone: |`), `
<Europe/Paris> → <Europe/Paris>
<America/New_York> → <America/New_York>
<Asia/Kolkata> → <Asia/Kolkata>
UTC → UTC
`);
});

test("repeats completes to rules that need no date, and to placeholders for the others", async () => {
  same(await editor.offered(FILE.replace("monthly on the 2nd Tuesday", "|")), `
weekly → weekly
every 2 weeks → every 2 weeks
every weekday → every weekday
<weekly on Monday and Wednesday> → <weekly on Monday and Wednesday>
<monthly on the 4th Thursday> → <monthly on the 4th Thursday>
<monthly on day 15> → <monthly on day 15>
<yearly on 5 March> → <yearly on 5 March>
`);
});

test("group and groups complete to the groups of the file", async () => {
  const groups = `
poetry → poetry
crime → crime
`;
  same(await withGroups.offered(`${FILE}    group: |`), groups);
  same(await withGroups.offered(`${FILE}    groups: [|]`), groups);
});

test("a hover over slug has a heading in words, and its Markdown is not escaped", async () => {
  same(await editor.hover(CALENDAR.replace("slug", "sl|ug")), `
#### File name of the feed

The feed is published as \`{slug}.ics\`. Thunderbird shows this as the calendar's name. Use lower-case letters, digits and single hyphens

Example: \`riverside-book-club\`

Source: [events.schema.json](the schema)
`);
});

test("a hover over repeats has its examples in one line", async () => {
  same(await editor.hover(FILE.replace("repeats", "rep|eats")), `
#### Repeats

Makes the event a series: a sentence, or the value of an RRULE. \`start\` is the first date, and must be one of the dates of the rule

Examples: \`weekly\`, \`every 2 weeks\`, \`every weekday\`, \`weekly on Monday and Wednesday\`, \`monthly on the 4th Thursday\`, \`monthly on day 15\`, \`yearly on 5 March\`

Source: [events.schema.json](the schema)
`);
});

test("a hover over moved_to has a time in quotes", async () => {
  same(await editor.hover(`${FILE}    changes:\n      2026-02-10:\n        mo|ved_to: "14:00"\n`), `
#### New date or time

Another day; another time, in quotes; both; or \`tbc\` if the meeting is postponed and the new date is not known

Examples: \`2026-02-12\`, \`"14:00"\`, \`2026-02-12 14:00\`, \`tbc\`

Source: [events.schema.json](the schema)
`);
});

test("a hover over changes has an example as someone would write it", async () => {
  same(await editor.hover(`${FILE}    cha|nges:\n      2026-02-10:\n        moved_to: "14:00"\n`), `
#### Changes to single dates

What is different on single dates of the series: a date is moved, cancelled or skipped, or has another title or place. Write the date on which the meeting would have been, and below it what changes

\`\`\`yaml
changes:
  2026-02-10:
    moved_to: 2026-02-12 18:30
    reason: Hall in use
\`\`\`

Source: [events.schema.json](the schema)
`);
});

test("a hover over a choice lists each word once, with its meaning", async () => {
  same(await editor.hover(`${FILE}    for|mat: virtual\n`), `
#### Format

How people take part

Allowed Values:

* \`virtual\`: On a video call
* \`in-person\`: At a place
* \`hybrid\`: At a place and on a video call
* \`none\`: Not stated

Source: [events.schema.json](the schema)
`);
});

test("nothing is marked in the events of the community", async () => {
  const events = readFileSync(join(repository, "events.yaml"), "utf8");
  assert.equal(await editor.marked(events), "");
});

test("an unknown key is marked", async () => {
  same(await editor.marked(`${FILE}    cancelled: true\n`), `
13:5 Property cancelled is not allowed.
`);
});

test("a missing key is marked", async () => {
  same(await editor.marked(CALENDAR.replace("  slug: riverside-book-club\n", "")), `
1:1 Missing property "slug".
`);
});

test("values of a wrong type are marked, with what to write", async () => {
  const lines = "    talks: How a book is bound\n    changes: cancelled\n    location: [Mill Lane]\n";
  same(await editor.marked(FILE + lines), `
13:12 write a list, with each item on its own line after \`- \`, or write \`none\`
14:14 write each date on its own line with a \`:\` after it, and what changes indented below it
15:15 write some text, on one line
`);
});

test("a placeholder that is not replaced is marked, with what to write", async () => {
  same(await editor.marked(FILE.replace("2026-01-13 18:30", "<2026-01-13 18:30>")), `
10:12 write a date and a time (\`2026-03-26 11:00\`), a date (\`2026-03-26\`), a month (\`2026-03\`), a year (\`2026\`) or \`tbc\`
`);
});

test("a group that the file does not have is marked", async () => {
  same(await withGroups.marked(`${FILE}    group: prose\n`), `
13:12 Value is not accepted. Valid values: "poetry", "crime".
`);
});

test("an included file completes to its parts, without a calendar", async () => {
  same(await included.offered("|"), `
new included file → groups:
      <poetry>:
        name: <Poetry circle>
    defaults:
      group: <poetry>
    events:
      - id: <poetry-circle>
        title: <Poetry circle>
        start: <2026-01-13 18:30>
        end: "<20:00>"
defaults → defaults:
      group: <poetry>
      duration: <1h>
groups → groups:
      <poetry>:
        name: <Poetry circle>
events → events:
      -
`);
});

test("the defaults of an included file complete to the keys that events can take", async () => {
  same(await included.offered("defaults:\n  |"), `
group → group:
groups → groups: [<poetry>]
timezone → timezone:
duration → duration:
format → format:
location → location: <Riverside Library, Mill Lane>
join → join: <https://meet.example.org/riverside>
sign_up → sign_up: <https://books.example.org/sign-up>
price → price:
url → url: <https://books.example.org/club>
contact → contact: <club@example.org>
shows_as → shows_as:
tags → tags: [<talk>, <outdoors>]
image → image: <https://books.example.org/club.jpg>
language → language: <cy>
description → description: <We read *Middlemarch*.>
links → links:
      -
allow → allow: [<no-end>]
new defaults → group: <poetry>
    duration: <1h>
`);
});

test("a default group completes to the groups of all files", async () => {
  same(await included.offered("defaults:\n  group: |"), `
poetry → poetry
crime → crime
`);
});

test("a key of the defaults explains itself", async () => {
  same(await included.hover("defaults:\n  dura|tion: 1h\n"), `
#### Duration

How long an event with a time lasts, unless it has \`end\` or \`duration\`. All-day events do not take it

Examples: \`45m\`, \`2h\`, \`1h30m\`

Source: [included.schema.json](the schema)
`);
});

test("what an included file cannot have is marked", async () => {
  same(await included.marked("calendar:\n  name: A\ninclude: [a.yaml]\ndefaults:\n  title: Book club\n  join: meet.example.org\n  group: none\nevents: []\n"), `
1:1 Property calendar is not allowed.
3:1 Property include is not allowed.
5:3 Property title is not allowed.
6:9 write the whole address, such as \`https://example.org/page\`, or \`none\`
7:10 Value is not accepted. Valid values: "poetry", "crime".
`);
});

test("a right included file has no mark", async () => {
  assert.equal(await included.marked("defaults:\n  group: poetry\n  duration: 1h\n  x-room: 2\nevents:\n  - {id: a, title: A, start: 2026-07-01 19:00}\n"), "");
});
