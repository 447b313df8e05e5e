import type { KnownContext } from "../config/normalize/risks";
import type { Path } from "../config/problem";
import type { Account, Config, Role } from "../config/types";
import { roleArn } from "../policy/arn";
import type { EcrPermissions } from "../policy/ecr-policy";
import { registryHost } from "../policy/ecr-registry";
import type { ParsedPolicy } from "../policy/iam/document";
import { hasWildcard } from "../policy/iam/glob";
import { EMPTY_CONTEXT } from "../policy/rules/context";
import { allowedValues, githubStatements } from "../policy/rules/github-statement";

/** A role that a token may be allowed to assume. */
export interface CandidateRole {
  readonly name: string;
  readonly document: ParsedPolicy;
  /** The audience that a token for this role needs. */
  readonly audience: string;
  /** Undefined for a role of a policy file. */
  readonly origin: RoleOrigin | undefined;
}

/** The role in access.yaml. */
interface RoleOrigin {
  readonly path: Path;
  readonly role: Role;
  readonly account: Account;
  /** The issuer of the tokens of the file's GitHub host, without `https://`. */
  readonly issuerHost: string;
  /** The only audience that the account's OIDC provider accepts. Undefined for an existing provider, whose audiences are unknown. */
  readonly providerAudience: string | undefined;
  /** The ids in the file, by `owner` and `owner/name` in lower case. */
  readonly ids: KnownContext["ids"];
}

/** What a role allows in ECR. */
export interface Grant extends EcrPermissions {
  readonly registries: readonly string[];
}

/** The roles of a file, in its order. @param ids the ids in the file. */
export function candidatesOf(
  { accounts, github: { issuerHost } }: Config,
  ids: KnownContext["ids"],
): readonly CandidateRole[] {
  return accounts.flatMap((account, accountIndex) =>
    account.roles.map((role, roleIndex) => ({
      name: role.name,
      document: role.parsedTrustPolicy,
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

const DEFAULT_AUDIENCE = "sts.amazonaws.com";

/** A role of a policy file. */
export function roleOfPolicy(name: string, document: ParsedPolicy): CandidateRole {
  const audiences = githubStatements(document, EMPTY_CONTEXT).flatMap((each) => allowedValues(each, "aud"));
  const named = audiences.find(({ pattern }) => !hasWildcard(pattern));
  return { name, document, audience: named?.text ?? DEFAULT_AUDIENCE, origin: undefined };
}

export function arnOf({ origin }: CandidateRole): string | undefined {
  return origin && roleArn(origin.account, origin.role.path, origin.role.name);
}

export function grantOf({ origin }: CandidateRole): Grant | undefined {
  if (origin === undefined) return undefined;
  const { account, role } = origin;
  return { ...role.ecr, registries: role.ecr.regions.map((region) => registryHost(account, region)) };
}
