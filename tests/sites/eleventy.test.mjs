// An Eleventy site in GOV.UK style with the dates of calfeed in it: the example, as docs/how-to/eleventy.md describes it.

import assert from "node:assert/strict";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { DATES, EVENTS, NEXT } from "./braces.mjs";
import {
  cleanup, example, failsAsExplained, follow, headings, isValid, linksExist, ownPages, passesThrough, replace, repository, run, shown, showsTheExample,
} from "./support.mjs";

const ADDRESS = "https://books.example.org";
const PAGE = "docs/how-to/eleventy.md";
const TEST = "tests/sites/eleventy.test.mjs";
const braces = join(repository, "tests/sites/braces.yaml");

describe("an Eleventy site", { timeout: 120_000 }, () => {
  let folder, out;
  after(cleanup);
  before(() => {
    folder = example("eleventy");
    out = join(folder, "_site");
    run(folder, "npm run build");
  });

  it("is what the page shows", () => {
    const paths = ["eleventy.config.js", "src/events.md", "src/index.md", "src/_data/calendar.js", "src/dates.njk"];
    assert.deepEqual(showsTheExample(PAGE, TEST, "eleventy"), paths);
  });

  it("is built by the commands of the page from an empty folder", () => {
    const copy = follow(PAGE, TEST);
    for (const path of ownPages(out)) assert.equal(shown(join(copy, "_site"), path), shown(out, path));
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

  it("has working links below a path of its host", () => {
    const copy = example("eleventy");
    replace(join(copy, "events.yaml"), "example.org/calendar", "example.org/club/calendar");
    run(copy, "calfeed build --out calendar --into src/events.md");
    run(copy, "eleventy --pathprefix=/club/");
    const calendars = linksExist(join(copy, "_site"), `${ADDRESS}/club`);
    assert.ok(calendars.includes("/calendar/riverside-book-club.ics"));
  });

  it("runs no text of the events file as a template", async () => {
    const copy = example("eleventy");
    cpSync(braces, join(copy, "events.yaml"));
    run(copy, "npm run build");
    const built = join(copy, "_site");
    assert.equal(shown(built, "events/index.html"), `Events\n${EVENTS}`);
    assert.equal(shown(built, "index.html").split("\n")[2], NEXT);
    assert.equal(shown(built, "dates/index.html"), DATES);
    passesThrough(join(copy, "calendar"), join(built, "calendar"));
    await isValid(built);
  });

  it("runs no text of the events file as HTML if Nunjucks does not escape values, as in the GOV.UK Eleventy Plugin", () => {
    const copy = example("eleventy");
    cpSync(braces, join(copy, "events.yaml"));
    replace(join(copy, "eleventy.config.js"), "(config) {", "(config) {\n  config.setNunjucksEnvironmentOptions({ autoescape: false });");
    run(copy, "npm run build");
    assert.equal(shown(join(copy, "_site"), "dates/index.html"), DATES);
  });

  for (const language of ["njk", "liquid"]) {
    it(`runs no text of the events file in ${language}, by any way of inclusion, beside pages in the root folder`, async () => {
      const copy = inTheRoot(language);
      run(copy, "calfeed build --out calendar --into into.md --into markup.html");
      run(copy, "eleventy");
      const built = join(copy, "_site");
      for (const page of ["included", "into", "markup"]) assert.equal(shown(built, `${page}/index.html`), EVENTS, page);
      passesThrough(join(copy, "calendar"), join(built, "calendar"));
    });
  }

  it("fails on the pages of calfeed if Eleventy takes them for its own, as the page says", () => {
    const copy = inTheRoot("liquid");
    replace(join(copy, "eleventy.config.js"), 'config.ignores.add("calendar");', "");
    run(copy, "calfeed build --out calendar");
    failsAsExplained(copy, "eleventy", PAGE, "Having trouble rendering liquid template ./calendar/…");
  });

  it("fails as the page says if calfeed has not run", () => {
    failsAsExplained(example("eleventy"), "eleventy", PAGE, "ENOENT: no such file or directory, open 'calendar/events.json'");
  });
});

/** Returns a site without a folder for its pages, as Eleventy has it by default. */
function inTheRoot(language) {
  const folder = example("eleventy");
  rmSync(join(folder, "src"), { recursive: true });
  rmSync(join(folder, ".gitignore"));
  cpSync(braces, join(folder, "events.yaml"));
  writeFileSync(join(folder, "eleventy.config.js"), `export default function (config) {
  config.ignores.add("calendar");
  config.addPassthroughCopy("calendar");
  return { markdownTemplateEngine: "${language}", htmlTemplateEngine: "${language}" };
}
`);
  const page = (name, content) => writeFileSync(join(folder, name), `---\ntitle: Events\n---\n<main>\n\n${content}\n\n</main>\n`);
  page("included.md", '{% include "calendar/events.md" %}');
  page("into.md", "<!-- calfeed:begin events -->\n<!-- calfeed:end events -->");
  page("markup.html", "<!-- calfeed:begin events -->\n<!-- calfeed:end events -->");
  return folder;
}
