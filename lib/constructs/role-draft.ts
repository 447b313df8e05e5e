import { Token, Tokenization } from "cdktf";
import { at, isMap } from "../config/draft";
import { organizationsOf } from "../config/normalize/publication";
import type { Path, Problem } from "../config/problem";
import { VALUE_CONTENTS, type ValueContent } from "../config/types";
import type { RoleInput } from "./role-input";
import type { EcrRoleProps } from "./role-props";
import type { TrustInput } from "./trust-input";
import { NEEDS_LITERAL } from "./validation";

/** The props of a role in the form of access.yaml, with samples of CDKTF tokens. The checks read it, and nothing of it is written. */
export interface RoleDraft {
  readonly value: unknown;
  /** Problems of props that an access.yaml cannot express. */
  readonly problems: readonly Problem[];
  /** The path in the props for a path in the draft. */
  readonly propsPath: (path: Path) => Path;
}

/** Sample of a string that is only passed on. */
const PASSED_ON = "token";

/** @param publish as in access.yaml; false publishes nothing. */
export function roleDraft(props: EcrRoleProps, publish: unknown, input: RoleInput): RoleDraft {
  const { oidcProvider } = props;
  const { account, provider, trust } = input;
  const role = defined({
    name: props.name,
    policyName: props.policyName,
    path: props.path,
    description: passedOn(props.description, PASSED_ON),
    maxSessionSeconds: props.maxSessionSeconds,
    permissionsBoundaryArn: passedOn(
      props.permissionsBoundaryArn,
      `arn:${account.partition}:iam::aws:policy/${PASSED_ON}`,
    ),
    tags: props.tags && mappedTexts(props.tags, (text) => passedOn(text, PASSED_ON)),
    trust: props.trust && trust.entries,
    trustPolicy: props.trustPolicy && withProvider(props, provider.sample),
    acceptRisks: props.acceptRisks,
    ecr: defined({ ...props.ecr, repositories: input.repositories }),
    publish,
  });
  const named = ownersOf(props, trust, role);
  const { owners, ...known } = trust.github;
  const value = {
    github: defined({
      owner: named[0] ?? "unknown",
      host: oidcProvider.host,
      enterprise: oidcProvider.enterprise,
      owners: { ...Object.fromEntries(named.map((name) => [name, {}])), ...owners },
      ...known,
    }),
    accounts: [
      defined({
        id: account.id.sample,
        region: account.region.sample,
        audience: oidcProvider.audience,
        trustPolicyCharacters: props.trustPolicyCharacters,
        roles: [role],
      }),
    ],
  };
  return {
    value,
    problems: [
      ...input.problems,
      ...(account.isGiven ? [] : accountProblems(publish)),
      ...tokensIn(value, []),
    ],
    propsPath: (path) => propsPath(path, trust),
  };
}

/** The custom trust policy of the props with this ARN of the OIDC provider. */
export function withProvider({ trustPolicy, oidcProvider }: EcrRoleProps, providerArn: string): unknown {
  return mappedTexts(trustPolicy, (text) => (text === oidcProvider.providerArn ? providerArn : text));
}

/** The owners that the props name, or the first owner in a subject. */
function ownersOf(
  { owners = [] }: EcrRoleProps,
  trust: TrustInput,
  role: Readonly<Record<string, unknown>>,
): readonly string[] {
  const named = [...trust.repositoryOwners, ...owners];
  if (named.length > 0) return named;
  return organizationsOf({ value: { ...role, publish: undefined }, path: [] }, "").slice(0, 1);
}
/** Whether a published value can only be computed with the account and its region. */
const NEEDS_ACCOUNT: Readonly<Record<ValueContent, boolean>> = {
  region: false,
  accountId: false,
  roleName: false,
  roleArn: false,
  registry: true,
};

/** The published values that need the account, in props without it. */
function accountProblems(publish: unknown): readonly Problem[] {
  const values = at({ value: publish, path: ["publish"] }, "values");
  if (!isMap(values.value)) return [];
  return Object.keys(values.value)
    .map((name) => at(values, name))
    .filter(({ value }) => VALUE_CONTENTS.some((known) => known === value && NEEDS_ACCOUNT[known]))
    .map(({ path, value }) => ({
      path,
      message: `expected account: { accountId, region } beside it, got none. The value ${value} depends on the account`,
    }));
}

/** CDKTF tokens in values that the checks read. */
function tokensIn(value: unknown, path: Path): readonly Problem[] {
  if (typeof value === "string" || typeof value === "number") {
    return Token.isUnresolved(value) ? [{ path, message: NEEDS_LITERAL }] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((element, index) => tokensIn(element, [...path, index]));
  return Object.entries(value).flatMap(([key, each]) => tokensIn(each, [...path, key]));
}

function propsPath(path: Path, trust: TrustInput): Path {
  const [section, index, part, ...rest] = path;
  if (section === "github") {
    return (
      trust.propsPath(path) ??
      (index === "owner" || index === "owners" ? ["owners"] : ["oidcProvider", ...path.slice(1)])
    );
  }
  if (section !== "accounts" || part === undefined) return path;
  if (part === "roles") {
    const [, key, entry, name, ...below] = rest;
    return key === "trust" && name === "owner" ? [key, entry ?? 0, "repository", ...below] : rest.slice(1);
  }
  const account: Readonly<Record<string, Path>> = {
    id: ["account", "accountId"],
    region: ["account", "region"],
    audience: ["oidcProvider", "audience"],
  };
  return [...(account[String(part)] ?? [part]), ...rest];
}

/** Without undefined values. */
function defined(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function passedOn(text: string | undefined, inItsPlace: string): string | undefined {
  return text !== undefined && Token.isUnresolved(text) ? inItsPlace : text;
}

function mappedTexts(value: unknown, to: (text: string) => unknown): unknown {
  if (typeof value === "string") return to(value);
  // A token object refers to itself. As a string it is rejected like other tokens.
  if (Tokenization.isResolvable(value)) return Token.asString(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => mappedTexts(element, to));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mappedTexts(each, to)]));
}
