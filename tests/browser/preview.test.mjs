// What an editor sees beside their own text: the page of `serve --preview` follows the file.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { browser, cleanup, folder, open, start } from "./support.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A file with no mistake and no warning at any time, and a page that is longer than a window. */
const GOOD = `calendar:
  name: Harbour Makers
  slug: harbour-makers
  domain: harbour.example.org
  url: https://harbour.example.org
  timezone: Europe/London
events:
${["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"].map((day, number) => `  - id: ${day.toLowerCase()}
    title: ${day} club
    start: 2026-06-0${number + 1} 18:00
    end: "20:00"
    repeats: monthly on the 1st ${day}
`).join("")}`;
const BROKEN = GOOD.replace("title: Monday club", "titel: Monday club");

describe("a preview", { timeout: 120_000 }, () => {
  let chromium, file;
  after(cleanup);
  before(async () => {
    file = join(folder(), "events.yaml");
    chromium = await browser();
  });

  /** Serves a version of the file, and opens its page. */
  async function preview(text, options) {
    writeFileSync(file, text);
    const server = await start(file, ["--preview"]);
    return { ...server, page: await open(chromium, `${server.address}/`, options) };
  }

  /** Saves the file, and waits until the page that was loaded again shows what is expected. */
  async function save(page, text, expected) {
    const loaded = page.waitForNavigation({ waitUntil: "load" });
    writeFileSync(file, text);
    await loaded;
    await page.waitForFunction((expected) => document.body.innerText.includes(expected), {}, expected);
    // The place is restored, and the browser may again do so.
    await page.waitForFunction(() => history.scrollRestoration === "auto");
  }

  it("loads the page again when the file is saved, and keeps the place", async () => {
    const { page, end } = await preview(GOOD);
    assert.equal(await page.$("#calfeed-preview"), null);
    await page.evaluate(() => scrollTo(0, 500));

    await save(page, BROKEN, "events.yaml has 1 error");
    const panel = await page.$("#calfeed-preview");
    assert.match(await panel.evaluate((it) => it.innerText), /^events.yaml has 1 error\n[^]*\nunknown key titel unknown-key\n/);
    assert.match(await page.title(), /^Error: /);
    assert.equal(await page.evaluate(() => scrollY), 500);
    // The report is in view although the page is not at its top, and the page is below it.
    assert.equal(await panel.evaluate((it) => it.getBoundingClientRect().top), 0);
    assert.match(await page.$eval("main", (it) => it.innerText), /Monday club/);

    await save(page, GOOD.replace("Monday club", "Moonday club"), "Moonday club");
    assert.equal(await page.$("#calfeed-preview"), null);
    assert.doesNotMatch(await page.title(), /^Error: /);
    assert.equal(await page.evaluate(() => scrollY), 500);
    assert.deepEqual(page.complaints, []);
    end();
  });

  it("keeps the warnings unfolded", async () => {
    const doubtful = GOOD.replaceAll('    end: "20:00"\n', "");
    const { page, end } = await preview(doubtful);
    await page.click("#calfeed-preview summary");
    await page.waitForFunction(() => sessionStorage.length > 0);
    await save(page, doubtful.replace("Monday club", "Moonday club"), "Moonday club");
    assert.equal(await page.$eval("#calfeed-preview details", (it) => it.open), true);
    end();
  });

  for (const scheme of ["light", "dark"]) {
    it(`has no finding of axe in the ${scheme}, and needs no scrolling sideways`, async () => {
      const broken = BROKEN.replace('    end: "20:00"\n', "");
      // First with nothing but the report, and then with the report above the last version without errors.
      const { page, end } = await preview(broken, { width: 320, height: 800, scheme });
      for (const isAlone of [true, false]) {
        if (!isAlone) {
          await save(page, GOOD, "Monday club");
          await save(page, broken, "events.yaml has 1 error");
        }
        await page.$eval("#calfeed-preview details", (it) => (it.open = true));
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
        const found = violations.map((it) => `${it.id}: ${it.help}\n${it.nodes.map((node) => node.html).join("\n")}`);
        assert.deepEqual(found, []);
        const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(content <= window, `${content} of ${window}`);
      }
      end();
    });
  }

  it("says when the server has ended, and follows the next one", async () => {
    const { page, address, end } = await preview(GOOD);
    end();
    const isSaid = (is) => page.waitForFunction((is) => document.getElementById("calfeed-preview-ended").checkVisibility() === is, {}, is);
    await isSaid(true);
    const loaded = page.waitForNavigation({ waitUntil: "load" });
    const again = await start(file, ["--preview"], new URL(address).port);
    await loaded;
    await isSaid(false);
    again.end();
  });
});
