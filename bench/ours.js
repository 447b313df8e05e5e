/** What `synth` of the built package does, measured from inside: node bench/ours.js CONFIG FOLDER; prints a line of JSON. */
const { synth } = require("../dist/cli/commands/synth/synth");

const [, , config, out] = process.argv;
const started = performance.now();
synth({ config, out, hcl: false, json: false }, process.cwd());
process.stdout.write(
  JSON.stringify({
    synthesisMs: performance.now() - started,
    peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
  }),
);
