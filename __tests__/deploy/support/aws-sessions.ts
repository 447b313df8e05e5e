import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { GITHUB_COM_ISSUER } from "../../../lib/policy/github-issuer";
import { conditionAnswer } from "../../../lib/policy/iam/condition";
import { isAbout } from "../../../lib/policy/iam/evaluate";
import { patternOf, plainText, subsumes, WILDCARDS_ALONE } from "../../../lib/policy/iam/glob";
import { parsePolicy } from "../../../lib/policy/parse";
import type { ParsedPolicy } from "../../../lib/policy/policy-document";

/** AWS keys of a session, as variables of the environment. */
export interface SessionKeys {
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
}

interface Session {
  readonly name: string;
  readonly accountId: string;
  /** Each of them has to allow a call. Undefined: an administrator. */
  readonly policies: readonly ParsedPolicy[] | undefined;
}

/** The AWS APIs of moto for sessions in several accounts, which can do what their policies allow. */
export interface AwsSessions {
  readonly url: string;
  /** @param policies of which each has to allow a call: those of the role, and that of the session. Undefined: an administrator. */
  readonly session: (name: string, accountId: string, policies?: readonly unknown[]) => SessionKeys;
  /** Every call that was allowed: `AccessPlan iam:GetRole`, sorted. */
  readonly allowed: () => readonly string[];
  /** Every call that was denied: `AccessPlan iam:CreateRole arn:aws:iam::...`. */
  readonly denied: () => string[];
  close(): Promise<void>;
}

/**
 * @param target URL of moto.
 * @param bucketAccount the account of all buckets. Their policies let the other accounts in.
 */
export async function awsSessions(target: string, bucketAccount: string): Promise<AwsSessions> {
  const sessions = new Map<string, Session>();
  const allowed = new Set<string>();
  const denied: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const [, key = "", service = ""] =
      /Credential=(\w+)\/\d+\/[\w-]+\/(\w+)\//.exec(incoming.headers.authorization ?? "") ?? [];
    const session = sessions.get(key);
    const accountId = service === "s3" ? bucketAccount : session?.accountId;
    if (session !== undefined && accountId !== undefined) {
      const call = callOf(service, session.accountId, incoming, body);
      if (session.policies !== undefined && !session.policies.every((policy) => allows(policy, call))) {
        denied.push(`${session.name} ${call.action} ${call.resource}`);
        refused(
          service,
          `${session.name} is not authorized to perform: ${call.action} on ${call.resource}`,
          outgoing,
        );
        return;
      }
      allowed.add(`${session.name} ${call.action}`);
    }
    const headers = {
      ...incoming.headers,
      ...(accountId !== undefined && { "x-moto-account-id": accountId }),
    };
    const upstream = request(
      new URL(incoming.url ?? "/", target),
      { method: incoming.method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    upstream.on("error", () => outgoing.destroy());
    upstream.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    session(name, accountId, policies) {
      const key = `ASIA${String(sessions.size).padStart(12, "0")}`;
      sessions.set(key, { name, accountId, policies: policies?.map(parsed) });
      return { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: "test" };
    },
    allowed: () => [...allowed].sort(),
    denied: () => denied,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function parsed(document: unknown): ParsedPolicy {
  const policy = parsePolicy(document, "permissions");
  if ("problems" in policy) throw new Error(JSON.stringify(policy.problems));
  return policy;
}

interface Call {
  readonly action: string;
  readonly resource: string;
  /** Condition keys in lower case. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

function callOf(service: string, accountId: string, incoming: IncomingMessage, body: Buffer): Call {
  switch (service) {
    case "iam":
      return iamCall(accountId, new URLSearchParams(body.toString("utf8")));
    case "ecr": {
      const action = String(incoming.headers["x-amz-target"]).split(".").at(-1) ?? "";
      const { repositoryName, resourceArn } = JSON.parse(body.toString("utf8"));
      const region = /\d\/([\w-]+)\/ecr\//.exec(incoming.headers.authorization ?? "")?.[1];
      const arn = resourceArn ?? `arn:aws:ecr:${region}:${accountId}:repository/${repositoryName}`;
      return { action: `ecr:${action}`, resource: arn, keys: new Map() };
    }
    case "s3":
      return s3Call(incoming);
    case "sts": {
      const action = new URLSearchParams(body.toString("utf8")).get("Action");
      return { action: `sts:${action}`, resource: "*", keys: new Map() };
    }
    default:
      throw new Error(`no actions of ${service}`);
  }
}

function iamCall(accountId: string, parameters: URLSearchParams): Call {
  const arn = (kind: string, name: string) =>
    `arn:aws:iam::${accountId}:${kind}${parameters.get("Path") ?? "/"}${name}`;
  const role = parameters.get("RoleName");
  const policy = parameters.get("PolicyName");
  const policyArn = parameters.get("PolicyArn");
  const provider = parameters.get("OpenIDConnectProviderArn");
  const boundary = parameters.get("PermissionsBoundary");
  const resource =
    role !== null
      ? arn("role", role)
      : (policyArn ?? provider ?? (policy === null ? "*" : arn("policy", policy)));
  return {
    action: `iam:${parameters.get("Action")}`,
    resource,
    keys: new Map([
      ...(boundary === null ? [] : ([["iam:permissionsboundary", [boundary]]] as const)),
      ...(role === null || policyArn === null ? [] : ([["iam:policyarn", [policyArn]]] as const)),
    ]),
  };
}

/** Of the calls of Terraform's backend. */
function s3Call({ method = "", url = "" }: IncomingMessage): Call {
  const [, bucket = "", key = ""] = /^\/([^/?]+)\/?([^?]*)/.exec(url) ?? [];
  const actions: Readonly<Record<string, string>> = {
    GET: "s3:GetObject",
    HEAD: "s3:GetObject",
    PUT: "s3:PutObject",
    DELETE: "s3:DeleteObject",
  };
  const isBucket = key === "";
  return {
    action: isBucket ? "s3:ListBucket" : (actions[method] ?? `s3:${method}`),
    resource: `arn:aws:s3:::${bucket}${isBucket ? "" : `/${decodeURIComponent(key)}`}`,
    keys: new Map(),
  };
}

/** A statement about the action and the resource whose conditions hold. A Deny wins. */
function allows({ statements, hasVariables }: ParsedPolicy, { action, resource, keys }: Call): boolean {
  // AWS requires no permission for it.
  if (action === "sts:GetCallerIdentity") return true;
  const request = {
    issuerHost: GITHUB_COM_ISSUER,
    account: undefined,
    keys,
    unsupportedKeys: new Set<string>(),
    unknownClaims: new Set<string>(),
  };
  const matching = statements.filter(
    (statement) =>
      isAbout(statement, action) &&
      statement.resources.some((each) => matches(each, resource)) &&
      statement.conditions.every((condition) => {
        // The evaluation of tokens does not compare ARNs.
        if (condition.operatorName === "ArnLike") {
          const given = keys.get(condition.key.toLowerCase()) ?? [];
          return given.some((arn) => condition.values.some((each) => matches(each, arn)));
        }
        return conditionAnswer(condition, hasVariables, request).outcome === "holds";
      }),
  );
  return (
    matching.some(({ effect }) => effect === "Allow") && !matching.some(({ effect }) => effect === "Deny")
  );
}

function matches(pattern: string, text: string): boolean {
  return subsumes(patternOf(pattern, WILDCARDS_ALONE), plainText(text));
}

/** AWS's answer to a call that is denied, in the format of the service. */
function refused(service: string, message: string, outgoing: ServerResponse): void {
  if (service === "ecr") {
    const body = JSON.stringify({ __type: "AccessDeniedException", message });
    outgoing.writeHead(400, { "content-type": "application/x-amz-json-1.1" }).end(body);
    return;
  }
  const error = `<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error>`;
  const body = service === "s3" ? error : `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`;
  outgoing.writeHead(403, { "content-type": "text/xml" }).end(body);
}
