import { groupedBy } from "../../../config/checks/duplicates";
import { defaultPolicyName } from "../../../config/defaults";
import type { EditValue } from "../../../config/editing/edit";
import type { AccountPolicy, AccountRepository, AwsInventory } from "../../../inventory/account";
import { knownValue } from "../../../policy/deferred";
import {
  ECR_ACCESSES,
  ECR_PUBLIC_ACCESSES,
  type EcrAccess,
  type EcrPublicAccess,
  ecrLevel,
  SIGNING_ACTIONS,
} from "../../../policy/ecr-access";
import { ecrPublicGrant } from "../../../policy/ecr-policies";
import type { NonEmpty } from "../../../policy/non-empty";
import { parsePolicy } from "../../../policy/parse";
import type { PolicyJson, Statement } from "../../../policy/policy-document";
import type { GithubRole } from "./trust";

type EditMap = { readonly [key: string]: EditValue };

/** The permissions of a role in the keys of access.yaml, and the policies that have them. */
export interface AdoptedPermissions {
  readonly policyName: string;
  readonly ecr: EditValue;
  readonly ecrPublic: EditMap | undefined;
  /** ARNs. */
  readonly policies: readonly string[];
  /** The ECR repositories that it names, also patterns. */
  readonly repositories: readonly {
    readonly account: string;
    readonly region: string;
    readonly name: string;
  }[];
}

/** The keys for a role's permissions, or why access.yaml cannot have them. */
export function adoptedPermissions(
  { role }: GithubRole,
  account: AwsInventory,
  region: string,
): AdoptedPermissions | { readonly reason: string } {
  const own = role.attachedPolicies.flatMap((arn) => account.policies.get(arn) ?? []);
  const candidates = own
    .filter(({ name }) => !own.some((first) => numberOf(name, first.name) !== undefined))
    .flatMap((first) => {
      const policies = numbered(first, own);
      const documents: readonly PolicyJson[] = policies.flatMap(({ document }) =>
        document === undefined ? [] : [document],
      );
      const permissions =
        documents.length === policies.length ? permissionsOf(documents, account, region) : undefined;
      return permissions === undefined ? [] : [{ first, policies, permissions }];
    });
  const usual = defaultPolicyName(role.name);
  const chosen = candidates.find(({ first }) => first.name === usual) ?? candidates[0];
  if (chosen === undefined) return { reason: withoutPolicy(role, own) };
  const { first, policies, permissions } = chosen;
  const shared = policies.find(({ attachments = 1 }) => attachments > 1);
  if (shared !== undefined) {
    return {
      reason: `its policy ${shared.name} is attached ${shared.attachments} times, and access.yaml has a policy for each role. Give each role a policy of its own first`,
    };
  }
  const elsewhere = policies.find(({ path }) => path !== role.path);
  if (elsewhere !== undefined) {
    return {
      reason: `its policy ${elsewhere.name} has the path ${elsewhere.path}, and the role ${role.path}. In access.yaml, both have the same`,
    };
  }
  const tagged = policies.find(({ tags }) => tags !== undefined && !isSameTags(tags, role.tags));
  if (tagged !== undefined) {
    return {
      reason: `its policy ${tagged.name} has other tags than the role. In access.yaml, both have the same`,
    };
  }
  return { policyName: first.name, policies: policies.map(({ arn }) => arn), ...permissions };
}

function isSameTags(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && one[name] === other[name])
  );
}

/** What to do about a policy that access.yaml would write in another way. */
export const IN_PLACE =
  "To let the apply change the policy in place, write the role yourself with origin: import, see docs/guide/migrating.md#roles-policies-and-secrets-made-by-hand";

const OWN_FORM =
  "access.yaml writes policies for the access levels push, pull, push-pull and read, and imports only a policy with the same statements";

function withoutPolicy(role: GithubRole["role"], own: readonly AccountPolicy[]): string {
  const { inlinePolicies, attachedPolicies } = role;
  const [inline] = inlinePolicies;
  if (own.length > 0) {
    return `no policy of it (${own.map(({ name }) => name).join(", ")}) is one that access.yaml writes: ${OWN_FORM}. ${IN_PLACE}`;
  }
  const missing = attachedPolicies.find((arn) => !arn.includes(":iam::aws:"));
  if (missing !== undefined) {
    return `the files do not contain its policy ${missing}. Use get-account-authorization-details with --filter Role LocalManagedPolicy`;
  }
  if (inline !== undefined) {
    return `its permissions are the inline policy ${inline.name}. Terraform cannot import it as a managed policy, which access.yaml writes`;
  }
  const [managed] = attachedPolicies;
  return managed === undefined
    ? "it has no policy"
    : `its permissions are the policy of AWS ${managed}: ${OWN_FORM}`;
}

/** A policy and those that continue it, `-2` and so on, in this order. */
function numbered(first: AccountPolicy, all: readonly AccountPolicy[]): NonEmpty<AccountPolicy> {
  const others = all.filter(({ name }) => numberOf(name, first.name) !== undefined);
  others.sort((a, b) => (numberOf(a.name, first.name) ?? 0) - (numberOf(b.name, first.name) ?? 0));
  return [first, ...others];
}

function numberOf(name: string, first: string): number | undefined {
  if (!name.startsWith(`${first}-`)) return undefined;
  const [, number] = /^-([2-9]|10)$/.exec(name.slice(first.length)) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** Actions on repositories: a statement of the policies, all its parts together. */
interface Granted {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Undefined if the documents have a statement that access.yaml does not write. */
function permissionsOf(
  documents: readonly PolicyJson[],
  account: AwsInventory,
  region: string,
): Pick<AdoptedPermissions, "ecr" | "ecrPublic" | "repositories"> | undefined {
  const statements: Statement[] = [];
  for (const document of documents) {
    const parsed = parsePolicy(document, "permissions");
    if ("problems" in parsed) return undefined;
    statements.push(...parsed.statements);
  }
  const grants = groupedBy(statements, ({ sid = "" }) => sid).map((group): Granted => {
    const [{ sid = "", action }] = group;
    return { sid, actions: action.patterns, resources: group.flatMap(({ resources }) => resources) };
  });
  const named = (sid: string) => grants.find((grant) => grant.sid === sid);
  const [signing, publicGrant] = [named("SignImages"), named("ECRPublic")];
  const ecrPublic = publicGrant && publicEntry(publicGrant, account);
  const lists = grants
    .filter(({ sid }) => ![...LOGINS, "SignImages", "ECRPublic"].includes(sid))
    .map((grant) => entriesOf(grant, account, region));
  const isKnown =
    lists.every((list) => list !== undefined) &&
    (signing === undefined || isSameSet(signing.actions, SIGNING_ACTIONS)) &&
    (publicGrant === undefined || ecrPublic !== undefined);
  const entries = signedEntries(
    lists.flatMap((list = []) => list),
    signing?.resources ?? [],
    account,
    region,
  );
  const [first, ...others] = entries ?? [];
  if (!isKnown || first === undefined) return undefined;
  return {
    ecr: others.length === 0 ? first : [first, ...others],
    ecrPublic,
    repositories: grants.flatMap(({ resources }) => resources.flatMap((arn) => repositoryOfArn(arn) ?? [])),
  };
}

function repositoryOfArn(arn: string): AdoptedPermissions["repositories"][number] | undefined {
  const [, region, account, name] = /^arn:[^:]+:ecr:([^:]+):([^:]+):repository\/(.+)$/.exec(arn) ?? [];
  return region === undefined || account === undefined || name === undefined
    ? undefined
    : { region, account, name };
}

/**
 * The elements of `ecr` with signing profiles, each at the first element of its account, if possible one that pushes to its region.
 * @returns undefined if no element is of its account.
 */
function signedEntries(
  entries: readonly EditMap[],
  profiles: readonly string[],
  { scope }: AwsInventory,
  ownRegion: string,
): readonly EditMap[] | undefined {
  const byEntry = new Map<EditMap, string[]>();
  for (const arn of profiles) {
    const [, , , region = "", accountId] = arn.split(":");
    const own = entries.filter(({ account = scope.accountId }) => account === accountId);
    const best = own.find(
      ({ access = "push", region: regions = ownRegion }) =>
        [access].flat().some((each) => each === "push" || each === "push-pull") &&
        [regions].flat().includes(region),
    );
    const entry = best ?? own[0];
    if (entry === undefined) return undefined;
    byEntry.set(entry, [...(byEntry.get(entry) ?? []), arn]);
  }
  return entries.map((entry) => {
    const own = byEntry.get(entry);
    return own === undefined ? entry : { ...entry, signingProfileArn: oneOrList(own) };
  });
}

const LOGINS = ["ECRAuth", "ECRPublicAuth"];

/** Every list of access levels without levels that others contain. */
const ACCESS_LISTS: readonly NonEmpty<EcrAccess>[] = [
  ...ECR_ACCESSES.map((access) => [access] as const),
  ["push", "read"],
  ["pull", "read"],
  ["push-pull", "read"],
];

const PUBLIC_ACCESS_LISTS: readonly NonEmpty<EcrPublicAccess>[] = [
  ...ECR_PUBLIC_ACCESSES.map((access) => [access] as const),
  ["push", "read"],
];

/** The elements of `ecr` for a statement: one for each list of repositories that its regions have. */
function entriesOf(
  { sid, actions, resources }: Granted,
  { scope }: AwsInventory,
  ownRegion: string,
): readonly EditMap[] | undefined {
  const access = ACCESS_LISTS.find(
    (each) => sid.startsWith(ecrLevel(each).sid) && isSameSet(ecrLevel(each).actions, actions),
  );
  if (access === undefined) return undefined;
  const level = ecrLevel(access);
  const accountId = sid.slice(level.sid.length);
  const start = `arn:${scope.partition}:ecr:`;
  const end = `:${accountId || scope.accountId}:repository/`;
  const places = resources.map((arn) => {
    const at = arn.indexOf(end);
    return arn.startsWith(start) && at > 0
      ? { region: arn.slice(start.length, at), name: arn.slice(at + end.length) }
      : undefined;
  });
  const known = places.flatMap((place) => place ?? []);
  if (known.length < places.length || known.length === 0) return undefined;
  const byRegion = groupedBy(known, ({ region }) => region).map((group) => ({
    region: group[0].region,
    names: [...new Set(group.map(({ name }) => name))],
  }));
  return groupedBy(byRegion, ({ names }) => JSON.stringify([...names].sort())).map((group) => {
    const regions = group.map(({ region }) => region);
    return {
      repositories: group[0].names,
      ...(access.length === 1 && access[0] === "push" ? {} : { access: oneOrList(access) }),
      ...(regions.length === 1 && regions[0] === ownRegion ? {} : { region: oneOrList(regions) }),
      ...(accountId === "" ? {} : { account: accountId }),
    };
  });
}

function publicEntry({ actions, resources }: Granted, { scope }: AwsInventory): EditMap | undefined {
  const access = PUBLIC_ACCESS_LISTS.find((each) =>
    isSameSet(ecrPublicGrant({ access: each }, [knownValue("")]).actions, actions),
  );
  const start = `arn:${scope.partition}:ecr-public::${scope.accountId}:repository/`;
  if (access === undefined || !resources.every((arn) => arn.startsWith(start))) return undefined;
  return {
    repositories: resources.map((arn) => arn.slice(start.length)),
    ...(access.length === 1 && access[0] === "push" ? {} : { access: oneOrList(access) }),
  };
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  const own = new Set(one);
  return own.size === new Set(other).size && other.every((each) => own.has(each));
}

function oneOrList(values: readonly string[]): EditValue {
  const [first] = values;
  return first !== undefined && values.length === 1 ? first : values;
}

/** The entries of `ecr.repositories`: each repository in the regions in which it has the same settings. */
export function adoptedRepositories(
  repositories: readonly AccountRepository[],
  ownRegion: string,
): readonly EditMap[] {
  const entries = repositories.map(({ name, region, ...repository }) => ({
    region,
    settings: { name, ...settingsOf(repository) },
  }));
  return groupedBy(entries, ({ settings }) => JSON.stringify(settings)).map((group) => {
    const [{ settings }] = group;
    const { name, origin, ...others } = settings;
    const regions = group.map(({ region }) => region);
    const isUsual = regions.length === 1 && regions[0] === ownRegion;
    return { name, origin, ...(isUsual ? {} : { region: oneOrList(regions) }), ...others };
  });
}

function settingsOf({
  mutability,
  exceptions,
  scanOnPush,
  tags = {},
}: Omit<AccountRepository, "name" | "region">): { readonly origin: string } & EditMap {
  const immutableTags = immutability(mutability, exceptions);
  // Without the setting, the file would change it.
  if (immutableTags === undefined || scanOnPush === undefined) return { origin: "existing" };
  return {
    origin: "import",
    ...(immutableTags === true ? {} : { immutableTags }),
    ...(scanOnPush ? {} : { scan: "never" }),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}

/** Undefined if access.yaml cannot have it. */
function immutability(
  mutability: AccountRepository["mutability"],
  exceptions: AccountRepository["exceptions"],
): EditValue | undefined {
  if (mutability === "IMMUTABLE") return true;
  if (mutability === "MUTABLE") return false;
  const patterns = exceptions.map(({ filter }) => filter);
  const isWritten = mutability === "IMMUTABLE_WITH_EXCLUSION" && exceptions.length > 0;
  return isWritten && exceptions.every(({ type }) => type === "WILDCARD")
    ? { except: oneOrList(patterns) }
    : undefined;
}
