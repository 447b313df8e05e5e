/** The CDKTF app that `npx cdktf` runs: see `cdktf.json`. */
import { processIo } from "./lib/cli/io";
import { run } from "./lib/cli/run";

void run(["synth", "--quiet"], processIo()).then((exit) => {
  process.exitCode = exit;
});
