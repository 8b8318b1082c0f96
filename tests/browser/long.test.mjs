// Long titles, long places and zones with long names, on a phone, in the table of a month and in print.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { BUILT, browser, build, cleanup, folder, host, open } from "./support.mjs";

const EVENTS = `calendar: {name: Club, slug: club, domain: a.example, url: https://a.example, timezone: Europe/London}
events:
  - id: night
    title: An evening in Sao Paulo
    start: 2026-07-06 19:00
    end: "21:00"
    timezone: America/Sao_Paulo
    format: in-person
    location: The Old Town Hall, 12 Riverside Crescent, on the second floor, behind the library
  - id: reading
    title: Reading group on data-intensive applications, chapter seven, about transactions, isolation and what databases actually promise
    start: 2026-07-07 19:00
    end: "21:00"
    location: The Old Town Hall
`;

describe("a page with long texts", { timeout: 300_000 }, () => {
  let chromium;
  let site;
  after(cleanup);
  before(async () => {
    chromium = await browser();
    const events = join(folder(), "events.yaml");
    writeFileSync(events, EVENTS);
    site = await host(build(events));
  });

  it("cuts off no letter of a place that needs several lines", async () => {
    for (const path of ["/", "/events/night/"]) {
      const page = await open(chromium, site + path, { width: 390, now: BUILT });
      const cut = await page.$$eval(".where .p-location", (all) => all.filter((it) => it.textContent.includes("library")).flatMap((place) => {
        const list = place.closest(".where");
        // Everything further to the left than the paragraph above is cut off.
        const edge = list.parentElement.querySelector(".when").getBoundingClientRect().left;
        const range = document.createRange();
        range.selectNodeContents(place);
        const lines = [...range.getClientRects()];
        return lines.map((line) => Math.max(0, edge - line.left));
      }));
      assert.ok(cut.length >= 2, `${path}: ${cut.length} lines`);
      assert.deepEqual(cut.filter((pixels) => pixels > 1), [], path);
    }
  });

  it("keeps the name of a zone within its day of the month", async () => {
    const page = await open(chromium, `${site}/2026-07/`, { width: 768, now: BUILT });
    const beyond = await page.$$eval(".weeks .zone", (all) => all.map((zone) => zone.getBoundingClientRect().right - zone.closest("td").getBoundingClientRect().right));
    assert.equal(beyond.length, 1);
    assert.ok(beyond[0] <= 0, `${beyond[0]} pixels beyond`);
  });

  it("prints the date before a title that needs two lines", async () => {
    const page = await open(chromium, `${site}/`, { width: 680, now: BUILT });
    await page.emulateMediaType("print");
    const [date, title] = await page.$$eval(".entry", (all) => {
      const entry = all.find((it) => it.innerText.includes("Reading group"));
      return [".when", ".name"].map((it) => entry.querySelector(it).getBoundingClientRect().top);
    });
    assert.ok(date <= title + 1, `the date is at ${date}, the title at ${title}`);
  });
});
