// The template set on the GOV.UK Design System, with GOV.UK Frontend from npm, as its README says to use it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { HtmlValidate } from "html-validate";
import { mf2 } from "microformats-parser";
import { browser, build, cleanup, folder, host, open, repository, serve, unfold } from "./support.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const modules = join(repository, "tests/browser/node_modules");

/** Each kind of page. */
const FILES = {
  "tests/browser/club.yaml": [
    "/", "/2026-07/", "/past/2022/", "/groups/", "/boats/", "/events/workshop/", "/events/workshop/2026-07-16/",
    "/events/workshop/2026-07-30/", "/404.html",
  ],
  "tests/it/cases/every-key.yaml": ["/", "/events/summit-2026/"],
  "tests/it/cases/changes.yaml": ["/events/called-off/"],
  "tests/it/cases/text.yaml": ["/events/rtl/"],
};

/** The folder of templates that the commands of the README make. */
function templates() {
  const mine = join(folder(), "mine");
  cpSync(join(repository, "examples/templates/govuk"), mine, { recursive: true });
  const sass = join(modules, ".bin/sass");
  execFileSync(sass, ["--no-source-map", "--no-charset", "--style=compressed", `--load-path=${modules}`, join(mine, "style.scss"), join(mine, "style.css")]);
  cpSync(join(modules, "govuk-frontend/dist/govuk/govuk-frontend.min.js"), join(mine, "static/govuk-frontend.min.js"));
  return mine;
}

describe("the GOV.UK template set", { timeout: 120_000 }, () => {
  let chromium;
  let mine;
  const built = {};
  const sites = {};
  after(cleanup);
  before(async () => {
    mine = templates();
    chromium = await browser();
    for (const file of Object.keys(FILES)) {
      built[file] = build(join(repository, file), ["--templates", mine]);
      sites[file] = await host(built[file]);
    }
  });

  it("has no finding of axe, asks no other host, and needs no scrolling sideways", async () => {
    const page = await open(chromium, `${sites["tests/browser/club.yaml"]}/`, { width: 320 });
    for (const [file, paths] of Object.entries(FILES)) {
      for (const [index, path] of paths.entries()) {
        await page.goto(sites[file] + path, { waitUntil: "load" });
        await unfold(page);
        await page.addScriptTag({ path: axe });
        for (const width of index < 2 ? [320, 768, 1280] : [320, 1280]) {
          await page.setViewport({ width, height: 900 });
          const { violations } = await page.evaluate(() =>
            window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
          const found = violations.map((it) => `${it.id}: ${it.help}\n${it.nodes.map((node) => node.html).join("\n")}`);
          assert.deepEqual(found, [], `${file} ${path} at ${width}`);
          const content = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(content <= width, `${file} ${path}: ${content} of ${width}`);
        }
      }
    }
    assert.deepEqual(page.complaints, []);
    const addresses = Object.values(sites);
    assert.deepEqual(page.asked.filter((url) => !addresses.some((address) => url.startsWith(address))), []);
  });

  it("prints each page within the sheet, without the links to add an event", async () => {
    for (const [file, paths] of Object.entries(FILES)) {
      for (const path of paths) {
        const page = await open(chromium, sites[file] + path, { width: 680 });
        await page.emulateMediaType("print");
        const [content, sheet] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(content <= sheet, `${file} ${path}: ${content} of ${sheet}`);
        const shown = await page.$$eval(".ways-to-add", (all) => all.filter((it) => it.checkVisibility()).length);
        assert.equal(shown, 0, `${file} ${path}`);
        await page.close();
      }
    }
  });

  it("is valid HTML", async () => {
    const judge = new HtmlValidate({
      extends: ["html-validate:standard", "html-validate:a11y"],
      // The Design System's own structure: a link as a button, and regions of its components.
      rules: {
        "void-style": "off", "doctype-style": "off", "valid-id": ["error", { relaxed: true }],
        "prefer-native-element": ["error", { exclude: ["button", "region"] }],
      },
    });
    for (const out of Object.values(built)) {
      for (const path of readdirSync(out, { recursive: true }).filter((it) => it.endsWith(".html"))) {
        const report = await judge.validateFile(join(out, path));
        const found = report.results.flatMap((result) => result.messages.map((it) => `${it.line}: ${it.ruleId}: ${it.message}`));
        assert.deepEqual(found, [], path);
      }
    }
  });

  it("has an h-event for a meeting", () => {
    const html = readFileSync(join(built["tests/browser/club.yaml"], "events/night/index.html"), "utf8");
    const [night] = mf2(html, { baseUrl: "https://harbour.example.org/events/night/" }).items;
    assert.deepEqual([night.type, night.properties.name, night.properties.start, night.properties.end], [
      ["h-event"], ["Night on the air"], ["2026-06-20T23:00:00+01:00"], ["2026-06-21T02:00:00+01:00"],
    ]);
  });

  for (const [width, height] of [[390, 844], [1280, 800]]) {
    it(`adds the next meeting and subscribes in Outlook with one click each at ${width} by ${height}`, async () => {
      const page = await open(chromium, `${sites["tests/browser/club.yaml"]}/`, { width, height, now: new Date("2026-06-15T12:00:00Z") });
      const bottoms = await page.$$eval(".hero .ways-to-add a", (all) => all.map((it) => it.getBoundingClientRect().bottom));
      assert.equal(bottoms.length, 5);
      assert.ok(Math.max(...bottoms) <= height, `${bottoms}`);
      const outlook = await page.$eval(".ways-in-row a", (link) => [link.innerText.split(":")[0].trim(), new URL(link.href).host]);
      assert.deepEqual(outlook, ["Outlook at work", "outlook.office.com"]);
      await page.close();
    });
  }

  it("announces nothing that is over when it is opened 90 days later", async () => {
    const now = new Date("2026-09-13T12:00:00Z");
    const page = await open(chromium, `${sites["tests/browser/club.yaml"]}/`, { now });
    const times = await page.$$eval(".hero time, [data-upcoming] .entry time", (all) => all.map((it) => it.dateTime.slice(0, 10)));
    assert.deepEqual(times.slice(0, 3), ["2026-09-24", "2026-09-24", "2026-10-04"]);
    assert.deepEqual(times.filter((date) => date < "2026-09-13"), []);
    await page.close();
  });

  it("folds its menu on a phone, and shows all of it without scripts", async () => {
    const shown = async (script) => {
      const page = await open(chromium, `${sites["tests/browser/club.yaml"]}/boats/`, { width: 390, script });
      const seen = (selector) => page.$eval(selector, (it) => it.checkVisibility());
      const found = [await seen(".govuk-service-navigation__toggle"), await seen("#navigation")];
      await page.close();
      return found;
    };
    assert.deepEqual(await shown(true), [true, false]);
    assert.deepEqual(await shown(false), [false, true]);
  });

  it("is light where a visitor prefers dark, like GOV.UK", async () => {
    const page = await open(chromium, `${sites["tests/browser/club.yaml"]}/`, { scheme: "dark" });
    assert.equal(await page.$eval("html", (html) => getComputedStyle(html).colorScheme), "light");
    await page.close();
  });

  it("works with the security policy of the server", async () => {
    const address = await serve(join(repository, "tests/browser/club.yaml"), ["--templates", mine]);
    const page = await open(chromium, `${address}/`);
    assert.equal(await page.$eval(".govuk-button", (it) => getComputedStyle(it).backgroundColor), "rgb(15, 122, 82)");
    const refused = page.complaints.filter((it) => /Content Security Policy/.test(it));
    assert.deepEqual(refused, []);
    await page.close();
  });
});
