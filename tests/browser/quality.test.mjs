// What the pages are: accessible at any width and in both schemes, small, valid.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { HtmlValidate } from "html-validate";
import { browser, build, cleanup, folder, host, open, repository, unfold } from "./support.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** Files with all that a page can show, and the pages of each that differ in kind. */
const FILES = {
  "events.yaml": ["/", "/events/lean-coffee/", "/2026-07/", "/past/2025/", "/404.html"],
  "tests/browser/club.yaml": [
    "/?q=boats", "/2026-08/", "/boats/", "/groups/", "/events/workshop/", "/events/workshop/2026-07-16/", "/events/workshop/2026-07-30/",
  ],
  "tests/it/cases/every-key.yaml": ["/", "/events/summit-2026/", "/events/stand-up/"],
  "tests/it/cases/changes.yaml": ["/", "/events/called-off/"],
  "tests/it/cases/text.yaml": ["/", "/events/rtl/"],
};

/** A calendar of 200 events to come, with text that differs from one to the next. */
function large() {
  const words = "Federated serverless trunk delivery paralysis coffee annotation recognition personal storage design review".split(" ");
  const word = (number) => words[number % words.length];
  const events = Array.from({ length: 200 }, (_, number) => {
    const day = new Date(Date.UTC(2026, 5, 16 + number)).toISOString().slice(0, 10);
    return `  - id: event-${number}
    title: ${word(number)} ${word(number * 7 + 3)} ${number}
    start: ${day} 11:00
    end: "12:30"
    format: ${["virtual", "in-person", "hybrid"][number % 3]}
    location: Room ${number}, ${word(number * 5)} House
    description: About ${word(number * 3)} and ${word(number + 5)}, with time for questions. Bring ${word(number * 11)} number ${number}.
    talks: [{title: ${word(number * 2)} of ${number}, speakers: [Speaker ${number} (${word(number * 13)})]}]`;
  });
  return `calendar:
  name: Large
  slug: large
  domain: large.example.org
  url: https://large.example.org
  timezone: Europe/London
events:
${events.join("\n")}
`;
}

/** 200 series that have met every week for five years. */
function weekly() {
  const events = Array.from({ length: 200 }, (_, number) => `  - id: series-${number}
    title: Stand-up of team ${number}
    start: 2021-06-${String((number % 28) + 1).padStart(2, "0")} 09:${String(number % 60).padStart(2, "0")}
    duration: 15m
    repeats: weekly
    location: Room ${number}`);
  return large().split("events:")[0] + `events:\n${events.join("\n")}\n`;
}

/** The paths of the pages in a folder. */
function pages(folder) {
  return readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".html"));
}

describe("a page", { timeout: 900_000 }, () => {
  let chromium;
  const built = {};
  const sites = {};
  after(cleanup);
  before(async () => {
    chromium = await browser();
    for (const file of Object.keys(FILES)) {
      built[file] = build(join(repository, file));
      sites[file] = await host(built[file]);
    }
  });

  for (const width of [320, 768, 1280]) {
    for (const scheme of ["light", "dark"]) {
      it(`has no finding of axe at ${width} pixels in the ${scheme}`, async () => {
        for (const [file, paths] of Object.entries(FILES)) {
          for (const path of paths) {
            const page = await open(chromium, sites[file] + path, { width, scheme });
            await unfold(page);
            await page.addScriptTag({ path: axe });
            const { violations } = await page.evaluate(() =>
              window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
            const found = violations.map((it) => `${it.id}: ${it.help}\n${it.nodes.map((node) => node.html).join("\n")}`);
            assert.deepEqual(found, [], `${file} ${path}`);
            await page.close();
          }
        }
      });
    }
  }

  it("needs no scrolling sideways at 320 pixels, which is 1280 at 400 %", async () => {
    for (const [file, paths] of Object.entries(FILES)) {
      for (const path of paths) {
        const page = await open(chromium, sites[file] + path, { width: 320 });
        await unfold(page);
        const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(content <= window, `${file} ${path}: ${content} of ${window}`);
        await page.close();
      }
    }
  });

  it("can be read with text twice as large", async () => {
    const page = await open(chromium, `${sites["events.yaml"]}/`, { width: 640 });
    await page.addStyleTag({ content: "html { font-size: 200% }" });
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(content <= window, `${content} of ${window}`);
  });

  it("has targets that a finger meets", async () => {
    // WCAG 2.2 §2.5.8: 24 by 24 pixels, but for links within a sentence.
    const page = await open(chromium, `${sites["events.yaml"]}/`, { width: 320 });
    await unfold(page);
    const small = await page.$$eval("button, summary, input, select, nav a, .ways a, .ways-in-row a, .ways-to-add a", (all) =>
      all.filter((it) => it.checkVisibility() && it.getBoundingClientRect().height < 24).map((it) => it.outerHTML));
    assert.deepEqual(small, []);
  });

  it("does not move where that is not wanted", async () => {
    const page = await open(chromium, `${sites["events.yaml"]}/`);
    const behaviour = () => page.$eval("html", (html) => getComputedStyle(html).scrollBehavior);
    assert.equal(await behaviour(), "auto");
    await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "no-preference" }]);
    assert.equal(await behaviour(), "smooth");
  });

  it("prints what it tells and not what it offers", async () => {
    const page = await open(chromium, `${sites["events.yaml"]}/`, { scheme: "dark" });
    await page.emulateMediaType("print");
    const seen = (selector) => page.$$eval(selector, (all) => all.map((it) => it.getBoundingClientRect().height > 0));
    assert.deepEqual([...new Set(await seen(".hero, .row, .filter, .subscribe, .past, .group, nav, .add, footer"))], [false]);
    assert.deepEqual([...new Set(await seen(".entry"))], [true]);
    const addresses = await page.$$eval(".printed", (all) => all.map((it) => it.innerText));
    assert.deepEqual(addresses, ["Subscribe: https://www.uk-x-gov-software-community.org.uk/cross-government-software-engineering.ics"]);
    const paper = await page.$eval("body", (body) => getComputedStyle(body).backgroundColor);
    assert.equal(paper, "rgb(255, 255, 255)");
    const year = await open(chromium, `${sites["events.yaml"]}/past/2025/`);
    await year.emulateMediaType("print");
    const shown = await year.$$eval(".entry, .entry .when", (all) => all.map((it) => it.getBoundingClientRect().height > 0));
    assert.deepEqual([...new Set(shown)], [true], "what is past is printed where it is told");
  });

  it("is below 60 KB compressed for 200 events", async (t) => {
    const events = join(folder(), "large.yaml");
    writeFileSync(events, large());
    const page = readFileSync(join(build(events), "index.html"));
    const entries = page.toString().match(/<article class="entry/g).length;
    assert.ok(entries >= 25 && entries <= 40, `${entries} entries`);
    const size = gzipSync(page, { level: 9 }).length;
    t.diagnostic(`${page.length} bytes, ${size} compressed`);
    assert.ok(size < 60_000, `${size} bytes`);
  });

  it("is below 60 KB compressed for 200 series of five years, and soon there", async (t) => {
    const events = join(folder(), "weekly.yaml");
    writeFileSync(events, weekly());
    const out = build(events);
    const size = gzipSync(readFileSync(join(out, "index.html")), { level: 9 }).length;
    const page = await open(chromium, `${await host(out)}/`);
    const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
    const loaded = await page.evaluate(() => Math.round(performance.getEntriesByType("navigation")[0].loadEventEnd));
    t.diagnostic(`${size} bytes compressed, ${nodes} elements, ${loaded} ms`);
    assert.ok(size < 60_000, `${size} bytes`);
    assert.ok(nodes < 40_000, `${nodes} elements`);
  });

  it("is valid HTML", async () => {
    const judge = new HtmlValidate({
      extends: ["html-validate:standard", "html-validate:a11y"],
      // What pulldown-cmark writes is fixed, and `<br />` is HTML all the same.
      // A meeting's id is its date, so that its address can be foreseen; HTML asks for no letter at the front.
      rules: { "void-style": "off", "doctype-style": "off", "valid-id": ["error", { relaxed: true }] },
    });
    for (const [file, out] of Object.entries(built)) {
      const paths = pages(out);
      assert.ok(paths.length > 5);
      for (const path of paths) {
        const report = await judge.validateFile(join(out, path));
        const found = report.results.flatMap((result) => result.messages.map((it) => `${it.line}: ${it.ruleId}: ${it.message}`));
        assert.deepEqual(found, [], `${file} ${path}`);
      }
    }
  });

  it("has JSON-LD in the words of schema.org", () => {
    const out = folder();
    const lines = ['import type { Event, ItemList, WithContext } from "schema-dts";'];
    for (const directory of Object.values(built)) {
      for (const path of pages(directory)) {
        const html = readFileSync(join(directory, path), "utf8");
        for (const [, json] of html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
          for (const event of [JSON.parse(json)].flat()) {
            const isList = event["@type"] === "ItemList";
            const needed = isList ? ["itemListElement"] : ["name", "startDate", "endDate", "eventStatus", "organizer", "url"];
            for (const key of needed) assert.ok(event[key], path);
            lines.push(`export const e${lines.length}: WithContext<${event["@type"]}> = ${JSON.stringify(event)};`);
          }
        }
      }
    }
    assert.ok(lines.length > 100, `${lines.length} events`);
    // The compiler judges by the types that Google makes from the vocabulary: unknown words and wrong kinds of values are errors.
    const check = (text) => {
      writeFileSync(join(out, "events.ts"), text);
      const compiler = join(repository, "tests/browser/node_modules/.bin/tsc");
      const paths = { "schema-dts": [join(repository, "tests/browser/node_modules/schema-dts/dist/schema.d.ts")] };
      writeFileSync(join(out, "tsconfig.json"), JSON.stringify({
        compilerOptions: { strict: true, noEmit: true, target: "es2022", module: "esnext", moduleResolution: "bundler", types: [], paths },
        files: ["events.ts"],
      }));
      return execFileSync(compiler, ["-p", out], { encoding: "utf8" });
    };
    check(lines.join("\n"));
    // And it would notice.
    const wrong = lines.join("\n").replace('"eventStatus":"https://schema.org/EventScheduled"', '"eventStatus":"https://schema.org/EventHappens"');
    assert.throws(() => check(wrong));
  });

  it("has news in valid Atom", () => {
    const judge = 'require "rss"; ARGV.each { |file| RSS::Parser.parse(File.read(file), true, false) or abort "#{file} is no feed" }';
    const feeds = Object.values(built).map((out) => join(out, "feed.xml"));
    execFileSync("ruby", ["-e", judge, ...feeds]);
    const wrong = join(built["events.yaml"], "wrong.xml");
    writeFileSync(wrong, readFileSync(feeds[0], "utf8").replace(/<updated>.*<\/updated>/, ""));
    assert.throws(() => execFileSync("ruby", ["-e", judge, wrong], { stdio: "pipe" }));
  });
});
