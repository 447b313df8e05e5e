import { startedServer } from "./server";

/** The line in which moto's web server prints its address. */
const LISTENING = /Running on (http:\/\/127\.0\.0\.1:\d+)/;

export interface MotoServer {
  /** URL of all AWS APIs, without a slash at the end. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** AWS in memory, on a port of this machine that the system chose. It runs until `close`. */
export async function motoServer(): Promise<MotoServer> {
  const { address, close } = await startedServer("moto_server", ["-H", "127.0.0.1", "-p", "0"], LISTENING);
  return { endpoint: address, close };
}
