import { placeText, valueTargets } from "../config/normalize/publication";
import { fixInFile } from "../config/rule-message";
import type { Account, Config, GithubHost, OidcProviderMode, Risk, Role } from "../config/types";
import { credentialWarnings, requestWarnings, roleWarnings } from "../config/warnings";
import { roleArn } from "../policy/arn";
import type { EcrAccesses } from "../policy/ecr-access";
import { ECR_PUBLIC_REGION, registryHost } from "../policy/ecr-names";
import {
  type EcrPermissions,
  type EcrPublicPermissions,
  publicRegistryHost,
  registryScope,
} from "../policy/ecr-policies";
import type { NonEmpty } from "../policy/non-empty";
import type { Severity } from "../policy/rules/rule";
import { shownTexts } from "../policy/trust-policy";
import { type EcrRepositoryAccess, ecrRepositoriesOf } from "./ecr-repositories";
import { type GrantCondition, type Source, type TrustGroup, trustGroups } from "./source";

/** Who may push and pull what, role by role. `show --json` prints it. */
export interface Access {
  /** The host of the GitHub that all repositories are on, and who signs its tokens, without `https://`. */
  readonly github: { readonly host: string; readonly issuer: string };
  readonly roles: readonly RoleAccess[];
  /** The registries of accounts, for accounts that have the section `ecr`. */
  readonly ecrRepositories: readonly EcrRepositoryAccess[];
  /** Warnings about the file as a whole. */
  readonly warnings: readonly string[];
}

export interface RoleAccess {
  readonly name: string;
  readonly arn: string;
  readonly account: AccountAccess;
  readonly description: string | undefined;
  readonly grants: readonly Grant[];
  /** Conditions of Deny statements: a token that matches all of a list is denied, whatever the grants allow. */
  readonly exceptions: readonly (readonly GrantCondition[])[];
  readonly may: EcrAccesses;
  /** In each of the registries. */
  readonly repositories: readonly string[];
  readonly registries: readonly Registry[];
  /** The signing profiles with which ECR signs what it pushes, if there are any. */
  readonly signingProfileArns?: NonEmpty<string>;
  /** What it may do with further repositories, if there are any. */
  readonly furtherEcr?: NonEmpty<Reach>;
  readonly risks: readonly RoleRisk[];
  /** Warnings about the role that no rule covers. */
  readonly warnings: readonly string[];
  readonly values: PublishedValues | undefined;
  readonly maxSessionSeconds: number;
  readonly permissionsBoundaryArn: string | undefined;
  readonly policies: readonly string[];
  /** Managed policies that the role also attaches, if there are any. The file does not contain what they allow. */
  readonly attachedPolicyArns?: NonEmpty<string>;
  readonly trustPolicy: Role["trustPolicy"];
}

/** ECR repositories of a role, and what it may do there. */
export type Reach = Pick<RoleAccess, "may" | "repositories" | "registries" | "signingProfileArns">;

/** Everything that a role may do in ECR. */
export function reachesOf(role: RoleAccess): NonEmpty<Reach> {
  return [role, ...(role.furtherEcr ?? [])];
}

interface AccountAccess {
  readonly id: string;
  readonly name: string;
  readonly audience: string;
  readonly oidcProvider: OidcProviderMode;
}

/** One way to assume the role. */
export interface Grant extends Omit<Source, "claims"> {
  /** The subjects with names as the file has them, if IAM escapes characters in them. */
  readonly shownSubjects?: readonly string[];
  /** All of them have to match. */
  readonly conditions: readonly GrantCondition[];
  /** Ids of the rules that the grant violates, and of those that the role violates as a whole. */
  readonly rules: readonly string[];
}

interface Registry {
  readonly region: string;
  readonly host: string;
}

/** A rule that a role violates. */
export interface RoleRisk {
  /** `R07` */
  readonly rule: string;
  /** `repository-wildcard` */
  readonly name: string;
  readonly severity: Severity;
  readonly given: readonly string[];
  /** The same with names as the file has them, if IAM escapes characters in them. */
  readonly shownGiven?: readonly string[];
  readonly impact: string;
  /** What to change in the file. */
  readonly fix: string;
  /** Why the risk is accepted; undefined if it is not. */
  readonly reason: string | undefined;
}

/** The values in GitHub that name the role. */
export interface PublishedValues {
  /** Kind and place: `secrets of acme/web`. */
  readonly places: readonly string[];
  /** By name. */
  readonly values: Readonly<Record<string, string>>;
}

export function accessOf({ github, accounts, owners, state }: Config): Access {
  return {
    github: { host: github.host, issuer: github.issuerHost },
    roles: accounts.flatMap((account) => account.roles.map((role) => roleAccess(role, account, github))),
    ecrRepositories: accounts.flatMap(ecrRepositoriesOf),
    warnings: [...credentialWarnings(state), ...requestWarnings({ owners, github })],
  };
}

function roleAccess(role: Role, account: Account, github: GithubHost): RoleAccess {
  const groups = trustGroups(role, github.issuerHost).map((group) => ({
    ...group,
    conditions: group.conditions.map((condition) => ({
      ...condition,
      key: claimName(condition.key, github),
    })),
  }));
  const [first, ...others] = [
    ...role.furtherEcr.map((each) => reachOf(each, account)),
    ...(role.ecrPublic === undefined ? [] : [publicReach(role.ecrPublic)]),
  ];
  return {
    name: role.name,
    arn: roleArn(account, role.path, role.name),
    account: accountAccess(account),
    description: role.description,
    grants: grantsOf(groups, role),
    exceptions: groups.flatMap((group) => (group.kind === "deny" ? [group.conditions] : [])),
    ...reachOf(role.ecr, account),
    ...(first !== undefined && {
      furtherEcr: [first, ...others] as const,
    }),
    risks: role.risks.map((risk) => roleRisk(risk, role)),
    warnings: roleWarnings(role, account, github),
    values: publishedValues(role),
    maxSessionSeconds: role.maxSessionSeconds,
    permissionsBoundaryArn: role.permissionsBoundaryArn,
    policies: role.policies.map(({ name }) => name),
    ...(role.attachedPolicyArns && { attachedPolicyArns: role.attachedPolicyArns }),
    trustPolicy: role.trustPolicy,
  };
}

function reachOf(permissions: EcrPermissions, account: Account): Reach {
  const scope = registryScope(account, permissions);
  return {
    may: permissions.access,
    repositories: permissions.repositories,
    registries: permissions.regions.map((region) => ({ region, host: registryHost(scope, region) })),
    ...(permissions.signingProfileArns && { signingProfileArns: permissions.signingProfileArns }),
  };
}

function publicReach(permissions: EcrPublicPermissions): Reach {
  const [only, ...more] = permissions.access;
  return {
    may: more.length === 0 ? only : permissions.access,
    repositories: permissions.repositories,
    registries: [{ region: ECR_PUBLIC_REGION, host: publicRegistryHost(permissions) }],
  };
}

function accountAccess({ accountId, name, audience, oidcProvider }: Account): AccountAccess {
  return { id: accountId, name, audience, oidcProvider };
}

/** A condition key of the file's issuer, without the issuer. */
function claimName(key: string, { issuerHost }: GithubHost): string {
  const prefix = `${issuerHost}:`;
  return key.toLowerCase().startsWith(prefix.toLowerCase()) ? key.slice(prefix.length) : key;
}

function grantsOf(groups: readonly TrustGroup[], { risks, trust }: Role): readonly Grant[] {
  const shown = shownTexts(trust);
  const known = new Set(groups.flatMap((group) => sourcesOf(group).flatMap(({ subjects }) => subjects)));
  const violated = risks.map(({ rule, places }) => {
    const given = new Set(places.map((place) => place.given).filter((text) => known.has(text)));
    return { id: rule.id, given };
  });
  return groups.flatMap((group) =>
    sourcesOf(group).map(({ claims, ...source }) => {
      const shownSubjects = shownOrSame(source.subjects, shown);
      return {
        ...source,
        ...(shownSubjects !== undefined && { shownSubjects }),
        conditions: [...claims, ...group.conditions],
        // The rules only check statements for GitHub.
        rules: (source.principal.kind === "others" ? [] : violated)
          .filter(({ given }) => given.size === 0 || source.subjects.some((subject) => given.has(subject)))
          .map(({ id }) => id),
      };
    }),
  );
}

function sourcesOf(group: TrustGroup): readonly Source[] {
  return group.kind === "allow" ? group.sources : [];
}

/** The texts as they are shown; undefined if that is the same. */
function shownOrSame(
  texts: readonly string[],
  shown: (text: string) => string,
): readonly string[] | undefined {
  const others = texts.map(shown);
  return others.every((text, index) => text === texts[index]) ? undefined : others;
}

function roleRisk({ rule, places, reason }: Risk, { trust }: Role): RoleRisk {
  const given = [...new Set(places.map((place) => place.given))];
  const shownGiven = shownOrSame(given, shownTexts(trust));
  const { id, name, severity, impact } = rule;
  return {
    rule: id,
    name,
    severity,
    given,
    ...(shownGiven !== undefined && { shownGiven }),
    impact,
    fix: fixInFile(rule),
    reason,
  };
}

function publishedValues({ publish }: Role): PublishedValues | undefined {
  const places = publish.isWanted ? valueTargets(publish) : [];
  if (places.length === 0) return undefined;
  return {
    places: places.map((target) => `${target.as} of ${placeText(target)}`),
    values: Object.fromEntries(publish.values.map(({ name, text }) => [name, text])),
  };
}
