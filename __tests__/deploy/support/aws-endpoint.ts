import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { removedClientId } from "./client-ids";

/** A call that is held back on its way. */
export interface Hold {
  /** The call has come and waits. */
  readonly reached: Promise<void>;
  readonly release: () => void;
}

/** The AWS APIs of moto, and a hand on their calls. */
export interface AwsEndpoint {
  readonly url: string;
  /** Holds back every call of an action of the Query API, such as CreateRole, until it is released. */
  readonly hold: (action: string) => Hold;
  /** The actions of IAM that were called so far, sorted. */
  readonly iamActions: () => readonly string[];
  /** The actions of ECR that Terraform called so far, sorted. */
  readonly ecrActions: () => readonly string[];
  close(): Promise<void>;
}

/** @param target URL of moto. */
export async function awsEndpoint(target: string): Promise<AwsEndpoint> {
  const holds = new Map<string, { arrive: () => void; released: Promise<void> }>();
  const policies = new Map<string, Buffer>();
  const iamActions = new Set<string>();
  const ecrActions = new Set<string>();
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    if (answeredPolicy(policies, incoming, body, outgoing)) return;
    const action = queryAction(body);
    if (incoming.headers.authorization?.includes("/iam/")) iamActions.add(action);
    const ecrAction = /^AmazonEC2ContainerRegistry_\w+\.(\w+)$/.exec(
      String(incoming.headers["x-amz-target"]),
    )?.[1];
    if (ecrAction !== undefined && isTerraform(incoming)) ecrActions.add(ecrAction);
    const held = holds.get(action);
    held?.arrive();
    await held?.released;
    const answer = await removedClientId(target, body);
    if (answer === undefined) forwarded(target, incoming, body, outgoing);
    else outgoing.writeHead(200, { "content-type": "text/xml" }).end(answer);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    hold: (action) => {
      const [reached, arrive] = signal();
      const [released, letGo] = signal();
      holds.set(action, { arrive, released });
      return {
        reached,
        release: () => {
          holds.delete(action);
          letGo();
        },
      };
    },
    iamActions: () => [...iamActions].sort(),
    ecrActions: () => [...ecrActions].sort(),
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Not a call of the test itself. */
function isTerraform({ headers }: IncomingMessage): boolean {
  return headers["user-agent"]?.includes("Terraform") === true;
}

function signal(): readonly [Promise<void>, () => void] {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return [promise, () => resolve()];
}

function queryAction(body: Buffer): string {
  return new URLSearchParams(body.toString("latin1")).get("Action") ?? "";
}

/**
 * Keeps the policies of buckets in moto's place: moto applies them without reading their conditions, and would deny everyone
 * where only those without TLS are refused.
 */
function answeredPolicy(
  policies: Map<string, Buffer>,
  { method, url = "/" }: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
): boolean {
  const { pathname, searchParams } = new URL(url, "http://aws");
  if (!searchParams.has("policy")) return false;
  const policy = policies.get(pathname);
  if (method === "PUT") {
    policies.set(pathname, body);
    outgoing.writeHead(204).end();
    return true;
  }
  if (policy === undefined) return false;
  if (method === "DELETE") policies.delete(pathname);
  if (method === "GET") outgoing.writeHead(200, { "content-type": "application/json" }).end(policy);
  else outgoing.writeHead(204).end();
  return true;
}

function forwarded(target: string, incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): void {
  const { method, headers } = incoming;
  const upstream = request(new URL(incoming.url ?? "/", target), { method, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 500, response.headers);
    response.pipe(outgoing);
  });
  // The client can have closed the connection. Then the answer is not needed.
  upstream.on("error", () => outgoing.destroy());
  upstream.end(body);
}
