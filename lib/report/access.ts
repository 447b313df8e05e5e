import type { Account, Config, GithubHost, OidcProviderMode, Risk, Role } from "../config/config";
import { fixInFile } from "../config/fix-in-file";
import { placeText, valueTargets } from "../config/normalize/value-targets";
import { credentialWarnings, requestWarnings, roleWarnings } from "../config/warnings/warnings";
import { roleArn } from "../policy/arn";
import type { EcrAccess } from "../policy/ecr-actions";
import { registryHost } from "../policy/ecr-registry";
import type { Severity } from "../policy/rules/rule";
import type { Source } from "./source";
import { type Asked, type TrustGroup, trustGroups } from "./trust-group";

/** Who may push and pull what: what a file gives, role by role, for people and for machines. */
export interface Access {
  /** The host of the GitHub that all repositories are on, and who signs its tokens, without `https://`. */
  readonly github: { readonly host: string; readonly issuer: string };
  readonly roles: readonly RoleAccess[];
  /** What is odd about the file and is no role's matter. */
  readonly warnings: readonly string[];
}

export interface RoleAccess {
  readonly name: string;
  readonly arn: string;
  readonly account: AccountAccess;
  readonly description: string | undefined;
  readonly grants: readonly Grant[];
  /** Whoever answers to one of these is kept out, whatever the grants say. */
  readonly exceptions: readonly (readonly Asked[])[];
  readonly may: EcrAccess;
  /** In each of the registries. */
  readonly repositories: readonly string[];
  readonly registries: readonly Registry[];
  readonly risks: readonly RiskTaken[];
  /** What is odd about the role and no rule's matter. */
  readonly warnings: readonly string[];
  readonly values: PublishedValues | undefined;
  readonly maxSessionSeconds: number;
  readonly permissionsBoundaryArn: string | undefined;
  readonly policies: readonly string[];
  readonly trustPolicy: Role["trustPolicy"];
}

export interface AccountAccess {
  readonly id: string;
  readonly name: string;
  readonly audience: string;
  readonly oidcProvider: OidcProviderMode;
}

/** One way to get the role. */
export interface Grant extends Source {
  /** All of it has to hold. */
  readonly asked: readonly Asked[];
  /** The rules that it breaks, and those that the role breaks as a whole. */
  readonly rules: readonly string[];
}

export interface Registry {
  readonly region: string;
  readonly host: string;
}

/** A rule that a role breaks. */
export interface RiskTaken {
  readonly rule: string;
  readonly severity: Severity;
  readonly given: readonly string[];
  readonly why: string;
  readonly mend: string;
  /** Why it is accepted; undefined, where nobody has said so. */
  readonly reason: string | undefined;
}

/** What is written to GitHub for the role. */
export interface PublishedValues {
  /** As what, and where: `secrets of acme/web`. */
  readonly places: readonly string[];
  /** Name in GitHub to text. */
  readonly values: Readonly<Record<string, string>>;
}

export function accessOf({ github, accounts, owners, state }: Config): Access {
  return {
    github: { host: github.host, issuer: github.issuerHost },
    roles: accounts.flatMap((account) => account.roles.map((role) => roleAccess(role, account, github))),
    warnings: [...credentialWarnings(state), ...requestWarnings(owners)],
  };
}

function roleAccess(role: Role, account: Account, github: GithubHost): RoleAccess {
  const groups = trustGroups(role.trust, github.issuerHost).map((group) => ({
    ...group,
    asked: group.asked.map((asked) => ({ ...asked, key: claimName(asked.key, github) })),
  }));
  return {
    name: role.name,
    arn: roleArn(account, role.path, role.name),
    account: accountAccess(account),
    description: role.description,
    grants: grantsOf(groups, role.risks),
    exceptions: groups.flatMap((group) => (group.kind === "keeps out" ? [group.asked] : [])),
    may: role.ecr.access,
    repositories: role.ecr.repositories,
    registries: role.ecr.regions.map((region) => ({ region, host: registryHost(account, region) })),
    risks: role.risks.map(riskTaken),
    warnings: roleWarnings(role, account, github),
    values: publishedValues(role),
    maxSessionSeconds: role.maxSessionSeconds,
    permissionsBoundaryArn: role.permissionsBoundaryArn,
    policies: role.policies.map(({ name }) => name),
    trustPolicy: role.trustPolicy,
  };
}

function accountAccess({ accountId, name, audience, oidcProvider }: Account): AccountAccess {
  return { id: accountId, name, audience, oidcProvider };
}

/** The condition keys of the file's own issuer by the names of their claims. */
function claimName(key: string, { issuerHost }: GithubHost): string {
  const prefix = `${issuerHost}:`;
  return key.toLowerCase().startsWith(prefix.toLowerCase()) ? key.slice(prefix.length) : key;
}

function grantsOf(groups: readonly TrustGroup[], risks: readonly Risk[]): readonly Grant[] {
  const known = new Set(groups.flatMap((group) => sourcesOf(group).flatMap(({ subjects }) => subjects)));
  const broken = risks.map(({ rule, places }) => {
    const given = new Set(places.map((place) => place.given).filter((text) => known.has(text)));
    return { id: rule.id, given };
  });
  return groups.flatMap((group) =>
    sourcesOf(group).map((source) => ({
      ...source,
      asked: group.asked,
      // No rule judges what others than workflows are let in by.
      rules: (source.who.kind === "others" ? [] : broken)
        .filter(({ given }) => given.size === 0 || source.subjects.some((subject) => given.has(subject)))
        .map(({ id }) => id),
    })),
  );
}

function sourcesOf(group: TrustGroup): readonly Source[] {
  return group.kind === "lets in" ? group.sources : [];
}

function riskTaken({ rule, places, reason }: Risk): RiskTaken {
  const given = [...new Set(places.map((place) => place.given))];
  return { rule: rule.id, severity: rule.severity, given, why: rule.impact, mend: fixInFile(rule), reason };
}

function publishedValues({ publish }: Role): PublishedValues | undefined {
  const places = publish.isWanted ? valueTargets(publish) : [];
  if (places.length === 0) return undefined;
  return {
    places: places.map((target) => `${target.as} of ${placeText(target)}`),
    values: Object.fromEntries(publish.values.map(({ name, text }) => [name, text])),
  };
}
