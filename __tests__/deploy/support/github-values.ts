import type { GithubChange, GithubResource } from "./github-resource";
import { computed, type GithubAttributes, KEY, knownText, optional, required, text } from "./github-schema";
import type { GithubEntry } from "./github-store";
import { inEnvironment, inOrganization, inRepository, type Place } from "./github-value-places";
import type { Attributes } from "./tfplugin5";

interface Form {
  readonly nameAttribute: "secret_name" | "variable_name";
  /** The attributes that may hold the value; exactly one of them does. */
  readonly valueAttributes: readonly string[];
  readonly attributes: GithubAttributes;
  readonly refusal?: (change: GithubChange) => string | undefined;
  readonly reported: (entry: GithubEntry, current: Attributes) => Attributes | null;
}

/** GitHub refuses other names. */
const VALUE_NAME = /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i;

const SECRET_VALUE = optional({ replaces: "every change", sensitive: true });
const DESTROY_ON_DRIFT = optional({ type: "bool", replaces: "every change", default: true });

/** GitHub does not tell secrets: the provider goes by the time of their last change. */
function secret(onDrift: "gone" | "value cleared", more: GithubAttributes = {}): Form {
  const valueAttributes = ["plaintext_value", "encrypted_value"];
  return {
    nameAttribute: "secret_name",
    valueAttributes,
    attributes: { secret_name: KEY, plaintext_value: SECRET_VALUE, encrypted_value: SECRET_VALUE, ...more },
    reported: ({ created_at, updated_at }, current) => {
      if (current.updated_at === updated_at) return { created_at };
      if (onDrift === "gone" && current.destroy_on_drift !== false) return null;
      return Object.fromEntries(valueAttributes.map((name) => [name, ""]));
    },
  };
}

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

function valueResource(place: Place, form: Form): GithubResource {
  const { nameAttribute, valueAttributes } = form;
  const given = (attributes: Attributes) => valueAttributes.filter((name) => attributes[name] !== null);
  const named = (attributes: Attributes) => {
    const [valueAttribute = "value"] = given(attributes);
    return { name: knownText(attributes, nameAttribute), value: knownText(attributes, valueAttribute) };
  };
  return {
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
    id: (planned) => [...place.idAttributes, nameAttribute].map((name) => knownText(planned, name)).join(":"),
    refusal: (change) => {
      const reason = place.refusal?.(change) ?? form.refusal?.(change);
      return reason && `${reason}: ${describe(change)}`;
    },
    reported: (entry, current) => {
      const reported = entry && form.reported(entry, current);
      if (!reported || entry === undefined || !("visibility" in entry.item)) return reported ?? null;
      const { visibility, selected_repository_ids } = entry.item;
      return { ...reported, visibility, selected_repository_ids };
    },
  };
}

function describe({ wanted }: GithubChange): string {
  return Object.entries(wanted)
    .filter(([field]) => field !== "value")
    .map(([field, value]) => `${field} ${value}`)
    .join(", ");
}

/** A change of a variable's repository is no replacement, see VARIABLE for GitHub's answer. */
const MOVABLE = required();

/** @see https://registry.terraform.io/providers/integrations/github/6.9.0/docs */
export const VALUE_RESOURCES: Readonly<Record<string, GithubResource>> = {
  github_actions_secret: valueResource(
    inRepository("secret"),
    secret("gone", { destroy_on_drift: DESTROY_ON_DRIFT }),
  ),
  github_actions_variable: valueResource(inRepository("variable", MOVABLE), VARIABLE),
  github_actions_environment_secret: valueResource(
    inEnvironment("environment secret"),
    secret("value cleared"),
  ),
  github_actions_environment_variable: valueResource(
    inEnvironment("environment variable", MOVABLE),
    VARIABLE,
  ),
  github_actions_organization_secret: valueResource(
    inOrganization("organization secret", "every change"),
    secret("gone", { destroy_on_drift: DESTROY_ON_DRIFT }),
  ),
  github_actions_organization_variable: valueResource(
    inOrganization("organization variable", "no change"),
    VARIABLE,
  ),
  github_dependabot_secret: valueResource(inRepository("dependabot secret"), secret("gone")),
  github_dependabot_organization_secret: valueResource(
    inOrganization("organization dependabot secret", "no change"),
    secret("gone"),
  ),
};
