import { oidcProviderArn } from "../../policy/arn";
import { ecrPolicies } from "../../policy/ecr-policy";
import { MAX_TRUST_POLICY_CHARACTERS, MIN_SESSION_SECONDS } from "../../policy/iam-names";
import { distinct, mapped } from "../../policy/non-empty";
import { defaultAudience, knownPartition } from "../../policy/partition";
import { type RoleTrust, roleTrustPolicy } from "../../policy/trust-policy";
import type { Account, Config, Role, SourcedEntry } from "../config";
import { DEFAULT_ROLE_NAME, defaultPolicyName } from "../defaults";
import type { FileContext } from "../file-context";
import type { GithubFacts } from "../github-facts";
import type { AccessFile, AccountEntry, RoleEntry } from "../schema/access-file";
import { warningsOf } from "../warnings/warnings";
import { resolvedOwners } from "./owners";
import { resolvedPublication } from "./publication";
import { risksOf } from "./risks";
import { resolvedState } from "./state";
import { resolvedTrust } from "./trust";

/** A valid file, with every default filled in. */
export function resolvedConfig(file: AccessFile, context: FileContext): Config {
  const accounts = mapped(file.accounts, (entry) => resolvedAccount(entry, context));
  const config = {
    github: context.github,
    state: resolvedState(file.state, accounts),
    accounts,
    owners: resolvedOwners(accounts, context),
  };
  return { ...config, warnings: warningsOf(config) };
}

export function resolvedAccount(entry: AccountEntry, context: FileContext): Account {
  const partition = knownPartition(entry.region);
  const name = entry.name ?? entry.id;
  const account = {
    accountId: entry.id,
    name,
    stack: `aws-${name}`,
    region: entry.region,
    partition,
    oidcProvider: entry.oidcProvider ?? "create",
    audience: entry.audience ?? defaultAudience(partition),
    assumeRoleArn: entry.assumeRoleArn,
    tags: entry.tags ?? {},
    trustPolicyCharacters: entry.trustPolicyCharacters ?? MAX_TRUST_POLICY_CHARACTERS,
  };
  return { ...account, roles: mapped(entry.roles, (role) => resolvedRole(role, account, context)) };
}

function resolvedRole(
  entry: RoleEntry,
  account: Omit<Account, "roles">,
  { github, known, lintContext }: FileContext,
): Role {
  const name = entry.name ?? DEFAULT_ROLE_NAME;
  const policyName = entry.policyName ?? defaultPolicyName(name);
  const trust = trustOf(entry, known);
  const { issuerHost } = github;
  const ecr = {
    access: entry.ecr.access ?? "push",
    repositories: distinct(entry.ecr.repositories),
    regions: distinct(entry.ecr.region ?? [account.region]),
  };
  const role = {
    name,
    policyName,
    path: entry.path ?? "/",
    description: entry.description,
    maxSessionSeconds: entry.maxSessionSeconds ?? MIN_SESSION_SECONDS,
    permissionsBoundaryArn: entry.permissionsBoundaryArn,
    tags: { ...account.tags, ...entry.tags },
    trust,
    trustPolicy: roleTrustPolicy(trust, {
      providerArn: oidcProviderArn(account, issuerHost),
      issuerHost,
      audience: account.audience,
    }),
    ecr,
    policies: ecrPolicies(policyName, account, ecr),
    publish: resolvedPublication(entry, { name, ecr, account, owner: known.owner }),
  };
  const reasons = new Map(entry.acceptRisks?.map(({ rule, reason }) => [rule, reason]));
  return { ...role, risks: risksOf(role, account, github, lintContext, reasons) };
}

/** @throws TypeError for a role with neither trust nor trustPolicy, which the schema rejects. */
function trustOf({ trust, trustPolicy }: RoleEntry, known: GithubFacts): RoleTrust<SourcedEntry> {
  if (trustPolicy !== undefined) return { kind: "document", document: trustPolicy };
  if (trust === undefined) throw new TypeError("a role without trust");
  return { kind: "entries", entries: resolvedTrust(trust, known) };
}
