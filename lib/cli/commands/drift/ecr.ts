import { groupedBy, someOf } from "../../../config/checks/duplicates";
import { isMap, type Located } from "../../../config/draft";
import type { Path } from "../../../config/problem";
import type { Account, EcrRepository } from "../../../config/types";
import type { AccountRepository, AwsInventory } from "../../../inventory/account";
import { repositoryPolicy } from "../../../policy/ecr-registry";
import { isSamePolicy, normalizedPolicy } from "../../../policy/same-policy";
import { type AwsComparison, type Compared, changed, policyChange, tagDifference } from "./compared";
import type { Difference } from "./difference";

type ManagedRepository = Exclude<EcrRepository, { readonly origin: "existing" }>;

export function repositoryDifferences(at: Compared, file: Located): readonly Difference[] {
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
export function repositoryPolicies(at: Compared, file: Located): AwsComparison {
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
export function undescribedRegions(
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
