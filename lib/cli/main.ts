#!/usr/bin/env node
import { processIo } from "./io";
import { run } from "./run";

// A reader such as head may close the pipe before the end.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

void run(process.argv.slice(2), processIo()).then((exit) => {
  process.exitCode = exit;
});
