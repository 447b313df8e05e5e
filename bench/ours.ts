/** What `npm run synth` does, measured from inside: node --import tsx bench/ours.ts CONFIG FOLDER; prints a line of JSON. */
import { synth } from "../lib/cli/commands/synth/synth";

const [, , config = "", out = ""] = process.argv;
const started = performance.now();
synth({ config, out, hcl: false, json: false }, process.cwd());
process.stdout.write(
  JSON.stringify({
    synthesisMs: performance.now() - started,
    peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
  }),
);
