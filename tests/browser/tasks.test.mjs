// What visitors come for, and how many clicks it takes them; with script and without.

import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "node:test";
import { BUILT, browser, build, cleanup, host, open } from "./support.mjs";

const CLUB = join(dirname(fileURLToPath(import.meta.url)), "club.yaml");
const FEED = "https://harbour.example.org/harbour-makers.ics";
const PHONE = { width: 390, height: 844 };
const LAPTOP = { width: 1280, height: 800 };

/** A visitor of a page, who counts clicks and reaches only our site: links to other hosts are noted and not followed. */
class Visit {
  clicks = 0;

  static async begin(chromium, site, options = {}) {
    const visit = new Visit();
    visit.site = site;
    visit.page = await open(chromium, site, { zone: "Europe/London", now: BUILT, ...options });
    await visit.page.setRequestInterception(true);
    visit.page.on("request", (request) => (request.url().startsWith(site) ? request.continue() : request.abort()));
    // A link with `download` is no request of the page.
    visit.session = await chromium.target().createCDPSession();
    await visit.session.send("Browser.setDownloadBehavior", { behavior: "deny", eventsEnabled: true });
    return visit;
  }

  /** Finds what a person sees: visible, and with these words. */
  async find(selector, words = "") {
    const handle = await this.page.evaluateHandle((selector, words) => {
      const isMeant = (it) => it.checkVisibility({ visibilityProperty: true }) && it.textContent.includes(words);
      return [...document.querySelectorAll(selector)].find(isMeant) ?? null;
    }, selector, words);
    const found = handle.asElement();
    assert.ok(found, `nobody sees ${selector} with "${words}"`);
    return found;
  }

  /** Clicks, and returns the address that is asked for; a page of ours is waited for. */
  async click(selector, words) {
    const found = await this.find(selector, words);
    this.clicks++;
    const href = await found.evaluate((it) => it.href);
    const [address] = href.split("#");
    const isPage = address.startsWith(this.site) && address.endsWith("/");
    const asked = () => Promise.race([
      this.page.waitForRequest((request) => request.url() === address),
      new Promise((done) => this.session.on("Browser.downloadWillBegin", ({ url }) => url === address && done())),
    ]);
    await Promise.all([isPage ? this.page.waitForNavigation({ waitUntil: "load" }) : asked(), found.click()]);
    return href;
  }

  text(selector = "main") {
    return this.page.$eval(selector, (it) => it.innerText);
  }

  /** The distance from the top of the window to the bottom of what is found. */
  bottom(found) {
    return found.evaluate((it) => it.getBoundingClientRect().bottom);
  }
}

/** The number of pages of a PDF. */
async function sheets(page) {
  const bytes = Buffer.from(await page.pdf({ format: "A4", preferCSSPageSize: true }));
  return bytes.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
}

describe("a visitor", { timeout: 180_000 }, () => {
  let chromium, site;
  after(cleanup);
  before(async () => {
    site = `${await host(build(CLUB))}/`;
    chromium = await browser();
  });

  for (const script of [true, false]) {
    const how = script ? "" : ", without script";

    it(`sees the next event on the first screen${how}`, async () => {
      for (const size of [PHONE, LAPTOP]) {
        const visit = await Visit.begin(chromium, site, { ...size, script });
        const next = await visit.find(".hero", "Open workshop");
        assert.match(await visit.text(".hero"), /Thursday 18 June 2026, 11am to midday London time/);
        assert.ok((await visit.bottom(next)) <= size.height, `at ${size.width}`);
      }
    });

    it(`subscribes in Outlook at work with 1 click${how}`, async () => {
      for (const size of [PHONE, LAPTOP]) {
        const visit = await Visit.begin(chromium, site, { ...size, script });
        const asked = new URL(await visit.click("a", "Outlook at work"));
        assert.equal(asked.host, "outlook.office.com");
        assert.equal(asked.searchParams.get("url"), FEED);
        assert.equal(visit.clicks, 1);
      }
    });

    it(`adds only the next meeting with 1 click on the first screen${how}`, async () => {
      for (const [size, words, expected] of [
        [PHONE, "Google", /^https:\/\/calendar\.google\.com\/.*dates=20260618T110000\/20260618T120000/],
        [LAPTOP, "Microsoft 365", /^https:\/\/outlook\.office\.com\/.*startdt=2026-06-18T10:00:00Z/],
        [LAPTOP, ".ics", /\/events\/workshop\/2026-06-18\.ics$/],
      ]) {
        const visit = await Visit.begin(chromium, site, { ...size, script });
        const link = await visit.find(".hero a", words);
        assert.ok((await visit.bottom(link)) <= size.height, `${words} at ${size.width}`);
        assert.match(await visit.click(".hero a", words), expected);
        assert.equal(visit.clicks, 1);
      }
    });

    it(`sees all meetings of one group with 1 click${how}`, async () => {
      const visit = await Visit.begin(chromium, site, { script });
      assert.equal(await visit.click("main a", "Model boats"), `${site}boats/`);
      assert.equal(visit.clicks, 1);
      const text = await visit.text();
      for (const date of ["5 July", "2 August", "6 September", "4 October", "1 November", "6 December", "1 to Sunday 2 August"]) {
        assert.ok(text.includes(date), `${date}\n${text}`);
      }
      for (const other of ["Open workshop", "Night on the air"]) assert.ok(!text.includes(other), other);
    });

    it(`sees the next month at a glance with 1 click${how}`, async () => {
      const visit = await Visit.begin(chromium, site, { script });
      await visit.click("nav a", "July 2026");
      assert.equal(visit.clicks, 1);
      const days = await visit.page.$$eval("table td:has(li)", (all) => all.map((day) => day.textContent.replace(/\s+/g, " ").trim()));
      assert.equal(days.length, 4, days.join("\n"));
      assert.match(days[1], /Sunday 5 July.*10am Boats on the pond/);
    });

    it(`reads the slides of a talk of 2022 with 2 clicks${how}`, async () => {
      const visit = await Visit.begin(chromium, site, { script });
      await visit.click("a", "2022");
      assert.equal(await visit.click("a", "Slides"), "https://slides.example.org/dipole.pdf");
      assert.equal(visit.clicks, 2);
    });

    it(`learns what became of the cancelled one${how}`, async () => {
      const visit = await Visit.begin(chromium, site, { script });
      assert.match(await (await visit.find(".entry.off")).evaluate((it) => it.innerText), /30 July 2026[^]*Cancelled: nobody has the key/);
      await visit.click(".entry.off .name a");
      assert.equal(visit.clicks, 1);
      assert.match(await visit.text(), /30 July 2026[^]*Cancelled: nobody has the key/);
    });

    it(`shares one moved meeting, with its own title and date${how}`, async () => {
      const visit = await Visit.begin(chromium, site, { script });
      await visit.click(".entry:has(.news) .name a", "Open workshop");
      assert.equal(visit.page.url(), `${site}events/workshop/2026-07-16/`);
      assert.equal(visit.clicks, 1);
      assert.match(await visit.page.title(), /Open workshop, .*17 July 2026/);
      const preview = (name) => visit.page.$eval(`meta[property="og:${name}"]`, (meta) => meta.content);
      assert.match(await preview("title"), /Open workshop, .*17 July 2026/);
      assert.match(await preview("description"), /Moved from .*Friday 17 July 2026, 2pm to 3pm \(London time\)/);
      assert.equal(await preview("url"), "https://harbour.example.org/events/workshop/2026-07-16/");
    });

    it(`prints one page for a notice board${how}`, async () => {
      const visit = await Visit.begin(chromium, site, { script });
      assert.equal(await sheets(visit.page), 1);
      await visit.page.emulateMediaType("print");
      const lines = await visit.page.$$eval(".entry", (all) => all.filter((it) => it.checkVisibility()).map((it) => it.innerText.replace(/\s+/g, " ").trim()));
      assert.ok(lines.length >= 20, `${lines.length} lines`);
      const workshop = lines.find((line) => line.includes("18 June"));
      for (const words of ["11am to midday London time", "Open workshop", "Pier 3"]) assert.ok(workshop.includes(words), workshop);
      const written = await visit.page.$eval(".entry .where a[href*='meet.example.org']", (link) => getComputedStyle(link, "::after").content);
      assert.equal(written, '"https://meet.example.org/workshop"', "where to join");
      const text = await visit.text("body");
      assert.ok(text.includes(FEED));
      for (const other of ["Add to", "2022", "Search", "your time"]) assert.ok(!text.includes(other), other);
      // Each entry is one line, two where it has much to say.
      const heights = await visit.page.$$eval(".entry", (all) => all.map((it) => it.getBoundingClientRect().height));
      assert.ok(Math.max(...heights) < 50, heights.join(" "));
    });

    it(`finds no page that ends in an empty sheet, and no address of mail twice${how}`, async () => {
      for (const [path, expected] of [["", 1], ["events/workshop/", 2], ["2026-07/", 1], ["past/2022/", 1]]) {
        const { page } = await Visit.begin(chromium, site + path, { script });
        const count = await sheets(page);
        assert.ok(count <= expected, `${path}: ${count}`);
        await page.emulateMediaType("print");
        const all = await page.$eval("body", (body) => [body.innerText, ...[...body.querySelectorAll("a")].map((a) => getComputedStyle(a, "::after").content)].join(" "));
        assert.ok((all.match(/workshop@harbour/g) ?? []).length <= 1, path);
      }
    });
  }

  it("reads the own time in Toronto, with the day where it is another", async () => {
    const { page } = await Visit.begin(chromium, site, { zone: "America/Toronto" });
    const of = (words) => page.$$eval(".entry", (all, words) => all.map((it) => it.querySelector(".when").innerText).find((when) => when.includes(words)), words);
    assert.equal(await of("18 June"), "Thursday 18 June 2026, 11am to midday London time (6am to 7am your time)");
    assert.equal(await of("17 July"), "Friday 17 July 2026, 2pm to 3pm London time (9am to 10am your time)");
    assert.equal(await of("20 June"), "Saturday 20 June 2026, 11pm to 2am London time (6pm to 9pm your time)");
    assert.equal(await of("1 to Sunday 2 August"), "Saturday 1 to Sunday 2 August 2026", "a whole day is a day anywhere");
    assert.doesNotMatch(await of("30 July"), /your time/, "nobody needs the time of a cancelled meeting");
    assert.match(await page.$eval(".hero .when", (it) => it.innerText), /11am to midday London time \(6am to 7am your time\)/);
    const there = await Visit.begin(chromium, `${site}events/workshop/`, { zone: "America/Toronto" });
    assert.match(await there.text(), /Thursday 18 June 2026, 11am to midday( London time)? \(6am to 7am your time\)/);
  });

  it("reads the own time in Auckland and Kiribati, with midday, midnight and the day", async () => {
    for (const [zone, first, night] of [
      ["Pacific/Auckland", "(10pm to 11pm your time)", "(Sunday 21 June, 10am to 1pm your time)"],
      ["Pacific/Kiritimati", "(Friday 19 June, midnight to 1am your time)", "(Sunday 21 June, midday to 3pm your time)"],
      ["Asia/Kolkata", "(3:30pm to 4:30pm your time)", "(Sunday 21 June, 3:30am to 6:30am your time)"],
    ]) {
      const { page } = await Visit.begin(chromium, site, { zone });
      const own = await page.$$eval(".entry .yours", (all) => all.map((it) => it.textContent.trim()));
      assert.equal(own[0], first, zone);
      assert.equal(own[1], night, zone);
    }
  });

  it("reads no own time where it is the same", async () => {
    for (const zone of ["Europe/London", "Europe/Lisbon", "Atlantic/Faroe"]) {
      const { page } = await Visit.begin(chromium, site, { zone });
      assert.equal(await page.$(".yours"), null, zone);
      assert.doesNotMatch(await page.$eval(".entry .when", (it) => it.innerText), /London time/);
    }
  });

  it("sees nothing of the past under upcoming 90 days later", async () => {
    const later = new Date(BUILT.getTime() + 90 * 86_400_000);
    const { page } = await Visit.begin(chromium, site, { now: later });
    const ends = await page.$$eval("[data-upcoming] [data-ends], .next [data-ends]", (all) => all.map((it) => it.dataset.ends));
    assert.ok(ends.length > 5, `${ends.length} are left`);
    for (const end of ends) assert.ok(new Date(end) > later, end);
    const text = await page.$$eval("[data-upcoming]", (all) => all.map((it) => it.innerText).join("\n"));
    assert.doesNotMatch(text, /June|July|August/);
    const months = await page.$$eval(".month", (all) => all.filter((it) => it.checkVisibility()).map((it) => it.innerText));
    assert.equal(months[0], "September 2026");
    assert.match(await page.$eval(".hero", (it) => it.innerText), /Next\s+Open workshop[^]*Thursday 24 September 2026, 11am to midday London time/);
    assert.match(await page.$eval(".hero a[href$='.ics']", (it) => it.href), /workshop\/2026-09-24\.ics$/);
    assert.ok(await page.$eval(".hero a[href$='.ics']", (it) => it.checkVisibility()), "which 1 click adds");
    for (const path of ["boats/", "events/workshop/"]) {
      const other = await Visit.begin(chromium, site + path, { now: later });
      const left = await other.page.$$eval("[data-upcoming] [data-ends], .next [data-ends]", (all) => all.map((it) => it.dataset.ends));
      assert.ok(left.length > 2, `${path}: ${left.length} are left`);
      for (const end of left) assert.ok(new Date(end) > later, `${path}: ${end}`);
    }
  });

  it("sees that nothing is planned when all is over, and how to hear of more", async () => {
    const { page } = await Visit.begin(chromium, site, { now: new Date("2028-01-01T00:00:00Z") });
    assert.equal(await page.$(".hero"), null);
    assert.equal(await page.$("[data-upcoming] .entry"), null);
    assert.equal(await page.$eval(".next", (it) => it.checkVisibility()), false);
    const empty = await page.$eval("[data-upcoming] .empty", (it) => [it.checkVisibility(), it.innerText]);
    assert.equal(empty[0], true);
    assert.match(empty[1], /Subscribe, and the next one appears in your calendar/);
    assert.equal(await page.$eval("main", (main) => [...main.querySelectorAll("h3.month, nav li")].filter((it) => it.checkVisibility()).length), 0);
    assert.deepEqual(page.complaints, []);
  });

  it("sees a meeting go when it ends, and when the page is looked at again", async () => {
    const { page } = await Visit.begin(chromium, site, { now: new Date("2026-06-18T10:59:58Z") });
    const first = () => page.$eval(".entry .when", (it) => it.innerText);
    assert.match(await first(), /18 June/);
    await page.waitForFunction(() => document.querySelector(".entry .when").innerText.includes("20 June"));
    assert.match(await page.$eval(".hero", (it) => it.innerText), /Night on the air/);
    // A sleeping machine runs no timer.
    await page.evaluate(() => {
      window.passed(7 * 86_400_000);
      document.dispatchEvent(new Event("visibilitychange"));
    });
    assert.match(await first(), /2 July/);
  });

  it("finds an event by text, place and tag, and the address keeps the search", async () => {
    const visit = await Visit.begin(chromium, site);
    const { page } = visit;
    const names = () => page.$$eval("[data-upcoming] .entry", (all) => all.filter((it) => it.checkVisibility()).map((it) => it.querySelector(".name bdi").innerText));
    const total = (await names()).length;
    assert.ok(total > 15);
    const said = (text) => page.waitForFunction((text) => document.querySelector(".filter [role=status]").textContent === text, {}, text);
    const type = async (text) => {
      await page.$eval("[name=q]", (field) => field.select());
      await page.keyboard.press("Delete");
      await page.type("[name=q]", text);
    };
    for (const [text, expected] of [["pónd", "Boats on the pond"], ["outer HARBOUR", "Regatta"], ["tools", "Open workshop"], ["night air", "Night on the air"]]) {
      await type(text);
      const found = await names();
      assert.deepEqual([...new Set(found)], [expected], text);
      await said(`${found.length} of the ${total} events on this page`);
      assert.equal(new URL(page.url()).searchParams.get("q"), text);
    }
    await type("google");
    assert.deepEqual(await names(), [], "not the words of links");
    await said(`None of the ${total} events on this page. Later events are on the pages of the months.`);
    assert.equal((await page.$$eval(".month", (all) => all.filter((it) => it.checkVisibility()))).length, 0);

    const shared = await Visit.begin(chromium, `${site}?q=regatta`);
    assert.equal(await shared.page.$eval("[name=q]", (field) => field.value), "regatta");
    assert.ok((await shared.bottom(await shared.find(".entry"))) <= 900, "what was asked for is on the screen");
    await shared.page.$eval("[name=q]", (field) => field.select());
    await shared.page.keyboard.press("Delete");
    assert.equal(shared.page.url(), site);
    assert.deepEqual(shared.page.complaints, []);
  });

  it("finds the meetings of a group, with the keyboard alone", async () => {
    const { page } = await Visit.begin(chromium, site);
    await page.focus("[name=q]");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.name), "group");
    await page.keyboard.type("Radio");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.search === "?group=radio");
    const found = await page.$$eval("[data-upcoming] .entry", (all) => all.filter((it) => it.checkVisibility()).map((it) => it.querySelector(".name bdi").innerText));
    assert.deepEqual(found, ["Night on the air", "Regatta"]);
  });

  it("is not offered a search without script, nor among a handful of events", async () => {
    const { page } = await Visit.begin(chromium, site, { script: false });
    assert.equal(await page.$eval(".filter", (it) => it.checkVisibility()), false);
    const { page: later } = await Visit.begin(chromium, site, { now: new Date("2026-12-01T00:00:00Z") });
    assert.ok((await later.$$("[data-upcoming] .entry")).length < 6);
    assert.equal(await later.$eval(".filter", (it) => it.checkVisibility()), false);
  });

  it("reads without script on which day the page was made", async () => {
    const { page } = await Visit.begin(chromium, site, { script: false });
    assert.match(await page.$eval(".made", (it) => it.innerText), /This page was made on .*15 June 2026/);
  });
});
