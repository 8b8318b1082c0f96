// What Lighthouse says of the pages, as the real server sends them, on its slow telephone.

import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "node:test";
import lighthouse from "lighthouse";
import { browser, cleanup, serve } from "./support.mjs";

const CLUB = join(dirname(fileURLToPath(import.meta.url)), "club.yaml");
// A command of its own, because how fast a page is on a busy machine says little about the page.
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const LEAST = 95;

/** What does not depend on the pages: that the tests have no certificate, and that the browser reaches no other host. */
const SKIPPED = ["is-on-https", "redirects-http"];

describe("Lighthouse", { timeout: 300_000 }, () => {
  let port, site;
  after(cleanup);
  before(async () => {
    site = await serve(CLUB);
    port = Number(new URL((await browser()).wsEndpoint()).port);
  });

  for (const [kind, path] of [["main page", "/"], ["page of an event", "/events/workshop/"], ["page of a group", "/boats/"]]) {
    it(`gives the ${kind} at least ${LEAST} of 100 in each category`, async (t) => {
      const { lhr } = await lighthouse(site + path, { port, logLevel: "error", onlyCategories: CATEGORIES, skipAudits: SKIPPED });
      assert.equal(lhr.runtimeError, undefined, lhr.runtimeError?.message);
      const scores = Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]);
      t.diagnostic(scores.map(([id, score]) => `${id} ${score}`).join(", "));
      for (const [id, score] of scores) {
        const isShort = ({ score }) => score !== null && score < 0.9;
        const audits = lhr.categories[id].auditRefs.map((it) => lhr.audits[it.id]).filter(isShort);
        assert.ok(score >= LEAST, `${id}: ${score}\n${audits.map((it) => `${it.id}: ${it.score} ${it.displayValue ?? it.title}`).join("\n")}`);
      }
    });
  }
});
