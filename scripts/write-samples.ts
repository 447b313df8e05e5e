import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesBefore, shownBlock, stage } from "../__tests__/samples/commands";
import { pageSamples, ROOT } from "../__tests__/samples/pages";

/** Writes into every page what its commands print. Blocks that it cannot write are named, and the others are written. */
async function writeSamples(): Promise<void> {
  const samples = pageSamples();
  const on = await stage();
  // From the end of each page, so that the places of the blocks before stay right.
  for (const sample of samples.filter(({ language }) => language === "console").reverse()) {
    const shown = await shownBlock(sample, filesBefore(sample, samples), on).catch((error: Error) => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
      return sample.code;
    });
    if (shown === sample.code) continue;
    const path = join(ROOT, sample.path);
    const text = readFileSync(path, "utf8");
    const lines = shown.replace(/^(?=.)/gm, sample.indent);
    writeFileSync(path, `${text.slice(0, sample.start)}${lines}${text.slice(sample.end)}`);
    process.stdout.write(`wrote ${sample.place}\n`);
  }
  await on.close();
}

void writeSamples();
