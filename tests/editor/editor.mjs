// An editor without a window: it opens files in the YAML language server that editors run, and asks what a person would see.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import rpc from "vscode-jsonrpc/node.js";

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

const program = process.env.CALFEED ?? join(repository, "target/debug/calfeed");

/** Marks the cursor in a text. */
const CURSOR = "|";

/** The server reads nothing from the network, and reports nothing that is not about the schema. */
const SETTINGS = {
  yaml: {
    schemaStore: { enable: false },
    kubernetesCRDStore: { enable: false },
    completion: true,
    hover: true,
    validate: true,
    format: { enable: false },
  },
};

/** Says what `calfeed check` finds, and whether the text can be published. */
export function check(text) {
  try {
    execFileSync(program, ["check", "-"], { input: text, stdio: ["pipe", "pipe", "ignore"] });
    return "accepted";
  } catch (failure) {
    return failure.stdout.toString().match(/^error\[[a-z-]+\]/gm).join(" ");
  }
}

/** Starts an editor with the schema that `calfeed schema --of` prints, with the groups of a file where one is given. */
export async function open(file, of = "events.yaml") {
  const folder = mkdtempSync(join(tmpdir(), "calfeed-editor-"));
  const name = of === "included" ? "included.schema.json" : "events.schema.json";
  // The line by which a file names its schema. It is above every text of the tests, which do not count it.
  const modeline = `# yaml-language-server: $schema=${name}\n`;
  const schema = file === undefined
    ? execFileSync(program, ["schema", "--of", of])
    : execFileSync(program, ["schema", "--of", of, "-"], { input: file });
  writeFileSync(join(folder, name), schema);
  const address = (name) => pathToFileURL(join(folder, name)).href;

  const main = createRequire(import.meta.url).resolve("yaml-language-server/bin/yaml-language-server");
  const server = spawn(process.execPath, [main, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((done) => server.once("exit", done));
  const connection = rpc.createMessageConnection(
    new rpc.StreamMessageReader(server.stdout),
    new rpc.StreamMessageWriter(server.stdin),
  );
  const judged = new Map();
  connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => judged.get(uri)?.(diagnostics));
  connection.onRequest("client/registerCapability", () => null);
  // Only when it has its settings, the server leaves the network alone.
  const configured = new Promise((done) => {
    connection.onRequest("workspace/configuration", ({ items }) => {
      setImmediate(done);
      return items.map(({ section }) => SETTINGS[section] ?? {});
    });
  });
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: {
        completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } },
        hover: { contentFormat: ["markdown"] },
        publishDiagnostics: {},
      },
    },
  });
  await connection.sendNotification("initialized", {});
  await configured;

  let opened = 0;
  /** Opens a text as a file of its own, and waits until the server has judged it. */
  async function show(text) {
    opened += 1;
    const uri = address(`events-${opened}.yaml`);
    const diagnostics = new Promise((done) => judged.set(uri, done));
    await connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "yaml", version: 1, text: modeline + text },
    });
    return { uri, diagnostics: await diagnostics };
  }

  /** Asks something about the place of the cursor. */
  async function ask(method, marked) {
    const [before, after] = marked.split(CURSOR);
    const { uri } = await show(before + after);
    const lines = (modeline + before).split("\n");
    const position = { line: lines.length - 1, character: lines.at(-1).length };
    return connection.sendRequest(method, { textDocument: { uri }, position });
  }

  async function completions(marked) {
    const { items } = await ask("textDocument/completion", marked);
    return items.map((item) => ({ ...item, text: (item.textEdit?.newText ?? item.insertText).replace(/\$\{\d+:([^}]*)\}/g, "$1") }));
  }

  return {
    /** What is offered at the cursor: what a person sees, and what it inserts. */
    async offered(marked) {
      const items = await completions(marked);
      return items.map(({ label, text }) => `${label} → ${text.replaceAll("\n", "\n    ")}`.trimEnd()).join("\n");
    },
    /** The text after what has this label was accepted at the cursor: editors indent its lines as far as that of the cursor. */
    async accepted(marked, label) {
      const item = (await completions(marked)).find((item) => item.label === label);
      const [before, after] = marked.split(CURSOR);
      const indent = before.split("\n").at(-1).match(/^ */)[0];
      return before + item.text.replaceAll("\n", `\n${indent}`) + after;
    },
    /** What is shown when the pointer is at the cursor. */
    async hover(marked) {
      const { contents } = await ask("textDocument/hover", marked);
      return contents.value.replace(address(name), "the schema").trimEnd();
    },
    /** What is marked as wrong, by line and column. */
    async marked(text) {
      const { diagnostics } = await show(text);
      const places = diagnostics.map(({ range: { start }, message }) => `${start.line}:${start.character + 1} ${message}`);
      return places.sort().join("\n");
    },
    async close() {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      await ended;
      connection.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
