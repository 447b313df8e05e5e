import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { GithubConnection } from "./github-connection";
import { type GithubValue, type GithubValueKey, GithubValues } from "./github-values";
import { providerService } from "./tfplugin5";

export type { GithubValue, GithubValueKey } from "./github-values";

const PROVIDER_ADDRESS = "registry.terraform.io/integrations/github";

/**
 * Stands in for the provider `integrations/github` and for GitHub behind it, in this process. Run
 * terraform beside it without blocking the event loop: never with spawnSync.
 */
export interface GithubProvider {
  /** What TF_REATTACH_PROVIDERS must hold. */
  readonly reattach: string;
  /** What GitHub would hold now, sorted by repository, kind and name. */
  readonly values: () => readonly GithubValue[];
  /** The tokens that provider blocks held; empty as long as nobody writes one into the configuration. */
  readonly tokens: () => readonly string[];
  /** Puts a value there, or over another one, behind Terraform's back. */
  readonly put: (value: GithubValue) => void;
  /** Deletes a value behind Terraform's back; false if there was none. */
  readonly remove: (key: GithubValueKey) => boolean;
  close(): Promise<void>;
}

function reattachment(socketPath: string): string {
  return JSON.stringify({
    [PROVIDER_ADDRESS]: {
      Protocol: "grpc",
      ProtocolVersion: 5,
      Pid: process.pid,
      // Terraform leaves a provider under test alone when it ends.
      Test: true,
      Addr: { Network: "unix", String: socketPath },
    },
  });
}

export async function githubProvider(): Promise<GithubProvider> {
  const folder = await mkdtemp(join(tmpdir(), "github-provider-"));
  const socketPath = join(folder, "socket");
  const service = providerService();
  const values = new GithubValues();
  const tokens = new Set<string>();
  const sockets = new Set<Socket>();

  // A unix socket has no peer address to tell two terraform processes apart, but each provider block
  // of each process dials its own connection. So each connection gets a gRPC server of its own.
  const listener = createServer((socket) => {
    const server = new Server();
    server.addService(service, new GithubConnection(values, tokens).methods());
    server.createConnectionInjector(ServerCredentials.createInsecure()).injectConnection(socket);
    sockets.add(socket);
    socket.once("close", () => {
      sockets.delete(socket);
      server.forceShutdown();
    });
  });
  listener.listen(socketPath);
  await once(listener, "listening");

  return {
    reattach: reattachment(socketPath),
    values: () => values.all(),
    tokens: () => [...tokens],
    put: (value) => values.put(value),
    remove: (key) => values.remove(key),
    async close() {
      const closed = once(listener, "close");
      listener.close();
      for (const socket of sockets) socket.destroy();
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
