// An Eleventy site in GOV.UK style with the dates of calfeed in it: the example, as docs/how-to/eleventy.md describes it.

import assert from "node:assert/strict";
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  cleanup, commands, emptyFolder, example, headings, isValid, linksExist, ownPages, passesThrough, repository, run, shown,
} from "./support.mjs";

const ADDRESS = "https://books.example.org";

describe("an Eleventy site", { timeout: 120_000 }, () => {
  let folder, out;
  after(cleanup);
  before(() => {
    folder = example("eleventy");
    out = join(folder, "_site");
    run(folder, "npm run build");
  });

  it("has the pages of the example, and html-validate finds nothing on any page", async () => {
    assert.deepEqual(ownPages(out), ["dates/index.html", "events/index.html", "index.html"]);
    await isValid(out);
  });

  it("shows the next event of /next.md on its home page", () => {
    assert.equal(shown(out, "index.html"), `
Riverside Book Club
Our next meeting:
Tuesday 14 July 2026, 6:30pm to 8pm (London time) – Riverside Library, Mill Lane – Book club
All events
Add a meeting to your calendar
Subscribe`.trim());
  });

  it("has the headings of /events.md in order below its own", () => {
    assert.deepEqual(headings(out, "events/index.html"), [
      "h1 Events", "h2 Upcoming events", "h2 Past events", "h3 2026",
    ]);
  });

  it("makes a page from /events.json", () => {
    assert.deepEqual(shown(out, "dates/index.html").split("\n").slice(0, 3), [
      "Add a meeting to your calendar",
      "Book club, Tuesday 14 July 2026, 6:30pm to 8pm",
      "Book club, Tuesday 11 August 2026, 6:30pm to 8pm",
    ]);
  });

  it("publishes the calendars at their addresses, and links to them", () => {
    passesThrough(join(folder, "calendar"), join(out, "calendar"));
    const calendars = linksExist(out, ADDRESS);
    assert.equal(calendars.length, 13);
    assert.ok(calendars.includes("/calendar/riverside-book-club.ics"));
    assert.ok(calendars.includes("/calendar/events/book-club/2026-07-14.ics"));
  });
});
