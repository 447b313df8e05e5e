import { arnScopeOf } from "../../policy/arn";
import { isSameName } from "../../policy/github-names";
import { MAX_POLICIES_PER_ROLE, MAX_TRUST_POLICY_CHARACTERS } from "../../policy/iam-limits";
import { distinct, mapped, type NonEmpty } from "../../policy/non-empty";
import { defaultAudience, knownPartition } from "../../policy/partition";
import type { ConfigContext } from "../context";
import { DEFAULT_KEY_PREFIX, STATE_NAMES } from "../defaults";
import type { GithubFacts } from "../github-facts";
import { valueOrigin } from "../github-origins";
import { DEFAULT_VERSIONS, type ProviderVersions } from "../provider-versions";
import type { AccessFile, AccountEntry, RoleDraft } from "../schema/access-file";
import type { StateEntry } from "../schema/state";
import {
  type Account,
  type BucketStack,
  type Config,
  type Environment,
  type GithubValue,
  type Owner,
  PASSED_BACKENDS,
  type Publication,
  type RenamedRepository,
  type Role,
  type State,
  type Template,
  type ValueTarget,
} from "../types";
import { warningsOf } from "../warnings";
import { type Target, valueTargets } from "./publication";
import { resolvedPublicRepositories, resolvedRegistry } from "./registry";
import { resolvedRole, type UnparsedRole } from "./role";

/** An account of which the trust policy of a role may have been wrong in its form. */
export interface ResolvedAccount extends Omit<Account, "roles"> {
  readonly roles: NonEmpty<Role | UnparsedRole>;
}

/** Whether the trust policies of all roles are parsed. */
export function areParsed(accounts: NonEmpty<ResolvedAccount>): accounts is NonEmpty<Account> {
  return accounts.every(({ roles }) => roles.every((role) => !("problems" in role)));
}

/**
 * A valid file, with every default filled in.
 * @param similarNames the warnings about them, which need the places in the file.
 */
export function resolvedConfig(
  file: AccessFile,
  accounts: NonEmpty<Account>,
  context: ConfigContext,
  similarNames: readonly string[],
): Config {
  const config = {
    github: context.github,
    state: resolvedState(file.state, accounts),
    providers: resolvedVersions(file.providers),
    accounts,
    owners: resolvedOwners(accounts, context),
    similarNames,
  };
  return { ...config, warnings: warningsOf(config) };
}

function resolvedVersions({ aws, github, terraform }: AccessFile["providers"] = {}): ProviderVersions {
  return {
    aws: aws ?? DEFAULT_VERSIONS.aws,
    github: github ?? DEFAULT_VERSIONS.github,
    terraform: terraform ?? DEFAULT_VERSIONS.terraform,
  };
}

/** @param places of its roles in the file. */
export function resolvedAccount(
  entry: AccountEntry,
  context: ConfigContext,
  places: readonly RoleDraft[],
): ResolvedAccount {
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
    policiesPerRole: entry.policiesPerRole ?? MAX_POLICIES_PER_ROLE,
  };
  const withRegistry = {
    ...account,
    ecr: entry.ecr && resolvedRegistry(entry.ecr, account),
    ecrPublic: resolvedPublicRepositories(entry.ecrPublic, account.tags),
  };
  return {
    ...withRegistry,
    roles: mapped(entry.roles, (role, index) => resolvedRole(role, withRegistry, context, places[index])),
  };
}

type S3Entry = NonNullable<StateEntry["s3"]>;

/** Where the state is kept. Default: local files. */
function resolvedState(entry: StateEntry | undefined, accounts: NonEmpty<Account>): State {
  if (entry?.s3 !== undefined) {
    const { bucket, region, keyPrefix = DEFAULT_KEY_PREFIX, kmsKeyId, assumeRoleArn } = entry.s3;
    return {
      kind: "s3",
      bucket,
      region,
      partition: knownPartition(region),
      keyPrefix,
      kmsKeyId,
      assumeRoleArn,
      bucketStack: bucketStackOf(entry.s3, accounts),
    };
  }
  if (entry?.partial !== undefined) return { kind: "partial", backend: entry.partial };
  for (const kind of PASSED_BACKENDS) {
    const settings = entry?.[kind];
    if (settings !== undefined) return { kind, settings: { ...STATE_NAMES[kind], ...settings } };
  }
  return { kind: "local", directory: entry?.local?.directory ?? "." };
}

/** Without a role of the bucket's account, the bucket can be in any account of the file, and in no other. */
function bucketStackOf(
  { create, assumeRoleArn }: S3Entry,
  accounts: NonEmpty<Account>,
): BucketStack | undefined {
  if (create === undefined || create === false) return undefined;
  return {
    ownState: create === true ? "local" : "bucket",
    accountIds:
      assumeRoleArn === undefined
        ? distinct(mapped(accounts, ({ accountId }) => accountId))
        : [arnScopeOf(assumeRoleArn).accountId],
  };
}

function renamedRepositories(owner: string, { repositories }: GithubFacts): readonly RenamedRepository[] {
  return [...repositories.values()].flatMap(({ owner: of, name, formerNames: [first, ...others] }) =>
    first === undefined || !isSameName(of, owner)
      ? []
      : [{ repository: name, formerNames: [first, ...others] }],
  );
}

interface OwnerParts {
  readonly name: string;
  readonly values: GithubValue[];
  readonly environments: Environment[];
  readonly templates: Template[];
  readonly accountStacks: Set<string>;
}

/** Every owner for whom something is created: values, environments and templates. */
export function resolvedOwners(
  accounts: readonly Account[],
  { known, made, elsewhere, templates }: ConfigContext,
): readonly Owner[] {
  const owners = new Map<string, OwnerParts>();
  for (const { stack, roles } of accounts) {
    for (const { publish } of roles) {
      for (const target of valueTargets(publish)) {
        const owner = ownerIn(owners, target.owner);
        owner.accountStacks.add(stack);
        owner.values.push(...valuesAt(target, publish, known));
      }
    }
  }
  for (const { owner, ...environment } of made) ownerIn(owners, owner).environments.push(environment);
  for (const { owner, ...template } of templates) ownerIn(owners, owner).templates.push(template);
  return [...owners.values()].map((owner) => ({
    ...owner,
    stack: `github-${owner.name}`,
    accountStacks: [...owner.accountStacks],
    formerNames: known.owners.get(owner.name.toLowerCase())?.formerNames ?? [],
    renamed: renamedRepositories(owner.name, known),
    elsewhere: elsewhere.flatMap(({ owner: of, ...environment }) =>
      isSameName(of, owner.name) ? [environment] : [],
    ),
  }));
}

function ownerIn(owners: Map<string, OwnerParts>, name: string): OwnerParts {
  const known = owners.get(name.toLowerCase());
  if (known !== undefined) return known;
  const owner: OwnerParts = { name, values: [], environments: [], templates: [], accountStacks: new Set() };
  owners.set(name.toLowerCase(), owner);
  return owner;
}

function valuesAt(target: Target, publish: Publication, known: GithubFacts): readonly GithubValue[] {
  const place = resolvedTarget(target, publish, known);
  return publish.values.map(({ name, text }) => ({
    as: target.as,
    target: place,
    name,
    value: text,
    ...valueOrigin(publish.origin, target, name, known.owner),
  }));
}

/** @throws TypeError if an id is missing or no repository is named, which `checks` reports before. */
function resolvedTarget({ owner, place }: Target, publish: Publication, known: GithubFacts): ValueTarget {
  if (place.level !== "organization") return place;
  if (publish.visibility !== "selected") return { level: "organization", visibility: publish.visibility };
  const [first, ...others] = publish.repositories
    .filter((repository) => isSameName(repository.owner, owner))
    .map(({ name }) => {
      const id = known.repositories.get(`${owner}/${name}`.toLowerCase())?.id;
      if (id === undefined) throw new TypeError("an id is missing");
      return id;
    });
  if (first === undefined) throw new TypeError("no repository is selected");
  return { level: "organization", visibility: "selected", repositoryIds: [first, ...others] };
}
