import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { cleanEnvironment } from "./terraform";

const START_TIMEOUT_MS = 60_000;

/** The line in which moto's web server prints its address, once its port is open. */
const LISTENING = /Running on (http:\/\/127\.0\.0\.1:\d+)/;

export interface MotoServer {
  /** URL of all AWS APIs, without a slash at the end. */
  readonly endpoint: string;
  close(): Promise<void>;
}

async function announcedEndpoint(server: ChildProcessByStdio<null, null, Readable>): Promise<string> {
  const said: string[] = [];
  server.once("error", (error) => said.push(error.message));
  const late = setTimeout(() => server.kill("SIGKILL"), START_TIMEOUT_MS);
  try {
    for await (const line of createInterface({ input: server.stderr })) {
      said.push(line);
      const endpoint = LISTENING.exec(line)?.[1];
      if (endpoint !== undefined) return endpoint;
    }
  } finally {
    clearTimeout(late);
    // It logs each request there, and would stop at a full pipe.
    server.stderr.resume();
  }
  throw new Error(`moto_server did not start:\n${said.join("\n")}`);
}

/** AWS in memory, on a port of this machine that the system chose. It runs until `close`. */
export async function motoServer(): Promise<MotoServer> {
  const server = spawn("moto_server", ["-H", "127.0.0.1", "-p", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: cleanEnvironment(),
  });
  const ended = new Promise((resolve) => server.once("close", resolve));
  async function close(): Promise<void> {
    // All it has is in memory: there is nothing to finish.
    server.kill("SIGKILL");
    await ended;
  }
  try {
    return { endpoint: await announcedEndpoint(server), close };
  } catch (error) {
    await close();
    throw error;
  }
}
