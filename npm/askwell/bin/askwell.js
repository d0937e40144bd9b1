#!/usr/bin/env node
// Runs the askwell that was built for this machine: npm has installed the one optional dependency that fits it.
"use strict";

const { spawnSync } = require("node:child_process");
const { constants } = require("node:os");

const platform = `${process.platform}-${process.arch}`;
const program = process.platform === "win32" ? "askwell.exe" : "askwell";

function binary() {
  try {
    return require.resolve(`@askwell/${platform}/${program}`);
  } catch {
    return undefined;
  }
}

/** askwell's exit code, which is 2 where it could not do what it was asked. */
function run() {
  const path = binary();
  if (path === undefined) {
    console.error(`askwell: there is no program for ${platform} here: the package @askwell/${platform} was not installed.`);
    console.error("Install again without --no-optional and --omit=optional. If it still is not there, askwell was not built for this kind");
    console.error("of machine yet: it can be built from its source with Rust.");
    return 2;
  }
  const done = spawnSync(path, process.argv.slice(2), { stdio: "inherit" });
  if (done.error) {
    console.error(`askwell: ${path} could not be run: ${done.error.message}`);
    return 2;
  }
  // As a shell tells that a program was stopped by a signal.
  return done.status ?? 128 + (constants.signals[done.signal] ?? 0);
}

process.exitCode = run();
