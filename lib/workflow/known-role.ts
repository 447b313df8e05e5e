import type { PublishedValue, ValueContent } from "../config/config";
import type { ArnScope } from "../policy/arn";
import { isPartition, knownPartition, type Partition } from "../policy/partition";
import { UNKNOWN_ACCOUNT } from "./role-source";
import type { WorkflowRole, WorkflowValues } from "./role-workflow-props";
import { isToken } from "./token";

/** What is known of a role when its workflow is written. */
export interface KnownRole {
  readonly account: ArnScope & { readonly name: string; readonly region: string };
  readonly name: string;
  readonly path: string;
}

const ROLE_ARN_PARTS = /^arn:([^:]+):iam::([0-9]{12}):role(\/(?:.*\/)?)([^/]+)$/;

/**
 * A role whose name is not known yet is called after the value that holds its ARN.
 * @throws TypeError for a region that is no region's code.
 */
export function knownRole(role: WorkflowRole, publish: WorkflowValues | undefined): KnownRole {
  const [, ownPartition = "", ownId, path = "/", ownName] = ROLE_ARN_PARTS.exec(role.roleArn) ?? [];
  const region = roleRegion(role);
  const accountId = ownId ?? literalOr(role.account?.accountId);
  return {
    account: {
      partition: isToken(region) ? partitionNamed(ownPartition) : knownPartition(region),
      accountId: accountId ?? UNKNOWN_ACCOUNT,
      name: accountId ?? "its account",
      region,
    },
    name: ownName ?? literalOr(role.roleName) ?? `of ${holderOf("roleArn", publish)}`,
    path,
  };
}

/** The region whose registry the workflow logs in to. */
export function roleRegion({ account, ecr: { regions } }: WorkflowRole): string {
  return account !== undefined && regions.includes(account.region) ? account.region : regions[0];
}

/** By the names in GitHub. */
export function namedValues(publish: WorkflowValues | undefined): readonly Omit<PublishedValue, "text">[] {
  const { values = {}, prefix = "" } = publish ?? {};
  return Object.entries(values).map(([name, holds]) => ({ name: `${prefix}${name}`, holds }));
}

/** The name of the value that holds something. */
export function holderOf(holds: ValueContent, publish: WorkflowValues | undefined): string | undefined {
  return namedValues(publish).find((value) => value.holds === holds)?.name;
}

/** Where nothing is known, that of most accounts: no text depends on it but the default audience. */
function partitionNamed(name: string): Partition {
  return isPartition(name) ? name : "aws";
}

function literalOr(text: string | undefined): string | undefined {
  return text === undefined || isToken(text) ? undefined : text;
}
