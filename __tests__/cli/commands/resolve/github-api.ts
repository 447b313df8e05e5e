import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The answer to one request. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or text. */
  readonly body?: unknown;
  /** Breaks the connection before the answer, or in the middle of it. */
  readonly breaks?: "before" | "within";
}

/** A received request. */
export interface GithubSnapshot {
  readonly url: string;
  readonly authorization: string | undefined;
}

export type Answering = (url: string, base: string) => Reply | undefined;

/** A GitHub API of the test on 127.0.0.1. */
export interface GithubApiServer {
  readonly url: string;
  /** Every request so far, sorted, because some are parallel. */
  readonly asked: () => readonly string[];
  readonly authorizations: () => readonly (string | undefined)[];
  /** The largest number of parallel requests. */
  readonly mostAtOnce: () => number;
  readonly close: () => Promise<void>;
}

const NOT_FOUND: Reply = {
  status: 404,
  body: { message: "Not ResolveReport", documentation_url: "https://docs.github.com/rest" },
};

export async function githubApiServer(answering: Answering): Promise<GithubApiServer> {
  const requests: GithubSnapshot[] = [];
  let open = 0;
  let most = 0;
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    most = Math.max(most, ++open);
    response.on("close", () => open--);
    const url = request.url ?? "";
    requests.push({ url, authorization: request.headers.authorization });
    const reply = answering(url, base()) ?? NOT_FOUND;
    // A moment, so that requests of the same time meet.
    setTimeout(() => send(reply, request, response), 5);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: base(),
    asked: () => requests.map(({ url }) => url).sort(),
    authorizations: () => requests.map(({ authorization }) => authorization),
    mostAtOnce: () => most,
    close: () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function send(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  const { status = 200, headers = {}, body = {}, breaks } = reply;
  const isText = typeof body === "string";
  const text = isText ? body : JSON.stringify(body);
  if (breaks === "before") {
    request.socket.destroy();
    return;
  }
  response.writeHead(status, {
    "content-type": isText ? "text/html; charset=utf-8" : "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(text)),
    ...headers,
  });
  if (breaks === "within") {
    response.write(text.slice(0, text.length / 2), () => request.socket.destroy());
    return;
  }
  response.end(text);
}
