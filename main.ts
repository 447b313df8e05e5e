/** The CDKTF app, as `npx cdktf` runs it: `cdktf.json` names this file. */
import "./lib/cli/runtime";
import { processIo } from "./lib/cli/process-io";
import { run } from "./lib/cli/run";

void run(["synth", "--quiet"], processIo()).then((exit) => {
  process.exitCode = exit;
});
