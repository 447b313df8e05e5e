import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { cleanEnvironment } from "./terraform";

const START_TIMEOUT_MS = 60_000;

/** The entry of its log with its port, once it is open. */
const LISTENING = /listening on (127\.0\.0\.1:\d+)/;

export interface Registry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  close(): Promise<void>;
}

/** The registry of the Distribution project with an empty folder, on a port of this machine that the system chose. */
export async function registryServer(): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), "registry-"));
  const configuration = join(folder, "config.json");
  writeFileSync(
    configuration,
    JSON.stringify({
      version: "0.1",
      storage: { filesystem: { rootdirectory: join(folder, "storage") } },
      http: { addr: "127.0.0.1:0", secret: "the registry's own" },
    }),
  );
  const server = spawn("docker-registry", ["serve", configuration], {
    stdio: ["ignore", "ignore", "pipe"],
    env: cleanEnvironment(),
  });
  const ended = new Promise((resolve) => server.once("close", resolve));
  async function close(): Promise<void> {
    server.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true });
  }
  try {
    return { host: await announcedHost(server), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function announcedHost(server: ChildProcessByStdio<null, null, Readable>): Promise<string> {
  const said: string[] = [];
  server.once("error", (error) => said.push(error.message));
  const late = setTimeout(() => server.kill("SIGKILL"), START_TIMEOUT_MS);
  try {
    for await (const line of createInterface({ input: server.stderr })) {
      said.push(line);
      const host = LISTENING.exec(line)?.[1];
      if (host !== undefined) return host;
    }
  } finally {
    clearTimeout(late);
    // It logs each request there, and would stop at a full pipe.
    server.stderr.resume();
  }
  throw new Error(`docker-registry did not start:\n${said.join("\n")}`);
}
