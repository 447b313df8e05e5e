import { someOf } from "../../../config/checks/duplicates";
import type { EditValue } from "../../../config/editing/edit";
import type { AwsInventory, Tags } from "../../../inventory/account";
import type { SkippedRole } from "../../../inventory/discovered-role";
import { githubOfIssuer } from "../../../policy/github-issuer";
import { parsePolicy } from "../../../policy/parse";
import { defaultAudience } from "../../../policy/partition";
import type { PolicyJson } from "../../../policy/policy-document";
import { excessActions } from "../../../policy/rules/permission";
import { r05 } from "../../../policy/rules/r05-other-owner";
import { r33 } from "../../../policy/rules/r33-excess-permissions";
import { ruleTitle } from "../../../policy/rules/rule";
import { type AdoptedPermissions, adoptedPermissions, adoptedRepositories } from "./permissions";
import {
  type AdoptedEntry,
  audiencesOf,
  entriesOf,
  type GithubRole,
  githubRole,
  mostFrequent,
  ownersIn,
} from "./trust";

/** Something of the account that the file does not manage. */
export interface NotAdopted {
  readonly kind: "role" | "policy" | "OIDC provider" | "ECR repository";
  readonly name: string;
  readonly account: string;
  /** A clause, such as: its permissions are the inline policy x. */
  readonly reason: string;
}

export function leftOut(
  kind: NotAdopted["kind"],
  name: string,
  { scope }: Pick<AwsInventory, "scope">,
  reason: string,
): NotAdopted {
  return { kind, name, account: scope.accountId, reason };
}

/** What a file says about an account. Parts that access.yaml cannot have are removed from it. */
export interface AccountDraft {
  readonly account: AwsInventory;
  readonly region: string;
  readonly issuer: string;
  readonly audience: string;
  provider: { readonly mode: "import" | "existing"; readonly tags: Tags };
  readonly roles: AdoptedRole[];
  readonly repositories: Readonly<Record<string, EditValue>>[];
}

/** A role of the file. */
export interface AdoptedRole {
  readonly github: GithubRole;
  readonly permissions: AdoptedPermissions;
  /** Undefined if only the policy itself expresses its trust. */
  readonly entries: readonly AdoptedEntry[] | undefined;
  /** Whether its trust is written as the policy. */
  isPolicy: boolean;
  /** Ids of rules that the user has to accept. */
  readonly accepted: string[];
}

/** The issuer of most roles. */
export function usualIssuer(
  inventories: readonly AwsInventory[],
  host: string | undefined,
): string | undefined {
  const issuers = inventories
    .flatMap(({ roles }) => roles)
    .flatMap((role) => githubRole(role)?.issuers ?? []);
  return mostFrequent(
    issuers.filter((issuer) => host === undefined || githubOfIssuer(issuer)?.host === host),
  );
}

/** The owner that most subjects name. */
export function usualOwner(inventories: readonly AwsInventory[], issuer: string): string | undefined {
  const roles = inventories.flatMap(({ roles }) => roles).flatMap((role) => githubRole(role) ?? []);
  return mostFrequent(roles.filter(({ issuers }) => issuers.includes(issuer)).flatMap(ownersIn));
}

/** The region of most ECR repositories, also of those that policies name. */
export function usualRegion({ repositories = [], policies }: AwsInventory): string | undefined {
  const inPolicies = [...policies.values()].flatMap(({ document }) =>
    [...JSON.stringify(document ?? {}).matchAll(/"arn:[a-z-]+:ecr:([a-z0-9-]+):/g)].map(
      ([, region = ""]) => region,
    ),
  );
  return mostFrequent(repositories.map(({ region }) => region)) ?? mostFrequent(inPolicies);
}

/**
 * What the file can have of an account.
 * @param notAdopted gets the rest.
 */
export function accountDraft(
  account: AwsInventory,
  region: string,
  { issuer, owners }: { readonly issuer: string; readonly owners: readonly string[] },
  notAdopted: NotAdopted[],
): AccountDraft {
  const found = account.roles.flatMap((role) => {
    const github = githubRole(role);
    if (github !== undefined) return [github];
    if ("problems" in role.trust)
      notAdopted.push(leftOut("role", role.name, account, unreadable(role.trust)));
    return [];
  });
  const roles = found.flatMap((github) => {
    const entries = entriesOf(github);
    const other = otherOwner(entries ?? [], owners);
    const permissions = other === undefined ? adoptable(github, account, region, issuer) : { reason: other };
    if ("reason" in permissions) {
      notAdopted.push(leftOut("role", github.role.name, account, permissions.reason));
      return [];
    }
    notAdopted.push(...besideThem(github, permissions, account));
    return [{ github, permissions, entries, isPolicy: entries === undefined, accepted: [] }];
  });
  const audience =
    mostFrequent(found.filter(({ issuers }) => issuers.includes(issuer)).flatMap(audiencesOf)) ??
    defaultAudience(account.scope.partition);
  return {
    account,
    region,
    issuer,
    audience,
    provider: adoptedProvider(account, issuer, audience, roles, notAdopted),
    roles,
    repositories: [...withNamed(account, region, roles)],
  };
}

function unreadable({ problems }: SkippedRole): string {
  return `its trust policy cannot be read: ${problems[0]?.message ?? ""}`;
}

/** Why a role is not adopted that trusts another owner. In access.yaml, an entry that names an owner trusts it. */
function otherOwner(entries: readonly AdoptedEntry[], owners: readonly string[]): string | undefined {
  const known = owners.map((owner) => owner.toLowerCase());
  const others = entries
    .flatMap(({ repository }) => repository?.owner ?? [])
    .filter((owner) => !known.includes(owner.toLowerCase()));
  return others.length === 0
    ? undefined
    : `its trust policy violates ${ruleTitle(r05)}: it trusts ${[...new Set(others)].join(", ")}. Fix the trust policy first, or pass --owner with the owner if you trust it`;
}

function adoptable(
  github: GithubRole,
  account: AwsInventory,
  region: string,
  issuer: string,
): AdoptedPermissions | { readonly reason: string } {
  const { role, issuers } = github;
  const other = issuers.find((each) => each !== issuer);
  if (other !== undefined) {
    return {
      reason: `it trusts ${other}, and a file has one GitHub, here ${issuer}. Run adopt with --host for the other`,
    };
  }
  if (role.cloudFormationStack !== undefined) {
    return {
      reason: `the CloudFormation stack ${role.cloudFormationStack} manages it. Set DeletionPolicy: Retain and remove it from the stack first`,
    };
  }
  return adoptedPermissions(github, account, region);
}

/** The further policies of a role, which stay attached. */
function besideThem(
  { role: { name, attachedPolicies, inlinePolicies } }: GithubRole,
  { policies }: AdoptedPermissions,
  account: AwsInventory,
): readonly NotAdopted[] {
  const stays = "The file does not manage it, and the plan does not change it";
  return [
    ...attachedPolicies
      .filter((arn) => !policies.includes(arn))
      .map((arn) => {
        const reason = `role ${name} has it too. It stays attached. ${stays}`;
        return leftOut("policy", arn, account, reason + excess(account.policies.get(arn)?.document));
      }),
    ...inlinePolicies.map((policy) => {
      const reason = `it is an inline policy of role ${name}. ${stays}`;
      return leftOut("policy", policy.name, account, reason + excess(policy.document));
    }),
  ];
}

/** What R33 says about a policy that the file does not manage. */
function excess(policy: PolicyJson | undefined): string {
  const read = policy && parsePolicy(policy, "permissions");
  if (read === undefined || "problems" in read) {
    return `. ${ruleTitle(r33)} would report it, because no file contains what it allows`;
  }
  const actions = [...new Set(read.statements.flatMap(excessActions))];
  return actions.length === 0 ? "" : `. It violates ${ruleTitle(r33)}: it allows ${someOf(actions)}`;
}

function adoptedProvider(
  { providers, scope, repositories = [] }: AwsInventory,
  issuer: string,
  audience: string,
  roles: readonly AdoptedRole[],
  notAdopted: NotAdopted[],
): AccountDraft["provider"] {
  const provider = providers?.find((each) => each.issuerHost.toLowerCase() === issuer.toLowerCase());
  const reason = (): string | undefined => {
    if (providers === undefined) {
      return "no file contains it. Add the output of aws iam get-open-id-connect-provider";
    }
    if (provider === undefined) {
      return "the account does not have it, so no job can assume the roles. To create it, write oidcProvider: create";
    }
    if (provider.settings === undefined) {
      return "no file contains its audiences and tags. Add the output of aws iam get-open-id-connect-provider";
    }
    const { audiences, tags } = provider.settings;
    if (audiences.length !== 1 || audiences[0] !== audience) {
      return `it has the audiences ${audiences.join(", ")}, and access.yaml sets ${audience} alone`;
    }
    const others = [
      ...roles.map(({ github }) => github.role.tags),
      ...repositories.map((each) => each.tags ?? {}),
    ];
    // A role or repository can have another value of a tag, but not none.
    const isShared = others.every((own) => Object.keys(tags).every((key) => Object.hasOwn(own, key)));
    return isShared
      ? undefined
      : "it has tags that roles or ECR repositories do not have, and access.yaml sets its tags for the whole account";
  };
  const why = reason();
  if (why === undefined) return { mode: "import", tags: provider?.settings?.tags ?? {} };
  notAdopted.push(leftOut("OIDC provider", issuer, { scope }, why));
  return { mode: "existing", tags: {} };
}

/** The repositories of the output, and those that roles name beside them. */
function withNamed(
  { repositories, scope }: AwsInventory,
  ownRegion: string,
  roles: readonly AdoptedRole[],
): readonly Readonly<Record<string, EditValue>>[] {
  if (repositories === undefined) return [];
  const known = new Set(repositories.map(({ region, name }) => `${region} ${name}`));
  const named = roles.flatMap(({ permissions }) => permissions.repositories);
  const missing = named.filter(
    ({ account, region, name }) =>
      account === scope.accountId && !name.includes("*") && !known.has(`${region} ${name}`),
  );
  return [
    ...adoptedRepositories(repositories, ownRegion),
    ...adoptedRepositories(
      [...new Map(missing.map((each) => [`${each.region} ${each.name}`, each])).values()].map(
        ({ region, name }) => ({
          name,
          region,
          mutability: undefined,
          exceptions: [],
          scanOnPush: undefined,
          encryption: undefined,
          tags: undefined,
          policies: [],
        }),
      ),
      ownRegion,
    ),
  ];
}

/** The tags of a resource without those that the whole account has. */
export function tagsBeside(tags: Tags, ofAccount: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key, value]) => ofAccount[key] !== value));
}
