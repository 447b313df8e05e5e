/** Runs command lines in one process, given as JSON, and prints the exit code of each and the packages that are loaded then. */
import { PassThrough } from "node:stream";
import { processIo } from "../../lib/cli/io";
import { run } from "../../lib/cli/run";

export interface Loaded {
  readonly code: number;
  readonly packages: readonly string[];
}

async function loadedPackages(commandLines: readonly (readonly string[])[]): Promise<readonly Loaded[]> {
  const silent = { ...processIo(), stdout: new PassThrough() };
  const results: Loaded[] = [];
  for (const args of commandLines) {
    const code = await run(args, silent);
    const names = Object.keys(require.cache).flatMap(
      (file) => /\/node_modules\/([^/]+)/.exec(file)?.[1] ?? [],
    );
    results.push({ code, packages: [...new Set(names)].sort() });
  }
  return results;
}

void loadedPackages(JSON.parse(process.argv[2] ?? "")).then((results) => {
  process.stdout.write(JSON.stringify(results));
});
