import { groupedBy, someOf } from "../../../config/checks/duplicates";
import { isMap, type Located } from "../../../config/draft";
import type { Path } from "../../../config/problem";
import type { Account, Config, EcrRepository, Role } from "../../../config/types";
import type { AccountRepository, AccountRole, AwsInventory, Tags } from "../../../inventory/account";
import { oidcProviderArn, policyArn, roleArn } from "../../../policy/arn";
import { repositoryPolicy } from "../../../policy/ecr-registry";
import { matchesPattern } from "../../../policy/github-names";
import { isAbout, WEB_IDENTITY_ACTION } from "../../../policy/iam/evaluate";
import type { Statement } from "../../../policy/policy-document";
import { EMPTY_CONTEXT, type LintContext } from "../../../policy/rules/context";
import { checkedStatements } from "../../../policy/rules/lint";
import { isSamePolicy, normalizedPolicy, policyDifference } from "../../../policy/same-policy";
import { githubRole, ownersIn } from "../adopt/trust";
import { type Difference, type DifferenceKind, valueText } from "./difference";

/** What differs between a file and AWS, and what could not be compared. */
export interface AwsComparison {
  readonly differences: readonly Difference[];
  /** Sentences without a period. */
  readonly notCompared: readonly string[];
}

/**
 * Compares the accounts of a file with those of the AWS CLI's outputs.
 * @param knownRoles names, or patterns with `*`, of roles that are managed elsewhere.
 */
export function awsComparison(
  config: Config,
  file: Located,
  inventories: readonly AwsInventory[],
  knownRoles: readonly string[],
): AwsComparison {
  const compared = config.accounts.map((account, index): AwsComparison => {
    const inventory = inventories.find(({ scope }) => scope.accountId === account.accountId);
    if (inventory === undefined) {
      return { differences: [], notCompared: [`no output is of account ${account.accountId}`] };
    }
    const at = { account, inventory, path: ["accounts", index] };
    const policies = repositoryPolicies(at, file);
    return {
      differences: [
        ...providerDifferences(at, config.github.issuerHost),
        ...account.roles.flatMap((role) => roleDifferences(role, at)),
        ...otherRoles(at, config.github.issuerHost, knownRoles),
        ...repositoryDifferences(at, file),
        ...policies.differences,
      ],
      notCompared: [...unknownParts(at), ...unreadRoles(at, knownRoles), ...policies.notCompared],
    };
  });
  return {
    differences: compared.flatMap(({ differences }) => differences),
    notCompared: compared.flatMap(({ notCompared }) => notCompared),
  };
}

/** An account of the file beside the one in AWS. */
interface Compared {
  readonly account: Account;
  readonly inventory: AwsInventory;
  readonly path: Path;
}

function unknownParts({ account, inventory }: Compared): readonly string[] {
  const { accountId } = account;
  const without = (isMissing: boolean, what: string, output: string): readonly string[] =>
    isMissing ? [`${what} of account ${accountId}: add the output of ${output}`] : [];
  const provider = inventory.providers?.some(({ settings }) => settings !== undefined) ?? false;
  return [
    ...without(
      inventory.roles.length > 0 && inventory.roles.every(({ settings }) => settings === undefined),
      "descriptions and session lengths of roles",
      "aws iam list-roles",
    ),
    ...without(
      !provider,
      "the audiences and tags of the OIDC provider",
      "aws iam get-open-id-connect-provider",
    ),
    ...without(
      account.ecr !== undefined && inventory.repositories === undefined,
      "ECR repositories",
      "aws ecr describe-repositories",
    ),
    ...undescribedRegions(account, inventory).map(
      (region) =>
        `ECR repositories of account ${accountId} in ${region}: add the output of aws ecr describe-repositories --region ${region}`,
    ),
  ];
}

/** A difference of one value. */
function changed(
  kind: DifferenceKind,
  path: Path,
  what: string,
  expected: unknown,
  got: unknown,
): Difference {
  return {
    kind,
    path,
    message: `expected ${valueText(expected)}, got ${valueText(got)} as ${what}`,
    ...(expected !== undefined && { expected }),
    ...(got !== undefined && { got }),
  };
}

/** A difference of a policy, by the values that only one of both has. */
function policyChange(
  kind: DifferenceKind,
  path: Path,
  what: string,
  expected: object | undefined,
  got: object | undefined,
): Difference {
  const { onlyInOne, onlyInOther } = policyDifference(expected ?? {}, got ?? {});
  const isRegrouped = onlyInOne.length === 0 && onlyInOther.length === 0;
  const valuesText = (policy: object | undefined, values: readonly string[], without: string): string => {
    if (policy === undefined) return "none";
    return values.length === 0 ? without : someOf(values);
  };
  const expectedText = valuesText(expected, onlyInOne, isRegrouped ? "its statements" : "no other value");
  const gotText = valuesText(
    got,
    onlyInOther,
    isRegrouped ? "the same values in other statements" : "no such value",
  );
  const message = `expected ${expectedText}, got ${gotText} as ${what}`;
  return { ...changed(kind, path, what, expected, got), message };
}

function providerDifferences(
  { account, inventory, path }: Compared,
  issuerHost: string,
): readonly Difference[] {
  const own = [...path, "oidcProvider"];
  if (inventory.providers === undefined) return [];
  const provider = inventory.providers.find(
    (each) => each.issuerHost.toLowerCase() === issuerHost.toLowerCase(),
  );
  if (provider === undefined) {
    const arn = oidcProviderArn(account, issuerHost);
    const message = `expected the OIDC provider ${arn} in the account, got none. No job can assume the roles`;
    return [{ kind: "oidc-provider-missing", path: own, message, expected: arn }];
  }
  if (provider.settings === undefined) return [];
  const { audiences, tags } = provider.settings;
  const isManaged = account.oidcProvider !== "existing";
  const isSame = isManaged ? isSameList(audiences, [account.audience]) : audiences.includes(account.audience);
  return [
    ...(isSame
      ? []
      : [
          changed(
            "oidc-provider-changed",
            [...path, "audience"],
            `audiences of the OIDC provider of account ${account.accountId}`,
            [account.audience],
            audiences,
          ),
        ]),
    ...(isManaged
      ? tagDifference("oidc-provider-changed", [...path, "tags"], "the OIDC provider", account.tags, tags)
      : []),
  ];
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify([...new Set(one)].sort()) === JSON.stringify([...new Set(other)].sort());
}

function tagDifference(
  kind: DifferenceKind,
  path: Path,
  of: string,
  expected: Tags,
  got: Tags,
): readonly Difference[] {
  const sorted = (tags: Tags) => JSON.stringify(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(expected) === sorted(got) ? [] : [changed(kind, path, `tags of ${of}`, expected, got)];
}

function roleDifferences(role: Role, { account, inventory, path }: Compared): readonly Difference[] {
  const own = [...path, "roles", role.source];
  const found = inventory.roles.find(({ name }) => name.toLowerCase() === role.name.toLowerCase());
  const arn = roleArn(account, role.path, role.name);
  if (found === undefined) {
    return [
      {
        kind: "role-missing",
        path: own,
        message: `expected the role ${arn} in the account, got none`,
        expected: arn,
      },
    ];
  }
  const name = `role ${role.name} of account ${account.accountId}`;
  const { settings } = found;
  const setting = (key: string, noun: string, expected: unknown, got: unknown): readonly Difference[] =>
    expected === got ? [] : [changed("role-changed", [...own, key], `${noun} of ${name}`, expected, got)];
  return [
    ...setting("name", "ARN", arn, found.arn),
    ...trustDifference(role, found, name, own),
    ...setting(
      "permissionsBoundaryArn",
      "permissions boundary",
      role.permissionsBoundaryArn,
      found.permissionsBoundaryArn,
    ),
    ...tagDifference("role-changed", [...own, "tags"], name, role.tags, found.tags),
    ...(settings === undefined
      ? []
      : [
          ...setting("description", "description", role.description || undefined, settings.description),
          ...setting(
            "maxSessionSeconds",
            "session length",
            role.maxSessionSeconds,
            settings.maxSessionSeconds,
          ),
        ]),
    ...policyDifferences(role, found, name, { account, inventory, path: own }),
  ];
}

function trustDifference(
  { trust, trustPolicy }: Role,
  found: AccountRole,
  name: string,
  path: Path,
): readonly Difference[] {
  const own = [...path, trust.kind === "entries" ? "trust" : "trustPolicy"];
  if (!("document" in found.trust)) {
    const message = `expected the trust policy of the file, got one that cannot be read as trust policy of ${name}`;
    return [{ kind: "trust-policy-changed", path: own, message, expected: trustPolicy }];
  }
  const { value: got } = found.trust.trustPolicy;
  return isSamePolicy(trustPolicy, got)
    ? []
    : [policyChange("trust-policy-changed", own, `trust policy of ${name}`, trustPolicy, got)];
}

function policyDifferences(
  role: Role,
  found: AccountRole,
  name: string,
  { account, inventory, path }: Compared,
): readonly Difference[] {
  const expected = role.policies.map(({ name: policy, document }) => ({
    arn: policyArn(account, role.path, policy),
    document,
  }));
  const { attachedPolicyArns: attached = [] } = role;
  const own = [...path, "ecr"];
  const arns = [...expected.map(({ arn }) => arn), ...attached];
  return [
    ...expected.flatMap(({ arn, document }): readonly Difference[] => {
      if (!found.attachedPolicies.includes(arn)) {
        const message = `expected the policy ${arn} attached to ${name}, got none`;
        return [{ kind: "policy-missing", path: own, message, expected: document }];
      }
      const got = inventory.policies.get(arn)?.document;
      return got !== undefined && isSamePolicy(document, got)
        ? []
        : [policyChange("policy-changed", own, `policy ${arn} of ${name}`, document, got)];
    }),
    ...attached
      .filter((arn) => !found.attachedPolicies.includes(arn))
      .map(
        (arn): Difference => ({
          kind: "policy-missing",
          path: [...path, "policies"],
          message: `expected the policy ${arn} attached to ${name}, got none`,
          expected: arn,
        }),
      ),
    ...[
      ...found.attachedPolicies
        .filter((arn) => !arns.includes(arn))
        .map((arn) => ({ policy: arn, fix: ". Detach it, or add it to policies of the role" })),
      ...found.inlinePolicies.map(({ name: inline }) => ({
        policy: `inline policy ${inline}`,
        fix: ". Delete it",
      })),
    ].map(
      ({ policy, fix }): Difference => ({
        kind: "policy-not-in-file",
        path: own,
        message: `expected no other policy of ${name}, got ${policy}${fix}`,
        got: policy,
      }),
    ),
  ];
}

/** Roles that the file does not have, and that others do not manage. */
function unknownRoles(
  { account, inventory }: Compared,
  knownRoles: readonly string[],
): readonly AccountRole[] {
  const known = [...account.roles.map(({ name }) => name), ...knownRoles].map((name) => name.toLowerCase());
  return inventory.roles.filter(
    ({ name }) => !known.some((pattern) => matchesPattern(pattern, name.toLowerCase())),
  );
}

/** Roles that trust GitHub or every principal, and that the file does not have. */
function otherRoles(at: Compared, issuerHost: string, knownRoles: readonly string[]): readonly Difference[] {
  return unknownRoles(at, knownRoles).flatMap((role): readonly Difference[] => {
    const trusted = trustedBy(role, { ...EMPTY_CONTEXT, account: at.account, issuerHost });
    if (trusted === undefined) return [];
    return [
      {
        kind: "role-not-in-file",
        path: undefined,
        message: `expected only roles of the file to trust ${trusted.who}, got ${role.arn}${trusted.by}. ${trusted.fix}, delete it, or pass --known-role ${role.name}`,
        got: role.arn,
      },
    ];
  });
}

/** Whom a role trusts. Undefined if that is neither GitHub nor every principal, or cannot be read. */
function trustedBy(
  role: AccountRole,
  context: LintContext,
): { readonly who: string; readonly by: string; readonly fix: string } | undefined {
  const github = githubRole(role);
  if (github !== undefined) {
    const owners = [...new Set(ownersIn(github))];
    const names = owners.length === 0 ? github.issuers : owners;
    return { who: "GitHub", by: `, which trusts ${names.join(", ")}`, fix: "Add it with adopt" };
  }
  if (!("document" in role.trust)) return undefined;
  const { document } = role.trust;
  const fix = "Fix its trust policy";
  const statements = checkedStatements(document, context);
  const isOpen = [...statements, ...document.statements.filter(hasAnyProvider)].some(
    ({ effect, principal: { isEverybody, isNegated, federated } }) =>
      effect === "Allow" && (isEverybody || isNegated || federated.some((arn) => arn.includes("*"))),
  );
  if (isOpen) return { who: "every principal", by: "", fix };
  const principals = statements.flatMap(({ principal: { federated, others } }) => [...federated, ...others]);
  return principals.length === 0
    ? undefined
    : { who: "GitHub", by: `, which trusts ${principals.join(", ")}`, fix };
}

/** Whether a statement allows tokens of every OIDC provider. */
function hasAnyProvider(statement: Statement): boolean {
  const { effect, principal } = statement;
  return (
    effect === "Allow" &&
    principal.federated.some((arn) => arn.includes("*")) &&
    isAbout(statement, WEB_IDENTITY_ACTION)
  );
}

/** Roles that may trust anyone. */
function unreadRoles(at: Compared, knownRoles: readonly string[]): readonly string[] {
  return unknownRoles(at, knownRoles).flatMap(({ arn, trust }) =>
    "problems" in trust
      ? [`whom ${arn} trusts, because its trust policy cannot be read: ${trust.problems[0]?.message ?? ""}`]
      : [],
  );
}

type ManagedRepository = Exclude<EcrRepository, { readonly origin: "existing" }>;

function repositoryDifferences(at: Compared, file: Located): readonly Difference[] {
  const { account, inventory } = at;
  const { ecr } = account;
  const { repositories } = inventory;
  if (ecr === undefined || repositories === undefined) return [];
  const unknown = undescribedRegions(account, inventory);
  const known = new Set<string>();
  const ofFile = ecr.repositories.flatMap((repository) =>
    repository.regions.flatMap((region): readonly Difference[] => {
      known.add(`${region} ${repository.name}`);
      if (unknown.includes(region)) return [];
      const path = repositoryPath(repository.name, at, file);
      const found = repositories.find((each) => each.name === repository.name && each.region === region);
      const name = `ECR repository ${repository.name} in ${region} of account ${account.accountId}`;
      if (found === undefined) {
        return [{ kind: "ecr-repository-missing", path, message: `expected the ${name}, got none` }];
      }
      return repository.origin === "existing" ? [] : settingDifferences(repository, found, name, path);
    }),
  );
  const prefixes = [...ecr.createOnPush, ...ecr.pullThroughCache].map(({ prefix }) => prefix);
  const isCreated = (name: string): boolean =>
    prefixes.some((prefix) => prefix === "ROOT" || name.startsWith(`${prefix}/`));
  const others = repositories.filter(
    ({ region, name }) => !known.has(`${region} ${name}`) && !isCreated(name),
  );
  return [
    ...ofFile,
    ...others.map(
      ({ region, name }): Difference => ({
        kind: "ecr-repository-not-in-file",
        path: [...at.path, "ecr", "repositories"],
        message: `expected only ECR repositories of the file, got ${name} in ${region} of account ${account.accountId}`,
        got: name,
      }),
    ),
  ];
}

/**
 * Compares repository policies. An output of a policy has no region: it can be of each repository of its name, and is a difference if it is none
 * of theirs.
 */
function repositoryPolicies(at: Compared, file: Located): AwsComparison {
  const { account, inventory } = at;
  const { ecr } = account;
  const { repositories: found } = inventory;
  if (ecr === undefined || found === undefined) return { differences: [], notCompared: [] };
  const compared = groupedBy(ecr.repositories, ({ name }) => name).map((group) => {
    const [{ name }] = group;
    const own = found.filter((each) => each.name === name);
    const outputs = own[0]?.policies ?? [];
    const regions = new Set([...group.flatMap((each) => each.regions), ...own.map(({ region }) => region)]);
    const expected = group.flatMap((each) => expectedPolicies(each, account));
    const isOf = (output: object, policy: object | undefined): boolean =>
      policy !== undefined && isSamePolicy(policy, output);
    const others = outputs.filter((output) => !expected.some(({ policy }) => isOf(output, policy)));
    const distinct = [...new Map(others.map((output) => [normalizedPolicy(output), output])).values()];
    const without = expected.filter(
      ({ policy, region }) =>
        policy !== undefined &&
        own.some((each) => each.region === region) &&
        !outputs.some((output) => isOf(output, policy)),
    );
    const rest = without.slice(distinct.length);
    const isComplete = outputs.length >= regions.size;
    const difference = (policy: object | undefined, got: object | undefined): Difference =>
      policyChange(
        "ecr-repository-changed",
        [...repositoryPath(name, at, file), "pull"],
        `repository policy of the ECR repository ${name} in ${[...regions].join(" or ")} of account ${account.accountId}`,
        policy,
        got,
      );
    return {
      differences:
        expected.length === 0
          ? []
          : [
              ...distinct.map((output, index) => difference((without[index] ?? expected[0])?.policy, output)),
              ...(isComplete ? rest.map(({ policy }) => difference(policy, outputs[0])) : []),
            ],
      unknown: isComplete ? [] : rest.map(({ region }) => `${name} in ${region}`),
    };
  });
  const unknown = compared.flatMap((each) => each.unknown);
  return {
    differences: compared.flatMap(({ differences }) => differences),
    notCompared:
      unknown.length === 0
        ? []
        : [
            `repository policies of account ${account.accountId}: add the output of aws ecr get-repository-policy for ${someOf(unknown)}`,
          ],
  };
}

/** The policy of a repository in each region. None if the file does not say which: an imported repository keeps the policy that it has. */
function expectedPolicies(
  repository: EcrRepository,
  account: Account,
): readonly { readonly region: string; readonly policy: object | undefined }[] {
  if (repository.origin === "existing") return [];
  const { pull, grants, origin, regions } = repository;
  return regions
    .map((region) => ({ region, policy: repositoryPolicy(account, region, pull, grants) }))
    .filter(({ policy }) => policy !== undefined || origin !== "import");
}

/** The place of a repository in the file, or of the list. */
function repositoryPath(name: string, { path }: Compared, { value }: Located): Path {
  const list = [...path, "ecr", "repositories"];
  const entries = list.reduce<unknown>((of, key) => Object(of)[key], value);
  const index = Array.isArray(entries)
    ? entries.findIndex((each) => each === name || (isMap(each) && each.name === name))
    : -1;
  return index < 0 ? list : [...list, index];
}

/** Regions of the file of which no output has a repository. That of the account has outputs, which can be empty. */
function undescribedRegions(
  { ecr, region: own }: Account,
  { repositories = [] }: AwsInventory,
): readonly string[] {
  const regions = new Set((ecr?.repositories ?? []).flatMap((repository) => repository.regions));
  return [...regions].filter(
    (region) => region !== own && !repositories.some((each) => each.region === region),
  );
}

const MUTABILITY = {
  immutable: "IMMUTABLE",
  mutable: "MUTABLE",
  immutableExcept: "IMMUTABLE_WITH_EXCLUSION",
} as const satisfies Readonly<Record<ManagedRepository["tagMutability"]["kind"], string>>;

const ENCRYPTION = { aes256: "AES256", kms: "KMS", kmsKey: "KMS" } as const;

function settingDifferences(
  repository: ManagedRepository,
  found: AccountRepository,
  name: string,
  path: Path,
): readonly Difference[] {
  const { tagMutability, scan, encryption, tags } = repository;
  const setting = (key: string, noun: string, expected: unknown, got: unknown): readonly Difference[] =>
    JSON.stringify(expected) === JSON.stringify(got)
      ? []
      : [changed("ecr-repository-changed", [...path, key], `${noun} of the ${name}`, expected, got)];
  const exceptions = tagMutability.kind === "immutableExcept" ? [...tagMutability.tags].sort() : [];
  return [
    ...setting("immutableTags", "tag mutability", MUTABILITY[tagMutability.kind], found.mutability),
    ...setting(
      "immutableTags",
      "exceptions",
      exceptions,
      found.exceptions.map(({ filter }) => filter).sort(),
    ),
    ...(scan === "registry" ? [] : setting("scan", "scanOnPush", scan === "onPush", found.scanOnPush)),
    ...(encryption === undefined || found.encryption === undefined
      ? []
      : [
          ...setting("encryption", "encryption", ENCRYPTION[encryption.kind], found.encryption.type),
          ...(encryption.kind === "kmsKey"
            ? setting("encryption", "KMS key", encryption.kmsKeyArn, found.encryption.kmsKey)
            : []),
        ]),
    // Terraform leaves the tags of an imported repository alone, if the file has none.
    ...(found.tags === undefined || (repository.origin === "import" && Object.keys(tags).length === 0)
      ? []
      : tagDifference("ecr-repository-changed", [...path, "tags"], `the ${name}`, tags, found.tags)),
  ];
}
