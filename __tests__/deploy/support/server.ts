import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { cleanEnvironment } from "./terraform";

const START_TIMEOUT_MS = 60_000;

export interface Server {
  /** As it logs it. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Starts a server, and waits until its port is open. It runs until `close`.
 * @param listening the log entry with its address.
 */
export async function startedServer(
  command: string,
  args: readonly string[],
  listening: RegExp,
): Promise<Server> {
  const server = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], env: cleanEnvironment() });
  const ended = new Promise((resolve) => server.once("close", resolve));
  async function close(): Promise<void> {
    // Nothing that it has outlives the tests.
    server.kill("SIGKILL");
    await ended;
  }
  try {
    return { address: await announcedAddress(server, command, listening), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function announcedAddress(
  server: ChildProcessByStdio<null, null, Readable>,
  command: string,
  listening: RegExp,
): Promise<string> {
  const said: string[] = [];
  server.once("error", (error) => said.push(error.message));
  const late = setTimeout(() => server.kill("SIGKILL"), START_TIMEOUT_MS);
  try {
    for await (const line of createInterface({ input: server.stderr })) {
      said.push(line);
      const address = listening.exec(line)?.[1];
      if (address !== undefined) return address;
    }
  } finally {
    clearTimeout(late);
    // It logs each request there, and would stop at a full pipe.
    server.stderr.resume();
  }
  throw new Error(`${command} did not start:\n${said.join("\n")}`);
}
