import type { Account, Config, Role } from "../config/config";
import type { KnownSurroundings } from "../config/normalize/risks";
import type { Path } from "../config/problem";
import { type ArnScope, roleArn } from "../policy/arn";
import type { EcrPermissions } from "../policy/ecr-policy";
import { registryHost } from "../policy/ecr-registry";
import type { ParsedPolicy } from "../policy/iam/document";
import { hasWildcard } from "../policy/iam/glob";
import { parsePolicy } from "../policy/iam/parse-policy";
import { EMPTY_CONTEXT } from "../policy/rules/context";
import { allowedValues, githubStatements } from "../policy/rules/github-statement";

/** A role that a token asks for. */
export interface CandidateRole {
  readonly name: string;
  readonly document: ParsedPolicy;
  /** What a token for it has to be made for. */
  readonly audience: string;
  /** What the file says of it; undefined for a trust policy by itself. */
  readonly origin: RoleOrigin | undefined;
}

/** Where a role stands in access.yaml, and what else is known of it there. */
export interface RoleOrigin {
  readonly path: Path;
  readonly role: Role;
  readonly account: Account;
  /** Who signs the tokens of the file's GitHub. */
  readonly issuerHost: string;
  /** The only audience that the account's provider takes; undefined, where somebody else made the provider. */
  readonly providerAudience: string | undefined;
  /** Ids that the file knows, by `owner` and `owner/name` in lower case. */
  readonly ids: KnownSurroundings["ids"];
}

/** What a role lets do in ECR. */
export interface Grant extends EcrPermissions {
  readonly registries: readonly string[];
}

/** Every role of a file, in its order. @param ids that the file knows. */
export function candidatesOf(
  { accounts, github: { issuerHost } }: Config,
  ids: KnownSurroundings["ids"],
): readonly CandidateRole[] {
  return accounts.flatMap((account, accountIndex) =>
    account.roles.map((role, roleIndex) => ({
      name: role.name,
      document: knownDocument(role.trustPolicy),
      audience: account.audience,
      origin: {
        path: ["accounts", accountIndex, "roles", roleIndex],
        role,
        account,
        issuerHost,
        providerAudience: account.oidcProvider === "existing" ? undefined : account.audience,
        ids,
      },
    })),
  );
}

const USUAL_AUDIENCE = "sts.amazonaws.com";

/** A trust policy by itself. */
export function roleOfPolicy(name: string, document: ParsedPolicy): CandidateRole {
  const audiences = githubStatements(document, EMPTY_CONTEXT).flatMap((each) => allowedValues(each, "aud"));
  const named = audiences.find(({ pattern }) => !hasWildcard(pattern));
  return { name, document, audience: named?.text ?? USUAL_AUDIENCE, origin: undefined };
}

/** @throws TypeError for a document that cannot be read, which the file is refused for. */
function knownDocument(trustPolicy: object): ParsedPolicy {
  const document = parsePolicy(trustPolicy, "trust");
  if ("problems" in document) throw new TypeError("a trust policy that cannot be read");
  return document;
}

export function scopeOf({ origin }: CandidateRole): ArnScope | undefined {
  return origin?.account;
}

export function arnOf({ origin }: CandidateRole): string | undefined {
  return origin && roleArn(origin.account, origin.role.path, origin.role.name);
}

export function grantOf({ origin }: CandidateRole): Grant | undefined {
  if (origin === undefined) return undefined;
  const { account, role } = origin;
  return { ...role.ecr, registries: role.ecr.regions.map((region) => registryHost(account, region)) };
}
