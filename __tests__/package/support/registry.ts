import { spawn } from "node:child_process";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname, join } from "node:path";
import { z } from "zod";

const ROOT = join(__dirname, "..", "..", "..");

/** An npm registry on 127.0.0.1 with the packed package and all packages in node_modules of the repository. */
export interface Registry {
  readonly url: string;
  close(): Promise<void>;
}

const Manifest = z.looseObject({
  name: z.string(),
  version: z.string(),
  bundledDependencies: z.array(z.string()).optional(),
});
const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ inBundle: z.boolean().optional(), link: z.boolean().optional() }),
  ),
});

interface Release {
  readonly manifest: z.infer<typeof Manifest>;
  readonly send: (response: ServerResponse) => void;
}

/** @param tarball of the package. */
export async function registry(tarball: string): Promise<Registry> {
  const releases = [ownRelease(tarball), ...installedFolders().map(installedRelease)];
  const server = createServer(({ method, url = "" }, response) => {
    const path = decodeURIComponent(url.slice(1));
    const [name = "", version] = path.replace(/\.tgz$/, "").split("/-/");
    const found = releases.filter(({ manifest }) => manifest.name === name);
    const wanted = found.find(({ manifest }) => manifest.version === version);
    if (method !== "GET" || found.length === 0) notFound(response);
    else if (version === undefined) sendPackument(response, name, found, address());
    else if (wanted === undefined) notFound(response);
    else wanted.send(response);
  });
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: address(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Folders of packages, top-level ones before nested ones, without bundled packages. */
function installedFolders(): readonly string[] {
  const { packages } = Lock.parse(JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")));
  return (
    Object.entries(packages)
      .filter(
        ([path, { inBundle, link }]) => path.includes("node_modules/") && inBundle !== true && link !== true,
      )
      .map(([path]) => join(ROOT, path))
      // What is for another kind of machine is in the lock file alone.
      .filter((folder) => existsSync(join(folder, "package.json")))
      .sort((a, b) => depth(a) - depth(b))
  );
}

function depth(folder: string): number {
  return folder.split("node_modules").length;
}

function manifestOf(folder: string): Release["manifest"] {
  return Manifest.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
}

function ownRelease(tarball: string): Release {
  return { manifest: manifestOf(ROOT), send: (response) => createReadStream(tarball).pipe(response) };
}

/** Not compressed: npm accepts both, and this is faster on one machine. */
function installedRelease(folder: string): Release {
  const manifest = manifestOf(folder);
  const name = basename(folder);
  const left = manifest.bundledDependencies === undefined ? [`--exclude=${name}/node_modules`] : [];
  return {
    manifest,
    send: (response) => {
      const tar = spawn("tar", ["-cf", "-", ...left, "-C", dirname(folder), name], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      tar.stdout.pipe(response);
      tar.on("close", (code) => code === 0 || response.destroy());
    },
  };
}

function sendPackument(
  response: ServerResponse,
  name: string,
  found: readonly Release[],
  address: string,
): void {
  const versions = Object.fromEntries(
    found.map(({ manifest }) => {
      const tarball = `${address}/${name}/-/${manifest.version}.tgz`;
      return [manifest.version, { ...manifest, dist: { tarball } }];
    }),
  );
  const latest = found[0]?.manifest.version;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ name, "dist-tags": { latest }, versions }));
}

function notFound(response: ServerResponse): void {
  response.statusCode = 404;
  response.end("{}");
}
