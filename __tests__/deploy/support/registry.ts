import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startedServer } from "./server";

/** The entry of its log with its port. */
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
  try {
    const { address, close } = await startedServer("docker-registry", ["serve", configuration], LISTENING);
    return {
      host: address,
      async close() {
        await close();
        rmSync(folder, { recursive: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
}
