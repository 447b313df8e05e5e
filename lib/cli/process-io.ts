import type { Io } from "./io";

/** The process's own. The only place that asks Node for them. */
export function processIo(): Io {
  return {
    cwd: process.cwd(),
    env: process.env,
    // Node opens it on first use, and most commands have none for it.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
  };
}
