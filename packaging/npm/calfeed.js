#!/usr/bin/env node
// Runs the program for this platform. npm installs it as an optional dependency, so nothing is downloaded here and no install script runs.
"use strict";

const { spawn } = require("node:child_process");

const name = `@calfeed/${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${name}/calfeed${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(
    `error: the package ${name} is not installed. Either npm left out optional dependencies, or there is no calfeed for this platform; ` +
      "see https://github.com/calfeed/calfeed/blob/main/docs/start/install.md",
  );
  process.exit(2);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
// Ctrl-C reaches the program without our help, and a second signal would stop it without draining.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (error) => {
  console.error(`error: cannot run ${program}: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else {
    process.exit(code);
  }
});
