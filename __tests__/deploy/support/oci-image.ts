import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { StepFailure } from "../../support/actions/run-step";

/** A registry, as a client with a login sees it. */
interface Client {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly authorization: string;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A manifest that is not pushed yet. */
export interface Manifest {
  readonly descriptor: Descriptor;
  readonly body: string;
  /** The manifests of an index, which the registry must have first. */
  readonly children: readonly Manifest[];
  readonly blobs: readonly string[];
}

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const INDEX = "application/vnd.oci.image.index.v1+json";
const CONFIG = "application/vnd.oci.image.config.v1+json";
const LAYER = "application/vnd.oci.image.layer.v1.tar";

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

function descriptorOf(mediaType: string, text: string): Descriptor {
  return { mediaType, digest: digestOf(text), size: Buffer.byteLength(text) };
}

/** A tar archive with one file. @see https://www.gnu.org/software/tar/manual/html_node/Standard.html */
function tar(name: string, content: string): string {
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, "0")}\0`;
  const fields = [
    [name, 100],
    [octal(0o644, 8), 8],
    [octal(0, 8), 8],
    [octal(0, 8), 8],
    [octal(Buffer.byteLength(content), 12), 12],
    [octal(0, 12), 12],
    // The checksum counts as spaces.
    [" ".repeat(8), 8],
    ["0", 1],
    ["", 100],
    ["ustar\u000000", 8],
  ] as const;
  const start = fields.map(([text, length]) => text.padEnd(length, "\0")).join("");
  const sum = Buffer.from(start).reduce((total, byte) => total + byte, 0);
  const header = `${start.slice(0, 148)}${octal(sum, 7)} ${start.slice(156)}`.padEnd(512, "\0");
  const padding = "\0".repeat((512 - (Buffer.byteLength(content) % 512)) % 512);
  return `${header}${content}${padding}${"\0".repeat(1024)}`;
}

/** An image of one platform. The same content gives the same digest. */
export function image(content: string, platform: string): Manifest {
  const [os = "", architecture = "", variant] = platform.split("/");
  const target = { os, architecture, ...(variant !== undefined && { variant }) };
  const layer = tar("content", content);
  const config = JSON.stringify({ ...target, rootfs: { type: "layers", diff_ids: [digestOf(layer)] } });
  const body = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: descriptorOf(CONFIG, config),
    layers: [descriptorOf(LAYER, layer)],
  });
  const descriptor = { ...descriptorOf(MANIFEST, body), platform: target };
  return { descriptor, body, children: [], blobs: [config, layer] };
}

/** The attestation of an image, as BuildKit adds it to an index. */
export function attestation(content: string, { descriptor: { digest } }: Manifest): Manifest {
  const manifest = image(content, "unknown/unknown");
  const annotations = {
    "vnd.docker.reference.digest": digest,
    "vnd.docker.reference.type": "attestation-manifest",
  };
  return { ...manifest, descriptor: { ...manifest.descriptor, annotations } };
}

export function index(children: readonly Manifest[]): Manifest {
  const manifests = children.map(({ descriptor }) => descriptor);
  const body = JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests });
  return { descriptor: descriptorOf(INDEX, body), body, children, blobs: [] };
}

/** A manifest that refers to another one, which the registry must have. */
export async function referrer(client: Client, repository: string, digest: string): Promise<Manifest> {
  const accept = `${INDEX}, ${MANIFEST}`;
  const found = await call(client, "HEAD", `/v2/${repository}/manifests/${digest}`, { mediaType: accept });
  if (!found.ok) throw new StepFailure(`no manifest ${digest} in ${repository}`);
  const subject = {
    mediaType: found.headers.get("content-type"),
    digest,
    size: Number(found.headers.get("content-length")),
  };
  const { blobs, body, ...manifest } = image(digest, "unknown/unknown");
  const referring = JSON.stringify({ ...JSON.parse(body), subject });
  return { ...manifest, descriptor: descriptorOf(MANIFEST, referring), body: referring, blobs };
}

/** The login of a runner, from the file that `docker login` writes. */
export function clientOf(home: string, host: string): Client {
  const path = join(home, ".docker", "config.json");
  const { auths = {} } = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  return { host, authorization: `Basic ${auths[host]?.auth ?? ""}` };
}

/** @throws StepFailure with the answer of the registry, if it is an error. */
async function call(
  { host, authorization }: Client,
  method: string,
  path: string,
  { body, mediaType }: { readonly body?: string; readonly mediaType?: string } = {},
): Promise<Response> {
  const response = await fetch(new URL(path, `http://${host}`), {
    method,
    headers: {
      authorization,
      ...(mediaType !== undefined && { "content-type": mediaType, accept: mediaType }),
    },
    ...(body !== undefined && { body }),
  });
  if (response.ok || (method === "HEAD" && response.status === 404)) return response;
  throw new StepFailure(`ERROR: failed to push ${host}${path}: ${response.status} ${await response.text()}`);
}

/** Pushes an image under tags, or by its digest if there are none. */
export async function push(
  client: Client,
  repository: string,
  manifest: Manifest,
  tags: readonly string[],
): Promise<void> {
  for (const child of manifest.children) await push(client, repository, child, []);
  for (const blob of manifest.blobs) await pushBlob(client, repository, blob);
  const { mediaType, digest } = manifest.descriptor;
  for (const reference of tags.length === 0 ? [digest] : tags) {
    const path = `/v2/${repository}/manifests/${reference}`;
    // As BuildKit does: what the tag already names is not pushed again.
    const found = await call(client, "HEAD", path, { mediaType });
    if (found.headers.get("docker-content-digest") === digest) continue;
    await call(client, "PUT", path, { body: manifest.body, mediaType });
  }
}

async function pushBlob(client: Client, repository: string, blob: string): Promise<void> {
  const digest = digestOf(blob);
  const found = await call(client, "HEAD", `/v2/${repository}/blobs/${digest}`);
  if (found.ok) return;
  const session = await call(client, "POST", `/v2/${repository}/blobs/uploads/`);
  const upload = new URL(session.headers.get("location") ?? "", `http://${client.host}`);
  const mediaType = "application/octet-stream";
  const part = await call(client, "PATCH", `${upload.pathname}${upload.search}`, { body: blob, mediaType });
  const end = new URL(part.headers.get("location") ?? "", `http://${client.host}`);
  end.searchParams.set("digest", digest);
  await call(client, "PUT", `${end.pathname}${end.search}`);
}
