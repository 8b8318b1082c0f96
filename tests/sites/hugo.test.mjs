// A Hugo site with the dates of calfeed in it: the example, as docs/how-to/hugo.md describes it.

import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { DATES, EVENTS, NEXT } from "./braces.mjs";
import {
  cleanup, example, failsAsExplained, follow, headings, isValid, linksExist, ownPages, passesThrough, replace, repository, run, shown, showsTheExample,
} from "./support.mjs";

const PAGE = "docs/how-to/hugo.md";
const TEST = "tests/sites/hugo.test.mjs";

describe("a Hugo site", { timeout: 120_000 }, () => {
  let folder, out;
  after(cleanup);
  before(() => {
    folder = follow(PAGE, TEST);
    out = join(folder, "public");
  });

  it("is what the page shows", () => {
    const paths = ["content/events.md", "layouts/index.html", "layouts/_default/dates.html"];
    assert.deepEqual(showsTheExample(PAGE, TEST, "hugo"), paths);
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
    passesThrough(join(folder, "static/calendar"), join(out, "calendar"));
    const calendars = linksExist(out, "https://books.example.org");
    assert.equal(calendars.length, 13);
    assert.ok(calendars.includes("/calendar/riverside-book-club.ics"));
  });

  it("has working links below a path of its host", () => {
    const copy = example("hugo");
    replace(join(copy, "events.yaml"), "example.org/calendar", "example.org/club/calendar");
    replace(join(copy, "hugo.toml"), "example.org/", "example.org/club/");
    run(copy, "calfeed build --out static/calendar --into content/events.md && hugo");
    const calendars = linksExist(join(copy, "public"), "https://books.example.org/club");
    assert.ok(calendars.includes("/calendar/riverside-book-club.ics"));
  });

  it("fails as the page says if calfeed has not run", () => {
    failsAsExplained(example("hugo"), "hugo", PAGE, "error calling Unmarshal: no data to transform");
  });

  it("runs no text of the events file as a template or a shortcode, by any way of inclusion", async () => {
    const copy = example("hugo");
    cpSync(join(repository, "tests/sites/braces.yaml"), join(copy, "events.yaml"));
    writeFileSync(join(copy, "content/markup.html"), "---\ntitle: Events\n---\n<!-- calfeed:begin events -->\n<!-- calfeed:end events -->\n");
    const home = join(copy, "layouts/index.html");
    // RenderString runs shortcodes, and markdownify does not.
    const shortcodes = '<p>{{ .RenderString (readFile "static/calendar/next.md") }}</p>\n{{ end }}';
    writeFileSync(home, readFileSync(home, "utf8").replace(/\{\{ end \}\}\s*$/, shortcodes));
    run(copy, "calfeed build --out static/calendar --into content/events.md --into content/markup.html");
    run(copy, "hugo");
    const built = join(copy, "public");
    const lines = shown(built, "index.html").split("\n");
    assert.deepEqual([lines[2], lines.at(-1)], [NEXT, NEXT]);
    for (const page of ["events", "markup"]) assert.equal(shown(built, `${page}/index.html`), `Events\n${EVENTS}`);
    assert.equal(shown(built, "dates/index.html"), DATES);
    passesThrough(join(copy, "static/calendar"), join(built, "calendar"));
    await isValid(built);
  });
});
