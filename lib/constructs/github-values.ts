import { ActionsEnvironmentSecret } from "@cdktf/provider-github/lib/actions-environment-secret";
import { ActionsEnvironmentVariable } from "@cdktf/provider-github/lib/actions-environment-variable";
import { ActionsOrganizationSecret } from "@cdktf/provider-github/lib/actions-organization-secret";
import { ActionsOrganizationVariable } from "@cdktf/provider-github/lib/actions-organization-variable";
import { ActionsSecret } from "@cdktf/provider-github/lib/actions-secret";
import { ActionsVariable } from "@cdktf/provider-github/lib/actions-variable";
import { DependabotOrganizationSecret } from "@cdktf/provider-github/lib/dependabot-organization-secret";
import { DependabotSecret } from "@cdktf/provider-github/lib/dependabot-secret";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { NonEmpty } from "../policy/non-empty";
import { address } from "./address";
import { literal } from "./terraform-text";

/** Where a value lies. Repositories are named without their owner, which the provider knows. */
export type GithubValueTarget =
  | { readonly level: "repository"; readonly repository: string }
  | { readonly level: "environment"; readonly repository: string; readonly environment: string }
  /** `private`: all but the public repositories read it. */
  | { readonly level: "organization"; readonly visibility: "private" | "all" }
  | {
      readonly level: "organization";
      readonly visibility: "selected";
      readonly repositoryIds: NonEmpty<number>;
    };

export interface GithubValuesProps {
  /** `secrets` are masked in logs and dropped from job outputs, `variables` are not; runs that Dependabot starts read its own. */
  readonly as: "secrets" | "variables" | "dependabot secrets";
  readonly values: readonly {
    readonly target: GithubValueTarget;
    readonly name: string;
    /** Nothing confidential: it stands in the JSON and in the state. */
    readonly value: string;
    /** Addresses of what has to stand before it, such as its environment. */
    readonly dependsOn?: readonly string[];
  }[];
}

type Value = GithubValuesProps["values"][number];

/** Values of one kind that the workflows of an owner's repositories read. */
export class GithubValues extends Construct {
  constructor(scope: Construct, id: string, { as, values }: GithubValuesProps) {
    super(scope, id);
    // Scopes of their own: a secret of the organization may have the name that one of a repository has as its address.
    const scopes = {
      repository: this,
      environment: new Construct(this, "environment"),
      organization: new Construct(this, "organization"),
    };
    for (const value of values) {
      const resource = ADDED[as](scopes[value.target.level], value);
      if (value.dependsOn !== undefined) resource.dependsOn = [...value.dependsOn];
    }
  }
}

const ADDED: Readonly<
  Record<GithubValuesProps["as"], (scope: Construct, value: Value) => TerraformResource>
> = {
  secrets: (scope, { target, name, value }) => {
    const secret = { secretName: name, plaintextValue: value };
    switch (target.level) {
      case "repository": {
        const { repository } = target;
        return new ActionsSecret(scope, address(repository, name), { repository, ...secret });
      }
      case "environment": {
        const { repository, environment } = target;
        const id = address(repository, environment, name);
        return new ActionsEnvironmentSecret(scope, id, {
          repository,
          environment: literal(environment),
          ...secret,
        });
      }
      case "organization":
        return new ActionsOrganizationSecret(scope, address(name), { ...secret, ...visible(target) });
    }
  },
  variables: (scope, { target, name, value }) => {
    const variable = { variableName: name, value };
    switch (target.level) {
      case "repository": {
        const { repository } = target;
        return new ActionsVariable(scope, address(repository, name), { repository, ...variable });
      }
      case "environment": {
        const { repository, environment } = target;
        const id = address(repository, environment, name);
        return new ActionsEnvironmentVariable(scope, id, {
          repository,
          environment: literal(environment),
          ...variable,
        });
      }
      case "organization":
        return new ActionsOrganizationVariable(scope, address(name), { ...variable, ...visible(target) });
    }
  },
  /** @throws TypeError for an environment, which keeps no secrets for Dependabot. */
  "dependabot secrets": (scope, { target, name, value }) => {
    const secret = { secretName: name, plaintextValue: value };
    switch (target.level) {
      case "repository": {
        const { repository } = target;
        return new DependabotSecret(scope, address(repository, name), { repository, ...secret });
      }
      case "environment":
        throw new TypeError("an environment keeps no secrets for Dependabot");
      case "organization":
        return new DependabotOrganizationSecret(scope, address(name), { ...secret, ...visible(target) });
    }
  },
};

function visible(target: Extract<GithubValueTarget, { level: "organization" }>): {
  visibility: string;
  selectedRepositoryIds?: number[];
} {
  return target.visibility === "selected"
    ? { visibility: target.visibility, selectedRepositoryIds: [...target.repositoryIds] }
    : { visibility: target.visibility };
}
