import { type ArnScope, arnScopeOf } from "../policy/arn";
import { isPartition } from "../policy/partition";
import type { PolicyJson } from "../policy/policy-document";
import { awsRole } from "./aws-roles";
import { accountOf, type DiscoveredRole, type PlacedProblem, type SkippedRole } from "./discovered-role";
import { at, documentValue, elements, isMap, type JsonMap, type Place, textAt } from "./json-value";

/** Tags of an AWS resource, without those of AWS itself. */
export type Tags = Readonly<Record<string, string>>;

/** An AWS account, in the outputs of the AWS CLI. */
export interface AwsInventory {
  readonly scope: ArnScope;
  readonly roles: readonly AccountRole[];
  /** The customer managed policies by ARN. */
  readonly policies: ReadonlyMap<string, AccountPolicy>;
  /** Undefined if no output lists them. */
  readonly providers: readonly AccountProvider[] | undefined;
  /** Undefined if no output describes repositories. */
  readonly repositories: readonly AccountRepository[] | undefined;
}

/** A role of `aws iam get-account-authorization-details`. */
export interface AccountRole {
  readonly name: string;
  readonly arn: string;
  /** Starts and ends with a slash. */
  readonly path: string;
  readonly trust: DiscoveredRole | SkippedRole;
  /** Only list-roles and get-role contain them. Undefined if no output does. */
  readonly settings: RoleSettings | undefined;
  readonly permissionsBoundaryArn: string | undefined;
  readonly tags: Tags;
  /** The CloudFormation stack that created it. */
  readonly cloudFormationStack: string | undefined;
  /** The document is undefined if it cannot be read. */
  readonly inlinePolicies: readonly { readonly name: string; readonly document: PolicyJson | undefined }[];
  /** ARNs of managed policies. */
  readonly attachedPolicies: readonly string[];
}

interface RoleSettings {
  readonly description: string | undefined;
  readonly maxSessionSeconds: number;
}

/** A customer managed policy, with the version in force. */
export interface AccountPolicy {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  /** Undefined if it cannot be read. */
  readonly document: PolicyJson | undefined;
  readonly attachments: number | undefined;
  /** Undefined if no output contains them. */
  readonly tags: Tags | undefined;
}

/** An IAM OIDC provider. */
interface AccountProvider {
  readonly arn: string;
  /** The issuer without `https://`. */
  readonly issuerHost: string;
  /** Undefined without the output of get-open-id-connect-provider. */
  readonly settings: { readonly audiences: readonly string[]; readonly tags: Tags } | undefined;
}

/** A repository of `aws ecr describe-repositories`. */
export interface AccountRepository {
  readonly name: string;
  readonly region: string;
  readonly mutability: string | undefined;
  /** Patterns of tags that are exempt from `mutability`, with their types. */
  readonly exceptions: readonly { readonly filter: string; readonly type: string }[];
  readonly scanOnPush: boolean | undefined;
  readonly encryption: { readonly type: string; readonly kmsKey: string | undefined } | undefined;
  /** Undefined if no output contains them. */
  readonly tags: Tags | undefined;
  /** The repository policies of its name: the outputs do not contain the region, so one can be that of another region. */
  readonly policies: readonly PolicyJson[];
}

/** A problem of one of the files. */
export interface FileProblem extends PlacedProblem {
  /** The index of the file. */
  readonly file: number;
}

/** An output of the AWS CLI, and what it gives. */
interface OutputKind {
  readonly isOf: (value: JsonMap) => boolean;
  readonly read: (place: Place, found: Found, say: (problem: PlacedProblem) => void) => void;
}

/** What was found so far. */
interface Found {
  /** Roles by ARN. */
  readonly roles: Map<string, Omit<AccountRole, "settings">>;
  readonly roleSettings: Map<string, RoleSettings>;
  readonly policies: Map<string, Omit<AccountPolicy, "tags">>;
  readonly providerArns: Map<string, string>;
  /** By issuer host: the output does not contain the account. */
  readonly providerSettings: Map<string, NonNullable<AccountProvider["settings"]>>;
  readonly repositories: Map<string, Omit<AccountRepository, "tags" | "policies">>;
  /** By ARN. */
  readonly tags: Map<string, Tags>;
  /** By `REGISTRY NAME` of repositories. The outputs do not contain the region. */
  readonly policiesOfRepositories: Map<string, readonly PolicyJson[]>;
  /** The text of the roles and of the policies of an account, by the key of the output and the account. */
  readonly details: Map<string, string>;
  /** Which accounts have an output, also an empty one. */
  readonly hasDetails: { value: boolean };
  readonly hasProviders: { value: boolean };
  readonly hasRepositories: { value: boolean };
}

const OUTPUTS: readonly OutputKind[] = [
  { isOf: ({ RoleDetailList: roles }) => Array.isArray(roles), read: readDetails },
  { isOf: ({ Roles: roles }) => Array.isArray(roles), read: readRoleSettings },
  { isOf: ({ Role: role }) => isMap(role), read: readRoleSettings },
  { isOf: ({ Policy: policy }) => isMap(policy) && "Arn" in policy, read: readPolicyTags },
  { isOf: ({ OpenIDConnectProviderList: list }) => Array.isArray(list), read: readProviders },
  { isOf: (value) => "ClientIDList" in value && "Url" in value, read: readProvider },
  { isOf: ({ repositories: list }) => Array.isArray(list), read: readRepositories },
  { isOf: (value) => "repositoryName" in value && "policyText" in value, read: readRepositoryPolicy },
  { isOf: ({ ResourceTagMappingList: list }) => Array.isArray(list), read: readTagMappings },
];

/** The outputs that {@link awsInventories} reads, for messages. */
const ACCOUNT_OUTPUTS =
  "output of aws iam get-account-authorization-details, list-roles, get-policy, list-open-id-connect-providers or get-open-id-connect-provider, aws ecr describe-repositories or get-repository-policy, or aws resourcegroupstaggingapi get-resources";

/**
 * The accounts in outputs of the AWS CLI. A value can be a list of outputs.
 * @returns every problem, if an output cannot be read.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html
 */
export function awsInventories(
  values: readonly unknown[],
): readonly AwsInventory[] | { readonly problems: readonly FileProblem[] } {
  const found = nothingFound();
  const problems: FileProblem[] = [];
  values.forEach((value, file) => {
    const top: Place = { value, path: [] };
    const say = (problem: PlacedProblem): void => {
      problems.push({ ...problem, file });
    };
    for (const place of Array.isArray(value) ? elements(top) : [top]) {
      const map = place.value;
      const kind = isMap(map) ? OUTPUTS.find(({ isOf }) => isOf(map)) : undefined;
      if (kind === undefined)
        say({ path: place.path, message: `expected ${ACCOUNT_OUTPUTS}, got other JSON` });
      else if (isTruncated(map)) say({ path: place.path, message: TRUNCATED });
      else kind.read(place, found, say);
    }
  });
  if (problems.length > 0) return { problems };
  if (!found.hasDetails.value) return { problems: [{ file: 0, path: [], message: NO_DETAILS }] };
  const accounts = accountsIn(found);
  if (accounts.length > 1 && found.providerSettings.size > 0)
    return { problems: [{ file: 0, path: [], message: SEVERAL_ACCOUNTS }] };
  return accounts.map((scope) => inventoryOf(scope, found));
}

const TRUNCATED =
  "expected the whole output, got a part of it (IsTruncated, NextToken or Marker). Run the command of the AWS CLI again without --max-items and --no-paginate";
const NO_DETAILS =
  "expected the output of aws iam get-account-authorization-details among the files. Run: aws iam get-account-authorization-details --filter Role LocalManagedPolicy";
const SEVERAL_ACCOUNTS =
  "expected the files of one account beside get-open-id-connect-provider, whose output does not contain the account, got several accounts. Run the command for each account";

function isTruncated(value: unknown): boolean {
  return (
    isMap(value) &&
    (value.IsTruncated === true || ["NextToken", "nextToken"].some((key) => typeof value[key] === "string"))
  );
}

function nothingFound(): Found {
  return {
    roles: new Map(),
    roleSettings: new Map(),
    policies: new Map(),
    providerArns: new Map(),
    providerSettings: new Map(),
    repositories: new Map(),
    tags: new Map(),
    policiesOfRepositories: new Map(),
    details: new Map(),
    hasDetails: { value: false },
    hasProviders: { value: false },
    hasRepositories: { value: false },
  };
}

/** The accounts that ARNs of roles, policies, providers and repositories name. */
function accountsIn({ roles, policies, providerArns, repositories }: Found): readonly ArnScope[] {
  const arns = [roles, policies, providerArns, repositories].flatMap((map) => [...map.keys()]);
  const scopes = arns.flatMap((arn) => scopeOf(arn) ?? []);
  return [...new Map(scopes.map((scope) => [scope.accountId, scope])).values()];
}

function scopeOf(arn: string): ArnScope | undefined {
  const { partition, accountId } = arnScopeOf(arn);
  return isPartition(partition) && /^[0-9]{12}$/.test(accountId) ? { partition, accountId } : undefined;
}

function inventoryOf(scope: ArnScope, found: Found): AwsInventory {
  const isOwn = (arn: string): boolean => scopeOf(arn)?.accountId === scope.accountId;
  const own = <Value>(map: ReadonlyMap<string, Value>): readonly (readonly [string, Value])[] =>
    [...map].filter(([arn]) => isOwn(arn));
  const registryKey = (name: string): string => `${scope.accountId} ${name}`;
  return {
    scope,
    roles: own(found.roles).map(([arn, role]) => ({
      ...role,
      settings: found.roleSettings.get(arn),
    })),
    policies: new Map(
      own(found.policies).map(([arn, policy]) => [arn, { ...policy, tags: found.tags.get(arn) }]),
    ),
    providers: found.hasProviders.value
      ? own(found.providerArns).map(([arn, issuerHost]) => ({
          arn,
          issuerHost,
          settings: found.providerSettings.get(issuerHost.toLowerCase()),
        }))
      : providersOf(scope, found),
    repositories: found.hasRepositories.value
      ? own(found.repositories).map(([arn, repository]) => ({
          ...repository,
          tags: found.tags.get(arn),
          policies: found.policiesOfRepositories.get(registryKey(repository.name)) ?? [],
        }))
      : undefined,
  };
}

/** The providers of get-open-id-connect-provider alone. */
function providersOf(scope: ArnScope, { providerSettings }: Found): readonly AccountProvider[] | undefined {
  if (providerSettings.size === 0) return undefined;
  return [...providerSettings].map(([issuerHost, settings]) => ({
    arn: `arn:${scope.partition}:iam::${scope.accountId}:oidc-provider/${issuerHost}`,
    issuerHost,
    settings,
  }));
}

function readDetails(place: Place, found: Found, say: (problem: PlacedProblem) => void): void {
  found.hasDetails.value = true;
  for (const key of ["RoleDetailList", "Policies"]) {
    const list = at(place, key);
    const account = elements(list).flatMap((each) => accountOf(textAt(each, "Arn")) ?? [])[0]?.accountId;
    const text = JSON.stringify(list.value);
    const other = found.details.get(`${key} ${account}`);
    if (account === undefined || other === text) continue;
    if (other !== undefined) say({ path: list.path, message: anotherOutput(account) });
    found.details.set(`${key} ${account}`, text);
  }
  for (const role of elements(at(place, "RoleDetailList"))) {
    const read = readRole(role);
    if (read === undefined) say({ path: role.path, message: "expected a role with RoleName and Arn" });
    else found.roles.set(read.arn, read);
    if (at(role, "MaxSessionDuration").value !== undefined) setRoleSettings(role, found);
  }
  for (const policy of elements(at(place, "Policies"))) {
    const read = readPolicy(policy);
    if (read !== undefined) found.policies.set(read.arn, read);
  }
}

/** Which of two is the newer one is in neither. */
function anotherOutput(accountId: string): string {
  return `expected one output of aws iam get-account-authorization-details of account ${accountId}, got two that differ. Pass only the newer one`;
}

function readRole(role: Place): Omit<AccountRole, "settings"> | undefined {
  const [name, arn] = [textAt(role, "RoleName"), textAt(role, "Arn")];
  if (name === undefined || arn === undefined || accountOf(arn) === undefined) return undefined;
  const allTags = tagsOf(at(role, "Tags"));
  return {
    name,
    arn,
    path: textAt(role, "Path") ?? "/",
    trust: awsRole(role, { permissions: undefined, hasBoundaries: true }),
    permissionsBoundaryArn: textAt(at(role, "PermissionsBoundary"), "PermissionsBoundaryArn"),
    tags: ownTags(allTags),
    cloudFormationStack: allTags["aws:cloudformation:stack-name"],
    inlinePolicies: elements(at(role, "RolePolicyList")).map((each) => ({
      name: textAt(each, "PolicyName") ?? "",
      document: permissionsIn(at(each, "PolicyDocument")),
    })),
    attachedPolicies: elements(at(role, "AttachedManagedPolicies")).flatMap(
      (each) => textAt(each, "PolicyArn") ?? [],
    ),
  };
}

/** Undefined for the policies of AWS, which have no account. */
function readPolicy(policy: Place): Omit<AccountPolicy, "tags"> | undefined {
  const arn = textAt(policy, "Arn");
  if (arn === undefined || accountOf(arn) === undefined) return undefined;
  const version = elements(at(policy, "PolicyVersionList")).find(
    (each) => at(each, "IsDefaultVersion").value === true,
  );
  const { value: attachments } = at(policy, "AttachmentCount");
  return {
    name: textAt(policy, "PolicyName") ?? arn.slice(arn.lastIndexOf("/") + 1),
    arn,
    path: textAt(policy, "Path") ?? "/",
    document: version && permissionsIn(at(version, "Document")),
    attachments: typeof attachments === "number" ? attachments : undefined,
  };
}

function permissionsIn({ value }: Place): PolicyJson | undefined {
  const read = documentValue(value, "permissions");
  return read.kind === "document" ? read.document : undefined;
}

function readRoleSettings(place: Place, found: Found): void {
  const one = at(place, "Role");
  for (const role of one.value === undefined ? elements(at(place, "Roles")) : [one]) {
    setRoleSettings(role, found);
  }
}

function setRoleSettings(role: Place, { roleSettings }: Found): void {
  const arn = textAt(role, "Arn");
  const { value: seconds } = at(role, "MaxSessionDuration");
  if (arn === undefined || typeof seconds !== "number") return;
  roleSettings.set(arn, {
    description: textAt(role, "Description") || undefined,
    maxSessionSeconds: seconds,
  });
}

function readPolicyTags(place: Place, { tags }: Found): void {
  const policy = at(place, "Policy");
  const arn = textAt(policy, "Arn");
  if (arn !== undefined) tags.set(arn, ownTags(tagsOf(at(policy, "Tags"))));
}

function readProviders(place: Place, found: Found): void {
  found.hasProviders.value = true;
  for (const each of elements(at(place, "OpenIDConnectProviderList"))) {
    const arn = textAt(each, "Arn");
    const [, issuerHost] = /:oidc-provider\/(.+)$/.exec(arn ?? "") ?? [];
    if (arn !== undefined && issuerHost !== undefined) found.providerArns.set(arn, issuerHost);
  }
}

function readProvider(place: Place, { providerSettings }: Found): void {
  const issuerHost = (textAt(place, "Url") ?? "").replace(/^https:\/\//, "").toLowerCase();
  providerSettings.set(issuerHost, {
    audiences: elements(at(place, "ClientIDList")).flatMap(({ value }) =>
      typeof value === "string" ? value : [],
    ),
    tags: ownTags(tagsOf(at(place, "Tags"))),
  });
}

function readRepositories(place: Place, found: Found, say: (problem: PlacedProblem) => void): void {
  found.hasRepositories.value = true;
  for (const each of elements(at(place, "repositories"))) {
    const [name, arn] = [textAt(each, "repositoryName"), textAt(each, "repositoryArn")];
    const [, , service, region = ""] = (arn ?? "").split(":");
    if (name === undefined || arn === undefined || service !== "ecr" || region === "") {
      say({ path: each.path, message: "expected a repository with repositoryName and repositoryArn" });
      continue;
    }
    const encryption = at(each, "encryptionConfiguration");
    const { value: scanOnPush } = at(at(each, "imageScanningConfiguration"), "scanOnPush");
    const type = textAt(encryption, "encryptionType");
    found.repositories.set(arn, {
      name,
      region,
      mutability: textAt(each, "imageTagMutability"),
      exceptions: elements(at(each, "imageTagMutabilityExclusionFilters")).map((filter) => ({
        filter: textAt(filter, "filter") ?? "",
        type: textAt(filter, "filterType") ?? "",
      })),
      scanOnPush: typeof scanOnPush === "boolean" ? scanOnPush : undefined,
      encryption: type === undefined ? undefined : { type, kmsKey: textAt(encryption, "kmsKey") },
    });
  }
}

function readRepositoryPolicy(
  place: Place,
  { policiesOfRepositories }: Found,
  say: (problem: PlacedProblem) => void,
): void {
  const { value, path } = at(place, "policyText");
  const read = documentValue(value, "permissions");
  const key = repositoryKey(place);
  if (read.kind === "document") {
    policiesOfRepositories.set(key, [...(policiesOfRepositories.get(key) ?? []), read.document]);
  } else say({ path, message: read.message });
}

function repositoryKey(place: Place): string {
  return `${textAt(place, "registryId") ?? ""} ${textAt(place, "repositoryName") ?? ""}`;
}

function readTagMappings(place: Place, { tags }: Found): void {
  for (const each of elements(at(place, "ResourceTagMappingList"))) {
    const arn = textAt(each, "ResourceARN");
    if (arn !== undefined) tags.set(arn, ownTags(tagsOf(at(each, "Tags"))));
  }
}

function tagsOf(list: Place): Tags {
  return Object.fromEntries(
    elements(list).flatMap((tag) => {
      const [key, value] = [textAt(tag, "Key"), textAt(tag, "Value")];
      return key === undefined || value === undefined ? [] : [[key, value]];
    }),
  );
}

/** AWS sets and removes tags of this prefix itself, and Terraform does not see them. */
function ownTags(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !/^aws:/i.test(key)));
}
