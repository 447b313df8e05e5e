import { Token, Tokenization } from "cdktf";
import { at, isMap } from "../config/draft";
import { organizationsOf } from "../config/normalize/publication";
import type { Path, Problem } from "../config/problem";
import { VALUE_CONTENTS, type ValueContent } from "../config/types";
import { Field, type FieldMap, pathOf, plainValue } from "./field";
import type { RoleInput } from "./role-input";
import type { EcrRoleProps } from "./role-props";
import type { TrustInput } from "./trust-input";
import { NEEDS_LITERAL } from "./validation";

/** The props of a role in the form of access.yaml, with samples of CDKTF tokens. The checks read it, and nothing of it is written. */
export interface RoleDraft {
  readonly value: unknown;
  /** Problems of props that an access.yaml cannot express. */
  readonly problems: readonly Problem[];
  /** The path in the props of a value of the draft. */
  readonly pathOf: (path: Path) => Path;
}

/** Sample of a string that is only passed on. */
const PASSED_ON = "token";

/** @param publish as in access.yaml; false publishes nothing. */
export function roleDraft(props: EcrRoleProps, publish: unknown, input: RoleInput): RoleDraft {
  const { oidcProvider } = props;
  const { account, provider, trust } = input;
  const role: FieldMap = defined({
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
  const draft = {
    github: defined({
      owner: new Field(named[0] ?? "unknown", ["owners"]),
      host: new Field(oidcProvider.host, ["oidcProvider", "host"]),
      enterprise: given(oidcProvider.enterprise, ["oidcProvider", "enterprise"]),
      owners: { ...Object.fromEntries(named.map((name) => [name, new Field({}, ["owners"])])), ...owners },
      ...known,
    }),
    accounts: [
      defined({
        id: new Field(account.id.sample, ["account", "accountId"]),
        region: new Field(account.region.sample, ["account", "region"]),
        audience: new Field(oidcProvider.audience, ["oidcProvider", "audience"]),
        trustPolicyCharacters: given(props.trustPolicyCharacters, ["trustPolicyCharacters"]),
        roles: [new Field(role, [])],
      }),
    ],
  };
  return {
    value: plainValue(draft),
    problems: [
      ...input.problems,
      ...(account.isGiven ? [] : accountProblems(publish)),
      ...tokensIn(draft, []),
    ],
    pathOf: (path) => pathOf(path, draft),
  };
}

/** The custom trust policy of the props with this ARN of the OIDC provider. */
export function withProvider({ trustPolicy, oidcProvider }: EcrRoleProps, providerArn: string): unknown {
  return mappedTexts(trustPolicy, (text) => (text === oidcProvider.providerArn ? providerArn : text));
}

/** The owners that the props name, or the first owner in a subject. */
function ownersOf({ owners = [] }: EcrRoleProps, trust: TrustInput, role: FieldMap): readonly string[] {
  const named = [...trust.repositoryOwners, ...owners];
  if (named.length > 0) return named;
  return organizationsOf({ value: plainValue({ ...role, publish: undefined }), path: [] }, "").slice(0, 1);
}
/** Whether a published value can only be computed with the account and its region. */
const NEEDS_ACCOUNT: Readonly<Record<ValueContent, boolean>> = {
  region: false,
  accountId: false,
  roleName: false,
  roleArn: false,
  registry: true,
  repository: false,
  repositoryUrl: true,
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
  if (value instanceof Field) return tokensIn(value.value, value.path);
  if (Tokenization.isResolvable(value)) return [{ path, message: NEEDS_LITERAL }];
  if (typeof value === "string" || typeof value === "number") {
    return Token.isUnresolved(value) ? [{ path, message: NEEDS_LITERAL }] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((element, index) => tokensIn(element, [...path, index]));
  return Object.entries(value).flatMap(([key, each]) => tokensIn(each, [...path, key]));
}

/** A field, if the props have its value. */
function given(value: unknown, path: Path): Field | undefined {
  return value === undefined ? undefined : new Field(value, path);
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
