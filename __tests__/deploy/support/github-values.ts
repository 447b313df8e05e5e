import type { GithubChange, GithubResource } from "./github-resource";
import {
  computed,
  type GithubAttributes,
  idOf,
  isNothing,
  KEY,
  knownText,
  optional,
  required,
  text,
} from "./github-schema";
import type { GithubEntry } from "./github-store";
import { inEnvironment, inOrganization, inRepository, type Place } from "./github-value-places";
import type { Attributes } from "./tfplugin5";

interface Form {
  readonly nameAttribute: "secret_name" | "variable_name";
  /** The attributes that may hold the value; exactly one of them does. */
  readonly valueAttributes: readonly string[];
  readonly attributes: GithubAttributes;
  readonly refusal?: (change: GithubChange) => string | undefined;
  readonly reported: (entry: GithubEntry, current: Attributes) => Attributes;
}

/** GitHub refuses other names. */
const VALUE_NAME = /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i;

const SECRET_VALUE = optional({ sensitive: true });
const SECRET_VALUES = ["value", "value_encrypted", "plaintext_value", "encrypted_value"];

/**
 * GitHub does not tell secrets. The provider reads the time of their last change, and plans nothing for it: what a person wrote over a secret
 * stays.
 */
const SECRET: Form = {
  nameAttribute: "secret_name",
  valueAttributes: SECRET_VALUES,
  attributes: {
    secret_name: KEY,
    ...Object.fromEntries(SECRET_VALUES.map((name) => [name, SECRET_VALUE])),
    key_id: computed(),
    remote_updated_at: computed(),
  },
  reported: ({ created_at, updated_at }, current) => ({
    created_at: current.created_at ?? created_at,
    updated_at: current.updated_at ?? updated_at,
    remote_updated_at: updated_at,
  }),
};

/** It had an effect before 6.11. */
const WITH_DRIFT: Form = {
  ...SECRET,
  attributes: { ...SECRET.attributes, destroy_on_drift: optional({ type: "bool" }) },
};

/** GitHub overwrites a secret, and answers 409 to a variable that it has. */
const VARIABLE: Form = {
  nameAttribute: "variable_name",
  valueAttributes: ["value"],
  attributes: { variable_name: KEY, value: required() },
  refusal: ({ wanted, isNew, github }) => {
    const isThere = github.get(wanted) !== undefined;
    if (isNew === isThere) return isNew ? "409 Already exists" : "404 Not Found";
    return undefined;
  },
  reported: ({ item, created_at, updated_at }) => ({
    ...("value" in item && { value: item.value }),
    created_at,
    updated_at,
  }),
};

/** @param version of states. */
function valueResource(version: number, place: Place, form: Form): GithubResource {
  const { nameAttribute, valueAttributes } = form;
  const idAttributes = [...place.idAttributes, nameAttribute];
  const given = (attributes: Attributes) => valueAttributes.filter((name) => attributes[name] !== null);
  const named = (attributes: Attributes) => {
    const [valueAttribute] = given(attributes);
    // An imported secret has no value yet.
    const value = valueAttribute === undefined ? "" : knownText(attributes, valueAttribute);
    return { name: knownText(attributes, nameAttribute), value };
  };
  return {
    version,
    idAttributes,
    isReadAtImport: true,
    attributes: {
      ...place.attributes,
      ...form.attributes,
      id: computed(),
      created_at: computed(),
      updated_at: computed(),
    },
    problems: (config) => {
      const name = text(config, nameAttribute);
      const isBad = name !== undefined && !VALUE_NAME.test(name);
      return [
        ...(isBad ? [`GitHub refuses the ${nameAttribute} ${name}`] : []),
        ...(given(config).length === 1 ? [] : [`give one of ${valueAttributes.join(", ")}`]),
        ...(place.problems?.(config) ?? []),
      ];
    },
    item: (planned, owner) => place.item(planned, owner, named(planned)),
    id: (planned) => idOf(...idAttributes.map((name) => knownText(planned, name))),
    refusal: (change) => {
      const reason = place.refusal?.(change) ?? form.refusal?.(change);
      return reason && `${reason}: ${describe(change)}`;
    },
    reported: (entry, current) => {
      if (entry === undefined) return null;
      const reported = form.reported(entry, current);
      if (!("visibility" in entry.item)) return reported;
      const { visibility, selected_repository_ids } = entry.item;
      const isRead = visibility === "selected" && !isNothing(current.selected_repository_ids);
      return { ...reported, visibility, ...(isRead && { selected_repository_ids }) };
    },
  };
}

function describe({ wanted }: GithubChange): string {
  return Object.entries(wanted)
    .filter(([field]) => field !== "value")
    .map(([field, value]) => `${field} ${value}`)
    .join(", ");
}

/** @see https://registry.terraform.io/providers/integrations/github/6.13.0/docs */
export const VALUE_RESOURCES: Readonly<Record<string, GithubResource>> = {
  github_actions_secret: valueResource(2, inRepository("secret"), WITH_DRIFT),
  github_actions_variable: valueResource(1, inRepository("variable"), VARIABLE),
  github_actions_environment_secret: valueResource(1, inEnvironment("environment secret"), SECRET),
  github_actions_environment_variable: valueResource(1, inEnvironment("environment variable"), VARIABLE),
  github_actions_organization_secret: valueResource(1, inOrganization("organization secret"), WITH_DRIFT),
  github_actions_organization_variable: valueResource(0, inOrganization("organization variable"), VARIABLE),
  github_dependabot_secret: valueResource(1, inRepository("dependabot secret"), SECRET),
  github_dependabot_organization_secret: valueResource(
    0,
    inOrganization("organization dependabot secret"),
    SECRET,
  ),
};
