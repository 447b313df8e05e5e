import type { Attributes } from "./tfplugin5";

/** What the schema and the plan say of an attribute; all are strings. */
export interface GithubAttribute {
  readonly presence: "required" | "optional" | "computed";
  /** A change of it replaces the resource; otherwise the resource is updated in place. */
  readonly replaces: boolean;
  readonly sensitive: boolean;
}

export interface GithubResource {
  readonly kind: "secret" | "variable";
  readonly nameAttribute: string;
  /** The attributes that may hold the value; exactly one of them does. */
  readonly valueAttributes: readonly string[];
  readonly attributes: Readonly<Record<string, GithubAttribute>>;
}

const KEY: GithubAttribute = { presence: "required", replaces: true, sensitive: false };
const SECRET_VALUE: GithubAttribute = { presence: "optional", replaces: true, sensitive: true };
const VARIABLE_VALUE: GithubAttribute = { presence: "required", replaces: false, sensitive: false };
const COMPUTED: GithubAttribute = { presence: "computed", replaces: false, sensitive: false };
const OPTION: GithubAttribute = { presence: "optional", replaces: false, sensitive: false };

const ALWAYS_COMPUTED = { id: COMPUTED, created_at: COMPUTED, updated_at: COMPUTED };

/** @see https://registry.terraform.io/providers/integrations/github/6.9.0/docs */
export const PROVIDER_ATTRIBUTES: Readonly<Record<string, GithubAttribute>> = {
  owner: OPTION,
  organization: OPTION,
  base_url: OPTION,
  token: { ...OPTION, sensitive: true },
};

export const GITHUB_RESOURCES: Readonly<Record<string, GithubResource>> = {
  github_actions_secret: {
    kind: "secret",
    nameAttribute: "secret_name",
    valueAttributes: ["plaintext_value", "encrypted_value"],
    attributes: {
      repository: KEY,
      secret_name: KEY,
      plaintext_value: SECRET_VALUE,
      encrypted_value: SECRET_VALUE,
      ...ALWAYS_COMPUTED,
    },
  },
  github_actions_variable: {
    kind: "variable",
    nameAttribute: "variable_name",
    valueAttributes: ["value"],
    attributes: { repository: KEY, variable_name: KEY, value: VARIABLE_VALUE, ...ALWAYS_COMPUTED },
  },
};

export function githubResource(typeName: string): GithubResource {
  const resource = GITHUB_RESOURCES[typeName];
  if (resource === undefined) throw new Error(`the stand-in for integrations/github has no ${typeName}`);
  return resource;
}

export function schema(attributes: Readonly<Record<string, GithubAttribute>>): object {
  return {
    version: 0,
    block: {
      attributes: Object.entries(attributes).map(([name, { presence, sensitive }]) => ({
        name,
        type: Buffer.from('"string"'),
        [presence]: true,
        sensitive,
      })),
    },
  };
}

/** The names of the attributes given in a configuration that differ from what is there already. */
export function changedAttributes(
  resource: GithubResource,
  prior: Attributes,
  proposed: Attributes,
): readonly string[] {
  return Object.entries(resource.attributes)
    .filter(([name, { presence }]) => presence !== "computed" && prior[name] !== proposed[name])
    .map(([name]) => name);
}
