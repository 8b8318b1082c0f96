// A Jekyll site with the dates of calfeed in it: the example, as docs/how-to/jekyll.md describes it.

import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { DATES, EVENTS, NEXT } from "./braces.mjs";
import {
  cleanup, example, failsAsExplained, follow, headings, isValid, linksExist, ownPages, passesThrough, replace, repository, run, shown, showsTheExample,
} from "./support.mjs";

const PAGE = "docs/how-to/jekyll.md";
const TEST = "tests/sites/jekyll.test.mjs";

describe("a Jekyll site", { timeout: 120_000 }, () => {
  let folder, out;
  after(cleanup);
  before(() => {
    folder = follow(PAGE, TEST);
    out = join(folder, "_site");
  });

  it("is what the page shows", () => {
    const paths = ["_config.yml", "events.md", "index.md", "dates.html"];
    assert.deepEqual(showsTheExample(PAGE, TEST, "jekyll"), paths);
  });

  it("has the pages of the example, and html-validate finds nothing on any page", async () => {
    assert.deepEqual(ownPages(out), ["dates/index.html", "events/index.html", "index.html"]);
    await isValid(out);
  });

  it("shows the next event, the events below its own heading, and a page from /events.json", () => {
    const next = "Tuesday 14 July 2026, 6:30pm to 8pm (London time) – Riverside Library, Mill Lane – Book club";
    assert.equal(shown(out, "index.html").split("\n")[2], next);
    assert.deepEqual(headings(out, "events/index.html"), ["h1 Events", "h2 Upcoming events", "h2 Past events", "h3 2026"]);
    assert.equal(shown(out, "dates/index.html").split("\n")[1], "Book club, Tuesday 14 July 2026, 6:30pm to 8pm");
  });

  it("publishes the calendars at their addresses, and links to them", () => {
    passesThrough(join(folder, "calendar"), join(out, "calendar"));
    const calendars = linksExist(out, "https://books.example.org");
    assert.equal(calendars.length, 13);
    assert.ok(calendars.includes("/calendar/riverside-book-club.ics"));
  });

  it("has working links below a path of its host", () => {
    const copy = example("jekyll");
    replace(join(copy, "events.yaml"), "example.org/calendar", "example.org/club/calendar");
    replace(join(copy, "_config.yml"), "title:", "baseurl: /club\ntitle:");
    run(copy, "calfeed build --out calendar --into events.md && mkdir _data && cp calendar/events.json _data/ && jekyll build");
    const calendars = linksExist(join(copy, "_site"), "https://books.example.org/club");
    assert.ok(calendars.includes("/calendar/riverside-book-club.ics"));
  });

  it("fails as the page says if calfeed has not run", () => {
    failsAsExplained(example("jekyll"), "jekyll build", PAGE, "Could not locate the included file 'calendar/next.md'");
  });

  it("runs no text of the events file as a template, by any way of inclusion", () => {
    const copy = example("jekyll");
    cpSync(join(repository, "tests/sites/braces.yaml"), join(copy, "events.yaml"));
    const page = (name, content) => writeFileSync(join(copy, name), `---\nlayout: page\ntitle: Events\n---\n${content}\n`);
    page("included.md", "{% include_relative calendar/events.md %}");
    page("markup.html", "<!-- calfeed:begin events -->\n<!-- calfeed:end events -->");
    run(copy, "calfeed build --out calendar --into events.md --into markup.html");
    run(copy, "mkdir _data && cp calendar/events.json _data/");
    run(copy, "jekyll build");
    const built = join(copy, "_site");
    assert.equal(shown(built, "index.html").split("\n")[2], NEXT);
    assert.equal(shown(built, "events/index.html"), `Events\n${EVENTS}`);
    for (const page of ["included.html", "markup.html"]) assert.equal(shown(built, page), EVENTS);
    assert.equal(shown(built, "dates/index.html"), DATES);
    passesThrough(join(copy, "calendar"), join(built, "calendar"));
  });
});
