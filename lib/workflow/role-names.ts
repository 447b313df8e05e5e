import type { PublishedValue, ValueContent } from "../config/config";
import type { ArnScope } from "../policy/arn";
import { isPartition, knownPartition, type Partition } from "../policy/partition";
import { isToken } from "./cdktf-token";
import { UNKNOWN_ACCOUNT } from "./role-source";
import type { WorkflowRole, WorkflowValues } from "./role-workflow-props";

/** The account, name and path of a role, as far as they are literal. */
export interface RoleNames {
  readonly account: ArnScope & { readonly name: string; readonly region: string };
  readonly name: string;
  readonly path: string;
}

const ROLE_ARN_PARTS = /^arn:([^:]+):iam::([0-9]{12}):role(\/(?:.*\/)?)([^/]+)$/;

/**
 * Account, name and path from the props of a role. Without a literal name, the name is that of the value with the ARN.
 * @throws TypeError for a region without a known partition.
 */
export function roleNames(role: WorkflowRole, publish: WorkflowValues | undefined): RoleNames {
  const [, ownPartition = "", ownId, path = "/", ownName] = ROLE_ARN_PARTS.exec(role.roleArn) ?? [];
  const region = roleRegion(role);
  const accountId = ownId ?? literalOr(role.account?.accountId);
  return {
    account: {
      partition: isToken(region) ? partitionNamed(ownPartition) : knownPartition(region),
      accountId: accountId ?? UNKNOWN_ACCOUNT,
      name: accountId ?? "",
      region,
    },
    name: ownName ?? literalOr(role.roleName) ?? `the role in ${holderOf("roleArn", publish)}`,
    path,
  };
}

/** The region whose registry the workflow logs in to. */
export function roleRegion({ account, ecr: { regions } }: WorkflowRole): string {
  return account !== undefined && regions.includes(account.region) ? account.region : regions[0];
}

/** The published values, with their names in GitHub. */
export function namedValues(publish: WorkflowValues | undefined): readonly Omit<PublishedValue, "text">[] {
  const { values = {}, prefix = "" } = publish ?? {};
  return Object.entries(values).map(([name, holds]) => ({ name: `${prefix}${name}`, holds }));
}

/** The name of the value with some content. */
export function holderOf(holds: ValueContent, publish: WorkflowValues | undefined): string | undefined {
  return namedValues(publish).find((value) => value.holds === holds)?.name;
}

/** Default: aws. Only the default audience depends on it. */
function partitionNamed(name: string): Partition {
  return isPartition(name) ? name : "aws";
}

function literalOr(text: string | undefined): string | undefined {
  return text === undefined || isToken(text) ? undefined : text;
}
