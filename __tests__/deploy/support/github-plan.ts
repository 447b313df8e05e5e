import { GITHUB_RESOURCES, named } from "./github-resources";
import { type GithubAttribute, type GithubAttributes, isNothing, isSame } from "./github-schema";
import {
  type Attribute,
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

/** Computed attributes, which a creation sets. */
function unknowns(attributes: GithubAttributes): Attributes {
  const names = Object.keys(attributes).filter((name) => attributes[name]?.presence === "computed");
  return Object.fromEntries(names.map((name) => [name, UNKNOWN]));
}

interface Change {
  readonly attribute: GithubAttribute | undefined;
  readonly prior: Attributes;
  readonly before: Attribute | undefined;
  readonly after: Attribute | undefined;
}

function doesReplace({ attribute, prior, before, after }: Change, idOf: RepositoryIds): boolean {
  switch (attribute?.replaces) {
    case "a change from or to nothing":
      return isNothing(before) !== isNothing(after);
    case "another repository":
      return typeof after === "string" && prior.repository_id !== idOf(after);
    case "every change":
      return true;
    case "no change":
    case undefined:
      return false;
  }
}

/** GitHub's id of a repository, by its name. */
type RepositoryIds = (name: string) => number;

/** The answer to PlanResourceChange. Terraform plans a replacement by asking again without a prior state. */
export function plan(
  { type_name, prior_state, proposed_new_state }: PlanRequest,
  repositoryId: RepositoryIds,
): object {
  const { attributes, blocks = {} } = named(GITHUB_RESOURCES, type_name);
  const prior = attributesOf(prior_state);
  const given = attributesOf(proposed_new_state);
  // Without the flag Terraform lets no provider set defaults, or keep an empty list where none is given.
  const legacy_type_system = true;
  if (given === null) return { planned_state: dynamicValue(null), legacy_type_system };
  const proposed = withDefaults(attributes, given);
  if (prior === null) {
    const planned_state = dynamicValue({ ...proposed, ...unknowns(attributes) });
    return { planned_state, legacy_type_system };
  }
  const changed = [...Object.keys(attributes), ...Object.keys(blocks)]
    .filter((name) => attributes[name]?.presence !== "computed")
    .filter((name) => !isSame(prior[name], proposed[name]));
  const replacing = changed.filter((name) =>
    doesReplace(
      { attribute: attributes[name], prior, before: prior[name], after: proposed[name] },
      repositoryId,
    ),
  );
  return {
    planned_state: dynamicValue(changed.length === 0 ? prior : proposed),
    requires_replace: replacing.map(attributePath),
    legacy_type_system,
  };
}
