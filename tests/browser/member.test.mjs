// What a member does: subscribes, looks, downloads; with a mouse, with a keyboard, without script.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { browser, cleanup, folder, links, open, serve, unfold } from "./support.mjs";

/** The rows of the page that the community wrote by hand: when, what, and who speaks. */
const ROWS = [
  ["27 March, 24 April, 22 May", "2025, 11am to midday", "Lean Coffee"],
  ["Repeats monthly on the 4th Thursday", "Lean Coffee"],
  ["Wednesday 29 January 2025, 9am to 5pm", "Cross Government Software Engineering Conference 2025"],
  ["Wednesday 5 March 2025, 1pm to 2pm", "Green Software Community meeting"],
  ["Thursday 30 January 2025, 1pm to 3pm", "Career progression for Tech Tracks", "Collaborative workshop"],
  ["Thursday 6 March 2025, 1pm to 3pm", "Heads of Engineering SIG", "Collaborative workshop"],
  ["Thursday 28 November 2024, 11am to midday", "Lean Coffee"],
  ["Thursday 24 October 2024, 10am to midday", "Short talks around recent Government Initiatives", "Speakers from CCDO Engineering Excellence, TechTrack and Top 75 services team."],
  ["November 2022", "Unconference"],
  ["Thursday 29 September 2022", "Lightning talk", "Elastic Cloud at the UKHO", "Rossall Sandford, Principal Software Engineer"],
  ["Thursday 30 June 2022", "Lightning talk", "Solid", "Max Leonard (Inrupt)", "the storage and permissioned access of personal data"],
  ["Thursday 24 March 2022", "Lightning talks", "Federated API discovery", "Bethan Palmer (CDDO), Jamie Tanna (CDDO)", "Get a fishing license service", "Phil Benson (DEFRA)", "Federated APIs", "Michal Poreba (DiT)"],
  ["Tuesday 23 November 2021", "Facilitators meeting", "Notes for members can be found on GitHub."],
  ["Thursday 28 October 2021", "Lightning talks", "Welcome and community goals", "David Heath (GDS), Andy Poole (UKHO)", "Serverless security", "Shaun Hare (DVSA)", "Facial recognition using AWS Serverless", "Alexander Swann (Home Office)", "Supporting community-driven web annotations using distributed version control", "John Moore (National Archives)", "Trunk based development and genuine continuous delivery", "Kevin Keenoy (DLUHC)", "Overcoming decision paralysis", "Ben Vandersteen (GDS)"],
];

const FEED = "/cross-government-software-engineering.ics";

describe("a member", { timeout: 120_000 }, () => {
  let chromium, site, downloads;
  after(cleanup);
  before(async () => {
    site = await serve();
    chromium = await browser();
    downloads = folder();
  });

  async function isFeed(address) {
    const answer = await fetch(address);
    assert.equal(answer.status, 200, address);
    assert.match(answer.headers.get("content-type"), /^text\/calendar; charset=utf-8$/);
    assert.match(await answer.text(), /^BEGIN:VCALENDAR\r\nVERSION:2.0\r\n/);
  }

  it("copies the address of the calendar, and it is a feed", async () => {
    await chromium.defaultBrowserContext().overridePermissions(site, ["clipboard-read", "clipboard-sanitized-write"]);
    const page = await open(chromium, `${site}/`);
    await page.bringToFront();
    await page.click(".subscribe > .address button");
    const said = () => page.waitForFunction(() => document.querySelector(".said").textContent === "Copied");
    await said();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, site + FEED);
    await isFeed(copied);
    assert.deepEqual(page.complaints, []);

    // A second time is told as well: what is read aloud is emptied first.
    await page.evaluate(() => {
      window.told = [];
      const changed = (changes) => changes.forEach(({ target }) => window.told.push(target.textContent));
      new MutationObserver(changed).observe(document.querySelector(".said"), { childList: true });
    });
    await page.click(".subscribe > .address button");
    await page.waitForFunction(() => window.told.length > 1);
    await said();
    assert.equal(await page.evaluate(() => window.told.length), 2);
  });

  it("hears what was copied, and which address each button copies", async () => {
    const page = await open(chromium, `${site}/`);
    const tree = await page.accessibility.snapshot({ interestingOnly: false });
    const found = (role, node = tree) => [...(node.role === role ? [node] : []), ...(node.children ?? []).flatMap((child) => found(role, child))];
    assert.equal(found("status").length, 2, "there before anything is copied, or searched");
    assert.deepEqual(found("button").map((button) => button.name), ["Copy address of Cross-Government Software Engineering Community"]);
  });

  it("follows the link of one meeting to that meeting", async () => {
    const page = await open(chromium, `${site}/`);
    const entries = await page.$$eval("#upcoming ~ article", (all) =>
      all.map((entry) => [entry.querySelector(".name a").href, entry.querySelector("time").dateTime]));
    assert.ok(entries.length > 5);
    for (const [href, time] of entries.slice(0, 6)) {
      const there = await open(chromium, href);
      const { hash } = new URL(href);
      const shown = await there.$eval(hash ? "article:target time" : "article time", (time) => time.dateTime);
      assert.equal(shown, time, href);
      if (hash) assert.equal(hash.slice(1), time.slice(0, 10));
      const headings = await there.$$eval("h3", (all) => all.map((heading) => heading.textContent));
      assert.equal(new Set(headings).size, headings.length);
      await there.close();
    }
  });

  it("follows every link to subscribe to where it leads: to a feed of ours", async () => {
    const page = await open(chromium, `${site}/`);
    const ways = await links(page, ".ways a, .ways-in-row a[href*=':']");
    assert.equal(ways.length, 4 * 2, "four ways, in a row and in full");
    for (const { href } of ways) {
      const url = new URL(href);
      if (url.protocol === "webcal:") {
        await isFeed(href.replace("webcal:", "http:"));
      } else if (url.host === "calendar.google.com") {
        assert.equal(href, "https://calendar.google.com/calendar/u/0/r/settings/addbyurl");
      } else {
        assert.ok(["outlook.live.com", "outlook.office.com"].includes(url.host), href);
        assert.equal(url.pathname, "/calendar/0/addfromweb/");
        await isFeed(url.searchParams.get("url"));
        assert.ok(url.searchParams.get("name"));
      }
    }
  });

  it("finds every link within the site to lead somewhere", async () => {
    const seen = new Set();
    for (const path of ["/", "/events/lean-coffee/", "/nothing"]) {
      const page = await open(chromium, site + path);
      for (const { href } of await links(page, "a[href]")) {
        const [address, fragment] = href.split("#");
        // The page for what is not there leads to its own middle.
        if (!href.startsWith(site) || address.endsWith("/nothing") || seen.has(href)) continue;
        seen.add(href);
        const answer = await fetch(address);
        assert.equal(answer.status, 200, href);
        const text = await answer.text();
        if (fragment) assert.ok(text.includes(`id="${fragment}"`), href);
      }
    }
    assert.ok(seen.size > 30, `${seen.size} links`);
  });

  it("finds every row of the page that was written by hand", async () => {
    const page = await open(chromium, `${site}/`);
    const order = await page.$$eval("h2", (all) => all.map((heading) => heading.textContent));
    assert.deepEqual(order, [
      "Next Lean Coffee", "Subscribe", "Upcoming events", "Groups", "How to subscribe", "Past events",
      "About Cross-Government Software Engineering Community",
    ]);
    const texts = (page) => page.$$eval("article", (all) => all.map((entry) => entry.innerText));
    const entries = await texts(page);
    const groups = entries.filter((entry) => entry.includes("Next meeting to be confirmed"));
    assert.equal(groups.length, 2);
    for (const { href } of await links(page, ".past a")) {
      const year = await open(chromium, href);
      await unfold(year);
      entries.push(...(await texts(year)));
      await year.close();
    }
    for (const row of ROWS) {
      const found = entries.some((entry) => row.every((words) => entry.includes(words)));
      assert.ok(found, `${row.join(" · ")}\n\n${entries.join("\n--\n")}`);
    }
  });

  it("downloads an event, and it is one event", async () => {
    const page = await open(chromium, `${site}/events/lean-coffee/`);
    const session = await chromium.target().createCDPSession();
    await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads, eventsEnabled: true });
    const done = new Promise((resolve) => {
      let name;
      session.on("Browser.downloadWillBegin", (event) => (name = event.suggestedFilename));
      session.on("Browser.downloadProgress", (event) => event.state === "completed" && resolve(name));
    });
    const meeting = await page.$("section article .add");
    await meeting.evaluate((details) => (details.open = true));
    await (await meeting.$("a[href$='.ics']")).click();
    const name = await done;
    assert.match(name, /^lean-coffee-\d{4}-\d\d-\d\d\.ics$/);
    const bytes = readFileSync(join(downloads, name), "utf8");
    assert.match(bytes, /^BEGIN:VCALENDAR\r\n/);
    assert.match(bytes, /\r\nMETHOD:PUBLISH\r\n/);
    assert.equal(bytes.match(/BEGIN:VEVENT/g).length, 1);
    assert.match(bytes, /\r\nSUMMARY:Lean Coffee\r\n/);
    assert.match(bytes, /\r\nUID:lean-coffee\.\d{4}-\d\d-\d\d@uk-x-gov-software-community\.org\.uk\r\n/);
    assert.match(bytes, /END:VCALENDAR\r\n$/);
  });

  it("needs no script: all but the button to copy is there without", async () => {
    const page = await open(chromium, `${site}/`, { script: false });
    assert.equal(await page.$("button"), null);
    assert.equal(await page.$eval(".address input", (input) => input.value), site + FEED);
    const shown = await page.$$eval(".ways a, .ways-in-row a, .hero a, .months a, .group a", (all) => all.map((link) => link.checkVisibility()));
    assert.ok(shown.length > 20);
    assert.ok(shown.every((isShown) => isShown));
  });

  it("is asked for by no page from another host, and no page breaks the policy of the server", async () => {
    for (const path of ["/", "/events/lean-coffee/", "/nothing"]) {
      const page = await open(chromium, site + path);
      assert.ok(page.asked.length > 1, "a page and its stylesheet");
      for (const url of page.asked) assert.ok(url.startsWith(site), url);
      const expected = path === "/nothing" ? [/404/] : [];
      assert.equal(page.complaints.length, expected.length, page.complaints.join("\n"));
    }
    // The policy forbids scripts within a page; data is none, and is there to be read.
    const page = await open(chromium, `${site}/events/lean-coffee/`);
    const data = await page.$eval("script[type='application/ld+json']", (script) => JSON.parse(script.textContent));
    assert.equal(data[0]["@type"], "Event");
    const policy = (await fetch(`${site}/`)).headers.get("content-security-policy");
    assert.match(policy, /script-src 'self'/);
  });

  it("reaches everything with the keyboard alone, in order, and sees where it is", async () => {
    for (const path of ["/", "/events/lean-coffee/"]) {
      const page = await open(chromium, site + path);
      const expected = await page.$$eval("a[href], button, input, select, summary", (all) => {
        const shown = all.filter((element) => element.checkVisibility());
        shown.forEach((element, index) => (element.dataset.order = index));
        return shown.length;
      });
      for (let index = 0; index < expected; index++) {
        await page.keyboard.press("Tab");
        const found = await page.evaluate(() => {
          const element = document.activeElement;
          const style = getComputedStyle(element);
          return {
            order: Number(element.dataset.order),
            outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
            box: element.getBoundingClientRect().width,
            html: element.outerHTML.slice(0, 120),
          };
        });
        assert.equal(found.order, index, `${path}: ${found.html}`);
        assert.ok(found.outline && found.box > 0, `no sign of focus: ${found.html}`);
      }
    }
  });

  it("skips to the events, opens what is closed and adds an event with the keyboard alone", async () => {
    const page = await open(chromium, `${site}/`);
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.matches(".skip")));
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.focus("#upcoming ~ article .add summary");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const link = await page.evaluate(() => document.activeElement.href);
    assert.match(link, /\/events\/lean-coffee\/\d{4}-\d\d-\d\d\.ics$/);
  });
});
