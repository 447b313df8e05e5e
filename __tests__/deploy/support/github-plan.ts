import { GITHUB_RESOURCES, named } from "./github-resources";
import { type GithubAttribute, type GithubAttributes, isNothing, isSame } from "./github-schema";
import {
  type Attributes,
  attributePath,
  attributesOf,
  type DynamicValue,
  dynamicValue,
  UNKNOWN,
} from "./tfplugin5";

export interface PlanRequest {
  readonly type_name: string;
  readonly prior_state: DynamicValue;
  readonly proposed_new_state: DynamicValue;
}

function withDefaults(attributes: GithubAttributes, proposed: Attributes): Attributes {
  const missing = Object.entries(attributes).filter(([name]) => proposed[name] === null);
  const defaults = missing.map(([name, attribute]) => [name, attribute.default ?? null]);
  return { ...proposed, ...Object.fromEntries(defaults) };
}

/** Computed attributes that a creation, or an update alone, sets. */
function unknowns(attributes: GithubAttributes, isUpdate: boolean): Attributes {
  const names = Object.keys(attributes).filter((name) => attributes[name]?.presence === "computed");
  const set = isUpdate ? names.filter((name) => name === "updated_at") : names;
  return Object.fromEntries(set.map((name) => [name, UNKNOWN]));
}

function doesReplace(attribute: GithubAttribute | undefined, before: boolean, after: boolean): boolean {
  if (attribute?.replaces === "a change from or to nothing") return before !== after;
  return attribute?.replaces === "every change";
}

/** The answer to PlanResourceChange. Terraform plans a replacement by asking again without a prior state. */
export function plan({ type_name, prior_state, proposed_new_state }: PlanRequest): object {
  const { attributes, blocks = {} } = named(GITHUB_RESOURCES, type_name);
  const prior = attributesOf(prior_state);
  const given = attributesOf(proposed_new_state);
  // Without the flag Terraform lets no provider set defaults, or keep an empty list where none is given.
  const legacy_type_system = true;
  if (given === null) return { planned_state: dynamicValue(null), legacy_type_system };
  const proposed = withDefaults(attributes, given);
  if (prior === null) {
    const planned_state = dynamicValue({ ...proposed, ...unknowns(attributes, false) });
    return { planned_state, legacy_type_system };
  }
  const changed = [...Object.keys(attributes), ...Object.keys(blocks)]
    .filter((name) => attributes[name]?.presence !== "computed")
    .filter((name) => !isSame(prior[name], proposed[name]));
  const replacing = changed.filter((name) =>
    doesReplace(attributes[name], isNothing(prior[name]), isNothing(proposed[name])),
  );
  return {
    planned_state: dynamicValue(
      changed.length === 0 ? prior : { ...proposed, ...unknowns(attributes, true) },
    ),
    requires_replace: replacing.map(attributePath),
    legacy_type_system,
  };
}
