import { ENVIRONMENT_RESOURCES } from "./github-environments";
import { FILE_RESOURCES } from "./github-files";
import type { GithubResource } from "./github-resource";
import { type GithubSchema, optional } from "./github-schema";
import { TEMPLATE_RESOURCES } from "./github-templates";
import { VALUE_RESOURCES } from "./github-values";

/** @see https://registry.terraform.io/providers/integrations/github/6.13.0/docs */
export const PROVIDER_SCHEMA: GithubSchema = {
  attributes: {
    owner: optional(),
    organization: optional(),
    base_url: optional(),
    token: optional({ sensitive: true }),
    write_delay_ms: optional({ type: "number" }),
  },
};

export const GITHUB_RESOURCES: Readonly<Record<string, GithubResource>> = {
  ...VALUE_RESOURCES,
  ...ENVIRONMENT_RESOURCES,
  ...TEMPLATE_RESOURCES,
  ...FILE_RESOURCES,
};

/** One of a table of resources or of data sources. */
export function named<Type>(types: Readonly<Record<string, Type>>, typeName: string): Type {
  const type = types[typeName];
  if (type === undefined) throw new Error(`the fake provider for integrations/github has no ${typeName}`);
  return type;
}
