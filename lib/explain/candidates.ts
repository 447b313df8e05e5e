import type { KnownContext } from "../config/normalize/risks";
import type { Path } from "../config/problem";
import type { Account, Config, Role } from "../config/types";
import { type ArnScope, arnScopeOf, roleArn } from "../policy/arn";
import { ECR_PUBLIC_REGION } from "../policy/ecr-names";
import type { EcrPermissions } from "../policy/ecr-policies";
import { type EcrPublicPermissions, publicRegistryHost, registryHosts } from "../policy/ecr-policies";
import { defaultAudience, isPartition } from "../policy/partition";
import type { ParsedPolicy } from "../policy/policy-document";
import { EMPTY_CONTEXT } from "../policy/rules/context";

/** A role that a token may be allowed to assume. */
export interface CandidateRole {
  readonly name: string;
  readonly document: ParsedPolicy;
  /** The account of the role. Undefined for a trust policy without the ARN of its role. */
  readonly account: ArnScope | undefined;
  /** The audience that workflows request for this role, if none is given: what the file says, or the default of the partition. */
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
  /** The ids in the file, by `owner` and `owner/name` in lower case, and the repositories that it has a subject template for. */
  readonly known: Pick<KnownContext, "ids" | "hasTemplate">;
}

/** What a role allows in ECR. */
export interface Grant extends EcrPermissions {
  readonly registries: readonly string[];
  /** The same for further repositories, if there are any. */
  readonly furtherEcr?: readonly Grant[];
  /** Managed policies that the role also attaches, if there are any. */
  readonly attachedPolicyArns?: readonly string[];
}

/** The roles of a file, in its order. @param known what else the file says about its repositories. */
export function candidatesOf(
  { accounts, github: { issuerHost } }: Config,
  known: RoleOrigin["known"],
): readonly CandidateRole[] {
  return accounts.flatMap((account, accountIndex) =>
    account.roles.map((role) => ({
      name: role.name,
      document: role.parsedTrustPolicy,
      account,
      audience: account.audience,
      origin: {
        path: ["accounts", accountIndex, "roles", role.source],
        role,
        account,
        issuerHost,
        providerAudience: account.oidcProvider === "existing" ? undefined : account.audience,
        known,
      },
    })),
  );
}

/** What the rules need to know about the repositories that a role trusts. */
export function contextOf({ origin }: CandidateRole): Pick<KnownContext, "hasTemplate"> {
  return origin?.known ?? EMPTY_CONTEXT;
}

/** A role of a policy file. Without the role's account, the ARN of its OIDC provider has the partition. */
export function roleOfPolicy(
  name: string,
  document: ParsedPolicy,
  account: ArnScope | undefined,
): CandidateRole {
  const partitions = document.statements
    .flatMap(({ principal }) => principal.federated)
    .map((arn) => arnScopeOf(arn).partition);
  const partition = account?.partition ?? partitions.find(isPartition) ?? "aws";
  return { name, document, account, audience: defaultAudience(partition), origin: undefined };
}

export function arnOf({ origin }: CandidateRole): string | undefined {
  return origin && roleArn(origin.account, origin.role.path, origin.role.name);
}

/** Whether an ARN is that of the role. The path of a role of a policy file is not known. */
export function isNamedBy(arn: string, role: CandidateRole): boolean {
  const own = arnOf(role);
  if (own !== undefined) return own === arn;
  const { partition, accountId } = arnScopeOf(arn);
  const { name, account } = role;
  const isOfAccount =
    account === undefined || (account.partition === partition && account.accountId === accountId);
  return isOfAccount && arn.split("/").at(-1) === name;
}

function publicGrant(permissions: EcrPublicPermissions): Grant {
  const { access, repositories } = permissions;
  return {
    access,
    repositories,
    regions: [ECR_PUBLIC_REGION],
    registries: [publicRegistryHost(permissions)],
  };
}

export function grantOf({ origin }: CandidateRole): Grant | undefined {
  if (origin === undefined) return undefined;
  const { account, role } = origin;
  const withHosts = (permissions: EcrPermissions): Grant => ({
    ...permissions,
    registries: registryHosts(account, permissions),
  });
  const { ecrPublic } = role;
  const further = [
    ...role.furtherEcr.map(withHosts),
    ...(ecrPublic === undefined ? [] : [publicGrant(ecrPublic)]),
  ];
  return {
    ...withHosts(role.ecr),
    ...(further.length > 0 && { furtherEcr: further }),
    ...(role.attachedPolicyArns && { attachedPolicyArns: role.attachedPolicyArns }),
  };
}
