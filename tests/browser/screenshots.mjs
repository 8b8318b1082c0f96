// Writes screenshots of each kind of page into a folder, to be looked at: node screenshots.mjs FOLDER [EVENTS_FILE].
// Three widths, light and dark, and each page as it is printed.

import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { BUILT, browser, build, cleanup, host, open } from "./support.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** The kinds of pages of the club, by name. */
const PAGES = {
  main: "/",
  search: "/?q=boats",
  month: "/2026-07/",
  year: "/past/2022/",
  groups: "/groups/",
  group: "/boats/",
  event: "/events/regatta/",
  series: "/events/workshop/",
  moved: "/events/workshop/2026-07-16/",
  cancelled: "/events/workshop/2026-07-30/",
  none: "/404.html",
};

/** Of another file, only the pages that every calendar has. */
const OF_ANY = { main: "/", none: "/404.html" };

/** The width of what is printed on A4 between the margins, at 96 dots to the inch. */
const A4 = 680;

const [folder, file] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node screenshots.mjs FOLDER [EVENTS_FILE]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
try {
  const site = await host(build(resolve(file ?? join(here, "club.yaml"))));
  const chromium = await browser();
  for (const [name, path] of Object.entries(file ? OF_ANY : PAGES)) {
    const shoot = async (suffix, options, prepare = () => {}) => {
      // The visitor is elsewhere, so that the own time is seen too.
      const page = await open(chromium, site + path, { zone: "America/Toronto", now: BUILT, ...options });
      await prepare(page);
      const shot = join(folder, `${name}-${suffix}.png`);
      await page.screenshot({ path: shot, fullPage: true });
      await page.close();
      console.log(shot);
    };
    for (const [width, height] of [[390, 844], [768, 1024], [1280, 800]]) {
      for (const scheme of ["light", "dark"]) await shoot(`${width}-${scheme}`, { width, height, scheme });
    }
    await shoot("print", { width: A4, height: 1030 }, (page) => page.emulateMediaType("print"));
  }
} finally {
  await cleanup();
}
