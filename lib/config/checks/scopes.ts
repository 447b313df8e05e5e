import { arnScopeOf } from "../../policy/arn";
import { partitionOf } from "../../policy/partition";
import { accountsOf, at, items, type Place, rolesOf, textOf } from "../place";
import { givenText, type Problem } from "../problem";

/** ARNs and regions that lie outside the account they are written for: AWS would refuse them, or never match them. */
export function scopeProblems(file: Place): readonly Problem[] {
  const state = at(at(file, "state"), "s3");
  const statePartition = partitionOf(textOf(at(state, "region")) ?? "");
  return [
    ...arnProblems(at(state, "assumeRoleArn"), undefined, statePartition),
    ...accountsOf(file).flatMap(accountProblems),
  ];
}

function accountProblems(account: Place): readonly Problem[] {
  const accountId = textOf(at(account, "id"));
  const partition = partitionOf(textOf(at(account, "region")) ?? "");
  const roles = rolesOf(account);
  return [
    ...arnProblems(at(account, "assumeRoleArn"), accountId, partition),
    ...roles.flatMap((role) => arnProblems(at(role, "permissionsBoundaryArn"), accountId, partition)),
    ...roles
      .flatMap((role) => items(at(at(role, "ecr"), "region")))
      .flatMap((region) => regionProblems(region, partition)),
  ];
}

function arnProblems(
  place: Place,
  accountId: string | undefined,
  partition: string | undefined,
): readonly Problem[] {
  const arn = textOf(place);
  if (arn?.startsWith("arn:") !== true) return [];
  const scope = arnScopeOf(arn);
  const problems: Problem[] = [];
  if (accountId !== undefined && scope.accountId !== "aws" && scope.accountId !== accountId) {
    problems.push({
      path: place.path,
      message: `lies in another account; allowed: an ARN of account ${accountId}; given: ${givenText(arn)}`,
    });
  }
  if (partition !== undefined && scope.partition !== partition) {
    problems.push({
      path: place.path,
      message: `lies in another partition; allowed: an ARN that starts with arn:${partition}:; given: ${givenText(arn)}`,
    });
  }
  return problems;
}

function regionProblems(place: Place, partition: string | undefined): readonly Problem[] {
  const own = partitionOf(textOf(place) ?? "");
  if (own === undefined || partition === undefined || own === partition) return [];
  return [
    {
      path: place.path,
      message: `lies in another partition; allowed: a region of ${partition}, where the account's region is; given: ${givenText(place.value)}`,
    },
  ];
}
