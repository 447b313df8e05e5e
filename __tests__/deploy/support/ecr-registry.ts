import { createHash } from "node:crypto";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { PermissionStatement } from "../../../lib/policy/policy-document";
import { type Certificate, isEncrypted, startServer } from "./http-and-https";
import { registryServer } from "./registry";

/** A role that is logged in to the registry. */
export interface Session {
  readonly roleArn: string;
  /** The statements of the role's policies. */
  readonly statements: readonly PermissionStatement[];
}

/** Whether the tags of a repository can be overwritten. */
export type Mutability = "mutable" | "immutable" | { readonly immutableExcept: readonly string[] };

/** An ECR registry of one account and region: the rights and the immutable tags of ECR, in front of a real registry. */
export interface EcrRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** The password of a role, as GetAuthorizationToken gives it to the user `AWS`. */
  readonly logIn: (session: Session) => string;
  /** The repositories. Others do not exist. */
  readonly repositories: Map<string, Mutability>;
  /** Actions that no role may do, whatever its policies say. */
  readonly revoked: Set<string>;
  /** What was refused, in order: `ecr:PutImage web`. */
  readonly refused: string[];
  /** The manifests that were accepted, in order: `web:TAG` or `web@DIGEST`. */
  readonly pushed: string[];
  /** The digest of a tag. Undefined if there is no such tag. */
  readonly digest: (repository: string, tag: string) => Promise<string | undefined>;
  /** The manifest of a tag or digest. */
  readonly manifest: (repository: string, reference: string) => Promise<Manifest>;
  /** All tags of a repository, sorted. */
  readonly tags: (repository: string) => Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface Manifest {
  readonly mediaType: string;
  readonly manifests?: readonly {
    readonly digest: string;
    readonly platform?: Readonly<Record<string, string>>;
  }[];
  readonly config?: { readonly digest: string };
}

/**
 * The right that each request of the distribution API asks for.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
const RIGHTS: Readonly<Record<string, string>> = {
  "GET manifests": "ecr:BatchGetImage",
  "HEAD manifests": "ecr:BatchGetImage",
  "PUT manifests": "ecr:PutImage",
  "HEAD blobs": "ecr:BatchCheckLayerAvailability",
  "GET blobs": "ecr:GetDownloadUrlForLayer",
  "POST blobs": "ecr:InitiateLayerUpload",
  "PATCH blobs": "ecr:UploadLayerPart",
  "PUT blobs": "ecr:CompleteLayerUpload",
  "GET tags": "ecr:ListImages",
  "GET referrers": "ecr:BatchGetImage",
};

const RESOURCE = /^\/v2\/(.+)\/(manifests|blobs|tags|referrers)\/(.*)$/;

const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
].join(", ");

/** Reads of ECR Public, which need no right. */
const PUBLIC_READS = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:ListImages"];

/**
 * @param scope the account and region, as in the ARN of a repository: `arn:aws:ecr:eu-west-1:123456789012`.
 * @param alias of a registry in ECR Public, whose repositories are `ALIAS/NAME`.
 */
export async function ecrRegistry(
  scope: string,
  certificate: Certificate,
  alias?: string,
): Promise<EcrRegistry> {
  const upstream = await registryServer();
  const sessions = new Map<string, Session>();
  const repositories: EcrRegistry["repositories"] = new Map();
  const revoked = new Set<string>();
  const refused: string[] = [];
  const pushed: string[] = [];

  /** The answer of ECR itself. Undefined if the registry answers. */
  async function answerTo(incoming: IncomingMessage): Promise<Answer | undefined> {
    const { method = "GET", url = "/" } = incoming;
    const session = sessions.get(passwordOf(incoming));
    if (session === undefined) return { status: 401, code: "UNAUTHORIZED", message: "Not Authorized" };
    const { pathname } = new URL(url, "http://registry");
    if (pathname === "/v2/") return { status: 200 };
    const [, repository = "", kind = "", reference = ""] = RESOURCE.exec(pathname) ?? [];
    const needed = RIGHTS[`${method} ${kind}`];
    if (needed === undefined) return { status: 404, code: "UNSUPPORTED", message: `${method} ${pathname}` };
    const denied = rightsAnswer(session, needed, repository);
    if (denied !== undefined) return denied;
    const mutability = repositories.get(repository);
    if (mutability === undefined) {
      const message = `The repository with name '${repository}' does not exist in the registry with id '${scope.split(":")[4]}'`;
      return { status: 404, code: "NAME_UNKNOWN", message };
    }
    return needed === "ecr:PutImage" ? overwriteAnswer(repository, mutability, reference) : undefined;
  }

  /** The answer to a request for which the role has no right. */
  function rightsAnswer(session: Session, needed: string, repository: string): Answer | undefined {
    if (alias !== undefined && PUBLIC_READS.includes(needed)) return undefined;
    const right = alias === undefined ? needed : needed.replace("ecr:", "ecr-public:");
    const arn = `${scope}:repository/${repository.replace(`${alias}/`, "")}`;
    if (!revoked.has(right) && isAllowed(session, right, arn)) return undefined;
    refused.push(`${right} ${repository}`);
    const message = `User: ${session.roleArn} is not authorized to perform: ${right} on resource: ${arn} because no identity-based policy allows the ${right} action`;
    return { status: 403, code: "DENIED", message };
  }

  /** The answer to a push that overwrites an immutable tag. */
  async function overwriteAnswer(
    repository: string,
    mutability: Mutability,
    reference: string,
  ): Promise<Answer | undefined> {
    if (reference.startsWith("sha256:") || isMutable(mutability, reference)) return undefined;
    if ((await digest(repository, reference)) === undefined) return undefined;
    refused.push(`ecr:PutImage ${repository}:${reference}`);
    const message = `The image tag '${reference}' already exists in the '${repository}' repository and cannot be overwritten because the tag is immutable.`;
    return { status: 400, code: "TAG_INVALID", message };
  }

  async function digest(repository: string, tag: string): Promise<string | undefined> {
    const response = await fetch(`http://${upstream.host}/v2/${repository}/manifests/${tag}`, {
      method: "HEAD",
      headers: { accept: MANIFESTS },
    });
    return response.headers.get("docker-content-digest") ?? undefined;
  }

  const server = await startServer(certificate, async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const answer = await answerTo(incoming);
    if (answer !== undefined) return respond(outgoing, answer);
    const { method, url = "/" } = incoming;
    const [, repository, reference = ""] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(url) ?? [];
    forward(upstream.host, incoming, body, outgoing, (status) => {
      if (method !== "PUT" || repository === undefined || status !== 201) return;
      pushed.push(`${repository}${reference.startsWith("sha256:") ? "@" : ":"}${reference}`);
    });
  });
  return {
    host: server.host,
    logIn(session) {
      const password = createHash("sha256").update(`${session.roleArn} ${sessions.size}`).digest("hex");
      sessions.set(password, session);
      return password;
    },
    repositories,
    revoked,
    refused,
    pushed,
    digest,
    async manifest(repository, reference) {
      const url = `http://${upstream.host}/v2/${repository}/manifests/${reference}`;
      const response = await fetch(url, { headers: { accept: MANIFESTS } });
      if (response.status !== 200) throw new Error(`no manifest ${repository}:${reference}`);
      return response.json() as Promise<Manifest>;
    },
    async tags(repository) {
      const response = await fetch(`http://${upstream.host}/v2/${repository}/tags/list`);
      const { tags } = (await response.json()) as { readonly tags?: readonly string[] | null };
      return [...(tags ?? [])].sort();
    },
    async close() {
      await Promise.all([server.close(), upstream.close()]);
    },
  };
}

interface Answer {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
}

function respond(outgoing: ServerResponse, { status, ...error }: Answer): void {
  if (status === 401)
    outgoing.setHeader("www-authenticate", 'Basic realm="https://ecr",service="ecr.amazonaws.com"');
  outgoing.writeHead(status, { "content-type": "application/json" });
  outgoing.end(JSON.stringify(error.code === undefined ? {} : { errors: [error] }));
}

function passwordOf({ headers }: IncomingMessage): string {
  const [, credentials = ""] = /^Basic (.+)$/.exec(headers.authorization ?? "") ?? [];
  return Buffer.from(credentials, "base64").toString().split(":")[1] ?? "";
}

function isAllowed({ statements }: Session, action: string, arn: string): boolean {
  return statements.some(
    (statement) =>
      [statement.Action].flat().includes(action) &&
      [statement.Resource].flat().some((resource) => globOf(resource).test(arn)),
  );
}

function isMutable(mutability: Mutability, tag: string): boolean {
  if (typeof mutability === "string") return mutability === "mutable";
  return mutability.immutableExcept.some((pattern) => globOf(pattern).test(tag));
}

function globOf(pattern: string): RegExp {
  const literals = pattern.split("*").map((text) => text.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${literals.join(".*")}$`);
}

function forward(
  host: string,
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
  onStatus: (status: number | undefined) => void,
): void {
  const url = new URL(incoming.url ?? "/", `http://${host}`);
  // ECR mounts no layers of other repositories.
  for (const name of ["mount", "from"]) url.searchParams.delete(name);
  const { authorization: _, ...received } = incoming.headers;
  // The registry answers with addresses for the next request.
  const headers = { ...received, "x-forwarded-proto": isEncrypted(incoming) ? "https" : "http" };
  const upstream = request(url, { method: incoming.method, headers }, (response) => {
    onStatus(response.statusCode);
    outgoing.writeHead(response.statusCode ?? 500, response.headers);
    response.pipe(outgoing);
  });
  // The client can have closed the connection. Then the answer is not needed.
  upstream.on("error", () => outgoing.destroy());
  upstream.end(body);
}
