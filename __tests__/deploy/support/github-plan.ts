import { changedAttributes, type GithubResource, githubResource } from "./github-resources";
import {
  type Attributes,
  attributePath,
  attributesOf,
  type Diagnostic,
  type DynamicValue,
  dynamicValue,
  errorDiagnostic,
  UNKNOWN,
} from "./tfplugin5";

export interface PlanRequest {
  readonly type_name: string;
  readonly prior_state: DynamicValue;
  readonly proposed_new_state: DynamicValue;
}

/** GitHub refuses other names. */
const VALUE_NAME = /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i;

export function text(attributes: Attributes, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === "string" ? value : undefined;
}

/** @throws if it is not known yet */
export function knownText(attributes: Attributes, name: string): string {
  const value = text(attributes, name);
  if (value === undefined) throw new Error(`${name} is not known when it is needed`);
  return value;
}

/** Those of the attributes for the value that are given; known or not. */
export function givenValues(resource: GithubResource, attributes: Attributes): readonly string[] {
  return resource.valueAttributes.filter((name) => attributes[name] !== null);
}

export function configProblems(resource: GithubResource, config: Attributes): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const name = text(config, resource.nameAttribute);
  if (name !== undefined && !VALUE_NAME.test(name)) {
    problems.push(errorDiagnostic("Invalid name", `GitHub refuses a ${resource.kind} with the name ${name}`));
  }
  if (givenValues(resource, config).length !== 1) {
    problems.push(errorDiagnostic("Invalid value", `give one of ${resource.valueAttributes.join(", ")}`));
  }
  return problems;
}

/** The answer to PlanResourceChange. Terraform plans a replacement by asking again without a prior state. */
export function plan({ type_name, prior_state, proposed_new_state }: PlanRequest): object {
  const resource = githubResource(type_name);
  const prior = attributesOf(prior_state);
  const proposed = attributesOf(proposed_new_state);
  if (prior === null || proposed === null) {
    const planned = proposed && { ...proposed, id: UNKNOWN, created_at: UNKNOWN, updated_at: UNKNOWN };
    return { planned_state: dynamicValue(planned) };
  }
  const changed = changedAttributes(resource, prior, proposed);
  return {
    planned_state: dynamicValue(changed.length === 0 ? prior : { ...proposed, updated_at: UNKNOWN }),
    requires_replace: changed.filter((name) => resource.attributes[name]?.replaces).map(attributePath),
  };
}
