import { ANY_TAG, MAX_LIFECYCLE_RULES } from "../../policy/ecr-lifecycle";
import { needsCredentials, upstreamAccount, withSlash } from "../../policy/ecr-registry";
import { MAX_TAGS } from "../../policy/iam-limits";
import { nearestKey } from "../../policy/near-name";
import { givenText } from "../../policy/text-rule";
import { at, isMap, isValidThroughout, items, keysOf, type Located, textOf } from "../draft";
import type { AccountInput, ConfigInput } from "../input";
import { type Problem, pathText } from "../problem";
import { REPOSITORY_SETTINGS, type RegistryDraft } from "../schema/registry";
import { groupedBy, repeatedTexts, timesText } from "./duplicates";
import { type Named, prefixesOf, repositoriesOf, unknownRepositories } from "./known-repositories";

/** The registries of accounts, and whether they have the repositories that roles name. */
export function registryProblems({ accounts }: Pick<ConfigInput, "accounts">): readonly Problem[] {
  return accounts.flatMap((account) => {
    const registry = account.ecr;
    if (registry.value === undefined) return [];
    return [
      ...regionPlaces(registry).flatMap((place) => repeatedTexts(items(place), "region", (text) => text)),
      ...repositoryProblems(account, registry),
      ...lifecyclePlaces(registry).flatMap(lifecycleProblems),
      ...pullProblems(account, registry),
      ...templateProblems(account, registry),
      ...cacheProblems(account),
      ...keyProblems(account, registry),
      ...replicationProblems(account, registry),
      ...(isValidThroughout(registry) ? unknownRepositories(account, accounts) : []),
    ];
  });
}

/** Repositories of ECR Public that are there twice, and those that a role names and the account does not have. */
export function publicRegistryProblems({ accounts }: ConfigInput): readonly Problem[] {
  return accounts.flatMap(({ ecrPublic, roles }) => {
    if (ecrPublic.value === undefined) return [];
    const places = items(at(ecrPublic, "repositories")).map((place: Located) =>
      isMap(place.value) ? at(place, "name") : place,
    );
    const names = places.flatMap((place) => textOf(place) ?? []);
    const unknown = roles
      .flatMap((role) => items(at(at(role, "ecrPublic"), "repositories")))
      .filter((place) => !names.includes(textOf(place) ?? ""));
    return [
      ...repeatedTexts(places, "repository of ECR Public", (name) => name),
      ...(isValidThroughout(ecrPublic)
        ? groupedBy(unknown, ({ value }) => String(value)).map(([place, ...more]) => {
            const near = nearestKey(String(place.value), names);
            const fix = near === undefined ? ". Add it there" : `, did you mean ${near}? Or add it there`;
            return {
              path: place.path,
              message: `expected a repository of ${pathText(ecrPublic.path)}.repositories, got ${timesText(givenText(place.value), more.length + 1)}${fix}`,
            };
          })
        : []),
    ];
  });
}

/** Lists of regions. */
function regionPlaces(registry: RegistryDraft): readonly Located[] {
  const entries: readonly Located[] = [
    ...items(at(registry, "repositories")),
    ...items(at(registry, "createOnPush")),
    ...items(at(registry, "pullThroughCache")),
  ];
  return [
    at(registry, "region"),
    ...entries.filter(({ value }) => isMap(value)).map((entry) => at(entry, "region")),
  ];
}

/** Names that a registry has twice in one region. */
function repeatedNames(
  list: readonly Named[],
  noun: string,
  nameOf: (name: string) => string,
): readonly Problem[] {
  const inRegions = list.flatMap((each) => each.regions.map((region) => ({ ...each, region })));
  const pairs = groupedBy(inRegions, ({ name, region }) => `${region} ${nameOf(name)}`).flatMap(
    ([first, second, ...others]) =>
      second === undefined ? [] : [{ first, second, count: others.length + 2 }],
  );
  // The same two entries in several regions are one mistake.
  return groupedBy(pairs, ({ first, second }) => `${pathText(first.path)} ${pathText(second.path)}`).map(
    ([{ first, second, count }]) => ({
      path: second.path,
      other: first.path,
      message: `duplicate ${noun} ${timesText(givenText(second.name), count)} in region ${second.region}`,
    }),
  );
}

function repositoryProblems(account: AccountInput, registry: RegistryDraft): readonly Problem[] {
  const repositories = repositoriesOf(account);
  const shared = tagCount(account.tags) + tagCount(at(at(registry, "defaults"), "tags"));
  return [
    ...repeatedNames(repositories, "ECR repository", (name) => name),
    ...repositories.flatMap(({ place }) => (isMap(place.value) ? settingProblems(place, shared) : [])),
  ];
}

function settingProblems(place: Located, sharedTags: number): readonly Problem[] {
  if (at(place, "origin").value === "existing") {
    const given = keysOf(place).flatMap(({ value }) => (REPOSITORY_SETTINGS.includes(value) ? [value] : []));
    const [first] = given;
    if (first === undefined) return [];
    return [
      {
        path: at(place, first).path,
        atKey: true,
        message: `expected no settings with origin: existing, got ${given.join(", ")}. An existing repository keeps its settings: remove them, or write origin: import`,
      },
    ];
  }
  const tags = at(place, "tags");
  const count = tagCount(tags) + sharedTags;
  if (tagCount(tags) === 0 || count <= MAX_TAGS) return [];
  return [
    {
      path: tags.path,
      message: `expected at most ${MAX_TAGS} tags with those of the account and of defaults, got ${count}`,
    },
  ];
}

function tagCount(tags: Located): number {
  return keysOf(tags).length;
}

/** Every place of a registry that can have a key. */
function settingPlaces(registry: RegistryDraft, key: string): readonly Located[] {
  const entries: readonly Located[] = [
    at(registry, "defaults"),
    ...items(at(registry, "repositories")),
    ...items(at(registry, "createOnPush")),
    ...items(at(registry, "pullThroughCache")),
  ];
  return entries
    .filter(({ value }) => isMap(value))
    .map((entry) => at(entry, key))
    .filter(({ value }) => value !== undefined);
}

function lifecyclePlaces(registry: RegistryDraft): readonly Located[] {
  return settingPlaces(registry, "lifecycle").filter(({ value }) => isMap(value));
}

/** ECR rejects a lifecycle policy with two rules for the same images, and one with too many rules. */
function lifecycleProblems(lifecycle: Located): readonly Problem[] {
  const patterns = [
    ...items(at(lifecycle, "keepForever")),
    ...items(at(lifecycle, "tagged")).flatMap((entry: Located) => items(at(entry, "tags"))),
  ];
  const others = ["expireAfterDays", "keepNewest"]
    .map((key) => at(lifecycle, key))
    .find(({ value }) => value !== undefined);
  const anyTag = patterns.find((pattern) => textOf(pattern) === ANY_TAG);
  const count =
    patterns.length +
    (at(lifecycle, "untagged").value === undefined ? 0 : 1) +
    (others === undefined ? 0 : 1);
  return [
    ...repeatedTexts(patterns, "tag pattern", (text) => text),
    ...(others === undefined || anyTag === undefined
      ? []
      : [
          {
            path: others.path,
            atKey: true,
            other: anyTag.path,
            message: `expected images that no other key names, got ${givenText(ANY_TAG)} for all tagged images in another key. Remove one of the two`,
          },
        ]),
    ...(count <= MAX_LIFECYCLE_RULES
      ? []
      : [
          {
            path: lifecycle.path,
            message: `expected at most ${MAX_LIFECYCLE_RULES} rules, one for each tag pattern, got ${count}`,
          },
        ]),
  ];
}

/** The account's own roles need no repository policy. */
function pullProblems(account: AccountInput, registry: RegistryDraft): readonly Problem[] {
  const own = textOf(account.id);
  return settingPlaces(registry, "pull").flatMap((pull) => {
    const accounts = items(at(pull, "accounts"));
    return [
      ...repeatedTexts(accounts, "account", (text) => text),
      ...accounts
        .filter((place) => own !== undefined && textOf(place) === own)
        .slice(0, 1)
        .map(({ path }) => ({
          path,
          message: `expected another account, got this account, ${givenText(own)}. Its roles need no repository policy: write what they pull in ecr of the role`,
        })),
    ];
  });
}

/** ECR needs a role to create encrypted or tagged repositories. */
function templateProblems(account: AccountInput, registry: RegistryDraft): readonly Problem[] {
  const templates = prefixesOf(account, "createOnPush");
  const byDefault = at(at(registry, "defaults"), "encryption");
  return [
    ...repeatedNames(templates, "prefix", withSlash),
    ...templates.flatMap(({ place }) => {
      if (at(place, "roleArn").value !== undefined) return [];
      const own = at(place, "encryption");
      const encryption: Located = own.value === undefined ? byDefault : own;
      const needs = [
        ...(encryption.value === undefined || encryption.value === "aes256" || encryption.value === null
          ? []
          : ["KMS encryption"]),
        ...(tagCount(at(place, "tags")) > 0 ? ["tags"] : []),
      ];
      return needs.length === 0
        ? []
        : [
            {
              path: place.path,
              message: `missing roleArn. ECR assumes this role to create repositories with ${needs.join(" and ")}`,
            },
          ];
    }),
  ];
}

/** The credentials that an upstream registry requires, and two templates for one prefix. */
function cacheProblems(account: AccountInput): readonly Problem[] {
  const caches = prefixesOf(account, "pullThroughCache");
  const withTemplate = caches.filter(({ place }) => isMap(at(place, "lifecycle").value));
  const own = textOf(account.id);
  return [
    ...repeatedNames(caches, "prefix", withSlash),
    ...repeatedNames(
      [...prefixesOf(account, "createOnPush"), ...withTemplate],
      "prefix of a template",
      withSlash,
    ).filter(({ path }) => withTemplate.some((cache) => pathText(cache.path) === pathText(path))),
    ...caches.flatMap(({ place }) => {
      const upstream = textOf(at(place, "upstream"));
      if (upstream === undefined) return [];
      const missing = (key: string, reason: string): readonly Problem[] =>
        at(place, key).value === undefined
          ? [{ path: place.path, message: `missing ${key}. ${reason}` }]
          : [];
      if (needsCredentials(upstream)) {
        return missing(
          "credentialsArn",
          `${upstream} requires credentials, in a secret of AWS Secrets Manager`,
        );
      }
      const otherAccount = upstreamAccount(upstream);
      return otherAccount === undefined || otherAccount === own
        ? []
        : missing("roleArn", `ECR assumes this role to read the registry of account ${otherAccount}`);
    }),
  ];
}

function replicationProblems(account: AccountInput, registry: RegistryDraft): readonly Problem[] {
  const rules = items(at(registry, "replication"));
  const id = textOf(account.id);
  const region = textOf(account.region);
  const written = rules.flatMap((rule) => {
    const to = textOf(at(rule, "region"));
    return to === undefined
      ? []
      : [
          {
            path: rule.path,
            to,
            accountId: textOf(at(rule, "account")) ?? id,
            prefix: textOf(at(rule, "prefix")),
          },
        ];
  });
  return [
    ...written
      .filter((rule) => rule.to === region && rule.accountId === id)
      .map(({ path, to }) => ({
        path: [...path, "region"],
        message: `expected another region than that of the account, got ${givenText(to)}`,
      })),
    ...groupedBy(written, ({ to, accountId, prefix }) => `${to} ${accountId} ${prefix ?? ""}`).flatMap(
      ([first, second]) =>
        second === undefined
          ? []
          : [{ path: second.path, other: first.path, message: `duplicate replication to ${second.to}` }],
    ),
  ];
}

/** KMS keys and secrets outside of the region in which ECR uses them. */
function keyProblems(account: AccountInput, registry: RegistryDraft): readonly Problem[] {
  const byDefault = at(at(registry, "defaults"), "encryption");
  const encrypted = [...repositoriesOf(account), ...prefixesOf(account, "createOnPush")]
    .filter(({ place }) => !isMap(place.value) || at(place, "origin").value !== "existing")
    .flatMap((each) => {
      const own: Located = isMap(each.place.value) ? at(each.place, "encryption") : byDefault;
      const encryption: Located = own.value === undefined ? byDefault : own;
      return isMap(encryption.value) ? [{ ...each, arn: at(encryption, "kmsKeyArn") }] : [];
    });
  const secrets = prefixesOf(account, "pullThroughCache").map((each) => ({
    ...each,
    arn: at(each.place, "credentialsArn"),
  }));
  return [...elsewhere(encrypted, "a KMS key"), ...elsewhere(secrets, "a secret")];
}

/** One problem for each ARN, however many repositories use it. */
function elsewhere(uses: readonly (Named & { readonly arn: Located })[], noun: string): readonly Problem[] {
  const wrong = uses.flatMap(({ name, arn, regions }) => {
    const own = textOf(arn)?.split(":")[3];
    const other = regions.find((region) => own !== undefined && region !== own);
    return other === undefined ? [] : [{ name, arn, region: other }];
  });
  return groupedBy(wrong, ({ arn }) => pathText(arn.path)).map(([{ name, arn, region }]) => ({
    path: arn.path,
    message: `expected ${noun} in region ${region}, in which ${givenText(name)} is, got ${givenText(arn.value)}. Write an entry for each region, with its own ARN`,
  }));
}
