/** The command with very short waits, as a program. */
import { processIo } from "../../../../lib/cli/io";
import { run } from "../../../../lib/cli/run";
import { IMPATIENCE } from "./run-resolve";

void run(process.argv.slice(2), { ...processIo(), patience: IMPATIENCE }).then((exit) => {
  process.exitCode = exit;
});
