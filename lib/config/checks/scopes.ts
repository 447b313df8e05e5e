import { arnScopeOf } from "../../policy/arn";
import { accessesWith, ECR_ACCESSES, ECR_LEVELS } from "../../policy/ecr-access";
import { SIGNING_PROFILE_ARN } from "../../policy/ecr-names";
import { partitionOf } from "../../policy/partition";
import { givenText } from "../../policy/text-rule";
import { at, isMap, items, type Located, textOf } from "../draft";
import type { AccountInput, ConfigInput } from "../input";
import type { Problem } from "../problem";
import type { FileDraft } from "../schema/access-file";
import type { RegistryDraft } from "../schema/registry";
import { groupedBy, repeatedTexts } from "./duplicates";

/** An ARN for the state in another partition than its bucket. */
export function stateScopeProblems(file: FileDraft): readonly Problem[] {
  const state = at(at(file, "state"), "s3");
  const partition = partitionOf(textOf(at(state, "region")) ?? "");
  return arnProblems([at(state, "assumeRoleArn")], undefined, partition);
}

/** ARNs and regions outside of their account, which AWS rejects or never matches. */
export function scopeProblems({ accounts }: ConfigInput): readonly Problem[] {
  return accounts.flatMap(accountProblems);
}

function accountProblems({
  id,
  region,
  assumeRoleArn,
  ecr,
  ecrPublic,
  roles,
}: AccountInput): readonly Problem[] {
  const accountId = textOf(id);
  const partition = partitionOf(textOf(region) ?? "");
  return [
    ...arnProblems([assumeRoleArn], accountId, partition),
    ...arnProblems(
      roles.map((role) => at(role, "permissionsBoundaryArn")),
      accountId,
      partition,
    ),
    ...roles.flatMap((role) => attachedProblems(role, accountId, partition)),
    ...arnProblems(
      [...items(at(ecr, "createOnPush")), ...items(at(ecr, "pullThroughCache"))].map((entry: Located) =>
        at(entry, "roleArn"),
      ),
      accountId,
      partition,
    ),
    ...ownAccountProblems(roles, accountId),
    ...signingProblems(roles, { accountId, region: textOf(region), partition }),
    ...publicProblems([...roles.map((role) => at(role, "ecrPublic")), ecrPublic], partition),
    ...regionProblems(
      [
        ...registryRegions(ecr),
        ...roles.flatMap((role) => items(at(role, "ecr")).flatMap((ecr) => items(at(ecr, "region")))),
      ],
      partition,
    ),
  ];
}

/** Policies that a role attaches: of another account, twice, or its own ECR policy. */
function attachedProblems(
  role: AccountInput["roles"][number],
  accountId: string | undefined,
  partition: string | undefined,
): readonly Problem[] {
  const places = items(at(role, "policies"));
  return [...arnProblems(places, accountId, partition), ...repeatedTexts(places, "policy", (arn) => arn)];
}

/** Repositories of the role's own account, as if they were of another one. */
function ownAccountProblems(roles: AccountInput["roles"], accountId: string | undefined): readonly Problem[] {
  const [first, ...more] = roles
    .flatMap((role) => items(at(role, "ecr")))
    .map((ecr) => at(ecr, "account"))
    .filter((place) => accountId !== undefined && textOf(place) === accountId);
  if (first === undefined) return [];
  return [
    {
      path: first.path,
      message: `expected another account than that of the role, got ${givenText(accountId)}${moreText(more)}. Remove account`,
    },
  ];
}

/** Signing profiles that no push of the role can use. */
function signingProblems(
  roles: AccountInput["roles"],
  own: Readonly<Record<"accountId" | "region" | "partition", string | undefined>>,
): readonly Problem[] {
  return roles
    .flatMap((role) => items(at(role, "ecr")))
    .flatMap((ecr) => {
      const profiles = items(at(ecr, "signingProfileArn"));
      const regions = items(at(ecr, "region")).flatMap((place) => textOf(place) ?? []);
      const known = regions.length > 0 || own.region === undefined ? regions : [own.region];
      return [
        ...pushlessProblems(ecr),
        ...arnProblems(profiles, textOf(at(ecr, "account")) ?? own.accountId, own.partition),
        ...profiles
          .filter((place) => {
            const region = SIGNING_PROFILE_ARN.pattern.test(textOf(place) ?? "")
              ? textOf(place)?.split(":")[3]
              : undefined;
            const isOfPartition = region !== undefined && partitionOf(region) === own.partition;
            return isOfPartition && known.length > 0 && !known.includes(region);
          })
          .map(({ path, value }) => ({
            path,
            message: `expected a signing profile in a region of the ECR repositories (${known.join(", ")}), got ${givenText(value)}`,
          })),
      ];
    });
}

/** ECR signs when a client pushes. */
function pushlessProblems(ecr: Located): readonly Problem[] {
  const profiles = at(ecr, "signingProfileArn");
  const access = items(at(ecr, "access")).map(textOf);
  if (profiles.value === undefined || access.length === 0) return [];
  if (!access.every((each) => ECR_ACCESSES.some((known) => known === each && !ECR_LEVELS[known].canPush))) {
    return [];
  }
  return [
    {
      path: profiles.path,
      atKey: true,
      message: `expected access: ${accessesWith(({ canPush }) => canPush)} beside it, got ${givenText(at(ecr, "access").value)}. ECR signs images when they are pushed`,
    },
  ];
}

/** ECR Public is a service of the commercial partition. */
function publicProblems(places: readonly Located[], partition: string | undefined): readonly Problem[] {
  const [first, ...more] = places.filter(
    ({ value }) => value !== undefined && partition !== undefined && partition !== "aws",
  );
  if (first === undefined) return [];
  return [
    {
      path: first.path,
      atKey: true,
      message: `expected an account of the partition aws, which alone has ECR Public, got one of ${partition}${moreText(more)}`,
    },
  ];
}

/** Every place of a registry with a region. */
function registryRegions(registry: RegistryDraft): readonly Located[] {
  const entries: readonly Located[] = [
    registry,
    ...items(at(registry, "repositories")),
    ...items(at(registry, "createOnPush")),
    ...items(at(registry, "pullThroughCache")),
    ...items(at(registry, "replication")),
  ];
  return entries.filter(({ value }) => isMap(value)).flatMap((entry) => items(at(entry, "region")));
}

/** One problem for all ARNs of one other account or partition. */
function arnProblems(
  places: readonly Located[],
  accountId: string | undefined,
  partition: string | undefined,
): readonly Problem[] {
  const outside = places.flatMap((place) => {
    const arn = textOf(place);
    if (arn?.startsWith("arn:") !== true) return [];
    const scope = arnScopeOf(arn);
    const isElsewhere = accountId !== undefined && scope.accountId !== "aws" && scope.accountId !== accountId;
    const isOtherPartition = partition !== undefined && scope.partition !== partition;
    if (!isElsewhere && !isOtherPartition) return [];
    const expected = [
      ...(isElsewhere ? [`of account ${accountId}`] : []),
      ...(isOtherPartition ? [`that starts with arn:${partition}:`] : []),
    ].join(" ");
    return [{ place, expected, key: `${scope.partition} ${scope.accountId}` }];
  });
  return groupedBy(outside, ({ expected, key }) => `${key} ${expected}`).map(
    ([{ place, expected }, ...more]) => ({
      path: place.path,
      message: `expected an ARN ${expected}, got ${givenText(place.value)}${moreText(more)}`,
    }),
  );
}

/** One problem for all regions of one other partition. */
function regionProblems(places: readonly Located[], partition: string | undefined): readonly Problem[] {
  const outside = places.flatMap((place) => {
    const own = partitionOf(textOf(place) ?? "");
    return own === undefined || partition === undefined || own === partition ? [] : [{ place, own }];
  });
  return groupedBy(outside, ({ own }) => own).map(([{ place }, ...more]) => ({
    path: place.path,
    message: `expected a region of the account's partition ${partition}, got ${givenText(place.value)}${moreText(more)}`,
  }));
}

function moreText(more: readonly unknown[]): string {
  return more.length === 0 ? "" : ` and ${more.length} more`;
}
