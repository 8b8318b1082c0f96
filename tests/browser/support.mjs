// A calfeed that serves or builds, a browser, and what the tests share.

import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

const program = process.env.CALFEED ?? join(repository, "target/debug/calfeed");

/** 15 June 2026, noon in UTC: the present moment of what is built. */
const NOW = "1781524800";
export const BUILT = new Date("2026-06-15T12:00:00Z");

const cleanups = [];

/** Ends and removes all that the tests have made. */
export async function cleanup() {
  for (const end of cleanups.splice(0).reverse()) await end();
}

/** A folder that is gone when the tests are over. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "calfeed-browser-"));
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function freePort() {
  const socket = createSocket();
  await new Promise((done) => socket.listen(0, "127.0.0.1", done));
  const { port } = socket.address();
  await new Promise((done) => socket.close(done));
  return port;
}

/** Serves the community's events with the real server, and returns its address. `options` are further options of calfeed. */
export async function serve(file = join(repository, "events.yaml"), options = []) {
  const { address } = await start(file, options);
  return address;
}

/** Serves a file with the real server. Returns its address, and what ends it. */
export async function start(file, options, onPort) {
  const port = onPort ?? (await freePort());
  const address = `http://127.0.0.1:${port}`;
  const server = spawn(program, ["serve", file, "--listen", `127.0.0.1:${port}`, "--url", address, ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  cleanups.push(() => server.kill("SIGTERM"));
  // It says where it is once it listens.
  await new Promise((done, failed) => {
    server.stdout.once("data", done);
    server.once("exit", (code) => failed(new Error(`calfeed serve ended with ${code}`)));
  });
  return { address, end: () => server.kill("SIGTERM") };
}

/** Builds a file at the fixed moment, and returns the folder. `options` are further options of calfeed. */
export function build(file, options = []) {
  const out = folder();
  // Its modification time would date the events; that of a fresh checkout is later than the fixed moment.
  const events = join(folder(), "events.yaml");
  writeFileSync(events, readFileSync(file));
  execFileSync("touch", ["-d", "2026-01-05T09:30:00Z", events]);
  execFileSync(program, ["build", events, "--out", out, ...options], {
    env: { ...process.env, SOURCE_DATE_EPOCH: NOW },
    stdio: ["ignore", "ignore", "ignore"],
  });
  return out;
}

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".ics": "text/calendar; charset=utf-8",
};

/** Serves a folder as any static host would, and returns its address. */
export async function host(root) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    const file = join(root, path.endsWith("/") ? `${path}index.html` : path);
    if (!file.startsWith(root) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" });
    response.end(readFileSync(file));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  cleanups.push(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

/** A real Chromium, without anything that would ask the network by itself. */
export async function browser() {
  const found = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  cleanups.push(() => found.close());
  return found;
}

/** Sets the clock of a page, which then runs on; `passed(ms)` moves it. */
function setClock(now) {
  const Real = Date;
  let ahead = now - Real.now();
  window.Date = class extends Real {
    constructor(...parts) {
      super(...(parts.length ? parts : [Real.now() + ahead]));
    }
    static now() {
      return Real.now() + ahead;
    }
  };
  window.passed = (ms) => (ahead += ms);
}

/** A page that remembers which hosts were asked, and what the browser complained of. With `now`, its clock shows that instant. */
export async function open(chromium, address, { width = 1280, height = 900, scheme = "light", script = true, zone, now } = {}) {
  const page = await chromium.newPage();
  page.asked = [];
  page.complaints = [];
  page.on("request", (request) => page.asked.push(request.url()));
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warn") page.complaints.push(message.text());
  });
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: scheme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  if (zone) await page.emulateTimezone(zone);
  if (now) await page.evaluateOnNewDocument(setClock, now.getTime());
  await page.goto(address, { waitUntil: "load" });
  return page;
}

/** Opens all that can be opened. */
export async function unfold(page) {
  await page.$$eval("details", (all) => all.forEach((details) => (details.open = true)));
}

/** The address and the words of each link that a selector finds. */
export function links(page, selector) {
  return page.$$eval(selector, (all) => all.map((link) => ({ href: link.href, text: link.textContent.trim() })));
}
