import { type ArnScope, roleArn } from "../../policy/arn";
import type { EcrPermissions } from "../../policy/ecr-policy";
import { registryHost } from "../../policy/ecr-registry";
import type { Publication, PublishedValue, ValueContent } from "../config";
import { DEFAULT_VALUES } from "../defaults";
import type { RoleEntry } from "../schema/access-file";
import { publicationScope } from "./publication-scope";

/** The role whose values are published. */
interface PublishedRole {
  readonly name: string;
  readonly ecr: EcrPermissions;
  readonly account: ArnScope & { readonly region: string };
  /** The owner of repositories without one. */
  readonly owner: string;
}

export function resolvedPublication(entry: RoleEntry, role: PublishedRole): Publication {
  const settings = entry.publish === undefined || entry.publish === false ? {} : entry.publish;
  return {
    ...publicationScope({ value: entry, path: [] }, role.owner),
    isWanted: entry.publish !== false,
    isChosen: settings.as !== undefined || settings.values !== undefined,
    visibility: settings.visibility ?? "private",
    values: publishedValues(settings.values ?? DEFAULT_VALUES, settings.prefix ?? "", {
      ...role,
      path: entry.path ?? "/",
    }),
  };
}

function publishedValues(
  values: Readonly<Record<string, ValueContent>>,
  prefix: string,
  { name, path, ecr, account }: PublishedRole & { readonly path: string },
): readonly PublishedValue[] {
  // If the role has access only in other regions, a login in the account's region is of no use.
  const region = ecr.regions.includes(account.region) ? account.region : ecr.regions[0];
  const texts: Readonly<Record<ValueContent, string>> = {
    region,
    accountId: account.accountId,
    roleName: name,
    roleArn: roleArn(account, path, name),
    registry: registryHost(account, region),
  };
  return Object.entries(values).map(([key, holds]) => ({
    name: `${prefix}${key}`,
    holds,
    text: texts[holds],
  }));
}
