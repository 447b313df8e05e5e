import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { PermissionStatement, PolicyDocument } from "../../../lib/policy/policy-document";
import { type Action, type ActionCall, StepFailure } from "../../support/actions/run-step";
import { type Builds, buildAndPush, withInputs } from "./build-action";
import type { EcrRegistry } from "./ecr-registry";
import { clientOf, push, referrer } from "./oci-image";

/** A role that jobs can assume. */
export interface CloudRole {
  readonly roleArn: string;
  readonly maxSessionSeconds: number;
  readonly policies: readonly PolicyDocument<PermissionStatement>[];
  /** Whether the role's trust policy allows the token of a job. */
  readonly trusts: (call: ActionCall, audience: string) => boolean;
}

/** What the actions of a workflow find outside of GitHub. */
export interface Cloud {
  readonly roles: readonly CloudRole[];
  /** The registry of an account and a region: `123456789012/eu-west-1`. */
  readonly registries: Readonly<Record<string, EcrRegistry>>;
  /** The repository that jobs check out. */
  readonly origin: string;
  readonly builds: Builds;
}

/** The behaviour of the actions that generated workflows use. An input that is not listed is an error. */
export function workflowActions(cloud: Cloud): Readonly<Record<string, Action>> {
  return {
    "actions/checkout": checkout(cloud),
    "aws-actions/configure-aws-credentials": assumeRole(cloud),
    "aws-actions/amazon-ecr-login": logIn(cloud),
    "docker/setup-buildx-action": withInputs(z.strictObject({}), () => ({})),
    "docker/setup-qemu-action": withInputs(z.strictObject({ platforms: z.string().optional() }), () => ({})),
    "docker/build-push-action": buildAndPush(cloud.builds),
    "oras-project/setup-oras": withInputs(z.strictObject({}), () => ({})),
    "actions/attest": attest(),
  };
}

function checkout({ origin }: Cloud): Action {
  return withInputs(
    z.strictObject({ "persist-credentials": z.literal("false") }),
    (_, { run, workspace }) => {
      const git = (...args: readonly string[]) => execFileSync("git", ["-C", workspace, ...args]);
      git("init", "--quiet");
      git("fetch", "--quiet", "--depth", "1", origin, run.sha);
      git("checkout", "--quiet", "FETCH_HEAD");
      return {};
    },
  );
}

const SECONDS = z.string().regex(/^\d+$/).transform(Number);

function assumeRole({ roles }: Cloud): Action {
  const inputs = z.strictObject({
    "role-to-assume": z.string(),
    "aws-region": z.string().regex(/^[a-z]+(?:-[a-z]+)+-\d$/),
    audience: z.string().default("sts.amazonaws.com"),
    "allowed-account-ids": z.string().optional(),
    "role-duration-seconds": SECONDS.default(3600),
    "retry-max-attempts": SECONDS.optional(),
  });
  return withInputs(inputs, (given, call) => {
    const { permissions } = call;
    if (typeof permissions !== "object" || permissions["id-token"] !== "write") {
      throw new StepFailure("Credentials could not be loaded, please check your action inputs");
    }
    const role = roles.find(({ roleArn }) => roleArn === given["role-to-assume"]);
    if (role === undefined || !role.trusts(call, given.audience)) {
      throw new StepFailure(
        "Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity",
      );
    }
    if (given["role-duration-seconds"] > role.maxSessionSeconds) {
      throw new StepFailure(
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
      );
    }
    const [, , , , account = ""] = role.roleArn.split(":");
    if (given["allowed-account-ids"] !== undefined && given["allowed-account-ids"] !== account) {
      throw new StepFailure(
        "The account ID of the provided credentials is not in the list of allowed account IDs",
      );
    }
    const region = given["aws-region"];
    return {
      outputs: { "aws-account-id": account },
      // The real action sets keys. Here, the name of the role stands in their place.
      env: { AWS_REGION: region, AWS_DEFAULT_REGION: region, AWS_ACCESS_KEY_ID: role.roleArn },
    };
  });
}

/** Logs in to the registry of the role's account, or to those of `registries`. With one, it is the output. */
function logIn({ roles, registries }: Cloud): Action {
  const inputs = z.strictObject({
    registries: z.string().optional(),
    "registry-type": z.literal("public").optional(),
  });
  return withInputs(inputs, (given, { env, home }) => {
    const role = roles.find(({ roleArn }) => roleArn === env.AWS_ACCESS_KEY_ID);
    if (role === undefined) throw new StepFailure("Could not load credentials from any providers");
    const statements = role.policies.flatMap(({ Statement }) => Statement);
    const isPublic = given["registry-type"] === "public";
    const needed = isPublic
      ? ["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"]
      : ["ecr:GetAuthorizationToken"];
    const missing = needed.filter((action) => !statements.some((each) => each.Action.includes(action)));
    if (missing.length > 0) throw new StepFailure(`not authorized to perform: ${missing} on resource: *`);
    const accounts = given.registries?.split(",") ?? [role.roleArn.split(":")[4]];
    const hosts = (isPublic ? ["public"] : accounts.map((each) => `${each}/${env.AWS_REGION}`)).map((key) => {
      const registry = registries[key];
      if (registry === undefined) throw new Error(`no registry ${key}`);
      saveLogin(home, registry.host, registry.logIn({ roleArn: role.roleArn, statements }));
      return registry.host;
    });
    const [host = ""] = hosts;
    return hosts.length === 1 ? { outputs: { registry: host } } : {};
  });
}

/** Saves a password as `docker login` does. */
function saveLogin(home: string, host: string, password: string): void {
  const folder = join(home, ".docker");
  const path = join(folder, "config.json");
  mkdirSync(folder, { recursive: true });
  const { auths = {} } = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  auths[host] = { auth: Buffer.from(`AWS:${password}`).toString("base64") };
  writeFileSync(path, JSON.stringify({ auths }));
}

/** Pushes a signed attestation beside an image, as a manifest that refers to it. */
function attest(): Action {
  const inputs = z.strictObject({
    "subject-name": z.string(),
    "subject-digest": z.string().regex(/^sha256:[0-9a-f]{64}$/),
    "push-to-registry": z.literal("true"),
    "create-storage-record": z.literal("false").optional(),
  });
  return withInputs(inputs, async (given, { permissions, home }) => {
    const needed = ["id-token", "attestations"].filter(
      (name) => typeof permissions !== "object" || permissions[name] !== "write",
    );
    if (needed.length > 0) throw new StepFailure(`missing permissions: ${needed.join(", ")}`);
    const [, host = "", repository = ""] = /^([^/]+)\/([^:@]+)$/.exec(given["subject-name"]) ?? [];
    const client = clientOf(home, host);
    await push(client, repository, await referrer(client, repository, given["subject-digest"]), []);
    return {};
  });
}
