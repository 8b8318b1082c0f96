// Copies of the examples, the commands that people run in them, and what every built site has to be.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { HtmlValidate } from "html-validate";

const here = dirname(fileURLToPath(import.meta.url));
export const repository = resolve(here, "../..");
const program = resolve(process.env.CALFEED ?? join(repository, "target/debug/calfeed"));

/** 15 June 2026, noon in UTC: the current time for every command. */
const NOW = "1781524800";

const folders = [];

export function cleanup() {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Returns an empty folder that `cleanup` removes. */
export function emptyFolder() {
  const folder = mkdtempSync(join(tmpdir(), "calfeed-sites-"));
  folders.push(folder);
  return folder;
}

/** Runs a command in a folder as a person would, and returns its output. The test fails if the command fails. */
export function run(folder, command) {
  const path = [dirname(program), join(here, "node_modules/.bin"), process.env.PATH].join(delimiter);
  return execFileSync("sh", ["-c", `{ ${command}\n} 2>&1`], { cwd: folder, encoding: "utf8", env: { ...process.env, PATH: path, SOURCE_DATE_EPOCH: NOW } });
}

/** Replaces a text of a file, which has to be there. */
export function replace(file, from, to) {
  const text = readFileSync(file, "utf8");
  assert.ok(text.includes(from), `${file} has no ${from}`);
  writeFileSync(file, text.replace(from, to));
}

/** Returns a copy of an example. */
export function example(name) {
  const folder = join(emptyFolder(), "my-site");
  cpSync(join(repository, "examples/sites", name), folder, { recursive: true });
  symlinkSync(join(here, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Returns the blocks of a document that a test of this folder compares: the text, and the path that the lines before it name last. */
export function blocks(document, test) {
  const text = readFileSync(join(repository, document), "utf8");
  const found = text.matchAll(/((?:(?!^```).*\n)*?)^```(\w+) compared by (\S+)\n([^]*?)^```$/gm);
  return [...found].filter(([, , , by]) => by === test).map(([, before, language, , block]) => ({
    language, block, path: [...before.matchAll(/`([\w.-]+(?:\/[\w.-]+)*)`/g)].at(-1)?.[1],
  }));
}

/** Checks that a document shows the events file of the example, and files, or parts of files, that are in it. Returns the paths of these. */
export function showsTheExample(document, test, name) {
  const [, events] = /^```yaml\n([^]*?)^```$/m.exec(readFileSync(join(repository, document), "utf8"));
  assert.equal(events, readFileSync(join(repository, "examples/sites", name, "events.yaml"), "utf8"));
  const shown = blocks(document, test).filter((it) => it.language !== "console");
  for (const { path, block } of shown) {
    const file = readFileSync(join(repository, "examples/sites", name, path), "utf8");
    assert.ok(file.includes(block), `${document}: ${path} has no\n${block}`);
  }
  return shown.map((it) => it.path);
}

/** Runs the commands that a document shows, in order, in an empty folder beside the examples. Returns the folder in which they end. */
export function follow(document, test) {
  const lines = blocks(document, test).filter((it) => it.language === "console").flatMap((it) => it.block.trimEnd().split("\n"));
  let folder = emptyFolder();
  symlinkSync(join(repository, "examples"), join(folder, "examples"));
  for (const line of lines) {
    assert.ok(line.startsWith("$ "), line);
    const command = line.slice(2);
    if (command.startsWith("cd ")) {
      folder = join(folder, command.slice(3));
    } else if (command === "npm install") {
      // The same versions, which `npm ci` has installed for these tests.
      const wanted = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).dependencies;
      const { dependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
      for (const [name, version] of Object.entries(wanted)) assert.equal(dependencies[name], version, name);
      symlinkSync(join(here, "node_modules"), join(folder, "node_modules"));
    } else {
      run(folder, command);
    }
  }
  return folder;
}

/** Checks that a command fails with a message that a document explains. */
export function failsAsExplained(folder, command, document, message) {
  const table = readFileSync(join(repository, document), "utf8");
  assert.ok(table.includes(`| \`${message}\` |`), `${document} does not explain \`${message}\``);
  // An ellipsis in the document stands for anything.
  const parts = message.split("…");
  assert.throws(() => run(folder, command), (error) => parts.every((part) => error.stdout.includes(part)));
}

/** Returns the paths of all files below a folder whose names end so, in order. */
export function files(folder, end = "") {
  const all = readdirSync(folder, { recursive: true });
  return all.filter((path) => path.endsWith(end) && statSync(join(folder, path)).isFile()).sort();
}

/** Returns the pages of a built site that are not calfeed's own. */
export function ownPages(out) {
  return files(out, ".html").filter((path) => !path.startsWith("calendar/"));
}

/** Returns what the main part of a page shows, one element a line. */
export function shown(out, path) {
  const html = readFileSync(join(out, path), "utf8");
  const main = /<main[^>]*>([^]*?)<\/main>/.exec(html)[1];
  return text(main).split("\n").map((line) => line.trim()).filter((line) => line !== "").join("\n");
}

/** Returns HTML as plain text. The word joiners by which calfeed keeps braces apart are removed. */
function text(html) {
  const named = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", ldquo: '"', rdquo: '"' };
  return html
    .replaceAll(/<!--[^]*?-->|<[^>]+>/g, "")
    .replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (_, decimal, hex, name) =>
      decimal ? String.fromCodePoint(decimal) : hex ? String.fromCodePoint(parseInt(hex, 16)) : named[name])
    .replaceAll("\u2060", "")
    .replaceAll(/[“”]/g, '"');
}

/** Returns the headings of a page, such as `h1 Events`. */
export function headings(out, path) {
  const html = readFileSync(join(out, path), "utf8");
  return [...html.matchAll(/<(h[1-6])[^>]*>([^]*?)<\/h[1-6]>/g)].map(([, level, words]) => `${level} ${text(words)}`);
}

/** Checks that html-validate finds nothing on any page, calfeed's own included. */
export async function isValid(out) {
  const judge = new HtmlValidate({
    extends: ["html-validate:standard", "html-validate:a11y"],
    rules: {
      // The style of what Markdown libraries and GOV.UK Frontend write, which HTML allows.
      "void-style": "off", "doctype-style": "off",
      "valid-id": ["error", { relaxed: true }],
      "prefer-native-element": ["error", { exclude: ["button", "region"] }],
    },
  });
  for (const path of files(out, ".html")) {
    const report = await judge.validateFile(join(out, path));
    const found = report.results.flatMap((result) => result.messages.map((it) => `${it.line}: ${it.ruleId}: ${it.message}`));
    assert.deepEqual(found, [], path);
  }
}

/** Checks that each link of the site's own pages to the site itself points to a file. Returns the links to calendars. */
export function linksExist(out, address) {
  const calendars = new Set();
  for (const path of ownPages(out)) {
    const html = readFileSync(join(out, path), "utf8");
    for (const [, href] of html.matchAll(/href="([^"]+)"/g)) {
      const url = new URL(href.replaceAll("&amp;", "&"), `${address}/${path}`);
      if (!url.href.startsWith(`${address}/`) || url.href.includes("#main-content")) continue;
      const target = url.pathname.slice(new URL(address).pathname.replace(/\/$/, "").length);
      const file = join(out, target.endsWith("/") ? `${target}index.html` : target);
      assert.ok(existsSync(file), `${path}: ${href}`);
      if (target.endsWith(".ics")) {
        assert.match(readFileSync(file, "utf8"), /^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/);
        calendars.add(target);
      }
    }
  }
  return [...calendars].sort();
}

/** Checks that a site publishes what calfeed wrote: the same files, with the same bytes, and the hidden list of them, which the next build reads there. */
export function passesThrough(calendar, published) {
  const listed = (folder) => files(folder).filter((path) => path !== ".nojekyll");
  const written = listed(calendar);
  assert.ok(written.length > 20 && written.includes(".calfeed"));
  assert.deepEqual(listed(published), written);
  for (const path of written) assert.deepEqual(readFileSync(join(published, path)), readFileSync(join(calendar, path)), path);
}
