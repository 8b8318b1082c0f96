// What a reader of microformats finds on the pages: each event as an h-event, with its name, its time and its address.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "node:test";
import { mf2 } from "microformats-parser";
import { build, cleanup } from "./support.mjs";

const CLUB = join(dirname(fileURLToPath(import.meta.url)), "club.yaml");
const URL_OF_CLUB = "https://harbour.example.org";

describe("a reader of microformats", { timeout: 60_000 }, () => {
  let out;
  after(cleanup);
  before(() => {
    out = build(CLUB);
  });

  /** The events of a page. */
  function events(path) {
    const html = readFileSync(join(out, path, "index.html"), "utf8");
    const { items } = mf2(html, { baseUrl: `${URL_OF_CLUB}/${path}` });
    const all = (item) => [item, ...(item.children ?? []).flatMap(all)];
    return items.flatMap(all).filter((item) => item.type.includes("h-event"));
  }

  it("finds the events that the main page lists", () => {
    const found = events("");
    assert.ok(found.length > 15, `${found.length} events`);
    for (const { properties } of found) {
      for (const name of ["name", "start", "url"]) assert.equal(properties[name]?.length, 1, `${name} of ${JSON.stringify(properties)}`);
      assert.match(properties.start[0], /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?$/);
      assert.ok(properties.url[0].startsWith(`${URL_OF_CLUB}/events/`), properties.url[0]);
    }
    const regatta = found.find(({ properties }) => properties.name[0] === "Regatta");
    assert.equal(regatta.properties.start[0], "2026-08-01");
    const workshop = found.find(({ properties }) => properties.start[0].startsWith("2026-07-02"));
    assert.equal(workshop.properties.name[0], "Open workshop");
    assert.equal(workshop.properties.start[0], "2026-07-02T11:00:00+01:00");
  });

  it("finds one event on its page", () => {
    const [night] = events("events/night/");
    assert.equal(night.properties.name[0], "Night on the air");
    assert.equal(night.properties.start[0], "2026-06-20T23:00:00+01:00");
    assert.equal(night.properties.end?.[0], "2026-06-21T02:00:00+01:00");
  });
});
