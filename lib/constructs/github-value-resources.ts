import { ActionsEnvironmentSecret } from "@cdktf/provider-github/lib/actions-environment-secret";
import { ActionsEnvironmentVariable } from "@cdktf/provider-github/lib/actions-environment-variable";
import { ActionsOrganizationSecret } from "@cdktf/provider-github/lib/actions-organization-secret";
import { ActionsOrganizationVariable } from "@cdktf/provider-github/lib/actions-organization-variable";
import { ActionsSecret } from "@cdktf/provider-github/lib/actions-secret";
import { ActionsVariable } from "@cdktf/provider-github/lib/actions-variable";
import { DependabotOrganizationSecret } from "@cdktf/provider-github/lib/dependabot-organization-secret";
import { DependabotSecret } from "@cdktf/provider-github/lib/dependabot-secret";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { type GithubValueTarget, type ValuePlace, valueId, valuePlace } from "./github-value-target";
import { escapeTemplate } from "./terraform-text";

/**
 * GitHub masks `secrets` in logs and removes them from job outputs, `variables` not. Runs that Dependabot starts read `dependabot secrets`.
 * @inline
 */
export type GithubValueKind = "secrets" | "variables" | "dependabot secrets";

/** A value with its target and its name in GitHub. */
export interface PlacedValue {
  readonly target: GithubValueTarget;
  readonly name: string;
  readonly value: string;
}

/** Creates the resource of a checked value. */
export function valueResource(
  scope: Construct,
  as: GithubValueKind,
  { target, name, value }: PlacedValue,
): TerraformResource {
  const id = valueId(target, name);
  return MADE[as](scope, { id, name, value: escapeTemplate(value), place: valuePlace(target) });
}

interface Value {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly place: ValuePlace;
}

const MADE: Readonly<Record<GithubValueKind, (scope: Construct, value: Value) => TerraformResource>> = {
  secrets: (scope, { id, name, value, place }) => {
    const secret = { secretName: name, plaintextValue: value };
    switch (place.level) {
      case "repository":
        return new ActionsSecret(scope, id, { ...place.at, ...secret });
      case "environment":
        return new ActionsEnvironmentSecret(scope, id, { ...place.at, ...secret });
      case "organization":
        return new ActionsOrganizationSecret(scope, id, { ...place.at, ...secret });
    }
  },
  variables: (scope, { id, name, value, place }) => {
    const variable = { variableName: name, value };
    switch (place.level) {
      case "repository":
        return new ActionsVariable(scope, id, { ...place.at, ...variable });
      case "environment":
        return new ActionsEnvironmentVariable(scope, id, { ...place.at, ...variable });
      case "organization":
        return new ActionsOrganizationVariable(scope, id, { ...place.at, ...variable });
    }
  },
  /** @throws TypeError for an environment, which has no Dependabot secrets. The checks reject it before. */
  "dependabot secrets": (scope, { id, name, value, place }) => {
    const secret = { secretName: name, plaintextValue: value };
    switch (place.level) {
      case "repository":
        return new DependabotSecret(scope, id, { ...place.at, ...secret });
      case "environment":
        throw new TypeError("an environment has no Dependabot secrets");
      case "organization":
        return new DependabotOrganizationSecret(scope, id, { ...place.at, ...secret });
    }
  },
};
