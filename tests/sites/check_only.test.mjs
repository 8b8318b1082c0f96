// The hook of docs/how-to/check-only.md: git refuses a commit with a mistake.

import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { blocks, cleanup, emptyFolder, repository, run } from "./support.mjs";

/** Returns an empty repository with the hook of the page, as the page says to install it. */
function withHook() {
  const folder = emptyFolder();
  run(folder, "git init --quiet && mkdir -p .git/hooks && git config user.name Editor && git config user.email editor@example.org");
  for (const { language, path, block } of blocks("docs/how-to/check-only.md", "tests/sites/check_only.test.mjs")) {
    if (language === "console") run(folder, block.replace(/^\$ /, ""));
    else writeFileSync(join(folder, path), block);
  }
  return folder;
}

describe("the hook of git", { timeout: 60_000 }, () => {
  after(cleanup);

  it("accepts a commit of a file without mistakes", () => {
    const folder = withHook();
    cpSync(join(repository, "examples/sites/eleventy/events.yaml"), join(folder, "events.yaml"));
    run(folder, "git add events.yaml");
    assert.match(run(folder, "git commit --message 'Add events'"), /fine, 1 event/);
  });

  it("refuses a commit with a mistake, even if the file is right again", () => {
    const folder = withHook();
    const right = readFileSync(join(repository, "examples/sites/eleventy/events.yaml"), "utf8");
    writeFileSync(join(folder, "events.yaml"), right.replace("2026-01-13", "2026-01-14"));
    run(folder, "git add events.yaml");
    writeFileSync(join(folder, "events.yaml"), right);
    assert.throws(() => run(folder, "git commit --message 'Add events'"), (error) =>
      error.stdout.includes("the start, Wednesday 14 January 2026, is not a date of `monthly on the 2nd Tuesday`"));
    assert.throws(() => run(folder, "git rev-parse --verify --quiet HEAD"));
  });
});
