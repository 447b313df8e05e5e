import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { GithubConnection } from "./github-connection";
import {
  type GithubDeploymentPolicy,
  type GithubEnvironment,
  type GithubFile,
  type GithubItem,
  type GithubKey,
  GithubStore,
  type GithubTemplate,
  type GithubValue,
} from "./github-store";
import { providerService } from "./tfplugin5";

const PROVIDER_ADDRESS = "registry.terraform.io/integrations/github";

/**
 * A fake of the provider `integrations/github` and of GitHub, in this process. Trigger
 * terraform beside it without blocking the event loop: never with spawnSync.
 */
export interface GithubProvider {
  /** What TF_REATTACH_PROVIDERS must hold. */
  readonly reattach: string;
  /** The secrets and variables that GitHub would hold now, sorted by place, kind and name, as all below. */
  readonly values: () => readonly GithubValue[];
  readonly environments: () => readonly GithubEnvironment[];
  /** Which branches and tags may deploy to the environments. */
  readonly deploymentPolicies: () => readonly GithubDeploymentPolicy[];
  readonly templates: () => readonly GithubTemplate[];
  readonly files: () => readonly GithubFile[];
  /** The tokens that provider blocks held; empty if the configuration contains none. */
  readonly tokens: () => readonly string[];
  /** Puts something there, users and teams included, or over what is there, behind Terraform's back. */
  readonly put: (item: GithubItem) => void;
  /** Renames a repository behind Terraform's back, `owner/name`. GitHub redirects the former name. */
  readonly rename: (repository: string, to: string) => void;
  /** Deletes something behind Terraform's back; false if there was none. */
  readonly remove: (key: GithubKey) => boolean;
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
  const store = new GithubStore();
  const tokens = new Set<string>();
  const sockets = new Set<Socket>();

  // A unix socket has no peer address to tell two terraform processes apart, but each provider block
  // of each process dials its own connection. So each connection gets a gRPC server of its own.
  const listener = createServer((socket) => {
    const server = new Server();
    server.addService(service, new GithubConnection(store, tokens).methods());
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
    values: () => store.items().filter((item) => "value" in item),
    environments: () => store.items().filter((item) => item.kind === "environment"),
    deploymentPolicies: () => store.items().filter((item) => item.kind === "deployment policy"),
    templates: () =>
      store.items().filter((item) => item.kind === "template" || item.kind === "organization template"),
    files: () => store.items().filter((item) => item.kind === "file"),
    tokens: () => [...tokens],
    put: (item) => {
      store.put(item);
    },
    rename: (repository, to) => store.rename(repository, to),
    remove: (key) => store.remove(key),
    async close() {
      const closed = once(listener, "close");
      listener.close();
      for (const socket of sockets) socket.destroy();
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
