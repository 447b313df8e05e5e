/** What `npm run synth` does, measured from inside: node --require ./scripts/typescript.cjs bench/ours.ts CONFIG FOLDER; prints a line of JSON. */
import "../lib/cli/runtime";
import { synth } from "../lib/cli/synth/synth";

const [, , config = "", out = ""] = process.argv;
const started = performance.now();
synth({ config, out, hcl: false, json: false }, process.cwd());
process.stdout.write(
  JSON.stringify({
    synthesisMs: performance.now() - started,
    peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
  }),
);
